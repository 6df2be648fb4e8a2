"""Another strategy while more comes in than usual, and back again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import log
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Held, MemoryChange, TicketState, View
from ticketroute.model import (
    MICROSECOND,
    from_microseconds,
    is_finite,
    refuse,
    refuse_type,
    require_integer,
)
from ticketroute.sla import UrgencyRule
from ticketroute.strategies._event_form import (
    event_form,
    held_by,
    holds_back,
    lets,
    order_of,
    remembered,
    terms_of,
    traced,
)
from ticketroute.strategies._in_turn import InTurn, picked_agent, require_callable
from ticketroute.strategies._protocols import PicksAgent

_MOST_INTERVALS: Final = 10_000


@attrs.frozen(kw_only=True)
class SurgeTest:
    """Whether clearly more comes in than usual: a cumulative sum of arrivals, with two thresholds.

    Each interval adds the arrivals beyond a reference between the usual and the surge rate, and the
    sum never falls below zero. It is a surge once the sum has reached `alarm`, and is over once it
    is back at zero; it is capped at twice the alarm, so that long surges do not take long to end.
    The answer follows from the arrivals of the last intervals alone, and from nothing remembered:
    closed tickets have to be forgotten later than that.

    Parameters
    ----------
    usual
        Arrivals in an interval as they usually are, above 0.
    factor
        What is a surge: so many times the usual, above 1.
    interval
        How long an interval is.
    alarm
        The sum at which a surge begins; larger for fewer false alarms and later ones.
    lookback
        How many intervals are looked at, an integer from 1 to 10,000.

    References
    ----------
    J. M. Lucas, *Counted data CUSUM's*, Technometrics 27 (1985): the reference value is
    (surge - usual) / (ln surge - ln usual).

    Examples
    --------
    >>> test = SurgeTest(usual=10, interval=timedelta(minutes=15))
    >>> round(test.reference, 2)
    14.43
    >>> test.is_surge([9, 12, 31, 28]), test.is_surge([9, 12, 31, 28, 8, 9, 3, 0])
    (True, False)
    """

    usual: float
    factor: float = 2.0
    interval: timedelta = timedelta(minutes=15)
    alarm: float = 10.0
    lookback: int = 96

    def __attrs_post_init__(self) -> None:
        for name, least in (("usual", 0), ("factor", 1), ("alarm", 0)):
            given: object = getattr(self, name)
            if not isinstance(given, int | float) or not is_finite(given) or given <= least:
                raise refuse(f"SurgeTest.{name}", f"a finite number above {least}", given)
        require_integer("SurgeTest.lookback", self.lookback, 1, _MOST_INTERVALS)
        interval: object = self.interval
        if not isinstance(interval, timedelta):
            raise refuse_type("SurgeTest.interval", "a timedelta", interval)
        if interval <= timedelta(0):
            raise refuse("SurgeTest.interval", "a duration longer than zero", interval)

    @property
    def reference(self) -> float:
        """What an interval must exceed for the sum to grow."""
        return self.usual * (self.factor - 1) / log(self.factor)

    def is_surge(self, counts: "list[int] | NDArray[np.int64]") -> bool:
        """Say whether it is a surge after some intervals, the last of which may not be over.

        The last one can begin a surge before its end, and not end one.
        """
        total, surge = 0.0, False
        for place, count in enumerate(counts, start=1):
            step = float(count) - self.reference
            if place == len(counts):
                step = max(step, 0.0)
            total = min(max(total + step, 0.0), 2 * self.alarm)
            surge = total >= self.alarm or (surge and total > 0)
        return surge

    def interval_end(self, view: View) -> datetime:
        """Give the end of the interval that a board is in."""
        length = self.interval // MICROSECOND
        return from_microseconds((view.now_us // length + 1) * length)

    def counts(self, view: View) -> NDArray[np.int64]:
        """Count the tickets on a board by the interval in which they arrived, up to now."""
        length = self.interval // MICROSECOND
        last = view.now_us // length
        known = view.tickets.state.array != TicketState.FORGOTTEN
        intervals = view.tickets.arrivals[known] // length - last + self.lookback - 1
        within = intervals[(intervals >= 0) & (intervals < self.lookback)]
        return np.bincount(within, minlength=self.lookback)


@attrs.frozen
class BySurge(InTurn):
    """One strategy in usual times, another one in a surge.

    Costs a pass over the tickets at each choice. Explanations say which of the two decided. As the
    other one may decide once an interval is over, no ticket is held beyond its end without being
    looked at again.

    Parameters
    ----------
    usual, surge
        Strategies with the event form.
    test
        What a surge is.
    order
        Which ticket comes first; that of `usual` unless told otherwise.

    Examples
    --------
    >>> from ticketroute.strategies import FewestOpen, SkillWeighted
    >>> strategy = BySurge(SkillWeighted(), FewestOpen(), test=SurgeTest(usual=10))
    >>> strategy.test.factor
    2.0
    """

    usual: PicksAgent = attrs.field(kw_only=False, validator=event_form)
    surge: PicksAgent = attrs.field(kw_only=False, validator=event_form)
    test: SurgeTest = attrs.field(kw_only=True)
    order: UrgencyRule = attrs.field(
        default=attrs.Factory(lambda self: order_of(self.usual), takes_self=True),
        kw_only=True,
        validator=require_callable,
    )

    def __attrs_post_init__(self) -> None:
        test: object = self.test
        if not isinstance(test, SurgeTest):
            raise refuse_type("BySurge.test", "a SurgeTest", test)

    @property
    def may_hold(self) -> bool:  # type: ignore[override]
        """Whether one of the strategies may hold."""
        return holds_back(self.usual) or holds_back(self.surge)

    def now(self, view: View) -> PicksAgent:
        """Give the strategy that decides now."""
        return self.surge if self.test.is_surge(self.test.counts(view)) else self.usual

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Ask the strategy that decides now."""
        return picked_agent(self.now(view), view, ticket)

    def remember(self, view: View, ticket: int, agent: int) -> MemoryChange | None:
        """Let the strategy that decides now remember."""
        return remembered(self.now(view), view, ticket, agent)

    def allows(self, view: View, ticket: int, agent: int, /) -> bool:
        """Say whether the strategy that decides now would let the agent have it."""
        return lets(self.now(view), view, ticket, agent)

    def held(self, view: View, ticket: int) -> Held | None:
        """Give the reason of the strategy that decides now, until the interval is over at most."""
        part = self.now(view)
        held = held_by(part, view, ticket)
        if not len(view.candidates(ticket)):  # the other strategy could not give it either
            return held
        if held is None:
            if not holds_back(part):
                return None
            held = Held("the strategy that decides now gives it to nobody")
        end = self.test.interval_end(view)
        return Held(held.reason, end if held.until is None else min(end, held.until))

    def trace(self, view: View, ticket: int) -> tuple[str, ...]:
        """Say which of the two decides now, and how it goes on."""
        counts = self.test.counts(view)
        name, per = ("surge", "as in a surge") if self.test.is_surge(counts) else ("usual", "usual")
        told = f"arrivals are {per} ({counts[-1]} in this interval): the {name} strategy decides"
        return (told, *traced(self.now(view), view, ticket))

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what the strategy that decides now goes by."""
        return terms_of(self.now(view), view, ticket)
