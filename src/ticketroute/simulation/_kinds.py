"""The kinds of tickets that come: what they ask for, and what becomes of them."""

from collections.abc import Iterable, Mapping
from typing import Final, cast

import attrs

from ticketroute.model import (
    EPOCH,
    AttributeValue,
    Ticket,
    refuse,
    refuse_type,
    require_amount,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
)
from ticketroute.simulation._arrivals import Arrivals, require_arrivals
from ticketroute.simulation._durations import Durations, require_durations
from ticketroute.simulation._numbers import require_chance

FieldsLike = Mapping[str, object]
ByAgent = float | Mapping[str, float] | Iterable[tuple[str, float]]

_RESERVED: Final = ("id", "created", "not_before")


def _to_chances(value: ByAgent) -> float | tuple[tuple[str, float], ...]:
    return value if isinstance(value, int | float) else sorted_pairs(value)


def _no_fields() -> Ticket:
    return _to_template({})


def _to_template(value: FieldsLike | Ticket) -> Ticket:
    if isinstance(value, Ticket):
        if value.not_before is not None:
            expected = "None, as tickets may be dispatched when they come"
            raise refuse("TicketKind.fields.not_before", expected, value.not_before)
        return value
    if not isinstance(value, Mapping):
        raise refuse_type("TicketKind.fields", "a mapping with fields of Ticket", value)
    for name in _RESERVED:
        if name in value:
            raise refuse("TicketKind.fields", f"fields other than {_RESERVED}", name)
    known = {field.name for field in attrs.fields(Ticket)}
    for name in value:
        if name not in known:
            raise refuse("TicketKind.fields", "names of fields of Ticket", name)
    return Ticket(id="template", created=EPOCH, **cast("dict[str, AttributeValue]", dict(value)))  # type: ignore[arg-type]


@attrs.frozen(kw_only=True)
class TicketKind:
    """A kind of ticket: how often it comes, what it asks for, how long it takes, what goes wrong.

    Parameters
    ----------
    name
        What it is called in results; also the ``type`` of its tickets unless `fields` says
        otherwise.
    handling
        How long the work takes somebody of ordinary pace.
    arrivals
        When such tickets come. Without it they are part of the stream of the scenario, by weight.
    weight
        How large a part of the scenario's stream, compared with other kinds; at least 0.
    fields
        Fields of :class:`~ticketroute.Ticket` that all have: requirements, channel, queue, ...
    patience
        How long somebody waits for an agent before leaving; None for ever.
    bounce
        How likely an agent finds that he or she is not the right one, and gives it back: a number
        from 0 to 1, or one by agent id (0 for the others). The last who may have it keeps it.
    bounce_after
        The share of the work that is done by then, from 0 to 1; it has to be done anew.
    reopen
        How likely it comes back after it was resolved, and has to be worked on again.
    reopen_after
        How long after.
    backlog
        How many wait already when the scenario starts.
    backlog_age
        For how long they have; without it they have just come.

    Examples
    --------
    >>> from datetime import timedelta
    >>> from ticketroute.simulation import Exponential, Poisson
    >>> kind = TicketKind(
    ...     name="billing",
    ...     arrivals=Poisson(per_hour=30),
    ...     handling=Exponential(timedelta(minutes=8)),
    ...     fields={"requirements": {"billing": 2}, "channel": "phone"},
    ... )
    >>> kind.template.type
    'billing'
    """

    name: str
    handling: Durations
    arrivals: Arrivals | None = None
    weight: float = 1.0
    template: Ticket = attrs.field(factory=_no_fields, converter=_to_template, alias="fields")
    patience: Durations | None = None
    bounce: float | tuple[tuple[str, float], ...] = attrs.field(default=0.0, converter=_to_chances)
    bounce_after: float = 0.5
    reopen: float = 0.0
    reopen_after: Durations | None = None
    backlog: int = 0
    backlog_age: Durations | None = None

    def __attrs_post_init__(self) -> None:
        require_text("TicketKind.name", self.name)
        if self.template.type is None:
            template = attrs.evolve(self.template, type=self.name)
            object.__setattr__(self, "template", template)
        self._require_durations()
        if self.arrivals is not None:
            require_arrivals("TicketKind.arrivals", self.arrivals)
        require_amount("TicketKind.weight", self.weight)
        require_integer("TicketKind.backlog", self.backlog, 0)
        require_chance("TicketKind.reopen", self.reopen)
        if self.reopen and self.reopen_after is None:
            raise refuse("TicketKind.reopen_after", "a distribution, as some come back", None)
        require_chance("TicketKind.bounce_after", self.bounce_after)
        self._require_bounce()

    def _require_durations(self) -> None:
        require_durations("TicketKind.handling", self.handling)
        for name in ("patience", "reopen_after", "backlog_age"):
            value: Durations | None = getattr(self, name)
            if value is not None:
                require_durations(f"TicketKind.{name}", value)

    def _require_bounce(self) -> None:
        if isinstance(self.bounce, int | float):
            require_chance("TicketKind.bounce", self.bounce)
            return
        expected = "a number from 0 to 1, or a mapping of agent id to one"
        require_pairs("TicketKind.bounce", expected, self.bounce)
        for agent_id, chance in self.bounce:
            require_chance(f"TicketKind.bounce[{agent_id!r}]", chance)

    def bounces_of(self, agent_ids: Iterable[str]) -> list[float]:
        """Give how likely each of some agents gives such a ticket back."""
        if isinstance(self.bounce, int | float):
            return [self.bounce for _ in agent_ids]
        known = dict(self.bounce)
        return [known.get(agent_id, 0.0) for agent_id in agent_ids]
