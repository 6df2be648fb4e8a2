"""Scenarios that tests share, and how to draw some."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import attrs
from hypothesis import strategies as st

from ticketroute import Agent
from ticketroute.board import Shifts
from ticketroute.simulation import Exponential, Fixed, Poisson, Scenario, TicketKind
from ticketroute.sla import BusinessCalendar

MONDAY = datetime(2026, 5, 4, 8, tzinfo=UTC)
MINUTE = 60_000_000


def call_centre(
    *, agents: int = 4, per_hour: float = 40.0, minutes: float = 5.0, hours: float = 10.0
) -> Scenario:
    """Give a desk with one kind of calls and equal agents."""
    return Scenario(
        start=MONDAY,
        length=timedelta(hours=hours),
        agents=[Agent(id=f"a{number:02}", capacity=1) for number in range(agents)],
        kinds=[TicketKind(name="call", handling=Exponential(timedelta(minutes=minutes)))],
        arrivals=Poisson(per_hour=per_hour),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a small desk with a few of all things that may happen."""
    names = [f"k{number}" for number in range(draw(st.integers(1, 3)))]
    skills = st.sets(st.sampled_from(names)) if len(names) > 1 else st.just({"k0"})
    agents = [
        Agent(
            id=f"a{number}",
            capacity=draw(st.sampled_from([1, 1, 2, 3, None, 0])),
            skills=dict.fromkeys(draw(skills), 1.0),
            presence=draw(st.sampled_from(["active", "active", "active", "offline"])),
        )
        for number in range(draw(st.integers(0, 5)))
    ]
    kinds = [draw(_kinds(name, is_skill=len(names) > 1)) for name in names]
    hours_end: list[Literal["finish", "pause"]] = ["finish", "pause"]
    after_hours = draw(st.sampled_from(hours_end))
    slows_down = after_hours == "finish" and draw(st.booleans())
    return Scenario(
        start=MONDAY,
        length=timedelta(hours=draw(st.integers(1, 30))),
        agents=agents,
        kinds=kinds,
        arrivals=Poisson(per_hour=draw(st.sampled_from([2.0, 6.0]))),
        shifts=draw(st.none() | _shifts([agent.id for agent in agents])),
        after_hours=after_hours,
        paces={agent.id: draw(st.sampled_from([0.5, 1.0, 2.0])) for agent in agents[:2]},
        slow_down=[1, 0.7, 0.5] if slows_down else (),
        at_once=None if slows_down else draw(st.sampled_from([None, 1, 2])),
        room=draw(st.sampled_from([None, None, 6])),
        balk=draw(st.sampled_from([(), (0.0, 0.3, 0.6)])),
        absence=draw(st.sampled_from([0.0, 0.0, 0.3])),
        runs_on=timedelta(days=2),
    )


@st.composite
def plain_scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a small desk where agents take one at a time around the clock and nothing fails."""
    scenario = draw(scenarios())
    return Scenario(
        start=scenario.start,
        length=scenario.length,
        agents=[attrs.evolve(each, capacity=1, presence="active") for each in scenario.agents],
        kinds=[attrs.evolve(each, bounce=0.0, reopen=0.0) for each in scenario.kinds],
        arrivals=scenario.arrivals,
        runs_on=draw(st.sampled_from([timedelta(0), timedelta(hours=3), timedelta(days=9)])),
    )


@st.composite
def _kinds(draw: st.DrawFn, name: str, *, is_skill: bool) -> TicketKind:
    level = draw(st.sampled_from([None, 1, 2, 3]))
    reopen = draw(st.sampled_from([0.0, 0.2]))
    return TicketKind(
        name=name,
        handling=Fixed(timedelta(minutes=10 * draw(st.integers(1, 6)))),
        fields={"requirements": {name: 1} if is_skill else {}, "impact": level, "urgency": level},
        weight=draw(st.sampled_from([1.0, 2.0])),
        patience=draw(st.sampled_from([None, Exponential(timedelta(minutes=40))])),
        bounce=draw(st.sampled_from([0.0, 0.3])),
        reopen=reopen,
        reopen_after=Exponential(timedelta(hours=2)) if reopen else None,
        backlog=draw(st.integers(0, 3)),
        backlog_age=draw(st.sampled_from([None, Fixed(timedelta(hours=1))])),
    )


@st.composite
def _shifts(draw: st.DrawFn, ids: list[str]) -> Shifts:
    hours = [
        BusinessCalendar.weekdays("08:00", "16:00", "UTC"),
        BusinessCalendar.weekdays("10:00", "12:00", "Europe/Berlin"),
        BusinessCalendar.always(),
    ]
    return Shifts(
        calendars={name: draw(st.sampled_from(hours)) for name in ids if draw(st.booleans())}
    )
