"""The pictures at the head of pages, drawn from the code of the pages themselves."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from ticketroute.metrics import backlog
from ticketroute.plotting import plot_agent_day, plot_backlog, plot_comparison
from ticketroute.simulation import simulate

DOCS = Path(__file__).parent.parent


def code_of(page: str) -> dict[str, Any]:
    """Run the plain blocks of a page, and give what they define."""
    names: dict[str, Any] = {}
    text = (DOCS / page).read_text("utf-8")
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        if ">>>" not in block:
            exec(compile(block, page, "exec"), names)  # noqa: S102 - our own page
    return names


def call_centre() -> Figure:
    """Draw how many calls are open over the day, and the day of somebody at noon."""
    page = code_of("call-centre.md")
    journeys = simulate(page["monday"](), "longest-idle", seed=1).journeys
    london = page["LONDON"]
    figure, (upper, lower) = plt.subplots(2, figsize=(8, 4.6), layout="constrained")
    plot_backlog(backlog(journeys, timedelta(minutes=5)), london, axes=upper)
    plot_agent_day(journeys, "agent-12", date(2026, 5, 4), london, axes=lower)
    return figure


def try_your_own() -> Figure:
    """Draw the differences to the first policy, with their intervals."""
    comparison = code_of("try-your-own.md")["comparison"]
    figure, panels = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
    for measure, axes in zip(comparison.measures, panels, strict=True):
        plot_comparison(
            comparison.difference_intervals(measure),
            measure=f"{measure}: difference to longest idle",
            baseline=0.0,
            number_format="{:+.3f}",
            axes=axes,
        )
    return figure
