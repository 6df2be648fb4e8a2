"""Replications one after the other: what is in them, how many there are, what is refused."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from tests.simulation.small_desk import (
    DESK,
    POLICIES,
    arrivals,
    fails_in_three,
    nothing_in_odd,
    share_of_ana,
)
from ticketroute.simulation import (
    MEASURES,
    Comparison,
    Measure,
    Measured,
    Policy,
    Precision,
    Replication,
    ReplicationFailed,
    compare,
    mean_interval,
    replicate,
    replications,
    simulate,
)
from ticketroute.strategies import LongestIdle


def watched(result: object) -> float:
    """Be counted."""
    CALLS.append(result)
    return 1.0


CALLS: list[object] = []


def test_each_is_what_simulate_gives() -> None:
    """By policy, seed and number of replication; in order, as nothing runs beside."""
    rows = list(
        replications(DESK, POLICIES, measures=["mean_wait", share_of_ana], replications=2, seed=9)
    )
    assert [(row.policy, row.number, row.place) for row in rows] == [
        ("idle", 0, 0),
        ("ana first", 0, 1),
        ("idle", 1, 0),
        ("ana first", 1, 1),
    ]
    for row in rows:
        result = simulate(DESK, POLICIES[row.policy], 9, replication=row.number)
        assert row.values == {
            "mean_wait": MEASURES["mean_wait"].of(result),
            "share_of_ana": share_of_ana(result),
        }


def test_policies_meet_the_same_luck() -> None:
    """The same arrivals in replications of one number, others in each other number and seed."""
    comparison = compare(DESK, POLICIES, measures=arrivals, replications=8)
    idle, ana_first = comparison.collected.values[0]
    assert idle.tolist() == ana_first.tolist()
    assert len(set(idle.tolist())) == 8
    other = compare(DESK, POLICIES, measures=arrivals, replications=8, seed=1)
    assert set(idle.tolist()).isdisjoint(other.collected.values[0, 0].tolist())
    assert comparison["arrivals", "ana first"].difference is not None


def test_nothing_is_simulated_before_it_is_asked_for() -> None:
    """And nothing after nobody asks any more."""
    CALLS.clear()
    rows = replications(DESK, LongestIdle(), measures=watched, replications=1000)
    assert CALLS == []
    next(rows)
    next(rows)
    assert len(CALLS) == 2


def test_twenty_unless_told_otherwise() -> None:
    """The usual number."""
    assert len(list(replications(DESK, LongestIdle(), measures=share_of_ana))) == 20
    assert replicate(DESK, LongestIdle(), measures=share_of_ana)["share_of_ana"].n == 20


@pytest.mark.parametrize(
    ("measures", "names"),
    [
        ("mean_wait", ["mean_wait"]),
        (share_of_ana, ["share_of_ana"]),
        (["p95_wait", share_of_ana], ["p95_wait", "share_of_ana"]),
        ({"all": len}, ["all"]),
        ([Measure("half", share_of_ana, "more")], ["half"]),
        (Measure("one", lambda _: 1), ["one"]),
    ],
)
def test_measures_in_any_form(measures: Any, names: list[str]) -> None:  # noqa: ANN401
    """A name, a function, several, by name, or measures."""
    row = next(replications(DESK, "longest-idle", measures=measures, replications=1))
    assert list(row.values) == names


@pytest.mark.parametrize(
    ("policies", "names"),
    [
        ("longest-idle", ["LongestIdle"]),
        (LongestIdle(), ["LongestIdle"]),
        (Policy(LongestIdle(), name="idle"), ["idle"]),
        (["longest-idle", Policy(LongestIdle(), name="again")], ["LongestIdle", "again"]),
        ({"a": "longest-idle", "b": LongestIdle()}, ["a", "b"]),
    ],
)
def test_policies_in_any_form(policies: Any, names: list[str]) -> None:  # noqa: ANN401
    """A name, a strategy, a policy, several, or by name."""
    rows = replications(DESK, policies, measures=share_of_ana, replications=1)
    assert [row.policy for row in rows] == names


def test_numbers_that_are_missing() -> None:
    """They are left out of the estimate, which says in how many replications."""
    found = replicate(DESK, LongestIdle(), measures=nothing_in_odd, replications=5)
    assert (found["nothing_in_odd"].n, found["nothing_in_odd"].missing) == (3, 2)
    assert found["nothing_in_odd"].half_width == 0


def test_a_failure_says_where() -> None:
    """Policy, replication and seed, and the error itself as the cause."""
    rows = replications(DESK, POLICIES, measures=fails_in_three, replications=5, seed=4)
    seen: list[Replication] = []
    message = "replication 3 of policy 'ana first', seed 4: ValueError: no such luck"
    with pytest.raises(ReplicationFailed, match=message) as caught:
        seen.extend(rows)
    assert isinstance(caught.value.__cause__, ValueError)
    assert (caught.value.policy, caught.value.replication, caught.value.seed) == ("ana first", 3, 4)


@pytest.mark.parametrize(("number", "error"), [("many", "TypeError"), (math.inf, "ValueError")])
def test_what_is_no_number_is_refused(number: Any, error: str) -> None:  # noqa: ANN401
    """With the name of the measure."""
    broken = Measure("broken", lambda _: number)
    with pytest.raises(ReplicationFailed, match=f"{error}: measure 'broken': expected a"):
        replicate(DESK, LongestIdle(), measures=broken)


def until_precise(precision: Precision, values: Iterator[float]) -> int:
    """Look after each batch, as a person would."""
    seen = [next(values) for _ in range(precision.minimum)]
    while len(seen) < precision.maximum:
        found = mean_interval(seen)
        if precision.is_met("share_of_ana", found):
            break
        more = min(precision.batch, precision.maximum - len(seen))
        seen += [next(values) for _ in range(more)]
    return len(seen)


@pytest.mark.parametrize(
    "precision",
    [
        Precision(half_width=0.03, minimum=6, batch=7),
        Precision(half_width=0.5, minimum=5, batch=10),
        Precision(relative=0.05, minimum=4, batch=1),
        Precision(half_width=0.001, minimum=6, batch=50, maximum=60),
    ],
)
def test_as_many_as_a_precision_takes(precision: Precision) -> None:
    """The number at which looking by hand stops; the result says if it is not reached."""
    found = replicate(DESK, LongestIdle(), measures=share_of_ana, precision=precision)
    rows = replications(DESK, LongestIdle(), measures=share_of_ana, replications=500)
    expected = until_precise(precision, (row.values["share_of_ana"] for row in rows))
    assert found["share_of_ana"].n == expected
    met = precision.is_met("share_of_ana", found["share_of_ana"])
    assert (found.note == "") == met
    assert met or found.note == "not as precise as wanted: stopped at 60 replications"
    assert found.note in repr(found)


def test_precision_of_a_comparison_is_of_the_paired_difference() -> None:
    """So it takes fewer replications than the policies by themselves."""
    precision = Precision(half_width={"mean_resolution": 60}, minimum=6, batch=3)
    both = compare(DESK, POLICIES, measures=["mean_resolution", "p95_wait"], precision=precision)
    row = both["mean_resolution", "ana first"]
    assert row.difference is not None
    assert row.difference.estimate.half_width <= 60 < row.estimate.half_width
    alone = replicate(DESK, POLICIES["idle"], measures="mean_resolution", precision=precision)
    assert alone["mean_resolution"].half_width <= 60
    assert alone["mean_resolution"].n > 2 * row.estimate.n
    relative = Precision(relative=0.02, minimum=6, batch=6, maximum=300)
    late = compare(
        DESK, POLICIES, measures="mean_resolution", precision=relative, baseline="ana first"
    )
    base = late["mean_resolution", "ana first"].estimate.mean
    found = late["mean_resolution", "idle"].difference
    assert found is not None
    assert found.estimate.half_width <= 0.02 / 1.02 * base
    assert len(late.collected.numbers) > 6


def test_precision_of_what_has_no_number_is_refused() -> None:
    """After the first look, and not after ten thousand; unless it does not count."""
    both = ["mean_wait", "in_time"]
    with pytest.raises(ValueError, match=r"precision: .* 'in_time' in 10"):
        replicate(DESK, LongestIdle(), measures=both, precision=Precision(half_width=1.0))
    named = Precision(half_width={"mean_wait": 1000})
    assert replicate(DESK, LongestIdle(), measures=both, precision=named)["mean_wait"].n == 10


def test_rows_make_the_same_result_in_any_order() -> None:
    """What is not there for all policies is left out."""
    rows = list(replications(DESK, POLICIES, measures="mean_wait", replications=6))
    whole = Comparison.of(rows)
    assert repr(Comparison.of(reversed(rows))) == repr(whole)
    assert repr(whole) == repr(compare(DESK, POLICIES, measures="mean_wait", replications=6))
    cut = Comparison.of(rows[:-1])
    assert cut.collected.numbers.tolist() == [0, 1, 2, 3, 4]
    of_five = compare(DESK, POLICIES, measures="mean_wait", replications=5)
    assert np.array_equal(cut.collected.values, of_five.collected.values)
    one = Measured.of(row for row in rows if row.policy == "idle")
    assert one["mean_wait"] == whole["mean_wait", "idle"].estimate


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"replications": 0}, "replications: expected an integer of at least 1, got 0"),
        ({"replications": 9, "precision": Precision(half_width=1)}, "None, as precision is given"),
        ({"precision": Precision(half_width={"x": 1})}, r"precision: expected names .* \['x'\]"),
        ({"baseline": "nobody"}, "baseline: expected one of idle, ana first, got 'nobody'"),
        ({"level": 95}, "level: expected a number above 0 and below 1"),
        ({"seed": -1}, "seed: expected an integer of at least 0"),
        ({"in_flight": 0}, "in_flight: expected an integer of at least 1"),
        ({"measures": "wait"}, "measures: expected one of abandoned, .* or a function, got"),
        ({"measures": []}, "measures: expected at least one"),
        ({"measures": ["p95_wait", "p95_wait"]}, "measures: expected names that differ"),
        ({"measures": lambda _: 1}, "measures: expected a name: a function by name"),
        ({"measures": {"policy": len}}, "names other than .* got .'policy'"),
        ({"measures": {"": len}}, "Measure.name: expected a non-empty string"),
    ],
)
def test_refused_before_anything_is_simulated(settings: dict[str, Any], message: str) -> None:
    """Each with its field, what was expected, and what came."""
    all_settings: dict[str, Any] = {"measures": "mean_wait"} | settings
    with pytest.raises(ValueError, match=message):
        replications(DESK, POLICIES, **all_settings)


def test_refused_policies_scenarios_and_rows() -> None:
    """Names that do not differ, nothing at all, and what is something else."""
    with pytest.raises(ValueError, match="policies: expected names that differ"):
        replications(DESK, 2 * ["longest-idle"], measures="mean_wait")
    with pytest.raises(ValueError, match="policies: expected at least one"):
        replications(DESK, [], measures="mean_wait")
    with pytest.raises(TypeError, match="policies: expected policies, strategies, or names"):
        replications(DESK, 7, measures="mean_wait")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="scenario: expected a Scenario"):
        replications("desk", POLICIES, measures="mean_wait")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="precision: expected a Precision"):
        replicate(DESK, LongestIdle(), measures="mean_wait", precision=0.1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"executor: expected a concurrent\.futures\.Executor"):
        replicate(DESK, LongestIdle(), measures="mean_wait", executor=map)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="measures: expected names, functions"):
        replicate(DESK, LongestIdle(), measures=[3])  # type: ignore[list-item]
    with pytest.raises(TypeError, match="measures: expected names, functions"):
        replicate(DESK, LongestIdle(), measures=3)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="replications: expected an integer of at least 2, got 1"):
        replicate(DESK, LongestIdle(), measures="mean_wait", replications=1)
    with pytest.raises(ValueError, match=r"Measure\.better: expected 'less', 'more' or None"):
        Measure("wait", len, "fewer")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"Measure\.of: expected a function"):
        Measure("wait", 3)  # type: ignore[arg-type]


def test_refused_rows() -> None:
    """Rows that do not belong together."""
    rows = [Replication("a", 0, {"x": 1.0}), Replication("b", 0, {"x": 2.0}, place=1)]
    with pytest.raises(ValueError, match="rows: expected those of one policy"):
        Measured.of(rows)
    with pytest.raises(ValueError, match="rows: expected at least one replication, got"):
        Comparison.of([])
    with pytest.raises(ValueError, match="rows: expected at least one replication that all"):
        Comparison.of([rows[0], Replication("b", 1, {"x": 2.0}, place=1)])
    with pytest.raises(ValueError, match=r"rows: expected the measures \('x',\) in each"):
        Comparison.of([*rows, Replication("a", 1, {"y": 1.0})])
    with pytest.raises(ValueError, match="rows: expected policy 'a' at 0, got 'c'"):
        Comparison.of([*rows, Replication("c", 1, {"x": 1.0})])
    with pytest.raises(TypeError, match="rows: expected values of Replication"):
        Measured.of([3])  # type: ignore[list-item]
