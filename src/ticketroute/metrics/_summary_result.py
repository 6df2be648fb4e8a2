"""A summary: figures with their names, units and remarks."""

from collections.abc import Iterator
from datetime import timedelta
from math import isnan
from typing import Final, Literal

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.metrics._figure_text import duration_text, number_text, share_text
from ticketroute.model import refuse

Unit = Literal["share", "seconds", "count", "index"]
_NOT_KNOWN: Final = "-"


@attrs.frozen
class SummaryRow:
    """One figure of a summary.

    Parameters
    ----------
    name
        What it is.
    value
        The number; NaN if it is not known.
    unit
        ``"share"`` (0 to 1), ``"seconds"``, ``"count"`` or ``"index"``.
    remark
        By what rule, of how many.
    """

    name: str
    value: float
    unit: Unit
    remark: str = ""

    @classmethod
    def of(cls, name: str, duration: timedelta | None, remark: str) -> "SummaryRow":
        """Make the figure of a duration."""
        seconds = float("nan") if duration is None else duration.total_seconds()
        return cls(name, seconds, "seconds", remark)

    @property
    def text(self) -> str:
        """The value as it is read."""
        if isnan(self.value):
            return _NOT_KNOWN
        if self.unit == "share":
            return share_text(self.value)
        if self.unit == "seconds":
            return duration_text(timedelta(seconds=self.value))
        return f"{self.value:,.0f}" if self.unit == "count" else number_text(self.value)


@attrs.frozen
class Summary:
    """The main figures; ``str()`` gives a table, ``summary["left"]`` a value.

    Parameters
    ----------
    figures
        In their order.
    """

    figures: tuple[SummaryRow, ...]

    def __iter__(self) -> Iterator[SummaryRow]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def __getitem__(self, name: str) -> float:
        for figure in self.figures:
            if figure.name == name:
                return figure.value
        raise refuse("name", f"one of {[figure.name for figure in self.figures]}", name)

    def columns(self) -> dict[str, NDArray[np.generic]]:
        """Give a row for each figure as columns for a data frame.

        Returns
        -------
        dict of ndarray
            ``name``, ``value``, ``unit``, ``remark``.
        """
        return {
            "name": np.array([figure.name for figure in self.figures], dtype=object),
            "value": np.array([figure.value for figure in self.figures], dtype=np.float64),
            "unit": np.array([figure.unit for figure in self.figures], dtype=object),
            "remark": np.array([figure.remark for figure in self.figures], dtype=object),
        }

    def __str__(self) -> str:
        name = max(len(figure.name) for figure in self.figures)
        text = max(len(figure.text) for figure in self.figures)
        return "\n".join(
            f"{figure.name:<{name}}  {figure.text:>{text}}  {figure.remark}".rstrip()
            for figure in self.figures
        )
