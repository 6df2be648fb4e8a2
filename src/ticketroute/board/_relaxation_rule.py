"""What comes of a step of a relaxation that is due."""

from ticketroute.board._intake import IntakeMoves
from ticketroute.board._particulars import NOBODY_FOUND, Hold
from ticketroute.board._view import View
from ticketroute.board._wake_ups import Cause
from ticketroute.board._work import WorkMoves
from ticketroute.eligibility import RelaxationStep, describe_change
from ticketroute.model import duration_to_microseconds


class DueSteps:
    """Says what is to be done when the next step of a ticket is due, and has it done.

    Parameters
    ----------
    window, intake, work
        The board, and what changes it.
    """

    def __init__(self, window: View, intake: IntakeMoves, work: WorkMoves) -> None:
        self._window = window
        self._intake = intake
        self._work = work

    def wake(self, cause: Cause, ticket: int) -> None:
        """Do what has come due for a ticket where no rules of a desk say more."""
        if cause in (Cause.START, Cause.RECONSIDER):
            self._intake.wake(ticket)
        elif cause is Cause.RELAX:
            self.take(ticket)

    def take(self, ticket: int) -> None:
        """Take the next step of a waiting ticket, park the ticket, or put the step off."""
        relaxing = self._intake.relaxing
        step = None if relaxing is None else relaxing.next_step(ticket)
        if relaxing is None or step is None:  # it was loaded under other relaxations
            return
        if step.park:
            reason = {"reason": "the last step of its relaxation"}
            self._work.hold(ticket, Hold(NOBODY_FOUND), reason)
        elif not self._can_lend(step):
            until = self._asked_again(step, relaxing.due(ticket, 1))
            reason = {"reason": "too many wait with those who could help out"}
            self._intake.put_off(ticket, until, reason)
        else:
            before = self._window.tickets.pin(ticket)
            after = step.apply(before)
            due = relaxing.due(ticket)
            early = {"early": True} if due is not None and due > self._window.now_us else {}
            details = {**early, "changes": list(describe_change(before, after))}
            self._intake.relax(ticket, after, details)

    def _can_lend(self, step: RelaxationStep) -> bool:
        """Say whether the teams that are to help out have few enough tickets of their own."""
        most = step.while_backlog_below
        return most is None or all(self._window.length_of(team) < most for team in step.helpers)

    def _asked_again(self, step: RelaxationStep, following: int | None) -> int:
        """Give when a guard is asked again, if that is before the next step; else 0."""
        if step.every is None:
            return 0
        until = self._window.now_us + duration_to_microseconds(step.every)
        return until if following is None or until < following else 0
