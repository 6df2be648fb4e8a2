"""Laws that every built-in strategy keeps on every board.

Each law is tried on the same scene with every strategy, because a scene takes longer to draw than
to decide; the message of a failure names the strategy.
"""

import pickle
from collections.abc import Sequence
from datetime import timedelta
from typing import cast

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.board_state import board_state, plain_memory, view_state
from tests.generators import (
    BUILT_IN,
    IN_TURN,
    NOON,
    SETTINGS,
    Scene,
    built_in,
    scenes,
    shuffles,
    ticket_lists,
)
from tests.oracles import Office, Pairs, true_reason
from ticketroute import Board, Plan, Ticket, decide
from ticketroute.board import NOBODY, find_problems
from ticketroute.dispatcher import dispatch_ticket
from ticketroute.strategies import InTurn, PicksAgent, Strategy

few = settings(max_examples=80)

TURN_TAKERS = {name: each for name, each in SETTINGS.items() if isinstance(each, InTurn)}


def answer(plan: Plan) -> tuple[object, ...]:
    """Give all that a plan says, without the objects that it lives on."""
    reasons = sorted((ticket_id, why.code.value, why.text) for ticket_id, why in plan.left.items())
    return plan.assignments, reasons, plan.solution, plain_memory(plan.memory)


def id_pairs(plan: Plan) -> Pairs:
    """Give the assignments as plain pairs of ids, in their order."""
    return [(each.ticket_id, each.agent_id) for each in plan.assignments]


@given(scene=scenes())
@few
def test_no_plan_breaks_an_invariant(scene: Scene) -> None:
    """Nobody gets what he or she may not have, nor more than fits, nor anything twice."""
    view = scene.board().window
    for name, strategy in SETTINGS.items():
        assert find_problems(view, strategy(view)) == [], name


@given(scene=scenes())
@few
def test_every_plan_is_sound_by_plain_count(scene: Scene) -> None:
    """Plain loops agree: when its turn comes in the plan, each ticket goes to a candidate."""
    view = scene.board().window
    for name, strategy in SETTINGS.items():
        office = Office.of(scene)
        for ticket_id, agent_id in id_pairs(strategy(view)):
            ticket = next(each for each in office.waiting if each.id == ticket_id)
            desk = office.desk(agent_id)
            assert office.failed(ticket, desk) == set(), name
            office.assign(ticket, desk)


@given(scene=scenes())
@few
def test_every_ticket_is_either_assigned_or_left(scene: Scene) -> None:
    """Nothing is lost: assigned and left together are all tickets, each once."""
    view = scene.board().window
    for name, strategy in SETTINGS.items():
        plan = strategy(view)
        assigned = [ticket_id for ticket_id, _ in id_pairs(plan)]
        assert sorted([*assigned, *plan.left]) == sorted(each.id for each in scene.tickets), name


@given(scene=scenes())
@few
def test_reason_of_every_left_ticket_is_true(scene: Scene) -> None:
    """Loops over tickets and agents find the same obstacle that the plan names."""
    view, before = scene.board().window, Office.of(scene)
    tickets = {ticket.id: ticket for ticket in scene.tickets}
    for name, strategy in SETTINGS.items():
        plan, after = strategy(view), Office.of(scene)
        after.assign_all(id_pairs(plan))
        codes = {ticket_id: reason.code for ticket_id, reason in plan.left.items()}
        assert codes == {each: true_reason(before, after, tickets[each]) for each in codes}, name


@given(scene=scenes())
@few
def test_loads_after_a_commit_are_the_effort_of_owned_tickets(scene: Scene) -> None:
    """What agents have in hand is what was in hand before plus the tickets they own now."""
    for name, strategy in SETTINGS.items():
        board = scene.board()
        board.commit(decide(board.window, strategy))
        for position, agent in enumerate(board.window.agents):
            owned = [ticket for ticket in scene.tickets if board.owner(ticket.id) == agent.id]
            before = scene.in_hand.get(agent.id, 0)
            effort = sum(ticket.effort for ticket in owned)
            assert board.window.used[position] == before + effort, name
            assert board.window.open[position] == before + len(owned), name


@given(scene=scenes())
@few
def test_deciding_and_explaining_change_nothing(scene: Scene) -> None:
    """The board is the same before and after a decision, its reasons and its explanations."""
    board = scene.board()
    before = board_state(board)
    for name, strategy in SETTINGS.items():
        plan = decide(board.window, strategy)
        plan.columns()
        for ticket in scene.tickets:
            plan.explain(ticket.id)
        assert board_state(board) == before, name


@given(scene=scenes(), data=st.data())
@few
def test_order_of_the_input_never_decides(scene: Scene, data: st.DataObject) -> None:
    """Tickets and agents may come in any order: plan, reasons and memory are the same."""
    view, other = scene.board().window, data.draw(shuffles(scene)).board().window
    for name, strategy in SETTINGS.items():
        assert answer(strategy(view)) == answer(strategy(other)), name


@given(scene=scenes())
@few
def test_same_question_gets_the_same_answer(scene: Scene) -> None:
    """Nothing is kept between two questions: the second answer is the first."""
    view = scene.board().window
    for name, strategy in SETTINGS.items():
        assert answer(strategy(view)) == answer(strategy(view)), name


@given(scene=scenes())
@few
def test_pickled_strategy_decides_the_same(scene: Scene) -> None:
    """What comes back from another process is equal, hashes alike and decides alike."""
    view = scene.board().window
    for name, strategy in SETTINGS.items():
        twin = cast("Strategy", pickle.loads(pickle.dumps(strategy)))  # noqa: S301 - our own bytes
        assert twin == strategy, name
        assert hash(twin) == hash(strategy), name
        assert answer(twin(view)) == answer(strategy(view)), name


@given(scene=scenes(least_tickets=1), data=st.data())
@few
def test_hints_of_what_changed_never_decide(scene: Scene, data: st.DataObject) -> None:
    """What is said to be new or freed may be anything or nothing: the plan is the same."""
    view, hinted = scene.board().window, scene.board().window
    tickets = st.sampled_from(range(len(scene.tickets)))
    hinted.new_tickets = dict.fromkeys(data.draw(st.lists(tickets, max_size=3)))
    freed = data.draw(st.sampled_from([[], list(range(view.n_agents))]))
    hinted.freed_agents = dict.fromkeys(freed)
    for name, strategy in SETTINGS.items():
        assert answer(strategy(hinted)) == answer(strategy(view)), name


@given(scene=scenes())
@few
def test_snapshot_gives_the_same_plan_as_the_view(scene: Scene) -> None:
    """A kept copy is as good as the live view."""
    view = scene.board().window
    kept = view.keep()
    for name, strategy in SETTINGS.items():
        assert answer(strategy(kept)) == answer(strategy(view)), name


@given(scene=scenes(), later=ticket_lists(least=1, most=3, prefix="later"))
@few
def test_snapshot_never_changes_with_the_board(scene: Scene, later: Sequence[Ticket]) -> None:
    """Whatever happens on the board, a snapshot shows and decides what it did."""
    board = scene.board()
    kept = board.window.keep()
    state = view_state(kept)
    answers = {name: answer(strategy(kept)) for name, strategy in SETTINGS.items()}
    plan = decide(board.window, SETTINGS[BUILT_IN[0]])
    board.commit(plan)
    board.submit(later, NOON + timedelta(minutes=45))
    for assignment in plan.assignments[:1]:
        board.release(assignment.ticket_id)
    assert view_state(kept) == state
    for name, strategy in SETTINGS.items():
        assert answer(strategy(kept)) == answers[name], name


@given(scene=scenes(least_tickets=1))
@few
def test_columns_decide_as_objects_do(scene: Scene) -> None:
    """Tickets as a dict of columns give the same board, plans, reasons and explanations."""
    of_objects, of_columns = scene.board(), scene.board(columns=True)
    assert board_state(of_columns) == board_state(of_objects)
    for name, strategy in SETTINGS.items():
        plan, expected = decide(of_columns.window, strategy), decide(of_objects.window, strategy)
        assert answer(plan) == answer(expected), name
        for ticket in scene.tickets:
            assert plan.explain(ticket.id) == expected.explain(ticket.id), name


@given(scene=scenes(least_tickets=1, most_tickets=1))
@few
def test_event_form_equals_batch_form_for_a_lone_ticket(scene: Scene) -> None:
    """Picking an agent for the only ticket is what the plan for it says, memory included."""
    for name, strategy in SETTINGS.items():
        board, twin = scene.board(), scene.board()
        if not isinstance(strategy, PicksAgent) or not board.window.is_waiting(0):
            continue
        agent = dispatch_ticket(board, 0, strategy)
        plan = decide(twin.window, strategy)
        assert plan.pairs == (() if agent == NOBODY else ((0, agent),)), name
        if plan.pairs:
            twin.commit(plan)
        assert board_state(board) == board_state(twin), name


@given(scene=scenes())
@few
def test_batch_equals_a_loop_of_single_decisions(scene: Scene) -> None:
    """Ticket after ticket, each carried out before the next, ends where the batch ends."""
    hints = {"version", "new", "freed"}
    for name, strategy in TURN_TAKERS.items():
        board, one_by_one = scene.board(), scene.board()
        plan = decide(board.window, strategy)
        board.commit(plan)
        made = []
        for ticket in list(one_by_one.window.most_urgent_first(strategy.order)):
            agent = dispatch_ticket(one_by_one, ticket, strategy)
            if agent != NOBODY:
                made.append((ticket, agent))
        assert tuple(made) == plan.pairs, name
        loop, batch = board_state(one_by_one), board_state(board)
        for what in loop.keys() - hints:
            assert loop[what] == batch[what], (name, what)


@given(scene=scenes())
@few
def test_unservable_tickets_never_block_those_behind_them(scene: Scene) -> None:
    """An agent picks the most urgent ticket that he or she may have, whatever comes before it."""
    view, office = scene.board().window, Office.of(scene)
    for name, strategy in TURN_TAKERS.items():
        urgent = [view.ticket(ticket) for ticket in view.most_urgent_first(strategy.order)]
        for position, desk in enumerate(office.desks):
            fit = [ticket for ticket in urgent if not office.failed(ticket, desk)]
            picked = strategy.pick_ticket(view, position)
            assert (view.ticket(picked) if picked != NOBODY else None) == next(iter(fit), None), (
                name
            )


@given(scene=scenes())
@few
def test_memory_of_a_plan_is_the_memory_of_the_board_after_it(scene: Scene) -> None:
    """What a plan says is to be remembered is what the board remembers once it is carried out."""
    for name, strategy in SETTINGS.items():
        board = scene.board()
        plan = decide(board.window, strategy)
        promised = plain_memory(plan.memory)
        board.commit(plan)
        assert plain_memory(board.window.remembered()) == promised, name
        assert plain_memory(plan.memory) == promised, name


@pytest.mark.parametrize("name", SETTINGS)
def test_strategy_is_a_frozen_value(name: str) -> None:
    """A setting cannot be changed afterwards."""
    strategy = SETTINGS[name]
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        strategy.order = None  # type: ignore[attr-defined]


def test_strategies_under_test_are_those_that_the_distribution_declares() -> None:
    """A new built-in is taken up by itself, and somebody else's plug-in is not."""
    assert set(BUILT_IN) <= set(SETTINGS)
    assert all(SETTINGS[name] == built_in(name) for name in BUILT_IN)
    assert set(IN_TURN) < set(BUILT_IN)


@pytest.mark.parametrize("name", SETTINGS)
def test_decision_on_a_window_sees_what_has_changed(name: str) -> None:
    """A view is live: what came after it was taken is decided about."""
    board = Board([])
    view = board.view(NOON)
    assert list(SETTINGS[name](view).left) == []
    board.submit([Ticket(id="t1", created=NOON)], NOON)
    assert list(SETTINGS[name](view).left) == ["t1"]
