"""Best score first: worked examples, and the same rule in plain loops."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from tests import oracles
from tests.builders import NOON, agents, at, given_out, tickets
from tests.generators import Scene, scenes
from tests.oracles import Office
from ticketroute import Agent, Board, Ticket, View, assign
from ticketroute.board import NOBODY, ReasonCode
from ticketroute.scores import Affinity, SkillFit, SpareCapacity
from ticketroute.sla import OldestFirst
from ticketroute.strategies import SKILL_WEIGHTED, Greedy, SkillWeighted


@given(scenes())
@settings(max_examples=200)
def test_skill_weighted_is_what_plain_loops_decide(scene: Scene) -> None:
    """The largest weighted sum, ties by load ratio, least recently assigned, id."""
    expected = oracles.in_turn(Office.of(scene), oracles.greedy(oracles.skill_weighted))
    plan = SkillWeighted()(scene.board().window)
    assert [(each.ticket_id, each.agent_id) for each in plan.assignments] == expected


@given(scenes())
@settings(max_examples=100)
def test_greedy_by_one_score_is_what_plain_loops_decide(scene: Scene) -> None:
    """Any score makes a strategy; loads count as they are when the ticket's turn comes."""
    view = scene.board().window
    for score, oracle in (
        (SkillFit(), oracles.skill_fit),
        (Affinity(), oracles.affinity),
        (SpareCapacity(), oracles.spare_capacity),
    ):
        expected = oracles.in_turn(Office.of(scene), oracles.greedy(oracle))
        plan = Greedy(score)(view)
        assert [(each.ticket_id, each.agent_id) for each in plan.assignments] == expected


def test_score_counts_first() -> None:
    """The better skilled agent gets it though the other is idle."""
    plan = assign(
        [Ticket(id="t1", created=NOON, requirements={"billing": 1})],
        [
            Agent(id="ana", capacity=4, skills={"billing": 4}),
            Agent(id="bea", capacity=4, skills={"billing": 1}),
        ],
        strategy=SkillWeighted(),
        now=NOON,
        in_hand={"ana": 3},
    )
    assert given_out(plan) == {"t1": "ana"}


def test_load_counts_where_skills_are_equal() -> None:
    """Between equals the one with more free share gets it."""
    plan = assign(
        tickets("t1"),
        agents("ana bea", 4),
        strategy=SkillWeighted(),
        now=NOON,
        in_hand={"ana": 1},
    )
    assert given_out(plan) == {"t1": "bea"}


def test_equal_scores_go_by_load_ratio_then_least_recently_assigned_then_id() -> None:
    """The chain of ties, link by link, under a score that says nothing."""

    def all_the_same(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.zeros((len(asked), view.n_agents))

    team = [Agent(id="ana", capacity=2), Agent(id="bea", capacity=4), Agent(id="cem", capacity=4)]
    plan = assign(tickets("t1 t2 t3 t4 t5 t6"), team, strategy=Greedy(all_the_same), now=NOON)
    served = [each.agent_id for each in plan.assignments]
    assert served == ["ana", "bea", "cem", "bea", "cem", "ana"]


def test_order_is_a_setting() -> None:
    """With one place, the order says who is served."""
    waiting = [Ticket(id="old", created=at(-60)), Ticket(id="new", created=at(-1), impact=1)]
    plan = assign(
        waiting, agents("ana", 1), strategy=Greedy(SpareCapacity(), order=OldestFirst()), now=NOON
    )
    assert given_out(plan) == {"old": "ana"}


def nobody_on_mondays(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
    """Forbid every pair."""
    return np.full((len(asked), view.n_agents), -np.inf)


def not_bea(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
    """Forbid one agent."""
    rows = np.zeros((len(asked), view.n_agents))
    rows[:, view.agent_position("bea")] = -np.inf
    return rows


def test_minus_infinity_forbids_a_pair() -> None:
    """Whom the score forbids gets nothing, room or not."""
    plan = assign(tickets("t1 t2 t3"), agents("ana bea", 2), strategy=Greedy(not_bea), now=NOON)
    assert set(given_out(plan).values()) == {"ana"}
    assert plan.left["t3"].code is ReasonCode.NOT_CHOSEN


def test_ticket_is_left_when_all_pairs_are_forbidden() -> None:
    """Nobody is picked, in the batch form and in the event form."""
    plan = assign(tickets("t1"), agents("ana"), strategy=Greedy(nobody_on_mondays), now=NOON)
    assert given_out(plan) == {}
    assert Greedy(nobody_on_mondays).pick_agent(plan.view, 0) == NOBODY


def test_agent_never_picks_a_ticket_that_the_score_forbids() -> None:
    """The event form for an agent forbids what the event form for a ticket forbids."""
    board = Board(agents("ana bea"))
    board.submit(tickets("t1"), NOON)
    assert Greedy(not_bea).pick_ticket(board.window, 0) == 0
    assert Greedy(not_bea).pick_ticket(board.window, 1) == NOBODY


def test_score_of_a_wrong_shape_is_refused() -> None:
    """A row for each ticket, a column for each agent."""

    def flat(_view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.zeros(len(asked))

    with pytest.raises(ValueError, match=r"flat.*expected rows of shape \(1, 2\), got \(1,\)"):
        assign(tickets("t1"), agents("ana bea"), strategy=Greedy(flat), now=NOON)


def test_score_that_is_not_a_number_is_refused() -> None:
    """NaN compares with nothing, so it can rank nobody."""

    def undefined(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.full((len(asked), view.n_agents), np.nan)

    with pytest.raises(ValueError, match=r"undefined.*expected numbers for ticket 't1', none NaN"):
        assign(tickets("t1"), agents("ana bea"), strategy=Greedy(undefined), now=NOON)


def test_score_that_names_no_fields_may_read_all() -> None:
    """A plain function is asked about each ticket, not about one of each profile."""

    def by_customer(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.array([[each.customer == agent.id for agent in view.agents] for each in asked])

    waiting = [Ticket(id=name, created=NOON, customer=name) for name in ("bea", "ana")]
    plan = assign(waiting, agents("ana bea"), strategy=Greedy(by_customer), now=NOON)
    assert given_out(plan) == {"ana": "ana", "bea": "bea"}


def test_skill_weighted_is_greedy_by_its_documented_score() -> None:
    """The name stands for settings of the general strategy."""
    assert SkillWeighted().score == SKILL_WEIGHTED
    assert isinstance(SkillWeighted(), Greedy)
