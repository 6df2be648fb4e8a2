"""Estimates as columns and as cells of a table to read."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ticketroute.simulation._estimate import Estimate, rounded

_LEAST_P = 0.001


def number_columns(
    estimates: Sequence[Estimate], prefix: str = ""
) -> dict[str, NDArray[np.generic]]:
    """Give the numbers of estimates as columns, with something before their names."""
    numbers = ("mean", "low", "high", "half_width", "n", "missing")
    return {
        f"{prefix}{name}": np.array([getattr(each, name) for each in estimates]) for name in numbers
    }


def with_half_width(estimate: Estimate) -> str:
    """Write a number and half the length of its interval, ``12.3 ± 0.4``; a dash for none."""
    if math.isnan(estimate.mean):
        return "-"
    mean, half = rounded(estimate.mean, estimate.half_width)
    return f"{mean} ± {half}"


def p_text(p_value: float) -> str:
    """Write a p value."""
    return f"{p_value:.3f}" if p_value >= _LEAST_P else f"< {_LEAST_P}"


def share_text(share: float | None) -> str:
    """Write a share in percent; nothing where there is none."""
    return "" if share is None or math.isnan(share) else f"{share:.0%}"


def times_text(factor: float) -> str:
    """Write a factor; nothing where there is none."""
    return "" if math.isnan(factor) else f"{factor:.3g}"


def side_by_side(columns: Mapping[str, Sequence[str]]) -> str:
    """Set columns under their names, the first to the left and the others to the right."""
    padded: list[list[str]] = []
    for place, (name, cells) in enumerate(columns.items()):
        width = max(map(len, [name, *cells]))
        adjust = str.rjust if place else str.ljust
        padded.append([adjust(cell, width) for cell in (name, *cells)])
    return "\n".join("  ".join(cells).rstrip() for cells in zip(*padded, strict=True))
