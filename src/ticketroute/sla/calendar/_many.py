"""Many questions at a time, in microseconds: integers in, integers out, `NAT` for no answer."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.errors import NeverClosedError, NeverOpenError
from ticketroute.sla.calendar._open_time import OpenTime
from ticketroute.sla.calendar._timetable import Timetable
from ticketroute.sla.calendar._zone import FIRST, LAST

NAT: Final = int(np.iinfo(np.int64).min)
"""What numpy reads as "not a time" in a column of integers."""

_BLOCK: Final = 1 << 14  # so that what is computed in between stays in the processor's cache

_Column = NDArray[np.int64]


def add_many(open_time: OpenTime, instants: _Column, amounts: _Column) -> _Column:
    """Give the earliest instant with an amount of open time since each; back if negative."""
    if _is_plain(instants, amounts):
        return _add(open_time, instants, amounts)
    known = (instants != NAT) & (amounts != NAT)
    known &= (amounts <= LAST - instants) & (amounts >= FIRST - instants)
    later, earlier = known & (amounts > 0), known & (amounts < 0)
    answers = np.where(known, instants, NAT)
    answers[later] = _add(open_time, instants[later], amounts[later])
    answers[earlier] = _sub(open_time, instants[earlier], -amounts[earlier])
    return answers


def _is_plain(instants: _Column, amounts: _Column) -> bool:
    """Say whether all is known and leads forward, which is the usual case and needs no masks."""
    if not len(instants) or instants.min() < FIRST or amounts.min() <= 0:
        return False
    return bool(amounts.max() <= LAST - instants.max())


def _add(open_time: OpenTime, instants: _Column, amounts: _Column) -> _Column:
    answers = np.empty_like(instants)
    if not len(instants):
        return answers
    _cover(open_time, instants)
    table = open_time.grow_later(int(instants.max()), int(amounts.max()))
    for block in _blocks(len(instants)):
        goals = table.open_times(instants[block])
        goals += amounts[block]
        answers[block] = table.all_earliest(goals)
        if goals.max() > table.total:
            answers[block][goals > table.total] = NAT
    return answers


def _sub(open_time: OpenTime, instants: _Column, amounts: _Column) -> _Column:
    answers = np.empty_like(instants)
    if not len(instants):
        return answers
    _cover(open_time, instants)
    table = open_time.grow_earlier(int(instants.min()), int(amounts.max()))
    for block in _blocks(len(instants)):
        goals = table.open_times(instants[block])
        goals -= amounts[block]
        reached = goals >= 0
        answers[block] = np.where(reached, table.all_latest(np.maximum(goals, 0)), NAT)
    return answers


def between_many(open_time: OpenTime, starts: _Column, ends: _Column) -> _Column:
    """Give the open time between pairs of instants, negative where the second is earlier."""
    known = (starts != NAT) & (ends != NAT)
    if known.all():
        return _between(open_time, starts, ends)
    answers = np.full(len(starts), NAT)
    answers[known] = _between(open_time, starts[known], ends[known])
    return answers


def _between(open_time: OpenTime, starts: _Column, ends: _Column) -> _Column:
    answers = np.empty(len(starts), dtype=np.int64)
    if len(starts):
        _cover(open_time, starts)
        table = _cover(open_time, ends)
        for block in _blocks(len(starts)):
            answers[block] = table.open_times(ends[block])
            answers[block] -= table.open_times(starts[block])
    return answers


def are_open(open_time: OpenTime, instants: _Column) -> NDArray[np.bool_]:
    """Say of each instant whether it is open; `NAT` is not."""
    known = instants != NAT
    flags = np.zeros(len(instants), dtype=bool)
    if known.any():
        flags[known] = _cover(open_time, instants[known]).are_open(instants[known])
    return flags


def next_open_many(open_time: OpenTime, instants: _Column) -> _Column:
    """Give the earliest open instant at or after each."""
    is_open = are_open(open_time, instants)
    return np.where(is_open, instants, next_opening_many(open_time, instants))


def next_opening_many(open_time: OpenTime, instants: _Column) -> _Column:
    """Give the first opening after each instant."""
    return _edges(instants, open_time, open_time.next_opening, _openings)


def next_close_many(open_time: OpenTime, instants: _Column) -> _Column:
    """Give the first closing after each instant."""
    return _edges(instants, open_time, open_time.next_close, _next_closings)


def prev_close_many(open_time: OpenTime, instants: _Column) -> _Column:
    """Give the last closing at or before each instant."""
    return _edges(instants, open_time, open_time.prev_close, _last_closings)


def _edges(
    instants: _Column,
    open_time: OpenTime,
    ask: Callable[[int], int],
    look_up: Callable[[Timetable, _Column], _Column],
) -> _Column:
    known = instants != NAT
    answers = np.full(len(instants), NAT)
    if known.any():
        _cover(open_time, instants[known])
        for extreme in (instants[known].min(), instants[known].max()):
            with suppress(NeverOpenError, NeverClosedError):
                ask(int(extreme))  # grows the table as far as any answer needs
        answers[known] = look_up(_cover(open_time, instants[known]), instants[known])
    return answers


def _openings(table: Timetable, instants: _Column) -> _Column:
    return np.append(table.start_column, NAT)[table.runs(instants) + 1]


def _next_closings(table: Timetable, instants: _Column) -> _Column:
    closings = np.where(table.end_column < table.last, table.end_column, NAT)
    position = np.searchsorted(table.end_column, instants, side="right")
    return np.append(closings, NAT)[position]


def _last_closings(table: Timetable, instants: _Column) -> _Column:
    closings = table.end_column.copy()
    closings[0] = NAT  # the start of the table is no closing
    return closings[np.searchsorted(table.end_column, instants, side="right") - 1]


def _cover(open_time: OpenTime, instants: _Column) -> Timetable:
    """Give a table that covers all instants."""
    open_time.table(int(instants.min()))
    return open_time.table(int(instants.max()))


def _blocks(count: int) -> Iterator[slice]:
    return (slice(first, first + _BLOCK) for first in range(0, count, _BLOCK))
