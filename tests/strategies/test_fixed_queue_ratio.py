"""Queues kept in fixed ratios: worked examples, plain loops, and the desk."""

from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, agents, at, given_out
from tests.generators import QUEUES, Scene, scenes
from tests.oracles import Office, Pairs, least_recently_assigned
from ticketroute import Agent, Board, Dispatcher, Ticket, assign
from ticketroute.board import ReasonCode
from ticketroute.sla import LinearAgeing, OldestFirst
from ticketroute.strategies import Bounded, FewestOpen, FixedQueueRatio, RoundRobin
from ticketroute.testing import RULES, check_strategy

ONE_TO_FOUR = FixedQueueRatio(ratios={"calls": 1, "mails": 4})


def waiting(words: str) -> list[Ticket]:
    """Make tickets of queues given in one string, a minute apart."""
    return [
        Ticket(id=f"{word}{number}", created=at(number - 99), queue=None if word == "-" else word)
        for number, word in enumerate(words.split())
    ]


def test_queue_beyond_its_share_is_served() -> None:
    """Two calls and three mails: calls exceed a fifth by more than mails exceed four fifths."""
    backlog = waiting("mails mails mails calls calls")
    plan = assign(backlog, agents("ana", 2), strategy=ONE_TO_FOUR, now=NOON)
    assert [each.ticket_id for each in plan.assignments] == ["calls3", "calls4"]


def test_mails_are_served_when_there_are_too_many() -> None:
    """One call in ten is half of what is allowed, so the mails exceed."""
    backlog = waiting("calls " + "mails " * 9)
    plan = assign(backlog, agents("ana", 1), strategy=ONE_TO_FOUR, now=NOON)
    assert given_out(plan) == {"mails1": "ana"}


def test_without_ratios_the_longest_queue_comes_first() -> None:
    """And of queues that are as long, the one whose next ticket came first."""
    backlog = waiting("a b b c c")
    plan = assign(backlog, agents("ana", 3), strategy=FixedQueueRatio(), now=NOON)
    assert [each.ticket_id for each in plan.assignments] == ["b1", "c3", "a0"]


def test_agent_looks_only_at_the_queues_that_he_or_she_serves() -> None:
    """The queue that exceeds most is not for this one."""
    team = [Agent(id="ana", capacity=1, teams={"mails"})]
    plan = assign(waiting("calls calls mails"), team, strategy=ONE_TO_FOUR, now=NOON)
    assert given_out(plan) == {"mails2": "ana"}


def test_in_a_queue_the_order_decides() -> None:
    """That of the strategy inside unless told otherwise."""
    backlog = waiting("a a")
    backlog[1] = Ticket(id="top", created=at(-1), queue="a", impact=1, urgency=1)
    strategy = FixedQueueRatio(order=LinearAgeing({1: 600}))
    assert given_out(assign(backlog, agents("ana", 1), strategy=strategy, now=NOON)) == {
        "top": "ana"
    }
    inner = FixedQueueRatio(strategy=FewestOpen(order=OldestFirst()))
    assert inner.order == OldestFirst()


def test_lengths_are_kept_near_their_ratio() -> None:
    """Ten of each, and one agent who serves as many as may be: in the end 1 to 4."""
    backlog = waiting("calls " * 10 + "mails " * 10)
    plan = assign(backlog, agents("ana", 10), strategy=ONE_TO_FOUR, now=NOON)
    left = Counter(ticket_id[:5] for ticket_id in plan.left)
    assert left == {"calls": 2, "mails": 8}


def plain_loops(office: Office, ratios: dict[str, int]) -> Pairs:
    """Look at each servable ticket for the queue that exceeds most, and begin anew."""
    pairs: Pairs = []
    whole = Fraction(max(sum(ratios.values()), 1))
    while True:
        heads: dict[str, Ticket] = {}
        for ticket in office.most_urgent_first():
            if office.candidates(ticket):
                heads.setdefault(ticket.queue or "", ticket)
        if not heads:
            return pairs
        total = len(office.waiting)
        length = Counter(ticket.queue or "" for ticket in office.waiting)

        def excess(queue: str, *, length: Counter[str] = length, total: int = total) -> Fraction:
            return Fraction(length[queue], total) - ratios.get(queue, 0) / whole

        queue = min(heads, key=lambda each: (-excess(each), heads[each].created, heads[each].id))
        ticket = heads[queue]
        desk = least_recently_assigned(office, ticket, office.candidates(ticket))
        office.assign(ticket, desk)
        pairs.append((ticket.id, desk.agent.id))


@given(scenes(), st.dictionaries(st.sampled_from((*QUEUES, "")), st.integers(0, 3)))
@settings(max_examples=200)
def test_plan_is_what_plain_loops_decide(scene: Scene, ratios: dict[str, int]) -> None:
    """The queue that exceeds most, its first servable ticket, again and again."""
    plan = FixedQueueRatio(ratios=ratios)(scene.board().window)
    pairs = [(each.ticket_id, each.agent_id) for each in plan.assignments]
    assert pairs == plain_loops(Office.of(scene), ratios)


STRATEGIES = [
    FixedQueueRatio(ratios={"a": 1, "b": 2}),
    FixedQueueRatio(ratios={"b": 1}, strategy=RoundRobin(), order=LinearAgeing({1: 60})),
    FixedQueueRatio(strategy=Bounded(FewestOpen(), most=1)),
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["submit", "submit", "resolve", "away", "back", "dispatch"]),
        st.integers(0, 11),
    ),
    max_size=25,
)


@pytest.mark.parametrize("strategy", STRATEGIES, ids=["fewest", "rotation", "bounded"])
@settings(max_examples=50, deadline=None)
@given(steps=STEPS)
def test_dispatch_says_what_a_plan_for_all_says(
    strategy: FixedQueueRatio, steps: list[tuple[str, int]]
) -> None:
    """What a desk gives out as things happen is what a plan for everything gives out."""
    team = [
        Agent(id="ana", capacity=1),
        Agent(id="bea", capacity=2, teams={"a"}),
        Agent(id="cem", capacity=1, teams={"a", "b"}),
    ]
    desk = Dispatcher(team, strategy=strategy)
    for minute, (what, number) in enumerate(steps):
        now, agent = at(minute), ("ana", "bea", "cem")[number % 3]
        if what == "submit":
            queue = (None, "a", "b")[number % 3]
            desk.submit(Ticket(id=f"t{minute}", created=at(minute - 3 * number), queue=queue), now)
        elif what == "resolve":
            owned = [t for t in range(len(desk.view.tickets)) if desk.view.tickets.owner.at[t] >= 0]
            if owned:
                desk.resolve(desk.view.tickets.ids[owned[number % len(owned)]], now)
        elif what in ("away", "back"):
            desk.set_presence(agent, "away" if what == "away" else "active", now)
        else:
            decided = {(each.ticket_id, each.agent_id) for each in desk.decide(now).assignments}
            events = [e for e in desk.dispatch(now) if e.type.value == "assigned"]
            assert {(e.ticket_id, e.agent_id) for e in events} == decided


@pytest.mark.parametrize("strategy", [ONE_TO_FOUR, *STRATEGIES], ids=["1:4", "2", "3", "4"])
def test_it_keeps_to_what_a_strategy_promises(strategy: FixedQueueRatio) -> None:
    """It is a value, does not mind the order of input, and breaks no invariant."""
    assert check_strategy(strategy).kept == tuple(RULES)


def test_held_tickets_say_why() -> None:
    """The reason is that of the strategy inside."""
    strategy = FixedQueueRatio(strategy=Bounded(FewestOpen(), most=1))
    assert strategy.may_hold
    assert not ONE_TO_FOUR.may_hold
    plan = assign(waiting("a a"), agents("ana"), strategy=strategy, now=NOON)
    assert plan.left["a1"].code is ReasonCode.HELD
    assert "open tickets" in str(plan.explain("a0"))


def test_line_is_that_of_the_queue() -> None:
    """For a place in line."""
    board = Board(agents("ana"))
    board.submit(waiting("a b a b"), NOON)
    assert list(ONE_TO_FOUR.line(board.window, 2)) == [0, 2]


@pytest.mark.parametrize(
    ("ratios", "message"),
    [
        ({"a": -1}, r"FixedQueueRatio.ratios\['a'\]"),
        ({"a": 0.5}, r"FixedQueueRatio.ratios\['a'\]"),
        ({3: 1}, r"FixedQueueRatio.ratios"),
        (3, "a mapping of queue to share"),
    ],
)
def test_ratios_that_cannot_be_are_refused(
    ratios: Any,  # noqa: ANN401 - wrong on purpose
    message: str,
) -> None:
    """Integers of at least 0 by queue."""
    with pytest.raises((TypeError, ValueError), match=message):
        FixedQueueRatio(ratios=ratios)


def test_strategy_without_an_event_form_is_refused() -> None:
    """It has to pick an agent for one ticket."""
    with pytest.raises(TypeError, match=r"FixedQueueRatio\.strategy: expected a strategy with the"):
        FixedQueueRatio(strategy="fewest-open")  # type: ignore[arg-type]
