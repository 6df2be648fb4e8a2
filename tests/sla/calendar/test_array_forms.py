"""The array forms say what the single questions say, whatever the form of the arrays."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final, TypeAlias, cast
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.sla.calendar.configurations import combinations, instants, signed
from tests.sla.calendar.reference import utc
from ticketroute.errors import NeverClosedError, NeverOpenError
from ticketroute.sla import BusinessCalendar, Calendar

NAT: Final = int(np.iinfo(np.int64).min)
TICK: Final = timedelta(microseconds=1)
EPOCH: Final = utc(1970, 1, 1)
DESK: Final = BusinessCalendar.weekdays("09:00", "17:00", "Europe/London")
FRIDAY: Final = utc(2026, 5, 1, 15)
ONE_INSTANT: Final = ("next_open", "next_opening", "next_close", "prev_close")

Array: TypeAlias = NDArray[Any]
few = settings(max_examples=60)


def microseconds(instant: datetime) -> int:
    """Give an instant as an integer."""
    return (instant - EPOCH) // TICK


def single(ask: Callable[..., datetime], *arguments: object) -> int:
    """Ask a single question; no answer is NaT."""
    try:
        return microseconds(ask(*arguments))
    except (NeverOpenError, NeverClosedError):
        return NAT


@given(
    calendar=combinations(),
    rows=st.lists(st.tuples(instants, signed, instants), max_size=12),
    data=st.data(),
)
@few
def test_each_element_is_the_single_answer(
    calendar: Calendar, rows: list[tuple[datetime, timedelta, datetime]], data: st.DataObject
) -> None:
    """All questions, with missing values and amounts of both signs among the others.

    The arrays are asked first of a calendar that is new, so that they have to grow the table.
    """
    at = np.array([microseconds(row[0]) for row in rows], dtype=np.int64)
    amounts = np.array([row[1] // TICK for row in rows], dtype=np.int64)
    others = np.array([microseconds(row[2]) for row in rows], dtype=np.int64)
    gaps = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    missing = np.array(gaps, dtype=bool)
    where = data.draw(st.sampled_from(["nothing", "at", "amounts"]))
    if where == "at":
        at[missing] = NAT
    elif where == "amounts":
        amounts[missing] = NAT
    added, taken = calendar.add_many(at, amounts), calendar.sub_many(at, amounts)
    open_at, between = calendar.is_open_many(at), calendar.between_many(at, others)
    edges = {name: getattr(calendar, f"{name}_many")(at) for name in ONE_INSTANT}
    for n, (instant, amount, other) in enumerate(rows):
        if at[n] == NAT:
            assert not open_at[n]
            assert between[n] == NAT
            assert all(answers[n] == NAT for answers in edges.values())
        else:
            assert open_at[n] == calendar.is_open(instant)
            assert between[n] == calendar.between(instant, other) // TICK
            for name, answers in edges.items():
                assert answers[n] == single(getattr(calendar, name), instant)
        if NAT in (at[n], amounts[n]):
            assert added[n] == taken[n] == NAT
        else:
            assert added[n] == single(calendar.add, instant, amount)
            assert taken[n] == single(calendar.sub, instant, amount)


@given(calendar=combinations(), rows=st.lists(st.tuples(instants, signed), min_size=1, max_size=8))
@few
def test_all_forms_say_the_same(calendar: Calendar, rows: list[tuple[datetime, timedelta]]) -> None:
    """Integers, numpy datetimes, lists and tuples of datetimes in any zone, and objects."""
    integers = np.array([microseconds(at) for at, _ in rows])
    amounts = np.array([amount // TICK for _, amount in rows])
    expected = calendar.add_many(integers, amounts)
    assert expected.dtype == np.int64
    at_forms: list[Any] = [
        integers,
        integers.view("M8[us]"),
        integers.view("M8[us]").astype(">M8[us]"),
        integers.view("M8[us]").astype("M8[ns]"),
        [at for at, _ in rows],
        tuple(at.astimezone(ZoneInfo("Asia/Tokyo")) for at, _ in rows),
        np.array([at for at, _ in rows], dtype=object),
    ]
    amount_forms: list[Any] = [
        amounts,
        amounts.view("m8[us]"),
        amounts.view("m8[us]").astype("m8[ns]"),
        [amount for _, amount in rows],
    ]
    for position, at in enumerate(at_forms):
        for amount in amount_forms:
            added, taken = calendar.add_many(at, amount), calendar.sub_many(at, -expected_(amount))
            assert added.dtype == taken.dtype == (np.int64 if position == 0 else "M8[us]")
            assert (added.view(np.int64) == expected).all()
            assert (taken.view(np.int64) == expected).all()
        between = calendar.between_many(at, expected.view("M8[us]"))
        assert between.dtype == (np.int64 if position == 0 else "m8[us]")
        assert (between.view(np.int64) == amounts).all()


def expected_(amount: Any) -> Array:  # noqa: ANN401 - any form
    """Give durations of any form as an array, which can be negated."""
    return np.array(amount, dtype="m8[us]")


@pytest.mark.parametrize("unit", ["D", "h", "m", "s", "ms", "us", "ns"])
def test_units_of_datetimes(unit: str) -> None:
    """Coarse instants are exact; the answer is in microseconds."""
    at = np.array(["2026-05-01", "NaT", "2026-05-02"], dtype=f"M8[{unit}]")
    answers = DESK.next_open_many(at)
    assert answers.dtype == "M8[us]"
    assert answers.astype(str).tolist() == [
        "2026-05-01T08:00:00.000000",
        "NaT",
        "2026-05-04T08:00:00.000000",
    ]
    hours = np.array([4, "NaT"], dtype="m8[h]")
    friday = np.array("2026-05-01T15:00", dtype=f"M8[{unit if unit != 'D' else 'h'}]")
    due = DESK.add_many(friday, hours)
    assert due.astype("M8[m]").astype(str).tolist() == ["2026-05-04T11:00", "NaT"]


def test_finer_units_are_cut_off() -> None:
    """Nanoseconds are cut to the microsecond before, also before 1970."""
    at = np.array(["2026-05-01T08:00:00.000000999", "1960-01-04T09:00:00.000001999"], "M8[ns]")
    answers = DESK.next_open_many(at).astype(str).tolist()
    assert answers == ["2026-05-01T08:00:00.000000", "1960-01-04T09:00:00.000001"]


def test_one_value_stands_for_all() -> None:
    """Shapes are broadcast as numpy does, and a single value gives an array without axes."""
    fridays = np.arange("2026-05-01T15", "2026-05-07T15", 24, dtype="M8[h]")
    days = fridays.astype("M8[us]").reshape(2, 3)
    hours = np.array([1, 2, 30], dtype="m8[h]")
    table = DESK.add_many(days, hours)
    assert table.shape == (2, 3)
    for row, column in np.ndindex(2, 3):
        at, amount = cast("datetime", days[row, column].item()), int([1, 2, 30][column])
        alone = DESK.add(at.replace(tzinfo=UTC), timedelta(hours=amount))
        assert table[row, column].item() == alone.replace(tzinfo=None)
    one_hour = DESK.add_many(days, timedelta(hours=1))
    assert (one_hour[:, 0] == DESK.add_many(days[:, 0], hours[0])).all()
    assert DESK.add_many(FRIDAY, hours[:, np.newaxis]).shape == (3, 1)
    assert DESK.between_many(days[:, :1], days[:1]).shape == (2, 3)
    due = DESK.add_many(FRIDAY, timedelta(hours=4))
    assert due.shape == ()
    assert due == np.datetime64("2026-05-04T11:00")
    assert DESK.add_many(microseconds(FRIDAY), 4 * 3_600_000_000) == microseconds(
        utc(2026, 5, 4, 11)
    )
    assert DESK.is_open_many(FRIDAY).tolist() is True


@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_nothing_asked_nothing_answered(shape: tuple[int, ...]) -> None:
    """Empty arrays of any shape."""
    at = np.empty(shape, "M8[us]")
    assert DESK.add_many(at, timedelta(hours=1)).shape == shape
    assert DESK.sub_many(at, np.timedelta64(1, "h")).shape == shape
    assert DESK.between_many(at, FRIDAY).shape == shape
    assert DESK.is_open_many(at).shape == shape
    for name in ONE_INSTANT:
        assert getattr(DESK, f"{name}_many")(at).dtype == "M8[us]"
    assert DESK.add_many(np.empty(shape, np.int64), 5).dtype == np.int64


def test_all_missing() -> None:
    """Where nothing is known, nothing is; None, NaN and pandas' NaT count as NaT in objects."""
    at = np.array([None, float("nan"), pd.NaT, np.datetime64("NaT")], dtype=object)
    for name in ONE_INSTANT:
        assert np.isnat(getattr(DESK, f"{name}_many")(at)).all()
    assert np.isnat(DESK.add_many(at, timedelta(hours=1))).all()
    assert np.isnat(DESK.add_many(FRIDAY, np.array([None, pd.NaT], dtype=object))).all()
    assert np.isnat(DESK.sub_many(FRIDAY, np.timedelta64("NaT", "us"))).all()
    assert np.isnat(DESK.between_many(at, FRIDAY)).all()
    assert np.isnat(DESK.between_many(FRIDAY, at)).all()
    assert not DESK.is_open_many(at).any()
    assert DESK.sub_many(0, NAT) == NAT


def test_amounts_of_both_signs_and_none() -> None:
    """Forward, back and nothing in one column; nothing leaves closed instants closed."""
    saturday = np.datetime64("2026-05-02T12:00")
    hours = np.array([1, 0, -1]) * np.timedelta64(1, "h")
    added = DESK.add_many(saturday, hours).astype("M8[m]").astype(str).tolist()
    assert added == ["2026-05-04T09:00", "2026-05-02T12:00", "2026-05-01T15:00"]
    taken = DESK.sub_many(saturday, hours).astype("M8[m]").astype(str).tolist()
    assert taken == added[::-1]


def test_never_is_nat() -> None:
    """Where the single question raises, the others still have their answers."""
    until = BusinessCalendar(tz="UTC", overrides={utc(2026, 5, 4).date(): [("09:00", "17:00")]})
    at = np.array(["2026-05-04T08", "2026-05-04T10", "2026-05-05"], "M8[us]")
    assert np.isnat(until.add_many(at, timedelta(hours=7, minutes=30))).tolist() == [0, 1, 1]
    assert np.isnat(until.sub_many(at, timedelta(minutes=30))).tolist() == [1, 0, 0]
    assert np.isnat(until.next_open_many(at)).tolist() == [0, 0, 1]
    assert np.isnat(until.next_opening_many(at)).tolist() == [0, 1, 1]
    assert np.isnat(until.next_close_many(at)).tolist() == [0, 0, 1]
    assert np.isnat(until.prev_close_many(at)).tolist() == [1, 1, 0]
    always = BusinessCalendar.always()
    assert not np.isnat(always.next_open_many(at)).any()
    assert np.isnat(always.next_close_many(at)).all()
    assert np.isnat(always.prev_close_many(at)).all()


def test_rows_far_apart_that_need_much_more() -> None:
    """Each row may need the table to grow, not only the one with the longest amount or the last."""

    def weekly() -> BusinessCalendar:
        return BusinessCalendar(tz="UTC", weekly={"mon": [("09:00", "13:00")]})

    at = [utc(2026, 1, 1), utc(1990, 1, 1), utc(2060, 1, 1)]
    amounts = [timedelta(hours=each) for each in (2100, 2000, 1900)]  # some ten years
    for name in ("add", "sub"):
        expected = [
            microseconds(getattr(weekly(), name)(*row)) for row in zip(at, amounts, strict=True)
        ]
        found = getattr(weekly(), f"{name}_many")(at, amounts)
        assert found.view(np.int64).tolist() == expected


def test_edges_far_beyond_the_instants() -> None:
    """The next opening or closing may be decades away, for the first instant or for the last."""

    def rare() -> BusinessCalendar:
        days = [date(1950, 1, 2), date(2030, 1, 1), date(2100, 1, 1)]
        return BusinessCalendar(tz="UTC", overrides={day: [("09:00", "17:00")] for day in days})

    at = [utc(2010, 1, 1), utc(2031, 1, 1)]
    for name in ONE_INSTANT:
        expected = [microseconds(getattr(rare(), name)(each)) for each in at]
        assert getattr(rare(), f"{name}_many")(at).view(np.int64).tolist() == expected


def test_many_ranges_within_a_millisecond() -> None:
    """Hours may be most uneven: a dozen ranges of a microsecond, and nothing else for years."""
    ranges = [(f"09:00:00.{n:06}", f"09:00:00.{n + 1:06}") for n in range(0, 24, 2)]
    odd = BusinessCalendar(tz="UTC", overrides={date(2026, 5, 4): ranges})
    instants = [utc(2026, 5, 4, 9) + n * TICK for n in range(-1, 25)]
    at = np.array([microseconds(each) for each in instants])
    assert odd.is_open_many(at).tolist() == [odd.is_open(each) for each in instants]
    assert odd.is_open_many(at).sum() == 12
    for name in ONE_INSTANT:
        answers = getattr(odd, f"{name}_many")(at).tolist()
        assert answers == [single(getattr(odd, name), each) for each in instants]
    for amount in (-3, 1, 2, 12):
        expected = [single(odd.add, each, amount * TICK) for each in instants]
        assert odd.add_many(at, amount).tolist() == expected


def test_columns_of_data_frames() -> None:
    """What pandas and polars hold is understood as it is."""
    texts = ["2026-05-01 15:00", "2026-05-02 12:00"]
    expected = ["2026-05-04T11:00", "2026-05-04T12:00"]
    hours = timedelta(hours=4)
    in_pandas = pd.Series(pd.to_datetime([*texts, "NaT"], utc=True))
    due = DESK.add_many(in_pandas.to_numpy(), hours)
    assert due.astype("M8[m]").astype(str).tolist() == [*expected, "NaT"]
    in_london = in_pandas.dt.tz_convert("Europe/London")
    assert np.array_equal(DESK.add_many(in_london.to_numpy(), hours), due, equal_nan=True)
    in_polars = pl.Series(texts).str.to_datetime("%Y-%m-%d %H:%M", time_zone="UTC")
    due = DESK.add_many(in_polars.to_numpy(), hours)
    assert due.astype("M8[m]").astype(str).tolist() == expected


def test_a_million_questions_at_once() -> None:
    """More than one block of rows, and more slots than rows: the same as a few at a time."""
    rng = np.random.default_rng(3)
    at = rng.integers(microseconds(utc(2020, 1, 1)), microseconds(utc(2030, 1, 1)), 100_000)
    amounts = rng.integers(1, 200 * 3_600_000_000, len(at))
    whole = DESK.add_many(at, amounts)
    pieces = [DESK.add_many(at[n::7], amounts[n::7]) for n in range(7)]
    assert all((whole[n::7] == piece).all() for n, piece in enumerate(pieces))
    assert (DESK.between_many(at, whole) == amounts).all()
    for n in range(0, len(at), 5_000):
        start = EPOCH + int(at[n]) * TICK
        assert whole[n] == single(DESK.add, start, int(amounts[n]) * TICK)
