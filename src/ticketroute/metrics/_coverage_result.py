"""What a coverage analysis finds, as data and as text."""

from collections.abc import Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray


@attrs.frozen
class Shortage:
    """Tickets that ask for more than all who may have them can take, whoever gets which.

    Parameters
    ----------
    ticket_ids, asked
        The tickets, and what they ask for in words.
    agent_ids
        All who may have any of them.
    demand, room
        Units of effort that they need, and that these agents may have in hand.
    """

    ticket_ids: tuple[str, ...]
    asked: tuple[str, ...]
    agent_ids: tuple[str, ...]
    demand: int
    room: int

    @property
    def deficit(self) -> int:
        """By how many units the demand exceeds the room."""
        return self.demand - self.room

    def __str__(self) -> str:
        return (
            f"{counted(len(self.ticket_ids), 'ticket')} ({_some(self.asked, '; ')}): "
            f"{counted(self.demand, 'unit')} needed, room for {self.room} with "
            f"{_some(self.agent_ids)}; {self.deficit} too few"
        )


@attrs.frozen
class Unservable:
    """Tickets that nobody may have.

    Parameters
    ----------
    ticket_ids, asked
        The tickets, and what they ask for in words.
    reason
        Why nobody may have them.
    """

    ticket_ids: tuple[str, ...]
    asked: str
    reason: str

    def __str__(self) -> str:
        return f"{_some(self.ticket_ids)} ({self.asked}): {self.reason}"


@attrs.frozen
class CoverageRow:
    """Tickets that the same agents may have.

    Parameters
    ----------
    asked
        What they ask for, in words.
    tickets, demand
        How many there are, and how many units of effort they need.
    agents, room
        How many agents may have them, and how many units these may have in hand; without a limit
        as many as all tickets need.
    only
        Id of the one agent who may have them, or None if there are others or nobody.
    is_short
        Whether they are part of a shortage.
    """

    asked: str
    tickets: int
    demand: int
    agents: int
    room: int
    only: str | None
    is_short: bool


@attrs.frozen
class Coverage:
    """Who is needed for what; ``str()`` gives it as text.

    Parameters
    ----------
    tickets, agents
        How many were looked at; agents who were not there are not counted.
    shortages
        Sets of tickets that need more room than all who may have them together have. Those given
        exceed it by the most that any set does, and have no agent in common.
    unservable
        Tickets that nobody may have, and why.
    only
        How many tickets nobody else may have, by agent id: they cannot be served without him or
        her. Largest first.
    unknown_skills
        Skills that tickets ask for and nobody has, each with those that are spelt much like it.
    unused_skills
        Skills that agents have and no ticket asks for.
    rows
        What each group of tickets needs, and who may have it.
    """

    tickets: int
    agents: int
    shortages: tuple[Shortage, ...]
    unservable: tuple[Unservable, ...]
    only: Mapping[str, int]
    unknown_skills: Mapping[str, tuple[str, ...]]
    unused_skills: tuple[str, ...]
    rows: tuple[CoverageRow, ...] = attrs.field(repr=False)

    @property
    def deficit(self) -> int:
        """Units of effort that cannot be taken at once, of tickets that somebody may have."""
        return sum(shortage.deficit for shortage in self.shortages)

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each group of tickets that the same agents may have.

        Returns
        -------
        dict of ndarray
            ``asked``, ``tickets``, ``demand``, ``agents``, ``room``, ``only``, ``is_short``; see
            :class:`CoverageRow`.
        """
        kinds = {"asked": object, "only": object, "is_short": bool}
        return {
            field.name: np.array(
                [getattr(row, field.name) for row in self.rows],
                dtype=kinds.get(field.name, np.int64),
            )
            for field in attrs.fields(CoverageRow)
        }

    def __str__(self) -> str:
        lines = [f"{counted(self.tickets, 'ticket')}, {counted(self.agents, 'agent')}"]
        lines += _section("too many for those who may have them", map(str, self.shortages))
        lines += _section("nobody may have them", map(str, self.unservable))
        lines += _section(
            "cannot be served without one agent",
            (f"{name}: {counted(count, 'ticket')}" for name, count in self.only.items()),
        )
        lines += _section(
            "skills that nobody has",
            (_unknown(skill, near) for skill, near in self.unknown_skills.items()),
        )
        lines += _section("skills that no ticket asks for", map(repr, self.unused_skills))
        return "\n".join(lines) if len(lines) > 1 else f"{lines[0]}: nothing is short"


def _section(title: str, facts: Iterable[str]) -> list[str]:
    told = [f"    {fact}" for fact in facts]
    return [f"  {title}:", *told] if told else []


def counted(number: int, thing: str) -> str:
    """Say how many of something there are."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _unknown(skill: str, near: tuple[str, ...]) -> str:
    return f"{skill!r}, perhaps {' or '.join(map(repr, near))}" if near else repr(skill)


def _some(names: tuple[str, ...], between: str = ", ", most: int = 5) -> str:
    shown = between.join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
