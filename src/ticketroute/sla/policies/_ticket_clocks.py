"""All clocks of a ticket, under the policies that hold for it."""

from collections.abc import Iterable
from datetime import datetime

import attrs

from ticketroute.model import Ticket, refuse, refuse_type
from ticketroute.sla.clocks import Clock, ClockState, TicketEvent, replay
from ticketroute.sla.clocks._events import require_event
from ticketroute.sla.policies._policy import Policies


def _to_events(events: Iterable[TicketEvent]) -> tuple[TicketEvent, ...]:
    return tuple(events)


@attrs.frozen
class TicketClocks:
    """The clocks of a ticket: an immutable value that events lead from one to the next.

    It keeps the events, so that clocks can be made anew whenever something else is promised:
    after a change of priority, tier, policy or calendar they show what they would show had it
    been so from the start, and pauses stay what they were.

    Parameters
    ----------
    ticket
        The ticket as it is now.
    policies
        What is promised to which tickets.
    events
        What happened to it so far, in any order.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute.sla import RESOLUTION, Objective, Policies, Policy, Targets
    >>> by_level = Targets({1: timedelta(hours=2)}, default=timedelta(hours=24))
    >>> policies = Policies(default=Policy("desk", [Objective(RESOLUTION, by_level)]))
    >>> created = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> clocks = TicketClocks(Ticket(id="t1", created=created, impact=3, urgency=3), policies)
    >>> clocks = clocks.apply(TicketEvent("created", created))
    >>> clocks["resolution"]
    <Clock resolution: running, due 2026-05-05 09:00:00+00:00>
    >>> clocks.changed(attrs.evolve(clocks.ticket, impact=1, urgency=1))["resolution"]
    <Clock resolution: running, due 2026-05-04 11:00:00+00:00>
    """

    ticket: Ticket
    policies: Policies
    events: tuple[TicketEvent, ...] = attrs.field(default=(), converter=_to_events)
    clocks: tuple[tuple[str, Clock], ...] = attrs.field(init=False, eq=False, repr=False)
    """Pairs of the name of a policy and a clock, in the order of the policies."""

    def __attrs_post_init__(self) -> None:
        for event in self.events:
            require_event(event)
        if not isinstance(self.ticket, Ticket):
            raise refuse_type("TicketClocks.ticket", "a Ticket", self.ticket)
        if not isinstance(self.policies, Policies):
            raise refuse_type("TicketClocks.policies", "Policies", self.policies)
        self._keep(
            (policy.name, replay(self.events, target))
            for policy in self.policies.select(self.ticket)
            for target in policy.targets(self.ticket)
        )

    def _keep(self, clocks: Iterable[tuple[str, Clock]]) -> None:
        object.__setattr__(self, "clocks", tuple(clocks))

    # From one to the next

    def apply(self, event: TicketEvent) -> "TicketClocks":
        """Give the clocks after an event; one that lies before the last is put in its place."""
        require_event(event)
        events = (*self.events, event)
        if self.events and event.instant < max(each.instant for each in self.events):
            return TicketClocks(self.ticket, self.policies, events)
        following: TicketClocks = object.__new__(TicketClocks)
        for name, value in (("ticket", self.ticket), ("policies", self.policies)):
            object.__setattr__(following, name, value)
        object.__setattr__(following, "events", events)
        following._keep((policy, clock.apply(event)) for policy, clock in self.clocks)
        return following

    def changed(
        self, ticket: Ticket | None = None, policies: Policies | None = None
    ) -> "TicketClocks":
        """Give the clocks of the same events for a changed ticket, or under changed policies."""
        ticket, policies = ticket or self.ticket, policies or self.policies
        if ticket.id != self.ticket.id:
            raise refuse("ticket", f"ticket {self.ticket.id!r}", ticket.id)
        return TicketClocks(ticket, policies, self.events)

    # What they are

    def __getitem__(self, metric: str) -> Clock:
        """Give the clock of a metric, by name; LookupError if there is none, or several."""
        found = [clock for _, clock in self.clocks if clock.target.metric.name == metric]
        if len(found) != 1:
            names = [clock.target.metric.name for _, clock in self.clocks]
            message = f"metric: expected the name of one of the clocks {names}, got {metric!r}"
            raise LookupError(message)
        return found[0]

    def __contains__(self, metric: object) -> bool:
        """Say whether there is a clock of a metric, by name."""
        return any(clock.target.metric.name == metric for _, clock in self.clocks)

    def most_urgent(self, now: datetime) -> Clock | None:
        """Give the clock that runs and has least left of its target, or None."""
        running = [clock for _, clock in self.clocks if clock.state is ClockState.RUNNING]
        return min(running, key=lambda clock: clock.remaining(now), default=None)
