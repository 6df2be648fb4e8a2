"""The forecast of missed targets: exact where theory is, close to a simulation elsewhere."""

import heapq
from typing import Final

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from tests.sla.clocks.by_hand import DESK, HOUR, at, clock
from ticketroute.sla import RESOLUTION as OPEN
from ticketroute.sla import Backlog, BreachForecast, ClockColumns, EarliestDue, Target, rank

MINUTE: Final = 60_000_000
NOW: Final = 1_777_888_800_000_000
Numbers = NDArray[np.float64]

counts = st.integers(1, 30)
agents_counts = st.integers(1, 12)
lengths = st.integers(1, 600)


def backlog(left: Numbers | list[int], work: Numbers | list[int] | int = 60) -> Backlog:
    """Make tickets with so many minutes left, and so much work; arrived 2000 hours ago."""
    count = len(left)
    arrived = NOW - 120_000 * MINUTE
    allowed = (120_000 + np.asarray(left)) * MINUTE
    works = np.broadcast_to(np.asarray(work) * MINUTE, count).astype(np.int64)
    return Backlog.around_the_clock(
        np.full(count, arrived), allowed.astype(np.int64), work=works.copy()
    )


def forecast(model: BreachForecast, waiting: Backlog) -> Numbers:
    """Ask for all rows, in the order in which they stand."""
    return model(waiting, NOW, np.arange(len(waiting)))


@given(count=counts, agents=agents_counts, left=lengths, work=lengths)
@settings(max_examples=50)
def test_waiting_is_erlang(count: int, agents: int, left: int, work: int) -> None:
    """With exponential handling and all agents busy, the k-th waits for k ends of calls."""
    model = BreachForecast(agents=agents, with_own_work=False)
    exact = stats.erlang.sf(left, np.arange(count) + 1, scale=work / agents)
    np.testing.assert_allclose(forecast(model, backlog([left] * count, work)), exact, atol=1e-12)


@given(count=counts, left=lengths, work=lengths, busy=st.booleans())
@settings(max_examples=50)
def test_handling_by_a_single_agent_is_erlang(count: int, left: int, work: int, busy: bool) -> None:
    """Its own work comes on top; if the agent is free, that of the first is all there is."""
    model = BreachForecast(agents=1, busy=busy)
    exact = stats.erlang.sf(left, np.arange(count) + 1 + busy, scale=work)
    np.testing.assert_allclose(forecast(model, backlog([left] * count, work)), exact, atol=1e-12)


@given(count=counts, left=lengths, work=lengths, shape=st.sampled_from((0.25, 0.5, 2.0, 4.0, 9.0)))
@settings(max_examples=50)
def test_gamma_handling_by_a_single_agent_is_gamma(
    count: int, left: int, work: int, shape: float
) -> None:
    """Sums of gamma times of one scale are gamma themselves, whatever their variation."""
    model = BreachForecast(agents=1, variation=shape**-0.5, busy=False)
    exact = stats.gamma.sf(left, shape * (np.arange(count) + 1), scale=work / shape)
    np.testing.assert_allclose(forecast(model, backlog([left] * count, work)), exact, atol=1e-9)


def test_almost_no_variation_is_certainty() -> None:
    """With handling times that hardly vary, a target is met if it is longer than what is ahead."""
    model = BreachForecast(agents=1, variation=1e-3, busy=False)
    assert forecast(model, backlog([70, 110, 190], 60)).round(6).tolist() == [0, 1, 0]


def simulated(
    model: BreachForecast, work: Numbers, left: Numbers, *, runs: int, seed: int
) -> Numbers:
    """Give the share of runs in which each ticket is late, agents taking the next when free."""
    rng = np.random.default_rng(seed)
    shape = model.variation**-2
    missed = np.zeros(len(work))
    for _ in range(runs):
        first = rng.gamma(shape, work.mean() / shape, model.agents) * model.busy
        free: list[float] = sorted(first.tolist())
        handling = rng.gamma(shape, work / shape)
        for place, length in enumerate(handling.tolist()):
            start = heapq.heappop(free)
            heapq.heappush(free, start + length)
            missed[place] += start + length * model.with_own_work > left[place]
    return missed / runs


@pytest.mark.parametrize("busy", [False, True])
@pytest.mark.parametrize("with_own_work", [False, True])
@pytest.mark.parametrize(
    ("agents", "variation", "spread", "tolerance"),
    [
        (1, 1.0, 0.7, 0.05),
        (1, 0.5, 0.7, 0.05),
        (1, 1.5, 0.7, 0.06),
        (3, 1.0, 0.0, 0.05),
        (2, 1.0, 0.3, 0.15),
        (4, 1.0, 0.3, 0.15),
    ],
)
def test_mixed_work_is_close_to_a_simulation(
    agents: int, variation: float, spread: float, tolerance: float, with_own_work: bool, busy: bool
) -> None:
    """Within a few percent for a single agent, whatever the work.

    Several agents share mixed work less evenly than the forecast assumes: within 15 percent if
    handling times differ by a third.
    """
    work = np.random.default_rng(5).lognormal(3, spread, 12).round()
    model = BreachForecast(
        agents=agents, variation=variation, busy=busy, with_own_work=with_own_work
    )
    for share in (0.3, 0.6, 1.0):
        left = np.full(12, round(share * work.sum() / agents), dtype=np.float64)
        found = forecast(model, backlog(left, work))
        expected = simulated(model, work, left, runs=1500, seed=7)
        assert np.abs(found - expected).max() < tolerance


@given(count=counts, agents=agents_counts, left=lengths, work=lengths)
@settings(max_examples=50)
def test_free_agents_take_up_as_many_tickets_at_once(
    count: int, agents: int, left: int, work: int
) -> None:
    """The first do not wait, so no response to them is missed; the others wait for their ends."""
    model = BreachForecast(agents=agents, busy=False, with_own_work=False)
    found = forecast(model, backlog([left] * count, work))
    assert not found[:agents].any()
    exact = stats.erlang.sf(left, np.arange(1, count - agents + 1), scale=work / agents)
    np.testing.assert_allclose(found[agents:], exact, atol=1e-12)


@given(works=st.lists(lengths, min_size=1, max_size=12), agents=agents_counts, left=lengths)
@settings(max_examples=50)
def test_more_time_or_more_agents_never_harm(works: list[int], agents: int, left: int) -> None:
    """The forecast of waiting falls with time left, and with each agent."""
    few, more = (
        BreachForecast(agents=number, with_own_work=False) for number in (agents, agents + 1)
    )
    count = len(works)
    short, long = backlog([left] * count, works), backlog([left + 30] * count, works)
    assert (forecast(few, long) <= forecast(few, short)).all()
    assert (forecast(more, short) <= forecast(few, short)).all()
    whole = BreachForecast(agents=agents)
    assert (forecast(whole, long) <= forecast(whole, short)).all()


@given(count=st.integers(2, 20), agents=agents_counts, left=lengths, work=lengths)
@settings(max_examples=50)
def test_more_work_ahead_never_helps(count: int, agents: int, left: int, work: int) -> None:
    """Further back in the order, or behind longer work, a miss is likelier."""
    model = BreachForecast(agents=agents, with_own_work=False)
    found = forecast(model, backlog([left] * count, work))
    assert (np.diff(found) >= 0).all()
    assert (forecast(model, backlog([left] * count, work + 5)) >= found).all()


def test_answers_are_in_the_order_of_the_rows() -> None:
    """Whatever the order of service: who is served first is likeliest to be in time."""
    model = BreachForecast(agents=2)
    waiting = backlog([120] * 4, [10, 20, 30, 40])
    found = model(waiting, NOW, np.array([3, 1, 0, 2]))
    again = forecast(model, waiting.take(np.array([3, 1, 0, 2])))
    assert found[[3, 1, 0, 2]].tolist() == again.tolist()


def test_order_of_a_rule() -> None:
    """What `rank` gives is an order of service; who is last in it is worst off."""
    waiting = backlog([300, 60, 200], 50)
    order = rank(EarliestDue(), waiting, NOW, ["a", "b", "c"])
    found = BreachForecast(agents=1, with_own_work=False)(waiting, NOW, order)
    exact = stats.erlang.sf([300, 60, 200], [3, 1, 2], scale=50)
    np.testing.assert_allclose(found, exact)


def test_rows_that_are_not_in_the_order() -> None:
    """Nobody knows when they will be served; they take no time from the others either."""
    model = BreachForecast(agents=1)
    waiting = backlog([60, 60, 60], [10, 500, 10])
    found = model(waiting, NOW, np.array([2, 0]))
    assert np.isnan(found).tolist() == [False, True, False]
    assert found[[2, 0]].tolist() == forecast(model, backlog([60, 60], 10)).tolist()
    assert np.isnan(model(waiting, NOW, np.empty(0, dtype=np.intp))).all()


def test_nothing_waits() -> None:
    """An empty backlog has an empty forecast."""
    for busy in (False, True):
        found = forecast(BreachForecast(agents=1, busy=busy), backlog([]))
        assert found.shape == (0,)


def test_without_a_target_nothing_is_missed() -> None:
    """But their work is ahead of others."""
    waiting = Backlog.around_the_clock(
        np.full(2, NOW), np.array([0, 60 * MINUTE]), work=np.full(2, 30 * MINUTE)
    )
    found = forecast(BreachForecast(agents=1), waiting)
    assert found[0] == 0
    np.testing.assert_allclose(found[1], stats.erlang.sf(60, 3, scale=30))


def test_beyond_the_target_is_missed() -> None:
    """Certainly; exactly at it, only what needs no time at all is in time."""
    waiting = backlog([-1, 0, 0])
    assert forecast(BreachForecast(agents=1), waiting).tolist() == [1, 1, 1]
    free = BreachForecast(agents=1, busy=False, with_own_work=False)
    assert free(backlog([0, 0]), NOW, np.arange(2)).tolist() == [0, 1]


def test_time_left_is_open_time() -> None:
    """A night in between is no time to answer in, and none in which it gets later."""
    target = Target(OPEN, 4 * HOUR, calendar=DESK)
    rows = ClockColumns.of([clock(target, (15, "created")), clock(target, (33, "created"))])
    now = round(at(33).timestamp()) * 1_000_000
    waiting = Backlog(np.full(2, now), rows, work=np.full(2, 60 * MINUTE))
    found = BreachForecast(agents=1, busy=False)(waiting, now, np.arange(2))
    np.testing.assert_allclose(found, stats.erlang.sf([120, 240], [1, 2], scale=60))


def test_asking_changes_nothing() -> None:
    """The columns are read and never written."""
    waiting = backlog([60, 0, -5], [10, 20, 30])
    before = [waiting.work.copy(), waiting.target.copy(), waiting.due.copy()]
    order = np.array([2, 0, 1])
    BreachForecast(agents=2)(waiting, NOW, order)
    after = [waiting.work, waiting.target, waiting.due]
    assert all((one == other).all() for one, other in zip(before, after, strict=True))
    assert order.tolist() == [2, 0, 1]
