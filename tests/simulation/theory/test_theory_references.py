"""The formulas that simulations are compared with: by hand, and against chains that are solved."""

import math
from collections.abc import Iterator

import pytest

from tests.simulation.theory.chains import expected, stationary
from tests.simulation.theory.queues import (
    birth_death,
    erlang_b,
    erlang_c,
    root_of_erlang_arrivals,
    tail_of_many,
    wait_of_many,
    wait_of_one,
)


def test_erlang_by_hand() -> None:
    """One agent is busy a/(1+a) of the time; two with load 1 are 1/5, and 1/3 if people wait."""
    assert erlang_b(1, 0.5) == pytest.approx(1 / 3)
    assert erlang_b(2, 1.0) == pytest.approx(1 / 5)
    assert erlang_c(1, 0.5) == pytest.approx(0.5)
    assert erlang_c(2, 1.0) == pytest.approx(1 / 3)
    assert wait_of_many(1, 0.5, 1.0) == pytest.approx(1.0)  # rho / (1 - rho)
    assert tail_of_many(1, 0.5, 1.0, 2.0) == pytest.approx(0.5 * math.exp(-1))


def test_one_agent_by_hand() -> None:
    """Work that does not vary halves the wait."""
    assert wait_of_one(0.5, 1.0, 1.0) == pytest.approx(wait_of_many(1, 0.5, 1.0))
    assert wait_of_one(0.5, 1.0, 0.0) == pytest.approx(0.5)


def test_erlang_as_birth_and_death() -> None:
    """The recursions give what going up and down by one gives."""
    loss = birth_death(lambda _: 3.0, float, 6)
    assert loss[-1] == pytest.approx(erlang_b(5, 3.0))
    line = birth_death(lambda _: 3.0, lambda number: min(number, 5), 200)
    assert line[5:].sum() == pytest.approx(erlang_c(5, 3.0))
    in_line = sum(max(number - 5, 0) * chance for number, chance in enumerate(line))
    assert in_line / 3.0 == pytest.approx(wait_of_many(5, 3.0, 1.0))


def test_chains_as_birth_and_death() -> None:
    """A chain that is solved gives the same as the product of its ratios."""

    def moves(number: int) -> Iterator[tuple[float, int]]:
        if number < 8:
            yield 2.0, number + 1
        if number:
            yield min(number, 3) * 1.0, number - 1

    likely = stationary(0, moves)
    by_product = birth_death(lambda _: 2.0, lambda number: min(number, 3), 9)
    assert [likely[number] for number in range(9)] == pytest.approx(list(by_product))
    assert expected(likely, float) == pytest.approx(sum(by_product * range(9)))


def test_every_so_manieth_of_a_stream() -> None:
    """With one stage it is a Poisson stream; with two the root solves a quadratic equation."""
    assert root_of_erlang_arrivals(1, 0.7, 1.0) == pytest.approx(0.7)
    root = root_of_erlang_arrivals(2, 1.4, 1.0)
    # root (1.4 + 1 - root)^2 = 1.4^2, of which root = 1 solves one part
    assert root * (2.4 - root) ** 2 == pytest.approx(1.96)
    assert 0 < root < 0.7
