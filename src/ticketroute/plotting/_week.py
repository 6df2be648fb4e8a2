"""The open hours of a week, and what a clock has counted in them."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ticketroute.model import refuse_type
from ticketroute.sla import Calendar, Clock, Trace, Window

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_DAYS = 7
_OPEN, _COUNTED, _PAUSED, _DUE = "#d6e4f0", "#2f6690", "#e3a857", "#b3262e"


def plot_week(
    calendar: Calendar, first_day: date, *, clock: Clock | None = None, now: datetime | None = None
) -> "Figure":
    """Draw the open hours of a week, and what a clock has counted in them.

    Parameters
    ----------
    calendar
        Whose hours to draw, on the wall clock of its zone.
    first_day
        The first of the seven days.
    clock
        A clock on this calendar: what it counts until its due time is drawn dark, where it was
        paused is drawn in another colour, and a line marks the due time.
    now
        Up to when to draw the pause of a clock that does not run; needed with a clock.

    Examples
    --------
    >>> from ticketroute.sla import BusinessCalendar
    >>> desk = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
    >>> figure = plot_week(desk, date(2026, 5, 4))
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()][:2]
    ['Mon 4 May', 'Tue 5 May']
    """
    from matplotlib.figure import Figure

    given: object = first_day
    if not isinstance(given, date) or isinstance(given, datetime):
        raise refuse_type("first_day", "a date", first_day)
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    axes = figure.add_subplot()
    first = datetime.combine(first_day, time(), calendar.tz)
    last = datetime.combine(first_day + timedelta(days=_DAYS), time(), calendar.tz)
    _draw(axes, first_day, calendar.intervals(first, last), _OPEN, "open")
    if clock is not None:
        if now is None:
            raise refuse_type("now", "a timezone-aware datetime with a clock", now)
        _draw_trace(axes, first_day, clock.trace(now))
    _label(axes, first_day, calendar)
    return figure


def _draw_trace(axes: "Axes", first_day: date, trace: Trace) -> None:
    _draw(axes, first_day, trace.pauses, _PAUSED, "paused", height=0.3)
    _draw(axes, first_day, trace.windows, _COUNTED, "counted", height=0.5)
    marks = [(trace.at, "black", "start"), (trace.due, _DUE, "due")]
    for instant, colour, name in marks:
        row = (instant.date() - first_day).days if instant else -1
        if instant and 0 <= row < _DAYS:
            hour = _hour(instant)
            axes.vlines(hour, row - 0.45, row + 0.45, color=colour, linewidth=2, label=name)


def _draw(
    axes: "Axes",
    first_day: date,
    windows: Iterable[Window],
    colour: str,
    name: str,
    height: float = 0.8,
) -> None:
    bars = [bar for window in windows for bar in _bars(window, first_day)]
    if bars:
        rows, starts, lengths = zip(*bars, strict=True)
        axes.barh(rows, lengths, height, starts, color=colour, label=name)


def _bars(window: Window, first_day: date) -> Iterator[tuple[int, float, float]]:
    """Cut a window at midnights: the row of each part, its first hour, and its length in hours."""
    start = _hour(window.start)
    for row in range(
        (window.start.date() - first_day).days, (window.end.date() - first_day).days + 1
    ):
        is_last = row == (window.end.date() - first_day).days
        end = _hour(window.end) if is_last else 24.0
        if 0 <= row < _DAYS and end > start:
            yield row, start, end - start
        start = 0.0


def _hour(instant: datetime) -> float:
    return instant.hour + instant.minute / 60 + instant.second / 3600


def _label(axes: "Axes", first_day: date, calendar: Calendar) -> None:
    days = [first_day + timedelta(days=row) for row in range(_DAYS)]
    axes.set_yticks(range(_DAYS), [f"{day:%a} {day.day} {day:%b}" for day in days])
    axes.invert_yaxis()
    axes.set_xlim(0, 24)
    axes.set_xticks(range(0, 25, 3), [f"{hour:02}:00" for hour in range(0, 25, 3)])
    axes.grid(axis="x", alpha=0.3)
    axes.set_axisbelow(True)
    remarks = dict(calendar.remarks(days[0], days[-1]))
    for row, day in enumerate(days):
        axes.text(24.2, row, remarks.get(day, ""), va="center", fontsize="small")
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel(f"wall clock, {calendar.tz}")
    axes.legend(
        loc="upper left", bbox_to_anchor=(0, 1.16), ncols=5, frameon=False, fontsize="small"
    )
