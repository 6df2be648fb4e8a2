"""Chance without a state: a number for each agent that follows from seed, purpose and ids alone.

The draw of one pair depends on no other ticket, no other agent and no earlier decision, so that a
replay, another process and another order of events draw the same.
"""

from hashlib import blake2b
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View

_FIRST: Final = np.uint64(0xBF58476D1CE4E5B9)
_SECOND: Final = np.uint64(0x94D049BB133111EB)
_A30, _A27, _A31, _A11 = (np.uint64(bits) for bits in (30, 27, 31, 11))


def draw(view: View, ticket: int, seed: int, purpose: str) -> NDArray[np.float64]:
    """Give an even number between 0 and 1 for each agent who passes the standing checks.

    Parameters
    ----------
    view, ticket
        The board, and the position of a ticket.
    seed, purpose
        What the draw follows from besides the ids of the ticket and the agent.

    Returns
    -------
    ndarray of float
        In the order of ``view.profile(ticket).agents``; neither 0 nor 1 is among them.

    References
    ----------
    The mixing is the finaliser of SplitMix64: G. L. Steele, D. Lea and C. H. Flood, *Fast
    splittable pseudorandom number generators*, OOPSLA 2014.
    """
    ids = view.roster.ids
    mixed = view.cached(
        ("numbers of the agents", view.profile_number(ticket)),
        lambda: np.array([_number(ids[a]) for a in view.profile(ticket).agent_list], np.uint64),
    ) + np.uint64(_number(f"{seed} {purpose} {view.tickets.ids[ticket]}"))
    mixed ^= mixed >> _A30
    mixed *= _FIRST
    mixed ^= mixed >> _A27
    mixed *= _SECOND
    mixed ^= mixed >> _A31
    numbers = (mixed >> _A11).astype(np.float64)
    numbers += 0.5
    numbers *= 2.0**-53
    return numbers


def draw_one(view: View, ticket: int, seed: int, purpose: str) -> float:
    """Give an even number from 0 to below 1 for a ticket."""
    number = _number(f"{seed} {purpose} {view.tickets.ids[ticket]}")
    return (number >> 11) * 2.0**-53


def _number(text: str) -> int:
    """Give 64 bits that follow from a text, in every process the same."""
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest())
