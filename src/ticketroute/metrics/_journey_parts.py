"""Parts of journeys: some of the tickets, with all that is known of them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._journey_columns import TICKET_COLUMNS
from ticketroute.metrics._kind import Kind
from ticketroute.model import from_microseconds, refuse, refuse_type, to_microseconds

if TYPE_CHECKING:
    from ticketroute.metrics._journeys import Journeys


def select_rows(journeys: "Journeys", chosen: NDArray[np.bool_]) -> "Journeys":
    """Keep the tickets that are chosen, and all stays."""
    mask = np.asarray(chosen)
    if mask.dtype != np.bool_ or mask.shape != journeys.created.shape:
        raise refuse("chosen", f"a column of {len(journeys):,} truth values", chosen)
    if mask.all():
        return journeys
    # One place more than there are tickets, so that -1 finds -1 at the end.
    places = np.full(len(journeys) + 1, -1, dtype=np.int32)
    places[:-1][mask] = np.arange(int(mask.sum()), dtype=np.int32)
    stays = attrs.evolve(journeys.stays, ticket=places[journeys.stays.ticket])
    columns = {name: getattr(journeys, name)[mask] for name in TICKET_COLUMNS}
    return attrs.evolve(journeys, **columns, stays=stays)


def select_arrivals(
    journeys: "Journeys", start: datetime | None, end: datetime | None
) -> "Journeys":
    """Keep the tickets that arrived from a start until before an end."""
    low = journeys.start if start is None else to_microseconds(start, "start")
    high = journeys.arrivals_end if end is None else to_microseconds(end, "end")
    if low < journeys.start:
        raise refuse("start", f"not before {journeys.window[0]}", str(start))
    if high > journeys.end:
        raise refuse("end", f"not after {journeys.window[1]}", str(end))
    if low > high:
        raise refuse("end", f"not before the start, {from_microseconds(low)}", str(end))
    chosen = np.ones(len(journeys), dtype=bool)
    if low > journeys.start:  # else the backlog from before the window stays in
        chosen &= journeys.created >= low
    if high < journeys.end:  # else who arrives at the very end stays in
        chosen &= journeys.created < high
    is_part = journeys.is_part or not chosen.all()
    part = select_rows(journeys, chosen)
    return attrs.evolve(part, start=low, arrivals_end=high, is_part=is_part)


def select_kinds(
    journeys: "Journeys", wanted: Callable[[Kind], bool] | Iterable[str]
) -> "Journeys":
    """Keep the tickets of the kinds that are wanted."""
    if isinstance(wanted, str):
        raise refuse_type("wanted", "several names of kinds, or a function of a kind", wanted)
    if callable(wanted):
        marks = [bool(wanted(kind)) for kind in journeys.kinds]
    else:
        names, known = set(wanted), {kind.name for kind in journeys.kinds}
        if not names <= known:
            raise refuse("wanted", f"names among {sorted(known)}", sorted(names - known))
        marks = [kind.name in names for kind in journeys.kinds]
    return select_rows(journeys, np.array(marks, dtype=bool)[journeys.kind])
