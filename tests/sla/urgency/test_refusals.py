"""Settings and answers that are refused, with field, value and what was expected."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import numpy as np
import pytest

from tests.sla.urgency.backlogs import hours, numbers
from ticketroute.sla import (
    AccumulatingPriority,
    ApparentTardinessCost,
    CMu,
    Covert,
    EarliestDue,
    GeneralizedCMu,
    LinearAgeing,
    OldestFirst,
    PowerCost,
    RisingCost,
    Signal,
    SteppedAgeing,
    TierFactor,
    TierFirst,
    UrgencyRule,
    UrgencyTerm,
    WeightedUrgency,
)

NAN, INFINITE = float("nan"), float("inf")
HOUR = timedelta(hours=1)

WRONG: tuple[tuple[Callable[[], object], type[Exception], str], ...] = (
    (lambda: LinearAgeing({0: 5}), ValueError, r"head_start: .* integer of at least 1, got 0"),
    (lambda: LinearAgeing({1.5: 5}), TypeError, r"head_start: .* an integer .*, got 1\.5"),  # type: ignore[arg-type]
    (lambda: LinearAgeing({1: NAN}), ValueError, r"head_start\[1\]: .* a finite number, got nan"),
    (lambda: LinearAgeing({1: INFINITE}), ValueError, r"LinearAgeing.head_start\[1\]: .* got inf"),
    (lambda: LinearAgeing({1: "60"}), TypeError, r"head_start\[1\]: .* got '60'"),  # type: ignore[arg-type]
    (lambda: LinearAgeing({1: 1e300}), ValueError, r"head_start\[1\]: expected at most 1e9, got"),
    (lambda: LinearAgeing({1: 10**400}), ValueError, r"head_start\[1\]: .* a finite number"),
    (lambda: LinearAgeing({1001: 5}), ValueError, r"head_start: .* at most 1,000, got 1001"),
    (lambda: LinearAgeing(5), TypeError, r"head_start: .* a mapping of level to minutes, got 5"),  # type: ignore[arg-type]
    (lambda: CMu({1: -1}), ValueError, r"CMu.costs\[1\]: .* number of at least 0, got -1"),
    (lambda: CMu({1: True}), TypeError, r"CMu.costs\[1\]: .* number of at least 0, got True"),
    (lambda: CMu(default=NAN), ValueError, r"CMu.default: .* number of at least 0, got nan"),
    (
        lambda: AccumulatingPriority({2: -0.5}),
        ValueError,
        r"AccumulatingPriority.rates\[2\]: .* got -0\.5",
    ),
    (
        lambda: AccumulatingPriority(default=-1),
        ValueError,
        r"AccumulatingPriority.default: .* at least 0, got -1",
    ),
    (lambda: SteppedAgeing(step=timedelta(0)), ValueError, r"SteppedAgeing.step: .* longer than"),
    (lambda: SteppedAgeing(step=60), TypeError, r"SteppedAgeing.step: .* a timedelta .* got 60"),  # type: ignore[arg-type]
    (
        lambda: SteppedAgeing({1: 9, 2: 4}, step=HOUR, most=8),
        ValueError,
        r"SteppedAgeing.most: expected no less than the points of a level, got 8",
    ),
    (lambda: SteppedAgeing(step=HOUR, most=-1), ValueError, r"SteppedAgeing.most: .* got -1"),
    (lambda: SteppedAgeing(step=HOUR, most=NAN), ValueError, r"SteppedAgeing.most: .* got nan"),
    (lambda: SteppedAgeing({1: NAN}, step=HOUR), ValueError, r"SteppedAgeing.points\[1\]: .* nan"),
    (lambda: ApparentTardinessCost(0), ValueError, r"look_ahead: .* number above 0, got 0"),
    (lambda: ApparentTardinessCost(NAN), ValueError, r"look_ahead: .* number above 0, got nan"),
    (lambda: ApparentTardinessCost(1e-12), ValueError, r"look_ahead: .* at least 1e-9, got 1e-12"),
    (lambda: ApparentTardinessCost("2"), TypeError, r"look_ahead: .* number above 0, got '2'"),  # type: ignore[arg-type]
    (lambda: Covert(timedelta(0)), ValueError, r"Covert.wait: .* longer than zero"),
    (lambda: Covert(3), TypeError, r"Covert.wait: .* a timedelta longer than zero, got 3"),  # type: ignore[arg-type]
    (lambda: Covert(HOUR, look_ahead=-2), ValueError, r"Covert.look_ahead: .* above 0, got -2"),
    (lambda: Signal(""), ValueError, r"Signal.name: expected a non-empty string, got ''"),
    (lambda: Signal("x", missing=NAN), ValueError, r"Signal.missing: .* not NaN, got nan"),
    (lambda: Signal("x", missing=None), TypeError, r"Signal.missing: .* a number, got None"),  # type: ignore[arg-type]
    (lambda: TierFirst(None), TypeError, r"TierFirst.rule: expected a callable .*, got None"),  # type: ignore[arg-type]
    (lambda: TierFactor("x"), TypeError, r"TierFactor.rule: expected a callable .*, got 'x'"),  # type: ignore[arg-type]
    (lambda: UrgencyTerm("", OldestFirst()), ValueError, r"UrgencyTerm.name: .* non-empty"),
    (lambda: UrgencyTerm("x", 5), TypeError, r"UrgencyTerm.rule: expected a callable .*, got 5"),  # type: ignore[arg-type]
    (lambda: UrgencyTerm("x", OldestFirst(), 0), ValueError, r"UrgencyTerm.weight: .* above 0"),
    (lambda: UrgencyTerm("x", OldestFirst(), NAN), ValueError, r"UrgencyTerm.weight: .* got nan"),
    (lambda: UrgencyTerm("x", OldestFirst(), 1e10), ValueError, r"UrgencyTerm.weight: .* 1e9"),
    (lambda: WeightedUrgency([]), ValueError, r"WeightedUrgency.terms: expected at least one term"),
    (
        lambda: WeightedUrgency([OldestFirst()]),  # type: ignore[list-item]
        TypeError,
        r"WeightedUrgency.terms: expected values of UrgencyTerm, got OldestFirst\(\)",
    ),
    (
        lambda: WeightedUrgency([UrgencyTerm("x", OldestFirst()), UrgencyTerm("x", CMu())]),
        ValueError,
        r"WeightedUrgency.terms: expected names that are all different, got \['x', 'x'\]",
    ),
    (lambda: PowerCost(0.5), ValueError, r"PowerCost.exponent: .* from 1 to 10, got 0\.5"),
    (lambda: PowerCost(11), ValueError, r"PowerCost.exponent: .* from 1 to 10, got 11"),
    (lambda: PowerCost(NAN), ValueError, r"PowerCost.exponent: .* from 1 to 10, got nan"),
    (lambda: PowerCost("2"), TypeError, r"PowerCost.exponent: .* from 1 to 10, got '2'"),  # type: ignore[arg-type]
    (lambda: PowerCost(2, {1: -5}), ValueError, r"PowerCost.coefficients\[1\]: .* got -5"),
    (lambda: PowerCost(default=-5), ValueError, r"PowerCost.default: .* got -5"),
    (lambda: RisingCost({}), ValueError, r"RisingCost.slopes: expected at least one slope"),
    (lambda: RisingCost({-1: 5}), ValueError, r"RisingCost.slopes: .* at least 0, got -1"),
    (lambda: RisingCost({0: -5}), ValueError, r"RisingCost.slopes\[0\]: .* at least 0, got -5"),
    (
        lambda: RisingCost({0.5: 3, 0: 4}),
        ValueError,
        r"RisingCost.slopes\[0\.5\]: expected at least the 4 before it, got 3",
    ),
    (lambda: RisingCost({0: NAN}), ValueError, r"RisingCost.slopes\[0\]: .* got nan"),
    (lambda: RisingCost(5), TypeError, r"RisingCost.slopes: .* mapping of share to cost, got 5"),  # type: ignore[arg-type]
    (lambda: GeneralizedCMu(5), TypeError, r"GeneralizedCMu.cost: expected a callable .*, got 5"),  # type: ignore[arg-type]
)


@pytest.mark.parametrize(("make", "error", "message"), WRONG, ids=range(len(WRONG)))
def test_wrong_settings_are_refused(
    make: Callable[[], object], error: type[Exception], message: str
) -> None:
    """When the rule is made, not when it first decides."""
    with pytest.raises(error, match=message):
        make()


def test_factor_refuses_numbers_below_zero() -> None:
    """A weight would put those first that count least."""
    message = r"urgency of EarliestDue\(\): expected numbers of at least 0, got -1777\d+\.0"
    with pytest.raises(ValueError, match=message):
        numbers(TierFactor(EarliestDue()), 1, hours(0, 5))


def test_factor_leaves_those_last_that_are_last() -> None:
    """Minus infinity is no amount, and is not refused."""
    assert numbers(TierFactor(EarliestDue()), 1, hours(0, weight=9)) == [-INFINITE]


@pytest.mark.parametrize(
    "around",
    [TierFirst, TierFactor, lambda rule: WeightedUrgency([UrgencyTerm("x", rule)])],
    ids=["TierFirst", "TierFactor", "WeightedUrgency"],
)
def test_rules_around_rules_refuse_what_cannot_be_ranked(
    around: Callable[[UrgencyRule], UrgencyRule],
) -> None:
    """NaN within would vanish in a rank or a sum; a wrong shape would be spread."""
    nothing = around(lambda backlog, _now: np.full(len(backlog), np.nan))
    with pytest.raises(ValueError, match=r"expected numbers, none of them NaN"):
        numbers(nothing, 1, hours())
    one_for_all = around(lambda _backlog, _now: np.zeros(1))
    with pytest.raises(ValueError, match=r"expected an array of shape \(2,\), got \(1,\)"):
        numbers(one_for_all, 1, hours(), hours())


def test_bounds_themselves_are_allowed() -> None:
    """What the messages name as the most or the least."""
    for make in (
        partial(LinearAgeing, {1: 1e9, 1000: -1e9}),
        partial(CMu, {1: 0, 2: 1e9}),
        partial(ApparentTardinessCost, 1e-9),
        partial(ApparentTardinessCost, 1e9),
        partial(PowerCost, 1),
        partial(PowerCost, 10),
        partial(SteppedAgeing, {1: 9}, step=HOUR, most=9),
        partial(UrgencyTerm, "x", OldestFirst(), 1e-9),
    ):
        assert make() == make()
