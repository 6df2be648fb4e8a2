"""Strategies that draw: the draws are fair, repeatable, and independent of each other."""

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chisquare

from tests.builders import NOON, agents, given_out, tickets
from tests.generators import Scene, scenes
from ticketroute import Agent, Board, Presence, Ticket, assign
from ticketroute.board import NOBODY
from ticketroute.strategies import InTurn, PowerOfChoices, WeightedRandom
from ticketroute.strategies._draws import draw

TEAM = [Agent(id=name, capacity=None) for name in ("ana", "bea", "cem", "dan")]


def board_of(count: int) -> Board:
    """Make a board of four agents without limits and so many tickets."""
    board = Board(TEAM)
    board.submit([Ticket(id=f"t{number}", created=NOON) for number in range(count)], NOON)
    return board


def winners(strategy: InTurn, count: int) -> Counter[int]:
    """Count who wins each of so many draws on an idle board."""
    view = board_of(count).window
    return Counter(strategy.pick_agent(view, ticket) for ticket in range(count))


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize(
    "weights", [{}, {"ana": 3.0}, {"ana": 0.5, "bea": 1.5, "cem": 6.0}], ids=["even", "3", "mixed"]
)
def test_frequencies_are_those_of_the_weights(weights: dict[str, float], seed: int) -> None:
    """A chi-square test over 4,000 draws finds nothing; seeds are fixed, so it never will."""
    count = 4_000
    drawn = winners(WeightedRandom(weights=weights, seed=seed), count)
    by_weight = np.array([weights.get(agent.id, 1.0) for agent in TEAM])
    expected = by_weight / by_weight.sum() * count
    assert chisquare([drawn[agent] for agent in range(4)], expected).pvalue > 0.01


def test_numbers_are_even_and_differ_between_purposes() -> None:
    """A draw is uniform; seed and purpose each make another one."""
    view = board_of(2_000).window
    numbers = np.array([draw(view, ticket, 0, "test") for ticket in range(2_000)])
    others = np.array([draw(view, ticket, 0, "another") for ticket in range(2_000)])
    again = np.array([draw(view, ticket, 1, "test") for ticket in range(2_000)])
    assert 0 < numbers.min() < numbers.max() < 1
    assert chisquare(np.histogram(numbers, 20, (0, 1))[0]).pvalue > 0.01
    for one, other in ((numbers, others), (numbers, again), (numbers[:, 0], numbers[:, 1])):
        assert abs(np.corrcoef(one.ravel(), other.ravel())[0, 1]) < 0.05


def test_draws_are_the_same_for_ever() -> None:
    """What was drawn in one release is drawn in the next, so that logs can be decided anew."""
    view = board_of(8).window
    assert [WeightedRandom(seed=7).pick_agent(view, ticket) for ticket in range(8)] == DRAWN


DRAWN = [0, 1, 2, 1, 3, 1, 3, 1]


@given(scenes(least_tickets=1), st.integers(0, 3))
@settings(max_examples=150)
def test_taking_a_loser_away_never_changes_the_winner(scene: Scene, seed: int) -> None:
    """Each candidate draws alone, and so does each ticket."""
    board = scene.board()
    view, strategy = board.window, WeightedRandom(weights={"ana": 2.0, "bea": 0.3}, seed=seed)
    before = {ticket: strategy.pick_agent(view, ticket) for ticket in view.waiting_set}
    for loser in range(view.n_agents):
        board.set_presence(view.roster.ids[loser], Presence.OFFLINE)  # less there than anybody
        for ticket, winner in before.items():
            if winner not in (loser, NOBODY) and view.workload.is_free(winner):
                assert strategy.pick_agent(view, ticket) in (winner, NOBODY)
        board.set_presence(view.roster.ids[loser], scene_presence(scene, view.roster.ids[loser]))


def scene_presence(scene: Scene, agent_id: str) -> Presence:
    """Give the presence that an agent had at first."""
    return next(agent.presence for agent in scene.agents if agent.id == agent_id)


@pytest.mark.parametrize("make", [WeightedRandom, PowerOfChoices])
def test_draw_of_one_ticket_does_not_depend_on_others(make: Callable[..., InTurn]) -> None:
    """Alone, or after a hundred others: without limits the same agent is drawn."""
    strategy = make(seed=3)
    if isinstance(strategy, PowerOfChoices):
        strategy = PowerOfChoices(seed=3, choices=1)
    names = " ".join(f"t{number}" for number in range(40))
    together = given_out(assign(tickets(names), agents("ana bea cem"), strategy=strategy, now=NOON))
    for name in ("t0", "t17", "t39"):
        alone = assign(tickets(name), agents("ana bea cem"), strategy=strategy, now=NOON)
        assert given_out(alone) == {name: together[name]}


def test_weighted_draw_is_explained() -> None:
    """The winner is the first of those who are shown, decided by the draw."""
    plan = assign(tickets("t1"), agents("ana bea cem"), strategy=WeightedRandom(seed=5), now=NOON)
    explained = plan.explain("t1")
    assert explained.candidates[0].agent_id == given_out(plan)["t1"]
    assert set(explained.candidates[0].terms) == {"weighted draw"}


# PowerOfChoices


def test_one_choice_is_an_even_draw() -> None:
    """Whatever the loads."""
    drawn = winners(PowerOfChoices(choices=1, seed=1), 4_000)
    assert chisquare([drawn[agent] for agent in range(4)]).pvalue > 0.01


def test_every_pair_is_drawn_alike() -> None:
    """Two different candidates, each pair as often as any other."""
    view, strategy = board_of(3_000).window, PowerOfChoices(seed=2)
    pairs = Counter(tuple(strategy._drawn(view, t).tolist()) for t in range(3_000))
    assert len(pairs) == 6
    assert chisquare(list(pairs.values())).pvalue > 0.01


def test_as_many_choices_as_agents_is_the_least_loaded_of_all() -> None:
    """Then there is no chance in it."""
    in_hand = {"ana": 2, "bea": 1, "cem": 3}
    plan = assign(
        tickets("t1"),
        agents("ana bea cem", 4),
        strategy=PowerOfChoices(choices=9),
        now=NOON,
        in_hand=in_hand,
    )
    assert given_out(plan) == {"t1": "bea"}


def test_it_can_compare_open_tickets_instead() -> None:
    """Three of eight are a lower ratio, and more tickets, than two of four."""
    team = [Agent(id="ana", capacity=8), Agent(id="bea", capacity=4)]
    for by, expected in (("load ratio", "ana"), ("open tickets", "bea")):
        plan = assign(
            tickets("t1"),
            team,
            strategy=PowerOfChoices(by=by),  # type: ignore[arg-type]
            now=NOON,
            in_hand={"ana": 3, "bea": 2},
        )
        assert given_out(plan) == {"t1": expected}
        assert plan.explain("t1").candidates[0].agent_id == expected


def test_two_choices_bring_the_longest_list_down() -> None:
    """Without departures, two draws keep the fullest agent near the mean; one does not."""
    team = [Agent(id=f"a{number:03}", capacity=None) for number in range(200)]
    backlog = [Ticket(id=f"t{number}", created=NOON) for number in range(1_000)]

    def fullest(choices: int) -> int:
        strategy = PowerOfChoices(choices=choices, by="open tickets", seed=4)
        plan = assign(backlog, team, strategy=strategy, now=NOON)
        return max(Counter(given_out(plan).values()).values())

    assert fullest(2) <= 5 + 3 < fullest(1)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (
            lambda: WeightedRandom(weights={"ana": 0}),
            ValueError,
            r"\['ana'\]: expected a number from 1e-09",
        ),
        (lambda: WeightedRandom(weights={"ana": float("nan")}), ValueError, "a number .*got nan"),
        (lambda: WeightedRandom(weights={"ana": "3"}), ValueError, "a number .*got '3'"),  # type: ignore[arg-type]
        (lambda: WeightedRandom(weights=3), TypeError, "a mapping of agent id to weight"),  # type: ignore[arg-type]
        (lambda: WeightedRandom(seed=-1), ValueError, "WeightedRandom.seed"),
        (lambda: WeightedRandom(seed=0.5), TypeError, "WeightedRandom.seed"),  # type: ignore[arg-type]
        (lambda: PowerOfChoices(choices=0), ValueError, "PowerOfChoices.choices"),
        (lambda: PowerOfChoices(seed="x"), TypeError, "PowerOfChoices.seed"),  # type: ignore[arg-type]
        (lambda: PowerOfChoices(by="wait"), ValueError, "expected one of 'load ratio', 'open"),  # type: ignore[arg-type]
    ],
)
def test_settings_that_cannot_be_are_refused(
    make: Callable[[], object], error: type[Exception], message: str
) -> None:
    """The message names the setting."""
    with pytest.raises(error, match=message):
        make()
