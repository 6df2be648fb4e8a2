"""Holdings that go with given prices, as well balanced as prices admit.

At given prices each ticket wants an agent who is cheapest with the price added, or to wait if that
is cheaper still. Where several are equally cheap there is a choice, and a maximum flow makes it so
that as many agents as possible have as many tickets as they have places.
"""

import attrs
import numpy as np

from ticketroute.strategies._transport._flow import Flow, most_flow
from ticketroute.strategies._transport._holdings import (
    CountedHoldings,
    Holdings,
    SingleHoldings,
)
from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._penalties import Penalties
from ticketroute.strategies._transport._rows import Integers, Places, SparseRows


@attrs.frozen(eq=False)
class Wishes:
    """What the tickets of each row want at some prices.

    Attributes
    ----------
    pairs
        The agents who are cheapest with the price added, for each row.
    must, may
        ``shape (rows,)``: how many tickets want to be served, and how many do not mind waiting.
    """

    pairs: SparseRows
    must: Integers
    may: Integers

    @classmethod
    def at(cls, pairs: SparseRows, price: Integers, penalties: Penalties) -> "Wishes":
        """Find out, from the cheapest pairs, what is wanted at these prices."""
        first = pairs.start[:-1]
        value = pairs.cost[first] + price[pairs.agent[first]]
        must, may = penalties.above(value)
        return cls(pairs, must, may)


def hold_single(wishes: Wishes, price: Integers, offers: Offers, penalties: Penalties) -> Holdings:
    """Give each ticket what it wants, where each has a row of its own."""
    n_agents = len(price)
    place = np.where(wishes.must > 0, wishes.pairs.agent[wishes.pairs.start[:-1]], n_agents)
    undecided = np.flatnonzero(((wishes.pairs.counts > 1) & (wishes.must > 0)) | (wishes.may > 0))
    if len(undecided):
        decided = np.delete(place, undecided)
        load = np.bincount(decided, minlength=n_agents + 1)[:n_agents]
        part = Wishes(wishes.pairs.take(undecided), wishes.must[undecided], wishes.may[undecided])
        row, agent, _ = _flow(part, price, offers, load)
        place[undecided[row]] = agent
    return SingleHoldings(penalties, place.astype(np.intp), n_agents)


def hold_counted(wishes: Wishes, price: Integers, offers: Offers, penalties: Penalties) -> Holdings:
    """Give tickets what they want, where many have the same row."""
    count = np.zeros(wishes.pairs.shape, dtype=np.int64)
    row, agent, amount = _flow(wishes, price, offers, np.zeros_like(price))
    served = agent < len(price)
    np.add.at(count, (row[served], agent[served]), amount[served])
    return CountedHoldings(penalties, count)


def _flow(wishes: Wishes, price: Integers, offers: Offers, load: Integers) -> Flow:
    """Send tickets to agents, filling first the places that ask less than the price.

    Places that ask just the price, and waiting, share a door through which only as many may pass as
    do not fit into those. Tickets that find no way go to the first agent who is cheapest: that
    agent will have too many. Some tickets are with agents already.
    """
    pairs, supply = wishes.pairs, wishes.must + wishes.may
    n_rows, n_agents = pairs.shape
    waiting, door, _, sink = (n_rows + n_agents + extra for extra in range(4))
    rows, agents = np.arange(n_rows), n_rows + np.arange(n_agents)
    certain = np.maximum(offers.certain(price) - load, 0)
    optional = np.maximum(offers.possible(price) - load, 0) - certain
    total = int(supply.sum())
    through_door = max(total - int(certain.sum()), 0)
    beyond = (
        (rows, np.full(n_rows, waiting), wishes.may),
        (agents, np.full(n_agents, sink), np.minimum(certain, total)),
        (agents, np.full(n_agents, door), np.minimum(optional, total)),
        (np.array([waiting, door]), np.array([door, sink]), np.array([total, through_door])),
    )
    row, agent, amount = most_flow(pairs, supply, beyond, sink + 1)
    left = supply - np.bincount(row, weights=amount, minlength=n_rows).astype(np.int64)
    waits = np.minimum(left, wishes.may - _sent_to(n_agents, row, agent, amount, n_rows))
    stuck = left - waits
    over, idle = np.flatnonzero(stuck), np.flatnonzero(waits)
    return (
        np.concatenate((row, over, idle)),
        np.concatenate((agent, pairs.agent[pairs.start[over]], np.full(len(idle), n_agents))),
        np.concatenate((amount, stuck[over], waits[idle])),
    )


def _sent_to(target: int, row: Places, agent: Places, amount: Integers, n_rows: int) -> Integers:
    there = agent == target
    sent = np.bincount(row[there], weights=amount[there], minlength=n_rows)
    return sent.astype(np.int64)
