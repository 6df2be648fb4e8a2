"""Costs and penalties in whole numbers: those given, or fractions scaled and rounded."""

import math
from typing import Final

import attrs
import numpy as np

from ticketroute.model import refuse
from ticketroute.strategies._transport._reading import LARGEST, Mask, Matrix, Numbers, Pairs
from ticketroute.strategies._transport._rows import CostArray, Integers, SparseRows, forbidden

NARROW: Final = 1 << 27
"""Numbers up to this, with prices added, fit into 32 bits; fractions are scaled up to it."""
_COARSE: Final = 1 << 20
"""Costs that do not reach this would be rounded too coarsely."""
MOST_IN_ALL: Final = 1 << 61
"""All tickets together may cost so much, so that sums are exact."""


@attrs.frozen(eq=False)
class Wholes:
    """Costs and penalties in whole numbers.

    Attributes
    ----------
    cost
        A matrix, or lists of pairs.
    allowed
        Which pairs of the matrix may be; None for all.
    penalty
        ``shape (n,)``.
    ask
        What places ask, ``shape (places,)``; None if nothing.
    scale
        By what numbers were multiplied before they were rounded; a power of two.
    exact
        Whether whole numbers were given, so that nothing was rounded.
    """

    cost: CostArray | SparseRows
    allowed: Mask | None
    penalty: Integers
    ask: Integers | None
    scale: float
    exact: bool

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and agents there are."""
        return self.cost.shape[0], self.cost.shape[1]

    def matrix(self) -> CostArray:
        """Give costs as a new matrix, with what stands for a pair that must not be."""
        if isinstance(self.cost, SparseRows):
            kind = self.cost.cost.dtype
            matrix = np.full(self.shape, forbidden(kind), dtype=kind)
            matrix[self.cost.row_of_pairs(), self.cost.agent] = self.cost.cost
            return matrix
        if self.allowed is None:
            return self.cost.copy()
        kind = self.cost.dtype
        return np.where(self.allowed, self.cost, kind.type(forbidden(kind)))


def to_wholes(
    cost: Matrix | Pairs, penalty: Numbers, n_tickets: int, ask: Numbers | None = None
) -> Wholes:
    """Bring costs and penalties to whole numbers; one penalty may stand for all tickets."""
    if penalty.shape not in {(), (n_tickets,)}:
        raise refuse("penalty", f"one number, or shape ({n_tickets},)", penalty.shape)
    given = {"cost": (cost.cost, cost.allowed), "penalty": (penalty, None)}
    if ask is not None:
        given["place_cost"] = ask, None
    peaks = {field: _peak(field, *each) for field, each in given.items()}
    peak = max(peaks.values())
    exact = peak <= LARGEST and all(_is_whole(*each) for each in given.values())
    if peak > LARGEST and all(each.dtype.kind != "f" for each, _ in given.values()):
        raise refuse(" and ".join(given), f"whole numbers of at most {LARGEST} in size", peak)
    fine = max(size for field, size in peaks.items() if field != "penalty")
    scale = 1.0 if exact else _scale(peak, fine, n_tickets)
    if n_tickets * peak * scale > MOST_IN_ALL:
        raise refuse(" and ".join(given), f"at most {MOST_IN_ALL} for all tickets together", peak)
    kind = np.int32 if peak * scale <= NARROW else np.int64
    scaled = _scaled(cost.cost, scale, kind)
    waits = _scaled(penalty, scale, np.int64).astype(np.int64)
    return Wholes(
        cost=SparseRows(cost.start, cost.agent, scaled, cost.n_agents)
        if isinstance(cost, Pairs)
        else scaled,
        allowed=cost.allowed,
        penalty=np.broadcast_to(waits, n_tickets).copy(),
        ask=None if ask is None else _scaled(ask, scale, np.int64).astype(np.int64),
        scale=scale,
        exact=exact,
    )


def _scale(peak: float, fine: float, n_tickets: int) -> float:
    """Give the power of two that brings the largest number near the largest narrow one.

    If penalties are so large that costs would be lost beside them, numbers become wide instead.
    """
    scale = NARROW / peak
    if 0 < fine * scale < _COARSE:
        scale = min(NARROW / fine, LARGEST / peak, MOST_IN_ALL / (n_tickets * peak))
    return 2.0 ** min(math.floor(math.log2(scale)), 1000)


def _peak(field: str, given: Numbers, allowed: Mask | None) -> float:
    """Give the largest number by size; what stands where no pair is allowed does not count."""
    if given.dtype.kind == "i":
        largest = max(-int(given.min(initial=0)), int(given.max(initial=0)))
        if allowed is None or largest <= NARROW:  # a larger one may be where no pair is allowed
            return largest
    which = True if allowed is None else allowed
    least, largest = given.min(where=which, initial=0), given.max(where=which, initial=0)
    if given.dtype.kind == "f" and not (np.isfinite(least) and np.isfinite(largest)):
        where = tuple(int(each) for each in np.argwhere(~np.isfinite(given) & which)[0])
        name = field + "".join(f"[{each}]" for each in where)
        expected = "a finite number (what must not be is not eligible, or absent)"
        raise refuse(name, expected, float(given[where]))
    return max(-float(least), float(largest))


def _is_whole(given: Numbers, allowed: Mask | None) -> bool:
    if given.dtype.kind == "i":
        return True
    with np.errstate(invalid="ignore"):
        whole = np.rint(given) == given
    return bool(whole.all(where=True if allowed is None else allowed))


def _scaled(given: Numbers, scale: float, kind: type[np.int32 | np.int64]) -> CostArray:
    """Multiply and round; what stands where no pair is allowed becomes anything."""
    if given.dtype.kind == "i" and scale == 1:
        return given.astype(kind, copy=False)
    with np.errstate(over="ignore", invalid="ignore"):
        scaled = np.asarray(given * scale)
        rounded: CostArray = np.rint(scaled, out=scaled).astype(kind)
    return rounded


def to_whole(field: str, given: Numbers, scale: float, *, exact: bool) -> Integers:
    """Bring numbers that come later to the same scale."""
    if not np.isfinite(given).all():
        raise refuse(field, "finite numbers", float(given[~np.isfinite(given)][0]))
    size = np.abs(given.astype(np.float64))  # the least integer has no counterpart
    if size.max(initial=0) * scale > LARGEST:
        wrong = float(given.flat[size.argmax()])
        raise refuse(field, f"at most {LARGEST / scale:g} in size", wrong)
    whole: Integers = np.rint(given * scale).astype(np.int64)
    if exact and (whole != given).any():
        expected = "whole numbers, as those the state was made of"
        raise refuse(field, expected, float(given[whole != given][0]))
    return whole
