"""Performance: handling times beside what is usual for the tickets that somebody got."""

from statistics import fmean
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.metrics.journeys import Row, journeys_of, minutes
from ticketroute.metrics import Journeys, performance

AGENTS = ("ana", "bea", "cleo", "dan")


def handled(times: list[tuple[str, str, float]], **more: Any) -> Journeys:  # noqa: ANN401 - any field
    """Make journeys of tickets that an agent resolved alone: agent, kind, minutes."""
    rows: list[Row] = [
        {"agent": agent, "kind": kind, "started": 0, "ended": 1, "handled": time}
        for agent, kind, time in times
    ]
    return journeys_of(*rows, agents=AGENTS, **more)


def test_expected_is_what_is_usual_for_the_mix() -> None:
    """Ana is quick with both kinds; bea has the hard ones, and is slow with the easy one."""
    found = performance(
        handled(
            [
                ("ana", "billing", 8),
                ("ana", "sales", 36),
                ("bea", "billing", 12),
                ("bea", "sales", 42),
                ("bea", "sales", 42),
            ]
        )
    )
    assert found.names == ("ana", "bea")
    assert found.tickets.tolist() == [2, 3]
    assert found.expected.tolist() == [(10 + 40) / 2 * 60e6, (10 + 80) / 3 * 60e6]
    assert found.ratio.tolist() == pytest.approx([44 / 50, 96 / 90])
    frame = pd.DataFrame(found.columns())
    assert frame["observed"].tolist() == [minutes(22), minutes(32)]
    assert str(found).splitlines()[0].split()[0] == "agent"


def test_only_tickets_of_one_pair_of_hands_count() -> None:
    """Else it is not known who took how much of the time."""
    one: Row = {"started": 0, "ended": 1, "handled": 5}
    found = performance(
        journeys_of(
            one,
            one | {"bounces": 1},
            one | {"first_agent": "bea"},
            one | {"handled": 0},
            {"started": 0, "handled": 5},
        )
    )
    assert found.tickets.tolist() == [1]
    assert (found.ratio.tolist(), found.adjusted.tolist()) == ([1.0], [1.0])
    assert np.isnan(found.low).all()


tickets = st.lists(
    st.tuples(st.sampled_from(AGENTS), st.sampled_from(["billing", "sales"]), st.integers(1, 500)),
    min_size=1,
    max_size=30,
)


@given(tickets)
def test_as_worked_out_one_by_one(times: list[tuple[str, str, int]]) -> None:
    """Means, ratios, pooled variance and the spread between agents, in plain loops."""
    found = performance(handled([(agent, kind, time) for agent, kind, time in times]))
    means = {
        kind: fmean(time for _, each, time in times if each == kind)
        for kind in {kind for _, kind, _ in times}
    }
    own = {
        name: [(time, means[kind]) for agent, kind, time in times if agent == name]
        for name in AGENTS
    }
    own = {name: pairs for name, pairs in own.items() if pairs}
    assert found.names == tuple(own)
    ratios = {n: sum(o for o, _ in p) / sum(e for _, e in p) for n, p in own.items()}
    squares = sum((o / e - ratios[n]) ** 2 for n, p in own.items() for o, e in p)
    assert found.ratio.tolist() == pytest.approx(list(ratios.values()))
    if len(times) == len(own):
        assert found.adjusted.tolist() == [1.0] * len(own)
        return
    pooled = squares / (len(times) - len(own))
    variances = {
        n: pooled * sum(e * e for _, e in p) / sum(e for _, e in p) ** 2 for n, p in own.items()
    }
    if min(variances.values()) < 1e-12:
        return
    excess = sum((ratios[n] - 1) ** 2 / variances[n] - 1 for n in own)
    between = max(0.0, excess / sum(1 / each for each in variances.values()))
    expected = [1 + between / (between + variances[name]) * (ratios[name] - 1) for name in own]
    assert found.spread == pytest.approx(between**0.5, abs=1e-9)
    assert found.adjusted.tolist() == pytest.approx(expected, abs=1e-9)


def test_few_tickets_are_drawn_to_the_usual_and_many_are_not() -> None:
    """Two are equally slow; of the one with two tickets less is believed."""
    random = np.random.default_rng(3)
    paces = {"ana": (400, 0.8), "bea": (400, 1.25), "cleo": (2, 1.25), "dan": (400, 0.95)}
    times = [
        (agent, "billing", pace * float(random.gamma(4, 2.5)))
        for agent, (count, pace) in paces.items()
        for _ in range(count)
    ]
    found = performance(handled(times))
    kept = (found.adjusted - 1) / (found.ratio - 1)
    assert kept[[0, 1]].min() > 0.95
    assert 0 < kept[2] < 0.5
    assert 0.1 < found.spread < 0.4
    assert ((found.low < found.ratio) & (found.ratio < found.high)).all()
    assert (found.high - found.low)[2] > 5 * (found.high - found.low)[0]


def test_where_all_are_alike_nobody_is_said_to_differ() -> None:
    """Ratios vary by luck; what is left of them is next to nothing."""
    random = np.random.default_rng(5)
    times = [(agent, "sales", float(random.gamma(4, 2.5))) for agent in AGENTS for _ in range(50)]
    found = performance(handled(times))
    assert np.abs(found.ratio - 1).max() > 0.02
    assert np.abs(found.adjusted - 1).max() < 0.02


def test_teams_are_the_tickets_of_their_agents() -> None:
    """Whoever is in two counts in both; whose teams are not known, in none."""
    times = [("ana", "billing", 8.0), ("bea", "billing", 12.0), ("cleo", "billing", 10.0)]
    teams = (frozenset(["north"]), frozenset(["north", "south"]), None, frozenset(["empty"]))
    found = performance(handled(times, teams=teams), "team")
    assert found.names == ("north", "south")
    assert found.tickets.tolist() == [2, 1]
    assert found.ratio.tolist() == pytest.approx([1.0, 1.2])
    assert "team" in found.columns()
    with pytest.raises(ValueError, match=r"Journeys\.teams: expected the teams of each agent"):
        performance(handled(times), "team")


def test_without_any_variance_differences_are_true() -> None:
    """Everybody always takes the same time."""
    times = [("ana", "billing", 8.0)] * 3 + [("bea", "billing", 12.0)] * 3
    found = performance(handled(times))
    assert found.adjusted.tolist() == pytest.approx([0.8, 1.2])


def test_nothing_and_other_questions() -> None:
    """No tickets are no rows."""
    found = performance(handled([]))
    assert (found.names, found.spread) == ((), 0.0)
    assert len(str(found).splitlines()) == 1
    with pytest.raises(ValueError, match="of: expected one of"):
        performance(handled([]), "desk")  # type: ignore[arg-type]
    for wrong in (0, 1, 95):
        with pytest.raises(ValueError, match="confidence"):
            performance(handled([]), confidence=wrong)
