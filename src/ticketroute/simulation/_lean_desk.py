"""A desk for what the catalogue's orders of agents need, and nothing else: quick.

It decides as the board does, to the last tie, which tests hold it to; what it leaves out (scores,
holds, limits by channel, allowances, relaxations, explanations) it is not used for.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Setup
from ticketroute.simulation._desk import NOTHING, Pairs
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._lean_agents import NOBODY, LeanAgents
from ticketroute.simulation._lean_lines import NO_TICKET, LeanLines
from ticketroute.simulation._lean_plan import LeanPlan, due_and_order, shift_changes
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._scenario import Scenario


class LeanDesk:
    """Keeps agents with room and tickets that wait in heaps.

    Parameters
    ----------
    scenario, luck
        What is to come.
    plan
        What :func:`lean_plan` gave.
    setup
        What the board would be told.
    hours
        When each agent works, by position.

    Attributes
    ----------
    dispatcher
        None: it is no live desk.
    """

    dispatcher: None = None

    def __init__(
        self, scenario: Scenario, luck: Luck, plan: LeanPlan, setup: Setup, hours: list[Hours]
    ) -> None:
        agents = scenario.agents_by_id
        kinds = np.array(plan.profile_of_kind, dtype=np.int32)
        profile_of: NDArray[np.int32] = kinds[luck.kind]
        self._profile_of: memoryview[int] = profile_of.data
        self._profiles = plan.profiles
        self.due, order = due_and_order(scenario, luck, plan.order, setup)
        self._lines = LeanLines(self._profile_of, *order, plan.profiles)
        self._agents = LeanAgents(
            agents, plan.order.value, plan.profiles, counts_coming=plan.order.counts_coming
        )
        self._barred: dict[int, set[int]] = {}
        self._changes = shift_changes(setup, [agent.id for agent in agents], hours)
        self._changed = 0
        self._wake_at: Callable[[int], None] = lambda _: None

    def begin(self, at: int, wake_at: Callable[[int], None]) -> Pairs:
        """Open the desk."""
        self._wake_at = wake_at
        return self.wake(at)

    def arrive(self, ticket: int, at: int) -> Pairs:
        """Take in a ticket, which begins to wait."""
        agent = self._agents.first(self._profile_of[ticket])
        if agent == NOBODY:
            self._lines.add(ticket)
            return NOTHING
        self._agents.take(agent, at)
        return ((ticket, agent),)

    def finish(self, ticket: int, agent: int, at: int) -> Pairs:  # noqa: ARG002
        """Note that an agent has resolved a ticket, and let the next one come."""
        agents, lines = self._agents, self._lines
        agents.give_back(agent, at)
        if lines.count and agents.has_room(agent):
            waiting = lines.first_for(agent, agents.profiles_of[agent])
            if waiting != NO_TICKET:
                lines.remove(waiting)
                agents.take(agent, at)
                return ((waiting, agent),)
        agents.settle(agent)
        return NOTHING

    def give_up(self, ticket: int, agent: int, at: int) -> Pairs:
        """Note that an agent gives a ticket back, who is not to get it again."""
        self._agents.give_back(agent, at)
        self._agents.settle(agent)
        barred = self._barred.setdefault(ticket, set())
        barred.add(agent)
        others = self._profiles[self._profile_of[ticket]]
        self._lines.add_apart(ticket, [each for each in others if each not in barred])
        return self._serve_all(at)

    def leave(self, ticket: int, at: int) -> Pairs:  # noqa: ARG002
        """Note that a customer does not wait any longer."""
        self._lines.remove(ticket)
        return NOTHING

    def reopen(self, ticket: int, at: int) -> Pairs:
        """Note that a resolved ticket comes back and waits."""
        self._barred.pop(ticket, None)
        return self.arrive(ticket, at)

    def wake(self, at: int) -> Pairs:
        """Let shifts begin and end."""
        changes = self._changes
        while self._changed < len(changes) and changes[self._changed][0] <= at:
            _, agent, on_shift = changes[self._changed]
            self._agents.set_on_shift(agent, at, on_shift=on_shift)
            self._changed += 1
        if self._changed < len(changes):
            self._wake_at(changes[self._changed][0])
        return self._serve_all(at)

    def start(self, ticket: int, agent: int, at: int) -> None:
        """Do not notice."""

    def _serve_all(self, at: int) -> Pairs:
        """Give tickets to agents as long as any may be given, most urgent first."""
        given = []
        while self._lines.count and (pair := self._most_urgent_pair()):
            ticket, agent = pair
            self._lines.remove(ticket)
            self._agents.take(agent, at)
            given.append(pair)
        return given

    def _most_urgent_pair(self) -> tuple[int, int] | None:
        found = [
            (rank, agent)
            for rank, profile in self._lines.heads()
            if (agent := self._agents.first(profile)) != NOBODY
        ]
        found += [
            (rank, agent)
            for rank, able in self._lines.apart.items()
            if (agent := self._agents.first_among(able)) != NOBODY
        ]
        if not found:
            return None
        rank, agent = min(found)
        return self._lines.ticket(rank), agent

    @property
    def hears_starts(self) -> bool:
        """Whether it wants to be told when work begins."""
        return False

    @property
    def n_waiting(self) -> int:
        """How many tickets wait."""
        return self._lines.count

    def n_qualified(self, ticket: int) -> int:
        """Count the agents who may have a ticket, there or not, whoever gave it back."""
        return len(self._profiles[self._profile_of[ticket]])
