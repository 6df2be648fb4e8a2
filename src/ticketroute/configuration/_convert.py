"""Values as plain data, and back."""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Final, Literal, TypeAlias, TypeVar, overload

import attrs

from ticketroute import eligibility
from ticketroute.configuration import _names as names
from ticketroute.configuration._form import Form, Named
from ticketroute.configuration._of_type import form_of
from ticketroute.configuration._problems import Problems
from ticketroute.model import refuse, refuse_type
from ticketroute.scores import Score
from ticketroute.sla import Calendar, MarginalCost, PairIndex, UrgencyRule
from ticketroute.sla.policies import Condition
from ticketroute.strategies import Strategy

_Value = TypeVar("_Value")

Data: TypeAlias = Mapping[str, object]
"""What `json.loads` gives: mappings, lists, text, numbers, true, false and null."""

_WORDS: Final[dict[str, object]] = {
    "strategy": Strategy,
    "score": Score,
    "urgency rule": UrgencyRule,
    "pair index": PairIndex,
    "marginal cost": MarginalCost,
    "calendar": Calendar,
    "condition": Condition,
}

_HINTS: Final = (
    (names.STRATEGIES, Strategy),
    (names.SCORES, Score),
    (names.URGENCY_RULES, UrgencyRule),
    (names.PAIR_INDEXES, PairIndex),
    (names.MARGINAL_COSTS, MarginalCost),
    (names.TICKET_CONDITIONS, Condition),
)


def to_data(value: object) -> dict[str, object]:
    """Give a value as plain data that JSON can hold.

    A strategy, score, urgency rule, calendar or effect is ``{"kind": NAME}`` and its settings; of
    anything else only one class can stand in its place, and its settings are all. Settings that
    are as they are by default are left out. Durations are ISO 8601 text, conditions as
    :func:`ticketroute.eligibility.to_data` gives them.

    Parameters
    ----------
    value
        A strategy, a score, a condition, a setup, anything that a configuration is made of.

    Raises
    ------
    TypeError
        If a part cannot be written down, such as a function that is not installed under a name;
        the message begins with its path.

    Examples
    --------
    >>> from ticketroute.strategies import Bounded, FewestOpen, RoundRobin
    >>> to_data(RoundRobin(weights={"ana": 2}))
    {'kind': 'round-robin', 'weights': {'ana': 2}}
    >>> to_data(Bounded(FewestOpen(), most=3))
    {'kind': 'bounded', 'strategy': {'kind': 'fewest-open'}, 'most': 3}
    >>> to_data(Bounded(FewestOpen(), most=3, of=lambda ticket: ticket.urgency == 1))
    Traceback (most recent call last):
    ...
    TypeError: Bounded.of: expected a condition of ticketroute.eligibility, to be ...
    """
    path = getattr(value, "__name__", type(value).__name__)
    written = _form_for(path, value).write(path, value, Named())
    if not isinstance(written, dict):
        raise refuse_type(path, "a value with settings", value)
    return written


def _form_for(path: str, value: object) -> Form:
    """Give the form of a value by what it is."""
    if isinstance(value, eligibility.Condition):
        return form_of(Condition)
    for family, hint in _HINTS:
        if family.name_of(value) is not None:
            return form_of(hint)
    if attrs.has(type(value)) or is_dataclass(type(value)):
        return form_of(type(value))
    raise refuse_type(path, "a value that has a name, to be written down", value)


@overload
def from_data(data: Data, kind: Literal["strategy"]) -> Strategy: ...
@overload
def from_data(data: Data, kind: Literal["score"]) -> Score: ...
@overload
def from_data(data: Data, kind: Literal["urgency rule"]) -> UrgencyRule: ...
@overload
def from_data(data: Data, kind: Literal["pair index"]) -> PairIndex: ...
@overload
def from_data(data: Data, kind: Literal["marginal cost"]) -> MarginalCost: ...
@overload
def from_data(data: Data, kind: Literal["calendar"]) -> Calendar: ...
@overload
def from_data(data: Data, kind: Literal["condition"]) -> Condition: ...
@overload
def from_data(data: Data, kind: type[_Value]) -> _Value: ...
def from_data(data: Data, kind: str | type[_Value]) -> object:
    """Make a value of plain data; the opposite of :func:`to_data`.

    Parameters
    ----------
    data
        As :func:`to_data` gives them.
    kind
        What they are: ``"strategy"``, ``"score"``, ``"urgency rule"``, ``"pair index"``,
        ``"marginal cost"``, ``"calendar"``, ``"condition"``, or a class such as
        :class:`~ticketroute.board.Setup`.

    Raises
    ------
    InvalidConfiguration
        If something is wrong with them; it tells all that is, each with its path.

    Examples
    --------
    >>> from_data({"kind": "bounded", "strategy": {"kind": "optimal"}, "most": "3"}, "strategy")
    Traceback (most recent call last):
    ...
    ticketroute.configuration...InvalidConfiguration: strategy.most: expected an integer, got '3'
    >>> from datetime import timedelta
    >>> from ticketroute.sla import HandlingTimes
    >>> from_data({"by_type": {"refund": "PT10M"}}, HandlingTimes).of("refund")
    datetime.timedelta(seconds=600)
    """
    if isinstance(kind, str) and kind not in _WORDS:
        raise refuse("kind", f"a class or one of {', '.join(_WORDS)}", kind)
    form = form_of(_WORDS[kind] if isinstance(kind, str) else kind)
    problems = Problems()
    with problems.collecting():
        return form.read(kind if isinstance(kind, str) else kind.__name__, data, Named())
    problems.raise_any()
    return None
