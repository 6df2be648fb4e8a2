"""An agent's day: which tickets were in hand when."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics import Journeys
from ticketroute.model import refuse, refuse_type, to_microseconds
from ticketroute.plotting._style import COLOURS, GREY, PALE, names_above, new_or_given, tidy
from ticketroute.plotting._time_axis import day_numbers, time_axis
from ticketroute.sla.calendar import to_zone

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_OTHERS: Final = "other kinds"


def plot_agent_day(
    journeys: Journeys,
    agent_id: str,
    day: date,
    zone: str | tzinfo,
    *,
    axes: "Axes | None" = None,
) -> "Figure":
    """Draw the day of an agent: a bar for each stay of a ticket in his or her hands.

    A thin line is a ticket that waits in hand, a bar is work on it. Tickets in hand at the same
    time lie one above the other; the time on shift is grey.

    Parameters
    ----------
    journeys
        With stays.
    agent_id
        Whose day.
    day, zone
        Which day, on which wall clock.
    axes
        Where to draw; without it, in a new figure.

    Raises
    ------
    ValueError, TypeError
        For an agent or a zone that is not known, and for journeys without stays.

    Examples
    --------
    >>> from datetime import UTC
    >>> from ticketroute import Agent, Dispatcher, Ticket
    >>> from ticketroute.metrics import journeys_from_log
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> desk = Dispatcher([Agent(id="ana", capacity=1)], strategy="fewest-open")
    >>> _ = desk.submit(Ticket(id="t1", created=nine, type="refund"), nine)
    >>> _ = desk.dispatch(nine), desk.start("t1", nine)
    >>> _ = desk.resolve("t1", nine + timedelta(minutes=30))
    >>> figure = plot_agent_day(journeys_from_log(desk.log), "ana", nine.date(), "UTC")
    >>> figure.axes[0].get_xlabel()
    'ana, Mon 4 May 2026, wall clock, UTC'
    """
    given: object = day
    if not isinstance(given, date) or isinstance(given, datetime):
        raise refuse_type("day", "a date", day)
    if not isinstance(journeys, Journeys):
        raise refuse_type("journeys", "Journeys", journeys)
    if agent_id not in journeys.agents:
        raise refuse("agent_id", f"one of {list(journeys.agents)}", agent_id)
    if not len(journeys.stays):
        raise refuse("Journeys.stays", "when tickets were in whose hands", journeys.stays)
    place, agent = to_zone("zone", zone), journeys.agents.index(agent_id)
    first = to_microseconds(datetime.combine(day, time(), place))
    last = to_microseconds(datetime.combine(day + timedelta(days=1), time(), place))
    stays = _stays_of(journeys, agent, (first, last))
    lanes = max(stays.n_lanes, 1)
    figure, axes = new_or_given(axes, (9, 1.5 + 0.4 * lanes))
    _draw_shifts(axes, journeys, agent, (first, last))
    _draw_stays(axes, journeys, stays)
    axes.set_ylim(-0.6, lanes - 0.4)
    if not axes.patches:  # nothing to be seen: then it is the whole day
        axes.set_xlim(*day_numbers(np.array([first, last])))
    axes.set_yticks(range(lanes), [str(lane + 1) for lane in range(lanes)])
    axes.set_ylabel("tickets at once")
    tidy(axes, "x")
    time_axis(axes, place, f"{agent_id}, {day:%a} {day.day} {day:%b %Y}, wall clock, {place}")
    names_above(axes, columns=len(COLOURS) + 2)
    return figure


def _draw_shifts(axes: "Axes", journeys: Journeys, agent: int, day: tuple[int, int]) -> None:
    shifts = journeys.attendance
    label = "on shift"
    for row in np.flatnonzero(shifts.agent == agent).tolist():
        start, end = max(int(shifts.start[row]), day[0]), min(int(shifts.end[row]), day[1])
        if start < end:
            x = day_numbers(np.array([start, end]))
            axes.axvspan(float(x[0]), float(x[1]), color=PALE, zorder=0, label=label)
            label = ""


@attrs.frozen(eq=False)
class _StaysOfADay:
    """The stays of a day; int64, shape (k,), microseconds, cut to the day."""

    begins: NDArray[np.int64]
    started: NDArray[np.int64]
    ends: NDArray[np.int64]
    kinds: NDArray[np.int64]
    lanes: NDArray[np.int64]

    @property
    def n_lanes(self) -> int:
        return int(self.lanes.max(initial=-1)) + 1


def _stays_of(journeys: Journeys, agent: int, day: tuple[int, int]) -> _StaysOfADay:
    stays = journeys.stays
    ended = np.minimum(stays.ended, journeys.end)
    rows = np.flatnonzero((stays.agent == agent) & (stays.assigned < day[1]) & (ended > day[0]))
    rows = rows[np.argsort(stays.assigned[rows], kind="stable")]
    begins, ends = np.maximum(stays.assigned[rows], day[0]), np.minimum(ended[rows], day[1])
    started = np.clip(stays.started[rows], begins, ends)
    kinds = np.append(journeys.kind, -1).astype(np.int64)[stays.ticket[rows]]
    return _StaysOfADay(begins, started, ends, kinds, _lanes(begins, ends))


def _draw_stays(axes: "Axes", journeys: Journeys, stays: _StaysOfADay) -> None:
    x = day_numbers(stays.begins), day_numbers(stays.started), day_numbers(stays.ends)
    axes.hlines(stays.lanes, x[0], x[1], color=GREY, linewidth=1.5)
    colours = _colours(journeys, stays.kinds)
    names = np.array([_name(journeys, kind, colours) for kind in stays.kinds.tolist()])
    for name, colour in colours.items():
        chosen = names == name
        axes.barh(
            stays.lanes[chosen],
            (x[2] - x[1])[chosen],
            0.6,
            x[1][chosen],
            color=colour,
            edgecolor="white",
            linewidth=0.5,
            label=name,
        )


def _colours(journeys: Journeys, kinds: NDArray[np.int64]) -> dict[str, str]:
    """Give the most frequent kinds a colour each, and one to all others."""
    counts = np.bincount(kinds[kinds >= 0], minlength=len(journeys.kinds))
    order = [int(kind) for kind in np.argsort(-counts, kind="stable") if counts[kind]]
    named = {
        journeys.kinds[kind].name: colour for kind, colour in zip(order, COLOURS, strict=False)
    }
    others = len(order) > len(COLOURS) or bool((kinds < 0).any())
    return named | ({_OTHERS: GREY} if others else {})


def _name(journeys: Journeys, kind: int, colours: dict[str, str]) -> str:
    name = journeys.kinds[kind].name if kind >= 0 else _OTHERS
    return name if name in colours else _OTHERS


def _lanes(begins: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    """Give each stay the lowest lane that is free when it begins."""
    free_from: list[int] = []
    lanes = np.zeros(len(begins), dtype=np.int64)
    for row, (begin, end) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        lane = next((each for each, until in enumerate(free_from) if until <= begin), NEVER)
        if lane == NEVER:
            lane = len(free_from)
            free_from.append(end)
        free_from[lane] = end
        lanes[row] = lane
    return lanes
