"""Optimal assignment against trying everything, on boards small enough to try everything."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests import oracles
from tests.brute_force import best_sum, deals, served_by_urgency, sum_by_urgency, sum_of_scores
from tests.builders import NOON, agents, at, given_out, tickets
from tests.generators import Scene, scenes, scenes_that_draw_alike
from tests.oracles import Office, PairScore
from ticketroute import Agent, Board, Capacity, Plan, Ticket, View, assign, decide
from ticketroute.board import ReasonCode, Solution, TicketColumnsLike
from ticketroute.scores import Affinity, Score, SkillFit, SpareCapacity
from ticketroute.strategies import OptimalAssignment

some = settings(max_examples=100)
small = st.one_of(scenes(most_tickets=4, unit=True), scenes_that_draw_alike())

SCORES: list[tuple[Score, PairScore]] = [
    (OptimalAssignment().score, oracles.skill_weighted),
    (SpareCapacity(), oracles.spare_capacity),
    (SkillFit(), oracles.skill_fit),
    (Affinity(), oracles.affinity),
]


def solution_of(plan: Plan) -> Solution:
    """Give the quality of an optimised plan."""
    assert plan.solution is not None
    return plan.solution


def is_exact(plan: Plan, scene: Scene) -> bool:
    """Say whether a plan is proven; with limits by channel it need not be, else it has to."""
    exact = solution_of(plan).is_optimal
    assert exact or any(agent.capacity.channels for agent in scene.agents)
    return exact


def deal_of(plan: Plan, office: Office) -> dict[str, str | None]:
    """Give who has which ticket in a plan, most urgent ticket first."""
    given = given_out(plan)
    return {ticket.id: given.get(ticket.id) for ticket in office.most_urgent_first()}


@given(small)
@some
def test_served_set_is_the_lexicographically_most_urgent_of_all(scene: Scene) -> None:
    """No set that can be served together serves a more urgent ticket first, or more of them."""
    scene = scene.for_the_active()
    office = Office.of(scene)
    plan = OptimalAssignment()(scene.board().window)
    assume(is_exact(plan, scene))
    served = served_by_urgency(deal_of(plan, office))
    possible = [served_by_urgency(deal) for deal in deals(office)]
    assert served == max(possible)
    assert sum(served) == max(map(sum, possible))


@given(small)
@some
def test_sum_of_scores_is_the_largest_of_all_ways_to_serve_that_set(scene: Scene) -> None:
    """No way to deal out the same tickets scores more, and the plan scores what it says."""
    scene = scene.for_the_active()
    view, office = scene.board().window, Office.of(scene)
    for score, oracle in SCORES:
        plan = OptimalAssignment(score)(view)
        deal, solution = deal_of(plan, office), solution_of(plan)
        assume(is_exact(plan, scene))
        assert solution.score == pytest.approx(best_sum(office, served_by_urgency(deal), oracle))
        assert solution.score == pytest.approx(sum_of_scores(office, deal, oracle))
        assert (solution.bound, solution.gap) == (solution.score, 0)


@given(small)
@some
def test_loss_of_the_alternative_is_that_with_the_pair_forbidden(scene: Scene) -> None:
    """What an explanation says the second best costs is what trying everything finds."""
    scene = scene.for_the_active()
    office = Office.of(scene)
    plan = decide(scene.board().window, OptimalAssignment())
    assume(is_exact(plan, scene))
    deal = deal_of(plan, office)
    for pair in given_out(plan).items():
        without = best_sum(office, served_by_urgency(deal), oracles.skill_weighted, forbidden=pair)
        explanation = plan.explain(pair[0])
        assert explanation.runner_up != pair[1]
        if len(explanation.candidates) == 1:
            assert explanation.decided_by == "only candidate"
            continue
        assert explanation.decided_by == "the plan as a whole"
        assert explanation.is_needed == (without is None)
        if without is None:
            assert (explanation.margin, explanation.runner_up) == (None, None)
        else:
            assert explanation.margin == pytest.approx(solution_of(plan).score - without)


@given(scenes(least_tickets=1, most_tickets=4))
@settings(max_examples=150)
def test_heuristic_never_claims_more_than_it_proves(scene: Scene) -> None:
    """With efforts or channel limits: the score is true, the bound holds, and it says heuristic."""
    scene = scene.for_the_active()
    assume(
        any(ticket.effort > 1 for ticket in scene.tickets)
        or any(agent.capacity.channels for agent in scene.agents)
    )
    office = Office.of(scene)
    plan = OptimalAssignment()(scene.board().window)
    solution, deal = solution_of(plan), deal_of(plan, office)
    best = best_sum(office, served_by_urgency(deal), oracles.skill_weighted)
    assert best is not None
    if solution.is_optimal:  # all that can be served draw alike on limits within reach
        assert solution.score == pytest.approx(best)
        return
    assert solution.score == pytest.approx(sum_by_urgency(office, deal, oracles.skill_weighted))
    assert solution.score <= best + 1e-9
    assert solution.bound >= best - 1e-9
    assert solution.gap == pytest.approx(solution.bound - solution.score)
    assert "heuristic" in solution.method


@given(scenes(least_tickets=1, most_tickets=4))
@some
def test_heuristic_drops_nobody_whom_greedy_serves(scene: Scene) -> None:
    """Urgency alone says who is served; exchanging afterwards may only make room for more."""
    view = scene.board().window
    plan = OptimalAssignment()(view)
    if not solution_of(plan).is_optimal:
        office = Office.of(scene)
        greedy = oracles.in_turn(office, oracles.greedy(oracles.skill_weighted))
        assert set(given_out(plan)) >= {ticket_id for ticket_id, _ in greedy}


def specialists() -> tuple[list[Ticket], list[Agent]]:
    """Give a generalist ticket before one that only the first agent can solve."""
    waiting = tickets("t1 t2")
    french = Ticket(id="t2", created=waiting[1].created, requirements={"french": 1})
    return [waiting[0], french], [
        Agent(id="ana", capacity=1, skills={"french": 1}),
        Agent(id="bea", capacity=1),
    ]


def test_generalist_ticket_makes_way_for_the_specialist_one() -> None:
    """Greedy would give the first ticket to the only one who can have the second."""
    waiting, team = specialists()
    plan = assign(waiting, team, strategy="optimal", now=NOON)
    assert given_out(plan) == {"t1": "bea", "t2": "ana"}
    assert given_out(assign(waiting, team, strategy="skill-weighted", now=NOON)) == {"t1": "ana"}


def test_scarce_capacity_goes_to_the_most_urgent() -> None:
    """A better score never lets a less urgent ticket overtake."""
    waiting = tickets("t1 t2")
    waiting[1] = Ticket(id="t2", created=waiting[1].created, affinity=["ana"])
    plan = assign(waiting, agents("ana", 1), strategy="optimal", now=NOON)
    assert given_out(plan) == {"t1": "ana"}
    assert plan.left["t2"].code is ReasonCode.OUTRANKED


def test_batch_does_not_pile_up_on_one_agent() -> None:
    """An agent's second ticket is rated with the first in hand, so equals share."""
    plan = assign(tickets("t1 t2 t3 t4"), agents("ana bea", 4), strategy="optimal", now=NOON)
    assert sorted(given_out(plan).values()) == ["ana", "ana", "bea", "bea"]
    assert solution_of(plan).score == pytest.approx(0.5 * (1 + 1 + 0.75 + 0.75))


def test_nothing_to_do_is_solved_too() -> None:
    """No tickets, or no agents: an empty plan of sum 0, proven."""
    for waiting, team in (([], agents("ana")), (tickets("t1"), [])):
        plan = assign(waiting, team, strategy="optimal", now=NOON)
        assert given_out(plan) == {}
        assert solution_of(plan).score == 0
        assert solution_of(plan).is_optimal


def test_effort_above_one_is_served_by_a_named_heuristic() -> None:
    """The result says that it is one, with a bound of its own."""
    waiting = [Ticket(id="t1", created=NOON, effort=2), *tickets("t2")]
    plan = assign(waiting, agents("ana bea", 2), strategy="optimal", now=NOON)
    assert sorted(given_out(plan)) == ["t1", "t2"]
    assert not solution_of(plan).is_optimal
    assert solution_of(plan).method.startswith("heuristic")
    assert "heuristic" in repr(plan.solution)


def test_limit_that_only_some_can_reach_is_kept() -> None:
    """Who has no room on the ticket's channel is out, also where the others need no such limit."""
    team = [
        *agents("ana bea", 2),
        Agent(id="cem", capacity=Capacity(total=2, channels={"chat": 0})),
    ]
    waiting = [Ticket(id=f"c{n}", created=NOON, channel="chat") for n in range(5)]
    plan = assign([*waiting, *tickets("t1 t2")], team, strategy="optimal", now=NOON)
    assert solution_of(plan).is_optimal
    assert len(plan.pairs) == 6
    assert all(agent != "cem" for ticket, agent in given_out(plan).items() if ticket[0] == "c")


def test_heuristic_names_no_runner_up() -> None:
    """What was not proven is not said to be worth anything."""
    waiting = [Ticket(id="t1", created=NOON, effort=2), *tickets("t2")]
    plan = assign(waiting, agents("ana bea", 2), strategy="optimal", now=NOON)
    explanation = plan.explain("t1")
    assert explanation.decided_by == "the plan as a whole"
    assert (explanation.runner_up, explanation.margin) == (None, None)


def test_score_that_grows_with_the_load_is_refused() -> None:
    """Its sum would depend on the order in which slots are counted."""

    def busiest(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.tile(view.open.astype(np.float64), (len(asked), 1))

    with pytest.raises(ValueError, match=r"a score that does not grow with the load.*busiest"):
        assign(tickets("t1 t2"), agents("ana", 2), strategy=OptimalAssignment(busiest), now=NOON)


def test_score_may_forbid_a_second_ticket() -> None:
    """A score that falls to minus infinity with the load keeps to one ticket each."""

    def only_the_idle(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.tile(np.where(view.open > 0, -np.inf, 0.0), (len(asked), 1))

    plan = assign(
        tickets("t1 t2"), agents("ana", 2), strategy=OptimalAssignment(only_the_idle), now=NOON
    )
    assert given_out(plan) == {"t1": "ana"}


def test_forbidden_pairs_are_never_chosen() -> None:
    """Minus infinity shuts an agent out of the solution and of the served set."""

    def not_ana(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        rows = np.ones((len(asked), view.n_agents))
        rows[:, view.agent_position("ana")] = -np.inf
        return rows

    plan = assign(
        tickets("t1 t2"), agents("ana bea", 1), strategy=OptimalAssignment(not_ana), now=NOON
    )
    assert given_out(plan) == {"t1": "bea"}


def test_matrix_that_would_exhaust_memory_is_refused_with_its_size() -> None:
    """The refusal names the size that was needed, and nothing is allocated for it.

    Only a score that loads change for each ticket in its own way needs a column for each slot.
    """

    def rested(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.tile(-view.used.astype(float), (len(asked), 1))

    count = 25_000
    board = Board([Agent(id="ana", capacity=None)])
    waiting: TicketColumnsLike = {
        "id": [f"t{number}" for number in range(count)],
        "created": [NOON] * count,
    }
    board.submit(waiting, NOON)
    with pytest.raises(MemoryError, match=r"got 25000 tickets x 25000 slots, 4\.7 GiB"):
        decide(board.window, OptimalAssignment(rested))


def test_exchange_leaves_tickets_alone_that_a_score_forbids_to_move() -> None:
    """A score that forbids by load may leave no place for all of a kind: none of them moves."""
    efforts = {"t0": 2, "t1": 1, "t2": 3, "t3": 1}

    def picky(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        rows = np.zeros((len(asked), view.n_agents))
        for row, ticket in zip(rows, asked, strict=True):
            if ticket.id == "t3":
                row[1] = 0.5
            if ticket.id == "t1":
                row[view.used >= np.array([1, 2])] = -np.inf
        return rows

    waiting = [
        Ticket(id=name, created=at(number - 9), effort=effort)
        for number, (name, effort) in enumerate(efforts.items())
    ]
    team = [*agents("ana", 3), *agents("bea", 4)]
    plan = assign(waiting, team, strategy=OptimalAssignment(picky), now=NOON)
    given = given_out(plan)
    for agent, limit in (("ana", 3), ("bea", 4)):
        assert sum(efforts[each] for each in given if given[each] == agent) <= limit
    assert "t1" in given


@given(scenes(least_tickets=2, most_tickets=6))
@some
def test_heuristic_is_never_worse_than_greedy_on_the_same_tickets(scene: Scene) -> None:
    """An exchange is made only where the sum of scores becomes larger."""
    plan = OptimalAssignment()(scene.board().window)
    office = Office.of(scene)
    made = dict(oracles.in_turn(office, oracles.greedy(oracles.skill_weighted)))
    if not solution_of(plan).is_optimal and set(made) == set(given_out(plan)):
        office = Office.of(scene)
        greedy = {ticket.id: made.get(ticket.id) for ticket in office.most_urgent_first()}
        least = sum_by_urgency(office, greedy, oracles.skill_weighted)
        assert solution_of(plan).score >= least - 1e-9


def test_pair_without_which_fewer_could_be_served_is_needed() -> None:
    """There is another candidate, but giving it to her would leave the second ticket."""
    waiting, team = specialists()
    explanation = assign(waiting, team, strategy="optimal", now=NOON).explain("t1")
    assert [each.agent_id for each in explanation.candidates] == ["ana", "bea"]
    assert (explanation.agent_id, explanation.is_needed) == ("bea", True)
    assert (explanation.runner_up, explanation.margin) == (None, None)
