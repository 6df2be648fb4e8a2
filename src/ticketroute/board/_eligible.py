"""Who may have what, and who can have it now."""

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._eligibility_profile import EligibilityProfile
from ticketroute.board._standing import CLOSED, tie_order
from ticketroute.board._window import Window
from ticketroute.eligibility import Check, bit


class Eligible(Window):
    """The part of a window that holds tickets against agents."""

    __slots__ = ()

    def profile_number(self, ticket: int) -> int:
        """Give the number of a ticket's eligibility profile."""
        return self._numbers[ticket]

    def profile(self, ticket: int) -> EligibilityProfile:
        """Give what a ticket shares with all tickets of the same requirements and effort."""
        profile = self._profiles.get(self._numbers[ticket])
        return profile or self.profile_of(self._numbers[ticket])

    def profile_of(self, number: int) -> EligibilityProfile:
        """Give a profile by its number."""
        try:
            return self._profiles[number]
        except KeyError:
            representative = self._table.ticket(number)
            profile = EligibilityProfile(self.roster, self.workload, representative)
            self._profiles[number] = profile
            return profile

    def fits(self, ticket: int, agent: int) -> bool:
        """Say whether an agent may have a ticket and is there with room for it now."""
        profile = self.profile(ticket)
        if not (profile.passes[agent] and self.workload.fits(agent, profile.demand)):
            return False
        barred = self.tickets.barred
        return not barred or self.roster.ids[agent] not in barred.get(ticket, ())

    def candidates(self, ticket: int) -> NDArray[np.intp]:
        """Give the positions of all agents who may have a ticket now, ascending."""
        return self.profile(ticket).agents[~self.shut(ticket)]

    def shut(self, ticket: int) -> NDArray[np.bool_]:
        """Say which agents of the ticket's profile cannot have it now, in the profile's order."""
        profile = self.profile(ticket)
        if profile.draws_one_unit:
            keys, _ = self.workload.keys(tie_order)
            shut: NDArray[np.bool_] = keys[profile.agents] == CLOSED
        else:
            shut = ~self.workload.fitting(profile.agents, profile.demand)
        if barred := self.tickets.barred.get(ticket):
            known = [each for each in map(self.roster.find, barred) if each is not None]
            shut[profile.agents.searchsorted([a for a in known if profile.passes[a]])] = True
        return shut

    def failed_checks(self, ticket: int) -> NDArray[np.uint16]:
        """Give all checks that each agent fails for a ticket now, shape (n_agents,).

        Bits of :class:`~ticketroute.eligibility.Check`; 0 for the candidates.
        """
        profile = self.profile(ticket)
        failed = profile.failed.copy()
        if barred := self.tickets.barred.get(ticket):
            declined = self.tickets.more.declined.get(ticket, frozenset())
            for agent_id in barred:
                if (agent := self.roster.find(agent_id)) is not None:
                    check = Check.DECLINED if agent_id in declined else Check.EXCLUDED
                    failed[agent] |= bit(check)
        failed[self.workload.present == 0] |= bit(Check.PRESENCE)
        for row, effort in profile.demand:
            failed[self.workload.room[row] < effort] |= bit(Check.CAPACITY)
        return failed
