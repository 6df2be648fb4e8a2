"""One call from tickets and agents to a plan, and what it refuses."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone

import attrs
import pytest
from hypothesis import given, settings

from tests.board_state import board_state, plain_memory
from tests.builders import NOON, agents, at, given_out, minutes, tickets
from tests.generators import SETTINGS, Scene, scenes
from ticketroute import Agent, Board, Memory, Plan, Setup, Ticket, View, assign, decide
from ticketroute.board import ReasonCode
from ticketroute.dispatcher import dispatch_ticket, to_strategy
from ticketroute.errors import InvalidPlan, UnknownId, UnknownName
from ticketroute.sla import Targets
from ticketroute.strategies import FewestOpen, RoundRobin, Strategy

NAN, INFINITE = float("nan"), float("inf")


@given(scenes())
@settings(max_examples=60)
def test_assign_is_a_board_and_one_decision(scene: Scene) -> None:
    """Nothing is decided differently by the one call."""
    for strategy in SETTINGS.values():
        plan = assign(
            scene.tickets,
            scene.agents,
            strategy=strategy,
            now=scene.now,
            setup=Setup(targets=scene.targets),
            in_hand=scene.in_hand,
            memory=scene.memory,
        )
        expected = decide(scene.board().window, strategy)
        assert plan.assignments == expected.assignments
        assert plan.left == expected.left
        assert plain_memory(plan.memory) == plain_memory(expected.memory)


def test_input_may_be_read_once_only() -> None:
    """Generators will do."""
    plan = assign(iter(tickets("t1")), iter(agents("ana")), strategy="round-robin", now=NOON)
    assert given_out(plan) == {"t1": "ana"}


@pytest.mark.parametrize("name", SETTINGS)
def test_empty_input_gives_an_empty_plan(name: str) -> None:
    """No tickets, no agents, or neither: nothing is assigned and nothing breaks."""
    strategy = SETTINGS[name]
    assert assign([], [], strategy=strategy, now=NOON).columns()["ticket_id"].size == 0
    assert given_out(assign([], agents("ana"), strategy=strategy, now=NOON)) == {}
    plan = assign(tickets("t1"), [], strategy=strategy, now=NOON)
    assert plan.left["t1"].code is ReasonCode.NO_AGENTS


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize(
    ("team", "in_hand", "code"),
    [
        (agents("ana bea", 0), {}, ReasonCode.BEYOND_LIMITS),
        (agents("ana bea", 2), {"ana": 2, "bea": 2}, ReasonCode.NOBODY_HAS_ROOM),
        (agents("ana bea", 2), {"ana": 7, "bea": 7}, ReasonCode.NOBODY_HAS_ROOM),
    ],
    ids=["capacity zero", "all full", "all overloaded"],
)
def test_tickets_are_left_when_there_is_no_room(
    name: str, team: list[Agent], in_hand: dict[str, int], code: ReasonCode
) -> None:
    """Whatever the strategy, nobody gets more than fits."""
    plan = assign(tickets("t1 t2"), team, strategy=SETTINGS[name], now=NOON, in_hand=in_hand)
    assert given_out(plan) == {}
    assert {why.code for why in plan.left.values()} == {code}


@pytest.mark.parametrize("name", SETTINGS)
def test_ticket_that_asks_for_a_skill_of_nobody_is_left(name: str) -> None:
    """It waits with a reason, and does not keep others from being served."""
    rare = Ticket(id="rare", created=at(-60), requirements={"law": 0})
    plan = assign([rare, *tickets("t1")], agents("ana"), strategy=SETTINGS[name], now=NOON)
    assert given_out(plan) == {"t1": "ana"}
    assert plan.left["rare"].code is ReasonCode.NOBODY_QUALIFIES
    assert "'law'" in plan.left["rare"].text


def test_time_may_be_given_in_any_zone() -> None:
    """An instant is an instant."""
    tokyo = timezone(timedelta(hours=9))
    waiting = [Ticket(id="t1", created=at(-5), not_before=at(1).astimezone(tokyo))]
    for now, left in ((at(0.5).astimezone(tokyo), {"t1"}), (at(1).astimezone(tokyo), set())):
        plan = assign(waiting, agents("ana"), strategy="round-robin", now=now)
        assert set(plan.left) == left


Call = Callable[[], Plan]

REFUSED: dict[str, tuple[Call, type[Exception], str]] = {
    "naive now": (
        lambda: assign([], [], strategy="optimal", now=datetime(2026, 5, 4)),
        ValueError,
        r"now: expected a timezone-aware datetime, got the naive",
    ),
    "now that is no datetime": (
        lambda: assign([], [], strategy="optimal", now=1_770_000_000),  # type: ignore[arg-type]
        TypeError,
        r"now: expected a timezone-aware datetime, got 1770000000",
    ),
    "ids twice": (
        lambda: assign(tickets("t1 t1"), [], strategy="optimal", now=NOON),
        ValueError,
        r"Ticket.id: expected ids that are all different, got 't1'",
    ),
    "agents twice": (
        lambda: assign([], agents("ana ana"), strategy="optimal", now=NOON),
        ValueError,
        r"Agent.id: expected ids that are all different, got 'ana'",
    ),
    "agents as tickets": (
        lambda: assign(agents("ana"), [], strategy="optimal", now=NOON),  # type: ignore[arg-type]
        TypeError,
        r"tickets: expected values of Ticket, got Agent\(id='ana'",
    ),
    "tickets as agents": (
        lambda: assign([], tickets("t1"), strategy="optimal", now=NOON),  # type: ignore[arg-type]
        TypeError,
        r"agents: expected values of Agent, got Ticket\(id='t1'",
    ),
    "work of a stranger": (
        lambda: assign([], agents("ana"), strategy="optimal", now=NOON, in_hand={"eve": 1}),
        UnknownId,
        r"agent id: expected one of 'ana', got 'eve'",
    ),
    "negative work": (
        lambda: assign([], agents("ana"), strategy="optimal", now=NOON, in_hand={"ana": -1}),
        ValueError,
        r"in_hand\['ana'\]: expected an integer of at least 0.*, got -1",
    ),
    "undefined work": (
        lambda: assign(
            [],
            agents("ana"),
            strategy="optimal",
            now=NOON,
            in_hand={"ana": NAN},  # type: ignore[dict-item]
        ),
        TypeError,
        r"in_hand\['ana'\]: expected an integer of at least 0.*, got nan",
    ),
    "infinite work": (
        lambda: assign(
            [],
            agents("ana"),
            strategy="optimal",
            now=NOON,
            in_hand={"ana": INFINITE},  # type: ignore[dict-item]
        ),
        TypeError,
        r"in_hand\['ana'\]: expected an integer of at least 0.*, got inf",
    ),
    "unknown strategy": (
        lambda: assign([], [], strategy="rond-robin", now=NOON),
        UnknownName,
        r"strategies name: expected one of .*round-robin.*, got 'rond-robin'",
    ),
    "strategy that cannot be called": (
        lambda: assign([], [], strategy=3, now=NOON),  # type: ignore[arg-type]
        TypeError,
        r"strategy: expected a callable \(view\) -> plan or an installed name, got 3",
    ),
    "no strategy": (
        lambda: assign([], [], strategy=None, now=NOON),  # type: ignore[arg-type]
        TypeError,
        r"strategy: expected a callable .*, got None",
    ),
    "strategy that gives nothing": (
        lambda: assign([], [], strategy=lambda _view: None, now=NOON),  # type: ignore[arg-type]
        InvalidPlan,
        r"strategy .*lambda.*: expected a Plan, got None",
    ),
    "strategy that gives pairs": (
        lambda: assign([], [], strategy=lambda _view: [(0, 0)], now=NOON),  # type: ignore[arg-type]
        InvalidPlan,
        r"strategy .*lambda.*: expected a Plan, got \[\(0, 0\)\]",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_bad_input_is_refused_with_a_message(what: str) -> None:
    """Field, value and expectation are named."""
    call, error, message = REFUSED[what]
    with pytest.raises(error, match=message):
        call()


@pytest.mark.parametrize(
    "answer",
    [None, {}, "t1", Ticket(id="t2", created=NOON), Agent(id="t1", capacity=1)],
    ids=["None", "a mapping", "the id", "another ticket", "an agent"],
)
def test_hook_must_give_the_ticket_back_under_its_id(answer: object) -> None:
    """Otherwise a ticket would be lost or two confused."""
    with pytest.raises(TypeError, match=r"enrich: expected a Ticket of id 't1' to come back, got"):
        assign(
            tickets("t1"),
            agents("ana"),
            strategy="optimal",
            now=NOON,
            enrich=lambda _ticket: answer,  # type: ignore[arg-type,return-value]
        )


def test_hook_changes_what_is_routed_and_not_what_was_given() -> None:
    """Each ticket passes once, before routing."""
    seen = []

    def with_queue(ticket: Ticket) -> Ticket:
        seen.append(ticket.id)
        return attrs.evolve(ticket, queue="mail")

    waiting = tickets("t1 t2")
    team = [Agent(id="ana", capacity=9, teams=["calls"]), Agent(id="bea", capacity=9)]
    plan = assign(waiting, team, strategy="optimal", now=NOON, enrich=with_queue)
    assert given_out(plan) == {"t1": "bea", "t2": "bea"}
    assert (seen, [ticket.queue for ticket in waiting]) == (["t1", "t2"], [None, None])


def test_error_of_the_hook_is_the_callers_own() -> None:
    """It is not hidden behind one of ours."""

    def broken(_ticket: Ticket) -> Ticket:
        message = "no such customer"
        raise KeyError(message)

    with pytest.raises(KeyError, match="no such customer"):
        assign(tickets("t1"), agents("ana"), strategy="optimal", now=NOON, enrich=broken)


def test_hook_cannot_be_used_with_columns() -> None:
    """Columns can be enriched as columns; the message says so."""
    with pytest.raises(TypeError, match=r"enrich: expected tickets as objects; columns can be"):
        assign({"id": ["t1"]}, [], strategy="optimal", now=NOON, enrich=lambda ticket: ticket)


def test_error_of_the_strategy_is_its_own() -> None:
    """What goes wrong in a plug-in is not hidden, and the board is as it was."""

    def broken(_view: View) -> Plan:
        message = "out of paper"
        raise OSError(message)

    board = Board(agents("ana"))
    board.submit(tickets("t1"), NOON)
    before = board_state(board)
    with pytest.raises(OSError, match="out of paper"):
        decide(board.window, broken)
    assert board_state(board) == before


def test_memory_is_handed_from_call_to_call() -> None:
    """Rotation goes on where it stopped."""
    memory = Memory()
    served: list[str] = []
    for number in range(4):
        plan = assign(
            tickets(f"t{number}"),
            agents("ana bea cem"),
            strategy="round-robin",
            now=NOON,
            memory=memory,
        )
        served += given_out(plan).values()
        memory = plan.memory
    assert served == ["ana", "bea", "cem", "ana"]


def test_targets_say_who_is_served_first() -> None:
    """Impact 1 is due sooner than impact 3."""
    waiting = [
        Ticket(id="old", created=at(-50), impact=3),
        Ticket(id="new", created=at(-1), impact=1),
    ]
    setup = Setup(targets=Targets({1: minutes(30), 3: minutes(480)}))
    plan = assign(waiting, agents("ana", 1), strategy="fewest-open", now=NOON, setup=setup)
    assert given_out(plan) == {"new": "ana"}


# decide, to_strategy, dispatch_ticket


def test_decision_remembers_who_made_it() -> None:
    """Explanations ask the strategy."""
    strategy = RoundRobin()
    assert decide(Board([]).view(NOON), strategy).strategy is strategy
    assert decide(Board([]).view(NOON), "round-robin").strategy == strategy


def test_object_is_accepted_where_a_name_is() -> None:
    """And both are the same strategy."""
    view = Scene(agents=agents("ana bea"), tickets=tickets("t1 t2")).board().window
    by_name, by_object = decide(view, "fewest-open"), decide(view, FewestOpen())
    assert by_name.assignments == by_object.assignments
    assert to_strategy("fewest-open") == FewestOpen()
    same = FewestOpen()
    assert to_strategy(same) is same


def test_plain_function_is_a_strategy() -> None:
    """Nothing has to be subclassed or registered."""

    def everything_to_the_first(view: View) -> Plan:
        return view.plan((ticket, 0) for ticket in view.waiting)

    plan = assign(tickets("t1 t2"), agents("ana"), strategy=everything_to_the_first, now=NOON)
    assert given_out(plan) == {"t1": "ana", "t2": "ana"}


def test_strategy_may_decide_with_another() -> None:
    """A strategy is a value like any other."""

    def at_night_only_the_first(view: View) -> Plan:
        inner: Strategy = FewestOpen()
        plan = inner(view)
        return view.plan(plan.pairs[:1])

    plan = assign(tickets("t1 t2"), agents("ana"), strategy=at_night_only_the_first, now=NOON)
    assert given_out(plan) == {"t1": "ana"}
    assert plan.left["t2"].code is ReasonCode.NOT_CHOSEN


def test_dispatch_of_a_ticket_that_does_not_wait_is_refused() -> None:
    """It is not given away a second time."""
    board = Board(agents("ana bea"))
    board.submit(tickets("t1"), NOON)
    dispatch_ticket(board, 0, FewestOpen())
    before = board_state(board)
    with pytest.raises(InvalidPlan, match="ticket 't1' does not wait"):
        dispatch_ticket(board, 0, FewestOpen())
    assert board_state(board) == before


def test_dispatch_without_a_candidate_changes_nothing() -> None:
    """It answers `NOBODY`, and the ticket waits."""
    board = Board(agents("ana", 0))
    board.submit(tickets("t1"), NOON)
    before = board_state(board)
    assert dispatch_ticket(board, 0, RoundRobin()) == -1
    assert board_state(board) == before
