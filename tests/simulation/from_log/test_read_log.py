"""Logs are read as they are, and cut without a glance past the cut."""

from datetime import UTC, datetime, timedelta
from typing import cast

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulation.scenarios import MONDAY
from ticketroute.board import NEVER
from ticketroute.metrics import Outcome, TableColumns
from ticketroute.simulation import TicketLog, read_log

DAY = MONDAY + timedelta(days=1)


def at(minutes: float | None) -> datetime | None:
    """Give an instant so many minutes after the beginning."""
    return None if minutes is None else MONDAY + timedelta(minutes=minutes)


INSTANTS: dict[str, list[datetime | None]] = {
    "created": [at(30), at(0), at(10), at(15)],
    "started": [at(31), at(5), at(45), None],
    "ended": [at(50), at(20), at(90), None],
}
FOUR: dict[str, list[object]] = {
    **{name: list[object](values) for name, values in INSTANTS.items()},
    "agent": ["bea", "ana", "ana", None],
    "type": ["mail", "mail", "refund", None],
}


def as_minutes(instants: np.ndarray) -> list[float | None]:
    """Give instants as minutes after the beginning."""
    start = int(MONDAY.timestamp()) * 10**6
    return [None if each == NEVER else (each - start) / 6e7 for each in instants.tolist()]


def test_rows_come_by_arrival() -> None:
    """What is missing is NEVER, and a missing type has a name."""
    log = read_log(FOUR, until=DAY)
    assert as_minutes(log.created) == [0, 10, 15, 30]
    assert as_minutes(log.started) == [5, 45, None, 31]
    assert as_minutes(log.ended) == [20, 90, None, 50]
    assert log.agent.tolist() == ["ana", "ana", "", "bea"]
    assert log.type.tolist() == ["mail", "refund", "unknown", "mail"]
    assert log.agents == ("ana", "bea")
    assert log.handled.tolist() == [-1] * 4
    assert log.window == (MONDAY, DAY)


def frames() -> list[TableColumns]:
    """Give the same log as frames of different libraries, and as numpy columns."""
    arrays = {
        name: np.array(
            [None if each is None else each.replace(tzinfo=None) for each in values],
            dtype="datetime64[us]",
        )
        for name, values in INSTANTS.items()
    }
    as_columns = (pd.DataFrame(FOUR), pl.DataFrame(FOUR))
    return [*(cast("TableColumns", frame) for frame in as_columns), {**FOUR, **arrays}]


@pytest.mark.parametrize("columns", frames(), ids=["pandas", "polars", "numpy"])
def test_any_frame_will_do(columns: TableColumns) -> None:
    """A frame is read as the plain columns are."""
    expected, log = read_log(FOUR, until=DAY), read_log(columns, until=DAY)
    for name in ("created", "type", "agent", "started", "ended", "handled"):
        np.testing.assert_array_equal(getattr(log, name), getattr(expected, name))


def test_columns_can_be_read_again() -> None:
    """What a log gives as columns is the log, also of handled times."""
    columns: TableColumns = {**FOUR, "handled": [timedelta(minutes=3), None, timedelta(0), None]}
    log = read_log(columns, until=DAY)
    again = read_log(log.columns(), until=DAY)
    for name, column in log.columns().items():
        np.testing.assert_array_equal(column, again.columns()[name])
    assert log.handled.tolist() == [-1, 0, -1, 180_000_000]


def test_types_may_be_made_of_several_columns() -> None:
    """They are put together; what is missing has a name; without a column all are of one."""
    columns: TableColumns = {"created": [at(0), at(1)], "a": ["x", None], "b": [1, 2]}
    log = read_log(columns, until=DAY, types=["a", "b"])
    assert log.type.tolist() == ["x / 1", "unknown / 2"]
    assert read_log(columns, until=DAY).type.tolist() == ["any", "any"]


def test_activity_without_a_name_or_time_is_none() -> None:
    """Rows of which something is missing tell nothing."""
    activity: TableColumns = {"agent": ["ana", None, "bea"], "at": [at(1), at(2), None]}
    log = read_log(FOUR, until=DAY, activity=activity)
    assert log.activity_agent.tolist() == ["ana"]
    assert as_minutes(log.activity_at) == [1]


def test_before_the_cut_nothing_later_is_known() -> None:
    """By hand: cut at 40, the second is waiting, as its agent got it at 45."""
    columns: TableColumns = {
        **FOUR,
        "handled": [timedelta(minutes=each) for each in (19, 15, 45, 0)],
    }
    activity: TableColumns = {"agent": ["ana", "ana"], "at": [at(39), at(40)]}
    before, _ = read_log(columns, until=DAY, activity=activity).split(
        MONDAY + timedelta(minutes=40)
    )
    assert as_minutes(before.created) == [0, 10, 15, 30]
    assert as_minutes(before.started) == [5, None, None, 31]
    assert as_minutes(before.ended) == [20, None, None, None]
    assert before.agent.tolist() == ["ana", "", "", "bea"]
    assert (before.handled // 60_000_000).tolist() == [15, -1, -1, -1]
    assert as_minutes(before.activity_at) == [39]
    assert before.window[1] == MONDAY + timedelta(minutes=40)


def test_after_the_cut_is_what_came_and_what_was_open() -> None:
    """What was over does not come again; nothing is lost."""
    activity: TableColumns = {"agent": ["ana", "ana"], "at": [at(29), at(30)]}
    log = read_log(FOUR, until=DAY, activity=activity)
    _, after = log.split(MONDAY + timedelta(minutes=30))
    assert as_minutes(after.created) == [10, 15, 30]
    assert as_minutes(after.activity_at) == [30]
    assert after.window[0] == MONDAY + timedelta(minutes=30)


@given(
    rows=st.lists(st.tuples(*[st.integers(0, 50) for _ in range(3)], st.booleans()), min_size=1),
    cut=st.integers(1, 159),
)
def test_a_cut_loses_nothing_and_gives_nothing_away(
    rows: list[tuple[int, int, int, bool]], cut: int
) -> None:
    """What was over is in the first part only, what came later in the second; the rest in both."""
    instants = [(-1, -1, -1), *((a, a + b, a + b + c) for a, b, c, _ in rows)]
    is_over = [True, *(over for *_, over in rows)]
    columns: TableColumns = {
        "created": [at(created) for created, _, _ in instants],
        "agent": ["ana"] * len(instants),
        "started": [at(started) for _, started, _ in instants],
        "ended": [
            at(ended if over else None)
            for (_, _, ended), over in zip(instants, is_over, strict=True)
        ],
    }
    log = read_log(columns, until=DAY)
    before, after = log.split(MONDAY + timedelta(minutes=cut))
    early, open_then = log.created < before.until, log.ended >= before.until
    np.testing.assert_array_equal(before.created, log.created[early])
    np.testing.assert_array_equal(after.created, log.created[~early | open_then])
    np.testing.assert_array_equal(after.ended, log.ended[~early | open_then])
    for known in (before.started, before.ended):
        assert (known[known != NEVER] < before.until).all()
    assert ((before.agent != "") == (before.started != NEVER)).all()


def test_journeys_tell_what_became_of_them() -> None:
    """Open tickets are open, whoever has them."""
    before, _ = read_log(FOUR, until=DAY).split(MONDAY + timedelta(minutes=40))
    journeys = before.journeys()
    expected = [Outcome.RESOLVED, Outcome.WAITING, Outcome.WAITING, Outcome.IN_HAND]
    assert journeys.outcome.tolist() == expected
    assert journeys.window == before.window


def test_zone_shows() -> None:
    """Windows are told by the wall clock of the zone."""
    log = read_log(FOUR, until=DAY, tz="America/Sao_Paulo")
    assert isinstance(log, TicketLog)
    assert repr(log) == (
        "<TicketLog of 4 tickets, 1 open, 2026-05-04 05:00 to 2026-05-05 05:00 "
        "America/Sao_Paulo: 3 types, 2 agents>"
    )


def without(name: str) -> dict[str, list[object]]:
    """Leave a column out."""
    return {key: column for key, column in FOUR.items() if key != name}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (without("created"), "columns: expected a column 'created'"),
        ({**FOUR, "created": [at(0), None, at(1), at(2)]}, r"columns\['created'\]: expected an in"),
        ({**FOUR, "created": [datetime(2026, 5, 4)] * 4}, r"columns\['created'\].*naive"),
        ({**FOUR, "agent": ["ana"]}, r"columns\['agent'\]: expected 4 values, got 1"),
        ({**FOUR, "agent": "ana"}, r"columns\['agent'\]: expected a column"),
        ({**FOUR, "ended": [at(1)] * 4}, r"columns\['ended'\]: expected no instant before"),
        ({**FOUR, "started": [at(29), None, None, None]}, r"columns\['started'\]: .* in row 0"),
        ({**FOUR, "ended": [at(9999), None, None, None]}, r"columns\['ended'\].*after until"),
        ({**FOUR, "handled": [5] * 4}, r"columns\['handled'\]: expected timedeltas"),
        ({**FOUR, "handled": [timedelta(-1)] * 4}, r"columns\['handled'\]: .* at least zero"),
        (
            {**FOUR, "handled": np.full(4, -1, dtype="timedelta64[s]")},
            r"columns\['handled'\]: .* at least zero",
        ),
    ],
)
def test_what_cannot_be_is_refused(columns: TableColumns, message: str) -> None:
    """The message names the column."""
    with pytest.raises((TypeError, ValueError), match=message):
        read_log(columns, until=DAY)


def test_other_arguments_are_checked_too() -> None:
    """Types, activity, the window, the cut."""
    with pytest.raises(ValueError, match="types: expected names of columns"):
        read_log(FOUR, until=DAY, types="category")
    with pytest.raises(ValueError, match="activity: expected a column 'at'"):
        read_log(FOUR, until=DAY, activity={"agent": []})
    with pytest.raises(ValueError, match=r"activity\['at'\]: expected no instant after until"):
        read_log(FOUR, until=DAY, activity={"agent": ["ana"], "at": [DAY + timedelta(1)]})
    with pytest.raises(ValueError, match="until: expected an instant after the first"):
        read_log({"created": [DAY]}, until=DAY)
    log = read_log(FOUR, until=DAY)
    for cut in (MONDAY, DAY):
        with pytest.raises(ValueError, match="at: expected an instant between"):
            log.split(cut)
    with pytest.raises(ValueError, match="naive"):
        log.split(datetime(2026, 5, 4, 12))
    assert log.window[0].tzinfo == UTC
