"""What to measure of a replication: a function of its result that gives one number."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal, TypeAlias, cast

import attrs
import numpy as np

from ticketroute.model import refuse, refuse_type, require_text
from ticketroute.simulation._result import Result

Better: TypeAlias = Literal["less", "more"]
"""Which of two numbers is the better one."""

_TAKEN: Final = frozenset({"policy", "replication"})  # columns beside those of the measures


@attrs.frozen
class Measure:
    """A number that is taken of each replication.

    Parameters
    ----------
    name
        What it is called in tables.
    of
        A function of a :class:`Result` that gives a number, or NaN where there is none, as of the
        mean wait of nobody. A function of a module, if it is to travel to other processes.
    better
        Whether ``"less"`` or ``"more"`` of it is better; None, and there is no win rate.

    Examples
    --------
    >>> tickets = Measure("tickets", lambda result: len(result.journeys), better="more")
    >>> tickets.name
    'tickets'
    """

    name: str
    of: Callable[[Result], float]
    better: Better | None = None

    def __attrs_post_init__(self) -> None:
        require_text("Measure.name", self.name)
        if not callable(self.of):
            raise refuse_type("Measure.of", "a function of a result", self.of)
        if self.better not in {None, "less", "more"}:
            raise refuse("Measure.better", "'less', 'more' or None", self.better)

    def number(self, result: Result) -> float:
        """Take it of a result; NaN where there is none."""
        found: object = self.of(result)
        if not isinstance(found, int | float | np.number | np.bool_):
            raise refuse_type(f"measure {self.name!r}", "a number", found)
        number = float(found)
        if math.isinf(number):
            raise refuse(f"measure {self.name!r}", "a finite number, or NaN for none", number)
        return number


MeasureLike: TypeAlias = str | Callable[[Result], float] | Measure
"""The name of a built-in measure, a function (its name is the measure's), or a measure."""

MeasuresLike: TypeAlias = (
    MeasureLike | Iterable[MeasureLike] | Mapping[str, Callable[[Result], float]]
)
"""One measure, several, or functions by name."""


def read_measures(given: MeasuresLike, known: Mapping[str, Measure]) -> tuple[Measure, ...]:
    """Read what is to be measured; at least one, each under a name of its own."""
    if isinstance(given, Mapping):
        named = cast("Mapping[str, Callable[[Result], float]]", given)
        measures = [Measure(name, of) for name, of in named.items()]
    elif isinstance(given, str | Measure) or callable(given):
        measures = [_read(given, known)]
    elif isinstance(given, Iterable):
        measures = [_read(each, known) for each in given]
    else:
        raise refuse_type("measures", "names, functions of a result, or measures", given)
    if not measures:
        raise refuse("measures", "at least one", given)
    names = [each.name for each in measures]
    if len(set(names)) < len(names):
        raise refuse("measures", "names that differ", names)
    if taken := _TAKEN.intersection(names):
        raise refuse("measures", f"names other than {sorted(_TAKEN)}", sorted(taken))
    return tuple(measures)


def _read(given: MeasureLike, known: Mapping[str, Measure]) -> Measure:
    if isinstance(given, Measure):
        return given
    if isinstance(given, str):
        if given not in known:
            raise refuse("measures", f"one of {', '.join(sorted(known))}, or a function", given)
        return known[given]
    if not callable(given):
        raise refuse_type("measures", "names, functions of a result, or measures", given)
    name = getattr(given, "__name__", "<lambda>")
    if name == "<lambda>":
        raise refuse("measures", "a name: a function by name, or Measure(name, of)", given)
    return Measure(name, given)
