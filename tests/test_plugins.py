"""Strategies and scores by name."""

from importlib.metadata import distribution

import pytest

from tests.generators import BUILT_IN
from ticketroute.errors import TicketRouteError, UnknownName
from ticketroute.plugins import Kind, available, load
from ticketroute.scores import Affinity, SkillFit, SpareCapacity
from ticketroute.sla import OldestFirst
from ticketroute.strategies import (
    FewestOpen,
    LeastRecentlyAssigned,
    OptimalAssignment,
    RoundRobin,
    SkillWeighted,
)

STRATEGIES = {
    "fewest-open": FewestOpen(),
    "least-recently-assigned": LeastRecentlyAssigned(),
    "optimal": OptimalAssignment(),
    "round-robin": RoundRobin(),
    "skill-weighted": SkillWeighted(),
}
SCORES = {"affinity": Affinity(), "skill-fit": SkillFit(), "spare-capacity": SpareCapacity()}


def test_built_in_names_are_available_sorted() -> None:
    """Ours are among what is installed, which may be more."""
    assert set(BUILT_IN) <= set(available())
    assert set(SCORES) <= set(available("scores"))
    assert list(available()) == sorted(available())
    assert available() == available("strategies")


@pytest.mark.parametrize("name", STRATEGIES)
def test_strategy_is_made_by_name(name: str) -> None:
    """With its default settings."""
    assert load(name) == STRATEGIES[name]


@pytest.mark.parametrize("name", SCORES)
def test_score_is_made_by_name(name: str) -> None:
    """With its default settings."""
    assert load(name, "scores") == SCORES[name]


@pytest.mark.parametrize("kind", ["strategies", "scores"])
def test_every_declared_name_can_be_made(kind: Kind) -> None:
    """An entry point that leads nowhere is found out here."""
    for entry in distribution("ticketroute").entry_points.select(group=f"ticketroute.{kind}"):
        assert callable(load(entry.name, kind))


def test_settings_are_passed_on() -> None:
    """As to the class itself."""
    made = load("round-robin", weights={"ana": 2}, policy="night", order=OldestFirst())
    assert made == RoundRobin(weights={"ana": 2}, policy="night", order=OldestFirst())


def test_wrong_setting_is_the_error_of_the_class() -> None:
    """The message names the setting."""
    with pytest.raises(TypeError, match="wieghts"):
        load("round-robin", wieghts={"ana": 2})
    with pytest.raises(ValueError, match=r"RoundRobin.weights\['ana'\]"):
        load("round-robin", weights={"ana": 0})


@pytest.mark.parametrize("kind", ["strategies", "scores"])
def test_unknown_name_lists_what_is_installed(kind: Kind) -> None:
    """Whoever mistypes sees what there is."""
    with pytest.raises(UnknownName) as caught:
        load("no such thing", kind)
    message = str(caught.value)
    assert message.startswith(f"{kind} name: expected one of ")
    assert message.endswith(", got 'no such thing'")
    assert all(name in message for name in available(kind))


def test_unknown_name_is_an_error_of_ours_and_a_lookup_error() -> None:
    """It can be caught as either."""
    assert issubclass(UnknownName, TicketRouteError)
    assert issubclass(UnknownName, LookupError)


def test_plain_function_takes_no_settings() -> None:
    """A score that is a function is returned as it is, and cannot be told anything."""
    name = next((each for each in available("scores") if each == "few-skills"), None)
    if name is None:
        pytest.skip("needs the plug-in of tests/plugin, which `make` installs")
    assert callable(load(name, "scores"))
    with pytest.raises(TypeError, match=r"'few-skills' is no class: expected no settings, got"):
        load(name, "scores", weight=2)
