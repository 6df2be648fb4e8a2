"""Little's law and conservation, on every run: the log and the columns tell the same story.

The log is written by a live dispatcher while things happen; the columns come from the quickest
engine. What stands under the curve of a number, counted up and down by the log, has to be the sum
of the times in the columns, to the microsecond.
"""

from collections import Counter
from collections.abc import Iterable

import attrs
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulation.scenarios import call_centre, scenarios
from ticketroute.board import EventType
from ticketroute.dispatcher import Event
from ticketroute.metrics import Journeys, Outcome
from ticketroute.model import to_microseconds
from ticketroute.simulation import Scenario, simulate

STEPS = {
    EventType.SUBMITTED: (1, 0),
    EventType.ASSIGNED: (-1, 1),
    EventType.RETURNED: (1, -1),
    EventType.CANCELLED: (-1, 0),
    EventType.RESOLVED: (0, -1),
    EventType.REOPENED: (1, 0),
}
"""What an event does to how many wait, and to how many are in somebody's hands."""


def areas(events: Iterable[Event], end: int) -> tuple[int, int]:
    """Give what stands under the curves of those who wait and of those in hand, until the end."""
    waiting, in_hand, last = 0, 0, 0
    under = [0, 0]
    for event in events:
        if event.type in STEPS:
            at = min(to_microseconds(event.at), end)
            under[0] += waiting * (at - last)
            under[1] += in_hand * (at - last)
            last = at
            waiting += STEPS[event.type][0]
            in_hand += STEPS[event.type][1]
            assert waiting >= 0
            assert in_hand >= 0
    return under[0] + waiting * (end - last), under[1] + in_hand * (end - last)


def times(journeys: Journeys) -> tuple[int, int]:
    """Give how long all tickets waited, if none was reopened, and were in hand."""
    stays, end = journeys.stays, journeys.end
    in_hand = (np.minimum(stays.ended, end) - stays.assigned).sum()
    came = ~np.isin(journeys.outcome, [Outcome.BLOCKED, Outcome.BALKED])
    until = np.minimum(journeys.ended, end)[came]
    there = (until - np.maximum(journeys.created[came], journeys.start)).sum()
    return int(there - in_hand), int(in_hand)


POLICIES = st.sampled_from(["longest-idle", "fewest-open", "round-robin"])


@settings(max_examples=60, deadline=None)
@given(scenarios(), POLICIES, st.integers(0, 99))
def test_littles_law(scenario: Scenario, policy: str, seed: int) -> None:
    """The area under a number is the sum of the times, whatever happens in between."""
    result = simulate(scenario, policy, seed)
    journeys = result.journeys
    by_log = areas(result.events(), journeys.end)
    by_columns = times(journeys)
    assert by_log[1] == by_columns[1]
    if not journeys.reopenings.any():  # columns do not tell when a ticket came back
        assert by_log[0] == by_columns[0]


@settings(max_examples=60, deadline=None)
@given(scenarios(), POLICIES, st.integers(0, 99))
def test_conservation(scenario: Scenario, policy: str, seed: int) -> None:
    """All that comes goes, or is still there; all that is given comes back, or is still in hand."""
    result = simulate(scenario, policy, seed)
    journeys = result.journeys
    logged = Counter(event.type for event in result.events())
    became = Counter(map(Outcome, journeys.outcome.tolist()))
    assert became.total() == len(journeys)
    turned_away = became[Outcome.BLOCKED] + became[Outcome.BALKED]
    assert logged[EventType.SUBMITTED] == len(journeys) - turned_away
    assert logged[EventType.CANCELLED] == became[Outcome.ABANDONED]
    assert logged[EventType.REOPENED] == journeys.reopenings.sum()
    assert logged[EventType.RETURNED] == journeys.bounces.sum()
    assert logged[EventType.ASSIGNED] == len(journeys.stays)
    resolved = logged[EventType.RESOLVED] - logged[EventType.REOPENED]
    assert resolved == became[Outcome.RESOLVED]
    in_hand = logged[EventType.ASSIGNED] - logged[EventType.RETURNED] - logged[EventType.RESOLVED]
    assert in_hand == became[Outcome.IN_HAND]


def test_a_wrong_time_is_noticed() -> None:
    """The sums tell a microsecond: they are not rounded, and not of what stays the same."""
    journeys = simulate(
        call_centre(agents=2, per_hour=30, hours=3), "longest-idle", seed=4
    ).journeys
    created = journeys.created.copy()
    created[journeys.started > created] += 1
    later = attrs.evolve(journeys, created=created)
    late = int((created != journeys.created).sum())
    assert late > 0
    assert times(later) == (times(journeys)[0] - late, times(journeys)[1])
