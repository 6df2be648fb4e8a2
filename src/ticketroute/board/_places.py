"""Agents stand by id, so that one who comes or goes moves others: from old places to new ones."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeVar

_Kept = TypeVar("_Kept")

GONE: Final = -1
"""The new place of an agent who has none any more."""


def by_new_place(kept: Mapping[int, _Kept], places: Sequence[int]) -> dict[int, _Kept]:
    """Give what is kept by agent under the new place of each; what was of who is gone is dropped.

    Parameters
    ----------
    kept
        Anything by place of the agent.
    places
        The new place of each agent, or `GONE`.
    """
    return {places[agent]: each for agent, each in kept.items() if places[agent] != GONE}
