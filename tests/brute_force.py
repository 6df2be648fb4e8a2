"""Optimal assignment by trying everything: slow, and hard to get wrong."""

from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import TypeAlias

from tests.oracles import Desk, Office, PairScore
from ticketroute import Ticket

Deal: TypeAlias = dict[str, str | None]
"""Who has which ticket; None leaves it."""


def deals(office: Office, forbidden: tuple[str, str] | None = None) -> Iterator[Deal]:
    """Go through every way in which the waiting tickets could be dealt out within the limits."""
    tickets = office.most_urgent_first()
    choices = [
        [None]
        + [
            desk.agent.id
            for desk in office.candidates(ticket)
            if (ticket.id, desk.agent.id) != forbidden
        ]
        for ticket in tickets
    ]
    for chosen in product(*choices):
        if all(_within_limits(desk, tickets, chosen) for desk in office.desks):
            yield {ticket.id: each for ticket, each in zip(tickets, chosen, strict=True)}


def _within_limits(desk: Desk, tickets: list[Ticket], chosen: tuple[str | None, ...]) -> bool:
    new = [t for t, each in zip(tickets, chosen, strict=True) if each == desk.agent.id]
    total = desk.agent.capacity.total
    if new and total is not None and desk.used + sum(t.effort for t in new) > total:
        return False
    for channel, limit in desk.agent.capacity.channels:
        here = [ticket.effort for ticket in new if ticket.channel == channel]
        if here and desk.used_on(channel) + sum(here) > limit:
            return False
    return True


def served_by_urgency(deal: Deal) -> tuple[bool, ...]:
    """Say which tickets are served, most urgent first; larger is lexicographically better."""
    return tuple(agent_id is not None for agent_id in deal.values())


def best_sum(
    office: Office,
    served: tuple[bool, ...],
    score: PairScore,
    *,
    forbidden: tuple[str, str] | None = None,
) -> float | None:
    """Give the largest sum of scores of all deals that serve these tickets; None if there is none.

    The tickets of an agent are rated one after the other, each with those before it in hand, in
    whichever order is best.
    """
    sums = [
        sum_of_scores(office, deal, score)
        for deal in deals(office, forbidden)
        if served_by_urgency(deal) == served
    ]
    return max(sums, default=None)


def sum_of_scores(office: Office, deal: Deal, score: PairScore) -> float:
    """Add up the scores of one deal, the tickets of each agent in whichever order is best."""
    hands = hands_of(office, deal)
    return sum(
        max(_sum_in_order(office, desk, order, score) for order in permutations(hands[desk]))
        for desk in office.desks
    )


def sum_by_urgency(office: Office, deal: Deal, score: PairScore) -> float:
    """Add up the scores of one deal, the tickets of each agent most urgent first."""
    hands = hands_of(office, deal)
    return sum(_sum_in_order(office, desk, hands[desk], score) for desk in office.desks)


def hands_of(office: Office, deal: Deal) -> dict[Desk, list[Ticket]]:
    """Give the new tickets of each agent, most urgent first."""
    urgent = office.most_urgent_first()
    return {
        desk: [ticket for ticket in urgent if deal[ticket.id] == desk.agent.id]
        for desk in office.desks
    }


def _sum_in_order(office: Office, desk: Desk, order: Iterable[Ticket], score: PairScore) -> float:
    total, more = 0.0, 0
    for ticket in order:
        total += score(office, ticket, desk, more)
        more += ticket.effort
    return total
