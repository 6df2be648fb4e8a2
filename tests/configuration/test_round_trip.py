"""What is written down and read again is what it was, and decides the same."""

import importlib
import json
import pickle
from collections.abc import Iterable
from datetime import timedelta
from typing import Final

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as hs

from tests.configuration.samples import (
    BY_CLASS,
    BY_WORD,
    COMBINATORS,
    CONFIGURATION,
    CONFIGURATIONS,
    SCORES,
    STRATEGIES,
    URGENCY_RULES,
    Word,
)
from tests.generators import Scene, scenes
from ticketroute.board import Plan
from ticketroute.configuration import Configuration, from_data, to_data
from ticketroute.configuration._durations import duration_to_text, text_to_duration
from ticketroute.configuration._names import FAMILIES
from ticketroute.configuration._of_type import form_of
from ticketroute.configuration._settings_of import settings_of
from ticketroute.dispatcher import decide
from ticketroute.errors import TicketRouteError
from ticketroute.plugins import available, find
from ticketroute.scores import Term, WeightedSum
from ticketroute.strategies import (
    Bounded,
    FewestOpen,
    FirstOf,
    Greedy,
    Mix,
    PicksAgent,
    Strategy,
)

# Exported classes that nobody configures: what comes out, what lasts for a moment, and agents'
# leaves, which are events.
NO_CONFIGURATION: Final = {
    "board": (
        "Alternative Assignment Attendance Candidate Ceiling Change Counterfactual Explanation "
        "GreaterNeed Held Hold Leave Memory MemoryChange Preference Problem Reason Rejection "
        "RelaxedWait Solution"
    ),
    "dispatcher": "Difference Event Proposal Waiting",
    "eligibility": "Field",  # written as the path that it is
    "scores": "",
    "sla": (
        "Backlog BreachForecast Clock ClockColumns Cycle Fired Metric Situation Span Target "
        "TicketClocks TicketEvent Trace Window"
    ),
    "strategies": "InTurn PlaceValue PlaceValues Regret RegretRow TicketByTicket Transport",
}


def through_json(data: object) -> dict[str, object]:
    """Send data through text, in an order of keys that nobody chose."""
    read: dict[str, object] = json.loads(json.dumps(data, sort_keys=True, allow_nan=False))
    return read


def numbered(values: Iterable[object]) -> list[str]:
    """Name samples in the list of tests, each with its place."""
    return [f"{place}-{type(value).__name__}" for place, value in enumerate(values)]


@pytest.mark.parametrize(("word", "value"), BY_WORD, ids=numbered(value for _, value in BY_WORD))
def test_kinds_come_back(word: Word, value: object) -> None:
    """Each strategy, score, rule, calendar and condition is equal to its copy."""
    copy: object = from_data(through_json(to_data(value)), word)
    assert copy == value
    assert type(copy) is type(value)


@pytest.mark.parametrize("value", BY_CLASS, ids=numbered(BY_CLASS))
def test_classes_come_back(value: object) -> None:
    """Each value of which there is one kind only is equal to its copy."""
    assert from_data(through_json(to_data(value)), type(value)) == value


@pytest.mark.parametrize("configuration", CONFIGURATIONS, ids=numbered(CONFIGURATIONS))
def test_documents_come_back(configuration: Configuration) -> None:
    """A document is the configuration, whatever order its keys are kept in."""
    copy = Configuration.from_data(through_json(configuration.to_data()))
    assert copy == configuration
    assert copy.to_data() == configuration.to_data()
    assert hash(copy) == hash(configuration)
    assert pickle.loads(pickle.dumps(copy)) == configuration  # noqa: S301 - our own


def test_every_installed_kind_can_be_written() -> None:
    """Also those of other distributions, be they functions or values."""
    for name in available("strategies"):
        found = find(name)
        made = found() if isinstance(found, type) else found
        assert from_data(through_json(to_data(made)), "strategy") == made
    for name in available("scores"):
        found = find(name, "scores")
        made = found() if isinstance(found, type) else found
        assert from_data(to_data(made), "score") == made


@pytest.mark.parametrize("room", NO_CONFIGURATION)
def test_every_exported_class_has_a_sample(room: str) -> None:
    """A new class is written down, or somebody says that it is no configuration."""
    module = importlib.import_module(f"ticketroute.{room}")
    exported = [getattr(module, name) for name in module.__all__]
    classes = {each for each in exported if isinstance(each, type) and attrs.has(each)}
    samples = {type(each) for each in (*BY_CLASS, *(value for _, value in BY_WORD))}
    samples |= {type(each) for each in _conditions()}
    missing = {each.__name__ for each in classes - samples}
    assert missing == {*NO_CONFIGURATION[room].split()} & {each.__name__ for each in classes}


def _conditions() -> list[object]:
    from ticketroute.eligibility import AllOf, AnyOf, Field, Not

    part = Field("ticket.tier").equals("vip")
    return [part, AllOf([part]), AnyOf([part]), Not(part)]


def test_every_kind_has_a_sample() -> None:
    """No name stands for a class that is never tried."""
    samples = {type(each) for each in (*BY_CLASS, *(value for _, value in BY_WORD))}
    for family in FAMILIES:
        for name, found in family.table.items():
            assert found in samples, name


def test_every_setting_has_a_form() -> None:
    """A setting of a type that no data can hold is found out here; it needs a form of its own."""
    kinds = {type(each) for each in (*BY_CLASS, *(value for _, value in BY_WORD))}
    settings = [setting for kind in kinds for setting in settings_of(kind)]
    assert len(settings) > 100
    left = [(each.owner, each.name) for each in settings if not form_of(each.hint).is_writable]
    assert left == []


RULES = hs.sampled_from(URGENCY_RULES)
EVENT_FORMS = [each for each in STRATEGIES if isinstance(each, PicksAgent)]


def put_together(inside: hs.SearchStrategy[PicksAgent]) -> hs.SearchStrategy[PicksAgent]:
    """Draw a combinator of strategies."""
    weights = hs.floats(0.01, 100)
    terms = hs.builds(Term, hs.just("score"), hs.sampled_from(SCORES), weights)
    return hs.one_of(
        hs.builds(Bounded, inside, most=hs.integers(1, 9), order=RULES),
        hs.builds(FirstOf, hs.lists(inside, min_size=1, max_size=3)),
        hs.builds(
            Mix,
            hs.lists(hs.tuples(weights, inside), min_size=1, max_size=3),
            seed=hs.integers(0, 2**63 - 1),
        ),
        hs.builds(Greedy, hs.builds(lambda term: WeightedSum([term]), terms), order=RULES),
    )


@given(strategy=hs.recursive(hs.sampled_from(EVENT_FORMS), put_together, max_leaves=6))
def test_what_is_put_together_comes_back(strategy: Strategy) -> None:
    """However deep strategies lie in each other."""
    assert from_data(through_json(to_data(strategy)), "strategy") == strategy


def decided(scene: Scene, strategy: Strategy) -> object:
    """Give what a strategy decides, or that it refuses the scene."""
    try:
        plan: Plan = decide(scene.board().view(scene.now), strategy)
    except (TicketRouteError, ValueError) as error:
        return type(error)
    return plan.pairs, plan.holds, plan.offers


@given(scene=scenes(), place=hs.integers(0, len(COMBINATORS) - 1))
def test_copies_decide_the_same(scene: Scene, place: int) -> None:
    """Who reads a configuration gets the same decisions as who wrote it."""
    strategy = COMBINATORS[place]
    copy = from_data(through_json(to_data(strategy)), "strategy")
    assert decided(scene, copy) == decided(scene, strategy)


@given(duration=hs.timedeltas())
def test_durations_come_back(duration: timedelta) -> None:
    """To the microsecond, negative ones too."""
    assert text_to_duration("here", duration_to_text(duration)) == duration


def test_order_of_tiers_is_kept_where_mappings_are_sorted() -> None:
    """Their order is the ranking, so that they are written as a list."""
    data = CONFIGURATION.setup.tiers
    assert to_data(data) == {"weights": [["vip", 3], ["gold", 1.5], ["bronze", 0.5]]}


def test_defaults_are_left_out() -> None:
    """What nobody has set does not change with what a later version has as a default."""
    assert Configuration(strategy=FewestOpen()).to_data() == {
        "version": 1,
        "strategy": {"kind": "fewest-open"},
    }
