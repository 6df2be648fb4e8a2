"""One call from tickets and agents to an explained plan."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from ticketroute.board import Board, InHand, Memory, Plan, Setup, TicketColumnsLike
from ticketroute.dispatcher._decide import decide, to_strategy
from ticketroute.model import Agent, Ticket, refuse_type
from ticketroute.strategies import Strategy


def assign(
    tickets: Iterable[Ticket] | TicketColumnsLike,
    agents: Iterable[Agent],
    *,
    strategy: Strategy | str,
    now: datetime,
    setup: Setup | None = None,
    in_hand: InHand | None = None,
    memory: Memory | None = None,
    enrich: Callable[[Ticket], Ticket] | None = None,
) -> Plan:
    """Decide who gets which ticket, once, and keep nothing.

    Parameters
    ----------
    tickets
        Waiting tickets: objects, or columns named like the fields of :class:`~ticketroute.Ticket`
        (``dict(frame)`` of a pandas frame, ``frame.to_dict()`` of a polars one).
    agents
        Who there is.
    strategy
        A strategy, or the name of an installed one (see :func:`ticketroute.plugins.available`).
    now
        The time of the decision, a timezone-aware datetime.
    setup
        How soon tickets are to be dealt with, how long they take, and the like.
    in_hand
        Work that agents have already by agent id: units of effort, or units by channel.
    memory
        ``plan.memory`` of the decision before, so that rotation goes on where it stopped.
    enrich
        Called with each ticket before routing; gives the ticket to route, under the same id.

    Returns
    -------
    Plan
        Who gets what, why every other ticket is left, and an explanation for each. Nothing has
        been changed anywhere: what you do with it is up to you.

    Raises
    ------
    ValueError, TypeError
        If the input is not as described; the message names field, value and expectation.
    UnknownId
        If `in_hand` names an agent who is not among `agents`.
    InvalidPlan
        If the strategy breaks an invariant.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> morning = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> plan = assign(
    ...     [Ticket(id="t1", created=morning, requirements={"billing": 3})],
    ...     [Agent(id="ana", capacity=2, skills={"billing": 4}), Agent(id="bea", capacity=2)],
    ...     strategy="skill-weighted",
    ...     now=morning,
    ... )
    >>> plan
    <Plan: t1 -> ana; 0 left>
    >>> print(plan.explain("t1"))
    t1 goes to ana, decided by only candidate
      could have it (1):
        ana: 1.5 = skill fit 1 + affinity 0 + spare capacity 0.5; load ratio 0.00
      could not (1):
        bea lacks 'billing'
    """
    decider = to_strategy(strategy)
    if enrich is not None:
        tickets = _enriched(tickets, enrich)
    board = Board(agents, setup=setup, in_hand=in_hand, memory=memory)
    board.submit(tickets, now)
    return decide(board.view(now), decider)


def _enriched(
    tickets: Iterable[Ticket] | TicketColumnsLike, enrich: Callable[[Ticket], Ticket]
) -> list[Ticket]:
    """Pass each ticket through the caller's hook."""
    if isinstance(tickets, Mapping):
        raise refuse_type("enrich", "tickets as objects; columns can be enriched as such", enrich)
    enriched: list[Ticket] = []
    for ticket in tickets:
        richer: object = enrich(ticket)
        if not isinstance(richer, Ticket) or richer.id != ticket.id:
            raise refuse_type("enrich", f"a Ticket of id {ticket.id!r} to come back", richer)
        enriched.append(richer)
    return enriched
