"""Conditions in plain language, and the parts of them that fail."""

from ticketroute.eligibility._comparison import Comparison, Field
from ticketroute.eligibility._condition import AllOf, AnyOf, Condition, Not
from ticketroute.eligibility._operators import Operator
from ticketroute.eligibility._wording import (
    MISSING,
    NONE,
    held,
    is_plural,
    predicate,
    shown,
    subject,
)
from ticketroute.model import Agent, Ticket


def describe(condition: Condition, ticket: Ticket | None = None, agent: Agent | None = None) -> str:
    """Say in plain language what a condition asks.

    Parameters
    ----------
    condition
        Any condition.
    ticket, agent
        Where given, what they have is added in brackets.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> from ticketroute.model import EPOCH
    >>> at_home = Field("ticket.place").equals(Field("agent.place"))
    >>> hard = Field("ticket.difficulty").at_least(3)
    >>> describe(AllOf([at_home, hard]))
    'place is that of the agent, and difficulty is at least 3'
    >>> describe(Not(hard), Ticket(id="t1", created=EPOCH, difficulty=2))
    'difficulty is not at least 3 (it is 2)'
    """
    if isinstance(condition, AllOf | AnyOf):
        if len(condition.conditions) == 1:
            return describe(condition.conditions[0], ticket, agent)
        texts = [_part(each, ticket, agent) for each in condition.conditions]
        return (", and " if isinstance(condition, AllOf) else ", or ").join(texts)
    if not isinstance(condition, Not):
        return _sentence(condition, ticket, agent, negated=False)
    if isinstance(condition.condition, Comparison):
        return _sentence(condition.condition, ticket, agent, negated=True)
    if isinstance(condition.condition, Not):
        return describe(condition.condition.condition, ticket, agent)
    return f"not ({describe(condition.condition, ticket, agent)})"


def _part(condition: Condition, ticket: Ticket | None, agent: Agent | None) -> str:
    text = describe(condition, ticket, agent)
    is_group = isinstance(condition, AllOf | AnyOf) and len(condition.conditions) > 1
    return f"({text})" if is_group else text


def _sentence(
    comparison: Comparison, ticket: Ticket | None, agent: Agent | None, *, negated: bool
) -> str:
    text = f"{subject(comparison.field)} {predicate(comparison, negated=negated)}"
    facts = _facts(comparison, ticket, agent)
    return f"{text} ({facts})" if facts else text


def _facts(comparison: Comparison, ticket: Ticket | None, agent: Agent | None) -> str:
    """Say what the fields of a comparison hold, as far as their owners are given."""
    field, others = comparison.field, [e for e in comparison.values if isinstance(e, Field)]
    mine = _held(field, ticket, agent)
    theirs = [text for each in others if (text := _held(each, ticket, agent)) is not None]
    if mine is None:
        return f"which is {' and '.join(theirs)}" if theirs else ""
    if theirs:
        return f"{mine} against {' and '.join(theirs)}"
    if _is_said(comparison, mine):
        return ""
    if mine == NONE:
        return "there are none"
    return f"{'they are' if is_plural(field) else 'it is'} {mine}"


def _is_said(comparison: Comparison, mine: str) -> bool:
    """Say whether the sentence alone tells already what the field holds."""
    if comparison.operator is Operator.IS_MISSING:
        return mine in {MISSING, NONE}
    return comparison.operator is Operator.EQUALS and mine == shown(comparison.values[0])


def _held(field: Field, ticket: Ticket | None, agent: Agent | None) -> str | None:
    """Write what a field holds; None where its owner is not given."""
    if field.of_ticket:
        return None if ticket is None else held(field, field.value(ticket))
    return None if agent is None else held(field, field.of_agent(agent))


def failed_parts(
    condition: Condition, ticket: Ticket, agent: Agent | None = None
) -> tuple[Condition, ...]:
    """Give the smallest parts of a condition that are false: comparisons, and negations of such.

    A condition that is false has at least one, and one that holds has none. Where several
    alternatives fail, the parts of each are given.

    Parameters
    ----------
    condition
        Any condition.
    ticket, agent
        Whom it is asked about.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> from ticketroute.model import EPOCH
    >>> ticket = Ticket(id="t1", created=EPOCH, tier="vip", difficulty=2)
    >>> wanted = AllOf([Field("ticket.tier").equals("vip"), Field("ticket.difficulty").at_least(3)])
    >>> [describe(part, ticket) for part in failed_parts(wanted, ticket)]
    ['difficulty is at least 3 (it is 2)']
    """
    if condition(ticket, agent):
        return ()
    return tuple(dict.fromkeys(_failed(condition, ticket, agent)))


def _failed(condition: Condition, ticket: Ticket, agent: Agent | None) -> list[Condition]:
    """Go into what is false; what holds has no failed parts."""
    if condition.holds(ticket, agent):
        return []
    if isinstance(condition, AllOf | AnyOf):
        parts = condition.conditions
    elif isinstance(condition, Not):
        opposite = _opposite(condition.condition)
        if opposite is None:
            return [condition]
        parts = (opposite,)
    else:
        return [condition]
    return [each for part in parts for each in _failed(part, ticket, agent)]


def _opposite(condition: Condition) -> Condition | None:
    """Take a negation inwards by one step; None for that of a comparison."""
    if isinstance(condition, AllOf):
        return AnyOf([Not(each) for each in condition.conditions])
    if isinstance(condition, AnyOf):
        return AllOf([Not(each) for each in condition.conditions])
    return condition.condition if isinstance(condition, Not) else None
