"""One step of an escalation: when it fires, and what it asks for."""

from collections.abc import Iterable
from datetime import timedelta

import attrs

from ticketroute.errors import NeverOpenError
from ticketroute.model import duration_to_microseconds, is_finite, refuse, refuse_type, to_tuple
from ticketroute.sla.calendar import LAST
from ticketroute.sla.clocks import Cycle, Target
from ticketroute.sla.escalation._effects import Effect


def _to_effects(effects: Effect | Iterable[Effect]) -> tuple[Effect, ...]:
    if isinstance(effects, Effect):
        return (effects,)
    return to_tuple("Step.effects", "one effect or several, such as Notify", effects)


@attrs.frozen
class Step:
    """One step of an escalation.

    It fires, once in a cycle of the clock, at the first instant at which the clock runs and has
    come so far. While the clock is paused nothing fires; what would have come in the meantime
    fires when it goes on: a step in open time when the calendar is open, a step on the wall at
    once. A step at the due time says that the target is used up, which at closing time is no
    breach yet; a step a microsecond later comes with the breach.

    Parameters
    ----------
    when
        A share of the target, more than 0, such as ``0.75``; or a duration before (negative) or
        after the due time, in open time.
    effects
        What it asks for: one effect or several.
    wall
        Whether a duration is counted around the clock instead.

    Examples
    --------
    >>> from ticketroute.sla import Notify, RaiseUrgency
    >>> warning = Step(0.75, Notify("owner"))
    >>> at_due = Step(timedelta(0), [Notify("supervisor"), RaiseUrgency()])
    >>> day_after = Step(timedelta(days=1), Notify("manager"), wall=True)
    """

    when: float | timedelta
    effects: tuple[Effect, ...] = attrs.field(converter=_to_effects)
    wall: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        expected = "a share of the target above 0, or a timedelta before or after due"
        when: object = self.when
        if isinstance(when, bool) or not isinstance(when, int | float | timedelta):
            raise refuse_type("Step.when", expected, when)
        if not isinstance(when, timedelta) and (not is_finite(when) or when <= 0):
            raise refuse("Step.when", expected, when)
        if self.wall and not isinstance(when, timedelta):
            raise refuse("Step.wall", "False for a share of the target", self.wall)
        for effect in self.effects:
            if not isinstance(effect, Effect):
                raise refuse_type("Step.effects", "effects such as Notify", effect)

    @property
    def name(self) -> str:
        """What a ladder knows it by, which is when it fires."""
        if isinstance(self.when, timedelta):
            return f"{self.when}{' on the wall' if self.wall else ''}"
        return f"{float(self.when)}"

    def fires(self, cycle: Cycle, target: Target) -> int | None:
        """Give when it fires in a cycle, in microseconds since 1970 UTC; None for never.

        In a cycle that runs this may lie ahead: when it will, if the clock goes on.
        """
        if not isinstance(self.when, timedelta):
            amount = target.microseconds * self.when
            if amount >= LAST:
                return None
            return cycle.reached(target.calendar, round(amount), when_open=True)
        offset = duration_to_microseconds(self.when)
        if not self.wall:
            amount = target.microseconds + offset
            return cycle.reached(target.calendar, amount, when_open=True)
        return _on_the_wall(cycle, target, offset)


def _on_the_wall(cycle: Cycle, target: Target, offset: int) -> int | None:
    """Give the first instant at which the clock runs, so long before or after it is due.

    Each pause moves the due time; once it has been reached, it stays.
    """
    due = None
    for span in cycle.spans:
        if due is None:
            left = max(target.microseconds - span.used, 0)
            try:
                due = target.calendar.open_time.add(span.start, left)
            except NeverOpenError:
                return None
        instant = max(span.start, due + offset)
        if instant >= LAST:
            return None
        if span.end is None or instant < span.end:
            return instant
        if due >= span.end:
            due = None  # not reached: the pause moves it
    return None
