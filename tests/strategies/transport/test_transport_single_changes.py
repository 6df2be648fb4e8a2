"""Changes one at a time, each mended from what was seen before, and how little work that is."""

import numpy as np
import pytest

from tests.strategies.transport.test_transport_state import change, start
from tests.strategies.transport.transport_oracles import check


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("seed", range(8))
def test_each_change_is_mended_by_itself(seed: int, shared: bool) -> None:
    """Nothing is forgotten between changes, and the plan is the best after each."""
    rng = np.random.default_rng([2, seed, shared])
    model, state = start(rng, shared=shared)
    n_first = len(model.kinds) if shared else 0
    for _ in range(60):
        change(model, state, n_first)
        case, result = model.case(), state.check()
        check(case, result)
        assert result.objective == state.objective == case.solve().objective
        assert (state.agent[state.tickets] == result.agent).all()
