"""Columns of a data frame as arrays: instants, durations, names."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model._cells import is_missing, plain_cell
from ticketroute.model._instants import duration_to_microseconds, to_microseconds
from ticketroute.model._validation import refuse_type

Column: TypeAlias = Sequence[object] | ArrayLike


def require_column(column: object, field: str) -> Iterable[object]:
    """Return `column` if one can go through its values; a text is none."""
    if isinstance(column, str) or not isinstance(column, Iterable):
        raise refuse_type(field, "a column of values", column)
    return column


def cells_of(column: Column, field: str) -> list[object]:
    """Give the cells of a column as plain Python, None where one is empty."""
    values = require_column(column, field)
    return [None if is_missing(each) else plain_cell(field, each) for each in values]


def names_of(column: Column, field: str) -> list[str]:
    """Give names, empty where there is none."""
    return ["" if each is None else str(each) for each in cells_of(column, field)]


def instants_of(column: Column, field: str, missing: int) -> NDArray[np.int64]:
    """Give instants in microseconds since 1970 UTC; numpy's own are read as UTC."""
    values = np.asarray(column)
    if values.dtype.kind != "M":
        return _integers(column, field, missing, to_microseconds)
    return np.where(np.isnat(values), missing, values.astype("datetime64[us]").astype(np.int64))


def spans_of(column: Column, field: str, missing: int) -> NDArray[np.int64]:
    """Give durations in microseconds, of whatever sign."""
    values = np.asarray(column)
    if values.dtype.kind != "m":
        return _integers(column, field, missing, _to_span)
    return np.where(np.isnat(values), missing, values.astype("timedelta64[us]").astype(np.int64))


def _integers(
    column: Column, field: str, missing: int, read: Callable[[object, str], int]
) -> NDArray[np.int64]:
    cells = cells_of(column, field)
    return np.array([missing if each is None else read(each, field) for each in cells], np.int64)


def _to_span(cell: object, field: str) -> int:
    if not isinstance(cell, timedelta):
        raise refuse_type(field, "timedeltas", cell)
    return duration_to_microseconds(cell)
