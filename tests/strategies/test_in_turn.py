"""From a function that picks to a strategy, and the order in which tickets are served."""

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, agents, at, given_out, minutes, tickets
from tests.generators import RULES, Scene, scenes
from ticketroute import Agent, Board, Dispatcher, Plan, Setup, Ticket, View, assign, decide
from ticketroute.board import NOBODY, MemoryChange, ReasonCode
from ticketroute.dispatcher import dispatch_ticket
from ticketroute.errors import InvalidPlan
from ticketroute.sla import LinearAgeing, OldestFirst, Targets, UrgencyRule
from ticketroute.strategies import (
    FewestOpen,
    InTurn,
    LeastRecentlyAssigned,
    PicksAgent,
    PicksTicket,
    RoundRobin,
    TicketByTicket,
    serve_in_turn,
)


def first_candidate(view: View, ticket: int) -> int:
    """Pick the candidate whose id comes first."""
    return next(iter(view.candidates(ticket).tolist()), NOBODY)


def first_candidate_of_the_array(view: View, ticket: int) -> int:
    """Pick the same, as the number that the array holds."""
    candidates = view.candidates(ticket)
    return candidates[0] if len(candidates) else NOBODY


def test_function_that_picks_makes_a_strategy() -> None:
    """Loads change within the batch, so the first candidate changes when full."""
    plan = assign(
        tickets("t1 t2 t3"),
        agents("ana bea", 1),
        strategy=TicketByTicket(first_candidate),
        now=NOON,
    )
    assert given_out(plan) == {"t1": "ana", "t2": "bea"}
    assert plan.left["t3"].code is ReasonCode.OUTRANKED


def test_function_may_pick_numpys_integers() -> None:
    """An element of `view.candidates(ticket)` is a position like any other."""
    strategy = TicketByTicket(first_candidate_of_the_array)
    plan = assign(tickets("t1"), agents("ana"), strategy=strategy, now=NOON)
    assert given_out(plan) == {"t1": "ana"}


def test_function_that_picks_somebody_full_is_refused() -> None:
    """A wrong pick is found out, whoever wrote it."""
    with pytest.raises(InvalidPlan, match=r"'t2' is beyond the total limit of agent 'ana'"):
        assign(
            tickets("t1 t2"), agents("ana", 1), strategy=TicketByTicket(lambda _v, _t: 0), now=NOON
        )


def test_pick_must_be_a_function() -> None:
    """What cannot be called is refused when the strategy is made."""
    with pytest.raises(TypeError, match=r"TicketByTicket.pick: expected a function .* got 3"):
        TicketByTicket(3)  # type: ignore[arg-type]


def test_subclass_must_say_how_to_pick() -> None:
    """The common class alone decides nothing."""
    board = Board(agents("ana"))
    board.submit(tickets("t1"), NOON)
    with pytest.raises(NotImplementedError):
        InTurn()(board.window)


def test_event_forms_are_recognised() -> None:
    """Whoever embeds the library can ask what a strategy offers."""
    assert isinstance(FewestOpen(), PicksAgent)
    assert isinstance(FewestOpen(), PicksTicket)
    assert not isinstance(first_candidate, PicksAgent)


@given(scenes(), st.sampled_from(RULES))
@settings(max_examples=100)
def test_tickets_are_served_by_urgency_then_due_then_arrival_then_id(
    scene: Scene, rule: UrgencyRule
) -> None:
    """The order is that of a plain sort by four keys."""
    view = scene.board().window
    waiting = view.waiting
    urgency = rule(view.backlog(waiting), view.now_us).tolist()
    keys = []
    for number, ticket in zip(urgency, waiting.tolist(), strict=True):
        due = int(view.backlog(np.array([ticket])).due[0])
        keys.append((-number, due, view.ticket(ticket).created, view.ticket(ticket).id, ticket))
    assert list(view.most_urgent_first(rule)) == [key[-1] for key in sorted(keys)]


def test_order_is_taken_from_the_strategy() -> None:
    """With room for one, the rule says which one."""
    waiting = [Ticket(id="old", created=at(-30)), Ticket(id="vip", created=at(-1), impact=1)]
    for rule, served in ((OldestFirst(), "old"), (LinearAgeing({1: 60}), "vip")):
        plan = assign(waiting, agents("ana", 1), strategy=FewestOpen(order=rule), now=NOON)
        assert list(given_out(plan)) == [served]


def test_targets_make_the_short_one_due_first() -> None:
    """By default the earliest due ticket is served, not the oldest."""
    waiting = [Ticket(id="old", created=at(-30)), Ticket(id="vip", created=at(-1), impact=1)]
    setup = Setup(targets=Targets({1: minutes(10)}, default=minutes(120)))
    plan = assign(waiting, agents("ana", 1), strategy="fewest-open", now=NOON, setup=setup)
    assert list(given_out(plan)) == ["vip"]


def test_agent_without_a_fitting_ticket_gets_none() -> None:
    """The event form for agents answers `NOBODY` when nothing fits."""
    board = Board([Agent(id="ana", capacity=0), Agent(id="bea", capacity=1)])
    board.submit(tickets("t1 t2"), NOON)
    assert RoundRobin().pick_ticket(board.window, 0) == NOBODY
    assert RoundRobin().pick_ticket(board.window, 1) == 0


def test_any_object_with_an_event_form_can_be_served_in_turn() -> None:
    """The loop needs `pick_agent` only; it remembers if there is something to remember."""

    class EveryOther:
        """Alternate by what was remembered."""

        def pick_agent(self, view: View, _ticket: int, /) -> int:
            """Give the agent with the smaller number."""
            return int(view.memory("every other", None).argmin())

        def remember(self, view: View, ticket: int, agent: int) -> MemoryChange:
            """Count one up for who was served."""
            candidates = view.candidates(ticket)
            numbers = view.memory("every other", None)[candidates]
            numbers[candidates == agent] += 1
            return MemoryChange("every other", "", candidates, numbers)

    def strategy(view: View) -> Plan:
        return serve_in_turn(view, EveryOther(), OldestFirst())

    plan = assign(tickets("t1 t2 t3"), agents("ana bea"), strategy=strategy, now=NOON)
    assert given_out(plan) == {"t1": "ana", "t2": "bea", "t3": "ana"}
    assert plan.memory.numbers == {"every other": {"": {"ana": 2, "bea": 1}}}


def test_dispatching_one_ticket_carries_it_out() -> None:
    """The event form on the board: pick, check, apply."""
    board = Board(agents("ana bea"))
    board.submit(tickets("t1"), NOON)
    assert dispatch_ticket(board, 0, LeastRecentlyAssigned()) == 0
    assert board.owner("t1") == "ana"
    assert decide(board.window, LeastRecentlyAssigned()).pairs == ()


@attrs.frozen(kw_only=True)
class OneOfEach(InTurn):
    """Hold everything for a while, and say nothing about it."""

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Pick nobody before a quarter past."""
        if view.now.minute < 15:
            return NOBODY
        return FewestOpen().pick_agent(view, ticket)


def test_what_a_strategy_of_ones_own_holds_is_not_forgotten() -> None:
    """It need not say that it may hold: the desk asks again whenever anything happens."""
    desk = Dispatcher(agents("ana", 5), strategy=OneOfEach())
    desk.submit(tickets("t1")[0], NOON)
    assert desk.dispatch(NOON) == ()
    assert desk.dispatch(at(10)) == ()
    assert [event.ticket_id for event in desk.dispatch(at(15))] == ["t1"]
    view = Board(agents("ana")).view(NOON)
    assert OneOfEach().pick_ticket(view, 0) == NOBODY


def test_ticket_that_is_held_blocks_none_behind_it() -> None:
    """A strategy of one's own that gives only what is urgent: the agent gets the second in line."""

    def urgent_only(view: View, ticket: int) -> int:
        return FewestOpen().pick_agent(view, ticket) if view.ticket(ticket).urgency == 1 else NOBODY

    board = Board(agents("ana", 5))
    board.submit([Ticket(id="a", created=at(-9)), Ticket(id="b", created=at(-1), urgency=1)], NOON)
    strategy = TicketByTicket(urgent_only)
    assert strategy.may_hold
    assert board.window.ticket(strategy.pick_ticket(board.window, 0)).id == "b"
