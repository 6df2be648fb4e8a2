"""Why a ticket went where it went: the moment of the decision, rebuilt and checked."""

import json
from collections.abc import Sequence

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from tests.builders import NOON, agents, at, tickets
from tests.generators import SETTINGS, Scene, scenes
from tests.oracles import Desk, Office
from ticketroute import Agent, Board, Memory, Plan, Ticket, View, assign, decide
from ticketroute.board import Candidate, Explanation, ReasonCode
from ticketroute.errors import StaleView, UnknownId
from ticketroute.strategies import Greedy, InTurn, TicketByTicket

TURN_TAKERS = {name: each for name, each in SETTINGS.items() if isinstance(each, InTurn)}


def rank_of(office: Office, candidate: Candidate) -> tuple[object, ...]:
    """Give where a candidate stands: score, load ratio, least recently assigned, id."""
    assert candidate.score is not None
    return -candidate.score, *office.desk(candidate.agent_id).chain()


def settled_by(winner: Desk, runner_up: Desk) -> str:
    """Name the link of the chain in which two desks of equal score differ."""
    if winner.load_ratio != runner_up.load_ratio:
        return "load ratio"
    return "least recently assigned" if winner.last != runner_up.last else "id"


@given(scenes(least_tickets=1))
@settings(max_examples=80)
def test_winner_is_first_by_score_and_chain_at_its_moment(scene: Scene) -> None:
    """Candidates, their order, the runner-up, the margin and what settled it are all true."""
    view = scene.board().window
    tickets_by_id = {ticket.id: ticket for ticket in scene.tickets}
    for name, strategy in TURN_TAKERS.items():
        plan, office = decide(view, strategy), Office.of(scene)
        for made in plan.assignments:
            ticket, explanation = tickets_by_id[made.ticket_id], plan.explain(made.ticket_id)
            ranked = explanation.candidates
            expected = {desk.agent.id for desk in office.candidates(ticket)}
            assert {each.agent_id for each in ranked} == expected, name
            assert explanation.agent_id == ranked[0].agent_id == made.agent_id, name
            assert list(ranked) == sorted(ranked, key=lambda each: rank_of(office, each)), name
            _check_runner_up(explanation, office)
            office.assign(ticket, office.desk(made.agent_id))


def _check_runner_up(explanation: Explanation, office: Office) -> None:
    """Compare runner-up, margin and what settled the choice with the candidates."""
    ranked = explanation.candidates
    if len(ranked) == 1:
        found = (explanation.decided_by, explanation.runner_up, explanation.margin)
        assert found == ("only candidate", None, None)
        return
    first, second = ranked[:2]
    assert first.score is not None
    assert second.score is not None
    assert explanation.runner_up == second.agent_id
    assert explanation.margin == first.score - second.score
    desks = office.desk(first.agent_id), office.desk(second.agent_id)
    assert explanation.decided_by == ("score" if explanation.margin else settled_by(*desks))


@given(scenes(least_tickets=1))
@settings(max_examples=80)
def test_rejected_agents_are_listed_with_all_failed_checks(scene: Scene) -> None:
    """Together with the candidates they are everybody; each check is one that plain loops find."""
    view = scene.board().window
    for name, strategy in TURN_TAKERS.items():
        plan, office = decide(view, strategy), Office.of(scene)
        made = {each.ticket_id: each.agent_id for each in plan.assignments}
        for ticket_id in [*made, *plan.left]:
            ticket = next(each for each in scene.tickets if each.id == ticket_id)
            explanation = plan.explain(ticket_id)
            failed = {desk.agent.id: office.failed(ticket, desk) for desk in office.desks}
            rejected = {each.agent_id: set(each.checks) for each in explanation.rejected}
            assert rejected == {each: checks for each, checks in failed.items() if checks}, name
            assert all(len(each.checks) == len(each.texts) for each in explanation.rejected)
            if ticket_id in made:
                office.assign(ticket, office.desk(made[ticket_id]))


@given(scenes(least_tickets=1))
@settings(max_examples=60)
def test_scores_are_the_sums_of_their_terms(scene: Scene) -> None:
    """Load ratios too are those of the moment."""
    view = scene.board().window
    for strategy in SETTINGS.values():
        plan = decide(view, strategy)
        for ticket in scene.tickets:
            for each in plan.explain(ticket.id).candidates:
                assert each.score == pytest.approx(sum(each.terms.values()))
                assert 0 <= each.load_ratio <= 1


@given(scenes(least_tickets=1))
@settings(max_examples=60)
def test_explanation_is_told_as_text_and_as_plain_data(scene: Scene) -> None:
    """The text names everybody; the data can be written as JSON."""
    view = scene.board().window
    for strategy in SETTINGS.values():
        plan = decide(view, strategy)
        for ticket in scene.tickets:
            explanation = plan.explain(ticket.id)
            text, data = str(explanation), explanation.to_dict()
            named = [ticket.id, *(agent.id for agent in scene.agents)]
            assert all(each in text for each in named)
            written = json.dumps(data)
            assert json.dumps(json.loads(written)) == written
            assert data["ticket_id"] == ticket.id
            if ticket.id in plan.left:
                reason = plan.left[ticket.id]
                assert data["reason"] == {"code": reason.code.value, "text": reason.text}
                assert explanation.reason == reason
                assert (explanation.agent_id, explanation.decided_by) == (None, None)


def one_of_two() -> Plan:
    """Give a ticket to the better of two, with a third who cannot have it."""
    return assign(
        [Ticket(id="t1", created=at(-5), requirements={"billing": 1})],
        [
            Agent(id="ana", capacity=4, skills={"billing": 2}),
            Agent(id="bea", capacity=4, skills={"billing": 4}),
            Agent(id="cem", capacity=0, teams=["mail"]),
        ],
        strategy="skill-weighted",
        now=NOON,
        in_hand={"bea": 1},
    )


def test_explanation_by_hand() -> None:
    """Everything that there is to say about one choice."""
    explanation = one_of_two().explain("t1")
    assert [each.agent_id for each in explanation.candidates] == ["bea", "ana"]
    best = explanation.candidates[0]
    assert dict(best.terms) == {"skill fit": 1, "affinity": 0, "spare capacity": 0.375}
    assert (best.score, best.load_ratio) == (1.375, 0.25)
    assert (explanation.runner_up, explanation.margin) == ("ana", 0.375)
    (rejected,) = explanation.rejected
    assert rejected.checks == ("skill", "capacity")
    assert rejected.texts == ("lacks 'billing'", "has no room for effort 1")
    assert str(explanation) == (
        "t1 goes to bea, decided by score\n"
        "  runner-up: ana, behind by 0.375\n"
        "  could have it (2):\n"
        "    bea: 1.375 = skill fit 1 + affinity 0 + spare capacity 0.375; load ratio 0.25\n"
        "    ana: 1 = skill fit 0.5 + affinity 0 + spare capacity 0.5; load ratio 0.00\n"
        "  could not (1):\n"
        "    cem lacks 'billing'; has no room for effort 1"
    )


def test_later_choice_is_explained_with_the_loads_of_its_moment() -> None:
    """The second ticket of a batch sees the first in hand."""
    plan = assign(tickets("t1 t2"), agents("ana bea", 4), strategy="fewest-open", now=NOON)
    explanation = plan.explain("t2")
    loads = {each.agent_id: each.load_ratio for each in explanation.candidates}
    assert loads == {"ana": 0.25, "bea": 0}
    assert (explanation.agent_id, explanation.decided_by) == ("bea", "score")
    assert [dict(each.terms) for each in explanation.candidates] == [
        {"open tickets": 0},
        {"open tickets": -1},
    ]


@pytest.mark.parametrize(
    ("in_hand", "memory", "decided_by"),
    [
        ({"ana": 2, "bea": 3}, (), "load ratio"),
        ({}, ("ana",), "least recently assigned"),
        ({}, (), "id"),
    ],
)
def test_tie_is_explained_by_the_link_that_settles_it(
    in_hand: dict[str, int], memory: tuple[str, ...], decided_by: str
) -> None:
    """Equal scores go down the chain."""

    def all_the_same(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.zeros((len(asked), view.n_agents))

    plan = assign(
        tickets("t1"),
        agents("ana bea", 8),
        strategy=Greedy(all_the_same),
        now=NOON,
        in_hand=in_hand,
        memory=Memory(memory),
    )
    explanation = plan.explain("t1")
    assert (explanation.decided_by, explanation.margin) == (decided_by, 0)


def test_left_ticket_is_explained_by_its_reason() -> None:
    """There is no winner, and so no runner-up."""
    plan = assign(tickets("t1 t2"), agents("ana", 1), strategy="optimal", now=NOON)
    explanation = plan.explain("t2")
    assert explanation.reason is not None
    assert explanation.reason.code is ReasonCode.OUTRANKED
    assert (explanation.agent_id, explanation.runner_up, explanation.margin) == (None, None, None)
    assert str(explanation).startswith("t2 waits: the room of ana went to other tickets")


def test_choice_of_a_plain_function_is_its_own() -> None:
    """Who does not say what counts is not given reasons; candidates are shown all the same."""

    def last(view: View, ticket: int) -> int:
        return int(view.candidates(ticket)[-1])

    plan = assign(tickets("t1"), agents("ana bea"), strategy=TicketByTicket(last), now=NOON)
    explanation = plan.explain("t1")
    assert (explanation.agent_id, explanation.decided_by) == ("bea", "the strategy alone")
    assert [each.score for each in explanation.candidates] == [None, None]
    assert (explanation.runner_up, explanation.margin) == (None, None)


def test_plan_that_nobody_decided_is_explained_too() -> None:
    """A plan made by hand has no strategy to ask."""
    board = Board(agents("ana bea"))
    board.submit(tickets("t1"), NOON)
    explanation = board.window.plan([(0, 1)]).explain("t1")
    assert (explanation.agent_id, explanation.decided_by) == ("bea", "the strategy alone")


def test_optimised_plan_is_explained_as_a_whole() -> None:
    """The margin is what the sum of scores would lose."""
    waiting = tickets("t1 t2")
    waiting[1] = attrs.evolve(waiting[1], requirements={"french": 1})
    team = [Agent(id="ana", capacity=1, skills={"french": 1}), *agents("bea cem", 2)]
    plan = assign(waiting, team, strategy="optimal", now=NOON)
    explanation = plan.explain("t1")
    assert (explanation.agent_id, explanation.decided_by) == ("bea", "the plan as a whole")
    assert (explanation.runner_up, explanation.margin) == ("cem", 0)
    assert plan.explain("t2").runner_up is None
    assert plan.explain("t2").margin is None


def test_unknown_ticket_cannot_be_explained() -> None:
    """The message shows the id."""
    with pytest.raises(UnknownId, match=r"ticket id: expected one of 1 known tickets, got 't9'"):
        one_of_two().explain("t9")


def test_moment_that_has_passed_cannot_be_explained() -> None:
    """After the commit the board is another one; the message says what to do."""
    board = Board(agents("ana"))
    board.submit(tickets("t1"), NOON)
    plan = decide(board.window, "round-robin")
    board.commit(plan)
    message = r"expected the board of the decision.*ask before the commit, or decide on view\.keep"
    with pytest.raises(StaleView, match=message):
        plan.explain("t1")
    with pytest.raises(RuntimeError):
        plan.explain("t1")


def test_ticket_in_hand_is_not_said_to_wait() -> None:
    """A plan has nothing to decide about it; the text says where it is."""
    board = Board(agents("ana"))
    board.submit(tickets("t1"), NOON)
    board.commit_pair(0, 0)
    plan = decide(board.window, "round-robin")
    explanation = plan.explain("t1")
    assert explanation.reason is not None
    assert explanation.reason.code is ReasonCode.NOT_WAITING
    assert str(explanation).startswith("t1 does not wait: ana has it in hand")
    assert "t1" not in plan.left


def test_released_ticket_is_said_to_be_gone() -> None:
    """Nobody has it, and it does not wait."""
    board = Board(agents("ana"))
    board.submit(tickets("t1"), NOON)
    board.commit_pair(0, 0)
    board.release("t1")
    text = str(decide(board.window, "round-robin").explain("t1"))
    assert text.startswith("t1 does not wait: it has left the board")
