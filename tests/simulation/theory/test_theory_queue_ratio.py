"""The queue that exceeds its share most comes first: a chain of lines in the order of arrival."""

from collections.abc import Iterator, Mapping

import numpy as np
import pytest

from tests.simulation.theory.agreement import agree_on_mean, by_run, replicated
from tests.simulation.theory.chains import expected, stationary
from tests.simulation.theory.desks import average_number, calls, desk, team
from tests.simulation.theory.queues import birth_death
from ticketroute.metrics import Journeys
from ticketroute.strategies import FixedQueueRatio

RATES = {"x": 0.7, "y": 0.9}
AGENTS, ROOM = 2, 8

Lines = tuple[int, str]
"""How many agents work, and the kinds of those who wait, oldest first."""


def next_in(line: str, ratios: Mapping[str, int]) -> int:
    """Give the place of the next ticket: the oldest of the queue that has grown most."""
    whole = sum(ratios.values())

    def excess(place: int) -> int:
        kind = line[place]
        return whole * line.count(kind) - ratios[kind] * len(line)

    return max(range(len(line)), key=lambda place: (excess(place), -place))


def solved(ratios: Mapping[str, int]) -> dict[Lines, float]:
    """Give how likely each state is."""

    def moves(state: Lines) -> Iterator[tuple[float, Lines]]:
        working, line = state
        if working + len(line) < ROOM:
            for kind, rate in RATES.items():
                yield rate, (working + 1, "") if working < AGENTS else (working, line + kind)
        if line:
            place = next_in(line, ratios)
            yield float(working), (working, line[:place] + line[place + 1 :])
        elif working:
            yield float(working), (working - 1, "")

    return stationary((0, ""), moves)


def test_next_by_hand() -> None:
    """With equal shares the longest queue, of equal ones the oldest ticket; else by the shares."""
    assert next_in("xyy", {"x": 1, "y": 1}) == 1
    assert next_in("yx", {"x": 1, "y": 1}) == 0
    assert next_in("yyxy", {"x": 1, "y": 3}) == 0
    assert next_in("yyx", {"x": 1, "y": 3}) == 2


def test_the_chain_in_all() -> None:
    """Whoever comes first, all of them together are one line."""
    likely = solved({"x": 1, "y": 3})
    line = birth_death(lambda _: 1.6, lambda number: min(number, AGENTS), ROOM + 1)
    both = expected(likely, lambda state: len(state[1]))
    in_line = sum(max(number - AGENTS, 0) * chance for number, chance in enumerate(line))
    assert both == pytest.approx(in_line)


@pytest.mark.parametrize("ratios", [{"x": 1, "y": 1}, {"x": 1, "y": 4}])
def test_ratio_of_queues(ratios: dict[str, int]) -> None:
    """How many of each kind wait."""
    kinds = [calls(rate, name=kind, fields={"queue": kind}) for kind, rate in RATES.items()]
    runs = replicated(desk(kinds, team(AGENTS), 700, room=ROOM), FixedQueueRatio(ratios=ratios))
    theory, wrong = (
        solved(ratios),
        solved({"x": 0, "y": 1} if ratios["y"] == 1 else {"x": 1, "y": 1}),
    )
    for number, kind in enumerate(RATES):

        def in_line(run: Journeys, number: int = number) -> float:
            mine = run.kind == number
            gone = np.minimum(run.started, run.ended)[mine]
            return average_number(run, run.created[mine], gone)

        right, other = (
            expected(each, lambda state: state[1].count(kind))  # noqa: B023
            for each in (theory, wrong)
        )
        agree_on_mean(by_run(runs, in_line), right, other, within=0.15)
