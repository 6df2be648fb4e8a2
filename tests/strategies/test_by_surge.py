"""Surges: when they begin and end, and which strategy decides meanwhile."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.dispatcher.desks import at, desk_of, given_out, minutes, submit, verify
from ticketroute import Agent, Ticket, View
from ticketroute.strategies import (
    BySurge,
    FewestOpen,
    Greedy,
    PicksAgent,
    Preferred,
    Reserve,
    Sequential,
    SurgeTest,
)
from ticketroute.testing import check_strategy

QUARTER = timedelta(minutes=15)
TEST = SurgeTest(usual=4, interval=QUARTER, alarm=8.0)
"""Reference 4 / ln 2 = 5.77."""


@pytest.mark.parametrize(
    ("counts", "surge"),
    [
        ([], False),
        ([4, 4, 4], False),
        ([5, 6, 5, 6, 5], False),  # 0.23 twice, and gone again
        ([14], True),  # 8.23 in an interval that need not be over
        ([13], False),  # 7.23
        ([10, 10], True),  # 4.23 + 4.23
        ([10, 5, 10], False),  # 4.23, 3.46, 7.69
        ([40, 0], True),  # capped at 16; an interval that is not over ends nothing
        ([40, 0, 0], True),  # 16, 10.23: above the alarm
        ([40, 0, 0, 0], True),  # 4.46: below the alarm, and not yet back at zero
        ([40, 0, 0, 0, 0], False),
        ([400, 0, 0, 0, 0], False),  # a huge one ends as soon
    ],
)
def test_sum_begins_a_surge_at_the_alarm_and_ends_it_at_zero(
    counts: list[int], surge: bool
) -> None:
    """Worked by hand; the last interval may still grow."""
    assert TEST.is_surge(counts) is surge


def test_false_alarms_are_rare_and_doubled_arrivals_are_found() -> None:
    """Over a thousand seeded days of 96 quarters: usual days and days that double at noon."""
    rng = np.random.default_rng(5)
    test = SurgeTest(usual=10, alarm=15)
    usual = rng.poisson(10, size=(1_000, 96))
    alarms = sum(any(test.is_surge(day[:n]) for n in range(24, 97, 8)) for day in usual[:200])
    doubled = usual.copy()
    doubled[:, 48:] = rng.poisson(20, size=(1_000, 48))
    found = sum(test.is_surge(day[:54]) for day in doubled)
    assert alarms <= 20
    assert found >= 950


def test_another_strategy_decides_during_the_surge_and_says_so() -> None:
    """Seniors first as a rule; in the surge whoever has the fewest."""
    strategy = BySurge(Sequential(sequence=["ana", "bea"]), FewestOpen(), test=TEST)
    desk = desk_of("ana bea", None, strategy=strategy)
    submit(desk, "a b c")
    assert given_out(desk.dispatch(at(0))) == dict.fromkeys("abc", "ana")
    submit(desk, " ".join(f"s{n:02}" for n in range(20)), 16)
    given = list(given_out(desk.dispatch(at(16))).values())
    assert given.count("bea") > given.count("ana")
    assert strategy.trace(desk.view, 0)[0].startswith("arrivals are as in a surge (20 in this")
    submit(desk, "x", 120)
    assert given_out(desk.dispatch(at(120))) == {"x": "ana"}
    assert "usual" in strategy.trace(desk.view, 0)[0]
    verify(desk)


def nobody(view: View, tickets: Sequence[Ticket]) -> NDArray[np.float64]:
    """Forbid everybody."""
    return np.full((len(tickets), view.n_agents), -np.inf)


@pytest.mark.parametrize(
    ("surge", "reason"),
    [
        (Reserve(FewestOpen(), units=10, unless=lambda _: False), "kept for urgent tickets"),
        (Greedy(nobody), "the strategy that decides now gives it to nobody"),
        (Preferred(FewestOpen(), by_tier={"gold": ["cem"]}, wait=minutes(99)), "kept for cem"),
    ],
)
def test_what_is_held_in_a_surge_is_looked_at_when_the_interval_is_over(
    surge: PicksAgent, reason: str
) -> None:
    """A quiet quarter after the other: the surge is over, and time alone tells the desk."""
    team = [
        Agent(id="ana", capacity=5),
        Agent(id="bea", capacity=5),
        Agent(id="cem", capacity=0),
    ]
    desk = desk_of(team, strategy=BySurge(FewestOpen(), surge, test=TEST))
    submit(desk, " ".join(f"s{n:02}" for n in range(14)), 0, tier="gold")
    assert given_out(desk.dispatch(at(1))) == {}
    assert reason in desk.why("s00").reason.text
    assert desk.next_wake == desk.why("s00").lifted_at == at(15)
    verify(desk)
    asked = 0
    while (wake := desk.next_wake) is not None and not given_out(desk.dispatch(wake)):
        asked += 1
    assert desk.now == at(45)  # 8.23 at first, 2.46 after the next quarter, nothing after a third
    assert asked == 2
    verify(desk)


def test_hold_that_ends_sooner_is_not_made_longer() -> None:
    """The end is the earlier of both; where nobody has room, only the reason of the part counts."""
    part = Preferred(FewestOpen(), by_tier={"gold": ["cem"]}, wait=minutes(5))
    strategy = BySurge(part, part, test=TEST)
    team = [Agent(id="ana", capacity=1), Agent(id="cem", capacity=0)]
    desk = desk_of(team, strategy=strategy)
    submit(desk, "a", 0, tier="gold")
    desk.dispatch(at(1))
    assert desk.next_wake == at(5)
    desk = desk_of(team[1:], strategy=BySurge(FewestOpen(), FewestOpen(), test=TEST))
    submit(desk, "a", 0)
    desk.dispatch(at(1))
    assert desk.next_wake is None


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"usual": 0}, r"SurgeTest\.usual: expected a finite number above 0, got 0"),
        ({"usual": 4, "factor": 1}, r"SurgeTest\.factor: expected a finite number above 1, got 1"),
        ({"usual": 4, "alarm": float("inf")}, r"SurgeTest\.alarm: expected a finite number"),
        ({"usual": 4, "interval": 3}, r"SurgeTest\.interval: expected a timedelta"),
        (
            {"usual": 4, "lookback": 0},
            r"SurgeTest\.lookback: expected an integer of at least 1, got 0",
        ),
        ({"usual": 4, "lookback": 10_001}, r"SurgeTest\.lookback: expected an integer of at most"),
        ({"usual": 4, "lookback": 9.5}, r"SurgeTest\.lookback: expected an integer of"),
    ],
)
def test_test_that_makes_no_sense_is_refused(given: dict[str, Any], message: str) -> None:
    """Field, value and expectation are named."""
    with pytest.raises((TypeError, ValueError), match=message):
        SurgeTest(**given)
    with pytest.raises(TypeError, match=r"BySurge\.test: expected a SurgeTest"):
        BySurge(FewestOpen(), FewestOpen(), test=3)  # type: ignore[arg-type]


def test_it_keeps_to_what_a_strategy_promises() -> None:
    """The whole conformance check."""
    check_strategy(BySurge(FewestOpen(), Sequential(sequence=["ana"]), test=SurgeTest(usual=2)))
