"""Why a ticket waits: each reason by hand, with the sentence that is read."""

import pytest

from tests.builders import NOON, agents, at, tickets
from tests.generators import SETTINGS
from ticketroute import Agent, Plan, Presence, Ticket, View, assign
from ticketroute.board import ReasonCode
from ticketroute.strategies import Strategy


def do_nothing(view: View) -> Plan:
    """Leave everything."""
    return view.plan()


def hold_all(view: View) -> Plan:
    """Keep everything waiting on purpose."""
    return view.plan(hold=dict.fromkeys(view.waiting.tolist(), "for the night shift"))


ANA = Agent(id="ana", capacity=1, skills={"billing": 1}, teams=["mail"])
BEA = Agent(id="bea", capacity=1, presence=Presence.AWAY)
FULL = Agent(id="cem", capacity=0)

CASES: dict[str, tuple[dict[str, object], list[Agent], Strategy | str, ReasonCode, str]] = {
    "nobody there at all": ({}, [], "optimal", ReasonCode.NO_AGENTS, "there are no agents"),
    "later": (
        {"not_before": at(30)},
        [ANA],
        "optimal",
        ReasonCode.SCHEDULED,
        "not to be dispatched before 2026-05-04T12:30:00+00:00",
    ),
    "held": ({}, [ANA], hold_all, ReasonCode.HELD, "held: for the night shift"),
    "no skill": (
        {"requirements": {"law": 2}},
        [ANA, BEA],
        "optimal",
        ReasonCode.NOBODY_QUALIFIES,
        "no agent qualifies; 2 of 2: lacks 'law'",
    ),
    "several obstacles": (
        {"queue": "calls", "requirements": {"billing": 3}},
        [ANA, FULL],
        "optimal",
        ReasonCode.NOBODY_QUALIFIES,
        "no agent qualifies; 1 of 2: is not in the team of queue 'calls'; 1 of 2: is below",
    ),
    "excluded": (
        {"exclusions": ["ana"]},
        [ANA],
        "optimal",
        ReasonCode.ALL_EXCLUDED,
        "the ticket excludes ana",
    ),
    "away": (
        {},
        [BEA],
        "optimal",
        ReasonCode.NOBODY_PRESENT,
        "of those who qualify nobody is active with room: bea",
    ),
    "no capacity": (
        {},
        [FULL],
        "optimal",
        ReasonCode.BEYOND_LIMITS,
        "effort 1 is beyond the limits of all who may have it",
    ),
    "too large": (
        {"effort": 2},
        [ANA],
        "optimal",
        ReasonCode.BEYOND_LIMITS,
        "effort 2 is beyond the limits of all who may have it",
    ),
    "excluded or away": (
        {"exclusions": ["ana"]},
        [ANA, BEA],
        "optimal",
        ReasonCode.NOBODY_PRESENT,
        "of those who qualify nobody is active with room: bea",
    ),
    "full or away": (
        {},
        [FULL, BEA],
        "optimal",
        ReasonCode.NOBODY_HAS_ROOM,
        "no room left with cem",
    ),
    "not chosen": (
        {},
        [ANA],
        do_nothing,
        ReasonCode.NOT_CHOSEN,
        "the strategy left it although ana could have it",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_reason_by_hand(name: str) -> None:
    """The nearest obstacle: the code to count and the sentence to read."""
    fields, team, strategy, code, text = CASES[name]
    ticket = Ticket(id="t1", created=at(-1), **fields)  # type: ignore[arg-type]
    reason = assign([ticket], team, strategy=strategy, now=NOON).left["t1"]
    assert reason.code is code
    assert text in reason.text
    assert assign([ticket], team, strategy=strategy, now=NOON).explain("t1").reason == reason


@pytest.mark.parametrize("name", SETTINGS)
def test_ticket_whose_room_went_to_others_is_outranked(name: str) -> None:
    """There was room before the plan and there is none after it."""
    plan = assign(tickets("t1 t2"), agents("ana", 1), strategy=SETTINGS[name], now=NOON)
    assert plan.left["t2"].code is ReasonCode.OUTRANKED
    assert plan.left["t2"].text == "the room of ana went to other tickets"


def test_long_lists_of_agents_are_cut() -> None:
    """Three names and a count."""
    team = agents("a1 a2 a3 a4 a5", 1)
    full = {agent.id: 1 for agent in team}
    plan = assign(tickets("t1"), team, strategy="optimal", now=NOON, in_hand=full)
    reason = plan.left["t1"]
    assert reason.text == "no room left with a1, a2, a3 and 2 more"


def test_left_tickets_are_read_by_id() -> None:
    """What was assigned is not among them."""
    plan = assign(tickets("t1 t2 t3"), agents("ana", 2), strategy="round-robin", now=NOON)
    assert list(plan.left) == ["t3"]
    with pytest.raises(KeyError):
        _ = plan.left["t1"]
