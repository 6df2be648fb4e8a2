"""How a desk behaves: offers, limits, absences, queues, promises."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final, Literal, TypeAlias, cast

import attrs

from ticketroute.model import (
    Ticket,
    duration_to_microseconds,
    flag,
    optional_text,
    refuse,
    refuse_type,
    require_integer,
    require_text,
    require_texts,
    to_tuple,
)
from ticketroute.sla import Calendar, Ladder, Policies

RequiredFields: TypeAlias = Mapping[str, Iterable[str]] | Iterable[tuple[str, tuple[str, ...]]]

_MOST: Final = 1_000_000_000
_PAIR: Final = 2
_OUTCOMES: Final = ("wait", "ask again", "move")


def _duration(instance: object, attribute: "attrs.Attribute[timedelta]", value: object) -> None:
    """Validate a duration longer than zero."""
    field = f"{type(instance).__name__}.{attribute.name}"
    if not isinstance(value, timedelta):
        raise refuse_type(field, "a timedelta", value)
    if value <= timedelta(0):
        raise refuse(field, "a duration longer than zero", value)


_optional_duration = attrs.validators.optional(_duration)


def _count(instance: object, attribute: "attrs.Attribute[int]", value: int) -> None:
    require_integer(f"{type(instance).__name__}.{attribute.name}", value, 1, _MOST)


_optional_count = attrs.validators.optional(_count)


@attrs.frozen(kw_only=True)
class Overflow:
    """When tickets of a queue go to another one instead. Any one reason will do.

    Parameters
    ----------
    to
        Name of the queue that they go to.
    after
        When they have waited for so long.
    length
        When as many wait already as they come in.
    outside
        When they come in while this calendar is closed.
    """

    to: str
    after: timedelta | None = attrs.field(default=None, validator=_optional_duration)
    length: int | None = attrs.field(default=None, validator=_optional_count)
    outside: Calendar | None = None

    def __attrs_post_init__(self) -> None:
        require_text("Overflow.to", self.to)
        if self.outside is not None and not isinstance(self.outside, Calendar):
            raise refuse_type("Overflow.outside", "a calendar", self.outside)
        if self.after is None and self.length is None and self.outside is None:
            raise refuse("Overflow", "at least one of after, length and outside", self)


@attrs.frozen(kw_only=True)
class ReturnRamp:
    """How much an agent who comes back gets, so that nobody is flooded on return.

    Parameters
    ----------
    at_most
        Units of effort beyond what he or she has already, at first and with every step.
    every
        How long a step takes.
    lasting
        After so long only the capacity counts.
    """

    at_most: int = attrs.field(validator=_count)
    every: timedelta = attrs.field(validator=_duration)
    lasting: timedelta = attrs.field(validator=_duration)


def _pairs(field: str, value: object) -> list[tuple[str, object]]:
    """Read a mapping by name, or what one was turned into, and sort it."""
    pairs = list(value.items()) if isinstance(value, Mapping) else value
    if not isinstance(pairs, list | tuple) or not all(
        isinstance(pair, tuple) and len(pair) == _PAIR and isinstance(pair[0], str)
        for pair in pairs
    ):
        raise refuse_type(field, "a mapping with names as keys", value)
    return sorted(pairs, key=lambda pair: pair[0])


def _to_required(value: RequiredFields) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = _pairs("Settings.required", value)
    for kind, names in pairs:
        require_texts(f"Settings.required[{kind!r}]", names)
    return tuple((kind, tuple(cast("Iterable[str]", names))) for kind, names in pairs)


def _to_overflows(
    value: Mapping[str, Overflow] | Iterable[tuple[str, Overflow]],
) -> tuple[tuple[str, Overflow], ...]:
    pairs = _pairs("Settings.overflows", value)
    for queue, overflow in pairs:
        field = f"Settings.overflows[{queue!r}]"
        if not isinstance(overflow, Overflow):
            raise refuse_type(field, "an Overflow", overflow)
        if overflow.to == queue:
            raise refuse(field, "another queue to go to", overflow.to)
    return tuple(cast("list[tuple[str, Overflow]]", pairs))


def _to_ladders(value: Iterable[Ladder]) -> tuple[Ladder, ...]:
    return to_tuple("Settings.ladders", "several Ladders", value)


@attrs.frozen(kw_only=True)
class Settings:
    """How a desk behaves; everything has a default.

    Parameters
    ----------
    offers_last
        How long an agent has to accept or decline; None assigns without asking.
    start_within
        How long an owner has to begin, or to reply in public; then the ticket goes back to its
        queue and is not given to the same agent again. None for no limit.
    most_offers
        How many agents are asked about a ticket before it is put on hold for somebody to see to.
    most_hops
        How often a ticket may go from one owner or queue to another; a further transfer is
        refused, and nothing moves it by itself.
    all_declined
        What becomes of a ticket that everybody who may have it has declined: ``"wait"`` for
        somebody new, ``"ask again"``, or ``"move"`` to `declined_queue`.
    declined_queue
        The queue that it moves to.
    pause_after
        After so many offers in a row without an answer, an agent is set to away. None for never.
    pause_for
        How long; None until he or she comes back.
    holds_count
        Whether a ticket on hold takes its owner's room, unless the call says otherwise.
    reopen_within
        A ticket that is reopened sooner goes to its former owner, if he or she is there and may
        have it and has room. None sends it to the queue always.
    returning
        How much an agent who comes back gets; None for everything that fits.
    required
        Fields (or names of open attributes) without which a ticket of a type is incomplete:
        ``{"refund": ["customer", "order"]}``. ``""`` names what all types need.
    overflows
        When the tickets of a queue go to another one, by name of the queue.
    policies
        What is promised; then each ticket has clocks, which events pause and stop.
    ladders
        What fires when a promise is nearly, just or long broken.
    """

    offers_last: timedelta | None = attrs.field(default=None, validator=_optional_duration)
    start_within: timedelta | None = attrs.field(default=None, validator=_optional_duration)
    most_offers: int = attrs.field(default=100, validator=_count)
    most_hops: int = attrs.field(default=10, validator=_count)
    all_declined: Literal["wait", "ask again", "move"] = "wait"
    declined_queue: str | None = attrs.field(default=None, validator=optional_text)
    pause_after: int | None = attrs.field(default=None, validator=_optional_count)
    pause_for: timedelta | None = attrs.field(default=None, validator=_optional_duration)
    holds_count: bool = attrs.field(default=False, validator=flag)
    reopen_within: timedelta | None = attrs.field(default=None, validator=_optional_duration)
    returning: ReturnRamp | None = None
    required: tuple[tuple[str, tuple[str, ...]], ...] = attrs.field(
        default=(), converter=_to_required
    )
    overflows: tuple[tuple[str, Overflow], ...] = attrs.field(default=(), converter=_to_overflows)
    policies: Policies | None = None
    ladders: tuple[Ladder, ...] = attrs.field(default=(), converter=_to_ladders)

    def __attrs_post_init__(self) -> None:
        if self.all_declined not in _OUTCOMES:
            raise refuse("Settings.all_declined", f"one of {_OUTCOMES}", self.all_declined)
        if (self.all_declined == "move") != (self.declined_queue is not None):
            expected = "a queue if, and only if, all_declined is 'move'"
            raise refuse("Settings.declined_queue", expected, self.declined_queue)
        if self.pause_for is not None and self.pause_after is None:
            raise refuse("Settings.pause_for", "None, as pause_after is", self.pause_for)
        self._require_parts()
        self._require_fields()

    def _require_parts(self) -> None:
        if self.returning is not None and not isinstance(self.returning, ReturnRamp):
            raise refuse_type("Settings.returning", "a ReturnRamp", self.returning)
        if self.policies is not None and not isinstance(self.policies, Policies):
            raise refuse_type("Settings.policies", "Policies", self.policies)
        for ladder in self.ladders:
            if not isinstance(ladder, Ladder):
                raise refuse_type("Settings.ladders", "values of Ladder", ladder)
        keys = [(ladder.metric, ladder.policy) for ladder in self.ladders]
        if len(set(keys)) < len(keys):
            raise refuse("Settings.ladders", "one for each metric and policy at most", keys)
        if self.ladders and self.policies is None:
            raise refuse("Settings.policies", "policies for the ladders", None)

    def _require_fields(self) -> None:
        for kind, names in self.required:
            for name in names:
                if name in ("id", "created", "effort", "attributes"):
                    raise refuse(f"Settings.required[{kind!r}]", "fields that may be missing", name)

    def missing(self, ticket: Ticket) -> tuple[str, ...]:
        """Give the names of the fields that a ticket lacks."""
        if not self.required:
            return ()
        required = dict(self.required)
        names = (*required.get("", ()), *required.get(ticket.type or "", ()))
        return tuple(dict.fromkeys(name for name in names if _is_missing(ticket, name)))

    def overflow(self, queue: str | None) -> Overflow | None:
        """Give when the tickets of a queue go to another one, if they do."""
        return dict(self.overflows).get(queue or "") if self.overflows else None

    def microseconds(self, name: str) -> int:
        """Give a duration in microseconds; 0 for none."""
        value: timedelta | None = getattr(self, name)
        return 0 if value is None else duration_to_microseconds(value)


def _is_missing(ticket: Ticket, name: str) -> bool:
    value: object = getattr(ticket, name, None) if hasattr(ticket, name) else None
    if not hasattr(ticket, name):
        value = ticket.attribute(name)
    return value is None or value in ((), frozenset(), "")
