"""Waits: how long it takes to each stage, with what has not ended yet."""

from datetime import timedelta
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.journeys import Row, journeys_of, minutes
from ticketroute.metrics import Outcome, Stage, time_to, waits

ROWS: list[Row] = [
    {"created": 0, "assigned": 2, "started": 5, "ended": 20},
    {"created": 10, "assigned": 11, "started": 12, "ended": 30},
    {"created": 20, "ended": 24},  # left
    {"created": 30, "assigned": 40},  # in hand
    {"created": 50},  # waiting
    {"created": 55, "ended": 55, "outcome": Outcome.BALKED},
    {"created": 55, "ended": 55, "outcome": Outcome.BLOCKED},
    {"created": 55, "outcome": Outcome.LINKED},
]


@pytest.mark.parametrize(
    ("stage", "counts", "mean"),
    [("assignment", (3, 1, 1), 13 / 3), ("start", (2, 1, 2), 3.5), ("resolution", (2, 1, 2), 20)],
)
def test_answered_are_those_who_got_there(
    stage: Stage, counts: tuple[int, int, int], mean: float
) -> None:
    """The mean of their waits only; for the start that is the average speed of answer."""
    found = time_to(journeys_of(*ROWS), stage, of="answered")
    assert (found.reached, found.left, found.open) == counts
    assert found.mean == minutes(mean)
    assert not found.mean_is_bound


def test_all_wait_until_the_stage_or_until_they_leave() -> None:
    """Waits of 2, 4 and 5 minutes are over; 10 and 30 are not: by hand."""
    found = time_to(journeys_of(*ROWS), "start", percentiles=(20, 40, 60, 61))
    assert list(found.percentiles.values()) == [minutes(2), minutes(4), minutes(5), None]
    # The share that still waits: 1 until 2, 4/5 until 4, 3/5 until 5, then 2/5 until 30.
    assert found.mean == minutes(2 + 2 * 4 / 5 + 1 * 3 / 5 + 25 * 2 / 5)
    assert found.mean_is_bound


def test_patient_takes_those_who_left_for_unknown() -> None:
    """Starts after 2 and 5 minutes; one left after 4 and so counts only until then: by hand."""
    found = time_to(journeys_of(*ROWS), "start", of="patient", percentiles=(20, 21, 46, 47))
    # 1/5 by 2 minutes; then 1/3 of the remaining 4/5 by 5: 1/5 + 4/15 = 7/15.
    assert list(found.percentiles.values()) == [minutes(2), minutes(5), minutes(5), None]


def test_the_median_of_closed_ones_is_too_short() -> None:
    """The naive median has a name of its own."""
    rows: list[Row] = [{"started": 0, "ended": each} for each in (10, 20)]
    journeys = journeys_of(*rows, {"started": 0}, {"started": 0})
    assert time_to(journeys, "resolution", of="answered").median == minutes(10)
    assert time_to(journeys, "resolution").median == minutes(20)
    assert time_to(journeys, "resolution", percentiles=(75,)).median is None


@given(
    st.lists(st.tuples(st.integers(0, 50), st.booleans()), min_size=1, max_size=12),
    st.integers(1, 100),
)
def test_percentiles_are_those_of_the_product_of_shares(
    spans: list[tuple[int, bool]], percent: int
) -> None:
    """The definition of Kaplan and Meier, in fractions."""
    rows: list[Row] = [
        Row(started=0, ended=span) if ended else {"created": 60 - span} for span, ended in spans
    ]
    lasting, times = Fraction(1), sorted({span for span, _ in spans})
    curve: list[Fraction] = []
    for time in times:
        at_risk = sum(span >= time for span, _ in spans)
        events = sum(span == time and ended for span, ended in spans)
        lasting *= 1 - Fraction(events, at_risk)
        curve.append(1 - lasting)
    expected = [time for time, over in zip(times, curve, strict=True) if over * 100 >= percent]
    found = time_to(journeys_of(*rows), "resolution", percentiles=(percent,))
    assert found.percentiles[percent] == (minutes(expected[0]) if expected else None)
    steps = np.diff([0, *times])
    lengths = [
        float(step) * float(1 - c) for step, c in zip(steps, [Fraction(0), *curve], strict=False)
    ]
    assert found.mean is not None
    assert found.mean.total_seconds() == pytest.approx(60 * sum(lengths), abs=1e-5)
    assert found.mean_is_bound == (curve[-1] < 1)


def test_table_and_columns() -> None:
    """A row for each stage; what is not known is a dash, or NaT."""
    found = waits(journeys_of(*ROWS), of="answered", percentiles=(50, 90))
    assert str(found).splitlines() == [
        "to                of  reached  left  open      mean     P50     P90",
        "assignment  answered        3     1     1  4.33 min   2 min  10 min",
        "start       answered        2     1     2   3.5 min   2 min   5 min",
        "resolution  answered        2     1     2    20 min  20 min  20 min",
    ]
    frame = pd.DataFrame(waits(journeys_of(*ROWS), percentiles=(50, 90)).columns())
    assert frame["p90"].isna().tolist() == [True, True, True]
    assert frame["stage"].tolist() == ["assignment", "start", "resolution"]
    assert found["start"].mean == timedelta(minutes=3.5)
    with pytest.raises(ValueError, match="stage: expected one of"):
        found["end"]  # type: ignore[index]


def test_nothing_is_known_of_nothing() -> None:
    """No tickets, and only tickets that never came to queue."""
    for journeys in (journeys_of(), journeys_of(*ROWS[5:])):
        found = time_to(journeys, "start")
        assert (found.mean, found.median, found.reached, found.open) == (None, None, 0, 0)
        assert "-" in str(found)


def test_a_start_that_is_not_known_is_not_a_departure() -> None:
    """A table of arrivals and ends says nothing of starts, and nobody left."""
    journeys = journeys_of(
        {"ended": 20, "outcome": Outcome.RESOLVED},
        {"started": 4, "ended": 20},
        {"ended": 6},
    )
    found = time_to(journeys, "start")
    assert (found.reached, found.left, found.open) == (1, 1, 0)
    assert time_to(journeys, "resolution").reached == 2


def test_what_cannot_be_asked_is_refused() -> None:
    """Stages, people and percentiles."""
    with pytest.raises(ValueError, match="stage: expected one of"):
        time_to(journeys_of(), "end")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="of: expected one of"):
        time_to(journeys_of(), "start", of="some")  # type: ignore[arg-type]
    for wrong in (0, -1, 101, float("nan")):
        with pytest.raises(ValueError, match="percentiles: expected numbers above 0"):
            time_to(journeys_of(), "start", percentiles=(wrong,))
