"""Each rule against its formula in plain Python, on drawn backlogs.

All rules are tried on the same backlog, because it takes longer to draw than to rank; the message
of a failure names the rule.
"""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings

from tests.sla.urgency.backlogs import MONDAY, NOW, Row, columns, running_rows, waits
from tests.sla.urgency.formulas import FORMULAS
from tests.sla.urgency.rules import RULES
from ticketroute.sla import (
    EarliestDue,
    LeastSlack,
    LinearAgeing,
    ModifiedDueDate,
    OldestFirst,
    StrictLevels,
    ThenBy,
    TierFirst,
    urgency,
)

EXACT = (
    OldestFirst(),
    EarliestDue(),
    LeastSlack(),
    ModifiedDueDate(),
    LinearAgeing({1: 240, 2: 60.5}),
)
"""Rules whose numbers keep every microsecond apart."""


def test_every_rule_has_a_formula_or_a_test_of_its_own() -> None:
    """Nothing that is exported goes uncompared."""
    exported = {getattr(urgency, each) for each in urgency.__all__}
    rules = {each for each in exported if isinstance(each, type) and hasattr(each, "ordering")}
    assert rules == {type(rule) for rule in RULES}
    assert rules - {type(rule) for rule, _ in FORMULAS} == {TierFirst, ThenBy}


@given(rows=running_rows, wait=waits)
@settings(max_examples=150)
def test_rules_are_their_formulas(rows: Sequence[Row], wait: int) -> None:
    """One number for each row, and the right one."""
    backlog, now = columns(rows), NOW + wait
    for rule, formula in FORMULAS:
        expected = [float(formula(row, rows, now)) for row in rows]
        answer = rule(backlog, now).tolist()
        assert answer == pytest.approx(expected, rel=1e-12, abs=1e-12), rule


@given(rows=running_rows, wait=waits)
@settings(max_examples=100)
def test_what_differs_by_a_microsecond_is_kept_apart(rows: Sequence[Row], wait: int) -> None:
    """Rules of times put rows exactly as their formulas do in fractions, ties included."""
    formulas, backlog, now = dict(FORMULAS), columns(rows), NOW + wait
    for rule in EXACT:
        keys = [formulas[rule](row, rows, now) for row in rows]
        answer = rule(backlog, now).tolist()
        places = sorted(range(len(rows)), key=keys.__getitem__)
        for one, other in pairwise(places):
            assert (keys[one] == keys[other]) == (answer[one] == answer[other]), rule
            assert answer[one] <= answer[other], rule


@given(rows=running_rows, wait=waits)
@settings(max_examples=100)
def test_strict_levels_round_once(rows: Sequence[Row], wait: int) -> None:
    """The number is the nearest float to what the documentation says."""
    formula = dict(FORMULAS)[StrictLevels()]
    expected = [formula(row, rows, MONDAY) for row in rows]
    assert StrictLevels()(columns(rows), NOW + wait).tolist() == expected


@given(rows=running_rows, wait=waits)
@settings(max_examples=60)
def test_tier_first_is_a_sort_by_tier_and_then_by_the_rule(rows: Sequence[Row], wait: int) -> None:
    """Whichever rule is within: equal where both are equal, else the tier, else the rule."""
    backlog, now = columns(rows), NOW + wait
    for rule in RULES:
        within = rule(backlog, now).tolist()
        keys = [(-(row.tier or 99), within[n]) for n, row in enumerate(rows)]
        answer = TierFirst(rule)(backlog, now).tolist()
        places = sorted(range(len(rows)), key=keys.__getitem__)
        for one, other in pairwise(places):
            assert (keys[one] == keys[other]) == (answer[one] == answer[other]), rule
            assert answer[one] <= answer[other], rule


@given(rows=running_rows)
def test_second_key_decides_among_equals_of_the_first_only(rows: Sequence[Row]) -> None:
    """Sorted by both numbers, as a sort by pairs does it."""
    backlog = columns(rows)
    first, second = StrictLevels(), ModifiedDueDate()
    both = ThenBy(first, second)(backlog, NOW)
    pairs = list(zip(first(backlog, NOW), second(backlog, NOW), strict=True))
    for one, its in zip(both, pairs, strict=True):
        for other, others in zip(both, pairs, strict=True):
            assert (one < other) == (its < others)
