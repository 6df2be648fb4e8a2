"""The agents as columns: who has which skill, serves which channel, is in which team."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ticketroute.errors import UnknownId
from ticketroute.model import Agent, refuse, refuse_type

_Kept = TypeVar("_Kept")


class Roster:
    """Agents in the order of their ids, with one column for each thing that checks ask about.

    The order by id is what makes the outcome independent of the order in which agents are
    given. Columns are built when first asked for and kept.

    Parameters
    ----------
    agents
        The agents, in any order.

    Raises
    ------
    ValueError
        If two agents have the same id.
    TypeError
        If something is not an :class:`~ticketroute.Agent`.
    """

    __slots__ = ("_index", "_levels", "_masks", "_nobody", "agents", "ids", "kept")

    def __init__(self, agents: Iterable[Agent]) -> None:
        given = list(agents)
        for agent in given:
            if not isinstance(agent, Agent):
                raise refuse_type("agents", "values of Agent", agent)
        self.agents: tuple[Agent, ...] = tuple(sorted(given, key=lambda agent: agent.id))
        self.ids: tuple[str, ...] = tuple(agent.id for agent in self.agents)
        self._index = {agent_id: index for index, agent_id in enumerate(self.ids)}
        if len(self._index) < len(self.ids):
            twice = next(a for a, b in zip(self.ids, self.ids[1:], strict=False) if a == b)
            raise refuse("Agent.id", "ids that are all different", twice)
        self._levels: dict[str, NDArray[np.float64]] | None = None
        self._nobody = np.full(len(self.ids), np.nan)
        self._nobody.setflags(write=False)
        self._masks: dict[tuple[str, str | None], NDArray[np.bool_]] = {}
        self.kept: dict[Hashable, object] = {}

    def __len__(self) -> int:
        return len(self.ids)

    def with_agent(self, agent: Agent) -> "Roster":
        """Give the roster with an agent put in, or in the place of the one of the same id."""
        return Roster((*(each for each in self.agents if each.id != agent.id), agent))

    def index(self, agent_id: str) -> int:
        """Give the position of an agent, or raise :class:`~ticketroute.errors.UnknownId`."""
        try:
            return self._index[agent_id]
        except KeyError:
            message = f"agent id: expected one of {_some(self.ids)}, got {agent_id!r}"
            raise UnknownId(message) from None

    def find(self, agent_id: str) -> int | None:
        """Give the position of an agent, or None if there is no such agent."""
        return self._index.get(agent_id)

    def levels(self, skill: str) -> NDArray[np.float64]:
        """Give each agent's level in a skill; NaN where the agent does not have it."""
        if self._levels is None:
            self._levels = self._build_levels()
        return self._levels.get(skill, self._nobody)

    def _build_levels(self) -> dict[str, NDArray[np.float64]]:
        """Build the columns of all skills in one pass over the agents."""
        columns: dict[str, NDArray[np.float64]] = {}
        for index, agent in enumerate(self.agents):
            for skill, level in agent.skills:
                if skill not in columns:
                    columns[skill] = np.full(len(self), np.nan)
                columns[skill][index] = level
        for column in columns.values():
            column.setflags(write=False)
        return columns

    def in_team(self, queue: str) -> NDArray[np.bool_]:
        """Say who is in the team of a queue."""
        return self.naming("teams", queue)

    def on_channel(self, channel: str) -> NDArray[np.bool_]:
        """Say who serves a channel."""
        return self.naming("channels", channel)

    def speaks(self, language: str) -> NDArray[np.bool_]:
        """Say who speaks a language."""
        return self.naming("languages", language)

    def naming(self, field: str, name: str) -> NDArray[np.bool_]:
        """Say whose teams, channels, languages or skills contain a name, or are not restricted."""
        mask = self._masks.get((field, name))
        if mask is None:
            known = kept(self, ("names", field), lambda: self._names(field))
            # Any number of tickets may ask for names that no agent has: they share one mask.
            mask = self._mask(field, name if name in known else None)
        return mask

    def _names(self, field: str) -> frozenset[str]:
        return frozenset().union(*(_held(agent, field) or () for agent in self.agents))

    def _mask(self, field: str, name: str | None) -> NDArray[np.bool_]:
        mask = self._masks.get((field, name))
        if mask is None:
            held = (_held(agent, field) for agent in self.agents)
            mask = np.array([names is None or name in names for names in held], dtype=bool)
            mask.setflags(write=False)
            self._masks[field, name] = mask
        return mask


def kept(roster: Roster, key: Hashable, build: Callable[[], _Kept]) -> _Kept:
    """Give a value that follows from the agents alone, built once."""
    try:
        return cast("_Kept", roster.kept[key])
    except KeyError:
        value = roster.kept[key] = build()
        return value


def _held(agent: Agent, field: str) -> frozenset[str] | None:
    if field == "skills":
        return frozenset(skill for skill, _ in agent.skills)
    names: frozenset[str] | None = getattr(agent, field)
    return names


def _some(ids: Sequence[str], most: int = 5) -> str:
    shown = ", ".join(repr(each) for each in ids[:most])
    return f"{shown} ... ({len(ids)} in all)" if len(ids) > most else shown or "no ids at all"
