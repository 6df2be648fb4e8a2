"""Dispatch rules for support tickets: who gets which ticket, when, and why."""

from ticketroute.board import Board, Memory, Plan, Setup, Snapshot, View
from ticketroute.dispatcher import Dispatcher, Event, Settings, assign, decide
from ticketroute.model import (
    Agent,
    Capacity,
    Presence,
    Requirement,
    Ticket,
    agents_from_rows,
    tickets_from_rows,
)

__all__ = [
    "Agent",
    "Board",
    "Capacity",
    "Dispatcher",
    "Event",
    "Memory",
    "Plan",
    "Presence",
    "Requirement",
    "Settings",
    "Setup",
    "Snapshot",
    "Ticket",
    "View",
    "agents_from_rows",
    "assign",
    "decide",
    "tickets_from_rows",
]


def __getattr__(name: str) -> str:
    """Read the version only when somebody asks for it."""
    if name == "__version__":
        from importlib.metadata import version  # noqa: PLC0415 - it would double the import time

        return version("ticketroute")
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
