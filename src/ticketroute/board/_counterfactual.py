"""What would have had to be otherwise for a ticket to go to somebody."""

from datetime import timedelta

import attrs

from ticketroute.board._change import Change


@attrs.frozen
class Counterfactual:
    """A smallest change by which a decision would have been another; verified by deciding anew.

    "Smallest" is meant for each of its changes: one unit of load more, or the next lower of the
    levels that were tried, would not have done.

    Parameters
    ----------
    ticket_id
        The ticket.
    agent_ids
        Who would have it, or be asked about it, if all its changes were made; none if it would
        still wait.
    changes
        What would have had to be otherwise, at the same time.
    earlier
        How much earlier the ticket is likely to start, where that can be told from handling times.
    """

    ticket_id: str
    agent_ids: tuple[str, ...]
    changes: tuple[Change, ...]
    earlier: timedelta | None = None

    @property
    def size(self) -> tuple[int, tuple[tuple[int, float], ...]]:
        """What counterfactuals are ordered by, smaller first.

        The number of changes; then the largest kind among them, in the order in which
        :class:`ChangeKind` lists them, and how much of it; then the next one.
        """
        sizes = ((change.kind.rank, change.amount) for change in self.changes)
        return len(self.changes), tuple(sorted(sizes, reverse=True))

    def to_dict(self) -> dict[str, object]:
        """Give everything as plain data that JSON can hold; durations in seconds."""
        return {
            "ticket_id": self.ticket_id,
            "agent_ids": list(self.agent_ids),
            "changes": [change.to_dict() for change in self.changes],
            "earlier_s": None if self.earlier is None else self.earlier.total_seconds(),
            "text": str(self),
        }

    def __str__(self) -> str:
        outcome = f"go to {' or '.join(self.agent_ids)}"
        if self.earlier is not None:
            outcome = f"start {self.earlier} earlier"
        elif not self.agent_ids or any(change.is_more for change in self.changes):
            outcome = "be served"
        return f"{self.ticket_id} would {outcome} if {', and '.join(map(str, self.changes))}"
