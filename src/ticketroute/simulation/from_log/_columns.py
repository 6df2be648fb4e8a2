"""Columns of a frame as arrays: instants, durations, names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.board import NEVER
from ticketroute.model import (
    duration_to_microseconds,
    is_missing,
    plain_cell,
    refuse,
    refuse_type,
    to_microseconds,
)

Column: TypeAlias = Sequence[object] | ArrayLike


def column_of(columns: Mapping[str, Column], name: str, count: int | None) -> Column:
    """Give a column, or one without values where there is none; refuse one of another length."""
    column: object = columns[name] if name in columns else [None] * (count or 0)
    if isinstance(column, str) or not isinstance(column, Iterable):
        raise refuse_type(f"columns[{name!r}]", "a column of values", column)
    length = len(np.asarray(column))
    if count is not None and length != count:
        raise refuse(f"columns[{name!r}]", f"{count:,} values", length)
    return column  # type: ignore[return-value]  # whatever can be gone through is one


def instants_of(column: Column, field: str) -> NDArray[np.int64]:
    """Give instants in microseconds since 1970 UTC, NEVER where there is none."""
    values = np.asarray(column)
    if values.dtype.kind == "M":
        found = values.astype("datetime64[us]").astype(np.int64)
        return np.where(np.isnat(values), NEVER, found)
    return _integers(column, field, NEVER, to_microseconds)


def spans_of(column: Column, field: str, missing: int) -> NDArray[np.int64]:
    """Give durations of at least zero in microseconds."""
    values = np.asarray(column)
    if values.dtype.kind != "m":
        return _integers(column, field, missing, _to_span)
    found = values.astype("timedelta64[us]").astype(np.int64)
    is_known = ~np.isnat(values)
    if (found[is_known] < 0).any():
        raise refuse(field, "durations of at least zero", str(values[is_known].min()))
    return np.where(is_known, found, missing)


def names_of(column: Column) -> NDArray[np.str_]:
    """Give names, empty where there is none."""
    cells = ["" if each is None else str(each) for each in _cells("", column)]
    return np.array(cells, dtype=np.str_)


def _to_span(cell: object, field: str) -> int:
    if not isinstance(cell, timedelta):
        raise refuse_type(field, "timedeltas", cell)
    if cell < timedelta(0):
        raise refuse(field, "durations of at least zero", cell)
    return duration_to_microseconds(cell)


def _integers(
    column: Column, field: str, missing: int, read: Callable[[object, str], int]
) -> NDArray[np.int64]:
    read_off = [missing if each is None else read(each, field) for each in _cells(field, column)]
    return np.array(read_off, dtype=np.int64)


def _cells(field: str, column: Column) -> list[object]:
    values = column if isinstance(column, Iterable) else [column]
    return [None if is_missing(each) else plain_cell(field, each) for each in values]
