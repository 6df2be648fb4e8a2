"""Columns of figures: read-only arrays of one type, checked where they come in."""

from typing import Final, TypeVar, cast

import attrs
import numpy as np
from numpy.typing import ArrayLike, DTypeLike, NDArray

from ticketroute.model import refuse, refuse_type

_Value = TypeVar("_Value")

same_column: Final = attrs.cmp_using(eq=np.array_equal)
"""Columns are equal if all their values are."""


def to_int64(values: ArrayLike) -> NDArray[np.int64]:
    """Read integers of 64 bits."""
    return cast("NDArray[np.int64]", _read(values, np.int64))


def to_int32(values: ArrayLike) -> NDArray[np.int32]:
    """Read integers of 32 bits."""
    return cast("NDArray[np.int32]", _read(values, np.int32))


def to_int16(values: ArrayLike) -> NDArray[np.int16]:
    """Read integers of 16 bits."""
    return cast("NDArray[np.int16]", _read(values, np.int16))


def to_uint8(values: ArrayLike) -> NDArray[np.uint8]:
    """Read integers of 8 bits, from 0."""
    return cast("NDArray[np.uint8]", _read(values, np.uint8))


def _read(values: ArrayLike, dtype: DTypeLike) -> NDArray[np.generic]:
    """Give a read-only array; what does not fit is left as it is, for the validator to refuse."""
    given = np.asarray(values)
    column = given.view()
    if given.dtype != dtype and (given.dtype.kind in "iu" or not given.size):
        converted = given.astype(dtype)
        column = converted if np.array_equal(converted, given) else column
    column.setflags(write=False)
    return column


def column_of(dtype: DTypeLike) -> "Column":
    """Make the validator of a column of a type."""
    return Column(np.dtype(dtype))


@attrs.frozen
class Column:
    """Validates that a field holds one dimension of one type."""

    dtype: "np.dtype[np.generic]"

    def __call__(
        self, instance: object, attribute: "attrs.Attribute[_Value]", value: _Value
    ) -> None:
        """Refuse what is not such a column."""
        column = cast("NDArray[np.generic]", value)
        field = f"{type(instance).__name__}.{attribute.name}"
        if column.dtype != self.dtype:
            raise refuse_type(field, f"a column of {self.dtype}", column)
        if column.ndim != 1:
            raise refuse(field, "a column of one dimension", f"shape {column.shape}")


def require_equal_lengths(owner: str, columns: dict[str, NDArray[np.generic]]) -> None:
    """Insist that all columns are as long as the first."""
    (first, model), *others = columns.items()
    for name, column in others:
        if len(column) != len(model):
            expected = f"as many values as {first}, {len(model):,}"
            raise refuse(f"{owner}.{name}", expected, len(column))


def require_range(field: str, column: NDArray[np.integer], least: int, most: int) -> None:
    """Insist that all values lie in a range, its ends included."""
    if not len(column):
        return
    low, high = int(column.min()), int(column.max())
    if low < least or high > most:
        raise refuse(field, f"values from {least:,} to {most:,}", low if low < least else high)


def require_order(
    owner: str, earlier: str, before: NDArray[np.int64], later: str, after: NDArray[np.int64]
) -> None:
    """Insist that nothing is later than what follows it."""
    wrong = before > after
    if wrong.any():
        row = int(wrong.argmax())
        raise refuse(
            f"{owner}.{later}",
            f"no instant before {earlier}, {before[row]} in row {row}",
            after[row],
        )
