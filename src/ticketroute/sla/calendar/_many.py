"""Many questions at a time, in microseconds: integers in, integers out, `NAT` for no answer."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.sla.calendar._open_time import METER_START, OpenTime
from ticketroute.sla.calendar._timetable import Timetable
from ticketroute.sla.calendar._zone import FIRST, LAST

NAT: Final = int(np.iinfo(np.int64).min)
"""What numpy reads as "not a time" in a column of integers."""

_BLOCK: Final = 1 << 14  # so that what is computed in between stays in the processor's cache

_Column = NDArray[np.int64]


def readings(open_time: OpenTime, instants: _Column) -> _Column:
    """Give what a meter shows at each instant that has run in open time since 2020 UTC."""
    return between_many(open_time, np.broadcast_to(METER_START, instants.shape), instants)


def add_many(open_time: OpenTime, instants: _Column, amounts: _Column) -> _Column:
    """Give the earliest instant with an amount of open time since each; back if negative."""
    if len(instants) and amounts.min() > 0 and instants.min() != NAT:  # the usual case
        return _add(open_time, instants, amounts)
    known = (instants != NAT) & (amounts != NAT)
    later, earlier = known & (amounts > 0), known & (amounts < 0)
    answers = np.where(known, instants, NAT)
    if known.any():
        _cover(open_time, instants[known])  # refuses what is out of range
    answers[later] = _add(open_time, instants[later], amounts[later])
    answers[earlier] = _sub(open_time, instants[earlier], -amounts[earlier])
    return answers


def _add(open_time: OpenTime, instants: _Column, amounts: _Column) -> _Column:
    if not len(instants):
        return instants
    table = _cover(open_time, instants)
    if amounts.max() > LAST - instants.max():
        within = amounts <= LAST - instants  # more than that there never is
        if not within.all():
            return _some(within, lambda *rows: _add(open_time, *rows), instants, amounts)
    answers = np.empty_like(instants)
    for block in _blocks(len(instants)):
        answers[block] = table.open_times(instants[block])
        answers[block] += amounts[block]
    most = int(answers.argmax())
    table = open_time.grow_later(table, int(instants[most]), int(amounts[most]))
    never = answers > table.total if answers[most] > table.total else None
    for block in _blocks(len(instants)):
        answers[block] = table.all_earliest(answers[block])
    if never is not None:
        answers[never] = NAT
    return answers


def _sub(open_time: OpenTime, instants: _Column, amounts: _Column) -> _Column:
    if not len(instants):
        return instants
    within = amounts <= instants - FIRST
    if not within.all():
        return _some(within, lambda *rows: _sub(open_time, *rows), instants, amounts)
    table = _cover(open_time, instants)
    least = int((table.open_times(instants) - amounts).argmin())
    table = open_time.grow_earlier(table, int(instants[least]), int(amounts[least]))
    goals = table.open_times(instants) - amounts
    return np.where(goals >= 0, table.all_latest(np.maximum(goals, 0)), NAT)


def _some(known: NDArray[np.bool_], ask: Callable[..., _Column], *columns: _Column) -> _Column:
    """Ask about some of the rows; the others have no answer."""
    answers = np.full(len(known), NAT)
    answers[known] = ask(*(column[known] for column in columns))
    return answers


def between_many(open_time: OpenTime, starts: _Column, ends: _Column) -> _Column:
    """Give the open time between pairs of instants, negative where the second is earlier."""
    known = (starts != NAT) & (ends != NAT)
    if known.all():
        return _between(open_time, starts, ends)
    return _some(known, lambda *rows: _between(open_time, *rows), starts, ends)


def _between(open_time: OpenTime, starts: _Column, ends: _Column) -> _Column:
    answers = np.empty(len(starts), dtype=np.int64)
    if len(starts):
        table = _cover(open_time, starts, ends)
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
    grow = partial(open_time.grow_to, Timetable.next_opening)
    return _edges(open_time, instants, grow, _openings)


def next_close_many(open_time: OpenTime, instants: _Column) -> _Column:
    """Give the first closing after each instant."""
    grow = partial(open_time.grow_to, Timetable.next_close)
    return _edges(open_time, instants, grow, _next_closings)


def prev_close_many(open_time: OpenTime, instants: _Column) -> _Column:
    """Give the last closing at or before each instant."""
    return _edges(open_time, instants, open_time.grow_back_to_close, _last_closings)


def _edges(
    open_time: OpenTime,
    instants: _Column,
    grow: Callable[[Timetable, int], Timetable],
    look_up: Callable[[Timetable, _Column], _Column],
) -> _Column:
    known = instants != NAT
    answers = np.full(len(instants), NAT)
    if known.any():
        asked = instants[known]
        table = _cover(open_time, asked)
        for extreme in (asked.min(), asked.max()):
            table = grow(table, int(extreme))
        answers[known] = look_up(table, asked)
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


def _cover(open_time: OpenTime, *columns: _Column) -> Timetable:
    """Give a table that covers all instants."""
    first = min(int(column.min()) for column in columns)
    last = max(int(column.max()) for column in columns)
    return open_time.covering(first, last)


def _blocks(count: int) -> Iterator[slice]:
    return (slice(first, first + _BLOCK) for first in range(0, count, _BLOCK))
