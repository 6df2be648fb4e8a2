"""A score split into what loads do not change, and what they change for all tickets alike."""

import numpy as np
import pytest
from hypothesis import given

from tests.generators import Scene, scenes
from ticketroute.scores import (
    Affinity,
    FewestSkills,
    PredictedFinish,
    Score,
    SkillFit,
    SpareCapacity,
    Term,
    WeightedSum,
    apart_from_loads,
    score_row,
)

FIT, AFFINITY, SPARE = (
    Term("fit", SkillFit()),
    Term("affinity", Affinity()),
    Term("spare", SpareCapacity(), 0.5),
)
FINISH = Term("finish", PredictedFinish())


@pytest.mark.parametrize(
    ("score", "lasting", "by_load"),
    [
        (SkillFit(), SkillFit(), None),
        (Affinity(), Affinity(), None),
        (FewestSkills(), FewestSkills(), None),
        (SpareCapacity(), WeightedSum(()), SpareCapacity()),
        (WeightedSum([FIT, AFFINITY]), WeightedSum([FIT, AFFINITY]), None),
        (WeightedSum([SPARE, FIT, AFFINITY]), WeightedSum([FIT, AFFINITY]), WeightedSum([SPARE])),
    ],
)
def test_parts(score: Score, lasting: Score, by_load: Score | None) -> None:
    """Terms keep their weights; what reads no ticket is by load, unless loads change nothing."""
    assert apart_from_loads(score) == (lasting, by_load)


@pytest.mark.parametrize(
    "score",
    [PredictedFinish(), WeightedSum([FIT, FINISH]), lambda view, _: np.zeros((1, view.n_agents))],
)
def test_no_parts(score: Score) -> None:
    """Where loads count more for one ticket than for another, or nothing is said."""
    assert apart_from_loads(score) is None


@given(scenes())
def test_parts_add_up(scene: Scene) -> None:
    """The two parts of a sum are the sum, for each ticket."""
    view = scene.board().window
    whole = WeightedSum([SPARE, FIT, AFFINITY])
    parts = apart_from_loads(whole)
    assert parts is not None
    lasting, by_load = parts
    assert by_load is not None
    for ticket in range(len(view.tickets.ids)):
        together = score_row(view, lasting, ticket) + score_row(view, by_load, ticket)
        assert together == pytest.approx(score_row(view, whole, ticket))
