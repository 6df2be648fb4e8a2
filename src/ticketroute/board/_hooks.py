"""What a strategy may offer beyond deciding; each is looked for, none is needed."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, runtime_checkable

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board._remembered import MemoryChange

if TYPE_CHECKING:
    from ticketroute.board._plan import Plan
    from ticketroute.board._view import View


@runtime_checkable
class Explains(Protocol):
    """A strategy that can say what it goes by."""

    def terms(self, view: "View", ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give named parts of the score over all agents; their sum decides, larger first."""
        ...


@runtime_checkable
class Traces(Protocol):
    """A strategy made of others that can say which of them it asked."""

    def trace(self, view: "View", ticket: int) -> tuple[str, ...]:
        """Give the way of a ticket through it, outermost first, each step in a few words.

        The view is the one on which it decided; a part that has a trace of its own adds it.
        """
        ...


@runtime_checkable
class Remembers(Protocol):
    """A strategy whose choices leave something to remember."""

    def remember(self, view: "View", ticket: int, agent: int) -> MemoryChange | None:
        """Give what follows from a choice, if anything, from the view as it is just before."""
        ...


@attrs.frozen
class Held:
    """Why a strategy keeps a ticket waiting although somebody could have it.

    Parameters
    ----------
    reason
        In words.
    until
        When it is to be asked again; None for whenever something changes.
    """

    reason: str
    until: datetime | None = None


@runtime_checkable
class Holds(Protocol):
    """A strategy that can say which tickets it holds, and why."""

    def held(self, view: "View", ticket: int) -> Held | None:
        """Say why a ticket is held; None if it is not."""
        ...


@attrs.frozen
class Alternative:
    """What a plan optimised as a whole would have done without one of its pairs.

    Parameters
    ----------
    agent
        Position of the agent who would have the ticket, or ``NOBODY``.
    loss
        By how much the sum of scores would be smaller; None if fewer could be served.
    preference
        Whom the ticket would have suited better, and who needs that agent more; or None.
    """

    agent: int
    loss: float | None
    preference: "Preference | None" = None


@attrs.frozen
class Preference:
    """An agent who would have suited a ticket better, and a ticket whose need is greater.

    Parameters
    ----------
    agent
        Position of the agent.
    gain
        By how much the score of the ticket would be larger.
    rival
        Position of a ticket that the agent has instead: of those, the one with the least need.
    need
        How much would be lost at least if it went to anybody else, although the place of the ticket
        that came would be free; None if nobody else can have it.
    """

    agent: int
    gain: float
    rival: int
    need: float | None


@runtime_checkable
class WeighsWhole(Protocol):
    """A strategy that optimises a plan as a whole and can tell what a pair is worth in it."""

    def alternative(self, plan: "Plan", ticket: int) -> Alternative | None:
        """Solve again with one pair forbidden; None if that cannot be told."""
        ...
