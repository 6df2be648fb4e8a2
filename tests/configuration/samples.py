"""A value of every class that a configuration can hold, with settings that differ from defaults."""

from datetime import date, timedelta, timezone
from typing import Final, Literal

import attrs

from tests.generators import BUILT_IN, built_in
from ticketroute import Settings, Setup, sla
from ticketroute import eligibility as el
from ticketroute import strategies as st
from ticketroute.board import Allowance, CalendarPeriod, HandOver, Shifts, Travel
from ticketroute.configuration import Configuration
from ticketroute.dispatcher import Overflow, ReturnRamp
from ticketroute.scores import (
    Affinity,
    FewestSkills,
    MatchCount,
    NearestProficiency,
    Nearness,
    PredictedFinish,
    Quickness,
    Score,
    SkillFit,
    SpareCapacity,
    Term,
    WeightedSum,
)
from ticketroute.sla import UrgencyRule

Word = Literal[
    "strategy", "score", "urgency rule", "pair index", "marginal cost", "calendar", "condition"
]

HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)

HARD: Final = el.Field("ticket.difficulty").at_least(3)
VIP: Final = el.AnyOf([el.Field("ticket.tier").equals("vip"), el.Not(HARD)])
MATRIX: Final = sla.PriorityMatrix({(1, 2): 1, (3, 3): 4})
_ALLOWED: Final[dict[str, list[str | int | float | bool | None]]] = {
    "tier": ["gold", None],
    "level": [1, 2],
}
GOLD: Final = sla.FieldsAre(_ALLOWED, matrix=MATRIX)

URGENCY_RULES: Final[list[UrgencyRule]] = [
    sla.OldestFirst(),
    sla.NewestFirst(),
    sla.ThenBy(sla.StrictLevels(), sla.EarliestDue()),
    sla.EarliestDue(),
    sla.LeastSlack(),
    sla.CriticalRatio(),
    sla.SlackPerWork(),
    sla.ShareOfTargetUsed(),
    sla.ModifiedDueDate(),
    sla.WeightedModifiedDueDate(),
    sla.WeightedShortestWork(),
    sla.StrictLevels(),
    sla.ApparentTardinessCost(3.5),
    sla.Covert(HOUR, look_ahead=1.5),
    sla.CMu({1: 4.0, 2: 2.5}, default=0.5),
    sla.AccumulatingPriority({1: 4.0}, default=2.0),
    sla.LinearAgeing({1: 240.0, 2: 60.0}),
    sla.SteppedAgeing({1: 10.0}, step=15 * MINUTE, most=40.0),
    sla.TierFirst(sla.OldestFirst()),
    sla.TierFactor(sla.LinearAgeing()),
    sla.Signal("anger", missing=0.25),
    sla.WeightedUrgency(
        [
            sla.UrgencyTerm("waited", sla.LinearAgeing()),
            sla.UrgencyTerm("anger", sla.Signal("anger"), 50.0),
        ]
    ),
]

SCORES: Final[list[Score]] = [
    Affinity(),
    FewestSkills(),
    MatchCount(),
    NearestProficiency(),
    Nearness(half=HOUR, within=3 * HOUR, by_coordinates=True),
    PredictedFinish(half=8 * HOUR),
    Quickness(),
    SkillFit(),
    SpareCapacity(),
    WeightedSum([Term("fit", SkillFit(), 2.0), Term("spare", SpareCapacity())]),
]

PAIR_INDEXES: Final = [
    sla.GeneralizedCMu(sla.PowerCost(1.5, {1: 8.0}, default=3.0)),
    sla.GeneralizedCMu(sla.RisingCost([(0.0, 1.0), (0.5, 4.0)])),
]

COMBINATORS: Final[list[st.Strategy]] = [
    st.Bounded(st.RoundRobin(weights={"ana": 2}), most=2, of=HARD, order=sla.OldestFirst()),
    st.Broadcast(st.FewestOpen(), agents=3),
    st.ByCase(
        [(HARD, st.Bounded(st.Greedy(SkillFit()), most=1)), (GOLD, st.SkillWeighted())],
        otherwise=st.RoundRobin(),
    ),
    st.ByLevel({"first line": {"ana": 1, "bea": 2}, "": {"cem": 0}}, st.FewestOpen()),
    st.ByPairIndex(PAIR_INDEXES[1], rates=Quickness()),
    st.ByQueue({"first line": st.RoundRobin(policy="first")}, default=st.FewestOpen()),
    st.BySurge(
        st.SkillWeighted(),
        st.FewestOpen(),
        test=st.SurgeTest(usual=12.5, factor=3.0, interval=HOUR, alarm=20.0, lookback=48),
    ),
    st.EarliestFinish(Quickness()),
    st.FairByHours(allowance="hours"),
    st.FastestFirst(PredictedFinish(half=HOUR)),
    st.FewestGiven(allowance="twenty a day"),
    st.FirstOf([st.Reserve(st.FewestOpen(), units=2, unless=VIP), st.RoundRobin()]),
    st.FixedQueueRatio(ratios={"calls": 1, "mails": 4}, strategy=st.FewestOpen()),
    st.Greedy(SCORES[-1], order=sla.ShareOfTargetUsed()),
    st.InBuckets([(HARD, sla.NewestFirst())], st.RoundRobin(), order=sla.OldestFirst()),
    st.LongestIdle(since="released"),
    st.Mix([(0.8, st.SkillWeighted()), (0.2, st.Greedy(NearestProficiency()))], seed=7),
    st.OptimalAssignment(SkillFit(), order=sla.OldestFirst()),
    st.PowerOfChoices(choices=3, by="open tickets", seed=11),
    st.Preferred(
        st.FewestOpen(),
        by_customer={"Acme": ["bea", "ana"]},
        by_tier={"vip": ["cem"]},
        wait=10 * MINUTE,
    ),
    st.Preferred(st.FewestOpen(), only=True),
    st.ProportionalShares(shares={"ana": 3}, count="effort", policy="shares"),
    st.Reserve(st.LowestLoadRatio(), units=2, per_agent=1, unless=GOLD),
    st.RoundRobin(weights={"ana": 3, "cem": 2}, policy="weighted", order=sla.OldestFirst()),
    st.Sequential(sequence=["cem", "ana"]),
    st.SkillWeighted(SkillFit()),
    st.SpecialistsFirst(SkillFit()),
    st.WeightedRandom(weights={"ana": 2.5}, seed=5),
]

STRATEGIES: Final[list[st.Strategy]] = [*map(built_in, BUILT_IN), *COMBINATORS]

LONDON: Final = sla.BusinessCalendar(
    tz="Europe/London",
    weekly={"mon": [("09:00", "12:00"), ("13:00", "17:30")], "fri": [("09:00", "24:00")]},
    holidays=[date(2026, 12, 25), date(2026, 1, 1)],
    overrides={date(2026, 12, 24): [("09:00", "12:00")], date(2026, 12, 31): []},
    breaks={date(2026, 5, 4): [("10:00", "11:00")]},
    name="london",
)
INDIA: Final = sla.BusinessCalendar.always(timezone(timedelta(hours=5, minutes=30)), name="india")
BOTH: Final = sla.CombinedCalendar(LONDON, INDIA, "&", "both")
CALENDARS: Final = [LONDON, INDIA, BOTH, sla.ALWAYS, sla.BusinessCalendar.always("UTC")]

STEPS: Final = [
    el.RelaxationStep(5 * MINUTE, drop=["french"], optional=["tax"], lower={"billing": 2.0}),
    el.RelaxationStep(
        10 * MINUTE,
        helpers=["second line"],
        presence="away",
        while_backlog_below=4,
        every=MINUTE,
        skip_unstaffed=True,
    ),
    el.RelaxationStep(HOUR, any_skill=True, queue="anybody"),
    el.RelaxationStep(5 * HOUR, park=True),
]
ELIGIBILITY: Final = el.Eligibility(
    [
        el.EligibilityRule(
            "own region", el.Field("agent.place").equals(el.Field("ticket.place")), HARD
        )
    ]
)
RELAXATIONS: Final = el.Relaxations([el.Relaxation(STEPS, when=HARD), el.Relaxation(STEPS[:1])])

TARGETS: Final = sla.Targets({1: HOUR, 2: 4 * HOUR}, default=24 * HOUR, calendar=LONDON)
PERIOD: Final = CalendarPeriod("week", "Asia/Shanghai", begins=6 * HOUR)
ALLOWANCES: Final = [
    Allowance(name="twenty a day", most=20, per=PERIOD, when=HARD, by_agent={"ana": 5}),
    Allowance(name="breath", most=1, per=2 * MINUTE),
    Allowance(name="hours", most=None, per=24 * HOUR, counts="effort"),
    Allowance(name="a shift", most=12, per="shift"),
]
SETUP: Final = Setup(
    targets=TARGETS,
    tiers=sla.Tiers({"vip": 3, "gold": 1.5, "bronze": 0.5}),
    handling_times=sla.HandlingTimes(
        {"refund": 10 * MINUTE}, default=25 * MINUTE, paces={"ana": 0.5}
    ),
    eligibility=ELIGIBILITY,
    relaxations=RELAXATIONS,
    travel=Travel(
        table={("Recife", "Olinda"): 25 * MINUTE}, points={"Natal": (-5.79, -35.2)}, speed=60
    ),
    shifts=Shifts(
        calendars={"ana": LONDON, "bea": BOTH},
        at_least=HOUR,
        enough_for_ticket=True,
        longest_break=2 * HOUR,
    ),
    allowances=ALLOWANCES,
)

LADDERS: Final = [
    sla.Ladder(
        sla.FIRST_RESPONSE,
        [
            sla.Step(0.75, sla.Notify("owner")),
            sla.Step(timedelta(0), [sla.RaiseUrgency(2), sla.ChangeQueue("urgent")]),
            sla.Step(-15 * MINUTE, sla.AddWatcher("bea"), wall=True),
        ],
        policy="vip",
    ),
    sla.Ladder("resolution", [sla.Step(1.5, sla.RaiseUrgency())]),
]
POLICIES: Final = sla.Policies(
    [
        sla.Policy(
            "vip",
            [
                sla.Objective(sla.FIRST_RESPONSE, TARGETS, pause_in={"pending", "on hold"}),
                sla.Objective(sla.group_ownership("network"), 3 * HOUR, on_reopen="new_cycle"),
            ],
            when=GOLD,
        ),
        sla.Policy("hard", [sla.Objective(sla.RESOLUTION, HOUR)], when=HARD),
    ],
    default=sla.Policy(
        "rest", [sla.Objective(sla.AGENT_WORK, attrs.evolve(TARGETS, matrix=MATRIX))]
    ),
    several=True,
)
SETTINGS: Final = Settings(
    offers_last=MINUTE,
    start_within=HOUR,
    most_offers=20,
    reopen_within=24 * HOUR,
    most_hops=3,
    all_declined="move",
    declined_queue="second line",
    pause_after=2,
    pause_for=HOUR,
    holds_count=True,
    returning=ReturnRamp(at_most=2, every=10 * MINUTE, lasting=HOUR),
    required={"refund": ["customer", "order"], "": ["type"]},
    overflows={
        "first line": Overflow(to="second line", after=HOUR, outside=INDIA),
        "": Overflow(to="first line", length=30),
    },
    policies=POLICIES,
    ladders=LADDERS,
)
HAND_OVERS: Final = [HandOver("keep"), HandOver("substitute", ["bea", "cem"], on_hold=False)]

CONFIGURATION: Final = Configuration(
    strategy=COMBINATORS[2], setup=SETUP, settings=SETTINGS, calendars=[LONDON, INDIA, BOTH]
)
CONFIGURATIONS: Final = [
    Configuration(strategy="fewest-open"),
    CONFIGURATION,
    *(Configuration(strategy=each, setup=SETUP) for each in STRATEGIES),
]

BY_WORD: Final[list[tuple[Word, object]]] = [
    *(("strategy", each) for each in STRATEGIES),
    *(("score", each) for each in SCORES),
    *(("urgency rule", each) for each in URGENCY_RULES),
    *(("pair index", each) for each in PAIR_INDEXES),
    *(("marginal cost", each.cost) for each in PAIR_INDEXES),
    *(("calendar", each) for each in CALENDARS),
    *(("condition", each) for each in (HARD, VIP, GOLD)),
]

BY_CLASS: Final[list[object]] = [
    SETUP,
    Setup(),
    TARGETS,
    sla.Targets(calendar="a name", matrix=MATRIX),
    MATRIX,
    SETUP.tiers,
    SETUP.handling_times,
    ELIGIBILITY,
    *ELIGIBILITY.rules,
    RELAXATIONS,
    *RELAXATIONS.relaxations,
    *STEPS,
    SETUP.travel,
    SETUP.shifts,
    *ALLOWANCES,
    PERIOD,
    SETTINGS,
    Settings(),
    SETTINGS.returning,
    *(each for _, each in SETTINGS.overflows),
    POLICIES,
    *POLICIES.policies,
    *(objective for policy in POLICIES.policies for objective in policy.objectives),
    *LADDERS,
    *(step for ladder in LADDERS for step in ladder.steps),
    *(effect for ladder in LADDERS for step in ladder.steps for effect in step.effects),
    *HAND_OVERS,
    st.SurgeTest(usual=12.5, factor=3.0, interval=HOUR, alarm=20.0, lookback=48),
    Term("fit", SkillFit(), 2.0),
    sla.UrgencyTerm("oldest", sla.OldestFirst(), 0.5),
]
