"""What agents have been given on their allowances, and when it counts no more."""

import attrs

from ticketroute.board._places import GONE

Draw = tuple[int, str, int, str]
"""When it counts no more in microseconds since 1970 UTC, name of the allowance, units, ticket."""


@attrs.define
class Drawn:
    """Draws by position of the agent, in the order in which they were made."""

    by_agent: dict[int, list[Draw]] = attrs.field(factory=dict)

    def add(self, agent: int, draw: Draw) -> None:
        """Note what a ticket has drawn on an allowance."""
        self.by_agent.setdefault(agent, []).append(draw)

    def take_back(self, agent: int, ticket_id: str) -> list[Draw]:
        """Undo the last draw of a ticket on each allowance: it was not to be after all."""
        last = {draw[1]: draw for draw in self.by_agent.get(agent, ()) if draw[3] == ticket_id}
        return self._without(agent, list(last.values()))

    def expire(self, agent: int, now_us: int) -> list[Draw]:
        """Drop what counts no more."""
        return self._without(agent, [d for d in self.by_agent.get(agent, ()) if d[0] <= now_us])

    def _without(self, agent: int, draws: list[Draw]) -> list[Draw]:
        for draw in draws:
            self.by_agent[agent].remove(draw)
        if draws and not self.by_agent[agent]:
            del self.by_agent[agent]
        return draws

    def next_end(self, agent: int) -> int | None:
        """Give when something next counts no more, or None."""
        return min((draw[0] for draw in self.by_agent.get(agent, ())), default=None)

    def copy(self) -> "Drawn":
        """Copy everything."""
        return Drawn({agent: draws.copy() for agent, draws in self.by_agent.items()})

    def moved(self, places: list[int]) -> "Drawn":
        """Give the same for agents who stand in other places."""
        at = self.by_agent.items()
        return Drawn({places[agent]: draws for agent, draws in at if places[agent] != GONE})
