"""What a simulation notes down is what the log of the same run on a whole desk says."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from ticketroute import Agent
from ticketroute.board import Shifts
from ticketroute.metrics import Journeys, agent_time, journeys_from_log, rework
from ticketroute.simulation import Exponential, Poisson, Scenario, TicketKind, simulate
from ticketroute.sla import BusinessCalendar

LONDON = ZoneInfo("Europe/London")
COLUMNS = (
    "created",
    "first_assigned",
    "started",
    "ended",
    "outcome",
    "handled",
    "bounces",
    "reopenings",
)


def desk(minutes: float) -> Scenario:
    """Make a day on which people give up, tickets bounce and come back, and work goes on late."""
    hours = BusinessCalendar(tz=LONDON, weekly={"mon": [("08:00", "10:00"), ("10:30", "12:00")]})
    agents = [
        Agent(id=name, skills={"orders": 1, "returns": 1}, capacity=2) for name in ("ana", "bea")
    ]
    kinds = [
        TicketKind(
            name=name,
            arrivals=Poisson(per_hour=15),
            handling=Exponential(timedelta(minutes=minutes)),
            patience=Exponential(timedelta(minutes=9)) if name == "orders" else None,
            bounce=0.2,
            reopen=0.2,
            reopen_after=Exponential(timedelta(minutes=10)),
            fields={"requirements": {name: 1}},
        )
        for name in ("orders", "returns")
    ]
    return Scenario(
        start=datetime(2026, 5, 4, 8, tzinfo=LONDON),
        length=timedelta(hours=4),
        agents=agents,
        kinds=kinds,
        shifts=Shifts(calendars=dict.fromkeys(("ana", "bea"), hours)),
        runs_on=timedelta(hours=1),
    )


def stays_of(journeys: Journeys) -> list[tuple[object, ...]]:
    """Give the stays in a fixed order."""
    stays = journeys.stays
    names = [journeys.agents[each] for each in stays.agent]
    columns = (stays.ticket, stays.assigned, stays.started, stays.ended)
    return sorted(zip(names, *(column.tolist() for column in columns), strict=True))


@pytest.mark.parametrize("minutes", [4, 12])
def test_a_simulated_day_and_its_log_say_the_same(minutes: float) -> None:
    """Ticket by ticket, stay by stay, and in the time of the agents."""
    result = simulate(desk(minutes), "longest-idle", seed=3)
    noted = result.journeys
    start, end = noted.window
    told = journeys_from_log(result.events(), desk(minutes).agents, start=start, end=end)
    for name in COLUMNS:
        assert np.array_equal(getattr(told, name), getattr(noted, name)), name
    assert stays_of(told) == stays_of(noted)
    ours, theirs = agent_time(told), agent_time(noted)
    assert ours.agents == theirs.agents
    for name in ("on_shift", "busy", "work", "overtime"):
        assert getattr(ours, name).tolist() == getattr(theirs, name).tolist(), name
    assert rework(told) == rework(noted)
    assert rework(noted).bounces > 3
    assert rework(noted).reopened > 3
    assert ours.overtime.any()
