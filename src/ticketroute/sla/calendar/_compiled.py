"""What a kind of calendar gives, and what is compiled from it."""

from abc import ABC, abstractmethod
from datetime import date, tzinfo
from functools import cached_property

from ticketroute.model import refuse_type
from ticketroute.sla.calendar._open_time import OpenTime
from ticketroute.sla.calendar._runs import Runs


def require_name(field: str, name: object) -> None:
    """Insist on a string; an empty one is no name."""
    if not isinstance(name, str):
        raise refuse_type(field, "a string", name)


class CompiledCalendar(ABC):
    """Open time, given by its runs and compiled when it is asked about.

    Attributes
    ----------
    name
        How a configuration refers to the calendar; may be empty.
    tz
        The zone in which windows are written.
    """

    name: str
    tz: tzinfo

    @abstractmethod
    def runs(self, first: int, last: int) -> Runs:
        """Give the runs of open time that touch a span of microseconds since 1970 UTC."""

    @abstractmethod
    def settled(self) -> tuple[int, int]:
        """Give the instants before and after which everything repeats within 400 years."""

    def remarks(self, first: date, last: date) -> tuple[tuple[date, str], ...]:  # noqa: ARG002
        """Say which dates are closed or have unusual hours; nothing if there are no dates."""
        return ()

    @cached_property
    def open_time(self) -> OpenTime:
        """The questions in integer microseconds, for columns."""
        title = f"calendar {self.name!r}" if self.name else "the calendar"
        return OpenTime(self.runs, self.settled(), title)
