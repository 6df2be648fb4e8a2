"""Each queue with a strategy and an order of its own: by example, and against the plan for all."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, agents, at, given_out
from ticketroute import Agent, Board, Dispatcher, Ticket, assign
from ticketroute.sla import LinearAgeing, OldestFirst, StrictLevels
from ticketroute.strategies import (
    ByQueue,
    FewestOpen,
    LeastRecentlyAssigned,
    OptimalAssignment,
    RoundRobin,
    SkillWeighted,
)
from ticketroute.testing import check_strategy

STRICT = FewestOpen(order=StrictLevels())
BOTH = ByQueue({"a": STRICT, "b": RoundRobin(order=OldestFirst())}, default=FewestOpen())


def waiting(name: str, queue: str | None, minute: int, level: int = 3) -> Ticket:
    """Make a ticket of a queue."""
    return Ticket(id=name, queue=queue, created=at(minute), impact=level, urgency=level)


def test_queue_is_served_in_its_own_order() -> None:
    """One by level, the other by age, with room for one of each."""
    team = [Agent(id="ana", capacity=1, teams={"a"}), Agent(id="bea", capacity=1, teams={"b"})]
    backlog = [
        waiting("a old", "a", -9),
        waiting("a top", "a", -5, 1),
        waiting("b old", "b", -9),
        waiting("b top", "b", -5, 1),
    ]
    plan = assign(backlog, team, strategy=BOTH, now=NOON)
    assert given_out(plan) == {"a top": "ana", "b old": "bea"}


def test_between_queues_the_head_that_came_first_is_first() -> None:
    """Heads are compared by arrival, and the next of a queue comes up when its head is served."""
    backlog = [
        waiting("a1", "a", -9, 3),
        waiting("a2", "a", -3, 1),
        waiting("b1", "b", -5),
        waiting("b2", "b", -1),
        waiting("none", None, -4),
    ]
    plan = assign(backlog, agents("ana", 9), strategy=BOTH, now=NOON)
    assert [each.ticket_id for each in plan.assignments] == ["b1", "none", "a2", "a1", "b2"]


def test_each_queue_has_its_own_strategy() -> None:
    """One rotates whatever the loads, the other goes by load."""
    team = agents("ana bea", 9)
    strategy = ByQueue({"b": RoundRobin()}, default=FewestOpen())
    backlog = [waiting(f"{queue}{n}", queue, -9 + n) for queue in ("a", "b") for n in range(2)]
    plan = assign(backlog, team, strategy=strategy, now=NOON, in_hand={"ana": 5})
    assert given_out(plan) == {"a0": "bea", "a1": "bea", "b0": "bea", "b1": "ana"}


def test_memory_is_kept_for_each_queue() -> None:
    """Two queues that rotate do so on their own."""
    strategy = ByQueue({}, default=RoundRobin())
    backlog = [waiting("a", "a", -2), waiting("b", "b", -1)]
    plan = assign(backlog, agents("ana bea", 9), strategy=strategy, now=NOON)
    assert set(plan.memory.numbers["round-robin"]) == {"a", "b"}


def test_head_that_nobody_may_have_blocks_nothing() -> None:
    """Neither its own queue nor another."""
    team = [Agent(id="ana", capacity=9)]
    stuck = Ticket(id="stuck", queue="a", created=at(-99), requirements={"law": 1})
    backlog = [stuck, waiting("a", "a", -1), waiting("b", "b", -2)]
    plan = assign(backlog, team, strategy=BOTH, now=NOON)
    assert given_out(plan) == {"a": "ana", "b": "ana"}


def test_it_keeps_to_what_a_strategy_promises() -> None:
    """It is a value, does not mind the order of input, and breaks no invariant."""
    check_strategy(BOTH)
    assert hash(BOTH) == hash(ByQueue(dict(BOTH.queues), default=BOTH.default))


def test_free_agent_gets_the_head_that_came_first() -> None:
    """The event form picks over all queues as the plan does."""
    board = Board(agents("ana", 9))
    board.submit([waiting("a1", "a", -3), waiting("b1", "b", -5)], NOON)
    ticket = BOTH.pick_ticket(board.window, 0)
    assert board.window.ticket(ticket).id == "b1"


def test_decision_is_explained_by_the_strategy_of_its_queue() -> None:
    """What the explanation weighs is what that strategy goes by."""
    team = agents("ana bea", 9)
    plan = assign([waiting("a", "a", -1)], team, strategy=BOTH, now=NOON)
    assert "open tickets" in str(plan.explain("a"))


@pytest.mark.parametrize(
    ("queues", "default", "field"),
    [
        ({"a": "fewest-open"}, FewestOpen(), "'a'"),
        ({"a": OptimalAssignment()}, FewestOpen(), "'a'"),
        ({}, None, "'default'"),
        ({3: FewestOpen()}, FewestOpen(), "ByQueue.queues"),
        ({"": FewestOpen()}, FewestOpen(), "ByQueue.queues"),
    ],
)
def test_what_is_no_strategy_of_a_queue_is_refused(
    queues: dict[Any, Any],
    default: Any,  # noqa: ANN401 - wrong on purpose
    field: str,
) -> None:
    """Names, strategies that decide about everything at once, and empty names are no use here."""
    with pytest.raises((TypeError, ValueError), match=field):
        ByQueue(queues, default=default)


STRATEGIES = [
    BOTH,
    ByQueue({"a": LeastRecentlyAssigned(order=LinearAgeing({1: 60}))}, default=SkillWeighted()),
    ByQueue({"b": STRICT}, default=RoundRobin(weights={"ana": 2})),
]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["submit", "submit", "resolve", "away", "back", "dispatch"]),
        st.integers(0, 11),
    ),
    max_size=25,
)


def team_of_four() -> list[Agent]:
    """Make agents who differ in queues, skills and room."""
    return [
        Agent(id="ana", capacity=1, skills={"law": 2}),
        Agent(id="bea", capacity=2, teams={"a"}, skills={"law": 1}),
        Agent(id="cem", capacity=1, teams={"a", "b"}),
        Agent(id="dee", capacity=1, teams={"b"}, skills={"law": 3}),
    ]


@pytest.mark.parametrize("strategy", STRATEGIES)
@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_dispatch_says_what_a_plan_for_all_says(
    strategy: ByQueue, steps: list[tuple[str, int]]
) -> None:
    """Whatever has happened since, few or many things: what is given out is what decide gives."""
    desk = Dispatcher(team_of_four(), strategy=strategy)
    for minute, (what, number) in enumerate(steps):
        now, agent = at(minute), ("ana", "bea", "cem", "dee")[number % 4]
        if what == "submit":
            ticket = Ticket(
                id=f"t{minute}",
                created=at(minute - 3 * number),
                queue=(None, "a", "b")[number % 3],
                requirements={"law": 1} if number % 4 == 0 else {},
                impact=1 + number % 3,
                urgency=1,
            )
            desk.submit(ticket, now)
        elif what == "resolve":
            owned = [t for t in range(len(desk.view.tickets)) if desk.view.tickets.owner.at[t] >= 0]
            if owned:
                desk.resolve(desk.view.tickets.ids[owned[number % len(owned)]], now)
        elif what in ("away", "back"):
            desk.set_presence(agent, "away" if what == "away" else "active", now)
        else:
            decided = {(each.ticket_id, each.agent_id) for each in desk.decide(now).assignments}
            events = [e for e in desk.dispatch(now) if e.type.value == "assigned"]
            assert {(e.ticket_id, e.agent_id) for e in events} == decided
            assert list(desk.decide(now).assignments) == []
