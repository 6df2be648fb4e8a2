"""How a board stands at a moment, by worked example."""

from typing import Any

import pytest

from tests.dispatcher.desks import at, desk_of, give, minutes, submit, verify
from ticketroute import Agent, Dispatcher, Setup
from ticketroute.metrics import AgentFigures, QueueFigures, board_figures
from ticketroute.sla import FIRST_RESPONSE, Objective, Policies, Policy, Targets

HOUR: dict[str, Any] = {"arguments": {"setup": Setup(targets=Targets({}, default=minutes(60)))}}


def test_empty_board_has_zeros() -> None:
    """Nothing waits, nobody is there: figures all the same."""
    figures = board_figures(desk_of("").view)
    assert figures.backlog == QueueFigures(0, minutes(0), 0, 0, 0)
    assert (figures.queues, figures.agents, figures.ages.tolist()) == ({}, {}, [])


def test_backlog_by_queue_and_age() -> None:
    """Tickets that wait, by queue, with the age of the oldest; others do not count."""
    desk = desk_of("ana", 9)
    submit(desk, "a", 0, queue="q")
    submit(desk, "b", 10, queue="q")
    submit(desk, "c", 20)
    give(desk, "owned", "ana", 20)
    submit(desk, "later", 20, not_before=at(90))
    submit(desk, "held", 20)
    desk.hold("held", at(20))
    desk.tick(at(30))
    figures = board_figures(desk.view, delayed_after=minutes(15))
    assert figures.now == at(30)
    assert figures.backlog == QueueFigures(3, minutes(30), 2, 0, 0)
    assert figures.queues == {
        "": QueueFigures(1, minutes(10), 0, 0, 0),
        "q": QueueFigures(2, minutes(30), 2, 0, 0),
    }
    assert figures.ages.tolist() == [1800.0, 1200.0, 600.0]
    verify(desk)


@pytest.mark.parametrize(
    ("minute", "at_risk", "breached"), [(44, 0, 0), (45, 1, 0), (60, 1, 0), (61, 0, 1)]
)
def test_risk_begins_at_the_share_and_ends_with_the_breach(
    minute: int, at_risk: int, breached: int
) -> None:
    """From three quarters of the target to all of it; then it is breached and no longer at risk."""
    desk = desk_of("ana", 0, **HOUR)
    submit(desk, "t")
    desk.tick(at(minute))
    backlog = board_figures(desk.view).backlog
    assert (backlog.at_risk, backlog.breached) == (at_risk, breached)
    assert board_figures(desk.view, at_risk_from=1.0).backlog.at_risk == int(minute == 60)


def test_delayed_is_longer_than_the_threshold() -> None:
    """Exactly as long is not longer."""
    desk = desk_of("ana", 0)
    submit(desk, "t")
    desk.tick(at(30))
    assert board_figures(desk.view).backlog.delayed == 0
    desk.tick(at(31))
    assert board_figures(desk.view).backlog.delayed == 1


def test_clocks_say_what_is_at_risk() -> None:
    """With policies it is the most urgent clock; a ticket that was answered is at no risk."""
    promise = Policies(default=Policy("desk", [Objective(FIRST_RESPONSE, minutes(60))]))
    desk = desk_of("ana", 0, policies=promise)
    submit(desk, "t u v")
    desk.report("u", "public reply", at(5))
    desk.hold("v", at(5))
    desk.resume("v", at(6))
    desk.tick(at(50))
    backlog = board_figures(desk.view).backlog
    assert (backlog.waiting, backlog.at_risk, backlog.breached) == (3, 2, 0)
    verify(desk)


def crowded() -> Dispatcher:
    """Make a desk of which everybody has something."""
    desk = desk_of([Agent(id="ana", capacity=4), Agent(id="bea", capacity=2)])
    give(desk, "a w h p", "ana")
    desk.start("w", at(1))
    desk.hold("h", at(1))
    desk.wrap_up("p", at(1))
    submit(desk, "o", 1)
    desk.offer("o", ["ana", "bea"], at(1))
    give(desk, "closed", "bea", 1)
    desk.resolve("closed", at(1))
    desk.set_presence("bea", "away", at(2))
    return desk


def test_what_each_agent_has() -> None:
    """Offers, tickets by state, presence and load ratio; what is closed counts no more."""
    desk = crowded()
    agents = board_figures(desk.view).agents
    assert agents["ana"] == AgentFigures(
        present=True, offered=1, assigned=1, working=1, on_hold=1, wrapping=1, load_ratio=1.0
    )
    assert agents["bea"] == AgentFigures(
        present=False, offered=1, assigned=0, working=0, on_hold=0, wrapping=0, load_ratio=0.5
    )
    verify(desk)


def test_new_agent_in_front_moves_no_figures() -> None:
    """Figures go by id."""
    desk = crowded()
    before = board_figures(desk.view).agents
    desk.set_agent(Agent(id="aaa", capacity=1), at(3))
    after = dict(board_figures(desk.view).agents)
    assert after.pop("aaa").load_ratio == 0
    assert after == before


def test_team_adds_up() -> None:
    """Sums, and the mean of the load ratios; of nobody there is nothing to say."""
    figures = board_figures(crowded().view)
    team = figures.team(("ana", "bea"))
    assert (team.offered, team.assigned, team.load_ratio, team.present) == (2, 1, 0.75, True)
    with pytest.raises(ValueError, match="agent_ids: expected at least one id"):
        figures.team(())


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_share_is_a_share(share: float) -> None:
    """Nothing below 0 or above 1."""
    with pytest.raises(ValueError, match="at_risk_from: expected a share from 0 to 1"):
        board_figures(desk_of("ana").view, at_risk_from=share)


def test_threshold_is_a_duration() -> None:
    """A number of minutes is no duration, and the message says so."""
    with pytest.raises(TypeError, match="delayed_after: expected a timedelta"):
        board_figures(desk_of("ana").view, delayed_after=30)  # type: ignore[arg-type]


def test_unknown_agent_of_a_team_is_named() -> None:
    """As everywhere, an id that nobody knows is said to be that."""
    with pytest.raises(LookupError, match="agent id: expected one of"):
        board_figures(desk_of("ana").view).team(("zoe",))


def test_figures_do_not_change_the_board() -> None:
    """Read at any event, they cost the desk nothing and leave no trace."""
    desk = crowded()
    before = desk.dump()
    board_figures(desk.view)
    assert desk.dump() == before
