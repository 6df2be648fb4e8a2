"""Markov chains written down as what may happen in each state, and solved."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array, diags_array
from scipy.sparse.linalg import spsolve

S = TypeVar("S", bound=Hashable)
Moves = Callable[[S], Iterable[tuple[float, S]]]
"""From a state to what may happen there: at which rate, and into which state."""


def generator(first: S, moves: Moves[S]) -> tuple[list[S], csr_array]:
    """Give the states that can be reached, and the rates between them; rows add up to 0."""
    places, states = {first: 0}, [first]
    rows, columns, rates = [], [], []
    for place, state in enumerate(states):  # grows meanwhile
        for rate, after in moves(state):
            if after not in places:
                places[after] = len(states)
                states.append(after)
            rows.append(place)
            columns.append(places[after])
            rates.append(rate)
    shape = (len(states), len(states))
    flow = csr_array((rates, (rows, columns)), shape=shape)
    return states, csr_array(flow - diags_array(flow.sum(axis=1)))


def stationary(first: S, moves: Moves[S]) -> dict[S, float]:
    """Give how likely each state is in the long run."""
    states, rates = generator(first, moves)
    equations = rates.T.tolil()
    equations[-1, :] = 1.0  # one equation follows from the others; the sum does not
    right: NDArray[np.float64] = np.zeros(len(states))
    right[-1] = 1.0
    likely = spsolve(csc_array(equations), right)
    return dict(zip(states, likely.tolist(), strict=True))


def expected(likely: dict[S, float], value: Callable[[S], float]) -> float:
    """Give the expected value of something that the state tells."""
    return sum(chance * value(state) for state, chance in likely.items())
