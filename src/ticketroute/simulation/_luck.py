"""What chance decides, drawn before anything happens and the same for every policy.

Each purpose has a stream of random numbers of its own, spawned from the seed and the number of the
replication, and each ticket has its own number in it. So two policies meet the same tickets, which
take the same work and have the same patience, whoever gets them and in whichever order.
"""

from collections.abc import Iterator
from enum import IntEnum, unique

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.model import MICROSECOND, to_microseconds
from ticketroute.simulation._arrivals import Arrivals
from ticketroute.simulation._kinds import TicketKind
from ticketroute.simulation._scenario import Scenario


@unique
class Purpose(IntEnum):
    """What random numbers are drawn for; a number is never used for another purpose."""

    ARRIVALS = 1
    KINDS = 2
    WORK = 3
    PATIENCE = 4
    BOUNCES = 5
    REOPENINGS = 6
    REOPENING_TIMES = 7
    BALKING = 8
    ABSENCE = 9
    BACKLOG = 10


def stream(seed: int, replication: int, purpose: Purpose, part: int = 0) -> np.random.Generator:
    """Give the random numbers of a purpose, the same wherever and whenever they are drawn."""
    key = (replication, int(purpose), part)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


@attrs.frozen(eq=False)
class Luck:
    """What comes, and what chance has in store for it; tickets by arrival.

    Attributes
    ----------
    created
        Arrivals in microseconds since 1970 UTC, ascending, ``ndarray of int64, shape (n,)``.
    kind
        Position of the kind of each in the scenario, ``ndarray of int32``.
    work
        What each takes somebody of ordinary pace, in microseconds, ``ndarray of int64``.
    patience
        How long each waits before leaving, `NEVER` for ever; None where nobody leaves.
    seed, replication
        Where it comes from.
    """

    created: NDArray[np.int64]
    kind: NDArray[np.int32]
    work: NDArray[np.int64]
    patience: NDArray[np.int64] | None
    seed: int
    replication: int

    def __len__(self) -> int:
        return len(self.created)

    def uniforms(self, purpose: Purpose, part: int = 0) -> NDArray[np.float64]:
        """Give a number for each ticket, at least 0 and below 1."""
        return stream(self.seed, self.replication, purpose, part).random(len(self))


def draw(scenario: Scenario, seed: int, replication: int) -> Luck:
    """Draw what comes in a scenario, and what chance has in store for it."""
    parts = list(_arrivals(scenario, seed, replication))
    created = np.concatenate([times for times, _ in parts] or [np.zeros(0, dtype=np.int64)])
    kind = np.concatenate([numbers for _, numbers in parts] or [np.zeros(0, dtype=np.int32)])
    order = np.argsort(created, kind="stable")
    created, kind = created[order], kind[order]
    work = stream(seed, replication, Purpose.WORK).random(len(created))
    patience = None
    if any(each.patience is not None for each in scenario.kinds):
        uniforms = stream(seed, replication, Purpose.PATIENCE).random(len(created))
        patience = drawn_by_kind(scenario, kind, uniforms, "patience")
    return Luck(
        created, kind, drawn_by_kind(scenario, kind, work, "handling"), patience, seed, replication
    )


def drawn_by_kind(
    scenario: Scenario, kind: NDArray[np.int32], uniforms: NDArray[np.float64], name: str
) -> NDArray[np.int64]:
    """Draw a duration for each ticket by the distribution of this name of its kind."""
    kinds = scenario.kinds
    if len(kinds) == 1:
        return _drawn(kinds[0], uniforms, name)
    drawn = np.empty(len(uniforms), dtype=np.int64)
    for number, each in enumerate(kinds):
        of_kind = np.flatnonzero(kind == number)
        drawn[of_kind] = _drawn(each, uniforms[of_kind], name)
    return drawn


def _drawn(kind: TicketKind, uniforms: NDArray[np.float64], name: str) -> NDArray[np.int64]:
    durations = getattr(kind, name)
    if durations is None:
        return np.full(len(uniforms), NEVER, dtype=np.int64)
    drawn: NDArray[np.int64] = durations.draw(uniforms)
    return drawn


def _arrivals(
    scenario: Scenario, seed: int, replication: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """Go through the streams of a scenario: arrivals, and the kind of each."""
    start = to_microseconds(scenario.start)
    end = start + scenario.length // MICROSECOND

    def times(arrivals: Arrivals, part: int) -> NDArray[np.int64]:
        random = stream(seed, replication, Purpose.ARRIVALS, part)
        return np.sort(arrivals.times(start, end, random))

    if scenario.arrivals is not None:
        common = times(scenario.arrivals, len(scenario.kinds))
        yield common, _mixed(scenario, len(common), seed, replication)
    for number, kind in enumerate(scenario.kinds):
        if kind.arrivals is not None:
            own = times(kind.arrivals, number)
            yield own, np.full(len(own), number, dtype=np.int32)
        if kind.backlog:
            waiting = np.full(kind.backlog, start, dtype=np.int64)
            if kind.backlog_age is not None:
                random = stream(seed, replication, Purpose.BACKLOG, number)
                waiting -= kind.backlog_age.draw(random.random(kind.backlog))
            yield waiting, np.full(kind.backlog, number, dtype=np.int32)


def _mixed(scenario: Scenario, count: int, seed: int, replication: int) -> NDArray[np.int32]:
    """Draw the kinds of the tickets of the common stream, by weight."""
    sharing = [number for number, kind in enumerate(scenario.kinds) if kind.arrivals is None]
    weights = np.array([scenario.kinds[number].weight for number in sharing])
    edges = np.cumsum(weights / weights.sum())
    uniforms = stream(seed, replication, Purpose.KINDS).random(count)
    places = np.minimum(edges.searchsorted(uniforms, side="right"), len(sharing) - 1)
    return np.array(sharing, dtype=np.int32)[places]
