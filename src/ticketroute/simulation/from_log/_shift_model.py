"""Which hours agents are taken to work: an assumption that results hang on, so it has a name."""

from typing import Literal, get_args

import attrs

from ticketroute.board import Shifts
from ticketroute.model import is_finite, refuse, refuse_type, require_integer

ShiftModelName = Literal["always", "observed hours", "same hours"]
"""The models that take hours from a log; see :class:`ShiftModel`."""


@attrs.frozen
class ShiftModel:
    """What hours agents are taken to work.

    A log says when people did something, and not when they were there: whoever had nothing to do
    left no trace. So hours are a model, and results change with it: compare several, with
    :func:`compare_shift_models`.

    Parameters
    ----------
    name
        ``"always"``: around the clock. ``"observed hours"``: each agent has the hours in which he
        or she was active. ``"same hours"``: all have the hours in which anybody was.
    middle
        Hours are the shortest stretch of whole hours of the day, over midnight if need be, that
        holds this share of what was done; above 0, at most 1.
    weekdays_from
        A weekday is worked if there was something done on at least this share of as many dates as
        on the busiest weekday (``"same hours"``: this share of what was done on it); 0 to 1.
    least
        With ``"observed hours"``, who did less than this many things has the hours of all.
    absence
        Whether agents are missing at random on as many days of work as they did nothing on. Else
        they are there on each.

    Examples
    --------
    >>> ShiftModel("observed hours", absence=True).title
    'observed hours, absence'
    """

    name: ShiftModelName
    middle: float = attrs.field(default=0.9, kw_only=True)
    weekdays_from: float = attrs.field(default=0.5, kw_only=True)
    least: int = attrs.field(default=20, kw_only=True)
    absence: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.name not in get_args(ShiftModelName):
            raise refuse("ShiftModel.name", f"one of {get_args(ShiftModelName)}", self.name)
        for name in ("middle", "weekdays_from"):
            share: object = getattr(self, name)
            if not isinstance(share, int | float) or isinstance(share, bool):
                raise refuse_type(f"ShiftModel.{name}", "a number from 0 to 1", share)
            if not is_finite(share) or not 0 <= share <= 1 or (name == "middle" and not share):
                raise refuse(f"ShiftModel.{name}", "a number from 0 to 1", share)
        require_integer("ShiftModel.least", self.least, 0)
        if self.absence and self.name == "always":
            raise refuse("ShiftModel.absence", "False, as nobody has days off", self.absence)

    @property
    def title(self) -> str:
        """What it is called in results."""
        return f"{self.name}, absence" if self.absence else self.name


ShiftsLike = ShiftModel | Shifts | ShiftModelName
"""A model, its name, or the hours themselves where they are known."""


def to_shift_model(field: str, value: object) -> ShiftModel | Shifts:
    """Read a model, its name, or hours."""
    if isinstance(value, str):
        return ShiftModel(value)  # type: ignore[arg-type]  # which is checked there
    if not isinstance(value, ShiftModel | Shifts):
        expected = f"a ShiftModel, one of {get_args(ShiftModelName)}, or Shifts"
        raise refuse_type(field, expected, value)
    return value


def title_of(model: ShiftModel | Shifts) -> str:
    """Give what a model is called in results."""
    return model.title if isinstance(model, ShiftModel) else "given shifts"
