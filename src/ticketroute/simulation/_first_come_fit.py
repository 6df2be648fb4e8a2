"""What a scenario may not have whose tickets are served in order of arrival by equal agents."""

from collections.abc import Iterator
from typing import Final

from ticketroute.board import Setup
from ticketroute.model import Agent, Capacity, Presence, refuse
from ticketroute.simulation._qualified import one_of_each
from ticketroute.simulation._scenario import Scenario

_NOTHING_ELSE: Final = "as first_come_waits knows one line and equal agents only"
_ONE: Final = Capacity(total=1)

_Misfit = tuple[str, str, object]
"""A field, what it would have to be, and what it is."""


def require_one_line(scenario: Scenario) -> None:
    """Insist on a scenario in which it does not matter who serves whom."""
    for field, expected, value in _misfits(scenario):
        raise refuse(field, f"{expected}, {_NOTHING_ELSE}", value)


def _misfits(scenario: Scenario) -> Iterator[_Misfit]:
    """Go through what does not fit, what is quickly found first."""
    for name, fits in (("shifts", None), ("slow_down", ()), ("room", None), ("balk", ())):
        value: object = getattr(scenario, name)
        if value != fits:
            yield f"Scenario.{name}", "none", value
    if scenario.absence:
        yield "Scenario.absence", "0", scenario.absence
    yield from _of_agents(scenario.agents)
    yield from _of_kinds(scenario)
    yield from _of_pairs(scenario)


def _of_agents(agents: tuple[Agent, ...]) -> Iterator[_Misfit]:
    if not agents:
        yield "Scenario.agents", "at least one", agents
    for agent in agents:
        if agent.capacity != _ONE:
            yield f"capacity of agent {agent.id!r}", f"{_ONE}", agent.capacity
        if agent.presence is not Presence.ACTIVE:
            yield f"presence of agent {agent.id!r}", "'active'", agent.presence.value


def _of_kinds(scenario: Scenario) -> Iterator[_Misfit]:
    ids = [agent.id for agent in scenario.agents]
    for kind in scenario.kinds:
        if kind.patience is not None:
            yield f"patience of kind {kind.name!r}", "None", kind.patience
        if any(kind.bounces_of(ids)):
            yield f"bounce of kind {kind.name!r}", "0", kind.bounce
        if kind.reopen:
            yield f"reopen of kind {kind.name!r}", "0", kind.reopen


def _of_pairs(scenario: Scenario) -> Iterator[_Misfit]:
    """Find kinds that not every agent may have, or not for the same time."""
    view = one_of_each(scenario, Setup())
    for number, kind in enumerate(scenario.kinds):
        paces = scenario.paces_for(kind.name)
        if len(set(paces)) > 1:
            yield f"paces for kind {kind.name!r}", "the same of all agents", paces
        profile = view.profile(number)
        if kind.template.exclusions or len(profile.agents) < len(scenario.agents):
            names = [view.roster.ids[agent] for agent in profile.agent_list]
            yield f"agents for kind {kind.name!r}", "all of them", names
        if not profile.draws_one_unit:
            expected = "ones that draw one unit of capacity, of active agents"
            yield f"fields of kind {kind.name!r}", expected, kind.template
