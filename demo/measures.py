"""What came of it, in numbers."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from demo.learning import Learned
from demo.replay import Replay
from ticketroute import Ticket


@attrs.frozen
class Measures:
    """The numbers of one line of the table; None where they make no sense.

    Parameters
    ----------
    strategy
        Whose they are.
    assigned
        Tickets dispatched.
    left
        Tickets that wait at the end, by reason.
    wait_mean, wait_median, wait_p90
        Hours from arrival to dispatch, around the clock, of the dispatched tickets.
    skill_fit
        Mean level of the agent in the ticket's type, as a share of level 5; 0 for none.
    known_type
        Share of tickets that went to someone who had resolved their type before 1 May.
    fairness
        Jain's index of tickets taken / tickets that the caps allow, over the agents on duty.
    decision_us
        Time in `assign` by dispatched ticket, in microseconds.
    error
        What went wrong, or empty.
    """

    strategy: str
    assigned: int | None = None
    left: Mapping[str, int] | None = None
    wait_mean: float | None = None
    wait_median: float | None = None
    wait_p90: float | None = None
    skill_fit: float | None = None
    known_type: float | None = None
    fairness: float | None = None
    decision_us: float | None = None
    error: str = ""


def measure(
    replay: Replay, tickets: Sequence[Ticket], learned: Learned, offered: Mapping[str, int]
) -> Measures:
    """Measure what a strategy did.

    Parameters
    ----------
    replay
        What it did.
    tickets
        All tickets of the time.
    learned
        Levels by agent and type.
    offered
        Tickets that the caps allow, by agent.
    """
    if replay.error or not replay.dispatched:
        return Measures(replay.strategy, error=replay.error or "dispatched nothing")
    hours = waits(replay, tickets)
    agent_of = {ticket_id: agent_id for ticket_id, (agent_id, _) in replay.dispatched.items()}
    levels = _levels(agent_of, tickets, learned)
    return Measures(
        replay.strategy,
        assigned=len(replay.dispatched),
        left=replay.left,
        wait_mean=float(hours.mean()),
        wait_median=float(np.median(hours)),
        wait_p90=float(np.quantile(hours, 0.9)),
        skill_fit=float(levels.mean() / 5),
        known_type=float((levels > 0).mean()),
        fairness=load_fairness(agent_of.values(), offered),
        decision_us=replay.seconds / len(replay.dispatched) * 1e6,
    )


def measure_record(
    resolvers: Mapping[str, str],
    tickets: Sequence[Ticket],
    learned: Learned,
    offered: Mapping[str, int],
) -> Measures:
    """Measure who really resolved the tickets, where that compares with a dispatch."""
    agent_of = {each.id: resolvers[each.id] for each in tickets if each.id in resolvers}
    levels = _levels(agent_of, tickets, learned)
    return Measures(
        "as recorded",
        skill_fit=float(levels.mean() / 5),
        known_type=float((levels > 0).mean()),
        fairness=load_fairness(agent_of.values(), offered),
    )


def waits(replay: Replay, tickets: Sequence[Ticket]) -> NDArray[np.float64]:
    """Give the hours from arrival to dispatch of each dispatched ticket."""
    seconds = [
        (replay.dispatched[each.id][1] - each.created).total_seconds()
        for each in tickets
        if each.id in replay.dispatched
    ]
    return np.array(seconds) / 3600


def load_fairness(agent_of_ticket: Iterable[str], offered: Mapping[str, int]) -> float:
    """Give Jain's index of the agents' loads relative to their caps.

    1 when all agents on duty use the same share of their caps; 1/n when one has everything.
    Tickets of agents who are not on the roster do not count.

    References
    ----------
    R. Jain, D. Chiu and W. Hawe, *A quantitative measure of fairness and discrimination for
    resource allocation in shared computer systems*, 1984.
    """
    taken = Counter(agent_of_ticket)
    loads = np.array([taken[agent_id] / room for agent_id, room in offered.items()])
    squares = float((loads**2).sum())
    return float(loads.sum()) ** 2 / (len(loads) * squares) if squares else 0.0


def _levels(
    agent_of: Mapping[str, str], tickets: Sequence[Ticket], learned: Learned
) -> NDArray[np.int64]:
    """Give the level of each ticket's agent in its type, for tickets of known type."""
    return np.array(
        [
            learned.level(agent_of[each.id], each.type)
            for each in tickets
            if each.type is not None and each.id in agent_of
        ],
        dtype=np.int64,
    )
