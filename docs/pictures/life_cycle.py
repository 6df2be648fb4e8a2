"""The life cycle of a ticket as a picture, drawn from the table that the kernel goes by."""

from typing import Final

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from ticketroute.board import LIFE_CYCLE, EventType, TicketState

S = TicketState
PLACES: Final = {
    S.LINKED: (0.0, 3.4),
    S.INCOMPLETE: (0.0, 2.1),
    S.SCHEDULED: (0.0, 0.6),
    S.QUEUED: (3.0, 2.1),
    S.OFFERED: (6.0, 3.4),
    S.ASSIGNED: (7.4, 2.1),
    S.WORKING: (10.6, 2.1),
    S.ON_HOLD: (10.2, -0.3),
    S.WRAPPING: (10.6, 3.4),
    S.RESOLVED: (13.8, 2.1),
}
COLOURS: Final = {
    S.LINKED: "#e6e6e6",
    S.RESOLVED: "#cfe8cf",
    S.ON_HOLD: "#f6e3bf",
    S.INCOMPLETE: "#f6e3bf",
    S.SCHEDULED: "#f6e3bf",
}
"""Waiting for an agent is blue, in hand green, waiting for something else yellow."""
LESS_COMMON: Final = {
    (S.INCOMPLETE, S.ASSIGNED),
    (S.INCOMPLETE, S.SCHEDULED),
    (S.SCHEDULED, S.INCOMPLETE),
    (S.SCHEDULED, S.ASSIGNED),
    (S.SCHEDULED, S.ON_HOLD),
    (S.QUEUED, S.INCOMPLETE),
    (S.QUEUED, S.SCHEDULED),
    (S.QUEUED, S.ON_HOLD),
    (S.LINKED, S.INCOMPLETE),
    (S.LINKED, S.SCHEDULED),
    (S.ASSIGNED, S.RESOLVED),
    (S.WORKING, S.QUEUED),
    (S.ASSIGNED, S.WRAPPING),
    (S.ON_HOLD, S.ASSIGNED),
    (S.ON_HOLD, S.SCHEDULED),
    (S.ASSIGNED, S.ON_HOLD),
    (S.ON_HOLD, S.RESOLVED),
}
"""Left out of the picture, which would be a tangle; the page lists them all."""
STRETCH: Final = 10.0 / 18.4 / (4.4 / 4.9)
"""How long a step to the right is on paper, against one up."""
START: Final = (-2.9, 2.1)
BENDS: Final = {
    (S.RESOLVED, S.QUEUED): -0.36,
    (S.RESOLVED, S.ASSIGNED): -0.24,
    (S.QUEUED, S.OFFERED): 0.1,
    (S.WORKING, S.ON_HOLD): 0.4,
    (S.ON_HOLD, S.WORKING): 0.4,
    (S.OFFERED, S.QUEUED): 0.34,
}
"""Those that go round what lies between."""
IN_HAND: Final = (S.ASSIGNED, S.WORKING, S.WRAPPING)


def draw() -> Figure:
    """Draw states as boxes, and an arrow for each pair with the events that lead along it."""
    figure = Figure(figsize=(10.0, 4.4), layout="tight")
    axes = figure.add_subplot()
    for (start, end), events in arrows().items():
        _arrow(axes, start, end, events)
    for state, (x, y) in PLACES.items():
        colour = COLOURS.get(state, "#dcebd9" if state in IN_HAND else "#d6e4f5")
        box = {"boxstyle": "round,pad=0.45", "facecolor": colour, "edgecolor": "#444444"}
        axes.text(x, y, state.label, ha="center", va="center", fontsize=11, bbox=box, zorder=3)
    for state, bend in ((S.LINKED, 0), (S.INCOMPLETE, 0), (S.SCHEDULED, 0), (S.QUEUED, -0.3)):
        axes.add_patch(_patch(START, PLACES[state], bend, "#444444"))
    axes.text(*START, "submitted", ha="center", va="center", fontsize=9)
    axes.set_xlim(-3.6, 14.8)
    axes.set_ylim(-0.8, 4.1)
    axes.set_axis_off()
    return figure


def arrows() -> dict[tuple[TicketState, TicketState], list[EventType]]:
    """Gather the events between each two states; cancelling and what changes nothing left out."""
    found: dict[tuple[TicketState, TicketState], list[EventType]] = {}
    for event, leads in LIFE_CYCLE.items():
        for start, ends in leads.items():
            for end in ends:
                drawn = {start, end} <= PLACES.keys() and (start, end) not in LESS_COMMON
                back = end in (S.INCOMPLETE, S.SCHEDULED)  # whatever waits for something first
                if start is not end and drawn and not back:
                    found.setdefault((start, end), []).append(event)
    return found


def _arrow(axes: Axes, start: TicketState, end: TicketState, events: list[EventType]) -> None:
    (x0, y0), (x1, y1) = PLACES[start], PLACES[end]
    bend = BENDS.get((start, end), 0.14 if (end, start) in arrows() else 0.0)
    axes.add_patch(_patch((x0, y0), (x1, y1), bend, "#777777"))
    label = "\n".join(event.value for event in events)
    middle_x = (x0 + x1) / 2 + bend * (y1 - y0) / 2 / STRETCH
    middle_y = (y0 + y1) / 2 - bend * (x1 - x0) / 2 * STRETCH
    white = {"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.9}
    grey = "#333333"
    axes.text(
        middle_x, middle_y, label, ha="center", va="center", fontsize=7.5, color=grey, bbox=white
    )


def _patch(
    start: tuple[float, float], end: tuple[float, float], bend: float, colour: str
) -> FancyArrowPatch:
    return FancyArrowPatch(
        start,
        end,
        connectionstyle=f"arc3,rad={bend}",
        arrowstyle="-|>",
        mutation_scale=12,
        shrinkA=26,
        shrinkB=26,
        color=colour,
        linewidth=0.9,
    )
