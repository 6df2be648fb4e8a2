"""The whole backlog against all free slots at once."""

from collections.abc import Iterable, Mapping
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Alternative, Plan, Solution, View
from ticketroute.model import refuse
from ticketroute.scores import Score, score_terms
from ticketroute.sla import EarliestDue, UrgencyRule
from ticketroute.strategies._by_effort import serve_by_effort
from ticketroute.strategies._dealt import Dealt
from ticketroute.strategies._greedy import SKILL_WEIGHTED
from ticketroute.strategies._in_turn import require_callable
from ticketroute.strategies._place_values import PlaceValues, place_values, qualified
from ticketroute.strategies._posing import Problem, pose_all, tickets_that_draw_alike
from ticketroute.strategies._preferences import preference_of

_SAME: Final = 1e-9
"""Sums of floats that differ by less than this part of them are the same."""


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
    a row for each kind of ticket and a column for each agent (:func:`transport`), if loads change
    the score of all tickets alike or not at all, as those of the default do: 100,000 tickets at
    once are no trouble then. Scores are rounded to the finest steps whose sums are exact; where
    that could matter, ``plan.solution`` says so. If loads change the score of each ticket in its
    own way, time grows with the cube of the batch: meant for a few thousand tickets. Ties between
    equally good plans follow the tie-break chain as far as the solver's scan does, and do not
    depend on the order of the input.

    Parameters
    ----------
    score
        What rates the pairs; ``-inf`` forbids one. It must not grow with an agent's load, and the
        proof holds for scores that look at the agent's own load only.
    order
        What urgency is.
    penalty
        What it costs to let a ticket wait, in units of the score, by a rule that gives numbers of
        at least 0. Then nothing is served by urgency alone: the sum of scores less the penalties of
        tickets that wait is the largest there is, and a pair whose score is below minus the penalty
        is never made. The heuristic for tickets that draw differently knows no penalties.

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
    penalty: UrgencyRule | None = attrs.field(
        default=None, kw_only=True, validator=attrs.validators.optional(require_callable)
    )

    def __call__(self, view: View, /) -> Plan:
        """Solve for all waiting tickets."""
        problem = self._pose(view)
        if problem is None:
            return serve_by_effort(view, self.score, self.order)
        dealt = problem.solve()
        solution = _solution(problem.method, dealt)
        deal = zip(problem.tickets, dealt.agents.tolist(), strict=True)
        pairs = tuple((ticket, agent) for ticket, agent in deal if agent != NOBODY)
        return Plan(view, pairs, {}, solution=solution)

    def _pose(self, view: View) -> Problem | None:
        return pose_all(view, self.score, self.order, self.penalty)

    def place_values(self, view: View, agents: Iterable[str] | None = None) -> PlaceValues:
        """Say what one more place with each agent would be worth, now.

        Parameters
        ----------
        view
            The board.
        agents
            Ids of those to ask about; all who are there unless given.

        Returns
        -------
        PlaceValues
            Which ticket could be served besides, by the order; and what the others would gain, with
            scores at the loads of now. Each answer is exact.

        Raises
        ------
        ValueError
            If tickets draw differently on the limits: then no place is like another. Or if waiting
            has a penalty: what is answered is about plans that serve by urgency.

        Examples
        --------
        >>> from datetime import UTC, datetime
        >>> from ticketroute import Agent, Board, Ticket
        >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
        >>> board = Board([Agent(id="ana", capacity=1), Agent(id="bea", capacity=0)])
        >>> tickets = [Ticket(id=name, created=morning) for name in ("t1", "t2")]
        >>> board.submit(tickets, morning)
        >>> OptimalAssignment().place_values(board.window)
        one more place with ana: t2 could be served
        one more place with bea: t2 could be served
        """
        if self.penalty is not None:
            expected = "None, as places are valued where urgency decides who is served"
            raise refuse("OptimalAssignment.penalty", expected, self.penalty)
        alike = tickets_that_draw_alike(view, self.order, qualified)
        if alike is None:
            raise refuse("view", "tickets that draw alike on the limits", view)
        if agents is None:
            positions = np.flatnonzero(view.workload.closed == 0).tolist()
        else:
            positions = [view.agent_position(each) for each in agents]
        return place_values(view, self.score, *alike, positions)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give the parts of the score, for explanations."""
        return score_terms(view, self.score, ticket)

    def alternative(self, plan: Plan, ticket: int) -> Alternative | None:
        """Solve again with the ticket's pair forbidden; None for a plan of the heuristic."""
        agent_of = dict(plan.pairs)
        agent = agent_of.get(ticket)
        if plan.solution is None or not plan.solution.is_optimal or agent is None:
            return None
        problem = self._pose(plan.view)
        if problem is None:
            return None
        agents = np.array([agent_of.get(each, NOBODY) for each in problem.tickets], dtype=np.intp)
        preference = preference_of(problem.as_places(), agents, ticket)
        try:
            other = problem.without(ticket, agent).solve()
        except ValueError:
            return Alternative(NOBODY, None, preference)
        # Two sums of the same floats in another order may differ in their last digits.
        loss = max(problem.solve().value - other.value, 0.0)
        who = int(other.agents[problem.tickets.index(ticket)])
        return Alternative(who, loss, preference)


def _solution(method: str, dealt: Dealt) -> Solution:
    """Say how good a plan is: optimal, if rounding is no more than that of the sum itself."""
    is_optimal = dealt.rounding <= _SAME * max(abs(dealt.score), 1.0)
    bound = dealt.score if is_optimal else dealt.score + dealt.rounding
    return Solution(method, dealt.score, bound, is_optimal=is_optimal)
