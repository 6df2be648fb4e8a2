"""Best prices at one temperature after another, each foretold from those before.

When it is cold, prices are nearly a straight line in the temperature: tickets waver between the
same agents, in the same shares, so that differences of prices are differences of costs and
something proportional to the temperature. So where it gets cooler by a factor that is not too
large, prices can be foretold so well that a step or two of Newton's method mend the rest.
"""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._settling import Range, settle, whole_prices
from ticketroute.strategies._transport._smoothed import Crowd, Floats, Spread

_COOLING: Final = 2.0
_COLDEST: Final = 0.5
"""Whole numbers have no features smaller than this."""
_FREE: Final = -5.0
"""So far below what is asked nobody wants a place, and its price follows the temperature alone."""
_FARTHEST: Final = 20.0
"""Foretold prices are not trusted beyond so many temperatures."""


@attrs.define(eq=False)
class Path:
    """Prices, and the temperature at which they are best.

    Attributes
    ----------
    price
        ``float, shape (m,)``.
    heat
        The temperature.
    range
        Between what prices they are.
    """

    price: Floats
    heat: float
    range: Range
    _before: tuple[Floats, float] | None = None

    @property
    def is_at_end(self) -> bool:
        """Whether it need not get cooler."""
        return self.heat <= _COLDEST

    def whole(self) -> Integers:
        """Give the prices in whole numbers."""
        return whole_prices(self.price)

    def settle(self, nearby: Nearby, crowd: Crowd) -> Spread:
        """Find the best prices, and give how tickets spread."""
        self.price, now = settle(nearby, crowd, self.price, self.heat, self.range)
        return now

    def cool(self) -> None:
        """Get cooler, and foretell prices."""
        cooler = max(self.heat / _COOLING, _COLDEST)
        before, self._before = self._before, (self.price, self.heat)
        if before is not None:
            slope = (self.price - before[0]) / (self.heat - before[1])
            farthest = _FARTHEST * self.heat
            foretold = self.price + np.clip(slope * (cooler - self.heat), -farthest, farthest)
            below = self.price - self.range.lowest
            fallen = self.range.lowest + below * (cooler / self.heat)
            self.price = np.where(below < _FREE * self.heat, fallen, foretold)
        self.heat = cooler

    def start_anew(self) -> None:
        """Forget what was best before: other tickets are looked at from now on."""
        self._before = None
