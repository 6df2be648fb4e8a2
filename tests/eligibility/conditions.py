"""What the property tests of conditions are tried on: every comparison over small pools."""

from collections.abc import Iterator
from datetime import timedelta, timezone
from itertools import combinations, product
from typing import Final

from hypothesis import strategies as st

from tests.generators import NOON, subsets
from ticketroute import Agent, Presence, Requirement, Ticket
from ticketroute.eligibility import AllOf, AnyOf, Comparison, Condition, Field, Not, Operator
from ticketroute.model import AttributeValue

HUGE: Final = 2**53
TEXTS: Final = ("ana", "bea", "law", "", "away")
NUMBERS: Final = (0, 1, 2.5, HUGE, HUGE + 1)
FLAGS: Final = (True, False)
LATER: Final = (NOON + timedelta(hours=1)).astimezone(timezone(timedelta(hours=5)))

PATHS: Final = (
    *(f"ticket.{name}" for name in ("id", "place", "tier", "difficulty", "impact", "effort")),
    *(
        f"ticket.{name}"
        for name in ("affinity", "exclusions", "requirements", "created", "presence")
    ),
    *(f"ticket.{name}" for name in ("not_before", "attributes.x", "requirements.law")),
    *(f"agent.{name}" for name in ("id", "place", "capacity", "teams", "channels", "languages")),
    *(f"agent.{name}" for name in ("skills", "skills.law", "attributes.x", "attributes.y")),
)
FIELDS: Final = tuple(map(Field, PATHS))


def _tries() -> Iterator[tuple[Field, Operator, tuple[object, ...]]]:
    """List comparisons, also such as are refused."""
    literals = (*TEXTS, *NUMBERS, *FLAGS, NOON, LATER)
    for field, operator in product(FIELDS, Operator):
        yield field, operator, ()
        for one in (*literals, *FIELDS):
            yield field, operator, (one,)
        for pair in combinations(literals, 2):
            yield field, operator, pair
        if operator is Operator.BETWEEN:
            for one, other in product((*NUMBERS[:3], NOON, *FIELDS), FIELDS):
                yield field, operator, (one, other)


def _made() -> Iterator[Comparison]:
    for field, operator, values in _tries():
        try:
            yield Comparison(field, operator, values)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            continue


COMPARISONS: Final = tuple(_made())
"""All that can be made of the pools."""

_BY_WORD: Final = {
    (operator, owners): [
        each
        for each in COMPARISONS
        if each.operator is operator and (bool(each.reads), each.reads_agent) == owners
    ]
    for operator in Operator
    for owners in product((True, False), repeat=2)
}


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    """Draw a comparison, each operator and each mix of ticket and agent as often as another."""
    groups = [group for group in _BY_WORD.values() if group]
    return draw(st.sampled_from(draw(st.sampled_from(groups))))


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=1, max_size=3)
    return st.one_of(st.builds(AllOf, several), st.builds(AnyOf, several), st.builds(Not, parts))


CONDITIONS: Final[st.SearchStrategy[Condition]] = st.recursive(comparisons(), _joined, max_leaves=6)

_SCALARS: st.SearchStrategy[AttributeValue] = st.sampled_from([None, *TEXTS, *NUMBERS, *FLAGS])
_SOME: Final = st.sampled_from(subsets(TEXTS[:3]))
_SOME_OR_ALL: Final = st.sampled_from([None, None, *subsets(TEXTS[:3])])
_NAMES: Final = st.sampled_from([None, *TEXTS[:3]])
_REQUIREMENTS: Final = st.lists(
    st.builds(
        Requirement, st.sampled_from(["law", "ana"]), st.sampled_from([0, 1, 3]), st.booleans()
    ),
    max_size=3,
)


def _attributes(*names: str) -> st.SearchStrategy[dict[str, AttributeValue]]:
    return st.fixed_dictionaries({}, optional=dict.fromkeys(names, _SCALARS))


TICKETS: Final = st.builds(
    Ticket,
    id=st.sampled_from(TEXTS[:3]),
    created=st.sampled_from([NOON, LATER]),
    place=_NAMES,
    tier=_NAMES,
    difficulty=st.sampled_from([None, 0, 1, 2.5]),
    impact=st.sampled_from([None, 1, 2]),
    effort=st.sampled_from([1, 2]),
    affinity=st.permutations(TEXTS[:3]).flatmap(
        lambda names: st.integers(0, 2).map(lambda count: names[:count])
    ),
    exclusions=_SOME,
    requirements=_REQUIREMENTS,
    presence=st.sampled_from(Presence),
    not_before=st.sampled_from([None, NOON, LATER]),
    attributes=_attributes("x"),
)

_AGENTS: Final = {
    name: st.builds(
        Agent,
        id=st.just(name),
        capacity=st.sampled_from([None, 0, 1, 2]),
        place=_NAMES,
        teams=_SOME_OR_ALL,
        channels=_SOME_OR_ALL,
        languages=_SOME_OR_ALL,
        skills=st.fixed_dictionaries(
            {}, optional={"law": st.sampled_from([0, 1, 2.5]), "bea": st.just(1)}
        ),
        attributes=_attributes("x", "y"),
    )
    for name in ("ana", "bea", "cem")
}
AGENTS: Final[st.SearchStrategy[Agent]] = _AGENTS["ana"]
ROSTERS: Final[st.SearchStrategy[list[Agent]]] = st.integers(0, 3).flatmap(
    lambda count: st.tuples(*list(_AGENTS.values())[:count]).map(list)
)
