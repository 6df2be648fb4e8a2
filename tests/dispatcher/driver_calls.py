"""Calls of every method, with made-up arguments."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import attrs

from tests.dispatcher.driver import Driver
from tests.dispatcher.driver_values import (
    SECOND,
    involved,
    late,
    new_id,
    some_agent,
    some_agent_value,
    some_capacity,
    some_end,
    some_hand_over,
    some_length,
    some_ticket,
    some_ticket_value,
    some_time,
)
from tests.dispatcher.model_calls import Call
from tests.dispatcher.model_things import CLOSED, OPEN
from tests.dispatcher.profiles import QUEUES


def call_of(driver: Driver, name: str) -> Call:
    """Make up a call of a method."""
    return Call(name, {**CALLS[name](driver), "now": some_time(driver)})


def _submit(driver: Driver) -> dict[str, Any]:
    return {"ticket": some_ticket_value(driver, new_id(driver))}


def _submit_many(driver: Driver) -> dict[str, Any]:
    number = driver.choices.pick((0, 1, 2, 3))
    first = driver.model.submitted
    ids = [f"{driver.choices.pick('mtakz')}{first + each}" for each in range(number)]
    if ids and driver.choices.likely(10):
        ids.append(driver.choices.pick((ids[0], *driver.model.items)))
    return {"tickets": [some_ticket_value(driver, each) for each in ids]}


def _submit_again(driver: Driver) -> dict[str, Any]:
    known = driver.model.items.get(some_ticket(driver, *OPEN, *CLOSED))
    if known is None:
        return _submit(driver)
    if driver.choices.likely(70):
        return {"ticket": known.ticket}
    return {"ticket": attrs.evolve(known.ticket, created=known.ticket.created - SECOND)}


def _update(driver: Driver) -> dict[str, Any]:
    ticket_id = some_ticket(driver, *OPEN)
    known = driver.model.items.get(ticket_id)
    changed = some_ticket_value(driver, ticket_id)
    if known is not None and driver.choices.likely(60):
        name = driver.choices.pick(("queue", "effort", "urgency", "type", "customer", "exclusions"))
        changed = attrs.evolve(known.ticket, **{name: getattr(changed, name)})
    elif known is not None:
        changed = attrs.evolve(changed, created=known.ticket.created)
    return {"ticket": changed, **late(driver)}


def _offer(driver: Driver) -> dict[str, Any]:
    ticket_id = some_ticket(driver, "queued", "offered")
    agents = list(driver.model.people)
    item = driver.model.items.get(ticket_id)
    if item is not None and driver.choices.likely(80):
        agents = [name for name in agents if driver.model.fits(item, name)] or agents
    agents = agents or ["nobody"]
    number = driver.choices.pick((1, 1, 2, 3, 0 if driver.choices.likely(10) else 2))
    asked = [driver.choices.pick(agents) for _ in range(number)]
    if driver.choices.likely(90):
        asked = list(dict.fromkeys(asked))
    given: dict[str, Any] = {"ticket_id": ticket_id, "agent_ids": asked}
    if driver.choices.likely(60):
        given["lasting"] = some_length(driver)
    return given


def _accept(driver: Driver) -> dict[str, Any]:
    ticket_id = some_ticket(driver, "offered")
    return {"ticket_id": ticket_id, "agent_id": involved(driver, ticket_id)}


def _decline(driver: Driver) -> dict[str, Any]:
    return {
        **_accept(driver),
        "reason": driver.choices.pick((None, "busy")),
        "again": driver.choices.likely(20),
    }


def _rescind(driver: Driver) -> dict[str, Any]:
    return {**_accept(driver), "reason": driver.choices.pick((None, "urgent"))}


def _assign(driver: Driver) -> dict[str, Any]:
    states = ("queued", "queued", "offered", "scheduled", "incomplete", "on hold")
    ticket_id = some_ticket(driver, *states)
    agent = involved(driver, ticket_id) if driver.choices.likely(30) else some_agent(driver)
    by, override = driver.choices.pick((None, "lead")), driver.choices.likely(30)
    return {"ticket_id": ticket_id, "agent_id": agent, "by": by, "override": override}


def _start(driver: Driver) -> dict[str, Any]:
    ticket_id = some_ticket(driver, "assigned")
    agent = involved(driver, ticket_id) if driver.choices.likely(50) else None
    return {"ticket_id": ticket_id, "agent_id": agent}


def _hold(driver: Driver) -> dict[str, Any]:
    return {
        "ticket_id": some_ticket(driver, "scheduled", "queued", "assigned", "working"),
        "party": driver.choices.pick(("customer", "third party", "interrupted")),
        "until": some_end(driver),
        "counts": driver.choices.pick((None, True, False)),
        **late(driver),
    }


def _wrap_up(driver: Driver) -> dict[str, Any]:
    lasting = some_length(driver) if driver.choices.likely(60) else None
    ticket_id = some_ticket(driver, "assigned", "working")
    return {"ticket_id": ticket_id, "lasting": lasting, **late(driver)}


def _cancel(driver: Driver) -> dict[str, Any]:
    return {"ticket_id": some_ticket(driver, *OPEN, "linked"), "reason": "spam", **late(driver)}


def _transfer(driver: Driver) -> dict[str, Any]:
    ticket_id = some_ticket(driver, "assigned", "working", "on hold")
    override = driver.choices.likely(25)
    return {"ticket_id": ticket_id, "agent_id": some_agent(driver), "override": override}


def _give_back(driver: Driver) -> dict[str, Any]:
    ticket_id = some_ticket(driver, "assigned", "working", "on hold")
    return {"ticket_id": ticket_id, "again": driver.choices.likely(50)}


def _move(driver: Driver) -> dict[str, Any]:
    queue = driver.choices.pick((None, *QUEUES))
    return {"ticket_id": some_ticket(driver, *OPEN), "queue": queue, **late(driver)}


def _report(driver: Driver) -> dict[str, Any]:
    kinds = ("customer message", "public reply", "private note", "of our own")
    ticket_id = some_ticket(driver, *OPEN, "resolved")
    return {"ticket_id": ticket_id, "kind": driver.choices.pick(kinds), **late(driver)}


def _forget(driver: Driver) -> dict[str, Any]:
    model = driver.model
    closed = [name for name, item in model.items.items() if item.state in CLOSED]
    ids = closed[: driver.choices.pick((1, 2, 4, 30))]
    if driver.choices.likely(80):  # with all their duplicates, as else it is refused
        ids += [each for name in ids for each in model.duplicates_of(name)]
    if driver.choices.likely(10):
        ids.append(some_ticket(driver, *OPEN))
    return {"ticket_ids": ids}


def _set_agent(driver: Driver) -> dict[str, Any]:
    return {"agent": some_agent_value(driver)}


def _forget_agent(driver: Driver) -> dict[str, Any]:
    """Name mostly somebody who has nothing left."""
    busy = {each for item in driver.model.items.values() for each in (item.owner, *item.offers)}
    idle = [name for name in driver.model.people if name not in busy]
    named = driver.choices.pick(idle) if idle and driver.choices.likely(70) else some_agent(driver)
    return {"agent_id": named}


def _set_capacity(driver: Driver) -> dict[str, Any]:
    return {"agent_id": some_agent(driver), "capacity": some_capacity(driver)}


def _set_presence(driver: Driver) -> dict[str, Any]:
    return {
        "agent_id": some_agent(driver),
        "presence": driver.choices.pick(("active", "away", "offline", "asleep")),
        "until": some_end(driver),
        "reason": driver.choices.pick((None, "lunch")),
    }


def _sign_off(driver: Driver) -> dict[str, Any]:
    return {"agent_id": some_agent(driver), "hand_over": some_hand_over(driver)}


def _plan_leave(driver: Driver) -> dict[str, Any]:
    start = driver.now + timedelta(minutes=driver.choices.pick((1, 10, 30, 60, 0)))
    lasting = driver.choices.pick((None, 5, 20, 60))
    end = None if lasting is None else start + timedelta(minutes=lasting)
    hand_over = some_hand_over(driver)
    return {"agent_id": some_agent(driver), "start": start, "end": end, "hand_over": hand_over}


def _of_ticket(*states: str) -> Callable[[Driver], dict[str, Any]]:
    return lambda driver: {"ticket_id": some_ticket(driver, *states), **late(driver)}


def _of_agent(driver: Driver) -> dict[str, Any]:
    return {"agent_id": some_agent(driver)}


CALLS: Final[Mapping[str, Callable[[Driver], dict[str, Any]]]] = {
    "submit": _submit,
    "submit again": _submit_again,
    "submit_many": _submit_many,
    "update": _update,
    "unlink": lambda driver: {"ticket_id": some_ticket(driver, "linked")},
    "offer": _offer,
    "accept": _accept,
    "decline": _decline,
    "rescind": _rescind,
    "assign": _assign,
    "start": _start,
    "hold": _hold,
    "resume": _of_ticket("on hold"),
    "wrap_up": _wrap_up,
    "resolve": _of_ticket("assigned", "working", "wrapping", "on hold"),
    "cancel": _cancel,
    "reopen": _of_ticket("resolved"),
    "transfer": _transfer,
    "give_back": _give_back,
    "move": _move,
    "report": _report,
    "forget": _forget,
    "set_agent": _set_agent,
    "forget_agent": _forget_agent,
    "set_capacity": _set_capacity,
    "sign_on": _of_agent,
    "set_presence": _set_presence,
    "sign_off": _sign_off,
    "plan_leave": _plan_leave,
    "end_leave": _of_agent,
    "tick": lambda _driver: {},
}
