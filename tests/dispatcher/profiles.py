"""Desks of several kinds, on which any sequence of events is tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from tests.generators import NOON
from ticketroute import Agent, Capacity, Setup, Ticket
from ticketroute.board import Plan, View
from ticketroute.dispatcher import Dispatcher, Overflow, ReturnRamp, Settings
from ticketroute.eligibility import Relaxation, RelaxationStep
from ticketroute.sla import (
    FIRST_RESPONSE,
    RESOLUTION,
    BusinessCalendar,
    ChangeQueue,
    Ladder,
    Notify,
    Objective,
    Policies,
    Policy,
    RaiseUrgency,
    Step,
    Targets,
)
from ticketroute.strategies import ByQueue, FewestOpen, RoundRobin, SkillWeighted, Strategy

QUEUES: Final = ("first line", "second line", "third line")
CHANNELS: Final = ("chat", "mail", "phone")
UNHEARD_OF: Final = "unheard of"
"""The type of a ticket that the policies refuse."""

AGENTS: Final = (
    Agent(id="bea", capacity=2, skills={"billing": 4, "french": 1}),
    Agent(id="cem", capacity=Capacity(total=4, channels={"chat": 1}), skills={"billing": 2}),
    Agent(id="dan", capacity=None, teams={"second line", "third line"}, presence="away"),
    Agent(id="eve", capacity=Capacity(channels={"mail": 3}), languages={"de"}),
)


def _minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


HOURS: Final = BusinessCalendar.weekdays("08:00", "18:00", "UTC")


def refuse_unheard_of(ticket: Ticket) -> bool:
    """Be a condition that fails for some tickets, as those that people write do."""
    if ticket.type == UNHEARD_OF:
        message = "Ticket.type: nobody has heard of it"
        raise ValueError(message)
    return False


PROMISES: Final = Policies(
    [
        Policy("never", [], when=refuse_unheard_of),
        Policy(
            "chat",
            [
                Objective(FIRST_RESPONSE, Targets(default=_minutes(20), calendar=HOURS)),
                Objective(RESOLUTION, _minutes(120), on_reopen="new_cycle"),
            ],
            when={"channel": ["chat"]},
        ),
    ],
    default=Policy(
        "desk",
        [
            Objective(FIRST_RESPONSE, Targets({1: _minutes(10)}, default=_minutes(60))),
            Objective(RESOLUTION, _minutes(240), pause_in={"pending"}),
        ],
    ),
)

LADDERS: Final = (
    Ladder(FIRST_RESPONSE, [Step(0.5, Notify("owner")), Step(timedelta(0), RaiseUrgency())]),
    Ladder(
        RESOLUTION,
        [Step(0.5, RaiseUrgency(2)), Step(timedelta(0), ChangeQueue("second line"))],
    ),
)

SETTINGS: Final[Mapping[str, Settings]] = {
    "plain": Settings(),
    "asks": Settings(
        offers_last=_minutes(10),
        start_within=_minutes(20),
        most_offers=3,
        pause_after=2,
        pause_for=_minutes(15),
        reopen_within=_minutes(30),
    ),
    "asks again": Settings(
        offers_last=_minutes(5),
        all_declined="ask again",
        pause_after=1,
        returning=ReturnRamp(at_most=1, every=_minutes(5), lasting=_minutes(30)),
        holds_count=True,
    ),
    "moves on": Settings(
        offers_last=_minutes(10),
        start_within=_minutes(10),
        all_declined="move",
        declined_queue="second line",
        most_hops=2,
        returning=ReturnRamp(at_most=2, every=_minutes(10), lasting=_minutes(15)),
    ),
    "overflows": Settings(
        most_hops=4,
        reopen_within=_minutes(60),
        holds_count=True,
        overflows={
            "first line": Overflow(to="second line", after=_minutes(15)),
            "second line": Overflow(to="third line", length=2, after=_minutes(30)),
            "third line": Overflow(to="first line", outside=HOURS),
        },
    ),
    "requires": Settings(
        required={"": ["customer"], "refund": ["order"]},
        start_within=_minutes(30),
        most_hops=3,
    ),
    "promises": Settings(policies=PROMISES, ladders=LADDERS, reopen_within=_minutes(30)),
    "promises and asks": Settings(
        policies=PROMISES,
        ladders=LADDERS,
        offers_last=_minutes(10),
        most_offers=2,
        overflows={"first line": Overflow(to="second line", after=_minutes(15))},
    ),
}
"""How a desk behaves, by a word for it."""


def is_of_customer(ticket: Ticket) -> bool:
    """Be a condition that does not say what it reads."""
    return ticket.customer == "sun inc"


RELAXATIONS: Final = (
    Relaxation(
        [
            RelaxationStep(_minutes(5), lower={"billing": 2}, optional=["french"]),
            RelaxationStep(
                _minutes(15),
                helpers=["second line"],
                while_backlog_below=2,
                every=_minutes(4),
            ),
            RelaxationStep(_minutes(40), any_skill=True, presence="away", queue="third line"),
        ],
        when={"field": "ticket.queue", "equals": "first line"},
    ),
    Relaxation(
        [
            RelaxationStep(_minutes(10), drop=["billing"], skip_unstaffed=True),
            RelaxationStep(_minutes(12), helpers=["first line"], while_backlog_below=1),
            RelaxationStep(_minutes(30), park=True),
        ],
        when=is_of_customer,
    ),
    Relaxation([RelaxationStep(_minutes(20), presence="offline", any_skill=True)]),
)


def hold_what_is_large(view: View) -> Plan:
    """Be a strategy that holds back what is large, and looks at it again after a while."""
    large = [t for t in view.waiting_set if view.ticket(t).effort > 2]
    waiting = {ticket: _minutes(10) + view.now for ticket in large}
    plan = FewestOpen()(view)
    pairs = [(ticket, agent) for ticket, agent in plan.pairs if ticket not in waiting]
    return view.plan(pairs, hold=dict.fromkeys(large, "it is large"), hold_until=waiting)


def ask_two(view: View) -> Plan:
    """Be a strategy that asks two agents about each ticket, whoever comes first."""
    draft = view.draft()
    offers: dict[int, list[int]] = {}
    for ticket in view.waiting_set:
        asked = draft.candidates(ticket).tolist()[:2]
        if asked:
            offers[ticket] = asked
            draft.offer(ticket, asked)
    return view.plan(offer=offers)


STRATEGIES: Final[Mapping[str, Strategy | str]] = {
    "fewest open": "fewest-open",
    "round robin": "round-robin",
    "skill weighted": "skill-weighted",
    "by queue": ByQueue(
        {"first line": RoundRobin(weights={"bea": 2}), "second line": SkillWeighted()},
        default=FewestOpen(),
    ),
    "optimal": "optimal",
    "patient": hold_what_is_large,
    "asks two": ask_two,
}


@dataclass(frozen=True)
class Profile:
    """A kind of desk: settings and strategy by their names, and work from elsewhere."""

    settings: str
    strategy: str
    in_hand: Mapping[str, int] = field(default_factory=lambda: {"cem": 1})
    relaxations: tuple[Relaxation, ...] = ()

    @property
    def arguments(self) -> dict[str, Any]:
        """What a dispatcher is made with besides its agents and its state."""
        return {
            "strategy": STRATEGIES[self.strategy],
            "settings": SETTINGS[self.settings],
            "setup": Setup(relaxations=self.relaxations),
        }

    def desk(self) -> Dispatcher:
        """Make a desk."""
        return Dispatcher(AGENTS, in_hand=self.in_hand, **self.arguments)

    @property
    def escalates(self) -> bool:
        """Whether there are ladders."""
        return bool(SETTINGS[self.settings].ladders)

    def __str__(self) -> str:
        return f"{self.settings}, {self.strategy}{', relaxes' if self.relaxations else ''}"


START: Final = NOON
RELAXES: Final = (
    ("plain", "fewest open"),
    ("asks", "skill weighted"),
    ("asks again", "asks two"),
    ("moves on", "by queue"),
    ("overflows", "round robin"),
    ("requires", "patient"),
    ("promises", "optimal"),
    ("promises and asks", "fewest open"),
)
"""Settings and strategies of desks whose tickets ask for less, the longer they wait."""

PROFILES: Final = (
    *(Profile(name, strategy) for name in SETTINGS for strategy in STRATEGIES),
    *(Profile(name, strategy, relaxations=RELAXATIONS) for name, strategy in RELAXES),
)
