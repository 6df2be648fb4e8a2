"""Several workers over one log: proposals, commits, conflicts, by worked example."""

import attrs
import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    give,
    given_out,
    minutes,
    plain,
    submit,
    told,
    verify,
)
from ticketroute import Agent, Dispatcher
from ticketroute.board import Plan, View
from ticketroute.dispatcher import Event
from ticketroute.errors import Conflict, StaleView


def workers(count: int, strategy: str = "fewest-open") -> list[Dispatcher]:
    """Make desks that are alike."""
    return [desk_of("ana bea", 2, strategy=strategy) for _ in range(count)]


def test_proposal_is_carried_out_if_nothing_has_changed() -> None:
    """It gives what it said, at the time of the commit, under its own decision."""
    desk = desk_of("ana bea")
    submit(desk, "a b")
    proposal = desk.propose(at(1))
    assert desk.dump()["number"] == 2
    events = desk.commit(proposal, at(2))
    assert given_out(events) == dict(proposal.assignments) == {"a": "ana", "b": "bea"}
    assert {(each.at, each.decision) for each in events} == {(at(2), 2)}
    verify(desk)


def test_proposal_says_when_it_was_decided() -> None:
    """Its time is that of the decision, not of the last event before it."""
    desk = desk_of("ana")
    submit(desk, "a")
    assert desk.propose(at(30)).at == at(30)


@pytest.mark.parametrize("change", ["ticket", "agent", "presence", "new agent's limit"])
def test_stale_proposal_is_refused_with_the_winner(change: str) -> None:
    """The event that changed what it rests on is named; nothing has happened."""
    desk = desk_of("ana", 2)
    submit(desk, "a b")
    proposal = desk.propose(at(1))
    if change == "ticket":
        events = desk.cancel("a", at(1))
    elif change == "agent":
        submit(desk, "c", 1)
        events = desk.assign("c", "ana", at(1))
    elif change == "presence":
        events = desk.sign_off("ana", at(1))
    else:
        events = desk.set_agent(Agent(id="ana", capacity=1), at(1))
    before = plain(desk)
    with pytest.raises(Conflict, match="won by <Event") as caught:
        desk.commit(proposal, at(2))
    assert caught.value.winner == events[-1]
    assert plain(desk) == before
    assert desk.now == at(1)
    verify(desk)


def test_committed_twice_conflicts_with_itself() -> None:
    """The first commit is the winner over the second."""
    desk = desk_of("ana")
    submit(desk, "a")
    proposal = desk.propose(at(1))
    (event,) = desk.commit(proposal, at(1))
    with pytest.raises(Conflict) as caught:
        desk.commit(proposal, at(1))
    assert caught.value.winner == event
    verify(desk)


@pytest.mark.parametrize("strict", [False, True])
def test_strict_proposal_minds_those_who_might_have_got_it(strict: bool) -> None:
    """Another candidate has changed: only a strict proposal minds."""
    desk = desk_of("ana bea", 9)
    give(desk, "x", "bea")
    submit(desk, "a")
    proposal = desk.propose(at(1), strict=strict)
    assert dict(proposal.assignments) == {"a": "ana"}
    desk.resolve("x", at(1))
    if strict:
        with pytest.raises(Conflict, match="agent 'bea'"):
            desk.commit(proposal, at(2))
    else:
        desk.commit(proposal, at(2))
        assert desk.owner("a") == "ana"
    verify(desk, redecides=False)


def test_memory_is_among_what_a_proposal_rests_on() -> None:
    """A rotation that another worker has turned is not turned back."""
    desk = desk_of("ana bea cem", 9, strategy="round-robin")
    submit(desk, "a b")
    first = desk.propose(at(1))
    assert list(first.policies.values()) == [-1]
    desk.assign("b", "cem", at(1))
    submit(desk, "c", 1)
    second = desk.propose(at(1))
    desk.commit(second, at(1))
    with pytest.raises(Conflict):
        desk.commit(first, at(1))
    verify(desk)


def test_memory_alone_conflicts() -> None:
    """Different tickets and agents, one rotation: the second commit is refused for the memory."""
    team = [
        Agent(id="ana", capacity=9, skills={"law": 1}),
        Agent(id="bea", capacity=9, skills={"tax": 1}),
    ]
    desk = desk_of(team, strategy="round-robin")
    submit(desk, "a", requirements={"law": 1})
    submit(desk, "b", requirements={"tax": 1})
    both = desk.propose(at(1))
    of_a, of_b = (
        attrs.evolve(
            both,
            assignments=((ticket, agent),),
            tickets={ticket: both.tickets[ticket]},
            agents={agent: both.agents[agent]},
        )
        for ticket, agent in both.assignments
    )
    desk.commit(of_a, at(1))
    with pytest.raises(Conflict, match="memory 'round-robin/'") as caught:
        desk.commit(of_b, at(1))
    assert isinstance(caught.value.winner, Event)
    assert caught.value.winner.type.value == "remembered"
    verify(desk, redecides=False)


def test_offers_and_holds_are_proposed_too() -> None:
    """A plan that asks several, or keeps a ticket waiting, goes through a proposal unchanged."""

    def ask_or_hold(view: View) -> Plan:
        by_id = {view.ticket(ticket).id: ticket for ticket in view.waiting.tolist()}
        free = view.candidates(by_id["a"]).tolist() if "a" in by_id else []
        offer = {by_id["a"]: free} if free else {}
        hold = {by_id["b"]: "too early"} if "b" in by_id and view.now < at(9) else {}
        return view.plan(offer=offer, hold=hold, hold_until=dict.fromkeys(hold, at(9)))

    desk = desk_of("ana bea", strategy=ask_or_hold, offers_last=minutes(5))
    submit(desk, "a b")
    events = desk.commit(desk.propose(at(1)), at(1))
    assert told(events) == ["offered a ana", "offered a bea", "held back b"]
    assert (desk.why("b").reason.text, desk.why("b").lifted_at) == ("held: too early", at(9))
    verify(desk)


def test_proposal_of_a_desk_that_asks_makes_offers() -> None:
    """Where agents are asked, a commit asks them."""
    desk = desk_of("ana", offers_last=minutes(5))
    submit(desk, "a")
    assert told(desk.commit(desk.propose(at(1)), at(2))) == ["offered a ana"]
    assert desk.next_wake == at(7)
    verify(desk)


def test_proposal_cannot_look_past_what_is_due() -> None:
    """As with decide, somebody has to tick first."""
    desk = desk_of("ana")
    submit(desk, "a", not_before=at(5))
    with pytest.raises(StaleView):
        desk.propose(at(5))


def test_proposal_is_plain_data() -> None:
    """It can be sent from who decides to who commits."""
    desk, other = workers(2)
    submit(desk, "a b")
    other.apply(desk.log)
    data = attrs.asdict(desk.propose(at(1)))
    assert given_out(other.commit(type(desk.propose(at(1)))(**data), at(1))) == {
        "a": "ana",
        "b": "bea",
    }
    verify(other)
