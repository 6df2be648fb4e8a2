"""What the agents of some desks may be given in a period, and when they work."""

from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Final

from tests.dispatcher.model_hours import Hours, Rota, alternating
from ticketroute import Ticket
from ticketroute.board import Allowance, CalendarPeriod
from ticketroute.eligibility import Field


def _minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


@dataclass(frozen=True)
class IsIn:
    """A condition of our own, on what a ticket asks for less while it waits."""

    queue: str
    reads: ClassVar = ("queue",)

    def __call__(self, ticket: Ticket) -> bool:
        """Say whether a ticket is in the queue."""
        return ticket.queue == self.queue


DAILY: Final = Allowance(
    name="daily",
    most=9,
    per=CalendarPeriod("day", "Asia/Kolkata", timedelta(hours=6)),
    by_agent={"bea": 4, "zoe": 0},
)
BREATH: Final = Allowance(name="breath", most=1, per=_minutes(7))
BY_EFFORT: Final = Allowance(name="by effort", most=4, per=_minutes(45), counts="effort")
OF_A_CUSTOMER: Final = Allowance(
    name="of a customer",
    most=2,
    per=_minutes(90),
    counts="effort",
    when=Field("ticket.customer").equals("sun inc"),
)
NARROW: Final = Allowance(name="narrow", most=1, per=_minutes(25), when=IsIn("first line"))
COUNTED: Final = Allowance(
    name="counted", most=None, per=timedelta(hours=5), counts="effort", by_agent={"cem": 30}
)
WEEKLY: Final = Allowance(name="weekly", most=40, per=CalendarPeriod("week", "Europe/Berlin"))
EVERY_ALLOWANCE: Final = (DAILY, BREATH, BY_EFFORT, OF_A_CUSTOMER, NARROW, COUNTED, WEEKLY)

_OFTEN: Final = Hours(alternating(50, 20))
_SELDOM: Final = Hours(alternating(95, 70), "Asia/Kolkata", ("mon", "tue", "thu", "fri", "sun"))
_ALWAYS: Final = Hours(())

ROTA: Final = Rota({"bea": _OFTEN, "dan": _SELDOM, "eve": _ALWAYS, "zoe": _OFTEN, "nobody": _OFTEN})
STRICT_ROTA: Final = Rota(
    {"abe": _SELDOM, "bea": _OFTEN, "cem": _SELDOM, "dan": _ALWAYS, "zoe": _OFTEN},
    at_least=_minutes(12),
    takes={"refund": _minutes(40), None: _minutes(5)},
    enough_for_ticket=True,
)
