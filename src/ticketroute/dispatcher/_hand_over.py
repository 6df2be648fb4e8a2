"""What becomes of the tickets of an agent who goes."""

import numpy as np

from ticketroute.board import NOBODY, Board, HandOver, TicketState, View


def hand_over(board: Board, agent: int, plan: HandOver) -> None:
    """Take back what an agent was asked about, and hand on what he or she has.

    A ticket in wrap-up stays: what is left of it nobody else can do.
    """
    window = board.window
    name = window.roster.ids[agent]
    asked = [t for t, offers in window.tickets.more.offers.items() if agent in offers]
    for ticket in _oldest_first(window, asked):
        board.offers.rescind(ticket, agent, {"reason": f"{name} has gone"})
    if plan.kind == "keep":
        return
    states = [TicketState.ASSIGNED, TicketState.WORKING]
    if plan.on_hold:
        states.append(TicketState.ON_HOLD)
    reason = {"reason": f"{name} has gone"}
    for ticket in tickets_of(window, agent):
        if window.tickets.state.at[ticket] not in states:
            continue
        substitute = NOBODY
        if plan.kind == "substitute":
            substitute = find_substitute(window, ticket, plan.substitutes, {agent})
        if substitute == NOBODY:
            board.work.give_up(ticket, reason)
        else:
            board.work.transfer(ticket, substitute, reason)


def tickets_of(window: View, agent: int) -> list[int]:
    """Give the tickets that an agent has, oldest first."""
    owned: list[int] = np.flatnonzero(window.tickets.owner.array == agent).tolist()
    return _oldest_first(window, owned)


def _oldest_first(window: View, tickets: list[int]) -> list[int]:
    return sorted(tickets, key=lambda t: (window.tickets.created(t), window.tickets.ids[t]))


def find_substitute(
    window: View, ticket: int, substitutes: tuple[str, ...], asked: set[int]
) -> int:
    """Find who stands in: the first who is there and may have a ticket, or who stands in there."""
    for name in substitutes:
        agent = window.roster.find(name)
        if agent is None or agent in asked:
            continue
        asked.add(agent)
        if window.fits(ticket, agent):
            return agent
        if window.workload.present_at[agent]:
            continue
        if agent in window.attendance.on_leave:
            plan = window.attendance.leaves[agent][0].hand_over
            found = find_substitute(window, ticket, plan.substitutes, asked)
            if found != NOBODY:
                return found
    return NOBODY
