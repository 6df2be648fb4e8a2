"""Rework: transfers, misdispatch, reopening, first-time fix, duplicates."""

from datetime import timedelta
from typing import Any

import pytest

from tests.metrics.journeys import Row, journeys_of, minutes
from ticketroute.metrics import Outcome, rework

ROWS: list[Row] = [
    {"started": 1, "ended": 10},
    {"started": 1, "ended": 50},
    {"started": 1, "ended": 10, "bounces": 2, "first_agent": "bea"},  # ended elsewhere
    {"started": 1, "ended": 10, "bounces": 1},  # came back to where it was first
    {"started": 1, "ended": 55, "reopenings": 2},
    {"started": 1, "reopenings": 1},  # open again
    {"assigned": 1},
    {"ended": 5},
    {"started": 1, "ended": 30, "reopenings": 1, "first_agent": "bea"},  # and no bounce
    {"started": 1, "ended": 40, "bounces": 1},
    {"outcome": Outcome.LINKED, "agent": "ana", "bounces": 1},
    {},
]


def test_by_hand() -> None:
    """Nine were assigned; eight were resolved at least once."""
    found = rework(journeys_of(*ROWS))
    assert (found.tickets, found.duplicates, found.assigned) == (12, 1, 9)
    assert (found.transferred, found.bounces, found.misdispatched) == (3, 4, 1)
    assert (found.resolved, found.reopened, found.fixed_first_time) == (8, 3, 2)
    assert found.transfer_rate == pytest.approx(3 / 9)
    assert found.bounces_per_ticket == pytest.approx(4 / 9)
    assert found.misdispatch_rate == pytest.approx(1 / 9)
    assert found.reopening_rate == pytest.approx(3 / 8)
    assert found.first_time_fix_rate == pytest.approx(2 / 8)
    assert found.duplicate_rate == pytest.approx(1 / 12)


def test_what_was_resolved_lately_may_come_back() -> None:
    """So it does not count as fixed; what has come back counts whenever that was."""
    found = rework(journeys_of(*ROWS), settled_after=minutes(20))
    assert (found.resolved, found.reopened, found.fixed_first_time) == (7, 3, 1)


def test_the_table_says_of_how_many() -> None:
    """A share alone says little."""
    lines = str(rework(journeys_of(*ROWS))).splitlines()
    assert [line.split()[-3:] for line in lines[1:3]] == [["33.3%", "3", "9"], ["11.1%", "1", "9"]]
    assert str(rework(journeys_of())).splitlines()[-1].split() == ["duplicates", "-", "0", "0"]


@pytest.mark.parametrize(("wrong", "error"), [(-minutes(1), ValueError), (60, TypeError)])
def test_other_durations_are_refused(wrong: Any, error: type[Exception]) -> None:  # noqa: ANN401
    """Numbers are no durations, and none is negative."""
    with pytest.raises(error, match="settled_after"):
        rework(journeys_of(), settled_after=wrong)
    assert rework(journeys_of(), settled_after=timedelta(days=9)).resolved == 0
