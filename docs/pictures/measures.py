"""The picture at the head of the page on measures: a week of a desk, looked at in four ways."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import matplotlib.pyplot as plt
from matplotlib.figure import Figure

from ticketroute import Agent
from ticketroute.board import Setup, Shifts
from ticketroute.metrics import agent_time, attainment_by_hour, backlog
from ticketroute.plotting import (
    plot_agent_load,
    plot_attainment_by_hour,
    plot_backlog,
    plot_waits,
)
from ticketroute.simulation import (
    HourlyPoisson,
    LogNormal,
    Policy,
    Scenario,
    TicketKind,
    simulate,
)
from ticketroute.sla import BusinessCalendar, Targets

LONDON = ZoneInfo("Europe/London")
PER_HOUR = {8: 12, 9: 25, 10: 30, 11: 28, 12: 20, 13: 18, 14: 22, 15: 20, 16: 14, 17: 8}


def desk(*more: str) -> Scenario:
    """Make a week with a rush in the morning; eve works part-time, and so do others."""
    names = ("ana", "bea", "cleo", "dan", "eve", *more)
    days = [("08:00", "16:30"), ("08:30", "17:00"), ("09:00", "17:30"), ("09:30", "18:00")]
    hours = [BusinessCalendar.weekdays(*day, LONDON) for day in [*days, *[("09:00", "13:00")] * 2]]
    return Scenario(
        start=datetime(2026, 5, 4, tzinfo=LONDON),
        length=timedelta(days=5),
        agents=[Agent(id=name, capacity=1) for name in names],
        kinds=[
            TicketKind(
                name="request",
                arrivals=HourlyPoisson(PER_HOUR, tz=LONDON),
                handling=LogNormal(timedelta(minutes=9.5), variation=0.8),
            )
        ],
        shifts=Shifts(calendars=dict(zip(names, hours, strict=False))),
    )


def draw() -> Figure:
    """Draw the week, and how long people would wait with one more in the morning."""
    policy = Policy("longest-idle", setup=Setup(targets=Targets(default=timedelta(minutes=30))))
    five, six = (simulate(each, policy, seed=2).journeys for each in (desk(), desk("flo")))
    figure, panels = plt.subplots(2, 2, figsize=(11, 5.6), layout="constrained")
    plot_waits({"five people": five, "six people": six}, axes=panels[0, 0])
    friday = datetime(2026, 5, 8, 20, tzinfo=LONDON)
    course = backlog(five, timedelta(minutes=15), end=friday)
    plot_backlog(course, LONDON, axes=panels[0, 1])
    plot_attainment_by_hour(attainment_by_hour(five, LONDON), least=5, axes=panels[1, 0])
    plot_agent_load(agent_time(five), axes=panels[1, 1])
    return figure
