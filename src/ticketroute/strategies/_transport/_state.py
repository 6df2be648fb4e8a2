"""The public state: an optimal plan that follows as tickets and agents come, go and change."""

from collections.abc import Iterator
from contextlib import contextmanager
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.model import refuse
from ticketroute.strategies._transport._live import GONE, NOBODY, Live
from ticketroute.strategies._transport._reading import (
    CostLike,
    Mask,
    count_tickets,
    mask_of_row,
    numbers,
    places,
    positions,
    read_cost,
)
from ticketroute.strategies._transport._result import Transport
from ticketroute.strategies._transport._rows import Integers, forbidden
from ticketroute.strategies._transport._wholes import MOST_IN_ALL, to_whole, to_wholes


class TransportState:
    """An optimal plan that is kept up as tickets and agents come, go and change.

    Each change restores the optimum by the shortest chain of changes, from the prices before it:
    in a small part of the time of a new solution, and as exactly. Tickets are numbered in the order
    in which they come, from 0; a number is not given again. Among equal plans, one is kept that
    changes little: tickets of the same kind stay where they are as far as the optimum allows.

    Parameters
    ----------
    cost, capacity, penalty, eligible, groups
        As in `transport`; there may be no tickets yet. Costs are kept as a matrix of rows by
        agents. Equal rows are not looked for: tickets of a kind are told by `groups`.

    Notes
    -----
    Fractions are scaled as in `transport`, by the largest number there is at first.

    Examples
    --------
    >>> state = TransportState([[1, 5], [2, 9]], [1, 1], penalty=[20, 20])
    >>> state.agent
    array([1, 0])
    >>> state.add([3, 3], penalty=50)
    2
    >>> state.agent, state.objective
    (array([ 0, -1,  1]), 24)
    >>> state.set_capacity(0, 2)
    >>> state.agent
    array([0, 0, 1])
    >>> state.remove(2)
    >>> state.check()
    <Transport: 2 of 2 served, optimal, objective 3, gap 0>
    """

    def __init__(
        self,
        cost: CostLike,
        capacity: ArrayLike,
        *,
        penalty: ArrayLike,
        eligible: ArrayLike | None = None,
        groups: ArrayLike | None = None,
    ) -> None:
        n_tickets = count_tickets(cost, groups)
        given = read_cost(cost, eligible)
        data = to_wholes(given, numbers("penalty", penalty, min(np.ndim(penalty), 1)), n_tickets)
        n_rows, self._n_agents = data.shape
        room = places("capacity", capacity, self._n_agents)
        kinds = np.arange(n_rows) if groups is None else positions("groups", groups, n_rows)
        self._scale, self._exact = data.scale, data.exact
        matrix = data.matrix()
        useful = (matrix < forbidden(matrix.dtype)).any(axis=1)
        self._row_of_kind = np.where(useful, np.cumsum(useful) - 1, NOBODY)
        row_of = self._row_of_kind[kinds]
        self._live = Live(matrix[useful], row_of, data.penalty, room, groups is not None)
        self._off: dict[int, int] = {}
        self._waits_for_more = False

    @property
    def agent(self) -> NDArray[np.intp]:
        """``shape (n,)``, by number: who has the ticket, -1 where it waits, -2 if it is gone."""
        self._live.finish()
        return self._live.settle_places().copy()

    @property
    def tickets(self) -> NDArray[np.intp]:
        """The numbers of the tickets that were not removed."""
        return self._live.tickets

    @property
    def agent_price(self) -> NDArray[np.int64] | NDArray[np.float64]:
        """``shape (m,)``, the prices of places."""
        self._live.finish()
        price = self._live.balance.price
        return price.copy() if self._exact else price / self._scale

    @property
    def objective(self) -> float:
        """What the plan costs, waiting included."""
        self._live.finish()
        paid = self._live.paid()
        return paid if self._exact else paid / self._scale

    def add(
        self,
        cost: ArrayLike | None = None,
        *,
        penalty: float,
        eligible: ArrayLike | None = None,
        group: int | None = None,
    ) -> int:
        """Add a ticket, and give its number.

        Parameters
        ----------
        cost
            ``shape (m,)``, what it costs with each agent.
        penalty
            What it costs if it waits.
        eligible
            ``bool, shape (m,)``, who may take it; everybody if it is None.
        group
            The number of its kind, in place of `cost`, where the state was made with `groups`.
        """
        waits = self._whole("penalty", penalty, 0)
        if group is not None:
            row = self._row_of_group(group, cost, eligible)
        else:
            row = self._new_row(cost, mask_of_row(eligible, self._n_agents))
        ticket = self._live.add(row, int(waits))
        self._finish()
        return ticket

    def remove(self, ticket: int) -> None:
        """Take a ticket out: it is done, or withdrawn."""
        self._live.remove(self._known(ticket))
        self._finish()

    def set_penalty(self, ticket: int, penalty: float) -> None:
        """Change what a ticket costs if it waits: it became more urgent, or less."""
        waits = self._whole("penalty", penalty, 0)
        self._live.set_penalty(self._known(ticket), int(waits))
        self._finish()

    def set_capacity(self, agent: int, places: int) -> None:
        """Change how many places an agent has; of one who is off, how many there will be."""
        if index(places) < 0:
            raise refuse("places", "0 or more", places)
        known, room = self._known_agent(agent), min(index(places), 1 << 50)
        if known in self._off:
            self._off[known] = room
            return
        self._live.set_capacity(known, room)
        self._finish()

    def switch_off(self, agent: int) -> None:
        """Take all tickets from an agent, who gets none until switched on again."""
        known = self._known_agent(agent)
        if known not in self._off:
            self._off[known] = int(self._live.capacity[known])
            self._live.set_capacity(known, 0)
            self._finish()

    def switch_on(self, agent: int) -> None:
        """Give an agent who was switched off the places that there were."""
        known = self._known_agent(agent)
        if known in self._off:
            self._live.set_capacity(known, self._off.pop(known))
            self._finish()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Make several changes, and restore the optimum once: at the end, or when asked for it."""
        before, self._waits_for_more = self._waits_for_more, True
        self._live.balance.forget()
        try:
            yield
        finally:
            self._waits_for_more = before
            self._finish()

    def check(self) -> Transport:
        """Prove the plan anew: one pass over all costs.

        The result is on the tickets that were not removed, in the order of `tickets`.
        """
        live = self._live
        live.finish()
        tickets, paid, value = live.tickets, live.paid(), live.value()
        price = live.balance.price.copy()
        bound = int(value.sum()) - sum(
            int(c) * int(p) for c, p in zip(live.capacity, price, strict=True)
        )
        sums, prices = (paid, bound), (price, value[tickets])
        return Transport.of_wholes(
            live.place[tickets], sums, prices, scale=self._scale, exact=self._exact
        )

    def _finish(self) -> None:
        if not self._waits_for_more:
            self._live.finish()

    def _known(self, ticket: int) -> int:
        known = index(ticket)
        place = self._live.place
        if not 0 <= known < len(place) or place[known] == GONE:
            raise refuse("ticket", "the number of a ticket that is there", ticket)
        return known

    def _known_agent(self, agent: int) -> int:
        known = index(agent)
        if not 0 <= known < self._n_agents:
            raise refuse("agent", f"the number of an agent, 0 to {self._n_agents - 1}", agent)
        return known

    def _row_of_group(self, group: int, cost: ArrayLike | None, eligible: ArrayLike | None) -> int:
        if not self._live.shared:
            raise refuse("group", "None, as the state was made without groups", group)
        for field, given in (("cost", cost), ("eligible", eligible)):
            if given is not None:
                raise refuse(field, "None where a group is given", given)
        if not 0 <= index(group) < len(self._row_of_kind):
            raise refuse("group", f"0 to {len(self._row_of_kind) - 1}", group)
        return int(self._row_of_kind[index(group)])

    def _new_row(self, cost: ArrayLike | None, allowed: Mask) -> int:
        """Add a row and give its number, `NOBODY` if nobody may take it."""
        if cost is None:
            raise refuse("cost", f"a number for each of {self._n_agents} agents", cost)
        row = self._whole("cost", cost, 1)
        if len(row) != self._n_agents:
            raise refuse("cost", f"shape ({self._n_agents},)", row.shape)
        if not allowed.any():
            return NOBODY
        kind = self._live.cost.dtype
        return self._live.add_row(np.where(allowed, row, forbidden(kind)).astype(kind))

    def _whole(self, field: str, given: ArrayLike, dimensions: int) -> Integers:
        """Bring numbers to the scale of the state, which makes room for them if they are large."""
        whole = to_whole(field, numbers(field, given, dimensions), self._scale, exact=self._exact)
        if not self._live.admit(int(np.abs(whole).max(initial=0))):
            raise refuse(field, f"at most {MOST_IN_ALL / self._scale:g} for all tickets", given)
        return whole
