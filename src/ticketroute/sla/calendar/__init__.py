"""Business calendars: when a team is open, exactly, in any zone, for one instant or a million."""

from ticketroute.sla.calendar._business import ALWAYS, BusinessCalendar
from ticketroute.sla.calendar._calendar import Calendar
from ticketroute.sla.calendar._combined import CombinedCalendar
from ticketroute.sla.calendar._hours import split_at_midnight
from ticketroute.sla.calendar._many import NAT
from ticketroute.sla.calendar._trace import Trace, Window
from ticketroute.sla.calendar._zone import LAST, to_zone

__all__ = [
    "ALWAYS",
    "LAST",
    "NAT",
    "BusinessCalendar",
    "Calendar",
    "CombinedCalendar",
    "Trace",
    "Window",
    "split_at_midnight",
    "to_zone",
]
