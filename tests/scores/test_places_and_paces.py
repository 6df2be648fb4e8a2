"""How far, how quick, how soon done: scores that go by estimates on the board."""

from datetime import UTC, datetime, timedelta
from math import inf
from typing import Any

import pytest

from ticketroute import Agent, Board, Setup, Ticket, assign
from ticketroute.board import Travel
from ticketroute.scores import Nearness, PredictedFinish, Quickness
from ticketroute.sla import HandlingTimes
from ticketroute.strategies import EarliestFinish, Greedy

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
TRAVEL = Travel(
    table={("north", "centre"): HOUR / 2, ("centre", "south"): HOUR, ("south", "centre"): 2 * HOUR},
    points={"north": (0.0, 0.0), "island": (0.0, 1.0)},
    speed=111.19508023,
)
"""A degree along the equator is as many kilometres, so that the island is an hour away."""


def ticket(name: str = "t", **fields: Any) -> Ticket:  # noqa: ANN401
    """Make a ticket that came at noon."""
    return Ticket(id=name, created=NOON, **fields)


def team(*places: str | None) -> list[Agent]:
    """Make agents who stand in places."""
    return [Agent(id=f"a{n}", capacity=9, place=place) for n, place in enumerate(places)]


def scores_of(score: Any, wanted: Ticket, setup: Setup, agents: list[Agent]) -> list[float]:  # noqa: ANN401
    """Ask a score about one ticket."""
    board = Board(agents, setup=setup)
    row: list[float] = score(board.view(NOON), [wanted])[0].tolist()
    return row


def test_table_comes_first_both_ways_unless_one_is_given_apart() -> None:
    """Then the points, then nothing is known."""
    assert TRAVEL.between("centre", "north") == HOUR / 2
    assert TRAVEL.between("centre", "south") == HOUR
    assert TRAVEL.between("south", "centre") == 2 * HOUR
    assert TRAVEL.between("north", "north") == timedelta(0)
    way = TRAVEL.between("north", "island")
    assert way is not None
    assert abs(way - HOUR) < timedelta(milliseconds=1)
    assert TRAVEL.between("south", "island") is None
    assert TRAVEL.between(None, "south") is None


def test_nearness_halves_with_the_time_on_the_way() -> None:
    """At the place 1, half an hour 1/2, one hour 1/3; unknown 0; without a place 0 for all."""
    agents = team("centre", "north", "south", "nowhere", None)
    setup = Setup(travel=TRAVEL)
    given = scores_of(Nearness(), ticket(place="centre"), setup, agents)
    assert given == pytest.approx([1.0, 1 / 2, 1 / 5, 0.0, 0.0])
    assert scores_of(Nearness(), ticket(), setup, agents) == [0.0] * 5
    assert scores_of(Nearness(), ticket(place="centre"), Setup(), agents) == [1.0, 0, 0, 0, 0]


def test_too_far_is_out_and_waits() -> None:
    """Nobody within half an hour: the ticket waits although somebody is free."""
    agents = team("south", None)
    near = Greedy(Nearness(within=HOUR / 2))
    plan = assign(
        [ticket(place="centre")], agents, strategy=near, now=NOON, setup=Setup(travel=TRAVEL)
    )
    assert plan.left["t"].code.value == "not chosen"
    given = scores_of(
        Nearness(within=HOUR / 2), ticket(place="centre"), Setup(travel=TRAVEL), agents
    )
    assert given == [-inf, -inf]


def test_ticket_may_have_coordinates_of_its_own() -> None:
    """An hour east of the north; without coordinates its place counts."""
    score, setup = Nearness(half=HOUR, by_coordinates=True), Setup(travel=TRAVEL)
    agents = team("north", "island", "centre")
    here = ticket(attributes={"latitude": 0.0, "longitude": 1})
    assert scores_of(score, here, setup, agents) == pytest.approx([1 / 2, 1.0, 0.0])
    assert scores_of(score, ticket(place="centre"), setup, agents)[2] == 1.0
    half = ticket(attributes={"latitude": 0.0, "longitude": True})
    assert scores_of(score, half, setup, agents) == [0.0] * 3


def test_paces_tell_who_is_quick() -> None:
    """Half the time is twice as quick; who is not named has pace 1."""
    setup = Setup(handling_times=HandlingTimes(paces={"a0": 2.0, "a2": 0.5}))
    assert scores_of(Quickness(), ticket(), setup, team(None, None, None)) == [0.25, 0.5, 1.0]
    assert scores_of(Quickness(), ticket(), Setup(), []) == []


def test_finish_is_what_is_in_hand_and_the_ticket_at_the_agents_pace() -> None:
    """A long ticket; three short ones of a slow agent: 2 h + 1 h, and 2.5 h times 1.5."""
    times = HandlingTimes({"long": 2 * HOUR, "short": HOUR / 2}, default=HOUR, paces={"a1": 1.5})
    board = Board(team(None, None), setup=Setup(handling_times=times))
    kinds = ["long", "short", "short", "short"]
    board.submit([ticket(f"t{n}", type=kind) for n, kind in enumerate(kinds)], NOON)
    view = board.view(NOON)
    for position, agent in enumerate((0, 1, 1, 1)):
        board.commit_pair(position, agent)
    hours = [each / (HOUR / timedelta(microseconds=1)) for each in view.work_in_hand.tolist()]
    assert hours == [2.0, 1.5]
    given = PredictedFinish(half=HOUR)(view, [ticket(type="other")])[0].tolist()
    assert given == pytest.approx([1 / (1 + 3), 1 / (1 + 3.75)])


def test_earliest_finish_counts_what_the_batch_has_given_and_offers() -> None:
    """Four short ones to the one, a long one to the other: it balances work, not numbers."""
    setup = Setup(handling_times=HandlingTimes({"long": 4 * HOUR}, default=HOUR))
    tickets = [ticket("t0", type="long"), *(ticket(f"t{n}") for n in range(1, 5))]
    plan = assign(tickets, team(None, None), strategy=EarliestFinish(), now=NOON, setup=setup)
    given = {each.ticket_id: each.agent_id for each in plan.assignments}
    assert given == {"t0": "a0", "t1": "a1", "t2": "a1", "t3": "a1", "t4": "a1"}


ANY_TRAVEL: Any = Travel
ANY_SETUP: Any = Setup
ANY_NEARNESS: Any = Nearness


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ANY_TRAVEL(table={"a": HOUR}), "pairs .from, to. of places as keys, got 'a'"),
        (lambda: ANY_TRAVEL(table={("a", "b"): -HOUR}), "a timedelta of at least zero"),
        (lambda: ANY_TRAVEL(table=3), "Travel.table: expected a mapping"),
        (
            lambda: ANY_TRAVEL(points={"a": (91, 0)}),
            r"Travel.points\['a'\]: expected degrees from -90",
        ),
        (lambda: ANY_TRAVEL(points={"a": [0, 0]}), r"expected \(latitude, longitude\)"),
        (lambda: ANY_TRAVEL(speed=0), "Travel.speed: expected a finite number above 0, got 0"),
        (lambda: ANY_SETUP(travel=3), "Setup.travel: expected Travel"),
        (
            lambda: ANY_NEARNESS(half=timedelta(0)),
            "Nearness.half: expected a duration longer than zero",
        ),
        (lambda: ANY_NEARNESS(within=3), "Nearness.within: expected a timedelta"),
        (lambda: PredictedFinish(half=timedelta(0)), "PredictedFinish.half: expected a duration"),
        (lambda: HandlingTimes(paces={"a": 0}), r"HandlingTimes.paces\['a'\]: expected a number"),
    ],
)
def test_what_makes_no_sense_is_refused(make: Any, message: str) -> None:  # noqa: ANN401
    """Field, value and expectation are named."""
    with pytest.raises((TypeError, ValueError), match=message):
        make()
