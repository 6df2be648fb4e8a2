"""Tickets by queue in a batch: the first of each queue that somebody is to have."""

from collections.abc import Callable, Mapping

import attrs

from ticketroute.board import NOBODY, Draft, Plan, View
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import held_by, holds_back, remembered
from ticketroute.strategies._in_turn import picked_agent
from ticketroute.strategies._next_queue import NextQueue
from ticketroute.strategies._protocols import PicksAgent

Part = tuple[PicksAgent, UrgencyRule]
"""What serves a queue: who gets its tickets, and in which order."""


@attrs.define(eq=False)
class _Line:
    """The tickets of a queue in their order, and how far they have been gone through.

    Parameters
    ----------
    queue
        Its name.
    strategy
        What picks the agents.
    tickets
        All that waited in the beginning, in their order.
    may_hold
        Whether the strategy may hold.
    place
        Where those stand that come after the head.
    head
        The first ticket that somebody is to have, or `NOBODY`.
    agent
        Somebody who could have the head when it was last asked about.
    passed
        Where tickets stand before it that may come to have a last resort as others fill up.
    """

    queue: str | None
    strategy: PicksAgent
    tickets: list[int]
    may_hold: bool
    place: int = 0
    head: int = NOBODY
    agent: int = NOBODY
    passed: list[int] = attrs.field(factory=list)


def serve_queues(view: View, part_of: Callable[[str | None], Part], turns: NextQueue) -> Plan:
    """Make a plan by serving the queue that is next, again and again.

    A ticket that nobody is to have holds up neither its own queue nor another.

    Parameters
    ----------
    view
        The board.
    part_of
        What serves each queue.
    turns
        Which queue is next.
    """
    parts = {queue: part_of(queue) for queue in view.waiting_queues()}
    lines = split_by_queue(view, {queue: order for queue, (_, order) in parts.items()})
    batch = _Batch(
        view.draft(),
        [_Line(q, part, lines[q], holds_back(part)) for q, (part, _) in parts.items()],
        turns,
    )
    return batch.serve()


def split_by_queue(
    view: View, orders: Mapping[str | None, UrgencyRule]
) -> dict[str | None, list[int]]:
    """Give the waiting tickets of some queues, each in its order; one pass for each order."""
    lines: dict[str | None, list[int]] = {queue: [] for queue in orders}
    rules: list[tuple[UrgencyRule, set[str | None]]] = []
    for queue, order in orders.items():
        alike = next((queues for rule, queues in rules if rule == order), None)
        if alike is None:
            rules.append((order, {queue}))
        else:
            alike.add(queue)
    for rule, queues in rules:
        for ticket in view.most_urgent_first(rule):
            queue = view.queue_of(ticket)
            if queue in queues:
                lines[queue].append(ticket)
    return lines


class _Batch:
    """A draft on which the heads of queues are served.

    After an assignment only those heads are asked about again that may have changed: loads only
    grow in a batch. Where a strategy never holds, a head can be served as long as the one agent
    can have it who could when it was asked about; where it may, the agent who was given a ticket
    has to be one of those who may have the head.
    """

    def __init__(self, draft: Draft, lines: list[_Line], turns: NextQueue) -> None:
        self._draft = draft
        self._turns = turns
        self._lines = {line.queue: line for line in lines}
        self._holding = [line for line in lines if line.may_hold]
        self._relying: dict[int, dict[_Line, None]] = {}
        self._exhausted: set[int] = set()
        for line in lines:
            self._advance(line)

    def serve(self) -> Plan:
        """Serve the queue that is next until nobody can be given anything."""
        draft = self._draft
        while (ticket := self._turns.first()) != NOBODY:
            line = self._lines[draft.queue_of(ticket)]
            agent = picked_agent(line.strategy, draft, ticket)
            if agent == NOBODY:
                self._advance(line)
                continue
            change = remembered(line.strategy, draft, ticket, agent)
            if change is not None:
                draft.remember(change)
            draft.assign(ticket, agent)
            self._turns.serve(line.queue)
            self._advance(line)
            self._ask_again(agent)
        self._hold()
        return draft.to_plan()

    def _advance(self, line: _Line) -> None:
        """Go on to the next ticket of a line that somebody is to have."""
        line.head = NOBODY
        self._rely(line, NOBODY)
        while line.place < len(line.tickets) and line.head == NOBODY:
            ticket = line.tickets[line.place]
            line.place += 1
            if self._may_be_served(ticket):
                agent = picked_agent(line.strategy, self._draft, ticket)
                if agent == NOBODY:
                    self._pass_over(line, ticket)
                else:
                    line.head = ticket
                    self._rely(line, agent)
        self._turns.put(line.queue, line.head)

    def _may_be_served(self, ticket: int) -> bool:
        number = self._draft.profile_number(ticket)
        return number not in self._exhausted and self._draft.is_waiting(ticket)

    def _pass_over(self, line: _Line, ticket: int) -> None:
        """Remember that nobody can have tickets like this, or that somebody still might."""
        draft = self._draft
        if draft.profile(ticket).overlooks:
            line.passed.append(line.place - 1)
        elif not self._has_own_conditions(ticket) and not len(draft.candidates(ticket)):
            self._exhausted.add(draft.profile_number(ticket))

    def _has_own_conditions(self, ticket: int) -> bool:
        """Say whether others of its profile may be given to somebody whom a ticket may not."""
        return self._draft.guarded or ticket in self._draft.tickets.barred

    def _rely(self, line: _Line, agent: int) -> None:
        """Let the head of a line be one that this agent could have."""
        if line.may_hold:
            return
        self._relying.get(line.agent, {}).pop(line, None)
        line.agent = agent
        if agent != NOBODY:
            self._relying.setdefault(agent, {})[line] = None

    def _ask_again(self, agent: int) -> None:
        """Ask about the heads, and those passed over, that an agent's new load may concern."""
        draft = self._draft
        relying = self._relying.get(agent, {})
        lines = [line for line in relying if not draft.fits(line.head, agent)]
        lines += [
            line
            for line in self._holding
            if line.head != NOBODY and draft.profile(line.head).passes[agent]
        ]
        for line in lines:
            other = picked_agent(line.strategy, draft, line.head)
            if other == NOBODY:
                self._pass_over(line, line.head)
                self._advance(line)
            else:
                self._rely(line, other)
        for line in self._holding:
            self._take_back(line, agent)

    def _take_back(self, line: _Line, agent: int) -> None:
        """Go back to the first ticket that was passed over and can be served by now, if any."""
        for index, place in enumerate(line.passed):
            ticket = line.tickets[place]
            if self._draft.profile(ticket).passes[agent] and (
                picked_agent(line.strategy, self._draft, ticket) != NOBODY
            ):
                del line.passed[index:]
                line.place = place
                self._advance(line)
                return

    def _hold(self) -> None:
        """Hold what the strategies hold, for their reasons."""
        draft = self._draft
        for ticket in draft.waiting.tolist():
            line = self._lines[draft.queue_of(ticket)]
            if held := held_by(line.strategy, draft, ticket):
                draft.hold(ticket, held.reason, held.until)
