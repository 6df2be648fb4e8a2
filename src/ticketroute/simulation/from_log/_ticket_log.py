"""A log of tickets as columns: what came, who had it, when it was over, until when was observed."""

from datetime import datetime, tzinfo

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics import Journeys, journeys_from_columns
from ticketroute.model import from_microseconds, refuse, to_microseconds

NOT_KNOWN = -1
"""In a column of durations."""

Instants = NDArray[np.int64]


@attrs.frozen(kw_only=True, eq=False, repr=False)
class TicketLog:
    """What a real desk has recorded; :func:`read_log` makes it of columns.

    Instants are microseconds since 1970 UTC, ``NEVER`` (the largest int64) for what has not
    happened. The columns have a value for each ticket, by arrival.

    Attributes
    ----------
    created
        When each came; int64, shape (n,).
    type
        What it was about; str, shape (n,).
    agent
        Who has it or had it last, empty where nobody or not known; str, shape (n,).
    started
        When that agent got it; int64, shape (n,).
    ended
        When it was done; int64, shape (n,).
    handled
        Work that it took, microseconds, ``NOT_KNOWN`` (-1) where that was not recorded; int64,
        shape (n,).
    activity_agent, activity_at
        Who did something when; str and int64, shape (m,).
    since, until
        The window of observation. Tickets from before were open when it began; what was open at its
        end is open still.
    zone
        On whose wall clock people work.
    """

    created: Instants
    type: NDArray[np.str_]
    agent: NDArray[np.str_]
    started: Instants
    ended: Instants
    handled: Instants
    activity_agent: NDArray[np.str_]
    activity_at: Instants
    since: int
    until: int
    zone: tzinfo

    def __len__(self) -> int:
        return len(self.created)

    @property
    def window(self) -> tuple[datetime, datetime]:
        """Start and end of the observation, in its zone."""
        return from_microseconds(self.since, self.zone), from_microseconds(self.until, self.zone)

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Which tickets were open at the end; bool, shape (n,)."""
        mask: NDArray[np.bool_] = self.ended == NEVER
        return mask

    def split(self, at: datetime) -> tuple["TicketLog", "TicketLog"]:
        """Cut in two: what was known then, and what came after.

        Nothing that happened at or after the cut is in the first part: what ended later is open
        there, who got it later is not known, nor is work of tickets that were not done. In the
        second part are the tickets that came from then on, and those that were open.

        Parameters
        ----------
        at
            Timezone-aware, within the window.

        Examples
        --------
        >>> from datetime import UTC, datetime, timedelta
        >>> from ticketroute.simulation import read_log
        >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
        >>> after = [nine + timedelta(minutes=each) for each in range(60)]
        >>> table = {
        ...     "created": [after[0], after[10], after[40]],
        ...     "agent": ["ana", "bea", "ana"],
        ...     "started": [after[0], after[35], after[40]],
        ...     "ended": [after[20], after[50], after[45]],
        ... }
        >>> log = read_log(table, until=after[59])
        >>> log.split(after[30])
        (<TicketLog of 2 tickets, 1 open, 2026-05-04 09:00 to 09:30 UTC: 1 type, 1 agent>,
         <TicketLog of 2 tickets, 0 open, 2026-05-04 09:30 to 09:59 UTC: 1 type, 2 agents>)
        """
        cut = to_microseconds(at, "at")
        if not self.since < cut < self.until:
            first, last = (each.isoformat() for each in self.window)
            raise refuse("at", f"an instant between {first} and {last}", at.isoformat())
        return self._known_at(cut), self._from(cut)

    def from_start(self) -> "TicketLog":
        """Give the tickets that came in the window, without those that were open at its start."""
        return self._rows(self.created >= self.since)

    def _known_at(self, cut: int) -> "TicketLog":
        early = self._rows(self.created < cut)
        had_agent = (early.started < cut) | (early.ended < cut)
        is_over = early.ended < cut
        active = self.activity_at < cut
        return attrs.evolve(
            early,
            agent=np.where(had_agent, early.agent, ""),
            started=np.where(early.started < cut, early.started, NEVER),
            ended=np.where(is_over, early.ended, NEVER),
            handled=np.where(is_over, early.handled, NOT_KNOWN),
            activity_agent=self.activity_agent[active],
            activity_at=self.activity_at[active],
            until=cut,
        )

    def _from(self, cut: int) -> "TicketLog":
        active = self.activity_at >= cut
        return attrs.evolve(
            self._rows((self.created >= cut) | (self.ended >= cut)),
            activity_agent=self.activity_agent[active],
            activity_at=self.activity_at[active],
            since=cut,
        )

    def _rows(self, chosen: NDArray[np.bool_]) -> "TicketLog":
        names = ("created", "type", "agent", "started", "ended", "handled")
        return attrs.evolve(self, **{name: getattr(self, name)[chosen] for name in names})

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each ticket as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``created``, ``type``, ``agent`` (None for nobody), ``started``, ``ended`` (datetime64
            in UTC, NaT for what has not happened) and ``handled`` (timedelta64).
        """
        handled = self.handled.astype("timedelta64[us]")
        handled[self.handled == NOT_KNOWN] = np.timedelta64("NaT")
        return {
            "created": _as_datetimes(self.created),
            "type": self.type,
            "agent": np.array([name or None for name in self.agent.tolist()], dtype=object),
            "started": _as_datetimes(self.started),
            "ended": _as_datetimes(self.ended),
            "handled": handled,
        }

    def journeys(self) -> Journeys:
        """Give what became of each ticket, for the measures of :mod:`ticketroute.metrics`."""
        columns = self.columns()
        handled = columns.pop("handled")
        closed = np.where(self.agent == "", "waiting", "in hand")
        columns["outcome"] = np.where(self.is_open, closed, "resolved")
        if (self.handled != NOT_KNOWN).any():
            columns["handled"] = handled
        start, end = self.window
        return journeys_from_columns(columns, start=start, end=end)

    def __repr__(self) -> str:
        start, end = self.window
        last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
        window = f"{start:%Y-%m-%d %H:%M} to {last} {self.zone}"
        counts = f"{_many(len(self), 'ticket')}, {self.is_open.sum():,} open"
        names = [_many(len(np.unique(self.type)), "type"), _many(len(self.agents), "agent")]
        return f"<TicketLog of {counts}, {window}: {', '.join(names)}>"

    @property
    def agents(self) -> tuple[str, ...]:
        """Who had tickets, by name."""
        names: list[str] = np.unique(self.agent[self.agent != ""]).tolist()
        return tuple(names)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _as_datetimes(instants: Instants) -> NDArray[np.datetime64]:
    found = instants.astype("datetime64[us]")
    found[instants == NEVER] = np.datetime64("NaT")
    return found
