"""Made-up values for calls: mostly fitting, sometimes not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from tests.dispatcher.driver import Driver
from tests.dispatcher.profile_settings import UNHEARD_OF
from tests.dispatcher.profiles import CHANNELS, QUEUES
from ticketroute import Agent, Capacity, Ticket
from ticketroute.board import HandOver

AGENT_IDS: Final = ("abe", "bea", "cem", "dan", "eve", "zoe")
SKILLS: Final[tuple[Mapping[str, float], ...]] = ({}, {"billing": 2}, {"billing": 4, "french": 1})
CAPACITIES: Final = (0, 1, 2, 4, 6, None)
LIMITS: Final[tuple[Mapping[str, int], ...]] = ({}, {}, {"chat": 1}, {"mail": 2, "phone": 1})
QUEUE_LIMITS: Final[tuple[Mapping[str, int], ...]] = ({}, {}, {}, {"first line": 2})
TYPE_LIMITS: Final[tuple[Mapping[str, int], ...]] = ({}, {}, {}, {"refund": 2}, {"call": 1})
NAIVE: Final = datetime(2030, 1, 1)
"""A time that has to be refused."""
SECOND: Final = timedelta(seconds=1)

WRONG: Final[Mapping[str, tuple[object, ...]]] = {
    "ticket_id": (None, 5, ["t1"]),
    "agent_id": (5, ["bea"]),
    "now": ("noon", None),
    "ticket": ("t1", None),
    "agent": ("bea", None),
    "occurred_at": ("noon", NAIVE),
    "lasting": ("soon", timedelta(-1)),
    "until": ("soon", timedelta(-1), NAIVE),
    "presence": (None, "asleep"),
    "hand_over": ("keep",),
    "kind": ("", None, "resolved"),
    "party": ("", None),
    "queue": ("", 5),
    "tickets": (5, ["t1"]),
    "ticket_ids": (5, [None]),
    "agent_ids": (5, "bea", []),
    "start": (None, "noon", NAIVE),
    "end": ("noon", NAIVE),
    "reason": ("", 5),
    "by": ("", 5),
    "counts": ("yes",),
}
"""Values that are never right, by the name of what they are given for."""


def some_time(driver: Driver) -> datetime:
    """Give a time for a call: mostly now or a little later; seldom one that is refused."""
    choices, now, wake = driver.choices, driver.now, driver.desk.next_wake
    if choices.likely(50):
        return now
    if choices.likely(3):
        return choices.pick((now - SECOND, NAIVE))
    times = [now + timedelta(minutes=each) for each in (1, 1, 2, 5, 15, 45)]
    if wake is not None and wake >= now:
        times += [wake, wake, max(wake - SECOND, now), wake + timedelta(minutes=1)]
    return choices.pick(times)


def late(driver: Driver) -> dict[str, datetime]:
    """Say sometimes that something took place earlier; seldom that it will."""
    if not driver.choices.likely(15):
        return {}
    minutes = driver.choices.pick((0, 1, 10, 60, -200))
    return {"occurred_at": driver.now - timedelta(minutes=minutes)}


def some_ticket(driver: Driver, *states: str) -> str:
    """Name a ticket, mostly one in a state; seldom one that nobody knows."""
    items = driver.model.items
    names = [name for name, item in items.items() if item.state in states]
    if not names or driver.choices.likely(8):
        names = list(items)
    if not names or driver.choices.likely(2):
        return driver.choices.pick(("nobody", "bea"))
    return driver.choices.pick(names)


def some_agent(driver: Driver) -> str:
    """Name an agent, seldom one that nobody knows."""
    if not driver.model.people or driver.choices.likely(2):
        return "nobody"
    return driver.choices.pick(list(driver.model.people))


def involved(driver: Driver, ticket_id: str) -> str:
    """Name an agent who has been asked about a ticket or has it; seldom another."""
    item = driver.model.items.get(ticket_id)
    names: list[str] = []
    if item is not None:
        names = [*item.offers, *([item.owner] if item.owner else ())]
    if not names or driver.choices.likely(12):
        return some_agent(driver)
    return driver.choices.pick(names)


# Values


def some_ticket_value(driver: Driver, ticket_id: str) -> Ticket:
    """Make up a ticket."""
    pick, likely = driver.choices.pick, driver.choices.likely
    minutes = pick((0, 0, 0, 5, 60, -10)) if likely(30) else 0
    start = pick((-5, 10, 30)) if likely(15) else None
    return Ticket(
        id=ticket_id,
        created=driver.now - timedelta(minutes=minutes),
        type=pick((None, "refund", "refund", "call", UNHEARD_OF)) if likely(40) else None,
        channel=pick((None, *CHANNELS)),
        queue=pick((None, *QUEUES)),
        requirements=pick(({}, {}, {}, {}, {"billing": 2}, {"billing": 4}, {"french": 1})),
        impact=pick((None, 1, 2, 3)),
        urgency=pick((None, 1, 2, 3)),
        effort=pick((1, 1, 1, 2, 3)),
        customer=pick((None, "sun inc", "sun inc", "moon ltd")),
        language=pick((None, None, None, None, "de", "en")),
        affinity=pick(((), ("bea",), ("nobody", "eve"))),
        exclusions=pick(((), (), (), ("bea",), ("cem", "dan"), ("nobody",))),
        presence=pick(("active",) * 8 + ("away", "offline")),
        helpers=pick(((), (), (), (), QUEUES[:1], QUEUES[1:])),
        not_before=None if start is None else driver.now + timedelta(minutes=start),
        duplicate_key=pick((None, None, None, "k1", "k2")),
        attributes=pick(({}, {"order": "7"})),
    )


def new_id(driver: Driver) -> str:
    """Make up an id; the order of ids is not that in which tickets come."""
    return f"{driver.choices.pick('mtakz')}{driver.model.submitted}"


def some_hand_over(driver: Driver) -> HandOver:
    """Make up what becomes of somebody's tickets."""
    kind = driver.choices.pick(("keep", "return", "reassign", "substitute", "substitute"))
    if kind != "substitute":
        return HandOver(kind, on_hold=driver.choices.likely(50))
    names = list(dict.fromkeys((some_agent(driver), some_agent(driver))))
    return HandOver(kind, names, on_hold=driver.choices.likely(50))


def some_length(driver: Driver) -> timedelta:
    """Give a duration, seldom one that is refused."""
    return timedelta(
        minutes=driver.choices.pick((1, 5, 10, 30, 0 if driver.choices.likely(5) else 2))
    )


def some_end(driver: Driver) -> datetime | timedelta | None:
    """Give when something ends."""
    if driver.choices.likely(40):
        return None
    length = some_length(driver)
    return length if driver.choices.likely(50) else driver.now + length


def some_capacity(driver: Driver) -> Capacity:
    """Make up what an agent may have in hand."""
    pick = driver.choices.pick
    return Capacity(
        total=pick(CAPACITIES),
        channels=pick(LIMITS),
        queues=pick(QUEUE_LIMITS),
        types=pick(TYPE_LIMITS),
    )


def some_agent_value(driver: Driver) -> Agent:
    """Make up an agent: changed or new; where many have gone, a new one."""
    pick = driver.choices.pick
    missing = [name for name in AGENT_IDS if name not in driver.model.people]
    return Agent(
        id=pick(missing if len(missing) > 2 else AGENT_IDS),
        capacity=some_capacity(driver),
        skills=pick(SKILLS),
        teams=pick((None, None, QUEUES[:1], QUEUES[1:])),
        channels=pick((None, None, None, CHANNELS[:2])),
        languages=pick((None, None, ("de",))),
        presence=pick(("active", "active", "away", "offline")),
    )
