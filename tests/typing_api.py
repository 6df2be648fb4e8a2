"""What users' type checkers say about the public interface; checked and never run.

Each public signature is used once, as a caller would. The file is right when mypy and pyright find
nothing in it.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import assert_type

import numpy as np
import pandas as pd
import polars as pl
from numpy.typing import NDArray

from ticketroute import (
    Agent,
    Board,
    Capacity,
    Memory,
    Plan,
    Presence,
    Requirement,
    Setup,
    Snapshot,
    Ticket,
    View,
    agents_from_rows,
    assign,
    decide,
    tickets_from_rows,
)
from ticketroute.board import (
    NOBODY,
    AgentOrder,
    Alternative,
    Assignment,
    Candidate,
    Draft,
    Explains,
    Explanation,
    MemoryChange,
    Problem,
    Reason,
    ReasonCode,
    Rejection,
    Remembers,
    Solution,
    TicketColumnsLike,
    WeighsWhole,
    Workload,
    check_plan,
    find_problems,
    last_assignment,
    open_tickets,
)
from ticketroute.dispatcher import dispatch_ticket, to_strategy
from ticketroute.eligibility import (
    Check,
    Field,
    Relaxation,
    Relaxations,
    RelaxationStep,
    Roster,
    bit,
    describe_failure,
    relaxations_from_data,
    relaxations_to_data,
    standing_row,
)
from ticketroute.errors import InvalidPlan, StaleView, TicketRouteError, UnknownId, UnknownName
from ticketroute.plugins import available, load
from ticketroute.scores import (
    Affinity,
    Score,
    SkillFit,
    SpareCapacity,
    Term,
    WeightedSum,
    qualified_scores,
    score_row,
    score_terms,
)
from ticketroute.sla import (
    Backlog,
    EarliestDue,
    LinearAgeing,
    OldestFirst,
    Ordering,
    ShareOfTargetUsed,
    Targets,
    UrgencyRule,
    priority_level,
    rank,
)
from ticketroute.strategies import (
    FewestOpen,
    Greedy,
    InTurn,
    LeastRecentlyAssigned,
    OptimalAssignment,
    PicksAgent,
    PicksTicket,
    RoundRobin,
    SkillWeighted,
    Strategy,
    TicketByTicket,
    serve_in_turn,
)
from ticketroute.testing import Report, Scenario, check_strategy, scenarios

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def models() -> tuple[list[Ticket], list[Agent]]:
    """Make values of every accepted form."""
    ticket = Ticket(
        id="t1",
        created=NOW,
        type="refund",
        channel="chat",
        queue="mail",
        requirements={"billing": 3, "french": 0.5},
        difficulty=1,
        impact=1,
        urgency=2,
        effort=2,
        customer="acme",
        tier="gold",
        place="Recife",
        language="pt",
        affinity=["ana"],
        exclusions={"bea"},
        presence="away",
        helpers=["chats"],
        not_before=NOW + timedelta(minutes=5),
        duplicate_key="acme/1",
        attributes={"vip": True, "words": 120, "note": None, "mood": 0.5, "tag": "x"},
    )
    asked = Ticket(id="t2", created=NOW, requirements=[Requirement("billing", 3, optional=True)])
    assert_type(ticket.requirements, tuple[Requirement, ...])
    assert_type(ticket.exclusions, frozenset[str])
    assert_type(ticket.presence, Presence)
    assert_type(ticket.attribute("vip"), str | int | float | bool | None)
    agents = [
        Agent(id="ana", capacity=3, skills={"billing": 4}, presence="active"),
        Agent(id="bea", capacity=None, channels=["chat"], teams=("mail",), languages={"pt"}),
        Agent(
            id="cem",
            capacity=Capacity(total=5, channels={"chat": 2}),
            skills=[("billing", 1.5)],
            presence=Presence.AWAY,
            place="Recife",
            attributes=[("desk", 3)],
        ),
    ]
    assert_type(agents[0].capacity, Capacity)
    assert_type(agents[0].level("billing"), float | None)
    assert_type(agents[0].attribute("desk", 1), str | int | float | bool | None)
    return [ticket, asked], agents


def frames(table: pd.DataFrame, frame: pl.DataFrame) -> None:
    """Take tickets and agents from data frames."""
    assert_type(tickets_from_rows(frame.iter_rows(named=True)), list[Ticket])
    assert_type(agents_from_rows([{"id": "ana", "capacity": 3}]), list[Agent])
    assign(frame.to_dict(), [], strategy="optimal", now=NOW)
    rows = [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]
    tickets_from_rows(rows)
    columns: TicketColumnsLike = {"id": ["t1"], "created": np.array([0], dtype="datetime64[us]")}
    assign(columns, [], strategy="optimal", now=NOW)


def everything_to_the_first(view: View) -> Plan:
    """Show that a plain function is a strategy."""
    return view.plan((int(ticket), 0) for ticket in view.waiting)


def with_queue(ticket: Ticket) -> Ticket:
    """Show what a hook is."""
    return ticket


def one_call() -> None:
    """Decide at once and read the answer."""
    tickets, agents = models()
    plan = assign(
        tickets,
        agents,
        strategy=everything_to_the_first,
        now=NOW,
        setup=Setup(targets=Targets({1: timedelta(hours=2)}, default=timedelta(hours=24))),
        in_hand={"ana": 1},
        memory=Memory(("ana",), {"round-robin": {"": {"ana": -1}}}),
        enrich=with_queue,
    )
    assert_type(plan, Plan)
    assert_type(plan.assignments, tuple[Assignment, ...])
    assert_type(plan.assignments[0].agent_id, str)
    assert_type(plan.left, Mapping[str, Reason])
    assert_type(plan.left["t1"].code, ReasonCode)
    assert_type(plan.memory, Memory)
    assert_type(plan.columns(), dict[str, NDArray[np.object_]])
    assert_type(plan.solution, Solution | None)
    if plan.solution is not None:
        assert_type(plan.solution.gap, float)
    explanation = plan.explain("t1")
    assert_type(explanation, Explanation)
    assert_type(explanation.candidates, tuple[Candidate, ...])
    assert_type(explanation.rejected, tuple[Rejection, ...])
    assert_type(explanation.to_dict(), dict[str, object])
    assert_type(explanation.margin, float | None)
    plan.require_fresh()


def board() -> None:
    """Keep a board and decide on it."""
    tickets, agents = models()
    kept = Board(agents, setup=Setup(targets=Targets()), in_hand={}, memory=Memory())
    kept.submit(tickets, NOW)
    view = kept.view(NOW)
    assert_type(view, View)
    assert_type(kept.view_at(0), View)
    assert_type(kept.now, datetime)
    assert_type(kept.next_wake, datetime | None)
    assert_type(kept.owner("t1"), str | None)
    plan = decide(view, "optimal")
    check_plan(view, plan)
    assert_type(find_problems(view, plan), list[Problem])
    kept.commit(plan)
    kept.commit_pair(0, 1, MemoryChange("p", "", np.array([0]), np.array([1])))
    kept.release("t1")
    kept.set_presence("ana", Presence.AWAY)
    assert_type(dispatch_ticket(kept, 0, RoundRobin()), int)


def reads(view: View) -> None:
    """Read off a view what strategies read."""
    assert_type(view.waiting, NDArray[np.intp])
    assert_type(view.agents, tuple[Agent, ...])
    assert_type(view.ticket(0), Ticket)
    assert_type(view.is_waiting(0), bool)
    assert_type(view.waiting_or_scheduled(), list[int])
    assert_type(view.wake_time(0), int | None)
    assert_type(view.ticket_position("t1"), int)
    assert_type(view.agent_position("ana"), int)
    assert_type(view.open, NDArray[np.int64])
    assert_type(view.used, NDArray[np.int64])
    assert_type(view.spare_share, NDArray[np.float64])
    assert_type(view.last_assigned, NDArray[np.int64])
    assert_type(view.memory("policy", None), NDArray[np.int64])
    assert_type(view.remembered(), Memory)
    assert_type(view.fits(0, 0), bool)
    assert_type(view.candidates(0), NDArray[np.intp])
    assert_type(view.failed_checks(0), NDArray[np.uint16])
    assert_type(view.first(0, open_tickets), int)
    assert_type(view.first(0, last_assignment), int)
    assert_type(view.best(view.candidates(0), np.zeros(1)), int)
    assert_type(view.keep(), Snapshot)
    assert_type(view.backlog(view.waiting), Backlog)
    draft = view.draft()
    assert_type(draft, Draft)
    draft.assign(0, 0)
    draft.hold(1, "later")
    draft.remember(MemoryChange("p", "", np.array([0]), np.array([1])))
    assert_type(draft.to_plan(), Plan)
    assert_type(view.plan([(0, 1)], hold={1: "later"}, memory=()), Plan)
    cached: list[str] = view.cached("key", lambda: ["value"])
    del cached


def by_desk(workload: Workload, agent: int, /) -> int:
    """Show what an order of agents is."""
    return workload.open_at[agent]


ORDER: AgentOrder = by_desk


def height(view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
    """Show that a plain function is a score."""
    return np.zeros((len(tickets), view.n_agents))


def by_age(backlog: Backlog, now: int, /) -> NDArray[np.float64]:
    """Show that a plain function is an urgency rule."""
    return (now - backlog.created).astype(np.float64)


def first(view: View, ticket: int) -> int:
    """Show what makes a strategy of one choice."""
    return view.first(ticket, ORDER) if view.is_waiting(ticket) else NOBODY


STRATEGIES: list[Strategy] = [
    everything_to_the_first,
    RoundRobin(weights={"ana": 2}, policy="night", order=OldestFirst()),
    LeastRecentlyAssigned(order=ShareOfTargetUsed()),
    FewestOpen(order=LinearAgeing({1: 240})),
    Greedy(height, order=by_age),
    SkillWeighted(),
    OptimalAssignment(WeightedSum([Term("fit", SkillFit()), Term("height", height, 0.5)])),
    TicketByTicket(first, order=EarliestDue()),
    to_strategy("optimal"),
]
SCORES: list[Score] = [SkillFit(), SpareCapacity(), Affinity(), height]
RULES: list[UrgencyRule] = [EarliestDue(), OldestFirst(), by_age]
PICKS_AGENT: PicksAgent = RoundRobin()
PICKS_TICKET: PicksTicket = FewestOpen()
EXPLAINS: Explains = Greedy(height)
REMEMBERS: Remembers = RoundRobin()
WEIGHS: WeighsWhole = OptimalAssignment()
TURN_TAKER: InTurn = RoundRobin()


def parts(view: View, backlog: Backlog, roster: Roster, ticket: Ticket) -> None:
    """Use the smaller parts by themselves."""
    assert_type(score_row(view, SkillFit(), 0), NDArray[np.float64])
    assert_type(qualified_scores(view, height, 0), NDArray[np.float64])
    assert_type(score_terms(view, height, 0), Mapping[str, NDArray[np.float64]])
    assert_type(rank(by_age, backlog, 0, ["t1"]), NDArray[np.intp])
    assert_type(priority_level(1, None), int | None)
    assert_type(Targets().due(ticket), datetime | None)
    assert_type(Targets().target(1), timedelta | None)
    assert_type(standing_row(roster, ticket), NDArray[np.uint16])
    assert_type(roster.index("ana"), int)
    assert_type(Check.SKILL.parts, tuple[Check, ...])
    assert_type(bit(Check.SKILL), np.uint16)
    assert_type(describe_failure(Check.SKILL, ticket), str)
    assert_type(OldestFirst.ordering, Ordering)
    assert_type(list(view.most_urgent_first(by_age)), list[int])
    assert_type(serve_in_turn(view, PICKS_AGENT, by_age), Plan)
    assert_type(OptimalAssignment().alternative(view.plan(), 0), Alternative | None)
    assert_type(available("scores"), tuple[str, ...])
    assert_type(load("round-robin", weights={"ana": 2}), object)
    assert_type(check_strategy(RoundRobin(), expected={"value": "a notebook"}), Report)
    assert_type(next(scenarios(seed=1, count=2)), Scenario)


def errors(error: TicketRouteError) -> tuple[str, ...]:
    """Tell errors apart."""
    if isinstance(error, InvalidPlan):
        return error.problems
    return (type(error).__name__, UnknownId.__name__, UnknownName.__name__, StaleView.__name__)


def relaxing() -> Setup:
    """Say in each form what tickets ask for less in time."""
    soon = timedelta(minutes=10)
    steps = [
        RelaxationStep(soon, drop=["french"], lower={"billing": 2}, optional=("law",)),
        RelaxationStep(
            2 * soon, helpers={"calls"}, presence="away", while_backlog_below=3, every=soon
        ),
        RelaxationStep(3 * soon, any_skill=True, queue="all", skip_unstaffed=True),
        RelaxationStep(4 * soon, park=True),
    ]
    relaxation = Relaxation(steps, when=Field("ticket.tier").equals("vip"))
    Relaxation(steps, when={"field": "ticket.tier", "equals": "vip"})
    Relaxation(steps, when=lambda ticket: ticket.effort == 1)
    ticket = Ticket(id="t1", created=NOW)
    assert_type(relaxation.step_at(soon), int)
    assert_type(relaxation.ticket_at(ticket, 2, passed=[1]), Ticket)
    relaxations = Relaxations([relaxation])
    assert_type(relaxations.find(ticket), Relaxation | None)
    assert_type(relaxations_from_data(relaxations_to_data(relaxations)), Relaxations)
    Setup(relaxations=[relaxation])
    return Setup(relaxations=relaxations)


def wrong() -> None:
    """Show what type checkers refuse."""
    Agent(id="ana")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    Ticket(id="t1", created=date(2026, 5, 4))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    Ticket(id="t1", created=NOW).queue = "mail"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assign([], [], "optimal", now=NOW)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    assign([], [], strategy=NOW, now=NOW)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
