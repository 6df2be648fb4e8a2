"""Drives a desk and its model through any calls, and compares them after each."""

from collections import Counter, deque
from datetime import datetime
from typing import Final

from tests.dispatcher import model_capacity_checks as capacity_checks
from tests.dispatcher import model_checks as checks
from tests.dispatcher.driver_choices import Choices
from tests.dispatcher.equivalences import (
    check_equivalences,
    check_explanations,
    loaded,
    replayed,
    require_equal,
)
from tests.dispatcher.model import Model
from tests.dispatcher.model_calls import Call, Expected
from tests.dispatcher.model_events import fold
from tests.dispatcher.model_things import require
from tests.dispatcher.model_verdicts import expected
from tests.dispatcher.profile_settings import SETTINGS
from tests.dispatcher.profiles import AGENTS, START, Profile
from ticketroute.board import HandOver
from ticketroute.dispatcher import Dispatcher, Event, Proposal
from ticketroute.errors import Conflict, TicketRouteError

REFUSALS: Final = ("declined", "timed out")
OF_THE_LIBRARY: Final = (TicketRouteError, ValueError, TypeError, LookupError, RuntimeError)
CAPACITY_CHECKS: Final = (
    capacity_checks.check_loads,
    capacity_checks.check_allowances,
    capacity_checks.check_hours,
    capacity_checks.check_last_times,
    capacity_checks.check_failures,
)
FROM_WITHIN: Final = (KeyError, IndexError, RecursionError, NotImplementedError)
"""Errors of those families that tell of a slip and not of a refusal."""


class Driver:
    """A desk with its model.

    Parameters
    ----------
    profile
        What kind of desk.
    choices
        What decides how thoroughly a step is checked, where it is not always.
    often
        Per cent of the steps that are checked in every way.
    """

    def __init__(self, profile: Profile, choices: Choices, *, often: int = 100) -> None:
        self.profile = profile
        self.choices = choices
        self.often = often
        self.eager = False
        """Whether everything is decided about after each step, as a desk does that is awake."""
        self.desk = profile.desk()
        self.model = Model(
            AGENTS,
            SETTINGS[profile.settings],
            START,
            profile.relaxations,
            profile.allowances,
            profile.rota,
        )
        for name, units in profile.in_hand.items():
            self.model.people[name].elsewhere = units
        self.proposals: list[Proposal] = []
        self.shadow: Dispatcher | None = None
        self.recent: deque[str] = deque(maxlen=40)
        self.done: Counter[str] = Counter()
        self.make(Call("tick", {"now": START}))  # the time of a desk begins with its first call

    @property
    def now(self) -> datetime:
        """The time of the last call that changed something."""
        return self.model.now

    # One call

    def make(self, call: Call) -> tuple[Event, ...]:
        """Make a call on the desk and on the model, and check everything about it."""
        self.recent.append(str(call))
        outlook = expected(self.model, call)
        thorough = self.choices.likely(self.often)
        before = self.desk.dump() if thorough and not outlook.allowed else None
        place, number = len(self.desk.log), self.desk.log.next_number
        try:
            events: tuple[Event, ...] = getattr(self.desk, call.name)(**call.given)
        except Exception as error:  # noqa: BLE001 - of which kind it is is looked at
            self.recent[-1] += f" -> {error!r}"
            require(not outlook.allowed, "this call is allowed:", call, repr(error))
            self._check_refusal(call, error, number, before)
            self.done[f"{call.name} refused"] += 1
            self._follow(call, error)
            return ()
        self.recent[-1] += f" -> {events}"
        require(outlook.allowed, "this call must be refused:", call, events)
        self._take(call, outlook, events)
        require(events == self.desk.log[place:], "events are those of the log:", events)
        self.done[call.name] += 1
        self.done["events"] += len(events)
        self.check(events, thorough=thorough)
        if call.name in ("tick", "dispatch"):
            checks.check_nothing_due(self.model, self.desk, self.now)
        if call.name == "dispatch" and self.profile.serves_all:
            capacity_checks.check_served(self.model, self.desk)
        self._follow(call, events)
        return events

    def make_misuse(self, call: Call) -> None:
        """Make a call that can never be right."""
        self.recent.append(str(call))
        before, number = self.desk.dump(), self.desk.log.next_number
        try:
            getattr(self.desk, call.name)(**call.given)
        except Exception as error:  # noqa: BLE001 - of which kind it is is looked at
            self._check_refusal(call, error, number, before)
            self.done["misuse refused"] += 1
        else:
            require(False, "this can never be right:", call)

    def _take(self, call: Call, outlook: Expected, events: tuple[Event, ...]) -> None:
        """Fold the events of a call into the model, and see that they belong to it."""
        if events or call.name in ("tick", "dispatch", "commit", "forget", "submit_many"):
            self.model.now = call.given["now"]
        if call.name == "sign_off":
            name, plan = call.given["agent_id"], call.given.get("hand_over")
            self.model.goes(name, plan or HandOver("keep"))
        first = tuple((each.type.value, each.ticket_id, each.agent_id) for each in events)
        require(first[: len(outlook.first)] == outlook.first, "first:", first, outlook.first)
        for event in events[len(outlook.first) :]:
            require(event.type.value in outlook.more, "what follows:", call, event, outlook.more)
        limits = self.model.limits()
        for event in events:
            fold(self.model, event)
        if limits != self.model.limits():
            capacity_checks.note_debts(self.model)
        for event in {each.ticket_id: each for each in events}.values():
            if event.type.value in REFUSALS or "bar" in event.details:
                checks.check_refused(self.model, str(event.ticket_id))
        if call.name == "sign_off":
            checks.check_gone(self.model, call.given["agent_id"])

    def _check_refusal(
        self, call: Call, error: Exception, number: int, before: dict[str, object] | None
    ) -> None:
        fine = isinstance(error, OF_THE_LIBRARY) and not isinstance(error, FROM_WITHIN)
        require(fine, "kind of error:", call, repr(error))
        require(str(error), "an error says what is wrong:", call, repr(error))
        require(self.desk.log.next_number == number, "nothing is logged:", call, repr(error))
        require(self.desk.now == self.now, "time stands:", call, self.desk.now, self.now)
        if before is not None:
            require_equal(f"nothing has changed by {call}: ", self.desk.dump(), before)
        if call.name == "commit":
            untimely = self.model.is_untimely(call.given["now"])
            require(untimely or isinstance(error, Conflict), "a conflict:", repr(error))

    def check(self, events: tuple[Event, ...], *, thorough: bool) -> None:
        """Compare the desk with the model."""
        if not thorough:
            return
        checks.check_tickets(self.model, self.desk)
        for check in CAPACITY_CHECKS:
            check(self.model, self.desk)
        checks.check_stand_ins(self.model, self.desk)
        checks.check_times(self.model, self.desk, escalates=self.profile.escalates)
        names = list(self.model.items)
        checks.check_reasons(self.model, self.desk, [self.choices.pick(names)] if names else [])
        if self.choices.likely(2):
            check_explanations(self.desk, events)

    # What is more than one call

    def dispatch(self, now: datetime) -> None:
        """Tick, decide about everything at once, and see that dispatch comes to the same."""
        self.make(Call("tick", {"now": now}))
        plan = self.desk.decide(now)
        names, ids = plan.view.roster.ids, plan.view.tickets.ids
        planned = {(each.ticket_id, each.agent_id) for each in plan.assignments}
        planned |= {(ids[t], names[a]) for t, asked in plan.offers.items() for a in asked}
        events = self.make(Call("dispatch", {"now": now}))
        given = {(e.ticket_id, e.agent_id) for e in events if e.type in ("assigned", "offered")}
        require(given == planned, "step by step as at once:", given, planned)

    def propose(self, now: datetime, *, strict: bool) -> None:
        """Keep a proposal for later, if nothing is due."""
        wake, before = self.desk.next_wake, self.desk.dump()
        if self.model.is_untimely(now) or (wake is not None and wake <= now):
            return
        proposal = self.desk.propose(now, strict=strict)
        require(proposal.at == now, "it has the time of the decision:", proposal.at, now)
        require(proposal.number == self.model.number, "its number:", proposal)
        require_equal("nothing has changed by a proposal:", self.desk.dump(), before)
        self.proposals = [*self.proposals[-3:], proposal]

    def checkpoint(self) -> None:
        """Let go of old events."""
        data = self.desk.checkpoint()
        require(data == self.desk.dump() and len(self.desk.log) == 0, "a checkpoint:", self.desk)
        require(self.desk.log.next_number == self.model.number, "numbers go on:", self.desk.log)

    def check_equivalences(self) -> None:
        """Check replay, load and decisions made again; from here on a loaded desk comes along."""
        check_equivalences(self.desk, self.profile)
        again = loaded if self.choices.likely(50) else replayed
        self.shadow = again(self.desk, self.profile)

    def _follow(self, call: Call, outcome: object) -> None:
        """Make the same call on a desk that was loaded or replayed; the same must come of it."""
        if self.shadow is None:
            return
        result: tuple[Event, ...]
        try:
            result = getattr(self.shadow, call.name)(**call.given)
        except OF_THE_LIBRARY as error:
            require(type(error) is type(outcome), "after load:", call, repr(error), outcome)
            return
        require(result == outcome, "after load:", call, result, "\nnot", outcome)

    def story(self, seed: object) -> str:
        """Say what desk it is and what has been done last, to be told with a fault."""
        return "\n".join((f"{self.profile}; seed {seed}; the last calls:", *self.recent))
