"""Which agents may have which kinds of tickets: read off a board with one ticket of each kind."""

import attrs

from ticketroute.board import Board, Setup, View
from ticketroute.model import Ticket
from ticketroute.simulation._scenario import Scenario


def one_of_each(scenario: Scenario, setup: Setup) -> View:
    """Give a board on which a ticket of each kind waits; its position is the kind's."""
    board = Board(scenario.agents, setup=setup)
    tickets = [
        attrs.evolve(kind.template, id=f"t{number:09}", created=scenario.start)
        for number, kind in enumerate(scenario.kinds)
    ]
    board.submit(tickets, scenario.start)
    return board.window


def count_qualified(view: View, ticket: int, template: Ticket) -> int:
    """Count the agents who may have a ticket of a template, there or not, whoever gave it back."""
    qualified, names = view.profile(ticket).agent_list, view.roster.ids
    if not template.exclusions:
        return len(qualified)
    return sum(names[agent] not in template.exclusions for agent in qualified)


def count_qualified_by_kind(scenario: Scenario, setup: Setup) -> list[int]:
    """Count the agents who may have the tickets of each kind."""
    view = one_of_each(scenario, setup)
    return [
        count_qualified(view, number, kind.template) for number, kind in enumerate(scenario.kinds)
    ]
