"""Profiles: tickets that nobody can tell apart by the fields that somebody reads.

Thousands of waiting tickets fall into few profiles, and what is asked of a ticket (who may have
it, how well an agent suits it) is asked of its profile once.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ticketroute.model import Ticket

if TYPE_CHECKING:
    from ticketroute.board._tickets import TicketColumns


class ProfileTable:
    """Interns the values of some ticket fields: equal values get the same small integer.

    Parameters
    ----------
    tickets
        The tickets of a board; those that come later are interned when asked about.
    fields
        Names of :class:`Ticket` fields.
    """

    __slots__ = ("_index", "_tickets", "fields", "ids", "representatives")

    def __init__(self, tickets: "TicketColumns", fields: Sequence[str]) -> None:
        self._tickets = tickets
        self.fields = tuple(fields)
        self._index: dict[object, int] = {}
        self.ids: list[int] = []
        self.representatives: list[int] = []
        self.extend()

    def __len__(self) -> int:
        return len(self.representatives)

    def of(self, ticket: int) -> int:
        """Give the profile of a ticket."""
        if ticket >= len(self.ids):
            self.extend()
        return self.ids[ticket]

    def ticket(self, profile: int) -> Ticket:
        """Give a ticket of this profile; only the interned fields speak for the others."""
        return self._tickets.ticket(self.representatives[profile])

    def extend(self) -> None:
        """Intern the tickets that have come since the last time."""
        index, representatives = self._index, self.representatives
        first = len(self.ids)
        for position, key in enumerate(self._tickets.keys(self.fields, first), first):
            profile = index.get(key)
            if profile is None:
                profile = index[key] = len(representatives)
                representatives.append(position)
            self.ids.append(profile)
