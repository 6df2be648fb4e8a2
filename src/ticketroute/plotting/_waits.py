"""How long people wait: the share that still waits, over time."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from ticketroute.metrics import Journeys, Of, Stage, Survival, waiting_curve
from ticketroute.plotting._style import (
    COLOURS,
    DASHES,
    GREY,
    names_above,
    new_or_given,
    several,
    tidy,
    unit_of_time,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_MOST: Final = 0.97
"""Up to where the longest waits are shown; the last few would make all else narrow."""
_MARKS: Final = ((0.5, "half"), (0.1, "one in ten"))
_VERBS: Final[Mapping[Stage, str]] = {
    "assignment": "not assigned yet",
    "start": "still waiting",
    "resolution": "not resolved yet",
}


def plot_waits(
    journeys: Journeys | Mapping[str, Journeys],
    *,
    stage: Stage = "start",
    of: Of = "all",
    axes: "Axes | None" = None,
) -> "Figure":
    """Draw which share of tickets still waits after how long.

    Read it across for a percentile, upwards for a service level. What was open at the end is
    heeded, as in :func:`~ticketroute.metrics.time_to`; beyond a cross nothing is known.

    Parameters
    ----------
    journeys
        Of one policy, or of several by name.
    stage, of
        Until what is waited for, and who counts, see :func:`~ticketroute.metrics.time_to`.
    axes
        Where to draw; without it, in a new figure.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(61)]
    >>> table = {"created": after[:9], "started": after[2:20:2]}
    >>> figure = plot_waits(journeys_from_columns(table, end=after[60]))
    >>> figure.axes[0].get_xlabel()
    'minutes since arrival'
    """
    named = several("journeys", journeys, Journeys)
    curves = {name: waiting_curve(each, stage, of=of) for name, each in named.items()}
    longest = max(_shown_until(curve) for curve in curves.values())
    unit, size = unit_of_time(longest)
    figure, axes = new_or_given(axes, (7, 3.6))
    axes.set_xlim(0, max(longest, size) / size)
    axes.set_ylim(0, 1.0)
    for (name, curve), colour, dash in zip(curves.items(), COLOURS, DASHES, strict=False):
        x, y = np.append(0.0, curve.times / size), np.append(1.0, 1 - curve.over)
        axes.step(x, y, where="post", color=colour, linestyle=dash, linewidth=2, label=name)
        if len(curve.times) and not curve.is_whole:
            axes.plot(x[-1], y[-1], marker="x", color=colour)
    for share, text in _MARKS:
        axes.axhline(share, color=GREY, linewidth=0.8, linestyle=":")
        axes.annotate(
            text,
            (1.0, share),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            color=GREY,
            va="center",
            fontsize="small",
            annotation_clip=False,
        )
    tidy(axes, "y")
    if len(named) > 1:
        names_above(axes)
    axes.yaxis.set_major_formatter("{x:.0%}")
    axes.set_xlabel(f"{unit} since arrival")
    axes.set_ylabel(f"tickets {_VERBS[stage]}")
    return figure


def _shown_until(curve: Survival) -> float:
    if not len(curve.times):
        return 0.0
    place = int(np.searchsorted(curve.over, _MOST))
    return float(curve.times[min(place, len(curve.times) - 1)])
