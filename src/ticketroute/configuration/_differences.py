"""What changes from one configuration to another."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Final, cast

import attrs

from ticketroute.configuration._configuration import Configuration
from ticketroute.configuration._convert import Data
from ticketroute.configuration._form import shape_of
from ticketroute.configuration._problems import inner
from ticketroute.model import refuse_type


class Absent(Enum):
    """What stands on the side of a difference on which there is nothing."""

    ABSENT = "absent"

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent.ABSENT
"""Nothing there: a setting is as it is by default, or a list is shorter."""


@attrs.frozen
class Difference:
    """One place at which two configurations differ.

    Parameters
    ----------
    path
        Where, such as ``strategy.cases[0][1].most``.
    before, after
        The data there, or `ABSENT`.

    Examples
    --------
    >>> print(Difference("strategy.seed", ABSENT, 7))
    strategy.seed: not set -> 7
    """

    path: str
    before: object
    after: object

    def __str__(self) -> str:
        return f"{self.path}: {_told(self.before)} -> {_told(self.after)}"


def _told(data: object) -> str:
    return "not set" if data is ABSENT else repr(data)


def differences(before: Configuration | Data, after: Configuration | Data) -> list[Difference]:
    """Tell all places at which two configurations, or their data, differ.

    Mappings are compared by key and lists by position, in the order of the first document, and
    then what only the second one has.

    Parameters
    ----------
    before, after
        Configurations, or plain data of whatever has been written down.

    Examples
    --------
    >>> from ticketroute.strategies import Bounded, FewestOpen, RoundRobin
    >>> one = Configuration(strategy=Bounded(FewestOpen(), most=3))
    >>> other = Configuration(strategy=Bounded(RoundRobin(policy="night"), most=3))
    >>> for each in differences(one, other):
    ...     print(each)
    strategy.strategy.kind: 'fewest-open' -> 'round-robin'
    strategy.strategy.policy: not set -> 'night'
    """
    return list(_compare("", _data_of("before", before), _data_of("after", after)))


def _data_of(name: str, given: Configuration | Data) -> Data:
    if isinstance(given, Configuration):
        return given.to_data()
    if not isinstance(given, Mapping):
        raise refuse_type(name, "a Configuration or its data", given)
    return given


def _compare(path: str, before: object, after: object) -> Iterator[Difference]:
    shape = shape_of(before)
    if shape != shape_of(after):
        yield Difference(path, before, after)
    elif shape == "object":
        yield from _compare_mappings(path, cast("Data", before), cast("Data", after))
    elif shape == "array":
        yield from _compare_lists(path, cast("list[object]", before), cast("list[object]", after))
    elif before != after:
        yield Difference(path, before, after)


def _compare_mappings(path: str, before: Data, after: Data) -> Iterator[Difference]:
    for name in dict.fromkeys((*before, *after)):
        where = inner(path, name) if name.isidentifier() else f"{path}[{name!r}]"
        yield from _compare(where, before.get(name, ABSENT), after.get(name, ABSENT))


def _compare_lists(path: str, before: list[object], after: list[object]) -> Iterator[Difference]:
    for place in range(max(len(before), len(after))):
        sides = (each[place] if place < len(each) else ABSENT for each in (before, after))
        yield from _compare(f"{path}[{place}]", *sides)
