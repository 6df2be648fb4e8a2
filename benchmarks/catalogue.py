"""What one decision costs, for every strategy, and what a large batch costs.

Each decision is about one ticket: it is chosen and committed, so that loads and memory move on.
*Kernel* asks the strategy by position and commits the pair; *public* is `Dispatcher.dispatch` after
the ticket has come. Where the plainest correct Python loop over the same objects is simple to
write, it decides beside them, and must give the same tickets to the same agents.
"""

import argparse
import platform
import sys
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from importlib.metadata import entry_points, version
from itertools import cycle, islice
from statistics import median
from time import perf_counter_ns
from typing import Final

import attrs
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.catalogue_naive import NAIVE, NaiveTeam
from benchmarks.desk import MORNING, make_agents
from benchmarks.live_figures import tabulate
from ticketroute import Agent, Board, Dispatcher, Setup, Ticket
from ticketroute.board import NOBODY, Allowance, Draft, TicketColumnsLike
from ticketroute.eligibility import Field
from ticketroute.strategies import (
    Bounded,
    ByCase,
    ByLevel,
    FairByHours,
    FewestGiven,
    FewestOpen,
    FirstOf,
    InTurn,
    Mix,
    PicksAgent,
    Preferred,
    Reserve,
    RoundRobin,
    Sequential,
    Strategy,
)

SKILLS: Final = 16
"""Each agent has two of them, each ticket asks for one: 12 % qualify."""
TEAMS: Final = (10, 100, 1_000, 10_000)
DECISIONS: Final = 200
IS_HARD: Final = Field("ticket.difficulty").at_least(3)
SETUP: Final = Setup(allowances=[Allowance(name="week", most=None, per=timedelta(days=7))])

CONFIGURED: Final[dict[str, Strategy]] = {
    "fewest given in a week": FewestGiven("week"),
    "fair by hours": FairByHours("week"),
    "first of two": FirstOf([Sequential(sequence=["agent00001"]), FewestOpen()]),
    "by case": ByCase([(IS_HARD, RoundRobin())], otherwise=FewestOpen()),
    "by level": ByLevel({"": {"agent00001": 2}}, FewestOpen()),
    "bounded": Bounded(FewestOpen(), most=1_000),
    "reserve": Reserve(FewestOpen(), units=1, unless=IS_HARD),
    "mix": Mix([(1, FewestOpen()), (1, RoundRobin())]),
    "preferred": Preferred(FewestOpen(), by_customer={"Acme": ["agent00001"]}),
}
"""Strategies that need settings; the others stand among the entry points."""


def strategies() -> dict[str, Strategy]:
    """Make every strategy, by name."""
    found: dict[str, Strategy] = {}
    for entry in entry_points(group="ticketroute.strategies"):
        if entry.name != "optimal" and entry.dist is not None and entry.dist.name == "ticketroute":
            found[entry.name] = entry.load()()
    return dict(sorted(found.items())) | CONFIGURED


def team(number: int, capacity: int | None = None) -> list[Agent]:
    """Make agents with plenty of room."""
    agents = make_agents(number, SKILLS)
    return [attrs.evolve(each, capacity=capacity or 10 * DECISIONS) for each in agents]


def tickets(number: int, first: int = 0) -> Iterator[Ticket]:
    """Make tickets that ask for one skill each, in turn."""
    for place in range(first, first + number):
        yield Ticket(
            id=f"ticket{place:07}",
            created=MORNING,
            requirements={f"skill{place % SKILLS}": 1},
            difficulty=place % 5,
        )


def setup_of(strategy: Strategy) -> Setup | None:
    """Give the setup that a strategy needs; what it does not need is not paid for."""
    return SETUP if isinstance(strategy, FewestGiven | FairByHours) else None


def rare(number: int) -> list[Ticket]:
    """Make tickets that nobody may have."""
    wanted = {"rare": 1}
    return [Ticket(id=f"rare{n}", created=MORNING, requirements=wanted) for n in range(number)]


def time_kernel(strategy: Strategy, agents: int, waiting: int, number: int) -> float:
    """Choose and commit by position; give the median microseconds of a decision."""
    board, taken = Board(team(agents), setup=setup_of(strategy)), list[int]()
    board.submit(rare(waiting), MORNING)
    for ticket in tickets(number):
        position = board.intake.submit(ticket)
        board.window.profile(position)
        start = perf_counter_ns()
        give(board, strategy, position)
        taken.append(perf_counter_ns() - start)
    return median(taken) / 1_000


def time_public(strategy: Strategy, agents: int, waiting: int, number: int) -> float:
    """Let a live desk dispatch what has just come; give the median microseconds of a call."""
    desk, taken = Dispatcher(team(agents), strategy=strategy, setup=setup_of(strategy)), list[int]()
    desk.submit_many(rare(waiting), MORNING)
    desk.dispatch(MORNING)
    for ticket in tickets(number):
        desk.submit(ticket, MORNING)
        start = perf_counter_ns()
        desk.dispatch(MORNING)
        taken.append(perf_counter_ns() - start)
    return median(taken) / 1_000


def give(board: Board, strategy: Strategy, ticket: int) -> None:
    """Choose by position and commit, as the live desk does."""
    assert isinstance(strategy, PicksAgent)
    view = board.window
    agent = strategy.pick_agent(view, ticket)
    if agent != NOBODY:
        remember = getattr(strategy, "remember", None)
        change = None if remember is None else remember(view, ticket, agent)
        board.commit_pair(ticket, agent, change)


def require_same(name: str, strategy: Strategy, agents: int) -> None:
    """See that the plain loop gives the same tickets to the same agents."""
    plain, board = NaiveTeam(team(agents), NAIVE[name]), Board(team(agents))
    board.view(MORNING)
    for ticket in tickets(DECISIONS):
        give(board, strategy, board.intake.submit(ticket))
        expected = plain.give(ticket)
        owner = board.owner(ticket.id)
        assert owner == expected, f"{name}: {ticket.id} to {owner}, and not {expected}"


def time_naive(name: str, agents: int, number: int) -> float:
    """Time the plain loop; give the median microseconds of a decision."""
    plain, taken = NaiveTeam(team(agents), NAIVE[name]), list[int]()
    for ticket in tickets(number):
        start = perf_counter_ns()
        plain.give(ticket)
        taken.append(perf_counter_ns() - start)
    return median(taken) / 1_000


def measure_decisions(sizes: Sequence[int], waiting: int) -> Table:
    """Time one decision for every strategy at all sizes, in the kernel and through plans."""
    rows = []
    for name, strategy in strategies().items():
        row, kernel = [name], 0.0
        for agents in sizes:
            kernel = time_kernel(strategy, agents, waiting, DECISIONS)
            public = time_public(strategy, agents, waiting, DECISIONS // 2)
            row.append(f"{kernel:.1f} / {public:.0f}")
        if name in NAIVE and not waiting:
            require_same(name, strategy, 100)
            plain = time_naive(name, sizes[-1], 20)
            row.append(f"{plain:,.0f} ({plain / kernel:,.0f})")
        rows.append(row)
    headings = [f"{agents:,} agents" for agents in sizes]
    if not waiting:
        headings.append(f"plain loop at {sizes[-1]:,} (ratio to the kernel)")
    title = f"One decision, us: kernel / public; {waiting:,} others wait whom nobody may have"
    return tabulate(title, headings, rows)


def measure_batches(number: int, agents: int) -> Table:
    """Time a plan for a large batch, and what it holds in memory."""
    skills = islice(cycle([{f"skill{n}": 1} for n in range(SKILLS)]), number)
    columns: TicketColumnsLike = {
        "id": [f"ticket{n:07}" for n in range(number)],
        "created": np.full(number, MORNING.replace(tzinfo=None), dtype="datetime64[us]"),
        "requirements": list(skills),
        "difficulty": np.arange(number) % 5,
    }
    rows = []
    for name, strategy in strategies().items():
        board = Board(team(agents, 2 * number // agents), setup=setup_of(strategy))
        board.submit(columns, MORNING)
        view = board.view(MORNING)
        start = perf_counter_ns()
        plan = strategy(view)
        seconds = (perf_counter_ns() - start) / 1e9
        served = len(plan.pairs) / number
        each = f"{seconds * 1e6 / number:.1f}"
        rows.append((name, f"{seconds:.2f}", each, f"{served:.0%}"))
    return tabulate(
        f"A batch of {number:,} tickets over {agents:,} agents",
        ("seconds", "us a ticket", "served"),
        rows,
    )


def measure_memory(number: int, agents: int) -> Table:
    """Weigh a board with a batch, a draft of it, and its plan."""
    rows: list[Sequence[str]] = []
    tracemalloc.start()

    def weigh(what: str, make: Callable[[], object], per: int) -> object:
        before = tracemalloc.get_traced_memory()[0]
        made = make()
        size = tracemalloc.get_traced_memory()[0] - before
        rows.append((what, f"{size / 2**20:.1f}", f"{size / per:,.0f}"))
        return made

    people = team(agents)
    board = weigh("board of agents", lambda: Board(people), agents)
    assert isinstance(board, Board)
    batch = list(tickets(number))
    weigh("tickets on it", lambda: board.submit(batch, MORNING), number)
    view = board.view(MORNING)
    draft = weigh("a draft", view.draft, agents)
    assert isinstance(draft, Draft)
    strategy = FewestOpen()
    assert isinstance(strategy, InTurn)
    weigh("a plan for all", lambda: strategy(view), number)
    tracemalloc.stop()
    title = f"Memory: {agents:,} agents, {number:,} tickets"
    return tabulate(title, ("MiB", "bytes each"), rows)


def main() -> int:
    """Read the command line, measure, and print tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.catalogue", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller sizes")
    given = parser.parse_args()
    console = Console(width=130)
    names = ("numpy", "attrs")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    today = datetime.now(UTC).date()
    python = f"CPython {platform.python_version()}"
    console.print(f"{today}, {platform.machine()}, {python}, {versions}")
    sizes = TEAMS[:2] if given.quick else TEAMS
    for waiting in (0, 1_000):
        console.print(measure_decisions(sizes, waiting))
    console.print(measure_batches(*((5_000, 100) if given.quick else (100_000, 1_000))))
    console.print(measure_memory(10_000, 1_000))
    return 0


if __name__ == "__main__":
    sys.exit(main())
