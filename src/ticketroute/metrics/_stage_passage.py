"""When tickets reached a stage: their assignment, their start, their resolution."""

from typing import Final, Literal, get_args

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Outcome
from ticketroute.model import refuse

Stage = Literal["assignment", "start", "resolution"]
STAGES: Final[tuple[Stage, ...]] = get_args(Stage)


@attrs.frozen(eq=False)
class Passage:
    """How the tickets that came to queue got to a stage, or did not.

    Parameters
    ----------
    rows
        Which tickets these are; bool, shape (n,).
    created
        When they arrived, microseconds; int64, shape (m,).
    instant
        When they reached the stage, else when they left, else the end of the observation; int64.
    reached, left
        Whether they reached it, and whether they left before; bool. Neither is still open.
    """

    rows: NDArray[np.bool_]
    created: NDArray[np.int64]
    instant: NDArray[np.int64]
    reached: NDArray[np.bool_]
    left: NDArray[np.bool_]

    @property
    def waits(self) -> NDArray[np.int64]:
        """How long it took until then, microseconds."""
        return self.instant - self.created


def passage(journeys: Journeys, stage: Stage) -> Passage:
    """Say when tickets reached a stage.

    Those that never came to queue are left out, as are those that were resolved although it is not
    known when they were assigned, or started: they surely were.
    """
    instants = stage_instants(journeys, stage)
    is_unknown = (journeys.outcome == Outcome.RESOLVED) & (instants == NEVER)
    rows = came_to_queue(journeys) & ~is_unknown
    created, ended, instant = journeys.created[rows], journeys.ended[rows], instants[rows]
    reached = instant != NEVER
    left = ~reached & (ended != NEVER)
    until = np.select([reached, left], [instant, ended], journeys.end)
    return Passage(rows, created, until, reached, left)


def stage_instants(journeys: Journeys, stage: Stage) -> NDArray[np.int64]:
    """Give when each ticket reached a stage, NEVER if it did not; int64, shape (n,)."""
    if stage == "assignment":
        return journeys.first_assigned
    if stage == "start":
        return journeys.started
    if stage == "resolution":
        return np.where(journeys.outcome == Outcome.RESOLVED, journeys.ended, NEVER)
    raise refuse("stage", f"one of {STAGES}", stage)


def came_to_queue(journeys: Journeys) -> NDArray[np.bool_]:
    """Say which tickets were neither turned away, nor gone at once, nor duplicates."""
    mask: NDArray[np.bool_] = journeys.outcome <= Outcome.ABANDONED
    return mask


def known_by_the_end(
    limits: NDArray[np.int64], is_over: NDArray[np.bool_], end: int
) -> NDArray[np.bool_]:
    """Say for which tickets to ask whether something was in time.

    As long as some whose time is not up are open, of those that came as late only the quick ones
    are known, so none of them counts.

    Parameters
    ----------
    limits
        Until when is in time, microseconds; int64, shape (m,).
    is_over
        Whether it has happened, or will not any more; bool, shape (m,).
    end
        Until when was observed.
    """
    is_up = limits <= end
    return is_up if not (is_up | is_over).all() else np.ones(len(limits), dtype=bool)
