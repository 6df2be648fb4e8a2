"""Work that agents have from elsewhere, as callers tell it."""

from collections.abc import Iterator, Mapping

from ticketroute.model import MOST_UNITS, refuse_type, require_integer, require_text

InHand = Mapping[str, int | Mapping[str, int]]
"""Agent id to units of effort, or to units of effort by channel."""


def read_in_hand(in_hand: InHand) -> Iterator[tuple[str, str, int]]:
    """Go through agent id, channel (``""`` for none) and units, and refuse what is neither."""
    given: object = in_hand
    if not isinstance(given, Mapping):
        raise refuse_type("in_hand", "a mapping of agent id to units", given)
    for agent_id, units in in_hand.items():
        field = f"in_hand[{agent_id!r}]"
        if not isinstance(units, Mapping):
            require_integer(field, units, 0, MOST_UNITS)
            yield agent_id, "", units
            continue
        for channel, each in units.items():
            require_text(field, channel)
            require_integer(f"{field}[{channel!r}]", each, 0, MOST_UNITS)
            yield agent_id, channel, each
