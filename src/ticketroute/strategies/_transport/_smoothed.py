"""The dual of the problem with its corners rounded off, and its first two derivatives.

For a price of each agent, the dual is what all tickets pay at best, by waiting or with the agent
who is cheapest with the price added, less what all places earn: the price beyond what they ask, or
nothing. It is concave, made of flat pieces, and its maximum is the optimum. Here each "least of" is
a soft minimum at a temperature, so that a ticket is spread over the agents who cost it nearly the
same, and places earn a soft positive part. The hotter, the smoother; the cooler, the closer.
"""

from typing import Final, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.strategies._transport._rows import Places, SparseRows

Floats: TypeAlias = NDArray[np.float64]


_LONGEST_BLUR: Final = 10.0
"""Penalties and asks are blurred by no more than so many temperatures."""


@attrs.frozen(eq=False)
class Takers:
    """Those who take part if it pays: tickets that are served, or places that are used.

    One may stand for several: for a sample, or for neighbours whose values are nearly the same.

    Attributes
    ----------
    group
        ``shape (takers,)``, the row of each ticket or the agent of each place; None where taker i
        is of group i.
    value
        ``float, shape (takers,)``, what taking part may cost: the penalty of a ticket, or, below
        zero, what is asked for a place.
    count
        ``float, shape (takers,)`` or ``()``, how many each stands for.
    blur
        ``float, shape (takers,)`` or ``()``, how far their values are from its own.
    """

    group: Places | None
    value: Floats
    count: Floats
    blur: Floats

    def at(self, cost: Floats, heat: float) -> "Part":
        """Say who takes part at what it costs each group.

        The next value in a group may be many temperatures away. Those who take part would go up by
        steps then, in which no derivative shows the next one; so they are smoothed more.
        """
        from scipy.special import expit

        warm = np.clip(self.blur, heat, _LONGEST_BLUR * heat)
        gain = (self.value - (cost if self.group is None else cost[self.group])) / warm
        share = expit(gain)
        soft = np.maximum(gain, 0) + np.log1p(np.exp(-np.abs(gain)))
        return Part(
            share=share,
            surplus=float((self.count * warm * soft).sum()),
            number=self._by_group(share, len(cost)),
            bend=self._by_group(heat / warm * share * (1 - share), len(cost)),
        )

    def _by_group(self, of_each: Floats, n_groups: int) -> Floats:
        """Add up what those of the same group have, each as often as it counts."""
        counted: Floats = self.count * of_each
        return counted if self.group is None else _summed(self.group, counted, n_groups)


@attrs.frozen(eq=False)
class Part:
    """Who takes part.

    Attributes
    ----------
    share
        ``shape (takers,)``, how far each takes part.
    surplus
        What they gain by it, all together.
    number
        ``shape (groups,)``, how many of each group take part.
    bend
        ``shape (groups,)``, how that falls with the cost, times the temperature.
    """

    share: Floats
    surplus: float
    number: Floats
    bend: Floats


@attrs.frozen(eq=False)
class Crowd:
    """Tickets and places, as the smoothed dual sees them."""

    tickets: Takers
    places: Takers


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
    served, in_use
        How far each ticket is served, and how far each place is in use.
    dual
        The smoothed dual.
    weight, stiffness
        ``shape (rows,)``: tickets served, and what of them enters the second derivative.
    load
        ``shape (m,)``, tickets that want each agent.
    used
        ``shape (m,)``, places in use.
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
    used: Floats
    curvature: Floats

    @property
    def excess(self) -> Floats:
        """``shape (m,)``, the first derivative: tickets that want an agent less places in use."""
        return self.load - self.used

    def flow(self) -> Floats:
        """Give how many tickets go each way, for all pairs that count."""
        return self.share * np.repeat(self.weight, self.pairs.counts)

    def wavering(self) -> float:
        """Count how many tickets waver between agents, by variance, for each agent."""
        squares = np.add.reduceat(self.share * (1 - self.share), self.pairs.start[:-1])
        return float(squares @ self.weight) / self.pairs.n_agents


def spread(pairs: SparseRows, crowd: Crowd, price: Floats, heat: float) -> Spread:
    """Spread tickets over agents at some prices."""
    share, value = _choice(pairs, price, heat)
    tickets, places = crowd.tickets.at(value, heat), crowd.places.at(-price, heat)
    waiting = float((crowd.tickets.count * crowd.tickets.value).sum())
    weight = tickets.number
    return Spread(
        heat=heat,
        pairs=pairs,
        share=share,
        served=tickets.share,
        in_use=places.share,
        dual=waiting - tickets.surplus - places.surplus,
        weight=weight,
        stiffness=weight - tickets.bend,
        load=_summed(pairs.agent, share * np.repeat(weight, pairs.counts), pairs.n_agents),
        used=places.number,
        curvature=places.bend,
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
