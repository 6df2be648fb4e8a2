"""What all conditions have in common: they are asked about a ticket, and say what they read."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

import attrs

from ticketroute.model import Agent, Ticket, refuse_type


@attrs.frozen
class Readable(ABC):
    """What can be asked about a ticket, and about an agent where it reads one.

    Attributes
    ----------
    reads
        Names of the ticket fields that it reads, sorted.
    reads_agent
        Whether it reads an agent.
    """

    reads: tuple[str, ...] = attrs.field(init=False, repr=False, eq=False)
    reads_agent: bool = attrs.field(init=False, repr=False, eq=False)

    def __call__(self, ticket: Ticket, agent: Agent | None = None) -> bool:
        """Say whether it holds for a ticket, and an agent where it reads one.

        Raises
        ------
        TypeError
            If it reads an agent and there is none, or something is no ticket or no agent.
        """
        if not isinstance(ticket, Ticket):
            raise refuse_type("ticket", "a Ticket", ticket)
        if self.reads_agent and not isinstance(agent, Agent):
            raise refuse_type("agent", "an Agent, as the condition reads one", agent)
        return self.holds(ticket, agent)

    @abstractmethod
    def holds(self, ticket: Ticket, agent: Agent | None) -> bool:
        """Say whether it holds; unlike a call, without a look at what is given."""

    def note_reads(self, reads: Iterable[str], *, reads_agent: bool) -> None:
        """Keep what it reads, once, when it is made."""
        object.__setattr__(self, "reads", tuple(sorted(set(reads))))
        object.__setattr__(self, "reads_agent", reads_agent)
