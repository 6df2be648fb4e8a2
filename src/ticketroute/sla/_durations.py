"""What may stand where a duration is asked for."""

from datetime import timedelta
from typing import Final

from ticketroute.model import refuse, refuse_type

_LONGEST: Final = timedelta(days=3_652_500)


def require_duration(field: str, value: object) -> None:
    """Insist on a timedelta longer than zero."""
    if not isinstance(value, timedelta):
        raise refuse_type(field, "a timedelta longer than zero", value)
    if value <= timedelta(0):
        raise refuse(field, "a timedelta longer than zero", value)
    if value > _LONGEST:
        raise refuse(field, "a timedelta of at most 10,000 years", value)
