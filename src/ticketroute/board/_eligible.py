"""Who may have what, and who can have it now."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.board._eligibility_profile import EligibilityProfile
from ticketroute.board._loads import BY_PRESENCE, Closure
from ticketroute.board._people import People
from ticketroute.board._shifts import Shifts
from ticketroute.board._standing import CLOSED, tie_order
from ticketroute.board._terms import WORK
from ticketroute.eligibility import Check, bit
from ticketroute.model import MICROSECOND


class Eligible(People):
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
            profile = EligibilityProfile(self.roster, self.workload, representative, self.setup)
            self._profiles[number] = profile
            return profile

    def fits(self, ticket: int, agent: int) -> bool:
        """Say whether an agent may have a ticket now and has room, also as a last resort."""
        profile = self.profile(ticket)
        if not profile.passes[agent]:
            return False
        if not self.workload.fits(agent, profile.demand, profile.overlooks):
            return False
        if self.tickets.barred and self._is_barred(ticket, agent):
            return False
        return not self.guarded or self.has_time(ticket, agent)

    def may_take(self, ticket: int, agent: int) -> bool:
        """Say whether an agent may be given a ticket now: he or she fits, and is no last resort."""
        if not self.fits(ticket, agent):
            return False
        return not self.profile(ticket).overlooks or agent in self.candidates(ticket)

    def has_time(self, ticket: int, agent: int) -> bool:
        """Say whether an agent gets new work now, and is on shift for long enough for a ticket."""
        if self.workload.closed_at[agent] & ~self.profile(ticket).overlooks:
            return False
        return not self.guarded or self.workload.ends_at[agent] >= self.time_needed(ticket)

    def time_needed(self, ticket: int) -> int:
        """Give the time until which somebody must be on shift to be given a ticket now."""
        shifts = cast("Shifts", self.setup.shifts)
        needed = shifts.at_least // MICROSECOND
        if shifts.enough_for_ticket:
            needed = max(needed, self.tickets.terms.cells[WORK][ticket])
        return self.now_us + needed

    def qualifies(self, ticket: int, agent: int) -> bool:
        """Say whether an agent may have a ticket, there or not, whatever room there is."""
        return self.profile(ticket).passes[agent] == 1 and not self._is_barred(ticket, agent)

    def _is_barred(self, ticket: int, agent: int) -> bool:
        barred = self.tickets.barred
        return bool(barred) and self.roster.ids[agent] in barred.get(ticket, ())

    def candidates(self, ticket: int) -> NDArray[np.intp]:
        """Give the positions of all agents who may have a ticket now, ascending."""
        return self.profile(ticket).agents[~self.shut(ticket)]

    def shut(self, ticket: int) -> NDArray[np.bool_]:
        """Say which agents of the ticket's profile cannot have it now, in the profile's order."""
        shut = self._unfit(ticket)
        profile = self.profile(ticket)
        if profile.overlooks:  # after all else has been looked at: a last resort is one for want
            shut[self._are_second_best(profile.agents, ~shut)] = True
        return shut

    def _unfit(self, ticket: int) -> NDArray[np.bool_]:
        """Do as :meth:`shut` does, but let those pass who are a last resort."""
        profile = self.profile(ticket)
        if profile.draws_one_unit:
            keys, _ = self.workload.keys(tie_order)
            shut: NDArray[np.bool_] = keys[profile.agents] == CLOSED
        else:
            shut = ~self.workload.fitting(profile.agents, profile.demand, profile.overlooks)
        if self.guarded:
            shut |= self.workload.ends[profile.agents] < self.time_needed(ticket)
        if barred := self.tickets.barred.get(ticket):
            known = [each for each in map(self.roster.find, barred) if each is not None]
            shut[profile.agents.searchsorted([a for a in known if profile.passes[a]])] = True
        return shut

    def _are_second_best(
        self, agents: NDArray[np.intp], fit: NDArray[np.bool_]
    ) -> NDArray[np.bool_]:
        """Say who of several is less there than another one who is fit too: a last resort."""
        grades = self.workload.closed[agents] & BY_PRESENCE
        best = grades[fit].min(initial=BY_PRESENCE)
        second: NDArray[np.bool_] = fit & (grades > best)
        return second

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
        closed = self.workload.closed & (0xFF ^ profile.overlooks)
        failed[closed & BY_PRESENCE > 0] |= bit(Check.PRESENCE)
        failed[closed & Closure.OFF_SHIFT > 0] |= bit(Check.SHIFT)
        if self.guarded:
            failed[self.workload.ends < self.time_needed(ticket)] |= bit(Check.SHIFT)
        for row, units in profile.demand:
            check = Check.CAPACITY if self.workload.is_in_hand(row) else Check.ALLOWANCE
            failed[self.workload.room[row] < units] |= bit(check)
        if profile.overlooks:
            everybody = np.arange(self.n_agents)
            failed[self._are_second_best(everybody, failed == 0)] |= bit(Check.LAST_RESORT)
        return failed
