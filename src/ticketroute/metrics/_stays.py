"""When agents were on shift, and when they had which ticket in hand, as columns."""

import attrs
import numpy as np
from numpy.typing import ArrayLike, NDArray

from ticketroute.board import NEVER
from ticketroute.metrics._column_checks import (
    column_of,
    require_equal_lengths,
    require_order,
    same_column,
    to_int32,
    to_int64,
)


def _nobody() -> NDArray[np.int32]:
    return np.empty(0, dtype=np.int32)


def _nothing() -> NDArray[np.int64]:
    return np.empty(0, dtype=np.int64)


@attrs.frozen(repr=False)
class TimesOnShift:
    """When each agent was on shift; a row for each uninterrupted time.

    Parameters
    ----------
    agent
        Whose, as a position in ``Journeys.agents``; ndarray of int32, shape (n,).
    start, end
        From when until when, microseconds since 1970 UTC; ndarray of int64, shape (n,). Times of
        one agent that touch or overlap count once.
    """

    agent: NDArray[np.int32] = attrs.field(
        factory=_nobody, converter=to_int32, validator=column_of(np.int32), eq=same_column
    )
    start: NDArray[np.int64] = attrs.field(
        factory=_nothing, converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    end: NDArray[np.int64] = attrs.field(
        factory=_nothing, converter=to_int64, validator=column_of(np.int64), eq=same_column
    )

    def __attrs_post_init__(self) -> None:
        """Refuse columns that do not belong together."""
        require_equal_lengths("TimesOnShift", attrs.asdict(self, recurse=False))
        require_order("TimesOnShift", "start", self.start, "end", self.end)

    def __len__(self) -> int:
        return len(self.agent)

    def __repr__(self) -> str:
        return f"<TimesOnShift: {len(self):,}>"

    def __reduce__(self) -> tuple[type["TimesOnShift"], tuple[ArrayLike, ...]]:
        """Be pickled by way of the constructor, so that columns stay read-only."""
        return TimesOnShift, (self.agent, self.start, self.end)


@attrs.frozen(repr=False)
class Stays:
    """When tickets were in whose hands; a row for each stay.

    Parameters
    ----------
    ticket
        Which, as a row of the journeys; -1 for a ticket that is not among them, because they are a
        part of others. ndarray of int32, shape (n,).
    agent
        In whose hands, as a position in ``Journeys.agents``; ndarray of int32, shape (n,).
    assigned, started, ended
        When the ticket was given, when work on it began, when it left these hands or work on it was
        put off; microseconds since 1970 UTC, NEVER where that has not happened. ndarray of int64,
        shape (n,). The time from ``started`` to ``ended`` is work, wrap-up included.
    """

    ticket: NDArray[np.int32] = attrs.field(
        factory=_nobody, converter=to_int32, validator=column_of(np.int32), eq=same_column
    )
    agent: NDArray[np.int32] = attrs.field(
        factory=_nobody, converter=to_int32, validator=column_of(np.int32), eq=same_column
    )
    assigned: NDArray[np.int64] = attrs.field(
        factory=_nothing, converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    started: NDArray[np.int64] = attrs.field(
        factory=_nothing, converter=to_int64, validator=column_of(np.int64), eq=same_column
    )
    ended: NDArray[np.int64] = attrs.field(
        factory=_nothing, converter=to_int64, validator=column_of(np.int64), eq=same_column
    )

    def __attrs_post_init__(self) -> None:
        """Refuse columns that do not belong together."""
        require_equal_lengths("Stays", attrs.asdict(self, recurse=False))
        require_order("Stays", "assigned", self.assigned, "ended", self.ended)
        require_order("Stays", "assigned", self.assigned, "started", self.started)
        over = np.where(self.started == NEVER, self.assigned, self.started)
        require_order("Stays", "started", over, "ended", self.ended)

    def __len__(self) -> int:
        return len(self.ticket)

    def __repr__(self) -> str:
        return f"<Stays: {len(self):,}>"

    def __reduce__(self) -> tuple[type["Stays"], tuple[ArrayLike, ...]]:
        """Be pickled by way of the constructor, so that columns stay read-only."""
        return Stays, (self.ticket, self.agent, self.assigned, self.started, self.ended)
