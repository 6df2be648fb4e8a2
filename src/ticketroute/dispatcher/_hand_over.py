"""What becomes of the tickets of an agent who goes."""

from collections.abc import Mapping

import numpy as np

from ticketroute.board import NOBODY, Board, HandOver, TicketState, View
from ticketroute.eligibility import Check, bit


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
    given: dict[int, int] = {}
    for turn, ticket in enumerate(tickets_of(window, agent), start=1):
        if window.tickets.state.at[ticket] not in states:
            continue
        following = NOBODY
        if plan.kind == "substitute":
            following = find_substitute(window, ticket, plan.substitutes, {agent})
        elif plan.kind == "reassign":
            following = _find_least_loaded(window, ticket, given)
        if following == NOBODY:
            board.work.give_up(ticket, reason)
        else:
            board.work.transfer(ticket, following, reason)
            given[following] = turn


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
    line = [*reversed(substitutes)]  # and no recursion: a whole desk may stand behind each other
    while line:
        agent = window.roster.find(line.pop())
        if agent is None or agent in asked:
            continue
        asked.add(agent)
        if window.fits(ticket, agent):
            return agent
        line += reversed(window.attendance.stand_ins.get(agent, ()))  # none of one who is active
    return NOBODY


def _find_least_loaded(window: View, ticket: int, given: Mapping[int, int]) -> int:
    """Find who can have a ticket at once: lowest load ratio, least recently assigned, id.

    Parameters
    ----------
    window
        The board.
    ticket
        The ticket; its owner has gone, and is passed over.
    given
        When in this hand-over each agent was last given one. A transfer is no assignment, so that
        without this all would go to one of several who have no limit.
    """
    failed = window.failed_checks(ticket)
    hold = window.tickets.more.holds.get(ticket)
    failed &= ~bit(Check.LAST_RESORT)  # they come last below
    if hold is not None and not hold.counts:  # it takes room when it goes on, and not before
        failed &= ~bit(Check.CAPACITY)
    ratio, rank = window.workload.load_ratio, window.workload.rank_at
    away = window.workload.closed_at  # of the able 0 but for those who are a last resort
    owner = window.tickets.owner.at[ticket]  # who may have it even now, if it may go to anybody
    able = [agent for agent in np.flatnonzero(failed == 0).tolist() if agent != owner]
    return min(able, key=lambda a: (away[a], ratio(a), given.get(a, 0), rank[a]), default=NOBODY)
