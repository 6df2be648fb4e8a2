"""What others make of an agent who has been forgotten: workers, keepers, an empty desk."""

from typing import Any

import pytest

from tests.dispatcher.desks import (
    at,
    check_history,
    desk_of,
    give,
    given_out,
    minutes,
    plain,
    state_of,
    submit,
    verify,
)
from ticketroute import Agent, Capacity
from ticketroute.board import Board, EventType, HandOver, TicketState
from ticketroute.errors import Conflict, UnknownId
from ticketroute.metrics import StageTimes, board_figures
from ticketroute.strategies import ByQueue, FewestOpen

# What others knew


def test_whoever_is_forgotten_is_passed_over_as_a_substitute() -> None:
    """Named before, in a leave and in a sign-off: the next one is asked, and the chain goes on."""
    desk = desk_of("ana bea cem dee")
    give(desk, "t u", "ana")
    desk.plan_leave("ana", at(10), at(90), at(0), hand_over=HandOver("substitute", ["bea", "cem"]))
    desk.sign_off("cem", at(1), hand_over=HandOver("substitute", ["bea", "dee"]))
    desk.forget_agent("bea", at(2))
    desk.tick(at(10))
    assert (desk.owner("t"), desk.owner("u")) == ("dee", "dee")
    verify(desk)


def test_declines_are_of_the_ticket_and_stay() -> None:
    """A ticket remembers by id who declined it, also of one who is forgotten."""
    desk = desk_of("ana bea", 2)
    submit(desk, "t")
    desk.offer("t", ["ana"], at(0))
    desk.decline("t", "ana", at(0))
    desk.forget_agent("ana", at(1))
    verify(desk)
    assert given_out(desk.dispatch(at(1))) == {"t": "bea"}
    verify(desk)


def test_stale_proposals_conflict_also_over_agents_to_whom_nothing_had_happened() -> None:
    """A worker who had not heard of it is told, and decides again."""
    desk = desk_of("ana bea")
    submit(desk, "t")
    proposal = desk.propose(at(0))
    assert proposal.assignments == (("t", "ana"),)
    desk.forget_agent("ana", at(1))
    with pytest.raises(Conflict, match="one who has been forgotten"):
        desk.commit(proposal, at(1))
    desk.set_agent(Agent(id="ana", capacity=2), at(2))
    with pytest.raises(Conflict, match="agent 'ana'") as refusal:
        desk.commit(proposal, at(2))
    assert "agent set ana" in repr(refusal.value.winner)
    verify(desk)


def test_proposal_for_others_remembers_nothing_of_who_is_forgotten() -> None:
    """Round robin would note a number for everybody; the assignment itself is sound."""
    desk = desk_of("ana bea cem", strategy="round-robin")
    desk.set_presence("ana", "away", at(0))
    give(desk, "of-bea", "bea")
    submit(desk, "t")
    desk.set_presence("ana", "active", at(0))
    proposal = desk.propose(at(0))
    ((_, winner),) = proposal.assignments
    other = next(name for name in proposal.memory[0][2] if name != winner)
    desk.resolve("of-bea", at(0))
    if other == "bea":
        proposal = desk.propose(at(0))
    desk.forget_agent(other, at(1))
    desk.commit(proposal, at(1))
    assert desk.owner("t") == winner
    assert other not in plain(desk).partition('"memory"')[2].partition('"tickets"')[0]
    verify(desk)


def test_events_of_a_worker_who_is_behind_are_refused_and_own_ones_replayed() -> None:
    """Who has not applied the forgetting cannot add to the log; afterwards both are alike."""
    desk, behind = desk_of("ana bea cem"), desk_of("ana bea cem")
    late = behind.sign_on("ana", at(0))
    events = desk.forget_agent("ana", at(0))
    with pytest.raises(ValueError, match=r"Event\.number"):
        desk.apply(late)
    other = desk_of("ana bea cem")
    other.apply(events)
    assert plain(other) == plain(desk)
    with pytest.raises(UnknownId):
        other.sign_on("ana", at(1))


def test_old_decisions_are_explained_with_whoever_was_there() -> None:
    """The log still has it all, until the next checkpoint."""
    desk = desk_of("ana bea", 1)
    submit(desk, "t")
    (event,) = desk.dispatch(at(0))
    desk.resolve("t", at(1))
    desk.forget_agent("ana", at(2))
    assert "t goes to ana" in str(desk.explain(event.number, "t"))
    desk.checkpoint()
    verify(desk)


# Limits, keepers, figures


def test_limit_that_only_one_had_goes_with_him_or_her() -> None:
    """Rows of the limits are fewer then; loads are counted anew."""
    desk = desk_of(
        [
            Agent(id="ana", capacity=Capacity(total=5, channels={"chat": 1})),
            Agent(id="bea", capacity=Capacity(total=5, channels={"mail": 1})),
        ]
    )
    submit(desk, "c1 c2", channel="chat")
    submit(desk, "m1 m2", channel="mail")
    for name in ("c1", "c2", "m1"):
        desk.assign(name, "bea", at(0))
    desk.forget_agent("ana", at(1))
    assert desk.view.workload.limits == (("total", ""), ("channel", "mail"))
    assert desk.dispatch(at(1)) == ()
    desk.resolve("m1", at(2))
    assert given_out(desk.dispatch(at(2))) == {"m2": "bea"}
    verify(desk)


def test_keepers_are_told_while_the_id_can_be_read() -> None:
    """As of tickets; stage times and figures name agents by id and go on."""
    desk = desk_of("ana bea cem")
    heard: list[str] = []

    def keeper(event: EventType, _ticket: int, agent: int, _until: int, _details: object) -> None:
        if event is EventType.AGENT_FORGOTTEN:
            heard.append(desk.view.roster.ids[agent])

    desk.attach(keeper)
    stages = desk.attach(StageTimes(desk.view))
    give(desk, "t", "cem")
    give(desk, "u", "ana")
    desk.resolve("u", at(1))
    desk.forget_agent("ana", at(2))
    desk.start("t", at(5))
    assert heard == ["ana"]
    assert stages.of(TicketState.ASSIGNED, agent_id="cem").total == minutes(5)
    assert stages.of(TicketState.ASSIGNED, agent_id="ana").total == minutes(1)
    assert list(board_figures(desk.view).agents) == ["bea", "cem"]
    verify(desk)


def test_kernel_has_it_too() -> None:
    """Without any keeper, and the board goes on."""
    board = Board([Agent(id="ana", capacity=1), Agent(id="bea", capacity=1)])
    board.view(at(0))
    board.staff.forget_agent(0)
    assert (board.window.roster.ids, board.window.n_agents) == (("bea",), 1)
    with pytest.raises(UnknownId):
        board.set_presence("ana", "away")


# Nobody is left


@pytest.mark.parametrize(
    "strategy",
    [
        "fewest-open",
        "least-recently-assigned",
        "round-robin",
        "skill-weighted",
        "optimal",
        ByQueue({}, default=FewestOpen()),
    ],
    ids=str,
)
def test_the_last_agent_may_go(strategy: Any) -> None:  # noqa: ANN401 - a name or a strategy
    """An empty desk takes tickets, says why they wait, and goes on with whoever comes."""
    desk = desk_of("ana", strategy=strategy)
    give(desk, "old", "ana")
    desk.resolve("old", at(0))
    submit(desk, "t", 0, channel="chat")
    desk.forget_agent("ana", at(1))
    submit(desk, "u", 1)
    assert desk.dispatch(at(1)) == ()
    assert desk.why("t").reason.text
    assert board_figures(desk.view).agents == {}
    assert state_of(desk, "old") == "resolved"
    verify(desk)
    desk.checkpoint()
    check_history(desk)
    desk.set_agent(Agent(id="bea", capacity=5), at(2))
    assert given_out(desk.dispatch(at(2))) == {"t": "bea", "u": "bea"}
    verify(desk)
