"""What an explanation says, as data and as text."""

from collections.abc import Mapping
from typing import Final

import attrs

from ticketroute.board._reasons import Reason, ReasonCode

WHOLE_PLAN: Final = "the plan as a whole"
"""What decides where a strategy optimises a plan rather than one choice after the other."""


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
        Why nobody gets it now, or None if somebody does.
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
    is_needed
        In a plan optimised as a whole: with anybody else, one ticket fewer could be served.
    """

    ticket_id: str
    agent_id: str | None
    reason: Reason | None
    candidates: tuple[Candidate, ...]
    rejected: tuple[Rejection, ...]
    decided_by: str | None
    runner_up: str | None
    margin: float | None
    is_needed: bool = False

    def to_dict(self) -> dict[str, object]:
        """Give everything as plain data."""
        data = attrs.asdict(self)
        if self.reason is not None:
            data["reason"] = {"code": self.reason.code.value, "text": self.reason.text}
        return data

    def __str__(self) -> str:
        if self.reason is not None:
            waits = self.reason.code is not ReasonCode.NOT_WAITING
            stands = "waits" if waits else "does not wait"
            lines = [f"{self.ticket_id} {stands}: {self.reason.text}"]
        else:
            lines = [f"{self.ticket_id} goes to {self.agent_id}, decided by {self.decided_by}"]
        if self.runner_up is not None:
            lines.append(f"  runner-up: {self.runner_up}, {self._margin_text()}")
        elif self.decided_by == WHOLE_PLAN and self.is_needed:
            lines.append("  in any other hands, one ticket fewer could be served")
        lines.append(f"  could have it ({len(self.candidates)}):")
        for place, each in enumerate(self.candidates):
            mark = "; gets it" if place and each.agent_id == self.agent_id else ""
            lines.append(f"    {_candidate_text(each)}{mark}")
        lines.append(f"  could not ({len(self.rejected)}):")
        lines += [f"    {each.agent_id} {'; '.join(each.texts)}" for each in self.rejected]
        return "\n".join(lines)

    def _margin_text(self) -> str:
        if self.decided_by == WHOLE_PLAN:
            return f"with a sum of scores smaller by {self.margin:.4g}"
        return f"behind by {self.margin:.4g}"


def _candidate_text(candidate: Candidate) -> str:
    parts = " + ".join(f"{name} {value:.4g}" for name, value in candidate.terms.items())
    score = "" if candidate.score is None else f" {candidate.score:.4g} = {parts};"
    return f"{candidate.agent_id}:{score} load ratio {candidate.load_ratio:.2f}"
