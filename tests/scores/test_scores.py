"""Who should: each score by hand, weighted sums, and how rows are asked for."""

import pickle
from collections.abc import Sequence
from typing import Any, cast

import attrs
import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from tests import oracles
from tests.builders import NOON, agents, at, tickets
from tests.generators import THIRDS, Scene, scenes
from tests.oracles import Office
from ticketroute import Agent, Board, Requirement, Ticket, View
from ticketroute.scores import (
    Affinity,
    Score,
    SkillFit,
    SpareCapacity,
    Term,
    WeightedSum,
    qualified_scores,
    score_row,
    score_terms,
)
from ticketroute.strategies import SKILL_WEIGHTED

SCORES: list[Score] = [SkillFit(), Affinity(), SpareCapacity(), SKILL_WEIGHTED, THIRDS]
TEAM = [
    Agent(id="ana", capacity=4, skills={"billing": 4, "french": 1}),
    Agent(id="bea", capacity=None, skills={"billing": 1, "french": 2}),
    Agent(id="cem", capacity=0),
]


def row(score: Score, **fields: object) -> list[float]:
    """Score one ticket of these fields against the team, ana having one of four in hand."""
    board = Board(TEAM, in_hand={"ana": 1})
    board.submit([Ticket(id="t1", created=at(-1), **fields)], NOON)  # type: ignore[arg-type]
    numbers: list[float] = score_row(board.window, score, 0).tolist()
    return numbers


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        ({}, [0, 0, 0]),
        ({"billing": 1}, [1, 0.25, 0]),
        ({"billing": 4}, [1, 0.25, 0]),
        ({"billing": 1, "french": 0}, [0.75, 0.625, 0]),
        ([Requirement("french", 5, optional=True)], [0.5, 1, 0]),
        ({"law": 1}, [0, 0, 0]),
    ],
)
def test_skill_fit_by_hand(requirements: object, expected: list[float]) -> None:
    """The mean of level over best level; 0 for what an agent lacks or nobody has."""
    assert row(SkillFit(), requirements=requirements) == expected


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([], [0, 0, 0]),
        (["bea"], [0, 1, 0]),
        (["cem", "ana"], [0.5, 0, 1]),
        (["eve", "ana"], [0.5, 0, 0]),
        (["ana", "bea", "cem", "eve"], [1, 0.75, 0.5]),
        (["ana", "bea", "ana"], [1, pytest.approx(2 / 3), 0]),
    ],
)
def test_affinity_by_hand(named: list[str], expected: list[float]) -> None:
    """1 for the first who is named, falling evenly; strangers are passed over."""
    assert row(Affinity(), affinity=named) == expected


def test_spare_capacity_by_hand() -> None:
    """Three of four free, no limit, no capacity at all."""
    assert row(SpareCapacity()) == [0.75, 1, 0]


def test_spare_capacity_is_zero_for_the_overloaded() -> None:
    """Who has more than the limit is not below nothing."""
    board = Board(agents("ana", 2), in_hand={"ana": 5})
    board.submit(tickets("t1"), NOON)
    assert score_row(board.window, SpareCapacity(), 0).tolist() == [0]


def test_weighted_sum_by_hand() -> None:
    """Each score times its weight."""
    mixed = WeightedSum(
        [Term("fit", SkillFit(), 2), Term("named", Affinity()), Term("spare", SpareCapacity(), 0.5)]
    )
    numbers = row(mixed, requirements={"billing": 1}, affinity=["bea"])
    assert numbers == [2 * 1 + 0.5 * 0.75, 2 * 0.25 + 1 + 0.5, 0]


@given(scenes(least_tickets=1))
@settings(max_examples=100)
def test_scores_are_those_of_plain_loops(scene: Scene) -> None:
    """Each number of each row, on any board."""
    view, office = scene.board().window, Office.of(scene)
    plain = [oracles.skill_fit, oracles.affinity, oracles.spare_capacity, oracles.skill_weighted]
    for score, oracle in zip(SCORES[:4], plain, strict=True):
        for position, ticket in enumerate(scene.tickets):
            expected = [oracle(office, ticket, desk, 0) for desk in office.desks]
            assert score_row(view, score, position).tolist() == pytest.approx(expected)


@given(scenes(least_tickets=1))
@settings(max_examples=100)
def test_scores_of_the_qualified_are_those_of_the_row(scene: Scene) -> None:
    """The short form for speed gives the same numbers."""
    view = scene.board().window
    for score in SCORES:
        for position in range(len(scene.tickets)):
            full = score_row(view, score, position)[view.profile(position).agents]
            assert qualified_scores(view, score, position).tolist() == pytest.approx(full.tolist())


@given(scenes(least_tickets=1))
@settings(max_examples=100)
def test_terms_add_up_to_the_score(scene: Scene) -> None:
    """What an explanation shows is all there is."""
    view = scene.board().window
    for score in SCORES:
        for position in range(len(scene.tickets)):
            parts = score_terms(view, score, position)
            total = np.sum(list(parts.values()), axis=0)
            assert total.tolist() == pytest.approx(score_row(view, score, position).tolist())


@given(scenes(least_tickets=2))
@settings(max_examples=60)
def test_score_says_truly_what_it_reads(scene: Scene) -> None:
    """Without the fields that it does not name, each ticket scores the same."""
    view = scene.board().window
    for score in SCORES:
        reads = cast("tuple[str, ...]", getattr(score, "reads", ()))
        for ticket in scene.tickets:
            read: dict[str, Any] = {name: getattr(ticket, name) for name in reads}
            bare = Ticket(id="x", created=NOON, **read)
            assert score(view, [ticket]).tolist() == score(view, [bare]).tolist()


@given(scenes(least_tickets=1))
@settings(max_examples=60)
def test_static_score_does_not_depend_on_loads(scene: Scene) -> None:
    """What is kept may be kept."""
    idle, loaded = attrs.evolve(scene, in_hand={}).board().window, scene.board().window
    for score in SCORES:
        if getattr(score, "static", False):
            for ticket in scene.tickets:
                assert score(idle, [ticket]).tolist() == score(loaded, [ticket]).tolist()


def test_several_tickets_are_scored_at_once() -> None:
    """A row for each, in the order in which they are given."""
    board = Board(TEAM)
    board.submit(tickets("t1"), NOON)
    asked = [
        Ticket(id="x", created=NOON, requirements={"billing": 1}, affinity=["cem"]),
        Ticket(id="y", created=NOON, requirements={"french": 1}),
    ]
    for score in SCORES:
        both = score(board.window, asked)
        assert both.shape == (2, 3)
        single = [score(board.window, [each])[0].tolist() for each in asked]
        assert both.tolist() == single


@pytest.mark.parametrize("score", SCORES, ids=repr)
def test_score_is_a_value(score: Score) -> None:
    """Equal, hashed and sent to another process by its settings."""
    twin: object = pickle.loads(pickle.dumps(score))  # noqa: S301 - our own bytes
    assert twin == score
    assert hash(twin) == hash(score)


@attrs.define(eq=False)
class Counting:
    """A score that counts how often it is asked."""

    reads: tuple[str, ...] | None = ("queue",)
    static: bool = False
    asked: int = 0

    def __call__(self, view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Count, and rate everybody alike."""
        self.asked += len(asked)
        return np.zeros((len(asked), view.n_agents))


def ask_thrice(score: Score) -> None:
    """Ask for the rows of three tickets, two of them in one queue."""
    board = Board(agents("ana bea"))
    queues = {"t1": "mail", "t2": "mail", "t3": "calls"}
    board.submit([Ticket(id=each, created=NOON, queue=q) for each, q in queues.items()], NOON)
    for position in range(3):
        score_row(board.window, score, position)


@pytest.mark.parametrize(
    ("reads", "static", "times"), [(("queue",), True, 2), (("queue",), False, 3), (None, True, 3)]
)
def test_only_static_rows_of_a_profile_are_kept(
    reads: tuple[str, ...] | None, static: bool, times: int
) -> None:
    """What follows from tickets and agents alone is asked once for each profile."""
    score = Counting(reads, static)
    ask_thrice(score)
    assert score.asked == times


def test_score_without_fields_is_asked_about_any_ticket() -> None:
    """A static score that reads nothing is asked once for all."""
    score = Counting((), static=True)
    ask_thrice(score)
    assert score.asked == 1


@pytest.mark.parametrize(
    ("name", "score", "weight", "error", "message"),
    [
        ("", SkillFit(), 1, ValueError, "Term.name: expected a non-empty string"),
        (3, SkillFit(), 1, TypeError, "Term.name: expected a string, got 3"),
        ("fit", "skill-fit", 1, TypeError, r"Term.score: expected a callable .*, got 'skill-fit'"),
        ("fit", SkillFit(), 0, ValueError, r"Term.weight: expected a finite number above 0, got 0"),
        ("fit", SkillFit(), -1, ValueError, r"Term.weight: expected a finite .*, got -1"),
        ("fit", SkillFit(), float("nan"), ValueError, r"Term.weight: expected a .*, got nan"),
        ("fit", SkillFit(), float("inf"), ValueError, r"Term.weight: expected a .*, got inf"),
    ],
)
def test_wrong_term_is_refused(
    name: str, score: Score, weight: float, error: type[Exception], message: str
) -> None:
    """The message names field, value and expectation."""
    with pytest.raises(error, match=message):
        Term(name, score, weight)


def test_terms_of_one_name_are_refused() -> None:
    """An explanation could not tell them apart."""
    message = r"WeightedSum.terms: expected names that are all different, got \['fit', 'fit'\]"
    with pytest.raises(ValueError, match=message):
        WeightedSum([Term("fit", SkillFit()), Term("fit", Affinity())])


def test_weighted_sum_reads_what_its_terms_read() -> None:
    """And nothing is known when one of them does not say."""
    assert SKILL_WEIGHTED.reads == ("requirements", "affinity")
    assert not SKILL_WEIGHTED.static
    assert WeightedSum([Term("fit", SkillFit())]).static
    assert WeightedSum([Term("fit", SkillFit()), Term("other", Counting(None))]).reads is None


def test_score_that_is_a_plain_function_is_one_term_of_its_name() -> None:
    """The explanation names the function."""

    def by_height(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
        return np.zeros((len(asked), view.n_agents))

    board = Board(agents("ana"))
    board.submit(tickets("t1"), NOON)
    assert set(score_terms(board.window, by_height, 0)) == {"by_height"}
    assert set(score_terms(board.window, SkillFit(), 0)) == {"SkillFit"}
