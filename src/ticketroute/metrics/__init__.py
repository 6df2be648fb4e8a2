"""What came of it: figures of a live board, kept up by its events or read off at any moment."""

from ticketroute.metrics._board_figures import (
    AgentFigures,
    BoardFigures,
    QueueFigures,
    board_figures,
)
from ticketroute.metrics._stage_times import StageTimes, Wait

__all__ = [
    "AgentFigures",
    "BoardFigures",
    "QueueFigures",
    "StageTimes",
    "Wait",
    "board_figures",
]
