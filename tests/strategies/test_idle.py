"""Who has been idle longest, by each of its clocks; who was given least; who least an hour."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dispatcher.desks import at, desk_of, given_out, make, minutes, submit, verify
from ticketroute import Agent, Board, Memory, Setup, Ticket, assign
from ticketroute.board import Allowance, CalendarPeriod, Shifts
from ticketroute.errors import UnknownName
from ticketroute.model import to_microseconds
from ticketroute.sla import BusinessCalendar
from ticketroute.strategies import FairByHours, FewestGiven, LongestIdle
from ticketroute.testing import check_strategy

WEEK = Allowance(name="week", most=None, per=timedelta(days=7))


def us(minute: float) -> int:
    """Give the microseconds of an instant."""
    return to_microseconds(at(minute))


@pytest.mark.parametrize(
    ("since", "first"), [("released", "cem"), ("available", "ana"), ("unoccupied", "bea")]
)
def test_each_clock_has_its_own_idea_of_idle(since: Any, first: str) -> None:  # noqa: ANN401
    """Ana finished long ago and has another ticket, Bea finished later; Cem has only just come."""
    memory = Memory(
        times={
            "ana": {"assigned": us(10), "released": us(20), "came": us(0)},
            "bea": {"assigned": us(5), "released": us(30), "came": us(0)},
            "cem": {"came": us(55)},
        }
    )
    plan = assign(
        [make("t")],
        [Agent(id=name, capacity=3) for name in ("ana", "bea", "cem")],
        strategy=LongestIdle(since=since),
        now=at(60),
        memory=memory,
        in_hand={"ana": 1},
    )
    assert plan.assignments[0].agent_id == first
    assert f"seconds idle since {since}" in str(plan.explain("t"))


def test_explanation_names_seconds_that_are_seconds() -> None:
    """Nothing in hand and never anything are terms of their own; 1970 is no time to be idle since.

    Ana has something in hand, Bea finished ten minutes ago, Cem and Dan never had anything.
    """
    memory = Memory(
        times={"ana": {"assigned": us(0)}, "bea": {"assigned": us(5), "released": us(50)}}
    )
    team = [Agent(id=name, capacity=3) for name in ("ana", "bea", "cem", "dan")]
    strategy = LongestIdle(since="unoccupied")
    plan = assign(
        [make("t")],
        team,
        strategy=strategy,
        now=at(60),
        memory=memory,
        in_hand={"ana": 1, "dan": 1},
    )
    explained = plan.explain("t")
    assert [(each.agent_id, dict(each.terms)) for each in explained.candidates] == [
        (
            "cem",
            {
                "nothing in hand": 3602.0,
                "never had a ticket": 3601.0,
                "seconds idle since unoccupied": 0.0,
            },
        ),
        (
            "bea",
            {
                "nothing in hand": 3602.0,
                "never had a ticket": 0.0,
                "seconds idle since unoccupied": 600.0,
            },
        ),
        (
            "dan",
            {
                "nothing in hand": 0.0,
                "never had a ticket": 3601.0,
                "seconds idle since unoccupied": 0.0,
            },
        ),
        (
            "ana",
            {
                "nothing in hand": 0.0,
                "never had a ticket": 0.0,
                "seconds idle since unoccupied": 3600.0,
            },
        ),
    ]
    assert explained.decided_by == "score"


@given(
    st.lists(st.tuples(*[st.integers(0, 5)] * 3, st.integers(0, 1)), min_size=1, max_size=5),
    st.sampled_from(["released", "available", "unoccupied"]),
)
def test_sum_of_the_terms_orders_agents_as_the_choice_does(
    rows: list[tuple[int, int, int, int]],
    since: Any,  # noqa: ANN401
) -> None:
    """Whatever happened when, or never: who is chosen leads, and equal sums are equal clocks."""
    names = [f"agent{number}" for number in range(len(rows))]
    kinds = ("assigned", "released", "came")
    memory = Memory(
        times={
            name: {kind: us(minute) for kind, minute in zip(kinds, row, strict=False) if minute}
            for name, row in zip(names, rows, strict=True)
        }
    )
    plan = assign(
        [make("t")],
        [Agent(id=name, capacity=3) for name in names],
        strategy=LongestIdle(since=since),
        now=at(9),
        memory=memory,
        in_hand={name: row[3] for name, row in zip(names, rows, strict=True)},
    )
    explained = plan.explain("t")
    assert explained.candidates[0].agent_id == plan.assignments[0].agent_id
    assert explained.decided_by != "the strategy alone"


def test_idle_begins_anew_with_each_assignment_also_inside_a_batch() -> None:
    """Four tickets at one instant go round, whoever was idle before."""
    desk = desk_of("ana bea", 9, strategy=LongestIdle(since="released"))
    submit(desk, "a b c d")
    assert sorted(given_out(desk.dispatch(at(0))).values()) == ["ana", "ana", "bea", "bea"]
    desk.resolve("b", at(5))  # bea's: she is idle since then, ana since nine
    submit(desk, "e", 6)
    assert given_out(desk.dispatch(at(6))) == {"e": "ana"}
    submit(desk, "f", 7)
    assert given_out(desk.dispatch(at(7))) == {"f": "bea"}
    verify(desk)


def test_declining_is_not_being_idle() -> None:
    """Whoever was asked last comes last, and the clock is in the dump."""
    desk = desk_of("ana bea", 9, strategy=LongestIdle(), offers_last=minutes(5))
    submit(desk, "a")
    desk.dispatch(at(0))
    desk.decline("a", "ana", at(1))
    assert given_out(desk.dispatch(at(1))) == {"a": "bea"}
    submit(desk, "b", 2)
    assert given_out(desk.dispatch(at(2))) == {"b": "ana"}
    verify(desk)


def test_coming_back_is_the_end_of_the_line() -> None:
    """Whoever signs on now was not available before."""
    desk = desk_of("ana bea", 9, strategy=LongestIdle())
    desk.sign_off("ana", at(0))
    submit(desk, "a")
    desk.dispatch(at(0))
    desk.sign_on("ana", at(30))
    submit(desk, "b", 31)
    assert given_out(desk.dispatch(at(31))) == {"b": "bea"}
    verify(desk)


def test_least_given_in_the_period_counts_what_was_given_by_hand() -> None:
    """Bea had two by hand, and gets none until Ana has as many; tomorrow all begin anew."""
    day = Allowance(name="today", most=None, per=CalendarPeriod("day", "UTC"))
    desk = desk_of(
        "ana bea",
        None,
        strategy=FewestGiven("today"),
        arguments={"setup": Setup(allowances=[day])},
    )
    submit(desk, "a b")
    for name in ("a", "b"):
        desk.assign(name, "bea", at(1))
        desk.resolve(name, at(1))
    submit(desk, "c d e", 2)
    assert sorted(given_out(desk.dispatch(at(2))).values()) == ["ana", "ana", "bea"]
    desk.tick(at(15 * 60))
    submit(desk, "f g", 15 * 60)
    assert sorted(given_out(desk.dispatch(at(15 * 60))).values()) == ["ana", "bea"]
    verify(desk)


def test_whoever_is_there_half_the_time_gets_half() -> None:
    """Bea works two days of the week, Ana four, of the same length."""
    hours = [("09:00", "17:00")]
    four = BusinessCalendar(tz="UTC", weekly=dict.fromkeys(("mon", "tue", "wed", "thu"), hours))
    two = BusinessCalendar(tz="UTC", weekly=dict.fromkeys(("mon", "tue"), hours))
    setup = Setup(allowances=[WEEK], shifts=Shifts(calendars={"ana": four, "bea": two}))
    desk = desk_of("ana bea", None, strategy=FairByHours("week"), arguments={"setup": setup})
    start = 7 * 24 * 60  # a week later, so that a whole week lies behind
    desk.tick(at(start))
    names = " ".join(f"t{number:02}" for number in range(30))
    submit(desk, names, start)
    given = list(given_out(desk.dispatch(at(start))).values())
    assert (given.count("ana"), given.count("bea")) == (20, 10)
    verify(desk)


class Counted(BusinessCalendar):
    """Hours that count how often somebody asks."""

    asked = 0

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Take note, and answer."""
        type(self).asked += 1
        return super().between(start, end)


def test_hours_are_worked_out_once_for_each_time() -> None:
    """Not for each ticket; also in drafts and kept copies, and anew as time goes by."""
    hours = Counted.weekdays("09:00", "17:00", "UTC")
    setup = Setup(allowances=[WEEK], shifts=Shifts(calendars=dict.fromkeys(("ana", "bea"), hours)))
    strategy = FairByHours("week")
    desk = desk_of("ana bea", None, strategy=strategy, arguments={"setup": setup})
    submit(desk, " ".join(f"t{number}" for number in range(9)), 60)
    desk.tick(at(60))
    Counted.asked = 0
    view = desk.view
    plan = strategy(view)
    assert plan.pairs == strategy(view.keep()).pairs
    assert Counted.asked == 2 * 2
    desk.tick(at(120))
    assert strategy(desk.view).pairs == plan.pairs
    assert strategy.pick_agent(desk.view.draft(), 0) == plan.pairs[0][1]
    assert Counted.asked == 3 * 2
    assert sum("hours on shift" in str(key) for key in desk.view.cache) == 1


def test_without_hours_everybody_is_there_alike() -> None:
    """Then it is the least given."""
    setup = Setup(allowances=[Allowance(name="e", most=None, per=minutes(60), counts="effort")])
    board = Board([Agent(id=name, capacity=None) for name in ("ana", "bea")], setup=setup)
    board.submit([make("big", effort=5), *(make(f"t{n}") for n in range(5))], at(0))
    plan = FairByHours("e")(board.view(at(0)))
    by_agent = {
        name: [a.ticket_id for a in plan.assignments if a.agent_id == name]
        for name in ("ana", "bea")
    }
    assert by_agent == {"ana": ["big"], "bea": ["t0", "t1", "t2", "t3", "t4"]}


def test_allowance_that_is_not_there_or_does_not_move_is_refused() -> None:
    """At the decision, with what there is."""
    tickets, agents = [Ticket(id="t", created=at(0))], [Agent(id="ana", capacity=1)]
    setup = Setup(allowances=[WEEK])
    for strategy in (FewestGiven("today"), FairByHours("today")):
        with pytest.raises(UnknownName, match=r"expected one of \['week'\].*got 'today'"):
            assign(tickets, agents, strategy=strategy, now=at(0), setup=setup)
    day = Allowance(name="day", most=None, per=CalendarPeriod("day", "UTC"))
    setup = Setup(allowances=[day], shifts=Shifts(calendars={}))
    with pytest.raises(ValueError, match="expected an allowance whose period is a timedelta"):
        assign(tickets, agents, strategy=FairByHours("day"), now=at(0), setup=setup)
    with pytest.raises(ValueError, match=r"LongestIdle\.since: expected one of"):
        LongestIdle(since="lunch")  # type: ignore[arg-type]


@pytest.mark.parametrize("since", ["released", "available", "unoccupied"])
def test_longest_idle_keeps_to_what_a_strategy_promises(since: Any) -> None:  # noqa: ANN401
    """The whole conformance check."""
    check_strategy(LongestIdle(since=since))
