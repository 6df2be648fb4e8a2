"""The best prices at one temperature: Newton's steps, kept within what can be trusted."""

from typing import Final

import attrs
import numpy as np

from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._newton import newton_step
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._smoothed import Crowd, Floats, Spread, spread

_SEEN: Final = 14.0
"""Pairs dearer than the cheapest by so many temperatures have no share worth counting."""
_TRUSTED: Final = 9.0
"""Prices may move by so many temperatures before pairs have to be looked for again."""
_STEPS: Final = 40
_BALANCED: Final = 0.1
"""Enough: so many tickets are too many or too few, for each agent."""
_LONGEST: Final = 5.0
"""A price moves, beyond what most do, by so many temperatures a step at most."""
_BEYOND: Final = 30.0
"""Prices end so many temperatures below what any place asks, and above what any ticket pays."""
_LEAST_DAMPING: Final = 1e-7
_FIRST_DAMPING: Final = 1e-4
"""Damping after the first step that was no good, as a share of what is on the diagonal."""
_NOISE: Final = 1e-9
"""Differences of the dual, relative to itself, that may be due to rounding."""


@attrs.frozen(eq=False)
class Range:
    """Between what prices have to be looked for.

    Attributes
    ----------
    lowest
        ``float, shape (m,)``, what the cheapest place of each agent asks.
    highest
        ``float, shape (m,)``, above which every ticket would rather wait.
    """

    lowest: Floats
    highest: Floats

    def clip(self, price: Floats, heat: float) -> Floats:
        """Hold prices in the range, or not far from it: there the smoothed dual still falls."""
        return np.clip(price, self.lowest - _BEYOND * heat, self.highest + _BEYOND * heat)


def settle(
    nearby: Nearby, crowd: Crowd, price: Floats, heat: float, within_range: Range
) -> tuple[Floats, Spread]:
    """Find the prices that are best at one temperature, and how tickets spread there."""
    within = int(np.ceil(_SEEN * heat)) + 2
    price = within_range.clip(price, heat)
    seen_at = price
    now = spread(nearby.find(whole_prices(price), within), crowd, price, heat)
    damping = _LEAST_DAMPING
    stride = Stride(heat, len(price))
    for _ in range(_STEPS):
        if np.abs(now.excess).sum() <= _BALANCED * len(price):
            break
        step = stride.limited(newton_step(now, damping * (now.used + now.load)))
        new = within_range.clip(price + step, heat)
        pairs, pairs_at = now.pairs, seen_at
        if np.ptp(new - seen_at) > _TRUSTED * heat:
            pairs, pairs_at = nearby.find(whole_prices(new), within), new
        then = spread(pairs, crowd, new, heat)
        if then.dual >= now.dual - _NOISE * abs(now.dual):
            price, now, seen_at = new, then, pairs_at
            damping = max(damping / 10, _LEAST_DAMPING)
            stride.accept()
        else:
            damping = max(damping * 30, _FIRST_DAMPING)
            stride.reject()
    return price, now


class Stride:
    """How far each price may go beyond what most do: farther if it goes on in the same direction.

    Parameters
    ----------
    heat
        The temperature, which tells how far a step can be trusted.
    n_agents
        How many prices there are.
    """

    def __init__(self, heat: float, n_agents: int) -> None:
        self._least = _LONGEST * heat
        self._longest = np.full(n_agents, self._least)
        self._last = np.zeros(n_agents)
        self._step = np.zeros(n_agents)

    def limited(self, step: Floats) -> Floats:
        """Hold back what goes too far."""
        most = np.median(step)
        self._step = np.clip(step - most, -self._longest, self._longest)
        limited: Floats = most + self._step
        return limited

    def accept(self) -> None:
        """Take note that the last step was good."""
        on = (np.abs(self._step) == self._longest) & (self._step * self._last >= 0)
        self._longest = np.where(on, 2 * self._longest, self._least)
        self._last = self._step

    def reject(self) -> None:
        """Take note that the last step was no good."""
        self._longest = np.full(len(self._longest), self._least)


def whole_prices(price: Floats) -> Integers:
    """Round prices."""
    whole: Integers = np.rint(price).astype(np.int64)
    return whole
