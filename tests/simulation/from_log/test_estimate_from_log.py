"""What is estimated, from how much: by hand, by known truth, and without a glance ahead."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticketroute import Agent
from ticketroute.board import NEVER, Shifts
from ticketroute.metrics import TableColumns
from ticketroute.simulation import (
    HourlyPoisson,
    LogEstimates,
    LogNormal,
    Scenario,
    TicketKind,
    TicketLog,
    estimate_from_log,
    read_log,
    simulate,
)
from ticketroute.simulation.from_log._work_times import most_in_hand, work_times
from ticketroute.simulation.from_log._working_hours import WorkingHours, working_hours
from ticketroute.sla import BusinessCalendar

MONDAY = datetime(2026, 5, 4, tzinfo=UTC)
HOUR = 3_600_000_000
OFFICE = BusinessCalendar.weekdays("09:00", "17:00", "UTC")


def hours(values: list[float | None]) -> list[datetime | None]:
    """Give instants so many hours after Monday, 0:00."""
    return [None if each is None else MONDAY + timedelta(hours=each) for each in values]


def small(rows: list[tuple[str, str | None, float, float | None, float | None]]) -> TicketLog:
    """Make a log of type, agent, and hours of created, started, ended; a week long."""
    kinds, agents, created, started, ended = zip(*rows, strict=True)
    table: TableColumns = {
        "type": list(kinds),
        "agent": list(agents),
        "created": hours(list(created)),
        "started": hours(list(started)),
        "ended": hours(list(ended)),
    }
    return read_log(table, until=MONDAY + timedelta(days=7))


MAILS = [("mail", "ana", float(each), each + 0.5, each + 1.5) for each in range(6)]
REFUNDS = [("refund", "bea", float(each), each + 0.5, each + 2.5) for each in range(4)]
RARE = [
    ("fax", "cleo", 1.0, 2.0, 3.0),
    ("fax", "cleo", 4.0, 5.0, 6.0),
    ("telex", "dan", 1.0, 2.0, 3.0),
    ("telex", None, 1.0, None, None),
    ("mail", "bea", 7.0, 8.0, 9.0),
    ("mail", None, 8.0, None, None),
    ("mail", "ana", 9.0, 9.0, None),
]
LOG = small([*MAILS, *REFUNDS, *RARE])


def test_types_skills_and_evidence_by_hand() -> None:
    """Mail and refund are kinds; fax and telex go together; who has done enough has the skill."""
    found = estimate_from_log(LOG, shifts="always", least_tickets=4, least_handled=5)
    assert [(kind.name, kind.types) for kind in found.kinds] == [
        ("mail", ("mail",)),
        ("refund", ("refund",)),
        ("other types", ("fax", "telex")),
    ]
    assert [(each.came, each.over, each.so_far, each.agents) for each in found.kinds] == [
        (9, 7, 1, 1),  # of mail six and one, one that goes on, one with nobody yet; ana only
        (4, 4, 0, 1),  # nobody has done five refunds: who has done most has the skill
        (4, 3, 0, 1),  # cleo has done most of the rest
    ]
    assert {each.id: each.skills for each in found.agents} == {
        "ana": ("mail",),
        "bea": ("refund",),
        "cleo": ("other types",),
    }
    assert {each.id: each.handled for each in found.agents} == {"ana": 6, "bea": 5, "cleo": 2}
    assert found.agents_left_out == {"dan": 1}
    evidence = {(each.agent, each.kind): (each.handled, each.is_skill) for each in found.pairs}
    assert evidence == {
        ("ana", "mail"): (6, True),
        ("bea", "mail"): (1, False),
        ("bea", "refund"): (4, True),
        ("cleo", "other types"): (2, True),
    }
    assert found.left_out == {"with nobody yet": 2}
    assert found.kind_of("fax") == found.kind_of("pigeon") == "other types"
    assert not any(kind.is_open_to_all for kind in found.kinds)


def test_a_kind_that_nobody_has_done_is_open_to_all() -> None:
    """Where there are no rare types, new ones may go to anybody, with the times of all kinds."""
    found = estimate_from_log(small([*MAILS, *REFUNDS]), shifts="always", least_tickets=4)
    other = found.kinds[-1]
    assert other.is_open_to_all
    assert (other.came, other.over, other.agents) == (0, 0, 0)
    assert other.handling.mean > timedelta(0)


def test_capacity_is_what_they_had_in_most_cases() -> None:
    """By hand: ana gets a second one while she has the first, and so on; bulk does not count."""
    starts = [0.0, 1.0, 2.0, 3.0, 20.0, 21.0, 22.0, 23.0, 24.0, 25.0]
    ends = [1.5, 2.5, 3.5, 4.0, *(each + 0.5 for each in starts[4:])]
    rows = [("mail", "ana", at, at, end) for at, end in zip(starts, ends, strict=True)]
    log = small([*rows])
    in_hand = [1, 2, 2, 2, 1, 1, 1, 1, 1, 1]
    assert most_in_hand(log, 0.9) == {"ana": sorted(in_hand)[9]}
    assert most_in_hand(log, 0.5) == {"ana": 1}
    found = estimate_from_log(log, shifts="always")
    assert [each.capacity for each in found.agents] == [2]
    fixed = estimate_from_log(log, shifts="always", capacity=7)
    assert [each.capacity for each in fixed.agents] == [7]


def test_times_in_hand_count_hours_of_work() -> None:
    """By hand: from Monday 16:00 to Tuesday 10:00 are two hours of an office day."""
    log = small([("mail", "ana", 15, 16, 34), ("mail", "bea", 15, 16, None)])
    shifts = Shifts(calendars={"ana": OFFICE, "bea": OFFICE})
    given_hours = working_hours(log, shifts)
    times = work_times(log, given_hours)
    assert times.basis == "time in hand, on shift"
    assert (times.span // HOUR).tolist() == [2, 1 + 4 * 8]
    assert times.is_over.tolist() == [True, False]
    always = WorkingHours("always", None, {}, float("nan"), counts_absence=False)
    assert (work_times(log, always).span // HOUR).tolist() == [18, 7 * 24 - 16]


def test_work_that_was_recorded_counts() -> None:
    """Then times in hand do not; what was not recorded is left out, and said so."""
    columns: TableColumns = {
        "created": hours([0, 0, 0]),
        "agent": ["ana", "ana", None],
        "started": hours([0, 0, 0]),
        "ended": hours([9, 9, 9]),
        "handled": [timedelta(minutes=3), None, timedelta(minutes=4)],
    }
    log = read_log(columns, until=MONDAY + timedelta(days=1))
    times = work_times(log, working_hours(log, Shifts(calendars={})))
    assert times.basis == "work recorded"
    assert times.span.tolist() == [180_000_000, -1, -1]
    expected = {"done, by whom is not known": 1, "done, time of work not known": 1}
    assert times.left_out == expected


PACES = {"ana": 0.6, "bea": 1.0, "cleo": 1.0, "dan": 1.6}
SHIFTS = Shifts(calendars=dict.fromkeys(PACES, OFFICE))


def a_desk(seed: int) -> TicketLog:
    """Simulate eight weeks of a desk whose truth is known, and keep its log."""
    skills = {"ana": ["mail"], "bea": ["mail", "refund"], "cleo": ["refund"], "dan": ["mail"]}
    handling = {"mail": timedelta(hours=5), "refund": timedelta(hours=8)}
    desk = Scenario(
        start=MONDAY,
        length=timedelta(weeks=8),
        agents=[
            Agent(id=name, capacity=6, skills=dict.fromkeys(known, 1))
            for name, known in skills.items()
        ],
        kinds=[
            TicketKind(
                name=name,
                handling=LogNormal(mean, variation=0.8),
                fields={"requirements": {name: 1}},
            )
            for name, mean in handling.items()
        ],
        arrivals=HourlyPoisson(dict.fromkeys(range(9, 17), 1.8), tz="UTC"),
        shifts=SHIFTS,
        after_hours="pause",
        paces=PACES,
    )
    journeys = simulate(desk, "least-recently-assigned", seed=seed).journeys
    columns = {  # without the work that was recorded: times in hand have to do
        name: column for name, column in journeys.columns().items() if name != "handled"
    }
    return read_log(columns, until=journeys.window[1], types="kind")


LOGS = [a_desk(seed) for seed in range(6)]
ESTIMATES = [
    estimate_from_log(log.split(MONDAY + timedelta(weeks=6))[0], shifts=SHIFTS) for log in LOGS
]


def mean_time(found: LogEstimates, agent: str, kind: str) -> float:
    """Give how long an agent takes for a kind on average, in hours, by what was estimated."""
    handling = next(each.handling for each in found.kinds if each.name == kind)
    pace = next(each.pace for each in found.pairs if (each.agent, each.kind) == (agent, kind))
    return pace * (handling.mean / timedelta(hours=1))


def test_known_truth_handling_times() -> None:
    """Ana takes three hours for a mail, cleo eight for a refund: within four standard errors."""
    for agent, kind, truth in (("ana", "mail", 3.0), ("dan", "mail", 8.0), ("cleo", "refund", 8)):
        means = [mean_time(found, agent, kind) for found in ESTIMATES]
        error = np.std(means) / np.sqrt(len(means) - 1)
        assert abs(np.mean(means) - truth) < 4 * error
        assert error < 0.06 * truth


def test_known_truth_paces_and_their_intervals() -> None:
    """Intervals of paces by comparison with bea's hold the truth most of the time."""
    held = []
    for found in ESTIMATES:
        effect = {(each.agent, each.kind): each for each in found.pairs if each.is_skill}
        for name in ("ana", "dan"):
            one, other = effect[name, "mail"], effect["bea", "mail"]
            truth = np.log(PACES[name] / PACES["bea"])
            error = np.hypot(one.error, other.error)
            held.append(abs(one.effect - other.effect - truth) < 2.5 * error)
    assert np.mean(held) > 0.8


def test_known_truth_skills_and_capacity() -> None:
    """Who has which skill is found; all have had as many as they may."""
    for found in ESTIMATES:
        skills = {each.id: set(each.skills) for each in found.agents}
        assert skills == {
            "ana": {"mail"},
            "bea": {"mail", "refund"},
            "cleo": {"refund"},
            "dan": {"mail"},
        }
        assert all(1 <= each.capacity <= 6 for each in found.agents)


def test_known_truth_hours_of_work() -> None:
    """Starts and ends of tickets lie in office hours, Monday to Friday."""
    for log in LOGS[:2]:
        found = estimate_from_log(log, shifts="observed hours")
        for agent in found.agents:
            assert agent.hours.endswith("Mon, Tue, Wed, Thu, Fri")
            assert agent.hours[:5] in ("09:00", "10:00")
        assert found.hours.absence < 0.25


def test_known_truth_open_tickets_are_not_left_out() -> None:
    """Cut soon after the start, the closed ones alone are too quick, and the estimate is not."""
    naive, ours = [], []
    for log in LOGS:
        early = log.split(MONDAY + timedelta(days=4))[0]
        found = estimate_from_log(early, shifts=SHIFTS, least_tickets=5, longest="log-normal")
        times = work_times(early, working_hours(early, SHIFTS))
        rows = times.is_known & times.is_over & (early.type == "refund")
        naive.append(times.span[rows].mean() / HOUR)
        takes = [mean_time(found, name, "refund") for name in ("bea", "cleo")]
        ours.append(np.mean(takes))
    assert np.mean(naive) < 0.9 * 8
    assert np.mean(ours) == pytest.approx(8, abs=4 * np.std(ours) / np.sqrt(len(ours) - 1))
    assert abs(np.mean(ours) - 8) < abs(np.mean(naive) - 8) / 2


CUT = MONDAY + timedelta(weeks=4)


def numbers(found: LogEstimates) -> dict[str, list[object]]:
    """Give all that was estimated as plain values."""
    tables = (found.columns(), found.kind_columns(), found.agent_columns())
    plain = {
        f"{place} {name}": column.tolist()
        for place, table in enumerate(tables)
        for name, column in table.items()
    }
    return {**plain, "report": [str(found)], "hours": [repr(found.hours)]}


BEFORE = numbers(estimate_from_log(LOGS[0].split(CUT)[0], shifts="observed hours"))


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32 - 1), shuffled=st.booleans())
def test_whatever_comes_after_the_cut_changes_nothing(seed: int, *, shuffled: bool) -> None:
    """Ends, agents, times and types of after the cut are drawn anew, tickets added and dropped."""
    random = np.random.default_rng(seed)
    log, cut = LOGS[0], int(CUT.timestamp()) * 10**6
    later = log.until - cut

    def anew(column: np.ndarray, is_late: np.ndarray) -> np.ndarray:
        return np.where(is_late, cut + random.integers(0, later, len(column)), column)

    is_new, started_late, ended_late = (
        column >= cut for column in (log.created, log.started, log.ended)
    )
    types = np.where(is_new, random.choice(["mail", "fax"], len(log)), log.type)
    agent = np.where(started_late, random.choice(["ana", "zoe", ""], len(log)), log.agent)
    changed = attrs.evolve(
        log,
        created=np.sort(anew(log.created, is_new)),
        type=types.astype(np.str_),
        agent=agent.astype(np.str_),
        started=anew(log.started, started_late),
        ended=np.where(random.random(len(log)) < 0.5, anew(log.ended, ended_late), NEVER)
        if shuffled
        else log.ended,
    )
    changed = attrs.evolve(changed, ended=np.where(ended_late, changed.ended, log.ended))
    kept = ~is_new | (random.random(len(log)) < 0.5)
    found = estimate_from_log(changed._rows(kept).split(CUT)[0], shifts="observed hours")
    assert numbers(found) == BEFORE


def test_the_report_says_from_how_much() -> None:
    """And by which model, and what is not in it."""
    found = estimate_from_log(LOG, shifts="observed hours", least_tickets=4, most_pace=1.0)
    lines = str(found).splitlines()
    assert lines[0] == "from 17 tickets, 2026-05-04 00:00 to 2026-05-11 00:00, UTC"
    assert lines[1].startswith("shift model: observed hours; 0 agents with hours of their own;")
    assert lines[2].startswith("handling: time in hand, on shift; 14 over, 1 not over yet")
    assert lines[2].endswith("2 with nobody yet")
    assert lines[3] == (
        "agents: 3 with a skill, from 5 tickets on; 1 without one, who did 1 tickets"
    )
    assert lines[4].endswith("4 of 4 at the bounds, 1 times")
    assert lines[6].split()[:3] == ["kind", "types", "came"]
    assert lines[-1] == "other types: fax, telex"
    assert repr(found) == "<LogEstimates from 17 tickets by 'observed hours': 3 kinds, 3 agents>"
    given_shifts = estimate_from_log(LOG, shifts=SHIFTS, least_tickets=4)
    assert "shift model: given shifts" in str(given_shifts)
    assert given_shifts.handling_times.pace("ana") == given_shifts.agents[0].pace


def test_columns_have_a_row_for_each() -> None:
    """Of pairs, kinds and agents."""
    found = ESTIMATES[0]
    for table, count in (
        (found.columns(), len(found.pairs)),
        (found.kind_columns(), len(found.kinds)),
        (found.agent_columns(), len(found.agents)),
    ):
        assert {len(column) for column in table.values()} == {count}
    low, pace, high = (found.columns()[name].astype(float) for name in ("low", "pace", "high"))
    assert (low < pace).all()
    assert (pace < high).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: estimate_from_log("log", shifts="always"), "log: expected a TicketLog"),  # type: ignore[arg-type]
        (lambda: estimate_from_log(LOG, shifts="x"), "ShiftModel.name"),  # type: ignore[arg-type]
        (lambda: estimate_from_log(LOG, shifts="always", least_tickets=0), "least_tickets"),
        (lambda: estimate_from_log(LOG, shifts="always", least_handled=0), "least_handled"),
        (lambda: estimate_from_log(LOG, shifts="always", capacity=0), "capacity"),
        (lambda: estimate_from_log(LOG, shifts="always", most_pace=0.5), "most_pace: expected a n"),
        (lambda: estimate_from_log(LOG, shifts="always", most_pace="x"), "most_pace"),  # type: ignore[arg-type]
        (lambda: estimate_from_log(LOG, shifts="always", shortest=5), "shortest: expected a tim"),  # type: ignore[arg-type]
        (lambda: estimate_from_log(LOG, shifts="always", shortest=timedelta(0)), "shortest"),
        (lambda: estimate_from_log(LOG, shifts="always", longest="x"), "longest"),  # type: ignore[arg-type]
        (
            lambda: estimate_from_log(small([("mail", None, 1.0, None, None)]), shifts="always"),
            "log: expected a ticket that is done",
        ),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], message: str) -> None:
    """The message names the argument."""
    with pytest.raises((TypeError, ValueError), match=message):
        make()
