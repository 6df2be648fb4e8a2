"""A scenario: who comes, who works, how long things take; everything but the policy."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, Literal, cast

import attrs

from ticketroute.board import Shifts
from ticketroute.model import (
    Agent,
    refuse,
    refuse_type,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
    to_microseconds,
    to_tuple,
)
from ticketroute.simulation._arrivals import Arrivals
from ticketroute.simulation._kinds import TicketKind
from ticketroute.simulation._numbers import require_chance, require_factor
from ticketroute.simulation._ticket_stream import TicketStream, require_arrivals_or_tickets

Pace = float | tuple[tuple[str, float], ...]
PacesLike = Mapping[str, float | Mapping[str, float]] | Iterable[tuple[str, Pace]]

_NOTHING: Final = timedelta(0)
_A_WEEK: Final = timedelta(days=7)


def _to_agents(agents: Iterable[Agent]) -> tuple[Agent, ...]:
    return to_tuple("Scenario.agents", "several Agents", agents)


def _to_kinds(kinds: Iterable[TicketKind]) -> tuple[TicketKind, ...]:
    return to_tuple("Scenario.kinds", "several TicketKinds", kinds)


def _to_paces(paces: PacesLike) -> tuple[tuple[str, Pace], ...]:
    pairs: tuple[tuple[str, object], ...] = sorted_pairs(paces)
    require_pairs("Scenario.paces", "a mapping of agent id to a number above 0", pairs)
    return tuple((name, _to_pace(pace)) for name, pace in pairs)


def _to_pace(pace: object) -> Pace:
    by_kind = sorted_pairs(pace) if isinstance(pace, Mapping | tuple) else pace
    return cast("Pace", by_kind)  # what is no number is refused later, with its place


def _to_slow_down(speeds: Iterable[float]) -> tuple[float, ...]:
    return to_tuple("Scenario.slow_down", "several speeds", speeds)


def _to_balk(chances: Iterable[float]) -> tuple[float, ...]:
    return to_tuple("Scenario.balk", "several numbers from 0 to 1", chances)


@attrs.frozen(kw_only=True)
class Scenario:
    """Everything about a desk but its policy: what comes, who works, how long things take.

    A value: the same scenario serves any number of policies, seeds, threads and processes.

    Parameters
    ----------
    start, length
        When it begins, and for how long tickets come.
    agents
        Who works there; each as many tickets at a time as the capacity says.
    kinds
        What comes.
    arrivals
        One stream for all kinds that have none of their own; which kind a ticket is, is drawn by
        the weights of those kinds. Or tickets that bring their kinds, such as
        :class:`KnownTickets`.
    shifts
        When agents work; without it, around the clock.
    after_hours
        What becomes of work in hand when a shift ends: it is finished (``"finish"``, calls) or it
        rests until the next shift (``"pause"``, tickets that take days).
    paces
        How long agents take by comparison, by id: 0.5 for half as long. A mapping in place of the
        number tells it by kind. 1 for what is not named.
    slow_down
        How fast each ticket goes on with 1, 2, 3 ... in the same hands, as numbers above 0; the
        last one counts for more, too. None given: no slow-down.
    at_once
        How many tickets an agent works on at a time; the others in hand wait their turn. None for
        all of them.
    room
        How many tickets there may be, waiting and in hand; whoever comes then is turned away. Who
        waits from before the start or comes back is let in, and counts.
    balk
        How likely somebody leaves at once who finds 0, 1, 2 ... waiting; the last number counts for
        more, too.
    absence
        How likely an agent misses a shift; without shifts, a day. What begins on a date by the wall
        clock of his or her hours is one shift, as far as ``Shifts.longest_break`` allows.
    runs_on
        For how long after the last arrival it goes on at most; it ends when nothing is left.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ticketroute.simulation import Exponential, Poisson
    >>> calls = TicketKind(
    ...     name="call",
    ...     arrivals=Poisson(per_hour=50),
    ...     handling=Exponential(timedelta(minutes=5)),
    ... )
    >>> day = Scenario(
    ...     start=datetime(2026, 5, 4, 9, tzinfo=UTC),
    ...     length=timedelta(hours=8),
    ...     agents=[Agent(id=f"a{n}", capacity=1) for n in range(5)],
    ...     kinds=[calls],
    ... )
    >>> day
    <Scenario of 8:00:00 from 2026-05-04T09:00:00+00:00: 5 agents, 1 kinds>
    """

    start: datetime
    length: timedelta
    agents: tuple[Agent, ...] = attrs.field(converter=_to_agents)
    kinds: tuple[TicketKind, ...] = attrs.field(converter=_to_kinds)
    arrivals: Arrivals | TicketStream | None = None
    shifts: Shifts | None = None
    after_hours: Literal["finish", "pause"] = "finish"
    paces: tuple[tuple[str, Pace], ...] = attrs.field(default=(), converter=_to_paces)
    slow_down: tuple[float, ...] = attrs.field(default=(), converter=_to_slow_down)
    at_once: int | None = None
    room: int | None = None
    balk: tuple[float, ...] = attrs.field(default=(), converter=_to_balk)
    absence: float = 0.0
    runs_on: timedelta = _A_WEEK

    def __attrs_post_init__(self) -> None:
        to_microseconds(self.start, "Scenario.start")
        self._require_durations()
        self._require_people()
        self._require_kinds()
        self._require_arrivals()
        self._require_bounces()
        self._require_paces()
        for speed in self.slow_down:
            require_factor("Scenario.slow_down", speed)
        for chance in self.balk:
            require_chance("Scenario.balk", chance)
        require_chance("Scenario.absence", self.absence)
        for name in ("at_once", "room"):
            value: int | None = getattr(self, name)
            if value is not None:
                require_integer(f"Scenario.{name}", value, 1)
        self._require_one_way_of_working()

    def _require_durations(self) -> None:
        for name, least in (("length", "longer than zero"), ("runs_on", "of at least zero")):
            value: object = getattr(self, name)
            if not isinstance(value, timedelta):
                raise refuse_type(f"Scenario.{name}", "a timedelta", value)
            if value < _NOTHING or (name == "length" and value == _NOTHING):
                raise refuse(f"Scenario.{name}", f"a duration {least}", value)

        try:
            _ = self.start + self.length + self.runs_on
        except OverflowError:
            raise refuse("Scenario.runs_on", "an end before the year 10000", self.runs_on) from None

    def _require_people(self) -> None:
        for agent in self.agents:
            if not isinstance(agent, Agent):
                raise refuse_type("Scenario.agents", "values of Agent", agent)
        ids = [agent.id for agent in self.agents]
        if len(set(ids)) < len(ids):
            raise refuse("Scenario.agents", "ids that are all different", ids)
        if self.shifts is not None and not isinstance(self.shifts, Shifts):
            raise refuse_type("Scenario.shifts", "Shifts", self.shifts)

    def _require_kinds(self) -> None:
        if not self.kinds:
            raise refuse("Scenario.kinds", "at least one kind of ticket", ())
        for kind in self.kinds:
            if not isinstance(kind, TicketKind):
                raise refuse_type("Scenario.kinds", "values of TicketKind", kind)
        names = [kind.name for kind in self.kinds]
        if len(set(names)) < len(names):
            raise refuse("Scenario.kinds", "names that are all different", names)

    def _require_arrivals(self) -> None:
        names = [kind.name for kind in self.kinds]
        if isinstance(self.arrivals, TicketStream):
            for name in self.arrivals.kinds:
                if name not in names:
                    raise refuse("Scenario.arrivals", f"tickets of the kinds {names}", name)
        elif self.arrivals is not None:
            require_arrivals_or_tickets("Scenario.arrivals", self.arrivals)
            sharing = [kind for kind in self.kinds if kind.arrivals is None]
            if not sum(kind.weight for kind in sharing) > 0:
                expected = "kinds without arrivals of their own, some with a weight above 0"
                raise refuse("Scenario.kinds", expected, names)
        else:
            for kind in self.kinds:
                if kind.arrivals is None and not kind.backlog:
                    expected = f"a stream, or arrivals or a backlog of its own for {kind.name!r}"
                    raise refuse("Scenario.arrivals", expected, None)

    def _require_bounces(self) -> None:
        known = {agent.id for agent in self.agents}
        for kind in self.kinds:
            for agent_id, _ in kind.bounce if isinstance(kind.bounce, tuple) else ():
                if agent_id not in known:
                    field = f"TicketKind.bounce of {kind.name!r}"
                    raise refuse(field, "ids of agents of the scenario", agent_id)

    def _require_paces(self) -> None:
        known, kinds = {agent.id for agent in self.agents}, {kind.name for kind in self.kinds}
        for agent_id, pace in self.paces:
            require_text("Scenario.paces", agent_id)
            if agent_id not in known:
                raise refuse("Scenario.paces", "ids of agents of the scenario", agent_id)
            for kind, factor in pace if isinstance(pace, tuple) else ((None, pace),):
                if kind is not None and kind not in kinds:
                    raise refuse(f"Scenario.paces[{agent_id!r}]", "names of kinds", kind)
                require_factor(f"Scenario.paces[{agent_id!r}]", factor)

    def _require_one_way_of_working(self) -> None:
        if self.after_hours not in ("finish", "pause"):
            raise refuse("Scenario.after_hours", "'finish' or 'pause'", self.after_hours)
        if self.slow_down and self.at_once is not None:
            raise refuse("Scenario.at_once", "None, as slow_down is given", self.at_once)
        if self.slow_down and self.after_hours == "pause":
            raise refuse("Scenario.slow_down", "none, as work pauses after hours", self.slow_down)

    @property
    def agents_by_id(self) -> tuple[Agent, ...]:
        """The agents in the order of their positions, which is that of their ids."""
        return tuple(sorted(self.agents, key=lambda agent: agent.id))

    def paces_for(self, kind: str) -> list[float]:
        """Give how long agents take for a kind of ticket by comparison, in order of their ids."""
        told = dict(self.paces)
        paces = (told.get(agent.id, 1.0) for agent in self.agents_by_id)
        return [dict(each).get(kind, 1.0) if isinstance(each, tuple) else each for each in paces]

    def __repr__(self) -> str:
        counts = f"{len(self.agents)} agents, {len(self.kinds)} kinds"
        return f"<Scenario of {self.length} from {self.start.isoformat()}: {counts}>"
