"""The desks that the live benchmarks run, and the same input for each of them.

Everybody is busy and a backlog waits: who becomes free gets the most urgent ticket that suits. Or
the desk is quiet: half of the room is free, and what waits nobody may have. Every call has a time
of its own, a millisecond after the one before.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import attrs

from benchmarks.desk import MORNING, SKILLS, make_agents
from benchmarks.live_naive import NaiveDesk
from ticketroute import Agent, Board, Dispatcher, Settings, Setup, Ticket
from ticketroute.board import NOBODY
from ticketroute.model import to_microseconds
from ticketroute.sla import EarliestDue, Targets, UrgencyRule
from ticketroute.strategies import FewestOpen

CAPACITY = 5
OFFERS_LAST = timedelta(hours=1)
TARGETS = {level: timedelta(hours=hours) for level, hours in ((1, 1), (2, 4), (3, 24))}
"""By urgency; tickets have 1 to 4 in turn, so that a quarter is promised nothing."""
MILLISECOND = timedelta(milliseconds=1)
CALLS = 6
"""Times in a life cycle; accepting and starting share one."""


@attrs.frozen
class Turn:
    """What a desk is given for a life cycle: a ticket, and the times of the calls."""

    ticket: Ticket
    at: Sequence[datetime]
    at_us: Sequence[int]

    @classmethod
    def of(cls, place: int) -> "Turn":
        """Make the turn of a place in the series."""
        start = MORNING + place * CALLS * MILLISECOND
        at = [start + call * MILLISECOND for call in range(CALLS)]
        ticket = make_ticket(f"new{place:08}", start, place)
        return cls(ticket, at, [to_microseconds(each) for each in at])


def make_ticket(ticket_id: str, created: datetime, place: int, skill: str | None = None) -> Ticket:
    """Make a ticket whose skill and urgency follow from its place in a series."""
    skill = skill or f"skill{place % SKILLS}"
    return Ticket(
        id=ticket_id, created=created, requirements={skill: 1}, urgency=1 + place // SKILLS % 4
    )


@attrs.frozen(kw_only=True)
class Case:
    """What a desk is like.

    Parameters
    ----------
    agents, backlog
        How many there are, and how many tickets wait.
    offers
        Whether agents are asked.
    quiet
        Whether there is room, and nobody who may have what waits.
    order
        Which ticket comes first.
    """

    agents: int = 100
    backlog: int = 1_000
    offers: bool = False
    quiet: bool = False
    order: UrgencyRule = attrs.field(factory=EarliestDue)

    @property
    def strategy(self) -> FewestOpen:
        """What decides."""
        return FewestOpen(order=self.order)

    @property
    def offers_last(self) -> timedelta | None:
        """How long agents may take to answer."""
        return OFFERS_LAST if self.offers else None

    def people(self) -> list[Agent]:
        """Make the agents."""
        return [attrs.evolve(each, capacity=CAPACITY) for each in make_agents(self.agents)]

    def stock(self) -> list[Ticket]:
        """Make the tickets that are there from the beginning, in hand and waiting."""
        in_hand = self.agents * CAPACITY // (2 if self.quiet else 1)
        total = in_hand + self.backlog
        return [
            make_ticket(
                f"old{place:08}",
                MORNING - (total - place) * MILLISECOND,
                place,
                "rare" if self.quiet and place < self.backlog else None,
            )
            for place in range(total)
        ]


class Told(Protocol):
    """What a desk says of a change: the ticket, and the agent if there is one."""

    @property
    def ticket_id(self) -> str | None: ...  # noqa: D102 - as above

    @property
    def agent_id(self) -> str | None: ...  # noqa: D102


class LiveDesk(Protocol):
    """What the dispatcher and the naive desk have in common."""

    def submit(self, ticket: Ticket, now: datetime) -> Sequence[Told]:
        """Take in a ticket."""
        ...

    def dispatch(self, now: datetime) -> Sequence[Told]:
        """Decide."""
        ...

    def accept(self, ticket_id: str, agent_id: str, now: datetime) -> Sequence[Told]:
        """Take an offer."""
        ...

    def start(self, ticket_id: str, now: datetime) -> Sequence[Told]:
        """Begin."""
        ...

    def resolve(self, ticket_id: str, now: datetime) -> Sequence[Told]:
        """Be done."""
        ...


class Faces:
    """Runs life cycles on a desk through calls by id.

    Attributes
    ----------
    given
        Which ticket went to whom, in order.
    """

    def __init__(self, case: Case, desk: LiveDesk) -> None:
        self.desk = desk
        self.offers = case.offers
        self.working: deque[str] = deque()
        self.given: list[tuple[str, str]] = []
        for ticket in case.stock():
            desk.submit(ticket, MORNING)
        self.begin(desk.dispatch(MORNING), MORNING)

    def begin(self, events: Sequence[Told], now: datetime) -> None:
        """Let those who got something accept and start."""
        desk = self.desk
        for event in events:
            ticket_id, agent_id = event.ticket_id or "", event.agent_id or ""
            if self.offers:
                desk.accept(ticket_id, agent_id, now)
            desk.start(ticket_id, now)
            self.working.append(ticket_id)
            self.given.append((ticket_id, agent_id))

    def run(self, turns: Iterable[Turn]) -> None:
        """Run life cycles."""
        desk = self.desk
        for turn in turns:
            at = turn.at
            desk.submit(turn.ticket, at[0])
            self.begin(desk.dispatch(at[1]), at[2])
            desk.resolve(self.working.popleft(), at[3])
            self.begin(desk.dispatch(at[4]), at[5])


def public(case: Case) -> Faces:
    """Make a dispatcher of a case."""
    settings = Settings(offers_last=case.offers_last)
    setup = Setup(targets=Targets(TARGETS))
    desk = Dispatcher(case.people(), strategy=case.strategy, settings=settings, setup=setup)
    return Faces(case, desk)


def naive(case: Case, *, skips_the_busy: bool) -> Faces:
    """Make a naive desk of a case."""
    return Faces(case, NaiveDesk(case.people(), TARGETS, case.offers_last, skips_the_busy))


class Kernel:
    """Runs life cycles on a board by position, without a log or anything else that is told.

    Attributes
    ----------
    given
        Which ticket went to whom, by position and in order.
    """

    def __init__(self, case: Case) -> None:
        self.board = Board(case.people(), setup=Setup(targets=Targets(TARGETS)))
        self.strategy = case.strategy
        self.offer_for = int(OFFERS_LAST / timedelta(microseconds=1)) if case.offers else 0
        self.working: deque[tuple[int, int]] = deque()
        self.given: list[tuple[int, int]] = []
        view = self.board.view(MORNING)
        for ticket in case.stock():
            self.board.intake.submit(ticket)
        for pair in self.strategy(view).pairs:
            self.give(*pair)

    def give(self, ticket: int, agent: int) -> None:
        """Let an agent have a ticket, after an offer or at once, and begin."""
        board = self.board
        ask_until = board.window.now_us + self.offer_for if self.offer_for else 0
        board.commit_pair(ticket, agent, ask_until=ask_until)
        if ask_until:
            board.offers.accept(ticket, agent)
        board.work.start(ticket)
        self.working.append((ticket, agent))
        self.given.append((ticket, agent))

    def run(self, turns: Iterable[Turn]) -> None:
        """Run life cycles."""
        board, strategy = self.board, self.strategy
        view = board.window
        for turn in turns:
            board.view_at(turn.at_us[0])
            ticket = board.intake.submit(turn.ticket)
            agent = strategy.pick_agent(view, ticket)
            if agent != NOBODY:
                self.give(ticket, agent)
            ticket, agent = self.working.popleft()
            board.view_at(turn.at_us[3])
            board.work.resolve(ticket)
            ticket = strategy.pick_ticket(view, agent)
            if ticket != NOBODY:
                self.give(ticket, strategy.pick_agent(view, ticket))
            view.forget_what_is_new()

    def given_by_id(self) -> list[tuple[str, str]]:
        """Give who got what by id."""
        window = self.board.window
        return [(window.tickets.ids[t], window.roster.ids[a]) for t, a in self.given]
