"""The picture at the head of the page on a real log: what hangs on the shifts, and what was."""

from typing import TYPE_CHECKING, cast

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.figure import Figure
from pages import code_of

from ticketroute.metrics import Journeys
from ticketroute.plotting import plot_comparison
from ticketroute.simulation import Scenario, ShiftSensitivity, TicketLog, simulate

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_HOUR = 3_600_000_000
_HOURS = np.arange(0.0, 5 * 24 + 1)
_COLOURS = {"longest idle": "#999999", "lowest load": "#0072B2", "fastest first": "#D55E00"}


def draw() -> Figure:
    """Draw differences by shift model to the left, and resolution over time to the right."""
    page = code_of("incident-log.md")
    sensitivity = cast("ShiftSensitivity", page["sensitivity"])
    figure, axes = plt.subplot_mosaic(
        [["lowest load", "share"], ["fastest first", "share"]],
        figsize=(11, 4.2),
        layout="constrained",
    )
    for policy in ("lowest load", "fastest first"):
        plot_comparison(
            sensitivity.difference_intervals("median_hours", policy),
            measure=f"{policy}: median hours, difference to longest idle",
            baseline=0.0,
            number_format="{:+.1f}",
            axes=axes[policy],
        )
        axes[policy].set_xlim(-8, 4)
    _share_resolved(page, axes["share"])
    return figure


def _share_resolved(page: dict[str, object], axes: "Axes") -> None:
    """Draw which share of the tickets of May is resolved so many hours after it came."""
    scenario = cast("Scenario", page["may"])
    policies = cast("dict[str, str]", page["policies"])
    for name, policy in policies.items():
        journeys = simulate(scenario, policy, seed=1).journeys
        axes.plot(_HOURS, _resolved(journeys), color=_COLOURS[name], label=name)
    may, first_half = (cast("TicketLog", page[name]) for name in ("may_and_open", "first_half"))
    recorded = may.journeys()
    came = recorded.select(recorded.created < first_half.until)
    axes.plot(_HOURS, _resolved(came), color="black", linestyle="--", label="as recorded")
    axes.set_xlabel("hours since a ticket came; shift model: observed hours")
    axes.set_ylabel("share resolved")
    axes.set_xticks(range(0, 121, 24))
    axes.set_ylim(0, 1)
    axes.legend(frameon=False, loc="lower right")


def _resolved(journeys: Journeys) -> list[float]:
    came = journeys.created >= journeys.start
    hours = (journeys.ended[came] - journeys.created[came]) / _HOUR
    return [float((hours <= each).mean()) for each in _HOURS]
