"""What is told of two configurations that differ."""

import attrs
from hypothesis import given
from hypothesis import strategies as hs

from tests.configuration.samples import CONFIGURATION, CONFIGURATIONS
from ticketroute.configuration import ABSENT, Configuration, Difference, differences
from ticketroute.strategies import Bounded, FewestOpen, FirstOf, RoundRobin


def told(before: object, after: object) -> list[str]:
    """Give the differences of data as text."""
    return [str(each) for each in differences({"a": before}, {"a": after})]


def test_equal_ones_have_none() -> None:
    """However they were made."""
    copy = Configuration.from_data(CONFIGURATION.to_data())
    assert differences(CONFIGURATION, copy) == []
    assert differences(CONFIGURATION, copy.to_data()) == []


def test_settings_are_told_by_their_path() -> None:
    """Lists by position, mappings by key; what is as by default is not set."""
    before = FirstOf([Bounded(FewestOpen(), most=2), RoundRobin(weights={"ana": 2})])
    after = FirstOf([Bounded(FewestOpen(), most=3), RoundRobin(weights={"bea o": 1})])
    configurations = [Configuration(strategy=each) for each in (before, after)]
    assert differences(*configurations) == [
        Difference("strategy.strategies[0].most", 2, 3),
        Difference("strategy.strategies[1].weights.ana", 2, ABSENT),
        Difference("strategy.strategies[1].weights['bea o']", ABSENT, 1),
    ]


def test_whole_parts_are_told_once() -> None:
    """A part that is not there on one side is one difference."""
    bare = Configuration(strategy=CONFIGURATION.strategy, setup=CONFIGURATION.setup)
    found = differences(bare, attrs.evolve(bare, settings=CONFIGURATION.settings))
    assert [each.path for each in found] == ["settings"]
    assert str(found[0]).startswith("settings: not set -> {'offers_last': 'PT1M'")


def test_types_and_lengths_are_told() -> None:
    """Also where Python thinks them equal."""
    assert told(1, True) == ["a: 1 -> True"]
    assert told([1, 2], [1]) == ["a[1]: 2 -> not set"]
    assert told([], {}) == ["a: [] -> {}"]
    assert told(None, 0) == ["a: None -> 0"]
    assert told({"x": [{"y": 1}]}, {"x": [{"y": 2}]}) == ["a.x[0].y: 1 -> 2"]


PLACES = hs.integers(0, len(CONFIGURATIONS) - 1)


@given(first=PLACES, second=PLACES)
def test_turned_around_they_are_the_same(first: int, second: int) -> None:
    """Only the sides change; and there are none exactly if the configurations are equal."""
    one, other = CONFIGURATIONS[first], CONFIGURATIONS[second]
    there, back = differences(one, other), differences(other, one)
    turned = {Difference(each.path, each.after, each.before).__str__() for each in back}
    assert {str(each) for each in there} == turned
    assert (not there) == (one == other)
