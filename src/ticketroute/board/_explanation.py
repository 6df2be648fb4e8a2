"""Why a ticket went where it went: computed from the plan when somebody asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._memory import MemoryChange
from ticketroute.board._reasons import Reason, reason_of
from ticketroute.board._standing import RANK_BITS
from ticketroute.eligibility import Check, describe_failure

if TYPE_CHECKING:
    from ticketroute.board._plan import Plan
    from ticketroute.board._view import View


@runtime_checkable
class Explains(Protocol):
    """A strategy that can say what it goes by."""

    def terms(self, view: "View", ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give named parts of the score over all agents; their sum decides, larger first."""
        ...


@runtime_checkable
class Remembers(Protocol):
    """A strategy whose choices leave something to remember."""

    def remember(self, view: "View", ticket: int, agent: int) -> MemoryChange:
        """Give what follows from a choice, from the view as it is just before."""
        ...


@attrs.frozen
class Alternative:
    """What a plan optimised as a whole would have done without one of its pairs.

    Parameters
    ----------
    agent
        Position of the agent who would have the ticket, or ``NOBODY``.
    loss
        By how much the sum of scores would be smaller; None if fewer could be served.
    """

    agent: int
    loss: float | None


@runtime_checkable
class WeighsWhole(Protocol):
    """A strategy that optimises a plan as a whole and can tell what a pair is worth in it."""

    def alternative(self, plan: "Plan", ticket: int) -> Alternative | None:
        """Solve again with one pair forbidden; None if that cannot be told."""
        ...


@attrs.frozen
class Candidate:
    """An agent who could have had the ticket at the moment of the decision."""

    agent_id: str
    score: float | None
    terms: Mapping[str, float]
    load_ratio: float


@attrs.frozen
class Rejection:
    """An agent who could not have it, with every failed check."""

    agent_id: str
    checks: tuple[str, ...]
    texts: tuple[str, ...]


@attrs.frozen
class Explanation:
    """What was decided about a ticket, and why; ``str()`` gives it as text.

    Parameters
    ----------
    ticket_id, agent_id
        The ticket, and who is to have it (None: it waits).
    reason
        Why it waits, or None.
    candidates
        Who could have had it, best first.
    rejected
        Who could not, with all failed checks.
    decided_by
        ``"score"``, ``"load ratio"``, ``"least recently assigned"``, ``"id"``,
        ``"only candidate"``, ``"the plan as a whole"`` or ``"the strategy alone"``.
    runner_up
        Who would have had it otherwise, or None.
    margin
        By how much the score of the runner-up is smaller; for a plan optimised as a whole, by
        how much the sum of scores would be.
    """

    ticket_id: str
    agent_id: str | None
    reason: Reason | None
    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejection, ...]
    decided_by: str | None
    runner_up: str | None
    margin: float | None

    def to_dict(self) -> dict[str, object]:
        """Give everything as plain data."""
        data = attrs.asdict(self)
        if self.reason is not None:
            data["reason"] = {"code": self.reason.code.value, "text": self.reason.text}
        return data

    def __str__(self) -> str:
        if self.agent_id is None:
            text = self.reason.text if self.reason else ""
            lines = [f"{self.ticket_id} waits: {text}"]
        else:
            lines = [f"{self.ticket_id} goes to {self.agent_id}, decided by {self.decided_by}"]
        if self.runner_up is not None:
            by = "" if self.margin is None else f", behind by {self.margin:.4g}"
            lines.append(f"  runner-up: {self.runner_up}{by}")
        lines.append(f"  could have it ({len(self.candidates)}):")
        lines += [f"    {_candidate_text(each)}" for each in self.candidates]
        lines.append(f"  could not ({len(self.rejected)}):")
        lines += [f"    {each.agent_id} {'; '.join(each.texts)}" for each in self.rejected]
        return "\n".join(lines)


def explain(plan: "Plan", ticket_id: str) -> Explanation:
    """Rebuild the moment of a decision and read off who stood where."""
    ticket = plan.view.tickets.find(ticket_id)
    agent = dict(plan.pairs).get(ticket)
    whole = isinstance(plan.strategy, WeighsWhole)
    moment = plan.view if whole else _moment_of(plan, ticket)
    failed = moment.failed_checks(ticket)
    ranked, totals = _rank_candidates(plan, moment, ticket, np.flatnonzero(failed == 0))
    ids = moment.roster.ids
    runner_up, margin, decided_by = _decisive(plan, moment, ticket, ranked, totals)
    waits = agent is None and ticket in set(plan.view.waiting_or_scheduled())
    return Explanation(
        ticket_id=ticket_id,
        agent_id=None if agent is None else ids[agent],
        reason=reason_of(plan, ticket) if waits else None,
        candidates=_candidates(plan, moment, ticket, ranked),
        rejected=tuple(
            _rejection(moment, ticket, each, int(failed[each]))
            for each in np.flatnonzero(failed).tolist()
        ),
        decided_by=decided_by if agent is not None else None,
        runner_up=None if runner_up is None or agent is None else ids[runner_up],
        margin=margin if agent is not None else None,
    )


def _moment_of(plan: "Plan", ticket: int) -> "View":
    """Give the view as it was when the ticket's turn came within the batch."""
    draft = plan.view.draft()
    for earlier, agent in plan.pairs:
        if earlier == ticket:
            break
        if isinstance(plan.strategy, Remembers):
            draft.remember(plan.strategy.remember(draft, earlier, agent))
        draft.assign(earlier, agent)
    return draft


def _terms(plan: "Plan", moment: "View", ticket: int) -> Mapping[str, NDArray[np.float64]]:
    return plan.strategy.terms(moment, ticket) if isinstance(plan.strategy, Explains) else {}


def _rank_candidates(
    plan: "Plan", moment: "View", ticket: int, agents: NDArray[np.intp]
) -> tuple[list[int], dict[int, float]]:
    """Order candidates by total score and the tie-break chain."""
    terms = _terms(plan, moment, ticket)
    totals = {
        agent: float(sum(row[agent] for row in terms.values())) for agent in agents.tolist()
    }
    ranked = sorted(totals, key=lambda a: (-totals[a], moment.workload.tie_key(a), a))
    return ranked, totals


def _decisive(
    plan: "Plan", moment: "View", ticket: int, ranked: list[int], totals: dict[int, float]
) -> tuple[int | None, float | None, str]:
    """Tell runner-up, margin and what settled the choice."""
    if isinstance(plan.strategy, WeighsWhole):
        other = plan.strategy.alternative(plan, ticket)
        if other is not None:
            return other.agent if other.agent >= 0 else None, other.loss, "the plan as a whole"
        return None, None, "the plan as a whole"
    chosen = dict(plan.pairs).get(ticket)
    if len(ranked) == 1:
        return None, None, "only candidate"
    if not isinstance(plan.strategy, Explains) or not ranked or ranked[0] != chosen:
        return None, None, "the strategy alone"
    winner, runner_up = ranked[:2]
    margin = totals[winner] - totals[runner_up]
    return runner_up, margin, "score" if margin else _tie_breaker(moment, winner, runner_up)


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
    wanted = moment.ticket(ticket)
    return Rejection(
        agent_id=moment.roster.ids[agent],
        checks=tuple(str(check.name).lower() for check in parts),
        texts=tuple(describe_failure(check, wanted) for check in parts),
    )


def _candidate_text(candidate: Candidate) -> str:
    parts = " + ".join(f"{name} {value:.4g}" for name, value in candidate.terms.items())
    score = "" if candidate.score is None else f" {candidate.score:.4g} = {parts};"
    return f"{candidate.agent_id}:{score} load ratio {candidate.load_ratio:.2f}"
