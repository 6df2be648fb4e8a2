"""The public call: arrays in, a plan with its proof out."""

from concurrent.futures import Executor

import attrs
import numpy as np
from numpy.typing import ArrayLike

from ticketroute.model import refuse
from ticketroute.strategies._transport._components import solve_by_parts
from ticketroute.strategies._transport._effort import plan_with_effort
from ticketroute.strategies._transport._fixed import Fixed, read_fixed
from ticketroute.strategies._transport._offers import Offers
from ticketroute.strategies._transport._problem import Problem, pose
from ticketroute.strategies._transport._reading import (
    CostLike,
    asks,
    count_tickets,
    efforts,
    numbers,
    places,
    positions,
    read_cost,
    shares,
)
from ticketroute.strategies._transport._result import Transport
from ticketroute.strategies._transport._rows import Integers, Places
from ticketroute.strategies._transport._same_rows import same_rows
from ticketroute.strategies._transport._shares import solve_with_shares, too_few, widened
from ticketroute.strategies._transport._wholes import Wholes, to_wholes


def transport(  # noqa: PLR0913 - a problem has so many parts
    cost: CostLike,
    capacity: ArrayLike,
    *,
    penalty: ArrayLike,
    place_cost: ArrayLike | None = None,
    eligible: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    effort: ArrayLike | None = None,
    warm: Transport | ArrayLike | None = None,
    executor: Executor | None = None,
    at_least: ArrayLike | None = None,
    fixed: ArrayLike | None = None,
) -> Transport:
    """Give tickets to agents with places so that costs and penalties are least, and prove it.

    Each ticket goes to one agent at the cost of the pair, or waits and costs its penalty; no agent
    gets more tickets than places. A pair that costs more than the penalty is never made. The same
    numbers give the same plan. Of several plans that cost the least, which one is given follows
    from the order of rows and agents only: tickets with equal rows and penalties go to agents in
    their order, and the earlier is served before the later.

    Parameters
    ----------
    cost
        ``shape (n, m)``, or ``(k, m)`` with `groups`: integers or floats of either sign, as an
        array or as a sparse matrix of scipy. Of a sparse one, pairs that are absent must not be;
        an explicit zero is a cost of zero.
    capacity
        ``integers, shape (m,)``, places of each agent, 0 or more.
    penalty
        What a ticket costs that waits: one number, or ``shape (n,)``.
    place_cost
        ``shape (capacity.sum(),)``: what each place costs that is used, agent after agent; for each
        agent, a further place never costs less than the one before. So loads are evened out, as far
        as that is worth it. Nothing if it is None. Not for efforts that differ.
    eligible
        ``bool``, of the shape of `cost`: which pairs may be; what `cost` says of others does not
        matter. All may be if it is None.
    groups
        ``integers, shape (n,)``, the row of each ticket. Without it equal rows are looked for.
    effort
        ``integers, shape (n,)``, 1 or more: how much of a capacity each ticket takes; 1 if it is
        None. If efforts differ, a good plan is given with its gap, and called optimal only if the
        gap is 0; prices are those of a unit of effort, and `warm` is not used.
    warm
        An earlier result for the same agents, or prices of agents: a start that may be faster. It
        changes neither the objective nor what is proven.
    executor
        Where parts that share neither tickets nor agents are solved, each by itself; here, one
        after another, if it is None. The result is the same. It is not shut down. Tickets of
        different efforts are planned together.
    at_least
        ``integers, shape (m,)``, how many tickets each agent must get, also where tickets would
        rather wait; 0 if it is None. An agent who must get tickets may have a price below zero: one
        ticket less would save so much or less, one more would cost so much or more. Not for
        efforts that differ.
    fixed
        ``integers, shape (n,)``, the agent who must get the ticket; -1 where that is open.

    Returns
    -------
    Transport
        Proven optimal in whole numbers, unless efforts differ. Fractions are rounded to
        1 / ``scale``, about 1e-8 of the largest number; ``rounding`` says what that can amount to.

    Raises
    ------
    ValueError
        If shapes do not fit together, a number is not finite, negative where it must not be, or so
        large that sums would not be exact (2**50; all tickets together 2**61). If agents must get
        more tickets than they have places or than may go to them: the message names the agents.
    TypeError
        If numbers are of another type.

    Notes
    -----
    The only real unknowns are the prices of agents. They are found by shortest chains of changes
    (Jonker and Volgenant 1987; Kennington and Wang 1992, for this problem), on the agents rather
    than on their places.

    Examples
    --------
    Agent 0 is best for both tickets, and has one place:

    >>> result = transport([[1, 5], [2, 9]], [1, 1], penalty=20)
    >>> result
    <Transport: 2 of 2 served, optimal, objective 7, gap 0>
    >>> result.agent
    array([1, 0])

    Ticket 0 made way, as its second choice is less bad. One more place with agent 0 would save 4:

    >>> result.agent_price
    array([4, 0])

    Two kinds of tickets, the second of which only agent 1 can do; one ticket has to wait:

    >>> transport(
    ...     [[3, 4], [0, 2]],
    ...     [1, 1],
    ...     penalty=[50, 20, 30],
    ...     eligible=[[True, True], [False, True]],
    ...     groups=[0, 1, 1],
    ... ).agent
    array([ 0, -1,  1])

    Agent 1 must get a ticket, and ticket 0 is the one for which that is least bad:

    >>> transport([[1, 5], [2, 9]], [2, 2], penalty=20, at_least=[0, 1]).agent
    array([1, 0])
    """
    n_tickets = count_tickets(cost, groups)
    given = read_cost(cost, eligible)
    n_rows, n_agents = given.shape
    room = places("capacity", capacity, n_agents)
    waits = numbers("penalty", penalty, min(np.ndim(penalty), 1))
    data = to_wholes(given, waits, n_tickets, asks("place_cost", place_cost, room))
    kinds = same_rows(data) if groups is None else positions("groups", groups, n_rows)
    start = _start(warm, data, n_agents)
    takes = efforts("effort", effort, n_tickets)
    alike = len(np.unique(takes)) <= 1
    if not alike:
        _refuse("None where efforts differ", at_least=at_least, place_cost=place_cost)
    elif takes.max(initial=1) > 1:
        _refuse("None where tickets take more than one unit", place_cost=place_cost)
        room, takes = room // takes.max(), np.ones_like(takes)
    least = shares("at_least", at_least, room)
    away = read_fixed(fixed, data, kinds, takes, room)
    offers = Offers.free(room) if data.ask is None else Offers.of_places(data.ask, room)
    problem, tickets = _pose(data, kinds, away, offers.beyond(away.load))
    least_left = np.maximum(least - away.load, 0)

    if not alike:  # a ticket may take several places
        left = np.minimum(room - away.load, takes.sum())
        problem = attrs.evolve(problem, offers=Offers.free(left))
    agent, value = np.full(n_tickets, n_agents), data.penalty.copy()
    agent[tickets], price, value[tickets] = _planned(
        problem, None if alike else takes[tickets], least_left, start, executor
    )
    agent[away.tickets] = away.agents
    value[away.tickets] = away.cost + takes[away.tickets] * price[away.agents]
    agent[agent == n_agents] = -1
    load = np.bincount(agent[agent >= 0], minlength=n_agents)
    asked = offers.asked(load)
    # Places of tickets that are fixed are paid for in any case.
    paid_anyway = offers.asked(away.load) - int(away.load @ price)
    bound = int(value.sum()) - problem.offers.surplus(price, least_left) + paid_anyway
    costs = _paid(data, problem, tickets, agent) + int(away.cost.sum()) + asked, bound
    return Transport.of_wholes(
        agent,
        costs,
        (price, value),
        scale=data.scale,
        exact=data.exact,
        has_place_costs=data.ask is not None,
    )


def _planned(
    problem: Problem,
    effort: Integers | None,
    least: Integers,
    start: Integers | None,
    executor: Executor | None,
) -> tuple[Places, Integers, Integers]:
    """Give the agent of each ticket, prices of agents, and what each ticket pays at best."""
    if not problem.n_tickets or not len(problem.capacity):
        if least.any():
            raise too_few(np.flatnonzero(least), 0, int(least.sum()))
        return np.empty(0, dtype=np.intp), problem.offers.lowest, problem.penalty
    if effort is not None:
        return plan_with_effort(problem, effort)
    if least.any():
        problem = attrs.evolve(problem, rows=widened(problem.rows))
        agent, price = solve_with_shares(problem, least, start, executor)
    else:
        agent, price = solve_by_parts(problem, start, executor)
    return agent, price, problem.value_of_tickets(price)


def _refuse(expected: str, **given: ArrayLike | None) -> None:
    for field, value in given.items():
        if value is not None:
            raise refuse(field, expected, value)


def _pose(
    data: Wholes, kinds: Places | None, away: Fixed, offers: Offers
) -> tuple[Problem, Places]:
    """Pose what is left to plan; also give the tickets that somebody may take."""
    if not len(away.tickets):
        return pose(data.cost, data.allowed, kinds, data.penalty, offers)
    others = away.others(len(data.penalty))
    rows = others if kinds is None else kinds[others]
    problem, tickets = pose(data.cost, data.allowed, rows, data.penalty[others], offers)
    return problem, others[tickets]


def _start(warm: Transport | ArrayLike | None, data: Wholes, n_agents: int) -> Integers | None:
    """Give the prices to start from, in whole numbers."""
    if warm is None:
        return None
    given = warm.agent_price if isinstance(warm, Transport) else numbers("warm", warm, 1)
    if given.shape != (n_agents,):
        raise refuse("warm", f"prices of {n_agents} agents", given.shape)
    if not np.isfinite(given).all():
        raise refuse("warm", "finite prices", float(given[~np.isfinite(given)][0]))
    price: Integers = np.rint(np.clip(given, 0, 2.0**52 / data.scale) * data.scale).astype(np.int64)
    return price


def _paid(data: Wholes, problem: Problem, tickets: Places, agent: Places) -> int:
    """Compute what the plan costs, anew from the data."""
    served = agent[tickets] >= 0
    row = np.flatnonzero(served) if problem.row_of is None else problem.row_of[served]
    paid = int(problem.rows.costs(row, agent[tickets][served]).sum())
    return paid + int(data.penalty[agent < 0].sum())
