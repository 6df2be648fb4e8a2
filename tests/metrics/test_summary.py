"""The summary: the same rows always, each as its measure says."""

from math import isnan
from typing import Any

import pandas as pd
import pytest

from tests.metrics.journeys import Row, at, journeys_of, minutes
from ticketroute.metrics import (
    AbandonmentRule,
    agent_time,
    attainment,
    rework,
    service_level,
    summary,
    time_to,
)

ROWS: list[Row] = [
    {"created": 0, "started": 1, "ended": 15, "due": 30},
    {"created": 5, "started": 8, "ended": 20, "due": 10, "bounces": 1, "first_agent": "bea"},
    {"created": 6, "ended": 7},
    {"created": 9, "started": 10, "ended": 40, "due": 30, "kind": "sales", "reopenings": 1},
    {"created": 40},
]
GOAL = (minutes(2), "less short")


def test_values_are_those_of_the_measures() -> None:
    """Each by its name."""
    journeys = journeys_of(*ROWS, shifts=[("ana", 0, 30), ("bea", 0, 60)])
    found = summary(journeys, service_level=GOAL)
    assert found["tickets"] == 5
    assert found["service level"] == service_level(journeys, *GOAL[:1], rule=GOAL[1]).share
    assert found["mean wait of answered"] == pytest.approx(60 * (1 + 3 + 1) / 3)
    wait = time_to(journeys, "start").median
    assert wait is not None
    assert found["P50 wait"] == wait.total_seconds()
    assert found["left"] == pytest.approx(1 / 4)
    assert found["in time"] == attainment(journeys).share == pytest.approx(1 / 3)
    assert found["in time, worst kind"] == 0.0
    assert found["open at the end"] == 1
    assert found["occupancy"] == agent_time(journeys).occupancy
    assert found["utilisation"] == agent_time(journeys).utilisation
    assert found["overtime"] == 600.0
    assert found["transferred"] == rework(journeys).transfer_rate
    assert found["reopened"] == pytest.approx(1 / 3)
    remarks = {row.name: row.remark for row in found}
    assert remarks["service level"] == "answered within 2 min, rule: less short"
    assert remarks["in time, worst kind"] == "sales"
    assert remarks["open at the end"] == "oldest 20 min"
    assert remarks["left"] == "0.0% without those within 2 min"


def test_rows_are_the_same_whatever_is_known() -> None:
    """So that summaries can be set side by side."""
    full = summary(journeys_of(*ROWS), service_level=GOAL)
    empty = summary(journeys_of(), service_level=GOAL)
    part = summary(journeys_of(*ROWS).between(at(5)), service_level=GOAL)
    assert [row.name for row in empty] == [row.name for row in full] == [r.name for r in part]
    known = {row.name for row in empty if not isnan(row.value)}
    assert known == {"tickets", "open at the end"}
    assert len(str(empty).splitlines()) == len(empty)
    frame = pd.DataFrame(full.columns())
    assert frame["unit"].isin(["share", "seconds", "count", "index"]).all()
    assert frame.loc[frame["value"].isna(), "name"].tolist() == ["P90 wait", "P95 wait"]


def test_the_rule_and_the_stage_are_chosen() -> None:
    """Another rule is another number; the worst of another grouping has another name."""
    journeys = journeys_of(*ROWS)
    found = summary(
        journeys,
        service_level=(minutes(2), AbandonmentRule.OFFERED),
        stage="start",
        by="channel",
    )
    assert found["in time"] == 1.0
    assert {row.name: row.remark for row in found}["in time, worst channel"] == "unknown"
    assert found["service level"] < summary(journeys, service_level=GOAL)["service level"]


@pytest.mark.parametrize("wrong", [minutes(2), (minutes(2),), None, "less short"])
def test_a_service_level_without_its_rule_is_refused(wrong: Any) -> None:  # noqa: ANN401
    """It says nothing."""
    with pytest.raises(TypeError, match="service_level: expected a duration and the rule"):
        summary(journeys_of(), service_level=wrong)
    with pytest.raises(ValueError, match="name: expected one of"):
        summary(journeys_of(), service_level=GOAL)["speed"]
