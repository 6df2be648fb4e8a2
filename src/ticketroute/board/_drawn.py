"""What agents have been given on their allowances, and when it counts no more."""

import attrs

from ticketroute.board._loads import NEVER
from ticketroute.board._places import GONE

Draw = tuple[int, str, int, str]
"""When it counts no more in microseconds since 1970 UTC, name of the allowance, units, ticket.

The time is `NEVER` for what counts until the agent goes offline.
The ticket is ``""`` once it has been given, or offered, to the same agent again.
"""


@attrs.define
class Drawn:
    """Draws by position of the agent, in the order in which they were made."""

    by_agent: dict[int, list[Draw]] = attrs.field(factory=dict)

    def add(self, agent: int, draw: Draw) -> None:
        """Note what a ticket has drawn on an allowance."""
        self.by_agent.setdefault(agent, []).append(draw)

    def settle(self, agent: int, ticket_id: str) -> None:
        """Let what a ticket has drawn stay drawn, whatever becomes of an offer that follows."""
        known = self.by_agent.get(agent)
        if known:
            own = (place for place, draw in enumerate(known) if draw[3] == ticket_id)
            for place in own:
                known[place] = (*known[place][:3], "")

    def take_back(self, agent: int, ticket_id: str) -> list[Draw]:
        """Undo what the offer of a ticket has drawn: it was not to be after all."""
        known = self.by_agent.get(agent, ())
        return self._without(agent, [draw for draw in known if draw[3] == ticket_id])

    def expire(self, agent: int, now_us: int) -> list[Draw]:
        """Drop what counts no more."""
        return self._without(agent, [d for d in self.by_agent.get(agent, ()) if d[0] <= now_us])

    def end_shift(self, agent: int) -> list[Draw]:
        """Drop what counts until the agent goes offline."""
        return self._without(agent, [d for d in self.by_agent.get(agent, ()) if d[0] == NEVER])

    def _without(self, agent: int, draws: list[Draw]) -> list[Draw]:
        for draw in draws:
            self.by_agent[agent].remove(draw)
        if draws and not self.by_agent[agent]:
            del self.by_agent[agent]
        return draws

    def next_end(self, agent: int) -> int | None:
        """Give when something next counts no more by the clock, or None."""
        ends = (draw[0] for draw in self.by_agent.get(agent, ()) if draw[0] < NEVER)
        return min(ends, default=None)

    def copy(self) -> "Drawn":
        """Copy everything."""
        return Drawn({agent: draws.copy() for agent, draws in self.by_agent.items()})

    def moved(self, places: list[int]) -> "Drawn":
        """Give the same for agents who stand in other places."""
        at = self.by_agent.items()
        return Drawn({places[agent]: draws for agent, draws in at if places[agent] != GONE})
