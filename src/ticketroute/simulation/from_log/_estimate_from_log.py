"""From a log to types, skills, handling times and hours."""

from collections import Counter
from datetime import timedelta
from typing import Final, Literal

import numpy as np

from ticketroute.model import is_finite, refuse, refuse_type, require_integer
from ticketroute.simulation.from_log._log_estimates import (
    OTHER,
    AgentEstimate,
    KindEstimate,
    LogEstimates,
    PairEstimate,
)
from ticketroute.simulation.from_log._shift_model import ShiftsLike, to_shift_model
from ticketroute.simulation.from_log._ticket_log import TicketLog
from ticketroute.simulation.from_log._work_by_kind import WorkByKind
from ticketroute.simulation.from_log._work_times import SHORTEST, most_in_hand, work_times
from ticketroute.simulation.from_log._working_hours import working_hours

_MOST_CASES: Final = 0.9


def estimate_from_log(
    log: TicketLog,
    *,
    shifts: ShiftsLike,
    least_tickets: int = 50,
    least_handled: int = 5,
    capacity: int | None = None,
    shortest: timedelta = SHORTEST,
    most_pace: float = 5.0,
    longest: Literal["as seen", "log-normal"] = "as seen",
) -> LogEstimates:
    """Estimate from a log what a scenario needs, and say from how much.

    Parameters
    ----------
    log
        Of the time from which to learn; :meth:`TicketLog.split` gives what was known at an instant.
    shifts
        When agents work: a :class:`ShiftModel` or its name, or the hours themselves. It must be
        said, as results hang on it.
    least_tickets
        A type of which fewer tickets tell how long they take goes with the other rare ones into one
        kind, ``"other types"``.
    least_handled
        How many tickets of a kind an agent must have done to have the skill. If nobody has, those
        have it who did the most; if nobody did any, anybody may have such tickets.
    capacity
        How many tickets an agent has at a time; None for as many as each had, when getting another
        one, in nine cases of ten.
    shortest
        What took less counts as this: for times that were written down in whole minutes, or work
        outside the hours.
    most_pace
        Nobody is taken to be more than so many times as quick or slow as the ordinary, at least 1:
        times in hand tell of habits, too, and who closes at once what others leave open for days
        does not work a hundred times as fast.
    longest
        What becomes of tickets that go on for longer than any was seen to: they end there
        (``"as seen"``, a lower bound), or go on by the log-normal distribution of their kind. The
        report says how many they are.

    Returns
    -------
    LogEstimates
        Handling times are shrunk (empirical Bayes on log-normal times: kind, agent, and agent with
        kind), what is not over yet counts as a lower bound; distributions are those of Kaplan and
        Meier, at ordinary pace.

    Raises
    ------
    ValueError, TypeError
        If an argument is not as described, or no ticket tells how long it took whom.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> from ticketroute.simulation import read_log
    >>> nine, minute = np.datetime64("2026-05-04T09:00"), np.timedelta64(1, "m")
    >>> table = {
    ...     "created": nine + 10 * minute * np.arange(40),
    ...     "agent": ["ana", "bea"] * 20,
    ...     "started": nine + 10 * minute * np.arange(40),
    ...     "ended": nine + 10 * minute * np.arange(40) + [3 * minute, 6 * minute] * 20,
    ... }
    >>> log = read_log(table, until=datetime(2026, 5, 4, 17, tzinfo=UTC))
    >>> estimates = estimate_from_log(log, shifts="always", least_tickets=10)
    >>> estimates
    <LogEstimates from 40 tickets by 'always': 2 kinds, 2 agents>
    >>> [f"{each.pace:.2f}" for each in estimates.pairs]
    ['0.71', '1.41']
    """
    _require_log(log, shortest)
    _require_numbers(least_tickets, least_handled, capacity, most_pace)
    if longest not in ("as seen", "log-normal"):
        raise refuse("longest", "'as seen' or 'log-normal'", longest)
    hours = working_hours(log, to_shift_model("shifts", shifts))
    times = work_times(log, hours, shortest)
    has_tail = longest == "log-normal"
    work = WorkByKind.of(log, times, least_tickets, float(most_pace), has_tail=has_tail)
    handled = _handled(log, work)
    skilled = {kind: _skilled(handled, kind, least_handled) for kind in work.kinds}
    names = sorted({name for agents in skilled.values() for name in agents})
    in_hand = most_in_hand(log, _MOST_CASES) if capacity is None else {}
    done = Counter(log.agent[~log.is_open & (log.agent != "")].tolist())
    return LogEstimates(
        window=log.window,
        tickets=len(log),
        kinds=tuple(_kinds(log, work, skilled)),
        agents=tuple(
            AgentEstimate(
                id=name,
                handled=done[name],
                skills=tuple(kind for kind in work.kinds if name in skilled[kind]),
                capacity=in_hand.get(name, 1) if capacity is None else capacity,
                pace=work.pace(work.agent_effect(name)),
                hours=str(hours.of_agent.get(name, "")),
            )
            for name in names
        ),
        pairs=tuple(
            PairEstimate(
                agent=name,
                kind=kind,
                handled=count,
                is_skill=name in skilled[kind],
                pace=work.pace(effect),
                effect=effect,
                error=error,
            )
            for (name, kind), count in sorted(handled.items())
            if name in names
            for effect, error in [work.effect(name, kind)]
        ),
        hours=hours,
        basis=times.basis,
        left_out=times.left_out,
        rounded_up=times.rounded_up,
        agents_left_out={name: done[name] for name in sorted(done) if name not in names},
        widths=work.paces.widths,
        least_handled=least_handled,
        most_pace=float(most_pace),
    )


def _require_log(log: object, shortest: object) -> None:
    if not isinstance(log, TicketLog):
        raise refuse_type("log", "a TicketLog, as read_log gives it", log)
    if not isinstance(shortest, timedelta):
        raise refuse_type("shortest", "a timedelta", shortest)
    if shortest <= timedelta(0):
        raise refuse("shortest", "a duration longer than zero", shortest)


def _require_numbers(
    least_tickets: object, least_handled: object, capacity: object, most_pace: object
) -> None:
    require_integer("least_tickets", least_tickets, 1)
    require_integer("least_handled", least_handled, 1)
    if capacity is not None:
        require_integer("capacity", capacity, 1)
    if not isinstance(most_pace, int | float) or isinstance(most_pace, bool):
        raise refuse_type("most_pace", "a number of at least 1", most_pace)
    if not is_finite(most_pace) or most_pace < 1:
        raise refuse("most_pace", "a number of at least 1", most_pace)


def _handled(log: TicketLog, work: WorkByKind) -> dict[tuple[str, str], int]:
    """Count tickets that are done, by agent and kind."""
    rows = np.flatnonzero(~log.is_open & (log.agent != ""))
    kinds = [work.kinds[each] for each in work.kind_of_row[rows].tolist()]
    return dict(Counter(zip(log.agent[rows].tolist(), kinds, strict=True)))


def _skilled(handled: dict[tuple[str, str], int], kind: str, least: int) -> frozenset[str]:
    """Give who has the skill for a kind."""
    counts = {agent: count for (agent, each), count in handled.items() if each == kind}
    enough = min(least, max(counts.values(), default=least))
    return frozenset(agent for agent, count in counts.items() if count >= enough)


def _kinds(
    log: TicketLog, work: WorkByKind, skilled: dict[str, frozenset[str]]
) -> list[KindEstimate]:
    found = []
    for number, name in enumerate(work.kinds):
        rows = work.kind_of_row == number
        known = rows & work.times.is_known
        handling = work.handling(number)
        types = np.unique(log.type[rows]).tolist() if name == OTHER else [name]
        found.append(
            KindEstimate(
                name=name,
                types=tuple(types),
                came=int(rows.sum()),
                over=int((known & work.times.is_over).sum()),
                so_far=int((known & ~work.times.is_over).sum()),
                lasting=max(1 - handling.over[-1], 0.0),
                handling=handling,
                agents=len(skilled[name]),
                is_open_to_all=not skilled[name],
            )
        )
    return found
