"""Which open ticket holds which duplicate key."""

from ticketroute.board import CLOSED_STATES, Details, EventType, View

_COMES = frozenset((EventType.SUBMITTED, EventType.UPDATED, EventType.UNLINKED, EventType.REOPENED))


class Duplicates:
    """Finds the open ticket of the same key, so that the same request is not dispatched twice.

    Parameters
    ----------
    view
        The board.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._open: dict[str, set[int]] = {}
        self._keys: dict[int, str] = {}

    def find(self, key: str | None) -> str | None:
        """Give the id of the open ticket of a key, the first to arrive of several; None of none."""
        if key is None or key not in self._open:
            return None
        tickets = self._view.tickets
        return min((tickets.created(each), tickets.ids[each]) for each in self._open[key])[1]

    def __call__(
        self, event: EventType, ticket: int, _agent: int, _until: int, _details: Details | None, /
    ) -> None:
        """Take note of a change of the board."""
        if ticket < 0:
            return
        if event in _COMES:
            self.note(ticket)
        elif ticket in self._keys and self._view.tickets.state.at[ticket] in CLOSED_STATES:
            self._drop(ticket)

    def note(self, ticket: int) -> None:
        """Note the key of a ticket, if it is open and has one."""
        self._drop(ticket)
        key = self._view.ticket(ticket).duplicate_key
        if key is not None and self._view.tickets.state.at[ticket] not in CLOSED_STATES:
            self._keys[ticket] = key
            self._open.setdefault(key, set()).add(ticket)

    def _drop(self, ticket: int) -> None:
        key = self._keys.pop(ticket, None)
        if key is not None:
            self._open[key].remove(ticket)
            if not self._open[key]:
                del self._open[key]
