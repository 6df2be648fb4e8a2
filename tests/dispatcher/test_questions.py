"""What an embedder asks a desk."""

import pytest

from tests.dispatcher.desks import at, desk_of, give, minutes, submit
from ticketroute import Agent, Presence, Ticket
from ticketroute.board import TicketState
from ticketroute.errors import UnknownId


def test_questions_by_id() -> None:
    """Which tickets there are, whose they are, who was asked, who is there."""
    desk = desk_of("ana bea", offers_last=minutes(5))
    submit(desk, "waits")
    give(desk, "has", "ana", 1)
    submit(desk, "asked", 2)
    desk.offer("asked", ["bea"], at(2))
    desk.set_presence("bea", "away", at(3))
    assert desk.tickets() == ("asked", "has", "waits")
    assert desk.tickets(state=TicketState.QUEUED) == ("waits",)
    assert desk.tickets(owner="ana") == ("has",)
    assert desk.tickets(state=TicketState.QUEUED, owner="ana") == ()
    assert desk.offers("asked") == {"bea": at(7)}
    assert desk.offers("waits") == {}
    assert desk.since("asked") == at(2)
    assert (desk.presence("ana"), desk.presence("bea")) == (Presence.ACTIVE, Presence.AWAY)
    assert [agent.id for agent in desk.agents] == ["ana", "bea"]
    assert isinstance(desk.agents[0], Agent)
    assert isinstance(desk.ticket("has"), Ticket)
    assert str(desk.state("has")) == "assigned"


def test_forgotten_tickets_are_not_there() -> None:
    """Neither in lists nor by id."""
    desk = desk_of("ana")
    submit(desk, "t")
    desk.cancel("t", at(1))
    desk.forget(["t"], at(1))
    assert (desk.tickets(), desk.counts()) == ((), {})
    with pytest.raises(UnknownId):
        desk.ticket("t")
