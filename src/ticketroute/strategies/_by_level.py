"""The lowest level of a queue first: a strategy among those who stand on it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NOBODY, Held, MemoryChange, View
from ticketroute.model import (
    MICROSECOND,
    MOST_UNITS,
    from_microseconds,
    refuse,
    refuse_type,
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
    traced,
)
from ticketroute.strategies._in_turn import InTurn, require_callable
from ticketroute.strategies._narrowed import Narrowed
from ticketroute.strategies._protocols import PicksAgent
from ticketroute.strategies._ranked_terms import rank_before

_Levels = tuple[tuple[str, tuple[tuple[str, int], ...]], ...]

_UNLISTED: Final = MOST_UNITS + 1


def _to_levels(levels: Mapping[str, Mapping[str, int]] | _Levels) -> _Levels:
    queues = sorted_pairs(cast("Mapping[str, Mapping[str, int]]", levels))
    if not isinstance(queues, tuple):  # it is to be refused
        return queues
    return tuple((queue, sorted_pairs(ranked)) for queue, ranked in queues)


def _to_delays(
    delays: Mapping[int, timedelta] | Iterable[tuple[int, timedelta]],
) -> tuple[tuple[int, timedelta], ...]:
    try:
        pairs = sorted(dict(delays).items())
    except (TypeError, ValueError):
        expected = "a mapping of level to timedelta"
        raise refuse_type("ByLevel.delays", expected, delays) from None
    for level, delay in pairs:
        require_integer("ByLevel.delays", level, 0, MOST_UNITS)
        given: object = delay
        if not isinstance(given, timedelta):
            raise refuse_type(f"ByLevel.delays[{level}]", "a timedelta", given)
        if given < timedelta(0):
            raise refuse(f"ByLevel.delays[{level}]", "a duration of at least zero", given)
    return tuple(pairs)


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
    delays
        How long a ticket must have waited before agents of a level may have it: ``{2: minutes}``.
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
    delays: tuple[tuple[int, timedelta], ...] = attrs.field(
        default=(), converter=_to_delays, kw_only=True
    )
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.strategy), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )
    _level_of: dict[str, dict[str, int]] = attrs.field(init=False, eq=False, repr=False)

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
        by_queue = {queue: dict(ranked) for queue, ranked in self.levels}
        object.__setattr__(self, "_level_of", by_queue)

    @property
    def may_hold(self) -> bool:  # type: ignore[override]
        """Whether the strategy may hold, or some level is to wait."""
        return bool(self.delays) or holds_back(self.strategy)

    def level_of(self, agent_id: str, queue: str | None) -> int | None:
        """Give the level of an agent in a queue; None if he or she is not listed."""
        return self._level_of.get(queue or "", {}).get(agent_id)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy about those on the lowest level."""
        narrowed = self._narrow(view, ticket)
        return NOBODY if narrowed is None else picked_among(self.strategy, narrowed, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy remember, as if there were no other level."""
        return remembered(self.strategy, self._narrow(view, ticket) or view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the strategy would let the agent have it, if it came to that level."""
        if agent not in self._asked(view, ticket, np.array([agent])):
            return False
        return lets(self.strategy, view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Say until when other levels have to wait, or give the strategy's reason."""
        later = self._later(view, ticket)
        if later is not None and self._narrow(view, ticket) is None:
            level, until = later
            return Held(f"level {level} may have it from {until.isoformat()}", until)
        return held_by(self.strategy, self._narrow(view, ticket) or view, ticket)

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say which level is asked, and how the strategy goes on."""
        narrowed = self._narrow(view, ticket)
        within = view if narrowed is None else narrowed
        told = "nobody on any level" if narrowed is None else self._told(view, ticket)
        return (told, *traced(self.strategy, within, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what decides, for explanations: a lower level comes before all that is higher.

        Whoever is on a level that has to wait is out.
        """
        narrowed = self._narrow(view, ticket) or view
        inner = terms_of(self.strategy, narrowed, ticket)
        if not inner or not isinstance(narrowed, Narrowed):
            return inner
        levels = self._levels_in(view, ticket)
        places = np.unique(levels, return_inverse=True)[1]
        ranks = np.subtract(0.0, places, dtype=np.float64)
        ranks[np.isin(levels, self._waiting(view, ticket))] = -np.inf
        return rank_before("level", ranks, inner)

    def _narrow(self, view: View, ticket: int) -> View | None:
        """Give the view of those on the lowest level; None if there is no candidate."""
        candidates = self._asked(view, ticket, view.candidates(ticket))
        if not len(candidates):
            return None
        levels = self._levels_in(view, ticket)
        of_candidates = levels[candidates]
        lowest = of_candidates.min()
        alike = (of_candidates == lowest).all() and not self.delays
        return view if alike else Narrowed.of(view, levels == lowest)

    def _levels_in(self, view: View, ticket: int) -> NDArray[np.int64]:
        """Give the level of each agent in the queue of a ticket."""
        queue = view.queue_of(ticket) or ""
        return view.cached((self, queue), lambda: self._row(view, queue))

    def _asked(self, view: View, ticket: int, agents: NDArray[np.intp]) -> NDArray[np.intp]:
        """Leave out of some agents those whose level has to wait for a ticket."""
        if not self.delays:
            return agents
        waiting = self._waiting(view, ticket)
        return agents[~np.isin(self._levels_in(view, ticket)[agents], waiting)]

    def _waiting(self, view: View, ticket: int) -> list[int]:
        """Give the levels that have to wait for a ticket."""
        waited = (view.now_us - view.tickets.created(ticket)) * MICROSECOND
        return [level for level, delay in self.delays if delay > waited]

    def _later(self, view: View, ticket: int) -> tuple[int, datetime] | None:
        """Give the first level of candidates that has to wait, and until when."""
        levels = set(self._levels_in(view, ticket)[view.candidates(ticket)].tolist())
        created = from_microseconds(view.tickets.created(ticket))
        ends = ((created + delay, level) for level, delay in self.delays if level in levels)
        first = min((each for each in ends if each[0] > view.now), default=None)
        return None if first is None else (first[1], first[0])

    def _told(self, view: View, ticket: int) -> str:
        """Name the level that is asked."""
        candidates = self._asked(view, ticket, view.candidates(ticket))
        level = int(self._levels_in(view, ticket)[candidates].min())
        return "those on no level" if level == _UNLISTED else f"level {level}"

    def _row(self, view: View, queue: str) -> NDArray[np.int64]:
        ranked = self._level_of.get(queue, {})
        return np.array([ranked.get(each, _UNLISTED) for each in view.roster.ids], dtype=np.int64)
