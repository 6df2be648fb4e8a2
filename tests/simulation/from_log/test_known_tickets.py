"""Tickets of a log come exactly: each at its time, of its kind, with its work."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.simulation.scenarios import MINUTE, MONDAY
from ticketroute import Agent
from ticketroute.model import to_microseconds
from ticketroute.simulation import (
    Exponential,
    Fixed,
    KnownTickets,
    LogNormal,
    Observed,
    Scenario,
    TicketKind,
    simulate,
)
from ticketroute.simulation._luck import draw
from ticketroute.simulation._ticket_stream import drawn_beyond

START = to_microseconds(MONDAY)
MAIL = TicketKind(name="mail", handling=Fixed(timedelta(minutes=6)))
CALL = TicketKind(name="call", handling=Exponential(timedelta(minutes=4)))


def after(*minutes: float) -> list[datetime]:
    """Give instants so many minutes after the beginning."""
    return [MONDAY + timedelta(minutes=each) for each in minutes]


def an_hour(arrivals: KnownTickets) -> Scenario:
    """Let tickets come to one agent for an hour."""
    return Scenario(
        start=MONDAY,
        length=timedelta(hours=1),
        agents=[Agent(id="ana", capacity=1)],
        kinds=[MAIL, CALL],
        arrivals=arrivals,
    )


def test_each_takes_what_it_took() -> None:
    """By hand: one agent, work of 5 and 3 minutes and of the kind, one after the other."""
    work = [timedelta(minutes=5), None, timedelta(minutes=3)]
    scenario = an_hour(KnownTickets(after(0, 1, 30), ["call", "mail", "call"], work=work))
    journeys = simulate(scenario, "fewest-open").journeys
    assert [journeys.kinds[each].name for each in journeys.kind] == ["call", "mail", "call"]
    assert ((journeys.ended - START) / MINUTE).tolist() == [5, 11, 33]


def test_what_came_before_waits_with_its_age() -> None:
    """A ticket of before the start is served first; what was done of it is not done again."""
    known = KnownTickets(after(-30, 0), ["mail", "mail"], done=[timedelta(minutes=4), timedelta(0)])
    journeys = simulate(an_hour(known), "fewest-open").journeys
    assert ((journeys.created - START) / MINUTE).tolist() == [-30, 0]
    assert ((journeys.ended - START) / MINUTE).tolist() == [2, 8]


def test_what_comes_after_the_period_does_not_come() -> None:
    """The end of the scenario is not part of it."""
    assert len(draw(an_hour(KnownTickets(after(59, 60), ["mail", "mail"])), 0, 0)) == 1


@given(
    rows=st.lists(
        st.tuples(
            st.integers(0, 59),
            st.sampled_from(["mail", "call"]),
            st.none() | st.integers(0, 90),
        ),
        max_size=30,
    ),
    seed=st.integers(0, 5),
)
def test_times_kinds_and_work_are_those_given(
    rows: list[tuple[int, str, int | None]], seed: int
) -> None:
    """Whatever the seed, and in the order given where several come at once."""
    known = KnownTickets(
        after(*(minute for minute, _, _ in rows)),
        [name for _, name, _ in rows],
        work=[None if each is None else timedelta(minutes=each) for _, _, each in rows],
    )
    luck = draw(an_hour(known), seed, 0)
    expected = sorted(rows, key=lambda row: row[0])
    assert ((luck.created - START) // MINUTE).tolist() == [minute for minute, _, _ in expected]
    names = [("mail", "call")[kind] for kind in luck.kind.tolist()]
    assert names == [name for _, name, _ in expected]
    for drawn, (_, _, work) in zip(luck.work.tolist(), expected, strict=True):
        assert work is None or drawn == work * MINUTE


def test_own_streams_of_other_kinds_come_besides() -> None:
    """A backlog of a kind does not mix up whose work is whose."""
    waiting = TicketKind(name="old", handling=Fixed(timedelta(minutes=1)), backlog=3)
    known = KnownTickets(after(0, 5), ["mail", "mail"], work=[timedelta(minutes=9), None])
    scenario = Scenario(
        start=MONDAY,
        length=timedelta(hours=1),
        agents=[],
        kinds=[waiting, MAIL],
        arrivals=known,
    )
    luck = draw(scenario, 0, 0)
    found = sorted(zip(luck.kind.tolist(), (luck.work // MINUTE).tolist(), strict=True))
    assert found == [(0, 1), (0, 1), (0, 1), (1, 6), (1, 9)]


def test_what_has_lasted_goes_on_by_the_rest_of_its_distribution() -> None:
    """An exponential time has no memory: what is left of it is distributed as a new one."""
    uniforms = (np.arange(4000) + 0.5) / 4000
    seen = np.full(4000, 7 * MINUTE)
    rest = drawn_beyond(CALL.handling, uniforms, seen) - seen
    np.testing.assert_allclose(rest, CALL.handling.draw(uniforms), rtol=1e-6, atol=2)


def test_nothing_known_is_drawn_as_ever() -> None:
    """A bound of zero changes nothing; one that nothing exceeds is the result."""
    times = LogNormal(timedelta(minutes=5))
    uniforms = np.linspace(0, 0.99, 50)
    np.testing.assert_array_equal(
        drawn_beyond(times, uniforms, np.zeros(50, dtype=np.int64)), times.draw(uniforms)
    )
    short = Observed([timedelta(minutes=1), timedelta(minutes=2)])
    assert drawn_beyond(short, np.array([0.5]), np.array([9 * MINUTE])).tolist() == [9 * MINUTE]
    assert drawn_beyond(short, np.array([0.1]), np.array([MINUTE])).tolist() == [2 * MINUTE]


def test_arrays_are_read_too() -> None:
    """Columns of a frame do, with NaT for work that is not known."""
    instants = np.array(["2026-05-04T09:00", "2026-05-04T09:01"], dtype="datetime64[s]")
    work = np.array([60, "NaT"], dtype="timedelta64[s]")
    known = KnownTickets(instants, ["mail", "mail"], work=work)
    assert known == KnownTickets(
        [datetime(2026, 5, 4, 9, minute, tzinfo=UTC) for minute in (0, 1)],
        ["mail", "mail"],
        work=[timedelta(minutes=1), None],
    )
    assert repr(known) == "<KnownTickets: 2 of 1 kinds, 1 with known work>"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: KnownTickets(after(0), []), "kind_of_each: expected as many values as instants"),
        (lambda: KnownTickets(after(0), [""]), "kind_of_each: expected a non-empty string"),
        (lambda: KnownTickets([datetime(2026, 5, 4)], ["mail"]), "KnownTickets.instants"),
        (
            lambda: KnownTickets(np.array(["NaT"], dtype="datetime64[s]"), ["mail"]),
            "KnownTickets.instants: expected an instant in each place",
        ),
        (
            lambda: KnownTickets(after(0), ["mail"], work=[timedelta(minutes=-1)]),
            "KnownTickets.work: expected durations of at least zero",
        ),
        (
            lambda: KnownTickets(after(0), ["mail"], done=np.array([-7], dtype="timedelta64[s]")),
            "KnownTickets.done: expected durations of at least zero",
        ),
        (lambda: KnownTickets(after(0), ["mail"], at_least=[5]), "KnownTickets.at_least"),  # type: ignore[list-item]
        (lambda: an_hour(KnownTickets(after(0), ["fax"])), "Scenario.arrivals: expected tickets"),
        (lambda: an_hour("often"), "Scenario.arrivals: expected a stream"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], message: str) -> None:
    """The message names the field."""
    with pytest.raises((TypeError, ValueError), match=message):
        make()
