"""Strategies made of strategies say how a ticket came through them, and until when it is held."""

from datetime import timedelta
from typing import Any

import pytest

from tests.dispatcher.desks import at, desk_of, given_out, make, minutes, submit, verify
from ticketroute import Agent, Ticket, assign
from ticketroute.strategies import (
    Bounded,
    Broadcast,
    ByCase,
    ByLevel,
    ByQueue,
    FewestOpen,
    FirstOf,
    FixedQueueRatio,
    Mix,
    Preferred,
    Reserve,
    RoundRobin,
    Sequential,
    Strategy,
)
from ticketroute.testing import check_strategy


def hard(ticket: Ticket) -> bool:
    """Say whether a ticket is hard."""
    return (ticket.difficulty or 0) >= 3


NEST = ByCase(
    [(hard, Bounded(FirstOf([Sequential(sequence=["bea"]), FewestOpen()]), most=2, of=hard))],
    otherwise=Mix([(1, RoundRobin())]),
)

STAGES: list[tuple[Strategy, dict[str, Any], tuple[str, ...]]] = [
    (NEST, {}, ("no case holds", "part 1 of 1 is drawn", "by RoundRobin")),
    (
        NEST,
        {"difficulty": 4},
        (
            "case 1 of 1 holds",
            "among those with fewer than 2 of its kind",
            "strategy 1 of 2 is the first that gives somebody",
            "by Sequential",
        ),
    ),
    (ByLevel({"": {"ana": 1}}, FewestOpen()), {}, ("level 1", "by FewestOpen")),
    (ByLevel({"": {}}, FewestOpen()), {}, ("those on no level", "by FewestOpen")),
    (
        Reserve(FewestOpen(), units=1, unless=hard),
        {},
        ("may not use the reserve of 1 in all, 0 with each", "by FewestOpen"),
    ),
    (
        Reserve(FewestOpen(), unless=hard),
        {"difficulty": 3},
        ("may use the reserve", "by FewestOpen"),
    ),
    (Preferred(FewestOpen()), {}, ("nobody is preferred", "by FewestOpen")),
    (Preferred(FewestOpen()), {"affinity": ["bea"]}, ("preferred: bea",)),
    (
        ByQueue({"q": RoundRobin()}, default=FewestOpen()),
        {"queue": "q"},
        ("queue 'q'", "by RoundRobin"),
    ),
    (Broadcast(FewestOpen(), agents=2), {}, ("the best 2 are asked", "by FewestOpen")),
    (FixedQueueRatio(), {}, ("by LeastRecentlyAssigned",)),
]


@pytest.mark.parametrize(("strategy", "fields", "stages"), STAGES)
def test_explanations_tell_the_way_through_a_composite(
    strategy: Strategy, fields: dict[str, Any], stages: tuple[str, ...]
) -> None:
    """Outermost first; a part that is made of parts goes on."""
    team = [Agent(id="ana", capacity=5), Agent(id="bea", capacity=5)]
    plan = assign([make("t", **fields)], team, strategy=strategy, now=at(0))
    explanation = plan.explain("t")
    assert explanation.stages == stages
    assert stages[-1] in str(explanation)


def test_second_level_waits_and_says_until_when() -> None:
    """Ana is first line; Bea may have what has waited five minutes, and the desk wakes up then."""
    strategy = ByLevel({"": {"ana": 1, "bea": 2}}, FewestOpen(), delays={2: minutes(5)})
    desk = desk_of("ana bea", 1, strategy=strategy)
    submit(desk, "a b")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana"}
    waiting = desk.why("b")
    assert waiting.reason.text == "held: level 2 may have it from 2026-05-04T09:05:00+00:00"
    assert desk.next_wake == waiting.lifted_at == at(5)
    verify(desk)
    assert given_out(desk.dispatch(at(5))) == {"b": "bea"}
    verify(desk)


def test_first_level_gets_it_before_the_delay_is_over() -> None:
    """As soon as there is room; the second line is not asked."""
    strategy = ByLevel({"": {"ana": 1, "bea": 2}}, FewestOpen(), delays={2: minutes(5)})
    desk = desk_of("ana bea", 1, strategy=strategy)
    submit(desk, "a b")
    desk.dispatch(at(0))
    desk.resolve("a", at(2))
    assert given_out(desk.dispatch(at(2))) == {"b": "ana"}
    verify(desk)
    check_strategy(strategy)


def test_hold_inside_a_queue_keeps_its_reason_and_its_end() -> None:
    """Also where the composite that holds stands in a queue of its own."""
    owners = Preferred(FewestOpen(), by_customer={"Acme": ["ana"]}, wait=minutes(10))
    desk = desk_of("ana bea", 1, strategy=ByQueue({"vip": owners}, default=FewestOpen()))
    submit(desk, "busy")
    desk.assign("busy", "ana", at(0))
    desk.submit(make("t", queue="vip", customer="Acme"), at(0))
    assert given_out(desk.dispatch(at(0))) == {}
    assert desk.why("t").reason.text.startswith("held: kept for ana until")
    assert desk.next_wake == at(10)
    assert given_out(desk.dispatch(at(10))) == {"t": "bea"}
    verify(desk)


def test_chain_is_asked_again_when_the_first_of_its_holds_ends() -> None:
    """The first reason, and the earliest end: level 2 may have it before the wait is over."""
    owners = Preferred(
        Bounded(FewestOpen(), most=1), by_customer={"Acme": ["ana"]}, wait=minutes(9)
    )
    levels = ByLevel({"": {"ana": 1, "bea": 2}}, FewestOpen(), delays={2: minutes(5)})
    desk = desk_of("ana bea", 1, strategy=FirstOf([owners, levels]))
    submit(desk, "busy")
    desk.assign("busy", "ana", at(0))
    desk.submit(make("t", customer="Acme"), at(0))
    assert given_out(desk.dispatch(at(0))) == {}
    assert desk.why("t").reason.text.startswith("held: kept for ana until")
    assert desk.next_wake == at(5)
    assert given_out(desk.dispatch(at(5))) == {"t": "bea"}
    verify(desk)


@pytest.mark.parametrize(
    ("delays", "message"),
    [
        ({2: 5}, r"ByLevel\.delays\[2\]: expected a timedelta"),
        ({2: timedelta(-1)}, r"ByLevel\.delays\[2\]: expected a duration of at least zero"),
        ({-1: minutes(1)}, r"ByLevel\.delays: expected an integer of at least 0"),
        (3, r"ByLevel\.delays: expected a mapping of level to timedelta"),
    ],
)
def test_delays_that_make_no_sense_are_refused(delays: Any, message: str) -> None:  # noqa: ANN401
    """Field, value and expectation are named."""
    with pytest.raises((TypeError, ValueError), match=message):
        ByLevel({"": {}}, FewestOpen(), delays=delays)
