"""What happens then: one decision, or a live desk with events, log and replay."""

from ticketroute.dispatcher._assign import assign
from ticketroute.dispatcher._choosing import Choosing
from ticketroute.dispatcher._decide import decide, dispatch_ticket, to_strategy
from ticketroute.dispatcher._dispatcher import Dispatcher
from ticketroute.dispatcher._events import Event
from ticketroute.dispatcher._log import Log
from ticketroute.dispatcher._past import Difference
from ticketroute.dispatcher._plain import event_from_plain, event_to_plain
from ticketroute.dispatcher._proposal import Proposal
from ticketroute.dispatcher._settings import Overflow, ReturnRamp, Settings
from ticketroute.dispatcher._waiting import Waiting

__all__ = [
    "Choosing",
    "Difference",
    "Dispatcher",
    "Event",
    "Log",
    "Overflow",
    "Proposal",
    "ReturnRamp",
    "Settings",
    "Waiting",
    "assign",
    "decide",
    "dispatch_ticket",
    "event_from_plain",
    "event_to_plain",
    "to_strategy",
]
