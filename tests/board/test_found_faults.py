"""What a fresh pair of eyes found: each fault once, as a test."""

from datetime import timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.builders import NOON, agents, tickets
from ticketroute import Agent, Board, Capacity, Ticket, View, assign, decide
from ticketroute.board import ReasonCode
from ticketroute.errors import InvalidPlan
from ticketroute.strategies import FewestOpen, OptimalAssignment


def test_plan_of_another_board_is_refused() -> None:
    """Positions mean something else there: the wrong person would get the wrong ticket."""
    board = Board(agents("xaver yvonne"))
    board.submit(tickets("secret other"), NOON)
    plan = assign(tickets("t1"), agents("ana"), strategy="fewest-open", now=NOON)
    with pytest.raises(InvalidPlan, match="made for another board"):
        board.commit(plan)
    assert board.owner("secret") is None


def test_ticket_from_the_future_waits_for_its_arrival() -> None:
    """A replay that hands all tickets over at once does not dispatch them before they come."""
    later = NOON + timedelta(hours=1)
    board = Board(agents("ana", 2))
    board.submit([Ticket(id="t1", created=later), *tickets("t2")], NOON)
    plan = decide(board.window, "fewest-open")
    assert [each.ticket_id for each in plan.assignments] == ["t2"]
    assert plan.left["t1"].code is ReasonCode.SCHEDULED
    assert board.next_wake == later
    board.commit(plan)
    assert [each.ticket_id for each in decide(board.view(later), "optimal").assignments] == ["t1"]


def test_work_in_hand_fills_the_limit_of_its_channel() -> None:
    """What an agent has from an earlier batch counts on every limit that it draws on."""
    team = [Agent(id="ana", capacity=Capacity(total=5, channels={"chat": 1}))]
    chat = [Ticket(id="t1", created=NOON, channel="chat")]
    busy = assign(chat, team, strategy="fewest-open", now=NOON, in_hand={"ana": {"chat": 1}})
    assert busy.left["t1"].code is ReasonCode.NOBODY_HAS_ROOM
    free = assign(chat, team, strategy="fewest-open", now=NOON, in_hand={"ana": {"mail": 4}})
    assert len(free.assignments) == 1
    with pytest.raises(ValueError, match=r"in_hand\['ana'\]\['chat'\]: .* got -1"):
        assign(chat, team, strategy="fewest-open", now=NOON, in_hand={"ana": {"chat": -1}})


def test_limit_that_nobody_reaches_does_not_cost_the_optimum() -> None:
    """An agent who is off with a limit on chats is no reason to fall back on a heuristic."""
    team = [
        Agent(id="expert", capacity=1, skills={"billing": 5, "french": 5}),
        Agent(id="novice", capacity=1, skills={"billing": 1}),
        Agent(id="zed", capacity=Capacity(total=0, channels={"chat": 1}), presence="offline"),
    ]
    waiting = [
        Ticket(id="first", created=NOON, channel="chat", requirements={"billing": 1}),
        Ticket(id="second", created=NOON, channel="chat", requirements={"french": 1}),
    ]
    plan = assign(waiting, team, strategy="optimal", now=NOON)
    assert len(plan.assignments) == 2
    assert plan.solution is not None
    assert plan.solution.is_optimal


def test_tickets_that_draw_alike_are_solved_although_one_need_not_mind_the_limit() -> None:
    """What all draw is looked at first, and only then what binds."""
    limited = Capacity(total=2, channels={"chat": 1})
    team = [
        Agent(id="ana", capacity=limited),
        Agent(id="cem", capacity=Capacity(total=2, channels={"chat": 2}), skills={"billing": 1}),
    ]
    waiting = [
        Ticket(id="t1", created=NOON, channel="chat"),
        Ticket(id="t2", created=NOON, channel="chat", requirements={"billing": 0}),
    ]
    plan = assign(waiting, team, strategy="optimal", now=NOON)
    assert plan.solution is not None
    assert plan.solution.is_optimal


def test_heuristic_stays_within_capacity_when_the_score_forbids_by_load() -> None:
    """Tickets that cannot all be dealt anew stay with those who have them."""

    def at_most_two_per_impact(view: View, asked: list[Ticket]) -> NDArray[np.float64]:
        rows = [np.where(view.used >= 2 * (each.impact or 1), -np.inf, 1.0) for each in asked]
        return np.array(rows) / (1 + view.used)

    waiting = [
        Ticket(id=f"t{n}", created=NOON + timedelta(minutes=n), effort=effort, impact=impact)
        for n, (effort, impact) in enumerate([(1, 2), (3, 3), (2, 3), (1, 2)])
    ]
    team = [Agent(id="ana", capacity=2), Agent(id="bea", capacity=None)]
    strategy = OptimalAssignment(at_most_two_per_impact)  # type: ignore[arg-type]
    now = NOON + timedelta(hours=1)
    assign(waiting, team, strategy=strategy, now=now, in_hand={"ana": 1, "bea": 1})


def test_old_plan_gives_no_ticket_to_whoever_sits_there_now() -> None:
    """An agent came in front, or a ticket took the place of another: positions mean others."""
    board = Board([Agent(id="bea", capacity=9)])
    board.submit([Ticket(id="old", created=NOON)], NOON)
    plan = decide(board.view(NOON), FewestOpen())
    board.staff.set_agent(Agent(id="ana", capacity=9))
    with pytest.raises(InvalidPlan, match="places have gone to other tickets or agents since"):
        board.commit(plan)
    plan = decide(board.view(NOON), FewestOpen())
    board.work.cancel(0)
    board.work.forget([0])
    board.intake.submit(Ticket(id="new", created=NOON))
    with pytest.raises(InvalidPlan, match="decide again"):
        board.commit(plan)
    assert board.owner("new") is None
    board.commit(decide(board.view(NOON), FewestOpen()))
    assert board.owner("new") == "ana"
