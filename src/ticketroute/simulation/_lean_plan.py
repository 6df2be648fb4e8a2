"""What a lean desk needs to know beforehand, and whether it would do."""

from collections.abc import Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Setup
from ticketroute.simulation._expected import due_of, expected_board
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._lean_order import LeanOrder, lean_order
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._qualified import one_of_each
from ticketroute.simulation._scenario import Scenario
from ticketroute.sla import rank


@attrs.frozen
class LeanPlan:
    """What a lean desk needs to know of a policy and of what comes.

    Attributes
    ----------
    order
        How the strategy orders agents and tickets.
    profile_of_kind
        The profile of each kind of ticket.
    profiles
        The agents who qualify for each profile.
    """

    order: LeanOrder
    profile_of_kind: list[int]
    profiles: list[list[int]]


def lean_plan(scenario: Scenario, policy: Policy, setup: Setup) -> LeanPlan | None:
    """Give what a lean desk needs, or None if it would not do."""
    order = lean_order(policy.strategy, [agent.id for agent in scenario.agents_by_id])
    guards = setup.shifts is not None and setup.shifts.guards
    if order is None or guards or setup.allowances or setup.relaxations.relaxations:
        return None
    if any(kind.template.exclusions for kind in scenario.kinds):
        return None
    view = one_of_each(scenario, setup)
    kinds = range(len(scenario.kinds))
    if not all(view.profile(kind).draws_one_unit for kind in kinds):
        return None
    numbers = [view.profile_number(kind) for kind in kinds]
    members = {number: view.profile_of(number).agent_list for number in numbers}
    places = {number: place for place, number in enumerate(members)}
    return LeanPlan(order, [places[number] for number in numbers], list(members.values()))


Order = tuple[Sequence[int], Sequence[int]]


def due_and_order(
    scenario: Scenario, luck: Luck, order: LeanOrder, setup: Setup
) -> tuple[NDArray[np.int64], Order]:
    """Give when tickets are due, and the rank of each ticket and the ticket of each rank."""
    count = len(luck)
    if order.is_by_arrival and not setup.targets.by_level and setup.targets.default is None:
        return due_of(scenario, luck, setup), (range(count), range(count))
    view = expected_board(scenario, luck, setup)
    by_rank = rank(order.order, view.backlog(np.arange(count)), view.now_us, view.tickets.ids)
    rank_of = np.empty(count, dtype=np.int64)
    rank_of[by_rank] = np.arange(count)
    return view.tickets.due.copy(), (rank_of.tolist(), by_rank.tolist())


def shift_changes(setup: Setup, ids: list[str], hours: list[Hours]) -> list[tuple[int, int, bool]]:
    """Give when whose hours begin and end; whoever has hours is off shift before."""
    shifts = setup.shifts
    if shifts is None:
        return []
    with_hours = [agent for agent, name in enumerate(ids) if shifts.calendar_of(name) is not None]
    changes = [(0, agent, False) for agent in with_hours]
    for agent in with_hours:
        changes += [(at, agent, True) for at in hours[agent].starts]
        changes += [(at, agent, False) for at in hours[agent].ends]
    return sorted(changes, key=lambda change: change[:1])
