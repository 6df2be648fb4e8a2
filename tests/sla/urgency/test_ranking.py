"""The order that rank and in_order give, against a plain sort."""

from collections.abc import Sequence
from itertools import islice
from random import Random
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.sla.urgency.backlogs import (
    HOUR,
    MONDAY,
    NOW,
    Row,
    Ticket,
    columns,
    hours,
    of_tickets,
    order,
    ticket_lists,
    waits,
)
from tests.sla.urgency.rules import RULES, labels
from ticketroute.sla import (
    Backlog,
    EarliestDue,
    LinearAgeing,
    OldestFirst,
    ShareOfTargetUsed,
    Signal,
    UrgencyRule,
    in_order,
    rank,
)

each_rule = pytest.mark.parametrize("rule", RULES, ids=labels(RULES))
Key: TypeAlias = tuple[float, int, int, str]


def sorted_plainly(
    rule: UrgencyRule, tickets: Sequence[Ticket], ids: Sequence[str], now: int
) -> list[int]:
    """Rank tickets by sorting: number of the most urgent clock, earliest due time, arrival, id."""
    running = [
        (number, row) for number, rows in enumerate(tickets) for row in rows if not row.paused
    ]
    urgency = rule(columns([row for _, row in running]), now).tolist()
    keys: dict[int, Key] = {}
    for (number, row), each in zip(running, urgency, strict=True):
        key = (-each, row.due, row.created, ids[number])
        known = keys.get(number, key)
        keys[number] = (min(key[0], known[0]), min(key[1], known[1]), *key[2:])
    return sorted(keys, key=keys.__getitem__)


def shuffled_ids(count: int, random: Random) -> list[str]:
    """Give ids whose order says nothing about that of the rows."""
    ids = [f"t{number}" for number in range(count)]
    random.shuffle(ids)
    return ids


@given(
    tickets=ticket_lists,
    random=st.randoms(use_true_random=False),
    wait=waits,
    first=st.integers(0, 9),
)
@settings(max_examples=60)
def test_rank_is_a_plain_sort(
    tickets: Sequence[Ticket], random: Random, wait: int, first: int
) -> None:
    """Several clocks, paused ones and ties included; in_order agrees, also if only begun."""
    backlog, _ = of_tickets(tickets)
    ids, now = shuffled_ids(len(tickets), random), NOW + wait
    for rule in RULES:
        expected = sorted_plainly(rule, tickets, ids, now)
        assert rank(rule, backlog, now, ids).tolist() == expected, rule
        assert list(in_order(rule, backlog, now, ids.__getitem__)) == expected, rule
        begun = islice(in_order(rule, backlog, now, ids.__getitem__), first)
        assert list(begun) == expected[:first], rule


few_values = st.lists(
    st.builds(
        hours,
        created=st.sampled_from([0, 1]),
        allowed=st.sampled_from([0, 2]),
        signal=st.sampled_from([0.0, -0.0, 1.0, float("nan")]),
    ),
    max_size=12,
)


@given(rows=few_values, random=st.randoms(use_true_random=False), first=st.integers(0, 12))
@settings(max_examples=100)
def test_ties_go_by_due_time_arrival_and_id(
    rows: Sequence[Row], random: Random, first: int
) -> None:
    """With so few different numbers nearly all tie."""
    tickets = [[row] for row in rows]
    backlog, ids = columns(rows), shuffled_ids(len(rows), random)
    for rule in (Signal("signal"), Signal("signal", missing=0), OldestFirst(), EarliestDue()):
        expected = sorted_plainly(rule, tickets, ids, NOW)
        assert rank(rule, backlog, NOW, ids).tolist() == expected
        begun = in_order(rule, backlog, NOW, ids.__getitem__)
        assert [*islice(begun, first), *begun] == expected


@each_rule
def test_empty_backlog_has_an_empty_order(rule: UrgencyRule) -> None:
    """No tickets, no numbers; the same if all are paused."""
    assert order(rule, 10) == []
    paused = Row(target=HOUR, paused=True)
    assert order(rule, 10, paused, paused) == []
    backlog, _ = of_tickets([[paused, paused], [paused]])
    assert list(in_order(rule, backlog, NOW, str)) == []


def test_ticket_is_as_urgent_as_its_most_urgent_clock() -> None:
    """Due at 9 by its second clock, before the other at 5 and after it at 1."""
    tickets = [[hours(0, 9), hours(0, 3)], [hours(0, 5)], [hours(0), hours(0, 1), hours(0, 99)]]
    backlog, _ = of_tickets(tickets)
    assert rank(EarliestDue(), backlog, MONDAY, ["a", "b", "c"]).tolist() == [2, 0, 1]


def test_clock_that_stands_makes_nothing_urgent() -> None:
    """What was nearly used up before the pause does not count; without any other, not at all."""
    nearly = Row(target=HOUR, used=HOUR - 1, paused=True)
    tickets = [[nearly, hours(0, 9)], [hours(0, 5)], [nearly]]
    backlog, _ = of_tickets(tickets)
    assert rank(ShareOfTargetUsed(), backlog, MONDAY + HOUR, ["a", "b", "c"]).tolist() == [1, 0]


def test_complete_ties_go_by_id() -> None:
    """Nothing else is left to decide."""
    backlog = columns([hours(5, 10)] * 3)
    assert rank(OldestFirst(), backlog, NOW, ["c", "a", "b"]).tolist() == [1, 2, 0]


def nothing_matters(backlog: Backlog, _now: int, /) -> NDArray[np.float64]:
    """Give all the same number."""
    return np.zeros(len(backlog))


def test_ties_go_by_due_time_before_arrival() -> None:
    """Equal urgency: due at 40 although it came later."""
    rows = hours(0, 50), hours(10, 30), hours(5), hours(4)
    assert order(nothing_matters, 20, *rows) == [1, 0, 3, 2]


def test_urgency_that_is_not_a_number_is_refused() -> None:
    """NaN has no place in an order."""

    def undefined(backlog: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.array([0.0] * (len(backlog) - 1) + [np.nan])

    with pytest.raises(
        ValueError, match=r"urgency of .*undefined.*: expected numbers, none .* NaN"
    ):
        order(undefined, 10, hours(), hours())


def test_urgency_of_a_wrong_shape_is_refused() -> None:
    """One number for each ticket."""

    def one_for_all(_backlog: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.zeros(1)

    message = r"urgency of .*one_for_all.*: expected an array of shape \(2,\), got \(1,\)"
    with pytest.raises(ValueError, match=message):
        order(one_for_all, 10, hours(), hours())


def test_infinite_urgency_is_allowed() -> None:
    """Plus infinity is first, minus infinity last."""

    def extremes(_backlog: Backlog, _now: int, /) -> NDArray[np.float64]:
        return np.array([-np.inf, 0, np.inf])

    assert order(extremes, 1, hours(), hours(), hours()) == [2, 1, 0]


def test_rule_without_an_ordering_is_a_rule() -> None:
    """A plain function is general."""
    assert isinstance(nothing_matters, UrgencyRule)
    assert order(nothing_matters, 1, hours(1), hours(0)) == [1, 0]


def test_head_start_beyond_any_age_still_orders() -> None:
    """The largest that is allowed loses nothing that counts."""
    assert order(LinearAgeing({1: 1e9}), 10, hours(0, level=1), hours(0)) == [0, 1]
