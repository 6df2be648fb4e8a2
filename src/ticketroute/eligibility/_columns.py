"""A field of all agents as one column, compared with a value in one go."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from ticketroute.eligibility._values import Key, Kind, Value, key_of


class AgentColumn:
    """What each agent has in a field, as a code; equal values have equal codes.

    Numbers have the first codes, in ascending order. So a range of numbers is a range of codes,
    and comparisons stay exact whatever the size of the numbers. -1 is missing.

    Parameters
    ----------
    values
        The single value of each agent, or None.
    """

    __slots__ = ("_codes", "_numbers", "_of_key")

    def __init__(self, values: Sequence[Value]) -> None:
        keys = [key_of(value) for value in values]
        known = {key for key in keys if key is not None}
        numbers = sorted(key for key in known if key[0] is Kind.NUMBER)
        others = [key for key in known if key[0] is not Kind.NUMBER]
        self._numbers = [number for _, number in numbers]
        self._of_key: dict[Key, int] = {key: n for n, key in enumerate((*numbers, *others))}
        codes = (-1 if key is None else self._of_key[key] for key in keys)
        self._codes = np.fromiter(codes, dtype=np.intp, count=len(keys))

    def equals(self, value: Value) -> NDArray[np.bool_]:
        """Say who has a value."""
        return self.is_among((value,))

    def is_among(self, values: Iterable[Value]) -> NDArray[np.bool_]:
        """Say who has one of some values."""
        found = np.zeros(len(self._codes), dtype=bool)
        for value in values:
            key = key_of(value)
            code = None if key is None else self._of_key.get(key)
            if code is not None:
                found |= self._codes == code
        return found

    def at_least(self, value: Value) -> NDArray[np.bool_]:
        """Say who has a number that is at least another one."""
        key = key_of(value)
        if key is None or key[0] is not Kind.NUMBER:
            return np.zeros(len(self._codes), dtype=bool)
        first = bisect_left(self._numbers, key[1])
        return (self._codes >= first) & (self._codes < len(self._numbers))

    def at_most(self, value: Value) -> NDArray[np.bool_]:
        """Say who has a number that is at most another one."""
        key = key_of(value)
        if key is None or key[0] is not Kind.NUMBER:
            return np.zeros(len(self._codes), dtype=bool)
        return (self._codes >= 0) & (self._codes < bisect_right(self._numbers, key[1]))
