"""Comparisons under several shift models, side by side."""

from collections.abc import Callable
from datetime import timedelta

import attrs
import pytest

from tests.simulation.small_desk import DESK, POLICIES
from ticketroute.board import Shifts
from ticketroute.simulation import (
    Scenario,
    ShiftModel,
    ShiftSensitivity,
    compare,
    compare_shift_models,
)
from ticketroute.sla import BusinessCalendar

HALF_A_DAY = Shifts(calendars={"ana": BusinessCalendar.weekdays("09:00", "10:00", "UTC")})


def desk(model: ShiftModel | Shifts) -> Scenario:
    """Let ana, who is quick, work all the time, or for an hour only."""
    shifts = model if isinstance(model, Shifts) else None
    return attrs.evolve(DESK, shifts=shifts, runs_on=timedelta(hours=20))


@pytest.fixture(scope="module")
def found() -> ShiftSensitivity:
    """Compare under both."""
    return compare_shift_models(
        desk,
        ["always", HALF_A_DAY],
        POLICIES,
        measures=["mean_resolution", "mean_wait"],
        replications=8,
        seed=3,
    )


def test_each_model_has_the_comparison_that_it_has_alone(found: ShiftSensitivity) -> None:
    """To the last digit."""
    assert found.models == ("always", "given shifts")
    for model, name in (("always", "always"), (HALF_A_DAY, "given shifts")):
        given = model if isinstance(model, Shifts) else ShiftModel("always")
        measures = ["mean_resolution", "mean_wait"]
        alone = compare(desk(given), POLICIES, measures=measures, replications=8, seed=3)
        assert repr(found[name]) == repr(alone)


def test_columns_have_the_model_in_front(found: ShiftSensitivity) -> None:
    """Two models, two measures, two policies."""
    columns = found.columns()
    assert {len(column) for column in columns.values()} == {8}
    assert columns["shift_model"].tolist() == ["always"] * 4 + ["given shifts"] * 4
    assert columns["policy"].tolist() == ["idle", "ana first"] * 4


def test_the_table_has_a_line_for_each_model(found: ShiftSensitivity) -> None:
    """And a table for each measure."""
    lines = repr(found).splitlines()
    assert " ".join(lines[0].split()) == "mean_resolution idle ana first ana first, difference"
    assert lines[1].startswith("always ")
    assert lines[2].startswith("given shifts ")
    assert lines[4].startswith("mean_wait")
    assert lines[-1] == "8 replications, 95 % intervals; differences to idle"


def test_agreement_needs_the_same_sign_under_all(found: ShiftSensitivity) -> None:
    """Ana is quicker, so that it helps to ask her first, if she is there."""
    low = {name: found[name]["mean_resolution", "ana first"] for name in found.models}
    signs = []
    for row in low.values():
        assert row.difference is not None
        estimate = row.difference.estimate
        signs.append((estimate.low > 0) - (estimate.high < 0))
    assert found.agrees("mean_resolution", "ana first") == (len(set(signs)) == 1 and signs[0] != 0)
    same = ShiftSensitivity({"one": found["always"], "two": found["always"]})
    assert same.agrees("mean_resolution", "ana first")
    assert not same.agrees("mean_resolution", "idle")
    turned = ShiftSensitivity({"one": found["always"], "two": found["always"].against("ana first")})
    assert not turned.agrees("mean_resolution", "idle")


def test_differences_are_given_by_model(found: ShiftSensitivity) -> None:
    """As in the comparisons; none for the baseline."""
    rows = found.difference_intervals("mean_wait", "ana first")
    assert [name for name, *_ in rows] == ["always", "given shifts"]
    for name, *ends in rows:
        ((_, *expected),) = found[name].difference_intervals("mean_wait")
        assert ends == expected
    assert found.difference_intervals("mean_wait", "idle") == []


def compared(*models: object) -> Callable[[], object]:
    """Compare by some models, later."""
    return lambda: compare_shift_models(desk, models, POLICIES, measures="mean_wait")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (compared("always"), "models: expected at least two"),
        (compared("always", "always"), "names that differ"),
        (compared("always", 5), "models: expected a ShiftModel"),
    ],
)
def test_what_cannot_be_is_refused(wrong: Callable[[], object], message: str) -> None:
    """The message names the field."""
    with pytest.raises((TypeError, ValueError), match=message):
        wrong()


def test_a_model_that_was_not_compared_is_refused(found: ShiftSensitivity) -> None:
    """With those that were."""
    with pytest.raises(ValueError, match=r"model: expected one of .*always"):
        found["same hours"]
