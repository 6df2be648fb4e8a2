"""Agents come, change, go, and come back."""

from ticketroute.board._attendance import Ceiling, Leave
from ticketroute.board._memory import MemoryChange
from ticketroute.board._moves import Details, Moves
from ticketroute.board._reseating import reseat
from ticketroute.board._states import EventType
from ticketroute.board._wake_ups import Cause
from ticketroute.model import Agent, Presence, to_microseconds


class StaffMoves(Moves):
    """What changes about agents; the tickets that they have are another matter."""

    __slots__ = ()

    def set_agent(self, agent: Agent, details: Details | None = None) -> int:
        """Take in an agent, or put a changed one in place of what was known; give the position.

        A new agent is as present as he or she says; of one who is known, presence stays as it is.
        Positions of agents change when one is new: agents stand by id.
        """
        reseat(self._window, agent)
        position = self._window.roster.index(agent.id)
        self._window.freed_agents[position] = None
        self._tell(EventType.AGENT_SET, -1, position, 0, {"agent": agent, **(details or {})})
        return position

    def set_presence(
        self, agent: int, presence: Presence, until: int = 0, details: Details | None = None
    ) -> None:
        """Note that an agent comes or goes, for good or until a time."""
        window = self._window
        window.attendance.presence[agent] = presence
        window.attendance.misses[agent] = 0
        window.workload.set_present(agent, present=presence is Presence.ACTIVE)
        if until:
            window.wake_ups.add(until, Cause.PAUSE_END, agent)
        else:
            window.wake_ups.remove(Cause.PAUSE_END, agent)
        if presence is Presence.ACTIVE:
            window.freed_agents[agent] = None
        details = {"presence": presence.value, **(details or {})}
        self._tell(EventType.PRESENCE_SET, -1, agent, until, details)

    def set_ceiling(self, agent: int, units: int | None, until: int = 0, ends: int = 0) -> None:
        """Limit for now what an agent may have; None lifts the limit.

        Parameters
        ----------
        agent
            Position of the agent.
        units
            Units of effort.
        until
            When the limit is to be looked at again, in microseconds since 1970 UTC.
        ends
            When there is to be no limit any more.
        """
        window, ceilings = self._window, self._window.attendance.ceilings
        if units is None:
            ceilings.pop(agent, None)
        else:
            ceilings[agent] = Ceiling(units, ends)
        window.workload.set_limits(agent, window.agents[agent].capacity, units)
        if until:
            window.wake_ups.add(until, Cause.CEILING_STEP, agent)
        else:
            window.wake_ups.remove(Cause.CEILING_STEP, agent)
        window.freed_agents[agent] = None
        self._tell(EventType.CEILING_SET, -1, agent, until, {"units": units, "ends": ends})

    def plan_leave(self, agent: int, leave: Leave) -> None:
        """Plan an absence."""
        leaves = self._window.attendance.leaves
        known = (*leaves.get(agent, ()), leave)
        leaves[agent] = tuple(sorted(known, key=lambda each: each.start))
        self._set_leave_wake_ups(agent)
        self._tell(EventType.LEAVE_PLANNED, -1, agent, 0, {"leave": leave.to_dict()})

    def start_leave(self, agent: int) -> None:
        """Note that the first planned absence begins."""
        attendance = self._window.attendance
        attendance.on_leave[agent] = attendance.presence[agent]
        self._set_leave_wake_ups(agent)
        self._tell(EventType.LEAVE_STARTED, -1, agent)

    def end_leave(self, agent: int) -> None:
        """Be done with the first planned absence, whether it began or not."""
        leaves = self._window.attendance.leaves
        self._window.attendance.on_leave.pop(agent, None)
        rest = leaves.pop(agent)[1:]
        if rest:
            leaves[agent] = rest
        self._set_leave_wake_ups(agent)
        self._tell(EventType.LEAVE_ENDED, -1, agent)

    def _set_leave_wake_ups(self, agent: int) -> None:
        """Wake up at the next start or end of a planned absence."""
        wake_ups, attendance = self._window.wake_ups, self._window.attendance
        wake_ups.remove(Cause.LEAVE_START, agent)
        wake_ups.remove(Cause.LEAVE_END, agent)
        for leave in attendance.leaves.get(agent, ())[:1]:
            if agent not in attendance.on_leave:
                wake_ups.add(to_microseconds(leave.start), Cause.LEAVE_START, agent)
            elif leave.end is not None:
                wake_ups.add(to_microseconds(leave.end), Cause.LEAVE_END, agent)

    def remember(self, change: MemoryChange, details: Details | None = None) -> None:
        """Take over what a policy is to remember."""
        window = self._window
        window.numbers_kept.apply(change)
        if not self._keepers:
            window.version += 1
            return
        ids = window.roster.ids
        pairs = zip(change.agents.tolist(), change.numbers.tolist(), strict=True)
        numbers = {ids[agent]: number for agent, number in pairs}
        told = {"policy": change.policy, "queue": change.queue, "numbers": numbers}
        self._tell(EventType.REMEMBERED, details={**told, **(details or {})})
