"""The lowest level of a queue first: a strategy among those who stand on it."""

from collections.abc import Mapping
from typing import Final, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, View
from ticketroute.model import (
    MOST_UNITS,
    require_integer,
    require_pairs,
    require_text,
    sorted_pairs,
)
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    event_form,
    held_by,
    holds_back,
    lets,
    order_of,
    picked_among,
    remembered,
    terms_of,
)
from ticketroute.strategies._in_turn import InTurn, require_callable
from ticketroute.strategies._narrowed import Narrowed
from ticketroute.strategies._protocols import PicksAgent

_Levels = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

_UNLISTED: Final = MOST_UNITS + 1


def _to_levels(levels: Mapping[str, Mapping[str, int]] | _Levels) -> _Levels:
    queues = sorted_pairs(cast("Mapping[str, Mapping[str, int]]", levels))
    if not isinstance(queues, tuple):  # it is to be refused
        return queues
    return tuple((queue, sorted_pairs(ranked)) for queue, ranked in queues)


@attrs.frozen(cache_hash=True)
class ByLevel(InTurn):
    """Each ticket to the lowest level of its queue on which somebody can have it.

    Among the candidates on that level a strategy decides. Agents whom a queue that has levels
    does not list come after all whom it does; where a queue has none, the strategy decides among
    all. Levels are looked at anew for each ticket, so nobody waits for a level that is full. Trap:
    the first level gets all there is to do until it is full.

    Parameters
    ----------
    levels
        The level of each agent in each queue, the lowest first: ``{"billing": {"ana": 1}}``;
        integers of at least 0, and ``""`` for tickets without a queue.
    strategy
        What decides among those of one level; it must have the event form.
    order
        Which ticket comes first; the strategy's own unless told otherwise.

    Examples
    --------
    >>> from ticketroute.strategies import FewestOpen
    >>> strategy = ByLevel({"billing": {"ana": 1, "bea": 2}}, FewestOpen())
    >>> strategy.level_of("bea", "billing")
    2
    """

    levels: _Levels = attrs.field(converter=_to_levels, kw_only=False)
    strategy: PicksAgent = attrs.field(kw_only=False, validator=event_form)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.strategy), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    def __attrs_post_init__(self) -> None:
        expected = "a mapping of queue to a mapping of agent id to level"
        require_pairs("ByLevel.levels", expected, self.levels)
        for queue, ranked in self.levels:
            if queue != "":
                require_text("ByLevel.levels", queue)
            require_pairs(f"ByLevel.levels[{queue!r}]", "a mapping of agent id to level", ranked)
            for agent_id, level in ranked:
                require_text(f"ByLevel.levels[{queue!r}]", agent_id)
                field = f"ByLevel.levels[{queue!r}][{agent_id!r}]"
                require_integer(field, level, 0, MOST_UNITS)

    @property
    def may_hold(self) -> bool:  # type: ignore[override]
        """Whether the strategy may hold."""
        return holds_back(self.strategy)

    def level_of(self, agent_id: str, queue: str | None) -> int | None:
        """Give the level of an agent in a queue; None if he or she is not listed."""
        return dict(dict(self.levels).get(queue or "", ())).get(agent_id)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy about those on the lowest level."""
        narrowed = self._narrow(view, ticket)
        return NOBODY if narrowed is None else picked_among(self.strategy, narrowed, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy remember, as if there were no other level."""
        return remembered(self.strategy, self._narrow(view, ticket) or view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the strategy would let the agent have it, if it came to that level."""
        return lets(self.strategy, view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the strategy's reason."""
        return held_by(self.strategy, self._narrow(view, ticket) or view, ticket)

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations: whoever is not on the lowest level is out."""
        narrowed = self._narrow(view, ticket) or view
        inner = terms_of(self.strategy, narrowed, ticket)
        if not inner or not isinstance(narrowed, Narrowed):
            return inner
        return {"level": np.where(narrowed.among, 0.0, -np.inf), **inner}

    def _narrow(self, view: View, ticket: int) -> View | None:
        """Give the view of those on the lowest level; None if there is no candidate."""
        candidates = view.candidates(ticket)
        if not len(candidates):
            return None
        queue = view.queue_of(ticket) or ""
        levels = view.cached((self, queue), lambda: self._row(view, queue))
        of_candidates = levels[candidates]
        lowest = of_candidates.min()
        return view if (of_candidates == lowest).all() else Narrowed.of(view, levels == lowest)

    def _row(self, view: View, queue: str) -> NDArray[np.int64]:
        ranked = dict(dict(self.levels).get(queue, ()))
        return np.array([ranked.get(each, _UNLISTED) for each in view.roster.ids], dtype=np.int64)
