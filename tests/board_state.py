"""Everything that can be observed of a board, digested so that two moments can be compared."""

from collections.abc import Mapping

import attrs

from ticketroute import Board, Memory, View
from ticketroute.board import last_assignment, open_tickets

State = Mapping[str, object]


def plain_memory(memory: Memory) -> tuple[object, ...]:
    """Give a memory without the numbers that say nothing: 0 is the same as not being named."""
    numbers = {
        (policy, queue): {agent: number for agent, number in sorted(each.items()) if number}
        for policy, queues in sorted(memory.numbers.items())
        for queue, each in sorted(queues.items())
    }
    return memory.last_assigned, {key: each for key, each in numbers.items() if each}


def view_state(view: View) -> State:
    """Digest everything that a view shows."""
    tickets, workload = view.tickets, view.workload
    kept = {
        "terms": tickets.terms.columns.tolist(),
        "owner": tickets.owner.array.tolist(),
        "state": tickets.state.array.tolist(),
        "since": tickets.since.array.tolist(),
        "more": attrs.asdict(tickets.more),
        "attendance": attrs.asdict(view.attendance),
    }
    derived = {order: workload.keys(order)[0].tolist() for order in (open_tickets, last_assignment)}
    return {
        "now": view.now,
        "version": view.version,
        "tickets": [view.ticket(position) for position in range(len(tickets))],
        "ids": list(tickets.ids),
        "columns": kept,
        "excluded": dict(tickets.barred),
        "waiting": view.waiting.tolist(),
        "scheduled": sorted(view.wake_ups.pending()),
        "new": list(view.new_tickets),
        "freed": list(view.freed_agents),
        "agents": view.agents,
        "open": view.open.tolist(),
        "used": view.used.tolist(),
        "room": workload.room.tolist(),
        "limit": workload.limit.tolist(),
        "spare": view.spare_share.tolist(),
        "closed": workload.closed.tolist(),
        "last assigned": view.last_assigned.tolist(),
        "keys": derived,
        "memory": plain_memory(view.remembered()),
    }


def board_state(board: Board) -> State:
    """Digest everything observable about a board; two equal digests are the same board."""
    owners = {ticket_id: board.owner(ticket_id) for ticket_id in board.window.tickets.ids}
    return {
        **view_state(board.window),
        "board now": board.now,
        "next wake": board.next_wake,
        "owners": owners,
        "text": repr(board),
    }
