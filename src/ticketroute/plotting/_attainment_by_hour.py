"""Which share is in time, by the hour of the week in which tickets come."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics import AttainmentByHour
from ticketroute.model import refuse_type, require_integer
from ticketroute.plotting._style import PALE, new_or_given

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS: Final = 24
_EMS, _SMALLEST, _LARGEST = 2.4, 5.0, 9.0
"""The width of a figure of three digits, with some room, and sizes of type in points."""
_DARK: Final = 0.55
"""Below this share cells are dark, and have white figures."""


def plot_attainment_by_hour(
    attainment: AttainmentByHour, *, least: int = 1, axes: "Axes | None" = None
) -> "Figure":
    """Draw which share is in time, by weekday and hour of arrival; the figures are per cent.

    Only the hours are shown between the first and the last at which tickets come.

    Parameters
    ----------
    attainment
        What :func:`~ticketroute.metrics.attainment_by_hour` gives.
    least
        Of how few tickets no share is shown, but a grey cell: a share of two says little.
    axes
        Where to draw; without it, in a new figure.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.metrics import attainment_by_hour, journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(hours=each) for each in range(9)]
    >>> table = {"created": after[:4], "ended": after[2:6], "due": after[4:5] * 4}
    >>> found = attainment_by_hour(journeys_from_columns(table, end=after[8]), "UTC")
    >>> figure = plot_attainment_by_hour(found)
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['100', '100', '100', '0']
    """
    if not isinstance(attainment, AttainmentByHour):
        raise refuse_type("attainment", "an AttainmentByHour", attainment)
    require_integer("least", least, 1)
    figure, axes = new_or_given(axes, (10, 3.2))
    shares = np.where(attainment.counted >= least, attainment.share, np.nan)
    axes.set_facecolor(PALE)
    image = axes.imshow(np.ma.masked_invalid(shares), cmap="cividis", vmin=0, vmax=1, aspect="auto")
    hours = _show_hours(axes, np.flatnonzero(attainment.counted.any(axis=0)))
    _write_shares(axes, shares, _font_size(figure, axes, hours))
    axes.set_yticks(range(len(_DAYS)), _DAYS)
    axes.spines[:].set_visible(False)
    axes.set_xlabel(f"arrival, wall clock, {attainment.zone}")
    bar = figure.colorbar(image, ax=axes, format="{x:.0%}", pad=0.01)
    bar.set_label(f"in time ({attainment.stage})")
    bar.outline.set_visible(False)
    return figure


def _show_hours(axes: "Axes", hours: NDArray[np.intp]) -> int:
    """Leave out the hours before the first and after the last; give how many are left."""
    first, last = (int(hours[0]), int(hours[-1]) + 1) if len(hours) else (0, _HOURS)
    axes.set_xlim(first - 0.5, last - 0.5)
    marks = range(first, last + 1, 1 + (last - first) // 9)
    axes.set_xticks([hour - 0.5 for hour in marks], [f"{hour:02}:00" for hour in marks])
    return last - first


def _font_size(figure: "Figure", axes: "Axes", hours: int) -> float:
    """Give the size of figures, in points, that fit into cells; 0 if they would be too small."""
    points = 72 * figure.get_size_inches()[0] * axes.get_position().width / hours
    size = min(points / _EMS, _LARGEST)
    return size if size >= _SMALLEST else 0.0


def _write_shares(axes: "Axes", shares: NDArray[np.float64], size: float) -> None:
    if not size:
        return
    for day, hour in np.argwhere(~np.isnan(shares)).tolist():
        share = float(shares[day, hour])
        axes.text(
            hour,
            day,
            f"{100 * share:.0f}",
            ha="center",
            va="center",
            fontsize=size,
            color="white" if share < _DARK else "black",
        )
