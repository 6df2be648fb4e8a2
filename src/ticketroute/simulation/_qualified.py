"""Which agents may have which kinds of tickets: read off a board with one ticket of each kind."""

import attrs

from ticketroute.board import Board, Setup, View
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


def qualified_by_kind(scenario: Scenario, setup: Setup) -> list[list[int]]:
    """Give the agents, by position, who may have the tickets of each kind."""
    view = one_of_each(scenario, setup)
    return [view.profile(kind).agent_list for kind in range(len(scenario.kinds))]
