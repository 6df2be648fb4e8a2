"""Pairs by their index: worked examples, and the same rule in plain loops."""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.board_state import board_state
from tests.builders import NOON, agents, at, given_out
from tests.generators import Scene, scenes
from tests.oracles import NEVER, Desk, Office, Pairs
from ticketroute import Agent, Board, Dispatcher, Setup, Ticket, View, assign
from ticketroute.board import NOBODY
from ticketroute.dispatcher import dispatch_ticket
from ticketroute.sla import Backlog, GeneralizedCMu, HandlingTimes, PowerCost
from ticketroute.strategies import ByPairIndex
from ticketroute.testing import RULES, check_strategy


def level_rates(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
    """Give rates that differ with the pair: skill level at billing, and more for the hurried."""
    levels = [float(agent.level("billing") or 0) for agent in view.agents]
    hurried = [2.0 if each.impact == 1 else 1.0 for each in asked]
    return np.outer(hurried, levels)


BY_SKILL = ByPairIndex(GeneralizedCMu(PowerCost(2)), rates=level_rates)


def index_of(office: Office, ticket: Ticket, desk: Desk) -> float:
    """Give the index of a pair by its formula; below 0 for what is forbidden."""
    hours = max(office.now - ticket.created, timedelta(0)) / timedelta(hours=1)
    rate = (dict(desk.agent.skills).get("billing") or 0) * (2 if ticket.impact == 1 else 1)
    return 2 * hours * rate if rate else -1.0


def best_pairs(office: Office) -> Pairs:
    """Go through all pairs that can be made, make the best, and begin anew."""
    pairs: Pairs = []
    while True:
        possible = [
            (ticket, desk, index_of(office, ticket, desk))
            for ticket in office.waiting
            for desk in office.candidates(ticket)
        ]
        possible = [each for each in possible if each[2] >= 0]
        if not possible:
            return pairs
        ticket, desk, _ = min(
            possible,
            key=lambda each: (
                -each[2],
                office.targets.due(each[0]) or NEVER,
                each[0].created,
                each[0].id,
                each[1].chain(),
            ),
        )
        office.assign(ticket, desk)
        pairs.append((ticket.id, desk.agent.id))


@given(scenes())
@settings(max_examples=250)
def test_plan_is_what_plain_loops_over_all_pairs_decide(scene: Scene) -> None:
    """The best pair again and again, ties by due time, arrival, id and the chain."""
    plan = BY_SKILL(scene.board().window)
    pairs = [(each.ticket_id, each.agent_id) for each in plan.assignments]
    assert pairs == best_pairs(Office.of(scene))


@given(scenes())
@settings(max_examples=100)
def test_event_forms_give_the_best_of_one_row_or_column(scene: Scene) -> None:
    """For a ticket the best candidate, for an agent the best ticket."""
    view, office = scene.board().window, Office.of(scene)
    for ticket in office.waiting:
        desks = [d for d in office.candidates(ticket) if index_of(office, ticket, d) >= 0]
        best = min(desks, key=lambda d: (-index_of(office, ticket, d), d.chain()), default=None)
        picked = BY_SKILL.pick_agent(view, view.ticket_position(ticket.id))
        assert (None if picked == NOBODY else view.roster.ids[picked]) == (
            None if best is None else best.agent.id
        )
    for position, desk in enumerate(office.desks):
        rated = [
            (-index, office.targets.due(t) or NEVER, t.created, t.id)
            for t in office.waiting
            if desk in office.candidates(t) and (index := index_of(office, t, desk)) >= 0
        ]
        picked = BY_SKILL.pick_ticket(view, position)
        first = min(rated, default=None)
        assert (None if picked == NOBODY else view.tickets.ids[picked]) == (first and first[3])


@given(scenes())
@settings(max_examples=60)
def test_batch_equals_a_loop_of_single_decisions(scene: Scene) -> None:
    """The ticket that is served first, again and again, each carried out before the next."""
    board, one_by_one = scene.board(), scene.board()
    board.commit(BY_SKILL(board.window))
    window = one_by_one.window
    while waiting := [t for t in window.waiting_set if BY_SKILL.pick_agent(window, t) != NOBODY]:
        dispatch_ticket(one_by_one, BY_SKILL.first_of(window, waiting), BY_SKILL)
    loop, batch = board_state(one_by_one), board_state(board)
    for what in loop.keys() - {"version", "new", "freed"}:
        assert loop[what] == batch[what], what


STEPS = st.lists(
    st.tuples(st.sampled_from(["submit", "submit", "resolve", "dispatch"]), st.integers(0, 11)),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(steps=STEPS)
def test_dispatch_says_what_a_plan_for_all_says(steps: list[tuple[str, int]]) -> None:
    """What a desk gives out as things happen is what a plan for everything gives out."""
    team = [Agent(id=f"a{n}", capacity=1 + n % 2, skills={"billing": n}) for n in range(4)]
    desk = Dispatcher(team, strategy=BY_SKILL)
    for minute, (what, number) in enumerate(steps):
        now = at(minute)
        if what == "submit":
            created = at(minute - 3 * number)
            ticket = Ticket(id=f"t{minute}", created=created, impact=1 + number % 2, urgency=1)
            desk.submit(ticket, now)
        elif what == "resolve":
            owned = [t for t in range(len(desk.view.tickets)) if desk.view.tickets.owner.at[t] >= 0]
            if owned:
                desk.resolve(desk.view.tickets.ids[owned[number % len(owned)]], now)
        else:
            decided = {(each.ticket_id, each.agent_id) for each in desk.decide(now).assignments}
            events = [e for e in desk.dispatch(now) if e.type.value == "assigned"]
            assert {(e.ticket_id, e.agent_id) for e in events} == decided


# By hand


def test_expert_gets_the_dearer_ticket() -> None:
    """Three hours old at a rate of 2 comes before one hour old; the other gets what is left."""
    team = [
        Agent(id="ana", capacity=1, skills={"billing": 1}),
        Agent(id="bea", capacity=1, skills={"billing": 2}),
    ]
    backlog = [Ticket(id="old", created=at(-180)), Ticket(id="new", created=at(-60))]
    plan = assign(backlog, team, strategy=BY_SKILL, now=NOON)
    assert given_out(plan) == {"old": "bea", "new": "ana"}
    assert plan.explain("old").candidates[0].terms == {"index": 12.0}


def test_agent_who_is_away_picks_nothing_while_somebody_is_there() -> None:
    """Ana is a last resort for the ticket, as long as Bea has room."""
    team = [Agent(id="ana", capacity=1, presence="away"), Agent(id="bea", capacity=1)]
    board = Board(team)
    board.submit([Ticket(id="t", created=at(-9), presence="away")], NOON)
    assert [ByPairIndex().pick_ticket(board.window, agent) for agent in (0, 1)] == [NOBODY, 0]


def test_old_ticket_waits_for_a_quick_one() -> None:
    """Cost saved per hour of work: twice as long to handle has to be twice as old."""
    times = HandlingTimes({"long": timedelta(hours=2), "short": timedelta(hours=1)})
    board = Board(agents("ana", 1), setup=Setup(handling_times=times))
    backlog = [
        Ticket(id="long", created=at(-110), type="long"),
        Ticket(id="short", created=at(-60), type="short"),
    ]
    board.submit(backlog, NOON)
    assert given_out(ByPairIndex()(board.window)) == {"short": "ana"}
    assert board.window.ticket(ByPairIndex().pick_ticket(board.window, 0)).id == "short"
    board.submit([Ticket(id="older", created=at(-130), type="long")], NOON)
    assert given_out(ByPairIndex()(board.window)) == {"older": "ana"}


def test_pair_of_rate_zero_is_never_made() -> None:
    """The ticket is left although there is room."""
    plan = assign([Ticket(id="t", created=at(-9))], agents("ana"), strategy=BY_SKILL, now=NOON)
    assert given_out(plan) == {}
    assert not BY_SKILL.allows(plan.view, 0, 0)


@pytest.mark.parametrize("strategy", [ByPairIndex(), BY_SKILL])
def test_it_keeps_to_what_a_strategy_promises(strategy: ByPairIndex) -> None:
    """It is a value, does not mind the order of input, and breaks no invariant."""
    assert check_strategy(strategy).kept == tuple(RULES)


@pytest.mark.parametrize("strategy", [ByPairIndex(), BY_SKILL])
@given(scene=scenes())
def test_block_by_block_it_decides_the_same(strategy: ByPairIndex, scene: Scene) -> None:
    """Numbers that are asked for again, one ticket at a time, change nothing."""
    view = scene.board().window
    whole = strategy(view).pairs
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ticketroute.strategies._best_pairs._BLOCK", 1)
        assert strategy(view).pairs == whole


def undefined(_backlog: Backlog, _now: int, rates: NDArray[np.float64], /) -> NDArray[np.float64]:
    """Give what is no number."""
    return np.full(rates.shape, np.nan)


def test_index_that_orders_nothing_is_refused() -> None:
    """NaN compares with nothing; a class or a name cannot be asked."""
    with pytest.raises(ValueError, match=r"ByPairIndex\.index: expected numbers of shape"):
        assign(
            [Ticket(id="t", created=NOON)],
            agents("ana"),
            strategy=ByPairIndex(undefined),
            now=NOON,
        )
    with pytest.raises(TypeError, match=r"ByPairIndex\.index"):
        ByPairIndex("gcmu")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"ByPairIndex\.rates"):
        ByPairIndex(rates=3)  # type: ignore[arg-type]
