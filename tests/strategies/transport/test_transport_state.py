"""A plan that follows changes equals one that is made anew, after each of thousands of changes."""

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from tests.strategies.transport.transport_oracles import Case, check
from ticketroute.strategies import TransportState
from ticketroute.strategies._transport import _live


@attrs.define(eq=False)
class Model:
    """The same tickets and agents as plain lists, and how to draw more."""

    rng: np.random.Generator
    size: int
    n_agents: int
    kinds: list[tuple[NDArray[np.int64], NDArray[np.bool_]]]
    capacity: NDArray[np.int64]
    kind: dict[int, int] = attrs.field(factory=dict)
    penalty: dict[int, int] = attrs.field(factory=dict)
    off: set[int] = attrs.field(factory=set)

    def draw_kind(self) -> int:
        """Draw a row, for which there may be nobody."""
        cost = self.rng.integers(-self.size, self.size, self.n_agents)
        self.kinds.append((cost, self.rng.random(self.n_agents) < 0.6))
        return len(self.kinds) - 1

    def draw_penalty(self) -> int:
        """Draw a penalty."""
        return int(self.rng.integers(-self.size, 3 * self.size))

    def case(self) -> Case:
        """Give the problem as it is now."""
        shape = (len(self.kind), self.n_agents)
        rows = [self.kinds[each] for each in self.kind.values()]
        there = [agent not in self.off for agent in range(self.n_agents)]
        return Case(
            np.array([cost for cost, _ in rows], dtype=np.int64).reshape(shape),
            np.array([may for _, may in rows], dtype=bool).reshape(shape),
            np.where(there, self.capacity, 0).astype(np.int64),
            np.array(list(self.penalty.values()), dtype=np.int64),
        )


def start(rng: np.random.Generator, *, shared: bool) -> tuple[Model, TransportState]:
    """Draw some tickets and agents, or none."""
    n_agents = int(rng.integers(0, 8))
    size = int(rng.choice([2, 100, 10**6]))
    model = Model(rng, size, n_agents, [], rng.integers(0, 5, n_agents))
    n_kinds, n_tickets = int(rng.integers(0, 9)), int(rng.integers(0, 25))
    for _ in range(n_kinds):
        model.draw_kind()
    kinds = rng.integers(0, n_kinds, n_tickets) if shared and n_kinds else np.arange(n_kinds)
    for ticket, kind in enumerate(kinds.tolist()):
        model.kind[ticket], model.penalty[ticket] = kind, model.draw_penalty()
    state = TransportState(
        np.array([cost for cost, _ in model.kinds]).reshape(n_kinds, n_agents),
        model.capacity,
        penalty=list(model.penalty.values()),
        eligible=np.array([may for _, may in model.kinds], dtype=bool).reshape(n_kinds, n_agents),
        groups=kinds if shared else None,
    )
    return model, state


def change(model: Model, state: TransportState, n_first: int) -> None:
    """Make one change, to the state and to the model."""
    rng = model.rng
    what = rng.choice(["add", "add", "remove", "penalty", "capacity", "switch"])
    if what == "add":
        penalty = model.draw_penalty()
        if n_first and rng.random() < 0.7:
            kind = int(rng.integers(n_first))
            ticket = state.add(penalty=penalty, group=kind)
        else:
            kind = model.draw_kind()
            cost, may = model.kinds[kind]
            ticket = state.add(cost, penalty=penalty, eligible=may)
        model.kind[ticket], model.penalty[ticket] = kind, penalty
    elif what in {"remove", "penalty"} and model.kind:
        ticket = int(rng.choice(list(model.kind)))
        if what == "remove":
            state.remove(ticket)
            del model.kind[ticket], model.penalty[ticket]
        else:
            model.penalty[ticket] = model.draw_penalty()
            state.set_penalty(ticket, model.penalty[ticket])
    elif what in {"capacity", "switch"} and model.n_agents:
        agent = int(rng.integers(model.n_agents))
        if what == "capacity":
            model.capacity[agent] = rng.integers(0, 5)
            state.set_capacity(agent, int(model.capacity[agent]))
        elif agent in model.off:
            model.off.remove(agent)
            state.switch_on(agent)
        else:
            model.off.add(agent)
            state.switch_off(agent)


@pytest.mark.parametrize("shared", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_state_equals_a_new_solution(seed: int, shared: bool) -> None:
    """After single changes and after batches, with rows of their own and with shared ones."""
    rng = np.random.default_rng([seed, shared])
    model, state = start(rng, shared=shared)
    n_first = len(model.kinds) if shared else 0
    for _ in range(60):
        with state.batch():
            for _ in range(int(rng.choice([1, 1, 1, 8]))):
                change(model, state, n_first)
        case, result = model.case(), state.check()
        check(case, result)
        assert result.objective == state.objective == case.solve().objective
        assert state.tickets.tolist() == list(model.kind)
        assert (state.agent[state.tickets] == result.agent).all()


def test_many_departures() -> None:
    """Rows of tickets that are gone are given up in the end, and nothing else changes."""
    rng = np.random.default_rng(4)
    cost = rng.integers(0, 1000, (2600, 12))
    state = TransportState(cost, [150] * 12, penalty=2000)
    with state.batch():
        for ticket in range(2000):
            state.remove(ticket)
    case = Case(cost[2000:], np.ones((600, 12), dtype=bool), np.full(12, 150), np.full(600, 2000))
    check(case, state.check())
    ticket = state.add(cost[7], penalty=2000)
    assert ticket == 2600
    assert state.agent[ticket] == cost[7].argmin()
    assert (state.agent[:2000] == -2).all()


def test_equal_tickets_stay_where_they_are() -> None:
    """Of tickets of a kind nobody changes places without need."""
    state = TransportState([[5, 5, 5]], [2, 2, 2], penalty=9, groups=[0] * 6)
    before = state.agent
    state.remove(0)
    after = state.agent
    assert (after[1:] == before[1:]).all()
    ticket = state.add(group=0, penalty=9)
    assert state.agent[ticket] == before[0]
    assert (state.agent[1:6] == before[1:]).all()


def test_a_ticket_that_keeps_its_agent_when_it_is_more_urgent() -> None:
    """A penalty that changes nothing changes nothing."""
    state = TransportState([[5, 5, 5]], [1, 1, 1], penalty=[9, 8, 7], groups=[0, 0, 0])
    before = state.agent
    state.set_penalty(2, 100)
    assert state.agent.tolist() == before.tolist()
    assert state.check().status == "optimal"


def test_fractions_and_sparse_costs() -> None:
    """Later numbers are brought to the scale of the first."""
    state = TransportState(csr_array([[0.5, 0.0], [0.25, 1.5]]), [1, 1], penalty=3.5)
    assert state.agent.tolist() == [0, 1]
    ticket = state.add([0.125, 8.5], penalty=7.25)
    assert state.agent.tolist() == [-1, 1, 0]
    assert state.objective == pytest.approx(3.5 + 1.5 + 0.125, abs=1e-6)
    assert state.check().rounding > 0
    state.set_penalty(ticket, 0.01)
    assert state.agent.tolist() == [0, 1, -1]
    assert (state.agent_price >= 0).all()


def test_larger_numbers_later() -> None:
    """The state makes room for numbers that do not fit into 32 bits."""
    state = TransportState([[1, 2], [3, 4]], [1, 1], penalty=[5, 6])
    ticket = state.add([2**40, 2**41], penalty=2**45)
    assert state.agent[ticket] == 0
    assert state.check().status == "optimal"
    assert state.objective == 2**40 + 2 + 6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda state: state.remove(9), "ticket: expected the number of a ticket that is there"),
        (lambda state: state.remove(0), "ticket: expected the number of a ticket.*got 0"),
        (lambda state: state.set_capacity(2, 1), "agent: expected the number of an agent, 0 to 1"),
        (lambda state: state.set_capacity(1, -1), "places: expected 0 or more, got -1"),
        (lambda state: state.add([1], penalty=1), r"cost: expected shape \(2,\)"),
        (lambda state: state.add(penalty=1), "cost: expected a number for each of 2 agents"),
        (lambda state: state.add([1, 2], penalty=1.5), "penalty: expected whole numbers"),
        (lambda state: state.add([1.0, float("nan")], penalty=1), "cost: expected finite numbers"),
        (lambda state: state.add([1, 2**60], penalty=1), "cost: expected at most"),
        (lambda state: state.add(group=0, penalty=1), "group: expected None, as the state"),
        (
            lambda state: state.add([1, 2], penalty=1, eligible=[True]),
            r"eligible: expected the shape of cost, \(2,\)",
        ),
    ],
)
def test_wrong_calls_are_refused_and_change_nothing(call: object, message: str) -> None:
    """The message names the field, what was expected and what came."""
    state = TransportState([[1, 2], [3, 4]], [1, 1], penalty=[5, 6])
    state.remove(0)
    before = state.check()
    with pytest.raises(ValueError, match=message):
        call(state)  # type: ignore[operator]
    assert state.check().objective == before.objective
    assert state.tickets.tolist() == [1]


def test_wrong_groups_are_refused() -> None:
    """A kind that there is not, and a kind together with costs."""
    state = TransportState([[1, 2]], [1, 1], penalty=5, groups=[0])
    with pytest.raises(ValueError, match="group: expected 0 to 0, got 1"):
        state.add(group=1, penalty=2)
    with pytest.raises(ValueError, match="cost: expected None where a group is given"):
        state.add([1, 2], group=0, penalty=2)


def test_the_plan_may_be_asked_for_in_a_batch() -> None:
    """It is restored then: what is said is optimal fits."""
    state = TransportState([[0]], [1], penalty=[5])
    with state.batch():
        state.add([0], penalty=7)
        assert state.agent.tolist() == [-1, 0]
        assert state.objective == 5
        state.add([0], penalty=9)
        assert state.check().objective == 12
    assert state.agent_price.tolist() == [7]


def test_places_without_limit_of_many_agents() -> None:
    """More places than can be counted together are as good as enough."""
    cost = np.arange(8192)[np.newaxis, :] % 7
    state = TransportState(cost, [2**50] * 8192, penalty=1)
    assert state.objective == 0
    assert state.check().gap == 0


def test_sums_stay_exact_as_tickets_come() -> None:
    """A ticket too many with the largest numbers is refused, and the state is as it was."""
    state = TransportState(np.zeros((0, 1)), [1], penalty=[])
    for _ in range(2048):
        state.add([0], penalty=2**50)
    with pytest.raises(ValueError, match=r"penalty: expected at most .* for all tickets"):
        state.add([0], penalty=2**50)
    assert state.check().objective == 2047 * 2**50


def test_what_a_group_decides_is_not_given_again() -> None:
    """Neither costs nor who may take the ticket."""
    state = TransportState([[1, 2]], [1, 1], penalty=9, groups=[0])
    with pytest.raises(ValueError, match="eligible: expected None where a group is given"):
        state.add(group=0, penalty=9, eligible=[False, False])
    assert len(state.tickets) == 1


def test_rows_of_tickets_that_are_gone_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many come and go, only so many rows are kept as there are tickets, and some."""
    monkeypatch.setattr(_live, "_FEW", 50)
    state = TransportState(np.zeros((1, 2)), [1, 1], penalty=[5])
    for number in range(400):
        state.remove(state.add([number % 3, 1], penalty=4))
    assert len(state.tickets) == 1
    assert len(state._live.cost) <= 2 + 50
    assert state.check().objective == 0
