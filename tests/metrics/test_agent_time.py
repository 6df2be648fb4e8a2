"""Time of agents: occupancy, utilisation, overtime, and how even they are."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.journeys import MINUTE, Row, at, instant, journeys_of, minutes
from ticketroute.metrics import Journeys, agent_time, jain


def busy_day() -> Journeys:
    """Make an hour: ana on shift for 30 minutes with a break, bea all the time."""
    return journeys_of(
        {"started": 5, "ended": 15},
        {"started": 10, "ended": 20},
        {"started": 35, "ended": 45},
        {"started": 50, "agent": "bea"},
        {"assigned": 55, "agent": "bea"},
        shifts=[("ana", 0, 12), ("ana", 20, 38), ("bea", 0, 60), ("bea", 30, 50)],
    )


def in_minutes(column: Any) -> list[float]:  # noqa: ANN401
    """Give microseconds in minutes."""
    return [each / MINUTE for each in column.tolist()]


def test_by_hand() -> None:
    """Ana works from 5 to 20, with two at once from 10 to 15, and from 35 to 45; bea from 50 on."""
    found = agent_time(busy_day())
    assert found.agents == ("ana", "bea")
    assert in_minutes(found.on_shift) == [30, 60]
    assert in_minutes(found.busy) == [25, 10]
    assert in_minutes(found.work) == [30, 10]
    assert in_minutes(found.overtime) == [8 + 7, 0]
    assert in_minutes(found.available) == [20, 50]
    assert found.occupancies.tolist() == pytest.approx([25 / 45, 10 / 60])
    assert found.utilisations.tolist() == pytest.approx([25 / 30, 10 / 60])
    assert found.occupancy == pytest.approx(35 / 105)
    assert found.utilisation == pytest.approx(35 / 90)
    assert found.total_overtime == minutes(15)
    assert found.inequality is not None
    assert found.inequality.jain == pytest.approx(jain([25 / 30, 10 / 60]))


def test_paid_time_is_apart() -> None:
    """Breaks are paid: that lowers utilisation, and not occupancy."""
    found = agent_time(busy_day(), paid={"ana": minutes(50), "bea": minutes(60)})
    assert found.utilisations.tolist() == pytest.approx([25 / 50, 10 / 60])
    assert found.occupancy == pytest.approx(35 / 105)
    unpaid = agent_time(busy_day(), paid={"ana": minutes(0), "bea": minutes(60)})
    assert np.isnan(unpaid.utilisations[0])
    assert str(found).splitlines()[:2] == [
        "agent  on shift    paid    busy    work  overtime  occupancy  utilisation",
        "ana      30 min  50 min  25 min  30 min    15 min      55.6%        50.0%",
    ]


def test_days_of_work_are_written_in_hours() -> None:
    """Nobody means 24 hours by a day of work."""
    found = agent_time(journeys_of({"started": 0, "ended": 90}, end=60 * 36))
    assert str(found).splitlines()[1].split()[:5] == ["ana", "36.0", "h", "1.5", "h"]


def test_without_shifts_everybody_is_there() -> None:
    """All the time of the window; then nothing is overtime."""
    found = agent_time(journeys_of({"started": 0, "ended": 15}))
    assert in_minutes(found.on_shift) == [60, 60]
    assert found.utilisations.tolist() == [0.25, 0.0]
    assert not found.overtime.any()


def test_the_window_cuts_and_keeps_what_others_had() -> None:
    """Of a part by arrival, all work in its window counts, whoever's ticket it was."""
    part = busy_day().between(at(10), at(40))
    found = agent_time(part)
    assert in_minutes(found.on_shift) == [2 + 18, 30]
    assert in_minutes(found.busy) == [10 + 5, 0]
    assert in_minutes(found.work) == [15 + 5, 0]
    assert in_minutes(found.overtime) == [8 + 2, 0]


def test_work_after_the_last_arrival_is_overtime_where_shifts_are_known() -> None:
    """A desk that closes still finishes; without shifts there is no telling what is idle then."""
    row: Row = {"started": 20, "ended": 50}
    closed = journeys_of(row, shifts=[("ana", 0, 30)], arrivals_end=instant(30))
    assert in_minutes(agent_time(closed).overtime) == [20, 0]
    found = agent_time(journeys_of(row, arrivals_end=instant(30)))
    assert (in_minutes(found.busy), in_minutes(found.on_shift)) == ([10, 0], [30, 30])


def test_who_was_never_there_is_not_counted_as_unequal() -> None:
    """No share of nothing."""
    found = agent_time(journeys_of({"started": 0, "ended": 15}, shifts=[("ana", 0, 30)]))
    assert np.isnan(found.utilisations[1])
    assert found.inequality is not None
    assert found.inequality.jain == 1.0
    nobody = agent_time(journeys_of(shifts=[("ana", 0, 0)]))
    assert nobody.inequality is None
    assert str(nobody).splitlines()[-1].split()[-2:] == ["-", "-"]
    frame = pd.DataFrame(found.columns())
    assert frame["busy"].tolist() == [minutes(15), minutes(0)]
    assert repr(found) == "<AgentTime of 2 agents: occupancy 50.0%, utilisation 50.0%>"


times = st.lists(st.tuples(st.integers(0, 2), st.integers(-5, 65), st.integers(0, 30)), max_size=10)


@given(times, times)
def test_as_counted_minute_by_minute(
    stays: list[tuple[int, int, int]], shifts: list[tuple[int, int, int]]
) -> None:
    """Three agents, each minute of an hour looked at by itself."""
    names = ("ana", "bea", "cleo")
    journeys = journeys_of(
        {},
        agents=names,
        shifts=[(names[who], first, first + span) for who, first, span in shifts],
        stays=[(0, names[who], first, first, first + span) for who, first, span in stays],
    )
    found = agent_time(journeys)
    for who in range(3):
        busy = there = over = work = 0
        for minute in range(60):
            on_it = sum(a == who and b <= minute < b + c for a, b, c in stays)
            on_shift = not shifts or any(a == who and b <= minute < b + c for a, b, c in shifts)
            busy += on_it > 0
            work += on_it
            there += on_shift
            over += on_it > 0 and not on_shift
        assert [found.on_shift[who], found.busy[who], found.work[who], found.overtime[who]] == [
            each * MINUTE for each in (there, busy, work, over)
        ]


@pytest.mark.parametrize(
    ("paid", "error", "message"),
    [
        ({"ana": minutes(1)}, ValueError, r"none for \['bea'\]"),
        ({"ana": minutes(1), "bea": 60}, TypeError, r"paid\['bea'\]: expected a timedelta"),
        ({"ana": minutes(1), "bea": -minutes(1)}, ValueError, r"paid\['bea'\]: .*at least 0"),
        ([8, 8], TypeError, "paid: expected a mapping"),
    ],
)
def test_other_pay_is_refused(paid: Any, error: type[Exception], message: str) -> None:  # noqa: ANN401
    """All agents, or none."""
    with pytest.raises(error, match=message):
        agent_time(busy_day(), paid=paid)


def test_windows_beyond_all_counting_are_refused() -> None:
    """Agents times the length of the window has to fit into 64 bits."""
    with pytest.raises(ValueError, match="window: expected a shorter one for 2 agents"):
        agent_time(journeys_of(end=0, start=-(2**62)))


def test_work_without_stays_is_refused() -> None:
    """Whose time it was is not known then."""
    with pytest.raises(ValueError, match=r"Journeys\.stays: expected when tickets"):
        agent_time(journeys_of({"started": 0, "ended": 15}, stays=[]))
