"""Tickets and agents from the rows of real data frames."""

import math
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import polars as pl
import pytest

from tests.builders import NOON, minutes
from ticketroute import Agent, Presence, Ticket, agents_from_rows, tickets_from_rows

GAPS = {
    "id": ["t1", "t2", "t3"],
    "created": [NOON, NOON + minutes(1), NOON + minutes(2)],
    "queue": ["mail", None, "calls"],
    "impact": [1, None, 3],
    "effort": [2, 1, None],
    "difficulty": [None, 0.5, 2.0],
    "not_before": [None, NOON + minutes(30), None],
    "vip": [True, False, None],
    "words": [120, None, 7],
}
EXPECTED = [
    Ticket(
        id="t1",
        created=NOON,
        queue="mail",
        impact=1,
        effort=2,
        attributes={"vip": True, "words": 120},
    ),
    Ticket(
        id="t2",
        created=NOON + minutes(1),
        difficulty=0.5,
        not_before=NOON + minutes(30),
        attributes={"vip": False},
    ),
    Ticket(
        id="t3",
        created=NOON + minutes(2),
        queue="calls",
        impact=3,
        difficulty=2,
        attributes={"words": 7},
    ),
]


def test_pandas_rows_with_gaps_become_tickets() -> None:
    """Missing cells take the default, unknown columns become attributes, timestamps datetimes."""
    tickets = tickets_from_rows(pd.DataFrame(GAPS).to_dict("records"))  # type: ignore[arg-type]
    assert tickets == EXPECTED
    assert type(tickets[1].not_before) is datetime


@pytest.mark.parametrize("field", ["impact", "effort"])
def test_pandas_integers_with_gaps_stay_integers(field: str) -> None:
    """A frame's column of integers with gaps is one of floats; the ticket's field is not."""
    tickets = tickets_from_rows(pd.DataFrame(GAPS).to_dict("records"))  # type: ignore[arg-type]
    assert {type(getattr(each, field)) for each in tickets} <= {int, type(None)}


def test_pandas_nullable_types_become_tickets() -> None:
    """The frame's own kind of missing value counts as missing too."""
    rows = pd.DataFrame(GAPS).convert_dtypes().to_dict("records")
    assert tickets_from_rows(rows) == EXPECTED  # type: ignore[arg-type]


def test_pandas_own_missing_value_is_missing() -> None:
    """`pandas.NA` in a cell is an empty cell."""
    rows = [{"id": "t1", "created": NOON, "queue": pd.NA}]
    assert tickets_from_rows(rows) == [Ticket(id="t1", created=NOON)]


def test_polars_rows_with_gaps_become_tickets() -> None:
    """The same from the other frame."""
    assert tickets_from_rows(pl.DataFrame(GAPS).iter_rows(named=True)) == EXPECTED


def test_numpy_scalars_become_plain_values() -> None:
    """Whatever the source, a ticket holds plain Python."""
    rows = [{"id": "t1", "created": NOON, "effort": np.int64(2), "score": np.float32(0.5)}]
    (ticket,) = tickets_from_rows(rows)
    assert ticket == Ticket(id="t1", created=NOON, effort=2, attributes={"score": 0.5})
    assert (type(ticket.effort), type(ticket.attribute("score"))) == (int, float)


def test_timestamps_of_pandas_keep_their_instant_and_zone() -> None:
    """A timestamp becomes the datetime of the same moment."""
    stamp = pd.Timestamp("2026-05-04 14:00", tz="Europe/Berlin")
    (ticket,) = tickets_from_rows([{"id": "t1", "created": stamp}])
    assert ticket.created == datetime(2026, 5, 4, 12, tzinfo=UTC)
    assert type(ticket.created) is datetime


def test_naive_timestamps_are_refused_with_the_row() -> None:
    """A frame without time zones says so in the message."""
    frame = pd.DataFrame({"id": ["t1"], "created": [datetime(2026, 5, 4)]})
    with pytest.raises(ValueError, match=r"Ticket.created: .* got the naive") as caught:
        tickets_from_rows(frame.to_dict("records"))  # type: ignore[arg-type]
    assert caught.value.__notes__ == ["in row 0 (counted from 0)"]


@pytest.mark.parametrize(
    ("cell", "error", "message"),
    [
        ({"effort": 0}, ValueError, "Ticket.effort: expected an integer of at least 1, got 0"),
        ({"effort": 1.5}, TypeError, r"Ticket.effort: expected an integer .* got 1\.5"),
        ({"id": 7}, TypeError, "Ticket.id: expected a string, got 7"),
        ({"created": "now"}, TypeError, "Ticket.created: expected a timezone-aware datetime"),
        ({"created": None}, TypeError, "created"),
        ({"note": float("inf")}, ValueError, r"Ticket.attributes\['note'\]: expected a finite"),
    ],
)
def test_bad_row_is_refused_with_its_number(
    cell: dict[str, object], error: type[Exception], message: str
) -> None:
    """Nobody has to search a thousand rows: field, value and row are named."""
    rows = [{"id": f"t{number}", "created": NOON} for number in range(3)]
    with pytest.raises(error, match=message) as caught:
        tickets_from_rows([*rows, {**rows[0], **cell}])
    assert caught.value.__notes__ == ["in row 3 (counted from 0)"]


def test_bad_attributes_are_refused_with_the_row_number() -> None:
    """Also what cannot be read as attributes says where it was."""
    with pytest.raises((TypeError, ValueError)) as caught:
        tickets_from_rows([{"id": "t1", "created": NOON, "attributes": "{}", "vip": True}])
    assert caught.value.__notes__ == ["in row 0 (counted from 0)"]


def test_unknown_columns_join_the_given_attributes() -> None:
    """A column named attributes and unknown columns end in one place."""
    (ticket,) = tickets_from_rows(
        [{"id": "t1", "created": NOON, "attributes": {"a": 1}, "b": 2, "c": None}]
    )
    assert ticket.attributes == (("a", 1), ("b", 2))


def test_requirements_in_a_cell_are_read() -> None:
    """A cell may hold a mapping of skill to level."""
    (ticket,) = tickets_from_rows([{"id": "t1", "created": NOON, "requirements": {"billing": 3}}])
    assert ticket == Ticket(id="t1", created=NOON, requirements={"billing": 3})


def test_no_rows_are_no_tickets() -> None:
    """An empty frame gives an empty list."""
    assert tickets_from_rows([]) == []
    assert agents_from_rows([]) == []


def test_rows_may_come_from_a_generator() -> None:
    """Rows are read once."""
    assert len(tickets_from_rows({"id": f"t{n}", "created": NOON} for n in range(3))) == 3


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_agents_come_from_frames_too(library: str) -> None:
    """An infinite capacity is no limit; unknown columns become attributes."""
    columns = {
        "id": ["ana", "bea"],
        "capacity": [3.0, math.inf],
        "presence": ["active", "away"],
        "place": [None, "Recife"],
        "team_size": [4, 5],
    }
    if library == "pandas":
        agents = agents_from_rows(pd.DataFrame(columns).to_dict("records"))  # type: ignore[arg-type]
    else:
        agents = agents_from_rows(pl.DataFrame(columns).iter_rows(named=True))
    assert agents == [
        Agent(id="ana", capacity=3, attributes={"team_size": 4}),
        Agent(
            id="bea",
            capacity=None,
            presence=Presence.AWAY,
            place="Recife",
            attributes={"team_size": 5},
        ),
    ]


@pytest.mark.parametrize("row", [{"id": "ana"}, {"id": "ana", "capacity": None}])
def test_agent_without_a_capacity_is_refused(row: dict[str, object]) -> None:
    """A gap in the data does not give one person everything."""
    with pytest.raises(ValueError, match=r"Agent.capacity: expected an integer, or inf"):
        agents_from_rows([row])


def test_bad_agent_is_refused_with_its_row() -> None:
    """Field, value and row are named."""
    with pytest.raises(ValueError, match=r"Capacity.total: .* got -1") as caught:
        agents_from_rows([{"id": "ana", "capacity": 1}, {"id": "bea", "capacity": -1}])
    assert caught.value.__notes__ == ["in row 1 (counted from 0)"]


def test_empty_strings_are_not_missing() -> None:
    """An empty text is a mistake to be told, not a gap."""
    with pytest.raises(ValueError, match=r"Ticket.queue: expected a non-empty string"):
        tickets_from_rows([{"id": "t1", "created": NOON, "queue": ""}])
