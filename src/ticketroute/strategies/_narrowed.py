"""A view in which only some agents can have anything: how combinators limit a strategy's choice."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, AgentOrder, Draft, View


class Narrowed(View):
    """The same board, but for everybody who is not among some agents, as if these were full.

    Attributes
    ----------
    among
        Who is left, ``ndarray of bool, shape (n_agents,)``.
    whole
        The view before it was narrowed.
    """

    __slots__ = ()

    among: NDArray[np.bool_]
    whole: View

    @staticmethod
    def of(view: View, among: NDArray[np.bool_]) -> "Narrowed":
        """Narrow a view, or further one that is narrowed already.

        What tells who is left is looked at, not copied.
        """
        is_draft = isinstance(view, Draft)
        kind: type[_NarrowedDraft | _NarrowedView] = _NarrowedDraft if is_draft else _NarrowedView
        narrowed = kind.__new__(kind)
        for name in _OF_DRAFTS if is_draft else _OF_VIEWS:
            setattr(narrowed, name, getattr(view, name))
        narrowed.whole, narrowed.among = view, among
        if isinstance(view, Narrowed):
            narrowed.whole, narrowed.among = view.whole, among & view.among
        return narrowed

    @property
    def work_in_hand(self) -> NDArray[np.int64]:
        """Expected time of what each agent has in hand, also where the view is a draft."""
        return self.whole.work_in_hand

    def _unfit(self, ticket: int) -> NDArray[np.bool_]:
        """Leave out those who are not among the agents, before it is asked who is there most."""
        return super()._unfit(ticket) | ~self.among[self.profile(ticket).agents]

    def fits(self, ticket: int, agent: int) -> bool:
        """Say whether an agent is left and may have a ticket now."""
        return bool(self.among[agent]) and super().fits(ticket, agent)

    def first(self, ticket: int, order: AgentOrder) -> int:
        """Give the candidate who stands first in an order, ties by the chain, or `NOBODY`."""
        agents = self.candidates(ticket)
        return self._first_among(agents, order) if len(agents) else NOBODY


class _NarrowedView(Narrowed):
    __slots__ = ("among", "whole")


class _NarrowedDraft(Narrowed, Draft):
    """A draft stays one, so that what it has tried counts in all that it shows."""

    __slots__ = ("among", "whole")


def _columns(kind: type[View]) -> list[str]:
    return [name for each in kind.__mro__ for name in getattr(each, "__slots__", ())]


_OF_VIEWS: Final = _columns(View)
_OF_DRAFTS: Final = _columns(Draft)
