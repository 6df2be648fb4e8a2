"""Every rule once more, one row at a time in plain Python and exact fractions, to compare with."""

import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from fractions import Fraction
from typing import Final, TypeAlias

from tests.sla.urgency.backlogs import HOUR, MINUTE, Row
from ticketroute.sla import (
    NO_DUE,
    AccumulatingPriority,
    ApparentTardinessCost,
    CMu,
    Covert,
    CriticalRatio,
    EarliestDue,
    LeastSlack,
    LinearAgeing,
    ModifiedDueDate,
    NewestFirst,
    OldestFirst,
    ShareOfTargetUsed,
    Signal,
    SlackPerWork,
    SteppedAgeing,
    StrictLevels,
    TierFactor,
    UrgencyRule,
    UrgencyTerm,
    WeightedModifiedDueDate,
    WeightedShortestWork,
    WeightedUrgency,
)

Number: TypeAlias = Fraction | float
Formula: TypeAlias = Callable[[Row, Sequence[Row], int], Number]

_LAST: Final = -math.inf


def _left(row: Row, now: int) -> int:
    return row.target - row.elapsed(now)


def _with_target(formula: Formula) -> Formula:
    return lambda row, rows, now: formula(row, rows, now) if row.target else _LAST


def _by_level(table: dict[int, float], default: float, row: Row) -> Fraction:
    return Fraction(table.get(row.level, default))


def _slack(row: Row, now: int) -> int:
    return _left(row, now) - row.work


def _mean(rows: Sequence[Row]) -> Fraction:
    return Fraction(sum(row.work for row in rows), len(rows))


def _weight_per_hour(row: Row) -> Fraction:
    return Fraction(row.weight) * HOUR / row.work


def _atc(row: Row, rows: Sequence[Row], now: int, look_ahead: float) -> float:
    patience = Fraction(max(_slack(row, now), 0)) / (Fraction(look_ahead) * _mean(rows))
    return math.log(_weight_per_hour(row)) - float(patience)


def _covert(row: Row, now: int, horizon: Fraction) -> Fraction:
    part = 1 - Fraction(max(_slack(row, now), 0)) / horizon
    return _weight_per_hour(row) * max(part, Fraction(0))


def _stepped(row: Row, now: int, step: int, most: float | None) -> Number:
    points = _by_level({1: 10, 2: 2.5}, 0, row) + (now - row.created) // step
    return points if most is None else min(points, Fraction(most))


def _linear(row: Row, now: int) -> Fraction:
    return Fraction(now - row.created, MINUTE) + _by_level({1: 240, 2: 60.5}, 0, row)


def _strict(row: Row) -> float:
    furthest = 2**52 - 2**10
    place = row.level - 1 if 1 <= row.level <= 1000 else 1000
    return -float(place * 2**53 + min(max(row.created, -furthest), furthest))


def _or(value: float, missing: float) -> float:
    return missing if math.isnan(value) else value


_TERMS = (
    UrgencyTerm("waited", LinearAgeing({1: 240, 2: 60.5}), 0.5),
    UrgencyTerm("anger", Signal("signal", missing=0), 30),
)

FORMULAS: Final[Sequence[tuple[UrgencyRule, Formula]]] = (
    (OldestFirst(), lambda row, _rows, _now: -row.created),
    (NewestFirst(), lambda row, _rows, _now: row.created),
    (EarliestDue(), lambda row, _rows, _now: _LAST if row.due == NO_DUE else -row.due),
    (
        LeastSlack(),
        _with_target(lambda row, _rows, now: -Fraction(_slack(row, now), MINUTE)),
    ),
    (
        CriticalRatio(),
        _with_target(lambda row, _rows, now: -Fraction(_left(row, now), row.work)),
    ),
    (
        SlackPerWork(),
        _with_target(lambda row, _rows, now: -Fraction(_slack(row, now), row.work)),
    ),
    (
        ShareOfTargetUsed(),
        _with_target(lambda row, _rows, now: Fraction(row.elapsed(now), row.target)),
    ),
    (
        ModifiedDueDate(),
        _with_target(lambda row, _rows, now: -Fraction(max(_left(row, now), row.work), MINUTE)),
    ),
    (
        WeightedModifiedDueDate(),
        _with_target(
            lambda row, _rows, now: (
                -Fraction(max(_left(row, now), row.work), MINUTE) / Fraction(row.weight)
            )
        ),
    ),
    (WeightedShortestWork(), lambda row, _rows, _now: _weight_per_hour(row)),
    (
        CMu({1: 50, 3: 2.5}, default=0.5),
        lambda row, _rows, _now: _by_level({1: 50, 3: 2.5}, 0.5, row) * HOUR / row.work,
    ),
    (ApparentTardinessCost(), _with_target(lambda row, rows, now: _atc(row, rows, now, 2))),
    (
        ApparentTardinessCost(look_ahead=0.3),
        _with_target(lambda row, rows, now: _atc(row, rows, now, 0.3)),
    ),
    (
        Covert(timedelta(hours=3)),
        _with_target(lambda row, _rows, now: _covert(row, now, Fraction(6 * HOUR))),
    ),
    (
        Covert(timedelta(minutes=7), look_ahead=0.5),
        _with_target(lambda row, _rows, now: _covert(row, now, Fraction(7 * MINUTE, 2))),
    ),
    (LinearAgeing({1: 240, 2: 60.5}), lambda row, _rows, now: _linear(row, now)),
    (
        SteppedAgeing({1: 10, 2: 2.5}, step=timedelta(minutes=7), most=11.5),
        lambda row, _rows, now: _stepped(row, now, 7 * MINUTE, 11.5),
    ),
    (
        SteppedAgeing({1: 10, 2: 2.5}, step=timedelta(hours=1)),
        lambda row, _rows, now: _stepped(row, now, HOUR, None),
    ),
    (
        AccumulatingPriority({1: 4, 2: 0.5}, default=0.25),
        lambda row, _rows, now: (
            _by_level({1: 4, 2: 0.5}, 0.25, row) * Fraction(now - row.created, HOUR)
        ),
    ),
    (StrictLevels(), lambda row, _rows, _now: _strict(row)),
    (Signal("signal"), lambda row, _rows, _now: _or(row.signal, _LAST)),
    (Signal("signal", missing=0.5), lambda row, _rows, _now: _or(row.signal, 0.5)),
    (
        TierFactor(ShareOfTargetUsed()),
        _with_target(
            lambda row, _rows, now: Fraction(row.elapsed(now), row.target) * Fraction(row.weight)
        ),
    ),
    (TierFactor(CMu()), lambda row, _rows, _now: _weight_per_hour(row)),
    (
        WeightedUrgency(_TERMS),
        lambda row, _rows, now: _linear(row, now) / 2 + Fraction(_or(row.signal, 0)) * 30,
    ),
    (
        WeightedUrgency([*_TERMS, UrgencyTerm("share", ShareOfTargetUsed(), 100)]),
        _with_target(
            lambda row, _rows, now: (
                _linear(row, now) / 2
                + Fraction(_or(row.signal, 0)) * 30
                + 100 * Fraction(row.elapsed(now), row.target)
            )
        ),
    ),
)
"""Each rule with what its documentation says, for one row among others at a time."""
