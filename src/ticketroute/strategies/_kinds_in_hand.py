"""How many tickets of a kind each agent has in hand, also in the middle of a batch."""

from collections.abc import Callable, Sequence
from itertools import islice

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NO_OWNER, Draft, View
from ticketroute.model import Ticket
from ticketroute.strategies._narrowed import Narrowed


@attrs.define(eq=False)
class _Tally:
    """A count as of some version of the board, and how much of a draft it has taken in."""

    version: int
    counts: NDArray[np.int64]
    pairs: Sequence[tuple[int, int]] | None = None
    n_pairs: int = 0
    n_offers: int = 0


def count_kind(view: View, of: Callable[[Ticket], bool]) -> NDArray[np.int64]:
    """Count the tickets of a kind that each agent has in hand or has been asked about.

    The board keeps no count by kind. So its tickets in hand are gone through once for each version
    of the board; what a batch adds is counted as it comes.

    Parameters
    ----------
    view
        The board, or a draft on it.
    of
        Which tickets count.

    Returns
    -------
    ndarray of int64, shape (n_agents,)
        Not to be changed.
    """
    whole = view.whole if isinstance(view, Narrowed) else view
    board: _Tally | None = whole.cache.get(("in hand", of))  # type: ignore[assignment]
    if board is None or board.version != whole.version:
        board = _Tally(whole.version, _count_on_board(whole, of))
        whole.cache["in hand", of] = board
    return _with_batch(whole, of, board) if isinstance(whole, Draft) else board.counts


def _with_batch(draft: Draft, of: Callable[[Ticket], bool], board: _Tally) -> NDArray[np.int64]:
    """Add what a draft has given out since the last time it was asked about."""
    pairs, offers = draft._pairs, draft._offers  # noqa: SLF001 - a draft shows them as a plan only
    key = ("in hand in a batch", of)
    tally: _Tally | None = draft.cache.get(key)  # type: ignore[assignment]
    same = tally is not None and tally.pairs is pairs and tally.version == draft.version
    if tally is None or not same:
        tally = draft.cache[key] = _Tally(draft.version, board.counts.copy(), pairs)
    for ticket, agent in islice(pairs, tally.n_pairs, None):
        tally.counts[agent] += bool(of(draft.ticket(ticket)))
    for ticket, asked in islice(offers.items(), tally.n_offers, None):
        tally.counts[list(asked)] += bool(of(draft.ticket(ticket)))
    tally.n_pairs, tally.n_offers = len(pairs), len(offers)
    return tally.counts


def _count_on_board(view: View, of: Callable[[Ticket], bool]) -> NDArray[np.int64]:
    """Go through all tickets that somebody has or has been asked about; O(tickets in hand)."""
    counts = np.zeros(view.n_agents, dtype=np.int64)
    owner, more = view.tickets.owner, view.tickets.more
    for ticket in np.flatnonzero(owner.array != NO_OWNER).tolist():
        hold = more.holds.get(ticket)
        if (hold is None or hold.counts) and of(view.ticket(ticket)):
            counts[owner.at[ticket]] += 1
    for ticket, asked in more.offers.items():
        if of(view.ticket(ticket)):
            counts[list(asked)] += 1
    return counts
