"""Whether work is shared fairly over a period: by count, by effort, by effort per hour there."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import attrs

from ticketroute.board import CalendarPeriod, Shifts
from ticketroute.metrics._fairness_report import HoursLike, Report
from ticketroute.metrics._fairness_result import Fairness
from ticketroute.metrics._given import GivenLike, read_given
from ticketroute.model import MICROSECOND, refuse, refuse_type, to_microseconds
from ticketroute.sla import Calendar

_MOST_PERIODS: Final = 100_000


def fairness(
    given: GivenLike,
    *,
    hours: HoursLike | None = None,
    agents: Iterable[str] = (),
    start: datetime | None = None,
    end: datetime | None = None,
    hard_from: float | None = None,
    ordinary: Calendar | None = None,
    outlier_from: float = 3.5,
) -> Fairness:
    """Report who was given how much, and how unequal that is.

    Counts flatter whoever gets the easy ones, and totals whoever is there less. So there are also
    effort, effort per hour there, and the shares of hard tickets and of those out of hours.

    Parameters
    ----------
    given
        A :class:`FairnessLedger`, the events of a log from the submissions on, or columns:
        ``agent_id`` and, if known, ``effort`` (else 1), ``difficulty``, and ``at`` (aware
        datetimes) or ``at_us``.
    hours
        Hours by agent id in which each was there to work, or :class:`~ticketroute.board.Shifts`
        to count them from `start` to `end` (all of it for who has no calendar).
    agents
        Ids of agents who count even if they were given nothing; those named in `hours` do, and so
        do those whom a ledger knows. Columns know nobody else, and a log only those with whom
        something happened, not all with whom the desk began: unless somebody is named, the report
        says of whom it is, as ``only`` of :class:`Fairness`.
    start, end
        Look only at what was given from the one on, and before the other; aware datetimes.
    hard_from
        From which difficulty a ticket is hard; those of unknown difficulty are not.
    ordinary
        The ordinary hours, such as ``BusinessCalendar.weekdays("08:00", "18:00", zone)``; nights
        and weekends are what lies outside.
    outlier_from
        From which modified z-score an agent is named an outlier, see Iglewicz and Hoaglin 1993.

    Returns
    -------
    Fairness
        A row for each agent and, of tickets, effort and effort per hour, the indices of
        :func:`gini`, :func:`jain` and :func:`max_over_mean`. Agents without any hours are left out
        of effort per hour.

    Raises
    ------
    ValueError, TypeError
        If the input is not as described.

    Examples
    --------
    >>> rows = {"agent_id": ["ana", "ana", "ana", "bea"], "effort": [1, 1, 1, 3]}
    >>> print(fairness(rows, hours={"ana": 8, "bea": 4}))
    agent  tickets  effort  hours  effort / hour
    ana          3       3      8          0.375
    bea          1       3      4           0.75
    tickets: Gini 0.250, Jain 0.800, max / mean 1.50
    effort: Gini 0.000, Jain 1.000, max / mean 1.00
    effort per hour: Gini 0.167, Jain 0.900, max / mean 1.33
    """
    report = Report(
        hours=hours,
        agents=tuple(agents),
        hard_from=hard_from,
        ordinary=ordinary,
        outlier_from=outlier_from,
    )
    return report.of(read_given(given), _optional(start, "start"), _optional(end, "end"))


def fairness_by_period(
    given: GivenLike,
    per: timedelta | CalendarPeriod,
    *,
    hours: Shifts | None = None,
    agents: Iterable[str] = (),
    start: datetime | None = None,
    end: datetime | None = None,
    hard_from: float | None = None,
    ordinary: Calendar | None = None,
    outlier_from: float = 3.5,
) -> tuple[Fairness, ...]:
    """Report who was given how much in each of the periods that follow each other.

    Parameters
    ----------
    given
        As for :func:`fairness`, with times.
    per
        How long a period is, counted from `start`, or days or weeks by the clock on the wall.
    hours
        The calendars by which agents work.
    start, end
        From when and until when; from the first that was given to after the last unless told
        otherwise.
    agents, hard_from, ordinary, outlier_from
        As for :func:`fairness`.

    Examples
    --------
    >>> from datetime import UTC
    >>> days = [datetime(2026, 5, day, 9, tzinfo=UTC) for day in (4, 4, 5)]
    >>> rows = {"agent_id": ["ana", "ana", "bea"], "at": days}
    >>> for report in fairness_by_period(rows, CalendarPeriod("day", "UTC"), agents=["bea"]):
    ...     print([(row.agent_id, row.tickets) for row in report.agents])
    [('ana', 2), ('bea', 0)]
    [('ana', 0), ('bea', 1)]
    """
    rows = read_given(given)
    if (at := rows.at) is None:
        raise refuse("given", "times, in a column 'at' or 'at_us'", "none")
    rows = attrs.evolve(rows, everybody=rows.everybody.union(rows.agent_ids.tolist()))
    report = Report(
        hours=hours,
        agents=tuple(agents),
        hard_from=hard_from,
        ordinary=ordinary,
        outlier_from=outlier_from,
    )
    first, last = _optional(start, "start"), _optional(end, "end")
    if len(at):
        first = int(at.min()) if first is None else first
        last = int(at.max()) + 1 if last is None else last
    if first is None or last is None:
        return ()
    return tuple(report.of(rows, begins, ends) for begins, ends in _periods(per, first, last))


def _periods(per: timedelta | CalendarPeriod, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Go through the periods between two instants; the last one may be cut off by a calendar."""
    if not isinstance(per, CalendarPeriod):
        if not isinstance(per, timedelta):
            raise refuse_type("per", "a timedelta or a CalendarPeriod", per)
        if per <= timedelta(0):
            raise refuse("per", "a duration longer than zero", per)
        if (last - first) * MICROSECOND > _MOST_PERIODS * per:
            count = (last - first) * MICROSECOND // per
            raise refuse("per", f"a duration of which at most {_MOST_PERIODS:,} are needed", count)
    begins = first
    while begins < last:
        ends = (
            per.end_after(begins)
            if isinstance(per, CalendarPeriod)
            else begins + per // MICROSECOND
        )
        yield begins, ends
        begins = ends


def _optional(instant: datetime | None, field: str) -> int | None:
    return None if instant is None else to_microseconds(instant, field)
