"""Boards without a desk around them: what waits long enough is relaxed as it comes."""

from collections.abc import Iterable
from datetime import datetime

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import minutes
from tests.generators import NOON, Scene, as_columns, scenes
from ticketroute import Agent, Board, Dispatcher, Setup, Ticket, assign
from ticketroute.board import TicketState
from ticketroute.eligibility import Relaxation, RelaxationsLike, RelaxationStep
from ticketroute.errors import NotAllowed
from ticketroute.strategies import FewestOpen

FRENCH = {"french": 1, "tax": 2}
STEPS = (
    RelaxationStep(minutes(10), drop=["french"]),
    RelaxationStep(minutes(30), any_skill=True),
)
ANYBODY = Agent(id="ana", capacity=None)
TAXES = Agent(id="tim", capacity=None, skills={"tax": 2})


def ago(name: str, waited: float, **fields: object) -> Ticket:
    """Make a ticket that came so many minutes before noon."""
    created = NOON - minutes(waited)
    return Ticket(id=name, created=created, requirements=FRENCH, **fields)  # type: ignore[arg-type]


def is_first_line(ticket: Ticket) -> bool:
    """Be a condition that does not say what it reads."""
    return ticket.queue == "first line"


OLD = [
    ago("a", 9),
    ago("b", 10),
    ago("c", 31, queue="first line"),
    ago("d", 60, not_before=NOON - minutes(12)),
    ago("e", 60, not_before=NOON + minutes(1)),
    ago("f", 60, queue="second line"),
]


@pytest.mark.parametrize("columns", [False, True])
def test_old_tickets_are_taken_at_their_step(columns: bool) -> None:
    """As objects and as columns, each counted from when it could first be dispatched."""
    setup = Setup(relaxations=[Relaxation(STEPS)])
    board = Board([ANYBODY], setup=setup)
    board.submit(as_columns(OLD) if columns else OLD, NOON)
    view = board.view(NOON)
    steps = [view.tickets.more.waits[each].step for each in range(len(OLD)) if OLD[each].id != "e"]
    assert steps == [0, 1, 2, 1, 2]
    assert [len(view.ticket(each).requirements) for each in range(len(OLD))] == [2, 1, 0, 1, 2, 0]
    assert [view.tickets.original(each) for each in range(len(OLD))] == OLD
    assert view.next_wake == NOON + minutes(1)
    board.view(NOON + minutes(11))
    assert len(view.ticket(4).requirements) == 1


@pytest.mark.parametrize("columns", [False, True])
@pytest.mark.parametrize(
    "when", [is_first_line, {"field": "ticket.queue", "equals": "first line"}], ids=["code", "data"]
)
def test_those_without_a_relaxation_stay_as_they_are(columns: bool, when: object) -> None:
    """Whether the condition says what it reads or not."""
    setup = Setup(relaxations=[Relaxation(STEPS, when)])  # type: ignore[arg-type]
    board = Board([ANYBODY], setup=setup)
    board.submit(as_columns(OLD) if columns else OLD, NOON)
    view = board.view(NOON)
    assert list(view.tickets.more.waits) == [2]
    assert [len(view.ticket(each).requirements) for each in range(len(OLD))] == [2, 2, 0, 2, 2, 2]


def test_one_call_gives_what_is_relaxed_by_then() -> None:
    """Stateless, from tickets and agents to a plan."""
    setup = Setup(relaxations=[Relaxation(STEPS)])
    plan = assign(OLD, [ANYBODY, TAXES], strategy="fewest-open", now=NOON, setup=setup)
    given_to = {each.ticket_id: each.agent_id for each in plan.assignments}
    assert given_to.keys() == {"b", "c", "d", "f"}
    assert given_to["b"] == given_to["d"] == "tim"
    assert set(plan.left) == {"a", "e"}


def test_snapshot_stays_as_it_was() -> None:
    """Also in how its tickets wait."""
    board = Board([ANYBODY], setup=Setup(relaxations=[Relaxation(STEPS)]))
    board.submit([ago("a", 0)], NOON)
    kept = board.view(NOON).keep()
    board.view(NOON + minutes(10))
    assert (kept.tickets.more.waits[0].step, board.window.tickets.more.waits[0].step) == (0, 1)
    assert kept.ticket(0) == ago("a", 0)


def test_moves_keep_to_the_life_cycle() -> None:
    """Only what waits in a queue is relaxed or put off."""
    board = Board([ANYBODY], setup=Setup(relaxations=[Relaxation(STEPS)]))
    board.submit([ago("a", 0)], NOON)
    board.work.cancel(0)
    assert board.window.tickets.state.at[0] == TicketState.CANCELLED
    with pytest.raises(NotAllowed, match="it is cancelled"):
        board.intake.relax(0, ago("a", 0))
    with pytest.raises(NotAllowed, match="it is cancelled"):
        board.intake.put_off(0, 0)


def test_setup_takes_relaxations_in_a_list() -> None:
    """And refuses what is none."""
    relaxation = Relaxation(STEPS)
    assert Setup(relaxations=[relaxation]).relaxations.relaxations == (relaxation,)
    assert not Setup().relaxations
    wrong: list[tuple[RelaxationsLike, str]] = [
        ([5], r"Relaxations\[0\]: expected a Relaxation, got 5"),  # type: ignore[list-item]
        (5, "Relaxations: expected several Relaxation, got 5"),  # type: ignore[list-item]
    ]
    for value, message in wrong:
        with pytest.raises(TypeError, match=message):
            Setup(relaxations=value)


# Laws

AGES = st.lists(st.integers(0, 50), min_size=1, max_size=8)


def at_each(board: Board, times: Iterable[datetime]) -> None:
    """Bring a board up to several times, and insist that each ticket is where its time says."""
    relaxation = board.window.setup.relaxations[0]
    for now in times:
        view = board.view(now)
        for ticket in view.waiting.tolist():
            original = view.tickets.original(ticket)
            step = relaxation.step_at(now - original.created)
            assert view.tickets.more.waits[ticket].step == step
            assert view.ticket(ticket) == relaxation.ticket_at(original, step)


@given(ages=AGES, later=st.lists(st.integers(0, 40), max_size=5))
@settings(max_examples=100)
def test_no_ticket_waits_at_another_step_than_its_time_says(
    ages: list[int], later: list[int]
) -> None:
    """Neither earlier nor later, whenever somebody looks."""
    board = Board([ANYBODY], setup=Setup(relaxations=[Relaxation(STEPS)]))
    board.submit([ago(f"t{place}", age) for place, age in enumerate(ages)], NOON)
    at_each(board, (NOON + minutes(each) for each in sorted(later)))


@given(scene=scenes(), gaps=st.lists(st.integers(0, 30), min_size=1, max_size=4))
@settings(max_examples=100)
def test_order_of_service_is_unaffected(scene: Scene, gaps: list[int]) -> None:
    """Steps that lift nothing change nothing: who gets what, in which order, stays the same."""
    tickets = list({each.id: each for each in scene.tickets}.values())
    idle = Setup(relaxations=[Relaxation([RelaxationStep(minutes(3), drop=["no such skill"])])])
    given_out: list[list[tuple[object, ...]]] = []
    for setup in (Setup(), idle):
        desk = Dispatcher(scene.agents, strategy=FewestOpen(), setup=setup)
        told: list[tuple[object, ...]] = []
        now = NOON
        for ticket in tickets:
            desk.submit(attrs.evolve(ticket, created=min(ticket.created, now)), now)
        for gap in gaps:
            told += [(e.at, e.ticket_id, e.agent_id) for e in desk.dispatch(now) if e.agent_id]
            order = [desk.view.tickets.ids[each] for each in desk.view.waiting]
            told.append(("waiting", *order))
            for ticket_id in desk.tickets(state=TicketState.ASSIGNED)[:1]:
                desk.resolve(ticket_id, now)
            now += minutes(gap)
        given_out.append(told)
    assert given_out[0] == given_out[1]


def refuse_vip(ticket: Ticket) -> bool:
    """Be a condition that fails for some tickets, as those that people write do."""
    if ticket.tier == "vip":
        message = "Ticket.tier: unheard of"
        raise ValueError(message)
    return False


def test_condition_that_fails_refuses_the_ticket() -> None:
    """And nothing has changed, neither on a board nor on a desk."""
    setup = Setup(relaxations=[Relaxation(STEPS, refuse_vip)])
    board = Board([ANYBODY], setup=setup)
    with pytest.raises(ValueError, match="unheard of"):
        board.submit([ago("a", 0), ago("b", 0, tier="vip")], NOON)
    assert len(board.window.tickets) == 0
    desk = Dispatcher([ANYBODY], strategy="fewest-open", setup=setup)
    with pytest.raises(ValueError, match="unheard of"):
        desk.submit_many([ago("a", 0), ago("b", 0, tier="vip")], NOON)
    desk.submit(ago("a", 0), NOON)
    with pytest.raises(ValueError, match="unheard of"):
        desk.update(ago("a", 0, tier="vip"), NOON)
    assert desk.counts() == {"queued": 1}
