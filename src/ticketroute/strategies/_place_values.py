"""What one more place with an agent would be worth in the best plan for all tickets."""

from collections.abc import Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Demand, View
from ticketroute.scores import Score
from ticketroute.strategies._pair_scores import number_kinds, score_kinds
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._transport._state import TransportState


@attrs.frozen
class PlaceValue:
    """What one more place with an agent would be worth.

    Parameters
    ----------
    agent_id
        Whose place.
    serves
        The ticket that could be served besides, or None.
    gain
        By how much the sum of scores of those served anyway would be larger, at least 0.
    """

    agent_id: str
    serves: str | None
    gain: float

    def __str__(self) -> str:
        served = f"{self.serves} could be served" if self.serves else ""
        score = f"the scores would add up to {self.gain:.4g} more" if self.gain else ""
        return f"one more place with {self.agent_id}: " + (
            " and ".join(filter(None, (served, score))) or "no use"
        )


@attrs.frozen(repr=False)
class PlaceValues(Sequence[PlaceValue]):
    """What places are worth, by agent; those that would let a ticket be served come first.

    Parameters
    ----------
    rows
        One for each agent.
    """

    rows: tuple[PlaceValue, ...]

    def __getitem__(self, place: int) -> PlaceValue:  # type: ignore[override]  # no slices
        return self.rows[place]

    def __len__(self) -> int:
        return len(self.rows)

    def columns(self) -> Mapping[str, NDArray[np.generic]]:
        """Give a row for each agent as columns for a data frame."""
        return {
            "agent": np.array([row.agent_id for row in self.rows], dtype=object),
            "serves": np.array([row.serves for row in self.rows], dtype=object),
            "gain": np.array([row.gain for row in self.rows], dtype=np.float64),
        }

    def __repr__(self) -> str:
        return "\n".join(map(str, self.rows)) or "<PlaceValues of nobody>"


def place_values(
    view: View, score: Score, tickets: Sequence[int], demand: Demand, agents: Sequence[int]
) -> PlaceValues:
    """Work out what one more place with some agents is worth; each answer is exact.

    Parameters
    ----------
    view, score, tickets, demand
        As for ``pose``; scores are those at the loads of now.
    agents
        Positions of the agents to ask about.
    """
    everything = _with_full_agents(view, score, tickets, demand)
    served = everything.only_servable()
    serves, gains = _served_besides(everything, agents), _gains(served, agents)
    ids, names = view.tickets.ids, view.roster.ids
    rows = [
        (number, PlaceValue(names[agent], None if number is None else ids[tickets[number]], gain))
        for agent, number, gain in zip(agents, serves, gains, strict=True)
    ]
    count = len(tickets)
    rows.sort(key=lambda row: (count if row[0] is None else row[0], -row[1].gain))
    return PlaceValues(tuple(row for _, row in rows))


def _with_full_agents(
    view: View, score: Score, tickets: Sequence[int], demand: Demand
) -> PlacesProblem:
    """Pose the problem with a column for each agent, also for those who have no place left."""
    workload = view.workload
    fits = np.min([workload.room[row] // effort for row, effort in demand], axis=0)
    room = np.where(workload.closed == 0, np.clip(fits, 0, len(tickets)), 0)
    kinds, kind_of_ticket = number_kinds(view, score, tickets)
    rows = score_kinds(view, score, kinds, [qualified(view, ticket) for ticket in kinds])
    kind = np.array(kind_of_ticket, dtype=np.intp)
    return PlacesProblem(list(tickets), kind, rows, room, np.arange(view.n_agents))


def _served_besides(problem: PlacesProblem, columns: Sequence[int]) -> list[int | None]:
    """Give the ticket (its place in the order) that one more place in a column would serve."""
    state = TransportState(
        np.zeros(problem.scores.shape, dtype=np.int64),
        problem.places,
        penalty=problem.weights,
        eligible=problem.allowed,
        groups=problem.kind,
    )
    waiting = np.flatnonzero(state.agent < 0)
    if not len(waiting):
        return [None] * len(columns)
    saved = _saved_by_one_more(state, problem.places, columns)
    count = len(problem.tickets)
    return [count - int(weight) if weight else None for weight in saved]


def _gains(problem: PlacesProblem, columns: Sequence[int]) -> list[float]:
    """Give by how much one more place in a column raises the sum; all tickets are served."""
    costs, dearest = problem.whole_costs()
    state = TransportState(
        costs,
        problem.places,
        penalty=np.full(len(problem.tickets), dearest * (len(problem.places) + 1) + 1),
        eligible=problem.allowed,
        groups=problem.kind,
    )
    saved = _saved_by_one_more(state, problem.places, columns)
    return [float(each) * problem.step for each in saved]


def _saved_by_one_more(
    state: TransportState, places: NDArray[np.int64], columns: Sequence[int]
) -> list[float]:
    """Give what one more place in each of some columns saves: a chain of changes there and back."""
    before = state.objective
    saved = []
    for column in columns:
        with_one_more = int(places[column]) + 1
        state.set_capacity(column, with_one_more)
        saved.append(before - state.objective)
        state.set_capacity(column, with_one_more - 1)
    return saved


def qualified(view: View, ticket: int) -> NDArray[np.intp]:
    """Give the agents who are there and may have a ticket, whether or not they have room."""
    agents = view.profile(ticket).agents
    barred = view.tickets.barred.get(ticket, frozenset())
    is_there = view.workload.closed[agents] == 0
    is_barred = np.array([view.roster.ids[agent] in barred for agent in agents], dtype=np.bool_)
    able: NDArray[np.intp] = agents[is_there & ~is_barred]
    return able
