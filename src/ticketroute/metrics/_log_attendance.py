"""When agents were there, by what a log says of shifts and presence."""

from collections.abc import Iterable

import attrs

from ticketroute.board import EventType
from ticketroute.dispatcher import Event
from ticketroute.model import Agent, Presence, to_microseconds


@attrs.define(eq=False)
class _Standing:
    """How an agent stands: whether active, and on shift as far as there are hours."""

    is_active: bool = True
    on_shift: bool = True
    is_gone: bool = False
    since: int | None = None
    times: list[tuple[int, int]] = attrs.field(factory=list)

    def look(self, at: int) -> None:
        """Note from when on somebody is there, or until when that was so."""
        there = self.is_active and self.on_shift and not self.is_gone
        if there and self.since is None:
            self.since = at
        elif not there and self.since is not None:
            self.times.append((self.since, at))
            self.since = None


class AttendanceFold:
    """Leads agents on from event to event.

    Parameters
    ----------
    agents
        Who was there when the log began.
    start
        When that was, microseconds.
    """

    def __init__(self, agents: Iterable[Agent], start: int) -> None:
        self._start = start
        self._standing: dict[str, _Standing] = {}
        self.agents: dict[str, Agent | None] = {}
        for agent in agents:
            self._come(agent.id, agent, start)

    def _come(self, name: str, agent: Agent | None, at: int) -> _Standing:
        """Take in an agent; those of whom nothing is known are there."""
        standing = _Standing(agent is None or agent.presence is Presence.ACTIVE)
        standing.look(at)
        self.agents[name] = agent
        self._standing[name] = standing
        return standing

    def lead_on(self, event: Event) -> None:
        """Take note of an event."""
        name, at = event.agent_id, to_microseconds(event.at)
        if name is None:
            return
        told = event.details.get("agent")
        agent = told if isinstance(told, Agent) else None
        standing = self._standing.get(name)
        if standing is None:
            standing = self._come(name, agent, self._start if agent is None else at)
        elif agent is not None:
            self.agents[name] = agent
            if standing.is_gone:  # who comes again is as present as is said; else presence stays
                standing.is_gone, standing.is_active = False, agent.presence is Presence.ACTIVE
        if event.type is EventType.PRESENCE_SET:
            standing.is_active = event.details.get("presence") == Presence.ACTIVE.value
        elif event.type in (EventType.SHIFT_STARTED, EventType.SHIFT_ENDED):
            standing.on_shift = event.type is EventType.SHIFT_STARTED
        elif event.type is EventType.AGENT_FORGOTTEN:
            standing.is_gone, standing.on_shift = True, True
        standing.look(at)

    def rows(self, end: int) -> list[tuple[str, int, int]]:
        """Give all times that agents were there, until an end; a time of no length for none."""
        found: list[tuple[str, int, int]] = []
        for name, standing in self._standing.items():
            times = [*standing.times]
            if standing.since is not None:
                times.append((standing.since, end))
            found += [(name, first, last) for first, last in times or [(end, end)]]
        return found
