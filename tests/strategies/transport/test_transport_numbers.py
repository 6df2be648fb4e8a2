"""How numbers are read: what is taken as it is, what is scaled, and every word of a refusal."""

import re
from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import coo_array, csr_array

from ticketroute.strategies import TransportState, redispatch, transport
from ticketroute.strategies._transport._reading import (
    LARGEST,
    MOST_EFFORT,
    Matrix,
    Pairs,
    agents_or_none,
    asks,
    count_tickets,
    efforts,
    mask_of_row,
    numbers,
    places,
    positions,
    read_cost,
    shares,
)
from ticketroute.strategies._transport._rows import forbidden
from ticketroute.strategies._transport._wholes import (
    MOST_IN_ALL,
    NARROW,
    Wholes,
    to_whole,
    to_wholes,
)

NAN, INF = float("nan"), float("inf")
FINITE = "a finite number (what must not be is not eligible, or absent)"
ABSENT = "None where cost is sparse, as pairs that are absent must not be"


def wholes(cost: object, penalty: object, allowed: object = None) -> Wholes:
    """Bring a matrix and penalties to whole numbers."""
    matrix, waits = np.asarray(cost), np.asarray(penalty)
    mask = None if allowed is None else np.asarray(allowed)
    return to_wholes(Matrix(matrix, mask), waits, len(matrix))


@pytest.mark.parametrize("sign", [1, -1])
@pytest.mark.parametrize(
    ("peak", "kind"), [(1, np.int32), (NARROW, np.int32), (NARROW + 1, np.int64)]
)
def test_whole_numbers_stay_what_they_are(peak: int, kind: type, sign: int) -> None:
    """In 32 bits if costs and penalties are small enough, whichever is the larger."""
    for cost, penalty in (([[sign * peak, 0]], 1), ([[0, 1]], sign * peak)):
        data = wholes(cost, penalty)
        assert not isinstance(data.cost, Pairs)
        assert data.matrix().tolist() == cost
        assert data.penalty.tolist() == [penalty]
        assert data.matrix().dtype == kind
        assert data.penalty.dtype == np.int64
        assert (data.scale, data.exact, data.shape) == (1, True, (1, 2))
        floats = wholes(np.array(cost) * 1.0, penalty * 1.0)
        assert (floats.scale, floats.exact) == (1, True)
        assert floats.matrix().tolist() == cost
        assert floats.matrix().dtype == kind


@pytest.mark.parametrize(
    ("peak", "power"),
    [
        (0.5, 28),
        (0.75, 27),
        (-1.5, 26),
        (NARROW - 0.5, 0),
        (NARROW + 0.5, -1),
        (2.0**51, -24),
        (-(2.0**60), -33),
        (1e300, -970),
        (1e-300, 1000),
    ],
)
def test_fractions_are_brought_near_the_largest_narrow_number(peak: float, power: int) -> None:
    """By a power of two, by the largest of all numbers; a half goes to the even neighbour."""
    for cost, penalty in (([[peak, 0.0]], 0.0), ([[0.0, 0.0]], peak)):
        data = wholes(cost, penalty)
        assert data.scale == 2.0**power
        assert data.exact is False
        assert data.matrix().tolist() == np.rint(np.array(cost) * 2.0**power).tolist()
        assert data.penalty.tolist() == [round(penalty * 2.0**power)]
        assert data.matrix().dtype == np.int32
    one = wholes([[1, 2]], 0.5)  # whole costs are scaled with what is not whole
    assert one.matrix().tolist() == [[2**26, 2**27]]
    assert one.penalty.tolist() == [2**25]


def test_what_is_forbidden_neither_counts_nor_stays() -> None:
    """A larger number, a fraction, and what is no number, where no pair is allowed."""
    allowed = [[True, False], [False, True]]
    for junk in (7.5, 2.0**60, NAN, INF, -INF, -(2.0**60)):
        data = wholes([[1.0, junk], [junk, 3.0]], [2, 4], allowed)
        never = forbidden(np.dtype(np.int32))
        assert data.matrix().tolist() == [[1, never], [never, 3]]
        assert (data.scale, data.exact) == (1, True)
    for junk in (NAN, INF, 1e308, -1e308):
        scaled = wholes([[0.5, junk], [junk, 0.25]], 0, allowed)
        assert scaled.matrix().tolist() == [[2**27, never], [never, 2**26]]
    large = wholes([[1, 2**55], [-(2**55), 3]], 2, allowed)
    assert large.matrix().tolist() == [[1, never], [never, 3]]
    assert large.matrix().dtype == np.int32


def test_the_matrix_is_a_new_one() -> None:
    """Whoever changes it changes nothing that was given; absent pairs are forbidden."""
    cost = np.array([[1, 2]], dtype=np.int32)
    data = wholes(cost, 1)
    data.matrix()[0, 0] = 9
    assert cost.tolist() == [[1, 2]]
    pairs = read_cost(csr_array(np.array([[0, 5, 0], [7, 0, 8]])), None)
    for penalty, kind in ((1, np.int32), (NARROW + 1, np.int64)):
        matrix = to_wholes(pairs, np.array(penalty), 2).matrix()
        never = forbidden(np.dtype(kind))
        assert matrix.tolist() == [[never, 5, never], [7, never, 8]]
        assert matrix.dtype == kind


def test_one_penalty_stands_for_all_and_each_can_be_changed() -> None:
    """Penalties are written to later: they are nobody else's."""
    given = np.array([3, 4])
    for penalty in (np.array(3), given):
        data = wholes([[1], [2]], penalty)
        data.penalty[1] = 9
        assert data.penalty.tolist() == [3, 9]
    assert given.tolist() == [3, 4]


def test_sums_up_to_the_limit_are_taken() -> None:
    """All tickets together, and each alone."""
    most = MOST_IN_ALL // LARGEST
    data = wholes(np.full((most, 1), LARGEST), -LARGEST)
    assert data.matrix().max() == LARGEST
    with pytest.raises(
        ValueError, match=said("cost and penalty", f"at most {MOST_IN_ALL} for all")
    ):
        wholes(np.full((most + 1, 1), LARGEST), 0)
    for cost, penalty in ((LARGEST + 1, 0), (0, -LARGEST - 1)):
        expected = f"whole numbers of at most {LARGEST} in size, got {LARGEST + 1}"
        with pytest.raises(ValueError, match=said("cost and penalty", expected) + "$"):
            wholes([[cost]], penalty)
    assert wholes([[LARGEST + 2]], 0.5).scale < 1  # with fractions it is scaled


def test_what_places_ask_is_scaled_like_all_else() -> None:
    """The largest number of all tells the scale; whole numbers stay what they are."""
    matrix, penalty = Matrix(np.array([[1, 2]]), None), np.array(3)
    assert to_wholes(matrix, penalty, 1).ask is None
    whole = to_wholes(matrix, penalty, 1, np.array([0, 5, 7], dtype=np.int32)).ask
    assert whole is not None
    assert whole.tolist() == [0, 5, 7]
    assert whole.dtype == np.int64
    data = to_wholes(matrix, penalty, 1, np.array([0.5, 8.0]))
    assert data.ask is not None
    assert (data.ask.tolist(), data.scale, data.exact) == ([2**23, 2**27], 2.0**24, False)
    assert data.matrix().tolist() == [[2**24, 2**25]]


def said(field: str, expected: str) -> str:
    """Give a pattern for the beginning of a message."""
    return "^" + re.escape(f"{field}: expected {expected}")


def test_later_numbers_are_brought_to_the_scale() -> None:
    """Rounded where numbers were from the beginning, refused where all were whole."""
    assert to_whole("cost", np.array([0.3, -1.25]), 4.0, exact=False).tolist() == [1, -5]
    whole = to_whole("cost", np.array([3.0, -2.0]), 1.0, exact=True)
    assert whole.tolist() == [3, -2]
    assert whole.dtype == np.int64
    assert to_whole("cost", np.array([LARGEST, -LARGEST]), 1.0, exact=True).max() == LARGEST
    assert to_whole("cost", np.array([LARGEST / 4]), 4.0, exact=False).tolist() == [LARGEST]
    assert to_whole("cost", np.array([]), 4.0, exact=False).tolist() == []
    scalar = to_whole("penalty", np.array(2.5), 2.0, exact=False)
    assert (scalar.shape, int(scalar)) == ((), 5)


REFUSED: list[tuple[Callable[[], object], str]] = [
    (
        lambda: to_whole("waits", np.array([1.0, NAN, INF]), 1.0, exact=False),
        "waits: expected finite numbers, got nan",
    ),
    (
        lambda: to_whole("waits", np.array([3.0, -(2.0**49)]), 4.0, exact=False),
        "waits: expected at most 2.81475e+14 in size, got -562949953421312.0",
    ),
    (
        lambda: to_whole("waits", np.array([1.0, 2.5, 3.5]), 1.0, exact=True),
        "waits: expected whole numbers, as those the state was made of, got 2.5",
    ),
    (
        lambda: wholes([[1.0, 2.0], [NAN, INF]], 1),
        f"cost[1][0]: expected {FINITE}, got nan",
    ),
    (
        lambda: wholes([[NAN, 2.0], [1.0, -INF]], 1, [[False, True], [True, True]]),
        f"cost[1][1]: expected {FINITE}, got -inf",
    ),
    (
        lambda: wholes([[1.0], [2.0]], [1.0, INF]),
        f"penalty[1]: expected {FINITE}, got inf",
    ),
    (
        lambda: wholes([[1], [2]], [1, 2, 3]),
        "penalty: expected one number, or shape (2,), got (3,)",
    ),
    (
        lambda: read_cost(csr_array(np.eye(2)), [[True]]),
        f"eligible: expected {ABSENT}, got [[True]]",
    ),
    (
        lambda: read_cost(coo_array(np.ones(3)), None),
        "cost: expected an array of 2 dimensions, got (3,)",
    ),
    (lambda: numbers("cost", [1, 2], 2), "cost: expected an array of 2 dimensions, got (2,)"),
    (
        lambda: numbers("cost", np.array([1, LARGEST + 1], dtype=np.uint64), 1),
        f"cost: expected at most {LARGEST} in size, got {LARGEST + 1}",
    ),
    (
        lambda: positions("groups", [[0, 1]], 2),
        "groups: expected an array of 1 dimension, got (1, 2)",
    ),
    (
        lambda: positions("groups", [0, 2, -1], 2),
        "groups[1]: expected the number of a row, 0 to 1, got 2",
    ),
    (
        lambda: places("capacity", [1, 2], 3),
        "capacity: expected shape (3,), a number for each agent, got (2,)",
    ),
    (
        lambda: places("capacity", [1, -1, -2], 3),
        "capacity[2]: expected 0 or more, got -2",
    ),
    (
        lambda: shares("at_least", [1, 3, 9], np.array([1, 2, 3])),
        "at_least[1]: expected at most the places of the agent, 2, got 3",
    ),
    (
        lambda: asks("place_cost", [1], np.array([1, 1])),
        "place_cost: expected shape (2,), a number for each place, got (1,)",
    ),
    (
        lambda: asks("place_cost", [3, 1, 4, 2, 1, 0], np.array([1, 0, 2, 3])),
        "place_cost[4]: expected at least what the place of the agent before it costs, 2, got 1",
    ),
    (
        lambda: agents_or_none("fixed", [0, 1], 3, 2),
        "fixed: expected shape (3,), a number for each ticket, got (2,)",
    ),
    (
        lambda: agents_or_none("fixed", [0, 2, -2], 3, 2),
        "fixed[1]: expected the number of an agent, 0 to 1, or -1, got 2",
    ),
    (
        lambda: agents_or_none("fixed", [0, 1, -2], 3, 2),
        "fixed[2]: expected the number of an agent, 0 to 1, or -1, got -2",
    ),
    (
        lambda: efforts("effort", [1], 2),
        "effort: expected shape (2,), a number for each ticket, got (1,)",
    ),
    (lambda: efforts("effort", [1, 0, -1], 3), f"effort[1]: expected 1 to {MOST_EFFORT}, got 0"),
    (
        lambda: efforts("effort", [1, MOST_EFFORT + 1], 2),
        f"effort[1]: expected 1 to {MOST_EFFORT}, got {MOST_EFFORT + 1}",
    ),
    (
        lambda: mask_of_row([True], 2),
        "eligible: expected the shape of cost, (2,), got (1,)",
    ),
]


@pytest.mark.parametrize(("call", "message"), REFUSED)
def test_refusals_say_field_expectation_and_value(call: Callable[[], object], message: str) -> None:
    """Word by word, with the first value that is wrong."""
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        call()


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: numbers("cost", [[True]], 2),
            "cost: expected integers or floats, got 'bool'",
        ),
        (lambda: places("capacity", [1.0], 1), "capacity: expected integers, got 'float64'"),
        (lambda: mask_of_row([1], 1), "eligible: expected an array of bool, got 'int64'"),
    ],
)
def test_refusals_of_types(call: Callable[[], object], message: str) -> None:
    """Named as numpy names them."""
    with pytest.raises(TypeError, match=f"^{re.escape(message)}$"):
        call()


def test_what_is_read_at_the_limits() -> None:
    """The largest that is taken, and what is given in other widths."""
    assert int(numbers("cost", np.array([LARGEST], dtype=np.uint64), 1)[0]) == LARGEST
    for kind, read in [
        (np.int8, np.int64),
        (np.uint32, np.int64),
        (np.int32, np.int32),
        (np.int64, np.int64),
        (np.float16, np.float64),
        (np.float32, np.float64),
        (np.float64, np.float64),
    ]:
        array = numbers("cost", np.array([1, 2], dtype=kind), 1)
        assert array.tolist() == [1, 2]
        assert array.dtype == read
    assert numbers("cost", np.empty(0, dtype=object), 1).dtype == np.int64
    assert positions("groups", [1, 0], 2).tolist() == [1, 0]
    assert positions("groups", [], 2).dtype == np.intp
    room = places("capacity", np.array([2**62, 0, 2**40]), 3)
    assert room.tolist() == [LARGEST, 0, 2**40]
    assert room.dtype == np.int64
    assert places("capacity", np.array([200, 3], dtype=np.uint8), 2).tolist() == [200, 3]
    assert places("capacity", np.array([2**63], dtype=np.uint64), 1).tolist() == [LARGEST]
    assert places("capacity", [], 0).dtype == np.int64
    assert shares("at_least", None, np.array([3, 4])).tolist() == [0, 0]
    assert asks("place_cost", None, np.array([3, 4])) is None
    steps = asks("place_cost", [3, 1, 1, 2.5, 2], np.array([1, 0, 3, 1]))
    assert steps is not None
    assert steps.tolist() == [3, 1, 1, 2.5, 2]
    assert shares("at_least", None, np.array([3, 4])).dtype == np.int64
    assert shares("at_least", [3, 0], np.array([3, 4])).tolist() == [3, 0]
    assert agents_or_none("fixed", None, 2, 1).tolist() == [-1, -1]
    assert agents_or_none("fixed", [-1, 1], 2, 2).tolist() == [-1, 1]
    assert efforts("effort", None, 2).tolist() == [1, 1]
    assert efforts("effort", None, 2).dtype == np.int64
    assert efforts("effort", [1, MOST_EFFORT], 2).tolist() == [1, MOST_EFFORT]
    assert mask_of_row(None, 2).tolist() == [True, True]
    assert mask_of_row(None, 2).dtype == np.bool_
    assert mask_of_row([True, False], 2).tolist() == [True, False]


def test_sparse_costs_are_read_in_order_and_left_as_they_are() -> None:
    """Pairs that are there twice are added; agents ascend; the matrix given is not changed."""
    entries = (np.array([4, 1, 2, 5]), (np.array([0, 0, 0, 2]), np.array([2, 0, 2, 1])))
    given = csr_array((entries[0], np.array([2, 0, 2, 1]), np.array([0, 3, 3, 4])), shape=(3, 4))
    for cost in (given, coo_array(entries, shape=(3, 4))):
        pairs = read_cost(cost, None)
        assert isinstance(pairs, Pairs)
        assert pairs.cost.tolist() == [1, 6, 5]
        assert pairs.agent.tolist() == [0, 2, 1]
        assert pairs.start.tolist() == [0, 2, 2, 3]
        assert (pairs.shape, pairs.allowed) == ((3, 4), None)
        assert pairs.agent.dtype == np.intp
        assert count_tickets(cost, None) == 3
        assert count_tickets(cost, [0, 1, 1, 1, 0]) == 5
    assert given.indices.tolist() == [2, 0, 2, 1]
    assert count_tickets([[1, 2], [3, 4]], None) == 2


def test_a_scale_is_kept_for_what_comes_later() -> None:
    """A state rounds later fractions as it rounded the first; a plan says by how much."""
    state = TransportState([[0.5]], [2], penalty=1.0)
    state.add([0.25], penalty=0.75)
    result = state.check()
    assert (result.scale, result.objective, result.rounding) == (2.0**27, 0.75, 2 / 2.0**27)
    assert transport([[0.5]], [1], penalty=1.0).rounding == 1 / 2.0**27
    tiny = TransportState([[2.0**-80]], [2], penalty=2.0**-79)
    tiny.add([2.0**-81], penalty=2.0**-80)
    assert tiny.objective == 3 * 2.0**-81
    whole = TransportState([[2]], [2], penalty=3).check()
    assert (whole.scale, whole.rounding, whole.objective) == (1, 0, 2)
    assert whole.agent_price.dtype == whole.ticket_price.dtype == np.int64
    free = redispatch([[0.5]], [1], holder=[0], moving=0.25, penalty=1.0)
    assert (free.objective, free.scale) == (0.5, 2.0**26)


def test_narrow_numbers_are_added_without_overflow() -> None:
    """Costs of moving come on top of costs and penalties, of whatever width they are given."""
    most = np.array([[2**31 - 1, 2**31 - 2]], dtype=np.int32)
    result = redispatch(
        most,
        [1, 0],
        holder=[1],
        moving=np.array([2**30], dtype=np.int32),
        penalty=np.array([2**31 - 1], dtype=np.int32),
    )
    assert result.objective == 2**31 - 1 + 2**30
    assert result.gap == 0
    for penalty in (LARGEST, -LARGEST):
        waits = redispatch([[LARGEST]], [0], holder=[-1], moving=LARGEST, penalty=penalty)
        assert waits.objective == penalty


def test_shares_up_to_the_limit_are_exact() -> None:
    """Twice the difference of all numbers may be as large as a number may be."""
    result = transport([[0, LARGEST // 2 - 1]], [1, 1], penalty=0, at_least=[0, 1])
    assert result.objective == result.bound == LARGEST // 2 - 1
    expected = f"got {LARGEST // 2 + 1}$"
    with pytest.raises(ValueError, match=expected):
        transport([[0, LARGEST // 2]], [1, 1], penalty=0, at_least=[0, 1])


def test_shares_of_so_many_tickets_are_exact() -> None:
    """Up to what all tickets together may cost with a bonus each."""
    most = MOST_IN_ALL // LARGEST
    groups, cost, size = np.zeros(most + 1, dtype=int), [[0]], LARGEST // 2 - 1
    result = transport(cost, [9], penalty=size, groups=groups[1:], at_least=[1])
    assert result.objective == result.bound == (most - 9) * size
    with pytest.raises(ValueError, match="sums would not be exact with shares"):
        transport(cost, [9], penalty=size + 1, groups=groups[1:], at_least=[1])
    with pytest.raises(ValueError, match="sums would not be exact with shares"):
        transport(cost, [9], penalty=size, groups=groups, at_least=[1])
