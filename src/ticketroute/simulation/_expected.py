"""The tickets of a scenario as a board reads them: a template for each kind, and columns."""

from collections.abc import Sequence
from operator import attrgetter

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import NEVER, Board, Key, Setup, View, number_rows
from ticketroute.model import Ticket, from_microseconds
from ticketroute.simulation._luck import Luck
from ticketroute.simulation._scenario import Scenario


def ticket_ids(count: int) -> list[str]:
    """Give ids whose order is that of arrival: ``"t0007"``."""
    width = len(str(max(count - 1, 0)))
    return [f"t{number:0{width}}" for number in range(count)]


class ExpectedTickets:
    """All tickets of a run, by arrival; see ``board.Source``.

    Parameters
    ----------
    scenario
        Whose kinds say what tickets ask for.
    luck
        When they come, and of which kind.
    """

    def __init__(self, scenario: Scenario, luck: Luck) -> None:
        self.ids = ticket_ids(len(luck))
        self.created: NDArray[np.int64] = luck.created
        self._templates = [kind.template for kind in scenario.kinds]
        self._kind = luck.kind

    def ticket(self, row: int) -> Ticket:
        """Make one ticket."""
        template = self._templates[self._kind[row]]
        created = from_microseconds(int(self.created[row]))
        ticket: Ticket = attrs.evolve(template, id=self.ids[row], created=created)
        return ticket

    def copy(self) -> "ExpectedTickets":
        """Give the same: nothing is ever appended."""
        return self

    def groups(self, fields: Sequence[str], first: int) -> tuple[list[Key], list[int]]:
        """Group the tickets by the values of some fields: as many groups as kinds, at most."""
        values = attrgetter(*fields)
        if {"id", "created"} & set(fields):  # they differ from ticket to ticket
            tickets = map(self.ticket, range(first, len(self.ids)))
            return number_rows(_as_key(values(each), fields) for each in tickets)
        of_kind = [_as_key(values(each), fields) for each in self._templates]
        kinds, places = np.unique(self._kind[first:], return_index=True)
        by_first_row = kinds[np.argsort(places)]
        keys, numbers = number_rows(of_kind[kind] for kind in by_first_row.tolist())
        group_of_kind = np.zeros(len(self._templates), dtype=np.intp)
        group_of_kind[by_first_row] = numbers
        members: list[int] = group_of_kind[self._kind[first:]].tolist()
        return keys, members


def _as_key(values: object, fields: Sequence[str]) -> Key:
    return (values,) if len(fields) == 1 else values  # type: ignore[return-value]


def expected_board(scenario: Scenario, luck: Luck, setup: Setup) -> View:
    """Give a board that nobody works at, with all tickets of a run."""
    board = Board((), setup=attrs.evolve(setup, shifts=None, allowances=()))
    board.view(scenario.start)
    board.intake.expect(board.intake.read_source(ExpectedTickets(scenario, luck)))
    return board.window


def due_of(scenario: Scenario, luck: Luck, setup: Setup) -> NDArray[np.int64]:
    """Give by when each ticket is to be done, `NEVER` without a target."""
    if not setup.targets.by_level and setup.targets.default is None:
        return np.full(len(luck), NEVER, dtype=np.int64)
    return expected_board(scenario, luck, setup).tickets.due.copy()
