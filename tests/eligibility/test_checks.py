"""Who may have what: each check by hand, and all together against plain loops."""

import pytest
from hypothesis import given, settings

from tests.builders import NOON, at
from tests.generators import Scene, scenes
from tests.oracles import Office, standing_failures
from ticketroute import Agent, Board, Capacity, Presence, Requirement, Ticket
from ticketroute.eligibility import (
    CHECK_DTYPE,
    READS,
    STANDING_CHECKS,
    Check,
    Roster,
    bit,
    describe_failure,
    standing_row,
)
from ticketroute.errors import UnknownId

ANA = Agent(
    id="ana",
    capacity=Capacity(total=3, channels={"chat": 1}),
    skills={"billing": 2, "french": 0},
    channels=["chat", "email"],
    teams=["mail"],
    languages=["de"],
)


def failed(agent: Agent, **fields: object) -> set[str]:
    """Give the names of the checks that an agent fails for a ticket of these fields."""
    ticket = Ticket(id="t1", created=at(-1), **fields)  # type: ignore[arg-type]
    board = Board([agent])
    board.submit([ticket], NOON)
    return names(int(board.window.failed_checks(0)[0]))


def names(bits: int) -> set[str]:
    """Give the names of a set of checks, in lower case."""
    return {str(check.name).lower() for check in Check(bits).parts}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, set()),
        ({"queue": "mail"}, set()),
        ({"queue": "calls"}, {"queue"}),
        ({"queue": "calls", "helpers": ["chats", "mail"]}, set()),
        ({"queue": "calls", "helpers": ["chats"]}, {"queue"}),
        ({"helpers": ["chats"]}, set()),
        ({"channel": "email"}, set()),
        ({"channel": "phone"}, {"channel"}),
        ({"language": "de"}, set()),
        ({"language": "en"}, {"language"}),
        ({"requirements": {"billing": 2}}, set()),
        ({"requirements": {"billing": 2.5}}, {"level"}),
        ({"requirements": {"law": 0}}, {"skill"}),
        ({"requirements": {"french": 0}}, set()),
        ({"requirements": {"law": 1, "billing": 3}}, {"skill", "level"}),
        ({"requirements": [Requirement("law", 1, optional=True)]}, set()),
        ({"exclusions": ["ana"]}, {"excluded"}),
        ({"exclusions": ["bea"]}, set()),
        ({"effort": 3}, set()),
        ({"effort": 4}, {"capacity"}),
        ({"effort": 2, "channel": "email"}, set()),
        ({"effort": 2, "channel": "chat"}, {"capacity"}),
        ({"queue": "calls", "language": "en", "effort": 9}, {"queue", "language", "capacity"}),
    ],
)
def test_each_check_by_hand(fields: dict[str, object], expected: set[str]) -> None:
    """Every failed check is reported, not only the first."""
    assert failed(ANA, **fields) == expected


@pytest.mark.parametrize("presence", [Presence.AWAY, Presence.OFFLINE])
def test_only_active_agents_may_have_tickets(presence: Presence) -> None:
    """Away and offline are the same to a dispatcher, if a ticket does not say otherwise."""
    assert failed(Agent(id="ana", capacity=1, presence=presence)) == {"presence"}


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("active", ["active"]),
        ("away", ["active", "away"]),
        ("offline", ["active", "away", "offline"]),
    ],
)
def test_ticket_may_go_to_those_who_are_less_present(asked: str, there: list[str]) -> None:
    """A wider presence includes the narrower ones."""
    for presence in Presence:
        agent = Agent(id="ana", capacity=1, presence=presence)
        expected = set() if presence.value in there else {"presence"}
        assert failed(agent, presence=asked) == expected


def test_failure_names_queue_and_helping_teams() -> None:
    """Nobody has to guess which teams were asked."""
    ticket = Ticket(id="t1", created=NOON, queue="calls", helpers=["mail", "chats"])
    text = describe_failure(Check.QUEUE, ticket)
    assert text == "is not in the team of queue 'calls' nor of 'chats' nor of 'mail'"
    away = Ticket(id="t1", created=NOON, presence="away")
    assert describe_failure(Check.PRESENCE, away) == "is offline"


def test_no_restriction_serves_everything() -> None:
    """None in a field of the agent lets every ticket pass."""
    free = Agent(id="bea", capacity=None)
    assert failed(free, queue="any", channel="any", language="any", effort=10**6) == set()


def test_empty_set_serves_nothing() -> None:
    """Nothing at all is another thing than no restriction."""
    nothing = Agent(id="bea", capacity=1, teams=[], channels=[], languages=[])
    assert failed(nothing, queue="any", channel="any", language="any") == {
        "queue",
        "channel",
        "language",
    }
    assert failed(nothing) == set()


def test_capacity_zero_takes_nothing() -> None:
    """Zero is a limit like any other."""
    assert failed(Agent(id="bea", capacity=0)) == {"capacity"}


@given(scenes())
@settings(max_examples=150)
def test_failed_checks_are_those_that_plain_loops_find(scene: Scene) -> None:
    """For each pair of a random board, the whole set of bits is right."""
    view, office = scene.board().window, Office.of(scene)
    for position, ticket in enumerate(scene.tickets):
        row = view.failed_checks(position).tolist()
        assert [names(bits) for bits in row] == [office.failed(ticket, d) for d in office.desks]


@given(scenes())
@settings(max_examples=150)
def test_all_ways_to_ask_who_may_agree(scene: Scene) -> None:
    """Bits, candidates, single pairs and what is shut say the same."""
    view = scene.board().window
    for position in range(len(scene.tickets)):
        free = [n for n, bits in enumerate(view.failed_checks(position).tolist()) if bits == 0]
        assert view.candidates(position).tolist() == free
        assert [n for n in range(view.n_agents) if view.may_take(position, n)] == free
        assert all(view.fits(position, n) for n in free)  # a last resort fits, too
        qualified = view.profile(position).agents[~view.shut(position)].tolist()
        assert qualified == free


@given(scenes())
@settings(max_examples=100)
def test_standing_row_reads_the_named_fields_only(scene: Scene) -> None:
    """The row of a profile is that of plain loops, over agents in the order of their ids."""
    roster = Roster(scene.agents)
    for ticket in scene.tickets:
        row = standing_row(roster, ticket)
        assert row.dtype == CHECK_DTYPE
        assert [names(bits) for bits in row.tolist()] == [
            standing_failures(ticket, agent) for agent in roster.agents
        ]
        bare = Ticket(id="x", created=NOON, **{name: getattr(ticket, name) for name in READS})
        assert standing_row(roster, bare).tolist() == row.tolist()


def test_parts_of_a_set_come_in_the_order_of_declaration() -> None:
    """A rejection lists its checks always in the same order."""
    assert (Check.CAPACITY | Check.QUEUE | Check.LEVEL).parts == (
        Check.QUEUE,
        Check.LEVEL,
        Check.CAPACITY,
    )
    assert Check(0).parts == ()


def test_every_check_fits_the_type_of_the_rows() -> None:
    """Array operations keep the small type."""
    everything = Check(0)
    for check in Check:
        assert bit(check).dtype == CHECK_DTYPE
        everything |= check
    assert int(bit(everything)) == sum(int(check) for check in Check)
    assert Check.PRESENCE not in STANDING_CHECKS


@pytest.mark.parametrize("check", list(Check))
def test_every_check_is_described_with_what_the_ticket_asks(check: Check) -> None:
    """The sentence names the value that was not met, where there is one."""
    ticket = Ticket(
        id="t1",
        created=NOON,
        queue="calls",
        channel="phone",
        language="en",
        effort=4,
        requirements={"law": 3},
    )
    named = {
        Check.QUEUE: "'calls'",
        Check.CHANNEL: "'phone'",
        Check.LANGUAGE: "'en'",
        Check.SKILL: "'law'",
        Check.LEVEL: "'law' >= 3",
        Check.CAPACITY: "effort 4",
    }
    assert named.get(check, "") in describe_failure(check, ticket)


def test_optional_requirements_are_not_named_as_lacking() -> None:
    """Nobody is shut out by them."""
    asked = [Requirement("law", 3), Requirement("charm", 1, optional=True)]
    sentence = describe_failure(Check.SKILL, Ticket(id="t", created=NOON, requirements=asked))
    assert "law" in sentence
    assert "charm" not in sentence


def test_roster_orders_agents_by_id() -> None:
    """Positions do not depend on the order of the input."""
    roster = Roster(Agent(id=name, capacity=1) for name in ("cem", "ana", "bea"))
    assert roster.ids == ("ana", "bea", "cem")
    assert [roster.index(name) for name in roster.ids] == [0, 1, 2]
    assert (roster.find("bea"), roster.find("eve"), len(roster)) == (1, None, 3)


def test_roster_refuses_two_agents_of_one_id() -> None:
    """The message names the id."""
    message = r"Agent.id: expected ids that are all different, got 'ana'"
    with pytest.raises(ValueError, match=message):
        Roster([Agent(id="ana", capacity=1), Agent(id="bea", capacity=1), ANA])


def test_roster_refuses_what_is_no_agent() -> None:
    """The message shows what came instead."""
    with pytest.raises(TypeError, match=r"agents: expected values of Agent, got 'ana'"):
        Roster(["ana"])  # type: ignore[list-item]


def test_unknown_agent_is_named_beside_some_of_the_known() -> None:
    """A thousand known ids are not all listed."""
    roster = Roster(Agent(id=f"a{number}", capacity=1) for number in range(7))
    with pytest.raises(UnknownId, match=r"one of 'a0', .*'a4' \.\.\. \(7 in all\), got 'eve'"):
        roster.index("eve")
    with pytest.raises(UnknownId, match=r"expected one of no ids at all, got 'eve'"):
        Roster([]).index("eve")
    with pytest.raises(LookupError, match="eve"):
        roster.index("eve")
