"""A number for each priority level: as a setting, and as a column."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ticketroute.model import require_integer, require_pairs, sorted_pairs

MOST_LEVELS: Final = 1_000
"""More levels than anybody has; a table of so many numbers is quickly made."""

NumbersByLevel: TypeAlias = Mapping[int, float] | Iterable[tuple[int, float]]


def to_numbers(value: NumbersByLevel) -> tuple[tuple[int, float], ...]:
    """Keep a mapping as pairs sorted by level."""
    return sorted_pairs(value)


def require_numbers(
    field: str,
    numbers: tuple[tuple[int, float], ...],
    of_what: str,
    require: Callable[[str, object], object],
) -> None:
    """Insist on levels from 1 and on what `require` asks of their numbers."""
    require_pairs(field, f"a mapping of level to {of_what}", numbers)
    for level, number in numbers:
        require_integer(field, level, 1, MOST_LEVELS)
        require(f"{field}[{level}]", number)


def column(
    numbers: tuple[tuple[int, float], ...], default: float, level: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give the number of each row's level, `default` for those that have none."""
    table = np.full(max((listed for listed, _ in numbers), default=0) + 2, float(default))
    for listed, number in numbers:
        table[listed] = number
    return table.take(level, mode="clip")  # level 0 and those beyond the last meet the default
