"""Scores of kinds of tickets with all agents, as a plan for all tickets together needs them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View, number_rows
from ticketroute.model import refuse
from ticketroute.scores import Score, qualified_scores, score_row

MOST_BYTES: Final = 4 << 30
"""A score matrix larger than this is refused rather than letting the machine run out."""
_LARGEST: Final = 1e100
"""Sums of as many as there can be are finite."""


def tie_chain(view: View) -> NDArray[np.intp]:
    """Give the agents in the order in which ties are broken."""
    return np.array(sorted(range(view.n_agents), key=view.workload.tie_key), dtype=np.intp)


def number_kinds(
    view: View, score: Score | None, tickets: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Group tickets that eligibility and score cannot tell apart: one ticket of each, and which.

    Without a score, they are grouped by eligibility alone.
    """
    told_apart_by: list[Callable[[int], object]] = [view.profile_number]
    if view.tickets.barred:
        told_apart_by.append(view.tickets.barred.get)
    if view.guarded:
        told_apart_by.append(view.time_needed)
    reads: tuple[str, ...] | None = () if score is None else getattr(score, "reads", None)
    fields = ("id",) if reads is None else reads
    if fields:
        told_apart_by.append(view.profiles(fields).of)
    _, kind_of_ticket = number_rows(
        zip(*(map(each, tickets) for each in told_apart_by), strict=True)
    )
    _, first = np.unique(np.array(kind_of_ticket, dtype=np.intp), return_index=True)
    return [tickets[place] for place in first.tolist()], kind_of_ticket


def score_kinds(
    view: View, score: Score, kinds: Sequence[int], candidates: Sequence[NDArray[np.intp]]
) -> NDArray[np.float64]:
    """Score one ticket of each kind against its candidates, ``-inf`` against all others."""
    rows = np.full((len(kinds), view.n_agents), -np.inf)
    for row, ticket, allowed in zip(rows, kinds, candidates, strict=True):
        scores = np.empty(view.n_agents)
        scores[view.profile(ticket).agents] = qualified_scores(view, score, ticket)
        row[allowed] = scores[allowed]
    require_moderate(score, rows)
    return rows


def require_moderate(score: Score, rows: NDArray[np.float64]) -> None:
    """Refuse scores that cannot be added up; ``-inf`` forbids."""
    if np.isnan(rows).any() or (rows == np.inf).any():
        raise refuse("OptimalAssignment.score", "finite numbers or -inf", score)
    if np.abs(rows, where=rows > -np.inf, out=np.zeros_like(rows)).max(initial=0.0) > _LARGEST:
        raise refuse("OptimalAssignment.score", f"numbers up to {_LARGEST:g}", score)


def require_memory(n_tickets: int, n_slots: int) -> None:
    """Refuse a matrix of scores that would not fit into memory."""
    needed = 8 * n_tickets * n_slots
    if needed > MOST_BYTES:
        size = f"{n_tickets} tickets x {n_slots} slots, {needed / 2**30:.1f} GiB"
        limit = f"a score matrix of at most {MOST_BYTES / 2**30:.0f} GiB"
        message = f"OptimalAssignment: expected {limit}, got {size}; limit capacities or batches"
        raise MemoryError(message)


def total_score(view: View, score: Score, pairs: Iterable[tuple[int, int]]) -> float:
    """Add up the score of each pair (ticket, agent) as it is when its turn comes."""
    draft = view.draft()
    total = 0.0
    for ticket, agent in pairs:
        total += float(score_row(draft, score, ticket)[agent])
        draft.assign(ticket, agent)
    return total
