"""A plan: what a strategy wants to change, and why everything else stays as it is."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._drawn import Draw
from ticketroute.board._memory import Memory
from ticketroute.board._remembered import MemoryChange
from ticketroute.board._solution import Solution
from ticketroute.errors import StaleView

if TYPE_CHECKING:
    from ticketroute.board._counterfactual import Counterfactual
    from ticketroute.board._explanation import Explanation
    from ticketroute.board._reasons import Reason
    from ticketroute.board._view import View


@attrs.frozen
class Assignment:
    """A ticket and the agent who is to have it."""

    ticket_id: str
    agent_id: str


class Plan:
    """Changes only: which tickets go to whom, and which are held. Every other ticket is left.

    A plan is made by :meth:`View.plan` or :meth:`Draft.to_plan` and not changed afterwards.

    Attributes
    ----------
    view
        What it was decided on.
    pairs
        Pairs of positions (ticket, agent), in the order in which they were decided.
    offers
        Positions of the agents who are to be asked, by position of the ticket.
    holds
        Reasons by position of tickets that are kept waiting on purpose.
    hold_ends
        When such tickets are to be looked at again, in microseconds since 1970 UTC, by position.
    memory_changes
        What policies are to remember.
    solution
        The quality of a plan that was optimised as a whole, else None.
    strategy
        What decided it, when it was made by ``decide`` or ``assign``; explanations ask it.
    """

    strategy: object = None
    _left: "dict[str, Reason] | None" = None
    _memory: Memory | None = None

    def __init__(
        self,
        view: "View",
        pairs: tuple[tuple[int, int], ...],
        holds: Mapping[int, str],
        memory_changes: tuple[MemoryChange, ...] = (),
        solution: Solution | None = None,
        *,
        offers: Mapping[int, tuple[int, ...]] | None = None,
        hold_ends: Mapping[int, int] | None = None,
    ) -> None:
        self.offers = offers or {}
        self.hold_ends = hold_ends or {}
        self.view = view
        self.version = view.version
        self.places = view.places
        self.pairs = pairs
        self.holds = holds
        self.memory_changes = memory_changes
        self.solution = solution

    @property
    def assignments(self) -> tuple[Assignment, ...]:
        """Who is to have which ticket, in the order in which it was decided."""
        ticket_ids, agent_ids = self.view.tickets.ids, self.view.roster.ids
        return tuple(Assignment(ticket_ids[t], agent_ids[a]) for t, a in self.pairs)

    @property
    def left(self) -> Mapping[str, "Reason"]:
        """Why each ticket that was not assigned still waits, by ticket id.

        Raises
        ------
        StaleView
            If the board has changed since the decision and nobody had asked before.
        """
        if self._left is None:
            from ticketroute.board._reasons import reasons_left  # noqa: PLC0415 - asked for late

            self.require_fresh()
            self._left = reasons_left(self)
        return self._left

    @property
    def memory(self) -> Memory:
        """What the next decision must know; hand it to the next call.

        Raises
        ------
        StaleView
            If the board has changed since the decision and nobody had asked before; then ask
            ``board.window.remembered()``.
        """
        if self._memory is None:
            self.require_fresh()
            self._memory = self._with_changes(self.view.remembered())
        return self._memory

    def _with_changes(self, before: Memory) -> Memory:
        ids = self.view.roster.ids
        taken = [*self.pairs, *((t, agent) for t, asked in self.offers.items() for agent in asked)]
        served = dict.fromkeys(ids[agent] for _, agent in reversed(taken))
        kept = [agent_id for agent_id in before.last_assigned if agent_id not in served]
        numbers = {p: {q: dict(n) for q, n in qs.items()} for p, qs in before.numbers.items()}
        for change in self.memory_changes:
            queues = numbers.setdefault(change.policy, {})
            queues.setdefault(change.queue, {}).update(
                (ids[agent], number)
                for agent, number in zip(
                    change.agents.tolist(), change.numbers.tolist(), strict=True
                )
            )
        now_us = self.view.now_us
        times = {name: {**before.times.get(name, {}), "assigned": now_us} for name in served}
        return Memory(
            (*kept, *reversed(served)),
            numbers,
            {**before.times, **times},
            self._drawn(before, taken),
        )

    def _drawn(
        self, before: Memory, taken: Iterable[tuple[int, int]]
    ) -> Mapping[str, Sequence[Draw]]:
        """Add what tickets draw on allowances to what has been drawn before."""
        view = self.view
        drawn = {name: list(draws) for name, draws in before.drawn.items()}
        for ticket, agent in taken:
            for _, units, allowance in view.workload.drawn(view.profile(ticket).demand):
                ends, name = view.draw_end(allowance, agent), view.tickets.ids[ticket]
                own = drawn.setdefault(view.roster.ids[agent], [])
                own.append((ends, allowance.name, units, name))
        return drawn

    def explain(self, ticket_id: str) -> "Explanation":
        """Explain what was decided about a ticket, who else could have had it, and why not.

        Raises
        ------
        UnknownId
            If there is no such ticket.
        StaleView
            If the board has changed since the decision.
        """
        from ticketroute.board._explaining import explain  # noqa: PLC0415 - asked for late

        self.require_fresh()
        return explain(self, ticket_id)

    def counterfactuals(
        self, ticket_id: str, agent_id: str | None = None
    ) -> "tuple[Counterfactual, ...]":
        """Give the smallest changes by which a ticket would have gone to somebody else, or at all.

        Each is verified: the strategy decides anew on a board that is otherwise in just that. Two
        changes at a time are looked at only where none does by itself. At most 256 such decisions
        are made for an agent; what was found until then is given.

        Parameters
        ----------
        ticket_id
            The ticket; of one that does not wait, nothing is told.
        agent_id
            Who was to have it. Without one, for a ticket that waits: what would have let anybody
            have it, or let it start earlier; else each of those who did not get it, up to 16.

        Returns
        -------
        tuple of Counterfactual
            The smallest first, see :attr:`Counterfactual.size`.

        Raises
        ------
        UnknownId
            If there is no such ticket or agent.
        StaleView
            If the board has changed since the decision.
        ValueError
            If no strategy has made the plan.
        """
        from ticketroute.board._counterfactuals import find_counterfactuals  # noqa: PLC0415 - late

        self.require_fresh()
        return find_counterfactuals(self, ticket_id, agent_id)

    def require_fresh(self) -> None:
        """Raise `StaleView` if the board is no longer as it was when this was decided."""
        if self.view.version != self.version:
            message = (
                "plan: expected the board of the decision, which has changed since; "
                "ask before the commit, or decide on view.keep()"
            )
            raise StaleView(message)

    def columns(self) -> dict[str, NDArray[np.object_]]:
        """Give a row for each ticket as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``ticket_id``, ``agent_id`` (None if left) and ``reason`` (None if assigned).
        """
        rows: list[tuple[str, str | None, str | None]] = [
            (each.ticket_id, each.agent_id, None) for each in self.assignments
        ]
        rows += [(ticket_id, None, reason.text) for ticket_id, reason in self.left.items()]
        table = np.array(rows, dtype=object).reshape(-1, 3)
        names = ("ticket_id", "agent_id", "reason")
        return dict(zip(names, table.T, strict=True))

    def __repr__(self) -> str:
        shown = [f"{each.ticket_id} -> {each.agent_id}" for each in self.assignments[:5]]
        shown += [
            f"{self.view.tickets.ids[ticket]} offered to "
            + " and ".join(self.view.roster.ids[agent] for agent in asked)
            for ticket, asked in self.offers.items()
        ][: 5 - len(shown)]
        served = len(self.pairs) + len(self.offers)
        if served > len(shown):
            shown.append(f"... {served - len(shown)} more")
        if self.view.version == self.version:
            left = f"{len(self.view.waiting_or_scheduled()) - served} left"
        else:
            left = "the board has moved on"
        return f"<Plan: {', '.join(shown) or 'nothing assigned'}; {left}>"
