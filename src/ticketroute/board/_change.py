"""What could have been otherwise about an agent, a ticket or the desk, and how much that is."""

from enum import Enum
from typing import Final

import attrs


class ChangeKind(Enum):
    """What a counterfactual changes, from the smallest kind of change to the largest."""

    LOAD = "load"
    """The agent has fewer tickets in hand, ``value`` of them: not ``tickets`` and ``elsewhere``."""
    TURN = "turn"
    """Nothing has ever been assigned to the agent."""
    PRESENCE = "presence"
    """The agent is active."""
    SHIFT = "shift"
    """The agent is on shift for long enough."""
    ALLOWANCE = "allowance"
    """``value`` less has been drawn on the allowance ``name`` of the agent."""
    LIMIT = "limit"
    """The total limit of the agent, or the one on ``name``, is at least ``value``."""
    LEVEL = "level"
    """The agent has the skill ``name`` at ``value`` or more."""
    SKILL = "skill"
    """The same, of an agent who does not have the skill at all."""
    CHANNEL = "channel"
    """The agent serves the channel ``name``."""
    TEAM = "team"
    """The agent is in the team of the queue ``name``."""
    LANGUAGE = "language"
    """The agent speaks the language ``name``."""
    LOWERED = "lowered"
    """The ticket asks for the skill ``name`` from ``value`` only."""
    DROPPED = "dropped"
    """The ticket does not ask for the skill ``name``."""
    ANY_LANGUAGE = "any language"
    """The ticket does not ask for the language ``name``."""
    EXCLUSION = "exclusion"
    """The ticket does not exclude the agent."""
    DECLINE = "decline"
    """The agent has not declined the ticket."""
    RULE = "rule"
    """There is no rule ``name``."""
    ONE_MORE = "one more"
    """There is one more agent, with what the ticket asks for and room for ``value`` units."""

    @property
    def rank(self) -> int:
        """Its place in the order of sizes, from 0."""
        return _RANKS[self]


_MOST_NAMES: Final = 10
"""How many tickets a text names; ``Change.tickets`` has them all."""

_RANKS: Final = {kind: rank for rank, kind in enumerate(ChangeKind)}


@attrs.frozen
class Change:
    """One thing that is otherwise than it was.

    Parameters
    ----------
    kind
        What is changed.
    agent_id
        Whose, or None for a change of the ticket, of the rules or of who is there.
    name
        Of the skill, channel, queue, language, limit, allowance or rule, if it is about one.
    value
        The number that would do, where it is about a number; see :class:`ChangeKind`.
    before
        The number as it was, or None.
    tickets
        Ids of the tickets that the agent would be done with.
    elsewhere
        Work from elsewhere that the agent would be done with: pairs of channel (``""`` for none)
        and units. Neither is named where all that the agent has in hand is alike.
    """

    kind: ChangeKind
    agent_id: str | None = None
    name: str | None = None
    value: float | None = None
    before: float | None = None
    tickets: tuple[str, ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()

    @property
    def amount(self) -> float:
        """How much is changed, in units of its kind."""
        if self.value is None or self.before is None:
            return 1.0
        return abs(self.value - self.before)

    @property
    def is_more(self) -> bool:
        """Whether there is one agent more."""
        return self.kind is ChangeKind.ONE_MORE

    def to_dict(self) -> dict[str, object]:
        """Give everything as plain data."""
        return {
            "kind": self.kind.value,
            "agent_id": self.agent_id,
            "name": self.name,
            "value": self.value,
            "before": self.before,
            "tickets": list(self.tickets),
            "elsewhere": dict(self.elsewhere),
            "text": str(self),
        }

    def __str__(self) -> str:
        who, what = self.agent_id, f"{self.name!r}"
        value = "" if self.value is None else _plain(self.value)
        was = "" if self.before is None else f", not {_plain(self.before)}"
        units = _count(self.value, "unit")
        texts = {
            ChangeKind.LOAD: f"{who} {self._load(was)}",
            ChangeKind.TURN: f"{who} had not been assigned anything yet",
            ChangeKind.PRESENCE: f"{who} were active",
            ChangeKind.SHIFT: f"{who} were on shift for long enough",
            ChangeKind.ALLOWANCE: f"{who} had been given {value} less of allowance {what}",
            ChangeKind.LIMIT: f"{who} might have {units} in hand{self._of()}{was}",
            ChangeKind.LEVEL: f"{who} had {what} >= {value}{was}",
            ChangeKind.SKILL: f"{who} had {what} >= {value}",
            ChangeKind.CHANNEL: f"{who} served channel {what}",
            ChangeKind.TEAM: f"{who} were in the team of queue {what}",
            ChangeKind.LANGUAGE: f"{who} spoke {what}",
            ChangeKind.LOWERED: f"it asked for {what} >= {value}{was}",
            ChangeKind.DROPPED: f"it did not ask for {what}",
            ChangeKind.ANY_LANGUAGE: f"it did not ask for language {what}",
            ChangeKind.EXCLUSION: f"it did not exclude {who}",
            ChangeKind.DECLINE: f"{who} had not declined it",
            ChangeKind.RULE: f"there were no rule {what}",
            ChangeKind.ONE_MORE: f"there were one more agent on shift{self._with()}",
        }
        return texts[self.kind]

    def _load(self, was: str) -> str:
        """Say what would be in hand, or what would not if it matters which."""
        if not self.tickets and not self.elsewhere:
            return f"had at most {_count(self.value, 'ticket')} in hand{was}"
        names = [*self.tickets[:_MOST_NAMES]]
        if more := len(self.tickets) - len(names):
            names.append(f"{more} more")
        for channel, units in self.elsewhere:
            where = f" on channel {channel!r}" if channel else ""
            names.append(f"{_count(units, 'ticket')}{where} from elsewhere")
        return "were done with " + " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))

    def _of(self) -> str:
        return f" of {self.name}" if self.name else ""

    def _with(self) -> str:
        return f" with {self.name}" if self.name else ""


def _count(number: float | None, thing: str) -> str:
    return f"1 {thing}" if number == 1 else f"{_plain(number or 0)} {thing}s"


def _plain(number: float) -> str:
    """Write a number with all its digits."""
    return f"{number:.15g}"
