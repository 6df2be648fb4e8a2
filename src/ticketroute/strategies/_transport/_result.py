"""What the solver answers: who gets each ticket, and what proves that nothing is cheaper."""

from typing import Literal

import attrs
import numpy as np
from numpy.typing import NDArray


@attrs.frozen(eq=False)
class Transport:
    """A plan for all tickets together, with prices that prove how good it is.

    With price p[j] for a place with agent j, a ticket pays at best the least of its penalty and of
    all cost[t, j] + p[j]. What all tickets pay, less what all places earn, is below the cost of any
    plan; where it equals the cost of this one, nothing is cheaper.

    Attributes
    ----------
    agent
        ``ndarray of intp, shape (n,)``, who gets each ticket; -1 where it waits.
    objective
        What the plan costs: its pairs, the places it uses, and the penalties of tickets that wait.
    agent_price
        ``shape (m,)``: what one more place with each agent would save, or less. Whoever has places
        left has price 0, or no more than the next place costs. Below 0 it is only where an agent
        must get so many tickets, or where a place that is used pays.
    ticket_price
        ``shape (n,)``: what each ticket pays at best at these prices, cost and price together. One
        more ticket of the kind would cost so much, or more; without it the plan would cost so much
        less, or less than that.
    bound
        No plan costs less.
    gap
        ``objective - bound``, computed in whole numbers.
    status
        ``"optimal"`` only if the gap is exactly 0; else ``"feasible"``.
    scale
        By what costs and penalties were multiplied before they were rounded to whole numbers, in
        which everything above is exact; 1 for whole numbers.
    rounding
        So much more than the least the plan may cost in the fractions given; 0 for whole numbers.

    Notes
    -----
    Objective, bound, gap and prices of whole numbers are whole numbers; those of fractions are in
    the unit given.
    """

    agent: NDArray[np.intp]
    objective: float
    agent_price: NDArray[np.int64] | NDArray[np.float64]
    ticket_price: NDArray[np.int64] | NDArray[np.float64]
    bound: float
    gap: float
    status: Literal["optimal", "feasible"]
    scale: float
    rounding: float

    @classmethod
    def of_wholes(
        cls,
        agent: NDArray[np.intp],
        costs: tuple[int, int],
        prices: tuple[NDArray[np.int64], NDArray[np.int64]],
        *,
        scale: float,
        exact: bool,
        has_place_costs: bool = False,
    ) -> "Transport":
        """Make a result of whole numbers.

        Parameters
        ----------
        agent
            Who gets each ticket.
        costs
            The objective and the bound.
        prices
            Of agents and of tickets.
        scale, exact
            By what numbers were multiplied, and whether nothing was rounded.
        has_place_costs
            Whether a served ticket costs two numbers that may have been rounded.
        """
        objective, bound = costs
        of_agents, of_tickets = prices
        return cls(
            agent=agent,
            objective=objective if exact else objective / scale,
            agent_price=of_agents if exact else of_agents / scale,
            ticket_price=of_tickets if exact else of_tickets / scale,
            bound=bound if exact else bound / scale,
            gap=objective - bound if exact else (objective - bound) / scale,
            status="optimal" if objective == bound else "feasible",
            scale=scale,
            rounding=0.0 if exact else (1 + has_place_costs) * len(agent) / scale,
        )

    def __repr__(self) -> str:
        served = int((self.agent >= 0).sum())
        rounding = f", rounding {self.rounding:.1g}" if self.rounding else ""
        return (
            f"<Transport: {served} of {len(self.agent)} served, {self.status}, "
            f"objective {self.objective:g}, gap {self.gap:g}{rounding}>"
        )
