"""How the live benchmarks take their figures: contestants, rounds, medians, tables."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from time import perf_counter_ns

import attrs
from rich import box
from rich.table import Table

from benchmarks.live_cases import Faces, Kernel, Turn


@attrs.frozen
class Size:
    """How much is measured.

    Parameters
    ----------
    rounds, cycles
        How many rounds of how many life cycles.
    backlogs
        How many tickets wait in the growth series.
    calls
        How often each single call is timed.
    tickets, events
        How many tickets are weighed, and how many events replayed.
    peers
        Agents, backlog, and how many cycles in a round of the naive desk.
    """

    rounds: int
    cycles: int
    backlogs: Sequence[int]
    calls: int
    tickets: int
    events: int
    peers: Sequence[tuple[int, int, int]]


@attrs.define
class Contestant:
    """A desk that runs one round of life cycles after the other."""

    desk: Faces | Kernel
    place: int = 0

    def turns(self, cycles: int) -> list[Turn]:
        """Make the input of the next cycles."""
        self.place += cycles
        return [Turn.of(place) for place in range(self.place - cycles, self.place)]

    def round(self, cycles: int) -> float:
        """Run so many life cycles and give the microseconds of one."""
        turns = self.turns(cycles)
        start = perf_counter_ns()
        self.desk.run(turns)
        return (perf_counter_ns() - start) / cycles / 1_000

    def given(self) -> list[tuple[str, str]]:
        """Give who got what, in order."""
        return self.desk.given_by_id() if isinstance(self.desk, Kernel) else self.desk.given


def require_same(contestants: Sequence[Contestant], cycles: int) -> None:
    """Run the same cycles on all, and insist on the same answers."""
    for contestant in contestants:
        contestant.desk.run(contestant.turns(cycles))
    expected = contestants[0].given()
    assert expected, "nobody got anything"
    for contestant in contestants[1:]:
        assert contestant.given() == expected


def race(rounds: int, contestants: Mapping[str, Callable[[], float]]) -> dict[str, float]:
    """Let contestants take turns, and give the median of each."""
    taken: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            taken[name].append(run())
    return {name: median(each) for name, each in taken.items()}


def tabulate(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    """Write rows of text under headings."""
    table = Table("", title=title, title_justify="left", box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, justify="right")
    for row in rows:
        table.add_row(*row)
    return table
