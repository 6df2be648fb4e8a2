"""Deciding: a strategy meets a view, and what it says is checked."""

from collections.abc import Callable
from typing import cast

from ticketroute.board import NOBODY, Board, MemoryChange, Plan, View, check_plan
from ticketroute.errors import InvalidPlan
from ticketroute.model import refuse_type
from ticketroute.plugins import load
from ticketroute.strategies import PicksAgent, Strategy


def to_strategy(strategy: Strategy | str) -> Strategy:
    """Accept a strategy, or the name of an installed one."""
    found = load(strategy) if isinstance(strategy, str) else strategy
    if not callable(found) or isinstance(found, type):
        raise refuse_type("strategy", "a callable (view) -> plan or an installed name", strategy)
    return cast("Strategy", found)


def decide(view: View, strategy: Strategy | str) -> Plan:
    """Ask a strategy for a plan and check it. Nothing is changed.

    Parameters
    ----------
    view
        A view or a snapshot.
    strategy
        The strategy, or the name of an installed one.

    Returns
    -------
    Plan
        Checked against `view`.

    Raises
    ------
    InvalidPlan
        If what the strategy gives is no plan or breaks an invariant.
    """
    decider = to_strategy(strategy)
    plan = decider(view)
    if not isinstance(plan, Plan):
        name = getattr(decider, "__name__", repr(decider))
        message = f"strategy {name}: expected a Plan, got {plan!r}"
        raise InvalidPlan(message)
    try:
        check_plan(view, plan)
    except InvalidPlan as error:
        error.add_note(f"decided by {decider!r}")
        raise
    plan.strategy = decider
    return plan


def dispatch_ticket(board: Board, ticket: int, strategy: PicksAgent) -> int:
    """Let a strategy's event form pick the agent for one ticket, and carry it out.

    Parameters
    ----------
    board
        The board, brought up to now.
    ticket
        Position of a waiting ticket.
    strategy
        Anything with ``pick_agent(view, ticket)``.

    Returns
    -------
    int
        Position of the agent, or ``NOBODY``; then nothing has changed.

    Raises
    ------
    InvalidPlan
        If the choice breaks an invariant; nothing has changed.
    """
    view = board.window
    agent = strategy.pick_agent(view, ticket)
    if agent == NOBODY:
        return NOBODY
    remember: Callable[[View, int, int], MemoryChange] | None = getattr(strategy, "remember", None)
    change = None if remember is None else remember(view, ticket, agent)
    board.commit_pair(ticket, agent, change)
    return agent
