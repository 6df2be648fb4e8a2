"""The best prices at one temperature: Newton's steps, kept within what can be trusted."""

from typing import Final

import numpy as np

from ticketroute.strategies._transport._nearby import Nearby
from ticketroute.strategies._transport._newton import newton_step
from ticketroute.strategies._transport._rows import Integers
from ticketroute.strategies._transport._smoothed import Crowd, Floats, Spread, spread

_SEEN: Final = 14.0
"""Pairs dearer than the cheapest by so many temperatures have no share worth counting."""
_TRUSTED: Final = 9.0
"""Prices may move by so many temperatures before pairs have to be looked for again."""
_STEPS: Final = 30
_BALANCED: Final = 0.02
"""Enough: so many tickets are too many or too few, for each agent."""
_NEARLY: Final = 0.3
"""Good enough, if it gets no better fast: by this factor in so many steps."""
_SLOW: Final = 0.6
_LOOK_BACK: Final = 5
_LONGEST: Final = 5.0
"""A price moves, beyond what most do, by so many temperatures a step at most."""
_LOWEST: Final = -30.0
"""Prices of places that nobody wants end so many temperatures below zero."""
_LEAST_DAMPING: Final = 1e-7
_FIRST_DAMPING: Final = 1e-4
"""Damping after the first step that was no good, as a share of what is on the diagonal."""
_NOISE: Final = 1e-9
"""Differences of the dual, relative to itself, that may be due to rounding."""


def settle(nearby: Nearby, crowd: Crowd, price: Floats, heat: float) -> tuple[Floats, Spread]:
    """Find the prices that are best at one temperature, and how tickets spread there."""
    within = int(np.ceil(_SEEN * heat)) + 2
    price = np.maximum(price, _LOWEST * heat)
    seen_at = price
    now = spread(nearby.find(_whole(price), within), crowd, price, heat)
    damping, before = _LEAST_DAMPING, np.inf
    for number in range(_STEPS):
        excess = float(np.abs(now.excess).sum()) / len(price)
        if excess <= _BALANCED:
            break
        if number % _LOOK_BACK == 0:
            if _SLOW * before < excess < _NEARLY:
                break
            before = excess
        new = _stepped(now, price, damping * (crowd.capacity + now.load))
        pairs, pairs_at = now.pairs, seen_at
        if np.ptp(new - seen_at) > _TRUSTED * heat:
            pairs, pairs_at = nearby.find(_whole(new), within), new
        then = spread(pairs, crowd, new, heat)
        if then.dual >= now.dual - _NOISE * abs(now.dual):
            price, now, seen_at = new, then, pairs_at
            damping = max(damping / 10, _LEAST_DAMPING)
        else:
            damping = max(damping * 30, _FIRST_DAMPING)
    return price, now


def _stepped(now: Spread, price: Floats, damping: Floats) -> Floats:
    """Give the prices after a step; what goes far beyond the others is held back."""
    step = newton_step(now, damping)
    most = np.median(step)
    step = most + np.clip(step - most, -_LONGEST * now.heat, _LONGEST * now.heat)
    return np.maximum(price + step, _LOWEST * now.heat)


def _whole(price: Floats) -> Integers:
    whole: Integers = np.rint(price).astype(np.int64)
    return whole
