"""The comparison as one figure."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Final

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.typing import RcKeyType
from numpy.typing import NDArray

from demo.log import START
from demo.measures import Measures
from demo.replay import Replay

PICTURE: Final = Path(__file__).resolve().parent / "output" / "strategies.png"
HOLIDAY: Final = 26

_SOURCE: Final = (
    "Arrivals, types, levels, teams and caps: ServiceNow incident log, Amaral, Fantinato and Peres "
    "(2018), UCI 498, CC BY 4.0. Roster and hours of duty are assumed."
)
_COLOURS: Final = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#8B6B2E")
_MARKERS: Final = ("o", "s", "^", "D", "v", "P", "X")
_OTHERS: Final = "#AAAAAA"
_INK: Final = "#333333"
_STYLE: Final[dict[RcKeyType, object]] = {
    "axes.edgecolor": _INK,
    "axes.grid": True,
    "axes.labelcolor": _INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.dpi": 130,
    "font.size": 9.5,
    "grid.color": "#E6E6E6",
    "text.color": _INK,
    "xtick.color": _INK,
    "ytick.color": _INK,
}


def draw(
    replays: Sequence[Replay],
    rows: Sequence[Measures],
    record: Measures,
    waits: Mapping[str, NDArray[np.float64]],
    path: Path = PICTURE,
) -> Path:
    """Draw waits, skill against fairness, and the backlog, and write them to a file.

    Parameters
    ----------
    replays
        What the strategies did.
    rows
        Their measures, in the same order, one of them at least without an error.
    record
        The measures of the record.
    waits
        Hours until dispatch by strategy.
    path
        Where to write the picture.

    Returns
    -------
    Path
        Where it is.
    """
    good = [(each, row) for each, row in zip(replays, rows, strict=True) if not row.error]
    with mpl.rc_context(_STYLE):
        figure = Figure(figsize=(11, 8), layout="constrained")
        panels = figure.subplot_mosaic(
            [["wait", "skill"], ["backlog", "backlog"]], height_ratios=(1.1, 1)
        )
        _draw_waits(panels["wait"], [waits[each.strategy] for each, _ in good])
        _draw_skill(panels["skill"], [row for _, row in good], record)
        _draw_backlog(panels["backlog"], [each for each, _ in good])
        _write_frame(figure, panels["skill"], len(good[0][0].backlog) // 24)
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path)
    return path


def _look(place: int) -> tuple[str, str]:
    """Give colour and marker of one of the first strategies; the others are grey dots alike."""
    if place < len(_COLOURS):
        return _COLOURS[place], _MARKERS[place]
    return _OTHERS, "."


def _width(place: int, widest: float) -> float:
    """Make each line thinner than those below it, so that equal ones show."""
    return widest * (0.85**place if place < len(_COLOURS) else 0.25)


def _label(place: int, name: str, others: int) -> str | None:
    """Name one of the first strategies, and the others once."""
    if place < len(_COLOURS):
        return name
    return f"{others} others" if place == len(_COLOURS) else None


def _draw_waits(axes: Axes, waits: Sequence[NDArray[np.float64]]) -> None:
    """Draw the share of tickets that still wait after so many hours."""
    hours = np.geomspace(1, 200, 400)
    for place, each in enumerate(waits):
        later = 1 - np.searchsorted(np.sort(each), hours, side="right") / len(each)
        order = 2 if place < len(_COLOURS) else 1
        colour, width = _look(place)[0], _width(place, 3)
        axes.plot(hours, 100 * later, color=colour, linewidth=width, zorder=order)
    axes.set_xscale("log")
    ticks = (1, 2, 4, 8, 16, 24, 48, 96, 168)
    axes.set_xticks(ticks, [str(tick) for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.set_xlim(1, 200)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("hours since arrival, nights and weekends included")
    axes.set_ylabel("% of dispatched tickets")
    axes.set_title("Tickets that wait longer than an hour")


def _draw_skill(axes: Axes, rows: Sequence[Measures], record: Measures) -> None:
    """Draw who knows the type of the ticket against how evenly the work is spread."""
    others = len(rows) - len(_COLOURS)
    for place, row in enumerate([*rows, record]):
        is_record = row is record
        colour, marker = (_INK, "*") if is_record else _look(place)
        axes.plot(
            100 * (row.known_type or 0),
            row.fairness or 0,
            color=colour,
            marker=marker,
            markersize=15 if is_record else 11,
            markerfacecolor="none",
            markeredgewidth=1.8,
            linestyle="none",
            label=row.strategy if is_record else _label(place, row.strategy, others),
            zorder=2 if is_record or place < len(_COLOURS) else 1,
        )
    axes.margins(0.12)
    axes.set_xlabel("% of tickets to someone who had resolved that type before")
    axes.set_ylabel("Jain index of load / cap")
    axes.set_title("Skill against fairness")


def _draw_backlog(axes: Axes, replays: Sequence[Replay]) -> None:
    """Draw the tickets that wait after each hourly batch."""
    hours = len(replays[0].backlog) if replays else 0
    days = 1 + np.arange(1, hours + 1) / 24
    for place, each in enumerate(replays):
        order = 2 if place < len(_COLOURS) else 1
        colour, width = _look(place)[0], _width(place, 2)
        axes.plot(days, each.backlog, color=colour, linewidth=width, zorder=order)
    for day in range(1, hours // 24 + 1):
        if (START + timedelta(days=day - 1)).weekday() >= 5 or day == HOLIDAY:
            axes.axvspan(day, day + 1, color="#EFEFEF", zorder=0)
    axes.set_xlim(1, 1 + hours / 24)
    axes.set_ylim(bottom=0)
    axes.set_xticks(range(1, hours // 24 + 1))
    axes.set_xlabel(f"day of May 2016\n\n{_SOURCE}", fontsize=8)
    axes.set_ylabel("tickets waiting")
    axes.set_title("Backlog after each hourly batch (shaded: weekends and the holiday of 26 May)")


def _write_frame(figure: Figure, labelled: Axes, days: int) -> None:
    """Write the title, one legend for all panels, and the source."""
    figure.suptitle(
        f"One real service desk, 1 to {days} May 2016: same tickets, same agents, other rules",
        fontsize=14,
        fontweight="bold",
        x=0.01,
        ha="left",
    )
    handles, names = labelled.get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=4, frameon=False)
