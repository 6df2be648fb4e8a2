"""What the numbers of a scenario may be."""

from ticketroute.model import is_finite, refuse, refuse_type


def require_chance(field: str, value: object) -> None:
    """Insist on a probability."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse_type(field, "a number from 0 to 1", value)
    if not is_finite(value) or not 0 <= value <= 1:
        raise refuse(field, "a number from 0 to 1", value)


def require_factor(field: str, value: object) -> None:
    """Insist on a number above 0."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise refuse_type(field, "a number above 0", value)
    if not is_finite(value) or value <= 0:
        raise refuse(field, "a number above 0", value)
