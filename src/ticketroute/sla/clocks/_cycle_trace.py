"""How the due time of a clock comes about: what was counted, and where it stood still."""

from datetime import timedelta
from itertools import chain

from ticketroute.model import from_microseconds
from ticketroute.sla.calendar import Calendar, Trace, Window
from ticketroute.sla.clocks._cycle import Cycle


def trace(cycle: Cycle, calendar: Calendar, allowed: timedelta, now: int) -> Trace:
    """Show what was counted in a cycle until its target was, or will be, used up.

    Parameters
    ----------
    cycle
        One run of a clock.
    calendar, allowed
        Its target.
    now
        Up to when to look if that is not known, in microseconds since 1970 UTC.
    """
    due = cycle.reached(calendar, allowed // timedelta(microseconds=1))
    end = now if due is None else due
    ran = [
        (span.start, end if span.end is None else min(span.end, end))
        for span in cycle.spans
        if span.start < end
    ]
    # Before the first span, between two, and after the last, the clock stood still.
    edges = [cycle.started, *chain.from_iterable(ran), end]
    stood = zip(edges[::2], edges[1::2], strict=True)
    whole = _window(cycle.started, max(end, cycle.started), calendar)
    counted = [_window(*span, calendar) for span in ran if span[0] < span[1]]
    return Trace(
        at=whole.start,
        due=None if due is None else whole.end,
        duration=allowed,
        windows=tuple(
            window for each in counted for window in calendar.intervals(each.start, each.end)
        ),
        remarks=calendar.remarks(whole.start.date(), whole.end.date()),
        pauses=tuple(_window(*gap, calendar) for gap in stood if gap[0] < gap[1]),
    )


def _window(start: int, end: int, calendar: Calendar) -> Window:
    first, last = (from_microseconds(each, calendar.tz) for each in (start, end))
    return Window(first, last)
