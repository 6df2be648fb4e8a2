"""Explanations of offers, holds and composite strategies: what they add to those of one choice."""

import json
from collections.abc import Sequence
from datetime import timedelta

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from tests.builders import NOON, agents, at, tickets
from tests.generators import SETTINGS, Scene, scenes
from ticketroute import Agent, Board, Capacity, Plan, Setup, Ticket, View, assign, decide
from ticketroute.board import Allowance, Explanation, Traces
from ticketroute.eligibility import Eligibility, EligibilityRule, Relaxation, RelaxationStep
from ticketroute.strategies import (
    Broadcast,
    FewestOpen,
    Greedy,
    InTurn,
    PicksAgent,
    Reserve,
    TicketByTicket,
)


def urgent(ticket: Ticket) -> bool:
    """Say whether a ticket may use a reserve."""
    return ticket.urgency == 1


def asked_in_turn(strategy: PicksAgent, count: int) -> Explanation:
    """Offer one ticket to two of so many agents, and explain it."""
    team = agents("ana bea cem dan", 4)[:count]
    plan = assign(
        tickets("t1"),
        team,
        strategy=Broadcast(strategy, agents=2),
        now=NOON,
        in_hand={agent.id: load for agent, load in zip(team, (2, 1), strict=False)},
    )
    return plan.explain("t1")


def test_offer_names_who_is_asked_and_who_would_be_next() -> None:
    """The runner-up stands behind the last of those who are asked."""
    explanation = asked_in_turn(FewestOpen(), 3)
    assert explanation.offered_to == ("cem", "bea")
    assert (explanation.agent_id, explanation.reason) == (None, None)
    assert (explanation.decided_by, explanation.runner_up, explanation.margin) == (
        "score",
        "ana",
        1,
    )
    assert str(explanation) == (
        "t1 is offered to cem and bea, decided by score\n"
        "  by way of the best 2 are asked > by FewestOpen\n"
        "  next to be asked: ana, behind by 1\n"
        "  could have it (3):\n"
        "    cem: 0 = open tickets 0; load ratio 0.00; is asked\n"
        "    bea: -1 = open tickets -1; load ratio 0.25; is asked\n"
        "    ana: -2 = open tickets -2; load ratio 0.50\n"
        "  could not (0):"
    )


def test_offer_to_all_who_can_have_it_has_no_runner_up() -> None:
    """Who is alone is not the first of a ranking."""
    explanation = asked_in_turn(FewestOpen(), 2)
    assert explanation.offered_to == ("bea", "ana")
    assert (explanation.decided_by, explanation.runner_up) == ("only candidates", None)
    assert asked_in_turn(FewestOpen(), 1).decided_by == "only candidate"


def test_offer_of_a_plain_function_is_its_own() -> None:
    """A strategy that does not say what it goes by is not given reasons."""

    def last(view: View, ticket: int) -> int:
        return next(iter(view.candidates(ticket)[::-1].tolist()), -1)

    explanation = asked_in_turn(TicketByTicket(last), 3)
    assert explanation.offered_to == ("cem", "bea")
    assert (explanation.decided_by, explanation.runner_up) == ("the strategy alone", None)


def test_later_offer_sees_the_room_that_earlier_ones_took() -> None:
    """Who has been asked about one ticket counts as having it."""
    plan = assign(
        tickets("t1 t2"), agents("ana bea", 4), strategy=Broadcast(FewestOpen(), agents=1), now=NOON
    )
    explanation = plan.explain("t2")
    assert explanation.offered_to == ("bea",)
    assert {each.agent_id: each.load_ratio for each in explanation.candidates} == {
        "ana": 0.25,
        "bea": 0,
    }


def test_held_ticket_tells_who_comes_first() -> None:
    """Candidates are shown in their order, and the reason is the strategy's."""
    strategy = Reserve(FewestOpen(), units=8, unless=urgent)
    plan = assign(
        tickets("t1"), agents("ana bea", 4), strategy=strategy, now=NOON, in_hand={"ana": 1}
    )
    explanation = plan.explain("t1")
    assert (explanation.runner_up, explanation.margin, explanation.decided_by) == (
        "bea",
        None,
        None,
    )
    lines = str(explanation).splitlines()
    assert lines[0].startswith("t1 waits: held: the last room of those who could have it is kept")
    assert lines[1].startswith("  by way of may not use the reserve of 8 in all")
    assert lines[2] == "  first of those who could have it: bea"


def test_candidate_whom_the_strategy_rules_out_is_no_runner_up() -> None:
    """A score of minus infinity is told in words, and is None in plain data."""
    strategy = Reserve(FewestOpen(), per_agent=2, unless=urgent)
    plan = assign(
        tickets("t1"), agents("ana bea", 4), strategy=strategy, now=NOON, in_hand={"ana": 2}
    )
    explanation = plan.explain("t1")
    assert explanation.agent_id == "bea"
    assert explanation.decided_by == "only candidate that the strategy allows"
    assert (explanation.runner_up, explanation.margin) == (None, None)
    assert "    ana: ruled out by reserve; load ratio 0.50" in str(explanation)
    written = json.loads(json.dumps(explanation.to_dict(), allow_nan=False))
    assert written["candidates"][1] == {
        "agent_id": "ana",
        "score": None,
        "terms": {"reserve": None, "open tickets": -2.0},
        "ruled_out_by": ["reserve"],
        "load_ratio": 0.5,
    }


def test_scores_without_bound_tie() -> None:
    """Infinite scores are equal, and have no difference."""

    def boundless(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.full((len(asked), view.n_agents), np.inf)

    plan = assign(tickets("t1"), agents("ana bea"), strategy=Greedy(boundless), now=NOON)
    explanation = plan.explain("t1")
    assert (explanation.decided_by, explanation.margin) == ("id", 0)
    json.dumps(explanation.to_dict(), allow_nan=False)


@attrs.frozen(kw_only=True)
class Chosen(InTurn):
    """Give everything to the first candidate, and say by which way."""

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the first candidate."""
        return next(iter(view.candidates(ticket).tolist()), -1)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say which part decided."""
        return ("case 2", f"level {len(view.candidates(ticket))}")


def test_stages_tell_queue_rules_and_parts_of_the_strategy() -> None:
    """In the order in which a ticket comes through them."""
    rules = [
        EligibilityRule(name, {"field": "agent.attributes.years", "at least": 1}) for name in "ab"
    ]
    team = [Agent(id="ana", capacity=1, attributes={"years": 2}), Agent(id="bea", capacity=1)]
    strategy = Chosen()
    assert isinstance(strategy, Traces)
    plan = assign(
        [Ticket(id="t1", created=NOON, queue="mail")],
        team,
        strategy=strategy,
        now=NOON,
        setup=Setup(eligibility=Eligibility(rules)),
    )
    explanation = plan.explain("t1")
    assert explanation.stages == ("queue 'mail'", "rules 'a', 'b'", "case 2", "level 1")
    text = str(explanation)
    assert "\n  by way of queue 'mail' > rules 'a', 'b' > case 2 > level 1\n" in text
    assert "bea breaks rule 'a'" in text
    assert "breaks rule 'b'" in text
    assert explanation.to_dict()["stages"] == list(explanation.stages)


def test_stages_tell_the_steps_of_a_relaxation() -> None:
    """What a ticket asks for less is said with how far it has come."""
    steps = [
        RelaxationStep(timedelta(minutes=10), drop=["french"]),
        RelaxationStep(timedelta(minutes=30), helpers=["calls"]),
    ]
    board = Board(agents("ana", 1), setup=Setup(relaxations=[Relaxation(steps)]))
    board.submit([Ticket(id="t1", created=NOON, requirements={"french": 1})], NOON)
    assert decide(board.view(at(5)), "fewest-open").explain("t1").stages == ()
    explanation = decide(board.view(at(10)), "fewest-open").explain("t1")
    assert explanation.agent_id == "ana"
    assert explanation.stages == ("step 1 of 2 of its relaxation: without 'french'",)


def test_limits_are_named_that_leave_no_room() -> None:
    """A limit on a channel, and an allowance; the total needs no name."""
    team = [Agent(id="ana", capacity=Capacity(total=3, channels={"chat": 0})), *agents("bea", 0)]
    setup = Setup(allowances=[Allowance(name="one an hour", most=0, per=timedelta(hours=1))])
    plan = assign(
        [Ticket(id="t1", created=NOON, channel="chat")],
        team,
        strategy="fewest-open",
        now=NOON,
        setup=setup,
    )
    ana, bea = plan.explain("t1").rejected
    assert ana.checks == ("capacity", "allowance")
    assert ana.texts[0] == "has no room for effort 1 (channel 'chat')"
    assert ana.texts[1].endswith("(allowance 'one an hour')")
    assert bea.texts[0] == "has no room for effort 1"


@pytest.mark.parametrize("name", sorted(SETTINGS))
@given(scene=scenes(least_tickets=1))
@settings(max_examples=15)
def test_offers_of_every_strategy_are_explained(name: str, scene: Scene) -> None:
    """Who is asked is among the candidates, and nothing is lost on the way to plain data."""
    inner = SETTINGS[name]
    if not isinstance(inner, InTurn):
        return
    view = scene.board().window
    plan: Plan = decide(view, Broadcast(inner))
    for ticket, asked in plan.offers.items():
        explanation = plan.explain(view.tickets.ids[ticket])
        assert explanation.offered_to == tuple(view.roster.ids[agent] for agent in asked)
        names = [each.agent_id for each in explanation.candidates]
        assert set(explanation.offered_to) <= set(names)
        json.dumps(explanation.to_dict(), allow_nan=False)
        assert explanation.runner_up is None or explanation.runner_up not in explanation.offered_to
