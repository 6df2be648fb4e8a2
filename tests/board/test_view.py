"""What a view shows: waiting, waking, windows and snapshots, drafts, and first choices."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.board_state import board_state, view_state
from tests.builders import NOON, agents, at, tickets
from tests.generators import Scene, as_columns, scenes
from tests.oracles import Office
from ticketroute import Agent, Board, Capacity, Memory, Presence, Ticket, View, decide
from ticketroute.board import (
    NOBODY,
    AgentOrder,
    MemoryChange,
    Snapshot,
    Workload,
    last_assignment,
    open_tickets,
)
from ticketroute.errors import StaleView


def waiting_ids(view: View) -> list[str]:
    """Give the ids of the tickets that wait."""
    return [view.tickets.ids[ticket] for ticket in view.waiting.tolist()]


def sleepy_board() -> Board:
    """Make a board with a ticket for now, one for in an hour, one for in half an hour."""
    board = Board(agents("ana bea"))
    starts = {"now": None, "hour": at(60), "half": at(30), "past": at(-30)}
    board.submit(
        [Ticket(id=each, created=at(-60), not_before=start) for each, start in starts.items()],
        NOON,
    )
    return board


# Time


def test_ticket_waits_from_its_start_on() -> None:
    """Not before, and exactly then."""
    board = sleepy_board()
    assert waiting_ids(board.view(NOON)) == ["now", "past"]
    assert waiting_ids(board.view(at(29.999))) == ["now", "past"]
    assert set(waiting_ids(board.view(at(30)))) == {"now", "past", "half"}
    assert set(waiting_ids(board.view(at(600)))) == {"now", "past", "half", "hour"}


def test_waiting_tickets_are_listed_in_the_order_in_which_they_came_to_wait() -> None:
    """Who wakes up comes behind those who wait, the earliest start first."""
    assert waiting_ids(sleepy_board().view(at(600))) == ["now", "past", "half", "hour"]


def test_ticket_of_the_future_waits_from_its_arrival_on() -> None:
    """Nobody can have what has not come; the later of arrival and start counts."""
    board = Board(agents("ana"))
    starts = {"arrives": (30, None), "starts": (30, 60), "past start": (30, 10), "here": (0, None)}
    board.submit(
        [
            Ticket(id=each, created=at(arrival), not_before=None if start is None else at(start))
            for each, (arrival, start) in starts.items()
        ],
        NOON,
    )
    assert waiting_ids(board.window) == ["here"]
    assert board.next_wake == at(30)
    assert waiting_ids(board.view(at(30))) == ["here", "arrives", "past start"]
    assert board.next_wake == at(60)
    assert waiting_ids(board.view(at(60))) == ["here", "arrives", "past start", "starts"]
    assert board.next_wake is None


def test_next_wake_is_when_something_changes_by_itself() -> None:
    """Call `view` then, and there is something new."""
    board = sleepy_board()
    assert board.next_wake == at(30)
    board.view(at(30))
    assert board.next_wake == at(60)
    board.view(at(61))
    assert board.next_wake is None


def test_submission_brings_time_up_to_now() -> None:
    """What has woken up meanwhile waits."""
    board = sleepy_board()
    board.submit([], at(45))
    assert (board.now, "half" in waiting_ids(board.window)) == (at(45), True)


def test_view_at_the_same_time_again_is_allowed() -> None:
    """Time may stand still; it may not go back."""
    board = sleepy_board()
    assert board.view(NOON) is board.view(NOON)


def test_woken_tickets_are_new_tickets() -> None:
    """The hint names them."""
    board = sleepy_board()
    board.commit(board.window.plan())
    board.view(at(60))
    assert [board.window.tickets.ids[each] for each in board.window.new_tickets] == ["half", "hour"]


def test_time_in_another_zone_is_the_same_time() -> None:
    """Views show UTC."""
    board = Board([])
    assert board.view(at(0).astimezone()).now == NOON


# Hints


def test_hints_name_what_came_and_who_was_freed_since_the_last_commit() -> None:
    """Submissions, releases and arrivals of agents; a commit forgets them."""
    board = Board([*agents("ana bea", 1), Agent(id="cem", capacity=1, presence=Presence.AWAY)])
    board.submit(tickets("t1 t2"), NOON)
    assert (list(board.window.new_tickets), list(board.window.freed_agents)) == ([0, 1], [])
    board.commit_pair(0, 1)
    assert (list(board.window.new_tickets), list(board.window.freed_agents)) == ([], [])
    board.release("t1")
    board.set_presence("cem", Presence.ACTIVE)
    board.set_presence("ana", Presence.AWAY)
    assert (list(board.window.new_tickets), list(board.window.freed_agents)) == ([], [1, 2])
    board.commit(board.window.plan())
    assert list(board.window.freed_agents) == []


# Windows, snapshots, drafts


def test_view_shows_the_board_as_it_is_when_one_looks() -> None:
    """One window, always up to date."""
    board = Board(agents("ana"))
    view = board.view(NOON)
    board.submit(tickets("t1"), NOON)
    assert waiting_ids(view) == ["t1"]
    assert repr(view) == "<View at 2026-05-04T12:00:00+00:00: 1 waiting, 1 agents>"


CHANGES: dict[str, Callable[[Board], object]] = {
    "submit": lambda board: board.submit(tickets("new"), at(1)),
    "submit columns": lambda board: board.submit(as_columns(tickets("new")), at(1)),
    "wake": lambda board: board.view(at(90)),
    "commit": lambda board: board.commit(decide(board.window, "round-robin")),
    "commit pair": lambda board: board.commit_pair(3, 0),
    "release": lambda board: board.release("now"),
    "presence": lambda board: board.set_presence("ana", Presence.AWAY),
}


@pytest.mark.parametrize("what", CHANGES)
def test_snapshot_keeps_what_it_showed(what: str) -> None:
    """None of the changes of a board shows in what was kept before."""
    board = sleepy_board()
    board.commit_pair(0, 0)
    kept = board.window.keep()
    before, changed = view_state(kept), board_state(board)
    CHANGES[what](board)
    assert view_state(kept) == before
    assert board_state(board) != changed
    assert [kept.ticket(position).id for position in range(4)] == kept.tickets.ids


def test_snapshot_of_a_snapshot_is_the_same() -> None:
    """Keeping twice loses nothing."""
    kept = sleepy_board().window.keep()
    assert isinstance(kept, Snapshot)
    assert view_state(kept.keep()) == view_state(kept)


def test_snapshot_knows_no_profile_that_came_later() -> None:
    """Tables that are made late on a snapshot show the tickets of its time."""
    board = Board(agents("ana"))
    board.submit([Ticket(id="t1", created=NOON, queue="mail")], NOON)
    kept = board.window.keep()
    board.submit([Ticket(id="t2", created=NOON, queue="calls")], NOON)
    assert len(kept.profiles(("queue",))) == 1


@pytest.mark.parametrize("what", CHANGES)
def test_change_makes_a_plan_stale(what: str) -> None:
    """A plan answers about the moment of its decision, or says that it cannot."""
    board = sleepy_board()
    board.commit_pair(0, 0)
    plan = decide(board.window, "fewest-open")
    CHANGES[what](board)
    with pytest.raises(StaleView, match=r"which has changed since; ask before the commit"):
        plan.explain("past")
    with pytest.raises(StaleView):
        _ = plan.left


def test_passing_time_alone_makes_no_plan_stale() -> None:
    """As long as nothing wakes up."""
    board = sleepy_board()
    plan = decide(board.window, "fewest-open")
    board.view(at(10))
    assert plan.explain("now").agent_id == "ana"


def test_draft_counts_what_was_tried_and_the_view_does_not() -> None:
    """Loads and waiting tickets change within the draft only."""
    board = Board(agents("ana bea", 2))
    board.submit(tickets("t1 t2"), NOON)
    before = board_state(board)
    draft = board.window.draft()
    draft.assign(0, 1)
    draft.remember(MemoryChange("policy", "", np.array([1]), np.array([3])))
    assert (draft.open.tolist(), draft.used.tolist()) == ([0, 1], [0, 1])
    assert (waiting_ids(draft), draft.last_assigned.tolist()) == (["t2"], [0, 1])
    assert draft.memory("policy", None).tolist() == [0, 3]
    assert board_state(board) == before


def test_draft_becomes_a_plan_of_the_view_that_it_came_from() -> None:
    """Assignments in their order, holds, and the last numbers remembered."""
    board = Board(agents("ana bea", 2))
    board.submit(tickets("t1 t2 t3"), NOON)
    draft = board.window.draft()
    draft.assign(1, 0)
    draft.assign(0, 1)
    draft.hold(2, "enough for now")
    for number in (4, 7):
        draft.remember(MemoryChange("policy", "mail", np.array([0]), np.array([number])))
    plan = draft.to_plan()
    assert plan.view is board.window
    assert (plan.pairs, plan.holds) == (((1, 0), (0, 1)), {2: "enough for now"})
    assert plan.memory.numbers == {"policy": {"mail": {"ana": 7}}}
    assert plan.memory.last_assigned == ("ana", "bea")


@given(scenes(least_tickets=1), st.data())
@settings(max_examples=60)
def test_draft_after_some_assignments_is_the_board_after_their_commit(
    scene: Scene, data: st.DataObject
) -> None:
    """What a strategy tries is what will be."""
    board = scene.board()
    pairs = decide(board.window, "skill-weighted").pairs
    tried = pairs[: data.draw(st.integers(0, len(pairs)))]
    draft = board.window.draft()
    for ticket, agent in tried:
        draft.assign(ticket, agent)
        board.commit_pair(ticket, agent)
    shown, real = view_state(draft), board_state(board)
    for what in ("waiting", "open", "used", "room", "spare", "last assigned", "keys", "memory"):
        assert shown[what] == real[what], what


# First choices


def tie(_workload: Workload, _agent: int, /) -> int:
    """Order nobody before anybody."""
    return 0


@given(scenes(least_tickets=1), st.sampled_from([open_tickets, last_assignment, tie]))
@settings(max_examples=150)
def test_first_is_the_smallest_candidate_by_value_and_chain(
    scene: Scene, order: AgentOrder
) -> None:
    """The quick choice is that of a plain minimum over the candidates."""
    view, office = scene.board().window, Office.of(scene)
    values: dict[Any, Callable[[Any], int]] = {
        open_tickets: lambda desk: desk.open,
        last_assignment: lambda desk: desk.last,
        tie: lambda _desk: 0,
    }
    for position, ticket in enumerate(scene.tickets):
        candidates = office.candidates(ticket)
        first = view.first(position, order)
        if not candidates:
            assert first == NOBODY
        else:
            best = min(candidates, key=lambda desk: (values[order](desk), *desk.chain()))
            assert view.agents[first].id == best.agent.id


@given(scenes(), st.data())
@settings(max_examples=100)
def test_best_is_the_largest_score_by_the_chain(scene: Scene, data: st.DataObject) -> None:
    """Ties go by load ratio, least recently assigned and id; minus infinity forbids."""
    view, office = scene.board().window, Office.of(scene)
    free = [n for n, d in enumerate(office.desks) if d.present and d.load_ratio < 1]
    scores = [data.draw(st.sampled_from([-np.inf, -1.0, 0.0, 0.5])) for _ in free]
    best = view.best(np.array(free, dtype=np.intp), np.array(scores, dtype=np.float64))
    allowed = [(score, agent) for score, agent in zip(scores, free, strict=True) if score > -np.inf]
    if not allowed:
        assert best == NOBODY
    else:
        expected = min(allowed, key=lambda each: (-each[0], *office.desks[each[1]].chain()))
        assert best == expected[1]


def test_scores_that_are_not_numbers_are_refused() -> None:
    """NaN cannot be the largest."""
    view = Board(agents("ana bea")).window
    with pytest.raises(ValueError, match=r"scores: expected numbers, none of them NaN"):
        view.best(np.array([0, 1]), np.array([1.0, np.nan]))


def test_first_looks_past_the_excluded_and_the_too_small() -> None:
    """Also when the very first who qualifies cannot have this ticket."""
    board = Board(
        [
            Agent(id="ana", capacity=1),
            Agent(id="bea", capacity=Capacity(total=9, channels={"chat": 0})),
            Agent(id="cem", capacity=9),
        ],
        in_hand={"bea": 0, "cem": 1},
    )
    waiting = [
        Ticket(id="large", created=NOON, effort=2),
        Ticket(id="not ana", created=NOON, exclusions=["ana", "bea"]),
        Ticket(id="chat", created=NOON, channel="chat", exclusions=["ana"]),
        Ticket(id="huge", created=NOON, effort=10),
    ]
    board.submit(waiting, NOON)
    firsts = [board.window.first(ticket, open_tickets) for ticket in range(4)]
    assert firsts == [1, 2, 2, NOBODY]


# Arrays


@pytest.mark.parametrize("name", ["open", "used", "spare_share", "last_assigned"])
def test_arrays_of_a_view_are_read_only(name: str) -> None:
    """A strategy cannot change the board through what it is shown."""
    view = Board(agents("ana bea")).window
    with pytest.raises(ValueError, match="read-only"):
        getattr(view, name)[0] = 7


def test_numbers_remembered_are_read_only() -> None:
    """Memory changes through plans only."""
    view = Board(agents("ana bea")).window
    with pytest.raises(ValueError, match="read-only"):
        view.memory("policy", None)[0] = 7


def test_asking_what_is_remembered_changes_nothing() -> None:
    """Not even by an empty entry."""
    view = Board(agents("ana"), memory=Memory()).window
    view.memory("policy", "queue")
    assert view.remembered() == Memory()
