"""How a ticket came to a choice: its queue, its relaxation, its rules, the parts of a strategy."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ticketroute.board._hooks import Traces
from ticketroute.eligibility import describe_change

if TYPE_CHECKING:
    from ticketroute.board._view import View


def stages_of(view: "View", ticket: int, strategy: object) -> tuple[str, ...]:
    """Give the stages through which a ticket comes to a choice, in a few words each."""
    return tuple(_stages(view, ticket, strategy))


def _stages(view: "View", ticket: int, strategy: object) -> Iterator[str]:
    value = view.ticket(ticket)
    if value.queue is not None:
        yield f"queue {value.queue!r}"
    if (step := _relaxation(view, ticket)) is not None:
        yield step
    rules = view.setup.eligibility
    if rules is not None and (names := [repr(rule.name) for rule in rules.rules_for(value)]):
        yield f"rule{'s' if len(names) > 1 else ''} {', '.join(names)}"
    if isinstance(strategy, Traces):
        yield from strategy.trace(view, ticket)


def _relaxation(view: "View", ticket: int) -> str | None:
    """Say how far a ticket's relaxation has come, and what it asks for otherwise since."""
    wait, relaxations = view.tickets.more.waits.get(ticket), view.setup.relaxations
    if wait is None or not wait.step or wait.relaxation >= len(relaxations):
        return None
    text = f"step {wait.step} of {len(relaxations[wait.relaxation].steps)} of its relaxation"
    changes = describe_change(view.tickets.original(ticket), view.ticket(ticket))
    return f"{text}: {', '.join(changes)}" if changes else text
