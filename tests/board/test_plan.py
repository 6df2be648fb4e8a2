"""A plan as a value to read: assignments, columns, text, quality."""

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings

from tests.builders import NOON, agents, at, tickets
from tests.generators import SETTINGS, Scene, scenes
from ticketroute import Board, Ticket, assign, decide
from ticketroute.board import Assignment, Solution


def test_assignments_name_ids_in_the_order_of_the_decision() -> None:
    """Positions stay inside."""
    plan = assign(tickets("b a"), agents("ana"), strategy="fewest-open", now=NOON)
    assert plan.assignments == (Assignment("b", "ana"), Assignment("a", "ana"))


def test_columns_have_a_row_for_each_ticket() -> None:
    """Assigned ones with their agent, left ones with their reason."""
    later = Ticket(id="t9", created=NOON, not_before=at(60))
    plan = assign([*tickets("t1 t2"), later], agents("ana", 1), strategy="round-robin", now=NOON)
    columns = {name: column.tolist() for name, column in plan.columns().items()}
    assert columns == {
        "ticket_id": ["t1", "t2", "t9"],
        "agent_id": ["ana", None, None],
        "reason": [
            None,
            "the room of ana went to other tickets",
            "not to be dispatched before 2026-05-04T13:00:00+00:00",
        ],
    }


@given(scenes())
@settings(max_examples=50)
def test_columns_say_what_assignments_and_reasons_say(scene: Scene) -> None:
    """The same facts in another form."""
    for strategy in SETTINGS.values():
        plan = strategy(scene.board().window)
        columns = plan.columns()
        rows = list(zip(*(columns[name].tolist() for name in columns), strict=True))
        assigned = [(each.ticket_id, each.agent_id, None) for each in plan.assignments]
        assert rows == assigned + [(each, None, why.text) for each, why in plan.left.items()]


def test_columns_make_a_data_frame() -> None:
    """Both kinds take them as they are."""
    plan = assign(tickets("t1 t2"), agents("ana", 1), strategy="round-robin", now=NOON)
    frame = pd.DataFrame(plan.columns())
    assert frame["ticket_id"].tolist() == ["t1", "t2"]
    assert frame["agent_id"].isna().tolist() == [False, True]
    table = pl.DataFrame(plan.columns())
    assert table["ticket_id"].to_list() == ["t1", "t2"]
    assert table["agent_id"].to_list() == ["ana", None]


def test_columns_of_nothing_are_empty() -> None:
    """Three columns without rows."""
    columns = assign([], [], strategy="round-robin", now=NOON).columns()
    assert {name: column.shape for name, column in columns.items()} == {
        "ticket_id": (0,),
        "agent_id": (0,),
        "reason": (0,),
    }
    assert {column.dtype for column in columns.values()} == {np.dtype(object)}


@pytest.mark.parametrize(
    ("waiting", "text"),
    [
        ("", "<Plan: nothing assigned; 0 left>"),
        ("t1", "<Plan: t1 -> ana; 0 left>"),
        ("t1 t2 t3", "<Plan: t1 -> ana, t2 -> bea, t3 -> ana; 0 left>"),
        (
            "t1 t2 t3 t4 t5 t6 t7 t8 t9",
            "<Plan: t1 -> ana, t2 -> bea, t3 -> ana, t4 -> bea, t5 -> ana, ... 2 more; 2 left>",
        ),
    ],
)
def test_repr_shows_the_first_assignments_and_counts_the_rest(waiting: str, text: str) -> None:
    """A plan for ten thousand tickets is one line."""
    team = [*agents("ana", 4), *agents("bea", 3)]
    assert repr(assign(tickets(waiting), team, strategy="round-robin", now=NOON)) == text


def test_repr_counts_scheduled_tickets_as_left() -> None:
    """Nobody has them yet either."""
    later = Ticket(id="t1", created=NOON, not_before=at(60))
    plan = assign([later], agents("ana"), strategy="round-robin", now=NOON)
    assert repr(plan) == "<Plan: nothing assigned; 1 left>"


def test_repr_counts_nothing_that_it_no_longer_knows() -> None:
    """After the commit the board says something else, and the text says so."""
    board = Board(agents("ana", 1))
    board.submit(tickets("t1 t2"), NOON)
    plan = decide(board.window, "round-robin")
    assert repr(plan) == "<Plan: t1 -> ana; 1 left>"
    board.commit(plan)
    assert repr(plan) == "<Plan: t1 -> ana; the board has moved on>"


def test_reasons_asked_for_before_the_commit_can_be_read_afterwards() -> None:
    """What was worked out once is kept."""
    board = Board(agents("ana", 1))
    board.submit(tickets("t1 t2"), NOON)
    plan = decide(board.window, "round-robin")
    left = dict(plan.left)
    board.commit(plan)
    assert dict(plan.left) == left


def test_plan_of_a_snapshot_answers_for_ever() -> None:
    """Decide on what was kept and ask whenever you like."""
    board = Board(agents("ana", 1))
    board.submit(tickets("t1 t2"), NOON)
    plan = decide(board.window.keep(), "round-robin")
    board.commit(plan)
    board.release("t1")
    assert list(plan.left) == ["t2"]
    assert plan.explain("t1").agent_id == "ana"
    assert repr(plan) == "<Plan: t1 -> ana; 1 left>"


def test_gap_is_how_far_from_the_best_a_score_can_be() -> None:
    """Nothing when it is optimal, and never below nothing."""
    assert Solution("m", 3.0, 3.5, is_optimal=False).gap == 0.5
    assert Solution("m", 3.0, 3.5, is_optimal=True).gap == 0
    assert Solution("m", 3.5, 3.0, is_optimal=False).gap == 0


def test_only_optimised_plans_have_a_solution() -> None:
    """In-turn strategies claim nothing about the whole."""
    assert assign([], [], strategy="round-robin", now=NOON).solution is None
    assert assign([], [], strategy="optimal", now=NOON).solution is not None
