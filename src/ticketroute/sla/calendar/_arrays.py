"""The array forms of a calendar's questions: numpy datetimes or integers in, the same out."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    duration_to_microseconds,
    is_missing,
    refuse,
    refuse_type,
    to_microseconds,
)
from ticketroute.sla.calendar import _many as many
from ticketroute.sla.calendar._compiled import CompiledCalendar

Times: TypeAlias = NDArray[np.datetime64] | NDArray[np.int64]
Durations: TypeAlias = NDArray[np.timedelta64] | NDArray[np.int64]
TimesLike: TypeAlias = Times | Sequence[datetime] | datetime | np.datetime64 | int
DurationsLike: TypeAlias = Durations | Sequence[timedelta] | timedelta | np.timedelta64 | int

_FINE: Final = ("us", "ns", "ps", "fs", "as")
_Question: TypeAlias = Callable[..., NDArray[np.int64]]


class ArrayForms(CompiledCalendar):
    """The questions of a calendar about many instants at a time.

    Instants are arrays of ``datetime64`` (in UTC) or of integers (microseconds since 1970 UTC),
    or sequences of aware datetimes; durations are arrays of ``timedelta64`` or of integers
    (microseconds), or of ``timedelta``. Units finer than a microsecond are cut off. One value may
    stand for all, and shapes are broadcast. If the instants are integers, so are the answers, the
    smallest integer being NaT; otherwise they are ``datetime64[us]`` or ``timedelta64[us]``.

    NaT stays NaT, and is the answer wherever the single question raises
    :class:`~ticketroute.errors.NeverOpenError` or
    :class:`~ticketroute.errors.NeverClosedError`.
    """

    def add_many(self, at: TimesLike, duration: DurationsLike) -> Times:
        """Give the earliest instant with an amount of open time since each instant."""
        return self._ask(many.add_many, "M8[us]", _times("at", at), _durations(duration))

    def sub_many(self, at: TimesLike, duration: DurationsLike) -> Times:
        """Give the latest instant with an amount of open time until each instant."""
        # Minus NaT is NaT.
        return self._ask(many.add_many, "M8[us]", _times("at", at), -_durations(duration))

    def between_many(self, start: TimesLike, end: TimesLike) -> Durations:
        """Give the open time between pairs of instants, negative if the second is earlier."""
        return self._ask(many.between_many, "m8[us]", _times("start", start), _times("end", end))

    def readings_many(self, at: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give what a meter shows at each instant that has run in open time since 2020 UTC.

        All in microseconds; the open time between two instants is the difference.
        """
        return many.readings(self.open_time, at)

    def is_open_many(self, at: TimesLike) -> NDArray[np.bool_]:
        """Say of each instant whether it is open; NaT is not."""
        instants = _times("at", at).astype(np.int64)
        return many.are_open(self.open_time, instants.ravel()).reshape(instants.shape)

    def next_open_many(self, at: TimesLike) -> Times:
        """Give the earliest open instant at or after each instant."""
        return self._ask(many.next_open_many, "M8[us]", _times("at", at))

    def next_close_many(self, at: TimesLike) -> Times:
        """Give the first closing after each instant."""
        return self._ask(many.next_close_many, "M8[us]", _times("at", at))

    def next_opening_many(self, at: TimesLike) -> Times:
        """Give the first opening after each instant."""
        return self._ask(many.next_opening_many, "M8[us]", _times("at", at))

    def prev_close_many(self, at: TimesLike) -> Times:
        """Give the last closing at or before each instant."""
        return self._ask(many.prev_close_many, "M8[us]", _times("at", at))

    def _ask(
        self, question: _Question, unit: str, *columns: Times | Durations
    ) -> NDArray[np.int64]:
        """Put a question about integers, and give the answer in the form of the question."""
        shape = np.broadcast_shapes(*(column.shape for column in columns))
        flat = (np.broadcast_to(column, shape).ravel() for column in columns)
        answers = question(self.open_time, *(column.view(np.int64) for column in flat))
        plain = columns[0].dtype.kind == "i"
        return (answers if plain else answers.view(unit)).reshape(shape)


def _times(field: str, values: TimesLike) -> Times:
    """Read instants as ``datetime64[us]`` or 64-bit integers."""
    array = _array(values)
    if array.dtype.kind == "i":
        return array.astype(np.int64, copy=False)
    if array.dtype.kind == "M":
        return _in_microseconds(field, array, "M8[us]")
    if array.dtype == object:
        instants = [
            many.NAT if is_missing(each) else to_microseconds(each, field) for each in array.flat
        ]
        return np.array(instants, dtype=np.int64).reshape(array.shape).view("M8[us]")
    raise refuse_type(field, "datetime64, integers (microseconds) or aware datetimes", values)


def _durations(values: DurationsLike) -> Durations:
    """Read durations as ``timedelta64[us]`` or 64-bit integers."""
    array = _array(values)
    if array.dtype.kind == "i":
        return array.astype(np.int64, copy=False)
    if array.dtype.kind == "m":
        return _in_microseconds("duration", array, "m8[us]")
    if array.dtype == object:
        amounts = [_amount(each) for each in array.flat]
        return np.array(amounts, dtype=np.int64).reshape(array.shape).view("m8[us]")
    raise refuse_type("duration", "timedelta64, integers (microseconds) or timedeltas", values)


def _in_microseconds(field: str, array: NDArray[Any], unit: str) -> NDArray[Any]:
    """Convert units; refuse what 64 bits cannot hold, which numpy would wrap around."""
    converted = array.astype(unit, copy=False)
    if np.datetime_data(array.dtype)[0] not in _FINE:
        back = converted.astype(array.dtype)
        if not np.array_equal(back, array, equal_nan=True):
            raise refuse(field, "times within 290,000 years of 1970", array)
    return converted


def _array(values: object) -> NDArray[Any]:
    """Make an array; an empty list is one of objects, not of floats."""
    array = np.asarray(values)
    return array if array.size or array.dtype.kind != "f" else array.astype(object)


def _amount(value: object) -> int:
    if is_missing(value):
        return many.NAT
    if not isinstance(value, timedelta):
        raise refuse_type("duration", "timedelta64, integers (microseconds) or timedeltas", value)
    return duration_to_microseconds(value)
