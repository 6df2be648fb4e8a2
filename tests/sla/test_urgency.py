"""Urgency rules: by hand, and what they say about how their order changes."""

import pickle
from collections.abc import Sequence
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.builders import minutes
from tests.generators import RULES
from ticketroute.sla import (
    Backlog,
    EarliestDue,
    LinearAgeing,
    OldestFirst,
    Ordering,
    ShareOfTargetUsed,
    UrgencyRule,
    rank,
)

MINUTE = 60_000_000


def backlog(*rows: tuple[int, int, int]) -> Backlog:
    """Make a backlog of (minute of arrival, minutes allowed or 0, level)."""
    created = [arrival * MINUTE for arrival, _, _ in rows]
    target = [allowed * MINUTE for _, allowed, _ in rows]
    level = [each for _, _, each in rows]
    columns = (np.array(column, dtype=np.int64) for column in (created, target, level))
    return Backlog.around_the_clock(*columns)


def order(rule: UrgencyRule, given: Backlog, minute: int) -> list[int]:
    """Rank a backlog at a minute, ids in the order of the rows."""
    ids = [f"{number:03}" for number in range(len(given))]
    positions: list[int] = rank(rule, given, minute * MINUTE, ids).tolist()
    return positions


def test_oldest_first_ranks_by_arrival() -> None:
    """First come, first served, whatever is due."""
    given = backlog((5, 1, 1), (2, 0, 0), (9, 600, 3))
    assert order(OldestFirst(), given, 10) == [1, 0, 2]


def test_earliest_due_ranks_by_due_time() -> None:
    """Due at 65, 32 and 609; one without a target comes last, though it is the oldest."""
    given = backlog((5, 60, 1), (2, 30, 1), (9, 600, 3), (0, 0, 0))
    assert order(EarliestDue(), given, 10) == [1, 0, 2, 3]


def test_share_of_target_ranks_by_waited_over_allowed() -> None:
    """10 of 100 minutes, 9 of 60, 4 of 10 at minute 10; without a target last."""
    given = backlog((0, 100, 1), (1, 60, 1), (6, 10, 1), (0, 0, 0))
    assert ShareOfTargetUsed()(given, 10 * MINUTE).tolist() == [0.1, 0.15, 0.4, -np.inf]
    assert order(ShareOfTargetUsed(), given, 10) == [2, 1, 0, 3]


def test_share_of_target_is_one_when_due() -> None:
    """And more when late."""
    given = backlog((0, 50, 1))
    assert ShareOfTargetUsed()(given, 50 * MINUTE).tolist() == [1]
    assert ShareOfTargetUsed()(given, 75 * MINUTE).tolist() == [1.5]


def test_share_of_target_lets_the_short_one_overtake() -> None:
    """The one that has waited longer is overtaken by the one with less time: it is general."""
    given = backlog((0, 100, 1), (10, 20, 1))
    assert order(ShareOfTargetUsed(), given, 11) == [0, 1]
    assert order(ShareOfTargetUsed(), given, 20) == [1, 0]
    assert ShareOfTargetUsed.ordering is Ordering.GENERAL


def test_linear_ageing_grants_a_head_start() -> None:
    """Ten minutes waited against two waited and a start of nine."""
    given = backlog((0, 0, 3), (8, 0, 1))
    rule = LinearAgeing({1: 9})
    assert rule(given, 10 * MINUTE).tolist() == [10, 11]
    assert order(rule, given, 10) == [1, 0]


def test_linear_ageing_starves_nobody() -> None:
    """Who has waited longer than the head start is served before any newcomer of any level."""
    given = backlog((0, 0, 0), (241, 0, 1))
    assert order(LinearAgeing({1: 240}), given, 241) == [0, 1]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_empty_backlog_has_an_empty_order(rule: UrgencyRule) -> None:
    """No tickets, no numbers."""
    assert order(rule, backlog(), 10) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_rule_leaves_the_backlog_alone(rule: UrgencyRule) -> None:
    """The columns belong to the board."""
    given = backlog((5, 60, 1), (2, 0, 0))
    copies = [column.copy() for column in (given.created, given.due, given.target, given.level)]
    rule(given, 10 * MINUTE)
    columns = (given.created, given.due, given.target, given.level)
    assert [one.tolist() for one in columns] == [one.tolist() for one in copies]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: type(rule).__name__)
def test_rule_is_a_value(rule: UrgencyRule) -> None:
    """Equal, hashed and sent to another process by its settings."""
    twin: object = pickle.loads(pickle.dumps(rule))  # noqa: S301 - our own bytes
    assert twin == rule
    assert hash(twin) == hash(rule)
    assert isinstance(rule, UrgencyRule)


rows = st.tuples(
    st.integers(0, 30), st.sampled_from([0, 5, 10, 30, 500]), st.sampled_from([0, 1, 2, 3])
)
backlogs = st.lists(rows, max_size=6).map(lambda given: backlog(*given))


@given(backlogs, st.integers(30, 100), st.integers(0, 1000), st.sampled_from(RULES))
@settings(max_examples=150)
def test_static_and_common_slope_orders_never_change_with_time(
    given: Backlog, now: int, wait: int, rule: UrgencyRule
) -> None:
    """What a rule declares is true: only a general one lets tickets overtake each other."""
    if getattr(rule, "ordering", Ordering.GENERAL) is not Ordering.GENERAL:
        assert order(rule, given, now) == order(rule, given, now + wait)


@given(backlogs, st.integers(30, 100), st.integers(0, 1000))
@settings(max_examples=50)
def test_static_numbers_never_change_and_common_slopes_change_alike(
    given: Backlog, now: int, wait: int
) -> None:
    """The numbers themselves are as declared, not only their order."""
    for rule in RULES:
        before, after = rule(given, now * MINUTE), rule(given, (now + wait) * MINUTE)
        declared = getattr(rule, "ordering", None)
        if declared is Ordering.STATIC:
            assert after.tolist() == before.tolist()
        elif declared is Ordering.COMMON_SLOPE:
            assert (after - before).tolist() == pytest.approx([wait] * len(given))


@given(st.lists(rows, max_size=6), st.randoms(use_true_random=False), st.sampled_from(RULES))
@settings(max_examples=100)
def test_rank_is_a_plain_sort_and_does_not_depend_on_the_order_of_rows(
    given: Sequence[tuple[int, int, int]], random: Random, rule: UrgencyRule
) -> None:
    """Urgency first, then due time, arrival and id."""
    now = 40 * MINUTE
    named = [(f"t{number}", row) for number, row in enumerate(given)]
    random.shuffle(named)
    ids = [name for name, _ in named]
    columns = backlog(*(row for _, row in named))
    urgency = rule(columns, now).tolist()
    keys = [
        (-urgency[n], int(columns.due[n]), int(columns.created[n]), ids[n])
        for n in range(len(named))
    ]
    ranked = [ids[n] for n in rank(rule, columns, now, ids).tolist()]
    assert ranked == [key[-1] for key in sorted(keys)]


def test_complete_ties_go_by_id() -> None:
    """Nothing else is left to decide."""
    given = backlog((5, 10, 1), (5, 10, 1), (5, 10, 1))
    assert rank(OldestFirst(), given, 10 * MINUTE, ["c", "a", "b"]).tolist() == [1, 2, 0]


def test_ties_go_by_due_time_before_arrival() -> None:
    """Equal urgency: due at 40 although it came later."""

    def nothing_matters(given: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.zeros(len(given))

    given = backlog((0, 50, 1), (10, 30, 1), (5, 0, 0), (4, 0, 0))
    assert order(nothing_matters, given, 20) == [1, 0, 3, 2]


def test_urgency_that_is_not_a_number_is_refused() -> None:
    """NaN has no place in an order."""

    def undefined(given: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.full(len(given), np.nan)

    with pytest.raises(
        ValueError, match=r"urgency of .*undefined.*: expected numbers, none .* NaN"
    ):
        order(undefined, backlog((0, 0, 0)), 10)


def test_urgency_of_a_wrong_shape_is_refused() -> None:
    """One number for each ticket."""

    def one_for_all(_given: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.zeros(1)

    message = r"urgency of .*one_for_all.*: expected an array of shape \(2,\), got \(1,\)"
    with pytest.raises(ValueError, match=message):
        order(one_for_all, backlog((0, 0, 0), (0, 0, 0)), 10)


def test_infinite_urgency_is_allowed() -> None:
    """Plus infinity is first, minus infinity last."""

    def extremes(_given: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.array([-np.inf, 0, np.inf])

    assert order(extremes, backlog((0, 0, 0), (0, 0, 0), (0, 0, 0)), 1) == [2, 1, 0]


@pytest.mark.parametrize(
    ("head_start", "error", "message"),
    [
        ({0: 5}, ValueError, r"LinearAgeing.head_start: expected an integer of at least 1, got 0"),
        ({1.5: 5}, TypeError, r"LinearAgeing.head_start: expected an integer .*, got 1\.5"),
        (
            {1: float("nan")},
            ValueError,
            r"LinearAgeing.head_start\[1\]: expected a finite number, got nan",
        ),
        ({1: float("inf")}, ValueError, r"LinearAgeing.head_start\[1\]: .* got inf"),
    ],
)
def test_wrong_head_start_is_refused(
    head_start: dict[int, float], error: type[Exception], message: str
) -> None:
    """Levels are integers from 1, head starts finite numbers of minutes."""
    with pytest.raises(error, match=message):
        LinearAgeing(head_start)


def test_head_start_that_is_no_number_is_refused_by_name() -> None:
    """The message names field and value."""
    with pytest.raises((TypeError, ValueError), match=r"LinearAgeing.head_start\[1\]: .* got '60'"):
        LinearAgeing({1: "60"})  # type: ignore[arg-type]


def test_head_start_beyond_the_columns_of_times_is_refused() -> None:
    """It is found out when the rule is made, not when it first decides."""
    with pytest.raises(ValueError, match=r"head_start\[1\]: expected at most 1e9 minutes"):
        LinearAgeing({1: 1e300})
    assert order(LinearAgeing({1: 1e9}), backlog((0, 0, 1), (0, 0, 0)), 10) == [0, 1]


def test_head_start_is_a_number_of_minutes() -> None:
    """Half minutes count too."""
    given = backlog((0, 0, 1))
    assert LinearAgeing({1: 0.5})(given, MINUTE).tolist() == [1.5]
    assert minutes(0.5).total_seconds() == 30
