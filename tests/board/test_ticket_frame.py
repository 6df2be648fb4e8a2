"""Tickets as columns: lists, arrays, and the frames of pandas and polars."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import cast

import numpy as np
import pandas as pd
import polars as pl
import pytest

from tests.board_state import board_state
from tests.builders import NOON, agents, given_out, minutes, tickets
from tests.generators import SETTINGS, as_columns
from ticketroute import Agent, Board, Plan, Requirement, Ticket, assign
from ticketroute.board import ReasonCode, TicketColumnsLike

TEAM = [
    Agent(id="ana", capacity=2, skills={"billing": 4}, channels=["chat"]),
    Agent(id="bea", capacity=2, skills={"billing": 1, "french": 4}),
    Agent(id="cem", capacity=1),
]
WAITING = [
    Ticket(
        id=f"t{number}",
        created=NOON - minutes(number % 3),
        channel=(None, "chat")[number % 2],
        impact=(1, 2, None)[number % 3],
        effort=1 + number % 2,
        requirements={"billing": 1 + number % 2} if number % 3 else {},
        exclusions=["cem"] if number == 4 else [],
        not_before=NOON + minutes(30) if number == 5 else None,
    )
    for number in range(8)
]
PLAIN = {"id", "created", "channel", "impact", "effort", "exclusions", "not_before"}
COLUMNS: dict[str, list[object]] = {
    **{name: column for name, column in as_columns(WAITING).items() if name in PLAIN},
    "requirements": [{each.skill: each.minimum for each in t.requirements} for t in WAITING],
}


def summary(plan: Plan) -> tuple[object, ...]:
    """Give what a plan says, without the view that it lives on."""
    return plan.assignments, {each: why.text for each, why in plan.left.items()}, plan.memory


def pandas_columns() -> TicketColumnsLike:
    """Give the columns as a pandas frame has them."""
    return cast("TicketColumnsLike", dict(pd.DataFrame(COLUMNS)))


def polars_columns() -> TicketColumnsLike:
    """Give the columns as a polars frame has them, but for lists of mappings."""
    plain = {name: column for name, column in COLUMNS.items() if name != "requirements"}
    frame = pl.DataFrame(plain, schema_overrides={"exclusions": pl.List(pl.String)}, strict=False)
    return frame.to_dict() | {"requirements": COLUMNS["requirements"]}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("make", [pandas_columns, polars_columns])
def test_frame_gives_the_same_plan_as_objects(
    name: str, make: Callable[[], TicketColumnsLike]
) -> None:
    """Assignments, reasons and memory do not depend on the form of the input."""
    plan = assign(make(), TEAM, strategy=SETTINGS[name], now=NOON)
    assert summary(plan) == summary(assign(WAITING, TEAM, strategy=SETTINGS[name], now=NOON))


@pytest.mark.parametrize("make", [pandas_columns, polars_columns])
def test_ticket_made_from_a_frame_is_the_ticket(make: Callable[[], TicketColumnsLike]) -> None:
    """A row that somebody asks about becomes the same object."""
    board = Board(TEAM)
    board.submit(make(), NOON)
    assert [board.window.ticket(position) for position in range(len(WAITING))] == WAITING


def columns(**more: object) -> TicketColumnsLike:
    """Give the columns of two tickets, with some columns as given."""
    both = {"id": ["t1", "t2"], "created": [NOON, NOON], **more}
    return cast("TicketColumnsLike", both)


def plan_of(**more: object) -> Plan:
    """Decide about two tickets given as columns."""
    return assign(columns(**more), agents("ana bea"), strategy="round-robin", now=NOON)


@pytest.mark.parametrize(
    "created",
    [
        pd.Series([NOON, NOON]),
        pd.Series([NOON, NOON]).dt.tz_convert("Asia/Tokyo"),
        pl.Series([NOON, NOON]),
        pl.Series([NOON, NOON]).dt.convert_time_zone("Asia/Tokyo"),
        np.array(["2026-05-04T12:00"] * 2, dtype="datetime64[s]"),
        np.array(["2026-05-04T12:00"] * 2, dtype="datetime64[ns]"),
        (NOON, NOON),
    ],
    ids=["pandas", "pandas in Tokyo", "polars", "polars in Tokyo", "numpy s", "numpy ns", "tuple"],
)
def test_time_of_arrival_may_come_in_any_kind_of_column(created: object) -> None:
    """Each gives the same instants."""
    view = plan_of(created=created).view
    assert [view.ticket(position).created for position in (0, 1)] == [NOON, NOON]


@pytest.mark.parametrize(
    "column",
    [
        [None, NOON + minutes(5)],
        pd.Series([None, NOON + minutes(5)]),
        pl.Series([None, NOON + minutes(5)]),
        np.array(["NaT", "2026-05-04T12:05"], dtype="datetime64[us]"),
    ],
    ids=["list", "pandas", "polars", "numpy"],
)
def test_times_to_start_may_have_gaps(column: object) -> None:
    """A missing one is none."""
    plan = plan_of(not_before=column)
    assert given_out(plan) == {"t1": "ana"}
    assert plan.left["t2"].code is ReasonCode.SCHEDULED
    assert plan.left["t2"].text == "not to be dispatched before 2026-05-04T12:05:00+00:00"


@pytest.mark.parametrize("library", [pd.Series, pl.Series], ids=["pandas", "polars"])
def test_naive_datetimes_of_a_frame_are_refused(library: type) -> None:
    """What has a notion of time zones and gives none is naive."""
    naive = [NOON.replace(tzinfo=None)] * 2
    with pytest.raises(ValueError, match=r"Ticket.created: .* naive"):
        plan_of(created=library(naive))


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT])
def test_missing_cells_take_the_default(missing: object) -> None:
    """None, NaN and NaT are empty cells."""
    plan = plan_of(impact=[1, missing], queue=[missing, None], requirements=[None, missing])
    expected = [Ticket(id="t1", created=NOON, impact=1), Ticket(id="t2", created=NOON)]
    assert [plan.view.ticket(position) for position in (0, 1)] == expected


def test_pandas_own_missing_value_is_missing() -> None:
    """Columns of nullable type have `pandas.NA` in their gaps."""
    frame = pd.DataFrame(columns(impact=[1, None])).convert_dtypes()
    plan = assign(
        cast("TicketColumnsLike", dict(frame)), agents("ana"), strategy="round-robin", now=NOON
    )
    assert plan.view.ticket(1) == Ticket(id="t2", created=NOON)


def test_integers_with_gaps_stay_integers() -> None:
    """Pandas turns them into floats; the ticket's field is an integer."""
    plan = plan_of(impact=pd.Series([1, None]), effort=np.array([2.0, np.nan]))
    made = [plan.view.ticket(position) for position in (0, 1)]
    assert made == [
        Ticket(id="t1", created=NOON, impact=1, effort=2),
        Ticket(id="t2", created=NOON),
    ]
    assert [type(each.effort) for each in made] == [int, int]


@pytest.mark.parametrize(
    "requirements",
    [
        [{"billing": 3}, {"billing": 3.0}],
        [[Requirement("billing", 3)], (Requirement("billing", 3),)],
        np.array([{"billing": 3}, [Requirement("billing", 3)]], dtype=object),
    ],
)
def test_requirements_may_be_mappings_or_sequences(requirements: object) -> None:
    """Equal ones are one profile, whatever they looked like."""
    plan = plan_of(requirements=requirements)
    assert plan.view.ticket(0).requirements == (Requirement("billing", 3),)
    assert plan.view.profile_number(0) == plan.view.profile_number(1)


def test_agents_named_by_array_cells_are_read() -> None:
    """Frames read from files hold arrays in the cells of lists."""
    plan = plan_of(exclusions=[np.array(["ana"]), np.array(["ana", "bea"])])
    assert given_out(plan) == {"t1": "bea"}
    assert plan.left["t2"].code is ReasonCode.ALL_EXCLUDED


@pytest.mark.parametrize(
    ("more", "error", "message"),
    [
        (
            {"queu": ["a", "b"]},
            ValueError,
            r"ticket columns: expected only fields .*got \['queu'\]",
        ),
        ({"effort": [1]}, ValueError, r"ticket column 'effort': expected 2 values, got 1"),
        ({"created": [NOON]}, ValueError, r"ticket column 'created': expected 2 values, got 1"),
        ({"id": ["t1", "t1"]}, ValueError, r"Ticket.id: expected ids .* all different, got 't1'"),
        ({"id": ["t1", None]}, TypeError, r"Ticket.id: expected a string, got None"),
        ({"id": ["t1", ""]}, ValueError, r"Ticket.id: expected a non-empty string, got ''"),
        ({"created": [NOON, None]}, TypeError, r"Ticket.created: .* got None"),
        ({"created": ["2026", "2026"]}, TypeError, r"Ticket.created: .* got '2026'"),
        (
            {"created": [NOON, datetime(2026, 5, 4)]},
            ValueError,
            r"Ticket.created: .* got the naive datetime",
        ),
        (
            {"created": np.array(["NaT", "NaT"], dtype="datetime64[us]")},
            ValueError,
            r"Ticket.created: expected an instant in each row, got 'NaT'",
        ),
        ({"effort": [1, 0]}, ValueError, r"Ticket.effort: expected an integer .*, got 0"),
        ({"effort": [1, 1.5]}, TypeError, r"Ticket.effort: expected an integer .*, got 1\.5"),
        ({"impact": ["high", 1]}, TypeError, r"Ticket.impact: expected an integer .*'high'"),
        ({"difficulty": [1, -1]}, ValueError, r"Ticket.difficulty: expected a finite .*, got -1"),
        ({"affinity": ["ana", "bea"]}, TypeError, r"Ticket.affinity: expected several strings"),
        ({"requirements": [{"a": -1}, {}]}, ValueError, r"Requirement.minimum: .* got -1"),
        ({"not_before": [1, 2]}, TypeError, r"Ticket.not_before: .* got [12]"),
    ],
)
def test_bad_column_is_refused_and_nothing_is_taken_in(
    more: Mapping[str, object], error: type[Exception], message: str
) -> None:
    """Column and value are named, and the board is as it was."""
    board = Board(agents("ana"))
    board.submit(tickets("t0"), NOON)
    before = board_state(board)
    with pytest.raises(error, match=message):
        board.submit(columns(**more), NOON)
    assert board_state(board) == before


def test_ids_must_be_strings() -> None:
    """A frame's integer ids are refused where they enter, not when somebody asks."""
    board = Board(agents("ana"))
    with pytest.raises(TypeError, match=r"Ticket.id: expected a string, got 1"):
        board.submit(columns(id=[1, 2]), NOON)


def test_value_hidden_behind_an_equal_one_is_refused() -> None:
    """True is no effort, in whichever row it stands."""
    with pytest.raises(TypeError, match=r"Ticket.effort: expected an integer"):
        plan_of(effort=[1, True])


@pytest.mark.parametrize("lacking", ["id", "created"])
def test_columns_must_name_each_ticket_and_its_arrival(lacking: str) -> None:
    """Everything else has a default."""
    given = {name: column for name, column in columns().items() if name != lacking}
    with pytest.raises(ValueError, match=r"ticket columns: expected at least 'id' and 'created'"):
        assign(given, agents("ana"), strategy="round-robin", now=NOON)


@pytest.mark.parametrize("frame", [pd.DataFrame(COLUMNS), pl.DataFrame({"id": ["t1"]})])
def test_whole_frame_is_refused_rather_than_misread(frame: object) -> None:
    """A frame is no mapping of columns; its iteration gives names or columns."""
    with pytest.raises(TypeError, match=r"tickets: expected values of Ticket"):
        assign(frame, agents("ana"), strategy="round-robin", now=NOON)  # type: ignore[arg-type]


def test_empty_columns_are_no_tickets() -> None:
    """An empty frame is fine."""
    plan = plan_of(id=[], created=[], effort=[])
    assert (plan.assignments, plan.left) == ((), {})
    assert {name: len(column) for name, column in plan.columns().items()} == {
        "ticket_id": 0,
        "agent_id": 0,
        "reason": 0,
    }


def test_columns_and_objects_may_follow_one_another() -> None:
    """A board takes both, in any order, and ids stay unique over all."""
    board = Board(agents("ana"))
    board.submit(tickets("a b"), NOON)
    board.submit(columns(queue=["mail", None]), NOON)
    board.submit(tickets("c"), NOON)
    board.submit(tickets("d"), NOON)
    ids = [board.window.ticket(position).id for position in range(6)]
    assert ids == ["a", "b", "t1", "t2", "c", "d"]
    assert board.window.ticket(2).queue == "mail"
    table = board.window.profiles(("queue",))
    assert [table.of(position) for position in range(6)] == [0, 0, 1, 0, 0, 0]
    with pytest.raises(ValueError, match=r"an id that the board does not hold yet, got 't1'"):
        board.submit(tickets("t1"), NOON)
