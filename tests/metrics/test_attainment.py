"""Attainment: who was in time, and how late the others were."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.journeys import Row, instant, journeys_of, minutes
from ticketroute.board import NEVER
from ticketroute.metrics import Outcome, attainment


def test_by_hand() -> None:
    """Met at the due time itself; missed by who is late, open, or left late."""
    found = attainment(
        journeys_of(
            {"started": 1, "ended": 30, "due": 30},
            {"started": 1, "ended": 31, "due": 30},
            {"started": 1, "due": 30},  # open, late by 30 minutes at least
            {"ended": 40, "due": 30},  # left late
            {"ended": 20, "due": 30},  # left before
            {"started": 1, "ended": 9},  # nothing was promised
            {"started": 1, "ended": 50, "due": 70},  # in time, but so are others that are open
            {"started": 1, "due": 80},
            {"ended": 0, "due": 30, "outcome": Outcome.BALKED},
            {"due": 30, "outcome": Outcome.LINKED},
        )
    )
    assert (found.met, found.missed, found.withdrawn, found.not_due) == (1, 3, 1, 2)
    assert found.share == pytest.approx(1 / 4)
    assert found.p95_late is None
    assert str(found) == (
        "25.0% of 4 in time (resolution); P95 late by more than was seen, "
        "of the 3 missed by more than was seen"
    )


def test_lateness_by_hand() -> None:
    """Of 20 tickets, 19 are at most 3 minutes late; of the four late ones, 95 % at most 9."""
    rows: list[Row] = [{"started": 1, "ended": 10, "due": 20}] * 16
    rows += [{"started": 1, "ended": 20 + late, "due": 20} for late in (1, 2, 3, 9)]
    found = attainment(journeys_of(*rows))
    assert (found.p95_late, found.p95_late_of_missed) == (minutes(3), minutes(9))
    assert str(found).endswith("P95 late by 3 min, of the 4 missed by 9 min")


def test_all_count_where_all_is_known() -> None:
    """A day that has ended, with due times after it."""
    rows: list[Row] = [{"started": 1, "ended": 50, "due": 70}, {"ended": 20, "due": 10}]
    found = attainment(journeys_of(*rows))
    assert (found.met, found.missed, found.not_due) == (1, 1, 0)
    bound = attainment(journeys_of({"ended": 20, "due": 20}, {"started": 1, "ended": 9, "due": 9}))
    assert (bound.met, bound.missed, bound.withdrawn) == (1, 0, 1)
    assert (bound.p95_late, bound.p95_late_of_missed) == (minutes(0), None)


def test_another_clock_and_another_stage() -> None:
    """First responses, by due times of one's own."""
    journeys = journeys_of({"started": 5, "ended": 50, "due": 40}, {"started": 9})
    assert attainment(journeys, stage="start").met == 1
    due = np.array([instant(4), instant(9)])
    found = attainment(journeys, stage="start", due=due)
    assert (found.met, found.missed, found.p95_late) == (1, 1, minutes(1))
    nothing = attainment(journeys, due=np.full(2, NEVER))
    assert (nothing.met, nothing.missed, nothing.p95_late) == (0, 0, None)
    assert str(nothing) == ("- of 0 in time (resolution); P95 late by -, of the 0 missed by -")


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.none() | st.integers(0, 60), st.integers(0, 90)),
        max_size=15,
    )
)
def test_as_counted_one_by_one(triples: list[tuple[int, int | None, int]]) -> None:
    """Each ticket is met, missed or not due, whatever their order."""
    rows: list[Row] = [
        {"created": a, "started": a, "ended": None if b is None else max(a, b), "due": c}
        for a, b, c in triples
    ]
    undecided = any(row["ended"] is None and row["due"] > 60 for row in rows)
    met = missed = not_due = 0
    for row in rows:
        if undecided and row["due"] > 60:
            not_due += 1
        elif row["ended"] is not None and row["ended"] <= row["due"]:
            met += 1
        else:
            missed += 1
    found = attainment(journeys_of(*rows))
    assert (found.met, found.missed, found.not_due) == (met, missed, not_due)
    assert attainment(journeys_of(*rows[::-1])) == found


@pytest.mark.parametrize(
    ("due", "error"), [([1.5], TypeError), ([1, 2], ValueError), (["x"], TypeError)]
)
def test_other_due_times_are_refused(due: Any, error: type[Exception]) -> None:  # noqa: ANN401
    """Of another type, or number."""
    with pytest.raises(error, match="due"):
        attainment(journeys_of({}), due=due)
