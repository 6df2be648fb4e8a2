"""What is known of the time of agents, as columns and as a table."""

from datetime import timedelta
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._fairness_result import Inequality
from ticketroute.metrics._figure_text import as_share, share_text, table, work_text
from ticketroute.metrics._inequality import gini, jain, max_over_mean
from ticketroute.metrics._survival import as_duration

_DURATIONS: Final = ("on_shift", "paid", "busy", "work", "overtime")


@attrs.frozen(eq=False, repr=False)
class AgentTime:
    """What became of the time of agents; ``str()`` gives a table.

    Parameters
    ----------
    agents
        Their ids.
    on_shift, paid
        How long each was there to work, and is paid for; microseconds, int64, shape (k,).
    busy, work
        How long each worked on something, and the sum over tickets, which is more where several
        were in hand at once; int64.
    overtime
        How much of ``busy`` lay outside the shifts; int64.
    """

    agents: tuple[str, ...]
    on_shift: NDArray[np.int64]
    paid: NDArray[np.int64]
    busy: NDArray[np.int64]
    work: NDArray[np.int64]
    overtime: NDArray[np.int64]

    @property
    def available(self) -> NDArray[np.int64]:
        """How long each was on shift and not busy; microseconds, int64, shape (k,)."""
        return self.on_shift - (self.busy - self.overtime)

    @property
    def occupancies(self) -> NDArray[np.float64]:
        """Busy over busy and available, 0 to 1, by agent; NaN for who was neither."""
        return _shares(self.busy, self.busy + self.available)

    @property
    def utilisations(self) -> NDArray[np.float64]:
        """Busy over paid by agent, more than 1 with much overtime; NaN for who is not paid."""
        return _shares(self.busy, self.paid)

    @property
    def occupancy(self) -> float:
        """Busy over busy and available, of all together; NaN of nothing."""
        return as_share(int(self.busy.sum()), int((self.busy + self.available).sum()))

    @property
    def utilisation(self) -> float:
        """Busy over paid, of all together; NaN of nothing."""
        return as_share(int(self.busy.sum()), int(self.paid.sum()))

    @property
    def total_overtime(self) -> timedelta:
        """How long all worked outside their shifts."""
        return as_duration(int(self.overtime.sum()))

    @property
    def inequality(self) -> Inequality | None:
        """How unequal busy time over time on shift is; None if nobody was on shift.

        Who was never on shift does not count; and counts of tickets would mislead where some
        work part-time.
        """
        there = self.on_shift > 0
        if not there.any():
            return None
        shares = self.busy[there] / self.on_shift[there]
        return Inequality(gini(shares), jain(shares), max_over_mean(shares))

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each agent as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``agent``, the durations as timedelta64, ``available``, ``occupancy``,
            ``utilisation``.
        """
        durations = {name: getattr(self, name) for name in (*_DURATIONS, "available")}
        return {
            "agent": np.array(self.agents, dtype=object),
            **{name: column.astype("timedelta64[us]") for name, column in durations.items()},
            "occupancy": self.occupancies,
            "utilisation": self.utilisations,
        }

    def __repr__(self) -> str:
        return (
            f"<AgentTime of {len(self.agents):,} agents: occupancy {share_text(self.occupancy)}, "
            f"utilisation {share_text(self.utilisation)}>"
        )

    def __str__(self) -> str:
        shown = [
            name for name in _DURATIONS if name != "paid" or (self.paid != self.on_shift).any()
        ]
        cells = {
            name.replace("_", " "): [
                work_text(as_duration(int(each)))
                for each in [*getattr(self, name), getattr(self, name).sum()]
            ]
            for name in shown
        }
        occupancies = [*self.occupancies, self.occupancy]
        utilisations = [*self.utilisations, self.utilisation]
        return table(
            {
                "agent": [*self.agents, "all"],
                **cells,
                "occupancy": [share_text(float(each)) for each in occupancies],
                "utilisation": [share_text(float(each)) for each in utilisations],
            }
        )


def _shares(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    shares = np.full(len(part), np.nan)
    np.divide(part, whole, out=shares, where=whole > 0)
    return shares
