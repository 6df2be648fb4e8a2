"""What the literature proves or claims about the rules, by trying every order of a few jobs."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import permutations

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sla.urgency.backlogs import HOUR, MONDAY, Row, columns, hours, numbers, order
from ticketroute.sla import (
    ApparentTardinessCost,
    CMu,
    Covert,
    CriticalRatio,
    EarliestDue,
    LeastSlack,
    ModifiedDueDate,
    ShareOfTargetUsed,
    SlackPerWork,
    UrgencyRule,
    WeightedModifiedDueDate,
    WeightedShortestWork,
)

Cost = Callable[[Row, int], float]


def total(cost: Cost, served: Sequence[Row]) -> float:
    """Add up what each job costs by the time at which it ends, one after the other."""
    ends, now = [], MONDAY
    for row in served:
        now += row.work
        ends.append(now)
    return sum(cost(row, end) for row, end in zip(served, ends, strict=True))


def greatest(cost: Cost, served: Sequence[Row]) -> float:
    """Give the greatest of these costs."""
    return max(total(cost, served[: n + 1]) - total(cost, served[:n]) for n in range(len(served)))


def lateness(row: Row, end: int) -> float:
    """Give how many hours after its due time a job ends."""
    return (end - row.due) / HOUR


def delay(row: Row, end: int) -> float:
    """Give how many hours too late a job ends."""
    return max(lateness(row, end), 0)


def weighted_delay(row: Row, end: int) -> float:
    """Give the same, times the weight."""
    return row.weight * delay(row, end)


def weighted_end(row: Row, end: int) -> float:
    """Give the weight times when a job ends."""
    return row.weight * (end - MONDAY) / HOUR


def by_turns(rule: UrgencyRule, rows: Sequence[Row]) -> list[Row]:
    """Serve jobs one after the other, each time the most urgent one at that instant."""
    left, served, now = list(rows), list[Row](), MONDAY
    while left:
        urgency = rule(columns(left), now).tolist()
        first = max(range(len(left)), key=lambda n: (urgency[n], -left[n].due, -n))
        served.append(left.pop(first))
        now += served[-1].work
    return served


jobs = st.lists(
    st.builds(
        hours,
        allowed=st.integers(1, 30),
        work=st.integers(1, 9),
        weight=st.integers(1, 5).map(float),
    ),
    min_size=1,
    max_size=5,
)


@given(jobs)
@settings(max_examples=40)
def test_weighted_shortest_work_minimises_the_weighted_sum_of_ends(rows: Sequence[Row]) -> None:
    """Smith 1956: no order of all jobs does better."""
    best = min(total(weighted_end, each) for each in permutations(rows))
    assert total(weighted_end, by_turns(WeightedShortestWork(), rows)) == pytest.approx(best)


@given(jobs)
@settings(max_examples=40)
def test_earliest_due_minimises_the_greatest_lateness(rows: Sequence[Row]) -> None:
    """Jackson 1955: no order of all jobs does better."""
    best = min(greatest(lateness, each) for each in permutations(rows))
    assert greatest(lateness, by_turns(EarliestDue(), rows)) == pytest.approx(best)


def test_modified_due_date_beats_both_its_parts() -> None:
    """By hand: ends 8, 9, 10, 12; ends 1, 2, 4, 12; and ends 1, 2, 10, 12."""
    late_soon = [hours(0, 2, 8), hours(0, 3, 1), hours(0, 4, 1), hours(0, 20, 2)]
    delays = {
        type(rule).__name__: total(delay, by_turns(rule, late_soon))
        for rule in (EarliestDue(), WeightedShortestWork(), ModifiedDueDate())
    }
    assert delays == {"EarliestDue": 18, "WeightedShortestWork": 10, "ModifiedDueDate": 8}
    in_time = [hours(0, 4, 3), hours(0, 30, 1), hours(0, 9, 5)]
    assert total(delay, by_turns(ModifiedDueDate(), in_time)) == 0
    assert total(delay, by_turns(EarliestDue(), in_time)) == 0
    assert total(delay, by_turns(WeightedShortestWork(), in_time)) == 0


@given(jobs)
@settings(max_examples=40)
def test_modified_due_date_leaves_nothing_that_swapping_neighbours_would_mend(
    rows: Sequence[Row],
) -> None:
    """Baker and Bertrand 1982: no two that follow each other would be better the other way."""
    served = by_turns(ModifiedDueDate(), rows)
    for n in range(len(served) - 1):
        swapped = [*served[:n], served[n + 1], served[n], *served[n + 2 :]]
        assert total(delay, served) <= total(delay, swapped) + 1e-9


def test_weighted_rules_save_weighted_delay() -> None:
    """On a crowded list, both heuristics do better than their blind relatives."""
    rows = [
        hours(0, 4, 4, weight=1),
        hours(0, 5, 2, weight=5),
        hours(0, 9, 3, weight=4),
        hours(0, 6, 5, weight=2),
    ]
    best = min(total(weighted_delay, each) for each in permutations(rows))
    earliest = total(weighted_delay, by_turns(EarliestDue(), rows))
    for rule in (WeightedModifiedDueDate(), ApparentTardinessCost()):
        assert best <= total(weighted_delay, by_turns(rule, rows)) < earliest


@given(jobs)
@settings(max_examples=40)
def test_equal_weights_leave_the_modified_due_date(rows: Sequence[Row]) -> None:
    """Kanet and Li 2004."""
    equal = [attrs.evolve(row, weight=1.0) for row in rows]
    assert numbers(WeightedModifiedDueDate(), 3, *equal) == numbers(ModifiedDueDate(), 3, *equal)


@given(jobs)
@settings(max_examples=40)
def test_far_sight_turns_atc_into_weighted_shortest_work(rows: Sequence[Row]) -> None:
    """Slack counts less and less; what remains is the logarithm of weight per work."""
    far = ApparentTardinessCost(look_ahead=1e9)
    by_worth = numbers(WeightedShortestWork(), 0, *rows)
    given_out = numbers(far, 0, *rows)
    for one in range(len(rows)):
        for other in range(len(rows)):
            if by_worth[one] > by_worth[other]:
                assert given_out[one] > given_out[other]


@given(st.lists(st.integers(3, 300), min_size=1, max_size=6, unique=True))
@settings(max_examples=40)
def test_short_sight_turns_atc_into_least_slack(allowed: list[int]) -> None:
    """While nothing is late, and with equal weight per work."""
    rows = [hours(0, each, work, weight=work) for n, each in enumerate(allowed) for work in [n + 1]]
    rows = [row for row in rows if row.target > row.work]
    near = ApparentTardinessCost(look_ahead=0.01)
    assert order(near, 0, *rows) == order(LeastSlack(), 0, *rows)


def test_critical_ratio_and_slack_per_work_are_the_same_order() -> None:
    """One is the other plus 1."""
    rows = [hours(0, allowed, work) for allowed in (1, 5, 9) for work in (0.5, 3, 7)]
    one, other = numbers(CriticalRatio(), 4, *rows), numbers(SlackPerWork(), 4, *rows)
    assert [each + 1 for each in one] == pytest.approx(other)
    assert order(CriticalRatio(), 4, *rows) == order(SlackPerWork(), 4, *rows)


def test_c_mu_with_one_cost_is_shortest_work() -> None:
    """And with costs as weights, the weighted form."""
    rows = [hours(work=work, level=1 + work % 2) for work in range(1, 7)]
    assert numbers(CMu(), 0, *rows) == numbers(WeightedShortestWork(), 0, *rows)
    costs = {1: 3.0, 2: 5.0}
    weighed = [attrs.evolve(row, weight=costs[row.level]) for row in rows]
    assert numbers(CMu(costs), 0, *rows) == numbers(WeightedShortestWork(), 0, *weighed)


DUE_RULES = (
    EarliestDue(),
    LeastSlack(),
    CriticalRatio(),
    SlackPerWork(),
    ShareOfTargetUsed(),
    ModifiedDueDate(),
    WeightedModifiedDueDate(),
    ApparentTardinessCost(),
    Covert(timedelta(hours=3)),
)


@given(st.lists(st.integers(1, 2_000), min_size=2, max_size=8), st.integers(0, 60))
@settings(max_examples=40)
def test_of_equal_work_the_later_one_is_never_less_urgent(allowed: list[int], hour: int) -> None:
    """Before and after the target runs out, for every rule that looks at it."""
    rows = [hours(0, each / 60, 0.75) for each in sorted(allowed)]
    for rule in DUE_RULES:
        given_out = numbers(rule, hour / 2, *rows)
        assert given_out == sorted(given_out, reverse=True), rule
