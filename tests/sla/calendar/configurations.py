"""Random opening hours, for the comparison with the reference and for the laws."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
from hypothesis import strategies as st

from tests.sla.calendar.reference import DAY, WEEKDAYS, Hours, Ranges
from ticketroute.sla import BusinessCalendar, Calendar

CASES: Final = int(os.environ.get("TICKETROUTE_CASES", "6"))
"""How many sets of opening hours are tried in each zone; each is asked some 240 questions."""

ZONES: Final = {
    "Africa/Cairo": (2010, 2014, 2023, 2026),
    "Africa/Casablanca": (2012, 2018, 2026, 2037),
    "Africa/Freetown": (1971, 2026),
    "Africa/Monrovia": (1973, 2026),
    "America/Asuncion": (2004, 2024),
    "America/Caracas": (2007, 2016),
    "America/Godthab": (1980, 2023, 2024),
    "America/Havana": (1981, 2012, 2026),
    "America/New_York": (1974, 2007, 2026),
    "America/Santiago": (2011, 2019, 2026),
    "America/Sao_Paulo": (2006, 2017, 2018, 2019),
    "America/Scoresbysund": (1981, 2023, 2024, 2026),
    "America/St_Johns": (1988, 1989, 2006, 2011, 2026),
    "Antarctica/Casey": (2009, 2010, 2018, 2020, 2023),
    "Antarctica/Macquarie": (2010, 2026),
    "Antarctica/Troll": (2005, 2026),
    "Asia/Amman": (2006, 2012, 2022),
    "Asia/Beirut": (1978, 2022, 2026),
    "Asia/Colombo": (1996, 2006),
    "Asia/Gaza": (2011, 2016, 2023, 2026),
    "Asia/Kathmandu": (1985, 1986),
    "Asia/Kolkata": (2026,),
    "Asia/Manila": (1978, 1990),
    "Asia/Pyongyang": (2015, 2018),
    "Asia/Singapore": (1981, 1982),
    "Asia/Tehran": (1977, 1979, 2008, 2021, 2022),
    "Atlantic/Azores": (1982, 1992, 2026),
    "Australia/Lord_Howe": (1981, 1985, 2000, 2026),
    "Europe/Dublin": (1971, 1972, 2026),
    "Europe/Istanbul": (1978, 2014, 2015, 2016),
    "Europe/Lisbon": (1976, 1983, 1992, 1993, 1996, 2026),
    "Europe/London": (1971, 1972, 1981, 2026),
    "Europe/Moscow": (1991, 1992, 2010, 2011, 2014),
    "Pacific/Apia": (2009, 2011, 2021),
    "Pacific/Chatham": (1990, 2026),
    "Pacific/Fakaofo": (2011,),
    "Pacific/Kiritimati": (1979, 1994, 1995),
    "Pacific/Kwajalein": (1993,),
    "Pacific/Norfolk": (1974, 2015, 2019),
    "UTC": (2026,),
}
"""Zones with their years of unusual clock changes, and some without any."""

_EARLY: Final = (0, 1, 15, 29, 30, 31, 45, 59, 60, 61, 75, 89, 90, 105, 119, 120, 121, 150, 180)
_LATE: Final = (1259, 1260, 1290, 1320, 1379, 1380, 1381, 1410, 1439)
_MINUTES: Final = (*_EARLY, 540, 720, 780, 1020, *_LATE, 1440)
"""Minutes of the day around which clocks are changed, and others that people write."""


def random_ranges(rng: np.random.Generator, most: int = 4, *, seconds: bool = False) -> Ranges:
    """Make ranges of a day, some of which touch, many of which lie where clocks are changed."""
    count = int(rng.integers(0, most + 1))
    pool = [*_MINUTES, *rng.integers(0, 1441, size=6).tolist()]
    picked = np.sort(rng.choice(np.unique(pool), size=2 * count, replace=False)).tolist()
    shift = rng.integers(0, 60, size=2 * count).tolist() if seconds else [0] * (2 * count)
    edges = [60 * minute + extra for minute, extra in zip(picked, shift, strict=True)]
    starts, ends = edges[::2], edges[1::2]
    for n in range(1, count):
        if rng.random() < 0.3:
            starts[n] = ends[n - 1]
    texts = [(_text(start), _text(end)) for start, end in zip(starts, ends, strict=True)]
    return [texts[n] for n in rng.permutation(count)]


def random_hours(
    rng: np.random.Generator, dates: Sequence[date], *, seconds: bool = False
) -> Hours:
    """Make opening hours with exceptions on some dates."""
    share = rng.random()
    weekly = {
        day: [("00:00", "24:00")] if rng.random() < 0.2 else random_ranges(rng, seconds=seconds)
        for day in WEEKDAYS
        if rng.random() < share + 0.2
    }
    return Hours(
        weekly=weekly,
        holidays=[day for day in dates if rng.random() < 0.15],
        overrides={day: random_ranges(rng, seconds=seconds) for day in dates if rng.random() < 0.2},
        breaks={day: random_ranges(rng, 2, seconds=seconds) for day in dates if rng.random() < 0.3},
    )


def _text(seconds: int) -> str:
    if seconds >= 86_400:
        return "24:00"
    clock = time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    return clock.isoformat("auto" if seconds % 60 else "minutes")


# For the laws: hours to the microsecond, in zones whose clocks are changed in many ways.

LAW_ZONES: Final = (
    "UTC",
    "Europe/London",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Apia",
    "America/St_Johns",
    "Asia/Kathmandu",
)
FROM, UNTIL = datetime(2010, 6, 1), datetime(2012, 6, 1)

instants: Final = st.one_of(
    st.datetimes(FROM, UNTIL, timezones=st.sampled_from([UTC, timezone(timedelta(hours=-7))])),
    st.datetimes(FROM, UNTIL, timezones=st.sampled_from([*map(ZoneInfo, LAW_ZONES)])),
    # Within hours of the date that Apia left out, and of other changes of clocks.
    st.datetimes(datetime(2011, 12, 29), datetime(2012, 1, 1), timezones=st.just(UTC)),
    st.datetimes(datetime(2011, 3, 27), datetime(2011, 3, 28), timezones=st.just(UTC)),
    st.datetimes(datetime(2011, 4, 2, 12), datetime(2011, 4, 3), timezones=st.just(UTC)),
)
_HOUR: Final = 3_600_000_000
durations: Final = st.one_of(
    st.timedeltas(timedelta(), timedelta(days=30)),
    st.sampled_from([timedelta(), timedelta(microseconds=1), timedelta(hours=1), DAY]),
)
positive: Final = durations.filter(bool)
signed: Final = st.one_of(durations, durations.map(lambda duration: -duration))


@st.composite
def ranges(draw: st.DrawFn) -> list[tuple[time | str, time | str]]:
    """Draw the ranges of a day, to the microsecond; one may begin where another ends."""
    moments = st.one_of(
        st.sampled_from([0, 30, 60, 90, 120, 180, 540, 720, 1020, 1380, 1440]).map(
            lambda minute: minute * 60_000_000
        ),
        st.integers(0, 86_400_000_000),
    )
    edges = sorted(draw(st.lists(moments, max_size=6, unique=True)))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    if draw(st.booleans()):
        pairs = list(pairwise(edges))
    return [(_clock(start), _clock(end)) for start, end in pairs]


def _clock(microseconds: int) -> time | str:
    if microseconds == 86_400_000_000:
        return "24:00"
    return (datetime(2000, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)).time()


dates: Final = st.one_of(
    st.dates(FROM.date(), UNTIL.date()),
    st.sampled_from([date(2011, 12, 29), date(2011, 12, 30), date(2011, 12, 31)]),
)


@st.composite
def calendars(draw: st.DrawFn) -> BusinessCalendar:
    """Draw a calendar that is open for some hours each week, but for its exceptions."""
    weekly = draw(st.dictionaries(st.sampled_from(WEEKDAYS), ranges(), max_size=7))
    start = draw(st.integers(0, 20 * _HOUR))
    end = draw(st.integers(start + 4 * _HOUR, 24 * _HOUR))
    weekly[draw(st.sampled_from(WEEKDAYS))] = [(_clock(start), _clock(end))]
    return BusinessCalendar(
        tz=draw(st.sampled_from(LAW_ZONES)),
        weekly=weekly,
        holidays=draw(st.frozensets(dates, max_size=4)),
        overrides=draw(st.dictionaries(dates, ranges(), max_size=3)),
        breaks=draw(st.dictionaries(dates, ranges(), max_size=3)),
    )


@st.composite
def combinations(draw: st.DrawFn) -> Calendar:
    """Draw a calendar or two combined, such that it is open again and again."""
    first, second = draw(calendars()), draw(calendars())
    always = BusinessCalendar.always()
    return draw(st.sampled_from([first, first, first | second, always & first]))
