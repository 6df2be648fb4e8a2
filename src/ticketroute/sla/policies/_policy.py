"""What is promised to which tickets."""

from collections.abc import Iterable
from datetime import timedelta

import attrs

from ticketroute.model import (
    Ticket,
    refuse,
    refuse_type,
    require_text,
    to_optional_text_set,
    to_tuple,
)
from ticketroute.sla._targets import Targets
from ticketroute.sla.calendar import ALWAYS, Calendar
from ticketroute.sla.clocks import Metric, OnReopen, Target
from ticketroute.sla.clocks._target import to_on_reopen
from ticketroute.sla.policies._condition import Condition, to_condition


def _to_targets(allowed: Targets | timedelta) -> Targets:
    return Targets(default=allowed) if isinstance(allowed, timedelta) else allowed


@attrs.frozen
class Objective:
    """How long one metric may take, by priority level, on which calendar.

    Parameters
    ----------
    metric
        What is measured.
    allowed
        Time allowed by priority level, and the calendar; or one duration for all tickets, around
        the clock.
    pause_in
        Statuses in which the clock pauses; None for those of the metric.
    on_reopen
        What becomes of the stopped clock of a ticket that is opened again: ``"continue"``,
        ``"new_cycle"`` or ``"ignore"``.

    Examples
    --------
    >>> from ticketroute.sla import FIRST_RESPONSE
    >>> urgent_first = Targets({1: timedelta(hours=2)}, default=timedelta(hours=24))
    >>> objective = Objective(FIRST_RESPONSE, urgent_first)
    >>> print(objective.target(level=1).allowed, "and", objective.target(level=4).allowed)
    2:00:00 and 1 day, 0:00:00
    """

    metric: Metric
    allowed: Targets = attrs.field(converter=_to_targets)
    pause_in: frozenset[str] | None = attrs.field(
        default=None, converter=to_optional_text_set, kw_only=True
    )
    on_reopen: OnReopen = attrs.field(
        default=OnReopen.CONTINUE, converter=to_on_reopen, kw_only=True
    )

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.allowed, Targets):
            raise refuse_type("Objective.allowed", "Targets or a timedelta", self.allowed)
        self._at(timedelta(1), None)  # refuses what no target may have

    def target(self, level: int | None) -> Target | None:
        """Give the target of a ticket of a priority level; None if it has none."""
        allowed = self.allowed.target(level)
        return None if allowed is None else self._at(allowed, self.allowed.open_calendar())

    def target_of(self, ticket: Ticket) -> Target | None:
        """Give the target of a ticket; None if it has none."""
        return self.target(self.allowed.level(ticket.impact, ticket.urgency))

    def _at(self, allowed: timedelta, calendar: Calendar | None) -> Target:
        return Target(
            self.metric,
            allowed,
            calendar=calendar or ALWAYS,
            pause_in=self.pause_in,
            on_reopen=self.on_reopen,
        )


def _to_objectives(objectives: Iterable[Objective]) -> tuple[Objective, ...]:
    return to_tuple("Policy.objectives", "several Objectives", objectives)


@attrs.frozen
class Policy:
    """What is promised to some tickets.

    Parameters
    ----------
    name
        What it is called.
    objectives
        What is promised; one for each metric at most.
    when
        Which tickets it is for: allowed values by field, such as ``{"tier": ["vip"]}`` (see
        :class:`FieldsAre`), or a function of a ticket. Without one, it is for no ticket unless it
        is the default.
    """

    name: str
    objectives: tuple[Objective, ...] = attrs.field(converter=_to_objectives)
    when: Condition | None = attrs.field(default=None, converter=to_condition, kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_text("Policy.name", self.name)
        for objective in self.objectives:
            if not isinstance(objective, Objective):
                raise refuse_type("Policy.objectives", "values of Objective", objective)
        names = [objective.metric.name for objective in self.objectives]
        if len(set(names)) < len(names):
            raise refuse("Policy.objectives", "metrics that are all different", names)

    def is_for(self, ticket: Ticket) -> bool:
        """Say whether the condition holds for a ticket; without one it does for none."""
        return self.when is not None and bool(self.when(ticket))

    def targets(self, ticket: Ticket) -> tuple[Target, ...]:
        """Give what is promised for a ticket, at its priority level."""
        targets = (objective.target_of(ticket) for objective in self.objectives)
        return tuple(target for target in targets if target is not None)

    def resolve(self, calendars: Iterable[Calendar]) -> "Policy":
        """Put calendars where their names stand."""
        calendars = list(calendars)
        objectives = [
            attrs.evolve(each, allowed=each.allowed.resolve(calendars)) for each in self.objectives
        ]
        return attrs.evolve(self, objectives=objectives)


def _to_policies(policies: Iterable[Policy]) -> tuple[Policy, ...]:
    return to_tuple("Policies.policies", "several Policies", policies)


@attrs.frozen
class Policies:
    """Policies in order: the first that is for a ticket holds, or else the default.

    Parameters
    ----------
    policies
        In the order in which they are tried; names must differ.
    default
        What holds for a ticket that none of them is for; None for no promise.
    several
        Whether all that are for a ticket hold, instead of the first alone.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.sla import FIRST_RESPONSE, RESOLUTION
    >>> vip = Policy("vip", [Objective(FIRST_RESPONSE, timedelta(hours=1))], when={"tier": ["vip"]})
    >>> rest = Policy("everybody", [Objective(RESOLUTION, timedelta(days=2))])
    >>> policies = Policies([vip], default=rest)
    >>> ticket = Ticket(id="t1", created=datetime(2026, 5, 4, tzinfo=UTC))
    >>> [policy.name for policy in policies.select(ticket)]
    ['everybody']
    """

    policies: tuple[Policy, ...] = attrs.field(default=(), converter=_to_policies)
    default: Policy | None = attrs.field(default=None, kw_only=True)
    several: bool = attrs.field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        known = (*self.policies, *((self.default,) if self.default else ()))
        for policy in known:
            if not isinstance(policy, Policy):
                raise refuse_type("Policies.policies", "values of Policy", policy)
        names = [policy.name for policy in known]
        if len(set(names)) < len(names):
            raise refuse("Policies.policies", "names that are all different", names)

    def select(self, ticket: Ticket) -> tuple[Policy, ...]:
        """Give the policies that hold for a ticket."""
        fitting = [policy for policy in self.policies if policy.is_for(ticket)]
        if not fitting:
            return (self.default,) if self.default else ()
        return tuple(fitting) if self.several else (fitting[0],)

    def resolve(self, calendars: Iterable[Calendar]) -> "Policies":
        """Put calendars where their names stand, as a configuration needs that was read."""
        calendars = list(calendars)
        return attrs.evolve(
            self,
            policies=[policy.resolve(calendars) for policy in self.policies],
            default=self.default and self.default.resolve(calendars),
        )
