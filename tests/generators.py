"""What the property tests are tried on: random agents, tickets and whole scenes.

Everything is small, so that ties, full agents and impossible tickets are common. Levels and limits
are powers of two, so that sums of scores are exact whatever the order in which they are added.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import distribution
from typing import Final, Literal, TypeVar, cast

import attrs
from hypothesis import strategies as st

from ticketroute import Agent, Board, Capacity, Memory, Presence, Requirement, Setup, Ticket
from ticketroute.scores import Affinity, SkillFit, SpareCapacity, Term, WeightedSum
from ticketroute.sla import (
    EarliestDue,
    LinearAgeing,
    OldestFirst,
    ShareOfTargetUsed,
    Targets,
    UrgencyRule,
)
from ticketroute.strategies import Greedy, InTurn, RoundRobin, Strategy

NOON: Final = datetime(2026, 5, 4, 12, tzinfo=UTC)

AGENT_IDS: Final = ("ana", "bea", "cem", "dan")
SKILLS: Final = ("billing", "french")
CHANNELS: Final = ("chat", "email")
QUEUES: Final = ("first line", "second line")
LANGUAGES: Final = ("de", "en")
LEVELS: Final = (0, 1, 2, 4)
MINUTES_AGO: Final = (0, 1, 1, 30, 240)

TARGETS: Final = Targets(
    {1: timedelta(minutes=60), 2: timedelta(minutes=60), 3: timedelta(hours=8)},
    default=timedelta(hours=24),
)

BUILT_IN: Final = sorted(
    entry.name
    for entry in distribution("ticketroute").entry_points
    if entry.group == "ticketroute.strategies"
)
"""The names that our own distribution declares, whatever else is installed."""

Kind = Literal["any", "all alike", "all full", "no capacity", "nobody there"]

_Value = TypeVar("_Value")


def built_in(name: str) -> Strategy:
    """Make the built-in strategy of a name, from our own distribution."""
    declared = distribution("ticketroute").entry_points
    made: object = declared.select(group="ticketroute.strategies", name=name)[name].load()()
    return cast("Strategy", made)


IN_TURN: Final = [name for name in BUILT_IN if isinstance(built_in(name), InTurn)]
"""The built-in strategies that serve one ticket after the other."""

THIRDS: Final = WeightedSum(
    [
        Term("spare", SpareCapacity(), 0.3),
        Term("affinity", Affinity(), 0.7),
        Term("fit", SkillFit(), 1.1),
    ]
)
"""Weights without an exact binary form, and a term that changes before one that lasts."""

SETTINGS: Final[dict[str, Strategy]] = {
    **{name: built_in(name) for name in BUILT_IN},
    "weighted round robin": RoundRobin(weights={"ana": 3, "cem": 2}, policy="weighted"),
    "greedy by spare capacity": Greedy(SpareCapacity(), order=OldestFirst()),
    "greedy by awkward weights": Greedy(THIRDS, order=ShareOfTargetUsed()),
}
"""The built-in strategies as they come, and some with settings of their own."""


def usually(value: _Value, *others: _Value) -> st.SearchStrategy[_Value]:
    """Draw one value five times out of six, else one of the others."""
    return st.sampled_from([value] * 5 * len(others) + [*others])


def subsets(names: Sequence[str]) -> list[frozenset[str]]:
    """List every set of some names, the empty one first."""
    sets = [frozenset[str]()]
    for name in names:
        sets += [each | {name} for each in sets]
    return sets


def served(names: Sequence[str]) -> st.SearchStrategy[frozenset[str] | None]:
    """Draw what an agent serves: mostly everything, else some of it, or nothing at all."""
    return usually(None, *subsets(names))


# Made once: building a generator takes longer than drawing from it.

TOTALS: Final = st.sampled_from([2, 4, 1, 2, 4, None, None, 0])
LIMITS: Final = usually({}, {"chat": 1}, {"chat": 0}, {"email": 2}, {"chat": 2, "email": 1})
CAPACITIES: Final = st.builds(
    lambda total, limits: Capacity(total=total, channels=limits), TOTALS, LIMITS
)
UNIT_CAPACITIES: Final = st.builds(lambda total: Capacity(total=total), TOTALS)

_LEVEL = st.sampled_from([None, *LEVELS])


def _with_levels(agent: Agent, levels: Sequence[int | None]) -> Agent:
    known = {skill: level for skill, level in zip(SKILLS, levels, strict=True) if level is not None}
    return attrs.evolve(agent, skills=known)


AGENTS: Final = st.builds(
    _with_levels,
    st.builds(
        Agent,
        id=st.just("nobody"),
        capacity=CAPACITIES,
        channels=served(CHANNELS),
        teams=served(QUEUES),
        languages=served(LANGUAGES),
        presence=usually(Presence.ACTIVE, Presence.AWAY, Presence.OFFLINE),
    ),
    st.tuples(_LEVEL, _LEVEL),
)
"""Agents of any sort, all of one id."""

_ASKED = [
    Requirement(skill, minimum, optional)
    for skill in (*SKILLS, "a skill nobody has")
    for minimum in LEVELS
    for optional in (False, True)
]
_PAIRS = [[one, two] for one in _ASKED[:8] for two in _ASKED[8:16]]
REQUIREMENTS: Final = st.integers(0, 5).flatmap(
    lambda roll: (
        st.sampled_from(_PAIRS if roll == 5 else [[each] for each in _ASKED])
        if roll > 2
        else st.just([])
    )
)
_ONE_OF_THE_LEVELS: Final = st.sampled_from([None, 1, 2])


def _tickets(efforts: st.SearchStrategy[int]) -> st.SearchStrategy[Ticket]:
    """Draw tickets of any sort, all of one id."""
    start = [NOON + timedelta(minutes=minutes) for minutes in (-1, 0, 30, 60)]
    named = [[first, second] for first in AGENT_IDS for second in AGENT_IDS if first != second]
    return st.builds(
        Ticket,
        id=st.just("nothing"),
        created=st.sampled_from([NOON - timedelta(minutes=minutes) for minutes in MINUTES_AGO]),
        channel=usually(None, *CHANNELS),
        queue=usually(None, *QUEUES, "a queue of nobody"),
        requirements=REQUIREMENTS,
        impact=_ONE_OF_THE_LEVELS,
        urgency=_ONE_OF_THE_LEVELS,
        effort=efforts,
        language=usually(None, *LANGUAGES),
        affinity=usually([], *([agent_id] for agent_id in AGENT_IDS), *named),
        exclusions=usually(frozenset[str](), *subsets(AGENT_IDS)),
        helpers=usually(frozenset[str](), *subsets(QUEUES)),
        presence=usually(Presence.ACTIVE, Presence.AWAY, Presence.OFFLINE),
        not_before=usually(None, *start),
    )


TICKETS: Final = _tickets(usually(1, 2, 3))
UNIT_TICKETS: Final = _tickets(st.just(1))


@st.composite
def ticket_lists(
    draw: st.DrawFn, *, least: int = 0, most: int = 7, unit: bool = False, prefix: str = "t"
) -> list[Ticket]:
    """Draw tickets; the order of their ids is not the order in which they come.

    Parameters
    ----------
    draw
        Hypothesis' hand.
    least, most
        How many tickets.
    unit
        Whether every effort is 1.
    prefix
        What the ids start with.
    """
    count = draw(st.sampled_from(sorted(range(least, most + 1), key=lambda number: number < 2)))
    numbers = draw(st.permutations(range(count)))
    kind = UNIT_TICKETS if unit else TICKETS
    return [attrs.evolve(draw(kind), id=f"{prefix}{number}") for number in numbers]


def as_columns(given: Sequence[Ticket]) -> dict[str, list[object]]:
    """Give tickets as columns, one for each field."""
    names = [field.name for field in attrs.fields(Ticket)]
    return {name: [getattr(ticket, name) for ticket in given] for name in names}


@attrs.frozen(kw_only=True)
class Scene:
    """Everything that a decision depends on, before there is a board.

    Parameters
    ----------
    agents, tickets
        Who there is, and what waits.
    in_hand
        Work from elsewhere, by agent id.
    memory
        What earlier decisions left.
    targets
        How soon tickets are to be dealt with.
    now
        When it is decided.
    """

    agents: Sequence[Agent]
    tickets: Sequence[Ticket]
    in_hand: Mapping[str, int] = attrs.field(factory=dict)
    memory: Memory = attrs.field(factory=Memory)
    targets: Targets = TARGETS
    now: datetime = NOON

    def for_the_active(self) -> "Scene":
        """Give the same, but for tickets that may go to whoever is away."""
        there = [attrs.evolve(each, presence=Presence.ACTIVE) for each in self.tickets]
        return attrs.evolve(self, tickets=there)

    def board(self, *, columns: bool = False) -> Board:
        """Build the board and bring it up to the time of the decision."""
        board = Board(
            self.agents, setup=Setup(targets=self.targets), in_hand=self.in_hand, memory=self.memory
        )
        board.submit(as_columns(self.tickets) if columns else self.tickets, self.now)
        return board

    def reordered(self, agents: Iterable[int], tickets: Iterable[int]) -> "Scene":
        """Give the same scene with agents and tickets in another order."""
        return attrs.evolve(
            self,
            agents=[self.agents[place] for place in agents],
            tickets=[self.tickets[place] for place in tickets],
        )


_HEADCOUNTS = st.sampled_from([3, 4, 2, 1, 3, 4, 3, 4, 2, 0])
_MANY: list[Kind] = ["any", "any", "all alike"]
_RARE: list[Kind] = ["all full", "no capacity", "nobody there"]
_KINDS = st.sampled_from(_MANY * 4 + _RARE)


@st.composite
def rosters(draw: st.DrawFn, kind: Kind, *, unit: bool = False) -> list[Agent]:
    """Draw up to four agents of a kind, in any order; for `unit` without limits by channel."""
    ids = draw(st.permutations(AGENT_IDS))[: draw(_HEADCOUNTS)]
    if kind == "all alike":
        model = attrs.evolve(draw(AGENTS), presence=Presence.ACTIVE)
        roster = [attrs.evolve(model, id=agent_id) for agent_id in ids]
    else:
        roster = [attrs.evolve(draw(AGENTS), id=agent_id) for agent_id in ids]
    if kind == "no capacity":
        return [attrs.evolve(agent, capacity=0) for agent in roster]
    if kind == "nobody there":
        roster = [attrs.evolve(agent, presence=Presence.AWAY) for agent in roster]
    if unit:
        return [attrs.evolve(agent, capacity=agent.capacity.total) for agent in roster]
    return roster


_SEQUENCES = st.permutations((*AGENT_IDS, "gone"))
_NAMES: st.SearchStrategy[str] = st.sampled_from((*AGENT_IDS, "gone"))
_IN_QUEUE: st.SearchStrategy[str] = st.sampled_from(("", *QUEUES))
_CREDIT: st.SearchStrategy[dict[str, int]] = st.dictionaries(_NAMES, st.integers(-2, 2))
_CREDITS: st.SearchStrategy[dict[str, dict[str, int]]] = st.dictionaries(
    _IN_QUEUE, _CREDIT, max_size=2
)


@st.composite
def memories(draw: st.DrawFn) -> Memory:
    """Draw what earlier decisions left; somebody who is not on the board is in it too."""
    if draw(st.booleans()):
        return Memory()
    sequence = draw(_SEQUENCES)[: draw(st.integers(0, len(AGENT_IDS) + 1))]
    return Memory(sequence, {"round-robin": draw(_CREDITS)})


_IN_HAND = usually(0, 1, 2, 3)


@st.composite
def scenes(
    draw: st.DrawFn, *, least_tickets: int = 0, most_tickets: int = 7, unit: bool = False
) -> Scene:
    """Draw a scene of any kind.

    Parameters
    ----------
    draw
        Hypothesis' hand.
    least_tickets, most_tickets
        How many tickets.
    unit
        Whether all efforts are 1 and there are no limits but the total: what is solved exactly.
    """
    kind = draw(_KINDS)
    roster = draw(rosters(kind, unit=unit))
    if kind == "all full":
        in_hand = {agent.id: agent.capacity.total or 0 for agent in roster}
    else:
        in_hand = {agent.id: draw(_IN_HAND) for agent in roster}
    return Scene(
        agents=roster,
        tickets=draw(ticket_lists(least=least_tickets, most=most_tickets, unit=unit)),
        in_hand=in_hand,
        memory=draw(memories()),
    )


_CHAT_LIMITS: st.SearchStrategy[dict[str, int]] = st.sampled_from(
    [{"chat": 1}, {"chat": 2}, {}, {"chat": 3}, {"chat": 0}]
)


@st.composite
def scenes_that_draw_alike(draw: st.DrawFn, *, most_tickets: int = 4) -> Scene:
    """Draw a scene whose tickets all take the same of a total and of a limit by channel."""
    scene, effort = (
        draw(scenes(least_tickets=1, most_tickets=most_tickets)),
        draw(st.integers(1, 2)),
    )
    return attrs.evolve(
        scene,
        tickets=[attrs.evolve(each, effort=effort, channel="chat") for each in scene.tickets],
        agents=[
            attrs.evolve(
                each,
                capacity=Capacity(total=each.capacity.total, channels=draw(_CHAT_LIMITS)),
                channels=None,
            )
            for each in scene.agents
        ],
    )


@st.composite
def shuffles(draw: st.DrawFn, scene: Scene) -> Scene:
    """Draw the same scene with its agents and tickets in another order."""
    return scene.reordered(
        draw(st.permutations(range(len(scene.agents)))),
        draw(st.permutations(range(len(scene.tickets)))),
    )


RULES: Final[Sequence[UrgencyRule]] = (
    OldestFirst(),
    EarliestDue(),
    ShareOfTargetUsed(),
    LinearAgeing({1: 240, 2: 60}),
)
"""The urgency rules that come with the library."""
