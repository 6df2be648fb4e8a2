"""The checks that an agent must pass, one bit each, and what a failed one says."""

from enum import IntFlag
from typing import Final

import numpy as np

from ticketroute.eligibility._rules import BROKEN, Eligibility
from ticketroute.model import Agent, Presence, Requirement, Ticket


class Check(IntFlag):
    """Bits of the set of failed checks of a pair (ticket, agent); 0 is eligible."""

    QUEUE = 1
    """The agent is in no team of the ticket's queue."""
    CHANNEL = 2
    """The agent does not serve the ticket's channel."""
    LANGUAGE = 4
    """The agent does not speak the ticket's language."""
    SKILL = 8
    """The agent lacks a required skill."""
    LEVEL = 16
    """The agent has a required skill below the minimum level."""
    EXCLUDED = 32
    """The ticket names the agent among those who must not have it."""
    PRESENCE = 64
    """The agent is not active."""
    CAPACITY = 128
    """The ticket's effort exceeds what one of the agent's limits has left."""
    DECLINED = 256
    """The agent has declined the ticket, or let its offer pass."""

    RULE = 512
    """The agent breaks a rule of the desk."""
    SHIFT = 1024
    """The agent's hours have not begun, are over, or end too soon for the ticket."""
    LAST_RESORT = 4096
    """The agent is not active, and somebody who is more so can have the ticket."""
    ALLOWANCE = 2048
    """The agent has been given as much as is allowed for now."""

    @property
    def parts(self) -> tuple["Check", ...]:
        """The single checks of this set, in the order of their declaration."""
        return tuple(check for check in Check if check in self)


CHECK_DTYPE: Final = np.uint16


def bit(check: Check) -> np.uint16:
    """Give a check in the type of the rows, so that array operations keep that type."""
    return CHECK_DTYPE(check)


STANDING_CHECKS: Final = (
    Check.QUEUE | Check.CHANNEL | Check.LANGUAGE | Check.SKILL | Check.LEVEL | Check.RULE
)
"""Checks that depend only on what ticket and agent *are*, so that tickets can share them."""

READS: Final = ("queue", "helpers", "channel", "language", "requirements")
"""The ticket fields that the standing checks read, without those of the rules of a desk."""


def describe_failure(
    check: Check,
    ticket: Ticket,
    agent: Agent | None = None,
    eligibility: Eligibility | None = None,
) -> str:
    """Say in words what a failed check means for this ticket, of an agent or of any.

    Parameters
    ----------
    check
        A single check.
    ticket
        The ticket.
    agent
        Who fails it; None for anybody.
    eligibility
        The rules of the desk, to name those that are broken.

    Examples
    --------
    >>> from ticketroute.model import EPOCH
    >>> describe_failure(Check.QUEUE, Ticket(id="t1", created=EPOCH, queue="mail"))
    "is not in the team of queue 'mail'"
    """
    if check is Check.RULE:
        return BROKEN if eligibility is None else eligibility.describe_failure(ticket, agent)
    if check is Check.SKILL:
        return "lacks " + ", ".join(repr(each.skill) for each in _lacking(ticket, agent))
    if check is Check.LEVEL:
        return "is below " + ", ".join(_level_text(each, agent) for each in _below(ticket, agent))
    sentences = {
        Check.QUEUE: f"is not in the team of queue {ticket.queue!r}{_helpers_text(ticket)}",
        Check.CHANNEL: f"does not serve channel {ticket.channel!r}",
        Check.LANGUAGE: f"does not speak {ticket.language!r}",
        Check.EXCLUDED: "is excluded by the ticket",
        Check.PRESENCE: "is offline" if ticket.presence is Presence.AWAY else "is not active",
        Check.CAPACITY: f"has no room for effort {ticket.effort}",
        Check.DECLINED: "has declined it",
        Check.LAST_RESORT: "is a last resort, while somebody who is there can have it",
        Check.SHIFT: "is off shift, or will be too soon",
        Check.ALLOWANCE: "has been given as much as is allowed for now",
    }
    return sentences[check]


def _helpers_text(ticket: Ticket) -> str:
    return "".join(f" nor of {team!r}" for team in sorted(ticket.helpers))


def _required(ticket: Ticket) -> list[Requirement]:
    return [each for each in ticket.requirements if not each.optional]


def _lacking(ticket: Ticket, agent: Agent | None) -> list[Requirement]:
    required = _required(ticket)
    return required if agent is None else [r for r in required if agent.level(r.skill) is None]


def _below(ticket: Ticket, agent: Agent | None) -> list[Requirement]:
    required = _required(ticket)
    if agent is None:
        return required
    held = [(r, agent.level(r.skill)) for r in required]
    return [r for r, level in held if level is not None and level < r.minimum]


def _level_text(requirement: Requirement, agent: Agent | None) -> str:
    text = f"{requirement.skill!r} >= {requirement.minimum:g}"
    level = None if agent is None else agent.level(requirement.skill)
    return text if level is None else f"{text} with {level:g}"
