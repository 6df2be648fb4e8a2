"""Laws of calendar arithmetic, to the microsecond, on hours drawn by hypothesis."""

import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final, cast
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sla.calendar.configurations import (
    LAW_ZONES,
    calendars,
    combinations,
    durations,
    instants,
    positive,
    signed,
)
from tests.sla.calendar.reference import DAY, WEEKDAYS, utc
from ticketroute.sla import BusinessCalendar, Calendar, Window

few = settings(max_examples=60)
TICK: Final = timedelta(microseconds=1)
NONE: Final = timedelta()


def windows_around(calendar: Calendar, instant: datetime) -> tuple[Window, ...]:
    """Give the open time of some weeks on both sides of an instant."""
    middle = instant.astimezone(UTC)
    return calendar.intervals(middle - 60 * DAY, middle + 60 * DAY)


def in_utc(instant: datetime) -> datetime:
    """Write an instant in UTC: datetimes of one zone are compared by their wall clocks."""
    return instant.astimezone(UTC)


@given(calendar=combinations(), at=instants, first=durations, second=durations)
@few
def test_amounts_add_up(
    calendar: Calendar, at: datetime, first: timedelta, second: timedelta
) -> None:
    """Two steps lead where one leads, in both directions."""
    for move in (calendar.add, calendar.sub):
        assert in_utc(move(move(at, first), second)) == in_utc(move(at, first + second))


@given(calendar=combinations(), at=instants, amount=signed)
@few
def test_open_time_until_the_due_time_is_the_amount(
    calendar: Calendar, at: datetime, amount: timedelta
) -> None:
    """What was added lies between; a negative amount leads back, as `sub` does."""
    assert calendar.between(at, calendar.add(at, amount)) == amount
    assert calendar.between(calendar.sub(at, amount), at) == amount
    assert in_utc(calendar.add(at, -amount)) == in_utc(calendar.sub(at, amount))


@given(calendar=combinations(), at=instants, amount=positive)
@few
def test_earliest_and_latest(calendar: Calendar, at: datetime, amount: timedelta) -> None:
    """A microsecond less leads to an instant with less open time: no answer is later than needed.

    So the microsecond before a due time is open, and so is the instant to which `sub` leads.
    """
    due, since = in_utc(calendar.add(at, amount)), in_utc(calendar.sub(at, amount))
    assert calendar.between(at, due - TICK) == amount - TICK
    assert calendar.is_open(due - TICK)
    assert calendar.between(since + TICK, at) == amount - TICK
    assert calendar.is_open(since)


@given(calendar=combinations(), at=instants, amount=positive)
@few
def test_there_and_back(calendar: Calendar, at: datetime, amount: timedelta) -> None:
    """Going on and back leads to the next open instant; back and on, to the end of the last."""
    instant = in_utc(at)
    assert calendar.sub(calendar.add(instant, amount), amount) == calendar.next_open(instant)
    end_of_last = instant if calendar.is_open(instant - TICK) else calendar.prev_close(instant)
    assert calendar.add(calendar.sub(instant, amount), amount) == end_of_last


@given(calendar=combinations(), at=instants)
@few
def test_nothing_added_is_the_same_instant(calendar: Calendar, at: datetime) -> None:
    """Open or not, an instant stays what it is."""
    assert in_utc(calendar.add(at, NONE)) == in_utc(calendar.sub(at, NONE)) == in_utc(at)
    assert calendar.between(at, at) == NONE


@given(calendar=combinations(), one=instants, other=instants, third=instants)
@few
def test_between_is_additive_and_signed(
    calendar: Calendar, one: datetime, other: datetime, third: datetime
) -> None:
    """Three instants in any order: the parts make the whole."""
    total = calendar.between(one, other) + calendar.between(other, third)
    assert total == calendar.between(one, third)
    assert calendar.between(one, other) == -calendar.between(other, one)
    assert abs(calendar.between(one, other)) <= abs(in_utc(one) - in_utc(other))


@given(calendar=combinations(), at=st.tuples(instants, instants), amounts=st.tuples(signed, signed))
@few
def test_later_and_longer_are_never_earlier(
    calendar: Calendar, at: tuple[datetime, datetime], amounts: tuple[timedelta, timedelta]
) -> None:
    """Due times are monotone in the start and in the amount."""
    early, late = sorted(map(in_utc, at))
    short, long = sorted(amounts)
    assert calendar.add(early, long) <= calendar.add(late, long)
    assert calendar.sub(early, long) <= calendar.sub(late, long)
    assert calendar.add(early, short) <= calendar.add(early, long)
    assert calendar.next_open(early) <= calendar.next_open(late)
    assert calendar.next_close(early) <= calendar.next_close(late)
    assert calendar.prev_close(early) <= calendar.prev_close(late)


@given(calendar=combinations(), at=instants)
@few
def test_all_questions_agree_with_the_windows(calendar: Calendar, at: datetime) -> None:
    """Openings and closings are the edges of the windows, and an instant is open inside one."""
    windows = [(in_utc(each.start), in_utc(each.end)) for each in windows_around(calendar, at)]
    starts, ends = ([window[side] for window in windows] for side in (0, 1))
    instant = in_utc(at)
    first, last = instant - 60 * DAY, instant + 60 * DAY
    is_open = any(start <= instant < end for start, end in windows)
    assert calendar.is_open(at) == is_open
    later = [start for start in starts if start > instant]
    following = [end for end in ends if instant < end < last]
    past = [end for end in ends if first < end <= instant]
    if later:
        assert in_utc(calendar.next_opening(at)) == later[0]
        assert in_utc(calendar.next_open(at)) == (instant if is_open else later[0])
    if following:
        assert in_utc(calendar.next_close(at)) == following[0]
    if past:
        assert in_utc(calendar.prev_close(at)) == past[-1]
    for start, end in windows:
        assert calendar.between(start, end) == end - start
    total = sum((end - start for start, end in windows), NONE)
    assert calendar.between(first, last) == total
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False)), "not merged"


@given(calendar=combinations(), at=instants, amount=signed, name=st.sampled_from(LAW_ZONES))
@few
def test_same_instant_in_any_zone(
    calendar: Calendar, at: datetime, amount: timedelta, name: str
) -> None:
    """The zone of a question is that of its answer, and decides nothing else."""
    elsewhere = at.astimezone(ZoneInfo(name))
    odd = at.astimezone(timezone(timedelta(hours=5, minutes=7, seconds=3, microseconds=1)))
    for same in (elsewhere, odd):
        assert calendar.is_open(same) == calendar.is_open(at)
        assert calendar.between(at, same) == NONE
        for ask in (calendar.next_open, calendar.next_opening, calendar.prev_close):
            assert in_utc(ask(same)) == in_utc(ask(at))
            assert ask(same).tzinfo is same.tzinfo
        for move in (calendar.add, calendar.sub):
            assert in_utc(move(same, amount)) == in_utc(move(at, amount))
            assert move(same, amount).tzinfo is same.tzinfo


@given(calendar=calendars(), data=st.data(), at=instants, amount=signed)
@few
def test_order_of_the_configuration_is_no_matter(
    calendar: BusinessCalendar, data: st.DataObject, at: datetime, amount: timedelta
) -> None:
    """Days, ranges, dates and holidays may be given in any order and as any collection."""
    shuffled = BusinessCalendar(
        tz=calendar.tz,
        weekly={
            day: data.draw(st.permutations(ranges))
            for day, ranges in data.draw(st.permutations(calendar.weekly))
        },
        holidays=data.draw(st.permutations(sorted(cast("frozenset[date]", calendar.holidays)))),
        overrides=data.draw(st.permutations(calendar.overrides)),
        breaks=dict(reversed(calendar.breaks)),
    )
    assert shuffled == calendar
    assert hash(shuffled) == hash(calendar)
    assert in_utc(shuffled.add(at, amount)) == in_utc(calendar.add(at, amount))


@given(calendar=combinations(), at=instants, amount=signed)
@few
def test_pickled_calendars_are_the_same(
    calendar: Calendar, at: datetime, amount: timedelta
) -> None:
    """Before and after it was asked, a calendar survives pickling, and its answers too."""
    before = pickle.dumps(calendar)
    answer = in_utc(calendar.add(at, amount))
    after = pickle.dumps(calendar)
    assert len(after) == len(before), "what was compiled is not pickled"
    for copy in map(pickle.loads, (before, after)):
        assert copy == calendar
        assert hash(copy) == hash(calendar)
        assert in_utc(copy.add(at, amount)) == answer


@given(
    hours=calendars(), questions=st.lists(st.tuples(st.integers(1990, 2060), instants), max_size=6)
)
@few
def test_order_of_questions_is_no_matter(
    hours: BusinessCalendar, questions: list[tuple[int, datetime]]
) -> None:
    """What was compiled for one question never changes the answer to another."""

    def answers(order: list[datetime]) -> dict[datetime, object]:
        zone = ZoneInfo.no_cache(str(hours.tz))
        calendar = BusinessCalendar(
            tz=zone,
            weekly=hours.weekly,
            holidays=hours.holidays,
            overrides=hours.overrides,
            breaks=hours.breaks,
        )
        return {
            at: (
                calendar.is_open(at),
                in_utc(calendar.next_opening(at)),
                in_utc(calendar.sub(at, DAY)),
            )
            for at in order
        }

    moments = [in_utc(at).replace(year=year, day=1) for year, at in questions]
    one_way = answers(moments)
    assert answers(sorted(moments)) == one_way
    assert answers(sorted(moments, reverse=True)) == one_way


@given(calendar=combinations(), at=instants, amount=signed)
@few
def test_trace_adds_up_to_the_duration(calendar: Calendar, at: datetime, amount: timedelta) -> None:
    """The windows of a trace are all the open time between the start and the due time."""
    trace = calendar.trace(at, amount)
    assert in_utc(trace.at) == in_utc(at)
    assert trace.due is not None
    assert in_utc(trace.due) == in_utc(calendar.add(at, amount))
    assert sum((window.length for window in trace.windows), NONE) == abs(amount)
    assert str(trace).count("\n") >= 1


@given(at=instants, amount=signed, name=st.sampled_from(LAW_ZONES))
@few
def test_always_open_is_plain_arithmetic(at: datetime, amount: timedelta, name: str) -> None:
    """Around the clock all time is open time, whatever clocks do; so it is with 7 full days."""
    every_day = {day: [("00:00", "12:00"), ("12:00", "24:00")] for day in WEEKDAYS}
    for calendar in (BusinessCalendar.always(name), BusinessCalendar(tz=name, weekly=every_day)):
        assert in_utc(calendar.add(at, amount)) == in_utc(at) + amount
        assert in_utc(calendar.next_open(at)) == in_utc(at)
        assert calendar.is_open(at)
        assert len(windows_around(calendar, at)) == 1


@given(
    name=st.sampled_from(LAW_ZONES), start=st.dates(utc(2010, 7, 1).date(), utc(2012, 5, 1).date())
)
@few
def test_days_tile_the_time(name: str, start: date) -> None:
    """Calendars that are each open on one date share out all time, also of skipped dates."""
    first = datetime.combine(start, time(), UTC)
    days = [(first + n * DAY).date() for n in range(-2, 9)]
    each_day = [BusinessCalendar(tz=name, overrides={day: [("00:00", "24:00")]}) for day in days]
    lengths = [each.between(first - 9 * DAY, first + 16 * DAY) for each in each_day]
    assert sum((each.between(first, first + 6 * DAY) for each in each_day), NONE) == 6 * DAY
    assert all(NONE <= length <= timedelta(hours=48) for length in lengths)
