"""What a score is, and how its rows are asked for once per profile."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket, refuse


class Score(Protocol):
    """A preference for pairs: any callable of this signature, larger is better.

    A score may say more about itself, by these attributes:

    - ``reads``: names of the :class:`~ticketroute.Ticket` fields that it reads. Tickets that agree
      in these are one profile and are scored once. A score that names none is asked for each.
    - ``static``: True if its rows follow from tickets and agents alone, not from loads or time;
      such rows are kept.
    - ``ignores_loads``: True if that is so, but rows are not worth keeping.
    - ``on_qualified``: a method ``(view, ticket) -> scores`` of the agents in
      ``view.profile(ticket).agents`` only, or None where all are 0; the same numbers, for speed.
    """

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score tickets against all agents.

        Parameters
        ----------
        view
            The board; agents in the order of ``view.agents``.
        tickets
            The tickets, one for each profile.

        Returns
        -------
        ndarray of float, shape (len(tickets), view.n_agents)
            Larger is better; ``-inf`` forbids; NaN is an error.
        """
        ...


def score_row(view: View, score: Score, ticket: int) -> NDArray[np.float64]:
    """Give the scores of one ticket against all agents, shape (n_agents,)."""
    reads: tuple[str, ...] | None = getattr(score, "reads", None)
    if reads is None:
        return _ask(view, score, view.ticket(ticket))
    if not reads:  # any ticket will do, and columns would make it anew
        representative = view.cached("any ticket", lambda: view.ticket(ticket))
        if getattr(score, "static", False):
            return view.cached((score, 0), lambda: _ask(view, score, representative))
        return _ask(view, score, representative)
    table = view.profiles(reads)
    profile = table.of(ticket)
    if getattr(score, "static", False):
        return view.cached((score, profile), lambda: _ask(view, score, table.ticket(profile)))
    return _ask(view, score, table.ticket(profile))


def _ask(view: View, score: Score, ticket: Ticket) -> NDArray[np.float64]:
    rows = np.asarray(score(view, [ticket]), dtype=np.float64)
    if rows.shape != (1, view.n_agents):
        raise refuse(f"score {score!r}", f"rows of shape (1, {view.n_agents})", rows.shape)
    if np.isnan(rows).any():
        raise refuse(f"score {score!r}", f"numbers for ticket {ticket.id!r}, none NaN", rows[0])
    row: NDArray[np.float64] = rows[0]
    return row


def qualified_scores(view: View, score: Score, ticket: int) -> NDArray[np.float64]:
    """Give the scores of one ticket against the agents who pass its standing checks.

    Returns
    -------
    ndarray of float
        In the order of ``view.profile(ticket).agents``; a fresh array.
    """
    scores = qualified_scores_or_none(view, score, ticket)
    return np.zeros(len(view.profile(ticket).agents)) if scores is None else scores


def qualified_scores_or_none(view: View, score: Score, ticket: int) -> NDArray[np.float64] | None:
    """Do as :func:`qualified_scores` does, but give None where all are 0: nothing to add up."""
    on_qualified = getattr(score, "on_qualified", None)
    if on_qualified is not None:
        scores: NDArray[np.float64] | None = on_qualified(view, ticket)
        return scores
    return score_row(view, score, ticket)[view.profile(ticket).agents]


def qualified_ranks(view: View, score: Score, ticket: int) -> NDArray[np.int64] | None:
    """Give the places of the agents who qualify, by a score that never changes; else None.

    Returns
    -------
    ndarray of int64 or None
        In the order of ``view.profile(ticket).agents``: 0 for the best, equal for ties, -1 for
        whom the score forbids; kept from one decision to the next.
    """
    reads: tuple[str, ...] | None = getattr(score, "reads", None)
    if reads is None or not getattr(score, "static", False):
        return None
    rated = view.profiles(reads).of(ticket) if reads else 0
    key = ("ranks", score, view.profile_number(ticket), rated)
    return view.cached(key, lambda: _ranks(qualified_scores(view, score, ticket)))


def _ranks(scores: NDArray[np.float64]) -> NDArray[np.int64]:
    values, places = np.unique(-scores, return_inverse=True)
    ranks = places.astype(np.int64)
    ranks[scores == -np.inf] = -1
    return ranks if len(values) else ranks[:0]
