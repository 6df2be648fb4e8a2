"""Strategies made of strategies: by example, and what is refused."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray

from tests.builders import NOON, agents, at, given_out, tickets
from ticketroute import Agent, Board, Dispatcher, Ticket, View, assign, decide
from ticketroute.board import NOBODY, Draft, Hold, ReasonCode
from ticketroute.dispatcher import Settings
from ticketroute.errors import InvalidPlan
from ticketroute.scores import SkillFit
from ticketroute.sla import EarliestDue, OldestFirst
from ticketroute.strategies import (
    Bounded,
    Broadcast,
    ByCase,
    ByLevel,
    FewestOpen,
    FirstOf,
    Greedy,
    InTurn,
    LeastRecentlyAssigned,
    OptimalAssignment,
    PicksAgent,
    Reserve,
    RoundRobin,
    Sequential,
    TicketByTicket,
)
from ticketroute.strategies._narrowed import Narrowed

TOP_DOWN = Sequential(sequence=["ana", "bea", "cem"])


def hard(ticket: Ticket) -> bool:
    """Say whether a ticket is of the hard kind."""
    return ticket.type == "hard"


def urgent(ticket: Ticket) -> bool:
    """Say whether a ticket is of the urgent kind."""
    return ticket.urgency == 1


def same_place(view: View, asked: Sequence[Ticket], /) -> NDArray[np.float64]:
    """Forbid whoever is elsewhere."""
    near = [[agent.place == each.place for agent in view.agents] for each in asked]
    return np.where(near, 0.0, -np.inf).reshape(len(asked), view.n_agents)


def kinds(words: str) -> list[Ticket]:
    """Make tickets of types given in one string, a minute apart."""
    return [
        Ticket(id=f"t{number}", created=at(number - 99), type=word)
        for number, word in enumerate(words.split())
    ]


# ByLevel


def test_lowest_level_is_used_up_first() -> None:
    """Both of level 1 in turn, until they are full; then level 2, then who is not listed."""
    strategy = ByLevel({"": {"bea": 1, "cem": 1, "ana": 2}}, FewestOpen())
    plan = assign(
        tickets("t1 t2 t3 t4 t5 t6 t7"), agents("ana bea cem dan", 2), strategy=strategy, now=NOON
    )
    served = [each.agent_id for each in plan.assignments]
    assert served == ["bea", "cem", "bea", "cem", "ana", "ana", "dan"]


def test_levels_are_those_of_the_queue() -> None:
    """The same agents stand otherwise in another queue; one without levels knows none."""
    strategy = ByLevel({"a": {"ana": 1, "bea": 2}, "b": {"bea": 0, "ana": 5}}, TOP_DOWN)
    backlog = [Ticket(id=each, created=NOON, queue=each) for each in ("a", "b", "c")]
    plan = assign(backlog, agents("ana bea"), strategy=strategy, now=NOON)
    assert given_out(plan) == {"a": "ana", "b": "bea", "c": "ana"}


def test_rotation_within_a_level_remembers_that_level_only() -> None:
    """Who stands on another level gains no credit from a ticket that was never for him or her."""
    strategy = ByLevel({"": {"ana": 1, "bea": 1}}, RoundRobin())
    plan = assign(tickets("t1 t2 t3"), agents("ana bea cem"), strategy=strategy, now=NOON)
    assert [each.agent_id for each in plan.assignments] == ["ana", "bea", "ana"]
    assert "cem" not in plan.memory.numbers["round-robin"][""]


def test_level_is_explained() -> None:
    """Whoever stands higher comes after, however little there is to do; the best there is next."""
    strategy = ByLevel({"": {"bea": 1, "ana": 2, "cem": 2}}, FewestOpen())
    plan = assign(
        tickets("t1"),
        agents("ana bea cem"),
        strategy=strategy,
        now=NOON,
        in_hand={"ana": 1, "bea": 3},
    )
    explained = plan.explain("t1")
    assert [(each.agent_id, dict(each.terms)) for each in explained.candidates] == [
        ("bea", {"level": 0, "open tickets": -3}),
        ("cem", {"level": -4, "open tickets": 0}),
        ("ana", {"level": -4, "open tickets": -1}),
    ]
    assert (explained.runner_up, explained.decided_by) == ("cem", "score")


def test_level_that_has_to_wait_is_ruled_out() -> None:
    """It is no runner-up."""
    strategy = ByLevel({"": {"bea": 1, "ana": 2}}, FewestOpen(), delays={2: timedelta(hours=1)})
    plan = assign(tickets("t1"), agents("ana bea"), strategy=strategy, now=NOON)
    explained = plan.explain("t1")
    assert explained.decided_by == "only candidate that the strategy allows"
    assert explained.candidates[1].ruled_out_by == ("level",)


def test_level_of_an_agent_can_be_asked() -> None:
    """None for who is not listed."""
    strategy = ByLevel({"a": {"ana": 3}}, FewestOpen())
    assert strategy.level_of("ana", "a") == 3
    assert strategy.level_of("ana", None) is None
    assert strategy == ByLevel(strategy.levels, FewestOpen())


# FirstOf


def test_first_strategy_that_gives_somebody_decides() -> None:
    """Somebody of the same place, else whoever has the fewest."""
    strategy = FirstOf([Greedy(same_place), FewestOpen()])
    team = [Agent(id="ana", capacity=1, place="Lyon"), Agent(id="bea", capacity=9, place="Nice")]
    backlog = [Ticket(id=f"t{n}", created=at(n - 9), place="Lyon") for n in range(3)]
    plan = assign(backlog, team, strategy=strategy, now=NOON)
    assert given_out(plan) == {"t0": "ana", "t1": "bea", "t2": "bea"}
    assert set(plan.explain("t0").candidates[0].terms) == {"same_place"}
    assert set(plan.explain("t1").candidates[0].terms) == {"open tickets"}


def test_only_the_strategy_that_gives_remembers() -> None:
    """The rotation does not count what the place has decided."""
    strategy = FirstOf([Greedy(same_place), RoundRobin()])
    team = [Agent(id="ana", capacity=9, place="Lyon"), Agent(id="bea", capacity=9)]
    backlog = [Ticket(id="near", created=at(-9), place="Lyon")]
    assert assign(backlog, team, strategy=strategy, now=NOON).memory.numbers == {}
    elsewhere = [Ticket(id="far", created=at(-9), place="Nice")]
    assert assign(elsewhere, team, strategy=strategy, now=NOON).memory.numbers != {}


# ByCase

EXPERIENCED = Bounded(Greedy(SkillFit()), most=2, of=hard)
BY_DIFFICULTY = ByCase([(hard, EXPERIENCED)], otherwise=RoundRobin(order=OldestFirst()))


def test_simple_tickets_rotate_and_hard_ones_go_to_the_experienced_but_bounded() -> None:
    """Ana has the skill, and gets the hard ones until she has two; the next goes to the second."""
    team = [
        Agent(id="ana", capacity=9, skills={"law": 5}),
        Agent(id="bea", capacity=9, skills={"law": 2}),
    ]
    backlog = [
        attrs.evolve(each, requirements={"law": 1} if hard(each) else {})
        for each in kinds("hard easy hard easy hard hard hard easy")
    ]
    plan = assign(backlog, team, strategy=BY_DIFFICULTY, now=NOON)
    assert given_out(plan) == {
        "t0": "ana",
        "t1": "bea",
        "t2": "ana",
        "t3": "ana",
        "t4": "bea",
        "t5": "bea",
        "t7": "ana",
    }
    assert plan.left["t6"].code is ReasonCode.HELD


def test_first_condition_that_holds_decides() -> None:
    """Later ones are not asked."""
    top, bottom = Sequential(sequence=["bea"]), Sequential(sequence=["ana"])
    strategy = ByCase([(hard, top), (lambda _: True, bottom)], otherwise=FewestOpen())
    plan = assign(kinds("hard easy"), agents("ana bea"), strategy=strategy, now=NOON)
    assert given_out(plan) == {"t0": "bea", "t1": "ana"}


# Bounded


def test_nobody_has_more_of_a_kind_than_is_allowed() -> None:
    """Across batches, and released again when one is done; other kinds pass."""
    strategy = Bounded(TOP_DOWN, most=1, of=hard)
    board = Board(agents("ana bea", 9))
    board.submit(kinds("hard easy hard hard"), NOON)
    plan = decide(board.window, strategy)
    assert given_out(plan) == {"t0": "ana", "t1": "ana", "t2": "bea"}
    assert plan.left["t3"].text == (
        "held: everybody who could have it has as many of its kind as is allowed, 1"
    )
    board.commit(plan)
    assert given_out(decide(board.window, strategy)) == {}
    board.release("t1")
    assert given_out(decide(board.window, strategy)) == {}
    board.release("t2")
    assert given_out(decide(board.window, strategy)) == {"t3": "bea"}


def test_bound_on_all_tickets_counts_what_is_in_hand_from_elsewhere_too() -> None:
    """Without a kind, every open ticket counts."""
    plan = assign(
        tickets("t1 t2 t3"),
        agents("ana bea"),
        strategy=Bounded(TOP_DOWN, most=2),
        now=NOON,
        in_hand={"ana": 1},
    )
    assert given_out(plan) == {"t1": "ana", "t2": "bea", "t3": "bea"}


def test_offers_count_and_tickets_on_hold_do_not() -> None:
    """Who has been asked might accept; what waits for the customer is not worked on."""
    strategy = Bounded(TOP_DOWN, most=1, of=hard)
    board = Board(agents("ana bea", 9))
    board.submit(kinds("hard hard hard"), NOON)
    window = board.window
    board.offers.offer(0, (0,))
    assert strategy.pick_agent(window, 1) == 1
    board.offers.accept(0, 0)
    assert strategy.pick_agent(window, 1) == 1
    board.work.hold(0, Hold("customer"))
    assert strategy.pick_agent(window, 1) == 0


def test_kept_copy_goes_on_counting_what_it_shows() -> None:
    """A snapshot, a draft of it, and the board itself each have their own count."""
    strategy = Bounded(TOP_DOWN, most=1, of=hard)
    board = Board(agents("ana bea", 9))
    board.submit(kinds("hard hard hard"), NOON)
    assert strategy.pick_agent(board.window, 0) == 0
    kept, draft, other = board.window.keep(), board.window.draft(), board.window.draft()
    draft.assign(0, 0)
    assert [strategy.pick_agent(each, 1) for each in (kept, draft, other)] == [0, 1, 0]
    draft.assign(1, 1)
    assert [strategy.pick_agent(each, 2) for each in (kept, draft, other)] == [0, NOBODY, 0]


def test_bounds_can_be_nested() -> None:
    """Two hard ones, and three in all."""
    strategy = Bounded(Bounded(TOP_DOWN, most=2, of=hard), most=3)
    plan = assign(kinds("hard hard hard easy easy"), agents("ana bea"), strategy=strategy, now=NOON)
    assert given_out(plan) == {"t0": "ana", "t1": "ana", "t2": "bea", "t3": "ana", "t4": "bea"}


# Reserve


def rush(words: str) -> list[Ticket]:
    """Make tickets, urgent ones where the word is so."""
    return [attrs.evolve(each, urgency=1 if each.type == "urgent" else 3) for each in kinds(words)]


def test_last_room_is_kept_for_urgent_tickets() -> None:
    """Two of four units are kept: two easy ones, then urgent ones only."""
    strategy = Reserve(TOP_DOWN, units=2, unless=urgent)
    plan = assign(
        rush("easy easy easy urgent urgent urgent"),
        agents("ana bea", 2),
        strategy=strategy,
        now=NOON,
    )
    assert given_out(plan) == {"t0": "ana", "t1": "ana", "t3": "bea", "t4": "bea"}
    assert plan.left["t2"].text == (
        "held: the last room of those who could have it is kept for urgent tickets: 2 in all"
    )
    assert plan.left["t5"].code is ReasonCode.OUTRANKED


def test_each_agent_may_keep_room() -> None:
    """One unit each: the second goes to the other, the third waits, an urgent one does not."""
    strategy = Reserve(TOP_DOWN, per_agent=1, unless=urgent)
    plan = assign(rush("easy easy easy urgent"), agents("ana bea", 2), strategy=strategy, now=NOON)
    assert given_out(plan) == {"t0": "ana", "t1": "bea", "t3": "ana"}
    assert plan.left["t2"].text.endswith("kept for urgent tickets: 1 with each")


def test_reserve_counts_effort_and_only_those_who_may_have_the_ticket() -> None:
    """A large ticket would leave too little; the room of somebody else does not help."""
    strategy = Reserve(FewestOpen(), units=2, unless=urgent)
    team = [Agent(id="ana", capacity=4, skills={"law": 1}), Agent(id="bea", capacity=99)]
    for effort, expected in ((2, {"t": "ana"}), (3, {})):
        ticket = Ticket(id="t", created=at(-1), requirements={"law": 1}, effort=effort)
        assert given_out(assign([ticket], team, strategy=strategy, now=NOON)) == expected


def test_agent_without_a_limit_never_runs_into_the_reserve() -> None:
    """There is always room."""
    strategy = Reserve(FewestOpen(), units=9, per_agent=9, unless=urgent)
    assert given_out(assign(rush("easy"), agents("ana"), strategy=strategy, now=NOON))


def test_desk_gives_out_what_is_held_as_soon_as_there_is_room() -> None:
    """Held tickets are looked at again when somebody becomes free, and urgent ones pass them."""
    desk = Dispatcher(agents("ana", 2), strategy=Reserve(TOP_DOWN, units=1, unless=urgent))
    first, second, third = rush("easy easy urgent")
    desk.submit(first, NOON)
    desk.submit(second, NOON)
    desk.dispatch(NOON)
    desk.submit(third, at(1))
    desk.dispatch(at(1))
    owners = [desk.view.tickets.owner.at[ticket] for ticket in range(3)]
    assert owners == [0, -1, 0]
    assert desk.decide(at(1)).left["t1"].code is not ReasonCode.NOT_CHOSEN
    desk.resolve("t2", at(2))
    desk.resolve("t0", at(3))
    desk.dispatch(at(3))
    assert desk.view.tickets.owner.at[1] == 0


# Broadcast


def test_best_few_are_asked_at_once() -> None:
    """The first by the strategy, then the best without that one; each has room taken."""
    plan = assign(
        tickets("t1 t2"),
        agents("ana bea cem dan", 1),
        strategy=Broadcast(Sequential(sequence=["dan", "bea"]), agents=2),
        now=NOON,
    )
    view = plan.view
    asked = {
        view.tickets.ids[t]: [view.roster.ids[a] for a in each] for t, each in plan.offers.items()
    }
    assert asked == {"t1": ["dan", "bea"], "t2": ["ana", "cem"]}
    assert plan.pairs == ()


def test_fewer_candidates_are_asked_all() -> None:
    """And nobody is asked where there is none."""
    team = [Agent(id="ana", capacity=9, skills={"law": 1}), Agent(id="bea", capacity=0)]
    backlog = [
        Ticket(id="one", created=at(-2), requirements={"law": 1}),
        Ticket(id="none", created=at(-1), requirements={"tax": 1}),
    ]
    plan = assign(backlog, team, strategy=Broadcast(FewestOpen(), agents=3), now=NOON)
    assert plan.offers == {0: (0,)}
    assert plan.left["none"].code is ReasonCode.NOBODY_QUALIFIES


def test_desk_asks_and_the_first_who_accepts_has_it() -> None:
    """The other is told that the offer is over, and gets his or her room back."""
    strategy = Broadcast(Bounded(FewestOpen(), most=1, of=hard), agents=2)
    desk = Dispatcher(
        agents("ana bea cem", 2),
        strategy=strategy,
        settings=Settings(offers_last=at(5) - NOON),
    )
    for ticket in kinds("hard hard"):
        desk.submit(ticket, NOON)
    desk.dispatch(NOON)
    more = desk.view.tickets.more
    assert [sorted(more.offers[ticket]) for ticket in (0, 1)] == [[0, 1], [2]]
    desk.accept("t0", "bea", at(1))
    assert desk.view.open.tolist() == [0, 1, 1]


def test_rotation_remembers_the_first_who_is_asked() -> None:
    """One change for each ticket; a tie goes to whoever was asked longest ago."""
    strategy = Broadcast(RoundRobin(), agents=2)
    plan = assign(tickets("t1 t2"), agents("ana bea cem"), strategy=strategy, now=NOON)
    assert [asked[0] for asked in plan.offers.values()] == [0, 2]


def test_held_tickets_say_why_in_a_broadcast_too() -> None:
    """The reason is that of the strategy inside."""
    strategy = Broadcast(Bounded(FewestOpen(), most=1, of=hard))
    plan = assign(kinds("hard hard"), agents("ana"), strategy=strategy, now=NOON)
    assert plan.left["t1"].code is ReasonCode.HELD


# What all have in common


@pytest.mark.parametrize(
    "combined",
    [
        ByLevel({}, FewestOpen(order=OldestFirst())),
        FirstOf([FewestOpen(order=OldestFirst()), RoundRobin()]),
        ByCase([(hard, RoundRobin())], otherwise=FewestOpen(order=OldestFirst())),
        Bounded(FewestOpen(order=OldestFirst()), most=1),
        Reserve(FewestOpen(order=OldestFirst()), units=1, unless=urgent),
    ],
)
def test_order_is_that_of_the_strategy_inside(combined: InTurn) -> None:
    """Unless it is told otherwise."""
    assert combined.order == OldestFirst()
    assert attrs.evolve(combined, order=EarliestDue()).order == EarliestDue()


def picks_first(view: View, ticket: int) -> int:
    """Pick the first candidate."""
    return next(iter(view.candidates(ticket).tolist()), NOBODY)


@pytest.mark.parametrize(
    ("combined", "expected"),
    [
        (ByLevel({}, FewestOpen()), False),
        (ByLevel({}, TicketByTicket(picks_first)), True),
        (FirstOf([TicketByTicket(picks_first), FewestOpen()]), False),
        (FirstOf([TicketByTicket(picks_first)]), True),
        (ByCase([(hard, FewestOpen())], otherwise=FewestOpen()), False),
        (BY_DIFFICULTY, True),
        (Bounded(FewestOpen(), most=1), True),
        (Reserve(FewestOpen(), unless=urgent), True),
    ],
)
def test_whether_it_may_hold_follows_from_what_is_inside(
    combined: InTurn, *, expected: bool
) -> None:
    """A chain holds only if all hold; a case holds if one does."""
    assert combined.may_hold is expected


@attrs.frozen
class Bare:
    """No more than the event form."""

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Pick the first candidate."""
        return picks_first(view, ticket)


@pytest.mark.parametrize(
    "combined",
    [
        ByLevel({"": {"bea": 1}}, Bare()),
        FirstOf([Bare()]),
        ByCase([(hard, Bare())], otherwise=Bare()),
        Bounded(Bare(), most=1, of=hard),
        Reserve(Bare(), units=1, per_agent=1, unless=urgent),
    ],
)
def test_event_form_alone_is_enough(combined: InTurn) -> None:
    """Nothing is remembered or explained, and one that does not say is taken to hold."""
    plan = assign(kinds("hard easy hard"), agents("ana bea", 3), strategy=combined, now=NOON)
    assert plan.pairs
    assert plan.explain(plan.assignments[0].ticket_id).candidates[0].score is None
    assert combined.may_hold
    board = Board(agents("ana bea", 3))
    board.submit(kinds("hard"), NOON)
    assert combined.pick_ticket(board.window, 1) == 0


@attrs.frozen
class LooksPast:
    """A strategy that does not keep to the view that it is given."""

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Pick the first of all who qualify, whatever the view says."""
        return view.profile(ticket).agent_list[0]


def test_strategy_that_looks_past_its_view_is_told() -> None:
    """Otherwise a bound would be broken in silence."""
    strategy = Bounded(LooksPast(), most=1)
    with pytest.raises(InvalidPlan, match=r"LooksPast.*expected a candidate.*got ana"):
        assign(tickets("t1 t2"), agents("ana bea"), strategy=strategy, now=NOON)


def test_least_recently_assigned_is_narrowed_too() -> None:
    """An order of agents is asked among those who are left."""
    strategy = Bounded(LeastRecentlyAssigned(), most=1)
    plan = assign(
        tickets("t1 t2 t3"), agents("ana bea cem"), strategy=strategy, now=NOON, in_hand={"ana": 1}
    )
    assert Counter(given_out(plan).values()) == {"bea": 1, "cem": 1}


NO_EVENT_FORM = r"expected a strategy with the event form pick_agent\(view, ticket\), got"


@pytest.mark.parametrize(
    "make",
    [
        lambda inner: ByLevel({}, inner),
        lambda inner: FirstOf([FewestOpen(), inner]),
        lambda inner: ByCase([(hard, inner)], otherwise=FewestOpen()),
        lambda inner: ByCase([], otherwise=inner),
        lambda inner: Bounded(inner, most=1),
        lambda inner: Reserve(inner, unless=urgent),
        Broadcast,
    ],
    ids=["level", "first", "case", "otherwise", "bounded", "reserve", "broadcast"],
)
@pytest.mark.parametrize(
    "inner",
    [OptimalAssignment(), "fewest-open", None, FewestOpen],
    ids=["optimal", "name", "None", "class"],
)
def test_strategy_without_an_event_form_is_refused(
    make: Callable[[PicksAgent], object], inner: PicksAgent
) -> None:
    """Names, classes, and what decides about everything at once, are no use here."""
    with pytest.raises(TypeError, match=NO_EVENT_FORM):
        make(inner)


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: ByLevel({"a": {"ana": -1}}, TOP_DOWN), ValueError, r"\['a'\]\['ana'\]: expected"),
        (lambda: ByLevel({"a": {"ana": "x"}}, TOP_DOWN), TypeError, r"\['a'\]\['ana'\]"),  # type: ignore[dict-item]
        (lambda: ByLevel({"a": 3}, TOP_DOWN), TypeError, r"ByLevel.levels\['a'\]"),  # type: ignore[dict-item]
        (lambda: ByLevel(3, TOP_DOWN), TypeError, "a mapping of queue"),  # type: ignore[arg-type]
        (lambda: ByLevel({3: {}}, TOP_DOWN), TypeError, "ByLevel.levels"),  # type: ignore[dict-item]
        (lambda: FirstOf([]), ValueError, "FirstOf.strategies: expected at least one"),
        (lambda: FirstOf(3), TypeError, "several strategies"),  # type: ignore[arg-type]
        (lambda: ByCase([hard], otherwise=TOP_DOWN), TypeError, "pairs of"),  # type: ignore[list-item]
        (lambda: ByCase([("x", TOP_DOWN)], otherwise=TOP_DOWN), TypeError, "a callable"),  # type: ignore[list-item]
        (lambda: Bounded(TOP_DOWN, most=0), ValueError, "Bounded.most"),
        (lambda: Bounded(TOP_DOWN, most=1, of="hard"), TypeError, "Bounded.of"),  # type: ignore[arg-type]
        (lambda: Reserve(TOP_DOWN, units=-1, unless=urgent), ValueError, "Reserve.units"),
        (lambda: Reserve(TOP_DOWN, per_agent=-1, unless=urgent), ValueError, "per_agent"),
        (lambda: Reserve(TOP_DOWN, unless=None), TypeError, "Reserve.unless"),  # type: ignore[arg-type]
        (lambda: Broadcast(TOP_DOWN, agents=0), ValueError, "Broadcast.agents"),
    ],
)
def test_settings_that_cannot_be_are_refused(
    make: Callable[[], object], error: type[Exception], message: str
) -> None:
    """The message names the setting."""
    with pytest.raises(error, match=message):
        make()


def test_narrowed_draft_shows_what_has_been_tried() -> None:
    """It is a draft still, so that whatever counts the batch counts it there too."""
    board = Board(agents("ana bea cem"))
    board.submit(tickets("t1 t2"), NOON)
    draft = board.window.draft()
    draft.assign(0, 1)
    once = Narrowed.of(draft, np.array([True, True, False]))
    twice = Narrowed.of(once, np.array([False, True, True]))
    assert isinstance(twice, Draft)
    assert twice.to_plan().pairs == draft.to_plan().pairs
    assert twice.candidates(1).tolist() == [1]
    assert twice.whole is draft
    assert twice.open.tolist() == [0, 1, 0]
