"""Columns of a log: each is there and of one length, work takes no less than nothing."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.model import MICROSECOND, Column, refuse, require_column, spans_of


def column_of(columns: Mapping[str, Column], name: str, count: int | None) -> Column:
    """Give a column, or one without values where there is none; refuse one of another length."""
    column = columns[name] if name in columns else [None] * (count or 0)
    require_column(column, f"columns[{name!r}]")
    length = len(np.asarray(column))
    if count is not None and length != count:
        raise refuse(f"columns[{name!r}]", f"{count:,} values", length)
    return column


def work_of(column: Column, field: str, missing: int) -> NDArray[np.int64]:
    """Give durations of at least zero in microseconds."""
    spans = spans_of(column, field, NEVER)
    if (spans < 0).any():
        raise refuse(field, "durations of at least zero", int(spans.min()) * MICROSECOND)
    return np.where(spans == NEVER, missing, spans)
