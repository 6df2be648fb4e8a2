"""What an explanation says, as data and as text."""

import math
from collections.abc import Mapping
from typing import Final

import attrs

from ticketroute.board._reasons import Reason, ReasonCode

WHOLE_PLAN: Final = "the plan as a whole"
"""What decides where a strategy optimises a plan rather than one choice after the other."""


@attrs.frozen
class Candidate:
    """An agent who could have had the ticket at the moment of the decision.

    Parameters
    ----------
    agent_id
        Who it is.
    score
        The sum of the terms; None if the strategy does not say what it goes by.
    terms
        What the strategy goes by, by name; ``-inf`` rules the agent out.
    load_ratio
        Used / limit.
    """

    agent_id: str
    score: float | None
    terms: Mapping[str, float]
    load_ratio: float

    @property
    def ruled_out_by(self) -> tuple[str, ...]:
        """Names of the terms by which the strategy would not have the agent."""
        return tuple(name for name, value in self.terms.items() if value == -math.inf)

    def to_dict(self) -> dict[str, object]:
        """Give everything as plain data; None stands for what is no finite number."""
        return {
            "agent_id": self.agent_id,
            "score": _plain(self.score),
            "terms": {name: _plain(value) for name, value in self.terms.items()},
            "ruled_out_by": list(self.ruled_out_by),
            "load_ratio": self.load_ratio,
        }

    def __str__(self) -> str:
        if self.ruled_out_by:
            score = f" ruled out by {', '.join(self.ruled_out_by)};"
        elif self.score is not None:
            parts = " + ".join(f"{name} {value:.4g}" for name, value in self.terms.items())
            score = f" {self.score:.4g} = {parts};"
        else:
            score = ""
        return f"{self.agent_id}:{score} load ratio {self.load_ratio:.2f}"


@attrs.frozen
class Rejection:
    """An agent who could not have it, with every failed check."""

    agent_id: str
    checks: tuple[str, ...]
    texts: tuple[str, ...]


@attrs.frozen
class GreaterNeed:
    """Why a ticket did not get the agent who suits it best, in a plan optimised as a whole.

    Parameters
    ----------
    agent_id
        Who would have suited it better.
    gain
        By how much the score of the ticket would be larger.
    ticket_id
        A ticket that the agent has instead; of those, the one with the least need.
    need
        How much would be lost at least if it went to anybody else, although the place of the ticket
        that came would be free; None if nobody else can have it.
    """

    agent_id: str
    gain: float
    ticket_id: str
    need: float | None

    def __str__(self) -> str:
        gain = f"{self.agent_id} would suit it better by {self.gain:.4g}"
        if self.need is None:
            return f"{gain}, but {self.ticket_id} can have nobody else"
        return f"{gain}, but {self.ticket_id} would lose {self.need:.4g} without {self.agent_id}"


@attrs.frozen
class Explanation:
    """What was decided about a ticket, and why; ``str()`` gives it as text.

    Parameters
    ----------
    ticket_id, agent_id
        The ticket, and who is to have it (None: it waits, or agents are asked).
    reason
        Why nobody gets it now, or None if somebody does or is asked.
    candidates
        Who could have had it, best first.
    rejected
        Who could not, with all failed checks.
    decided_by
        ``"score"``, ``"load ratio"``, ``"least recently assigned"``, ``"id"``,
        ``"only candidate"`` or ``"only candidates"``, which may go on with ``" that the strategy
        allows"``, ``"the plan as a whole"`` or ``"the strategy alone"``; None if it waits.
    runner_up
        Who would have had it otherwise, or would be asked next; of a ticket that is held or left
        although somebody could have it, who comes first; or None.
    margin
        By how much the score of the runner-up is smaller; for a plan optimised as a whole, by
        how much the sum of scores would be.
    is_needed
        In a plan optimised as a whole: with anybody else, one ticket fewer could be served.
    greater_need
        In a plan optimised as a whole: who would have suited the ticket better, and which ticket
        needs that agent more; or None.
    offered_to
        Ids of the agents who are asked, the first of them first.
    stages
        How it came to this choice: its queue, the steps of its relaxation, the rules of the desk
        that are for it, and the parts of the strategy that decided, as far as these say so.
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
    greater_need: GreaterNeed | None = None
    offered_to: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, object]:
        """Give everything as plain data that JSON can hold."""
        data: dict[str, object] = attrs.asdict(self, recurse=False)
        data["candidates"] = [each.to_dict() for each in self.candidates]
        data["rejected"] = [
            {"agent_id": each.agent_id, "checks": list(each.checks), "texts": list(each.texts)}
            for each in self.rejected
        ]
        data["margin"] = _plain(self.margin)
        if self.greater_need is not None:
            data["greater_need"] = attrs.asdict(self.greater_need)
        data["offered_to"], data["stages"] = list(self.offered_to), list(self.stages)
        if self.reason is not None:
            data["reason"] = {"code": self.reason.code.value, "text": self.reason.text}
        return data

    def __str__(self) -> str:
        lines = [self._outcome()]
        if self.stages:
            lines.append(f"  by way of {' > '.join(self.stages)}")
        if self.runner_up is not None:
            lines.append(f"  {self._runner_up_text()}")
        elif self.decided_by == WHOLE_PLAN and self.is_needed:
            lines.append("  in any other hands, one ticket fewer could be served")
        if self.greater_need is not None:
            lines.append(f"  {self.greater_need}")
        lines.append(f"  could have it ({len(self.candidates)}):")
        for place, each in enumerate(self.candidates):
            mark = "; gets it" if place and each.agent_id == self.agent_id else ""
            mark = "; is asked" if each.agent_id in self.offered_to else mark
            lines.append(f"    {each}{mark}")
        lines.append(f"  could not ({len(self.rejected)}):")
        lines += [f"    {each.agent_id} {'; '.join(each.texts)}" for each in self.rejected]
        return "\n".join(lines)

    def _outcome(self) -> str:
        if self.reason is not None:
            waits = self.reason.code is not ReasonCode.NOT_WAITING
            return f"{self.ticket_id} {'waits' if waits else 'does not wait'}: {self.reason.text}"
        whom = f"goes to {self.agent_id}"
        if self.offered_to:
            whom = f"is offered to {' and '.join(self.offered_to)}"
        return f"{self.ticket_id} {whom}, decided by {self.decided_by}"

    def _runner_up_text(self) -> str:
        if self.margin is None:
            return f"first of those who could have it: {self.runner_up}"
        role = "next to be asked" if self.offered_to else "runner-up"
        if self.decided_by == WHOLE_PLAN:
            return f"{role}: {self.runner_up}, with a sum of scores smaller by {self.margin:.4g}"
        return f"{role}: {self.runner_up}, behind by {self.margin:.4g}"


def _plain(number: float | None) -> float | None:
    return number if number is not None and math.isfinite(number) else None
