"""Random lives of tickets, and promises about them, for hypothesis."""

from typing import Final

import numpy as np
from hypothesis import strategies as st

from tests.sla.clocks.scenes import DAY, DAYS, SCENES
from tests.sla.clocks.walk import MEASURES, Happening, History, Measure, Promise, Story, told

STATUSES: Final = ("open", "pending", "on hold")
GROUPS: Final = ("network", "supplier", "front")
_OPEN: Final = {
    "status": 6,
    "group": 3,
    "customer message": 4,
    "public reply": 4,
    "private note": 1,
    "reopened": 1,
    "resolved": 2,
    "cancelled": 1,
    "ordered": 2,
    "arrived": 1,
    "reordered": 1,
}
"""How often what happens to a ticket that is open."""
_CLOSED: Final = {
    "reopened": 8,
    "status": 1,
    "group": 1,
    "customer message": 1,
    "public reply": 1,
    "resolved": 1,
}

minutes: Final = st.integers(0, DAYS * DAY - 1) | st.integers(0, DAYS * 48 - 1).map(
    lambda half_hours: 30 * half_hours
)
scenes: Final = st.sampled_from(SCENES)


def _happening(rng: np.random.Generator, minute: int, story: Story) -> Happening:
    weights = _CLOSED if story.closed else _OPEN
    share = np.array(list(weights.values())) / sum(weights.values())
    kind = str(rng.choice(list(weights), p=share))
    has_status = kind == "status" or rng.random() < 0.3
    status = str(rng.choice(STATUSES)) if has_status else None
    group = str(rng.choice(GROUPS)) if kind == "group" else None
    return Happening(minute=minute, kind=kind, status=status, group=group)


def _minutes(rng: np.random.Generator, count: int) -> list[int]:
    """Give some minutes, half of them on the full or half hour."""
    chosen = rng.choice(DAYS * DAY, count, replace=False)
    rounded = np.where(rng.random(count) < 0.5, chosen // 30 * 30, chosen)
    minutes: list[int] = np.unique(rounded).tolist()
    return minutes


def _in_a_minute(rng: np.random.Generator, minute: int, story: Story) -> History:
    """Let one to four things happen, but no two hand-overs, whose order would decide."""
    some = [_happening(rng, minute, story) for _ in range(rng.integers(1, 5))]
    moves = [each for each in some if each.kind == "group"]
    return tuple(each for each in some if each.kind != "group" or each is moves[0])


@st.composite
def histories(draw: st.DrawFn) -> History:
    """Draw what happens to a ticket, several things in a minute often, in no order."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    first, *others = _minutes(rng, draw(st.integers(2, 14)))
    status = str(rng.choice(STATUSES)) if rng.random() < 0.5 else None
    group = str(rng.choice(GROUPS)) if rng.random() < 0.5 else None
    history = [Happening(minute=first, kind="created", status=status, group=group)]
    story = Story()
    if rng.random() < 0.3:
        history += _in_a_minute(rng, first, story)
    for minute in (first, *others):
        history += _in_a_minute(rng, minute, story) if minute > first else ()
        for each in told(history)[minute]:
            story = story.then(each)
    return tuple(history[place] for place in rng.permutation(len(history)))


@st.composite
def promises(draw: st.DrawFn, measure: Measure | None = None, step: int = 1) -> Promise:
    """Draw a promise about a metric, in multiples of some minutes."""
    return Promise(
        measure or draw(st.sampled_from(list(MEASURES.values()))),
        step * draw(st.integers(1, 60 // step) | st.integers(1, 900 // step)),
        draw(st.none() | st.frozensets(st.sampled_from(STATUSES), max_size=2)),
        draw(st.sampled_from(("continue", "new_cycle", "ignore"))),
    )
