"""Who holds what: how many tickets of each row each agent has, and who of the row waits.

Of tickets in the same row, those with the larger penalties are served first. So it is enough to
know how many of a row are served, and by whom.
"""

import numpy as np

from ticketroute.strategies._transport._penalties import NEVER, Penalties
from ticketroute.strategies._transport._rows import Integers, Places


class Holdings:
    """The tickets of each row with each agent.

    Parameters
    ----------
    penalties
        The tickets.
    n_agents
        How many agents there are; the next number stands for waiting.
    """

    def __init__(self, penalties: Penalties, n_agents: int) -> None:
        self.penalties = penalties
        self.n_agents = n_agents
        self.n_rows = len(penalties.start) - 1
        self.load: Integers = np.zeros(n_agents, dtype=np.int64)
        self.served: Integers = np.zeros(self.n_rows, dtype=np.int64)
        self.moved: set[int] = set()
        """Rows of which tickets were moved."""

    def lowest_served(self, rows: Places) -> Integers:
        """Give the smallest penalty of a served ticket of each row, `NEVER` if there is none."""
        served = self.served[rows]
        at = self.penalties.start[rows] + served - 1
        return np.where(served > 0, self._penalty(at), np.int64(NEVER))

    def highest_waiting(self, rows: Places) -> Integers:
        """Give the largest penalty of a waiting ticket of each row, ``-NEVER`` if there is none."""
        at = self.penalties.start[rows] + self.served[rows]
        waits = at < self.penalties.start[rows + 1]
        return np.where(waits, self._penalty(at), np.int64(-NEVER))

    def _penalty(self, at: Integers) -> Integers:
        """Give penalties; anything where there is no ticket."""
        value = self.penalties.value
        return value.take(at, mode="clip") if len(value) else np.zeros(len(at), dtype=np.int64)

    def _count_served(self, row: int, source: int, target: int, amount: int) -> None:
        """Keep loads and numbers of served tickets up to date with a move."""
        self.moved.add(row)
        if source < self.n_agents:
            self.load[source] -= amount
        else:
            self.served[row] += amount
        if target < self.n_agents:
            self.load[target] += amount
        else:
            self.served[row] -= amount

    def equals_at_the_margin(self, row: int, *, waiting: bool) -> int:
        """Count the tickets whose penalties equal the first that would wait, or be served, next."""
        first, last = self.penalties.start[row : row + 2].tolist()
        margin = first + int(self.served[row])
        value = self.penalties.value
        if waiting:
            part = value[margin:last]
            return int(np.searchsorted(-part, -part[0], side="right"))
        part = value[first:margin]
        return len(part) - int(np.searchsorted(-part, -part[-1], side="left"))

    def add_row(self) -> None:
        """Add a row without tickets."""
        self.penalties = self.penalties.with_row()
        self.served = np.append(self.served, 0)
        self.n_rows += 1

    def add(self, row: int, penalty: int, ticket: int) -> None:
        """Add a ticket that waits; no served ticket of its row may have a smaller penalty."""
        self.penalties = self.penalties.with_ticket(row, penalty, ticket)
        self.moved.add(row)

    def take_out(self, row: int, ticket: int, place: int) -> None:
        """Take out a ticket; `place` says who has it, the number of agents if it waits."""
        if place < self.n_agents:
            self.move(row, place, self.n_agents, 1)
        self.penalties = self.penalties.without_ticket(row, ticket)
        self.moved.add(row)

    def cells(self, rows: Places) -> tuple[Places, Places]:
        """Give the pairs of row (as a place in what is given) and agent that have tickets."""
        raise NotImplementedError

    def amount(self, row: int, source: int) -> int:
        """Say how many tickets of a row an agent has."""
        raise NotImplementedError

    def move(self, row: int, source: int, target: int, amount: int) -> None:
        """Move some tickets of a row from one agent to another, or into or out of waiting."""
        raise NotImplementedError

    def counts(self, row: int) -> Integers:
        """Say how many tickets of a row each agent has."""
        raise NotImplementedError

    def agents(self) -> Places:
        """Give the agent of each ticket; the number of agents where one waits."""
        raise NotImplementedError


class SingleHoldings(Holdings):
    """One ticket in each row."""

    def __init__(self, penalties: Penalties, place: Places, n_agents: int) -> None:
        super().__init__(penalties, n_agents)
        self.place = place
        self.load += np.bincount(place, minlength=n_agents + 1)[:n_agents]
        self.served += place < n_agents

    def add_row(self) -> None:
        """Add a row without tickets."""
        super().add_row()
        self.place = np.append(self.place, self.n_agents)

    def cells(self, rows: Places) -> tuple[Places, Places]:
        """Give the pairs of row (as a place in what is given) and agent that have tickets."""
        place = self.place[rows]
        held = np.flatnonzero(place < self.n_agents)
        return held, place[held]

    def amount(self, row: int, source: int) -> int:
        """Say how many tickets of a row an agent has."""
        return int(self.place[row] == source)

    def move(self, row: int, source: int, target: int, amount: int) -> None:
        """Move the ticket of a row from one agent to another, or into or out of waiting."""
        self.place[row] = target
        self._count_served(row, source, target, amount)

    def counts(self, row: int) -> Integers:
        """Say how many tickets of a row each agent has."""
        return np.bincount(self.place[row : row + 1], minlength=self.n_agents + 1)[:-1]

    def agents(self) -> Places:
        """Give the agent of each ticket; the number of agents where one waits."""
        return self.place


class CountedHoldings(Holdings):
    """Many tickets in each row: a matrix of how many of them each agent has."""

    def __init__(self, penalties: Penalties, count: Integers) -> None:
        super().__init__(penalties, count.shape[1])
        self.count = count
        self.load += count.sum(axis=0)
        self.served += count.sum(axis=1)

    def add_row(self) -> None:
        """Add a row without tickets."""
        super().add_row()
        self.count = np.concatenate((self.count, np.zeros((1, self.n_agents), dtype=np.int64)))

    def cells(self, rows: Places) -> tuple[Places, Places]:
        """Give the pairs of row (as a place in what is given) and agent that have tickets."""
        every = np.array_equal(rows, np.arange(self.n_rows))
        count = self.count if every else self.count[rows]
        flat = np.flatnonzero(count)
        row = flat // self.n_agents
        return row, flat - row * self.n_agents

    def amount(self, row: int, source: int) -> int:
        """Say how many tickets of a row an agent has."""
        return int(self.count[row, source])

    def move(self, row: int, source: int, target: int, amount: int) -> None:
        """Move some tickets of a row from one agent to another, or into or out of waiting."""
        if source < self.n_agents:
            self.count[row, source] -= amount
        if target < self.n_agents:
            self.count[row, target] += amount
        self._count_served(row, source, target, amount)

    def counts(self, row: int) -> Integers:
        """Say how many tickets of a row each agent has."""
        count: Integers = self.count[row]
        return count

    def agents(self) -> Places:
        """Give the agent of each ticket, the number of agents where one waits.

        In each row the tickets with the largest penalties go to the agents with the least numbers.
        """
        row, agent = self.cells(np.arange(self.n_rows))
        count = self.count[row, agent]
        served_before = (np.cumsum(self.served) - self.served)[row]
        waits_before = self.penalties.start[row] - served_before
        place = np.repeat(waits_before, count) + np.arange(count.sum())
        agents = np.full(len(self.penalties.value), self.n_agents, dtype=np.intp)
        agents[self.penalties.ticket[place]] = np.repeat(agent, count)
        return agents
