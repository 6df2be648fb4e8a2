"""From clocks to the ranking: several clocks, paused ones, and tickets without any."""

from datetime import UTC, datetime, timedelta

from ticketroute import Ticket
from ticketroute.model import to_microseconds
from ticketroute.sla import (
    FIRST_RESPONSE,
    RESOLUTION,
    EarliestDue,
    HandlingTimes,
    Objective,
    Policies,
    Policy,
    PriorityMatrix,
    ShareOfTargetUsed,
    TicketClocks,
    TicketEvent,
    Tiers,
    backlog_of,
    rank,
)

HOUR = timedelta(hours=1)
MORNING = datetime(2026, 5, 4, 9, tzinfo=UTC)
NOON = to_microseconds(MORNING + 3 * HOUR)
POLICIES = Policies(
    default=Policy(
        "desk",
        [
            Objective(FIRST_RESPONSE, 4 * HOUR),
            Objective(RESOLUTION, 24 * HOUR, pause_in={"pending"}),
        ],
    )
)


def clocks(name: str, *kinds: str, status: str | None = None, **fields: int | str) -> TicketClocks:
    """Make a ticket of this morning to which some things happened at once."""
    ticket = Ticket(id=name, created=MORNING, **fields)  # type: ignore[arg-type]
    events = [TicketEvent("created", MORNING, status=status)]
    events += [TicketEvent(kind, MORNING + HOUR) for kind in kinds]
    return TicketClocks(ticket, POLICIES, events)


def test_ticket_is_as_urgent_as_its_most_urgent_clock() -> None:
    """Three of four hours used to respond, against three of 24 to resolve."""
    tickets = [clocks("answered", "public reply"), clocks("fresh")]
    backlog = backlog_of(tickets)
    assert backlog.ticket is not None
    assert backlog.ticket.tolist() == [0, 1, 1]
    assert rank(ShareOfTargetUsed(), backlog, NOON, ["a", "b"]).tolist() == [1, 0]
    assert rank(EarliestDue(), backlog, NOON, ["a", "b"]).tolist() == [1, 0]


def test_paused_ticket_leaves_the_ranking() -> None:
    """Answered and waiting for the customer: no clock runs. Closed: no clock is left."""
    tickets = [
        clocks("paused", "public reply", status="pending"),
        clocks("fresh"),
        clocks("closed", "resolved"),
    ]
    backlog = backlog_of(tickets)
    assert rank(EarliestDue(), backlog, NOON, ["a", "b", "c"]).tolist() == [1]


def test_columns_follow_from_the_ticket() -> None:
    """Level by the table given, weight and rank of the tier, expected work of the type."""
    backlog = backlog_of(
        [clocks("vip", "public reply", impact=2, urgency=2, tier="vip", type="refund")],
        matrix=PriorityMatrix({(2, 2): 1}),
        tiers=Tiers({"vip": 3}),
        handling_times=HandlingTimes({"refund": HOUR / 4}),
    )
    columns = (backlog.level, backlog.tier, backlog.weight, backlog.work)
    assert [column.tolist() for column in columns] == [[1], [1], [3.0], [900_000_000]]


def test_no_tickets_make_an_empty_backlog() -> None:
    """Nothing to rank."""
    assert rank(EarliestDue(), backlog_of([]), NOON, []).tolist() == []
