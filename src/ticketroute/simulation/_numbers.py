"""What the numbers of a scenario may be."""

import numpy as np

from ticketroute.model import is_finite, refuse, refuse_type


def require_chance(field: str, value: object) -> None:
    """Insist on a probability."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse_type(field, "a number from 0 to 1", value)
    if not is_finite(value) or not 0 <= value <= 1:
        raise refuse(field, "a number from 0 to 1", value)


def require_factor(field: str, value: object) -> None:
    """Insist on a number above 0."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse_type(field, "a number above 0", value)
    if not is_finite(value) or value <= 0:
        raise refuse(field, "a number above 0", value)


def require_whole(field: str, value: object, least: int, below: int, count: int = -1) -> None:
    """Insist on an array of so many (or any number of) int64 in a range: what plug-ins give."""
    shape = "(n,)" if count < 0 else f"({count},)"
    if not isinstance(value, np.ndarray) or value.dtype != np.int64:
        raise refuse_type(field, f"an array of int64, shape {shape}", value)
    if value.ndim != 1 or count not in (-1, len(value)):
        raise refuse(field, f"an array of shape {shape}", value.shape)
    if len(value) and not (least <= value.min() and value.max() < below):
        wrong = int(value.min()) if value.min() < least else int(value.max())
        raise refuse(field, f"microseconds of at least {least} and below {below}", wrong)
