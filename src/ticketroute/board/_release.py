"""What an agent would be done with, if with anything: less in hand, for counterfactuals."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import attrs

from ticketroute.board._change import Change, ChangeKind
from ticketroute.board._work import WorkMoves

if TYPE_CHECKING:
    from ticketroute.board._view import View


@attrs.frozen(order=True)
class _Alike:
    """Things in hand that nothing tells apart; they come in the order in which they would go.

    Parameters
    ----------
    place
        What draws on more of the limits that are short goes first, then what takes less.
    ticket_id
        The ticket, or ``""`` for work from elsewhere.
    channel
        The channel of work from elsewhere, or ``""``.
    count
        How many there are.
    """

    place: tuple[int, int]
    ticket_id: str
    channel: str
    count: int


class Release:
    """Lets an agent have one thing less in hand, two less, and so on, in a fixed order.

    Which they are matters: a ticket may be on the channel that is full, or take more room than
    others. So changes name them, but where all that the agent has is alike and a number says it.

    Parameters
    ----------
    view
        The board.
    ticket, agent
        Positions of the ticket that needs room, and of the agent.
    """

    def __init__(self, view: "View", ticket: int, agent: int) -> None:
        self._agent_id = view.roster.ids[agent]
        self._before = view.workload.open_at[agent]
        self._runs = sorted(_in_hand(view, ticket, agent))
        self.size = sum(run.count for run in self._runs)
        only = self._runs[0] if len(self._runs) == 1 else None
        self._is_a_number = bool(only and not only.ticket_id and only.count == self._before)

    def change(self, number: int) -> Change:
        """Give the change that lets go of one more than `number`, counted from 0."""
        left, tickets, elsewhere = number + 1, list[str](), list[tuple[str, int]]()
        for run in self._runs:
            count = min(run.count, left)
            if not count:
                break
            left -= count
            if run.ticket_id:
                tickets.append(run.ticket_id)
            else:
                elsewhere.append((run.channel, count))
        value = self._before - number - 1
        if self._is_a_number:
            return Change(ChangeKind.LOAD, self._agent_id, value=value, before=self._before)
        return Change(
            ChangeKind.LOAD,
            self._agent_id,
            value=value,
            before=self._before,
            tickets=tuple(tickets),
            elsewhere=tuple(elsewhere),
        )


def release(view: "View", _: int, change: Change) -> None:
    """Let an agent be done with what a change names, on a snapshot."""
    agent = view.agent_position(str(change.agent_id))
    work = WorkMoves(view, [])
    for ticket_id in change.tickets:
        work.resolve(view.tickets.find(ticket_id))
    elsewhere = dict(change.elsewhere)
    if not change.tickets and not elsewhere:  # all is alike
        ((channel, units),) = _elsewhere(view, agent).items()
        elsewhere = {channel: units - int(change.value or 0)}
    for channel, units in elsewhere.items():
        view.workload.add_in_hand(agent, -units, channel)
        view.attendance.elsewhere.append((view.roster.ids[agent], channel, -units))


def _elsewhere(view: "View", agent: int) -> dict[str, int]:
    """Give what an agent has from elsewhere, by channel."""
    units: dict[str, int] = {}
    for agent_id, channel, each in view.attendance.elsewhere:
        if agent_id == view.roster.ids[agent]:
            units[channel] = units.get(channel, 0) + each
    return {channel: each for channel, each in units.items() if each}


def _in_hand(view: "View", ticket: int, agent: int) -> Iterator[_Alike]:
    """Go through what an agent has and could be done with; what is only offered is not."""
    workload = view.workload
    wanted = view.profile(ticket).demand
    short = {row for row, units in wanted if workload.room[row, agent] < units}

    def place(demand: tuple[tuple[int, int], ...]) -> tuple[int, int]:
        return -sum(row in short for row, _ in demand), demand[0][1]

    for channel, units in _elsewhere(view, agent).items():
        demand = workload.demand(1, channel=channel or None)
        yield _Alike(place(demand), "", channel, units)
    holds, owner = view.tickets.more.holds, view.tickets.owner.at
    for other in range(len(view.tickets)):
        hold = holds.get(other)
        if owner[other] == agent and (hold is None or hold.counts):
            yield _Alike(place(view.profile(other).demand), view.tickets.ids[other], "", 1)
