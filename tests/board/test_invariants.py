"""What every plan must keep to: each broken invariant is found, named, and changes nothing."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.board_state import board_state
from tests.builders import NOON, at, tickets
from tests.generators import Scene, scenes
from ticketroute import Agent, Board, Capacity, Plan, Presence, Ticket, View, decide
from ticketroute.board import MemoryChange, check_plan, find_problems
from ticketroute.dispatcher import dispatch_ticket
from ticketroute.errors import InvalidPlan, TicketRouteError

NOBODYS = 99


def office() -> Board:
    """Make a board: 0 ana has room for two, 1 bea is away, 2 cem has room for one chat."""
    board = Board(
        [
            Agent(id="ana", capacity=2, teams=["mail"]),
            Agent(id="bea", capacity=2, presence=Presence.AWAY),
            Agent(id="cem", capacity=Capacity(total=5, channels={"chat": 1})),
        ]
    )
    chats = [Ticket(id=f"chat {number}", created=NOON, channel="chat") for number in (1, 2)]
    later = Ticket(id="later", created=NOON, not_before=at(60))
    picky = Ticket(id="picky", created=NOON, exclusions=["ana"], queue="mail")
    board.submit([*tickets("t0 t1 t2"), *chats, later, picky], NOON)
    board.commit_pair(0, 2)
    return board


CHAT_1, CHAT_2, LATER, PICKY = 3, 4, 5, 6


def change(agents: object, numbers: object) -> MemoryChange:
    """Make a change of memory of whatever is given."""
    return MemoryChange("policy", "", agents, numbers)  # type: ignore[arg-type]


BROKEN: dict[str, tuple[Callable[[View], Plan], str, str]] = {
    "unknown ticket": (
        lambda view: view.plan([(NOBODYS, 0)]),
        "known ids",
        "there is no ticket at position 99",
    ),
    "negative ticket": (
        lambda view: view.plan([(-1, 0)]),
        "known ids",
        "there is no ticket at position -1",
    ),
    "unknown agent": (
        lambda view: view.plan([(1, 3)]),
        "known ids",
        "there is no agent at position 3",
    ),
    "nobody": (lambda view: view.plan([(1, -1)]), "known ids", "there is no agent at position -1"),
    "unknown held ticket": (
        lambda view: view.plan(hold={NOBODYS: "why not"}),
        "known ids",
        "there is no ticket at position 99",
    ),
    "ticket in hand": (
        lambda view: view.plan([(0, 0)]),
        "waiting",
        "ticket 't0' does not wait",
    ),
    "scheduled ticket": (
        lambda view: view.plan([(LATER, 0)]),
        "waiting",
        "ticket 'later' does not wait",
    ),
    "held ticket that is scheduled": (
        lambda view: view.plan(hold={LATER: "why not"}),
        "waiting",
        "ticket 'later' does not wait",
    ),
    "ticket twice": (
        lambda view: view.plan([(1, 0), (1, 2)]),
        "ticket once",
        "ticket 't1' is dealt with twice",
    ),
    "assigned and held": (
        lambda view: view.plan([(1, 0)], hold={1: "why not"}),
        "ticket once",
        "ticket 't1' is dealt with twice",
    ),
    "away": (lambda view: view.plan([(1, 1)]), "eligible", "agent 'bea' may not have 't1' now"),
    "excluded": (
        lambda view: view.plan([(PICKY, 0)]),
        "eligible",
        "agent 'ana' may not have 'picky' now",
    ),
    "beyond the total": (
        lambda view: view.plan([(1, 0), (2, 0), (CHAT_1, 0)]),
        "capacity",
        "ticket 'chat 1' is beyond the total limit of agent 'ana'",
    ),
    "beyond the channel": (
        lambda view: view.plan([(CHAT_1, 2), (CHAT_2, 2)]),
        "capacity",
        "ticket 'chat 2' is beyond the chat limit of agent 'cem'",
    ),
    "memory of half a number": (
        lambda view: view.plan(memory=[change(np.array([0]), np.array([0.5]))]),
        "memory",
        "'policy' remembers something else than an integer for each agent",
    ),
    "memory of nobody": (
        lambda view: view.plan(memory=[change(np.array([3]), np.array([1]))]),
        "memory",
        "'policy' remembers something else than an integer for each agent",
    ),
    "memory of a wrong length": (
        lambda view: view.plan(memory=[change(np.array([0, 1]), np.array([1]))]),
        "memory",
        "'policy' remembers something else than an integer for each agent",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_broken_invariant_is_named(name: str) -> None:
    """The problem says which rule, with the ids in question."""
    make, rule, text = BROKEN[name]
    view = office().window
    problems = find_problems(view, make(view))
    assert [(each.rule, each.text) for each in problems] == [(rule, text)]


@pytest.mark.parametrize("name", BROKEN)
def test_plan_that_breaks_an_invariant_is_refused_and_changes_nothing(name: str) -> None:
    """Committing raises, with one sentence for each problem, and the board is as it was."""
    make, rule, text = BROKEN[name]
    board = office()
    plan, before = make(board.window), board_state(board)
    with pytest.raises(InvalidPlan, match=r"the plan breaks 1 invariant\(s\): ") as caught:
        board.commit(plan)
    assert caught.value.problems == (f"{rule}: {text}",)
    assert board_state(board) == before


@pytest.mark.parametrize("name", BROKEN)
def test_strategy_that_breaks_an_invariant_is_refused(name: str) -> None:
    """Deciding checks what the strategy says."""
    make, _, text = BROKEN[name]
    board = office()
    before = board_state(board)
    with pytest.raises(InvalidPlan) as caught:
        decide(board.window, make)
    assert text in str(caught.value)
    assert board_state(board) == before


def test_all_problems_are_told_at_once() -> None:
    """Whoever writes a strategy sees everything that is wrong with it."""
    view = office().window
    plan = view.plan([(NOBODYS, 0), (1, 1), (2, 0), (2, 0)], hold={LATER: "why not"})
    rules = [each.rule for each in find_problems(view, plan)]
    assert rules == ["known ids", "eligible", "ticket once", "waiting"]
    with pytest.raises(InvalidPlan, match=r"breaks 4 invariant\(s\)"):
        check_plan(view, plan)


def test_invalid_plan_is_an_error_of_ours_and_a_value_error() -> None:
    """It can be caught as either."""
    assert issubclass(InvalidPlan, TicketRouteError)
    assert issubclass(InvalidPlan, ValueError)


def test_empty_plan_is_fine() -> None:
    """Nothing is a plan too."""
    board = office()
    check_plan(board.window, board.window.plan())
    board.commit(board.window.plan())


def test_sound_plan_raises_nothing() -> None:
    """Up to every limit, and not beyond."""
    view = office().window
    check_plan(view, view.plan([(1, 0), (2, 0), (CHAT_1, 2)], hold={CHAT_2: "its turn is later"}))


def test_hint_to_hold_does_not_keep_a_ticket_from_waiting() -> None:
    """A held ticket waits on, and its reason is the plan's own."""
    board = office()
    plan = board.window.plan(hold={1: "for the night shift"})
    assert plan.left["t1"].text == "held: for the night shift"
    board.commit(plan)
    assert board.window.is_waiting(1)


def test_plan_is_checked_against_the_board_as_it_is_now() -> None:
    """A plan that was sound when it was made is refused once somebody else has the ticket."""
    board = office()
    plan = decide(board.window, "round-robin")
    board.commit_pair(1, 0)
    before = board_state(board)
    with pytest.raises(InvalidPlan, match="ticket 't1' does not wait"):
        board.commit(plan)
    assert board_state(board) == before


@given(scenes(least_tickets=1), st.integers(-1, 4), st.data())
@settings(max_examples=150)
def test_single_pair_is_judged_as_a_plan_of_it(
    scene: Scene, agent: int, data: st.DataObject
) -> None:
    """The quick form for one pair accepts and refuses what the thorough one does."""
    ticket = data.draw(st.integers(-1, len(scene.tickets)))
    board, twin = scene.board(), scene.board()
    problems = find_problems(board.window, board.window.plan([(ticket, agent)]))
    if problems:
        before = board_state(board)
        with pytest.raises(InvalidPlan) as caught:
            board.commit_pair(ticket, agent)
        assert caught.value.problems == tuple(f"{each.rule}: {each.text}" for each in problems)
        assert board_state(board) == before
    else:
        board.commit_pair(ticket, agent)
        twin.commit(twin.window.plan([(ticket, agent)]))
        assert board_state(board) == board_state(twin)
        assert board.owner(scene.tickets[ticket].id) == board.window.agents[agent].id


def test_single_pair_carries_its_memory() -> None:
    """What is to be remembered is remembered with the assignment."""
    board = office()
    board.commit_pair(1, 0, change(np.array([0, 2]), np.array([5, -5])))
    assert board.window.memory("policy", None).tolist() == [5, 0, -5]
    assert board.owner("t1") == "ana"


def test_single_pair_with_a_wrong_memory_is_refused_whole() -> None:
    """Neither the assignment nor the memory is carried out."""
    board = office()
    before = board_state(board)
    with pytest.raises(InvalidPlan, match="memory: 'policy' remembers something else"):
        board.commit_pair(1, 0, change(np.array([7]), np.array([5])))
    assert board_state(board) == before


def test_single_pair_of_numpys_integers_is_carried_out() -> None:
    """Never is a sound pair neither carried out nor refused."""
    board = office()
    candidates = board.window.candidates(1)
    board.commit_pair(1, candidates[0])
    assert board.owner("t1") == "ana"


def test_dispatched_ticket_is_carried_out_when_the_pick_is_numpys() -> None:
    """The agent that is answered has the ticket."""

    class First:
        """Pick the first candidate, as the array holds it."""

        def pick_agent(self, view: View, ticket: int, /) -> int:
            """Give an element of an array."""
            first: int = view.candidates(ticket)[0]
            return first

    board = office()
    assert dispatch_ticket(board, 1, First()) == 0
    assert board.owner("t1") == "ana"


def test_held_tickets_may_be_numpys_integers() -> None:
    """Positions come from arrays, so that is what strategies have at hand."""
    board = office()
    view = board.window
    plan = decide(view, lambda seen: seen.plan(hold=dict.fromkeys(seen.waiting, "not today")))
    assert set(plan.left) == {view.tickets.ids[ticket] for ticket in (1, 2, 3, 4, 5, 6)}


def test_plan_of_numpys_integers_is_plain() -> None:
    """Pairs made of array elements are pairs of integers."""
    view = office().window
    plan = view.plan(zip(view.waiting[:1], np.array([0]), strict=True))
    assert plan.pairs == ((1, 0),)
    assert [type(each) for each in plan.pairs[0]] == [int, int]


@pytest.mark.parametrize("ids", ["t1", "t1 t2"])
def test_plan_of_another_board_is_refused(ids: str) -> None:
    """Positions mean nothing on a board that they were not read from."""
    here, elsewhere = (Scene(agents=office().window.agents, tickets=[]).board() for _ in range(2))
    for board in (here, elsewhere):
        board.submit(tickets(ids), NOON)
    plan, before = decide(elsewhere.window, "round-robin"), board_state(here)
    with pytest.raises(InvalidPlan, match="the plan was made for another board"):
        here.commit(plan)
    assert board_state(here) == before


def test_plan_of_a_snapshot_or_draft_is_a_plan_of_its_board() -> None:
    """Copies are of the same board."""
    board = office()
    kept = board.window.keep()
    board.commit(kept.plan([(1, 0)]))
    board.commit(board.window.draft().plan([(2, 0)]))
    assert [board.owner(each) for each in ("t1", "t2")] == ["ana", "ana"]
