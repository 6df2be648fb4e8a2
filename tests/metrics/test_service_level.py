"""Service level and abandonment: who counts, and how."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.journeys import Row, journeys_of, minutes
from ticketroute.metrics import AbandonmentRule, Journeys, Outcome, abandonment, service_level

ROWS: list[Row] = [
    {"created": 0, "started": 2, "ended": 9},  # in time, at the bound
    {"created": 0, "started": 1, "ended": 9},  # in time
    {"created": 0, "started": 3, "ended": 9},  # late
    {"created": 0, "ended": 1},  # left in time
    {"created": 0, "ended": 30},  # left late
    {"created": 0, "ended": 31},  # left late
    {"created": 0},  # waits
    {"created": 0, "ended": 0, "outcome": Outcome.BALKED},
    {"created": 0, "ended": 0, "outcome": Outcome.BLOCKED},
    {"created": 0, "outcome": Outcome.LINKED},
]


@pytest.mark.parametrize(
    ("rule", "share"),
    [("answered", 2 / 3), ("offered", 2 / 8), ("less short", 2 / 6), ("short are met", 4 / 8)],
)
def test_the_rules_by_hand(rule: str, share: float) -> None:
    """Two in time, one late, two left in time (one balked), two late, one still waits."""
    level = service_level(journeys_of(*ROWS), minutes(2), rule=rule)
    assert level.share == pytest.approx(share)
    assert (level.answered, level.offered, level.blocked) == (3, 8, 1)
    assert level.rule is AbandonmentRule(rule)


def test_the_text_names_the_rule() -> None:
    """A service level without its rule says nothing."""
    assert str(service_level(journeys_of(*ROWS), minutes(2), rule="offered")) == (
        "25.0% answered within 2 min (rule: offered; 3 answered, 2 left in time, 2 left late, "
        "1 waiting)"
    )


def test_the_rule_has_to_be_said() -> None:
    """No default, and no rule that is not known."""
    call: Any = service_level
    with pytest.raises(TypeError, match="rule"):
        call(journeys_of(), minutes(2))
    with pytest.raises(ValueError, match=r"rule: expected one of \['answered', 'offered'"):
        service_level(journeys_of(), minutes(2), rule="usual")


def test_what_came_too_late_to_be_known_does_not_count() -> None:
    """As long as one of them still waits; else all is known, and all counts."""
    quick: Row = {"created": 59, "started": 59, "ended": 60}
    balked: Row = {"created": 59, "ended": 59, "outcome": Outcome.BALKED}
    old: Row = {"created": 0, "started": 9, "ended": 10}
    bound: Row = {"created": 58, "ended": 58, "outcome": Outcome.BALKED}
    level = service_level(journeys_of(bound, balked, {"created": 59}), minutes(2), rule="offered")
    assert (level.left_in_time, level.too_recent) == (1, 2)
    level = service_level(
        journeys_of(old, quick, balked, {"created": 59}), minutes(2), rule="offered"
    )
    assert (level.share, level.offered, level.too_recent) == (0.0, 1, 3)
    level = service_level(journeys_of(old, quick, balked), minutes(2), rule="offered")
    assert (level.offered, level.answered_in_time, level.too_recent) == (3, 1, 0)


tickets = st.lists(
    st.one_of(
        st.builds(
            lambda a, b: {"created": a, "started": a + b, "ended": a + b}, *[st.integers(0, 30)] * 2
        ),
        st.builds(lambda a, b: {"created": a, "ended": a + b}, *[st.integers(0, 30)] * 2),
        st.builds(lambda a: {"created": a}, st.integers(0, 50)),
    ),
    max_size=12,
)


@given(tickets, st.integers(0, 20))
def test_rules_are_in_order(rows: list[Row], within: int) -> None:
    """Whom a rule forgives makes it larger; all count each ticket once."""
    level = service_level(journeys_of(*rows), minutes(within), rule="offered")
    assert level.offered + level.too_recent == len(rows)
    if level.answered:
        strict, less, met = (level.under(rule) for rule in list(AbandonmentRule)[1:])
        assert 0 <= strict <= less <= met <= 1
        assert strict <= level.under("answered")


def test_nothing_of_nothing() -> None:
    """NaN, written as a dash."""
    level = service_level(journeys_of(), minutes(2), rule="offered")
    assert level.share != level.share
    assert str(level).startswith("- answered")
    assert str(abandonment(journeys_of(), short=minutes(0))).startswith("- left (0 of 0)")


def test_abandonment_with_and_without_the_short_ones() -> None:
    """Three left and one balked, of seven; without the two who left soon two of five."""
    found = abandonment(journeys_of(*ROWS), short=minutes(1))
    assert (found.answered, found.left, found.left_short) == (3, 4, 2)
    assert (found.waiting, found.balked, found.blocked) == (1, 1, 1)
    assert found.rate == pytest.approx(4 / 7)
    assert found.rate_without_short == pytest.approx(2 / 5)
    assert str(found) == "57.1% left (4 of 7), 40.0% without those who left within 1 min"
    assert abandonment(journeys_of(*ROWS), short=minutes(0)).left_short == 1


@pytest.mark.parametrize(("wrong", "error"), [(-minutes(1), ValueError), (60, TypeError)])
def test_durations_are_checked(wrong: Any, error: type[Exception]) -> None:  # noqa: ANN401 - wrong
    """Numbers are no durations, and none is negative."""
    empty: Journeys = journeys_of()
    with pytest.raises(error, match="short"):
        abandonment(empty, short=wrong)
    with pytest.raises(error, match="within"):
        service_level(empty, wrong, rule="offered")


def test_an_hour_is_written_in_hours() -> None:
    """The largest unit of which there is one."""
    level = service_level(journeys_of(), timedelta(hours=4), rule="offered")
    assert "within 4 h" in str(level)
