"""The assignment problem on slots: a row for each ticket, a column for each that still fits."""

from collections.abc import Sequence
from typing import ClassVar, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Demand, View
from ticketroute.scores import Score
from ticketroute.strategies._dealt import Dealt
from ticketroute.strategies._pair_scores import (
    number_kinds,
    require_memory,
    score_kinds,
    tie_chain,
)
from ticketroute.strategies._places import PlacesProblem
from ticketroute.strategies._places_posed import pose_places, require_falling
from ticketroute.strategies._servable import Servable

FEW_CELLS: Final = 2_000_000
"""With fewer pairs of ticket and slot, slots were measured to be solved faster than places."""


@attrs.frozen(eq=False)
class SlotProblem:
    """Tickets of one demand against slots of agents, ready to be solved.

    Attributes
    ----------
    tickets
        Positions of the tickets to serve, most urgent first.
    agent_of_slot
        The agent of each column.
    scores
        ``ndarray of float, shape (len(tickets), len(agent_of_slot))``, ``-inf`` where forbidden.
        The score on an agent's second slot is what it is once the first is taken.
    """

    tickets: list[int]
    agent_of_slot: NDArray[np.intp]
    scores: NDArray[np.float64]

    method: ClassVar[str] = "linear sum assignment over slots"

    def solve(self) -> Dealt:
        """Serve all tickets with the largest sum of scores.

        Raises
        ------
        ValueError
            If not all tickets can be served.

        References
        ----------
        D. F. Crouse, *On implementing 2D rectangular assignment algorithms*, 2016, which is what
        :func:`scipy.optimize.linear_sum_assignment` follows.
        """
        from scipy.optimize import linear_sum_assignment

        rows, slots = linear_sum_assignment(self.scores, maximize=True)
        return Dealt(self.agent_of_slot[slots], float(self.scores[rows, slots].sum()))

    def as_places(self) -> PlacesProblem:
        """Pose the same with a row for each ticket and a column for each slot."""
        rows, columns = self.scores.shape
        once = np.ones(columns, dtype=np.int64)
        return PlacesProblem(self.tickets, np.arange(rows), self.scores, once, self.agent_of_slot)

    def without(self, ticket: int, agent: int) -> "SlotProblem":
        """Give the same problem with one pair forbidden."""
        scores = self.scores.copy()
        scores[self.tickets.index(ticket), self.agent_of_slot == agent] = -np.inf
        return attrs.evolve(self, scores=scores)


def pose(
    view: View, score: Score, tickets: Sequence[int], demand: Demand
) -> SlotProblem | PlacesProblem:
    """Build the problem of serving the most urgent of some tickets that can be served together.

    Parameters
    ----------
    view
        The board.
    score
        What rates the pairs; it must not grow with an agent's load.
    tickets
        Waiting tickets that all draw alike on the limits, most urgent first.
    demand
        What each of them draws.

    Raises
    ------
    ValueError
        If the score grows with the load.
    MemoryError
        If the matrix would need too much; the message says how much.
    """
    room = _slots_of(view, demand, tickets)
    if len(tickets) * int(room.sum()) > FEW_CELLS:
        on_places = pose_places(view, score, tickets, demand, room)
        if on_places is not None:
            return on_places
    require_memory(min(len(tickets), int(room.sum())), int(room.sum()))
    kinds, kind_of_ticket = number_kinds(view, score, tickets)
    agent_of_slot, layers = _lay_out_slots(view, score, kinds, room, demand)
    servable = _servable(layers > -np.inf, agent_of_slot, room)
    served = [place for place, kind in enumerate(kind_of_ticket) if servable.add(kind)]
    return SlotProblem(
        [tickets[place] for place in served],
        agent_of_slot,
        layers[[kind_of_ticket[place] for place in served]],
    )


def pose_weighed(
    view: View,
    score: Score,
    tickets: Sequence[int],
    demand: Demand,
    penalty: NDArray[np.float64],
) -> PlacesProblem:
    """Build the problem in which each ticket is served or costs its penalty.

    Parameters
    ----------
    view, score, tickets, demand
        As for :func:`pose`.
    penalty
        What it costs to let each ticket wait, shape (len(tickets),).
    """
    room = _slots_of(view, demand, tickets)
    on_places = pose_places(view, score, tickets, demand, room, penalty)
    if on_places is not None:
        return on_places
    kinds, kind_of_ticket = number_kinds(view, score, tickets)
    require_memory(len(kinds), int(room.sum()))
    agent_of_slot, layers = _lay_out_slots(view, score, kinds, room, demand)
    once = np.ones(len(agent_of_slot), dtype=np.int64)
    kind = np.array(kind_of_ticket, dtype=np.intp)
    return PlacesProblem(list(tickets), kind, layers, once, agent_of_slot, penalty)


def _servable(
    allowed: NDArray[np.bool_], agent_of_slot: NDArray[np.intp], room: NDArray[np.int64]
) -> Servable:
    """Say which kinds of tickets may go where: to agents, or to single slots where these differ."""
    first_slot = np.zeros(len(room), dtype=np.intp)
    first_slot[agent_of_slot[::-1]] = np.arange(len(agent_of_slot))[::-1]
    by_agent = allowed[:, first_slot] & (room > 0) if len(agent_of_slot) else allowed
    if len(agent_of_slot) and (by_agent[:, agent_of_slot] == allowed).all():
        return Servable([np.flatnonzero(row).tolist() for row in by_agent], room.tolist())
    return Servable([np.flatnonzero(row).tolist() for row in allowed], [1] * len(agent_of_slot))


def _slots_of(view: View, demand: Demand, tickets: Sequence[int]) -> NDArray[np.int64]:
    """Give the slots of each agent; more than there are tickets are of no use."""
    workload = view.workload
    fits = np.min([workload.room[row] // effort for row, effort in demand], axis=0)
    overlooked = 0  # some tickets may go to agents who are away
    for profile in {view.profile(ticket) for ticket in tickets}:
        overlooked |= profile.overlooks
    is_open = workload.closed & (0xFF ^ overlooked) == 0
    return np.where(is_open, np.clip(fits, 0, len(tickets)), 0)


def _lay_out_slots(
    view: View,
    score: Score,
    kinds: Sequence[int],
    room: NDArray[np.int64],
    demand: Demand,
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Give the slots layer by layer: everybody's first, everybody's second and so on.

    Within a layer they are in the order of the tie-break chain, which the solver follows as far
    as it goes through equal columns from left to right.
    """
    chain = tie_chain(view)
    depth = int(room.max(initial=0))
    # Who may have a ticket is settled before the first is dealt; slots see to the room.
    candidates = [view.candidates(ticket) for ticket in kinds]
    layer, draft = score_kinds(view, score, kinds, candidates), view.draft()
    agents: list[NDArray[np.intp]] = [np.empty(0, dtype=np.intp)]
    blocks: list[NDArray[np.float64]] = [np.empty((len(kinds), 0))]
    for taken in range(depth):
        having = chain[room[chain] > taken]
        if taken and not getattr(score, "static", False):
            for agent in having.tolist():
                draft.workload.take(agent, demand, draft.now_us)
            deeper = score_kinds(draft, score, kinds, candidates)
            require_falling(score, layer[:, having], deeper[:, having])
            layer = deeper
        agents.append(having)
        blocks.append(layer[:, having])
    return np.concatenate(agents), np.hstack(blocks)
