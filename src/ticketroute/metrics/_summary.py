"""The one table that people look at first."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

import numpy as np

from ticketroute.metrics._abandonment import abandonment
from ticketroute.metrics._agent_time import agent_time
from ticketroute.metrics._agent_time_result import AgentTime
from ticketroute.metrics._attainment import attainment
from ticketroute.metrics._breakdown import breakdown
from ticketroute.metrics._figure_text import duration_text, share_text
from ticketroute.metrics._groups import GroupedBy
from ticketroute.metrics._journey_columns import outcome_text
from ticketroute.metrics._journeys import Journeys
from ticketroute.metrics._rework import rework
from ticketroute.metrics._service_level import AbandonmentRule
from ticketroute.metrics._service_level import service_level as measured_service_level
from ticketroute.metrics._stage_passage import Stage, came_to_queue
from ticketroute.metrics._summary_result import Summary, SummaryRow
from ticketroute.metrics._survival import as_duration
from ticketroute.metrics._waits import time_to
from ticketroute.model import refuse_type

ServiceLevelLike = tuple[timedelta, AbandonmentRule | str]
"""Within which time, and by which rule for those who leave."""

_PAIR: Final = 2
_NOBODY: Final = np.empty(0, dtype=np.int64)
_UNKNOWN_TIME: Final = AgentTime((), *[_NOBODY] * 5)


def summary(
    journeys: Journeys,
    *,
    service_level: ServiceLevelLike,
    stage: Stage = "resolution",
    by: GroupedBy = "kind",
) -> Summary:
    """Give the main figures of what happened, in one table.

    It always has the same rows, in the same order, so that several can be set side by side; what
    cannot be known is NaN, written as a dash.

    Parameters
    ----------
    journeys
        What became of the tickets.
    service_level
        Within which time tickets are to be answered, and the rule for those who leave before, as
        for :func:`service_level`; leaving within that time is also the short abandonment.
    stage
        What is due, see :func:`attainment`.
    by
        Of what the worst is named, see :func:`breakdown`.

    Raises
    ------
    ValueError, TypeError
        As for the measures.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.metrics import journeys_from_columns
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> after = [nine + timedelta(minutes=each) for each in range(61)]
    >>> table = {
    ...     "created": [after[0], after[5], after[10], after[20], after[30]],
    ...     "kind": ["billing", "billing", "tax", "tax", "tax"],
    ...     "started": [after[1], after[9], after[11], None, None],
    ...     "ended": [after[15], after[20], after[40], after[24], None],
    ...     "agent": ["ana", "bea", "ana", None, None],
    ...     "due": [after[25], after[30], after[35], after[55], after[55]],
    ... }
    >>> journeys = journeys_from_columns(table, end=after[60])
    >>> print(summary(journeys, service_level=(timedelta(minutes=2), "less short")))
    tickets                       5  3 resolved, 1 waiting, 1 abandoned
    service level             40.0%  answered within 2 min, rule: less short
    mean wait of answered     2 min  ASA, of 3
    P50 wait                  4 min  of all, until start or leaving
    P90 wait                      -  of all, until start or leaving
    P95 wait                      -  of all, until start or leaving
    left                      25.0%  25.0% without those within 2 min
    P50 time to resolution   15 min  1 still open, heeded by Kaplan-Meier
    P90 time to resolution        -  1 still open, heeded by Kaplan-Meier
    in time                   50.0%  resolution, of 4
    P95 late                      -  of all that count
    in time, worst kind        0.0%  tax
    open at the end               1  oldest 30 min
    occupancy                     -  stays are not known
    utilisation                   -  stays are not known
    overtime                      -  stays are not known
    evenness of utilisation       -  stays are not known
    transferred                0.0%  of 3 assigned
    misdispatched              0.0%  of 3 assigned
    reopened                   0.0%  of 3 resolved
    fixed first time         100.0%  of 3 resolved
    duplicates                 0.0%  of 5
    """
    given: object = service_level
    if not isinstance(given, tuple) or len(given) != _PAIR:
        expected = "a duration and the rule for who leaves, (timedelta(seconds=20), 'less short')"
        raise refuse_type("service_level", expected, service_level)
    within, rule = service_level
    return Summary(
        (
            SummaryRow("tickets", float(len(journeys)), "count", outcome_text(journeys)),
            *_answering(journeys, within, rule),
            *_resolving(journeys),
            *_promises(journeys, stage, by),
            *_backlog(journeys),
            *_time(journeys),
            *_rework(journeys),
        )
    )


def _answering(
    journeys: Journeys, within: timedelta, rule: AbandonmentRule | str
) -> Iterator[SummaryRow]:
    level = measured_service_level(journeys, within, rule=rule)
    remark = f"answered within {duration_text(within)}, rule: {level.rule}"
    yield SummaryRow("service level", level.share, "share", remark)
    answered = time_to(journeys, "start", of="answered", percentiles=())
    yield SummaryRow.of("mean wait of answered", answered.mean, f"ASA, of {answered.reached:,}")
    waited = time_to(journeys, "start")
    for percent, wait in waited.percentiles.items():
        yield SummaryRow.of(f"P{percent:g} wait", wait, "of all, until start or leaving")
    left = abandonment(journeys, short=within)
    text = f"{share_text(left.rate_without_short)} without those within {duration_text(within)}"
    yield SummaryRow("left", left.rate, "share", text)


def _resolving(journeys: Journeys) -> Iterator[SummaryRow]:
    resolved = time_to(journeys, "resolution", of="patient", percentiles=(50, 90))
    remark = f"{resolved.open:,} still open, heeded by Kaplan-Meier"
    for percent, time in resolved.percentiles.items():
        yield SummaryRow.of(f"P{percent:g} time to resolution", time, remark)


def _promises(journeys: Journeys, stage: Stage, by: GroupedBy) -> Iterator[SummaryRow]:
    promised = attainment(journeys, stage=stage)
    remark = f"{stage}, of {promised.met + promised.missed:,}"
    yield SummaryRow("in time", promised.share, "share", remark)
    yield SummaryRow.of("P95 late", promised.p95_late, "of all that count")
    worst = breakdown(journeys, by, stage=stage).worst
    name, share = ("", np.nan) if worst is None else (worst.name, worst.in_time)
    yield SummaryRow(f"in time, worst {by}", share, "share", "" if np.isnan(share) else name)


def _backlog(journeys: Journeys) -> Iterator[SummaryRow]:
    is_open = journeys.is_open & came_to_queue(journeys)
    oldest = journeys.end - int(journeys.created[is_open].min(initial=journeys.end))
    remark = f"oldest {duration_text(as_duration(oldest))}" if is_open.any() else ""
    yield SummaryRow("open at the end", float(is_open.sum()), "count", remark)


def _time(journeys: Journeys) -> Iterator[SummaryRow]:
    time = agent_time(journeys) if len(journeys.stays) else _UNKNOWN_TIME
    even = time.inequality
    known = bool(len(journeys.stays))
    overtime, jain = time.total_overtime if known else None, np.nan if even is None else even.jain
    unknown = "" if known else "stays are not known"
    busy = unknown or "busy over busy and available"
    yield SummaryRow("occupancy", time.occupancy, "share", busy)
    yield SummaryRow("utilisation", time.utilisation, "share", unknown or "busy over paid")
    yield SummaryRow.of("overtime", overtime, unknown or "work outside shifts")
    yield SummaryRow("evenness of utilisation", jain, "index", unknown or "Jain, 1 is even")


def _rework(journeys: Journeys) -> Iterator[SummaryRow]:
    again = rework(journeys)
    of_assigned, of_resolved = f"of {again.assigned:,} assigned", f"of {again.resolved:,} resolved"
    yield SummaryRow("transferred", again.transfer_rate, "share", of_assigned)
    yield SummaryRow("misdispatched", again.misdispatch_rate, "share", of_assigned)
    yield SummaryRow("reopened", again.reopening_rate, "share", of_resolved)
    yield SummaryRow("fixed first time", again.first_time_fix_rate, "share", of_resolved)
    yield SummaryRow("duplicates", again.duplicate_rate, "share", f"of {again.tickets:,}")
