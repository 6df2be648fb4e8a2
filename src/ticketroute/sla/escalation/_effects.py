"""What an escalation asks for: values that the caller carries out, never calls."""

from typing import TypeAlias

import attrs

from ticketroute.model import require_integer, require_text


@attrs.frozen
class RaiseUrgency:
    """Raise the priority level of the ticket.

    Parameters
    ----------
    levels
        By how many levels, at least 1.
    """

    levels: int = 1

    def __attrs_post_init__(self) -> None:
        require_integer("RaiseUrgency.levels", self.levels, 1)


@attrs.frozen
class ChangeQueue:
    """Move the ticket to another queue.

    Parameters
    ----------
    queue
        Its name.
    """

    queue: str

    def __attrs_post_init__(self) -> None:
        require_text("ChangeQueue.queue", self.queue)


@attrs.frozen
class AddWatcher:
    """Let somebody follow the ticket.

    Parameters
    ----------
    who
        Id of the person.
    """

    who: str

    def __attrs_post_init__(self) -> None:
        require_text("AddWatcher.who", self.who)


@attrs.frozen
class Notify:
    """Tell those in a role.

    Parameters
    ----------
    role
        Whom to tell, such as ``"supervisor"``.
    """

    role: str

    def __attrs_post_init__(self) -> None:
        require_text("Notify.role", self.role)


Effect: TypeAlias = RaiseUrgency | ChangeQueue | AddWatcher | Notify
