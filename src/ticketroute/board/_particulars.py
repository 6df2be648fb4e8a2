"""What few tickets have: offers, declines, holds, links; kept apart from the columns of all."""

import copy

import attrs


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

    def begin_anew(self, ticket: int) -> None:
        """Drop what belongs to a life that is over: a ticket is opened again."""
        for each in (self.declined, self.offers_made, self.hops, self.former_owner):
            each.pop(ticket, None)

    def forget(self, ticket: int) -> None:
        """Drop everything about a ticket."""
        self.begin_anew(ticket)
        for each in (self.missing, self.links, self.over_capacity):
            each.pop(ticket, None)

    def copy(self) -> "Particulars":
        """Copy everything that can change."""
        return copy.deepcopy(self)
