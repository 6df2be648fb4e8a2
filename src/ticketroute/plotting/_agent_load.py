"""What became of the time of each agent."""

from typing import TYPE_CHECKING, Final

import numpy as np

from ticketroute.metrics import AgentTime
from ticketroute.model import refuse_type
from ticketroute.plotting._style import BLUE, PALE, RED, names_above, new_or_given, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_HOUR: Final = 3_600e6


def plot_agent_load(time: AgentTime, *, axes: "Axes | None" = None) -> "Figure":
    """Draw how long each agent was busy, available, and busy after the end of the shift.

    Parameters
    ----------
    time
        What :func:`~ticketroute.metrics.agent_time` gives. Whoever had most to do comes first; the
        figures at the right are occupancies.
    axes
        Where to draw; without it, in a new figure.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute import Agent, Dispatcher, Ticket
    >>> from ticketroute.metrics import agent_time, journeys_from_log
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> team = [Agent(id="ana", capacity=1), Agent(id="bea", capacity=1)]
    >>> desk = Dispatcher(team, strategy="fewest-open")
    >>> _ = desk.submit(Ticket(id="t1", created=nine), nine)
    >>> _ = desk.dispatch(nine), desk.start("t1", nine)
    >>> _ = desk.resolve("t1", nine + timedelta(minutes=30))
    >>> journeys = journeys_from_log(desk.log, team, end=nine + timedelta(hours=1))
    >>> figure = plot_agent_load(agent_time(journeys))
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['50%', '0%']
    """
    if not isinstance(time, AgentTime):
        raise refuse_type("time", "an AgentTime", time)
    order = np.argsort(-np.nan_to_num(time.occupancies, nan=-1.0), kind="stable")
    busy = (time.busy - time.overtime)[order] / _HOUR
    idle, over = time.available[order] / _HOUR, time.overtime[order] / _HOUR
    rows = np.arange(len(order))
    figure, axes = new_or_given(axes, (7, 1.2 + 0.3 * max(len(order), 3)))
    axes.barh(rows, busy, 0.7, color=BLUE, label="busy on shift")
    axes.barh(rows, idle, 0.7, busy, color=PALE, label="available")
    axes.barh(
        rows, over, 0.7, busy + idle, color=RED, hatch="///", edgecolor="white", label="overtime"
    )
    for row, agent in enumerate(order.tolist()):
        share = float(time.occupancies[agent])
        axes.annotate(
            "-" if np.isnan(share) else f"{share:.0%}",
            (float(busy[row] + idle[row] + over[row]), row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
        )
    axes.set_yticks(rows, [time.agents[agent] for agent in order.tolist()])
    axes.invert_yaxis()
    axes.margins(x=0.08)
    tidy(axes, "x")
    axes.set_xlabel("hours; at the right, occupancy")
    names_above(axes)
    return figure
