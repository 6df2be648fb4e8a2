"""Scenarios from a log: what comes is what came, or days of it, or its rates."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ticketroute import Agent
from ticketroute.metrics import Journeys, TableColumns
from ticketroute.model import from_microseconds, to_microseconds
from ticketroute.simulation import (
    HourlyPoisson,
    KnownTickets,
    LogEstimates,
    LogNormal,
    OverDispersed,
    Poisson,
    ResampledDays,
    Scenario,
    ShiftModel,
    TicketKind,
    TicketLog,
    estimate_from_log,
    hourly_arrivals,
    read_log,
    scenario_from_log,
    simulate,
)
from ticketroute.simulation._luck import draw
from ticketroute.simulation.from_log._hourly_rates import variation_of_days

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
DAY = 24 * 3_600_000_000
WEEKS = timedelta(weeks=3)
SAO_PAULO = ZoneInfo("America/Sao_Paulo")


def a_run(seed: int = 0, agents: int = 1) -> Journeys:
    """Simulate three weeks at a desk around the clock."""
    desk = Scenario(
        start=MONDAY,
        length=WEEKS,
        agents=[Agent(id=f"agent {number}", capacity=1) for number in range(agents)],
        kinds=[
            TicketKind(name=name, handling=LogNormal(timedelta(hours=2), variation=0.5))
            for name in ("mail", "refund", "fax")
        ],
        arrivals=Poisson(per_hour=0.4),
    )
    return simulate(desk, "fewest-open", seed=seed).journeys


def as_log(journeys: Journeys, *, recorded: bool = False) -> TicketLog:
    """Keep the log of a run, with the work that was recorded, or with times in hand only."""
    columns = journeys.columns()
    if not recorded:
        del columns["handled"]
    return read_log(columns, since=MONDAY, until=journeys.window[1], types="kind")


LOG = as_log(a_run())
ESTIMATES = estimate_from_log(LOG, shifts="always")

rows = st.lists(
    st.tuples(
        st.integers(0, 21 * 24 * 60 - 1),
        st.sampled_from(["mail", "refund", "fax", "telex", "letter"]),
        st.none() | st.integers(0, 600),
    ),
    min_size=1,
    max_size=40,
)


@given(rows=rows, seed=st.integers(0, 3))
def test_a_replay_has_exactly_the_arrivals_of_the_log(
    rows: list[tuple[int, str, int | None]], seed: int
) -> None:
    """Each at its instant and of its kind, whatever the seed; what is known of its work stays."""
    created = [MONDAY + timedelta(minutes=minute) for minute, _, _ in rows]
    took = [None if each is None else timedelta(minutes=each) for _, _, each in rows]
    ends = [None if span is None else at + span for at, span in zip(created, took, strict=True)]
    table: TableColumns = {
        "created": created,
        "type": [kind for _, kind, _ in rows],
        "agent": [None if each is None else "agent 0" for each in took],
        "started": [None if end is None else at for at, end in zip(created, ends, strict=True)],
        "ended": ends,
    }
    log = read_log(table, since=MONDAY - timedelta(days=1), until=MONDAY + timedelta(days=22))
    scenario = scenario_from_log(log, ESTIMATES, work="observed")
    luck = draw(scenario, seed, 0)
    assert luck.created.tolist() == log.created.tolist()
    names = [scenario.kinds[kind].name for kind in luck.kind.tolist()]
    assert names == [ESTIMATES.kind_of(each) for each in log.type.tolist()]
    assert set(names) <= {"mail", "refund", "fax", "other types"}
    for place in np.flatnonzero(~log.is_open).tolist():
        work = luck.work[place] * scenario.paces_for(names[place])[0]
        taken = max(int(log.ended[place] - log.started[place]), 60_000_000)  # a minute at least
        assert work == pytest.approx(taken, abs=5)


@pytest.mark.parametrize("recorded", [True, False])
def test_the_same_desk_replayed_does_the_same(*, recorded: bool) -> None:
    """One agent, first come first served: everything ends when it ended."""
    journeys = a_run(seed=4)
    log = as_log(journeys, recorded=recorded)
    estimates = estimate_from_log(log, shifts="always", capacity=1)
    again = scenario_from_log(log, estimates, work="observed")
    replayed = simulate(again, "fewest-open", seed=9).journeys
    np.testing.assert_allclose(replayed.ended, journeys.ended, atol=1_000)
    np.testing.assert_array_equal(replayed.created, journeys.created)


def test_what_was_open_waits_with_the_work_that_is_left() -> None:
    """By hand: of a ticket in hand since 10, six hours are done at the cut at 16."""
    hours = [MONDAY + timedelta(hours=each) for each in range(40)]
    table: TableColumns = {
        "created": [hours[9], hours[15], hours[17]],
        "type": ["mail"] * 3,
        "agent": ["agent 0", "agent 0", "agent 0"],
        "started": [hours[10], hours[18], hours[20]],
        "ended": [hours[18], hours[20], None],
    }
    _, after = read_log(table, until=hours[30]).split(hours[16])
    observed = scenario_from_log(after, ESTIMATES, work="observed")
    arrivals = observed.arrivals
    assert isinstance(arrivals, KnownTickets)
    pace = observed.paces_for("mail")[0]
    assert np.array(arrivals.work) * pace / (DAY / 24) == pytest.approx([8, 2, -pace * 24 / DAY])
    assert np.array(arrivals.done) * pace / (DAY / 24) == pytest.approx([6, 0, 0])
    assert np.array(arrivals.at_least) * pace / (DAY / 24) == pytest.approx([6, 0, 10])
    luck = draw(observed, 0, 0)
    assert luck.work[0] * pace / (DAY / 24) == pytest.approx(2)
    assert luck.work[2] * pace / (DAY / 24) >= 10
    assert observed.start == hours[16]
    drawn = scenario_from_log(after, ESTIMATES).arrivals
    assert isinstance(drawn, KnownTickets)
    assert set(drawn.work) == {-1}
    assert drawn.done == drawn.at_least == arrivals.done


def test_who_has_no_skill_gets_nothing() -> None:
    """Kinds ask for the skill of their name, agents have those that were estimated."""
    scenario = scenario_from_log(LOG, ESTIMATES)
    asked = {kind.name: kind.template.requirements for kind in scenario.kinds}
    assert asked["mail"][0].skill == "mail"
    assert asked["other types"] == ()
    assert [agent.id for agent in scenario.agents] == ["agent 0"]
    assert dict(scenario.agents[0].skills).keys() == {"mail", "refund", "fax"}
    assert scenario.after_hours == "pause"
    assert scenario.shifts is None
    assert scenario.absence == 0.0


def test_hours_and_absence_are_those_of_the_model() -> None:
    """Absence counts only where the model says so."""
    for absence in (False, True):
        model = ShiftModel("same hours", absence=absence, middle=0.05, weekdays_from=0.0)
        estimates = estimate_from_log(LOG, shifts=model)
        scenario = scenario_from_log(LOG, estimates)
        assert scenario.shifts == estimates.hours.shifts
        assert scenario.absence == (estimates.hours.absence if absence else 0.0)
        assert estimates.hours.absence > 0


def days_of(tickets: list[tuple[int, str]]) -> dict[int, Counter[tuple[int, str]]]:
    """Give what came on each day: time of day and kind."""
    found: dict[int, Counter[tuple[int, str]]] = {}
    for created, kind in tickets:
        number, time = divmod(created - to_microseconds(MONDAY), DAY)
        found.setdefault(number, Counter())[time, kind] += 1
    return found


def drawn(scenario: Scenario, seed: int) -> list[tuple[int, str]]:
    """Give instant and kind of what comes in a scenario."""
    luck = draw(scenario, seed, 0)
    names = [scenario.kinds[kind].name for kind in luck.kind.tolist()]
    return list(zip(luck.created.tolist(), names, strict=True))


@pytest.mark.parametrize("seed", range(5))
def test_resampled_days_are_days_of_the_log_of_the_same_weekday(seed: int) -> None:
    """Ticket by ticket; two weeks drawn from three."""
    scenario = scenario_from_log(LOG, ESTIMATES, arrivals="days", length=timedelta(weeks=2))
    found = days_of(drawn(scenario, seed))
    kinds = [ESTIMATES.kind_of(each) for each in LOG.type.tolist()]
    source = days_of(list(zip(LOG.created.tolist(), kinds, strict=True)))
    for number in range(14):
        same_weekday = [source.get(each, Counter()) for each in range(number % 7, 21, 7)]
        assert found.get(number, Counter()) in same_weekday
    assert max(found) < 14


@pytest.mark.parametrize("seed", range(5))
def test_resampled_weeks_are_weeks_of_the_log(seed: int) -> None:
    """From the weekday on with which the scenario begins, here Wednesday."""
    start = MONDAY + timedelta(days=2 + 35)
    scenario = scenario_from_log(
        LOG, ESTIMATES, arrivals="weeks", start=start, length=timedelta(days=10)
    )
    found = days_of(drawn(scenario, seed))
    kinds = [ESTIMATES.kind_of(each) for each in LOG.type.tolist()]
    source = days_of(list(zip(LOG.created.tolist(), kinds, strict=True)))
    weeks = [[source.get(first + day, Counter()) for day in range(7)] for first in (2, 9)]
    assert [found.get(37 + day, Counter()) for day in range(7)] in weeks
    rest = [found.get(44 + day, Counter()) for day in range(3)]
    assert rest in [week[:3] for week in weeks]
    assert max(found) < 47


def test_all_days_are_drawn_and_seeds_differ() -> None:
    """Over many draws each of three Mondays comes up."""
    stream = scenario_from_log(LOG, ESTIMATES, arrivals="days", length=timedelta(days=1))
    seen = {tuple(drawn(stream, seed)) for seed in range(40)}
    assert len(seen) == 3


def test_days_begin_at_midnight_of_the_zone() -> None:
    """In Sao Paulo, three hours later; a ticket of 23:00 there stays on its day."""
    late = MONDAY + timedelta(hours=26)  # 23:00 on Monday
    instants = [late + timedelta(days=each) for each in range(7)]
    log = KnownTickets(instants, ["mail"] * 7)
    stream = ResampledDays(
        log=log,
        first=MONDAY + timedelta(hours=3),
        last=MONDAY + timedelta(days=7, hours=3),
        tz="America/Sao_Paulo",
    )
    assert stream.days == 7
    start = to_microseconds(MONDAY + timedelta(days=14, hours=3))
    coming = stream.tickets(start, start + DAY, np.random.default_rng(0))
    local = from_microseconds(int(coming.created[0]), SAO_PAULO)
    assert (len(coming), local.isoformat()) == (1, "2026-05-18T23:00:00-03:00")
    in_utc = attrs.evolve(stream, tz="UTC", first=MONDAY - timedelta(days=1))
    assert in_utc.days == 8


def test_hourly_rates_by_hand() -> None:
    """Two weeks with two tickets each day at 9 and one at 10 on Mondays."""
    hours = [24 * day + 9 for day in range(14) for _ in range(2)] + [10, 178]
    table: TableColumns = {"created": [MONDAY + timedelta(hours=each) for each in hours]}
    log = read_log(table, since=MONDAY, until=MONDAY + timedelta(days=14))
    stream = hourly_arrivals(log)
    assert isinstance(stream, HourlyPoisson)  # days differ less than chance would have it
    rates = np.zeros(168)
    rates[9::24], rates[10] = 2, 1
    assert stream.per_hour == tuple(rates)


def many_days(variation: float, seed: int) -> TicketLog:
    """Make a log of half a year with days that differ so much."""
    rates = HourlyPoisson(dict.fromkeys(range(8, 18), 12), tz="UTC")
    stream = OverDispersed(rates, variation=variation) if variation else rates
    length = timedelta(weeks=26)
    first = to_microseconds(MONDAY)
    times = stream.times(first, first + 26 * 7 * DAY, np.random.default_rng(seed))
    table: TableColumns = {"created": times.astype("datetime64[us]")}
    return read_log(table, since=MONDAY, until=MONDAY + length)


def test_known_truth_of_days_that_differ() -> None:
    """A variation of 0.3 is found, on average of ten; without any, next to nothing."""
    found = [variation_of_days(many_days(0.3, seed)) for seed in range(10)]
    assert np.mean(found) == pytest.approx(0.3, abs=0.015)
    assert np.mean([variation_of_days(many_days(0.0, seed)) for seed in range(10)]) < 0.03
    stream = hourly_arrivals(many_days(0.3, 1))
    assert isinstance(stream, OverDispersed)
    assert isinstance(stream.stream, HourlyPoisson)
    assert np.mean(stream.stream.per_hour) == pytest.approx(12 * 10 / 24, rel=0.1)


def test_an_hourly_scenario_has_the_mix_of_the_log() -> None:
    """Kinds come in their shares; those that never came do not."""
    scenario = scenario_from_log(
        LOG, ESTIMATES, arrivals="hourly", start=MONDAY + 2 * WEEKS, length=timedelta(weeks=40)
    )
    counts = Counter(name for _, name in drawn(scenario, 0))
    share = np.mean(LOG.type == "mail")
    error = np.sqrt(share * (1 - share) / counts.total())
    assert counts["mail"] / counts.total() == pytest.approx(share, abs=4 * error)
    assert counts["other types"] == 0
    assert counts.total() / 40 == pytest.approx(len(LOG) / 3, rel=0.1)


def short(days: float) -> TicketLog:
    """Make a log of so many days."""
    table: TableColumns = {"created": [MONDAY]}
    return read_log(table, since=MONDAY, until=MONDAY + timedelta(days=days))


def make(log: TicketLog = LOG, estimates: LogEstimates = ESTIMATES, **more: object) -> Scenario:
    """Make a scenario."""
    return scenario_from_log(log, estimates, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: make("log"), "log: expected a TicketLog"),  # type: ignore[arg-type]
        (lambda: make(LOG, "x"), "estimates: expected LogEstimates"),  # type: ignore[arg-type]
        (lambda: make(arrivals="often"), "arrivals: expected one of"),
        (lambda: make(work="hard"), "work: expected one of"),
        (lambda: make(start=MONDAY), "start: expected None"),
        (lambda: make(length=WEEKS), "length: expected None"),
        (lambda: make(arrivals="days", start=datetime(2026, 5, 4)), "start: .*naive"),
        (lambda: make(short(6), arrivals="hourly"), "log: expected at least a week"),
        (lambda: make(short(6), arrivals="days"), "ResampledDays.last: expected at least 7"),
        (lambda: make(short(8), arrivals="weeks"), "ResampledDays.last: expected at least 13"),
        (lambda: make(LOG._rows(LOG.created < 0)), "log: expected at least one ticket"),
    ],
)
def test_what_cannot_be_is_refused(wrong: Callable[[], object], message: str) -> None:
    """The message names the argument."""
    with pytest.raises((TypeError, ValueError), match=message):
        wrong()


def test_resampled_days_check_their_arguments() -> None:
    """Each by name."""
    known = KnownTickets([MONDAY], ["mail"])
    good = ResampledDays(log=known, first=MONDAY, last=MONDAY + WEEKS)
    with pytest.raises(TypeError, match=r"ResampledDays\.log"):
        attrs.evolve(good, log=LOG)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"ResampledDays\.first"):
        attrs.evolve(good, first=datetime(2026, 5, 4))
    with pytest.raises(ValueError, match=r"ResampledDays\.block"):
        attrs.evolve(good, block="month")  # type: ignore[arg-type]
