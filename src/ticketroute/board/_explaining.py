"""Why a ticket went where it went: the moment of the decision, rebuilt when somebody asks."""

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._explanation import (
    WHOLE_PLAN,
    Candidate,
    Explanation,
    GreaterNeed,
    Rejection,
)
from ticketroute.board._hooks import Alternative, Explains, Preference, Remembers, WeighsWhole
from ticketroute.board._reasons import Reason, ReasonCode, reason_of
from ticketroute.board._stages import stages_of
from ticketroute.board._standing import RANK_BITS
from ticketroute.eligibility import Check, bit, describe_failure

if TYPE_CHECKING:
    from ticketroute.board._draft import Draft
    from ticketroute.board._plan import Plan
    from ticketroute.board._view import View


def explain(plan: "Plan", ticket_id: str) -> Explanation:
    """Rebuild the moment of a decision and read off who stood where."""
    ticket = plan.view.tickets.find(ticket_id)
    agent, asked = dict(plan.pairs).get(ticket), plan.offers.get(ticket, ())
    moment = plan.view if isinstance(plan.strategy, WeighsWhole) else _moment_of(plan, ticket)
    taken = asked if agent is None else (agent,)
    failed = moment.failed_checks(ticket)
    for each in taken:  # a strategy may have passed over those who would come first
        failed[each] &= ~bit(Check.LAST_RESORT)
    ranking = _Ranking.of(plan, moment, ticket, np.flatnonzero(failed == 0))
    ids = moment.roster.ids
    verdict = _decisive(plan, moment, ticket, ranking, taken) if taken else _first(plan, ranking)
    return Explanation(
        ticket_id=ticket_id,
        agent_id=None if agent is None else ids[agent],
        reason=None if taken else _reason(plan, ticket),
        candidates=tuple(ranking.candidate(moment, each) for each in ranking.agents),
        rejected=tuple(
            _rejection(moment, ticket, each, int(failed[each]))
            for each in np.flatnonzero(failed).tolist()
        ),
        decided_by=verdict.decided_by,
        runner_up=None if verdict.runner_up is None else ids[verdict.runner_up],
        margin=verdict.margin,
        is_needed=verdict.is_needed,
        greater_need=_greater_need(moment, verdict.preference),
        offered_to=tuple(ids[each] for each in asked),
        stages=stages_of(moment, ticket, plan.strategy),
    )


def _reason(plan: "Plan", ticket: int) -> Reason:
    """Say why a ticket waits, or that it does not."""
    view = plan.view
    if view.is_waiting(ticket) or view.wake_time(ticket) is not None:
        return reason_of(plan, ticket)
    owner = view.tickets.owner.at[ticket]
    text = "it has left the board" if owner < 0 else f"{view.roster.ids[owner]} has it in hand"
    return Reason(ReasonCode.NOT_WAITING, text)


def _moment_of(plan: "Plan", ticket: int) -> "View":
    """Give the view as it was when the ticket's turn came within the batch.

    A plan does not say when a ticket was held or left: for these it is the end of the batch. Nor
    does it say which of its pairs came before which of its offers: here all of them did.
    """
    draft = plan.view.draft()
    for earlier, agent in plan.pairs:
        if earlier == ticket:
            return draft
        _remember(plan, draft, earlier, agent)
        draft.assign(earlier, agent)
    for earlier, agents in plan.offers.items():
        if earlier == ticket:
            return draft
        _remember(plan, draft, earlier, agents[0])
        draft.offer(earlier, agents)
    return draft


def _remember(plan: "Plan", draft: "Draft", ticket: int, agent: int) -> None:
    if isinstance(plan.strategy, Remembers):
        change = plan.strategy.remember(draft, ticket, agent)
        if change is not None:
            draft.remember(change)


@attrs.frozen
class _Ranking:
    """The candidates of a ticket, best first, and what they are ranked by.

    Parameters
    ----------
    agents
        Their positions, by total score and the tie-break chain.
    terms
        What the strategy goes by, over all agents.
    totals
        The total score of each candidate.
    """

    agents: list[int]
    terms: Mapping[str, NDArray[np.float64]]
    totals: dict[int, float]

    @classmethod
    def of(cls, plan: "Plan", moment: "View", ticket: int, agents: NDArray[np.intp]) -> "_Ranking":
        """Ask the strategy what it goes by, and order the candidates."""
        terms: Mapping[str, NDArray[np.float64]] = {}
        if isinstance(plan.strategy, Explains):
            terms = plan.strategy.terms(moment, ticket)
        totals = {a: float(sum(row[a] for row in terms.values())) for a in agents.tolist()}
        ranked = sorted(totals, key=lambda a: (-totals[a], moment.workload.tie_key(a), a))
        return cls(ranked, terms, totals)

    @property
    def allowed(self) -> list[int]:
        """Those whom the strategy does not rule out."""
        return [agent for agent in self.agents if self.totals[agent] > -math.inf]

    def candidate(self, moment: "View", agent: int) -> Candidate:
        """Tell all about one of them."""
        return Candidate(
            agent_id=moment.roster.ids[agent],
            score=self.totals[agent] if self.terms else None,
            terms={name: float(row[agent]) for name, row in self.terms.items()},
            load_ratio=moment.workload.load_ratio(agent),
        )

    def margin(self, one: int, other: int) -> float:
        """Give by how much one score is above another."""
        if self.totals[one] == self.totals[other]:  # also where both are infinite
            return 0.0
        return self.totals[one] - self.totals[other]


@attrs.frozen
class _Verdict:
    """What settled a choice: see the fields of the same names of :class:`Explanation`."""

    decided_by: str | None = None
    runner_up: int | None = None
    margin: float | None = None
    is_needed: bool = False
    preference: Preference | None = None


def _first(plan: "Plan", ranking: _Ranking) -> _Verdict:
    """Tell who comes first of those who could have a ticket that is held or left."""
    is_known = bool(ranking.terms) and not isinstance(plan.strategy, WeighsWhole)
    return _Verdict(runner_up=ranking.allowed[0] if is_known and ranking.allowed else None)


def _decisive(
    plan: "Plan", moment: "View", ticket: int, ranking: _Ranking, taken: tuple[int, ...]
) -> _Verdict:
    """Tell runner-up, margin and what settled the choice."""
    if len(ranking.agents) == 1:
        return _Verdict("only candidate")
    if isinstance(plan.strategy, WeighsWhole):
        return _of_whole(plan.strategy.alternative(plan, ticket))
    best, rest = ranking.allowed[: len(taken)], ranking.allowed[len(taken) :]
    if not ranking.terms or set(best) != set(taken):
        return _Verdict("the strategy alone")
    if not rest:
        only = "only candidates" if len(taken) > 1 else "only candidate"
        ruled_out = len(ranking.agents) > len(taken)
        return _Verdict(f"{only} that the strategy allows" if ruled_out else only)
    last, runner_up = best[-1], rest[0]
    margin = ranking.margin(last, runner_up)
    return _Verdict("score" if margin else _tie_breaker(moment, last, runner_up), runner_up, margin)


def _of_whole(other: Alternative | None) -> _Verdict:
    """Tell what a plan optimised as a whole would lose."""
    if other is None:
        return _Verdict(WHOLE_PLAN)
    if other.agent < 0:
        return _Verdict(WHOLE_PLAN, is_needed=True, preference=other.preference)
    return _Verdict(WHOLE_PLAN, other.agent, other.loss, preference=other.preference)


def _greater_need(moment: "View", preference: Preference | None) -> GreaterNeed | None:
    """Name whom and which a preference is about."""
    if preference is None:
        return None
    agent, rival = moment.roster.ids[preference.agent], moment.tickets.ids[preference.rival]
    return GreaterNeed(agent, preference.gain, rival, preference.need)


def _tie_breaker(moment: "View", winner: int, runner_up: int) -> str:
    """Name the link of the chain in which two agents first differ."""
    workload = moment.workload
    if workload.tie_key(winner) >> RANK_BITS != workload.tie_key(runner_up) >> RANK_BITS:
        return "load ratio"
    if workload.rank_at[winner] != workload.rank_at[runner_up]:
        return "least recently assigned"
    return "id"


def _rejection(moment: "View", ticket: int, agent: int, failed: int) -> Rejection:
    parts = Check(failed).parts
    return Rejection(
        agent_id=moment.roster.ids[agent],
        checks=tuple(str(check.name).lower() for check in parts),
        texts=tuple(_failure(moment, ticket, agent, check) for check in parts),
    )


def _failure(moment: "View", ticket: int, agent: int, check: Check) -> str:
    """Say what a failed check means, and which of the agent's limits it is about."""
    wanted, who, rules = moment.ticket(ticket), moment.agents[agent], moment.setup.eligibility
    text = describe_failure(check, wanted, who, rules)
    if check not in (Check.CAPACITY, Check.ALLOWANCE):
        return text
    workload = moment.workload
    names = [
        name and f"{kind} {name!r}"
        for kind, name in (
            workload.limits[row]
            for row, units in moment.profile(ticket).demand
            if workload.room[row, agent] < units
            and workload.is_in_hand(row) == (check is Check.CAPACITY)
        )
    ]
    # What exceeds the total needs no name, and no look at the others.
    return text if not all(names) else f"{text} ({', '.join(names)})"
