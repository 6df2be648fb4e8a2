"""A support ticket as the routing engine sees it."""

from datetime import datetime

import attrs

from ticketroute.model import _validation as valid
from ticketroute.model._agent import Presence, to_presence
from ticketroute.model._representation import sparse_repr
from ticketroute.model._requirement import Requirement, to_requirements
from ticketroute.model._validation import AttributeValue


def _to_presence(value: Presence | str) -> Presence:
    return to_presence(value, "Ticket.presence")


@attrs.frozen(kw_only=True, repr=False)
class Ticket:
    """A request that waits for an agent.

    Only `id` and `created` must be given. ``None`` means unknown or unrestricted.

    Parameters
    ----------
    id
        Name of the ticket, unique on a board.
    created
        When the ticket arrived; a timezone-aware datetime.
    type
        Kind of request, such as ``"refund"``.
    channel
        Where it came from, such as ``"chat"``; the agent must serve this channel.
    queue
        The queue that it waits in; the agent must be in the team of this name, or in one of
        `helpers`.
    requirements
        Skills asked for: ``{"billing": 3}`` or :class:`Requirement` values.
    difficulty
        How hard it is, a finite number of at least 0 on your own scale.
    impact, urgency
        Integers of at least 1, where **1 is the highest** (as in ITIL).
    effort
        Units of an agent's capacity that it takes, an integer of at least 1.
    customer, tier
        Who asks, and at which level of service.
    place
        What place it concerns.
    language
        Language that the agent must speak.
    affinity
        Ids of the agents who should have it if they can, best first.
    exclusions
        Ids of the agents who must not have it.
    presence
        Whom it may go to: ``"active"`` agents only, ``"away"`` for those who are away too, or
        ``"offline"`` for anybody, as a last resort.
    helpers
        Names of further teams whose agents may have it besides the team of its queue.
    not_before
        It is not dispatched before this instant; a timezone-aware datetime.
    duplicate_key
        Your own key by which two tickets are the same request.
    attributes
        Anything else that your rules and scores read: names and scalar values.

    Raises
    ------
    ValueError, TypeError
        If a value is not as described; the message names field, value and expectation.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> Ticket(id="t1", created=datetime(2026, 5, 4, 9, tzinfo=UTC), requirements={"billing": 3})
    ... # doctest: +ELLIPSIS
    Ticket(id='t1', created=..., requirements=(Requirement(skill='billing', minimum=3.0, ...),))
    """

    id: str = attrs.field(validator=valid.text)
    created: datetime = attrs.field(validator=valid.aware)
    type: str | None = attrs.field(default=None, validator=valid.optional_text)
    channel: str | None = attrs.field(default=None, validator=valid.optional_text)
    queue: str | None = attrs.field(default=None, validator=valid.optional_text)
    requirements: tuple[Requirement, ...] = attrs.field(default=(), converter=to_requirements)
    difficulty: float | None = attrs.field(default=None, validator=valid.optional_amount)
    impact: int | None = attrs.field(default=None, validator=valid.optional_level)
    urgency: int | None = attrs.field(default=None, validator=valid.optional_level)
    effort: int = attrs.field(default=1, validator=valid.units)
    customer: str | None = attrs.field(default=None, validator=valid.optional_text)
    tier: str | None = attrs.field(default=None, validator=valid.optional_text)
    place: str | None = attrs.field(default=None, validator=valid.optional_text)
    language: str | None = attrs.field(default=None, validator=valid.optional_text)
    affinity: tuple[str, ...] = attrs.field(
        default=(), converter=valid.to_texts, validator=valid.texts
    )
    exclusions: frozenset[str] = attrs.field(
        default=frozenset(), converter=valid.to_text_set, validator=valid.text_set
    )
    presence: Presence = attrs.field(default=Presence.ACTIVE, converter=_to_presence)
    helpers: frozenset[str] = attrs.field(
        default=frozenset(), converter=valid.to_text_set, validator=valid.text_set
    )
    not_before: datetime | None = attrs.field(default=None, validator=valid.optional_aware)
    duplicate_key: str | None = attrs.field(default=None, validator=valid.optional_text)
    attributes: tuple[tuple[str, AttributeValue], ...] = attrs.field(
        default=(), converter=valid.to_attribute_pairs, validator=valid.attribute_pairs
    )

    def attribute(self, name: str, default: AttributeValue = None) -> AttributeValue:
        """Give the open attribute of this name, or `default`."""
        return dict(self.attributes).get(name, default)

    __repr__ = sparse_repr
