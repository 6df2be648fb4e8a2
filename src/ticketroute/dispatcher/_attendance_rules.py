"""Rules for agents who come, go, are away, and become free."""

from typing import Final

from ticketroute.board import Board, Leave
from ticketroute.dispatcher._hand_over import hand_over
from ticketroute.dispatcher._settings import ReturnRamp, Settings
from ticketroute.model import Presence, duration_to_microseconds, refuse

INTERRUPTED: Final = "a more urgent ticket"
"""The party of a hold for a more urgent ticket."""


class AttendanceRules:
    """Carries out what the settings say of agents.

    Parameters
    ----------
    board
        The board.
    settings
        The rules.
    """

    def __init__(self, board: Board, settings: Settings) -> None:
        self._board = board
        self._settings = settings

    def resume_interrupted(self) -> None:
        """Let agents who became free go on with what they had to interrupt, oldest first."""
        window = self._board.window
        more, owner = window.tickets.more, window.tickets.owner.at
        waiting = [
            ticket
            for ticket, hold in more.holds.items()
            if hold.party == INTERRUPTED and owner[ticket] in window.freed_agents
        ]
        for ticket in sorted(waiting, key=window.tickets.ids.__getitem__):
            # It comes back to its owner, so that what was given lately does not matter.
            demand = window.workload.in_hand(window.profile(ticket).demand)
            agent = owner[ticket]
            if more.holds[ticket].counts or window.workload.fits(agent, demand):
                self._board.work.resume(ticket, {"reason": "there is room again"})

    def end_pause(self, agent: int) -> None:
        """Let an agent take part after a pause, if it was not within an absence."""
        if agent in self._board.window.attendance.on_leave:
            self._board.staff.set_presence(agent, Presence.OFFLINE, 0, {"reason": "leave"})
        else:
            self.sign_on(agent)

    def sign_on(self, agent: int) -> None:
        """Let an agent take part, at first with less than everything if so set."""
        staff, window = self._board.staff, self._board.window
        if agent in window.attendance.on_leave:  # back before its end
            staff.end_leave(agent)
        was_there = window.attendance.presence[agent] is Presence.ACTIVE
        staff.set_presence(agent, Presence.ACTIVE)
        ramp = self._settings.returning
        if ramp is not None and not was_there:
            used = window.workload.used_at(agent)
            ends = window.now_us + duration_to_microseconds(ramp.lasting)
            self._set_ceiling(agent, used + ramp.at_most, ends, ramp)

    def lift_ceiling(self, agent: int) -> None:
        ramp = self._settings.returning
        ceiling = self._board.window.attendance.ceilings.get(agent)
        if ramp is None or ceiling is None or self._board.window.now_us >= ceiling.ends:
            self._board.staff.set_ceiling(agent, None)
            return
        self._set_ceiling(agent, ceiling.units + ramp.at_most, ceiling.ends, ramp)

    def _set_ceiling(self, agent: int, units: int, ends: int, ramp: ReturnRamp) -> None:
        window = self._board.window
        total = window.agents[agent].capacity.total
        if total is not None and units >= total:
            if agent in window.attendance.ceilings:
                self._board.staff.set_ceiling(agent, None)
            return
        step = min(window.now_us + duration_to_microseconds(ramp.every), ends)
        self._board.staff.set_ceiling(agent, units, step, ends)

    def plan_leave(self, agent: int, leave: Leave) -> None:
        """Plan an absence that lies ahead and overlaps no other."""
        window = self._board.window
        if leave.start <= window.now:
            expected = f"an instant after now, {window.now}; for now there is sign_off"
            raise refuse("start", expected, leave.start)
        for other in window.attendance.leaves.get(agent, ()):
            apart = _is_before(other, leave) or _is_before(leave, other)
            if not apart:
                raise refuse("start", f"no overlap with the leave from {other.start}", leave.start)
        self._board.staff.plan_leave(agent, leave)

    def end_leave(self, agent: int) -> None:
        """Call off the first planned absence, or end it if it has begun."""
        window = self._board.window
        before = window.attendance.on_leave.get(agent)
        self._board.staff.end_leave(agent)
        if before is Presence.ACTIVE:
            self.sign_on(agent)

    def go_on_leave(self, agent: int) -> None:
        leave = self._board.window.attendance.leaves[agent][0]
        self._board.staff.start_leave(agent)
        self._board.staff.set_presence(agent, Presence.OFFLINE, 0, {"reason": "leave"})
        over = leave.end is not None and leave.end <= self._board.window.now
        if not over:  # else nobody has missed anybody
            hand_over(self._board, agent, leave.hand_over)

    def rest_if_silent(self, agent: int) -> None:
        """Set an agent to away who has let too many offers pass."""
        window, most = self._board.window, self._settings.pause_after
        misses = window.attendance.misses[agent]
        is_there = window.attendance.presence[agent] is Presence.ACTIVE
        if most is None or misses < most or not is_there:
            return
        rest = self._settings.microseconds("pause_for")
        until = window.now_us + rest if rest else 0
        details = {"reason": f"{misses} offers without an answer"}
        self._board.staff.set_presence(agent, Presence.AWAY, until, details)


def _is_before(one: Leave, other: Leave) -> bool:
    return one.end is not None and one.end <= other.start
