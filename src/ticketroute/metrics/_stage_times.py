"""How long tickets stay in each stage of their life: a fold over the events of a board."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import CLOSED_STATES, NO_OWNER, Details, EventType, TicketState, View
from ticketroute.model import MICROSECOND

_ENDS: Final = (*CLOSED_STATES, TicketState.FORGOTTEN)


@attrs.frozen
class Wait:
    """The stays of tickets in one stage that are over.

    Parameters
    ----------
    count
        How many.
    total, longest
        How long all together, and the longest.
    """

    count: int = 0
    total: timedelta = timedelta(0)
    longest: timedelta = timedelta(0)

    @property
    def mean(self) -> timedelta:
        """How long on average; zero of none."""
        return self.total / self.count if self.count else timedelta(0)


_Key = tuple[TicketState, str | None, str | None]
"""State, queue, agent."""


class StageTimes:
    """Keeps count of how long tickets stay in each state, by queue and by agent.

    Queued is the wait for dispatch, offered the wait for an answer, assigned the wait for the
    first touch, working the handling; then there are holds and wrap-up. A stay counts when it is
    over, for the queue in which the ticket was, and the agent who had it, or who has it then.

    Parameters
    ----------
    view
        The board; tickets that are on it already are counted from when they came into their state.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Dispatcher, Ticket
    >>> from ticketroute.board import TicketState
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> desk = Dispatcher([Agent(id="ana", capacity=2)], strategy="fewest-open")
    >>> stages = desk.attach(StageTimes(desk.view))
    >>> _ = desk.submit(Ticket(id="t1", created=nine), nine)
    >>> _ = desk.dispatch(nine + timedelta(minutes=5))
    >>> stages.of(TicketState.QUEUED).mean
    datetime.timedelta(seconds=300)
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._since: dict[int, tuple[_Key, int]] = {}
        self._sums: dict[_Key, list[int]] = {}
        for ticket, state in enumerate(view.tickets.state.array.tolist()):
            if state not in _ENDS:
                self._since[ticket] = (self._stage(ticket), view.tickets.since.at[ticket])

    def _stage(self, ticket: int) -> _Key:
        tickets = self._view.tickets
        owner = tickets.owner.at[ticket]
        name = None if owner == NO_OWNER else self._view.roster.ids[owner]
        return TicketState(tickets.state.at[ticket]), self._view.queue_of(ticket), name

    def __call__(
        self, _event: EventType, ticket: int, _agent: int, _until: int, _details: Details | None, /
    ) -> None:
        """Take note of a change of the board."""
        if ticket < 0:
            return
        stage, before = self._stage(ticket), self._since.get(ticket)
        if before is not None and before[0] != stage:
            self._count(before[0], self._view.now_us - before[1], stage[2])
        if stage[0] in _ENDS:
            self._since.pop(ticket, None)
        elif before is None or before[0] != stage:
            self._since[ticket] = (stage, self._view.now_us)

    def _count(self, stage: _Key, stay: int, following: str | None) -> None:
        state, queue, agent = stage
        sums = self._sums.setdefault((state, queue, agent or following), [0, 0, 0])
        sums[0] += 1
        sums[1] += stay
        sums[2] = max(sums[2], stay)

    def of(
        self, state: TicketState, *, queue: str | None = None, agent_id: str | None = None
    ) -> Wait:
        """Give the stays in a state, of all queues and agents or of one."""
        found = [
            sums
            for (each, in_queue, by), sums in self._sums.items()
            if each is state
            and (queue is None or in_queue == queue)
            and (agent_id is None or by == agent_id)
        ]
        return Wait(
            sum(count for count, _, _ in found),
            sum(total for _, total, _ in found) * MICROSECOND,
            max((longest for _, _, longest in found), default=0) * MICROSECOND,
        )

    def summary(self) -> Mapping[str, Wait]:
        """Give the stays in each state that some ticket has left, by its name."""
        seen = {state for state, _, _ in self._sums}
        return {state.label: self.of(state) for state in TicketState if state in seen}

    def columns(self) -> dict[str, NDArray[np.object_] | NDArray[np.int64]]:
        """Give a row for each state, queue and agent as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``state``, ``queue``, ``agent_id``, ``count``, ``total_us``, ``longest_us``.
        """
        keys = np.array(
            [(state.label, queue, agent) for state, queue, agent in self._sums], dtype=object
        ).reshape(-1, 3)
        sums = np.array(list(self._sums.values()), dtype=np.int64).reshape(-1, 3)
        names = zip(("state", "queue", "agent_id"), keys.T, strict=True)
        numbers = zip(("count", "total_us", "longest_us"), sums.T, strict=True)
        return {**dict(names), **dict(numbers)}

    def __repr__(self) -> str:
        means = ", ".join(f"{name} {wait.mean}" for name, wait in self.summary().items())
        return f"<StageTimes: {means or 'nothing yet'}>"
