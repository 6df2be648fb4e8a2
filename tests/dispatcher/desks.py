"""Small desks for tests by example, and what has to hold of a desk after any of them."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

import pytest

from ticketroute import Agent, Dispatcher, Settings, Ticket
from ticketroute.dispatcher import Event, event_from_plain, event_to_plain
from ticketroute.errors import NotAllowed
from ticketroute.strategies import Strategy

NINE: Final = datetime(2026, 5, 4, 9, tzinfo=UTC)

Row = Mapping[str, Any]


def at(minutes: float) -> datetime:
    """Give the instant so many minutes after nine."""
    return NINE + timedelta(minutes=minutes)


def minutes(number: float) -> timedelta:
    """Give a duration."""
    return timedelta(minutes=number)


def desk_of(
    agents: str | Iterable[Agent],
    capacity: int | None = 2,
    *,
    strategy: Strategy | str = "fewest-open",
    arguments: Mapping[str, Any] | None = None,
    **settings: Any,  # noqa: ANN401 - any field of Settings
) -> Dispatcher:
    """Make a desk of agents, or of names of agents who are all alike; the rest are settings."""
    if isinstance(agents, str):
        agents = [Agent(id=name, capacity=capacity) for name in agents.split()]
    return Dispatcher(agents, strategy=strategy, settings=Settings(**settings), **(arguments or {}))


def make(name: str, **fields: Any) -> Ticket:  # noqa: ANN401 - any field of Ticket
    """Make a ticket that came at nine, if not said otherwise."""
    return Ticket(id=name, **{"created": NINE, **fields})


def submit(
    desk: Dispatcher,
    names: str,
    minute: float = 0,
    **fields: Any,  # noqa: ANN401 - any field of Ticket
) -> None:
    """Submit tickets that are created at a minute, and differ by id only."""
    for name in names.split():
        desk.submit(Ticket(id=name, **{"created": at(minute), **fields}), at(minute))


def give(desk: Dispatcher, names: str, agent_id: str, minute: float = 0) -> None:
    """Submit tickets and assign them to an agent."""
    submit(desk, names, minute)
    for name in names.split():
        desk.assign(name, agent_id, at(minute))


def told(events: Iterable[Event]) -> list[str]:
    """Give what events say in short: type, ticket, agent."""
    return [
        " ".join(part for part in (each.type.value, each.ticket_id, each.agent_id) if part)
        for each in events
    ]


def given_out(events: Iterable[Event]) -> dict[str, str]:
    """Give who got, or was asked about, which ticket."""
    return {
        str(each.ticket_id): str(each.agent_id)
        for each in events
        if each.type.value in ("assigned", "offered")
    }


def used(desk: Dispatcher) -> dict[str, int]:
    """Give the units of effort of each agent."""
    return dict(zip(desk.view.roster.ids, desk.view.used.tolist(), strict=True))


def plain(desk: Dispatcher) -> str:
    """Give the whole state as text, to see whether anything has changed."""
    return json.dumps(desk.dump(), sort_keys=True)


def state_of(desk: Dispatcher, ticket_id: str) -> str:
    """Give the state of a ticket in words."""
    return desk.state(ticket_id).label


def row_of(desk: Dispatcher, ticket_id: str) -> Row:
    """Give what the dump says about a ticket."""
    rows = cast("list[Row]", desk.dump()["tickets"])
    return next(row for row in rows if row["ticket"]["id"] == ticket_id)


def dues(desk: Dispatcher) -> list[tuple[str, str, float]]:
    """Give what is set to happen: cause, whom it concerns, minutes after nine."""
    start = NINE.timestamp() * 1_000_000
    rows = cast("list[tuple[int, str, str]]", desk.dump()["wake_ups"])
    return [(cause, who, (time - start) / 60_000_000) for time, cause, who in rows]


# What always holds


def verify(desk: Dispatcher, *, redecides: bool = True) -> None:
    """Insist on everything that holds of any desk at any time."""
    check_places(desk)
    check_loads(desk)
    check_reasons(desk)
    check_history(desk)
    if redecides:
        assert desk.redecide() is None


def check_places(desk: Dispatcher) -> None:
    """No ticket is lost: each has what its state needs, and nothing of another state."""
    data = cast("dict[str, Any]", desk.dump())
    waiting = data["waiting"]
    timers = {(cause, who) for _, cause, who in data["wake_ups"]}
    assert len(waiting) == len(set(waiting))
    for row in data["tickets"]:
        name, state = row["ticket"]["id"], row["state"]
        assert (name in waiting) == (state == "queued"), row
        assert ("offers" in row) == (state == "offered"), row
        assert (
            "missing" in row if state == "incomplete" else state != "queued" or "missing" not in row
        )
        assert ("duplicate_of" in row) == (state == "linked"), row
        assert ("hold" in row) == (state == "on hold"), row
        assert (("start", name) in timers) == (state == "scheduled"), row
        assert ("hold_end", name) not in timers or state == "on hold"
        assert ("wrap_up_end", name) not in timers or state == "wrapping"
        assert ("offer_end", name) not in timers or state == "offered"
        if state in ("assigned", "working", "wrapping"):
            assert "owner" in row, row
        elif state != "on hold":
            assert "owner" not in row, row
        assert "over_capacity" not in row or "owner" in row or state == "offered", row
    assert sum(desk.counts().values()) == len(data["tickets"])


def check_loads(desk: Dispatcher) -> None:
    """Insist that loads are sums over tickets, in units and in number."""
    view, data = desk.view, cast("dict[str, Any]", desk.dump())
    units, number = Counter[str](), Counter[str]()
    for agent_id, _, each in data["in_hand"]:
        units[agent_id] += each
        number[agent_id] += each
    for row in data["tickets"]:
        holders = list(row.get("offers", ()))
        hold = row.get("hold")
        if "owner" in row and (hold is None or hold["counts"]):
            holders.append(row["owner"])
        for agent_id in holders:
            units[agent_id] += row["ticket"].get("effort", 1)
            number[agent_id] += 1
    assert used(desk) == {name: units[name] for name in view.roster.ids}
    assert view.open.tolist() == [number[name] for name in view.roster.ids]


def check_reasons(desk: Dispatcher) -> None:
    """Whatever waits says why, and whatever does not says that."""
    waits = ("incomplete", "scheduled", "queued", "offered", "on hold", "linked")
    for row in cast("list[Row]", desk.dump()["tickets"]):
        name = row["ticket"]["id"]
        if row["state"] in waits:
            reason = desk.why(name)
            assert reason.reason.text
            assert str(reason).startswith(f"{name} is {row['state']}: ")
            assert (reason.position is not None) == (row["state"] == "queued")
            continue
        with pytest.raises(NotAllowed, match=str(row["state"])):
            desk.why(name)


def check_history(desk: Dispatcher) -> None:
    """Insist that log and dump make the same desk, also out of JSON, and that both go on alike."""
    replayed, loaded = again(desk), reloaded(desk)
    assert plain(replayed) == plain(desk)
    assert plain(loaded) == plain(desk)
    assert replayed.log.next_number == desk.log.next_number
    for _ in range(6):
        wake = replayed.next_wake
        assert wake == loaded.next_wake
        if wake is None:
            break
        now = max(wake, replayed.now)
        assert Counter(told(replayed.tick(now))) == Counter(told(loaded.tick(now)))
        assert Counter(told(replayed.dispatch(now))) == Counter(told(loaded.dispatch(now)))


def again(desk: Dispatcher) -> Dispatcher:
    """Make a desk of the log of another one, out of JSON."""
    rows = [json.dumps(event_to_plain(event)) for event in desk.log]
    twin = desk.twin()
    twin.apply([event_from_plain(json.loads(row)) for row in rows])
    return twin


def reloaded(desk: Dispatcher) -> Dispatcher:
    """Make a desk of the dump of another one, out of JSON."""
    return Dispatcher.load(json.loads(json.dumps(desk.dump())), **desk._given)


def check_settled(desk: Dispatcher) -> None:
    """Nothing is left to decide: a plan for the whole backlog gives nobody anything."""
    plan = reloaded(desk).decide(desk.now)
    assert list(plan.assignments) == []
