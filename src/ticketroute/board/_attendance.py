"""Who is there, who has been away or asleep, and who may not have everything yet."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

import attrs

from ticketroute.board._drawn import Drawn
from ticketroute.board._places import GONE, by_new_place
from ticketroute.model import (
    Agent,
    Presence,
    aware,
    optional_aware,
    refuse,
    texts,
    to_texts,
)

_KINDS: Final = ("keep", "return", "substitute", "reassign")


@attrs.frozen
class HandOver:
    """What becomes of the open tickets of an agent who goes.

    Parameters
    ----------
    kind
        ``"keep"`` leaves them with the agent, ``"return"`` puts them back into their queues at
        their old place, ``"substitute"`` gives them to the substitutes, ``"reassign"`` gives each
        at once to whoever is there, may have it and has room: the one with the lowest load ratio
        at that moment, then the one who got a ticket longest ago, then by id. Where nobody is
        found, a ticket goes back to its queue.
    substitutes
        Ids of agents, best first; the first who is there, may have the ticket and has room gets
        it. Whoever is away may have named substitutes too, who are asked in turn.
    on_hold
        Whether tickets on hold go too.
    """

    kind: str
    substitutes: tuple[str, ...] = attrs.field(default=(), converter=to_texts, validator=texts)
    on_hold: bool = True

    def __attrs_post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise refuse("HandOver.kind", f"one of {_KINDS}", self.kind)
        if (self.kind == "substitute") != bool(self.substitutes):
            expected = "ids of agents if, and only if, kind is 'substitute'"
            raise refuse("HandOver.substitutes", expected, self.substitutes)


@attrs.frozen
class Leave:
    """A planned absence.

    Parameters
    ----------
    start, end
        From when and until when; timezone-aware datetimes, `end` may be None for not known.
    hand_over
        What becomes of the open tickets at its start.
    """

    start: datetime = attrs.field(validator=aware)
    end: datetime | None = attrs.field(validator=optional_aware)
    hand_over: HandOver = attrs.field(factory=lambda: HandOver("keep"))

    def __attrs_post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise refuse("Leave.end", f"an instant after the start, {self.start}", self.end)

    def to_dict(self) -> dict[str, object]:
        """Give it as plain data, but for the instants."""
        plan = self.hand_over
        told = {"kind": plan.kind, "substitutes": list(plan.substitutes), "on_hold": plan.on_hold}
        return {"start": self.start, "end": self.end, "hand_over": told}


@attrs.frozen
class Ceiling:
    """What an agent may have for now, where that is less than the capacity.

    Parameters
    ----------
    units
        Units of effort.
    ends
        When only the capacity counts again, in microseconds since 1970 UTC; 0 for not known.
    """

    units: int
    ends: int


@attrs.define
class Attendance:
    """By position of the agent.

    Attributes
    ----------
    presence
        As it was last set.
    misses
        How many offers in a row ended without an answer.
    ceilings
        What agents who came back may have for now.
    leaves
        Planned absences that are not over, by start.
    on_leave
        Those whose first planned absence has begun, and their presence before it.
    stand_ins
        Ids of those who stand in for somebody who went, best first, until he or she is back.
    shifts
        When the shift of an agent ends, in microseconds since 1970 UTC; 0 if it is over. For those
        who have hours, once it has been looked at.
    drawn
        What they have been given on their allowances.
    elsewhere
        Work that did not come from this board: agent id, channel, units.
    """

    presence: list[Presence]
    misses: list[int]
    ceilings: dict[int, Ceiling] = attrs.field(factory=dict)
    leaves: dict[int, tuple[Leave, ...]] = attrs.field(factory=dict)
    on_leave: dict[int, Presence] = attrs.field(factory=dict)
    stand_ins: dict[int, tuple[str, ...]] = attrs.field(factory=dict)
    shifts: dict[int, int] = attrs.field(factory=dict)
    drawn: Drawn = attrs.field(factory=Drawn)
    elsewhere: list[tuple[str, str, int]] = attrs.field(factory=list)

    @classmethod
    def of(cls, agents: Iterable[Agent], elsewhere: list[tuple[str, str, int]]) -> "Attendance":
        """Begin with agents as they say they are."""
        presence = [agent.presence for agent in agents]
        return cls(presence, [0] * len(presence), elsewhere=elsewhere)

    def copy(self) -> "Attendance":
        """Copy everything that can change."""
        return Attendance(
            self.presence.copy(),
            self.misses.copy(),
            self.ceilings.copy(),
            self.leaves.copy(),
            self.on_leave.copy(),
            self.stand_ins.copy(),
            self.shifts.copy(),
            self.drawn.copy(),
            self.elsewhere.copy(),
        )

    def moved(self, places: list[int], new: Presence | None) -> "Attendance":
        """Give the same for agents who stand in other places, perhaps with a new one among them.

        Parameters
        ----------
        places
            The new place of each agent, or `GONE`.
        new
            The presence of the new agent, or None if there is none.
        """
        count = len(places) - places.count(GONE) + (new is not None)
        presence, misses = [new or Presence.OFFLINE] * count, [0] * count
        for before, after in enumerate(places):
            if after != GONE:
                presence[after], misses[after] = self.presence[before], self.misses[before]
        return Attendance(
            presence,
            misses,
            by_new_place(self.ceilings, places),
            by_new_place(self.leaves, places),
            by_new_place(self.on_leave, places),
            by_new_place(self.stand_ins, places),
            by_new_place(self.shifts, places),
            self.drawn.moved(places),
            self.elsewhere.copy(),
        )
