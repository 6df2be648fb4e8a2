"""Comparisons: every number against scipy on the raw rows, and how they read."""

import math

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.simulation.small_desk import DESK, POLICIES, arrivals, nothing_in_odd, share_of_ana
from ticketroute.simulation import (
    Comparison,
    Measured,
    Precision,
    Replication,
    bootstrap_interval,
    compare,
    holm,
    mean_interval,
    paired_difference,
    replicate,
)
from ticketroute.strategies import FewestOpen, LongestIdle

THREE = POLICIES | {"fewest": FewestOpen()}
BETTER = {"wait": "less", "done": "more", "size": None}
NUMBERS = st.integers(0, 9)


def rows_of(values: "np.ndarray") -> list[Replication]:
    """Make rows of numbers of shape (replications, policies, measures)."""
    return [
        Replication(
            f"policy {place}",
            number,
            dict(zip(BETTER, map(float, each), strict=True)),
            place=place,
            better=BETTER,  # type: ignore[arg-type]
        )
        for number, of_policies in enumerate(values)
        for place, each in enumerate(of_policies)
    ]


@given(st.data(), st.integers(2, 4), st.integers(2, 8))
def test_each_number_as_scipy_has_it(data: st.DataObject, policies: int, count: int) -> None:
    """Estimates, paired tests, Holm over the others, wins, and both variances."""
    size = policies * count * len(BETTER)
    drawn = data.draw(st.lists(NUMBERS, min_size=size, max_size=size))
    values = np.array(drawn, dtype=float).reshape(count, policies, len(BETTER))
    base = data.draw(st.integers(0, policies - 1))
    found = Comparison.of(rows_of(values), baseline=f"policy {base}")
    for place, measure in enumerate(BETTER):
        p_values = []
        for policy in range(policies):
            row = found[measure, f"policy {policy}"]
            one, other = values[:, policy, place], values[:, base, place]
            assert row.estimate == mean_interval(one)
            assert (row.against, row.better) == (f"policy {base}", BETTER[measure])
            if policy == base:
                assert row.difference is None
                assert math.isnan(row.win_rate)
                assert math.isnan(row.p_adjusted)
                continue
            pair = paired_difference(one, other)
            assert row.difference == pair
            wins = {"less": one < other, "more": one > other}.get(BETTER[measure] or "")
            assert math.isnan(row.win_rate) if wins is None else row.win_rate == wins.mean()
            p_values.append(pair.p_value)
            if len(set(one - other)) > 1:
                assert pair.p_value == pytest.approx(stats.ttest_rel(one, other).pvalue)
        adjusted = [
            found[measure, f"policy {policy}"].p_adjusted
            for policy in range(policies)
            if policy != base
        ]
        assert adjusted == holm(p_values).tolist()


def test_each_with_each() -> None:
    """Holm over three pairs of three policies; each minus the one before it."""
    values = np.random.default_rng(3).normal(0, 1, (12, 3, 3))
    values[:, 2, 0] += 4
    found = Comparison.of(rows_of(values))
    rows = found.all_pairs("wait")
    assert [(row.policy, row.against) for row in rows] == [
        ("policy 1", "policy 0"),
        ("policy 2", "policy 0"),
        ("policy 2", "policy 1"),
    ]
    pairs = [
        paired_difference(values[:, a, 0], values[:, b, 0]) for a, b in [(1, 0), (2, 0), (2, 1)]
    ]
    assert [row.difference for row in rows] == pairs
    assert [row.p_adjusted for row in rows] == holm([each.p_value for each in pairs]).tolist()
    assert rows[2].p_adjusted < rows[1].p_adjusted < 0.05 < rows[0].p_adjusted


def test_another_baseline() -> None:
    """From the same numbers; what was said of the run stays said."""
    precision = Precision(half_width=1e-9, minimum=4, maximum=4)
    found = compare(DESK, THREE, measures="mean_wait", precision=precision)
    again = found.against("fewest")
    assert (found.baseline, again.baseline) == ("idle", "fewest")
    assert again["mean_wait", "fewest"].difference is None
    there, back = found["mean_wait", "fewest"].difference, again["mean_wait", "idle"].difference
    assert there is not None
    assert back is not None
    assert back.estimate.mean == pytest.approx(-there.estimate.mean)
    assert again.note == found.note == "not as precise as wanted: stopped at 4 replications"
    whole = compare(DESK, THREE, measures="mean_wait", replications=4, baseline="fewest")
    assert repr(again).startswith(repr(whole))


def test_the_same_luck_saves_replications() -> None:
    """The variance of the paired difference is what it is over independent replications."""
    same = compare(DESK, POLICIES, measures="mean_resolution", replications=200)
    row = same["mean_resolution", "ana first"]
    assert row.difference is not None
    apart = compare(DESK, POLICIES, measures="mean_resolution", replications=200, seed=1)
    one = same.collected.values[0, 0]
    other = apart.collected.values[0, 1]
    assert np.var(one - other, ddof=1) == pytest.approx(
        row.difference.independent_variance, rel=0.3
    )
    assert row.difference.variance_reduction > 10
    assert row.difference.estimate.high < 0


def test_columns_for_data_frames() -> None:
    """A row for each measure and policy; the same for replications."""
    found = compare(DESK, THREE, measures=["mean_wait", share_of_ana], replications=5)
    frame = pd.DataFrame(found.columns())
    assert pl.DataFrame(found.columns()).columns == list(frame)
    assert frame["measure"].tolist() == 3 * ["mean_wait"] + 3 * ["share_of_ana"]
    assert frame["policy"].tolist() == 2 * ["idle", "ana first", "fewest"]
    row = found["share_of_ana", "fewest"]
    assert row.difference is not None
    last = frame.iloc[-1]
    expected = {
        "against": "idle",
        "mean": row.estimate.mean,
        "half_width": row.estimate.half_width,
        "n": 5,
        "missing": 0,
        "difference_mean": row.difference.estimate.mean,
        "difference_low": row.difference.estimate.low,
        "difference_high": row.difference.estimate.high,
        "p_value": row.difference.p_value,
        "p_adjusted": row.p_adjusted,
        "variance": row.difference.variance,
        "independent_variance": row.difference.independent_variance,
        "variance_reduction": row.difference.variance_reduction,
    }
    assert last[list(expected)].to_dict() == expected
    assert math.isnan(last["win_rate"])
    of_baseline = frame.iloc[0][["difference_mean", "p_value", "p_adjusted", "variance"]]
    assert all(math.isnan(each) for each in of_baseline.tolist())
    raw = pd.DataFrame(found.collected.columns())
    assert raw.groupby("policy")["mean_wait"].mean()["fewest"] == pytest.approx(
        found["mean_wait", "fewest"].estimate.mean
    )
    assert raw["replication"].tolist() == 3 * [0, 1, 2, 3, 4]
    one = replicate(DESK, LongestIdle(), measures=["mean_wait", share_of_ana], replications=5)
    assert pd.DataFrame(one.columns()).loc[1, "measure"] == "share_of_ana"
    assert one.columns()["mean"].tolist() == [frame.loc[0, "mean"], frame.loc[3, "mean"]]


def test_the_differences_themselves() -> None:
    """Of pairs that are whole; the bootstrap tells much the same of them as Student's t."""
    found = compare(DESK, POLICIES, measures=["mean_resolution", nothing_in_odd], replications=60)
    differences = found.differences("mean_resolution", "ana first")
    idle, ana_first = found.collected.values[0]
    assert differences.tolist() == (ana_first - idle).tolist()
    assert found.differences("nothing_in_odd", "ana first").tolist() == 30 * [0.0]
    assert found.differences("mean_resolution", "idle").tolist() == 60 * [0.0]
    pair = found["mean_resolution", "ana first"].difference
    assert pair is not None
    ends = bootstrap_interval(differences, seed=1)
    assert ends.low == pytest.approx(pair.estimate.low, abs=pair.estimate.half_width / 2)
    assert ends.high == pytest.approx(pair.estimate.high, abs=pair.estimate.half_width / 2)


def test_rows_for_a_picture() -> None:
    """Label, mean, and both ends; of differences, without the baseline."""
    found = compare(DESK, POLICIES, measures=["p95_wait", "mean_wait"], replications=5)
    row = found["mean_wait", "ana first"]
    assert row.difference is not None
    labels, means, lows, highs = zip(*found.intervals("mean_wait"), strict=True)
    assert labels == ("idle", "ana first")
    assert (means[1], lows[1], highs[1]) == attrs.astuple(row.estimate)[:3]
    assert found.difference_intervals("mean_wait") == [
        ("ana first", *attrs.astuple(row.difference.estimate)[:3])
    ]


def test_how_it_reads() -> None:
    """A table for each measure; columns that say nothing are left out."""
    values = np.array([[[5, 1, 7], [3, 2, 7]], [[6, 1, 7], [3, 3, 7]], [[9, 1, 7], [5, 5, 7]]])
    assert repr(Comparison.of(rows_of(values))).splitlines() == [
        "wait           mean  difference      p  wins  same luck",
        "policy 0  6.7 ± 5.2",
        "policy 1  3.7 ± 2.9    -3 ± 2.5  0.035  100%       5.67",
        "",
        "done           mean  difference      p  wins  same luck",
        "policy 0      1 ± 0",
        "policy 1  3.3 ± 3.8   2.3 ± 3.8  0.118  100%          1",
        "",
        "size       mean  difference      p",
        "policy 0  7 ± 0",
        "policy 1  7 ± 0       0 ± 0  1.000",
        "",
        "3 replications, 95 % intervals; differences to policy 0",
    ]


def test_how_a_row_reads() -> None:
    """With what it is compared to, and how sure that is."""
    values = np.array([[[5, 1, 7], [3, 2, 7]], [[6, 1, 7], [3, 3, 7]], [[9, 1, 7], [5, 5, 7]]])
    found = Comparison.of(rows_of(values))
    assert str(found["wait", "policy 0"]) == "wait of policy 0: 6.7 ± 5.2"
    assert [str(row) for row in found.all_pairs("wait")] == [
        "wait of policy 1 - policy 0: -3 ± 2.5 (p 0.035, n = 3, better in 100%)"
    ]
    assert str(found["size", "policy 1"]) == "size of policy 1 - policy 0: 0 ± 0 (p 1.000, n = 3)"


def test_how_missing_numbers_read() -> None:
    """How many there were not; a dash where there was none at all."""
    found = compare(DESK, POLICIES, measures=[nothing_in_odd, "in_time"], replications=5, level=0.9)
    assert repr(found).splitlines() == [
        "nothing_in_odd   mean  difference      p  missing",
        "idle            5 ± 0                           2",
        "ana first       5 ± 0       0 ± 0  1.000        2",
        "",
        "in_time    mean  difference      p  missing",
        "idle          -                           5",
        "ana first     -           -  1.000        5",
        "",
        "5 replications, 90 % intervals; differences to idle",
    ]
    alone = replicate(DESK, LongestIdle(), measures=nothing_in_odd, replications=5)
    assert repr(alone).splitlines() == [
        "LongestIdle      mean  missing",
        "nothing_in_odd  5 ± 0        2",
        "",
        "5 replications, 95 % intervals",
    ]


def test_what_was_measured_cannot_be_written_over() -> None:
    """Neither numbers nor values."""
    found = compare(DESK, POLICIES, measures=arrivals, replications=2)
    for array in (found.collected.values, found.collected.numbers):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_refused() -> None:
    """One policy alone, and names that are not there."""
    with pytest.raises(ValueError, match="policies: expected at least two to compare; replicate"):
        compare(DESK, "longest-idle", measures="mean_wait")
    rows = rows_of(np.ones((2, 2, 3)))
    with pytest.raises(ValueError, match="policies: expected at least two to compare"):
        Comparison.of(row for row in rows if row.place == 0)
    found = Comparison.of(rows)
    with pytest.raises(ValueError, match="baseline: expected one of policy 0, policy 1, got 'x'"):
        found.against("x")
    with pytest.raises(ValueError, match="policy: expected one of policy 0, policy 1, got 'x'"):
        found["wait", "x"]
    with pytest.raises(ValueError, match="measure: expected one of wait, done, size, got 'x'"):
        found["x", "policy 0"]
    with pytest.raises(ValueError, match="measure: expected one of wait, done, size, got 'x'"):
        found.all_pairs("x")
    with pytest.raises(ValueError, match="level: expected a number above 0 and below 1"):
        Comparison.of(rows, level=2)
    with pytest.raises(ValueError, match="replications: expected an integer of at least 2, got 1"):
        compare(DESK, POLICIES, measures="mean_wait", replications=1)
    with pytest.raises(ValueError, match="measure: expected one of wait, done, size, got 'x'"):
        Measured.of(row for row in rows if row.place == 0)["x"]
