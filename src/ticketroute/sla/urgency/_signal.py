"""A number that tickets carry, as a rule."""

import math

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse, refuse_type, require_text
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._protocols import Ordering


@attrs.frozen
class Signal:
    """A number of the ticket itself, largest first: sentiment, revenue, a model's estimate.

    Number: ``signals[name]``, in the unit that it comes in; on a board these are the numbers
    among the open attributes of a ticket. For what the library cannot know. Trap: signals come on
    scales of their own, so in a mix the weight has to turn them into that of the other terms.

    Parameters
    ----------
    name
        Which signal.
    missing
        The number of a ticket that has no such signal; by default it comes last. In a mix, where
        that would put it behind all others, give one that is neither good nor bad.

    Raises
    ------
    ValueError
        When asked, if the backlog does not have the signal at all.

    Examples
    --------
    >>> signals = {"anger": np.array([0.2, np.nan, 0.9])}
    >>> zeros = np.zeros(3, dtype=np.int64)
    >>> backlog = Backlog.around_the_clock(zeros, zeros, signals=signals)
    >>> Signal("anger")(backlog, 0).tolist(), Signal("anger", missing=0.5)(backlog, 0).tolist()
    ([0.2, -inf, 0.9], [0.2, 0.5, 0.9])
    """

    name: str
    missing: float = -math.inf

    ordering = Ordering.STATIC

    def __attrs_post_init__(self) -> None:
        require_text("Signal.name", self.name)
        missing: object = self.missing
        if not isinstance(missing, int | float) or isinstance(missing, bool):
            raise refuse_type("Signal.missing", "a number", missing)
        if math.isnan(missing):
            raise refuse("Signal.missing", "a number that is not NaN", missing)

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:  # noqa: ARG002
        """Rank by the signal."""
        try:
            signal = backlog.signals[self.name]
        except KeyError:
            expected = f"the signal {self.name!r} that Signal asks for"
            raise refuse("Backlog.signals", expected, sorted(backlog.signals)) from None
        return np.where(np.isnan(signal), self.missing, signal)
