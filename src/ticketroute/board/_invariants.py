"""What every plan must keep to, checked in this one place."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs
import numpy as np

from ticketroute.board._loads import Demand
from ticketroute.board._remembered import MemoryChange
from ticketroute.errors import InvalidPlan

if TYPE_CHECKING:
    from ticketroute.board._plan import Plan
    from ticketroute.board._view import View


@attrs.frozen
class Problem:
    """One broken invariant.

    Parameters
    ----------
    rule
        Which: "known ids", "waiting", "ticket once", "eligible", "capacity", "hold" or "memory".
    text
        What is wrong, with the ids in question.
    """

    rule: str
    text: str


def check_plan(view: "View", plan: "Plan") -> None:
    """Raise if a plan breaks an invariant: O(pairs), on plain integers, always on.

    Every ticket and agent is known, a ticket waits and is dealt with once, the agent may have
    it and is there, and no limit is exceeded by the plan as a whole.

    Parameters
    ----------
    view
        The board as it is before the plan.
    plan
        What is to be done.

    Raises
    ------
    InvalidPlan
        With one sentence for each broken invariant.
    """
    simple = len(plan.pairs) == 1 and not plan.holds and not plan.memory_changes
    is_ours = plan.view.origin is view.origin and plan.places == view.places
    if simple and not plan.offers and is_ours:
        ticket, agent = plan.pairs[0]
        if sound_demand(view, ticket, agent) is not None:
            return
    problems = find_problems(view, plan)
    if problems:
        texts = tuple(f"{each.rule}: {each.text}" for each in problems)
        message = f"the plan breaks {len(texts)} invariant(s): " + "; ".join(texts)
        raise InvalidPlan(message, texts)


def sound_demand(view: "View", ticket: int, agent: int) -> Demand | None:
    """Give what an assignment takes if it keeps all invariants; None if it does not.

    The quick form of the same checks, for one pair; :func:`find_problems` gives the reasons.
    """
    if (
        ticket not in view.waiting_set
        or agent.__class__ is not int
        or not 0 <= agent < view.n_agents
    ):
        return None
    return view.profile(ticket).demand if view.fits(ticket, agent) else None


def find_problems(view: "View", plan: "Plan") -> list[Problem]:
    """List everything that is wrong with a plan."""
    if plan.view.origin is not view.origin:
        return [Problem("known ids", "the plan was made for another board")]
    if plan.places != view.places:
        text = "places have gone to other tickets or agents since the decision; decide again"
        return [Problem("known ids", text)]
    problems: list[Problem] = []
    taken: dict[tuple[int, int], int] = {}
    seen: set[int] = set()
    for ticket, agent in plan.pairs:
        problem = (
            _unknown(view, ticket, agent)
            or _not_waiting_or_twice(view, ticket, seen)
            or _not_eligible(view, ticket, agent)
            or _over_capacity(view, ticket, agent, taken)
        )
        if problem:
            problems.append(problem)
        seen.add(ticket)
    for ticket, agents in plan.offers.items():
        problems += _offer_problems(view, ticket, agents, seen, taken)
        seen.add(ticket)
    for ticket in plan.holds:
        problem = _unknown(view, ticket, None) or _not_waiting_or_twice(view, ticket, seen)
        problem = problem or _hold_problem(view, plan, ticket)
        if problem:
            problems.append(problem)
        seen.add(ticket)
    for ticket in plan.hold_ends.keys() - plan.holds.keys():
        problems.append(Problem("known ids", f"an end of a hold for position {ticket}, not held"))
    memory = (memory_problem(view, change) for change in plan.memory_changes)
    return [*problems, *filter(None, memory)]


def _hold_problem(view: "View", plan: "Plan", ticket: int) -> Problem | None:
    reason: object = plan.holds[ticket]
    if not isinstance(reason, str) or not reason:
        return Problem("hold", f"a hold for the reason {reason!r}, which is no text")
    if plan.hold_ends.get(ticket, view.now_us + 1) <= view.now_us:
        return Problem("hold", f"ticket {view.tickets.ids[ticket]!r} is held until a time gone by")
    return None


def _offer_problems(
    view: "View",
    ticket: int,
    agents: tuple[int, ...],
    seen: set[int],
    taken: dict[tuple[int, int], int],
) -> Iterator[Problem]:
    """Yield what is wrong with asking some agents about a ticket."""
    problem = _unknown(view, ticket, None) or _not_waiting_or_twice(view, ticket, seen)
    if problem:
        yield problem
        return
    if not agents or len(set(agents)) < len(agents):
        ticket_id = view.tickets.ids[ticket]
        yield Problem("ticket once", f"ticket {ticket_id!r} is offered to nobody, or to one twice")
    for agent in agents:
        problem = (
            _unknown(view, ticket, agent)
            or _not_eligible(view, ticket, agent)
            or _over_capacity(view, ticket, agent, taken)
        )
        if problem:
            yield problem


def _unknown(view: "View", ticket: int, agent: int | None) -> Problem | None:
    if ticket.__class__ is not int or not 0 <= ticket < len(view.tickets):
        return Problem("known ids", f"there is no ticket at position {ticket!r}")
    if agent is not None and (agent.__class__ is not int or not 0 <= agent < view.n_agents):
        return Problem("known ids", f"there is no agent at position {agent!r}")
    return None


def _not_waiting_or_twice(view: "View", ticket: int, seen: set[int]) -> Problem | None:
    if ticket in seen:
        return Problem("ticket once", f"ticket {view.tickets.ids[ticket]!r} is dealt with twice")
    if not view.is_waiting(ticket):
        return Problem("waiting", f"ticket {view.tickets.ids[ticket]!r} does not wait")
    return None


def _not_eligible(view: "View", ticket: int, agent: int) -> Problem | None:
    if view.qualifies(ticket, agent) and view.has_time(ticket, agent):
        return None
    agent_id = view.roster.ids[agent]
    return Problem("eligible", f"agent {agent_id!r} may not have {view.tickets.ids[ticket]!r} now")


def _over_capacity(
    view: "View", ticket: int, agent: int, taken: dict[tuple[int, int], int]
) -> Problem | None:
    """Add a ticket to what the plan takes from each limit, and see whether it is too much."""
    over = None
    for row, effort in view.profile(ticket).demand:
        taken[row, agent] = taken.get((row, agent), 0) + effort
        if taken[row, agent] > view.workload.room[row, agent]:
            kind, name = view.workload.limits[row]
            over = Problem(
                "capacity",
                f"ticket {view.tickets.ids[ticket]!r} is beyond the {name or kind} limit of agent "
                f"{view.roster.ids[agent]!r}",
            )
    return over


def memory_problem(view: "View", change: MemoryChange) -> Problem | None:
    """Say what is wrong with a change of memory, if anything is."""
    agents, numbers = np.asarray(change.agents), np.asarray(change.numbers)
    integers = agents.dtype.kind == numbers.dtype.kind == "i" and agents.shape == numbers.shape
    if integers and ((agents >= 0) & (agents < view.n_agents)).all():
        return None
    text = f"{change.policy!r} remembers something else than an integer for each agent"
    return Problem("memory", text)
