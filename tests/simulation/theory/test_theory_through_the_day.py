"""A day with arrivals that go up and down, shifts that follow each other, and patience."""

from datetime import timedelta

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.linalg import expm

from tests.simulation.theory.agreement import agree_on_mean, agree_on_share, replicated
from tests.simulation.theory.desks import MINUTE, START, minutes
from ticketroute import Agent
from ticketroute.board import Shifts
from ticketroute.metrics import Journeys, Outcome
from ticketroute.simulation import Exponential, HourlyPoisson, LogNormal, Scenario, TicketKind
from ticketroute.sla import BusinessCalendar

HOURS = [20.0, 36.0, 28.0, 62.0, 50.0, 40.0]
"""How many come in each hour."""
EARLY, LATE = 2, 4
"""How many agents there are in the first three hours, and in the others."""
WORK, PATIENCE = 5.0, 8.0
MOST = 50
STEPS = 60
"""So many parts of an hour are averaged over."""


@attrs.frozen
class Day:
    """What is expected of a day.

    Attributes
    ----------
    in_line
        How many wait at the end of each hour.
    lost
        The share that leaves.
    """

    in_line: list[float]
    lost: float


def rates(per_hour: float, agents: int) -> NDArray[np.float64]:
    """Give the rates per minute between numbers of tickets, in hand and waiting."""
    moves = np.zeros((MOST + 1, MOST + 1))
    for number in range(MOST):
        moves[number, number + 1] = per_hour / 60
    for number in range(1, MOST + 1):
        waiting = max(number - agents, 0)
        moves[number, number - 1] = (number - waiting) / WORK + waiting / PATIENCE
    return np.asarray(moves - np.diag(moves.sum(axis=1)))


def solved(early: int, late: int) -> Day:
    """Solve the forward equations of Kolmogorov, hour by hour.

    When the shifts change, those who leave finish what they have in hand. So those who come only
    find the tickets that wait.
    """
    numbers = np.arange(MOST + 1)
    likely = (numbers == 0).astype(float)
    in_line, left = [], 0.0
    for hour, per_hour in enumerate(HOURS):
        agents = early if hour < 3 else late
        if hour == 3:
            waiting = np.maximum(numbers - early, 0)
            likely = np.bincount(waiting, weights=likely, minlength=MOST + 1)
        lines = np.maximum(numbers - agents, 0)
        step = expm(rates(per_hour, agents) * 60 / STEPS)
        for _ in range(STEPS):
            after = likely @ step
            left += (likely + after) @ lines / 2 / PATIENCE * 60 / STEPS
            likely = after
        in_line.append(float(likely @ lines))
    # What still waits in the evening is served or leaves, as nobody comes any more.
    going = expm(rates(0.0, late) * 1.0)
    for _ in range(600):
        left += likely @ np.maximum(numbers - late, 0) / PATIENCE / 2
        likely = likely @ going
        left += likely @ np.maximum(numbers - late, 0) / PATIENCE / 2
    return Day(in_line, float(left) / sum(HOURS))


def test_the_equations_where_there_is_a_formula() -> None:
    """With as many agents as come nobody leaves, and there are as many as in M/G/infinity."""
    assert solved(MOST, MOST).lost == pytest.approx(0, abs=1e-9)
    step = expm(rates(12.0, MOST) * 600)
    assert float(step[0] @ np.arange(MOST + 1)) == pytest.approx(12 / 60 * WORK)


def team(early: int, late: int) -> tuple[list[Agent], Shifts]:
    """Give those who work in the morning, and those who work later."""
    morning = BusinessCalendar.weekdays("08:00", "11:00", "UTC")
    later = BusinessCalendar.weekdays("11:00", "24:00", "UTC")
    hours = {f"early {number}": morning for number in range(early)}
    hours |= {f"late {number}": later for number in range(late)}
    return [Agent(id=name, capacity=1) for name in hours], Shifts(calendars=hours)


def test_shifts_that_follow_each_other() -> None:
    """How many wait at the end of each hour, and how many leave, over many days."""
    agents, shifts = team(EARLY, LATE)
    day = Scenario(
        start=START + timedelta(hours=8),
        length=timedelta(hours=len(HOURS)),
        agents=agents,
        kinds=[
            TicketKind(
                name="call",
                handling=Exponential(minutes(WORK)),
                patience=Exponential(minutes(PATIENCE)),
                arrivals=HourlyPoisson({8 + hour: rate for hour, rate in enumerate(HOURS)}),
            )
        ],
        shifts=shifts,
    )
    runs = replicated(day, "longest-idle", runs=1_000)
    theory, wrong = solved(EARLY, LATE), solved(EARLY, LATE - 1)
    for hour in range(len(HOURS)):
        found = [waiting_at(run, 60 * (hour + 1) - 1e-6) for run in runs]
        other = wrong.in_line[hour] if hour >= 3 else solved(EARLY + 1, LATE).in_line[hour]
        agree_on_mean(found, theory.in_line[hour], other, within=0.25)
    came = sum(map(len, runs)) / len(runs)
    lost = [float((run.outcome == Outcome.ABANDONED).sum()) / came for run in runs]
    agree_on_share(lost, theory.lost * sum(HOURS) / came, wrong.lost, within=0.01)


def waiting_at(journeys: Journeys, after: float) -> float:
    """Give how many wait so many minutes after the beginning."""
    at = journeys.start + round(after * MINUTE)
    gone = np.minimum(journeys.first_assigned, journeys.ended)
    return float(((journeys.created <= at) & (gone > at)).sum())


def test_arrivals_that_go_up_and_down_without_a_line() -> None:
    """With room for all, how many there are follows the arrivals, whatever the work is like."""
    work = LogNormal(minutes(40))
    day = Scenario(
        start=START,
        length=timedelta(hours=len(HOURS)),
        agents=[Agent(id="all", capacity=None)],
        kinds=[
            TicketKind(name="chat", handling=work, arrivals=HourlyPoisson(dict(enumerate(HOURS))))
        ],
    )
    runs = replicated(day, "fewest-open", runs=400)
    quantiles = work.draw((np.arange(20_000) + 0.5) / 20_000) / MINUTE

    def there(after: float) -> float:
        """Give how many are expected: each hour's arrivals that last until then."""
        total = 0.0
        for hour, per_hour in enumerate(HOURS):
            oldest, newest = after - 60 * hour, max(after - 60 * (hour + 1), 0.0)
            if oldest > 0:
                lasting = np.clip(quantiles, newest, oldest).mean() - newest
                total += per_hour / 60 * float(lasting)
        return total

    for after in (45.0, 150.0, 260.0, 350.0):
        at = round(after * MINUTE)
        found = [
            float(((run.created <= run.start + at) & (run.ended > run.start + at)).sum())
            for run in runs
        ]
        agree_on_mean(found, there(after), there(after - 25), within=0.08)
