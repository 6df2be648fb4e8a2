"""What chance decides, drawn before anything happens and the same for every policy.

Each purpose has a stream of random numbers of its own, spawned from the seed and the number of the
replication, and each ticket has its own number in it. So two policies meet the same tickets, which
take the same work and have the same patience, whoever gets them and in whichever order.
"""

from collections.abc import Iterator
from enum import IntEnum, unique
from typing import TypeGuard, cast

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER
from ticketroute.model import MICROSECOND, to_microseconds
from ticketroute.simulation._arrivals import Arrivals
from ticketroute.simulation._kinds import TicketKind
from ticketroute.simulation._numbers import require_whole
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._ticket_stream import (
    UNKNOWN,
    Coming,
    TicketStream,
    drawn_beyond,
)


@unique
class Purpose(IntEnum):
    """What random numbers are drawn for; a number is never used for another purpose."""

    ARRIVALS = 1
    KINDS = 2
    WORK = 3
    PATIENCE = 4
    BOUNCES = 5
    REOPENINGS = 6
    REOPENING_TIMES = 7
    BALKING = 8
    ABSENCE = 9
    BACKLOG = 10


def stream(seed: int, replication: int, purpose: Purpose, part: int = 0) -> np.random.Generator:
    """Give the random numbers of a purpose, the same wherever and whenever they are drawn."""
    key = (replication, int(purpose), part)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


@attrs.frozen(eq=False)
class Luck:
    """What comes, and what chance has in store for it; tickets by arrival.

    Attributes
    ----------
    created
        Arrivals in microseconds since 1970 UTC, ascending, ``ndarray of int64, shape (n,)``.
    kind
        Position of the kind of each in the scenario, ``ndarray of int32``.
    work
        What each takes somebody of ordinary pace, in microseconds, ``ndarray of int64``.
    patience
        How long each waits before leaving, `NEVER` for ever; None where nobody leaves.
    seed, replication
        Where it comes from.
    waited
        How many have come before the scenario starts: so many of the first ones.
    """

    created: NDArray[np.int64]
    kind: NDArray[np.int32]
    work: NDArray[np.int64]
    patience: NDArray[np.int64] | None
    seed: int
    replication: int
    waited: int

    def __len__(self) -> int:
        return len(self.created)

    def uniforms(self, purpose: Purpose, part: int = 0) -> NDArray[np.float64]:
        """Give a number for each ticket, at least 0 and below 1."""
        return stream(self.seed, self.replication, purpose, part).random(len(self))


def draw(scenario: Scenario, seed: int, replication: int) -> Luck:
    """Draw what comes in a scenario, and what chance has in store for it."""
    parts = [*_backlog(scenario, seed, replication), *_arrivals(scenario, seed, replication)]
    created = np.concatenate([times for times, _ in parts] or [np.zeros(0, dtype=np.int64)])
    kind = np.concatenate([numbers for _, numbers in parts] or [np.zeros(0, dtype=np.int32)])
    waited = sum(each.backlog for each in scenario.kinds)
    known, others = _known(scenario, seed, replication), len(created)
    if known is not None:
        created, kind = np.concatenate((created, known.created)), np.concatenate((kind, known.kind))
        waited += int((known.created < to_microseconds(scenario.start)).sum())
    is_in_order = len(parts) == 1 and not waited and known is None  # as a single stream is
    order = None if is_in_order else np.argsort(created, kind="stable")
    if order is not None:
        created, kind = created[order], kind[order]
    uniforms = stream(seed, replication, Purpose.WORK).random(len(created))
    work = drawn_by_kind(scenario, kind, uniforms, "handling")
    if known is not None and order is not None:
        places = np.argsort(order)[others:]  # where each of them has gone
        work[places] = _work_of_known(scenario, known, work[places], uniforms[places])
    patience = None
    if any(each.patience is not None for each in scenario.kinds):
        uniforms = stream(seed, replication, Purpose.PATIENCE).random(len(created))
        patience = drawn_by_kind(scenario, kind, uniforms, "patience")
    return Luck(created, kind, work, patience, seed, replication, waited)


def _knows_kinds(arrivals: Arrivals | TicketStream | None) -> TypeGuard[TicketStream]:
    """Say whether a stream brings kinds; asking a protocol alone would take ten times as long."""
    return hasattr(arrivals, "tickets") and isinstance(arrivals, TicketStream)


def _known(scenario: Scenario, seed: int, replication: int) -> Coming | None:
    """Give the tickets of a stream that knows their kinds, with positions in the scenario's."""
    arrivals = scenario.arrivals
    if not _knows_kinds(arrivals):
        return None
    random = stream(seed, replication, Purpose.ARRIVALS, len(scenario.kinds))
    coming = arrivals.tickets(*_period(scenario), random)
    names = [kind.name for kind in scenario.kinds]
    places = np.array([names.index(name) for name in arrivals.kinds], dtype=np.int32)
    return attrs.evolve(coming, kind=places[coming.kind])


def _work_of_known(
    scenario: Scenario,
    known: Coming,
    drawn: NDArray[np.int64],
    uniforms: NDArray[np.float64],
) -> NDArray[np.int64]:
    """Put in what is known of the work; what has been done before is left out."""
    for number in np.unique(known.kind[known.at_least > 0]).tolist():
        rows = np.flatnonzero((known.kind == number) & (known.at_least > 0))
        handling = scenario.kinds[number].handling
        drawn[rows] = drawn_beyond(handling, uniforms[rows], known.at_least[rows])
    work = np.where(known.work == UNKNOWN, drawn, known.work)
    rest: NDArray[np.int64] = np.maximum(work - known.done, 0)
    return rest


def drawn_by_kind(
    scenario: Scenario, kind: NDArray[np.int32], uniforms: NDArray[np.float64], name: str
) -> NDArray[np.int64]:
    """Draw a duration for each ticket by the distribution of this name of its kind."""
    kinds = scenario.kinds
    if len(kinds) == 1:
        return _drawn(kinds[0], uniforms, name)
    drawn = np.empty(len(uniforms), dtype=np.int64)
    for number, each in enumerate(kinds):
        of_kind = np.flatnonzero(kind == number)
        drawn[of_kind] = _drawn(each, uniforms[of_kind], name)
    return drawn


def _drawn(kind: TicketKind, uniforms: NDArray[np.float64], name: str) -> NDArray[np.int64]:
    durations = getattr(kind, name)
    if durations is None:
        return np.full(len(uniforms), NEVER, dtype=np.int64)
    drawn: NDArray[np.int64] = durations.draw(uniforms)
    require_whole(f"{type(durations).__name__}.draw", drawn, 0, NEVER, len(uniforms))
    return drawn


def _backlog(
    scenario: Scenario, seed: int, replication: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """Go through the kinds of which some wait already: since when, and the kind of each."""
    start, _ = _period(scenario)
    for number, kind in enumerate(scenario.kinds):
        waiting = np.full(kind.backlog, start, dtype=np.int64)
        if kind.backlog_age is not None:
            random = stream(seed, replication, Purpose.BACKLOG, number)
            waiting -= _drawn(kind, random.random(kind.backlog), "backlog_age")
        yield waiting, np.full(kind.backlog, number, dtype=np.int32)


def _arrivals(
    scenario: Scenario, seed: int, replication: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int32]]]:
    """Go through the streams of a scenario: arrivals, and the kind of each."""
    start, end = _period(scenario)

    def times(arrivals: Arrivals, part: int) -> NDArray[np.int64]:
        random = stream(seed, replication, Purpose.ARRIVALS, part)
        found = arrivals.times(start, end, random)
        require_whole(f"{type(arrivals).__name__}.times", found, start, end)
        return np.sort(found)

    common_stream = scenario.arrivals
    if common_stream is not None and not _knows_kinds(common_stream):
        common = times(cast("Arrivals", common_stream), len(scenario.kinds))
        yield common, _mixed(scenario, len(common), seed, replication)
    for number, kind in enumerate(scenario.kinds):
        if kind.arrivals is not None:
            own = times(kind.arrivals, number)
            yield own, np.full(len(own), number, dtype=np.int32)


def _period(scenario: Scenario) -> tuple[int, int]:
    """Give start and end of arrivals, in microseconds since 1970 UTC."""
    start = to_microseconds(scenario.start)
    return start, start + scenario.length // MICROSECOND


def _mixed(scenario: Scenario, count: int, seed: int, replication: int) -> NDArray[np.int32]:
    """Draw the kinds of the tickets of the common stream, by weight."""
    sharing = [number for number, kind in enumerate(scenario.kinds) if kind.arrivals is None]
    if len(sharing) == 1:
        return np.full(count, sharing[0], dtype=np.int32)
    weights = np.array([scenario.kinds[number].weight for number in sharing])
    edges = np.cumsum(weights / weights.sum())
    uniforms = stream(seed, replication, Purpose.KINDS).random(count)
    places = np.minimum(edges.searchsorted(uniforms, side="right"), len(sharing) - 1)
    return np.array(sharing, dtype=np.int32)[places]
