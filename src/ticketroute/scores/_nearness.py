"""Prefer the agents who are nearest to the ticket's place."""

from collections.abc import Sequence
from datetime import timedelta

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import Travel, View
from ticketroute.model import Ticket, is_finite, refuse, refuse_type

_LATITUDE, _LONGITUDE = "latitude", "longitude"


@attrs.frozen(kw_only=True)
class Nearness:
    """1 at the ticket's place, 1/2 after `half` of travel, towards 0 far away.

    What it takes from place to place stands in ``Setup.travel``. An agent whose way is not known
    scores 0.

    Parameters
    ----------
    half
        Travel time at which the score is one half.
    within
        Whoever takes longer, or whose way is not known, may not have the ticket; None for no such
        limit. A ticket without a place may go anywhere.
    by_coordinates
        Whether tickets have a place of their own on the map: the open attributes ``latitude`` and
        ``longitude``. Then each is scored apart.

    Examples
    --------
    >>> Nearness(within=timedelta(hours=1)).reads
    ('place',)
    """

    static = True

    half: timedelta = timedelta(minutes=30)
    within: timedelta | None = None
    by_coordinates: bool = False

    def __attrs_post_init__(self) -> None:
        for name in ("half", "within"):
            given: object = getattr(self, name)
            if given is not None and not isinstance(given, timedelta):
                raise refuse_type(f"Nearness.{name}", "a timedelta", given)
        if self.half <= timedelta(0):
            raise refuse("Nearness.half", "a duration longer than zero", self.half)

    @property
    def reads(self) -> tuple[str, ...]:
        """The ticket fields that say where it is."""
        return ("place", "attributes") if self.by_coordinates else ("place",)

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        travel = view.setup.travel or Travel()
        rows = np.zeros((len(tickets), view.n_agents))
        for row, ticket in zip(rows, tickets, strict=True):
            if ticket.place is None and self._point(ticket) is None:
                continue
            for agent, who in enumerate(view.agents):
                row[agent] = self._score(self._way(travel, ticket, who.place))
        return rows

    def _way(self, travel: Travel, ticket: Ticket, place: str | None) -> timedelta | None:
        point = self._point(ticket)
        if point is not None:
            return travel.along(travel.point(place), point)
        return travel.between(place, ticket.place)

    def _point(self, ticket: Ticket) -> tuple[float, float] | None:
        if not self.by_coordinates:
            return None
        at = ticket.attribute(_LATITUDE), ticket.attribute(_LONGITUDE)
        degrees = [
            float(each)
            for each in at
            if isinstance(each, int | float) and not isinstance(each, bool) and is_finite(each)
        ]
        return (degrees[0], degrees[1]) if len(degrees) == len(at) else None

    def _score(self, way: timedelta | None) -> float:
        if self.within is not None and (way is None or way > self.within):
            return -np.inf
        return 0.0 if way is None else self.half / (self.half + way)
