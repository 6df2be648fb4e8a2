"""What is simulated: the same desks for ticketroute and for its peers, with the same luck."""

from datetime import UTC, datetime, timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute import Agent
from ticketroute.simulation import Exponential, Poisson, Scenario, TicketKind
from ticketroute.simulation._luck import Luck, draw

START: Final = datetime(2026, 1, 5, tzinfo=UTC)
HANDLING: Final = timedelta(minutes=5)
PER_HOUR: Final = 12
"""What one agent gets done in an hour."""
TYPES: Final = 6
SECOND: Final = 1_000_000


@attrs.frozen(eq=False)
class Case:
    """A desk, and what comes.

    Attributes
    ----------
    name
        What the table calls it.
    scenario, luck
        For ticketroute, and for its peers.
    policy
        The strategy that the peers carry out, too.
    skills
        The types that each agent serves.
    """

    name: str
    scenario: Scenario
    luck: Luck
    policy: str
    skills: list[tuple[int, ...]]

    @property
    def created(self) -> NDArray[np.float64]:
        """Arrivals in seconds since the start."""
        seconds: NDArray[np.float64] = (self.luck.created - self.luck.created[0]) / SECOND
        return seconds

    @property
    def work(self) -> list[float]:
        """What each ticket takes, in seconds."""
        seconds: list[float] = (self.luck.work / SECOND).tolist()
        return seconds

    @property
    def gaps(self) -> list[float]:
        """Seconds between arrivals."""
        gaps: list[float] = np.diff(self.created, prepend=0.0).tolist()
        return gaps

    @property
    def kinds(self) -> list[int]:
        """The type of each ticket."""
        numbers: list[int] = self.luck.kind.tolist()
        return numbers

    @property
    def patience(self) -> list[float]:
        """How long each waits, in seconds."""
        assert self.luck.patience is not None
        seconds: list[float] = (self.luck.patience / SECOND).tolist()
        return seconds


def _length(tickets: int, per_hour: float) -> timedelta:
    return timedelta(hours=tickets / per_hour)


def one_line(agents: int, tickets: int, *, load: float = 0.9, patient: bool = True) -> Case:
    """Make an M/M/c queue, or with impatient customers an M/M/c+M queue (Erlang A)."""
    per_hour = agents * PER_HOUR * load
    call = TicketKind(
        name="call",
        handling=Exponential(HANDLING),
        patience=None if patient else Exponential(HANDLING),
    )
    scenario = Scenario(
        start=START,
        length=_length(tickets, per_hour),
        agents=[Agent(id=f"agent{number:04}", capacity=1) for number in range(agents)],
        kinds=[call],
        arrivals=Poisson(per_hour=per_hour),
    )
    name = f"M/M/{agents}" if patient else f"M/M/{agents}+M, load {load:g}"
    luck = draw(scenario, 1, 0)
    return Case(name, scenario, luck, "longest-idle", [(0,)] * agents)


def two_skills_each(agents: int, tickets: int) -> Case:
    """Make a desk of six types on which each agent serves two of them, in a ring."""
    per_hour = agents * PER_HOUR * 0.9
    skills: list[tuple[int, ...]] = [
        (number % TYPES, (number + 1) % TYPES) for number in range(agents)
    ]
    scenario = Scenario(
        start=START,
        length=_length(tickets, per_hour),
        agents=[
            Agent(
                id=f"agent{number:04}",
                capacity=1,
                skills={f"type{each}": 1 for each in skills[number]},
            )
            for number in range(agents)
        ],
        kinds=[
            TicketKind(
                name=f"type{each}",
                handling=Exponential(HANDLING),
                fields={"requirements": {f"type{each}": 1}},
            )
            for each in range(TYPES)
        ],
        arrivals=Poisson(per_hour=per_hour),
    )
    name = f"{TYPES} types, {agents} agents with two each"
    return Case(name, scenario, draw(scenario, 1, 0), "longest-idle", skills)
