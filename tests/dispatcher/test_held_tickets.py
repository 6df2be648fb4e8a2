"""Tickets that a strategy holds for a while are not forgotten, however they came to be held."""

import pytest

from tests.dispatcher.desks import at, desk_of, give, given_out, make, minutes, verify
from ticketroute.strategies import ByLevel, FewestOpen, Preferred, Strategy

LEVELS = ByLevel({"": {"ana": 1, "bea": 2}}, FewestOpen(), delays={2: minutes(10)})
OWNERS = Preferred(FewestOpen(), by_customer={"acme": ["ana"]}, wait=minutes(10))


@pytest.mark.parametrize("strategy", [LEVELS, OWNERS])
def test_ticket_that_came_while_all_were_full_is_held_when_the_wrong_one_becomes_free(
    strategy: Strategy,
) -> None:
    """Bea becomes free and must wait: the desk wakes up when she need not any more."""
    desk = desk_of("ana bea", 1, strategy=strategy)
    give(desk, "x", "ana")
    give(desk, "y", "bea")
    desk.dispatch(at(0))
    desk.submit(make("t", customer="acme"), at(0))
    desk.dispatch(at(0))
    desk.resolve("y", at(1))
    assert given_out(desk.dispatch(at(1))) == {}
    assert desk.next_wake == at(10)
    verify(desk)
    assert given_out(desk.dispatch(at(10))) == {"t": "bea"}
    verify(desk)
