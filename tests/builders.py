"""Short names for what examples by hand are made of."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.generators import NOON
from ticketroute import Agent, Board, Plan, Ticket, decide
from ticketroute.strategies import Strategy

__all__ = ["NOON", "agents", "at", "given_out", "minutes", "one_by_one", "tickets"]


def minutes(number: float) -> timedelta:
    """Give a duration in minutes."""
    return timedelta(minutes=number)


def at(number: float) -> datetime:
    """Give the instant so many minutes after noon."""
    return NOON + minutes(number)


def tickets(ids: str, *, apart: float = 1) -> list[Ticket]:
    """Make plain tickets of ids given in one string, so many minutes apart and the last at noon."""
    names = ids.split()
    oldest = -apart * (len(names) - 1)
    return [Ticket(id=name, created=at(oldest + apart * n)) for n, name in enumerate(names)]


def agents(ids: str, capacity: int | None = None) -> list[Agent]:
    """Make agents of ids given in one string, all with the same capacity."""
    return [Agent(id=name, capacity=capacity) for name in ids.split()]


def given_out(plan: Plan) -> dict[str, str]:
    """Give who gets which ticket, agent id by ticket id."""
    return {each.ticket_id: each.agent_id for each in plan.assignments}


def one_by_one(board: Board, strategy: Strategy, ids: Iterable[str]) -> list[str]:
    """Let tickets come, be assigned and be resolved one after the other; give the agents' ids."""
    served = []
    for ticket_id in ids:
        board.submit([Ticket(id=ticket_id, created=NOON)], board.now)
        board.commit(decide(board.window, strategy))
        served.append(str(board.owner(ticket_id)))
        board.release(ticket_id)
    return served
