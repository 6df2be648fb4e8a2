"""The dual of the problem with its corners rounded off, and its first two derivatives.

For a price of each agent, the dual is what all tickets pay at best, by waiting or with the agent
who is cheapest with the price added, less the prices of all places. It is concave, made of flat
pieces, and its maximum is the optimum. Here each "least of" is a soft minimum at a temperature, so
that a ticket is spread over the agents who cost it nearly the same; and each price that must not be
negative goes through a soft positive part. The hotter, the smoother; the cooler, the closer.
"""

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._rows import Places, SparseRows

Floats = NDArray[np.float64]


_LONGEST_BLUR: Final = 10.0
"""Penalties are blurred by no more than so many temperatures."""


@attrs.frozen(eq=False)
class Crowd:
    """Tickets as the smoothed dual sees them: all, or some that each stand for several.

    Attributes
    ----------
    row_of
        ``shape (tickets,)``, the row of costs of each ticket; None where ticket i has row i.
    penalty
        ``float, shape (tickets,)``, what each pays for waiting.
    count
        ``float, shape (tickets,)`` or ``()``, how many tickets each stands for.
    blur
        ``float, shape (tickets,)`` or ``()``, how far from the penalty those are that each stands
        for.
    capacity
        ``float, shape (m,)``, places of agents.
    """

    row_of: Places | None
    penalty: Floats
    count: Floats
    blur: Floats
    capacity: Floats

    def by_row(self, of_tickets: Floats, n_rows: int) -> Floats:
        """Add up what tickets of the same row have, each as often as it counts."""
        counted: Floats = self.count * of_tickets
        return counted if self.row_of is None else _summed(self.row_of, counted, n_rows)

    def heat_of_waiting(self, heat: float) -> Floats:
        """Give the temperature at which each decides whether to wait.

        The next penalty in a row may be many temperatures away. The number of tickets served would
        go up by steps then, in which no derivative shows the next one; so it is smoothed more.
        """
        return np.clip(self.blur, heat, _LONGEST_BLUR * heat)


@attrs.frozen(eq=False)
class Spread:
    """How tickets spread at some prices and a temperature, and how good the prices are.

    Attributes
    ----------
    heat
        The temperature.
    pairs
        The pairs that count.
    share
        ``shape (pairs,)``, the share of a row's tickets that would go to the agent of each pair.
    served
        ``shape (tickets,)``, how far each ticket is served.
    in_use
        ``shape (m,)``, how far the places of each agent are in use.
    dual
        The smoothed dual.
    weight, stiffness
        ``shape (rows,)``: tickets served, and what of them enters the second derivative.
    load
        ``shape (m,)``, tickets that want each agent.
    excess
        ``shape (m,)``, the first derivative: tickets that want an agent less places in use.
    curvature
        ``shape (m,)``, what places add to the second derivative, times the temperature.
    """

    heat: float
    pairs: SparseRows
    share: Floats
    served: Floats
    in_use: Floats
    dual: float
    weight: Floats
    stiffness: Floats
    load: Floats
    excess: Floats
    curvature: Floats

    def flow(self) -> Floats:
        """Give how many tickets go each way, for all pairs that count."""
        return self.share * np.repeat(self.weight, self.pairs.counts)

    def wavering(self) -> float:
        """Count how many tickets waver between agents, by variance, for each agent."""
        squares = np.add.reduceat(self.share * (1 - self.share), self.pairs.start[:-1])
        return float(squares @ self.weight) / self.pairs.n_agents


def spread(pairs: SparseRows, crowd: Crowd, price: Floats, heat: float) -> Spread:
    """Spread tickets over agents at some prices."""
    from scipy.special import expit

    share, value = _choice(pairs, price, heat)
    of_tickets = value if crowd.row_of is None else value[crowd.row_of]
    gain = crowd.penalty - of_tickets
    warm = crowd.heat_of_waiting(heat)
    served = expit(gain / warm)
    paid = np.minimum(of_tickets, crowd.penalty) - warm * np.log1p(np.exp(-np.abs(gain) / warm))
    in_use = expit(price / heat)
    worth = np.maximum(price, 0) + heat * np.log1p(np.exp(-np.abs(price) / heat))
    n_rows = pairs.shape[0]
    weight = crowd.by_row(served, n_rows)
    load = _summed(pairs.agent, share * np.repeat(weight, pairs.counts), pairs.n_agents)
    return Spread(
        heat=heat,
        pairs=pairs,
        share=share,
        served=served,
        in_use=in_use,
        dual=float((crowd.count * paid).sum()) - float(crowd.capacity @ worth),
        weight=weight,
        stiffness=weight - crowd.by_row(heat / warm * served * (1 - served), n_rows),
        load=load,
        excess=load - crowd.capacity * in_use,
        curvature=crowd.capacity * in_use * (1 - in_use),
    )


def _choice(pairs: SparseRows, price: Floats, heat: float) -> tuple[Floats, Floats]:
    """Give the share of each pair in its row, and the soft minimum of cost plus price."""
    count, begin = pairs.counts, pairs.start[:-1]
    total = price[pairs.agent]
    total += pairs.cost
    least = np.minimum.reduceat(total, begin)
    total -= np.repeat(least, count)
    total *= -1 / heat
    share = np.exp(total, out=total)
    mass = np.add.reduceat(share, begin)
    share *= np.repeat(1 / mass, count)
    return share, least - heat * np.log(mass)


def _summed(group: Places, values: Floats, n_groups: int) -> Floats:
    sums: Floats = np.bincount(group, weights=values, minlength=n_groups).astype(np.float64)
    return sums
