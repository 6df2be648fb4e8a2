"""One decision of the month, in the plan's own words."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from demo.replay import Replay
from ticketroute import Plan
from ticketroute.board import Explanation

_MOST_LINES: Final = 4
_ROUNDING: Final = 1e-9
_MOST_TICKETS: Final = 60


def explain_one(replays: Sequence[Replay]) -> tuple[str, str] | None:
    """Explain a decision of the busiest batch, if possible one that weighs one thing with another.

    Returns
    -------
    tuple of str, or None
        The strategy and the text; None if no strategy has dispatched anything.
    """
    plans = {each.strategy: each.busiest for each in replays if each.busiest and not each.error}
    for name in ("skill-weighted", *plans):
        plan = plans.get(name)
        if plan is not None and plan.pairs:
            try:
                return name, shorten(str(_most_telling(plan)).splitlines())
            except Exception as error:  # noqa: BLE001 - explanations ask the strategy, anybody's code
                return name, f"no explanation: {type(error).__name__}: {error}"
    return None


def _most_telling(plan: Plan) -> Explanation:
    """Give the closest decision among those with the most to weigh."""
    some = [plan.explain(each.ticket_id) for each in plan.assignments[:_MOST_TICKETS]]
    return min(some, key=lambda each: (not _is_contested(each), _distance(each)))


def _distance(explanation: Explanation) -> float:
    """Give the margin; no margin, or one that is a rounding error, is far away."""
    margin = explanation.margin or 0.0
    return margin if margin > _ROUNDING else math.inf


def _is_contested(explanation: Explanation) -> bool:
    """Say whether the runner-up is better in one thing, and was not chosen for another."""
    terms = {each.agent_id: each.terms for each in explanation.candidates}
    if explanation.agent_id is None or explanation.runner_up is None:
        return False
    if math.isinf(_distance(explanation)):
        return False
    chosen, other = terms[explanation.agent_id], terms.get(explanation.runner_up, {})
    return any(value > chosen[name] + _ROUNDING for name, value in other.items())


def shorten(lines: Iterable[str]) -> str:
    """Keep the first few lines of each list."""
    kept: list[str] = []
    listed: list[str] = []
    for line in [*lines, ""]:
        if line.startswith("    "):
            listed.append(line)
            continue
        kept += listed[:_MOST_LINES]
        if len(listed) > _MOST_LINES:
            kept.append(f"    ... and {len(listed) - _MOST_LINES} more")
        listed = []
        kept.append(line)
    return "\n".join(kept).rstrip()
