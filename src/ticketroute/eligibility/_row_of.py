"""A condition over all agents at once, for one ticket."""

from collections.abc import Collection
from functools import reduce
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from ticketroute.eligibility._columns import AgentColumn
from ticketroute.eligibility._comparison import Comparison, Field, Operand, operand_value
from ticketroute.eligibility._condition import AllOf, AnyOf, Condition, Not
from ticketroute.eligibility._operators import Operator, bounds
from ticketroute.eligibility._roster import Roster, kept
from ticketroute.eligibility._values import is_ascending
from ticketroute.model import Ticket

Row: TypeAlias = NDArray[np.bool_]


def row_of(condition: Condition, roster: Roster, ticket: Ticket) -> Row:
    """Say for each agent whether a condition holds for a ticket and him or her.

    What depends on the agents alone is worked out once and kept in the roster.

    Parameters
    ----------
    condition
        Any condition.
    roster
        The agents.
    ticket
        Any ticket; only the fields that the condition reads matter.

    Returns
    -------
    ndarray of bool, shape (len(roster),)
        In the roster's order; not to be written to.

    Examples
    --------
    >>> from ticketroute import Agent
    >>> from ticketroute.eligibility import Field
    >>> from ticketroute.model import EPOCH
    >>> roster = Roster([Agent(id="ana", capacity=1, place="Bern"), Agent(id="bea", capacity=1)])
    >>> at_home = Field("agent.place").equals(Field("ticket.place"))
    >>> row_of(at_home, roster, Ticket(id="t1", created=EPOCH, place="Bern")).tolist()
    [True, False]
    """
    if not condition.reads:
        return kept(roster, condition, lambda: _row_of_agents(condition, roster, ticket))
    if not condition.reads_agent:
        return np.full(len(roster), condition.holds(ticket, None))
    if isinstance(condition, AllOf):
        return reduce(
            np.logical_and, (row_of(each, roster, ticket) for each in condition.conditions)
        )
    if isinstance(condition, AnyOf):
        return reduce(
            np.logical_or, (row_of(each, roster, ticket) for each in condition.conditions)
        )
    if isinstance(condition, Not):
        return ~row_of(condition.condition, roster, ticket)
    return _row_of_pairs(condition, roster, ticket)


def _row_of_agents(condition: Condition, roster: Roster, ticket: Ticket) -> Row:
    """Ask each agent in turn; for conditions that do not look at the ticket."""
    held = (condition.holds(ticket, agent) for agent in roster.agents)
    return _locked(np.fromiter(held, dtype=bool, count=len(roster)))


def _locked(row: Row) -> Row:
    row.setflags(write=False)
    return row


def _row_of_pairs(comparison: Comparison, roster: Roster, ticket: Ticket) -> Row:
    """Compare what the agents have with what the ticket has."""
    field, first = comparison.field, comparison.values[0]
    if isinstance(first, Field) and comparison.is_among_texts:
        return _row_of_texts(first, field, roster, ticket)
    if comparison.operator is Operator.CONTAINS:
        return _row_of_texts(field, first, roster, ticket)
    if comparison.operator is Operator.EQUALS:
        ours, theirs = (field, first) if field.of_ticket else (first, field)
        return _column(theirs, roster, ticket).equals(operand_value(ours, ticket, None))
    low, high = bounds(comparison.operator, field, comparison.values)
    if low is field:
        return _row_of_order(field, high, roster, ticket)
    if high is field:
        return _row_of_order(low, field, roster, ticket)
    return _row_of_order(low, field, roster, ticket) & _row_of_order(field, high, roster, ticket)


def _row_of_order(low: Operand, high: Operand, roster: Roster, ticket: Ticket) -> Row:
    """Say for whom one number is at most the other."""
    if _is_of_agent(low) and _is_of_agent(high):
        return kept(roster, (low, high), lambda: _row_of_two(low, high, roster, ticket))
    if _is_of_agent(low):
        return _column(low, roster, ticket).at_most(operand_value(high, ticket, None))
    value = operand_value(low, ticket, None)
    if _is_of_agent(high):
        return _column(high, roster, ticket).at_least(value)
    return np.full(len(roster), is_ascending(value, operand_value(high, ticket, None)))


def _row_of_two(low: Operand, high: Operand, roster: Roster, ticket: Ticket) -> Row:
    """Compare two fields of each agent."""
    held = (
        is_ascending(operand_value(low, ticket, agent), operand_value(high, ticket, agent))
        for agent in roster.agents
    )
    return _locked(np.fromiter(held, dtype=bool, count=len(roster)))


def _row_of_texts(texts: Field, text: Operand, roster: Roster, ticket: Ticket) -> Row:
    """Say whose texts contain a text, or whose text is among those of the ticket."""
    if texts.of_ticket:
        several = texts.value(ticket)
        among = several if isinstance(several, Collection) else ()
        return _column(text, roster, ticket).is_among(among)
    value = operand_value(text, ticket, None)
    if not isinstance(value, str):
        return np.zeros(len(roster), dtype=bool)
    return roster.naming(texts.name, value)


def _is_of_agent(operand: Operand) -> bool:
    return isinstance(operand, Field) and not operand.of_ticket


def _column(field: Operand, roster: Roster, ticket: Ticket) -> AgentColumn:
    """Give a field of the agents as a column; built when it is first asked for."""
    return kept(
        roster,
        field,
        lambda: AgentColumn([operand_value(field, ticket, agent) for agent in roster.agents]),
    )
