"""The search for the smallest changes by which a ticket would have gone to somebody else."""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Final

from ticketroute.board._change import Change
from ticketroute.board._counterfactual import Counterfactual
from ticketroute.board._deciding_anew import DecidingAnew, TooManyDecisionsError, takers_in
from ticketroute.board._possible_changes import Family, of_agent, of_ticket, one_more
from ticketroute.board._reasons import apply_to_draft
from ticketroute.board._view import NOBODY
from ticketroute.eligibility import Check

if TYPE_CHECKING:
    from ticketroute.board._plan import Plan
    from ticketroute.board._view import View

MOST_AGENTS: Final = 16
"""How many agents are looked at where none is named: those who fail the fewest checks."""


def find_counterfactuals(
    plan: "Plan", ticket_id: str, agent_id: str | None
) -> tuple[Counterfactual, ...]:
    """Find what would have had to be otherwise; see ``Plan.counterfactuals``."""
    view = plan.view
    ticket = view.ticket_position(ticket_id)
    targets = [] if agent_id is None else [view.agent_position(agent_id)]
    takers = takers_in(plan, ticket)
    if agent_id is None:
        targets = _nearest(view, ticket) if takers else [NOBODY]
    found: list[Counterfactual] = []
    for target in targets:
        search = _Search(plan, ticket, target)
        if view.is_waiting(ticket) and (target == NOBODY or view.roster.ids[target] not in takers):
            found += search.run()
    return tuple(sorted(found, key=lambda each: (each.size, str(each))))


def _nearest(view: "View", ticket: int) -> list[int]:
    """Give the agents who fail the fewest checks, of as many the first by id."""
    failed = view.failed_checks(ticket).tolist()
    ranked = sorted(range(view.n_agents), key=lambda agent: (failed[agent].bit_count(), agent))
    return ranked[:MOST_AGENTS]


class _Search:
    """Looks for changes that would do: single ones first, and two at a time only if none does."""

    def __init__(self, plan: "Plan", ticket: int, target: int) -> None:
        self._plan, self._view, self._ticket, self._target = plan, plan.view, ticket, target
        self._after = apply_to_draft(plan)
        self._anew = DecidingAnew(plan, ticket, target)
        self._found: list[Counterfactual] = []

    def run(self) -> list[Counterfactual]:
        """Search until nothing is left to try, or the strategy has been asked too often."""
        try:
            if not self._anew.takers():  # else it decides otherwise when asked twice
                self._try_one_more()
                self._try_singles()
                if not self._found:
                    self._try_pairs()
        except TooManyDecisionsError:
            pass
        return self._found

    def _agents(self) -> Iterator[tuple[int, Check]]:
        """Go through the agents who may be changed, and the checks that have to be turned."""
        view, ticket = self._view, self._ticket
        failed = view.failed_checks(ticket)
        for agent in [self._target] if self._target != NOBODY else _nearest(view, ticket):
            # Where somebody could have it, room for other tickets is a change that may do.
            is_open = self._target == NOBODY and not failed.all()
            yield agent, Check(0) if is_open else Check(int(failed[agent]))

    def _try_singles(self) -> None:
        view, ticket = self._view, self._ticket
        for agent, failed in self._agents():
            for family in of_agent(view, self._after, ticket, agent):
                self._try_single(family, failed)
        for family in of_ticket(view, ticket):
            self._try_single(family, Check(0))

    def _try_single(self, family: Family, failed: Check) -> None:
        """Note by how little a change would do by itself, if it would."""
        if not failed & ~family.lifts and self._anew.takers(family.largest):
            self._note(self._least(family))

    def _try_pairs(self) -> None:
        view, ticket = self._view, self._ticket
        tried: set[frozenset[Change]] = set()
        for agent, failed in self._agents():
            families = [*of_agent(view, self._after, ticket, agent), *of_ticket(view, ticket)]
            for one, other in combinations(families, 2):
                most = one.largest, other.largest
                if not failed & ~(one.lifts | other.lifts) and frozenset(most) not in tried:
                    tried.add(frozenset(most))
                    self._try_pair(one, other)

    def _try_pair(self, one: Family, other: Family) -> None:
        if self._anew.takers(one.largest, other.largest):
            first = self._least(one, other.largest)
            self._note(first, self._least(other, first))

    def _least(self, family: Family, *others: Change) -> Change:
        """Find the smallest change of a family that would do beside others, as its largest does.

        Bisection keeps one that would do and, next to it in the end, one that would not: so the
        next smaller one does not, also with strategies to which less is not always less.
        """
        too_little, enough = -1, family.size - 1
        while enough - too_little > 1:
            middle = (too_little + enough) // 2
            if self._anew.takers(*others, family.change(middle)):
                enough = middle
            else:
                too_little = middle
        return family.change(enough)

    def _note(self, *changes: Change) -> None:
        takers = self._anew.takers(*changes)
        self._found.append(Counterfactual(self._view.tickets.ids[self._ticket], takers, changes))

    def _try_one_more(self) -> None:
        """See what one more agent would do for a ticket that waits, now or later."""
        if self._target != NOBODY:
            return
        anew, ids = self._anew, self._view.roster.ids
        change = one_more(self._view, self._ticket).largest
        takers, earlier = anew.takers(change), anew.expected_wait(self._plan)
        if not takers:
            plan = anew.plan(change)
            later = None if plan is None else anew.expected_wait(plan)
            if earlier is None or later is None or later >= earlier:
                return
            earlier -= later
        known = tuple(each for each in takers if each in ids)
        ticket_id = self._view.tickets.ids[self._ticket]
        self._found.append(Counterfactual(ticket_id, known, (change,), earlier or None))
