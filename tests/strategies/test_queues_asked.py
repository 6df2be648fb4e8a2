"""How often queues ask their strategies and orders, and which strategies may serve a queue."""

from collections.abc import Callable
from typing import Any

import attrs
import pytest

from tests.builders import NOON, agents, at
from ticketroute import Board, Ticket, View
from ticketroute.sla import LinearAgeing, OldestFirst
from ticketroute.strategies import (
    ByPairIndex,
    ByQueue,
    FewestOpen,
    FixedQueueRatio,
    Greedy,
    InBuckets,
    SkillWeighted,
)
from ticketroute.strategies._queue_lines import split_by_queue


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
