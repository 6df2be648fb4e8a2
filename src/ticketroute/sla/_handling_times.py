"""How long tickets are expected to take."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

import attrs

from ticketroute.model import is_finite, refuse, require_pairs, require_text, sorted_pairs
from ticketroute.sla._durations import require_duration

_HOUR: Final = timedelta(hours=1)


def _to_pairs(
    by_type: Mapping[str, timedelta] | Iterable[tuple[str, timedelta]],
) -> tuple[tuple[str, timedelta], ...]:
    return sorted_pairs(by_type)


def _to_paces(
    paces: Mapping[str, float] | Iterable[tuple[str, float]],
) -> tuple[tuple[str, float], ...]:
    return sorted_pairs(paces)


@attrs.frozen
class HandlingTimes:
    """Expected work on a ticket, by its type: an estimate, not what it will take.

    Parameters
    ----------
    by_type
        Expected time by type of ticket, each longer than zero.
    default
        Expected time of every other ticket, longer than zero.
    paces
        How long single agents take by comparison, by id: 0.5 for half as long, 2 for twice; 1 for
        whom it does not name.

    Examples
    --------
    >>> from datetime import timedelta
    >>> times = HandlingTimes({"refund": timedelta(minutes=10)}, default=timedelta(minutes=25))
    >>> print(times.of("refund"), times.of(None))
    0:10:00 0:25:00
    """

    by_type: tuple[tuple[str, timedelta], ...] = attrs.field(default=(), converter=_to_pairs)
    default: timedelta = attrs.field(default=_HOUR, kw_only=True)
    paces: tuple[tuple[str, float], ...] = attrs.field(
        default=(), converter=_to_paces, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        require_pairs("HandlingTimes.by_type", "a mapping of type to timedelta", self.by_type)
        for kind, time in self.by_type:
            require_text("HandlingTimes.by_type", kind)
            require_duration(f"HandlingTimes.by_type[{kind!r}]", time)
        require_duration("HandlingTimes.default", self.default)
        require_pairs("HandlingTimes.paces", "a mapping of agent id to number", self.paces)
        for agent_id, pace in self.paces:
            require_text("HandlingTimes.paces", agent_id)
            given: object = pace
            if not isinstance(given, int | float) or not is_finite(given) or given <= 0:
                raise refuse(f"HandlingTimes.paces[{agent_id!r}]", "a number above 0", given)

    def of(self, kind: str | None) -> timedelta:
        """Give the expected time of a type of ticket."""
        return dict(self.by_type).get(kind or "", self.default)

    def pace(self, agent_id: str) -> float:
        """Give how long an agent takes by comparison."""
        return dict(self.paces).get(agent_id, 1.0)
