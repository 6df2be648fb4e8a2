"""Strategies and scores by name: entry points, read when first asked for.

The only registry there is. The built-ins are declared through the same door, so a distribution
of your own adds a name with one line in its ``pyproject.toml``::

    [project.entry-points."ticketroute.strategies"]
    my-rule = "my_package:MyRule"
"""

from functools import cache
from typing import TYPE_CHECKING, Literal

from ticketroute.errors import UnknownName

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

Kind = Literal["strategies", "scores"]

__all__ = ["Kind", "available", "find", "load"]


def available(kind: Kind = "strategies") -> tuple[str, ...]:
    """Give the names that are installed, sorted.

    Parameters
    ----------
    kind
        ``"strategies"`` or ``"scores"``.

    Examples
    --------
    >>> "round-robin" in available()
    True
    """
    return tuple(sorted(_installed(kind)))


def load(name: str, kind: Kind = "strategies", **settings: object) -> object:
    """Make the strategy or score of a name.

    Parameters
    ----------
    name
        As :func:`available` lists it.
    kind
        ``"strategies"`` or ``"scores"``.
    **settings
        Passed to the class. A plain function takes none and is returned as it is.

    Returns
    -------
    object
        The strategy or score.

    Raises
    ------
    UnknownName
        If no installed distribution offers the name; the message lists those that are.
    ValueError
        If two distributions claim the name.
    TypeError
        If settings are given to a plain function.

    Examples
    --------
    >>> load("round-robin", weights={"ana": 2})
    RoundRobin(order=EarliestDue(), weights=(('ana', 2),), policy='round-robin')
    """
    found = find(name, kind)
    if isinstance(found, type):
        made: object = found(**settings)
        return made
    if settings:
        message = f"{name!r} is no class: expected no settings, got {sorted(settings)}"
        raise TypeError(message)
    return found


def find(name: str, kind: Kind = "strategies") -> object:
    """Give what stands behind a name, without making anything of it.

    Parameters
    ----------
    name
        As :func:`available` lists it.
    kind
        ``"strategies"`` or ``"scores"``.

    Returns
    -------
    object
        A class, or a strategy or score itself.

    Raises
    ------
    UnknownName
        If no installed distribution offers the name; the message lists those that are.
    ValueError
        If two distributions claim the name.

    Examples
    --------
    >>> find("round-robin")
    <class 'ticketroute.strategies._round_robin.RoundRobin'>
    """
    claims = _installed(kind).get(name, [])
    if not claims:
        message = f"{kind} name: expected one of {', '.join(available(kind))}, got {name!r}"
        raise UnknownName(message)
    if len({claim.value for claim in claims}) > 1:
        owners = ", ".join(claim.value for claim in claims)
        message = f"{kind} name: expected one owner of {name!r}, got {owners}"
        raise ValueError(message)
    found: object = claims[0].load()
    return found


@cache
def _installed(kind: Kind) -> "dict[str, list[EntryPoint]]":
    """Read the entry points of a kind, once in a process."""
    # Importing it takes longer than all of ours; most programs pass strategies as objects.
    from importlib.metadata import entry_points  # noqa: PLC0415

    found: dict[str, list[EntryPoint]] = {}
    for entry_point in entry_points(group=f"ticketroute.{kind}"):
        found.setdefault(entry_point.name, []).append(entry_point)
    return found
