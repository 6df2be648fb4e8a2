"""Groups of tickets: their figures, the worst of them, and how they go over time."""

from datetime import timedelta
from math import isnan
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from tests.metrics.journeys import Row, at, journeys_of, minutes
from ticketroute.board import CalendarPeriod
from ticketroute.metrics import Journeys, Kind, breakdown, trend

KINDS = (
    Kind("a", channel="chat", level=1),
    Kind("b", channel="voice", level=1),
    Kind("c", channel="chat"),
)


def grouped(*rows: Row, **more: Any) -> Journeys:  # noqa: ANN401 - any field of Journeys
    """Make journeys of tickets of these kinds."""
    return journeys_of(*({"kind": "a"} | row for row in rows), kinds=KINDS, **more)


TICKETS: list[Row] = [
    {"kind": "a", "started": 2, "ended": 10, "due": 20},
    {"kind": "a", "ended": 4, "due": 20},
    {"kind": "b", "started": 10, "ended": 30, "due": 20},
    {"kind": "b", "started": 20, "due": 20},
    {"kind": "c", "started": 4, "ended": 10, "due": 20},
]


def test_by_hand() -> None:
    """The figures of each kind are those of its tickets alone."""
    found = breakdown(grouped(*TICKETS))
    assert [row.name for row in found.rows] == ["a", "b", "c"]
    first, second, _ = found.rows
    assert (first.tickets, first.open, first.mean_wait) == (2, 0, minutes(2))
    assert (first.p90_wait, first.left, first.in_time) == (minutes(4), 0.5, 1.0)
    assert first.p95_late == minutes(0)
    assert (second.open, second.mean_wait, second.in_time) == (1, minutes(15), 0.0)
    assert second.p95_late is None
    assert found.worst is second


def test_kinds_are_put_together() -> None:
    """By what they share; what is not known is a group too."""
    found = breakdown(grouped(*TICKETS), "channel")
    assert [(row.name, row.tickets) for row in found.rows] == [("chat", 3), ("voice", 2)]
    found = breakdown(grouped(*TICKETS), "level")
    assert [(row.name, row.tickets) for row in found.rows] == [("1", 4), ("unknown", 1)]
    frame = pd.DataFrame(found.columns())
    assert frame["tickets"].tolist() == [4, 1]
    assert frame["mean_wait"].tolist() == [timedelta(minutes=32 / 3), minutes(4)]
    assert str(found).splitlines()[0].split()[:2] == ["level", "tickets"]
    with pytest.raises(ValueError, match="by: expected one of"):
        breakdown(grouped(), "colour")  # type: ignore[arg-type]


def test_the_worst_among_equals_is_the_latest() -> None:
    """Then the first; without targets it is who waits longest."""
    late: list[Row] = [
        {"kind": "a", "started": 1, "ended": 30, "due": 20},
        {"kind": "b", "started": 1, "ended": 40, "due": 20},
        {"kind": "c", "started": 50, "ended": 60},
    ]
    worst = breakdown(grouped(*late)).worst
    assert worst is not None
    assert worst.name == "b"
    bare = [{name: value for name, value in row.items() if name != "due"} for row in late]
    worst = breakdown(grouped(*bare)).worst
    assert worst is not None
    assert worst.name == "c"
    assert breakdown(grouped()).worst is None
    assert isnan(breakdown(grouped(*bare)).rows[0].in_time)


def test_a_trend_by_hand() -> None:
    """Arrivals of 1, 2, 4 and 5 in four quarters of an hour: 1.4 more each time."""
    counts = (1, 2, 4, 5)
    rows: list[Row] = [
        {"created": 15 * place + each}
        for place, count in enumerate(counts)
        for each in range(count)
    ]
    found = trend(grouped(*rows), len, minutes(15))
    (row,) = found.rows
    assert (row.name, row.values.tolist()) == ("all", [1, 2, 4, 5])
    assert row.slope == pytest.approx(1.4)
    # Residuals -0.2, 0.4... around 0.9 + 1.4 x: s^2 = 0.2 / 2, over the sum of squares 5.
    margin = stats.t.ppf(0.975, 2) * (0.1 / 5) ** 0.5
    assert [row.low, row.high] == pytest.approx([1.4 - margin, 1.4 + margin])
    assert row.direction == "rises"
    assert str(found).splitlines()[1].split()[-1] == "rises"


def test_intervals_hold_their_confidence() -> None:
    """Of level noise, about one slope in ten lies outside 90 %."""
    random = np.random.default_rng(7)
    outside = 0
    for _ in range(200):
        noise = random.normal(size=6).tolist()
        found = trend(grouped(), lambda _: noise.pop(), minutes(10), confidence=0.9)  # noqa: B023
        outside += found.rows[0].direction != "may be level"
    assert 8 <= outside <= 34  # 20 are expected; beyond these in fewer than 1 of 500


def test_a_trend_for_each_group_of_whole_periods() -> None:
    """Periods without anything are left out of the fit, and the one cut off is not there."""
    rows: list[Row] = [
        {"created": 5, "kind": "a"},
        {"created": 25, "kind": "a"},
        {"created": 28, "kind": "b"},
        {"created": 59, "kind": "b"},
    ]

    def per_minute(part: Journeys) -> float:
        return float(part.created.mean()) if len(part) else float("nan")

    found = trend(grouped(*rows), per_minute, minutes(25), by="channel")
    assert [row.name for row in found.rows] == ["chat", "voice"]
    assert len(found.starts) == 2
    assert [row.direction for row in found.rows] == ["may be level"] * 2
    assert all(isnan(row.slope) for row in found.rows)
    frame = pd.DataFrame(found.columns())
    assert frame["name"].tolist() == ["chat", "chat", "voice", "voice"]
    assert frame["value"].isna().tolist() == [False, False, True, False]


def test_days_and_weeks_of_the_calendar_are_whole() -> None:
    """The first begins at midnight; nine o'clock is no beginning."""
    journeys = grouped({"created": 24 * 60}, end=4 * 24 * 60)
    found = trend(journeys, len, CalendarPeriod("day", "UTC"))
    assert found.rows[0].values.tolist() == [1, 0, 0]
    part = journeys.between(at(15 * 60), at(15 * 60 + 48 * 60))
    assert trend(part, len, CalendarPeriod("day", "UTC")).rows[0].values.tolist() == [1, 0]
    no_week = trend(journeys, len, CalendarPeriod("week", "UTC"))
    assert no_week.rows[0].values.tolist() == []
    assert str(no_week).splitlines()[1].split()[:3] == ["all", "-", "-"]
    falling = trend(journeys, lambda part: -part.start / 1e6, CalendarPeriod("day", "UTC"))
    assert falling.rows[0].direction == "falls"


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"per": minutes(0)}, ValueError, "per: expected a duration longer than zero"),
        ({"per": 5}, TypeError, "per: expected a timedelta or a CalendarPeriod"),
        ({"per": minutes(5), "confidence": 1}, ValueError, "confidence"),
        ({"per": minutes(5), "by": "colour"}, ValueError, "by: expected one of"),
    ],
)
def test_other_trends_are_refused(
    arguments: dict[str, Any], error: type[Exception], message: str
) -> None:
    """Periods, groups and confidence."""
    with pytest.raises(error, match=message):
        trend(grouped(), len, **arguments)
