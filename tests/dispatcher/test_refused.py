"""Calls that are refused: the message says what was wrong, and nothing has changed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.dispatcher.desks import NINE, at, desk_of, minutes, plain, submit
from ticketroute import Agent, Dispatcher, Ticket
from ticketroute.board import HandOver, TicketState
from ticketroute.errors import Conflict, NotAllowed, UnknownId
from ticketroute.sla import FIRST_RESPONSE, Objective, Policies, Policy

NAIVE = datetime(2026, 5, 4, 10)
EARLIER, LATER = at(-1), at(5)
PROMISE = Policies(default=Policy("desk", [Objective(FIRST_RESPONSE, minutes(60))]))
SUBSTITUTE = HandOver("substitute", ["zoe"])

Call = Callable[[Dispatcher, Any], object]


def ready() -> Dispatcher:
    """Make a desk with a ticket in every kind of place, at nine."""
    desk = desk_of("ana bea", 9, policies=PROMISE, offers_last=minutes(9), most_hops=2)
    submit(desk, "queued offered assigned working held wrapping resolved cancelled")
    submit(desk, "original linked", duplicate_key="k")
    submit(desk, "later", not_before=at(60))
    desk.offer("offered", ["ana"], NINE)
    for name in ("assigned", "working", "held", "wrapping", "resolved"):
        desk.assign(name, "ana", NINE)
    desk.start("working", NINE)
    desk.hold("held", NINE, until=at(30))
    desk.wrap_up("wrapping", NINE, lasting=minutes(30))
    desk.resolve("resolved", NINE)
    desk.cancel("cancelled", NINE)
    desk.plan_leave("bea", at(60), at(90), NINE)
    return desk


def refused(call: Callable[[Dispatcher], object], error: type[Exception], text: str) -> None:
    """Insist that a call is refused with a message, and leaves no trace."""
    desk = ready()
    before, now, log = plain(desk), desk.now, list(desk.log)
    with pytest.raises(error, match=text):
        call(desk)
    assert (plain(desk), desk.now, list(desk.log)) == (before, now, log)
    desk.dispatch(NINE)
    assert desk.redecide() is None


TIMED: dict[str, Call] = {
    "submit": lambda desk, now: desk.submit(Ticket(id="new", created=NINE), now),
    "submit_many": lambda desk, now: desk.submit_many([Ticket(id="new", created=NINE)], now),
    "update": lambda desk, now: desk.update(Ticket(id="queued", created=NINE, effort=2), now),
    "unlink": lambda desk, now: desk.unlink("linked", now),
    "report": lambda desk, now: desk.report("queued", "note", now),
    "forget": lambda desk, now: desk.forget(["resolved"], now),
    "offer": lambda desk, now: desk.offer("queued", ["bea"], now),
    "accept": lambda desk, now: desk.accept("offered", "ana", now),
    "decline": lambda desk, now: desk.decline("offered", "ana", now),
    "rescind": lambda desk, now: desk.rescind("offered", "ana", now),
    "assign": lambda desk, now: desk.assign("queued", "bea", now),
    "transfer": lambda desk, now: desk.transfer("working", "bea", now),
    "give_back": lambda desk, now: desk.give_back("working", now),
    "move": lambda desk, now: desk.move("queued", "q", now),
    "start": lambda desk, now: desk.start("assigned", now),
    "hold": lambda desk, now: desk.hold("working", now),
    "resume": lambda desk, now: desk.resume("held", now),
    "wrap_up": lambda desk, now: desk.wrap_up("working", now),
    "resolve": lambda desk, now: desk.resolve("working", now),
    "cancel": lambda desk, now: desk.cancel("working", now),
    "reopen": lambda desk, now: desk.reopen("resolved", now),
    "set_agent": lambda desk, now: desk.set_agent(Agent(id="aaa", capacity=1), now),
    "sign_on": lambda desk, now: desk.sign_on("ana", now),
    "set_presence": lambda desk, now: desk.set_presence("ana", "away", now, until=minutes(5)),
    "sign_off": lambda desk, now: desk.sign_off("ana", now),
    "plan_leave": lambda desk, now: desk.plan_leave("ana", at(60), at(90), now),
    "end_leave": lambda desk, now: desk.end_leave("bea", now),
    "tick": lambda desk, now: desk.tick(now),
    "dispatch": lambda desk, now: desk.dispatch(now),
    "decide": lambda desk, now: desk.decide(now),
    "propose": lambda desk, now: desk.propose(now),
    "commit": lambda desk, now: desk.commit(desk.propose(desk.now), now),
}


@pytest.mark.parametrize("name", TIMED)
@pytest.mark.parametrize(
    ("now", "error", "text"),
    [
        (NAIVE, ValueError, "now: expected a timezone-aware datetime, got the naive"),
        (EARLIER, ValueError, "now: expected no time before 2026-05-04T09:00:00"),
        (None, TypeError, "now: expected a timezone-aware datetime, got None"),
        ("09:00", TypeError, "now: expected a timezone-aware datetime, got '09:00'"),
    ],
)
def test_now_has_to_be_an_instant_that_is_not_over(
    name: str, now: object, error: type[Exception], text: str
) -> None:
    """Every call refuses a naive time, an earlier one, and what is no time."""
    refused(lambda desk: TIMED[name](desk, now), error, text)


@pytest.mark.parametrize("name", TIMED)
def test_the_same_calls_are_allowed_at_a_right_time(name: str) -> None:
    """So it was the time that they were refused for."""
    desk = ready()
    TIMED[name](desk, LATER)
    assert desk.redecide() is None


OF_A_TICKET: dict[str, Call] = {
    "unlink": lambda desk, t: desk.unlink(t, LATER),
    "report": lambda desk, t: desk.report(t, "note", LATER),
    "forget": lambda desk, t: desk.forget([t], LATER),
    "offer": lambda desk, t: desk.offer(t, ["bea"], LATER),
    "accept": lambda desk, t: desk.accept(t, "ana", LATER),
    "decline": lambda desk, t: desk.decline(t, "ana", LATER),
    "rescind": lambda desk, t: desk.rescind(t, "ana", LATER),
    "assign": lambda desk, t: desk.assign(t, "bea", LATER),
    "transfer": lambda desk, t: desk.transfer(t, "bea", LATER),
    "give_back": lambda desk, t: desk.give_back(t, LATER),
    "move": lambda desk, t: desk.move(t, "q", LATER),
    "start": lambda desk, t: desk.start(t, LATER),
    "hold": lambda desk, t: desk.hold(t, LATER),
    "resume": lambda desk, t: desk.resume(t, LATER),
    "wrap_up": lambda desk, t: desk.wrap_up(t, LATER),
    "resolve": lambda desk, t: desk.resolve(t, LATER),
    "cancel": lambda desk, t: desk.cancel(t, LATER),
    "reopen": lambda desk, t: desk.reopen(t, LATER),
    "update": lambda desk, t: desk.update(Ticket(id=t, created=NINE), LATER),
    "state": lambda desk, t: desk.state(t),
    "owner": lambda desk, t: desk.owner(t),
    "why": lambda desk, t: desk.why(t),
    "clocks": lambda desk, t: desk.clocks(t),
}


@pytest.mark.parametrize("name", OF_A_TICKET)
def test_unknown_ticket_is_named(name: str) -> None:
    """A ticket that nobody knows is no ticket."""
    refused(lambda desk: OF_A_TICKET[name](desk, "nope"), UnknownId, "'nope'")


NOT_IN: dict[str, str] = {
    "unlink": "queued",
    "report": "cancelled linked",
    "forget": "queued offered assigned working held wrapping later",
    "offer": "assigned working held wrapping resolved cancelled linked later",
    "accept": "queued assigned working held wrapping resolved cancelled linked later",
    "decline": "queued assigned working held wrapping resolved cancelled linked later",
    "rescind": "queued assigned working held wrapping resolved cancelled linked later",
    "assign": "assigned working held wrapping resolved cancelled linked",
    "transfer": "queued offered wrapping resolved cancelled linked later",
    "give_back": "queued offered wrapping resolved cancelled linked later",
    "move": "wrapping resolved cancelled linked",
    "start": "queued offered working held wrapping resolved cancelled linked later",
    "hold": "offered held wrapping resolved cancelled linked",
    "resume": "queued offered assigned working wrapping resolved cancelled linked later",
    "wrap_up": "queued offered held wrapping resolved cancelled linked later",
    "resolve": "queued offered resolved cancelled linked later",
    "cancel": "resolved cancelled",
    "reopen": "queued offered assigned working held wrapping cancelled linked later",
    "update": "resolved cancelled linked",
    "why": "assigned working wrapping resolved cancelled",
    "clocks": "linked",
}


STATES = "|".join(state.label for state in TicketState)
WHY = f"(it is ({STATES})|(nobody|somebody) has it|no clocks)"


@pytest.mark.parametrize(
    ("name", "ticket_id"), [(name, each) for name, ids in NOT_IN.items() for each in ids.split()]
)
def test_what_cannot_happen_in_a_state_is_refused(name: str, ticket_id: str) -> None:
    """The message names the ticket and says where it is, or that nobody has it."""
    refused(lambda desk: OF_A_TICKET[name](desk, ticket_id), NotAllowed, f"'{ticket_id}' .*{WHY}")


OF_AN_AGENT: dict[str, Call] = {
    "offer": lambda desk, a: desk.offer("queued", ["bea", a], LATER),
    "accept": lambda desk, a: desk.accept("offered", a, LATER),
    "decline": lambda desk, a: desk.decline("offered", a, LATER),
    "rescind": lambda desk, a: desk.rescind("offered", a, LATER),
    "assign": lambda desk, a: desk.assign("queued", a, LATER),
    "transfer": lambda desk, a: desk.transfer("working", a, LATER),
    "start": lambda desk, a: desk.start("assigned", LATER, agent_id=a),
    "sign_on": lambda desk, a: desk.sign_on(a, LATER),
    "set_presence": lambda desk, a: desk.set_presence(a, "away", LATER),
    "sign_off": lambda desk, a: desk.sign_off(a, LATER),
    "hand over": lambda desk, a: desk.sign_off(
        "ana", LATER, hand_over=HandOver("substitute", ["bea", a])
    ),
    "plan_leave": lambda desk, a: desk.plan_leave(a, at(60), at(90), LATER),
    "leave and hand over": lambda desk, a: desk.plan_leave(
        "ana", at(60), at(90), LATER, hand_over=HandOver("substitute", [a])
    ),
    "end_leave": lambda desk, a: desk.end_leave(a, LATER),
}


@pytest.mark.parametrize("name", OF_AN_AGENT)
def test_unknown_agent_is_named(name: str) -> None:
    """The message says whom it does not know and who there is."""
    text = "agent id: expected one of 'ana', 'bea', got 'zoe'"
    refused(lambda desk: OF_AN_AGENT[name](desk, "zoe"), UnknownId, text)


@pytest.mark.parametrize("name", ["accept", "decline", "rescind", "start"])
def test_only_whom_it_concerns_may(name: str) -> None:
    """Who was not asked cannot answer; who does not own cannot begin."""
    refused(lambda desk: OF_AN_AGENT[name](desk, "bea"), NotAllowed, "'bea'")


def test_conflict_changes_nothing() -> None:
    """A commit that comes too late is refused like any other call."""
    desk = ready()
    proposal = desk.propose(NINE)
    desk.cancel("queued", NINE)
    before = plain(desk)
    with pytest.raises(Conflict):
        desk.commit(proposal, LATER)
    assert (plain(desk), desk.now) == (before, NINE)
