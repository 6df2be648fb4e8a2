"""The tickets of a log, with their kinds, and with their work as far as it is known."""

from typing import Final, Literal, get_args

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.model import refuse
from ticketroute.simulation._known_tickets import KnownTickets
from ticketroute.simulation.from_log._log_estimates import LogEstimates
from ticketroute.simulation.from_log._ticket_log import NOT_KNOWN, TicketLog
from ticketroute.simulation.from_log._work_times import work_times

WorkOfReplay = Literal["drawn", "observed"]
"""Where the work of a ticket comes from; see :func:`scenario_from_log`."""

Spans = NDArray[np.int64]

_NOT_A_TIME: Final = np.timedelta64("NaT")


def replayed(
    log: TicketLog, estimates: LogEstimates, work: WorkOfReplay, *, backlog: bool
) -> KnownTickets:
    """Give the tickets of a log by the kinds that were estimated.

    Parameters
    ----------
    log, estimates
        Whose tickets, and what is known of agents and kinds.
    work
        Whether what tickets took is kept.
    backlog
        Whether those come that were open when the log began.
    """
    if work not in get_args(WorkOfReplay):
        raise refuse("work", f"one of {get_args(WorkOfReplay)}", work)
    chosen = log if backlog else log.from_start()
    kinds = [estimates.kind_of(each) for each in chosen.type.tolist()]
    paces = _paces(chosen, kinds, estimates)
    before = _ordinary(_done_before(chosen, estimates), paces)
    known, so_far = np.full(len(chosen), NOT_KNOWN), before
    if work == "observed":
        times = work_times(chosen, estimates.hours, basis=estimates.basis)
        ordinary = _ordinary(times.span, paces)
        known = np.where(times.is_over, ordinary, NOT_KNOWN)
        so_far = np.where(times.is_over, before, np.maximum(ordinary, before))
    return KnownTickets(
        chosen.created.astype("datetime64[us]"),
        kinds,
        work=_as_spans(known),
        at_least=_as_spans(so_far),
        done=_as_spans(before),
    )


def _as_spans(microseconds: Spans) -> NDArray[np.timedelta64]:
    spans = microseconds.astype("timedelta64[us]")
    spans[microseconds == NOT_KNOWN] = _NOT_A_TIME
    return spans


def _ordinary(spans: Spans, paces: NDArray[np.float64]) -> Spans:
    """Give what somebody of ordinary pace would have taken."""
    scaled = np.rint(np.maximum(spans, 0) / paces).astype(np.int64)
    return np.where(spans == NOT_KNOWN, NOT_KNOWN, scaled)


def _paces(log: TicketLog, kinds: list[str], estimates: LogEstimates) -> NDArray[np.float64]:
    """Give the pace of whoever has each ticket; 1 for whom nothing is known."""
    of_agent = {each.id: each.pace for each in estimates.agents}
    of_pair = {(each.agent, each.kind): each.pace for each in estimates.pairs}
    pairs = zip(log.agent.tolist(), kinds, strict=True)
    return np.array([of_pair.get(pair, of_agent.get(pair[0], 1.0)) for pair in pairs])


def _done_before(log: TicketLog, estimates: LogEstimates) -> Spans:
    """Give the time in hand until the log begins of what was open then; where not known, none."""
    if estimates.basis == "work recorded":
        return np.zeros(len(log), dtype=np.int64)
    in_hand = (log.created < log.since) & (log.started < log.since)
    as_of_then = attrs.evolve(
        log,
        started=np.where(in_hand, log.started, NEVER),
        ended=np.full(len(log), NEVER),
        handled=np.full(len(log), NOT_KNOWN),
        until=log.since,
    )
    times = work_times(as_of_then, estimates.hours)
    return np.where(times.is_known, times.span, 0)
