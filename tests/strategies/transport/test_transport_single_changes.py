"""Changes one at a time, each mended from what was seen before, and how little work that is."""

import numpy as np
import pytest

from tests.strategies.transport.test_transport_state import change, start
from tests.strategies.transport.transport_oracles import check
from ticketroute.strategies import TransportState
from ticketroute.strategies._transport._live import Live


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


def test_most_changes_are_mended_from_what_was_seen() -> None:
    """All pairs are looked through for a part of the changes only."""
    rng = np.random.default_rng(3)
    state = TransportState(
        rng.integers(0, 10**5, (600, 30)), [18] * 30, penalty=rng.integers(10**4, 2 * 10**5, 600)
    )
    before = state._live.balance.scans
    for ticket in range(100):
        state.add(rng.integers(0, 10**5, 30), penalty=int(rng.integers(10**4, 2 * 10**5)))
        state.remove(ticket)
    assert state.check().status == "optimal"
    assert state._live.balance.scans - before < 60


def remove_together(state: TransportState, tickets: list[int]) -> None:
    """Take some tickets out, and mend the plan afterwards."""
    with state.batch():
        for ticket in tickets:
            state.remove(ticket)


def test_a_batch_is_mended_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of the outermost, also after an error; not each time."""
    times = 0
    whole = Live.finish

    def counting(live: Live) -> None:
        nonlocal times
        times += 1
        whole(live)

    monkeypatch.setattr(Live, "finish", counting)
    state = TransportState([[1, 2], [3, 4]], [1, 1], penalty=9)
    with state.batch():
        state.add([0, 0], penalty=5)
        with state.batch():
            state.remove(0)
            state.set_penalty(1, 7)
        state.switch_off(0)
        state.set_capacity(1, 2)
        assert times == 0
    assert times == 1
    assert state.check().status == "optimal"
    assert state.agent.tolist() == [-2, 1, 1]
    times = 0
    with pytest.raises(ValueError, match="ticket"):
        remove_together(state, [2, 7])
    assert times == 1
    assert state.agent.tolist() == [-2, 1, -2]
    times = 0
    state.switch_on(0)
    state.switch_on(0)  # is on: nothing to mend
    assert times == 1
    state.switch_off(0)
    state.switch_off(0)
    state.set_capacity(0, 3)  # only remembered
    assert times == 2


@pytest.mark.parametrize("places", [2**62, 2**80])
def test_places_without_limit(places: int) -> None:
    """More than numbers can count, of agents who are there and of those who are off."""
    state = TransportState([[1, 2]] * 3, [0, 0], penalty=9)
    state.set_capacity(0, places)
    assert state.agent.tolist() == [0, 0, 0]
    state.switch_off(1)
    state.set_capacity(1, places)
    state.switch_off(0)
    assert state.agent.tolist() == [-1, -1, -1]
    state.switch_on(1)
    assert state.agent.tolist() == [1, 1, 1]
    state.switch_on(0)
    assert state.agent.tolist() == [0, 0, 0]
    assert state.check().status == "optimal"


def test_what_a_state_gives_is_nobody_elses() -> None:
    """Whoever changes what was given changes no state; a state changes nothing it was given."""
    room = np.array([1, 1])
    state = TransportState([[1, 5], [2, 9]], room, penalty=20)
    state.agent[:] = 7
    state.agent_price[:] = 7
    assert state.agent.tolist() == [1, 0]
    assert state.agent_price.tolist() == state.check().agent_price.tolist() == [4, 0]
    result = state.check()
    state.set_capacity(0, 2)
    assert result.agent.tolist() == [1, 0]
    assert result.agent_price.tolist() == [4, 0]
    assert room.tolist() == [1, 1]
    assert state.agent.tolist() == [0, 0]
