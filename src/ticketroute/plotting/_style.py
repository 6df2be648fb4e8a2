"""What all figures share: colours, bare axes, units of time, names above what they name."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeVar, cast

from ticketroute.model import refuse, refuse_type

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_Value = TypeVar("_Value")

BLUE, ORANGE, GREEN, PURPLE, RED, SKY = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#d55e00",
    "#56b4e9",
)
COLOURS: Final = (BLUE, RED, GREEN, PURPLE, ORANGE, SKY)
"""After M. Okabe and K. Ito, *Color universal design*, 2008; here with the darker ones first."""
DASHES: Final = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
GREY: Final = "#8a8a8a"
PALE: Final = "#e4e4e4"

_UNITS: Final = (("days", 86_400e6), ("hours", 3_600e6), ("minutes", 60e6), ("seconds", 1e6))


def new_or_given(axes: "Axes | None", size: tuple[float, float]) -> "tuple[Figure, Axes]":
    """Make a figure of so many inches with axes; or give the axes that there are, and theirs."""
    from matplotlib.figure import Figure

    if axes is not None:
        return cast("Figure", axes.figure), axes
    figure = Figure(figsize=size, layout="constrained")
    return figure, figure.add_subplot()


def tidy(axes: "Axes", grid: str) -> None:
    """Leave out lines that say nothing, and put the grid, across one axis, behind the data."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(axis="x" if grid == "x" else "y", alpha=0.3)
    axes.set_axisbelow(True)


def unit_of_time(microseconds: float) -> tuple[str, float]:
    """Give the largest unit of which there are two, and how many microseconds it has."""
    for name, size in _UNITS:
        if microseconds >= 2 * size:
            return name, size
    return _UNITS[-1]


def several(field: str, given: _Value | Mapping[str, _Value], kind: type) -> dict[str, _Value]:
    """Read one thing, which needs no name, or several by name."""
    named = dict(given) if isinstance(given, Mapping) else {"": given}
    for each in named.values():
        if not isinstance(each, kind):
            raise refuse_type(field, f"{kind.__name__}, or several by name", each)
    if not 1 <= len(named) <= len(COLOURS):
        raise refuse(field, f"from one to {len(COLOURS)}, which can be told apart", len(named))
    return named


def names_above(axes: "Axes", columns: int = 4) -> None:
    """Name lines, bars and areas above the axes, where they cover nothing; nothing if none is."""
    handles, labels = axes.get_legend_handles_labels()
    if not handles:
        return
    axes.legend(
        handles,
        labels,
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=columns,
        frameon=False,
        fontsize="small",
        handlelength=2.6,  # so that dashes can be told apart
    )
