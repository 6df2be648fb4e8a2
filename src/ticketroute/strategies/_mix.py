"""A share of the tickets by one strategy, the rest by others."""

from collections.abc import Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Held, MemoryChange, View
from ticketroute.model import is_finite, refuse, refuse_type, require_integer, to_tuple
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._draws import draw_one
from ticketroute.strategies._event_form import (
    held_by,
    holds_back,
    lets,
    order_of,
    remembered,
    require_event_form,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import InTurn, picked_agent, require_callable
from ticketroute.strategies._protocols import PicksAgent

_EXPECTED = "pairs of a share and a strategy"


def _to_parts(parts: Iterable[tuple[float, PicksAgent]]) -> tuple[tuple[float, PicksAgent], ...]:
    given = to_tuple("Mix.parts", _EXPECTED, parts)
    for part in given:
        each: object = part
        if not isinstance(each, tuple | list) or len(each) != 2:  # noqa: PLR2004 - a pair
            raise refuse_type("Mix.parts", _EXPECTED, each)
        share: object = each[0]
        if not isinstance(share, int | float) or not is_finite(share) or share <= 0:
            raise refuse("Mix.parts", "shares that are finite numbers above 0", share)
        require_event_form("Mix.parts", each[1])
    if not given:
        raise refuse("Mix.parts", "at least one part", given)
    return tuple((float(share), strategy) for share, strategy in given)


@attrs.frozen
class Mix(InTurn):
    """Each ticket by one of several strategies, drawn by its share.

    The draw follows from the seed and the id of the ticket alone: one ticket is always dealt with
    by the same strategy. So a new policy can be tried on a twentieth of the tickets, or newcomers
    be given a fifth to grow on while the rest goes to whoever suits best.

    Parameters
    ----------
    parts
        Pairs of a share and a strategy that has the event form; shares count by comparison.
    seed
        What the draw follows from.
    order
        Which ticket comes first; that of the first part unless told otherwise.

    Examples
    --------
    >>> from ticketroute.scores import NearestProficiency
    >>> from ticketroute.strategies import Greedy, SkillWeighted
    >>> learning = Mix([(0.8, SkillWeighted()), (0.2, Greedy(NearestProficiency()))], seed=7)
    >>> [share for share, _ in learning.parts]
    [0.8, 0.2]
    """

    parts: tuple[tuple[float, PicksAgent], ...] = attrs.field(converter=_to_parts, kw_only=False)
    seed: int = attrs.field(default=0, kw_only=True)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.parts[0][1]), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    def __attrs_post_init__(self) -> None:
        require_integer("Mix.seed", self.seed, 0, 2**63 - 1)

    @property
    def may_hold(self) -> bool:  # type: ignore[override]
        """Whether one of the strategies may hold."""
        return any(holds_back(strategy) for _, strategy in self.parts)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy that is drawn."""
        return picked_agent(self.part_of(view, ticket), view, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy that is drawn remember."""
        return remembered(self.part_of(view, ticket), view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the strategy that is drawn would let the agent have it."""
        return lets(self.part_of(view, ticket), view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the reason of the strategy that is drawn."""
        return held_by(self.part_of(view, ticket), view, ticket)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say which part is drawn, and how it goes on."""
        part = self.part_of(view, ticket)
        place = next(n for n, (_, each) in enumerate(self.parts, 1) if each is part)
        return (f"part {place} of {len(self.parts)} is drawn", *traced(part, view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy that is drawn goes by."""
        return terms_of(self.part_of(view, ticket), view, ticket)

    def part_of(self, view: View, ticket: int) -> PicksAgent:
        """Give the strategy that deals with a ticket."""
        left = draw_one(view, ticket, self.seed, "mix") * sum(share for share, _ in self.parts)
        for share, strategy in self.parts:
            left -= share
            if left < 0:
                return strategy
        return self.parts[-1][1]
