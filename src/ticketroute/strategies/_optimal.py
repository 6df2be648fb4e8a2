"""The whole backlog against all free slots at once."""

from collections.abc import Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, ONE_UNIT, Alternative, Demand, Plan, Solution, View
from ticketroute.scores import Score, score_terms
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.strategies._by_effort import serve_by_effort
from ticketroute.strategies._greedy import SKILL_WEIGHTED
from ticketroute.strategies._in_turn import require_callable
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._slots import SlotProblem, pose


@attrs.frozen
class OptimalAssignment:
    """The plan with the largest sum of scores among those that serve the most urgent tickets.

    When capacity is short, urgency alone decides who is served: tickets are taken in its order,
    each that can still be served beside those before it. For these tickets the sum of scores is
    then the largest there is, and is proven to be (``plan.solution``). The score of an agent's
    second ticket is what it is once the first is in hand, so a batch does not pile up on one.

    That is so as long as all tickets that can be served draw alike on the limits (all of effort
    1, and no channel's limit within reach, is the usual case), and none of them may go to somebody
    who is not active. Otherwise a heuristic serves; it says so in ``plan.solution.method`` and
    states its gap.

    Small batches are solved on slots, one for each place with an agent. Larger ones are solved with
    a row for each kind of ticket and a column for each agent (:func:`transport`), if the score does
    not depend on loads: 100,000 tickets at once are no trouble then, with scores rounded to steps
    of 2**-28 of their span. With a score that does, time grows with the cube of the batch: meant
    for a few thousand tickets. Ties between equally good plans follow the tie-break chain as far as
    the solver's scan does, and do not depend on the order of the input.

    Parameters
    ----------
    score
        What rates the pairs; ``-inf`` forbids one. It must not grow with an agent's load, and the
        proof holds for scores that look at the agent's own load only.
    order
        What urgency is.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute import Agent, Ticket, assign
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> tickets = [
    ...     Ticket(id="t1", created=morning, requirements={"billing": 1}),
    ...     Ticket(id="t2", created=morning, requirements={"billing": 1, "french": 1}),
    ... ]
    >>> agents = [
    ...     Agent(id="ana", capacity=1, skills={"billing": 5, "french": 5}),
    ...     Agent(id="bea", capacity=1, skills={"billing": 4}),
    ... ]
    >>> plan = assign(tickets, agents, strategy=OptimalAssignment(), now=morning)
    >>> plan
    <Plan: t1 -> bea, t2 -> ana; 0 left>
    >>> plan.solution.is_optimal
    True
    """

    score: Score = attrs.field(default=SKILL_WEIGHTED, validator=require_callable)
    order: UrgencyRule = attrs.field(factory=EarliestDue, kw_only=True, validator=require_callable)

    def __call__(self, view: View, /) -> Plan:
        """Solve for all waiting tickets."""
        problem = self._pose(view)
        if problem is None:
            return serve_by_effort(view, self.score, self.order)
        agents, total = problem.solve()
        solution = Solution(problem.method, total, total, is_optimal=True)
        pairs = tuple(zip(problem.tickets, agents.tolist(), strict=True))
        return Plan(view, pairs, {}, solution=solution)

    def _pose(self, view: View) -> SlotProblem | PlacesProblem | None:
        """Pose the problem on slots; None if the tickets do not all draw alike on the limits.

        Nor is it one where somebody is a last resort: who that is changes with each ticket.
        """
        tickets: list[int] = []
        demands: dict[object, tuple[Demand, Demand] | None] = {}
        for ticket in view.most_urgent_first(self.order):
            until = view.time_needed(ticket) if view.guarded else 0
            kind = view.profile_number(ticket), view.tickets.barred.get(ticket), until
            if kind not in demands:
                demands[kind] = _demands(view, ticket)
            if demands[kind] is not None:
                if _has_last_resort(view, ticket):
                    return None
                tickets.append(ticket)
        drawn = [each for each in demands.values() if each is not None]
        for alike in ({whole for whole, _ in drawn}, {within_reach for _, within_reach in drawn}):
            if len(alike) <= 1:
                return pose(view, self.score, tickets, alike.pop() if alike else ONE_UNIT)
        return None

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give the parts of the score, for explanations."""
        return score_terms(view, self.score, ticket)

    def alternative(self, plan: Plan, ticket: int) -> Alternative | None:
        """Solve again with the ticket's pair forbidden; None for a plan of the heuristic."""
        agent = dict(plan.pairs).get(ticket)
        if plan.solution is None or not plan.solution.is_optimal or agent is None:
            return None
        problem = self._pose(plan.view)
        if problem is None:
            return None
        try:
            agents, total = problem.without(ticket, agent).solve()
        except ValueError:
            return Alternative(NOBODY, None)
        other = int(agents[problem.tickets.index(ticket)])
        # Two sums of the same floats in another order may differ in their last digits.
        return Alternative(other, max(plan.solution.score - total, 0.0))


def _has_last_resort(view: View, ticket: int) -> bool:
    """Say whether a ticket may also go to somebody who is not active."""
    profile = view.profile(ticket)
    return bool((view.workload.closed[profile.agents] & profile.overlooks).any())


def _demands(view: View, ticket: int) -> tuple[Demand, Demand] | None:
    """Give what a ticket draws, in all and of limits within its candidates' reach; None of none."""
    candidates = view.candidates(ticket)
    if not len(candidates):
        return None
    demand, room = view.profile(ticket).demand, view.workload.room[:, candidates]
    roomy = all((room[row] >= room[0]).all() for row, _ in demand[1:])
    return demand, demand[:1] if roomy else demand
