"""What a caller gives, read and refused: arrays, matrices of scipy, shapes, ranges."""

from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import refuse, refuse_type
from ticketroute.strategies._transport._rows import Integers, Places

if TYPE_CHECKING:
    from scipy.sparse import csr_array, sparray, spmatrix

CostLike: TypeAlias = "ArrayLike | sparray | spmatrix"
Mask: TypeAlias = NDArray[np.bool_]
Numbers: TypeAlias = NDArray[np.int32 | np.int64 | np.float64]

MOST_EFFORT: Final = 1 << 20
LARGEST: Final = 1 << 50
"""Numbers up to this, with prices added, are whole numbers also as floats."""


@attrs.frozen(eq=False)
class Matrix:
    """A matrix of costs as given; `allowed` says which pairs may be, None for all."""

    cost: Numbers
    allowed: Mask | None

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and agents there are."""
        return self.cost.shape[0], self.cost.shape[1]


@attrs.frozen(eq=False)
class Pairs:
    """Pairs of a sparse matrix as given: by row, then by agent; `start` says where rows begin."""

    cost: Numbers
    start: Integers
    agent: Places
    n_agents: int

    allowed: None = None
    """All that are there may be."""

    @property
    def shape(self) -> tuple[int, int]:
        """How many rows and agents there are."""
        return len(self.start) - 1, self.n_agents


def read_cost(cost: CostLike, eligible: ArrayLike | None) -> Matrix | Pairs:
    """Read costs, of a matrix or of pairs."""
    if not _is_sparse(cost):
        matrix = numbers("cost", cost, 2)
        return Matrix(matrix, _mask(eligible, matrix.shape))
    if eligible is not None:
        expected = "None where cost is sparse, as pairs that are absent must not be"
        raise refuse("eligible", expected, eligible)
    from scipy.sparse import csr_array

    if cost.ndim != 2:  # noqa: PLR2004
        raise refuse("cost", "an array of 2 dimensions", cost.shape)
    by_rows = csr_array(cost, copy=True)
    by_rows.sum_duplicates()
    values = numbers("cost", by_rows.data, 1)
    start = by_rows.indptr.astype(np.int64)
    return Pairs(values, start, by_rows.indices.astype(np.intp), int(by_rows.shape[1]))


def count_tickets(cost: CostLike, groups: ArrayLike | None) -> int:
    """Say how many tickets there are."""
    if groups is not None:
        return np.asarray(groups).size
    return int(cost.shape[0]) if _is_sparse(cost) else len(np.atleast_1d(np.asarray(cost)))


def numbers(field: str, given: object, dimensions: int) -> Numbers:
    """Read an array of integers or floats."""
    array = np.asarray(given)
    if array.ndim != dimensions:
        raise refuse(field, f"an array of {dimensions} dimensions", array.shape)
    if array.dtype.kind == "u" and array.size and int(array.max()) > LARGEST:
        raise refuse(field, f"at most {LARGEST} in size", int(array.max()))
    if array.dtype in (np.int32, np.float64):
        return array
    if array.dtype.kind in "iu" or not array.size:
        return array.astype(np.int64, copy=False)
    if array.dtype.kind == "f":
        return array.astype(np.float64)
    raise refuse_type(field, "integers or floats", str(array.dtype))


def positions(field: str, given: ArrayLike, below: int) -> Places:
    """Read whole numbers that name rows."""
    array = _integers(field, given)
    if array.ndim != 1:
        raise refuse(field, "an array of 1 dimension", array.shape)
    wrong = np.flatnonzero((array < 0) | (array >= below))
    if len(wrong):
        expected = f"the number of a row, 0 to {below - 1}"
        raise refuse(f"{field}[{wrong[0]}]", expected, int(array[wrong[0]]))
    return array.astype(np.intp, copy=False)


def places(field: str, given: ArrayLike, n_agents: int) -> Integers:
    """Read how many places each agent has."""
    array = _integers(field, given)
    if array.shape != (n_agents,):
        raise refuse(field, f"shape ({n_agents},), a number for each agent", array.shape)
    if array.size and int(array.min()) < 0:
        agent = int(array.argmin())
        raise refuse(f"{field}[{agent}]", "0 or more", int(array[agent]))
    most = min(LARGEST, np.iinfo(array.dtype).max)  # more than there are tickets
    room: Integers = np.minimum(array, most).astype(np.int64)
    return room


def asks(field: str, given: ArrayLike | None, room: Integers) -> Numbers | None:
    """Read what places ask, agent after agent; for each the next may not ask less."""
    if given is None:
        return None
    ask, n_places = numbers(field, given, 1), int(room.sum())
    if ask.shape != (n_places,):
        raise refuse(field, f"shape ({n_places},), a number for each place", ask.shape)
    falls = np.flatnonzero(ask[1:] < ask[:-1]) + 1
    inside = falls[np.diff(np.repeat(np.arange(len(room)), room))[falls - 1] == 0]
    if len(inside):
        at = int(inside[0])
        expected = f"at least what the place of the agent before it costs, {ask[at - 1]}"
        raise refuse(f"{field}[{at}]", expected, ask[at].item())
    return ask


def shares(field: str, given: ArrayLike | None, room: Integers) -> Integers:
    """Read how many tickets each agent must get; there has to be room for them."""
    if given is None:
        return np.zeros_like(room)
    least = places(field, given, len(room))
    over = np.flatnonzero(least > room)
    if len(over):
        who = int(over[0])
        raise refuse(
            f"{field}[{who}]", f"at most the places of the agent, {room[who]}", int(least[who])
        )
    return least


def agents_or_none(field: str, given: ArrayLike | None, n_tickets: int, n_agents: int) -> Places:
    """Read the number of an agent for each ticket; -1 for none."""
    if given is None:
        return np.full(n_tickets, -1)
    array = _integers(field, given)
    if array.shape != (n_tickets,):
        raise refuse(field, f"shape ({n_tickets},), a number for each ticket", array.shape)
    wrong = np.flatnonzero((array < -1) | (array >= n_agents))
    if len(wrong):
        expected = f"the number of an agent, 0 to {n_agents - 1}, or -1"
        raise refuse(f"{field}[{wrong[0]}]", expected, int(array[wrong[0]]))
    return array.astype(np.intp)


def efforts(field: str, given: ArrayLike | None, n_tickets: int) -> Integers:
    """Read how much of a capacity each ticket takes."""
    if given is None:
        return np.ones(n_tickets, dtype=np.int64)
    array = _integers(field, given)
    if array.shape != (n_tickets,):
        raise refuse(field, f"shape ({n_tickets},), a number for each ticket", array.shape)
    wrong = np.flatnonzero((array < 1) | (array > MOST_EFFORT))
    if len(wrong):
        raise refuse(f"{field}[{wrong[0]}]", f"1 to {MOST_EFFORT}", int(array[wrong[0]]))
    return array.astype(np.int64)


def mask_of_row(eligible: ArrayLike | None, n_agents: int) -> Mask:
    """Read who may take one ticket; everybody if nothing is said."""
    mask = _mask(eligible, (n_agents,))
    return np.ones(n_agents, dtype=np.bool_) if mask is None else mask


def _integers(field: str, given: ArrayLike) -> NDArray[np.integer]:
    array = np.asarray(given)
    if array.size and array.dtype.kind not in "iu":
        raise refuse_type(field, "integers", str(array.dtype))
    return array.astype(np.int64) if not array.size else array


def _is_sparse(cost: CostLike) -> "TypeGuard[csr_array]":
    """Say whether costs are given by pairs; all such matrices have what we ask of them."""
    return hasattr(cost, "tocsr")


def _mask(eligible: ArrayLike | None, shape: tuple[int, ...]) -> Mask | None:
    if eligible is None:
        return None
    mask = np.asarray(eligible)
    if mask.shape != shape:
        raise refuse("eligible", f"the shape of cost, {shape}", mask.shape)
    if mask.size and mask.dtype != np.bool_:
        raise refuse_type("eligible", "an array of bool", str(mask.dtype))
    return mask.astype(np.bool_, copy=False)
