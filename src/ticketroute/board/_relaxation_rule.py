"""What comes of a step of a relaxation that is due."""

from ticketroute.board._intake import IntakeMoves
from ticketroute.board._particulars import NOBODY_FOUND, Hold
from ticketroute.board._view import View
from ticketroute.board._wake_ups import Cause
from ticketroute.board._work import WorkMoves
from ticketroute.eligibility import RelaxationStep, describe_change
from ticketroute.model import duration_to_microseconds


def take_due_step(window: View, intake: IntakeMoves, work: WorkMoves, ticket: int) -> None:
    """Take the next step of a waiting ticket, park the ticket, or put the step off.

    Parameters
    ----------
    window, intake, work
        The board, and what changes it.
    ticket
        Position of a ticket whose wake-up has come.
    """
    relaxing = intake.relaxing
    step = None if relaxing is None else relaxing.next_step(ticket)
    if relaxing is None or step is None:  # it was loaded under other relaxations
        return
    due = relaxing.due(ticket)
    early = {"early": True} if due is not None and due > window.now_us else {}
    if step.park:
        work.hold(ticket, Hold(NOBODY_FOUND), {"reason": "the last step of its relaxation"})
    elif not _can_lend(window, step):
        until = 0 if step.every is None else window.now_us + duration_to_microseconds(step.every)
        following = relaxing.due(ticket, 1)
        if following is not None and until >= following:
            until = 0
        intake.put_off(ticket, until, {"reason": "too many wait with those who could help out"})
    else:
        before = window.ticket(ticket)
        after = step.apply(before)
        intake.relax(ticket, after, {**early, "changes": list(describe_change(before, after))})


def wake_ticket(
    window: View, intake: IntakeMoves, work: WorkMoves, cause: Cause, subject: int
) -> None:
    """Do what has come due for a ticket where no rules of a desk say more."""
    if cause in (Cause.START, Cause.RECONSIDER):
        intake.wake(subject)
    elif cause is Cause.RELAX:
        take_due_step(window, intake, work, subject)


def _can_lend(window: View, step: RelaxationStep) -> bool:
    """Say whether the teams that are to help out have few enough tickets of their own."""
    most = step.while_backlog_below
    return most is None or all(window.length_of(team) < most for team in step.helpers)
