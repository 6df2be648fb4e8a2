"""How quick agents or teams are, as columns and as a table."""

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._figure_text import duration_text, number_text, table
from ticketroute.metrics._survival import as_duration


@attrs.frozen(eq=False)
class Performance:
    """Handling times beside what is usual for such tickets; ``str()`` gives a table.

    Parameters
    ----------
    of
        ``"agent"`` or ``"team"``.
    names
        Of those who handled something.
    tickets
        How many count; int64, shape (k,).
    observed, expected
        Mean handling time of these, and what is usual for them; microseconds, float64.
    ratio
        Observed over expected; less than 1 is quick. float64.
    adjusted
        The ratio, drawn towards 1 as far as it may be luck; float64.
    low, high
        The interval of the ratio itself; NaN if nothing is known of the spread. float64.
    spread
        The standard deviation of true ratios between them, as estimated; 0 if all may be luck.
    """

    of: str
    names: tuple[str, ...]
    tickets: NDArray[np.int64]
    observed: NDArray[np.float64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    adjusted: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    spread: float

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each agent or team as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``agent`` or ``team``, ``tickets``, ``observed`` and ``expected`` as timedelta64,
            ``ratio``, ``adjusted``, ``low``, ``high``.
        """
        return {
            self.of: np.array(self.names, dtype=object),
            "tickets": self.tickets,
            "observed": np.rint(self.observed).astype("timedelta64[us]"),
            "expected": np.rint(self.expected).astype("timedelta64[us]"),
            "ratio": self.ratio,
            "adjusted": self.adjusted,
            "low": self.low,
            "high": self.high,
        }

    def __str__(self) -> str:
        durations = {"mean time": self.observed, "expected": self.expected}
        numbers = {
            "ratio": self.ratio,
            "adjusted": self.adjusted,
            "from": self.low,
            "to": self.high,
        }
        return table(
            {self.of: self.names, "tickets": [f"{each:,}" for each in self.tickets]}
            | {
                name: [duration_text(as_duration(float(each))) for each in column]
                for name, column in durations.items()
            }
            | {
                name: [number_text(round(float(each), 3)) for each in column]
                for name, column in numbers.items()
            }
        )
