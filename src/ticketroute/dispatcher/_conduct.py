"""What follows from what: the rules of a desk, each of which ends in events."""

from collections.abc import Callable, Iterable, Mapping

import attrs

from ticketroute.board import NOBODY, Board, Cause, Hold, TicketState
from ticketroute.dispatcher._attendance_rules import AttendanceRules
from ticketroute.dispatcher._clock_keeper import ClockKeeper
from ticketroute.dispatcher._settings import Settings
from ticketroute.errors import NotAllowed
from ticketroute.model import Ticket
from ticketroute.sla import ChangeQueue, RaiseUrgency

_OFFERS_USED_UP = "offers used up"


class Conduct:
    """Carries out the rules of a desk on its board.

    Parameters
    ----------
    board
        The board.
    settings
        The rules.
    clocks
        The clocks, where something is promised.
    """

    def __init__(self, board: Board, settings: Settings, clocks: ClockKeeper | None) -> None:
        self._board = board
        self._settings = settings
        self._clocks = clocks
        self.attendance = AttendanceRules(board, settings)
        self._answers = self._answer_all()
        board.on_wake = self.wake

    # What has come due

    def wake(self, cause: Cause, subject: int) -> None:
        """Do what is due for a ticket or an agent."""
        self._answers[cause](subject)

    def _answer_all(self) -> Mapping[Cause, Callable[[int], None]]:
        """Say what is done for each cause; the subject is a ticket or an agent."""
        work = self._board.work
        return {
            Cause.START: self._wake_ticket,
            Cause.RECONSIDER: self._wake_ticket,
            Cause.HOLD_END: self._end_hold,
            Cause.WRAP_UP_END: work.resolve,
            Cause.OFFER_END: self._end_offers,
            Cause.REPLY_LIMIT: self._take_back,
            Cause.OVERFLOW: lambda ticket: self._overflow(ticket, "waited too long"),
            Cause.ESCALATION: self._escalate,
            Cause.RELAX: self._relax,
            Cause.LEAVE_START: self.attendance.go_on_leave,
            Cause.LEAVE_END: self.attendance.end_leave,
            Cause.PAUSE_END: self.attendance.end_pause,
            Cause.CEILING_STEP: self.attendance.lift_ceiling,
            Cause.SHIFT_CHANGE: self._board.staff.change_shift,
            Cause.ALLOWANCE: self._board.staff.renew_allowances,
        }

    def _end_hold(self, ticket: int) -> None:
        self._board.work.resume(ticket, {"reason": "the hold has ended"})
        self.admit(ticket)

    def _relax(self, ticket: int) -> None:
        board = self._board
        queue = board.window.queue_of(ticket)
        board.due_steps.take(ticket)
        if board.window.queue_of(ticket) != queue:
            self.admit(ticket)

    def _wake_ticket(self, ticket: int) -> None:
        self._board.intake.wake(ticket)
        self.admit(ticket)

    # Intake

    def admit(self, ticket: int) -> None:
        """Send a ticket that has just come into its queue on to another one, if that is full."""
        window = self._board.window
        if not self._settings.overflows or not window.is_waiting(ticket):
            return
        queue = window.queue_of(ticket)
        overflow = self._settings.overflow(queue)
        if overflow is None:
            return
        if overflow.outside is not None and not overflow.outside.is_open(window.now):
            self._overflow(ticket, "came in outside the hours")
        elif (
            overflow.length is not None
            and window.length_of(window.queue_of(ticket)) > overflow.length
        ):
            self._overflow(ticket, f"more than {overflow.length} wait")

    def _overflow(self, ticket: int, reason: str) -> None:
        overflow = self._settings.overflow(self._board.window.queue_of(ticket))
        if overflow is None or self._is_worn(ticket):
            self._board.work.stay(ticket, {"reason": f"overflow: {reason}"})
            return
        self._board.work.move(ticket, overflow.to, {"reason": f"overflow: {reason}"})
        self.admit(ticket)

    def _is_worn(self, ticket: int) -> bool:
        """Say whether a ticket has gone from hand to hand as often as it may."""
        return self._board.window.tickets.more.hops.get(ticket, 0) >= self._settings.most_hops

    # Offers

    def _end_offers(self, ticket: int) -> None:
        """Let all offers of a ticket end whose time has come."""
        window = self._board.window
        offers = window.tickets.more.offers.get(ticket, {})
        over = sorted(agent for agent, end in offers.items() if 0 < end <= window.now_us)
        for agent in over:
            self._board.offers.time_out(ticket, agent)
        for agent in over:
            self.attendance.rest_if_silent(agent)
        self.after_refusal(ticket)

    def recheck_offers(self, tickets: Iterable[int]) -> None:
        """Take back the offers of those who may no longer have a ticket: it, or they, changed."""
        window = self._board.window
        for ticket in tickets:
            offers = window.tickets.more.offers.get(ticket, {})
            barred = window.tickets.barred.get(ticket, frozenset())
            for agent in sorted(offers):
                passes = window.profile(ticket).passes[agent]
                if not passes or window.roster.ids[agent] in barred:
                    self._board.offers.rescind(ticket, agent, {"reason": "no longer qualified"})

    def after_refusal(self, ticket: int) -> None:
        """Do what is to be done once everybody has declined, or enough have been asked."""
        window, settings = self._board.window, self._settings
        if not window.is_waiting(ticket):
            return
        more = window.tickets.more
        if more.offers_made.get(ticket, 0) >= settings.most_offers:
            self._board.work.hold(ticket, Hold(_OFFERS_USED_UP))
        elif not self._all_declined(ticket):
            return
        elif settings.all_declined == "ask again":
            self._board.offers.forget_declines(ticket)
        elif (
            settings.all_declined == "move"
            and window.queue_of(ticket) != settings.declined_queue
            and not self._is_worn(ticket)
        ):
            reason = {"reason": "everybody has declined it"}
            self._board.work.move(ticket, settings.declined_queue, reason)
            self.admit(ticket)

    def _all_declined(self, ticket: int) -> bool:
        """Say whether nobody is left who may have a ticket and has not declined it."""
        window = self._board.window
        barred = window.tickets.barred.get(ticket, frozenset())
        declined = window.tickets.more.declined.get(ticket, frozenset())
        ids = window.roster.ids
        agents = window.profile(ticket).agent_list
        return bool(declined) and all(ids[agent] in barred for agent in agents)

    def _take_back(self, ticket: int) -> None:
        """Take a ticket from an owner who has not begun in time."""
        if self._is_worn(ticket):
            self._board.work.stay(ticket, {"reason": "not begun in time"})
            return
        self._board.work.give_up(ticket, {"reason": "not begun in time", "bar": True})
        self.after_refusal(ticket)

    def require_hop(self, ticket: int) -> None:
        """Refuse to hand a ticket on that has gone from hand to hand as often as it may."""
        if self._is_worn(ticket):
            ticket_id, most = self._board.window.tickets.ids[ticket], self._settings.most_hops
            message = f"ticket {ticket_id!r} has been handed on {most} times, which is the limit"
            raise NotAllowed(message)

    # Reopening

    def former_owner(self, ticket: int) -> int:
        """Give who is to have a ticket that is reopened; `NOBODY` for the queue."""
        window, within = self._board.window, self._settings.microseconds("reopen_within")
        agent = window.tickets.more.former_owner.get(ticket)
        if agent is None or not within:
            return NOBODY
        recent = window.now_us - window.tickets.since.at[ticket] <= within
        return agent if recent and window.fits(ticket, agent) else NOBODY

    # Escalation

    def _escalate(self, ticket: int) -> None:
        """Tell which steps have fired, and do what they ask of the desk itself."""
        if self._clocks is None:
            return
        for fired in self._clocks.due(ticket):
            details = {
                "policy": fired.policy,
                "metric": fired.metric,
                "cycle": fired.cycle,
                "step": fired.step,
                "fired_at": fired.at,
                "key": list(fired.key),
                "effects": [
                    {"effect": type(effect).__name__, **attrs.asdict(effect)}
                    for effect in fired.effects
                ],
            }
            self._board.work.escalate(ticket, details)
            for effect in fired.effects:
                if isinstance(effect, RaiseUrgency):
                    self._raise_urgency(ticket, effect.levels)
                elif isinstance(effect, ChangeQueue):
                    self._change_queue(ticket, effect.queue)

    def _raise_urgency(self, ticket: int, levels: int) -> None:
        if self._board.window.tickets.state.at[ticket] > TicketState.WRAPPING:
            return
        value = self._board.window.tickets.original(ticket)
        raised = _raised(value, levels)
        if raised != value:
            missing = self._board.window.tickets.more.missing.get(ticket, ())
            self._board.intake.update(
                ticket, raised, missing=missing, details={"reason": "escalation"}
            )

    def _change_queue(self, ticket: int, queue: str) -> None:
        window = self._board.window
        open_ = window.tickets.state.at[ticket] < TicketState.WRAPPING
        if open_ and window.queue_of(ticket) != queue and not self._is_worn(ticket):
            self._board.work.move(ticket, queue, {"reason": "escalation"})
            self.admit(ticket)


def _raised(ticket: Ticket, levels: int) -> Ticket:
    """Give a ticket with its urgency, and then its impact, so many levels higher."""
    urgency, impact = ticket.urgency, ticket.impact
    if urgency is not None:
        step = min(levels, urgency - 1)
        urgency, levels = urgency - step, levels - step
    if impact is not None:
        impact -= min(levels, impact - 1)
    return attrs.evolve(ticket, urgency=urgency, impact=impact)
