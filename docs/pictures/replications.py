"""Policies that overlap although one is surely better: the desk of the page on replications."""

import re
from pathlib import Path

from matplotlib.figure import Figure

from ticketroute.plotting import plot_comparison
from ticketroute.simulation import Scenario, compare
from ticketroute.strategies import FewestOpen, LongestIdle, SpecialistsFirst

PAGE = Path(__file__).parent.parent / "replications.md"


def desk() -> Scenario:
    """Take the scenario from the page, where it stands in the first block."""
    names: dict[str, Scenario] = {}
    block = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)[0]
    exec(compile(block, PAGE.name, "exec"), names)  # noqa: S102 - our own page
    return names["day"]


def draw() -> Figure:
    """Draw the means with their intervals, and beside them the paired differences."""
    policies = {
        "longest idle": LongestIdle(),
        "specialists first": SpecialistsFirst(),
        "fewest open": FewestOpen(),
    }
    comparison = compare(desk(), policies, measures="mean_wait")
    figure = Figure(figsize=(9, 2.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    plot_comparison(
        comparison.intervals("mean_wait"),
        measure="mean wait, seconds",
        number_format="{:.1f}",
        axes=left,
    )
    plot_comparison(
        comparison.difference_intervals("mean_wait"),
        measure="difference to longest idle day by day, seconds",
        baseline=0.0,
        number_format="{:+.1f}",
        axes=right,
    )
    return figure
