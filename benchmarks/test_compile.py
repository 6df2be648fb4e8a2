"""What it costs to take 100,000 tickets in, from objects and from columns."""

from datetime import timedelta

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.desk import MORNING, SKILLS, make_agents
from ticketroute import Board, Requirement, Ticket
from ticketroute.board import TicketColumnsLike

NUMBER = 100_000
REQUIREMENTS = [
    (Requirement(f"skill{skill}", level),) for skill in range(SKILLS) for level in (1, 2, 3)
]
CHANNELS = ("chat", "mail", "phone")
LATER = MORNING + timedelta(days=3)


def make_columns() -> TicketColumnsLike:
    """Make the columns that a data frame would give: id, arrival, and five that routing reads."""
    seconds = np.arange(NUMBER).astype("timedelta64[s]")
    return {
        "id": [f"ticket{place}" for place in range(NUMBER)],
        "created": np.datetime64(MORNING.replace(tzinfo=None), "us") + seconds,
        "requirements": [REQUIREMENTS[place % 18] for place in range(NUMBER)],
        "channel": [CHANNELS[place % 3] for place in range(NUMBER)],
        "queue": ["first line"] * NUMBER,
        "impact": [1 + place % 3 for place in range(NUMBER)],
        "urgency": [1 + place % 2 for place in range(NUMBER)],
    }


def make_objects() -> list[Ticket]:
    """Make the same tickets as objects."""
    return [
        Ticket(
            id=f"ticket{place}",
            created=MORNING + timedelta(seconds=place),
            requirements=REQUIREMENTS[place % 18],
            channel=CHANNELS[place % 3],
            queue="first line",
            impact=1 + place % 3,
            urgency=1 + place % 2,
        )
        for place in range(NUMBER)
    ]


@pytest.mark.benchmark(group="compile 100,000 tickets")
@pytest.mark.parametrize("form", ["columns", "objects"])
def test_compile(benchmark: BenchmarkFixture, form: str) -> None:
    """From what the caller has to columns, profiles, levels and due times on the board."""
    tickets = make_columns() if form == "columns" else make_objects()

    def fresh() -> tuple[tuple[Board], dict[str, object]]:
        return (Board(make_agents(90)),), {}

    benchmark.pedantic(
        lambda board: board.submit(tickets, LATER), setup=fresh, rounds=10, warmup_rounds=1
    )
    board = Board(make_agents(90))
    board.submit(tickets, LATER)
    assert board.window.ticket(17) == make_objects()[17]
