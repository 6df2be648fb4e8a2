"""Single calls of the live desk, each timed by itself, on a large desk that never rests."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter_ns

import numpy as np
from rich.table import Table

from benchmarks.live_cases import Case, Faces, Turn, public
from benchmarks.live_figures import Size, tabulate
from ticketroute import Dispatcher, Event

AGENTS, BACKLOG, WARM_UP = 1_000, 10_000, 50


class Stopwatch:
    """Calls something, and notes by name how long it took, in nanoseconds."""

    def __init__(self) -> None:
        self.taken: dict[str, list[int]] = {}

    def __call__(self, name: str, *calls: Callable[[], Sequence[Event]]) -> Sequence[Event]:
        """Time calls one after the other, and give what the last one gave."""
        events: Sequence[Event] = ()
        start = perf_counter_ns()
        for call in calls:
            events = call()
        self.taken.setdefault(name, []).append(perf_counter_ns() - start)
        return events


def measure_calls(size: Size) -> Table:
    """Time each call by itself, and give percentiles."""
    runner = public(Case(agents=AGENTS, backlog=BACKLOG, offers=True))
    for place in range(WARM_UP):
        run_calls(runner, Turn.of(place), Stopwatch())
    timed = Stopwatch()
    for place in range(WARM_UP, WARM_UP + size.calls):
        run_calls(runner, Turn.of(place), timed)
    rows = []
    for name, taken in timed.taken.items():
        figures = np.percentile(np.array(taken) / 1_000, (50, 90, 99, 99.9, 100))
        rows.append((name, *(f"{figure:,.1f}" for figure in figures)))
    title = f"Single calls, us: {AGENTS:,} agents, {BACKLOG:,} waiting, {size.calls:,} of each"
    return tabulate(title, ("p50", "p90", "p99", "p99.9", "max"), rows)


def run_calls(runner: Faces, turn: Turn, timed: Stopwatch) -> None:
    """Make a call of each kind; whoever becomes free declines one ticket and takes another."""
    desk, working, at = runner.desk, runner.working, turn.at
    assert isinstance(desk, Dispatcher)
    timed("submit", partial(desk.submit, turn.ticket, at[0]))
    timed("dispatch after submit", partial(desk.dispatch, at[1]))
    timed("resolve", partial(desk.resolve, working.popleft(), at[2]))
    offered = timed("dispatch after resolve", partial(desk.dispatch, at[3]))
    subjects = deque((event.ticket_id or "", event.agent_id or "") for event in offered)
    decline = partial(desk.decline, *subjects.popleft(), at[4])
    offered = timed("decline, dispatch", decline, partial(desk.dispatch, at[4]))
    subjects += [(event.ticket_id or "", event.agent_id or "") for event in offered]
    for ticket_id, agent_id in subjects:
        timed("accept", partial(desk.accept, ticket_id, agent_id, at[5]))
        timed("start", partial(desk.start, ticket_id, at[5]))
        timed("hold", partial(desk.hold, ticket_id, at[5]))
        timed("resume", partial(desk.resume, ticket_id, at[5]))
        working.append(ticket_id)
    timed("tick, nothing due", partial(desk.tick, at[5]))
