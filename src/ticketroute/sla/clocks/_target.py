"""A promise about one metric of one ticket."""

from datetime import timedelta
from enum import StrEnum

import attrs

from ticketroute.model import (
    duration_to_microseconds,
    refuse,
    refuse_type,
    require_texts,
    to_optional_text_set,
)
from ticketroute.sla._durations import require_duration
from ticketroute.sla.calendar import ALWAYS, Calendar
from ticketroute.sla.clocks._metrics import Metric


class OnReopen(StrEnum):
    """What becomes of a stopped clock when its ticket is opened again."""

    CONTINUE = "continue"
    """It goes on from where it stopped; the time in between does not count."""
    NEW_CYCLE = "new_cycle"
    """It begins anew with the whole target."""
    IGNORE = "ignore"
    """It stays stopped."""


def to_on_reopen(value: OnReopen | str) -> OnReopen:
    """Read the name of a choice."""
    try:
        return OnReopen(value)
    except ValueError:
        names = " or ".join(repr(each.value) for each in OnReopen)
        raise refuse("on_reopen", names, value) from None


@attrs.frozen
class Target:
    """How long a metric of a ticket may take, on which calendar.

    Parameters
    ----------
    metric
        What is measured.
    allowed
        How long it may take, longer than zero; in open time of the calendar.
    calendar
        Whose open time counts; around the clock by default.
    pause_in
        Statuses in which the clock pauses; None for those of the metric.
    on_reopen
        What becomes of the stopped clock of a ticket that is opened again.

    Examples
    --------
    >>> from datetime import timedelta
    >>> from ticketroute.sla import RESOLUTION
    >>> Target(RESOLUTION, timedelta(hours=24), pause_in={"pending"}).on_reopen.value
    'continue'
    """

    metric: Metric
    allowed: timedelta
    calendar: Calendar = attrs.field(default=ALWAYS, kw_only=True)
    pause_in: frozenset[str] | None = attrs.field(
        default=None, converter=to_optional_text_set, kw_only=True
    )
    on_reopen: OnReopen = attrs.field(
        default=OnReopen.CONTINUE, converter=to_on_reopen, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.metric, Metric):
            raise refuse_type("Target.metric", "a Metric", self.metric)
        require_duration("Target.allowed", self.allowed)
        if not isinstance(self.calendar, Calendar):
            raise refuse_type("Target.calendar", "a calendar", self.calendar)
        if self.pause_in is not None:
            require_texts("Target.pause_in", self.pause_in)

    @property
    def pausing_statuses(self) -> frozenset[str]:
        """The statuses in which the clock pauses."""
        return self.metric.pause_in if self.pause_in is None else self.pause_in

    @property
    def microseconds(self) -> int:
        """How long it may take, in microseconds."""
        return duration_to_microseconds(self.allowed)
