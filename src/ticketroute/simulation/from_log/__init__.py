"""Scenarios from the log of a real desk: read it, estimate from it, replay or resample it."""

from ticketroute.simulation.from_log._read_log import read_log
from ticketroute.simulation.from_log._ticket_log import TicketLog

__all__ = ["TicketLog", "read_log"]
