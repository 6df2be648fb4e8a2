"""Everybody the same for each hour that he or she is there."""

from collections.abc import Mapping
from datetime import timedelta

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Allowance, Shifts, View
from ticketroute.model import MICROSECOND, refuse, require_text
from ticketroute.strategies._in_turn import InTurn


@attrs.frozen(eq=False)
class _Hours:
    """The hours on shift of each agent up to some time."""

    now_us: int
    shifts: Shifts
    hours: NDArray[np.float64]


@attrs.frozen
class FairByHours(InTurn):
    """Each ticket to the candidate who has been given the least for each hour on shift.

    What counts, and how long it counts, is an allowance on the board: tickets or effort of the last
    week, say. Hours on shift within that time are those of ``Setup.shifts``; whoever has none is
    taken to be there all the time. What is older counts no more, so that nobody is in debt for
    ever. An agent whose shift has only begun counts a tenth of an hour at least, so that the first
    minutes do not decide everything.

    Parameters
    ----------
    allowance
        Name of an allowance whose period is a duration.
    order
        Which ticket comes first.

    Raises
    ------
    UnknownName, ValueError
        If the board has no such allowance, or its period is none that moves with time; when it
        decides.

    Examples
    --------
    >>> FairByHours("effort of the week")
    FairByHours(order=EarliestDue(), allowance='effort of the week')
    """

    may_hold = False

    allowance: str = attrs.field(kw_only=False)

    def __attrs_post_init__(self) -> None:
        require_text("FairByHours.allowance", self.allowance)

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Give the candidate who has been given the least for each hour."""
        return view.best_qualified(ticket, -self._rates(view)[view.profile(ticket).agents])

    def terms(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:  # noqa: ARG002
        """Give what decides, for explanations."""
        return {f"minus {self.allowance} an hour": 0.0 - self._rates(view)}

    def _rates(self, view: View) -> NDArray[np.float64]:
        given = view.drawn_on(self.allowance)
        return given / np.maximum(self._hours(view), 0.1)

    def _hours(self, view: View) -> NDArray[np.float64]:
        """Give the hours on shift of each agent within the period that ends now.

        Worked out once for each time at which somebody asks; only the last one is kept.
        """
        if view.setup.shifts is None:
            return np.ones(view.n_agents)
        key = ("hours on shift", self.allowance)
        known: _Hours | None = view.cache.get(key)  # type: ignore[assignment]
        if known is None or known.now_us != view.now_us or known.shifts is not view.setup.shifts:
            hours = self._work_out(view, self._period(view))
            known = view.cache[key] = _Hours(view.now_us, view.setup.shifts, hours)
        return known.hours

    def _work_out(self, view: View, period: timedelta) -> NDArray[np.float64]:
        """Ask the calendars."""
        start = view.now - period
        everybody = period / timedelta(hours=1)
        calendars = map(view.hours_of, range(view.n_agents))
        open_time = (
            everybody if each is None else each.between(start, view.now) / timedelta(hours=1)
            for each in calendars
        )
        return np.fromiter(open_time, dtype=np.float64, count=view.n_agents)

    def _period(self, view: View) -> timedelta:
        found: Allowance = next(a for a in view.setup.allowances if a.name == self.allowance)
        if not isinstance(found.per, timedelta):
            expected = "an allowance whose period is a timedelta"
            raise refuse("FairByHours.allowance", expected, found.per)
        return found.per // MICROSECOND * MICROSECOND
