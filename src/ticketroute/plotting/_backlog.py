"""How many tickets were open, over time."""

from collections.abc import Mapping
from datetime import tzinfo
from functools import partial
from typing import TYPE_CHECKING

from ticketroute.metrics import BacklogOverTime
from ticketroute.plotting._style import (
    BLUE,
    COLOURS,
    DASHES,
    SKY,
    names_above,
    new_or_given,
    several,
    tidy,
)
from ticketroute.plotting._time_axis import day_numbers, time_axis
from ticketroute.sla.calendar import to_zone

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


def plot_backlog(
    backlogs: BacklogOverTime | Mapping[str, BacklogOverTime],
    zone: str | tzinfo,
    *,
    axes: "Axes | None" = None,
) -> "Figure":
    """Draw how many tickets were open over time.

    Parameters
    ----------
    backlogs
        Of one policy, with those on which no work had begun drawn dark; or of several by name.
    zone
        On whose wall clock the time is.
    axes
        Where to draw; without it, in a new figure.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.metrics import backlog, journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(61)]
    >>> journeys = journeys_from_columns({"created": after[:9]}, end=after[60])
    >>> figure = plot_backlog(backlog(journeys, timedelta(minutes=5)), "UTC")
    >>> figure.axes[0].get_ylabel()
    'open tickets'
    """
    named, place = several("backlogs", backlogs, BacklogOverTime), to_zone("zone", zone)
    figure, axes = new_or_given(axes, (8, 3.2))
    for (name, each), colour, dash in zip(named.items(), COLOURS, DASHES, strict=False):
        x = day_numbers(each.at)
        if len(named) == 1:
            draw = partial(axes.fill_between, x, step="pre", linewidth=0)
            draw(each.not_started, color=BLUE, label="not started")
            draw(each.not_started, each.open, color=SKY, alpha=0.6, label="begun")
        else:
            axes.step(
                x, each.open, where="pre", color=colour, linestyle=dash, linewidth=1.8, label=name
            )
    axes.set_ylim(bottom=0)
    axes.margins(x=0)
    tidy(axes, "y")
    time_axis(axes, place)
    names_above(axes)
    axes.set_ylabel("open tickets")
    return figure
