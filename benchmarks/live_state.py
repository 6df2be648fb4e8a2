"""What a live desk holds: bytes for tickets and events, and how fast it is had again."""

import gc
import json
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import TypeVar

import attrs
from rich.table import Table

from benchmarks.live_cases import CAPACITY, TARGETS, Case, Faces, Turn, public
from benchmarks.live_figures import Size, tabulate
from ticketroute import Board, Dispatcher, Setup
from ticketroute.sla import Targets

_Result = TypeVar("_Result")

_OPEN = 10_000
_EVENTS_OF_CLOSED = 4
"""Submitted, assigned, started, resolved."""


@attrs.define
class Scales:
    """Weighs what has been added since the last time."""

    last: int = 0

    def grown(self) -> int:
        """Give the bytes that are held now and were not the last time; begin with one call."""
        gc.collect()
        held, _ = tracemalloc.get_traced_memory()
        grown, self.last = held - self.last, held
        return grown


# Memory


def measure_memory(size: Size) -> Table:
    """Weigh tickets and events; objects that the caller made are not counted."""
    number = size.tickets
    turns = [Turn.of(place) for place in range(2 * number)]
    for turn in turns:
        hash(turn.ticket)  # which requirements keep, and are the caller's
    tracemalloc.start()
    try:
        rows = [
            (name, f"{held / number:,.0f}")
            for weigh in (_weigh_waiting, _weigh_closed)
            for name, held in weigh(turns, number).items()
        ]
    finally:
        tracemalloc.stop()
    return tabulate(f"Bytes apiece, of {number:,} tickets", ("bytes",), rows)


def _weigh_waiting(turns: Sequence[Turn], number: int) -> dict[str, float]:
    """Weigh tickets that wait, on a board alone and on a dispatcher."""
    case, now = Case(backlog=0), turns[number].at
    board = Board(case.people(), setup=Setup(targets=Targets(TARGETS)))
    desk = Dispatcher(case.people(), strategy=case.strategy, setup=Setup(targets=Targets(TARGETS)))
    scales = Scales()
    scales.grown()
    board.view(now[0])
    for turn in turns[:number]:
        board.intake.submit(turn.ticket)
    on_board = scales.grown()
    for turn in turns[:number]:
        desk.submit(turn.ticket, turn.at[0])
    with_log = scales.grown()
    desk.log.drop_before(desk.log.next_number)
    log = -scales.grown()
    desk.dispatch(now[1])
    served = scales.grown()
    return {
        "waiting ticket, board alone": on_board,
        "waiting ticket, dispatcher without its log": with_log - log,
        "waiting ticket, dispatcher with its log": with_log,
        "waiting ticket, added by a first dispatch (order, 500 events)": served,
    }


def _weigh_closed(turns: Sequence[Turn], number: int) -> dict[str, float]:
    """Weigh tickets that have been closed, and then forgotten, and the events on the way."""
    case = Case(backlog=0)
    desk = Dispatcher(case.people(), strategy=case.strategy, setup=Setup(targets=Targets(TARGETS)))
    scales = Scales()
    scales.grown()
    _close(desk, turns[:number])
    with_log = scales.grown()
    desk.log.drop_before(desk.log.next_number)
    log = -scales.grown()
    _forget(desk, turns[:number], turns[number].at[0])
    forgotten = -scales.grown()
    _close(desk, turns[number:])
    _forget(desk, turns[number:], turns[-1].at[-1])
    again = scales.grown()
    return {
        "event in the log": log / _EVENTS_OF_CLOSED,
        "closed ticket": with_log - log,
        "closed ticket, once forgotten": with_log - log - forgotten,
        "the next one that is closed and forgotten": again,
    }


def _close(desk: Dispatcher, turns: Sequence[Turn]) -> None:
    """Let tickets come, and be assigned, started and resolved at once."""
    for turn in turns:
        ticket_id, at = turn.ticket.id, turn.at
        desk.submit(turn.ticket, at[0])
        desk.dispatch(at[1])
        desk.start(ticket_id, at[2])
        desk.resolve(ticket_id, at[3])


def _forget(desk: Dispatcher, turns: Sequence[Turn], now: datetime) -> None:
    """Forget tickets, and the events that tell of it."""
    desk.forget([turn.ticket.id for turn in turns], now)
    desk.log.drop_before(desk.log.next_number)


# Having it again


def measure_replay(size: Size) -> Table:
    """Time a replay, a dump and a load; the desks that come of it are in the same state."""
    case = Case(offers=True)
    again = partial(
        Dispatcher.replay,
        agents=case.people(),
        strategy=case.strategy,
        setup=Setup(targets=Targets(TARGETS)),
    )
    runner, desk = _run_until(case, size.events)
    log = list(desk.log)
    seconds, replayed = _timed(partial(again, log, settings=desk.settings))
    assert replayed.counts() == desk.counts()
    assert replayed.log.tickets == desk.log.tickets
    assert all(replayed.owner(each) == desk.owner(each) for each in runner.working)
    rows = [("replay", f"{len(log):,} events", f"{seconds:.3g} s", f"{len(log) / seconds:,.0f}/s")]
    return tabulate("Having it again, once each", ("of", "time", ""), rows + _dump_and_load(case))


def _run_until(case: Case, events: int) -> tuple[Faces, Dispatcher]:
    """Run life cycles until so many events have come of it."""
    runner, place = public(case), 0
    desk = runner.desk
    assert isinstance(desk, Dispatcher)
    while len(desk.log) < events:
        runner.run([Turn.of(place)])
        place += 1
    return runner, desk


def _dump_and_load(case: Case) -> list[tuple[str, str, str, str]]:
    in_hand = case.agents * CAPACITY
    _, desk = _run_until(attrs.evolve(case, backlog=_OPEN - in_hand), 0)
    dumping, data = _timed(desk.dump)
    again = partial(Dispatcher.load, strategy=case.strategy, setup=Setup(targets=Targets(TARGETS)))
    loading, loaded = _timed(partial(again, data, settings=desk.settings))
    assert loaded.dump() == data
    what, length = f"{_OPEN:,} open tickets", len(json.dumps(data)) / _OPEN
    return [
        ("dump", what, f"{dumping:.3g} s", f"{length:,.0f} bytes of JSON for each"),
        ("load", what, f"{loading:.3g} s", f"{_OPEN / loading:,.0f}/s"),
    ]


def _timed(call: Callable[[], _Result]) -> tuple[float, _Result]:
    """Give the seconds that a call takes, and its result."""
    start = perf_counter()
    result = call()
    return perf_counter() - start, result
