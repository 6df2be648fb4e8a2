"""Several workers over one log, by worked example."""

import json

import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    plain,
    verify,
)
from ticketroute import Dispatcher, Ticket
from ticketroute.dispatcher import Event, event_from_plain, event_to_plain
from ticketroute.errors import Conflict


class Store:
    """A table of events under a unique number, as a database would have it."""

    def __init__(self) -> None:
        self.rows: list[str] = []

    def insert(self, events: tuple[Event, ...]) -> bool:
        """Insert events; False if a number is taken."""
        if events and events[0].number != len(self.rows):
            return False
        self.rows += [json.dumps(event_to_plain(event)) for event in events]
        return True

    def since(self, number: int) -> list[Event]:
        """Read the events from a number on."""
        return [event_from_plain(json.loads(row)) for row in self.rows[number:]]


def workers(count: int, strategy: str = "fewest-open") -> list[Dispatcher]:
    """Make desks that are alike."""
    return [desk_of("ana bea", 2, strategy=strategy) for _ in range(count)]


def catch_up(store: Store, worker: Dispatcher) -> None:
    """Apply what others have stored."""
    worker.apply(store.since(worker.log.next_number))


def test_two_workers_share_a_log_and_no_ticket_has_two_owners() -> None:
    """Who loses the race for a number throws its desk away, catches up and decides again."""
    store = Store()
    one, two = workers(2)
    for number in range(4):
        catch_up(store, one)
        assert store.insert(one.submit(Ticket(id=f"t{number}", created=at(0)), at(0)))
    catch_up(store, two)
    decided = [worker.propose(at(1)) for worker in (one, two)]
    assert store.insert(one.commit(decided[0], at(1)))
    lost = two.twin()
    catch_up(store, lost)
    with pytest.raises(Conflict):
        lost.commit(decided[1], at(1))
    assert not store.insert(two.commit(decided[1], at(1)))
    assert lost.propose(at(1)).assignments == ()
    assert plain(lost) == plain(one)
    verify(lost)


def test_many_workers_in_turns_end_in_one_state() -> None:
    """Each does a part; all that catch up are alike, and like a replay."""
    store = Store()
    team = workers(3, "round-robin")
    for minute in range(12):
        worker = team[minute % 3]
        catch_up(store, worker)
        events = [*worker.submit(Ticket(id=f"t{minute}", created=at(minute)), at(minute))]
        events += worker.dispatch(at(minute))
        if minute % 4 == 3:
            owned = [f"t{n}" for n in range(minute) if worker.owner(f"t{n}")]
            events += worker.resolve(owned[0], at(minute))
        assert store.insert(tuple(events))
    for worker in team:
        catch_up(store, worker)
        verify(worker)
    assert len({plain(worker) for worker in team}) == 1
