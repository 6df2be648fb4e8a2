"""What every rule keeps, whatever the backlog.

All rules are tried on the same backlog, because it takes longer to draw than to rank; the message
of a failure names the rule.
"""

import pickle
from collections.abc import Sequence
from random import Random

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.sla.urgency.backlogs import DAY, NOW, Row, columns, running_rows, waits
from tests.sla.urgency.rules import RULES, labels, name
from ticketroute.sla import AROUND_THE_CLOCK, Ordering, UrgencyRule

each_rule = pytest.mark.parametrize("rule", RULES, ids=labels(RULES))
some = settings(max_examples=100)


@given(rows=running_rows, wait=waits)
@some
def test_gives_one_number_for_each_row(rows: Sequence[Row], wait: int) -> None:
    """An array of floats without NaN; the columns cannot be written to, and need not be."""
    backlog = columns(rows)
    for rule in RULES:
        urgency = rule(backlog, NOW + wait)
        assert urgency.dtype == np.float64, rule
        assert urgency.shape == (len(rows),), rule
        assert not np.isnan(urgency).any(), rule


@given(rows=running_rows, random=st.randoms(use_true_random=False))
@some
def test_does_not_depend_on_the_order_of_rows(rows: list[Row], random: Random) -> None:
    """Rows in another order have the same numbers, to the last digit."""
    places = list(range(len(rows)))
    random.shuffle(places)
    backlog, shuffled = columns(rows), columns([rows[place] for place in places])
    for rule in RULES:
        before = rule(backlog, NOW).tolist()
        assert rule(shuffled, NOW).tolist() == [before[place] for place in places], rule


def places(numbers: NDArray[np.float64]) -> list[int]:
    """Give the dense rank of each number, so that ties show."""
    ranks: list[int] = np.unique(numbers, return_inverse=True)[1].tolist()
    return ranks


@given(rows=running_rows, wait=waits)
@some
def test_order_changes_as_declared(rows: Sequence[Row], wait: int) -> None:
    """Static numbers stay; those of a common slope grow alike, and tickets stay in their places."""
    backlog = columns(rows)
    for rule in RULES:
        before, after = rule(backlog, NOW), rule(backlog, NOW + wait)
        declared: object = getattr(rule, "ordering", None)
        if declared is Ordering.STATIC:
            assert after.tolist() == before.tolist(), rule
        elif declared is Ordering.COMMON_SLOPE:
            ranked = np.isfinite(before)
            grown = (after[ranked] - before[ranked]).tolist()
            assert grown == pytest.approx(grown[:1] * len(grown)), rule
            assert after[~ranked].tolist() == before[~ranked].tolist(), rule
            if name(rule) == "LinearAgeing":  # to the microsecond; a mix is rounded
                assert places(after) == places(before)
        else:
            assert declared is Ordering.GENERAL, rule


@given(rows=running_rows, days=st.integers(-20_000, 20_000))
@some
def test_does_not_depend_on_the_century(rows: Sequence[Row], days: int) -> None:
    """Around the clock, everything moved by days has the same numbers, or gaps between them."""
    still = [attrs.evolve(row, calendar=AROUND_THE_CLOCK) for row in rows]
    moved = [
        attrs.evolve(row, created=row.created + days * DAY, since=row.start + days * DAY)
        for row in still
    ]
    backlog, later = columns(still), columns(moved)
    for rule in RULES:
        before, after = rule(backlog, NOW), rule(later, NOW + days * DAY)
        if name(rule) == "NewestFirst":
            assert (after - days * DAY).tolist() == before.tolist(), rule
        elif name(rule) in {"OldestFirst", "EarliestDue"}:
            assert (after + days * DAY).tolist() == before.tolist(), rule
        elif name(rule) != "StrictLevels":  # whose arrivals are rounded differently
            assert after.tolist() == before.tolist(), rule


@each_rule
def test_is_a_value(rule: UrgencyRule) -> None:
    """Equal, hashed, shown and sent to another process by its settings; it cannot be changed."""
    twin: object = pickle.loads(pickle.dumps(rule))  # noqa: S301 - our own bytes
    assert twin == rule
    assert hash(twin) == hash(rule)
    assert repr(twin) == repr(rule)
    assert repr(rule).startswith(f"{name(rule)}(")
    assert isinstance(rule, UrgencyRule)
    with pytest.raises(AttributeError):
        rule.ordering = Ordering.STATIC  # type: ignore[attr-defined]


def test_rules_with_other_settings_are_others() -> None:
    """No two of them are equal."""
    assert len(set(RULES)) == len(RULES)


HUGE = 3 * 10**17
"""Nearly 10,000 years."""
LONG_AGO = -6 * 10**16

EXTREMES = (
    Row(created=NOW, work=1),
    Row(created=NOW, work=HUGE, weight=1e9, target=1),
    Row(created=NOW, work=1, weight=1e9, target=1, level=1),
    Row(created=NOW, work=1, weight=1e-9, target=HUGE, level=1_000),
    Row(created=LONG_AGO, work=HUGE, target=1, level=1_001, tier=1),
    Row(created=LONG_AGO, work=1, target=HUGE, level=10**9, tier=3),
    Row(created=LONG_AGO, target=0, level=2, signal=1e300),
    Row(created=NOW, target=HUGE, work=HUGE, weight=1e-9, signal=-1e300),
    Row(created=NOW, target=1, used=HUGE, signal=float("inf")),
    Row(created=NOW, target=1, used=HUGE, signal=float("-inf")),
)


@each_rule
@pytest.mark.parametrize("rows", [*((row,) for row in EXTREMES), (), EXTREMES, EXTREMES * 100])
def test_extremes_are_numbers(rule: UrgencyRule, rows: Sequence[Row]) -> None:
    """Warnings are errors here: nothing overflows, is divided by zero or becomes NaN."""
    for now in (NOW, NOW + HUGE // 2):
        urgency = rule(columns(rows), now)
        assert urgency.shape == (len(rows),)
        assert not np.isnan(urgency).any()


@each_rule
def test_extremes_do_not_depend_on_the_order_of_rows(rule: UrgencyRule) -> None:
    """Also where sums no longer fit in a column."""
    rows = EXTREMES * 100
    before, after = rule(columns(rows), NOW), rule(columns(rows[::-1]), NOW)
    assert after.tolist() == before.tolist()[::-1]
