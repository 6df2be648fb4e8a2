"""How far places are from each other."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Final, cast

import attrs

from ticketroute.model import is_finite, refuse, refuse_type, require_text

Point = tuple[float, float]
"""Latitude and longitude in degrees."""

TableLike = Mapping[tuple[str, str], timedelta] | Iterable[tuple[tuple[str, str], timedelta]]
PointsLike = Mapping[str, Point] | Iterable[tuple[str, Point]]

_EARTH_KM: Final = 6371.0088
"""Mean radius of the Earth (IUGG)."""
_PAIR: Final = 2


def _to_table(value: TableLike) -> tuple[tuple[tuple[str, str], timedelta], ...]:
    pairs = _to_dict("Travel.table", "a mapping of (from, to) to timedelta", value)
    for places, time in pairs.items():
        if not isinstance(places, tuple) or len(places) != _PAIR:
            raise refuse_type("Travel.table", "pairs (from, to) of places as keys", places)
        for place in places:
            require_text("Travel.table", place)
        if not isinstance(time, timedelta) or time < timedelta(0):
            raise refuse(f"Travel.table[{places!r}]", "a timedelta of at least zero", time)
    return cast("tuple[tuple[tuple[str, str], timedelta], ...]", tuple(sorted(pairs.items())))


def _to_points(value: PointsLike) -> tuple[tuple[str, Point], ...]:
    pairs = _to_dict("Travel.points", "a mapping of place to (latitude, longitude)", value)
    for place, point in pairs.items():
        require_text("Travel.points", place)
        require_point(f"Travel.points[{place!r}]", point)
    return cast("tuple[tuple[str, Point], ...]", tuple(sorted(pairs.items())))


def _to_dict(field: str, expected: str, value: object) -> dict[object, object]:
    try:
        return dict(cast("Mapping[object, object]", value))
    except (TypeError, ValueError):
        raise refuse_type(field, expected, value) from None


def require_point(field: str, point: object) -> None:
    """Insist on latitude and longitude in degrees."""
    if not isinstance(point, tuple) or len(point) != _PAIR:
        raise refuse_type(field, "(latitude, longitude)", point)
    for degrees, most in zip(point, (90, 180), strict=True):
        if not isinstance(degrees, int | float) or not is_finite(degrees) or abs(degrees) > most:
            raise refuse(field, f"degrees from -{most} to {most}", degrees)


def _look_up_times(travel: "Travel") -> dict[tuple[str, str], timedelta]:
    ways_back = {(end, start): time for (start, end), time in travel.table}
    return ways_back | dict(travel.table)


def _look_up_places(travel: "Travel") -> dict[str, Point]:
    return dict(travel.points)


@attrs.frozen(kw_only=True, cache_hash=True)
class Travel:
    """How long it takes from place to place: a table of zones, points on the map, or both.

    The table comes first; for what it does not name, the distance along the surface counts.

    Parameters
    ----------
    table
        Time by (from, to); the way back takes as long unless it is given too.
    points
        Latitude and longitude of places, in degrees.
    speed
        Kilometres an hour, along the great circle.

    References
    ----------
    R. W. Sinnott, *Virtues of the haversine*, Sky and Telescope 68 (1984).

    Examples
    --------
    >>> travel = Travel(
    ...     table={("Recife", "Olinda"): timedelta(minutes=25)},
    ...     points={"Recife": (-8.05, -34.9), "Natal": (-5.79, -35.2)},
    ...     speed=60,
    ... )
    >>> print(travel.between("Olinda", "Recife"), travel.between("Recife", "Natal"))
    0:25:00 4:13:28.387137
    """

    table: tuple[tuple[tuple[str, str], timedelta], ...] = attrs.field(
        default=(), converter=_to_table
    )
    points: tuple[tuple[str, Point], ...] = attrs.field(default=(), converter=_to_points)
    speed: float = 50.0
    # Asked about for each pair of ticket and agent.
    _times: dict[tuple[str, str], timedelta] = attrs.field(
        default=attrs.Factory(_look_up_times, takes_self=True), init=False, eq=False, repr=False
    )
    _places: dict[str, Point] = attrs.field(
        default=attrs.Factory(_look_up_places, takes_self=True), init=False, eq=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        speed: object = self.speed
        if not isinstance(speed, int | float) or not is_finite(speed) or speed <= 0:
            raise refuse("Travel.speed", "a finite number above 0", speed)

    def point(self, place: str | None) -> Point | None:
        """Give where a place is, if that is known."""
        return None if place is None else self._places.get(place)

    def between(self, start: str | None, end: str | None) -> timedelta | None:
        """Give how long it takes from one place to another; None if that is not known."""
        if start is None or end is None:
            return None
        if start == end:
            return timedelta(0)
        time = self._times.get((start, end))
        return self.along(self.point(start), self.point(end)) if time is None else time

    def along(self, start: Point | None, end: Point | None) -> timedelta | None:
        """Give how long it takes along the great circle; None if a point is not known."""
        if start is None or end is None:
            return None
        return timedelta(hours=kilometres(start, end) / self.speed)


def kilometres(start: Point, end: Point) -> float:
    """Give the distance of two points along the surface, by the haversine formula."""
    (south, west), (north, east) = ((radians(a), radians(b)) for a, b in (start, end))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(half, 1.0)))
