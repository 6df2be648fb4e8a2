"""The waiting tickets as plain columns, which is all that an urgency rule sees."""

from collections.abc import Iterator, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse
from ticketroute.sla._clock_columns import ClockColumns

_HOUR = 3_600_000_000


def _ones(backlog: "Backlog") -> NDArray[np.float64]:
    return np.ones(len(backlog.created))


def _hours(backlog: "Backlog") -> NDArray[np.int64]:
    return np.full(len(backlog.created), _HOUR)


def _zeros(backlog: "Backlog") -> NDArray[np.int64]:
    return np.zeros(len(backlog.created), dtype=np.int64)


@attrs.frozen(eq=False)
class Backlog:
    """Columns of waiting tickets, all of the same length; times in microseconds since 1970 UTC.

    A ticket with several clocks has a row for each of them, next to each other; it is as urgent
    as the most urgent one. A rule need not care: it gives a number for each row.

    Parameters
    ----------
    created
        When each ticket arrived, ``ndarray of int64``.
    clocks
        The clock of each row.
    level
        Priority level, ``ndarray of int64``, 1 is the highest; 0 for unknown, the default.
    tier
        Rank of the customer's tier, ``ndarray of int64``, 1 is the highest; 0 for none, the
        default.
    weight
        How much a ticket counts, ``ndarray of float64`` above 0; 1 by default.
    work
        Expected handling time in microseconds, ``ndarray of int64`` above 0; an hour by default.
    signals
        Other numbers by name, each an ``ndarray of float64``; NaN where there is none.
    ticket
        Which ticket each row belongs to, ``ndarray of int``: 0, 0, 1, 2, ... Without it, each row
        is a ticket.

    Raises
    ------
    ValueError
        If the columns differ in length.
    """

    created: NDArray[np.int64]
    clocks: ClockColumns
    level: NDArray[np.int64] = attrs.field(default=attrs.Factory(_zeros, takes_self=True))
    tier: NDArray[np.int64] = attrs.field(default=attrs.Factory(_zeros, takes_self=True))
    weight: NDArray[np.float64] = attrs.field(default=attrs.Factory(_ones, takes_self=True))
    work: NDArray[np.int64] = attrs.field(default=attrs.Factory(_hours, takes_self=True))
    signals: Mapping[str, NDArray[np.float64]] = attrs.field(factory=dict)
    ticket: NDArray[np.intp] | None = None

    def __attrs_post_init__(self) -> None:
        for name in ("clocks", "level", "tier", "weight", "work", "ticket"):
            column = getattr(self, name)
            if column is not None and len(column) != len(self.created):
                raise refuse(f"Backlog.{name}", f"{len(self.created)} entries", len(column))
        if self.ticket is not None and (np.diff(self.ticket, prepend=0) < 0).any():
            raise refuse("Backlog.ticket", "ascending positions from 0", self.ticket)

    @classmethod
    def around_the_clock(
        cls,
        created: NDArray[np.int64],
        target: NDArray[np.int64],
        level: NDArray[np.int64] | None = None,
        *,
        tier: NDArray[np.int64] | None = None,
        weight: NDArray[np.float64] | None = None,
        work: NDArray[np.int64] | None = None,
        signals: Mapping[str, NDArray[np.float64]] | None = None,
    ) -> "Backlog":
        """Make a backlog of tickets whose clocks have run from arrival without a calendar.

        Parameters
        ----------
        created
            When each ticket arrived.
        target
            Time allowed from then on; 0 for none.
        level, tier, weight, work, signals
            The other columns, if known.
        """
        bare = cls(created, ClockColumns.started(created, target))
        return attrs.evolve(
            bare,
            level=bare.level if level is None else level,
            tier=bare.tier if tier is None else tier,
            weight=bare.weight if weight is None else weight,
            work=bare.work if work is None else work,
            signals=bare.signals if signals is None else signals,
        )

    def __len__(self) -> int:
        return len(self.created)

    @property
    def due(self) -> NDArray[np.int64]:
        """When each is due; ``NO_DUE`` for a row without a target."""
        return self.clocks.due

    @property
    def target(self) -> NDArray[np.int64]:
        """Time allowed, in microseconds; 0 for a row without a target."""
        return self.clocks.target

    def used(self, now: int) -> NDArray[np.int64]:
        """Give what each clock shows, in microseconds of its own calendar."""
        return self.clocks.used(now)

    def remaining(self, now: int) -> NDArray[np.int64]:
        """Give what is left of each target, negative beyond it; ``NO_DUE`` without one."""
        return self.clocks.remaining(now)

    def take(self, rows: NDArray[np.intp]) -> "Backlog":
        """Give some of the rows."""
        return Backlog(
            self.created[rows],
            self.clocks.take(rows),
            self.level[rows],
            self.tier[rows],
            self.weight[rows],
            self.work[rows],
            _SignalsOfRows(self.signals, rows),
            None if self.ticket is None else self.ticket[rows],
        )


@attrs.frozen(eq=False)
class _SignalsOfRows(Mapping[str, NDArray[np.float64]]):
    """Signals of some of the rows, gathered when one is asked for.

    A board reads a signal from all its tickets, so one that no rule asks for is not touched.
    """

    signals: Mapping[str, NDArray[np.float64]]
    rows: NDArray[np.intp]

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self.signals[name][self.rows]

    def __iter__(self) -> Iterator[str]:
        return iter(self.signals)

    def __len__(self) -> int:
        return len(self.signals)
