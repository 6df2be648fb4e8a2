"""What few tickets have: offers, declines, holds, links; kept apart from the columns of all."""

from typing import Final

import attrs

from ticketroute.model import Ticket

NOBODY_FOUND: Final = "nobody found"
"""The party of a hold for which nobody could be found: somebody has to see to the ticket."""


@attrs.frozen
class Hold:
    """Why a ticket is on hold.

    Parameters
    ----------
    party
        Who is waited for: ``"customer"``, ``"third party"``, or a word of your own.
    until
        When it goes on by itself, in microseconds since 1970 UTC; 0 for not.
    counts
        Whether it takes its owner's room meanwhile.
    working
        Whether its owner had begun.
    """

    party: str
    until: int = 0
    counts: bool = False
    working: bool = False


@attrs.frozen
class RelaxedWait:
    """How a ticket waits whose requirements change by steps meanwhile.

    Parameters
    ----------
    relaxation
        The place of its relaxation among all.
    home
        The queue in which it began to wait, by which the relaxation was chosen.
    queue
        The queue in which it waits: that one, or one to which a step has sent it.
    since
        From when its time counts, in microseconds since 1970 UTC; None while it does not wait.
    waited
        How long it has waited by then, in microseconds, while it does not wait.
    step
        How many steps lie behind it.
    passed
        Which of these were passed over, counted from 1.
    original
        What it was at first; None as long as nothing has changed.
    """

    relaxation: int
    home: str | None
    queue: str | None
    since: int | None
    waited: int = 0
    step: int = 0
    passed: tuple[int, ...] = ()
    original: Ticket | None = None


@attrs.define
class Particulars:
    """By position of the ticket.

    Attributes
    ----------
    offers
        Agents who have been asked and the time at which their offer ends (0 for never).
    declined
        Ids of the agents who declined it or let an offer pass, and are not asked again.
    offers_made
        How many agents were ever asked.
    hops
        How often it went from one owner or queue to another.
    holds
        Why it is on hold.
    missing
        Names of the fields that it lacks.
    links
        Id of the ticket that it is a duplicate of.
    over_capacity
        Tickets that were given to their owner beyond a limit, as the keys.
    former_owner
        Who had a resolved ticket.
    held_back
        Why a strategy keeps it waiting on purpose.
    waits
        How it waits, where that changes what it asks for.
    """

    offers: dict[int, dict[int, int]] = attrs.field(factory=dict)
    declined: dict[int, frozenset[str]] = attrs.field(factory=dict)
    offers_made: dict[int, int] = attrs.field(factory=dict)
    hops: dict[int, int] = attrs.field(factory=dict)
    holds: dict[int, Hold] = attrs.field(factory=dict)
    missing: dict[int, tuple[str, ...]] = attrs.field(factory=dict)
    links: dict[int, str] = attrs.field(factory=dict)
    over_capacity: dict[int, None] = attrs.field(factory=dict)
    former_owner: dict[int, int] = attrs.field(factory=dict)
    held_back: dict[int, str] = attrs.field(factory=dict)
    waits: dict[int, RelaxedWait] = attrs.field(factory=dict)

    def begin_anew(self, ticket: int) -> None:
        """Drop what belongs to a life that is over: a ticket is opened again."""
        for each in (self.declined, self.offers_made, self.hops, self.former_owner, self.waits):
            each.pop(ticket, None)

    def forget(self, ticket: int) -> None:
        """Drop everything about a ticket."""
        self.begin_anew(ticket)
        for each in (self.missing, self.links, self.over_capacity):
            each.pop(ticket, None)

    def copy(self) -> "Particulars":
        """Copy everything that can change."""
        names = [field.name for field in attrs.fields(Particulars)]
        twin = Particulars(**{name: getattr(self, name).copy() for name in names})
        twin.offers = {ticket: asked.copy() for ticket, asked in self.offers.items()}
        return twin
