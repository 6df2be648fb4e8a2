"""Queues served by their heads decide as going through all tickets again for each choice does."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest
from hypothesis import given, settings

from tests.board_state import plain_memory
from tests.builders import NOON, agents, at
from tests.generators import Scene, scenes
from ticketroute import Board, Plan, Ticket, View
from ticketroute.board import NOBODY
from ticketroute.sla import LinearAgeing, OldestFirst
from ticketroute.strategies import (
    Bounded,
    ByPairIndex,
    ByQueue,
    FewestOpen,
    FixedQueueRatio,
    Greedy,
    InBuckets,
    LeastRecentlyAssigned,
    Preferred,
    Reserve,
    RoundRobin,
    Sequential,
    SkillWeighted,
)
from ticketroute.strategies._event_form import order_of
from ticketroute.strategies._queue_lines import split_by_queue


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


@attrs.frozen
class Counted:
    """The fewest open, and how often it was asked."""

    asked: list[int] = attrs.field(factory=list, eq=False)
    may_hold = False

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Take note, and pick."""
        self.asked.append(ticket)
        return FewestOpen().pick_agent(view, ticket)


@pytest.mark.parametrize(
    "make",
    [lambda inner: ByQueue({}, default=inner), lambda inner: FixedQueueRatio(strategy=inner)],
    ids=["by queue", "by ratio"],
)
def test_many_queues_are_not_asked_about_again_for_each_ticket(
    make: Callable[[Any], ByQueue | FixedQueueRatio],
) -> None:
    """A head is asked about when it becomes one, when it is served, and as its agent fills up.

    With 40 queues, 400 tickets and 20 agents who are full after 10: a thousand questions, and not
    one for each queue at each of 200 choices.
    """
    counted = Counted()
    plan = make(counted)(many_queues())
    assert len(plan.pairs) == 200
    assert len(counted.asked) < 400 + 200 + 20 * 40


def many_queues() -> View:
    """Make a board with 40 queues."""
    names = " ".join(f"a{number:02}" for number in range(20))
    board = Board(agents(names, 10))
    board.submit(
        [Ticket(id=f"t{n:03}", created=at(-n), queue=f"q{n % 40}") for n in range(400)], NOON
    )
    return board.view(NOON)


def test_tickets_are_put_in_order_once_for_each_rule() -> None:
    """Equal rules are one."""
    asked: list[Any] = []

    class Watched:
        """A view that tells which orders it is asked for."""

        def __init__(self, view: View) -> None:
            self._view = view

        def __getattr__(self, name: str) -> Any:  # noqa: ANN401
            return getattr(self._view, name)

        def most_urgent_first(self, rule: Any) -> Any:  # noqa: ANN401
            asked.append(rule)
            return self._view.most_urgent_first(rule)

    view: Any = Watched(many_queues())
    orders: dict[str | None, Any] = {
        f"q{n}": OldestFirst() if n % 2 else LinearAgeing() for n in range(40)
    }
    lines = split_by_queue(view, orders)
    assert asked == [LinearAgeing(), OldestFirst()]
    assert [len(line) for line in lines.values()] == [10] * 40


def test_any_event_form_serves_a_queue_unless_it_chooses_among_tickets_itself() -> None:
    """What has no order of its own is served by due time; what may hold is taken to."""
    strategy = ByQueue({"a": Counted()}, default=Greedy(SkillWeighted().score))
    assert not ByQueue({"a": Counted()}, default=FewestOpen()).may_hold
    view = many_queues()
    assert len(strategy(view).pairs) == 200
    assert strategy.pick_ticket(view, 0) == strategy.first_of(view, view.waiting.tolist())
    for inner in (strategy, FixedQueueRatio(), InBuckets([], FewestOpen()), ByPairIndex(), Counted):
        with pytest.raises(TypeError, match="serves one ticket after the other, by an order"):
            ByQueue({}, default=inner)  # type: ignore[arg-type]
