"""The better of a few who are drawn."""

from collections.abc import Mapping
from typing import Final, Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, View
from ticketroute.model import refuse, require_integer
from ticketroute.strategies._draws import draw
from ticketroute.strategies._in_turn import InTurn

LoadMeasure = Literal["load ratio", "open tickets"]

_MEASURES: Final = ("load ratio", "open tickets")


@attrs.frozen(kw_only=True)
class PowerOfChoices(InTurn):
    """Each ticket to the least loaded of a few candidates who are drawn by chance.

    Of as many tickets as there are agents, `n`, the busiest gets about ``log n / log log n`` when
    one is drawn, and only about ``log log n`` when two are. The chance in it
    keeps several dispatchers that see old loads from all choosing the same one. With one it is a
    plain draw, with as many as there are agents the least loaded of all. The draw follows from the
    seed and the ids of ticket and agent. Trap: here loads are exact, and then the least loaded of
    all is better still; it is for loads that are known late.

    Parameters
    ----------
    choices
        How many different candidates are drawn; all of them, where there are fewer.
    by
        What is compared among them: ``"load ratio"`` or ``"open tickets"``; ties by the chain.
    seed
        Another seed is another draw; an integer of at least 0.
    order
        Which ticket comes first.

    References
    ----------
    N. D. Vvedenskaya, R. L. Dobrushin and F. I. Karpelevich, *Queueing system with selection of
    the shortest of two queues*, Problems of Information Transmission 32, 1996. M. Mitzenmacher,
    *The power of two choices in randomized load balancing*, IEEE Transactions on Parallel and
    Distributed Systems 12, 2001.

    Examples
    --------
    >>> PowerOfChoices(choices=3)
    PowerOfChoices(order=EarliestDue(), choices=3, by='load ratio', seed=0)
    """

    may_hold = False

    choices: int = 2
    by: LoadMeasure = "load ratio"
    seed: int = 0

    def __attrs_post_init__(self) -> None:
        require_integer("PowerOfChoices.choices", self.choices, 1)
        require_integer("PowerOfChoices.seed", self.seed, 0)
        if self.by not in _MEASURES:
            raise refuse("PowerOfChoices.by", f"one of {', '.join(map(repr, _MEASURES))}", self.by)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the least loaded of those who are drawn."""
        drawn = self._drawn(view, ticket)
        if not len(drawn):
            return NOBODY
        if self.by == "load ratio":
            return view.first_of(drawn)
        return view.best(drawn, -view.open[drawn].astype(np.float64))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations: who is not drawn is out."""
        out = np.full(view.n_agents, -np.inf)
        out[self._drawn(view, ticket)] = 0.0
        by_ratio = self.by == "load ratio"
        load = view.spare_share - 1.0 if by_ratio else -view.open.astype(np.float64)
        return {"drawn": out, self.by: load}

    def _drawn(self, view: View, ticket: int) -> NDArray[np.intp]:
        """Give the positions of the candidates who are drawn, ascending."""
        open_to = ~view.shut(ticket)
        candidates = view.profile(ticket).agents[open_to]
        if len(candidates) <= self.choices:
            return candidates
        numbers = draw(view, ticket, self.seed, "power of choices")[open_to]
        drawn = candidates[np.argpartition(numbers, self.choices - 1)[: self.choices]]
        drawn.sort()  # ties go to the first, which is to be the one whose id comes first
        return drawn
