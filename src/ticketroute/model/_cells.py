"""What data frames put into their cells, as plain Python."""

from typing import Final

import numpy as np

_INTEGER_FIELDS: Final = frozenset(("effort", "impact", "urgency", "capacity"))


def is_missing(value: object) -> bool:
    """Say whether a cell is empty: None, or NaN, NaT or NA, which do not equal themselves."""
    if value is None:
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - that is how they are told
    except (TypeError, ValueError):  # pandas' NA will not say; an array says it for each element
        return str(value) == "<NA>"


def plain_cell(field: str, value: object) -> object:
    """Turn numpy's scalars and frames' own datetimes into plain Python.

    A whole float stands for an integer where the field holds integers: a frame's column of
    integers with gaps is one of floats.
    """
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and field in _INTEGER_FIELDS and value.is_integer():
        return int(value)
    to_pydatetime = getattr(value, "to_pydatetime", None)
    return value if to_pydatetime is None else to_pydatetime(warn=False)
