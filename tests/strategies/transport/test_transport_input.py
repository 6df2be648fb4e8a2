"""What the solver takes, and what it refuses."""

from collections.abc import Mapping

import numpy as np
import pytest
from scipy.sparse import coo_array, csr_array, csr_matrix

from benchmarks.transport_instances import draw
from tests.strategies.transport.transport_oracles import draw_any
from ticketroute.strategies import Transport, transport


@pytest.mark.parametrize("form", [csr_array, csr_matrix, coo_array])
def test_sparse_equals_dense(form: type) -> None:
    """Pairs that are absent must not be; an explicit zero is a cost of zero."""
    rng = np.random.default_rng(3)
    for _ in range(100):
        case = draw_any(rng, 12, 5)
        ticket, agent = np.nonzero(case.eligible)
        pairs = (case.cost[ticket, agent], (ticket, agent))
        sparse = form(pairs, shape=case.cost.shape)
        assert sparse.nnz == len(ticket)
        result = transport(sparse, case.capacity, penalty=case.penalty)
        assert result.objective == case.solve().objective
        assert result.status == "optimal"


def test_groups_of_a_sparse_matrix() -> None:
    """Rows of a sparse matrix may be shared."""
    typed = draw("S", 90, 10, 6, 0.7, 1)
    assert typed.groups is not None
    sparse = csr_array(np.where(typed.eligible, typed.cost, 0))
    shared = transport(sparse, typed.capacity, penalty=typed.penalty, groups=typed.groups)
    single = transport(sparse[typed.groups], typed.capacity, penalty=typed.penalty)
    assert shared.objective == single.objective
    assert (shared.agent >= 0).sum() == (single.agent >= 0).sum()


def test_one_penalty_for_all() -> None:
    """A number stands for a penalty of each ticket."""
    assert transport([[1], [2], [3]], [2], penalty=7).agent.tolist() == [0, 0, -1]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (4, 0)])
def test_nothing_to_do(shape: tuple[int, int]) -> None:
    """No tickets, no agents, or neither."""
    result = transport(np.zeros(shape), np.ones(shape[1], dtype=int), penalty=2)
    assert result.agent.tolist() == [-1] * shape[0]
    assert result.objective == 2 * shape[0]
    assert result.agent_price.tolist() == [0] * shape[1]
    assert result.status == "optimal"


def test_nobody_eligible_or_no_places() -> None:
    """All wait."""
    nobody = transport(np.ones((3, 2)), [1, 1], penalty=5, eligible=np.zeros((3, 2), dtype=bool))
    full = transport(np.ones((3, 2)), [0, 0], penalty=5)
    assert nobody.agent.tolist() == full.agent.tolist() == [-1, -1, -1]
    assert nobody.objective == full.objective == 15
    assert full.agent_price.tolist() == [4, 4]


def test_a_pair_dearer_than_waiting_is_not_made() -> None:
    """Waiting is always a choice."""
    assert transport([[9, 8]], [1, 1], penalty=7).agent.tolist() == [-1]


def test_equal_tickets_go_to_agents_in_order() -> None:
    """Of equal rows and penalties, the earlier is served before the later."""
    result = transport(np.zeros((5, 2), dtype=int), [2, 1], penalty=1)
    assert result.agent.tolist() == [0, 0, 1, -1, -1]


def test_more_places_than_numbers_can_count() -> None:
    """Places without limit are as many as there are tickets."""
    assert transport(np.array([[1, 2]] * 3), [2**62, 2**62], penalty=9).objective == 3


def test_what_stands_at_forbidden_pairs_does_not_matter() -> None:
    """Neither its size nor whether it is a number."""
    eligible = [[True, False], [True, True]]
    plain = transport([[1, 0], [1, 4]], [1, 1], penalty=9, eligible=eligible)
    for junk in (float("nan"), float("inf"), -1e300):
        result = transport([[1.0, junk], [1.0, 4.0]], [1, 1], penalty=9, eligible=eligible)
        assert result.agent.tolist() == plain.agent.tolist()
    large = transport([[1, 2**40], [1, 4]], [1, 1], penalty=9, eligible=eligible)
    assert large.objective == plain.objective == 5


@pytest.mark.parametrize("kind", [np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint64])
def test_any_integers(kind: type[np.integer]) -> None:
    """Width and sign of integers do not matter."""
    cost = np.array([[1, 120], [2, 90]], dtype=kind)
    result = transport(cost, np.array([1, 1], dtype=kind), penalty=np.array([99, 99], dtype=kind))
    assert result.agent.tolist() == [0, 1]
    assert result.objective == 91


@pytest.mark.parametrize("size", [2**27, 2**31, 2**40, 2**49])
def test_large_numbers_are_exact(size: int) -> None:
    """No sum overflows, and none is rounded."""
    rng = np.random.default_rng(5)
    cost = rng.integers(-size, size, (9, 3))
    penalty = rng.integers(-size, size, 9)
    small = np.concatenate((cost % 7, (penalty % 7)[:, None]), axis=1)
    shifted = transport(size + small[:, :3], [2, 2, 2], penalty=size + small[:, 3])
    assert (
        shifted.objective
        == 9 * size + transport(small[:, :3], [2, 2, 2], penalty=small[:, 3]).objective
    )
    assert transport(cost, [2, 2, 2], penalty=penalty).status == "optimal"


def test_fractions_are_within_the_stated_rounding() -> None:
    """The plan costs at most so much more than the least, which whole numbers tell exactly."""
    rng = np.random.default_rng(6)
    for _ in range(50):
        cost = rng.integers(-1000, 1000, (20, 4))
        penalty = rng.integers(0, 2000, 20)
        exact = transport(cost, [3, 4, 2, 5], penalty=penalty)
        result = transport(cost / 7, [3, 4, 2, 5], penalty=penalty / 7)
        agent = result.agent
        served = np.flatnonzero(agent >= 0)
        paid = cost[served, agent[served]].sum() / 7 + penalty[agent < 0].sum() / 7
        assert result.status == "optimal"
        assert 0 < result.rounding < 1e-3
        assert paid <= exact.objective / 7 + result.rounding
        assert abs(paid - result.objective) <= result.rounding / 2
        assert np.log2(result.scale) % 1 == 0


def test_whole_fractions_are_exact() -> None:
    """Floats that are whole numbers are taken as such."""
    result = transport([[1.0, 3.0]], [1, 1], penalty=5.0)
    assert (result.scale, result.rounding, result.objective) == (1, 0, 1)


@pytest.mark.parametrize("scale", [1e-300, 1e-9, 1e9, 1e300])
def test_fractions_of_any_size(scale: float) -> None:
    """Very small and very large numbers are scaled alike."""
    result = transport(np.array([[0.1, 0.5], [0.2, 0.9]]) * scale, [1, 1], penalty=2.5 * scale)
    assert result.agent.tolist() == [1, 0]
    assert result.objective == pytest.approx(0.7 * scale, rel=1e-6)


def test_an_earlier_result_changes_nothing_but_time() -> None:
    """A warm start, also one with prices that are far off."""
    rng = np.random.default_rng(7)
    for _ in range(100):
        case = draw_any(rng, 14, 5)
        cold = case.solve()
        for start in (cold, rng.integers(0, 10**6, len(case.capacity))):
            warm = transport(
                case.cost, case.capacity, penalty=case.penalty, eligible=case.eligible, warm=start
            )
            assert (warm.objective, warm.status) == (cold.objective, "optimal")


def test_the_same_numbers_give_the_same_plan() -> None:
    """In every detail."""
    case = draw("P", 200, 20, 5, 0.7, 3)
    first, second = (
        transport(case.cost, case.capacity, penalty=case.penalty, eligible=case.eligible)
        for _ in range(2)
    )
    assert (first.agent == second.agent).all()
    assert (first.agent_price == second.agent_price).all()


def solve(**changes: object) -> Transport:
    """Solve two tickets and two agents, with something changed."""
    given: Mapping[str, object] = {
        "cost": [[1, 2], [3, 4]],
        "capacity": [1, 1],
        "penalty": [9, 9],
        **changes,
    }
    return transport(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cost": [[1.0, float("nan")], [3, 4]]}, r"cost\[0\]\[1\]: expected a finite number.*nan"),
        ({"cost": [[1, 2], [float("inf"), 4]]}, r"cost\[1\]\[0\]: expected a finite number.*inf"),
        ({"penalty": [1, float("nan")]}, r"penalty\[1\]: expected a finite number"),
        ({"penalty": float("inf")}, "penalty: expected a finite number"),
        ({"penalty": [1, 2, 3]}, r"penalty: expected one number, or shape \(2,\), got \(3,\)"),
        ({"penalty": [[1, 2]]}, r"penalty: expected an array of 1 dimensions"),
        ({"cost": [1, 2]}, "cost: expected an array of 2 dimensions"),
        ({"cost": [[2**51, 0], [0, 0]]}, "cost and penalty: expected whole numbers of at most"),
        ({"cost": np.full((2, 2), 2**63 + 5, dtype=np.uint64)}, "cost: expected at most"),
        ({"capacity": [1]}, r"capacity: expected shape \(2,\), a number for each agent"),
        ({"capacity": [1, -2]}, r"capacity\[1\]: expected 0 or more, got -2"),
        ({"eligible": [[True, False]]}, r"eligible: expected the shape of cost"),
        ({"groups": [0, 2]}, r"groups\[1\]: expected the number of a row, 0 to 1, got 2"),
        ({"groups": [-1, 0]}, r"groups\[0\]: expected the number of a row"),
        ({"groups": [[0, 1]]}, "groups: expected an array of 1 dimension"),
        ({"warm": [1]}, "warm: expected prices of 2 agents"),
        ({"warm": [1, float("nan")]}, "warm: expected finite prices, got nan"),
        (
            {"cost": csr_array([[1, 2]]), "penalty": 1, "eligible": [[True, True]]},
            "eligible: expected None where cost is sparse",
        ),
    ],
)
def test_wrong_values_are_refused(changes: dict[str, object], message: str) -> None:
    """The message names the field, what was expected and what came."""
    with pytest.raises(ValueError, match=message):
        solve(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"cost": [["a", "b"], ["c", "d"]]}, "cost: expected integers or floats"),
        ({"cost": [[True, False], [True, True]]}, "cost: expected integers or floats"),
        ({"capacity": [1.0, 2.0]}, "capacity: expected integers"),
        ({"groups": [0.0, 1.0]}, "groups: expected integers"),
        ({"eligible": [[1, 0], [1, 1]]}, "eligible: expected an array of bool"),
    ],
)
def test_wrong_types_are_refused(changes: dict[str, object], message: str) -> None:
    """Numbers of another type are not guessed at."""
    with pytest.raises(TypeError, match=message):
        solve(**changes)


def test_a_result_says_what_it_is() -> None:
    """In one line."""
    assert repr(solve()) == "<Transport: 2 of 2 served, optimal, objective 5, gap 0>"
