"""What chance has in store for single tickets, looked up as the world needs it."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.simulation._luck import Luck, Purpose, drawn_by_kind
from ticketroute.simulation._scenario import Scenario

_MOST_REOPENINGS: Final = 2**15 - 1
"""So many are counted. A run in which all come back at once, again and again, ends by it."""


class Chance:
    """Looks up what a ticket takes, whether it bounces, whether it comes back.

    Numbers for a second bounce or reopening are drawn for all tickets when the first ticket needs
    one: so each has its own, whatever happens to the others.

    Parameters
    ----------
    scenario, luck
        What is known beforehand.
    """

    def __init__(self, scenario: Scenario, luck: Luck) -> None:
        self._scenario = scenario
        self._luck = luck
        ids = [agent.id for agent in scenario.agents_by_id]
        kinds = scenario.kinds
        self.kind: memoryview[int] = luck.kind.data
        self._work: memoryview[int] = luck.work.data
        never = np.zeros(0, dtype=np.int64)
        patience = never if luck.patience is None else luck.patience
        self.patience: memoryview[int] = patience.data
        self._paces = [scenario.paces_for(kind.name) for kind in kinds]
        self._chances = [kind.bounces_of(ids) for kind in kinds]
        self._shares = [kind.bounce_after for kind in kinds]
        self.may_bounce = any(map(any, self._chances))
        self.may_reopen = any(kind.reopen for kind in kinds)
        self._anew: dict[int, int] = {}
        self._uniforms: dict[tuple[Purpose, int], NDArray[np.float64]] = {}
        self._drawn: dict[tuple[Purpose, int], NDArray[np.int64]] = {}
        has_paces = any(pace != 1.0 for row in self._paces for pace in row)
        self.need = self._paced if has_paces or self.may_reopen else self._plain

    # How long it takes

    def _plain(self, ticket: int, _: int) -> int:
        return self._work[ticket]

    def _paced(self, ticket: int, agent: int) -> int:
        work = self._anew.get(ticket, self._work[ticket])
        return round(work * self._paces[self.kind[ticket]][agent])

    def renew_work(self, ticket: int, reopenings: int) -> None:
        """Draw what a ticket takes that comes back."""
        self._anew[ticket] = self._duration("handling", Purpose.WORK, reopenings, ticket)

    # What goes wrong

    def balks(self, ticket: int, waiting: int) -> bool:
        """Say whether somebody leaves at once who finds so many waiting."""
        chances = self._scenario.balk
        if not chances:
            return False
        chance = chances[min(waiting, len(chances) - 1)]
        return bool(self._uniform(Purpose.BALKING, 0)[ticket] < chance)

    def bounces(self, ticket: int, agent: int, before: int) -> bool:
        """Say whether an agent will give a ticket back, which has been given back before."""
        chance = self._chances[self.kind[ticket]][agent]
        return chance > 0 and bool(self._uniform(Purpose.BOUNCES, before)[ticket] < chance)

    def until_bounce(self, ticket: int, need: int) -> int:
        """Give how long an agent works on a ticket before giving it back."""
        return round(need * self._shares[self.kind[ticket]])

    def reopens(self, ticket: int, before: int) -> int:
        """Give after how long a ticket comes back; `NEVER` if it does not."""
        kind = self._scenario.kinds[self.kind[ticket]]
        if before >= _MOST_REOPENINGS or not kind.reopen:
            return NEVER
        if self._uniform(Purpose.REOPENINGS, before)[ticket] >= kind.reopen:
            return NEVER
        return self._duration("reopen_after", Purpose.REOPENING_TIMES, before, ticket)

    def _duration(self, name: str, purpose: Purpose, part: int, ticket: int) -> int:
        """Look up how long something lasts for a ticket, drawn for all of them at first."""
        if (purpose, part) not in self._drawn:
            uniforms = self._luck.uniforms(purpose, part)
            drawn = drawn_by_kind(self._scenario, self._luck.kind, uniforms, name)
            self._drawn[purpose, part] = drawn
        return int(self._drawn[purpose, part][ticket])

    def _uniform(self, purpose: Purpose, part: int) -> NDArray[np.float64]:
        try:
            return self._uniforms[purpose, part]
        except KeyError:
            drawn = self._uniforms[purpose, part] = self._luck.uniforms(purpose, part)
            return drawn
