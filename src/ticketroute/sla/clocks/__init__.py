"""Clocks: what has been used of a target, and when it runs out."""

from ticketroute.sla.clocks._columns import AROUND_THE_CLOCK, NO_DUE, STILL, ClockColumns

__all__ = ["AROUND_THE_CLOCK", "NO_DUE", "STILL", "ClockColumns"]
