"""The past of a desk: replayed, dumped, cut, explained and decided anew, by worked example."""

import json

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    give,
    given_out,
    minutes,
    plain,
    reloaded,
    submit,
    told,
    verify,
)
from ticketroute import Agent, Dispatcher, Memory, Ticket
from ticketroute.board import HandOver
from ticketroute.dispatcher import Event, event_from_plain, event_to_plain
from ticketroute.errors import NotAllowed, UnknownId
from ticketroute.sla import LinearAgeing
from ticketroute.strategies import (
    ByQueue,
    FewestOpen,
    LeastRecentlyAssigned,
    RoundRobin,
    Strategy,
)

ALL: list[Strategy | str] = [
    "fewest-open",
    "least-recently-assigned",
    "round-robin",
    "skill-weighted",
    "optimal",
    FewestOpen(order=LinearAgeing({1: 60})),
    ByQueue({"q": RoundRobin(weights={"ana": 2})}, default=LeastRecentlyAssigned()),
]


def busy_desk(strategy: Strategy | str = "fewest-open") -> Dispatcher:
    """Make a desk to which nearly everything has happened."""
    desk = desk_of("bea cem", 3, strategy=strategy, reopen_within=minutes(99))
    submit(desk, "a b c d e f", queue="q", duplicate_key=None)
    submit(desk, "g h", 1, duplicate_key="k")
    desk.dispatch(at(1))
    desk.set_agent(Agent(id="ana", capacity=2), at(2))
    desk.dispatch(at(2))
    desk.start("a", at(3))
    desk.hold("a", at(4), until=at(30))
    desk.resolve("b", at(5))
    desk.dispatch(at(5))
    desk.reopen("b", at(6))
    desk.plan_leave("cem", at(10), at(20), at(6), hand_over=HandOver("substitute", ["ana"]))
    desk.tick(at(12))
    desk.dispatch(at(12))
    desk.report("a", "public reply", at(13), occurred_at=at(9))
    submit(desk, "later", 13, not_before=at(40))
    submit(desk, "asked", 13)
    desk.cancel("h", at(14))
    desk.forget(["h"], at(14))
    desk.dispatch(at(14))
    return desk


@pytest.mark.parametrize("strategy", ALL)
def test_busy_desk_can_be_had_again(strategy: Strategy | str) -> None:
    """From its log, through JSON, from its dump; and its decisions come out the same."""
    verify(busy_desk(strategy))


@pytest.mark.parametrize("strategy", ALL)
def test_decisions_one_by_one_come_out_the_same(strategy: Strategy | str) -> None:
    """Few tickets at a time are served step by step; each is the same decision when asked anew."""
    desk = desk_of("ana bea", 3, strategy=strategy)
    for minute in range(4):
        submit(desk, f"q{minute} r{minute}", minute, queue="q" if minute % 2 else None)
        desk.dispatch(at(minute))
    desk.resolve("q0", at(5))
    desk.dispatch(at(5))
    verify(desk)


def test_replay_needs_what_the_first_desk_had() -> None:
    """Work from elsewhere and memory are arguments; a desk with them replays alike."""
    arguments = {"in_hand": {"ana": {"chat": 1}}, "memory": Memory(last_assigned=("bea",))}
    desk = desk_of("ana bea", strategy="round-robin", arguments=arguments)
    submit(desk, "a b c")
    desk.dispatch(at(1))
    agents = [Agent(id=name, capacity=2) for name in ("ana", "bea")]
    replayed = Dispatcher.replay(list(desk.log), agents, strategy="round-robin", **arguments)  # type: ignore[arg-type]
    assert plain(replayed) == plain(desk)
    verify(desk)


def test_every_event_survives_json() -> None:
    """What comes out of JSON is the event that went in."""
    desk = busy_desk()
    for event in desk.log:
        told_again = event_from_plain(json.loads(json.dumps(event_to_plain(event))))
        assert told_again.details.keys() == event.details.keys()
        assert event_to_plain(told_again) == event_to_plain(event)


@pytest.mark.parametrize("strategy", ["skill-weighted", "optimal"])
def test_changed_ticket_speaks_no_longer_for_those_it_was_like(strategy: str) -> None:
    """Scores of a ticket go by its own fields, also if the first that was like it has changed."""
    team = [Agent(id="bea", capacity=4, skills={"law": 2}), Agent(id="cem", capacity=9)]
    desk = desk_of(team, strategy=strategy)
    submit(desk, "t")
    desk.dispatch(at(0))
    desk.update(Ticket(id="t", created=at(0), requirements={"law": 1}), at(1))
    desk.set_agent(Agent(id="dan", capacity=0), at(1))
    submit(desk, "u", 1)
    assert given_out(desk.dispatch(at(1))) == {"u": "cem"}
    verify(desk)


# Applying


def events_of(desk: Dispatcher) -> list[Event]:
    """Give the log as a list."""
    return list(desk.log)


@pytest.mark.parametrize("shift", [-1, 1, 7])
def test_event_out_of_order_is_refused(shift: int) -> None:
    """Applied twice, or after a gap: refused with the number that was expected, unchanged."""
    desk = desk_of("ana")
    submit(desk, "a b c")
    event = events_of(desk)[1]
    wrong = Event(
        3 + shift, event.type, at(0), "d", details={"ticket": Ticket(id="d", created=at(0))}
    )
    before = plain(desk)
    with pytest.raises(ValueError, match=r"Event\.number: expected 3, the next, got"):
        desk.apply([wrong])
    assert plain(desk) == before


def test_event_that_cannot_have_happened_is_refused() -> None:
    """The log of another desk does not fit; what fitted before it is taken over."""
    desk, other = desk_of("ana"), desk_of("ana")
    submit(desk, "a")
    desk.assign("a", "ana", at(1))
    desk.start("a", at(2))
    submit(other, "a")
    log = events_of(desk)
    other.apply(log[1:2])
    before = plain(other)
    wrong = Event(2, log[1].type, at(9), "a", "ana")
    with pytest.raises(NotAllowed, match="'a' cannot be assigned: it is assigned"):
        other.apply([wrong])
    assert plain(other) == before
    other.apply(log[2:])
    assert plain(other) == plain(desk)


def test_event_of_an_unknown_agent_is_refused() -> None:
    """A log belongs to the agents it began with."""
    desk = desk_of("ana bea")
    submit(desk, "a")
    desk.assign("a", "bea", at(1))
    with pytest.raises(UnknownId, match="'bea'"):
        Dispatcher.replay(list(desk.log), [Agent(id="ana", capacity=1)], strategy="fewest-open")


def test_event_from_the_past_is_refused() -> None:
    """Log time never goes back."""
    desk = desk_of("ana")
    submit(desk, "a", 5)
    event = Event(
        1, desk.log[0].type, at(4), "b", details={"ticket": Ticket(id="b", created=at(4))}
    )
    with pytest.raises(ValueError, match="expected no time before"):
        desk.apply([event])


# Dumps and checkpoints


def test_dump_of_another_version_is_refused() -> None:
    """It says which version it has and which this release knows."""
    data = {**desk_of("ana").dump(), "version": 99}
    with pytest.raises(ValueError, match="version: expected 1, which this release knows, got 99"):
        Dispatcher.load(data, strategy="fewest-open")


def test_checkpoint_cuts_the_log_and_numbers_go_on() -> None:
    """Afterwards the desk is explained and decided anew from there; before it nothing is known."""
    desk = busy_desk("round-robin")
    number = desk.log.next_number
    saved = desk.checkpoint()
    assert (len(desk.log), desk.log.next_number) == (0, number)
    submit(desk, "new", 20)
    (event,) = [each for each in desk.dispatch(at(21)) if each.ticket_id == "new"]
    assert event.decision is not None
    assert event.decision >= number
    assert str(desk.explain(event.decision, "new")).startswith("new goes to")
    with pytest.raises(LookupError, match=f"event {number - 1}: expected one from {number}"):
        desk.explain(number - 1, "a")
    other = Dispatcher.load(json.loads(json.dumps(saved)), **desk._given)
    other.apply(desk.log)
    assert plain(other) == plain(desk)
    verify(desk)


def test_two_desks_in_one_state_go_on_alike_whatever_the_order_of_arrival() -> None:
    """What is due at one instant is done in an order that does not depend on a restart."""
    desk = desk_of("ana", 1)
    give(desk, "z", "ana")
    desk.hold("z", at(0), until=at(30))
    give(desk, "a", "ana")
    desk.hold("a", at(0), until=at(30))
    loaded = reloaded(desk)
    assert told(desk.tick(at(30))) == told(loaded.tick(at(30)))
    assert plain(desk) == plain(loaded)


# Old decisions


# Deciding without doing
