"""Escalation ladders: what fires when a target is nearly, just, or long used up."""

from collections.abc import Iterable
from datetime import datetime

import attrs

from ticketroute.model import refuse, refuse_type, require_text, to_microseconds, to_tuple
from ticketroute.sla.clocks import Clock, Metric
from ticketroute.sla.escalation._step import Step


def _to_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    return to_tuple("Ladder.steps", "several Steps", steps)


def _to_name(metric: Metric | str) -> str:
    return metric.name if isinstance(metric, Metric) else metric


@attrs.frozen
class Ladder:
    """The steps of escalation for the clocks of one metric.

    Parameters
    ----------
    metric
        A metric, or its name.
    steps
        The steps, in any order.
    policy
        Name of the policy whose clocks it is for; None for those of all policies that have no
        ladder of their own.

    Examples
    --------
    >>> from datetime import UTC, timedelta
    >>> from ticketroute.sla import FIRST_RESPONSE, Notify, Target, TicketEvent, replay
    >>> ladder = Ladder(
    ...     FIRST_RESPONSE, [Step(0.5, Notify("owner")), Step(timedelta(0), Notify("supervisor"))]
    ... )
    >>> created = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> target = Target(FIRST_RESPONSE, timedelta(hours=2))
    >>> clock = replay([TicketEvent("created", created)], target)
    >>> [step.effects for _, step, _ in ladder.fired(clock, created + timedelta(minutes=90))]
    [(Notify(role='owner'),)]
    >>> ladder.next_fire(clock, created + timedelta(minutes=90)).isoformat()
    '2026-05-04T11:00:00+00:00'
    """

    metric: str = attrs.field(converter=_to_name)
    steps: tuple[Step, ...] = attrs.field(converter=_to_steps)
    policy: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        require_text("Ladder.metric", self.metric)
        if self.policy is not None:
            require_text("Ladder.policy", self.policy)
        for step in self.steps:
            if not isinstance(step, Step):
                raise refuse_type("Ladder.steps", "values of Step", step)
        names = [step.name for step in self.steps]
        if len(set(names)) < len(names):
            raise refuse("Ladder.steps", "steps that fire at different times", names)

    def fired(self, clock: Clock, now: datetime) -> tuple[tuple[int, Step, datetime], ...]:
        """Give what has fired up to and with `now`: number of the cycle, step, and when."""
        instant = to_microseconds(now)
        return tuple(
            (cycle, self.steps[step], clock.local(at))
            for at, cycle, step in self.firings(clock)
            if at <= instant
        )

    def next_fire(self, clock: Clock, now: datetime) -> datetime | None:
        """Give when a step next fires if the clock goes on; None if none does, or it stands."""
        instant = to_microseconds(now)
        return next((clock.local(at) for at, _, _ in self.firings(clock) if at > instant), None)

    def firings(self, clock: Clock) -> list[tuple[int, int, int]]:
        """Give when steps fired or will if the clock goes on: instant, cycle, place; in order."""
        if not isinstance(clock, Clock):
            raise refuse_type("clock", "a Clock", clock)
        found = (
            (step.fires(cycle, clock.target), cycle.number, place)
            for cycle in clock.cycles
            for place, step in enumerate(self.steps)
        )
        return sorted((at, cycle, place) for at, cycle, place in found if at is not None)
