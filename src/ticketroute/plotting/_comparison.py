"""Policies side by side, with their intervals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ticketroute.model import is_finite, refuse, refuse_type, require_text
from ticketroute.plotting._style import BLUE, GREY, new_or_given, tidy

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

ComparedRow = tuple[str, float, float, float]
"""A label, an estimate, and the ends of its interval."""
_FIELDS = 4


def plot_comparison(
    rows: Sequence[ComparedRow],
    *,
    measure: str,
    baseline: float | None = None,
    number_format: str = "{:.3g}",
    axes: "Axes | None" = None,
) -> "Figure":
    """Draw estimates with their intervals, one below the other.

    Of policies that are compared on the same luck, draw the differences from one of them, with 0 as
    the baseline: intervals of the policies themselves may overlap although one is surely better.

    Parameters
    ----------
    rows
        A label, an estimate, and the ends of its interval, for each; drawn in this order.
    measure
        What is measured, with its unit: it stands below the axis.
    baseline
        Where to draw a line to compare with. The dot of an interval that it crosses is hollow.
    number_format
        How to write numbers, such as ``"{:.1%}"``.
    axes
        Where to draw; without it, in a new figure.

    Raises
    ------
    ValueError, TypeError
        For rows of another form, and estimates outside their interval.

    Examples
    --------
    >>> rows = [("longest idle", -0.02, -0.05, 0.01), ("optimal", 0.08, 0.05, 0.11)]
    >>> figure = plot_comparison(rows, measure="difference of service level", baseline=0)
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['longest idle', 'optimal']
    """
    require_text("measure", measure)
    if not rows:
        raise refuse("rows", "one or more", rows)
    for row in rows:
        _require_row(row)
    figure, axes = new_or_given(axes, (7, 1.0 + 0.36 * max(len(rows), 3)))
    if baseline is not None:
        axes.axvline(baseline, color=GREY, linewidth=1, linestyle="--")
    for place, (_, mean, low, high) in enumerate(rows):
        apart = baseline is None or not low <= baseline <= high
        axes.hlines(place, low, high, color=BLUE, linewidth=2)
        axes.plot(mean, place, marker="o", markersize=7, color=BLUE, mfc=BLUE if apart else "white")
        ends = f"[{number_format.format(low)}, {number_format.format(high)}]"
        axes.annotate(
            f"{number_format.format(mean)} {ends}",
            (1.0, place),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize="small",
            annotation_clip=False,
        )
    axes.set_yticks(range(len(rows)), [label for label, *_ in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.margins(x=0.08)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter(lambda number, _: number_format.format(number))
    tidy(axes, "x")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(measure)
    return figure


def _require_row(row: ComparedRow) -> None:
    given: object = row
    if not isinstance(given, tuple | list) or len(given) != _FIELDS:
        raise refuse_type("rows", "rows of label, estimate, low, high", row)
    label, *numbers = given
    require_text("rows", label)
    for number in numbers:
        if not isinstance(number, int | float) or not is_finite(number):
            raise refuse_type(f"rows[{label!r}]", "finite numbers", number)
    mean, low, high = numbers
    if not low <= mean <= high:
        raise refuse(f"rows[{label!r}]", "an estimate within its interval", (mean, low, high))
