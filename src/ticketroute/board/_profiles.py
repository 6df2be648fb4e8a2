"""Profiles: tickets that nobody can tell apart by the fields that somebody reads.

Thousands of waiting tickets fall into few profiles, and what is asked of a ticket (who may have
it, how well an agent suits it) is asked of its profile once.
"""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Final

from ticketroute.model import Ticket

if TYPE_CHECKING:
    from ticketroute.board._ticket_values import TicketValues

_FEW: Final = 1_024


class ProfileTable:
    """Interns the values of some ticket fields: equal values get the same small integer.

    Parameters
    ----------
    tickets
        The tickets of a board; those that come later are interned when asked about.
    fields
        Names of :class:`Ticket` fields.
    """

    __slots__ = (
        "_index",
        "_kept",
        "_key",
        "_settled",
        "_tickets",
        "fields",
        "ids",
        "representatives",
    )

    def __init__(self, tickets: "TicketValues", fields: Sequence[str]) -> None:
        self._tickets = tickets
        self.fields = tuple(fields)
        self._key = attrgetter(*fields)
        self._index: dict[object, int] = {}
        self._kept: dict[int, Ticket] = {}
        self._settled = 0
        self.ids: list[int] = []
        self.representatives: list[int] = []
        self.renumber()

    def __len__(self) -> int:
        return len(self.representatives)

    def of(self, ticket: int) -> int:
        """Give the profile of a ticket."""
        if ticket >= len(self.ids):
            self.extend()
        return self.ids[ticket]

    def ticket(self, profile: int) -> Ticket:
        """Give a ticket of this profile; only the interned fields speak for the others."""
        kept = self._kept.get(profile)
        if kept is None:  # columns make it anew each time
            kept = self._kept[profile] = self._tickets.ticket(self.representatives[profile])
        return kept

    def append(self, ticket: Ticket) -> None:
        """Intern the ticket that has come last, if all before it are."""
        if len(self.ids) == len(self._tickets) - 1:
            self.ids.append(self._number(ticket, len(self.ids)))

    def replace(self, position: int, before: Ticket, after: Ticket) -> None:
        """Intern a ticket anew that has changed."""
        if position < len(self.ids):
            self.keep_representative(position, before)
            self.ids[position] = self._number(after, position)

    def keep_representative(self, position: int, ticket: Ticket) -> None:
        """Keep a ticket that goes, if it stands for its profile."""
        if position < len(self.ids):
            profile = self.ids[position]
            if self.representatives[profile] == position:
                self._kept.setdefault(profile, ticket)

    @property
    def has_many_spare(self) -> bool:
        """Whether so many profiles are new that those that nobody has are worth looking for.

        As many as there are tickets, so that a look at each ticket costs nothing to speak of.
        """
        return len(self.representatives) - self._settled >= max(_FEW, len(self.ids))

    def renumber(self) -> None:
        """Give up the profiles that no ticket has any more; the others get new numbers."""
        self._index.clear()
        self._kept.clear()
        self.ids.clear()  # the list stays the same: others look into it
        self.representatives.clear()
        self.extend()
        self._settled = len(self.representatives)

    def _number(self, ticket: Ticket, position: int) -> int:
        key = self._key(ticket)
        if len(self.fields) == 1:
            key = (key,)
        number = self._index.setdefault(key, len(self._index))
        if number == len(self.representatives):
            self.representatives.append(position)
        return number

    def extend(self) -> None:
        """Intern the tickets that have come since the last time, as they are now."""
        first = len(self.ids)
        for start, keys, members in self._tickets.new_groups(self.fields, first):
            numbers = [self._index.setdefault(key, len(self._index)) for key in keys]
            self.ids.extend(map(numbers.__getitem__, members))
            if len(self._index) > len(self.representatives):
                self._find_representatives(start, numbers, members)
        for position, before, after in self._tickets.changed_since(first):
            self.replace(position, before, after)

    def _find_representatives(self, start: int, numbers: list[int], members: list[int]) -> None:
        """Note the first ticket of each new profile; groups come in the order of their firsts."""
        row = 0
        for group, number in enumerate(numbers):
            row = members.index(group, row)
            if number == len(self.representatives):
                self.representatives.append(start + row)
