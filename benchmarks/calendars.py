"""How fast calendars are beside other libraries: one question, a million, and the table behind.

Contestants take turns, and the best of several turns counts. Every answer is compared with ours
before anything is timed. In brackets stands the ratio to the first column.
"""

import argparse
import platform
import sys
import tracemalloc
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib.metadata import version
from timeit import Timer
from typing import TypeAlias

import attrs
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.calendar_peers import (
    BOTH,
    HOUR,
    LIBRARIES,
    LONDON,
    OURS,
    RUST,
    Amounts,
    Ask,
    Instants,
    Ours,
    Workclock,
    add_grouped,
    add_many_of_twenty,
)
from ticketroute.model import to_microseconds
from ticketroute.sla.calendar._zone import _kept_zone

AT = datetime(2025, 10, 1, 9, 17, tzinfo=UTC)
"""A Wednesday, 10:17 in London; from here no compared question goes past the last holiday."""
COMPILED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
YEARS = (2, 10, 40)
PACKAGES = ("numpy", "workclock", "pandas", "pytz", "businesstimedelta", "business-duration")
NOTES = """\
Best of several turns; in brackets the ratio to the first column. For columns, pandas is scaled from
5,000 in a million (in whole hours), the last two libraries from 1,000 (betweens in whole seconds).
A dash: it cannot say so. pandas has no "between", business-duration no due times, naive readings no
UTC; only the first two take columns and so twenty calendars."""

Row: TypeAlias = dict[str, float]


@attrs.frozen
class Size:
    """How many rows columns have, and how many turns each contestant gets."""

    rows: int
    turns: int


def race(contestants: Mapping[str, Ask], size: Size) -> Row:
    """Give the least seconds a call that each takes, over turns of 20 ms or one call."""
    timers = {name: Timer(ask) for name, ask in contestants.items()}
    numbers = {name: 1 + int(0.02 / timer.timeit(1)) for name, timer in timers.items()}
    turns = [
        {name: timer.timeit(numbers[name]) / numbers[name] for name, timer in timers.items()}
        for _ in range(size.turns)
    ]
    return {name: min(turn[name] for turn in turns) for name in timers}


def tabulate(title: str, unit: float, columns: Sequence[str], rows: Mapping[str, Row]) -> Table:
    """Write figures in a unit, each with its ratio to that in the first column."""
    table = Table("", title=title)
    for column in columns:
        table.add_column(column, justify="right")
    for label, row in rows.items():
        first = row[columns[0]]
        others = (
            f"{_digits(row[column] / unit)} ({_digits(row[column] / first)})"
            if column in row
            else "-"
            for column in columns[1:]
        )
        table.add_row(label, _digits(first / unit), *others)
    return table


def _digits(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.2g}" if number < 1 else f"{number:.3g}"


# One question


def measure_single(size: Size) -> Table:
    """Time single questions, in aware datetimes of two zones."""
    rows = {}
    for name, at in (("UTC", AT), ("London", AT.astimezone(LONDON))):
        for hours in (4, 40, 2000):
            rows[f"{name}: add {hours} h"] = _race_single("add", at, hours * HOUR, size)
        for label, later in (("5.5 h", 5.5 * HOUR), ("1 year", timedelta(days=365))):
            end = (AT + later).astimezone(at.tzinfo)
            rows[f"{name}: between {label}"] = _race_single("between", at, end, size)
    return tabulate("One question, in us", 1e-6, [*LIBRARIES], rows)


def _race_single(method: str, at: datetime, other: datetime | timedelta, size: Size) -> Row:
    calls = {name: getattr(library, method)(at, other) for name, library in LIBRARIES.items()}
    calls = {name: call for name, call in calls.items() if call is not None}
    for name, call in calls.items():
        assert call.answer() == calls[OURS].answer(), (name, method, at, other)
    return race({name: call.ask for name, call in calls.items()}, size)


# Columns


def measure_columns(size: Size) -> Table:
    """Time columns of questions in random order: on one calendar, and on twenty."""
    rng = np.random.default_rng(1)
    at = np.datetime64("2026-01-01", "us") + _draw(rng, size, timedelta(days=330))
    amounts, ends = _draw(rng, size, 40 * HOUR), at + _draw(rng, size, timedelta(days=20))
    # Due at closing, as after whole days from the opening, means the next opening to pandas.
    hours = rng.choice([hour for hour in range(1, 41) if hour % 8], size.rows).astype("m8[h]")
    ids = rng.integers(20, size=size.rows, dtype=np.uint8)
    ours, rust = Ours().calendar, Workclock().schedule
    due = [partial(add, at, amounts) for add in (ours.add_many, rust.add_many)]
    between = [partial(ask, at, ends) for ask in (ours.between_many, rust.between_many)]
    grouped = [partial(add_grouped, ids, adders, at, amounts) for adders in add_many_of_twenty()]
    rows = {
        "due dates": _race_columns(due, size) | _race_samples("add", at, hours, size),
        "betweens": _race_columns(between, size)
        | _race_samples("between", at.astype("M8[s]"), ends.astype("M8[s]"), size),
        "due dates, 20 calendars": _race_columns(grouped, size),
    }
    return tabulate(f"{size.rows:,} questions, in ms", 1e-3, [*LIBRARIES], rows)


def _draw(rng: np.random.Generator, size: Size, most: timedelta) -> Amounts:
    return rng.integers(1, most // timedelta(microseconds=1), size.rows).astype("m8[us]")


def _race_columns(asks: Sequence[Ask], size: Size) -> Row:
    ours, rust = asks
    assert np.array_equal(ours(), rust())
    return race({OURS: ours, RUST: rust}, size)


def _race_samples(method: str, left: Instants, right: Instants | Amounts, size: Size) -> Row:
    """Put the first rows to the libraries that are asked one by one, and scale to all rows."""
    results = {}
    for name, library in LIBRARIES.items():
        sample = library.sample * size.rows // 1_000_000
        pairs = zip(_in_london(left[:sample]), _in_london(right[:sample]), strict=True)
        asked = [(getattr(library, method)(*pair), pair) for pair in pairs]
        calls = [(call, pair) for call, pair in asked if call is not None]
        for call, pair in calls:
            expected = getattr(LIBRARIES[OURS], method)(*pair)
            assert call.answer() == expected.answer(), (name, method, pair)
        if calls:
            ask = partial(_ask_all, [call.ask for call, _ in calls])
            results[name] = race({name: ask}, size)[name] * size.rows / sample
    return results


def _in_london(column: Instants | Amounts) -> list[datetime | timedelta]:
    """Give datetimes as aware ones in London, and durations as they are."""
    return [
        each.replace(tzinfo=UTC).astimezone(LONDON) if isinstance(each, datetime) else each
        for each in column.tolist()
    ]


def _ask_all(asks: Sequence[Ask]) -> None:
    for ask in asks:
        ask()


# Horizon, first question, table


def measure_horizon(size: Size) -> Table:
    """Time what the distance of the due time costs, and the first question of all."""
    rows = {}
    ours, rust = Ours(), Workclock()
    for label, hours in (("1 hour", 1), ("10 weeks", 400), ("1 year", 2080), ("10 years", 20_800)):
        calls = {OURS: ours.add(AT, hours * HOUR), RUST: rust.add(AT, hours * HOUR)}
        assert calls[OURS].answer() == calls[RUST].answer()
        rows[f"{label} ahead"] = race({name: call.ask for name, call in calls.items()}, size)
    first = {
        OURS: lambda: Ours().add(AT, HOUR).ask(),
        RUST: lambda: Workclock().add(AT, HOUR).ask(),
    }
    rows["first question"] = race(first, size)
    rows["first question in the zone"] = race(first | {OURS: _ask_in_new_zone}, size)
    return tabulate("Horizon and first question, in us", 1e-6, BOTH, rows)


def _ask_in_new_zone() -> None:
    _kept_zone.cache_clear()
    Ours().add(AT, HOUR).ask()


def measure_tables(size: Size) -> Table:
    """Time the compilation of some years, in a zone whose clock changes are known or not."""
    rows = {
        f"{years} years": race(
            {
                "zone known": partial(compile_years, years),
                "zone new": partial(_compile_in_new_zone, years),
            },
            size,
        )
        for years in YEARS
    }
    return tabulate("Compiling a calendar, in ms", 1e-3, ("zone known", "zone new"), rows)


def _compile_in_new_zone(years: int) -> None:
    _kept_zone.cache_clear()
    compile_years(years)


def compile_years(years: int) -> Ours:
    """Compile a new calendar for some years."""
    ours = Ours()
    first, last = COMPILED_FROM, COMPILED_FROM.replace(year=COMPILED_FROM.year + years)
    # Private, since what is asked of a calendar makes it compile more than asked for.
    open_time = ours.calendar.open_time
    span = (to_microseconds(first), to_microseconds(last))
    open_time._extend(open_time._table, *span)  # noqa: SLF001
    return ours


def measure_memory() -> Table:
    """Weigh compiled calendars, without and with the index that columns of questions need."""
    rows = {f"{years} years": _weigh(years) for years in YEARS}
    return tabulate("Memory of a calendar, in KiB", 1024, ("compiled", "with index"), rows)


def _weigh(years: int) -> Row:
    compile_years(years)  # the zone is common to all calendars
    tracemalloc.start()
    ours = compile_years(years)
    compiled, _ = tracemalloc.get_traced_memory()
    ours.calendar.add_many(COMPILED_FROM, HOUR)
    indexed, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return {"compiled": compiled, "with index": indexed}


def main() -> None:
    """Print every table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100,000 rows and fewer turns")
    size = Size(100_000, 3) if parser.parse_args().quick else Size(1_000_000, 7)
    versions = ", ".join(f"{package} {version(package)}" for package in PACKAGES)
    console = Console(width=130 if not sys.stdout.isatty() else None)
    console.print(f"{datetime.now(UTC):%Y-%m-%d}, {platform.machine()}", end=", ")
    console.print(f"{platform.python_implementation()} {platform.python_version()}, {versions}")
    console.print(NOTES)
    for measure in (measure_single, measure_columns, measure_horizon, measure_tables):
        console.print(measure(size))
    console.print(measure_memory())


if __name__ == "__main__":
    main()
