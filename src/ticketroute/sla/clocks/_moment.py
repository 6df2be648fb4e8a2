"""What one instant makes of a clock, however many events it holds."""

from collections.abc import Iterable

import attrs

from ticketroute.sla.calendar import Calendar
from ticketroute.sla.clocks._cycle import Cycle
from ticketroute.sla.clocks._events import Situation, TicketEvent
from ticketroute.sla.clocks._target import OnReopen, Target


@attrs.frozen
class Moment:
    """What a clock has come to, and where its ticket stands."""

    cycles: tuple[Cycle, ...] = ()
    situation: Situation = attrs.field(factory=Situation)


def after(before: Moment, events: Iterable[TicketEvent], target: Target) -> Moment:
    """Let everything happen that happens at one instant."""
    metric, situation = target.metric, before.situation
    starts = stops = resets = False
    instant = 0
    for event in events:
        instant = event.instant
        starts |= bool(metric.starts(event, situation))
        stops |= bool(metric.stops(event, situation))
        resets |= bool(metric.resets(event, situation))
        situation = situation.after(event)
    cycles = before.cycles
    if starts:
        cycles = _started(cycles, target, instant)
    if cycles and cycles[-1].stopped is None:
        pauses = situation.status in target.pausing_statuses or (
            metric.pauses is not None and bool(metric.pauses(situation))
        )
        cycles = _moved(cycles, target.calendar, instant, pauses=pauses, stops=stops, resets=resets)
    return Moment(cycles, situation)


def _started(cycles: tuple[Cycle, ...], target: Target, now: int) -> tuple[Cycle, ...]:
    """Start a clock: for the first time, anew, or on from where it stopped."""
    if not cycles:
        return (Cycle(1, now),)
    last = cycles[-1]
    if last.stopped is None:
        return cycles
    if target.metric.repeats or target.on_reopen is OnReopen.NEW_CYCLE:
        return (*cycles, Cycle(last.number + 1, now))
    if target.on_reopen is OnReopen.IGNORE:
        return cycles
    return (*cycles[:-1], attrs.evolve(last, stopped=None))


def _moved(
    cycles: tuple[Cycle, ...],
    calendar: Calendar,
    now: int,
    *,
    pauses: bool,
    stops: bool,
    resets: bool,
) -> tuple[Cycle, ...]:
    """Resume or pause a clock that is not stopped, then stop or reset it."""
    last = cycles[-1].paused(calendar, now) if pauses else cycles[-1].resumed(now)
    if stops:
        last = last.stop(calendar, now)
    elif resets and last.started < now:
        following = Cycle(last.number + 1, now)
        following = following if pauses else following.resumed(now)
        return (*cycles[:-1], last.stop(calendar, now), following)
    return (*cycles[:-1], last)
