"""What may be given in a period: it comes back with time, not with the work."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.dispatcher.desks import at, desk_of, given_out, make, minutes, submit, told, verify
from ticketroute import Agent, Capacity, Dispatcher, Memory, Setup, Ticket, assign
from ticketroute.board import Allowance, CalendarPeriod
from ticketroute.eligibility import Check, Field
from ticketroute.model import to_microseconds

DAY = CalendarPeriod("day", "UTC")


def desk_with(*allowances: Allowance, agents: str = "ana bea", **settings: Any) -> Dispatcher:  # noqa: ANN401
    """Make a desk of agents without any other limit."""
    setup = Setup(allowances=allowances)
    return desk_of(agents, None, arguments={"setup": setup}, **settings)


def allow(most: int, per: Any, **given: Any) -> Allowance:  # noqa: ANN401
    """Make an allowance."""
    return Allowance(name="a few", most=most, per=per, **given)


def test_so_many_a_day_and_the_rest_flows_on_or_waits_for_tomorrow() -> None:
    """Finished work does not make room; midnight does."""
    desk = desk_with(allow(2, DAY, by_agent={"bea": 1}))
    submit(desk, "a b c d")
    first = given_out(desk.dispatch(at(0)))
    assert sorted(first.values()) == ["ana", "ana", "bea"]
    for name in first:
        desk.resolve(name, at(2))
    assert desk.dispatch(at(3)) == ()
    assert desk.view.failed_checks(3).tolist() == [Check.ALLOWANCE, Check.ALLOWANCE]
    waiting = desk.why("d")
    assert waiting.lifted_at == at(15 * 60)
    assert waiting.lifted_by == "ana may be given more"
    assert told(desk.tick(at(15 * 60))) == ["allowance renewed ana", "allowance renewed bea"]
    assert given_out(desk.dispatch(at(15 * 60))) == {"d": "bea"}
    verify(desk)


def test_rolling_window_lets_each_come_back_in_its_time() -> None:
    """Two in an hour: the third waits until the first is an hour ago, not the second."""
    desk = desk_with(allow(2, timedelta(hours=1)), agents="ana")
    submit(desk, "a")
    desk.dispatch(at(0))
    submit(desk, "b c d", 20)
    assert given_out(desk.dispatch(at(20))) == {"b": "ana"}
    assert desk.next_wake == at(60)
    assert desk.dispatch(at(59)) == ()
    assert given_out(desk.dispatch(at(60))) == {"c": "ana"}
    assert desk.next_wake == at(80)
    assert given_out(desk.dispatch(at(80))) == {"d": "ana"}
    verify(desk)


def test_breath_between_two_tickets_holds_inside_a_batch_too() -> None:
    """An allowance of one in five minutes is a cool-down."""
    desk = desk_with(allow(1, minutes(5)))
    submit(desk, "a b c")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana", "b": "bea"}
    assert given_out(desk.dispatch(at(5))) == {"c": "ana"}
    verify(desk)


def test_only_what_it_is_about_draws_on_it() -> None:
    """At most one hard ticket a day, as many others as one likes; effort counts if so set."""
    hard = Field("ticket.difficulty").at_least(3)
    desk = desk_with(allow(1, DAY, when=hard), agents="ana")
    for name, difficulty in (("a", 5), ("b", 4), ("c", 1), ("d", None)):
        desk.submit(make(name, difficulty=difficulty), at(0))
    assert given_out(desk.dispatch(at(0))) == {"a": "ana", "c": "ana", "d": "ana"}
    verify(desk)
    desk = desk_with(allow(5, DAY, counts="effort"), agents="ana")
    for name, effort in (("a", 3), ("b", 3), ("c", 2)):
        desk.submit(make(name, effort=effort), at(0))
    assert given_out(desk.dispatch(at(0))) == {"a": "ana", "c": "ana"}
    verify(desk)


def test_offer_that_is_not_taken_has_drawn_nothing() -> None:
    """Declined, timed out, taken back or taken by somebody else: as if never asked."""
    desk = desk_with(allow(1, DAY), offers_last=minutes(10))
    submit(desk, "a b c d")
    assert given_out(desk.dispatch(at(0))) == {"a": "ana", "b": "bea"}
    desk.decline("a", "ana", at(1))
    assert given_out(desk.dispatch(at(1))) == {"c": "ana"}
    desk.accept("c", "ana", at(2))
    desk.tick(at(10))
    assert given_out(desk.dispatch(at(10))) == {"a": "bea"}
    desk.accept("a", "bea", at(11))
    desk.resolve("c", at(12))
    assert desk.dispatch(at(13)) == ()
    verify(desk)


def test_manual_assignment_may_exceed_it_and_counts() -> None:
    """Below zero nothing new comes until so much has come back."""
    desk = desk_with(allow(1, minutes(60)), agents="ana")
    submit(desk, "a b c")
    desk.dispatch(at(0))
    (event,) = desk.assign("b", "ana", at(10), override=True)
    assert event.details["overridden"] == ["allowance"]
    assert given_out(desk.dispatch(at(60))) == {}
    assert given_out(desk.dispatch(at(70))) == {"c": "ana"}
    verify(desk)


def test_work_that_comes_back_to_its_owner_draws_nothing() -> None:
    """Held, resumed, reopened: it is not new, and no allowance is in its way."""
    desk = desk_with(allow(1, DAY), agents="ana", reopen_within=minutes(500))
    submit(desk, "a")
    desk.dispatch(at(0))
    desk.hold("a", at(1), party="customer")
    (event,) = desk.resume("a", at(2))
    assert "over_capacity" not in event.details
    desk.resolve("a", at(3))
    assert desk.reopen("a", at(4))[0].agent_id is None  # somebody new would have to be allowed
    verify(desk)


def test_positions_move_under_what_was_drawn() -> None:
    """A newcomer before the others, limits that are new: what was given stays given."""
    desk = desk_with(allow(1, DAY), agents="bea")
    submit(desk, "a b")
    desk.dispatch(at(0))
    desk.set_agent(Agent(id="ana", capacity=0), at(1))
    desk.set_agent(Agent(id="bea", capacity=Capacity(channels={"chat": 1})), at(2))
    assert desk.dispatch(at(3)) == ()
    desk.forget_agent("ana", at(4))
    assert desk.dispatch(at(5)) == ()
    assert given_out(desk.dispatch(at(15 * 60))) == {"b": "bea"}
    verify(desk)


def test_one_call_holds_it_inside_the_batch() -> None:
    """Without a desk there is no past, but the batch counts."""
    agents = [Agent(id=name, capacity=None) for name in ("ana", "bea")]
    tickets = [Ticket(id=f"t{n}", created=at(0)) for n in range(5)]
    setup = Setup(allowances=[allow(2, DAY)])
    for strategy in ("fewest-open", "round-robin", "skill-weighted"):
        plan = assign(tickets, agents, strategy=strategy, now=at(0), setup=setup)
        assert sorted(each.agent_id for each in plan.assignments) == ["ana", "ana", "bea", "bea"]


@pytest.mark.parametrize(
    ("period", "now", "end"),
    [
        (DAY, datetime(2026, 5, 4, tzinfo=UTC), datetime(2026, 5, 5, tzinfo=UTC)),
        (DAY, datetime(2026, 5, 4, 23, 59, tzinfo=UTC), datetime(2026, 5, 5, tzinfo=UTC)),
        (
            CalendarPeriod("week", "UTC"),
            datetime(2026, 5, 10, 23, tzinfo=UTC),
            datetime(2026, 5, 11, tzinfo=UTC),
        ),
        (
            CalendarPeriod("day", "UTC", timedelta(hours=6)),
            datetime(2026, 5, 4, 5, 59, tzinfo=UTC),
            datetime(2026, 5, 4, 6, tzinfo=UTC),
        ),
        (  # the day on which clocks are put forward has 23 hours
            CalendarPeriod("day", "Europe/London"),
            datetime(2026, 3, 29, 0, tzinfo=UTC),
            datetime(2026, 3, 29, 23, tzinfo=UTC),
        ),
        (  # 01:30 comes twice: the first time at 00:30 UTC, and the period ends at the first
            CalendarPeriod("day", "Europe/London", timedelta(hours=1, minutes=30)),
            datetime(2026, 10, 25, 0, 15, tzinfo=UTC),
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        ),
        (  # between the two, 01:15 for the second time: the period has begun at the first
            CalendarPeriod("day", "Europe/London", timedelta(hours=1, minutes=30)),
            datetime(2026, 10, 25, 1, 15, tzinfo=UTC),
            datetime(2026, 10, 26, 1, 30, tzinfo=UTC),
        ),
    ],
)
def test_periods_end_by_the_clock_on_the_wall(
    period: CalendarPeriod, now: datetime, end: datetime
) -> None:
    """Also where clocks are changed, and always after now."""
    assert period.end_after(to_microseconds(now)) == to_microseconds(end)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"most": -1}, "Allowance.most: expected an integer of at least 0, got -1"),
        ({"per": timedelta(0)}, "Allowance.per: expected a duration longer than zero"),
        ({"per": "day"}, "Allowance.per: expected a timedelta, a CalendarPeriod or 'shift'"),
        ({"counts": "hours"}, "Allowance.counts: expected 'tickets' or 'effort'"),
        ({"when": len}, "Allowance.when: expected a condition that has `reads`"),
        ({"by_agent": {"ana": 1.5}}, r"Allowance.by_agent\['ana'\]: expected an integer"),
        ({"name": ""}, "Allowance.name"),
    ],
)
def test_allowance_that_makes_no_sense_is_refused(given: dict[str, Any], message: str) -> None:
    """Field, value and expectation are named."""
    with pytest.raises((TypeError, ValueError), match=message):
        Allowance(**{"name": "a few", "most": 1, "per": DAY, **given})


def test_period_and_setup_that_make_no_sense_are_refused() -> None:
    """Unknown units and zones, two of one name."""
    with pytest.raises(ValueError, match=r"CalendarPeriod\.unit: expected one of"):
        CalendarPeriod("year", "UTC")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"CalendarPeriod\.zone: expected an IANA time zone name"):
        CalendarPeriod("day", "Mars")
    with pytest.raises(ValueError, match=r"CalendarPeriod\.begins: expected from 0 to less than"):
        CalendarPeriod("day", "UTC", timedelta(days=1))
    with pytest.raises(ValueError, match=r"Setup\.allowances: expected names that are all differ"):
        Setup(allowances=[allow(1, DAY), allow(2, DAY)])
    with pytest.raises(ValueError, match=r"Setup\.shifts: expected hours, by which allow"):
        Setup(allowances=[allow(1, "shift")])
    with pytest.raises(ValueError, match=r"Allowance\.per: expected a period that is the same"):
        allow(1, "shift").end_after(0)
    with pytest.raises(TypeError, match=r"Setup\.allowances: expected values of Allowance"):
        Setup(allowances=[3])  # type: ignore[list-item]


def test_memory_of_a_plan_carries_times_and_draws_to_the_next_call() -> None:
    """Who keeps nothing hands the memory on; those who are not there keep what they had."""
    agents = [Agent(id=name, capacity=None) for name in ("ana", "bea")]
    setup = Setup(allowances=[allow(1, timedelta(hours=1))])
    given: dict[int, dict[str, str]] = {}
    memory = None
    for minute, present in ((0, agents), (30, agents), (61, agents[:1]), (62, agents)):
        tickets = [Ticket(id=f"t{minute}", created=at(minute))]
        plan = assign(
            tickets, present, strategy="fewest-open", now=at(minute), setup=setup, memory=memory
        )
        given[minute] = {each.ticket_id: each.agent_id for each in plan.assignments}
        memory = plan.memory
    assert given == {0: {"t0": "ana"}, 30: {"t30": "bea"}, 61: {"t61": "ana"}, 62: {}}
    assert memory is not None
    assert memory.times == {
        "ana": {"assigned": to_microseconds(at(61))},
        "bea": {"assigned": to_microseconds(at(30))},
    }


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"times": {"ana": {"idle": 3}}}, r"Memory.times\['ana'\]: expected names among"),
        ({"times": {"ana": {"assigned": 3.5}}}, r"Memory.times\['ana'\]: expected integers"),
        ({"times": 3}, "Memory.times: expected a mapping of agent id"),
        ({"drawn": {"ana": [("a", 1)]}}, r"Memory.drawn\['ana'\]: expected draws of"),
    ],
)
def test_memory_that_makes_no_sense_is_refused(given: dict[str, Any], message: str) -> None:
    """Field, value and expectation are named."""
    with pytest.raises((TypeError, ValueError), match=message):
        Memory(**given)
