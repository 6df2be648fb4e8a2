"""How the agents stand: hours, loads, what they were given and what is remembered of them."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._allowances import Allowance
from ticketroute.board._column import read_only
from ticketroute.board._loads import NEVER, TOTAL
from ticketroute.board._memory import Memory
from ticketroute.board._states import IN_HAND
from ticketroute.board._terms import WORK
from ticketroute.board._tickets import NO_OWNER
from ticketroute.board._window import Window
from ticketroute.errors import UnknownName
from ticketroute.model import to_microseconds
from ticketroute.sla import Calendar


class People(Window):
    """The part of a window that looks at agents alone."""

    __slots__ = ()

    @property
    def places(self) -> tuple[int, int]:
        """Changes when a position may have come to mean another ticket or agent."""
        return self.tickets.reused, self.seatings

    def hours_of(self, agent: int) -> Calendar | None:
        """Give when an agent works, or None for whenever he or she is active."""
        shifts = self.setup.shifts
        return None if shifts is None else shifts.calendar_of(self.roster.ids[agent])

    def has_hours(self, agent: int) -> bool:
        """Say whether an agent works at certain hours only."""
        return self.setup.shifts is not None and self.hours_of(agent) is not None

    def hours_are_known(self, agent: int) -> bool:
        """Say whether it has been looked whether an agent is on shift, if he or she has hours."""
        return agent in self.attendance.shifts or not self.has_hours(agent)

    @property
    def open(self) -> NDArray[np.int64]:
        """Tickets in hand of each agent, shape (n_agents,)."""
        return read_only(self.workload.open)

    @property
    def used(self) -> NDArray[np.int64]:
        """Units of effort in hand of each agent, over everything, shape (n_agents,)."""
        return read_only(self.workload.limit[TOTAL] - self.workload.room[TOTAL])

    @property
    def work_in_hand(self) -> NDArray[np.int64]:
        """Expected time of what each agent has in hand, or has been asked about, shape (n_agents,).

        In microseconds, as the handling times say; one pass over the tickets.
        """
        tickets, work = self.tickets, self.tickets.terms.columns[WORK]
        owner = tickets.owner.array
        busy = np.flatnonzero((owner != NO_OWNER) & np.isin(tickets.state.array, IN_HAND))
        sums = np.bincount(owner[busy], weights=work[busy], minlength=self.n_agents)
        for ticket, asked in tickets.more.offers.items():
            sums[list(asked)] += work[ticket]
        return sums.astype(np.int64)

    def drawn_on(self, allowance: str) -> NDArray[np.int64]:
        """Give what each agent has been given on an allowance in its period, shape (n_agents,).

        Raises
        ------
        UnknownName
            If the board has no allowance of this name.
        """
        row = self.workload.row_of(("allowance", allowance))
        if row is None:
            known = [each.name for each in self.setup.allowances]
            message = f"allowance: expected one of {known} in Setup.allowances, got {allowance!r}"
            raise UnknownName(message)
        return read_only(self.workload.limit[row] - self.workload.room[row])

    def draw_end(self, allowance: Allowance, agent: int) -> int:
        """Give when what an agent is given now counts no more; `NEVER` for when he or she goes.

        In microseconds since 1970 UTC.
        """
        if allowance.per != "shift":
            return allowance.end_after(self.now_us)
        shifts, agent_id = self.setup.shifts, self.roster.ids[agent]
        ends = None if shifts is None else shifts.end_of_shift(agent_id, self.now)
        return NEVER if ends is None else to_microseconds(ends)

    @property
    def spare_share(self) -> NDArray[np.float64]:
        """Free share of each agent's total limit, 0 to 1; 1 without a limit."""
        return read_only(self.workload.spare_share)

    @property
    def last_assigned(self) -> NDArray[np.int64]:
        """Place of each agent in the sequence of last assignments; 0 for never."""
        return read_only(self.workload.rank)

    def memory(self, policy: str, queue: str | None) -> NDArray[np.int64]:
        """Give the numbers that a policy remembers for a queue, shape (n_agents,); 0 if none."""
        return read_only(self.numbers_kept.column(policy, queue or ""))

    def remembered(self) -> Memory:
        """Give everything that policies remember, as plain data."""
        workload, ids = self.workload, self.roster.ids
        of_others = self.numbers_kept.to_memory(workload.sequence(), workload.assigned_here())
        times = {name: workload.times.of(agent) for agent, name in enumerate(ids)}
        drawn = {ids[agent]: draws for agent, draws in self.attendance.drawn.by_agent.items()}
        return attrs.evolve(
            of_others,
            times={**of_others.times, **{name: known for name, known in times.items() if known}},
            drawn={**of_others.drawn, **drawn},
        )
