"""The errors that ticketroute raises on its own account.

Bad arguments raise plain ``ValueError`` or ``TypeError`` whose message names the field, the
value and what was expected. The classes here are for what a caller may want to catch apart;
each is a builtin error too.
"""

__all__ = [
    "Conflict",
    "InvalidPlan",
    "NeverClosedError",
    "NeverOpenError",
    "NotAllowed",
    "StaleView",
    "TicketRouteError",
    "UnknownId",
    "UnknownName",
]


class TicketRouteError(Exception):
    """What all errors of this module have in common."""


class Conflict(TicketRouteError, RuntimeError):
    """A commit that rests on what has changed since it was decided; nothing has changed by it.

    ``winner`` is the event that changed it, if the log still has it.
    """

    def __init__(self, message: str, winner: object = None) -> None:
        super().__init__(message)
        self.winner = winner


class InvalidPlan(TicketRouteError, ValueError):
    """A plan that breaks an invariant; the board is as it was before.

    ``problems`` holds one sentence for each broken invariant.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class NeverClosedError(TicketRouteError, ValueError):
    """A calendar that never closes, when asked for the next or last time that it does."""


class NeverOpenError(TicketRouteError, ValueError):
    """A calendar that is never open (long enough) before or after some instant."""


class NotAllowed(TicketRouteError, ValueError):
    """An event that cannot happen now: nothing has changed."""


class UnknownId(TicketRouteError, LookupError):
    """A ticket or agent id that nobody knows."""


class UnknownName(TicketRouteError, LookupError):
    """A plug-in name that no installed distribution offers."""


class StaleView(TicketRouteError, RuntimeError):
    """A question about a moment that the board has already left."""
