"""Which standing checks each agent fails for a ticket: one row of bit sets."""

import numpy as np
from numpy.typing import NDArray

from ticketroute.eligibility._check import CHECK_DTYPE, Check, bit
from ticketroute.eligibility._roster import Roster
from ticketroute.eligibility._row_of import row_of
from ticketroute.eligibility._rules import Eligibility
from ticketroute.model import Ticket


def standing_row(
    roster: Roster, ticket: Ticket, eligibility: Eligibility | None = None
) -> NDArray[np.uint16]:
    """Give the standing checks that each agent fails for a ticket.

    Parameters
    ----------
    roster
        The agents.
    ticket
        Any ticket; only the fields named in ``READS`` and in ``eligibility.reads`` are read.
    eligibility
        The rules of the desk, if there are any.

    Returns
    -------
    ndarray of uint16, shape (len(roster),)
        Sets of :class:`Check` bits in the roster's order; 0 where every check is passed.
    """
    failed = np.zeros(len(roster), dtype=CHECK_DTYPE)
    if ticket.queue is not None:
        failed[~_serving(roster, ticket.queue, ticket.helpers)] |= bit(Check.QUEUE)
    if ticket.channel is not None:
        failed[~roster.on_channel(ticket.channel)] |= bit(Check.CHANNEL)
    if ticket.language is not None:
        failed[~roster.speaks(ticket.language)] |= bit(Check.LANGUAGE)
    for requirement in ticket.requirements:
        if not requirement.optional:
            levels = roster.levels(requirement.skill)
            failed[np.isnan(levels)] |= bit(Check.SKILL)
            failed[levels < requirement.minimum] |= bit(Check.LEVEL)
    if eligibility is not None:
        for rule in eligibility.rules_for(ticket):
            failed[~row_of(rule.condition, roster, ticket)] |= bit(Check.RULE)
    return failed


def _serving(roster: Roster, queue: str, helpers: frozenset[str]) -> NDArray[np.bool_]:
    """Say who is in the team of a queue, or in one that helps out."""
    mask = roster.in_team(queue)
    for team in helpers:
        mask = mask | roster.in_team(team)  # a new array: the roster's own are shared
    return mask
