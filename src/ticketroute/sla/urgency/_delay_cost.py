"""What it costs to let tickets wait a little longer: marginal costs of delay."""

from collections.abc import Iterable, Mapping
from typing import Final, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse, require_pairs, sorted_pairs
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._by_level import column, require_numbers, to_numbers
from ticketroute.sla.urgency._checks import require_not_negative, require_number

_HOUR: Final = 3_600_000_000
_MOST_EXPONENT: Final = 10


@attrs.frozen
class PowerCost:
    """Delay costs a coefficient of the level times a power of the age.

    After an age of `a` hours a ticket has cost ``coefficient * a ** exponent``. Called, it gives
    the derivative, what one more hour would cost: ``coefficient * exponent * a ** (exponent - 1)``.
    An exponent of 1 makes every hour cost the same, 2 the tenth hour twenty times the
    coefficient. Age is time since arrival around the clock, and 0 before it.

    Parameters
    ----------
    exponent
        From 1, so that the cost is convex, to 10.
    coefficients
        Coefficient by priority level, each from 0 to 1e9: ``{1: 5, 2: 2}``.
    default
        Coefficient of every other ticket.

    Examples
    --------
    >>> hour = 3_600_000_000
    >>> created, level = np.array([0, 2]) * hour, np.array([0, 1])
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created), level)
    >>> PowerCost(2, {1: 5})(backlog, 3 * hour).tolist()
    [6.0, 10.0]
    """

    exponent: float = 2.0
    coefficients: tuple[tuple[int, float], ...] = attrs.field(default=(), converter=to_numbers)
    default: float = 1.0

    def __attrs_post_init__(self) -> None:
        expected = f"a number from 1 to {_MOST_EXPONENT}"
        if not 1 <= require_number("PowerCost.exponent", self.exponent, expected) <= _MOST_EXPONENT:
            raise refuse("PowerCost.exponent", expected, self.exponent)
        field = "PowerCost.coefficients"
        require_numbers(field, self.coefficients, "coefficient", require_not_negative)
        require_not_negative("PowerCost.default", self.default)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Give the cost of one more hour of delay."""
        hours = np.maximum(now - backlog.created, 0) / _HOUR
        hours **= self.exponent - 1
        hours *= column(self.coefficients, self.default, backlog.level)
        hours *= self.exponent
        return hours


def _to_slopes(
    value: Mapping[float, float] | Mapping[int, float] | Iterable[tuple[float, float]],
) -> tuple[tuple[float, float], ...]:
    # A mapping with whole shares is one of floats, though its type does not say so.
    return sorted_pairs(cast("Mapping[float, float]", value))


@attrs.frozen
class RisingCost:
    """An hour of delay costs more from given shares of the target on.

    The cost is a line with bends: flat until the first share, steeper at each. Called, it gives
    the derivative, the slope where each clock stands. A row without a target counts as one of
    which nothing is used.

    Parameters
    ----------
    slopes
        Cost of an hour by the share of the target from which on it holds:
        ``{0: 1, 0.75: 4, 1: 20}``. The shares are at least 0; the costs are at least 0 and do not
        fall, so that the cost is convex.

    Examples
    --------
    >>> created, target = np.array([0, 0, 0]), np.array([100, 50, 0])
    >>> backlog = Backlog.around_the_clock(created, target)
    >>> RisingCost({0: 1, 0.75: 4, 1: 20})(backlog, 75).tolist()
    [4.0, 20.0, 1.0]
    """

    slopes: tuple[tuple[float, float], ...] = attrs.field(converter=_to_slopes)

    def __attrs_post_init__(self) -> None:
        field, least = "RisingCost.slopes", 0.0
        require_pairs(field, "a mapping of share to cost", self.slopes)
        if not self.slopes:
            raise refuse(field, "at least one slope", self.slopes)
        for share, slope in self.slopes:
            require_not_negative(field, share)
            require_not_negative(f"{field}[{share}]", slope)
            if slope < least:
                raise refuse(f"{field}[{share}]", f"at least the {least} before it", slope)
            least = slope

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Give the cost of one more hour of delay."""
        share = backlog.clocks.fraction(now)
        passed = np.zeros(len(backlog), dtype=np.intp)
        for bend, _ in self.slopes:
            passed += share >= bend
        return np.array([0.0, *(slope for _, slope in self.slopes)]).take(passed)
