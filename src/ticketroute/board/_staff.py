"""Agents come, change, go, and come back."""

from collections.abc import Sequence

import numpy as np

from ticketroute.board._attendance import Ceiling, Leave
from ticketroute.board._loads import BY_PRESENCE, NEVER
from ticketroute.board._moves import Details, Moves
from ticketroute.board._remembered import MemoryChange
from ticketroute.board._reseating import reseat, unseat
from ticketroute.board._states import EventType, TicketState
from ticketroute.board._wake_ups import Cause
from ticketroute.errors import NeverClosedError, NeverOpenError, NotAllowed
from ticketroute.model import Agent, Presence, to_microseconds


class StaffMoves(Moves):
    """What changes about agents; the tickets that they have are another matter."""

    __slots__ = ()

    def set_agent(self, agent: Agent, details: Details | None = None) -> int:
        """Take in an agent, or put a changed one in place of what was known; give the position.

        A new agent is as present as he or she says; of one who is known, presence stays as it is.
        Positions of agents change when one is new: agents stand by id.
        """
        is_new = self._window.roster.find(agent.id) is None
        reseat(self._window, agent)
        position = self._window.roster.index(agent.id)
        if is_new and agent.presence is Presence.ACTIVE:
            self._window.workload.times.came_at[position] = self._window.now_us
        self._window.freed_agents[position] = None
        self._tell(EventType.AGENT_SET, -1, position, 0, {"agent": agent, **(details or {})})
        return position

    def forget_agent(self, agent: int, details: Details | None = None) -> None:
        """Let an agent go who has nothing in hand and has been asked nothing.

        Nothing is kept of him or her; the id may come again. Positions of agents change.
        """
        self._require_nothing_left(agent)
        self._tell(EventType.AGENT_FORGOTTEN, -1, agent, 0, details)  # while the id can be read
        unseat(self._window, agent)

    def _require_nothing_left(self, agent: int) -> None:
        """Refuse to let go of an agent whom tickets still name, and say how many."""
        states = self._tickets.state.array[self._tickets.owner.array == agent]
        wrapping = int(np.count_nonzero(states == TicketState.WRAPPING))
        asked = sum(agent in offers for offers in self._tickets.more.offers.values())
        counts = {
            "tickets in hand": len(states) - wrapping,
            "wrap-ups": wrapping,
            "offers pending": asked,
        }
        if any(counts.values()):
            left = ", ".join(f"{name}: {count}" for name, count in counts.items() if count)
            message = f"agent {self._window.roster.ids[agent]!r} cannot be forgotten; {left}"
            raise NotAllowed(message)

    def set_presence(
        self,
        agent: int,
        presence: Presence,
        until: int = 0,
        details: Details | None = None,
        *,
        substitutes: Sequence[str] = (),
    ) -> None:
        """Note that an agent comes or goes, for good or until a time.

        Parameters
        ----------
        agent
            Position of the agent.
        presence
            How he or she is there from now on.
        until
            When it ends by itself, in microseconds since 1970 UTC; 0 for not.
        details
            What else is to be told.
        substitutes
            Ids of those who stand in until the agent is active again.
        """
        window = self._window
        before = window.attendance.presence[agent]
        if presence is Presence.ACTIVE or (presence, before) == (Presence.AWAY, Presence.OFFLINE):
            window.freed_agents[agent] = None  # there are tickets for those who are away, too
        window.attendance.presence[agent] = presence
        window.attendance.misses[agent] = 0
        if presence is Presence.ACTIVE:
            if window.workload.closed_at[agent] & BY_PRESENCE:
                window.workload.times.came_at[agent] = window.now_us
            window.attendance.stand_ins.pop(agent, None)
        else:
            self._set_stand_ins(agent, substitutes)
        if presence is Presence.OFFLINE:
            self._renew(agent, window.attendance.drawn.end_shift(agent))
        window.workload.set_presence(agent, presence)
        if until:
            window.wake_ups.add(until, Cause.PAUSE_END, agent)
        else:
            window.wake_ups.remove(Cause.PAUSE_END, agent)
        told: dict[str, object] = {"presence": presence.value, **(details or {})}
        if substitutes:
            told["substitutes"] = list(substitutes)
        self._tell(EventType.PRESENCE_SET, -1, agent, until, told)

    def _set_stand_ins(self, agent: int, substitutes: Sequence[str]) -> None:
        """Note who stands in for an agent who goes; those named before stay if nobody is named."""
        if substitutes:
            self._window.attendance.stand_ins[agent] = tuple(substitutes)

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

    def change_shift(self, agent: int) -> None:
        """Look whether the hours of an agent have begun or ended."""
        window = self._window
        calendar = window.hours_of(agent)
        if calendar is None:
            return
        is_open = calendar.is_open(window.now)
        try:
            change = calendar.next_close(window.now) if is_open else calendar.next_open(window.now)
        except (NeverClosedError, NeverOpenError):
            self.set_shift(agent, 0, on_shift=is_open)
        else:
            self.set_shift(agent, to_microseconds(change), on_shift=is_open)

    def set_shift(self, agent: int, until: int, *, on_shift: bool) -> None:
        """Note that the hours of an agent begin or end.

        Parameters
        ----------
        agent
            Position of the agent.
        until
            When that changes again, in microseconds since 1970 UTC; 0 for never.
        on_shift
            Whether they begin.
        """
        window = self._window
        ends = (until or NEVER) if on_shift else 0
        if ends and not window.attendance.shifts.get(agent):
            window.workload.times.came_at[agent] = window.now_us
        window.attendance.shifts[agent] = ends
        window.workload.set_shift(agent, ends)
        if until:
            window.wake_ups.add(until, Cause.SHIFT_CHANGE, agent)
        else:
            window.wake_ups.remove(Cause.SHIFT_CHANGE, agent)
        window.freed_agents[agent] = None
        event = EventType.SHIFT_STARTED if on_shift else EventType.SHIFT_ENDED
        self._tell(event, -1, agent, until)

    def renew_allowances(self, agent: int) -> None:
        """Let what an agent was given count no more where its time is over."""
        window = self._window
        self._renew(agent, window.attendance.drawn.expire(agent, window.now_us))
        window.freed_agents[agent] = None
        self._tell(EventType.ALLOWANCE_RENEWED, -1, agent, self._await_allowance(agent))

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
        self._set_stand_ins(agent, attendance.leaves[agent][0].hand_over.substitutes)
        self._set_leave_wake_ups(agent)
        self._tell(EventType.LEAVE_STARTED, -1, agent)

    def end_leave(self, agent: int) -> None:
        """Be done with the first planned absence, whether it began or not."""
        attendance = self._window.attendance
        ended, *rest = attendance.leaves.pop(agent)
        began = attendance.on_leave.pop(agent, None) is not None
        if began and attendance.stand_ins.get(agent) == ended.hand_over.substitutes:
            del attendance.stand_ins[agent]  # also of one who stays away: they stood in for this
        if rest:
            attendance.leaves[agent] = tuple(rest)
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
