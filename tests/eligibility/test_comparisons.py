"""Comparisons by hand: each operator, with what is missing, unrestricted or of another kind."""

from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.builders import NOON, at
from ticketroute import Agent, Requirement, Ticket
from ticketroute.eligibility import AllOf, AnyOf, Comparison, Condition, Field, Not, Roster, row_of
from ticketroute.model import AttributeValue

OF_ANA: dict[str, AttributeValue] = {
    "region": "north",
    "years": 2.0,
    "one": 1,
    "yes": True,
    "three": "3",
}
TICKET = Ticket(
    id="t1",
    created=NOON,
    place="Bern",
    tier="vip",
    difficulty=3,
    affinity=["bea", "ana"],
    requirements=[
        Requirement("law", 2),
        Requirement("law", 3),
        Requirement("tax", 9, optional=True),
    ],
    attributes={"region": "north", "seats": 3, "trial": True, "owner_team": "mail", "gone": None},
)
EMPTY = Ticket(id="t2", created=NOON)
ANA = Agent(
    id="ana",
    capacity=3,
    place="Bern",
    skills={"law": 3},
    teams=["mail"],
    attributes=OF_ANA,
)
FREE = Agent(id="bea", capacity=None)

place, difficulty = Field("ticket.place"), Field("ticket.difficulty")
region, seats = Field("ticket.attributes.region"), Field("ticket.attributes.seats")
trial, gone = Field("ticket.attributes.trial"), Field("ticket.attributes.gone")
teams, capacity = Field("agent.teams"), Field("agent.capacity")
law, years = Field("agent.skills.law"), Field("agent.attributes.years")
owner_team = Field("ticket.attributes.owner_team")

CASES: list[tuple[Condition, Ticket, Agent, bool]] = [
    # equals
    (place.equals("Bern"), TICKET, ANA, True),
    (place.equals("Basel"), TICKET, ANA, False),
    (place.equals("Bern"), EMPTY, ANA, False),
    (Not(place.equals("Bern")), EMPTY, ANA, True),
    (place.equals(Field("agent.place")), TICKET, ANA, True),
    (place.equals(Field("agent.place")), TICKET, FREE, False),
    (place.equals(Field("agent.place")), EMPTY, FREE, False),
    (Field("agent.attributes.region").equals(region), TICKET, ANA, True),
    (seats.equals(3), TICKET, ANA, True),
    (seats.equals(3.0), TICKET, ANA, True),
    (seats.equals("3"), TICKET, ANA, False),
    (seats.equals(Field("agent.attributes.three")), TICKET, ANA, False),
    (trial.equals(True), TICKET, ANA, True),
    (trial.equals(1), TICKET, ANA, False),
    (trial.equals(Field("agent.attributes.one")), TICKET, ANA, False),
    (trial.equals(Field("agent.attributes.yes")), TICKET, ANA, True),
    (gone.equals(gone), TICKET, ANA, False),
    (Field("ticket.created").equals(NOON.astimezone(ZoneInfo("Asia/Tokyo"))), TICKET, ANA, True),
    # in
    (Field("ticket.tier").one_of(["gold", "vip"]), TICKET, ANA, True),
    (Field("ticket.tier").one_of(["gold"]), TICKET, ANA, False),
    (Field("ticket.tier").one_of(["gold"]), EMPTY, ANA, False),
    (seats.one_of(["3", True]), TICKET, ANA, False),
    (seats.one_of(["3", 3]), TICKET, ANA, True),
    (owner_team.one_of(teams), TICKET, ANA, True),
    (region.one_of(teams), TICKET, ANA, False),
    (region.one_of(teams), TICKET, FREE, True),
    (region.one_of(teams), EMPTY, FREE, False),
    (Field("agent.id").one_of(Field("ticket.affinity")), TICKET, ANA, True),
    (Field("agent.id").one_of(Field("ticket.affinity")), EMPTY, ANA, False),
    # ranges
    (difficulty.at_least(3), TICKET, ANA, True),
    (difficulty.at_least(3.5), TICKET, ANA, False),
    (difficulty.at_least(0), EMPTY, ANA, False),
    (difficulty.at_most(3), TICKET, ANA, True),
    (difficulty.at_most(2), TICKET, ANA, False),
    (difficulty.at_most(9), EMPTY, ANA, False),
    (difficulty.between(3, 3), TICKET, ANA, True),
    (difficulty.between(1, 2), TICKET, ANA, False),
    (difficulty.between(years, law), TICKET, ANA, True),
    (difficulty.between(years, law), TICKET, FREE, False),
    (difficulty.at_most(law), TICKET, ANA, True),
    (difficulty.at_most(law), TICKET, FREE, False),
    (law.at_least(Field("ticket.requirements.law")), TICKET, ANA, True),
    (years.between(2, difficulty), TICKET, ANA, True),
    (region.at_least(0), TICKET, ANA, False),
    (trial.at_least(0), TICKET, ANA, False),
    (Field("ticket.created").at_least(NOON), TICKET, ANA, True),
    (Field("ticket.created").at_most(at(-1)), TICKET, ANA, False),
    (Field("ticket.created").between(at(-1), at(1)), TICKET, ANA, True),
    (Field("ticket.not_before").at_most(NOON), TICKET, ANA, False),
    (Field("ticket.created").at_most(Field("ticket.not_before")), TICKET, ANA, False),
    (Field("ticket.requirements.law").at_least(3), TICKET, ANA, True),
    (Field("ticket.requirements.tax").at_least(0), TICKET, ANA, False),
    (capacity.at_most(3), TICKET, ANA, True),
    (capacity.at_least(10**9), TICKET, FREE, True),
    (capacity.at_most(10**9), TICKET, FREE, False),
    # contains
    (teams.contains("mail"), TICKET, ANA, True),
    (teams.contains("calls"), TICKET, ANA, False),
    (teams.contains("calls"), TICKET, FREE, True),
    (teams.contains(owner_team), TICKET, ANA, True),
    (teams.contains(owner_team), TICKET, FREE, True),
    (teams.contains(owner_team), EMPTY, FREE, False),
    (teams.contains(seats), TICKET, FREE, False),
    (teams.contains("calls"), TICKET, Agent(id="cem", capacity=1, teams=[]), False),
    (Field("agent.skills").contains("law"), TICKET, ANA, True),
    (Field("agent.skills").contains("law"), TICKET, FREE, False),
    (Field("ticket.affinity").contains("bea"), TICKET, ANA, True),
    (Field("ticket.affinity").contains(Field("agent.id")), TICKET, ANA, True),
    (Field("ticket.exclusions").contains(Field("agent.id")), TICKET, ANA, False),
    (Field("ticket.requirements").contains("law"), TICKET, ANA, True),
    (Field("ticket.requirements").contains("tax"), TICKET, ANA, False),
    # is missing
    (place.is_missing(), TICKET, ANA, False),
    (place.is_missing(), EMPTY, ANA, True),
    (gone.is_missing(), TICKET, ANA, True),
    (trial.is_missing(), TICKET, ANA, False),
    (trial.is_missing(), EMPTY, ANA, True),
    (Field("ticket.affinity").is_missing(), TICKET, ANA, False),
    (Field("ticket.affinity").is_missing(), EMPTY, ANA, True),
    (Field("ticket.requirements").is_missing(), EMPTY, ANA, True),
    (Field("ticket.requirements.tax").is_missing(), TICKET, ANA, True),
    (Field("agent.skills").is_missing(), TICKET, FREE, True),
    (law.is_missing(), TICKET, ANA, False),
    (law.is_missing(), TICKET, FREE, True),
    (teams.is_missing(), TICKET, ANA, False),
    (teams.is_missing(), TICKET, FREE, True),
    (teams.is_missing(), TICKET, Agent(id="cem", capacity=1, teams=[]), False),
    # joined
    (AllOf([place.equals("Bern"), difficulty.at_least(4)]), TICKET, ANA, False),
    (AllOf([place.equals("Bern"), difficulty.at_least(3)]), TICKET, ANA, True),
    (AnyOf([place.equals("Basel"), difficulty.at_least(3)]), TICKET, ANA, True),
    (AnyOf([place.equals("Basel"), difficulty.at_least(4)]), TICKET, ANA, False),
]


@pytest.mark.parametrize(("condition", "ticket", "agent", "expected"), CASES)
def test_each_comparison_by_hand(
    condition: Condition, ticket: Ticket, agent: Agent, expected: bool
) -> None:
    """As a call and as a row."""
    assert condition(ticket, agent) is expected
    assert row_of(condition, Roster([agent]), ticket).tolist() == [expected]


def test_an_empty_text_is_a_value() -> None:
    """Zero, False and the empty text are not missing."""
    values: dict[str, AttributeValue] = {"zero": 0, "no": False, "text": ""}
    ticket = Ticket(id="t1", created=NOON, attributes=values)
    for name, value in (("zero", 0), ("no", False), ("text", "")):
        field = Field(f"ticket.attributes.{name}")
        assert not field.is_missing()(ticket)
        assert field.equals(value)(ticket)


def test_names_of_attributes_may_have_dots() -> None:
    """Only the first two dots part a path."""
    ticket = Ticket(id="t1", created=NOON, attributes={"crm.region": "north"})
    assert Field("ticket.attributes.crm.region").equals("north")(ticket)


@pytest.mark.parametrize(
    ("condition", "reads", "reads_agent"),
    [
        (place.equals("Bern"), ("place",), False),
        (place.equals(Field("agent.place")), ("place",), True),
        (Field("agent.place").equals("Bern"), (), True),
        (region.equals(owner_team), ("attributes",), False),
        (Field("ticket.requirements.law").at_least(1), ("requirements",), False),
        (
            AllOf([place.equals("Bern"), AnyOf([difficulty.at_least(1), law.at_least(1)])]),
            ("difficulty", "place"),
            True,
        ),
        (Not(Field("agent.id").one_of(Field("ticket.affinity"))), ("affinity",), True),
    ],
)
def test_conditions_say_what_they_read(
    condition: Condition, reads: tuple[str, ...], reads_agent: bool
) -> None:
    """Fields of tickets by name, of agents whether any."""
    assert (condition.reads, condition.reads_agent) == (reads, reads_agent)


def test_a_condition_that_reads_an_agent_needs_one() -> None:
    """Even where the answer is clear without; one that reads none does not look at it."""
    either = AnyOf([place.equals("Bern"), law.at_least(1)])
    message = r"agent: expected an Agent, as the condition reads one, got None"
    with pytest.raises(TypeError, match=message):
        either(TICKET)
    with pytest.raises(TypeError, match=r"agent: expected an Agent, to read agent.skills.law"):
        law.value(TICKET)
    with pytest.raises(TypeError, match=r"ticket: expected a Ticket, got 'vip'"):
        place.equals("Bern")("vip")  # type: ignore[arg-type]
    assert place.equals("Bern")(TICKET)


def test_the_order_and_number_of_listed_values_does_not_matter() -> None:
    """A list is kept sorted, each value once."""
    one, other = region.one_of(["b", 2, "a", 1]), region.one_of({1, 2, "a", "b"})
    assert one == other == region.one_of([2.0, "a", "b", 1, 1, "a"])
    assert hash(one) == hash(other)
    assert one.values == (1, 2, "a", "b")


def test_instants_are_kept_in_one_zone() -> None:
    """So that conditions are equal if they mean the same."""
    tokyo = NOON.astimezone(ZoneInfo("Asia/Tokyo"))
    assert Field("ticket.created").at_least(tokyo) == Field("ticket.created").at_least(NOON)


def test_an_operator_may_be_given_by_its_word() -> None:
    """And a field by its path."""
    assert Comparison("ticket.difficulty", "at most", [3]) == difficulty.at_most(3)


def test_rows_of_agents_alone_are_worked_out_once() -> None:
    """They are kept in the roster, and locked."""
    roster = Roster([ANA, FREE])
    tenured = AllOf([years.at_least(2), Not(law.is_missing())])
    row = row_of(tenured, roster, TICKET)
    assert row_of(tenured, roster, EMPTY) is row
    assert not row.flags.writeable


def test_names_that_nobody_has_take_no_room() -> None:
    """Any number of tickets may ask for them."""
    roster = Roster([ANA, FREE])
    rows = [
        row_of(
            teams.contains(Field("ticket.customer")),
            roster,
            Ticket(id="t", created=NOON, customer=f"c{number}"),
        )
        for number in range(50)
    ]
    assert {row.tobytes() for row in rows} == {np.array([False, True]).tobytes()}
    assert len(roster._masks) == 1


def test_huge_whole_numbers_are_compared_exactly() -> None:
    """Also beyond what floats tell apart."""
    huge = 2**60
    agents = [Agent(id=str(n), capacity=1, attributes={"n": huge + n}) for n in (0, 1)]
    ticket = Ticket(id="t", created=NOON, attributes={"n": huge})
    mine, its = Field("agent.attributes.n"), Field("ticket.attributes.n")
    assert row_of(mine.equals(its), Roster(agents), ticket).tolist() == [True, False]
    assert row_of(mine.at_most(its), Roster(agents), ticket).tolist() == [True, False]
