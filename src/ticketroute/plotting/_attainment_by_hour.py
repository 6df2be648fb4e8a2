"""Which share is in time, by the hour of the week in which tickets come."""

from typing import TYPE_CHECKING, Final

import numpy as np

from ticketroute.metrics import AttainmentByHour
from ticketroute.model import refuse_type, require_integer
from ticketroute.plotting._style import PALE, new_or_given

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS: Final = 24
_DARK: Final = 0.55
"""Below this share cells are dark, and have white figures."""


def plot_attainment_by_hour(
    attainment: AttainmentByHour, *, least: int = 1, axes: "Axes | None" = None
) -> "Figure":
    """Draw which share is in time, by weekday and hour of arrival; the figures are per cent.

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
    for day, hour in np.argwhere(~np.isnan(shares)).tolist():
        share = float(shares[day, hour])
        axes.text(
            hour,
            day,
            f"{100 * share:.0f}",
            ha="center",
            va="center",
            fontsize="small",
            color="white" if share < _DARK else "black",
        )
    axes.set_yticks(range(len(_DAYS)), _DAYS)
    axes.set_xticks([hour - 0.5 for hour in range(0, _HOURS + 1, 3)])
    axes.set_xticklabels([f"{hour:02}:00" for hour in range(0, _HOURS + 1, 3)])
    axes.spines[:].set_visible(False)
    axes.set_xlabel(f"arrival, wall clock, {attainment.zone}")
    bar = figure.colorbar(image, ax=axes, format="{x:.0%}", pad=0.01)
    bar.set_label(f"in time ({attainment.stage})")
    bar.outline.set_visible(False)
    return figure
