"""Journeys: what they hold, what they refuse, and parts of them."""

import pickle
from typing import Any

import attrs
import numpy as np
import pandas as pd
import pytest

from tests.metrics.journeys import MINUTE, NINE_US, at, instant, journeys_of, minutes
from ticketroute.board import NEVER
from ticketroute.metrics import Journeys, Kind, Outcome, Stays, TimesOnShift


def three() -> Journeys:
    """Make journeys of a resolved, an abandoned and a waiting ticket."""
    return journeys_of(
        {"created": 0, "started": 5, "ended": 20, "due": 30},
        {"created": 10, "ended": 12, "kind": "sales"},
        {"created": 40, "kind": "sales"},
    )


def test_columns_are_for_frames() -> None:
    """Instants are times in UTC, durations are durations, positions are names."""
    frame = pd.DataFrame(three().columns())
    assert frame["created"].tolist() == [
        pd.Timestamp(at(m).replace(tzinfo=None)) for m in (0, 10, 40)
    ]
    assert frame["ended"].isna().tolist() == [False, False, True]
    assert frame["due"].isna().tolist() == [False, True, True]
    assert frame["handled"].tolist() == [minutes(15), minutes(0), minutes(0)]
    assert frame["kind"].tolist() == ["billing", "sales", "sales"]
    assert frame["outcome"].tolist() == ["resolved", "abandoned", "waiting"]
    assert three().columns()["agent"].tolist() == ["ana", None, None]
    assert len(frame) == len(three()) == 3


def test_text_says_what_became_of_them() -> None:
    """The most frequent first; none are named that do not occur."""
    assert repr(three()) == (
        "<Journeys of 3 tickets, 2026-05-04 09:00 to 10:00 UTC: "
        "1 waiting, 1 resolved, 1 abandoned; 2 kinds, 2 agents>"
    )
    empty = journeys_of(end=24 * 60)
    assert repr(empty) == (
        "<Journeys of 0 tickets, 2026-05-04 09:00 to 2026-05-05 09:00 UTC; 2 kinds, 2 agents>"
    )
    assert empty.columns()["created"].dtype == np.dtype("datetime64[us]")


def test_columns_are_read_only_and_of_their_type() -> None:
    """Also after a journey through a pickle; the caller's own array stays writeable."""
    created = np.zeros(1, dtype=np.int64)
    journeys = attrs.evolve(journeys_of({}), created=created, start=0)
    for each in (journeys, pickle.loads(pickle.dumps(journeys))):  # noqa: S301 - our own
        assert each == journeys
        for column in (each.created, each.kind, each.outcome, each.bounces, each.stays.agent):
            assert not column.flags.writeable
        assert (each.kind.dtype, each.bounces.dtype) == (np.int32, np.int16)
    assert created.flags.writeable
    assert np.shares_memory(journeys.created, created)


def test_equal_is_what_has_equal_columns() -> None:
    """One value that differs is enough."""
    assert three() == three()
    assert three() != attrs.evolve(three(), bounces=[0, 0, 1])
    assert three() != attrs.evolve(three(), stays=Stays())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": [0, 1, 2]}, r"Journeys\.kind: expected values from 0 to 1, got 2"),
        ({"agent": [0, -2, 0]}, r"Journeys\.agent: expected values from -1 to 1, got -2"),
        ({"outcome": [2, 3, 9]}, r"Journeys\.outcome: expected values from 0 to 6, got 9"),
        ({"handled": [0, 0, -1]}, r"Journeys\.handled"),
        ({"bounces": [0, 0]}, r"Journeys\.bounces: expected as many values as created, 3, got 2"),
        ({"bounces": [[0], [0], [0]]}, r"Journeys\.bounces: expected a column of one dimension"),
        ({"created": [0, 0, NEVER]}, r"Journeys\.created: .*"),
        ({"created": [instant(6), 0, 0]}, r"Journeys\.first_assigned: .*before created.*row 0"),
        ({"first_assigned": [instant(6), NEVER, NEVER]}, r"Journeys\.started: .*first_assigned"),
        ({"ended": [instant(4), instant(12), NEVER]}, r"Journeys\.ended: .*row 0"),
        ({"ended": [instant(20), instant(12), instant(50)]}, r"Journeys\.ended: .*row 2: waiting"),
        ({"ended": [NEVER, instant(12), NEVER]}, r"Journeys\.ended: .*row 0: resolved"),
        (
            {"end": instant(30), "arrivals_end": instant(30)},
            r"Journeys\.created: expected nothing after the end",
        ),
        ({"end": NINE_US - 1}, r"Journeys\.end: expected not before start"),
        ({"arrivals_end": instant(61)}, r"Journeys\.arrivals_end: expected an instant from"),
        ({"kinds": (Kind("a"), Kind("a"))}, r"Journeys\.kinds: .*once, got \['a'\]"),
        ({"agents": ("ana", "ana")}, r"Journeys\.agents: .*once"),
        ({"teams": (None,)}, r"Journeys\.teams: .*as many as agents, 2"),
        ({"stays": Stays([3], [0], [0], [0], [0])}, r"Journeys\.stays\.ticket: .*-1 to 2, got 3"),
        ({"attendance": TimesOnShift([2], [0], [0])}, r"Journeys\.attendance\.agent: .*got 2"),
    ],
)
def test_what_cannot_be_is_refused(change: dict[str, Any], message: str) -> None:
    """Ranges, lengths and the order of things; the message names the field."""
    with pytest.raises(ValueError, match=message):
        attrs.evolve(three(), **change)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"created": [0.0, 1.0, 2.0]}, r"Journeys\.created: expected a column of int64"),
        ({"bounces": [0, 0, 40_000]}, r"Journeys\.bounces: expected a column of int16"),
        ({"kinds": [Kind("billing")]}, r"Journeys\.kinds: expected a tuple"),
        ({"kinds": ("billing",)}, r"Journeys\.kinds: expected several Kind"),
        ({"end": 1.5}, r"Journeys\.end: expected an integer"),
        ({"stays": None}, r"Journeys\.stays: expected Stays"),
        ({"attendance": None}, r"Journeys\.attendance: expected TimesOnShift"),
    ],
)
def test_what_is_of_another_type_is_refused(change: dict[str, Any], message: str) -> None:
    """No silent rounding, and no integer that does not fit."""
    with pytest.raises(TypeError, match=message):
        attrs.evolve(three(), **change)


@pytest.mark.parametrize(
    "columns",
    [
        ([0], [0], [5], [4], [9]),
        ([0], [0], [5], [6], [5]),
        ([0], [0], [5], [NEVER], [4]),
        ([0], [0, 0], [5], [6], [7]),
    ],
)
def test_stays_out_of_order_are_refused(columns: list[list[int]]) -> None:
    """Assigned, started, ended; one row for each."""
    with pytest.raises(ValueError, match=r"Stays\."):
        Stays(*columns)
    with pytest.raises(ValueError, match=r"TimesOnShift\.end"):
        TimesOnShift([0], [2], [1])


def test_a_part_keeps_all_stays() -> None:
    """Those of tickets that are not chosen lose their ticket, so that work is still known."""
    journeys = journeys_of({"started": 1, "ended": 2}, {"started": 3, "ended": 4, "agent": "bea"})
    part = journeys.select(np.array([False, True]))
    assert part.created.tolist() == [NINE_US]
    assert part.stays.ticket.tolist() == [-1, 0]
    assert part.stays.started.tolist() == journeys.stays.started.tolist()
    again = part.select(np.array([False]))
    assert again.stays.ticket.tolist() == [-1, -1]
    assert journeys.select(np.array([True, True])) is journeys
    with pytest.raises(ValueError, match="a column of 2 truth values"):
        journeys.select(np.array([True]))


def test_between_goes_by_arrival_and_keeps_what_came_later() -> None:
    """From the start until before the end; the observation goes on."""
    part = three().between(at(10), at(40))
    assert part.columns()["outcome"].tolist() == ["abandoned"]
    assert (part.start, part.arrivals_end, part.end) == (instant(10), instant(40), instant(60))
    assert part.is_part
    assert part.window == (at(10), at(60))
    rest = three().between(at(0))
    assert (len(rest), rest.is_part) == (3, False)
    assert len(three().between(at(12))) == 1
    assert part.between(at(10), at(10)).start == instant(10)


def test_between_keeps_those_at_the_ends_of_the_observation() -> None:
    """Who was there before the start, and who comes with its last instant."""
    journeys = journeys_of({"created": -5}, {"created": 60})
    assert len(journeys.between(at(0), at(60))) == 2
    assert len(journeys.between(at(1), at(60))) == 1
    assert len(journeys.between(at(0), at(59))) == 1


def test_between_refuses_what_was_not_observed() -> None:
    """A window outside the observation, or turned round."""
    with pytest.raises(ValueError, match="start: expected not before"):
        three().between(at(-1))
    with pytest.raises(ValueError, match="end: expected not after"):
        three().between(end=at(61))
    with pytest.raises(ValueError, match="end: expected not before the start"):
        three().between(at(20), at(10))
    with pytest.raises(ValueError, match="naive"):
        three().between(at(20).replace(tzinfo=None))


def test_kinds_are_chosen_by_name_or_by_what_they_are() -> None:
    """Positions stay as they were, so that parts can be compared."""
    kinds = (Kind("billing", channel="chat"), Kind("sales", channel="voice", level=1))
    journeys = journeys_of({}, {"kind": "sales"}, kinds=kinds)
    assert journeys.of_kinds(["sales"]).kind.tolist() == [1]
    assert journeys.of_kinds(lambda kind: kind.channel == "chat").kind.tolist() == [0]
    assert len(journeys.of_kinds([])) == 0
    with pytest.raises(ValueError, match=r"wanted: .*\['billing', 'sales'\], got \['tax'\]"):
        journeys.of_kinds(["tax"])
    with pytest.raises(TypeError, match="wanted"):
        journeys.of_kinds("sales")


def test_outcomes_open_at_the_end() -> None:
    """Waiting and in hand; a duplicate may or may not have an end."""
    journeys = journeys_of(
        {},
        {"assigned": 1},
        {"outcome": Outcome.LINKED},
        {"outcome": Outcome.LINKED, "ended": 3},
        {"outcome": Outcome.BLOCKED, "ended": 0},
    )
    assert journeys.is_open.tolist() == [True, True, False, False, False]
    assert journeys.handled.tolist() == [0] * 5
    assert journeys_of({"started": 2, "ended": 5}).handled.tolist() == [3 * MINUTE]
