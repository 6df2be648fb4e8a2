"""What the model of a desk is made of: tickets and agents, and how they stand."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tests.dispatcher.model_allowances import Draw
from ticketroute import Agent, Ticket
from ticketroute.board import HandOver

NEW = ("incomplete", "scheduled", "queued")
IN_HAND = ("assigned", "working", "wrapping")
OPEN = (*NEW, "offered", *IN_HAND, "on hold")
CLOSED = ("resolved", "cancelled", "linked")

LimitName = tuple[str, str]
"""What a limit is about: a field of tickets, and its value."""
TOTAL: Final[LimitName] = ("total", "")
"""The limit over everything."""


class Fault(AssertionError):
    """The desk did what the model says it must not, or did not do what it must."""


def require(holds: object, *what: object) -> None:
    """Raise a fault unless something holds; say what was expected, and what was found."""
    if not holds:
        raise Fault(" ".join(map(str, what)))


@dataclass
class Pause:
    """Why a ticket is on hold."""

    party: str
    until: datetime | None
    counts: bool
    working: bool


@dataclass
class Patience:
    """How a ticket waits under a relaxation."""

    rule: int
    """The place of the relaxation among all."""
    home: str | None
    """The queue in which it began, and by which the relaxation was chosen."""
    queue: str | None
    since: datetime | None
    """From when its time counts; None while it does not wait."""
    waited: timedelta = timedelta(0)
    """How long it has waited when it does not."""
    step: int = 0
    passed: set[int] = field(default_factory=set)
    due: datetime | None = None
    """When the next step comes."""


@dataclass
class Item:
    """A ticket and where it stands."""

    ticket: Ticket
    state: str
    since: datetime
    owner: str | None = None
    offers: dict[str, datetime | None] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)
    asked: int = 0
    hops: int = 0
    pause: Pause | None = None
    missing: tuple[str, ...] = ()
    original: str | None = None
    former: str | None = None
    over: bool = False
    starts: datetime | None = None
    wraps_until: datetime | None = None
    start_by: datetime | None = None
    overflows_at: datetime | None = None
    entered: tuple[str | None, datetime | None] | None = None
    """Its queue and since when it is there; no time if it stays for good."""
    looked_at_again: datetime | None = None
    patience: Patience | None = None
    reserved: dict[str, list[Draw]] = field(default_factory=dict)
    """What the offers that stand have drawn on allowances, by agent."""
    at_first: Ticket = field(init=False)
    """What it was before it began to ask for less."""

    def __post_init__(self) -> None:
        self.at_first = self.ticket

    def times(self) -> Iterator[datetime]:
        """Give the times at which something happens to it by itself."""
        pause_end = self.pause.until if self.pause else None
        single = (self.starts, self.wraps_until, self.start_by, self.overflows_at, pause_end)
        relaxes = self.patience.due if self.patience else None
        for time in (*single, self.looked_at_again, relaxes, *self.offers.values()):
            if time is not None:
                yield time

    @property
    def holders(self) -> tuple[str, ...]:
        """Whose room it takes."""
        counts = self.owner is not None and (self.pause is None or self.pause.counts)
        return (*self.offers, *((self.owner,) if counts and self.owner else ()))

    @property
    def limits(self) -> tuple[LimitName, ...]:
        """Names of the limits that it draws on, where an agent has them."""
        return limits_of(self.ticket)


def limits_of(ticket: Ticket) -> tuple[LimitName, ...]:
    """Name the limits that a ticket draws on, where an agent has them."""
    kinds = (("channel", ticket.channel), ("queue", ticket.queue), ("type", ticket.type))
    return (TOTAL, *((kind, name) for kind, name in kinds if name is not None))


@dataclass
class Absence:
    """A planned leave."""

    start: datetime
    end: datetime | None
    hand_over: HandOver
    begun: bool = False


@dataclass
class Person:
    """An agent and how he or she stands."""

    agent: Agent
    presence: str
    misses: int = 0
    back_at: datetime | None = None
    ceiling: int | None = None
    ceiling_step: datetime | None = None
    ceiling_ends: datetime | None = None
    leaves: list[Absence] = field(default_factory=list)
    stand_ins: tuple[str, ...] = ()
    """Who stands in while he or she is away."""
    elsewhere: int = 0
    debt: dict[LimitName, int] = field(default_factory=dict)
    """How much is beyond each limit because the limit was lowered."""
    is_on: bool = True
    """Whether he or she is on shift, as it was last looked at."""
    shift_changes: datetime | None = None
    """When that is to be looked at again."""
    drawn: list[Draw] = field(default_factory=list)
    """What was given on allowances and still counts."""
    last: dict[str, datetime] = field(default_factory=dict)
    """When he or she was last assigned something, released from something, and came."""

    def times(self) -> Iterator[datetime]:
        """Give the times at which something happens to him or her."""
        first = self.leaves[0] if self.leaves else None
        leave = None if first is None else (first.end if first.begun else first.start)
        for time in (self.back_at, self.ceiling_step, leave, self.shift_changes):
            if time is not None:
                yield time
        yield from (each.ends for each in self.drawn)

    def limits(self) -> dict[LimitName, int]:
        """Give what he or she may have in hand now: units by limit, where there is one."""
        capacity = self.agent.capacity
        kinds = (
            ("channel", capacity.channels),
            ("queue", capacity.queues),
            ("type", capacity.types),
        )
        known = {(kind, name): units for kind, each in kinds for name, units in each}
        totals = [each for each in (capacity.total, self.ceiling) if each is not None]
        return {**known, TOTAL: min(totals)} if totals else known

    def limit(self, name: LimitName) -> int | None:
        """Give the units that a limit allows now, or None for no limit."""
        return self.limits().get(name)
