"""Which standing checks each agent fails for a ticket: one row of bit sets."""

import numpy as np
from numpy.typing import NDArray

from ticketroute.eligibility._check import CHECK_DTYPE, Check, bit
from ticketroute.eligibility._roster import Roster
from ticketroute.model import Ticket


def standing_row(roster: Roster, ticket: Ticket) -> NDArray[np.uint16]:
    """Give the standing checks that each agent fails for a ticket.

    Parameters
    ----------
    roster
        The agents.
    ticket
        Any ticket; only the fields named in ``READS`` are read.

    Returns
    -------
    ndarray of uint16, shape (len(roster),)
        Sets of :class:`Check` bits in the roster's order; 0 where every check is passed.
    """
    failed = np.zeros(len(roster), dtype=CHECK_DTYPE)
    if ticket.queue is not None:
        failed[~roster.in_team(ticket.queue)] |= bit(Check.QUEUE)
    if ticket.channel is not None:
        failed[~roster.on_channel(ticket.channel)] |= bit(Check.CHANNEL)
    if ticket.language is not None:
        failed[~roster.speaks(ticket.language)] |= bit(Check.LANGUAGE)
    for requirement in ticket.requirements:
        if not requirement.optional:
            levels = roster.levels(requirement.skill)
            failed[np.isnan(levels)] |= bit(Check.SKILL)
            failed[levels < requirement.minimum] |= bit(Check.LEVEL)
    return failed
