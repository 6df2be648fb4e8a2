"""Values that are refused: of calls, of settings; the message names the field and the value."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from tests.dispatcher.desks import NINE, at, minutes
from tests.dispatcher.test_refused import LATER, PROMISE, refused
from ticketroute import Agent, Dispatcher, Settings, Ticket
from ticketroute.board import HandOver
from ticketroute.dispatcher import Overflow, ReturnRamp

Call = Callable[[Dispatcher], object]
NAIVE = datetime(2026, 5, 4, 10)
ANY: Any = object()


def any_of(value: object) -> Any:  # noqa: ANN401 - so that wrong types can be passed
    """Hide the type of a value."""
    return value


CALLS: list[Any] = [
    (lambda d: d.submit(any_of(None), LATER), TypeError, "ticket: expected a Ticket, got None"),
    (lambda d: d.submit(Ticket(id="queued", created=at(1)), LATER), ValueError, r"Ticket\.id"),
    (lambda d: d.submit_many([any_of("t")], LATER), TypeError, "tickets: expected values of Tick"),
    (lambda d: d.submit_many(any_of(None), LATER), TypeError, "tickets: expected"),
    (
        lambda d: d.submit_many([Ticket(id="x", created=NINE, effort=n) for n in (1, 2)], LATER),
        ValueError,
        r"Ticket\.id: expected ids that are all different, got 'x'",
    ),
    (
        lambda d: d.submit_many([Ticket(id="x", created=NINE), any_of(3)], LATER),
        TypeError,
        "tickets: expected values of Ticket, got 3",
    ),
    (lambda d: d.update(any_of("queued"), LATER), TypeError, "ticket: expected a Ticket"),
    (lambda d: d.offer("queued", "bea", LATER), TypeError, "agent_ids: expected several ids"),
    (lambda d: d.offer("queued", [], LATER), ValueError, "agent_ids: expected at least one id"),
    (lambda d: d.offer("queued", ["bea", "bea"], LATER), ValueError, "'bea' has been asked alre"),
    (lambda d: d.offer("queued", any_of(None), LATER), TypeError, "agent_ids: expected"),
    (
        lambda d: d.offer("queued", ["bea"], LATER, lasting=minutes(-1)),
        ValueError,
        "lasting: expected a time after now",
    ),
    (
        lambda d: d.offer("queued", ["bea"], LATER, lasting=minutes(0)),
        ValueError,
        "lasting: expected a time after now",
    ),
    (lambda d: d.offer("queued", ["bea"], LATER, lasting=any_of(5)), TypeError, "lasting: expect"),
    (
        lambda d: d.offer("queued", ["bea"], LATER, lasting=any_of(at(9))),
        TypeError,
        "lasting: expected a timedelta",
    ),
    (lambda d: d.forget("resolved", LATER), TypeError, "ticket_ids: expected several ids"),
    (lambda d: d.forget(any_of(None), LATER), TypeError, "ticket_ids: expected"),
    (lambda d: d.hold("working", LATER, party=""), ValueError, "party: expected a non-empty"),
    (lambda d: d.hold("working", LATER, party=any_of(1)), TypeError, "party: expected a string"),
    (lambda d: d.hold("working", LATER, until=LATER), ValueError, "until: expected a time after"),
    (lambda d: d.hold("working", LATER, until=NAIVE), ValueError, "until: expected a timezone"),
    (lambda d: d.hold("working", LATER, until=any_of("x")), TypeError, "until: expected"),
    (
        lambda d: d.hold("working", LATER, counts=any_of("no")),
        TypeError,
        "counts: expected True or False",
    ),
    (lambda d: d.wrap_up("working", LATER, lasting=minutes(-9)), ValueError, "lasting: expected"),
    (lambda d: d.report("queued", "", LATER), ValueError, "kind: expected a non-empty string"),
    (lambda d: d.report("queued", any_of(3), LATER), TypeError, "kind: expected a string, got 3"),
    (lambda d: d.report("queued", "resolved", LATER), ValueError, "kind: expected"),
    (lambda d: d.report("queued", "cancelled", LATER), ValueError, "kind: expected"),
    (
        lambda d: d.report("queued", "note", LATER, occurred_at=at(6)),
        ValueError,
        "occurred_at: expected an instant not after now",
    ),
    (lambda d: d.hold("working", LATER, occurred_at=NAIVE), ValueError, "occurred_at: expected a"),
    (lambda d: d.resolve("working", LATER, occurred_at=any_of(1)), TypeError, "occurred_at: exp"),
    (lambda d: d.move("queued", "", LATER), ValueError, "queue: expected a non-empty string"),
    (lambda d: d.move("queued", any_of(3), LATER), TypeError, "queue: expected a string, got 3"),
    (lambda d: d.assign("queued", "bea", LATER, by=any_of(3)), TypeError, "by: expected"),
    (lambda d: d.cancel("queued", LATER, reason=any_of(ANY)), TypeError, "reason: expected"),
    (
        lambda d: d.decline("offered", "ana", LATER, reason=any_of(3)),
        TypeError,
        "reason: expected a string",
    ),
    (lambda d: d.set_agent(any_of("ana"), LATER), TypeError, "agent: expected an Agent, got 'ana'"),
    (lambda d: d.set_presence("ana", "gone", LATER), ValueError, "presence: expected one of"),
    (
        lambda d: d.set_presence("ana", "away", LATER, until=at(5)),
        ValueError,
        "until: expected a time after now",
    ),
    (lambda d: d.set_presence("ana", "active", LATER, until=at(9)), ValueError, "until: expected"),
    (lambda d: d.sign_off("ana", LATER, hand_over=any_of("return")), TypeError, "hand_over: expe"),
    (
        lambda d: d.plan_leave("ana", LATER, at(9), LATER),
        ValueError,
        "start: expected an instant after now.*for now there is sign_off",
    ),
    (lambda d: d.plan_leave("ana", at(9), at(9), LATER), ValueError, r"Leave\.end: expected"),
    (lambda d: d.plan_leave("ana", NAIVE, None, LATER), ValueError, r"Leave\.start: expected"),
    (lambda d: d.commit(any_of(3), LATER), TypeError, "proposal: expected a Proposal, got 3"),
    (lambda d: d.apply([any_of(3)]), TypeError, "expected"),
    (lambda d: d.explain(99, "queued"), LookupError, "event 99: expected one from 0 to"),
    (lambda d: d.attach(any_of(3)), TypeError, "keeper: expected something to call"),
    (lambda d: d.redecide("nope"), LookupError, "got 'nope'"),
]


@pytest.mark.parametrize(("call", "error", "text"), CALLS, ids=range(len(CALLS)))
def test_wrong_value_of_a_call(call: Call, error: type[Exception], text: str) -> None:
    """Refused where it enters, with field and value; nothing has changed."""
    refused(call, error, text)


SETTINGS: list[Any] = [
    ({"offers_last": 5}, TypeError, r"Settings\.offers_last: expected a timedelta, got 5"),
    ({"start_within": minutes(0)}, ValueError, r"Settings\.start_within: expected a duration lon"),
    ({"reopen_within": minutes(-1)}, ValueError, r"Settings\.reopen_within"),
    ({"pause_for": "5 min"}, TypeError, r"Settings\.pause_for: expected a timedelta"),
    ({"most_offers": 0}, ValueError, r"Settings\.most_offers: expected an integer of at least 1"),
    ({"most_hops": 1.5}, TypeError, r"Settings\.most_hops: expected an integer"),
    ({"pause_after": True}, TypeError, r"Settings\.pause_after: expected an integer"),
    ({"all_declined": "cry"}, ValueError, r"Settings\.all_declined: expected"),
    ({"all_declined": "move"}, ValueError, r"Settings\.declined_queue: expected a queue if"),
    ({"declined_queue": "q"}, ValueError, r"Settings\.declined_queue: expected a queue if"),
    ({"all_declined": "move", "declined_queue": 3}, TypeError, r"Settings\.declined_queue"),
    ({"holds_count": "no"}, TypeError, r"Settings\.holds_count: expected True or False"),
    ({"returning": 3}, TypeError, r"Settings\.returning: expected a ReturnRamp"),
    ({"policies": {}}, TypeError, r"Settings\.policies: expected Policies"),
    ({"required": {"": ["id"]}}, ValueError, r"Settings\.required\[''\]: expected fields that may"),
    ({"required": {"refund": "order"}}, TypeError, r"Settings\.required"),
    ({"required": None}, TypeError, r"Settings\.required"),
    ({"overflows": {"q": "r"}}, TypeError, r"Settings\.overflows\['q'\]: expected an Over"),
    ({"overflows": None}, TypeError, r"Settings\.overflows"),
    ({"overflows": {"q": Overflow(to="q", length=1)}}, ValueError, r"Settings\.overflows\['q'\]"),
    ({"ladders": "x", "policies": PROMISE}, TypeError, r"Settings\.ladders: expected several"),
    ({"ladders": [3], "policies": PROMISE}, TypeError, r"Settings\.ladders: expected"),
    ({"pause_for": minutes(5)}, ValueError, r"Settings\.pause_for"),
]


@pytest.mark.parametrize(("fields", "error", "text"), SETTINGS, ids=range(len(SETTINGS)))
def test_wrong_setting(fields: dict[str, Any], error: type[Exception], text: str) -> None:
    """Refused when the settings are made, and not when a ticket first meets them."""
    with pytest.raises(error, match=text):
        Settings(**fields)


PARTS: list[Any] = [
    (lambda: Overflow(to="r"), ValueError, "at least one of after, length and outside"),
    (lambda: Overflow(to="", length=1), ValueError, r"Overflow\.to: expected a non-empty string"),
    (lambda: Overflow(to="r", length=0), ValueError, r"Overflow\.length: expected an integer"),
    (lambda: Overflow(to="r", after=minutes(0)), ValueError, r"Overflow\.after: expected a dur"),
    (lambda: Overflow(to="r", outside=any_of("x")), TypeError, r"Overflow\.outside"),
    (
        lambda: ReturnRamp(at_most=0, every=minutes(1), lasting=minutes(1)),
        ValueError,
        r"ReturnRamp\.at_most: expected an integer of at least 1, got 0",
    ),
    (
        lambda: ReturnRamp(at_most=1, every=any_of(1), lasting=minutes(1)),
        TypeError,
        r"ReturnRamp\.every: expected a timedelta, got 1",
    ),
    (lambda: HandOver("give up"), ValueError, r"HandOver\.kind: expected"),
    (lambda: HandOver("substitute"), ValueError, r"HandOver\.substitutes: expected ids of agents"),
    (lambda: HandOver("keep", ["bea"]), ValueError, r"HandOver\.substitutes: expected ids"),
    (lambda: HandOver("substitute", any_of("bea")), TypeError, r"HandOver\.substitutes"),
    (lambda: Dispatcher([], strategy=any_of(None)), TypeError, "strategy: expected a callable"),
    (
        lambda: Dispatcher([], strategy="fewest-open", settings=any_of({})),
        TypeError,
        "settings: expected a Settings, got {}",
    ),
    (
        lambda: Dispatcher([Agent(id="a", capacity=1)] * 2, strategy="fewest-open"),
        ValueError,
        "'a'",
    ),
    (lambda: Dispatcher.load({"version": 1}, strategy="fewest-open"), ValueError, "agents"),
]


@pytest.mark.parametrize(("make", "error", "text"), PARTS, ids=range(len(PARTS)))
def test_wrong_part(make: Callable[[], object], error: type[Exception], text: str) -> None:
    """What settings and calls are made of says what is wrong with it, too."""
    with pytest.raises(error, match=text):
        make()
