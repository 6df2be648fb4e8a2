"""Failures that users of other systems report, each kept from happening here.

The numbers are those of the project's notes on such reports.
"""

import pytest

from tests.builders import NOON, agents, at, given_out, minutes, one_by_one, tickets
from tests.generators import BUILT_IN, IN_TURN, SETTINGS, built_in
from ticketroute import Agent, Board, Plan, Presence, Setup, Ticket, assign, decide
from ticketroute.board import NOBODY
from ticketroute.sla import LinearAgeing, Targets, priority_level
from ticketroute.strategies import (
    FewestOpen,
    InTurn,
    LeastRecentlyAssigned,
    RoundRobin,
    Strategy,
)

ROTATING: dict[str, Strategy] = {
    "round-robin": RoundRobin(),
    "least-recently-assigned": LeastRecentlyAssigned(),
    "fewest-open": FewestOpen(),
}


def served(plan: Plan) -> list[str]:
    """Give the ids of the agents in the order of the assignments."""
    return [each.agent_id for each in plan.assignments]


@pytest.mark.parametrize("name", BUILT_IN)
def test_1_quiet_days_do_not_give_every_ticket_to_one_person(name: str) -> None:
    """With everybody idle each time, ties rotate instead of going to the first in the list."""
    board = Board(agents("ana bea cem", 5))
    board.view(NOON)
    names = one_by_one(board, built_in(name), [f"t{number}" for number in range(9)])
    assert [names.count(each) for each in ("ana", "bea", "cem")] == [3, 3, 3]


@pytest.mark.parametrize("name", ROTATING)
def test_2_return_from_leave_is_not_punished_by_lifetime_counts(name: str) -> None:
    """After weeks in which others had everything, the returner gets a fair share and no more."""
    board = Board(agents("ana bea cem", 5))
    board.view(NOON)
    board.set_presence("cem", Presence.OFFLINE)
    one_by_one(board, ROTATING[name], [f"before {number}" for number in range(40)])
    board.set_presence("cem", Presence.ACTIVE)
    names = one_by_one(board, ROTATING[name], [f"after {number}" for number in range(9)])
    assert names.count("cem") == 3
    assert "cem cem" not in " ".join(names)


@pytest.mark.parametrize("name", ROTATING)
def test_3_large_limit_does_not_flood_a_returning_agent_in_one_cycle(name: str) -> None:
    """A batch on the morning of the return is shared, whatever the limits."""
    team = [*agents("ana bea", 10), Agent(id="cem", capacity=100)]
    waiting = tickets("t1 t2 t3 t4 t5 t6 t7 t8 t9")
    plan = assign(waiting, team, strategy=ROTATING[name], now=NOON)
    assert served(plan).count("cem") == 3


@pytest.mark.parametrize("name", ["skill-weighted", "optimal"])
def test_3_scores_by_spare_share_level_loads_and_not_counts(name: str) -> None:
    """Where capacity counts, a large limit draws its share of the load and not the whole batch."""
    team = [*agents("ana bea", 2), Agent(id="cem", capacity=4)]
    plan = assign(tickets("t1 t2 t3 t4"), team, strategy=name, now=NOON)
    assert sorted(served(plan)) == ["ana", "bea", "cem", "cem"]


@pytest.mark.parametrize("name", ["round-robin", "least-recently-assigned"])
def test_4_who_closes_fast_is_not_given_everything(name: str) -> None:
    """The fast one is free each time, the others have work in hand; all get the same number."""
    board = Board(agents("fast slow steady", 50))
    board.view(NOON)
    names = []
    for number in range(15):
        board.submit([Ticket(id=f"t{number}", created=NOON)], NOON)
        board.commit(decide(board.window, ROTATING[name]))
        owner = str(board.owner(f"t{number}"))
        names.append(owner)
        if owner == "fast":
            board.release(f"t{number}")
    assert [names.count(each) for each in ("fast", "slow", "steady")] == [5, 5, 5]


EVEN = [name for name in BUILT_IN if name != "weighted-random"]
"""Draws are even in the long run only."""


@pytest.mark.parametrize("name", [*EVEN, "greedy by spare capacity"])
def test_5_loads_are_counted_inside_a_batch(name: str) -> None:
    """On a fresh day a batch is not given to the one who was least loaded before it."""
    plan = assign(
        tickets("t1 t2 t3 t4 t5 t6"), agents("ana bea cem", 6), strategy=SETTINGS[name], now=NOON
    )
    assert [served(plan).count(each) for each in ("ana", "bea", "cem")] == [2, 2, 2]


@pytest.mark.parametrize("name", SETTINGS)
def test_6_waiting_ticket_is_not_overtaken_by_a_newer_one(name: str) -> None:
    """When room is freed, the one that has waited gets it."""
    board = Board(agents("ana", 1))
    board.submit(tickets("first"), NOON)
    board.commit(decide(board.window, SETTINGS[name]))
    board.submit([Ticket(id="waited", created=NOON)], at(1))
    board.commit(decide(board.window, SETTINGS[name]))
    board.release("first")
    board.submit([Ticket(id="a newer one", created=at(5))], at(5))
    assert given_out(decide(board.window, SETTINGS[name])) == {"waited": "ana"}


@pytest.mark.parametrize("name", SETTINGS)
def test_7_distribution_goes_on_when_the_last_in_order_is_unavailable(name: str) -> None:
    """Nobody who is away halts a rotation, wherever he or she stands in it."""
    board = Board(agents("ana bea cem", 9))
    board.view(NOON)
    one_by_one(board, SETTINGS[name], ["t1", "t2"])
    for agent_id in ("cem", "ana"):
        board.set_presence(agent_id, Presence.AWAY)
    names = one_by_one(board, SETTINGS[name], ["t3", "t4", "t5"])
    assert names == ["bea", "bea", "bea"]


@pytest.mark.parametrize("name", SETTINGS)
def test_9_ticket_that_an_agent_may_not_have_blocks_nobody(name: str) -> None:
    """The most urgent ticket can be served by nobody; those behind it are served."""
    urgent = Ticket(id="urgent", created=at(-99), queue="law", impact=1, urgency=1)
    team = [Agent(id="ana", capacity=1, teams=["mail"]), Agent(id="bea", capacity=1, teams=[])]
    behind = [
        Ticket(id="mail", created=at(-2), queue="mail"),
        Ticket(id="any", created=at(-1)),
    ]
    plan = assign([urgent, *behind], team, strategy=SETTINGS[name], now=NOON)
    assert given_out(plan) == {"mail": "ana", "any": "bea"}


@pytest.mark.parametrize("name", IN_TURN)
def test_9_free_agent_looks_past_the_head_of_the_line(name: str) -> None:
    """There is no deadlock on a longest waiting ticket: the agent picks the next that fits."""
    strategy = built_in(name)
    assert isinstance(strategy, InTurn)
    board = Board([Agent(id="ana", capacity=1, skills={"mail": 1})])
    oldest = Ticket(id="oldest", created=at(-99), requirements={"law": 1})
    board.submit([oldest, Ticket(id="next", created=at(-1), requirements={"mail": 1})], NOON)
    picked = strategy.pick_ticket(board.window, 0)
    assert picked != NOBODY
    assert board.window.ticket(picked).id == "next"


@pytest.mark.parametrize("name", SETTINGS)
def test_10_more_urgent_ticket_is_served_first(name: str) -> None:
    """With room for one, it is the first in the order of urgency, whatever the order of input."""
    waiting = [
        Ticket(id="third", created=at(-5)),
        Ticket(id="first", created=at(-60)),
        Ticket(id="second", created=at(-30)),
    ]
    board = Board(agents("ana", 1))
    board.submit(waiting, NOON)
    assert given_out(decide(board.window, SETTINGS[name])) == {"first": "ana"}


@pytest.mark.parametrize("name", ["skill-weighted", "optimal"])
def test_10_agent_with_the_larger_score_is_chosen(name: str) -> None:
    """Larger is better, and not the other way round."""
    team = [
        Agent(id="ana", capacity=2, skills={"billing": 1}),
        Agent(id="bea", capacity=2, skills={"billing": 4}),
    ]
    ticket = Ticket(id="t1", created=NOON, requirements={"billing": 1})
    assert given_out(assign([ticket], team, strategy=name, now=NOON)) == {"t1": "bea"}


@pytest.mark.parametrize("name", BUILT_IN)
def test_16_one_is_the_highest_priority(name: str) -> None:
    """Impact 1 and urgency 1 come before 3 and 3, in targets and in head starts alike."""
    assert priority_level(1, 1) == 1
    low = Ticket(id="low", created=at(-20), impact=3, urgency=3)
    high = Ticket(id="high", created=at(-10), impact=1, urgency=1)
    setup = Setup(targets=Targets({1: minutes(60), 5: minutes(2880)}))
    plan = assign([low, high], agents("ana", 1), strategy=name, now=NOON, setup=setup)
    assert given_out(plan) == {"high": "ana"}


def test_16_head_start_goes_to_level_one() -> None:
    """Minutes granted to level 1 put its tickets before older ones of lower levels."""
    board = Board(agents("ana", 1))
    low = Ticket(id="low", created=at(-20), impact=3, urgency=3)
    high = Ticket(id="high", created=at(-10), impact=1, urgency=1)
    board.submit([low, high], NOON)
    order = board.window.most_urgent_first(LinearAgeing({1: 60}))
    assert [board.window.ticket(ticket).id for ticket in order] == ["high", "low"]
