"""Faults of the library that the driver knows of and works round; empty is how it should be."""

from typing import Final

LOSES_FLAG: Final = "a ticket assigned to one who was asked is no longer over capacity"

KNOWN_FAULTS: Final[frozenset[str]] = frozenset()
"""Each is asked for by its name where the model or the driver gives way."""


def is_known(fault: str) -> bool:
    """Say whether a fault is known, and to be worked round."""
    return fault in KNOWN_FAULTS
