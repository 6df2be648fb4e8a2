"""Opening hours as a list of minutes, each open or closed, next to the calendar of the same."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from ticketroute.sla import ALWAYS, BusinessCalendar, Calendar

DAY: Final = 24 * 60
DAYS: Final = 4
"""How long a story lasts, in days."""
HORIZON: Final = 15 * DAY
"""Until when the minutes of a scene are known."""
MINUTE: Final = timedelta(minutes=1)
WORKDAYS: Final = ("mon", "tue", "wed", "thu", "fri")


@attrs.frozen(eq=False, repr=False)
class Scene:
    """Where and when a story takes place; minutes count from its start."""

    name: str
    start: datetime
    calendar: Calendar
    is_open: Sequence[bool]

    def __repr__(self) -> str:
        return f"<Scene {self.name}>"

    def at(self, minute: int) -> datetime:
        """Give the instant of a minute."""
        return self.start + minute * MINUTE

    def minute(self, instant: datetime | None) -> float | None:
        """Give the minute of an instant."""
        return None if instant is None else (instant.astimezone(UTC) - self.start) / MINUTE

    def after(self, minute: int, amount: int) -> int:
        """Walk on from a minute until so many open minutes have passed."""
        while amount:
            amount -= self.is_open[minute]
            minute += 1
        return minute


def _scene(
    name: str,
    start: datetime,
    tz: str,
    weekly: Mapping[str, Sequence[tuple[str, str]]],
    holidays: Sequence[date],
    breaks: Mapping[date, Sequence[tuple[str, str]]],
) -> Scene:
    def is_open(minute: int) -> bool:
        local = (start + minute * MINUTE).astimezone(ZoneInfo(tz))
        reading, day = f"{local:%H:%M}", local.date()
        ranges = () if day in holidays else weekly.get(f"{local:%a}".lower(), ())
        return any(first <= reading < last for first, last in ranges) and not any(
            first <= reading < last for first, last in breaks.get(day, ())
        )

    calendar = BusinessCalendar(
        tz=tz, weekly=weekly, holidays=holidays, breaks=breaks, name=name.replace(" ", "-")
    )
    return Scene(name, start, calendar, [is_open(minute) for minute in range(HORIZON)])


DESK: Final = _scene(
    "desk in spring",  # the clocks go forward on Sunday 29 March
    datetime(2026, 3, 26, tzinfo=UTC),
    "Europe/London",
    {day: [("09:00", "12:30"), ("13:00", "17:30")] for day in WORKDAYS}
    | {"sun": [("00:30", "03:30")]},
    [date(2026, 3, 27)],
    {date(2026, 3, 26): [("15:00", "15:15")], date(2026, 3, 30): [("12:00", "14:00")]},
)
NIGHTS: Final = _scene(
    "nights in autumn",  # the clocks go back on Sunday 1 November
    datetime(2026, 10, 29, tzinfo=UTC),
    "America/New_York",
    {day: [("00:00", "06:00"), ("22:00", "24:00")] for day in (*WORKDAYS, "sat", "sun")},
    [date(2026, 10, 30)],
    {date(2026, 10, 29): [("23:30", "24:00")]},
)
ROUND_THE_CLOCK: Final = Scene(
    "round the clock", datetime(2026, 5, 7, tzinfo=UTC), ALWAYS, [True] * HORIZON
)
SCENES: Final = (DESK, NIGHTS, ROUND_THE_CLOCK)
