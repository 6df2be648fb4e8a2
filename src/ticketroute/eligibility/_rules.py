"""Rules of a desk: which agents may have which tickets, beyond what the fields say."""

from collections.abc import Iterable
from typing import Final

import attrs

from ticketroute.eligibility._condition import (
    Condition,
    ConditionLike,
    Not,
    to_condition,
    to_ticket_condition,
)
from ticketroute.eligibility._describe import describe, failed_parts
from ticketroute.model import Agent, Ticket, refuse, refuse_type, require_text, to_tuple

BROKEN: Final = "breaks a rule"


def _to_required(value: ConditionLike) -> Condition:
    return to_condition(value, path="EligibilityRule.condition")


def _to_when(value: ConditionLike | None) -> Condition | None:
    return None if value is None else to_ticket_condition(value, path="EligibilityRule.when")


@attrs.frozen(cache_hash=True)
class EligibilityRule:
    """What an agent must fulfil to have certain tickets.

    Parameters
    ----------
    name
        What explanations call it.
    condition
        What must hold for ticket and agent; a condition or data.
    when
        Which tickets it is for, a condition that reads tickets only; None for all.

    Examples
    --------
    >>> from ticketroute.eligibility import Field
    >>> EligibilityRule("same region", Field("agent.place").equals(Field("ticket.place"))).reads
    ('place',)
    """

    name: str
    condition: Condition = attrs.field(converter=_to_required)
    when: Condition | None = attrs.field(default=None, converter=_to_when)

    def __attrs_post_init__(self) -> None:
        require_text("EligibilityRule.name", self.name)

    @property
    def reads(self) -> tuple[str, ...]:
        """Names of the ticket fields that it reads, sorted."""
        when = () if self.when is None else self.when.reads
        return tuple(sorted({*self.condition.reads, *when}))

    def is_for(self, ticket: Ticket) -> bool:
        """Say whether it is for a ticket."""
        return self.when is None or self.when(ticket)

    def describe_failure(self, ticket: Ticket, agent: Agent) -> str:
        """Say which parts of it a pair breaks, and by what."""
        parts = failed_parts(self.condition, ticket, agent)
        texts = [describe(Not(part), ticket, agent) for part in parts]
        return f"breaks rule {self.name!r}: {' and '.join(texts)}"


def _to_rules(rules: Iterable[EligibilityRule]) -> tuple[EligibilityRule, ...]:
    return to_tuple("Eligibility.rules", "several EligibilityRule", rules)


@attrs.frozen(cache_hash=True)
class Eligibility:
    """What a desk asks of agents beyond the fields of tickets and agents.

    An agent may have a ticket only if every rule that is for the ticket holds for the two.

    Parameters
    ----------
    rules
        In any order; their names must differ.

    Attributes
    ----------
    reads
        Names of the ticket fields that the rules read, sorted.

    Raises
    ------
    ValueError, TypeError
        If something is no rule, or two have the same name.

    Examples
    --------
    >>> tenure = EligibilityRule(
    ...     "VIP only with tenure",
    ...     {"field": "agent.attributes.years", "at least": 2},
    ...     when={"field": "ticket.tier", "equals": "vip"},
    ... )
    >>> Eligibility([tenure]).reads
    ('tier',)
    """

    rules: tuple[EligibilityRule, ...] = attrs.field(default=(), converter=_to_rules)
    reads: tuple[str, ...] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for rule in self.rules:
            if not isinstance(rule, EligibilityRule):
                raise refuse_type("Eligibility.rules", "values of EligibilityRule", rule)
        names = [rule.name for rule in self.rules]
        if len(set(names)) < len(names):
            raise refuse("Eligibility.rules", "names that are all different", names)
        reads = {name for rule in self.rules for name in rule.reads}
        object.__setattr__(self, "reads", tuple(sorted(reads)))

    def rules_for(self, ticket: Ticket) -> tuple[EligibilityRule, ...]:
        """Give the rules that are for a ticket."""
        return tuple(rule for rule in self.rules if rule.is_for(ticket))

    def broken(self, ticket: Ticket, agent: Agent) -> tuple[EligibilityRule, ...]:
        """Give the rules that an agent breaks with a ticket."""
        return tuple(rule for rule in self.rules_for(ticket) if not rule.condition(ticket, agent))

    def describe_failure(self, ticket: Ticket, agent: Agent | None = None) -> str:
        """Name the rules that an agent breaks with a ticket, or those that anybody can break."""
        if agent is not None:
            broken = self.broken(ticket, agent)
            return "; ".join(rule.describe_failure(ticket, agent) for rule in broken) or BROKEN
        names = [repr(rule.name) for rule in self.rules_for(ticket)]
        if len(names) > 1:
            return f"breaks one or more of the rules {', '.join(names)}"
        return f"breaks rule {names[0]}" if names else BROKEN
