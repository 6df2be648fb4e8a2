"""Shares of the tickets by other strategies, and tickets that are kept for those whom one knows."""

import pickle
from datetime import timedelta
from typing import Any

import attrs
import pytest

from tests.dispatcher.desks import NINE, at, desk_of, given_out, make, minutes, submit, verify
from ticketroute import Agent, Board, Ticket, assign
from ticketroute.strategies import FewestOpen, Mix, Preferred, RoundRobin, Sequential
from ticketroute.testing import check_strategy

ANA, BEA = Sequential(sequence=["ana"]), Sequential(sequence=["bea"])
TEAM = [Agent(id=name, capacity=None) for name in ("ana", "bea")]


def test_shares_hold_and_a_ticket_is_always_drawn_alike() -> None:
    """A fifth of 5,000 to the second: 1,000 and three times the standard deviation of 28."""
    mix = Mix([(4, ANA), (1, BEA)], seed=3)
    tickets = [Ticket(id=f"t{n}", created=at(0)) for n in range(5_000)]
    plan = assign(tickets, TEAM, strategy=mix, now=at(0))
    given = {each.ticket_id: each.agent_id for each in plan.assignments}
    assert abs(list(given.values()).count("bea") - 1_000) < 85
    again = assign(tickets[2_000:2_100], TEAM, strategy=mix, now=at(5))
    assert all(given[each.ticket_id] == each.agent_id for each in again.assignments)
    other = assign(tickets, TEAM, strategy=Mix([(4, ANA), (1, BEA)], seed=4), now=at(0))
    assert {each.ticket_id: each.agent_id for each in other.assignments} != given


def test_parts_remember_and_explain() -> None:
    """Rotation goes on inside its part."""
    mix = Mix([(1, RoundRobin())])
    desk = desk_of("ana bea", None, strategy=mix)
    submit(desk, "a b c d")
    assert sorted(given_out(desk.dispatch(at(0))).values()) == ["ana", "ana", "bea", "bea"]
    assert list(desk.view.remembered().numbers) == ["round-robin"]
    verify(desk)
    check_strategy(Mix([(0.5, FewestOpen()), (0.5, RoundRobin())]))


KNOWN = Preferred(
    FewestOpen(),
    by_customer={"Acme": ["bea", "ana"]},
    by_tier={"gold": ["ana"]},
    wait=minutes(10),
)


@pytest.mark.parametrize(
    ("fields", "agent"),
    [
        ({"affinity": ["ana"], "customer": "Acme"}, "ana"),
        ({"affinity": ["nobody"], "customer": "Acme"}, "bea"),
        ({"customer": "Acme", "tier": "gold"}, "bea"),
        ({"customer": "Beta", "tier": "gold"}, "ana"),
        ({"customer": "Acme", "exclusions": ["bea"]}, "ana"),
        ({"customer": "Acme", "requirements": {"law": 1}}, "cem"),
        ({}, "ana"),
    ],
)
def test_ticket_goes_to_the_first_whom_it_its_customer_or_its_tier_names(
    fields: dict[str, Any], agent: str
) -> None:
    """If that one may have it; eligibility is never overridden."""
    team = [*TEAM, Agent(id="cem", capacity=5, skills={"law": 1})]
    plan = assign([make("t", **fields)], team, strategy=KNOWN, now=at(0))
    assert plan.assignments[0].agent_id == agent


def test_ticket_is_kept_for_a_while_and_then_goes_to_anybody() -> None:
    """The reason can be read, the desk wakes up at its end, and nobody else is kept waiting."""
    desk = desk_of("ana bea", 1, strategy=KNOWN)
    desk.submit(make("busy"), at(0))
    desk.assign("busy", "ana", at(0))
    desk.submit(make("t", tier="gold"), at(1))
    assert given_out(desk.dispatch(at(1))) == {}
    waiting = desk.why("t")
    assert waiting.reason.text == "held: kept for ana until 2026-05-04T09:10:00+00:00"
    assert desk.next_wake == waiting.lifted_at == at(10)
    verify(desk)
    assert given_out(desk.dispatch(at(10))) == {"t": "bea"}
    verify(desk)


def test_whoever_is_preferred_gets_it_as_soon_as_there_is_room() -> None:
    """Before the wait is over, and before somebody else."""
    desk = desk_of("ana bea", 1, strategy=KNOWN)
    submit(desk, "busy")
    desk.assign("busy", "ana", at(0))
    desk.submit(make("t", tier="gold"), at(1))
    desk.dispatch(at(1))
    desk.submit(make("plain"), at(2))
    assert given_out(desk.dispatch(at(2))) == {"plain": "bea"}
    desk.resolve("busy", at(3))
    assert given_out(desk.dispatch(at(3))) == {"t": "ana"}
    verify(desk)


def test_ticket_may_be_for_one_person_alone() -> None:
    """Also when that one is not there; whoever does not exist is waited for, too."""
    desk = desk_of("ana bea", 5, strategy=Preferred(FewestOpen(), only=True))
    desk.set_presence("ana", "away", at(0))
    desk.submit(make("t", affinity=["ana"]), at(0))
    desk.submit(make("u", affinity=["anna"]), at(0))
    desk.submit(make("v"), at(0))
    assert given_out(desk.dispatch(at(0))) == {"v": "bea"}
    assert desk.why("t").reason.text == "held: kept for ana"
    assert desk.why("u").reason.text == "held: only for anna, who may not have it"
    desk.dispatch(at(600))
    assert desk.owner("t") is None
    desk.set_presence("ana", "active", at(601))
    assert given_out(desk.dispatch(at(601))) == {"t": "ana"}
    verify(desk)


@pytest.mark.parametrize("fields", [{"affinity": ["ana"]}, {"customer": "Acme"}, {"tier": "gold"}])
def test_ticket_for_one_person_waits_also_when_that_one_may_not_have_it_any_more(
    fields: dict[str, Any],
) -> None:
    """Whoever the named person is by, and whatever else is asked for."""
    strategy = Preferred(
        FewestOpen(), by_customer={"Acme": ["ana"]}, by_tier={"gold": ["ana"]}, only=True
    )
    team = [TEAM[0], Agent(id="bea", capacity=None, skills={"law": 1})]
    plan = assign([make("t", requirements={"law": 1}, **fields)], team, strategy=strategy, now=NINE)
    assert plan.assignments == ()
    assert plan.left["t"].text == "held: only for ana, who may not have it"
    assert "preferred: ana" in plan.explain("t").stages
    assert plan.explain("t").runner_up is None


@pytest.mark.parametrize("only", [False, True])
def test_last_resort_comes_after_those_who_are_there(only: bool) -> None:
    """Ana is away: Bea has it, or it waits for Ana; if nobody is there, Ana has it after all."""
    strategy = Preferred(FewestOpen(), only=only)
    ticket = make("t", affinity=["ana"], presence="away")
    ana, bea = Agent(id="ana", capacity=1, presence="away"), Agent(id="bea", capacity=1)
    plan = assign([ticket], [ana, bea], strategy=strategy, now=NINE)
    assert [each.agent_id for each in plan.assignments] == ([] if only else ["bea"])
    alone = assign([ticket], [ana, attrs.evolve(bea, capacity=0)], strategy=strategy, now=NINE)
    assert [each.agent_id for each in alone.assignments] == ["ana"]
    desk = desk_of([ana, bea], strategy=strategy)
    desk.submit(ticket, NINE)
    assert given_out(desk.dispatch(NINE)) == ({} if only else {"t": "bea"})
    verify(desk)


def test_runner_up_is_whom_the_other_strategy_would_take() -> None:
    """Ana is preferred; of the others Cem has less to do."""
    team = [Agent(id=name, capacity=9) for name in ("ana", "bea", "cem")]
    strategy = Preferred(FewestOpen(), by_tier={"gold": ["ana"]})
    plan = assign(
        [make("t", tier="gold")], team, strategy=strategy, now=NINE, in_hand={"ana": 5, "bea": 1}
    )
    explained = plan.explain("t")
    assert (explained.agent_id, explained.runner_up) == ("ana", "cem")
    assert [set(each.terms) for each in explained.candidates] == [{"preferred", "open tickets"}] * 3


def test_what_is_made_for_looking_up_is_no_setting() -> None:
    """Values are equal, copied and shown by what they were told."""
    twin: Preferred = pickle.loads(pickle.dumps(KNOWN))  # noqa: S301 - our own bytes
    assert twin == KNOWN
    assert hash(twin) == hash(KNOWN)
    assert attrs.evolve(KNOWN, by_tier={}).by_customer == KNOWN.by_customer
    assert "_of_" not in repr(KNOWN)
    plan = assign([make("t", customer="Acme")], TEAM, strategy=twin, now=NINE)
    assert plan.assignments[0].agent_id == "bea"


def test_rotation_is_not_charged_for_what_went_to_those_preferred() -> None:
    """The other strategy remembers its own choices only."""
    strategy = Preferred(RoundRobin(), by_tier={"gold": ["ana"]})
    tickets = [make(f"g{n}", tier="gold") for n in range(3)] + [make(f"t{n}") for n in range(2)]
    plan = assign(tickets, TEAM, strategy=strategy, now=at(0))
    given = {each.ticket_id: each.agent_id for each in plan.assignments}
    assert {given["t0"], given["t1"]} == {"ana", "bea"}
    assert "preferred 1" in str(plan.explain("g0"))


def test_preference_is_no_reason_to_change_the_board() -> None:
    """Conformance, and the event form of an agent agrees with that of a ticket."""
    check_strategy(KNOWN)
    board = Board(TEAM)
    board.submit([make("t", tier="gold"), make("u")], at(0))
    view = board.view(at(0))
    assert view.ticket(KNOWN.pick_ticket(view, 0)).id == "t"
    assert view.ticket(KNOWN.pick_ticket(view, 1)).id == "u"


ANY_MIX: Any = Mix
ANY_PREFERRED: Any = Preferred


@pytest.mark.parametrize(
    ("make_it", "message"),
    [
        (lambda: ANY_MIX([]), r"Mix\.parts: expected at least one part"),
        (
            lambda: ANY_MIX([(0, ANA)]),
            r"Mix\.parts: expected shares that are finite numbers above 0",
        ),
        (lambda: ANY_MIX([ANA]), r"Mix\.parts: expected pairs of a share and a strategy"),
        (lambda: ANY_MIX([(1, len)]), r"Mix\.parts: expected a strategy with the event form"),
        (lambda: ANY_MIX([(1, ANA)], seed=-1), r"Mix\.seed: expected an integer of at least 0"),
        (
            lambda: ANY_PREFERRED(3),
            r"Preferred\.otherwise: expected a strategy with the event form",
        ),
        (lambda: ANY_PREFERRED(ANA, wait=3), r"Preferred\.wait: expected a timedelta"),
        (lambda: ANY_PREFERRED(ANA, wait=timedelta(-1)), "expected a duration of at least zero"),
        (lambda: ANY_PREFERRED(ANA, by_tier={"gold": "ana"}), r"Preferred\['gold'\]"),
        (lambda: ANY_PREFERRED(ANA, by_tier=3), "expected a mapping of name to agent ids"),
    ],
)
def test_what_makes_no_sense_is_refused(make_it: Any, message: str) -> None:  # noqa: ANN401
    """Field, value and expectation are named."""
    with pytest.raises((TypeError, ValueError), match=message):
        make_it()
