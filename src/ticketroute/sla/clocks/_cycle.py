"""One run of a clock from its start to its stop, with the pauses in between."""

import attrs

from ticketroute.errors import NeverOpenError
from ticketroute.sla.calendar import Calendar


@attrs.frozen
class Span:
    """A stretch of time in which a clock ran.

    Parameters
    ----------
    start, end
        Microseconds since 1970 UTC; at `end` it runs no longer. None while it runs.
    used
        What the clock showed at `start`, in microseconds of open time.
    """

    start: int
    end: int | None
    used: int


@attrs.frozen
class Cycle:
    """One run of a clock from its start to its stop.

    All numbers are microseconds, instants since 1970 UTC.

    Parameters
    ----------
    number
        1 for the first cycle of a clock.
    started
        When it began.
    spans
        When it ran, in order of time; only the last may go on.
    paused_used
        What the clock showed when the last span ended.
    stopped
        When it was stopped; None before.
    """

    number: int
    started: int
    spans: tuple[Span, ...] = ()
    paused_used: int = 0
    stopped: int | None = None

    @property
    def running(self) -> Span | None:
        """The span that goes on, if the clock runs."""
        return self.spans[-1] if self.spans and self.spans[-1].end is None else None

    def used(self, calendar: Calendar, now: int) -> int:
        """Give what the clock shows at a time that is not before its last change."""
        span = self.running
        if span is None:
            return self.paused_used
        return span.used + calendar.open_time.between(span.start, now)

    def resumed(self, now: int) -> "Cycle":
        """Let it run from now on."""
        if self.running:
            return self
        span = Span(now, None, self.paused_used)
        return attrs.evolve(self, spans=(*self.spans, span), stopped=None)

    def paused(self, calendar: Calendar, now: int) -> "Cycle":
        """Let it stand from now on."""
        if not self.running:
            return self
        used = self.used(calendar, now)
        last = attrs.evolve(self.spans[-1], end=now)
        return attrs.evolve(self, spans=(*self.spans[:-1], last), paused_used=used)

    def stop(self, calendar: Calendar, now: int) -> "Cycle":
        """End it."""
        return attrs.evolve(self.paused(calendar, now), stopped=now)

    def reached(self, calendar: Calendar, amount: int, *, when_open: bool = False) -> int | None:
        """Give the first instant at which it ran and showed an amount; None if it does not yet.

        For a span that goes on, this is when it will show the amount if it goes on. `when_open`
        puts off to the next opening what it shows already when it goes on in closed time.
        """
        open_time = calendar.open_time
        for span in self.spans:
            left = amount - span.used
            try:
                if left <= 0 and when_open:
                    instant = open_time.next_open(span.start)
                else:
                    instant = open_time.add(span.start, max(left, 0))
            except NeverOpenError:
                return None
            if span.end is None or instant < span.end:
                return instant
        return None
