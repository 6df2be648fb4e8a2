"""What a strategy is, in both of its forms."""

from typing import Protocol, runtime_checkable

from ticketroute.board import Plan, View


class Strategy(Protocol):
    """What decides: any callable that takes a view and gives a plan. A function will do.

    A strategy is a value: it holds settings only, changes nothing, and decides the same for the
    same view. What it must remember goes into the plan.
    """

    def __call__(self, view: View, /) -> Plan:
        """Decide about the waiting tickets of a view.

        Parameters
        ----------
        view
            The board at one instant; read-only.

        Returns
        -------
        Plan
            Changes only; a ticket that it does not mention is left waiting.
        """
        ...


@runtime_checkable
class PicksAgent(Protocol):
    """The event form for a ticket: who gets this one, now."""

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the position of the agent who is to have a ticket, or ``NOBODY``."""
        ...


@runtime_checkable
class PicksTicket(Protocol):
    """The event form for an agent: which ticket does this one get, now."""

    def pick_ticket(self, view: View, agent: int, /) -> int:
        """Give the position of the ticket that an agent is to have, or ``NOBODY``."""
        ...
