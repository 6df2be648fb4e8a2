"""Random lives of tickets, and promises about them, for hypothesis."""

from typing import Final

from hypothesis import strategies as st

from tests.sla.clocks.scenes import DAY, DAYS, SCENES
from tests.sla.clocks.walk import (
    KINDS,
    MEASURES,
    Happening,
    History,
    Measure,
    Promise,
    Story,
    told,
)

STATUSES: Final = ("open", "pending", "on hold")
GROUPS: Final = ("network", "supplier", "front")
CUSTOM: Final = ("ordered", "arrived", "reordered")

minutes: Final = st.integers(0, DAYS * DAY - 1) | st.integers(0, DAYS * 48 - 1).map(
    lambda half_hours: 30 * half_hours
)
scenes: Final = st.sampled_from(SCENES)
_statuses: Final = st.none() | st.sampled_from(STATUSES)


@st.composite
def _happenings(draw: st.DrawFn, minute: int, *, moves: bool) -> Happening:
    kinds = tuple(kind for kind in KINDS if kind not in ("created", *(() if moves else ("group",))))
    kind = draw(st.sampled_from((*kinds, *CUSTOM, "status", "status")))
    group = draw(st.sampled_from(GROUPS)) if kind == "group" else None
    return Happening(minute=minute, kind=kind, status=draw(_statuses), group=group)


def _sensible(history: list[Happening]) -> History:
    """Leave out what has no clear answer, or none that matters.

    Several of one sort in a minute whose order decides, and messages on a closed ticket.
    """
    kept: list[Happening] = []
    story = Story()
    for some in told(history).values():
        sorts: set[str] = set()
        before = story
        for each in some:
            sort = "custom" if each.kind in CUSTOM else each.kind
            is_message = sort in ("public reply", "customer message")
            if (sort in ("custom", "group") and sort in sorts) or (is_message and before.closed):
                continue
            sorts.add(sort)
            kept.append(each)
            story = story.then(each)
    return tuple(kept)


@st.composite
def histories(draw: st.DrawFn, *, moves_alone: bool = True) -> History:
    """Draw what happens to a ticket, several things in a minute often, in no order.

    With `moves_alone`, nothing else happens in the minute of a hand-over.
    """
    pool = sorted(draw(st.lists(minutes, min_size=1, max_size=7, unique=True)))
    moving = set(draw(st.lists(st.sampled_from(pool), max_size=4))) - {pool[0]}
    first = draw(st.none() | st.sampled_from(GROUPS))
    history = [Happening(minute=pool[0], kind="created", status=draw(_statuses), group=first)]
    history += [
        draw(_happenings(minute, moves=not moves_alone))
        for minute in draw(st.lists(st.sampled_from(pool), max_size=12))
        if not moves_alone or minute not in moving
    ]
    if moves_alone:
        history += [
            Happening(minute=minute, kind="group", group=draw(st.sampled_from(GROUPS)))
            for minute in sorted(moving)
        ]
    return tuple(draw(st.permutations(_sensible(history))))


@st.composite
def promises(draw: st.DrawFn, measure: Measure | None = None, step: int = 1) -> Promise:
    """Draw a promise about a metric, in multiples of some minutes."""
    return Promise(
        measure or draw(st.sampled_from(list(MEASURES.values()))),
        draw(st.integers(1, 900 // step).map(lambda number: number * step)),
        draw(st.none() | st.frozensets(st.sampled_from(STATUSES), max_size=2)),
        draw(st.sampled_from(("continue", "new_cycle", "ignore"))),
    )
