"""Figures as short texts, and tables of them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

_UNITS: Final = (("d", 86_400.0), ("h", 3_600.0), ("min", 60.0), ("s", 1.0))


def duration_text(duration: timedelta | None) -> str:
    """Write a duration in its largest unit, a day being 24 hours: ``5.2 min``; nothing of None."""
    if duration is None:
        return "-"
    seconds = duration.total_seconds()
    for unit, size in _UNITS:
        if abs(seconds) >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds:.2g} s" if seconds else "0 s"


def work_text(duration: timedelta) -> str:
    """Write a duration of work: in hours at most, for a day of work has not 24 of them."""
    day, hour = _UNITS[0][1], _UNITS[1][1]
    seconds = duration.total_seconds()
    return f"{seconds / hour:,.1f} h" if seconds >= day else duration_text(duration)


def share_text(share: float) -> str:
    """Write a share in percent; a dash where there is none."""
    return "-" if share != share else f"{share:.1%}"  # noqa: PLR0124 - NaN is told so


def number_text(number: float) -> str:
    """Write a number with few digits; a dash where there is none."""
    return "-" if number != number else f"{number:.4g}"  # noqa: PLR0124 - NaN is told so


def as_share(part: float, whole: float) -> float:
    """Divide, with NaN for a share of nothing."""
    return part / whole if whole else float("nan")


def table(columns: Mapping[str, Sequence[str]]) -> str:
    """Set columns side by side under their names, the first to the left, the rest to the right."""
    padded: list[list[str]] = []
    for place, (name, cells) in enumerate(columns.items()):
        width = max(map(len, [name, *cells]))
        padded.append(
            [cell.rjust(width) if place else cell.ljust(width) for cell in [name, *cells]]
        )
    return "\n".join("  ".join(row).rstrip() for row in zip(*padded, strict=True))
