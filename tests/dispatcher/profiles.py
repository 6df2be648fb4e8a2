"""Desks of several kinds, on which any sequence of events is tried."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from tests.dispatcher.model_hours import Rota
from tests.dispatcher.profile_limits import (
    BREATH,
    BY_EFFORT,
    COUNTED,
    DAILY,
    EVERY_ALLOWANCE,
    NARROW,
    OF_A_CUSTOMER,
    ROTA,
    STRICT_ROTA,
)
from tests.dispatcher.profile_settings import SETTINGS
from tests.generators import NOON
from ticketroute import Agent, Capacity, Setup, Ticket
from ticketroute.board import Allowance, Plan, View
from ticketroute.dispatcher import Dispatcher
from ticketroute.eligibility import Relaxation, RelaxationStep
from ticketroute.strategies import (
    ByQueue,
    FairByHours,
    FewestGiven,
    FewestOpen,
    LongestIdle,
    RoundRobin,
    SkillWeighted,
    Strategy,
)

QUEUES: Final = ("first line", "second line", "third line")
CHANNELS: Final = ("chat", "mail", "phone")

AGENTS: Final = (
    Agent(id="bea", capacity=2, skills={"billing": 4, "french": 1}),
    Agent(
        id="cem",
        capacity=Capacity(total=4, channels={"chat": 1}, queues={"first line": 3}),
        skills={"billing": 2},
    ),
    Agent(id="dan", capacity=None, teams={"second line", "third line"}, presence="away"),
    Agent(id="eve", capacity=Capacity(channels={"mail": 3}, types={"refund": 2}), languages={"de"}),
)


def _minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


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
OF_TIMES_AND_DRAWS: Final[Mapping[str, Strategy]] = {
    "longest idle": LongestIdle(),
    "unoccupied": LongestIdle(since="unoccupied"),
    "released": LongestIdle(since="released"),
    "fewest given": FewestGiven("counted"),
    "fair by hours": FairByHours("counted"),
}
"""Strategies that go by what the board keeps of agents besides their loads."""


@dataclass(frozen=True)
class Profile:
    """A kind of desk: settings and strategy by their names, and work from elsewhere."""

    settings: str
    strategy: str
    in_hand: Mapping[str, int] = field(default_factory=lambda: {"cem": 1})
    relaxations: tuple[Relaxation, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    rota: Rota | None = None

    @property
    def arguments(self) -> dict[str, Any]:
        """What a dispatcher is made with besides its agents and its state."""
        return {
            "strategy": {**STRATEGIES, **OF_TIMES_AND_DRAWS}[self.strategy],
            "settings": SETTINGS[self.settings],
            "setup": Setup(
                relaxations=self.relaxations,
                allowances=self.allowances,
                shifts=None if self.rota is None else self.rota.shifts,
                handling_times=None if self.rota is None else self.rota.handling_times,
            ),
        }

    def desk(self) -> Dispatcher:
        """Make a desk."""
        return Dispatcher(AGENTS, in_hand=self.in_hand, **self.arguments)

    @property
    def escalates(self) -> bool:
        """Whether there are ladders."""
        return bool(SETTINGS[self.settings].ladders)

    @property
    def serves_all(self) -> bool:
        """Whether nothing is left after a dispatch that somebody could have."""
        return self.strategy not in ("patient", "asks two", "optimal")

    def __str__(self) -> str:
        words = [self.settings, self.strategy, *(["relaxes"] if self.relaxations else ())]
        words += [each.name for each in self.allowances]
        if self.rota is not None:
            words.append("long enough on shift" if self.rota.enough_for_ticket else "on shift")
        return ", ".join(words)


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

LIMITED: Final = (
    Profile("plain", "fewest open", allowances=(DAILY, BREATH)),
    Profile("plain", "skill weighted", allowances=EVERY_ALLOWANCE, rota=ROTA),
    Profile("plain", "patient", allowances=(BY_EFFORT,), rota=STRICT_ROTA),
    Profile("asks", "longest idle", allowances=(BY_EFFORT, OF_A_CUSTOMER), rota=ROTA),
    Profile("asks", "asks two", allowances=(BY_EFFORT, DAILY, NARROW), rota=STRICT_ROTA),
    Profile("asks again", "fewest given", {}, RELAXATIONS, (COUNTED, NARROW)),
    Profile("asks again", "released", {}, RELAXATIONS, (BREATH, OF_A_CUSTOMER), ROTA),
    Profile("moves on", "fair by hours", allowances=(COUNTED, OF_A_CUSTOMER), rota=STRICT_ROTA),
    Profile("overflows", "unoccupied", rota=STRICT_ROTA),
    Profile("requires", "round robin", {"bea": 1}, RELAXATIONS, (BREATH, BY_EFFORT)),
    Profile("promises", "optimal", allowances=(DAILY, OF_A_CUSTOMER), rota=STRICT_ROTA),
    Profile("promises and asks", "by queue", allowances=(NARROW, BREATH), rota=ROTA),
    Profile("promises and asks", "fair by hours", {}, RELAXATIONS, EVERY_ALLOWANCE, STRICT_ROTA),
    Profile("asks", "fewest open", {}, RELAXATIONS, (DAILY, NARROW), STRICT_ROTA),
)
"""Desks where agents have hours, or may be given so much only in a period."""

PROFILES: Final = (
    *(Profile(name, strategy) for name in SETTINGS for strategy in STRATEGIES),
    *(Profile(name, strategy, relaxations=RELAXATIONS) for name, strategy in RELAXES),
    *LIMITED,
)
