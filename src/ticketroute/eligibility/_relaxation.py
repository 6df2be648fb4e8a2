"""Relaxations: what tickets ask for changes by steps while they wait."""

from collections.abc import Callable, Container, Iterable, Mapping
from datetime import timedelta
from typing import TypeAlias, cast

import attrs

from ticketroute.eligibility._condition import Condition, Data, to_ticket_condition
from ticketroute.eligibility._reading import Readable
from ticketroute.eligibility._relaxation_step import RelaxationStep
from ticketroute.model import Ticket, refuse, refuse_type, to_tuple

TicketCondition: TypeAlias = Condition | Callable[[Ticket], bool]
"""A condition that reads tickets only, or any hashable function of a ticket."""


def _to_steps(value: Iterable[RelaxationStep]) -> tuple[RelaxationStep, ...]:
    return to_tuple("Relaxation.steps", "several RelaxationStep", value)


def _to_when(value: TicketCondition | Data | None) -> TicketCondition | None:
    if value is None or (callable(value) and not isinstance(value, Readable)):
        return value
    return to_ticket_condition(cast("Condition | Data", value), path="Relaxation.when")


@attrs.frozen(cache_hash=True)
class Relaxation:
    """Steps that build on each other.

    Parameters
    ----------
    steps
        At least one, each later than the one before.
    when
        Which tickets it is for: a condition or data, or a function of a ticket; None for all. A
        function may name the ticket fields that it reads in an attribute `reads`, which makes it
        cheaper to ask for many tickets.

    Raises
    ------
    ValueError, TypeError
        If there is no step, or one that cannot come.

    Examples
    --------
    >>> from ticketroute.model import EPOCH
    >>> relaxation = Relaxation(
    ...     [
    ...         RelaxationStep(timedelta(minutes=10), drop=["french"]),
    ...         RelaxationStep(timedelta(minutes=30), any_skill=True, helpers=["second line"]),
    ...     ]
    ... )
    >>> relaxation.step_at(timedelta(minutes=10)), relaxation.step_at(timedelta(minutes=29))
    (1, 1)
    >>> asked = Ticket(id="t1", created=EPOCH, requirements={"french": 1, "tax": 2})
    >>> relaxation.ticket_at(asked, 1).requirements
    (Requirement(skill='tax', minimum=2.0, optional=False),)
    >>> sorted(relaxation.ticket_at(asked, 2).helpers)
    ['second line']
    """

    steps: tuple[RelaxationStep, ...] = attrs.field(converter=_to_steps)
    when: TicketCondition | None = attrs.field(default=None, converter=_to_when)

    def __attrs_post_init__(self) -> None:
        if not self.steps:
            raise refuse("Relaxation.steps", "at least one step", list(self.steps))
        for number, step in enumerate(self.steps):
            if not isinstance(step, RelaxationStep):
                raise refuse_type(f"Relaxation.steps[{number}]", "a RelaxationStep", step)
        for number in range(1, len(self.steps)):
            before, step = self.steps[number - 1], self.steps[number]
            if before.park:
                raise refuse(f"Relaxation.steps[{number - 1}].park", "the last step", before.park)
            if step.after <= before.after:
                expected = f"more than {before.after}, when the step before comes"
                raise refuse(f"Relaxation.steps[{number}].after", expected, step.after)

    @property
    def reads(self) -> tuple[str, ...] | None:
        """Names of the ticket fields that its condition reads; None if it does not say."""
        return () if self.when is None else getattr(self.when, "reads", None)

    def is_for(self, ticket: Ticket) -> bool:
        """Say whether it is for a ticket."""
        return self.when is None or self.when(ticket)

    def step_at(self, waited: timedelta) -> int:
        """Give how many steps are due for a ticket that has waited for so long."""
        return sum(step.after <= waited for step in self.steps)

    def ticket_at(self, ticket: Ticket, step: int, *, passed: Container[int] = ()) -> Ticket:
        """Give a ticket as it is after so many steps.

        Parameters
        ----------
        ticket
            The ticket as it was at first.
        step
            How many steps, from 0; a last step that parks the ticket changes nothing.
        passed
            The steps, counted from 1, that have been passed over.
        """
        for number, each in enumerate(self.steps[:step], 1):
            if number not in passed and not each.park:
                ticket = each.apply(ticket)
        return ticket


def _to_relaxations(value: Iterable[Relaxation]) -> tuple[Relaxation, ...]:
    return to_tuple("Relaxations", "several Relaxation", value)


@attrs.frozen(cache_hash=True)
class Relaxations:
    """An ordered list of relaxations: the first one that is for a ticket counts.

    Parameters
    ----------
    relaxations
        Those with a narrow condition first.

    Attributes
    ----------
    reads
        Names of the ticket fields that the conditions read, sorted; None if one does not say.

    Raises
    ------
    ValueError, TypeError
        If something is no relaxation, or one can never be the first.

    Examples
    --------
    >>> from ticketroute.model import EPOCH
    >>> soon, later = (
    ...     Relaxation([RelaxationStep(timedelta(minutes=each), any_skill=True)], when=when)
    ...     for each, when in ((1, {"field": "ticket.tier", "equals": "vip"}), (9, None))
    ... )
    >>> relaxations = Relaxations([soon, later])
    >>> relaxations.number_for(Ticket(id="t1", created=EPOCH, tier="vip")), relaxations.reads
    (0, ('tier',))
    """

    relaxations: tuple[Relaxation, ...] = attrs.field(default=(), converter=_to_relaxations)
    reads: tuple[str, ...] | None = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for number, each in enumerate(self.relaxations):
            field = f"Relaxations[{number}]"
            if not isinstance(each, Relaxation):
                raise refuse_type(field, "a Relaxation", each)
            if number and self.relaxations[number - 1].when is None:
                raise refuse(field, "none after one that is for all tickets", each)
        reads = [each.reads for each in self.relaxations]
        known = [names for names in reads if names is not None]
        fields = tuple(sorted({name for names in known for name in names}))
        object.__setattr__(self, "reads", fields if len(known) == len(reads) else None)

    def __bool__(self) -> bool:
        return bool(self.relaxations)

    def __len__(self) -> int:
        return len(self.relaxations)

    def __getitem__(self, number: int) -> Relaxation:
        """Give a relaxation by its place."""
        return self.relaxations[number]

    def number_for(self, ticket: Ticket) -> int | None:
        """Give the place of the first relaxation that is for a ticket, or None."""
        for number, each in enumerate(self.relaxations):
            if each.is_for(ticket):
                return number
        return None

    def find(self, ticket: Ticket) -> Relaxation | None:
        """Give the first relaxation that is for a ticket, or None."""
        number = self.number_for(ticket)
        return None if number is None else self.relaxations[number]


RelaxationsLike: TypeAlias = Relaxations | Iterable[Relaxation] | None


def to_relaxations(value: RelaxationsLike) -> Relaxations:
    """Accept relaxations, several of them in a list, or none."""
    if isinstance(value, Mapping):
        raise refuse_type("Relaxations", "several Relaxation", value)
    return value if isinstance(value, Relaxations) else Relaxations(value or ())
