"""The best pair of a waiting ticket and an agent first, where urgency depends on both."""

from collections.abc import Collection, Mapping
from typing import ClassVar, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Plan, View
from ticketroute.model import refuse
from ticketroute.scores import Score, score_row
from ticketroute.sla import GeneralizedCMu, PairIndex, PowerCost
from ticketroute.strategies._best_pairs import best_pairs
from ticketroute.strategies._in_turn import require_callable

_HOUR: Final = 3_600_000_000
_COEFFICIENTS: Final = {1: 16, 2: 8, 3: 4, 4: 2}


def _cost_of_delay() -> PairIndex:
    return GeneralizedCMu(PowerCost(coefficients=_COEFFICIENTS))


@attrs.frozen
class ByPairIndex:
    """The pair of a waiting ticket and an agent with the largest index first, and so on.

    There is no order of tickets apart from agents: an agent who becomes free gets the ticket with
    the largest index for him or her, and a ticket that comes gets the agent with the largest index
    for it. With :class:`~ticketroute.sla.GeneralizedCMu`, the default, that is the generalized
    c-mu rule: most cost of delay saved per hour of work. Ties between tickets go by due time,
    arrival and id, between agents by the chain. A pair whose index is ``-inf`` is never made.
    Trap: it looks at one pair at a time, and gives the better expert the dearer ticket even if
    nobody else can do the other.

    A plan for a backlog asks for the number of each pair once or twice, a block at a time, and
    costs the logarithm of the backlog for each ticket that is given out.

    Parameters
    ----------
    index
        What orders the pairs; see :class:`~ticketroute.sla.PairIndex`. Unless given, the cost of
        delay is the square of the age, twice as dear with each level of priority up to 1.
    rates
        Tickets like this that each agent would finish in an hour: a score
        ``(view, tickets) -> rows``, finite numbers of at least 0. Without one, everybody takes the
        expected handling time of the ticket's type.

    References
    ----------
    J. A. Van Mieghem, *Dynamic scheduling with convex delay costs: the generalized c-mu rule*,
    Annals of Applied Probability 5, 1995. A. Mandelbaum and A. L. Stolyar, *Scheduling flexible
    servers with convex delay costs*, Operations Research 52, 2004.

    Examples
    --------
    >>> from ticketroute.sla import GeneralizedCMu, PowerCost
    >>> ByPairIndex(GeneralizedCMu(PowerCost(2.0))).index
    GeneralizedCMu(cost=PowerCost(exponent=2.0, coefficients=(), default=1.0))
    """

    may_hold: ClassVar[bool] = True
    """Whether it may leave a ticket waiting although somebody could have it, as at a rate of 0."""

    index: PairIndex = attrs.field(factory=_cost_of_delay, validator=require_callable)
    rates: Score | None = attrs.field(
        default=None, kw_only=True, validator=attrs.validators.optional(require_callable)
    )

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate with the largest index."""
        agents = view.candidates(ticket)
        return view.best(agents, self._of_ticket(view, ticket)[agents])

    def pick_ticket(self, view: View, agent: int, /) -> int:
        """Give the ticket with the largest index that an agent may have now, or ``NOBODY``."""
        fitting = [ticket for ticket in view.waiting_set if view.may_take(ticket, agent)]
        if not fitting:
            return NOBODY
        tickets = np.array(fitting, dtype=np.intp)
        if self.rates is None:
            rates = self._expected_rates(view, tickets)
        else:
            score = self.rates
            rates = np.array([[score_row(view, score, ticket)[agent]] for ticket in fitting])
        numbers = self._ask(view, tickets, rates)[:, 0]
        return _first(view, tickets, numbers)

    def first_of(self, view: View, tickets: Collection[int], /) -> int:
        """Give the ticket that is served first of some: the one that is part of the best pair."""
        positions = np.fromiter(tickets, dtype=np.intp, count=len(tickets))
        best = [self._of_ticket(view, t)[view.candidates(t)].max(initial=-np.inf) for t in tickets]
        first = _first(view, positions, np.array(best))
        return int(positions[0]) if first == NOBODY else first

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the index does not forbid the pair."""
        return bool(self._of_ticket(view, ticket)[agent] > -np.inf)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations."""
        return {"index": self._of_ticket(view, ticket)}

    def __call__(self, view: View, /) -> Plan:
        """Make the best pair of all that can still be made, again and again."""
        draft = view.draft()
        tickets = in_order(view, view.waiting)
        for ticket, agent in best_pairs(draft, tickets, lambda few: self._of_tickets(view, few)):
            draft.assign(ticket, agent)
        return draft.to_plan()

    def _of_ticket(self, view: View, ticket: int) -> NDArray[np.float64]:
        """Give the index of one ticket with each agent."""
        row = self._of_tickets(view, np.array([ticket], dtype=np.intp))[0]
        return np.broadcast_to(row, (view.n_agents,))

    def _of_tickets(self, view: View, tickets: NDArray[np.intp]) -> NDArray[np.float64]:
        """Give the index of each pair of some tickets with all agents; one column if all alike."""
        if self.rates is None:
            return self._ask(view, tickets, self._expected_rates(view, tickets))
        rates = np.empty((len(tickets), view.n_agents))
        for row, ticket in enumerate(tickets.tolist()):
            rates[row] = score_row(view, self.rates, ticket)
        return self._ask(view, tickets, rates)

    def _expected_rates(self, view: View, tickets: NDArray[np.intp]) -> NDArray[np.float64]:
        """Give the rate of each ticket for everybody, as one column."""
        return (_HOUR / view.backlog(tickets).work)[:, np.newaxis]

    def _ask(
        self, view: View, tickets: NDArray[np.intp], rates: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Ask the index, and refuse an answer that orders nothing."""
        numbers = np.asarray(self.index(view.backlog(tickets), view.now_us, rates))
        if numbers.shape != rates.shape or np.isnan(numbers).any():
            raise refuse("ByPairIndex.index", f"numbers of shape {rates.shape}, none NaN", numbers)
        return numbers.astype(np.float64, copy=False)


def in_order(view: View, tickets: NDArray[np.intp]) -> NDArray[np.intp]:
    """Order tickets by what settles ties: due time, arrival, id."""
    backlog, ids = view.backlog(tickets), view.tickets.ids
    names = np.array([ids[ticket] for ticket in tickets.tolist()], dtype=object)
    by_id = np.argsort(names, kind="stable")
    return tickets[by_id[np.lexsort((backlog.created[by_id], backlog.due[by_id]))]]


def _first(view: View, tickets: NDArray[np.intp], numbers: NDArray[np.float64]) -> int:
    """Give the ticket with the largest number, or ``NOBODY`` if all are forbidden."""
    largest = numbers.max(initial=-np.inf)
    if largest == -np.inf:
        return NOBODY
    return int(in_order(view, tickets[numbers == largest])[0])
