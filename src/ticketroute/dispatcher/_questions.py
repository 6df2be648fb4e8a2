"""What an embedder asks a desk: which tickets, who has them, who has been asked, who is there."""

from collections.abc import Mapping
from datetime import datetime

import numpy as np

from ticketroute.board import NO_OWNER, TicketState
from ticketroute.dispatcher._desk import Desk
from ticketroute.model import Agent, Presence, Ticket, from_microseconds


class Questions(Desk):
    """Questions by id; nothing changes."""

    @property
    def agents(self) -> tuple[Agent, ...]:
        """All agents, by id."""
        return self._window.agents

    def ticket(self, ticket_id: str) -> Ticket:
        """Give a ticket as it was submitted or last changed.

        What it asks for by now, where that is less, stands in ``why`` and in the view.
        """
        return self._window.tickets.original(self._ticket(ticket_id))

    def tickets(
        self, *, state: TicketState | None = None, owner: str | None = None
    ) -> tuple[str, ...]:
        """Give the ids of all tickets, or of those in a state or with an owner, by id."""
        columns = self._window.tickets
        chosen = columns.state.array != TicketState.FORGOTTEN
        if state is not None:
            chosen &= columns.state.array == state
        if owner is not None:
            chosen &= columns.owner.array == self._agent(owner)
        return tuple(sorted(columns.ids[each] for each in np.flatnonzero(chosen).tolist()))

    def state(self, ticket_id: str) -> TicketState:
        """Give the state of a ticket."""
        return TicketState(self._window.tickets.state.at[self._ticket(ticket_id)])

    def since(self, ticket_id: str) -> datetime:
        """Give the time from which a ticket is in its state."""
        return from_microseconds(self._window.tickets.since.at[self._ticket(ticket_id)])

    def owner(self, ticket_id: str) -> str | None:
        """Give the id of the agent who has a ticket, or None."""
        agent = self._window.tickets.owner.at[self._ticket(ticket_id)]
        return None if agent == NO_OWNER else self._window.roster.ids[agent]

    def offers(self, ticket_id: str) -> Mapping[str, datetime | None]:
        """Give the agents who have been asked and not answered, and when their offers end."""
        asked = self._window.tickets.more.offers.get(self._ticket(ticket_id), {})
        names = self._window.roster.ids
        return {
            names[agent]: from_microseconds(until) if until else None
            for agent, until in sorted(asked.items())
        }

    def presence(self, agent_id: str) -> Presence:
        """Give the presence of an agent."""
        return self._window.attendance.presence[self._agent(agent_id)]

    def counts(self) -> dict[str, int]:
        """Count the tickets in each state, by its name; states without any are left out."""
        states = np.bincount(self._window.tickets.state.array, minlength=len(TicketState))
        return {
            state.label: int(states[state])
            for state in TicketState
            if states[state] and state is not TicketState.FORGOTTEN
        }
