"""A desk that is a live dispatcher: the slowest one, with settings and an event log."""

from collections.abc import Callable, Sequence
from datetime import datetime

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import EventType, Setup
from ticketroute.dispatcher import Dispatcher, Event, Settings
from ticketroute.model import from_microseconds, refuse, to_microseconds
from ticketroute.simulation._desk import Pairs, require_no_offers
from ticketroute.simulation._expected import ExpectedTickets, due_of
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._qualified import count_qualified_by_kind
from ticketroute.simulation._scenario import Scenario
from ticketroute.sla import ChangeQueue

_GIVEN = (EventType.ASSIGNED, EventType.REOPENED)
_NOT_SIMULATED = ("offers_last", "start_within")


class LiveDesk:
    """Drives a dispatcher by its public calls, as an embedder does.

    Parameters
    ----------
    scenario, luck
        What is to come.
    policy
        What decides, and the settings.
    setup
        What the board is told: that of the policy, with the hours of this run.

    Attributes
    ----------
    dispatcher
        The desk itself, whose ``log`` tells everything.
    """

    def __init__(self, scenario: Scenario, luck: Luck, policy: Policy, setup: Setup) -> None:
        settings = settings_of(scenario, policy)
        self._title = policy.title
        self._expected = ExpectedTickets(scenario, luck)
        self.dispatcher = Dispatcher(
            scenario.agents, strategy=policy.strategy, settings=settings, setup=setup
        )
        agents = enumerate(scenario.agents_by_id)
        self._agent_at = {agent.id: position for position, agent in agents}
        self._ticket_at = {name: row for row, name in enumerate(self._expected.ids)}
        self._kind: memoryview[int] = luck.kind.data
        self._n_qualified = count_qualified_by_kind(scenario, setup)
        self._wake_at: Callable[[int], None] = lambda _: None
        self.due: NDArray[np.int64] = due_of(scenario, luck, setup)

    def begin(self, at: int, wake_at: Callable[[int], None]) -> Pairs:
        """Open the desk."""
        self._wake_at = wake_at
        return self._decide((), from_microseconds(at))

    def arrive(self, ticket: int, at: int) -> Pairs:
        """Submit a ticket."""
        now = from_microseconds(at)
        return self._decide(self.dispatcher.submit(self._expected.ticket(ticket), now), now)

    def finish(self, ticket: int, agent: int, at: int) -> Pairs:  # noqa: ARG002
        """Resolve a ticket."""
        now = from_microseconds(at)
        return self._decide(self.dispatcher.resolve(self._expected.ids[ticket], now), now)

    def give_up(self, ticket: int, agent: int, at: int) -> Pairs:  # noqa: ARG002
        """Give a ticket back, not to have it again."""
        now, name = from_microseconds(at), self._expected.ids[ticket]
        return self._decide(self.dispatcher.give_back(name, now, again=False), now)

    def leave(self, ticket: int, at: int) -> Pairs:
        """Withdraw a ticket."""
        now = from_microseconds(at)
        return self._decide(self.dispatcher.cancel(self._expected.ids[ticket], now), now)

    def reopen(self, ticket: int, at: int) -> Pairs:
        """Reopen a ticket."""
        now = from_microseconds(at)
        return self._decide(self.dispatcher.reopen(self._expected.ids[ticket], now), now)

    def wake(self, at: int) -> Pairs:
        """Let time pass."""
        return self._decide((), from_microseconds(at))

    def start(self, ticket: int, agent: int, at: int) -> None:  # noqa: ARG002
        """Begin to work on a ticket."""
        self.dispatcher.start(self._expected.ids[ticket], from_microseconds(at))

    def _decide(self, events: Sequence[Event], now: datetime) -> Pairs:
        """Dispatch, and give who was given what by that or by the call before."""
        pairs = [
            (self._ticket_at[event.ticket_id], self._agent_at[event.agent_id])
            for event in (*events, *self.dispatcher.dispatch(now))
            if event.type in _GIVEN and event.ticket_id is not None and event.agent_id is not None
        ]
        require_no_offers(self.dispatcher.view, self._title)
        due = self.dispatcher.next_wake
        if due is not None:
            self._wake_at(to_microseconds(max(due, now)))
        return pairs

    @property
    def hears_starts(self) -> bool:
        """Whether it wants to be told when work begins."""
        return True

    @property
    def n_waiting(self) -> int:
        """How many tickets wait."""
        return len(self.dispatcher.view.waiting_set)

    def n_qualified(self, ticket: int) -> int:
        """Count the agents who may have a ticket, there or not, whoever gave it back."""
        return self._n_qualified[self._kind[ticket]]


def settings_of(scenario: Scenario, policy: Policy) -> Settings:
    """Give the settings of a policy; refuse what a simulation does not answer."""
    settings = policy.settings or Settings()
    for name in _NOT_SIMULATED:
        value = getattr(settings, name)
        if value is not None:
            expected = "None, as simulated agents neither decline nor forget to begin"
            raise refuse(f"Policy.settings.{name}", expected, value)
    if settings.required:
        expected = "nothing, as simulated tickets are complete"
        raise refuse("Policy.settings.required", expected, settings.required)
    for ladder in settings.ladders:
        if any(isinstance(effect, ChangeQueue) for step in ladder.steps for effect in step.effects):
            expected = "ladders without ChangeQueue, as simulated work stays in the hands it is in"
            raise refuse("Policy.settings.ladders", expected, ladder)
    return attrs.evolve(settings, most_hops=max(settings.most_hops, len(scenario.agents) * 100))
