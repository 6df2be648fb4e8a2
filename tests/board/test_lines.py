"""The order in which a free agent is served: heaps by profile say the same as a sorted list."""

from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, at
from ticketroute import Agent, Board, Capacity, Dispatcher, Settings, Setup, Ticket
from ticketroute.sla import (
    AccumulatingPriority,
    CMu,
    EarliestDue,
    LeastSlack,
    LinearAgeing,
    OldestFirst,
    ShareOfTargetUsed,
    StrictLevels,
    Targets,
    TierFirst,
    Tiers,
    UrgencyRule,
)
from ticketroute.strategies import FewestOpen

RULES: Final[dict[str, UrgencyRule]] = {
    "earliest due": EarliestDue(),
    "oldest first": OldestFirst(),
    "strict levels": StrictLevels(),
    "tier first": TierFirst(OldestFirst()),
    "linear ageing": LinearAgeing({1: 60, 2: 15}),
    "least slack": LeastSlack(),
    "share of target": ShareOfTargetUsed(),
    "cost of delay": CMu({1: 9.0, 2: 3.0}),
    "accumulating": AccumulatingPriority({1: 3.0, 2: 2.0}),
}

TEAM: Final = [
    Agent(id="ana", capacity=3, skills={"law": 2}),
    Agent(id="bea", capacity=Capacity(total=4, channels={"chat": 1}), teams={"q"}),
    Agent(id="cem", capacity=2, teams={"q", "r"}, skills={"law": 1}),
    Agent(id="dee", capacity=None, teams={"r"}),
]
NAMES: Final = [agent.id for agent in TEAM]
QUEUES: Final = (None, "q", "r")


def make_ticket(name: str, number: int, minute: int) -> Ticket:
    """Make a ticket whose fields follow from a number."""
    return Ticket(
        id=name,
        created=at(minute - number % 50),
        queue=QUEUES[number % 3],
        channel=(None, "chat")[number // 3 % 2],
        requirements={"law": 1} if number % 5 == 0 else {},
        impact=1 + number % 3,
        urgency=1 + number // 7 % 3,
        tier=(None, "vip", "gold")[number // 2 % 3],
        effort=1 + number % 2,
        exclusions={NAMES[number % 4]} if number % 11 == 0 else (),
    )


def check_order(desk: Dispatcher, rule: UrgencyRule) -> None:
    """Lines give each agent what filtering the whole backlog gives, in the same order."""
    view = desk.view
    order = list(view.most_urgent_first(rule))
    assert sorted(order) == sorted(view.waiting_set)
    for agent in range(view.n_agents):
        expected = [ticket for ticket in order if view.fits(ticket, agent)]
        assert list(view.tickets_for(agent, rule)) == expected
        in_queue = [ticket for ticket in expected if view.queue_of(ticket) in ("q", None)]
        assert list(view.tickets_for(agent, rule, queues={"q", None})) == in_queue
        assert next(view.tickets_for(agent, rule), None) == next(iter(expected), None)
    for few in (order[::2], order[-3:]):
        if few:
            assert view.most_urgent(few[::-1], rule) == few[0]


STEP = st.tuples(
    st.sampled_from(
        [
            "submit",
            "submit",
            "many",
            "update",
            "cancel",
            "assign",
            "back",
            "presence",
            "agent",
            "hold",
        ]
    ),
    st.integers(0, 400),
)


def do(desk: Dispatcher, what: str, number: int, minute: int) -> None:
    """Change something about the backlog or the agents."""
    now, ids = at(minute), desk.view.tickets.ids
    if what == "submit":
        desk.submit(make_ticket(f"t{minute}", number, minute), now)
    elif what == "many":
        desk.submit_many(
            [make_ticket(f"m{minute}.{each}", number + each, minute) for each in range(9)], now
        )
    elif what == "presence":
        desk.set_presence(NAMES[number % 4], ("active", "away")[number // 4 % 2], now)
    elif what == "agent":
        desk.set_agent(Agent(id=f"a{number % 9}", capacity=number % 4, teams={"q"}), now)
    elif what == "back":
        owned = [t for t in range(len(ids)) if desk.view.tickets.owner.at[t] >= 0]
        if owned:
            desk.give_back(ids[owned[number % len(owned)]], now, again=number % 2 == 0)
    elif len(desk.view.waiting):
        do_to_one(desk, what, number, minute)


def do_to_one(desk: Dispatcher, what: str, number: int, minute: int) -> None:
    """Change something about a ticket that waits."""
    now, waiting = at(minute), desk.view.waiting
    name = desk.view.tickets.ids[waiting[number % len(waiting)]]
    if what == "update":
        desk.update(make_ticket(name, number, minute), now)
    elif what == "assign":
        desk.assign(name, desk.view.roster.ids[number % 4], now, override=True)
    elif what == "cancel":
        desk.cancel(name, now)
        if number % 2:
            desk.forget([name], now)
    else:
        desk.hold(name, now)
        if number % 2:
            desk.resume(name, now)


@pytest.mark.parametrize("name", RULES)
@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, max_size=30), every=st.integers(1, 6))
def test_lines_serve_in_the_order_of_the_rule(
    name: str, steps: list[tuple[str, int]], every: int
) -> None:
    """With tickets that come, go and change, agents who are excluded, away, new and full."""
    rule = RULES[name]
    desk = Dispatcher(
        TEAM,
        strategy=FewestOpen(order=rule),
        setup=Setup(
            targets=Targets({1: at(60) - NOON, 3: at(300) - NOON}),
            tiers=Tiers({"vip": 3, "gold": 2}),
        ),
        settings=Settings(most_hops=99),
    )
    desk.tick(NOON)
    for minute, (what, number) in enumerate(steps):
        do(desk, what, number, 7 * minute)
        if minute % every == 0:
            check_order(desk, rule)
    check_order(desk, rule)


@pytest.mark.parametrize("name", RULES)
def test_many_that_go_leave_no_trace(name: str) -> None:
    """Hundreds come and go behind the heads; what is left is served in order."""
    rule = RULES[name]
    desk = Dispatcher(TEAM, strategy=FewestOpen(order=rule))
    desk.submit_many([make_ticket(f"t{number:03}", number, 0) for number in range(400)], at(0))
    check_order(desk, rule)
    for number in range(400):
        if number % 13:
            desk.cancel(f"t{number:03}", at(1))
    check_order(desk, rule)


def test_walk_that_is_broken_off_changes_nothing() -> None:
    """Who asks for the first few and stops leaves the lines as they were."""
    board = Board([Agent(id="ana", capacity=9)])
    board.submit([make_ticket(f"t{number}", 2 * number, 0) for number in range(20)], NOON)
    view, rule = board.window, OldestFirst()
    whole = list(view.tickets_for(0, rule))
    for length in (1, 3, 0, 7):
        walk = view.tickets_for(0, rule)
        assert [next(walk) for _ in range(length)] == whole[:length]
        walk.close()  # type: ignore[attr-defined]
        assert list(view.tickets_for(0, rule)) == whole
