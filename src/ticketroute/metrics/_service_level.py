"""Service level: the share that is answered in time, by a rule for those who do not wait."""

from datetime import timedelta
from enum import StrEnum

import attrs

from ticketroute.metrics._figure_text import as_share, duration_text, share_text
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._kind import Outcome
from ticketroute.metrics._stage_passage import known_by_the_end, passage
from ticketroute.model import duration_to_microseconds, refuse, refuse_type


class AbandonmentRule(StrEnum):
    """How those who leave before they are answered count in a service level.

    Practice uses all of these, and they differ by many points on a bad day; a service level without
    its rule says nothing.
    """

    ANSWERED = "answered"
    """Answered in time over answered; who left does not count, and neither does who still waits."""
    OFFERED = "offered"
    """Answered in time over all; who left is missed, however soon."""
    LESS_SHORT = "less short"
    """Answered in time over all but those who left in time; late leavers are missed."""
    SHORT_ARE_MET = "short are met"
    """Answered in time or left in time, over all."""


@attrs.frozen
class ServiceLevel:
    """How many were answered in time.

    Parameters
    ----------
    within
        What is in time; the bound itself is.
    rule
        How those who left count in ``share``.
    answered_in_time, answered_late, left_in_time, left_late
        How many; who balked left in time.
    waiting
        How many had neither been answered nor left by the end, longer ago than `within`: missed.
    too_recent
        How many came less than `within` before the end, and are not counted, because some of them
        still wait: of these, only the quick ones would be known.
    blocked
        How many there was no room for; they count in no rule.
    """

    within: timedelta
    rule: AbandonmentRule
    answered_in_time: int
    answered_late: int
    left_in_time: int
    left_late: int
    waiting: int
    too_recent: int
    blocked: int

    @property
    def share(self) -> float:
        """The service level, 0 to 1; NaN of nothing."""
        return self.under(self.rule)

    @property
    def answered(self) -> int:
        """How many were answered."""
        return self.answered_in_time + self.answered_late

    @property
    def offered(self) -> int:
        """How many came, and were not blocked."""
        return self.answered + self.left_in_time + self.left_late + self.waiting

    def under(self, rule: AbandonmentRule | str) -> float:
        """Give the service level of the same tickets under another rule."""
        rule = to_rule(rule)
        if rule is AbandonmentRule.ANSWERED:
            return as_share(self.answered_in_time, self.answered)
        if rule is AbandonmentRule.OFFERED:
            return as_share(self.answered_in_time, self.offered)
        if rule is AbandonmentRule.LESS_SHORT:
            return as_share(self.answered_in_time, self.offered - self.left_in_time)
        return as_share(self.answered_in_time + self.left_in_time, self.offered)

    def __str__(self) -> str:
        return (
            f"{share_text(self.share)} answered within {duration_text(self.within)} "
            f"(rule: {self.rule}; {self.answered:,} answered, {self.left_in_time:,} left in time, "
            f"{self.left_late:,} left late, {self.waiting:,} waiting)"
        )


def service_level(
    journeys: Journeys, within: timedelta, *, rule: AbandonmentRule | str
) -> ServiceLevel:
    """Say how many tickets were answered, that is started, in time.

    Parameters
    ----------
    journeys
        What became of the tickets.
    within
        From arrival; at least 0.
    rule
        How those who left count: an :class:`AbandonmentRule` or its value. There is no default, for
        none is right everywhere; ``"less short"`` is the most usual.

    Raises
    ------
    ValueError, TypeError
        For a negative or another `within`, or an unknown rule.

    Examples
    --------
    Of five, three were answered, two of them within a minute; one hung up soon and one late.

    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(seconds=each) for each in range(600)]
    >>> table = {
    ...     "created": [nine] * 5,
    ...     "started": [after[20], after[60], after[90], None, None],
    ...     "ended": [after[200], after[300], after[400], after[10], after[240]],
    ... }
    >>> calls = journeys_from_columns(table, end=after[599])
    >>> level = service_level(calls, timedelta(minutes=1), rule="less short")
    >>> print(level)
    50.0% answered within 1 min (rule: less short; 3 answered, 1 left in time, 1 left late,
    0 waiting)
    >>> {rule.value: round(level.under(rule), 3) for rule in AbandonmentRule}
    {'answered': 0.667, 'offered': 0.4, 'less short': 0.5, 'short are met': 0.6}
    """
    if not isinstance(within, timedelta):
        raise refuse_type("within", "a timedelta", within)
    if within < timedelta(0):
        raise refuse("within", "a duration of at least 0", str(within))
    chosen, limit = to_rule(rule), duration_to_microseconds(within)
    way = passage(journeys, "start")
    counted = known_by_the_end(way.created + limit, way.reached | way.left, journeys.end)
    in_time = way.waits <= limit
    gone = journeys.outcome == Outcome.BALKED
    balked = gone & (counted.all() | (journeys.created + limit <= journeys.end))
    return ServiceLevel(
        within,
        chosen,
        answered_in_time=int((counted & way.reached & in_time).sum()),
        answered_late=int((counted & way.reached & ~in_time).sum()),
        left_in_time=int((counted & way.left & in_time).sum()) + int(balked.sum()),
        left_late=int((counted & way.left & ~in_time).sum()),
        waiting=int((counted & ~way.reached & ~way.left).sum()),
        too_recent=int((~counted).sum()) + int((gone & ~balked).sum()),
        blocked=int((journeys.outcome == Outcome.BLOCKED).sum()),
    )


def to_rule(rule: AbandonmentRule | str) -> AbandonmentRule:
    """Read a rule or its value."""
    try:
        return AbandonmentRule(rule)
    except ValueError:
        raise refuse("rule", f"one of {[each.value for each in AbandonmentRule]}", rule) from None
