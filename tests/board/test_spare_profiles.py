"""Profiles that no ticket has any more are given up, and nobody notices."""

from datetime import UTC, datetime

from ticketroute import Agent, Board, Ticket
from ticketroute.board import View
from ticketroute.sla import EarliestDue

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
READ_BY_A_SCORE = ("requirements", "customer")


def ticket(number: int, customer: str | None = None, skill: str = "mail") -> Ticket:
    """Make a ticket of a customer of its own."""
    name = customer or f"customer{number}"
    return Ticket(id=f"T-{number}", created=NOON, customer=name, requirements={skill: 1})


def board_of(*agents: Agent) -> tuple[Board, View]:
    """Make a board, with one agent without a limit if none are given, and its view."""
    board = Board(agents or [Agent(id="ana", skills={"mail": 1}, capacity=None)])
    return board, board.view(NOON)


def serve(board: Board, number: int) -> None:
    """Let a ticket come, be served, and go for good."""
    position = board.intake.submit(ticket(number))
    board.commit_pair(position, 0)
    board.work.start(position)
    board.work.resolve(position)
    board.work.forget([position])


def test_customers_who_have_gone_leave_nothing_behind() -> None:
    """One profile for each of 5,000 customers, of whom none is left."""
    board, view = board_of()
    table = view.profiles(READ_BY_A_SCORE)
    for number in range(5_000):
        serve(board, number)
    assert len(table) <= 1_025


def test_rewriting_one_ticket_over_and_over_leaves_nothing_behind() -> None:
    """A profile that only an update gives up counts too."""
    board, view = board_of()
    table = view.profiles(READ_BY_A_SCORE)
    position = board.intake.submit(ticket(0))
    for number in range(5_000):
        board.intake.update(position, ticket(0, customer=f"name{number}"))
    assert len(table) <= 1_025
    assert table.ticket(table.of(position)).customer == "name4999"


def test_who_waits_waits_on_in_the_same_order_under_the_same_profile() -> None:
    """Numbers of profiles change under a backlog, and its order and candidates stay."""
    ana = Agent(id="ana", skills={"mail": 1, "chat": 1}, capacity=None)
    board, view = board_of(ana, Agent(id="bea", skills={"chat": 1}, capacity=1))
    view.profiles(READ_BY_A_SCORE)
    waiting = [board.intake.submit(ticket(9_000 + n, skill=f"skill{n}")) for n in range(1_100)]
    waiting += [board.intake.submit(ticket(8_000 + n, skill="chat")) for n in range(5)]
    before = [list(view.tickets_for(agent, EarliestDue())) for agent in range(2)]
    for number in range(4_000):
        serve(board, number)
    for position in waiting[:1_000]:
        board.work.cancel(position)
    board.work.forget(waiting[:1_000])
    assert [list(view.tickets_for(agent, EarliestDue())) for agent in range(2)] == before
    assert view.length_of(None) == 105
    assert [view.candidates(each).tolist() for each in waiting[-5:]] == [[0, 1]] * 5
