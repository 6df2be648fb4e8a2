"""Journeys: what became of each ticket, as columns, from a simulation or from a live log."""

from collections.abc import Callable, Iterable
from datetime import datetime

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._column_checks import (
    column_of,
    same_column,
    to_int16,
    to_int32,
    to_int64,
    to_uint8,
)
from ticketroute.metrics._journey_checks import check_journeys
from ticketroute.metrics._journey_columns import describe, frame_columns
from ticketroute.metrics._journey_parts import select_arrivals, select_kinds, select_rows
from ticketroute.metrics._kind import Kind, Outcome
from ticketroute.metrics._stays import Stays, TimesOnShift
from ticketroute.model import from_microseconds


@attrs.frozen(kw_only=True, repr=False)
class Journeys:
    """What became of each ticket, as columns; the measures of this room are functions of it.

    All columns have shape (n,), a row for each ticket, and are read-only. Instants are microseconds
    since 1970 UTC, ``NEVER`` (the largest int64) where something has not happened.

    Parameters
    ----------
    created
        When it arrived; int64.
    kind
        Position in `kinds`; int32.
    first_assigned, started
        When it was first given to an agent, and when work on it first began; int64.
    ended
        When it was resolved (for the last time), left, or was turned away; NEVER while it is open;
        int64.
    outcome
        An :class:`Outcome`; uint8.
    agent, first_agent
        Who has or had it last, and who first, as positions in `agents`, or -1; int32.
    handled
        Time of work, microseconds, over all stays and reopenings, wrap-up included; int64.
    bounces
        How often it was given back or transferred; int16.
    reopenings
        How often it was reopened; int16.
    due
        By when it is to be done, NEVER without a target; int64. What "done" is, the start or the
        resolution, is said where it is asked.
    kinds
        What sorts of tickets there are.
    agents
        Ids of the agents.
    teams
        The teams of each agent, None where they are not known; or nothing at all.
    start, end
        The window of observation. What was open at the end is censored there: what became of it
        later is not known.
    arrivals_end
        Until when tickets that arrive are among these, by default `end`.
    attendance
        When each agent was on shift; empty for all the time from start to end.
    stays
        When tickets were in whose hands; may be empty, and is then not known.
    is_part
        Whether tickets were left out that arrived before `start`, which others may have queued
        behind; see `between`.

    Raises
    ------
    TypeError, ValueError
        For columns of another type or length, positions or instants out of range, instants in
        an impossible order, and open tickets that have ended; the message names the field.

    Examples
    --------
    >>> from ticketroute.board import NEVER
    >>> minute = 60_000_000
    >>> journeys = Journeys(
    ...     created=[0, minute],
    ...     kind=[0, 0],
    ...     first_assigned=[minute, NEVER],
    ...     started=[2 * minute, NEVER],
    ...     ended=[9 * minute, NEVER],
    ...     outcome=[Outcome.RESOLVED, Outcome.WAITING],
    ...     agent=[0, -1],
    ...     first_agent=[0, -1],
    ...     handled=[7 * minute, 0],
    ...     bounces=[0, 0],
    ...     reopenings=[0, 0],
    ...     due=[NEVER, NEVER],
    ...     kinds=(Kind("billing"),),
    ...     agents=("ana",),
    ...     start=0,
    ...     end=10 * minute,
    ... )
    >>> journeys
    <Journeys of 2 tickets, 1970-01-01 00:00 to 00:10 UTC: 1 waiting, 1 resolved; 1 kind, 1 agent>
    >>> journeys.columns()["kind"].tolist()
    ['billing', 'billing']
    """

    created: NDArray[np.int64] = attrs.field(
        converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    kind: NDArray[np.int32] = attrs.field(
        converter=to_int32, validator=column_of(np.int32), eq=same_column
    )
    first_assigned: NDArray[np.int64] = attrs.field(
        converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    started: NDArray[np.int64] = attrs.field(
        converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    ended: NDArray[np.int64] = attrs.field(
        converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    outcome: NDArray[np.uint8] = attrs.field(
        converter=to_uint8, validator=column_of(np.uint8), eq=same_column
    )
    agent: NDArray[np.int32] = attrs.field(
        converter=to_int32, validator=column_of(np.int32), eq=same_column
    )
    first_agent: NDArray[np.int32] = attrs.field(
        converter=to_int32, validator=column_of(np.int32), eq=same_column
    )
    handled: NDArray[np.int64] = attrs.field(
        converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    bounces: NDArray[np.int16] = attrs.field(
        converter=to_int16, validator=column_of(np.int16), eq=same_column
    )
    reopenings: NDArray[np.int16] = attrs.field(
        converter=to_int16, validator=column_of(np.int16), eq=same_column
    )
    due: NDArray[np.int64] = attrs.field(
        converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    kinds: tuple[Kind, ...]
    agents: tuple[str, ...]
    teams: tuple[frozenset[str] | None, ...] = ()
    start: int
    end: int
    arrivals_end: int = attrs.field(default=attrs.Factory(lambda self: self.end, takes_self=True))
    attendance: TimesOnShift = attrs.field(factory=TimesOnShift)
    stays: Stays = attrs.field(factory=Stays)
    is_part: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse what does not belong together; a few passes over the columns."""
        check_journeys(self)

    def __len__(self) -> int:
        return len(self.created)

    def __repr__(self) -> str:
        return f"<Journeys of {describe(self)}>"

    def __reduce__(self) -> tuple[object, tuple[dict[str, object]]]:
        """Be pickled by way of the constructor, so that columns stay read-only."""
        names = [field.name for field in attrs.fields(Journeys)]
        return _made_of, ({name: getattr(self, name) for name in names},)

    @property
    def window(self) -> tuple[datetime, datetime]:
        """Start and end of the observation, in UTC."""
        return from_microseconds(self.start), from_microseconds(self.end)

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Which tickets were open at the end; bool, shape (n,)."""
        mask: NDArray[np.bool_] = self.outcome <= Outcome.IN_HAND
        return mask

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each ticket as columns for a data frame.

        Returns
        -------
        dict of ndarray
            Named as the columns: instants as datetime64 and durations as timedelta64 of
            microseconds (UTC, NaT for NEVER), kinds, agents and outcomes as their names, None for
            nobody.
        """
        return frame_columns(self)

    def select(self, chosen: NDArray[np.bool_]) -> "Journeys":
        """Give the journeys of some tickets only.

        All stays are kept, so that how busy agents were is still known; those of other tickets lose
        their ticket (-1).

        Parameters
        ----------
        chosen
            ndarray of bool, shape (n,).
        """
        return select_rows(self, chosen)

    def between(self, start: datetime | None = None, end: datetime | None = None) -> "Journeys":
        """Give the journeys of the tickets that arrived from a start until before an end.

        What became of them later is kept, so that this cuts off a warm-up without bias: ``start``
        moves, the ``end`` of the observation stays. How long the queue was cannot be told from a
        part; ``backlog`` takes a window of its own.

        Parameters
        ----------
        start, end
            Timezone-aware; None for those of the journeys. Within the window of observation.
        """
        return select_arrivals(self, start, end)

    def of_kinds(self, wanted: Callable[[Kind], bool] | Iterable[str]) -> "Journeys":
        """Give the journeys of the tickets of some kinds.

        Parameters
        ----------
        wanted
            Names of kinds, or a function that says of a kind whether it is wanted:
            ``journeys.of_kinds(lambda kind: kind.channel == "chat")``.
        """
        return select_kinds(self, wanted)


def _made_of(fields: dict[str, object]) -> Journeys:
    return Journeys(**fields)  # type: ignore[arg-type]  # as they were taken from another
