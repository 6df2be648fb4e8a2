"""Desks with skills, oldest ticket first and longest idle agent first: solved by a product.

After Adan and Weiss, "A skill based parallel service system under FCFS-ALIS", Stochastic Systems 4,
2014. Work is exponential at a rate that goes by the agent, whatever the kind.
"""

from collections.abc import Collection, Iterator, Mapping
from itertools import permutations

import attrs

Line = tuple[str, ...]
"""Busy agents and waiting kinds, in the order in which their tickets came."""

Detail = tuple[Line, tuple[str, ...]]
"""The line, and the idle agents, longest idle first."""


@attrs.frozen
class ProductForm:
    """A desk in its steady state, per minute.

    Parameters
    ----------
    rates
        How many of each kind come; kinds are letters.
    agents
        The kinds of each agent.
    speeds
        How many tickets each agent does.
    """

    rates: Mapping[str, float]
    agents: Mapping[str, str]
    speeds: Mapping[str, float]

    def _speed(self, agents: Collection[str]) -> float:
        return sum(self.speeds[agent] for agent in agents)

    def _served_by(self, agents: Collection[str]) -> float:
        """Give at which rate tickets come that any of some agents may have."""
        return sum(
            rate
            for kind, rate in self.rates.items()
            if any(kind in self.agents[agent] for agent in agents)
        )

    def _only_for(self, agents: Collection[str]) -> list[str]:
        """Give the kinds that nobody else may have."""
        others = set(self.agents) - set(agents)
        return [
            kind for kind in self.rates if not any(kind in self.agents[each] for each in others)
        ]

    def weight(self, state: Detail) -> float:
        """Give how likely a state is, but for a factor."""
        line, idle = state
        weight, busy = 1.0, list[str]()
        for item in line:
            if item in self.agents:
                busy.append(item)
            else:
                weight *= self.rates[item]
            weight /= self._speed(busy)
        for number in range(len(idle)):
            weight /= self._served_by(idle[: number + 1])
        return weight

    def after_arrival(self, state: Detail, kind: str) -> Detail:
        """Give what becomes of a state when a ticket comes."""
        line, idle = state
        agent = next((each for each in idle if kind in self.agents[each]), None)
        if agent is None:
            return (*line, kind), idle
        return (*line, agent), tuple(each for each in idle if each != agent)

    def after_work(self, state: Detail, agent: str) -> Detail:
        """Give what becomes of a state when an agent has resolved a ticket."""
        line = tuple(item for item in state[0] if item != agent)
        for place, item in enumerate(line):
            if item not in self.agents and item in self.agents[agent]:
                return (*line[:place], agent, *line[place + 1 :]), state[1]
        return line, (*state[1], agent)

    def _orders(self) -> Iterator[tuple[float, tuple[str, ...]]]:
        """Go through who is busy, in which order, with how likely that is but for a factor.

        Of those who wait between two of them any number may; that sums up to a geometric series.
        """
        for order in permutations(self.agents):
            for count in range(len(order) + 1):
                busy, idle = order[:count], order[count:]
                weight = 1.0
                for number in range(count):
                    weight *= self._time_until_fewer(busy[: number + 1])
                for number in range(len(idle)):
                    weight /= self._served_by(idle[: number + 1])
                yield weight, busy

    def _time_until_fewer(self, agents: Collection[str]) -> float:
        only = sum(self.rates[kind] for kind in self._only_for(agents))
        return 1 / (self._speed(agents) - only)

    def wait(self, kind: str) -> float:
        """Give the mean wait of a kind, minutes."""
        total, waiting = 0.0, 0.0
        for weight, busy in self._orders():
            total += weight
            for number in range(len(busy)):
                first = busy[: number + 1]
                if kind in self._only_for(first):
                    waiting += weight * self._time_until_fewer(first)
        return waiting / total

    def waits(self, kind: str) -> float:
        """Give the share of a kind that has to wait."""
        orders = list(self._orders())
        have_to = sum(weight for weight, busy in orders if kind in self._only_for(busy))
        return have_to / sum(weight for weight, _ in orders)

    def busy(self, agent: str) -> float:
        """Give how much of the time an agent works."""
        orders = list(self._orders())
        at_work = sum(weight for weight, busy in orders if agent in busy)
        return at_work / sum(weight for weight, _ in orders)
