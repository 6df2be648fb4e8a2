"""The columns that a rule sees."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from tests.sla.urgency.backlogs import NOW, Row, Ticket, columns, of_tickets, ticket_lists, waits
from ticketroute.sla import NO_DUE, Backlog


@given(tickets=ticket_lists, wait=waits)
@settings(max_examples=60)
def test_columns_show_what_single_clocks_show(tickets: Sequence[Ticket], wait: int) -> None:
    """Used, remaining and due, as the scalar questions of the calendar have it."""
    backlog, rows = of_tickets(tickets)
    now = NOW + wait
    assert backlog.used(now).tolist() == [row.elapsed(now) for row in rows]
    assert backlog.due.tolist() == [row.due for row in rows]
    left = [row.target - row.elapsed(now) if row.target else NO_DUE for row in rows]
    assert backlog.remaining(now).tolist() == left
    assert backlog.target.tolist() == [row.target for row in rows]


def test_columns_that_are_not_given_have_plain_values() -> None:
    """No level, no tier, weight 1, an hour of work, no signals."""
    created = np.array([7, 8])
    backlog = Backlog.around_the_clock(created, np.array([5, 0]))
    assert backlog.level.tolist() == backlog.tier.tolist() == [0, 0]
    assert backlog.weight.tolist() == [1, 1]
    assert backlog.work.tolist() == [3_600_000_000] * 2
    assert dict(backlog.signals) == {}
    assert backlog.due.tolist() == [12, NO_DUE]


def test_some_rows_keep_all_their_columns() -> None:
    """In the order asked for."""
    rows = [Row(NOW - n, n, n, n, n + 1.0, n + 1, n / 2, calendar=n - 1) for n in range(3)]
    taken, expected = columns(rows).take(np.array([2, 0])), columns([rows[2], rows[0]])
    for name in ("created", "level", "tier", "weight", "work", "due", "target"):
        assert getattr(taken, name).tolist() == getattr(expected, name).tolist()
    assert taken.used(NOW).tolist() == expected.used(NOW).tolist()
    assert taken.signals["signal"].tolist() == [1, 0]


def test_columns_of_another_length_are_refused() -> None:
    """The message names the column."""
    created = np.zeros(2, dtype=np.int64)
    with pytest.raises(ValueError, match=r"Backlog.work: expected 2 entries, got 1"):
        Backlog.around_the_clock(created, created, work=created[:1])


def test_signals_of_some_rows_are_read_only_when_asked_for() -> None:
    """A board reads a signal from all its tickets."""

    class Watched(dict[str, NDArray[np.float64]]):
        """Signals that remember which were read."""

        def __init__(self, signals: dict[str, NDArray[np.float64]]) -> None:
            super().__init__(signals)
            self.read: list[str] = []

        def __getitem__(self, name: str) -> NDArray[np.float64]:
            self.read.append(name)
            return super().__getitem__(name)

    signals = Watched({"anger": np.array([0.1, 0.2, 0.3]), "other": np.zeros(3)})
    created = np.zeros(3, dtype=np.int64)
    given_rows = Backlog.around_the_clock(created, created, signals=signals)
    taken = given_rows.take(np.array([2, 0])).take(np.array([1, 0]))
    assert signals.read == []
    assert sorted(taken.signals) == ["anger", "other"]
    assert len(taken.signals) == 2
    assert "nothing" not in taken.signals
    signals.read.clear()
    assert taken.signals["anger"].tolist() == [0.1, 0.3]
    assert signals.read == ["anger"]
