"""Queues served by their heads decide as going through all tickets again for each choice does."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from tests.board_state import plain_memory
from tests.builders import NOON, at, given_out
from tests.generators import Scene, scenes
from ticketroute import Agent, Plan, Ticket, View, assign
from ticketroute.board import NOBODY
from ticketroute.sla import LinearAgeing, OldestFirst, StrictLevels
from ticketroute.strategies import (
    Bounded,
    ByQueue,
    FewestOpen,
    FixedQueueRatio,
    Greedy,
    LeastRecentlyAssigned,
    Preferred,
    Reserve,
    RoundRobin,
    Sequential,
    SkillWeighted,
)
from ticketroute.strategies._event_form import order_of


def never(_ticket: Ticket) -> bool:
    """Say no."""
    return False


OF_QUEUES = {
    "never hold": ByQueue({"first line": RoundRobin(order=OldestFirst())}, default=FewestOpen()),
    "one after the other": ByQueue({}, default=Sequential(sequence=["cem", "ana"])),
    "all may hold": ByQueue(
        {
            "first line": Bounded(RoundRobin(), most=1),
            "second line": Reserve(FewestOpen(), per_agent=1, unless=never),
        },
        default=Preferred(SkillWeighted(order=LinearAgeing()), only=True),
    ),
    "some may hold": ByQueue(
        {"first line": Reserve(LeastRecentlyAssigned(), units=3, unless=never)},
        default=FewestOpen(),
    ),
}
BY_RATIO = {
    "longest": FixedQueueRatio(),
    "rotation": FixedQueueRatio(
        ratios={"first line": 1, "second line": 2, "": 1}, strategy=RoundRobin()
    ),
    "bounded": FixedQueueRatio(ratios={"second line": 2}, strategy=Bounded(FewestOpen(), most=1)),
    "reserved": FixedQueueRatio(
        strategy=Reserve(FewestOpen(), per_agent=1, unless=never), order=OldestFirst()
    ),
}


def arrival(view: View, ticket: int) -> tuple[int, str]:
    """Give what decides between queues that are alike."""
    return view.tickets.created(ticket), view.tickets.ids[ticket]


def excess(view: View, strategy: FixedQueueRatio, ticket: int) -> float:
    """Give by how much the queue of a ticket exceeds its share."""
    ratios, queue = dict(strategy.ratios), view.queue_of(ticket)
    share = ratios.get(queue or "", 0) / max(sum(ratios.values()), 1)
    return round(view.length_of(queue) / len(view.waiting_set) - share, 9)


def go_through_all(
    view: View,
    strategy: ByQueue | FixedQueueRatio,
    order_in: Callable[[str | None], Any],
    standing: Callable[[View, int], Any],
) -> Plan:
    """Look at every ticket of every queue for each choice."""
    draft = view.draft()
    lines = {
        queue: [t for t in view.most_urgent_first(order_in(queue)) if view.queue_of(t) == queue]
        for queue in view.waiting_queues()
    }
    while True:
        heads = [
            next((t for t in line if can_be_served(draft, strategy, t)), NOBODY)
            for line in lines.values()
        ]
        found = [head for head in heads if head != NOBODY]
        if not found:
            break
        ticket = min(found, key=lambda head: standing(draft, head))
        agent = strategy.pick_agent(draft, ticket)
        change = strategy.remember(draft, ticket, agent)
        if change is not None:
            draft.remember(change)
        draft.assign(ticket, agent)
    for ticket in draft.waiting.tolist():
        if held := strategy.held(draft, ticket):
            draft.hold(ticket, held.reason, held.until)
    return draft.to_plan()


def can_be_served(view: View, strategy: ByQueue | FixedQueueRatio, ticket: int) -> bool:
    """Say whether a ticket waits and somebody is to have it."""
    return view.is_waiting(ticket) and strategy.pick_agent(view, ticket) != NOBODY


def answer(plan: Plan) -> tuple[object, ...]:
    """Give all that a plan says."""
    return plan.pairs, dict(plan.holds), dict(plan.hold_ends), plain_memory(plan.memory)


@pytest.mark.parametrize("name", OF_QUEUES)
@settings(max_examples=100)
@given(scene=scenes())
def test_by_queue_decides_as_going_through_all(name: str, scene: Scene) -> None:
    """Whatever the queues are served by, and whoever is a last resort."""
    strategy, view = OF_QUEUES[name], scene.board().window
    plain = go_through_all(
        view, strategy, lambda queue: order_of(strategy.of_queue(queue)), arrival
    )
    assert answer(strategy(view)) == answer(plain)


@pytest.mark.parametrize("name", BY_RATIO)
@settings(max_examples=100)
@given(scene=scenes())
def test_fixed_queue_ratio_decides_as_going_through_all(name: str, scene: Scene) -> None:
    """Lengths are counted on as tickets go."""
    strategy, view = BY_RATIO[name], scene.board().window

    def standing(draft: View, ticket: int) -> tuple[float, int, str]:
        return (-excess(draft, strategy, ticket), *arrival(draft, ticket))

    plain = go_through_all(view, strategy, lambda _: strategy.order, standing)
    assert answer(strategy(view)) == answer(plain)


def test_head_that_cannot_be_served_any_more_makes_room_at_once() -> None:
    """Once Ana is full, what stands behind the head of its queue came before that of the other."""
    team = [Agent(id="ana", capacity=1, skills={"law": 1}), Agent(id="bea", capacity=9)]
    law = {"law": 1}
    backlog = [
        Ticket(id="full", queue="b", created=at(-10), requirements=law),
        Ticket(id="later", queue="b", created=at(-5)),
        Ticket(id="top", queue="a", created=at(-1), requirements=law, impact=1, urgency=1),
        Ticket(id="sooner", queue="a", created=at(-9), impact=3, urgency=3),
    ]
    for inner in (
        FewestOpen(order=StrictLevels()),
        Bounded(FewestOpen(order=StrictLevels()), most=9),
    ):
        plan = assign(backlog, team, strategy=ByQueue({}, default=inner), now=NOON)
        assert [each.ticket_id for each in plan.assignments] == ["full", "sooner", "later"]


def not_ana(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
    """Forbid Ana what is hard."""
    rows = [[-np.inf if a.id == "ana" and t.type else 0.0 for a in view.agents] for t in asked]
    return np.array(rows).reshape(len(asked), view.n_agents)


@pytest.mark.parametrize(
    "strategy",
    [ByQueue({}, default=Greedy(not_ana)), FixedQueueRatio(strategy=Greedy(not_ana))],
    ids=["by queue", "by ratio"],
)
def test_ticket_that_was_passed_over_comes_first_once_it_has_a_last_resort(
    strategy: ByQueue | FixedQueueRatio,
) -> None:
    """Bea is away, and Ana not for hard tickets; once she is full, Bea is asked before others."""
    team = [Agent(id="ana", capacity=1), Agent(id="bea", capacity=1, presence="away")]
    backlog = [
        Ticket(id="hard", created=at(-9), type="hard", presence="away"),
        Ticket(id="easy", created=at(-5)),
        Ticket(id="last", created=at(-1), presence="away"),
    ]
    plan = assign(backlog, team, strategy=strategy, now=NOON)
    assert given_out(plan) == {"easy": "ana", "hard": "bea"}
