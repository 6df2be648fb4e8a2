"""Desks with skills as Markov chains: a fixed order of agents, and one of kinds, limited room."""

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from tests.simulation.theory.chains import expected, stationary
from tests.simulation.theory.desks import calls, desk, skilled
from ticketroute.simulation import Scenario
from ticketroute.sla import StrictLevels
from ticketroute.strategies import Sequential

IDLE: Final = ""

State = tuple[tuple[str, ...], tuple[int, ...]]
"""What each agent works on, and how many of each kind wait."""


@attrs.frozen
class StaticDesk:
    """Whoever comes goes to the first agent who is free; whoever gets free takes the first kind.

    Parameters
    ----------
    rates
        How many of each kind come in a minute, the first kind first; kinds are letters.
    agents
        The kinds of each agent, the one who is asked first first.
    room
        How many tickets there may be.
    paces
        How long agents take, by agent and kind; 1 minute on average for what is not named.
    """

    rates: Mapping[str, float]
    agents: Mapping[str, str]
    room: int
    paces: Mapping[str, Mapping[str, float]] = attrs.field(factory=dict)

    def solved(self) -> dict[State, float]:
        """Give how likely each state is."""
        empty = (IDLE,) * len(self.agents), (0,) * len(self.rates)
        return stationary(empty, self._moves)

    def _moves(self, state: State) -> Iterator[tuple[float, State]]:
        working, line = state
        for place, (kind, rate) in enumerate(self.rates.items()):
            if sum(line) + sum(work != IDLE for work in working) < self.room:
                free = [
                    number
                    for number, kinds in enumerate(self.agents.values())
                    if kind in kinds and working[number] == IDLE
                ]
                if free:
                    yield rate, (_with(working, free[0], kind), line)
                else:
                    yield rate, (working, _with(line, place, line[place] + 1))
        for number, (name, kinds) in enumerate(self.agents.items()):
            if working[number] != IDLE:
                pace = self.paces.get(name, {}).get(working[number], 1.0)
                yield 1 / pace, self._after(state, number, kinds)

    def _after(self, state: State, number: int, kinds: str) -> State:
        """Let an agent who has got free take the first ticket that he or she may have."""
        working, line = state
        for place, kind in enumerate(self.rates):
            if line[place] and kind in kinds:
                return _with(working, number, kind), _with(line, place, line[place] - 1)
        return _with(working, number, IDLE), line

    def blocked(self, likely: Mapping[State, float]) -> float:
        """Give how likely there is no room."""
        return expected(dict(likely), lambda state: self._number(state) >= self.room)

    def waits(self, likely: Mapping[State, float]) -> list[float]:
        """Give the mean wait of each kind, of those who find room (Little)."""
        let_in = 1 - self.blocked(likely)
        return [
            expected(dict(likely), lambda state, place=place: state[1][place]) / (rate * let_in)  # type: ignore[misc]
            for place, rate in enumerate(self.rates.values())
        ]

    def busy(self, likely: Mapping[State, float]) -> list[float]:
        """Give how much of the time each agent works."""
        return [
            expected(dict(likely), lambda state, number=number: state[0][number] != IDLE)  # type: ignore[misc]
            for number in range(len(self.agents))
        ]

    @staticmethod
    def _number(state: State) -> int:
        return sum(state[1]) + sum(work != IDLE for work in state[0])

    def scenario(self, tickets: int) -> Scenario:
        """Give the same as a scenario."""
        kinds = [
            calls(
                rate,
                name=kind,
                fields={"requirements": {kind: 1}, "impact": level, "urgency": level},
            )
            for level, (kind, rate) in enumerate(self.rates.items(), start=1)
        ]
        return desk(kinds, skilled(self.agents), tickets, room=self.room, paces=self.paces)

    @property
    def policy(self) -> Sequential:
        """The strategy that does so."""
        return Sequential(sequence=list(self.agents), order=StrictLevels())


def _with(values: tuple, place: int, value: object) -> tuple:  # type: ignore[type-arg]
    return (*values[:place], value, *values[place + 1 :])
