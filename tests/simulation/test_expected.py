"""The tickets of a scenario are grouped by their kinds, as they would be one by one."""

from hypothesis import given
from hypothesis import strategies as st

from tests.simulation.scenarios import scenarios
from ticketroute.board._sources import Objects
from ticketroute.simulation import Scenario
from ticketroute.simulation._expected import ExpectedTickets
from ticketroute.simulation._luck import draw

OF_KINDS = [("type",), ("requirements", "type"), ("impact",), ("impact", "not_before")]
OF_EACH = [("id",), ("type", "created")]


@given(
    scenario=scenarios(),
    fields=st.sampled_from(OF_KINDS) | st.sampled_from(OF_EACH),
    first=st.integers(0, 9),
)
def test_groups_are_those_of_the_tickets(
    scenario: Scenario, fields: tuple[str, ...], first: int
) -> None:
    """Whichever fields are asked for, and from whichever ticket on."""
    expected = ExpectedTickets(scenario, draw(scenario, 0, 0))
    tickets = Objects([expected.ticket(row) for row in range(len(expected.ids))])
    assert expected.groups(fields, first) == tickets.groups(fields, first)
