"""Axes of time on the wall clock of a zone."""

from datetime import tzinfo
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes


def day_numbers(instants: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give microseconds since 1970 UTC as matplotlib counts time, in days."""
    from matplotlib.dates import date2num

    times = instants.astype("datetime64[us]")
    return np.asarray(date2num(times), dtype=np.float64)  # type: ignore[no-untyped-call]


def time_axis(axes: "Axes", zone: tzinfo, of_a_day: str = "") -> None:
    """Write the time of a zone along the lower edge, and name the zone, or the day and the zone."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(tz=zone, minticks=4, maxticks=10)  # type: ignore[no-untyped-call]
    formatter = ConciseDateFormatter(  # type: ignore[no-untyped-call]
        locator, tz=zone, show_offset=not of_a_day
    )
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(formatter)
    axes.set_xlabel(of_a_day or f"wall clock, {zone}")
