"""What happens then: deciding on a view, and the one call that needs nothing else."""

from ticketroute.dispatcher._assign import assign
from ticketroute.dispatcher._decide import decide, dispatch_ticket, to_strategy

__all__ = ["assign", "decide", "dispatch_ticket", "to_strategy"]
