"""Coverage: by worked example, and against all subsets of what is asked for."""

from collections.abc import Iterable, Mapping
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import NOON, at
from tests.generators import Scene, scenes
from ticketroute import Agent, Capacity, Setup, Ticket
from ticketroute.board import Shifts
from ticketroute.eligibility import Eligibility, EligibilityRule
from ticketroute.metrics import Coverage, coverage
from ticketroute.sla import BusinessCalendar


def asking(*asked: Mapping[str, float], effort: int = 1) -> list[Ticket]:
    """Make tickets that ask for skills."""
    return [
        Ticket(id=f"t{n}", created=NOON, requirements=each, effort=effort)
        for n, each in enumerate(asked)
    ]


ANA = Agent(id="ana", capacity=1, skills={"french": 1})
BEA = Agent(id="bea", capacity=1, skills={"french": 1, "tax": 1})


def test_shortage_names_tickets_agents_and_the_deficit() -> None:
    """Three tickets in French and for taxes, of which two people can take two."""
    found = coverage(asking({"french": 1}, {"tax": 1}, {"french": 1}), [ANA, BEA])
    (shortage,) = found.shortages
    assert shortage.ticket_ids == ("t0", "t2", "t1")
    assert (shortage.agent_ids, shortage.demand, shortage.room) == (("ana", "bea"), 3, 2)
    assert shortage.deficit == found.deficit == 1
    assert str(found) == (
        "3 tickets, 2 agents\n"
        "  too many for those who may have them:\n"
        "    3 tickets ('french' >= 1; 'tax' >= 1): 3 units needed, "
        "room for 2 with ana, bea; 1 too few\n"
        "  cannot be served without one agent:\n"
        "    bea: 1 ticket"
    )


def test_shortages_without_an_agent_in_common_are_told_apart() -> None:
    """Each with its own deficit, and what has room is left out."""
    team = [ANA, Agent(id="cem", capacity=2, skills={"law": 1}), Agent(id="dan", capacity=None)]
    asked = asking(*[{"french": 1}] * 2, *[{"law": 1}] * 5, {})
    found = coverage(asked, team)
    assert [(each.agent_ids, each.deficit) for each in found.shortages] == [
        (("ana",), 1),
        (("cem",), 3),
    ]
    assert found.deficit == 4
    assert found.only == {"cem": 5, "ana": 2}


def test_nothing_is_short_where_all_can_be_in_hands_at_once() -> None:
    """The flexible one is needed for one only."""
    found = coverage(asking({"french": 1}, {"tax": 1}), [ANA, BEA])
    assert (found.shortages, found.deficit, found.unservable) == ((), 0, ())
    assert str(coverage(asking({}), [ANA, BEA])).splitlines()[0] == "1 ticket, 2 agents"
    assert str(coverage([], [])) == "0 tickets, 0 agents: nothing is short"


def test_unservable_tickets_have_their_reason() -> None:
    """Each check is counted; exclusions, limits and rules are among them."""
    rule = EligibilityRule(
        "tenure",
        {"field": "agent.attributes.years", "at least": 2},
        when={"field": "ticket.tier", "equals": "vip"},
    )
    asked = [
        Ticket(id="skill", created=NOON, requirements={"law": 1, "french": 3}),
        Ticket(id="barred", created=NOON, requirements={"tax": 1}, exclusions=["bea"]),
        Ticket(id="large", created=NOON, effort=2),
        Ticket(id="vip", created=NOON, tier="vip"),
    ]
    found = coverage(asked, [ANA, BEA], setup=Setup(eligibility=Eligibility([rule])))
    assert {each.ticket_ids[0]: each.reason for each in found.unservable} == {
        "skill": "2 of 2: lacks 'french', 'law'; 2 of 2: is below 'french' >= 3, 'law' >= 1",
        "barred": "1 of 2: lacks 'tax'; 1 of 2: is excluded by the ticket",
        "large": "2 of 2: has no room for effort 2",
        "vip": "2 of 2: breaks rule 'tenure'",
    }
    assert coverage(asked[:1], []).unservable[0].reason == "there are no agents"


def test_those_who_are_not_there_at_an_instant_do_not_count() -> None:
    """By presence, and by the hours of the setup."""
    late = BusinessCalendar.weekdays("16:00", "20:00", "UTC")
    setup = Setup(shifts=Shifts(calendars={"ana": late}))
    team = [ANA, Agent(id="dan", capacity=1, skills={"french": 1}, presence="away")]
    at_noon = coverage(asking({"french": 1}), team, setup=setup, now=NOON)
    assert at_noon.agents == 0
    assert at_noon.unservable[0].reason == ("of those who may have them nobody is there: ana, dan")
    assert coverage(asking({"french": 1}), team, setup=setup, now=at(300)).unservable == ()
    assert coverage(asking({"french": 1}), team, setup=setup).agents == 2
    with pytest.raises(ValueError, match="now"):
        coverage([], [], now=NOON.replace(tzinfo=None))


def test_skills_that_nobody_has_or_asks_for() -> None:
    """Much the same spelling is pointed out; optional requirements count as asked for."""
    found = coverage(asking({"frensh": 1}, {"xyz": 1}), [ANA, BEA])
    assert found.unknown_skills == {"frensh": ("french",), "xyz": ()}
    assert found.unused_skills == ("french", "tax")
    text = str(found)
    assert "'frensh', perhaps 'french'" in text
    assert "    'xyz'\n" in text


def test_columns_are_one_row_for_each_group() -> None:
    """Plain arrays of equal length, also of nothing."""
    found = coverage(asking({"tax": 1}, {"french": 1}, {"french": 1}), [ANA, BEA])
    rows = {name: column.tolist() for name, column in found.columns().items()}
    assert rows == {
        "asked": ["'tax' >= 1", "'french' >= 1"],
        "tickets": [1, 2],
        "demand": [1, 2],
        "agents": [1, 2],
        "room": [1, 2],
        "only": ["bea", None],
        "is_short": [True, True],
    }
    assert all(len(column) == 0 for column in coverage([], []).columns().values())
    assert found.columns()["demand"].dtype == np.int64


def test_tickets_as_columns() -> None:
    """As everywhere, a data frame will do."""
    frame: dict[str, list[object]] = {
        "id": ["a", "b"],
        "created": [NOON, NOON],
        "queue": ["mail", "mail"],
    }
    assert coverage(frame, [Agent(id="ana", capacity=1)]).deficit == 1


def test_demand_beyond_what_flows_count_is_refused() -> None:
    """The size is named."""
    huge = [Ticket(id=f"t{n}", created=NOON, effort=10**9) for n in range(3)]
    with pytest.raises(ValueError, match="units of effort"):
        coverage(huge, [Agent(id="ana", capacity=10**9)])


def every_set(names: Iterable[int]) -> Iterable[tuple[int, ...]]:
    """Go through all sets, small ones first."""
    listed = list(names)
    return chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1))


def largest_excess(scene: Scene) -> tuple[int, set[str]]:
    """Try all sets of tickets: give the largest excess, and the smallest set that has it."""
    board = scene.board().window
    may: dict[int, frozenset[int]] = {}
    for ticket in range(len(board.tickets)):
        units = board.ticket(ticket).effort
        who = (a for a in range(board.n_agents) if board.qualifies(ticket, a))
        able = (
            a
            for a in who
            if all(
                board.workload.limit[row, a] >= need for row, need in board.profile(ticket).demand
            )
        )
        may[ticket] = frozenset(able)
        assert units > 0
    best: tuple[int, set[str]] = (0, set())
    for chosen in every_set(ticket for ticket, who in may.items() if who):
        together = frozenset[int]().union(*(may[ticket] for ticket in chosen))
        room = sum(int(board.workload.limit[0, agent]) for agent in together)
        excess = sum(board.ticket(ticket).effort for ticket in chosen) - room
        if excess > best[0]:
            best = excess, {board.tickets.ids[ticket] for ticket in chosen}
    return best


@given(scene=scenes(most_tickets=6))
@settings(max_examples=150)
def test_deficit_is_that_of_the_worst_of_all_sets(scene: Scene) -> None:
    """The flow finds the same excess as trying everything, and the same set."""
    found = coverage(scene.tickets, scene.agents)
    excess, worst = largest_excess(scene)
    assert found.deficit == excess
    assert {each for shortage in found.shortages for each in shortage.ticket_ids} == worst
    assert all(shortage.deficit > 0 for shortage in found.shortages)
    _check_singles(scene, found)


def _check_singles(scene: Scene, found: Coverage) -> None:
    """See that without an agent just so many tickets more can be had by nobody."""
    lost = {ticket_id for each in found.unservable for ticket_id in each.ticket_ids}
    for agent in scene.agents:
        others = [each for each in scene.agents if each.id != agent.id]
        without = coverage(scene.tickets, others)
        gone = {ticket_id for each in without.unservable for ticket_id in each.ticket_ids}
        assert len(gone - lost) == found.only.get(agent.id, 0)


@given(scene=scenes(most_tickets=6), data=st.data())
@settings(max_examples=40)
def test_order_of_input_does_not_matter(scene: Scene, data: st.DataObject) -> None:
    """Shuffled tickets and agents give the same shortages."""
    other = scene.reordered(
        data.draw(st.permutations(range(len(scene.agents)))),
        data.draw(st.permutations(range(len(scene.tickets)))),
    )
    first, second = (coverage(each.tickets, each.agents) for each in (scene, other))
    assert first.only == second.only
    assert {frozenset(each.ticket_ids) for each in first.shortages} == {
        frozenset(each.ticket_ids) for each in second.shortages
    }


def test_limit_on_a_channel_keeps_away_who_could_have_none() -> None:
    """Others count with their total."""
    chat = [Ticket(id="t1", created=NOON, channel="chat")]
    ana = Agent(id="ana", capacity=Capacity(total=3, channels={"chat": 0}))
    assert coverage(chat, [ana]).unservable[0].reason == "1 of 1: has no room for effort 1"
