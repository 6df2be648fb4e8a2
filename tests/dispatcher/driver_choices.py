"""Where the choices of a driver come from."""

import random
from collections.abc import Sequence
from typing import Protocol, TypeVar

from hypothesis import strategies as st

_Value = TypeVar("_Value")


class Choices(Protocol):
    """Where the driver's choices come from: a seed, or hypothesis."""

    def pick(self, options: Sequence[_Value]) -> _Value:
        """Choose one of several."""
        ...

    def likely(self, per_cent: int) -> bool:
        """Say yes so often."""
        ...


class SeededChoices:
    """Choices that follow from a seed."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - nothing is kept secret

    def pick(self, options: Sequence[_Value]) -> _Value:
        """Choose one of several, all alike."""
        return options[int(self._random.random() * len(options))]

    def likely(self, per_cent: int) -> bool:
        """Say yes so often."""
        return self._random.random() * 100 < per_cent


class DrawnChoices:
    """Choices that hypothesis draws, and simplifies once they have led to a fault."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def pick(self, options: Sequence[_Value]) -> _Value:
        """Choose one of several, best the first."""
        return self._data.draw(st.sampled_from(options))

    def likely(self, per_cent: int) -> bool:
        """Say yes about so often, best not."""
        return per_cent > 0 and self._data.draw(st.integers(0, 99)) >= 100 - per_cent
