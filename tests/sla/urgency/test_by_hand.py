"""Each rule on an example that a person can follow; times in hours from Monday midnight."""

import math
from datetime import timedelta

import numpy as np
import pytest

from tests.sla.urgency.backlogs import HOUR, MINUTE, MONDAY, Row, hours, numbers, order
from tests.sla.urgency.rules import name
from ticketroute.sla import (
    AccumulatingPriority,
    ApparentTardinessCost,
    Backlog,
    BusinessCalendar,
    ClockColumns,
    CMu,
    Covert,
    CriticalRatio,
    EarliestDue,
    LeastSlack,
    LinearAgeing,
    ModifiedDueDate,
    OldestFirst,
    Ordering,
    ShareOfTargetUsed,
    Signal,
    SlackPerWork,
    SteppedAgeing,
    StrictLevels,
    TierFactor,
    TierFirst,
    UrgencyRule,
    UrgencyTerm,
    WeightedModifiedDueDate,
    WeightedShortestWork,
    WeightedUrgency,
)

LAST = -math.inf
DESK = 0
"""The calendar of the desk, open from 9 to 17."""


def test_oldest_first() -> None:
    """First come, first served, whatever is due."""
    rows = hours(5, 1), hours(2), hours(9, 600)
    assert numbers(OldestFirst(), 10, *rows) == [-MONDAY - each * HOUR for each in (5, 2, 9)]
    assert order(OldestFirst(), 10, *rows) == [1, 0, 2]


def test_earliest_due() -> None:
    """Due at 65, 32 and 609; one without a target comes last, though it is the oldest."""
    rows = hours(5, 60), hours(2, 30), hours(9, 600), hours(0)
    due = [-MONDAY - each * HOUR for each in (65, 32, 609)]
    assert numbers(EarliestDue(), 10, *rows) == [*due, LAST]
    assert order(EarliestDue(), 10, *rows) == [1, 0, 2, 3]


def test_due_on_a_calendar() -> None:
    """Four hours from 15:00 end at 11:00 on the next day, those around the clock at 19:00."""
    rows = hours(15, 4, calendar=DESK), hours(15, 4)
    assert numbers(EarliestDue(), 16, *rows) == [-MONDAY - 35 * HOUR, -MONDAY - 19 * HOUR]


def test_target_that_never_runs_out_is_due_last() -> None:
    """A calendar without opening hours: there is a target, and no due time."""
    created = np.array([MONDAY, MONDAY])
    never = BusinessCalendar(weekly={}, tz="UTC")
    clocks = ClockColumns.started(
        created, np.array([HOUR, HOUR]), calendar=np.array([0, -1]), calendars=[never]
    )
    backlog = Backlog(created, clocks)
    assert EarliestDue()(backlog, MONDAY).tolist() == [LAST, -MONDAY - HOUR]
    assert LeastSlack()(backlog, MONDAY + HOUR).tolist() == [0, 60]


def test_least_slack() -> None:
    """Left 6, 2 and -1 hours, work 5, 0.5 and 1: slack 1, 1.5 and -2."""
    rows = hours(0, 10, 5), hours(0, 6, 0.5), hours(0, 3, 1), hours(0)
    assert numbers(LeastSlack(), 4, *rows) == [-60, -90, 120, LAST]


def test_slack_counts_open_time() -> None:
    """At 16:00, of four hours from 15:00, three are left; at 20:00, two: an hour has passed."""
    row = hours(15, 4, 1, calendar=DESK)
    assert numbers(LeastSlack(), 16, row) == [-120]
    assert numbers(LeastSlack(), 20, row) == [-60]


def test_critical_ratio_and_slack_per_work() -> None:
    """Left 6, 2 and -1 hours, work 5, 0.5 and 1."""
    rows = hours(0, 10, 5), hours(0, 6, 0.5), hours(0, 3, 1), hours(0)
    assert numbers(CriticalRatio(), 4, *rows) == [-1.2, -4, 1, LAST]
    assert numbers(SlackPerWork(), 4, *rows) == [-0.2, -3, 2, LAST]


def test_work_changes_sides_when_late() -> None:
    """Of two tickets with as much time left the longer comes first; of two as late, the shorter."""
    long, short = hours(0, 10, 5), hours(0, 10, 1)
    assert order(CriticalRatio(), 5, short, long) == [1, 0]
    assert order(CriticalRatio(), 15, long, short) == [1, 0]


def test_share_of_target_used() -> None:
    """10 of 100, 9 of 60, 4 of 10 hours; without a target last."""
    rows = hours(0, 100), hours(1, 60), hours(6, 10), hours(0)
    assert numbers(ShareOfTargetUsed(), 10, *rows) == [0.1, 0.15, 0.4, LAST]


def test_share_of_target_is_one_when_due() -> None:
    """And more when late."""
    assert numbers(ShareOfTargetUsed(), 50, hours(0, 50)) == [1]
    assert numbers(ShareOfTargetUsed(), 75, hours(0, 50)) == [1.5]


def test_modified_due_date() -> None:
    """Left 6, 2, -1 hours, work 5, 3 and 1: the end counts where the due time cannot be kept."""
    rows = hours(0, 10, 5), hours(0, 6, 3), hours(0, 3, 1), hours(0)
    assert numbers(ModifiedDueDate(), 4, *rows) == [-360, -180, -60, LAST]


def test_weighted_modified_due_date() -> None:
    """The same, each divided by its weight."""
    rows = hours(0, 10, 5, weight=6), hours(0, 6, 3, weight=2), hours(0, 3, 1, weight=0.5), hours(0)
    assert numbers(WeightedModifiedDueDate(), 4, *rows) == [-60, -90, -120, LAST]


def test_weighted_shortest_work() -> None:
    """1 per half an hour, 3 per two hours."""
    assert numbers(WeightedShortestWork(), 0, hours(work=0.5), hours(work=2, weight=3)) == [2, 1.5]


def test_c_mu() -> None:
    """What the level costs an hour, times how many an hour; the weight does not count."""
    rows = hours(work=0.5, level=1), hours(work=4, level=2), hours(work=0.25, weight=9, level=3)
    assert numbers(CMu({1: 50, 2: 10}), 0, *rows) == [100, 2.5, 4]
    assert numbers(CMu({1: 50, 2: 10}, default=0), 0, *rows) == [100, 2.5, 0]
    assert numbers(TierFactor(CMu({1: 50, 2: 10})), 0, *rows) == [100, 2.5, 36]


def test_apparent_tardiness_cost() -> None:
    """Slack 0, 4 and 0 (late) hours, mean work 2, so patience is 4 hours; weight per work 2, 1."""
    rows = hours(0, 3, 1, weight=2), hours(0, 9, 3, weight=3), hours(0, 1, 2, weight=1)
    indices = np.exp(numbers(ApparentTardinessCost(), 2, *rows)).tolist()
    assert indices == pytest.approx([2, 1 / math.e, 0.5])
    assert numbers(ApparentTardinessCost(), 2, hours(0)) == [LAST]


def test_apparent_tardiness_cost_tells_far_off_tickets_apart() -> None:
    """Where the exponential would be 0 for both."""
    rows = hours(0, 80_000, 0.01), hours(0, 79_999, 0.01)
    assert math.exp(numbers(ApparentTardinessCost(), 1, *rows)[0]) == 0
    assert order(ApparentTardinessCost(), 1, *rows) == [1, 0]


def test_covert() -> None:
    """Slack 0, 3 and 12 hours with a horizon of 6; weight per work 2, 1 and 1; one late."""
    rule = Covert(timedelta(hours=3))
    rows = hours(0, 3, 1, weight=2), hours(0, 8, 3, weight=3), hours(0, 15, 1), hours(0, 1, 4)
    assert numbers(rule, 2, *rows) == [2, 0.5, 0, 0.25]
    assert numbers(rule, 2, hours(0)) == [LAST]


def test_covert_at_the_edge_of_its_horizon() -> None:
    """A microsecond of 6 hours, times 3.6e9 an hour; a microsecond before, nothing."""
    rule, row = Covert(timedelta(hours=3)), Row(target=6 * HOUR, work=1)
    assert numbers(rule, 0, row) == [pytest.approx(1 / 6, rel=1e-12)]
    assert numbers(rule, 0, Row(target=6 * HOUR + 1, work=1)) == [0]


def test_covert_leaves_far_off_tickets_to_their_due_times() -> None:
    """All have the number 0, the one without a target comes after them."""
    rows = hours(0), hours(0, 300), hours(1, 200), hours(2, 250)
    assert order(Covert(timedelta(hours=3)), 3, *rows) == [2, 3, 1, 0]


def test_linear_ageing() -> None:
    """Ten hours waited against two waited and a start of nine."""
    rows = hours(0, level=3), hours(8, level=1), hours(10)
    assert numbers(LinearAgeing({1: 540}), 10, *rows) == [600, 660, 0]


def test_linear_ageing_starves_nobody() -> None:
    """Who has waited longer than the head start is served before any newcomer of any level."""
    assert order(LinearAgeing({1: 240}), 4.1, hours(0), hours(4.1, level=1)) == [0, 1]


def test_half_minutes_count() -> None:
    """A head start is a number of minutes, not necessarily a whole one."""
    assert numbers(LinearAgeing({1: 0.5}), 1, hours(0, level=1)) == [60.5]


def test_head_start_may_be_a_handicap() -> None:
    """Below 0 it puts a level back."""
    assert numbers(LinearAgeing({4: -30}), 1, hours(0, level=4), hours(0.5)) == [30, 30]


def test_stepped_ageing() -> None:
    """Three full steps of 20 minutes in 79; never above 12."""
    rule = SteppedAgeing({1: 10, 2: 5}, step=timedelta(minutes=20), most=12)
    rows = hours(0), hours(0, level=2), hours(0, level=1), hours(1.3, level=1)
    assert numbers(rule, 79 / 60, *rows) == [3, 8, 12, 10]
    assert numbers(SteppedAgeing(step=timedelta(minutes=20)), 79 / 60, *rows[:1]) == [3]


def test_step_is_full_when_it_is_over() -> None:
    """Not a microsecond before."""
    rule, row = SteppedAgeing(step=timedelta(minutes=20)), hours(0)
    assert numbers(rule, 20 / 60, row) == [1]
    assert numbers(rule, 20 / 60 - 1e-6 / 3600, row) == [0]


def test_accumulating_priority() -> None:
    """Five hours at 1 an hour, one at 4, two at 0.5."""
    rule = AccumulatingPriority({1: 4, 3: 0.5})
    assert numbers(rule, 5, hours(0), hours(4, level=1), hours(3, level=3)) == [5, 4, 1]


def test_strict_levels() -> None:
    """Level before age, age within a level, those without a level last."""
    rows = hours(0), hours(3, level=2), hours(9, level=1), hours(1, level=2), hours(0, level=50)
    assert order(StrictLevels(), 9, *rows) == [2, 3, 1, 4, 0]


def test_strict_levels_resolve_what_they_say() -> None:
    """A microsecond at level 1, 2 at level 2, 8 at level 8, 1024 without a level."""
    for level, least in ((1, 1), (2, 2), (3, 4), (4, 4), (5, 8), (8, 8), (0, 1024)):
        rows = [Row(MONDAY + wait, level=level) for wait in (0, least)]
        one, other = numbers(StrictLevels(), 1, *rows)
        assert one > other
        if least > 1:
            apart = [Row(MONDAY // 1024 * 1024 + wait, level=level) for wait in (0, least // 4)]
            one, other = numbers(StrictLevels(), 1, *apart)
            assert one == other


def test_strict_levels_of_arrivals_beyond_the_range() -> None:
    """They count as at its ends; no level comes before a higher one."""
    early, late = -6 * 10**16, 25 * 10**16
    rows = [Row(created, level=level) for level in (3, 2, 1) for created in (late, early)]
    given = numbers(StrictLevels(), 1, *rows)
    assert given == sorted(given)
    assert len(set(given)) == len(given)


def test_levels_beyond_the_last_count_as_none() -> None:
    """Level 1000 is the last that is told apart."""
    given = numbers(StrictLevels(), 1, *(hours(level=each) for each in (1000, 1001, 10**9, 0)))
    assert given[0] > given[1] == given[2] == given[3]


def test_signal() -> None:
    """As it is; missing ones last, or in the middle."""
    rows = hours(signal=0.25), hours(), hours(signal=-3)
    assert numbers(Signal("signal"), 1, *rows) == [0.25, LAST, -3]
    assert numbers(Signal("signal", missing=0), 1, *rows) == [0.25, 0, -3]


def test_signal_that_nobody_has_heard_of() -> None:
    """A wrong name is found out."""
    message = r"Backlog.signals: expected the signal 'anger' that Signal asks for, got \['signal'\]"
    with pytest.raises(ValueError, match=message):
        numbers(Signal("anger"), 1, hours())


def test_tier_first() -> None:
    """Tier 1 before 2 before none; within a tier by due time, without one at its end."""
    rows = hours(0, 5), hours(0, 9, tier=2), hours(0, tier=1), hours(0, 99, tier=1), hours(0)
    assert order(TierFirst(EarliestDue()), 1, *rows) == [3, 2, 1, 0, 4]


def test_tier_first_without_any_tier_is_the_rule() -> None:
    """Nothing to put first."""
    rows = hours(0, 5), hours(0, 9), hours(0), hours(0, 2)
    assert order(TierFirst(EarliestDue()), 1, *rows) == order(EarliestDue(), 1, *rows)


def test_tier_factor() -> None:
    """Used 1/2 and 1/4 of the target, weights 1 and 3."""
    rows = hours(0, 8), hours(0, 16, weight=3), hours(0, weight=3)
    assert numbers(TierFactor(ShareOfTargetUsed()), 4, *rows) == [0.5, 0.75, LAST]


def test_weighted_urgency() -> None:
    """Half a point a minute, and 30 for a signal of 1; no target, no place but the last."""
    terms = [
        UrgencyTerm("waited", LinearAgeing(), 0.5),
        UrgencyTerm("anger", Signal("signal", missing=0), 30),
        UrgencyTerm("share", ShareOfTargetUsed(), 100),
    ]
    rows = hours(0, 8), hours(1, 2, signal=1), hours(0, signal=5)
    assert numbers(WeightedUrgency(terms[:2]), 2, *rows) == [60, 60, 210]
    assert numbers(WeightedUrgency(terms), 2, *rows) == [85, 110, LAST]


OVERTAKING = (
    # One counts on the desk's calendar, which stands still after 17:00.
    (LeastSlack(), (hours(15, 4, 1, calendar=DESK), hours(15, 6, 1)), 16, 20),
    (CriticalRatio(), (hours(0, 4, 1), hours(0, 9, 3)), 0, 3),
    (SlackPerWork(), (hours(0, 4, 1), hours(0, 9, 3)), 3, 0),
    (ShareOfTargetUsed(), (hours(0, 100), hours(10, 20)), 11, 20),
    (ModifiedDueDate(), (hours(0, 7, 6), hours(0, 8, 2)), 0, 6),
    (WeightedModifiedDueDate(), (hours(0, 7, 6), hours(0, 8, 2)), 0, 6),
    (ApparentTardinessCost(), (hours(0, 5, 4), hours(0, 90, 1)), 1, 89),
    (Covert(timedelta(hours=3)), (hours(0, 5, 4), hours(0, 90, 1)), 1, 89),
    (
        SteppedAgeing({1: 1.5}, step=timedelta(hours=10)),
        (hours(12, level=1), hours(0)),
        13,
        21,
    ),
    (AccumulatingPriority({1: 4}), (hours(0), hours(4, level=1)), 5, 6),
    (TierFirst(ShareOfTargetUsed()), (hours(0, 100, tier=1), hours(10, 20, tier=1)), 11, 20),
    (TierFactor(LinearAgeing()), (hours(0), hours(4, weight=3)), 5, 7),
    (
        WeightedUrgency([UrgencyTerm("share", ShareOfTargetUsed(), 5)]),
        (hours(0, 100), hours(10, 20)),
        11,
        20,
    ),
)


@pytest.mark.parametrize(
    ("rule", "rows", "before", "after"), OVERTAKING, ids=[name(each[0]) for each in OVERTAKING]
)
def test_general_rules_let_tickets_overtake(
    rule: UrgencyRule, rows: tuple[Row, Row], before: float, after: float
) -> None:
    """The order turns round while nothing but time passes."""
    assert order(rule, before, *rows) == order(rule, after, *rows)[::-1]
    assert getattr(rule, "ordering", None) is Ordering.GENERAL


def test_ordering_of_mixes_follows_from_their_terms() -> None:
    """Static if all are, common slope if none is general."""
    static, common = UrgencyTerm("a", OldestFirst()), UrgencyTerm("b", LinearAgeing())
    general = UrgencyTerm("c", LeastSlack())
    silent = UrgencyTerm("d", lambda backlog, _now: np.zeros(len(backlog)))
    assert WeightedUrgency([static]).ordering is Ordering.STATIC
    assert WeightedUrgency([static, common]).ordering is Ordering.COMMON_SLOPE
    assert WeightedUrgency([static, common, general]).ordering is Ordering.GENERAL
    assert WeightedUrgency([static, silent]).ordering is Ordering.GENERAL


def test_ordering_of_a_factor_follows_from_its_rule() -> None:
    """Times different weights, even slopes are uneven."""
    assert TierFactor(CMu()).ordering is Ordering.STATIC
    assert TierFactor(LinearAgeing()).ordering is Ordering.GENERAL
    assert TierFactor(ShareOfTargetUsed()).ordering is Ordering.GENERAL


def test_breakdown_adds_up() -> None:
    """Contributions by name, in the order of the terms, and their sum is the number."""
    mixed = WeightedUrgency(
        [UrgencyTerm("anger", Signal("signal"), 30), UrgencyTerm("waited", LinearAgeing(), 0.1)]
    )
    created = np.array([0, 7]) * MINUTE
    signals = {"signal": np.array([0.7, np.nan])}
    backlog = Backlog.around_the_clock(created, np.zeros_like(created), signals=signals)
    parts = mixed.breakdown(backlog, 10 * MINUTE)
    assert {each: part.tolist() for each, part in parts.items()} == {
        "anger": [21, LAST],
        "waited": [1, pytest.approx(0.3)],
    }
    assert list(parts) == ["anger", "waited"]
    assert (parts["anger"] + parts["waited"]).tolist() == mixed(backlog, 10 * MINUTE).tolist()


def test_last_beats_first_in_a_mix() -> None:
    """A term that puts a ticket last does so even if another puts it first."""
    first = UrgencyTerm("first", lambda backlog, _now: np.full(len(backlog), np.inf))
    last = UrgencyTerm("last", lambda backlog, _now: np.full(len(backlog), -np.inf))
    assert numbers(WeightedUrgency([first, last]), 1, hours()) == [LAST]
    assert numbers(WeightedUrgency([first]), 1, hours()) == [math.inf]
