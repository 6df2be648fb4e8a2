"""Laws for the strategies that need settings, as test_laws holds them for those that need none."""

import pickle
from collections.abc import Callable
from datetime import timedelta

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.board_state import board_state, plain_memory
from tests.builders import at
from tests.generators import SETTINGS, Scene, scenes, shuffles
from ticketroute import Agent, Dispatcher, Plan, Ticket, decide
from ticketroute.board import NOBODY, find_problems
from ticketroute.dispatcher import dispatch_ticket
from ticketroute.scores import (
    FewestSkills,
    MatchCount,
    NearestProficiency,
    SpareCapacity,
    Term,
    WeightedSum,
)
from ticketroute.sla import LinearAgeing, NewestFirst, OldestFirst
from ticketroute.strategies import (
    Bounded,
    Broadcast,
    ByCase,
    ByLevel,
    ByQueue,
    BySurge,
    FewestOpen,
    FirstOf,
    FixedQueueRatio,
    Greedy,
    InBuckets,
    InTurn,
    LeastRecentlyAssigned,
    LongestIdle,
    Mix,
    MostSpareCapacity,
    OptimalAssignment,
    PowerOfChoices,
    Preferred,
    ProportionalShares,
    Reserve,
    RoundRobin,
    Sequential,
    Strategy,
    SurgeTest,
    WeightedRandom,
)
from ticketroute.testing import RULES, check_strategy


@attrs.frozen
class Impact:
    """Tickets of at least some impact: a condition that can be pickled."""

    most: int

    def __call__(self, ticket: Ticket, /) -> bool:
        """Say whether a ticket is one of them."""
        return ticket.impact is not None and ticket.impact <= self.most


def needs_skills(ticket: Ticket) -> bool:
    """Say whether a ticket asks for anything."""
    return bool(ticket.requirements)


SKILLED = WeightedSum(
    [
        Term("near", NearestProficiency(), 2.0),
        Term("match", MatchCount()),
        Term("few", FewestSkills(), 0.5),
        Term("spare", SpareCapacity(), 0.25),
    ]
)
LEVELS = {
    "": {"ana": 1, "bea": 2, "cem": 2, "agent0": 1},
    "first line": {"dan": 0, "cem": 1, "agent1": 1, "agent2": 2},
}

CATALOGUE: dict[str, Strategy] = {
    "sequence": Sequential(sequence=["dan", "ana", "agent2"], order=OldestFirst()),
    "weighted draw": WeightedRandom(weights={"ana": 3, "agent1": 0.2}, seed=3),
    "three choices": PowerOfChoices(choices=3, by="open tickets", seed=1),
    "shares of effort": ProportionalShares(shares={"ana": 3, "agent0": 2}, count="effort"),
    "skill orderings": Greedy(SKILLED),
    "skill orderings, optimal": OptimalAssignment(SKILLED),
    "levels": ByLevel(LEVELS, RoundRobin()),
    "levels of shares": ByLevel(LEVELS, ProportionalShares(shares={"bea": 2})),
    "levels of draws": ByLevel(LEVELS, PowerOfChoices()),
    "chain": FirstOf(
        [Bounded(RoundRobin(), most=1), Reserve(FewestOpen(), units=2, unless=Impact(1))]
    ),
    "cases": ByCase(
        [
            (Impact(1), MostSpareCapacity()),
            (needs_skills, Bounded(FewestOpen(), most=1, of=needs_skills)),
        ],
        otherwise=RoundRobin(order=LinearAgeing({1: 60})),
    ),
    "bounded": Bounded(LeastRecentlyAssigned(), most=1, of=needs_skills),
    "bounded levels": Bounded(ByLevel(LEVELS, FewestOpen()), most=2),
    "reserve": Reserve(RoundRobin(), units=2, unless=Impact(2)),
    "reserve of each": Reserve(WeightedRandom(), per_agent=1, unless=Impact(1)),
    "broadcast": Broadcast(RoundRobin(), agents=2),
    "broadcast within bounds": Broadcast(Bounded(FewestOpen(), most=1, of=needs_skills), agents=3),
    "buckets": InBuckets([(Impact(1), NewestFirst()), (needs_skills, OldestFirst())], RoundRobin()),
    "second level later": ByLevel(LEVELS, FewestOpen(), delays={1: timedelta(hours=1)}),
    "by queue": ByQueue(
        {"first line": Reserve(RoundRobin(), units=1, unless=Impact(1))}, default=FewestOpen()
    ),
    "idle": LongestIdle(since="unoccupied"),
    "mix": Mix([(2, RoundRobin()), (1, Bounded(FewestOpen(), most=1))], seed=5),
    "preferred": Preferred(
        ProportionalShares(), by_customer={"Acme": ["ana"]}, wait=timedelta(minutes=45)
    ),
    "surge": BySurge(
        RoundRobin(), Greedy(SKILLED), test=SurgeTest(usual=1, interval=timedelta(hours=1), alarm=1)
    ),
    "queue ratio": FixedQueueRatio(ratios={"first line": 3, "": 1}, strategy=RoundRobin()),
}
IN_TURN = {name: each for name, each in CATALOGUE.items() if isinstance(each, InTurn)}
few = settings(max_examples=80)


def answer(plan: Plan) -> tuple[object, ...]:
    """Give all that a plan says, in ids."""
    ids, names = plan.view.tickets.ids, plan.view.roster.ids
    offers = {ids[t]: [names[agent] for agent in asked] for t, asked in plan.offers.items()}
    reasons = sorted((ticket_id, why.code.value, why.text) for ticket_id, why in plan.left.items())
    return plan.assignments, offers, reasons, plain_memory(plan.memory)


@pytest.mark.parametrize("name", CATALOGUE)
def test_it_keeps_every_rule_of_the_checker(name: str) -> None:
    """The seal that we offer to others."""
    assert check_strategy(CATALOGUE[name]).kept == tuple(RULES)


@given(scene=scenes(), data=st.data())
@few
def test_plans_are_sound_and_do_not_depend_on_the_order_of_input(
    scene: Scene, data: st.DataObject
) -> None:
    """Never over capacity, never ineligible; the same input in any order gives the same plan."""
    view, other = scene.board().window, data.draw(shuffles(scene)).board().window
    for name, strategy in CATALOGUE.items():
        plan = strategy(view)
        assert find_problems(view, plan) == [], name
        assert answer(plan) == answer(strategy(view)) == answer(strategy(other)), name
        assert answer(plan) == answer(strategy(view.keep())), name


@pytest.mark.parametrize("name", CATALOGUE)
def test_it_is_a_value(name: str) -> None:
    """Frozen, hashable, and the same after pickling."""
    strategy = CATALOGUE[name]
    twin: object = pickle.loads(pickle.dumps(strategy))  # noqa: S301 - our own bytes
    assert twin == strategy
    assert hash(twin) == hash(strategy)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        strategy.order = None  # type: ignore[attr-defined]


@given(scene=scenes())
@few
def test_batch_equals_a_loop_of_single_decisions(scene: Scene) -> None:
    """Ticket after ticket, each carried out before the next, ends where the batch ends."""
    for name, strategy in IN_TURN.items():
        board, one_by_one = scene.board(), scene.board()
        plan = decide(board.window, strategy)
        made = []
        for ticket in list(one_by_one.window.most_urgent_first(strategy.order)):
            agent = dispatch_ticket(one_by_one, ticket, strategy)
            if agent != NOBODY:
                made.append((ticket, agent))
        assert tuple(made) == plan.pairs, name
        board.commit(decide(board.window, strategy))
        loop, batch = board_state(one_by_one), board_state(board)
        for what in ("loads", "memory"):
            assert loop.get(what) == batch.get(what), (name, what)


@given(scene=scenes())
@few
def test_agents_pick_what_the_strategy_would_let_them_have(scene: Scene) -> None:
    """The most urgent ticket that fits and is allowed; one that is not blocks nothing."""
    view = scene.board().window
    for name, strategy in IN_TURN.items():
        for agent in range(view.n_agents):
            fitting = (
                ticket
                for ticket in view.most_urgent_first(strategy.order)
                if view.may_take(ticket, agent) and strategy.allows(view, ticket, agent)
            )
            assert strategy.pick_ticket(view, agent) == next(fitting, NOBODY), name


@given(scene=scenes())
@few
def test_who_is_chosen_leads_the_explanation(scene: Scene) -> None:
    """What a strategy says it goes by puts the one whom it chose first."""
    view = scene.board().window
    for name, strategy in {**IN_TURN, **SETTINGS}.items():
        if name in ("optimal", "skill orderings, optimal"):
            continue
        plan = decide(view, strategy)
        for pair in plan.assignments:
            explained = plan.explain(pair.ticket_id)
            assert explained.candidates[0].agent_id == pair.agent_id, name
            assert explained.decided_by != "the strategy alone", name


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["submit", "submit", "submit", "resolve", "away", "back", "dispatch"]),
        st.integers(0, 11),
    ),
    max_size=25,
)


def submit(desk: Dispatcher, minute: int, number: int) -> None:
    """Let a ticket come, of a kind that follows from a number."""
    ticket = Ticket(
        id=f"t{minute}",
        created=at(minute - 3 * number),
        queue=(None, "first line")[number % 2],
        requirements={"law": 1} if number % 4 == 0 else {},
        impact=1 + number % 3,
        urgency=1,
    )
    desk.submit(ticket, at(minute))


def resolve(desk: Dispatcher, minute: int, number: int) -> None:
    """Let some ticket in hand be done."""
    owned = [t for t in range(len(desk.view.tickets)) if desk.view.tickets.owner.at[t] >= 0]
    if owned:
        desk.resolve(desk.view.tickets.ids[owned[number % len(owned)]], at(minute))


def go(desk: Dispatcher, minute: int, number: int) -> None:
    """Let somebody go."""
    desk.set_presence(("ana", "bea", "cem", "dan")[number % 4], "away", at(minute))


def come(desk: Dispatcher, minute: int, number: int) -> None:
    """Let somebody come back."""
    desk.set_presence(("ana", "bea", "cem", "dan")[number % 4], "active", at(minute))


MOVES: dict[str, Callable[[Dispatcher, int, int], None]] = {
    "submit": submit,
    "resolve": resolve,
    "away": go,
    "back": come,
}


@pytest.mark.parametrize("name", IN_TURN)
@settings(max_examples=25, deadline=None)
@given(steps=STEPS)
def test_dispatch_says_what_a_plan_for_all_says(name: str, steps: list[tuple[str, int]]) -> None:
    """A desk that looks at what is new gives out what a plan for everything would."""
    team = [
        Agent(id="ana", capacity=1, skills={"law": 2}),
        Agent(id="bea", capacity=2, skills={"law": 1}),
        Agent(id="cem", capacity=3),
        Agent(id="dan", capacity=1, skills={"law": 3, "tax": 1}),
    ]
    desk = Dispatcher(team, strategy=CATALOGUE[name])
    for minute, (what, number) in enumerate(steps):
        if what != "dispatch":
            MOVES[what](desk, minute, number)
            continue
        decided = {(each.ticket_id, each.agent_id) for each in desk.decide(at(minute)).assignments}
        events = [e for e in desk.dispatch(at(minute)) if e.type.value == "assigned"]
        assert {(e.ticket_id, e.agent_id) for e in events} == decided
