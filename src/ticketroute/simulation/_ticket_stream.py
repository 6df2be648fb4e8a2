"""Tickets that come with their kinds: each instant belongs to a kind, as in a log."""

from typing import Final, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse_type
from ticketroute.simulation._arrivals import Arrivals
from ticketroute.simulation._durations import Durations

UNKNOWN: Final = -1
"""In a column of work: to be drawn."""


@attrs.frozen(eq=False)
class Coming:
    """Tickets that come, and what is known of their work; all of shape (n,).

    Parameters
    ----------
    created
        Microseconds since 1970 UTC, in the order in which they came; int64.
    kind
        Position in the `kinds` of the stream; int32.
    work
        What each takes somebody of ordinary pace, in microseconds; `UNKNOWN` to have it drawn;
        int64.
    at_least
        What is drawn is drawn from what takes longer than this; int64.
    done
        How much of that has been done before; int64.
    """

    created: NDArray[np.int64]
    kind: NDArray[np.int32]
    work: NDArray[np.int64]
    at_least: NDArray[np.int64]
    done: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.created)

    def take(self, rows: NDArray[np.intp] | NDArray[np.bool_]) -> "Coming":
        """Give some of them."""
        return Coming(
            self.created[rows],
            self.kind[rows],
            self.work[rows],
            self.at_least[rows],
            self.done[rows],
        )


@runtime_checkable
class TicketStream(Protocol):
    """A stream of tickets whose kinds it knows, for ``Scenario.arrivals``."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the kinds that may come."""
        ...

    def tickets(self, start: int, end: int, random: np.random.Generator, /) -> Coming:
        """Give the tickets of a period; those created before it wait when it starts.

        Parameters
        ----------
        start, end
            The period, in microseconds since 1970 UTC; `end` is not part of it.
        random
            Where luck comes from.
        """
        ...


def require_arrivals_or_tickets(field: str, value: object) -> None:
    """Insist on a stream of either sort."""
    if not isinstance(value, Arrivals | TicketStream) or isinstance(value, type):
        raise refuse_type(field, "a stream of arrivals, such as Poisson(per_hour=12)", value)


_HALVINGS: Final = 50
_BELOW_ONE: Final = float(np.nextafter(1.0, 0.0))


def drawn_beyond(
    durations: Durations, uniforms: NDArray[np.float64], at_least: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Draw from what takes longer than something; what nothing exceeds is given as it is.

    Whatever the distribution, its draws grow with the uniform numbers: halving an interval of them
    over and over finds the share that takes no longer.
    """
    low, high = np.zeros(len(uniforms)), np.ones(len(uniforms))
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_beyond = durations.draw(np.minimum(middle, _BELOW_ONE)) > at_least
        low, high = np.where(is_beyond, low, middle), np.where(is_beyond, middle, high)
    share = np.where(at_least > 0, high, 0.0)
    within = np.minimum(share + (1 - share) * uniforms, _BELOW_ONE)
    return np.maximum(durations.draw(within), at_least)
