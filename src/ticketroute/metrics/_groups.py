"""Groups of tickets: by kind, type, channel, queue or level."""

from collections.abc import Iterator
from typing import Final, Literal, get_args

import numpy as np

from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Kind
from ticketroute.model import refuse

GroupedBy = Literal["kind", "type", "channel", "queue", "level"]
_GROUPED_BY: Final[tuple[GroupedBy, ...]] = get_args(GroupedBy)
_UNKNOWN: Final = "unknown"


def groups(journeys: Journeys, by: GroupedBy) -> Iterator[tuple[str, Journeys]]:
    """Go through the groups that have tickets, in the order of their kinds."""
    if by not in _GROUPED_BY:
        raise refuse("by", f"one of {_GROUPED_BY}", by)
    names = [_name(kind, by) for kind in journeys.kinds]
    column = np.array(names, dtype=object)[journeys.kind]
    for name in dict.fromkeys(names):
        chosen = column == name
        if chosen.any():
            yield name, journeys.select(chosen)


def _name(kind: Kind, by: GroupedBy) -> str:
    value = kind.name if by == "kind" else getattr(kind, by)
    return _UNKNOWN if value is None else str(value)
