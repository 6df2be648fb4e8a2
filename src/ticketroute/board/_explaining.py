"""Why a ticket went where it went: the moment of the decision, rebuilt when somebody asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._explanation import WHOLE_PLAN, Candidate, Explanation, Rejection
from ticketroute.board._hooks import Explains, Remembers, WeighsWhole
from ticketroute.board._reasons import Reason, ReasonCode, reason_of
from ticketroute.board._standing import RANK_BITS
from ticketroute.eligibility import Check, describe_failure

if TYPE_CHECKING:
    from ticketroute.board._plan import Plan
    from ticketroute.board._view import View


def explain(plan: "Plan", ticket_id: str) -> Explanation:
    """Rebuild the moment of a decision and read off who stood where."""
    ticket = plan.view.tickets.find(ticket_id)
    agent = dict(plan.pairs).get(ticket)
    whole = isinstance(plan.strategy, WeighsWhole)
    moment = plan.view if whole else _moment_of(plan, ticket)
    failed = moment.failed_checks(ticket)
    ranked, totals = _rank_candidates(plan, moment, ticket, np.flatnonzero(failed == 0))
    ids = moment.roster.ids
    verdict = None if agent is None else _decisive(plan, moment, ticket, ranked, totals)
    runner_up = None if verdict is None else verdict.runner_up
    return Explanation(
        ticket_id=ticket_id,
        agent_id=None if agent is None else ids[agent],
        reason=_reason(plan, ticket) if agent is None else None,
        candidates=_candidates(plan, moment, ticket, ranked),
        rejected=tuple(
            _rejection(moment, ticket, each, int(failed[each]))
            for each in np.flatnonzero(failed).tolist()
        ),
        decided_by=None if verdict is None else verdict.decided_by,
        runner_up=None if runner_up is None else ids[runner_up],
        margin=None if verdict is None else verdict.margin,
        is_needed=verdict is not None and verdict.is_needed,
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
    """Give the view as it was when the ticket's turn came within the batch."""
    draft = plan.view.draft()
    for earlier, agent in plan.pairs:
        if earlier == ticket:
            break
        if isinstance(plan.strategy, Remembers):
            change = plan.strategy.remember(draft, earlier, agent)
            if change is not None:
                draft.remember(change)
        draft.assign(earlier, agent)
    return draft


def _terms(plan: "Plan", moment: "View", ticket: int) -> Mapping[str, NDArray[np.float64]]:
    return plan.strategy.terms(moment, ticket) if isinstance(plan.strategy, Explains) else {}


def _rank_candidates(
    plan: "Plan", moment: "View", ticket: int, agents: NDArray[np.intp]
) -> tuple[list[int], dict[int, float]]:
    """Order candidates by total score and the tie-break chain."""
    terms = _terms(plan, moment, ticket)
    totals = {agent: float(sum(row[agent] for row in terms.values())) for agent in agents.tolist()}
    ranked = sorted(totals, key=lambda a: (-totals[a], moment.workload.tie_key(a), a))
    return ranked, totals


@attrs.frozen
class _Verdict:
    """What settled a choice: see the fields of the same names of :class:`Explanation`."""

    decided_by: str
    runner_up: int | None = None
    margin: float | None = None
    is_needed: bool = False


def _decisive(
    plan: "Plan", moment: "View", ticket: int, ranked: list[int], totals: dict[int, float]
) -> _Verdict:
    """Tell runner-up, margin and what settled the choice."""
    if len(ranked) == 1:
        return _Verdict("only candidate")
    if isinstance(plan.strategy, WeighsWhole):
        other = plan.strategy.alternative(plan, ticket)
        if other is None:
            return _Verdict(WHOLE_PLAN)
        if other.agent < 0:
            return _Verdict(WHOLE_PLAN, is_needed=True)
        return _Verdict(WHOLE_PLAN, other.agent, other.loss)
    chosen = dict(plan.pairs).get(ticket)
    if not isinstance(plan.strategy, Explains) or not ranked or ranked[0] != chosen:
        return _Verdict("the strategy alone")
    winner, runner_up = ranked[:2]
    margin = totals[winner] - totals[runner_up]
    by = "score" if margin else _tie_breaker(moment, winner, runner_up)
    return _Verdict(by, runner_up, margin)


def _tie_breaker(moment: "View", winner: int, runner_up: int) -> str:
    """Name the link of the chain in which two agents first differ."""
    workload = moment.workload
    if workload.tie_key(winner) >> RANK_BITS != workload.tie_key(runner_up) >> RANK_BITS:
        return "load ratio"
    if workload.rank_at[winner] != workload.rank_at[runner_up]:
        return "least recently assigned"
    return "id"


def _candidates(
    plan: "Plan", moment: "View", ticket: int, ranked: list[int]
) -> tuple[Candidate, ...]:
    terms = _terms(plan, moment, ticket)
    return tuple(
        Candidate(
            agent_id=moment.roster.ids[agent],
            score=float(sum(row[agent] for row in terms.values())) if terms else None,
            terms={name: float(row[agent]) for name, row in terms.items()},
            load_ratio=moment.workload.load_ratio(agent),
        )
        for agent in ranked
    )


def _rejection(moment: "View", ticket: int, agent: int, failed: int) -> Rejection:
    parts = Check(failed).parts
    wanted, who, rules = moment.ticket(ticket), moment.agents[agent], moment.setup.eligibility
    return Rejection(
        agent_id=who.id,
        checks=tuple(str(check.name).lower() for check in parts),
        texts=tuple(describe_failure(check, wanted, who, rules) for check in parts),
    )
