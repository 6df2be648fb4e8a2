"""Fields of tickets and agents, and comparisons with values or with other fields."""

from collections.abc import Iterable
from typing import Final, TypeAlias

import attrs

from ticketroute.eligibility._fields import (
    NEVER_MISSING,
    UNRESTRICTED,
    kinds_of,
    read_agent,
    read_ticket,
    split_path,
)
from ticketroute.eligibility._operators import (
    Operator,
    compare,
    kinds_asked,
    kinds_compared,
    require_count,
    require_kinds,
    require_order,
)
from ticketroute.eligibility._reading import Readable
from ticketroute.eligibility._values import (
    Key,
    Kind,
    Scalar,
    Value,
    in_order,
    key_of,
    read_scalar,
)
from ticketroute.model import Agent, Ticket, refuse, refuse_type, to_tuple


@attrs.frozen(cache_hash=True)
class Field:
    """A field of a ticket or of an agent, from which comparisons are made.

    Parameters
    ----------
    path
        ``"ticket.FIELD"`` or ``"agent.FIELD"`` with a field of :class:`~ticketroute.Ticket` or
        :class:`~ticketroute.Agent`; ``"ticket.attributes.NAME"``, ``"agent.attributes.NAME"``;
        ``"ticket.requirements.SKILL"`` for the minimum that it requires, and
        ``"agent.skills.SKILL"`` for the level. Without a skill, these two are the names of the
        skills. Optional requirements do not count. ``"agent.capacity"`` is the total limit,
        infinite without one. Presence is no field here: it is always checked.

    Raises
    ------
    ValueError, TypeError
        If there is no such field.

    Examples
    --------
    >>> is_hard = Field("ticket.difficulty").at_least(3)
    >>> at_home = Field("ticket.place").equals(Field("agent.place"))
    >>> at_home.reads, at_home.reads_agent
    (('place',), True)
    """

    path: str
    of_ticket: bool = attrs.field(init=False, repr=False, eq=False)
    name: str = attrs.field(init=False, repr=False, eq=False)
    key: str | None = attrs.field(init=False, repr=False, eq=False)
    kinds: frozenset[Kind] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        owner, name, key = split_path("Field.path", self.path)
        object.__setattr__(self, "of_ticket", owner == "ticket")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "key", key)
        object.__setattr__(self, "kinds", kinds_of(owner, name, key))

    def value(self, ticket: Ticket, agent: Agent | None = None) -> Value:
        """Read it; None where it is missing, or where it restricts nothing."""
        if self.of_ticket:
            return read_ticket(ticket, self.name, self.key)
        if agent is None:
            raise refuse_type("agent", f"an Agent, to read {self.path}", agent)
        return self.of_agent(agent)

    def of_agent(self, agent: Agent) -> Value:
        """Read it of an agent; it must be a field of agents."""
        return read_agent(agent, self.name, self.key)

    def equals(self, value: "Operand") -> "Comparison":
        """Ask whether it equals a value or another field."""
        return Comparison(self, Operator.EQUALS, (value,))

    def one_of(self, values: "Iterable[Scalar] | Field") -> "Comparison":
        """Ask whether it is one of some values, or among the texts of another field."""
        given = (values,) if isinstance(values, Field) else _several(f"{self.path} in", values)
        return Comparison(self, Operator.IN, given)

    def at_least(self, value: "Operand") -> "Comparison":
        """Ask whether a number or instant is at least a value or another field."""
        return Comparison(self, Operator.AT_LEAST, (value,))

    def at_most(self, value: "Operand") -> "Comparison":
        """Ask whether a number or instant is at most a value or another field."""
        return Comparison(self, Operator.AT_MOST, (value,))

    def between(self, low: "Operand", high: "Operand") -> "Comparison":
        """Ask whether a number or instant is between two others, or equals one of them."""
        return Comparison(self, Operator.BETWEEN, (low, high))

    def contains(self, value: "Operand") -> "Comparison":
        """Ask whether several texts contain a text, or that of another field."""
        return Comparison(self, Operator.CONTAINS, (value,))

    def is_missing(self) -> "Comparison":
        """Ask whether it is missing, as :class:`Comparison` understands it."""
        return Comparison(self, Operator.IS_MISSING, ())


Operand: TypeAlias = Scalar | Field
"""What a field is compared with."""

_EMPTY: Final[tuple[Value, ...]] = ((), frozenset())


def _several(where: str, values: "Iterable[Operand]") -> "tuple[Operand, ...]":
    return to_tuple(where, "several values, as a list", values)


def _to_operands(values: Iterable[Operand]) -> tuple[Operand, ...]:
    return _several("Comparison.values", values)


def _to_field(field: Field | str) -> Field:
    return field if isinstance(field, Field) else Field(field)


def _to_operator(operator: Operator | str) -> Operator:
    try:
        return Operator(operator)
    except ValueError:
        words = ", ".join(repr(each.value) for each in Operator)
        raise refuse("Comparison.operator", f"one of {words}", operator) from None


def _identities(values: tuple[Operand, ...]) -> tuple[Field | Key | None, ...]:
    """Tell operands apart that Python takes for equal, such as True and 1."""
    return tuple(each if isinstance(each, Field) else key_of(each) for each in values)


@attrs.frozen(cache_hash=True)
class Comparison(Readable):
    """A field compared with values or with another field; made by the methods of :class:`Field`.

    A comparison with a missing value is false, and so is one of values of unlike kinds: text,
    numbers, instants, and True or False are never compared with each other. What can be seen
    beforehand to be unlike is refused.

    Missing are None, attributes and skills that are not there, and an empty `affinity`,
    `exclusions`, `requirements` or `skills`. None in an agent's `teams`, `channels` or `languages`
    is missing, too; as it is no restriction, such a field contains every text.

    Parameters
    ----------
    field
        What is compared, or its path.
    operator
        How, or its word.
    values
        Two for ``"between"``, at least one for ``"in"``, none for ``"is missing"``, else one.

    Examples
    --------
    >>> Comparison("ticket.effort", "at least", [2]) == Field("ticket.effort").at_least(2)
    True
    """

    field: Field = attrs.field(converter=_to_field)
    operator: Operator = attrs.field(converter=_to_operator)
    values: tuple[Operand, ...] = attrs.field(converter=_to_operands, eq=_identities)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "values", _checked(self.field, self.operator, self.values))
        fields = [each for each in (self.field, *self.values) if isinstance(each, Field)]
        self.note_reads(
            (each.name for each in fields if each.of_ticket),
            reads_agent=not all(each.of_ticket for each in fields),
        )

    @property
    def is_among_texts(self) -> bool:
        """Whether it asks if the field is among the texts of another one."""
        return self.operator is Operator.IN and isinstance(self.values[0], Field)

    def holds(self, ticket: Ticket, agent: Agent | None) -> bool:
        """Say whether it holds; unlike a call, without a look at what is given."""
        value = self.field.value(ticket, agent)
        if self.operator is Operator.IS_MISSING:
            return value is None or (value in _EMPTY and self.field.path not in UNRESTRICTED)
        others = [operand_value(each, ticket, agent) for each in self.values]
        if self.is_among_texts:
            return compare(Operator.CONTAINS, others[0], [value])
        return compare(self.operator, value, others)


def operand_value(operand: Operand, ticket: Ticket, agent: Agent | None) -> Value:
    """Give a value as it is, and of a field what it holds."""
    return operand.value(ticket, agent) if isinstance(operand, Field) else operand


def _checked(
    field: Field, operator: Operator, operands: tuple[Operand, ...]
) -> tuple[Operand, ...]:
    """Refuse what can never hold; put the values of a list in order."""
    where = f"{field.path} {operator.value}"
    require_count(where, operator, operands)
    if operator is Operator.IS_MISSING and field.path in NEVER_MISSING:
        raise refuse(where, "a field that can be missing", field.path)
    in_field = operator is Operator.IN and any(isinstance(each, Field) for each in operands)
    if in_field and len(operands) > 1:
        raise refuse(where, "either values or one field", list(operands))
    possible = kinds_asked(where, operator, field.path, field.kinds)
    allowed = kinds_compared(operator, possible, with_texts=in_field)
    alone = len(operands) == 1 and (in_field or operator is not Operator.IN)
    read: list[Operand] = []
    for number, operand in enumerate(operands):
        place = where if alone else f"{where}[{number}]"
        value = operand if isinstance(operand, Field) else read_scalar(place, operand)
        require_kinds(place, allowed, _kinds(value), operand)
        read.append(value)
    literals = [each for each in read if not isinstance(each, Field)]
    if operator is Operator.IN and not in_field:
        return in_order(literals)
    require_order(where, operator, literals)
    return tuple(read)


def _kinds(operand: Operand) -> frozenset[Kind]:
    if isinstance(operand, Field):
        return operand.kinds
    key = key_of(operand)
    return frozenset() if key is None else frozenset((key[0],))
