"""Figures of what happened: what is drawn is what the measures say, and nothing is written."""

import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle

from tests.metrics.journeys import Row, at, journeys_of, minutes
from ticketroute import plotting
from ticketroute.metrics import (
    BacklogOverTime,
    Journeys,
    Kind,
    agent_time,
    attainment_by_hour,
    backlog,
    time_to,
)
from ticketroute.plotting import (
    plot_agent_day,
    plot_agent_load,
    plot_attainment_by_hour,
    plot_backlog,
    plot_comparison,
    plot_waits,
)

ROWS: list[Row] = [
    {"created": 0, "started": 2, "ended": 10, "due": 20},
    {"created": 5, "started": 8, "ended": 30, "due": 20, "agent": "bea"},
    {"created": 6, "ended": 11},
    {"created": 9, "started": 16, "ended": 40, "due": 30, "kind": "sales"},
    {"created": 40},
]
SHIFTS = [("ana", 0.0, 30.0), ("bea", 0.0, 60.0)]


def some() -> Journeys:
    """Make journeys of an hour."""
    return journeys_of(*ROWS, shifts=SHIFTS)


def axes_of(figure: Figure) -> Axes:
    """Give the axes of a figure that has one picture."""
    return figure.axes[0]


def texts(axes: Axes) -> list[str]:
    """Give what is written into axes."""
    return [text.get_text() for text in axes.texts]


def names(axes: Axes) -> list[str]:
    """Give what the legend names."""
    legend = axes.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def bars(axes: Axes) -> list[tuple[float, float, float]]:
    """Give the bars as their middle, start and length."""
    found = [each for each in axes.patches if isinstance(each, Rectangle)]
    return [
        (each.get_y() + each.get_height() / 2, each.get_x(), each.get_width()) for each in found
    ]


def curve(axes: Axes, name: str) -> Line2D:
    """Give a line by its name."""
    return next(line for line in axes.lines if line.get_label() == name)


def test_waits_are_the_share_that_still_waits() -> None:
    """It starts at one, and falls to a half at the median."""
    axes = axes_of(plot_waits({"now": some(), "then": journeys_of(*ROWS[:2])}))
    x, y = (np.asarray(data) for data in curve(axes, "now").get_data())
    assert (x[0], y[0]) == (0.0, 1.0)
    assert (np.diff(y) <= 0).all()
    median = time_to(some(), "start").median
    assert median is not None
    assert x[np.flatnonzero(y <= 0.5)[0]] == median.total_seconds() / 60
    assert (axes.get_xlabel(), axes.get_ylabel()) == (
        "minutes since arrival",
        "tickets still waiting",
    )
    assert names(axes) == ["now", "then"]
    crosses = [line for line in axes.lines if line.get_marker() == "x"]
    assert [float(np.asarray(line.get_xdata())[0]) for line in crosses] == [20.0]
    styles = {line.get_linestyle() for line in axes.lines if line.get_label() in ("now", "then")}
    assert len(styles) == 2  # not by colour alone


def test_waits_choose_their_unit_and_stage() -> None:
    """Long ones are hours; one policy needs no name."""
    axes = axes_of(
        plot_waits(journeys_of({"started": 0, "ended": 500}, end=600), stage="resolution")
    )
    assert axes.get_xlabel() == "hours since arrival"
    assert axes.get_ylabel() == "tickets not resolved yet"
    assert names(axes) == []
    empty = axes_of(plot_waits(journeys_of()))
    assert empty.get_xlabel() == "seconds since arrival"


def test_backlog_of_one_shows_what_is_begun() -> None:
    """Areas up to the open ones, and up to those not started."""
    found = backlog(some(), minutes(10))
    axes = axes_of(plot_backlog(found, "Europe/London"))
    assert names(axes) == ["not started", "begun"]
    areas = [each for each in axes.collections if isinstance(each, PolyCollection)]
    tops = [np.asarray(area.get_paths()[0].vertices)[:, 1].max() for area in areas]
    assert tops == [found.not_started.max(), found.open.max()]
    assert axes.get_xlabel() == "wall clock, Europe/London"
    assert axes.get_ylim()[0] == 0


def test_backlog_of_several_is_lines() -> None:
    """By name, at their instants, on the clock of the zone."""
    found = backlog(some(), minutes(10))
    axes = axes_of(plot_backlog({"a": found, "b": found}, "Asia/Tokyo"))
    line = curve(axes, "b")
    assert np.asarray(line.get_ydata()).tolist() == found.open.tolist()
    assert float(np.asarray(line.get_xdata())[0]) == at(10).timestamp() / 86_400
    axes.figure.draw_without_rendering()  # type: ignore[union-attr]
    assert "18:10" in [label.get_text() for label in axes.get_xticklabels()]
    nothing = BacklogOverTime(*[np.empty(0, dtype=np.int64)] * 5)
    assert names(axes_of(plot_backlog(nothing, "UTC"))) == ["not started", "begun"]


def test_attainment_is_written_in_its_cell() -> None:
    """Per cent, at the hour of arrival; cells of too few are empty."""
    found = attainment_by_hour(some(), "UTC")
    axes = axes_of(plot_attainment_by_hour(found))
    (text,) = axes.texts
    assert (text.get_text(), text.get_position()) == ("33", (9, 0))
    assert texts(axes_of(plot_attainment_by_hour(found, least=4))) == []
    assert [label.get_text() for label in axes.get_yticklabels()][:2] == ["Mon", "Tue"]
    assert axes.get_xlabel() == "arrival, wall clock, UTC"
    assert axes.figure.axes[1].get_ylabel() == "in time (resolution)"
    dark = attrs.evolve(found, met=found.met * 0)
    colours = [plot_attainment_by_hour(each).axes[0].texts[0].get_color() for each in (found, dark)]
    bright = plot_attainment_by_hour(attrs.evolve(found, met=found.counted))
    assert [*colours, bright.axes[0].texts[0].get_color()] == ["white", "white", "black"]


def test_only_hours_with_tickets_are_shown_and_figures_fit() -> None:
    """From the first to the last; where cells are narrow there is no room for figures."""
    rows: list[Row] = [
        {"created": 60 * each, "started": 60 * each, "ended": 60 * each + 5, "due": 60 * each + 9}
        for each in (0, 3)
    ]
    found = attainment_by_hour(journeys_of(*rows, end=300), "UTC")
    axes = axes_of(plot_attainment_by_hour(found))
    assert axes.get_xlim() == (8.5, 12.5)
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert labels == ["09:00", "10:00", "11:00", "12:00", "13:00"]
    assert texts(axes) == ["100", "100"]
    narrow = Figure(figsize=(0.5, 2))
    assert texts(axes_of(plot_attainment_by_hour(found, axes=narrow.subplots()))) == []
    nothing = attainment_by_hour(journeys_of(), "UTC")
    assert axes_of(plot_attainment_by_hour(nothing)).get_xlim() == (-0.5, 23.5)


def test_agent_load_adds_up() -> None:
    """Busy, available and overtime side by side, the busiest first."""
    time = agent_time(some())
    axes = axes_of(plot_agent_load(time))
    assert [label.get_text() for label in axes.get_yticklabels()] == ["ana", "bea"]
    ana = [(start * 60, length * 60) for row, start, length in bars(axes) if row == 0]
    assert [each for pair in ana for each in pair] == pytest.approx([0, 22, 22, 8, 30, 10])
    assert texts(axes) == ["80%", "37%"]
    assert names(axes) == ["busy on shift", "available", "overtime"]
    assert axes.get_xlabel().startswith("hours")
    unknown = agent_time(journeys_of(shifts=[("ana", 0, 0)]))
    assert texts(axes_of(plot_agent_load(unknown))) == ["-", "-"]


def test_a_day_is_drawn_in_lanes() -> None:
    """Stays at the same time lie one above the other; work is a bar, waiting in hand a line."""
    journeys = journeys_of(
        {"assigned": 0, "started": 5, "ended": 20},
        {"assigned": 10, "started": 20, "ended": 30, "kind": "sales"},
        {"assigned": 20, "started": 20},
        {"assigned": 0, "started": 5, "ended": 20, "agent": "bea"},
        shifts=[("ana", -60, 30), ("bea", 0, 60)],
    )
    axes = axes_of(plot_agent_day(journeys, "ana", date(2026, 5, 4), "UTC"))
    midnight = datetime(2026, 5, 4, tzinfo=ZoneInfo("UTC")).timestamp() / 86_400
    drawn = sorted(
        (row, round((start - midnight) * 1440 - 540), round(length * 1440))
        for row, start, length in bars(axes)
        if row in (0.0, 1.0)
    )
    assert drawn == [(0, 5, 15), (0, 20, 40), (1, 20, 10)]
    (lines,) = [each for each in axes.collections if isinstance(each, LineCollection)]
    lengths = [round((s[1][0] - s[0][0]) * 1440) for s in lines.get_segments()]
    assert lengths == [5, 10, 0]
    assert names(axes) == ["on shift", "billing", "sales"]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["1", "2"]
    assert axes.get_xlabel() == "ana, Mon 4 May 2026, wall clock, UTC"


def test_a_day_ends_at_midnight_on_its_clock() -> None:
    """Of a zone nine hours ahead, nine in the morning is six in the evening."""
    journeys = journeys_of({"assigned": 0, "started": 0, "ended": 8 * 60}, end=10 * 60)
    found = []
    for day in (date(2026, 5, 4), date(2026, 5, 5)):
        axes = axes_of(plot_agent_day(journeys, "ana", day, "Asia/Tokyo"))
        found.append([round(length * 24, 3) for _, _, length in bars(axes)])
    assert found == [[6.0], [2.0]]
    empty = axes_of(plot_agent_day(journeys, "bea", date(2026, 5, 4), "UTC"))
    assert names(empty) == []
    assert np.ptp(empty.get_xlim()) == 1.0  # the whole day, in days


def test_a_day_names_the_usual_kinds_and_the_others_together() -> None:
    """As many as there are colours; tickets of a part that are not known are others too."""
    kinds = [Kind(f"k{each}") for each in range(8)]
    rows: list[Row] = [
        {"kind": f"k{each}", "started": 3 * place, "ended": 3 * place + 2}
        for place, each in enumerate([*range(8), *range(6)])
    ]
    journeys = journeys_of(*rows, kinds=kinds)
    day = date(2026, 5, 4)
    shown = names(axes_of(plot_agent_day(journeys, "ana", day, "UTC")))
    assert shown == [*(f"k{each}" for each in range(6)), "other kinds"]
    part = journeys.of_kinds(["k7"])
    assert names(axes_of(plot_agent_day(part, "ana", day, "UTC"))) == ["k7", "other kinds"]


def test_a_comparison_has_its_intervals() -> None:
    """Those that cross the baseline are hollow."""
    rows = [("a", 0.1, 0.05, 0.15), ("b", 0.02, -0.01, 0.05)]
    axes = axes_of(plot_comparison(rows, measure="share", baseline=0, number_format="{:.0%}"))
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [float(np.asarray(line.get_xdata())[0]) for line in dots] == [0.1, 0.02]
    assert [line.get_markerfacecolor() == "white" for line in dots] == [False, True]
    assert texts(axes) == ["10% [5%, 15%]", "2% [-1%, 5%]"]
    assert axes.get_xlabel() == "share"
    top, bottom = axes.get_ylim()
    assert top > bottom  # the first row is the upper one
    plain = axes_of(plot_comparison(rows, measure="share"))
    dots = [line for line in plain.lines if line.get_marker() == "o"]
    assert [line.get_markerfacecolor() == "white" for line in dots] == [False, False]


DRAW: dict[str, Callable[[Axes], Figure]] = {
    "waits": lambda axes: plot_waits(some(), axes=axes),
    "backlog": lambda axes: plot_backlog(backlog(some(), minutes(10)), "UTC", axes=axes),
    "hours": lambda axes: plot_attainment_by_hour(attainment_by_hour(some(), "UTC"), axes=axes),
    "load": lambda axes: plot_agent_load(agent_time(some()), axes=axes),
    "day": lambda axes: plot_agent_day(some(), "ana", date(2026, 5, 4), "UTC", axes=axes),
    "comparison": lambda axes: plot_comparison([("a", 1, 0, 2)], measure="x", axes=axes),
}


@pytest.mark.parametrize("draw", DRAW.values(), ids=list(DRAW))
def test_axes_of_ones_own_are_taken(draw: Callable[[Axes], Figure], tmp_path: Path) -> None:
    """So that several can stand side by side; and all can be rendered, without a warning."""
    figure = Figure(layout="constrained")
    axes = figure.subplots(1, 2)[1]
    assert draw(axes) is figure
    assert axes.has_data()
    figure.savefig(tmp_path / "figure.svg")


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: plot_waits(3), TypeError, "journeys: expected Journeys"),  # type: ignore[arg-type]
        (lambda: plot_waits({}), ValueError, "journeys: expected from one to 6"),
        (lambda: plot_waits(some(), stage="end"), ValueError, "stage"),  # type: ignore[arg-type]
        (lambda: plot_backlog({"a": 3}, "UTC"), TypeError, "backlogs"),  # type: ignore[dict-item]
        (lambda: plot_agent_load(some()), TypeError, "time"),  # type: ignore[arg-type]
        (lambda: plot_attainment_by_hour(some()), TypeError, "attainment"),  # type: ignore[arg-type]
        (lambda: plot_agent_day(some(), "zoe", at(0).date(), "UTC"), ValueError, "agent_id"),
        (lambda: plot_agent_day(some(), "ana", at(0), "UTC"), TypeError, "day: expected a date"),
        (
            lambda: plot_agent_day(journeys_of({}), "ana", at(0).date(), "UTC"),
            ValueError,
            r"Journeys\.stays",
        ),
        (lambda: plot_comparison([], measure="x"), ValueError, "rows: expected one or more"),
        (lambda: plot_comparison([("a", 1, 2, 3)], measure="x"), ValueError, "within its interval"),
        (lambda: plot_comparison([("a", 1, 1)], measure="x"), TypeError, "rows of label"),  # type: ignore[list-item]
        (
            lambda: plot_comparison([("a", float("nan"), 0, 1)], measure="x"),
            TypeError,
            r"rows\['a'\]: expected finite numbers",
        ),
    ],
    ids=[str(number) for number in range(13)],
)
def test_what_cannot_be_drawn_is_refused(
    call: Callable[[], Any], error: type[Exception], message: str
) -> None:
    """With the name of what is wrong."""
    with pytest.raises(error, match=message):
        call()


def test_matplotlib_is_loaded_only_to_draw(tmp_path: Path) -> None:
    """It is an extra; and its figures need no window."""
    code = "import sys, ticketroute.plotting; print('matplotlib' in sys.modules)"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "False"
    assert all(callable(getattr(plotting, name)) for name in plotting.__all__)
