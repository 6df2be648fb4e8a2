"""A decision that has been made and not carried out, with the versions that it rests on."""

from collections.abc import Mapping
from datetime import UTC, datetime

import attrs
import numpy as np

from ticketroute.board import MemoryChange, Plan, View
from ticketroute.dispatcher._events import Event
from ticketroute.dispatcher._log import Log
from ticketroute.errors import Conflict

Numbers = Mapping[str, Mapping[str, int]]


@attrs.frozen(hash=False)
class Proposal:
    """What a decision would change, in ids, and what it was decided on.

    Plain data throughout, so that one worker may decide and another may commit.

    Parameters
    ----------
    number
        How many events the log had when it was decided; the number of the decision.
    at
        The time of the decision.
    assignments
        Pairs of ticket and agent.
    offers
        Tickets, each with the agents who are to be asked.
    holds
        Tickets that are held back, the reason, and until when.
    memory
        What policies are to remember: policy, queue, numbers by agent.
    tickets, agents, policies
        The number of the last event of each ticket and agent that it gives something to, and of
        each memory that it changes (``"policy/queue"``), as they were; -1 for none.
    """

    number: int
    at: datetime
    assignments: tuple[tuple[str, str], ...]
    offers: tuple[tuple[str, tuple[str, ...]], ...]
    holds: tuple[tuple[str, str, int], ...]
    memory: tuple[tuple[str, str, Mapping[str, int]], ...]
    tickets: Mapping[str, int]
    agents: Mapping[str, int]
    policies: Mapping[str, int]

    def origin(self, number: int, now: datetime) -> Mapping[str, object]:
        """Say when and on what it was decided, where that is not when it is committed."""
        if (number, now) == (self.number, self.at):
            return {}
        return {"decided_on": self.number, "decided_at": self.at}


def propose(plan: Plan, log: Log, now: datetime, *, strict: bool) -> Proposal:
    """Write a plan down in ids, with the versions of what it read."""
    view = plan.view
    ids, names = view.tickets.ids, view.roster.ids
    pairs = tuple((ids[ticket], names[agent]) for ticket, agent in plan.pairs)
    offers = tuple((ids[t], tuple(names[a] for a in asked)) for t, asked in plan.offers.items())
    holds = tuple((ids[t], why, plan.hold_ends.get(t, 0)) for t, why in plan.holds.items())
    tickets = [*(t for t, _ in pairs), *(t for t, _ in offers), *(t for t, _, _ in holds)]
    agents = {*(a for _, a in pairs), *(a for _, asked in offers for a in asked)}
    if strict:
        for ticket in (*(t for t, _ in plan.pairs), *plan.offers):
            agents |= {names[agent] for agent in view.profile(ticket).agent_list}
    memory = tuple(_numbers(change, view) for change in plan.memory_changes)
    return Proposal(
        log.next_number,
        now.astimezone(UTC),
        pairs,
        offers,
        holds,
        memory,
        {each: log.tickets.get(each, -1) for each in tickets},
        {each: log.agents.get(each, -1) for each in sorted(agents)},
        {f"{p}/{q}": log.memory.get(f"{p}/{q}", -1) for p, q, _ in memory},
    )


def _numbers(change: MemoryChange, view: View) -> tuple[str, str, Mapping[str, int]]:
    names = view.roster.ids
    pairs = zip(change.agents.tolist(), change.numbers.tolist(), strict=True)
    return change.policy, change.queue, {names[agent]: number for agent, number in pairs}


def require_current(proposal: Proposal, log: Log, view: View) -> None:
    """Refuse a proposal that rests on what has changed since, and say what has won."""
    for name in proposal.agents:
        if view.roster.find(name) is None:
            message = f"agent {name!r}: expected one who is here, got one who has been forgotten"
            raise Conflict(message, None)
    for kind, expected, known in (
        ("ticket", proposal.tickets, log.tickets),
        ("agent", proposal.agents, log.agents),
        ("memory", proposal.policies, log.memory),
    ):
        for name, version in expected.items():
            if known.get(name, -1) != version:
                winner = _winner(log, known.get(name, -1))
                message = (
                    f"{kind} {name!r}: expected version {version}, which it was when this was "
                    f"decided, got {known.get(name, -1)}; won by {winner!r}"
                )
                raise Conflict(message, winner)


def require_time(proposal: Proposal, view: View) -> None:
    """Refuse a proposal for somebody whose shift has become too short for a ticket meanwhile."""
    asked = [(ticket, name) for ticket, names in proposal.offers for name in names]
    for ticket, name in (*proposal.assignments, *asked):
        if not view.has_time(view.tickets.find(ticket), view.roster.index(name)):
            message = f"agent {name!r}: expected one who is on shift long enough for {ticket!r}"
            raise Conflict(message, None)


def _winner(log: Log, number: int) -> Event | None:
    try:
        return log.numbered(number)
    except LookupError:
        return None


def to_plan(proposal: Proposal, view: View, now_us: int) -> Plan:
    """Make a plan for a board of a proposal; what was to be held until before now is not.

    Nothing is remembered of agents who have been forgotten since.
    """
    holds = [each for each in proposal.holds if not 0 < each[2] <= now_us]
    ticket, agent = view.tickets.find, view.roster.index
    return Plan(
        view,
        tuple((ticket(t), agent(a)) for t, a in proposal.assignments),
        {ticket(t): why for t, why, _ in holds},
        tuple(_to_change(view, *each) for each in proposal.memory),
        offers={ticket(t): tuple(map(agent, asked)) for t, asked in proposal.offers},
        hold_ends={ticket(t): end for t, _, end in holds if end},
    )


def _to_change(view: View, policy: str, queue: str, numbers: Mapping[str, int]) -> MemoryChange:
    known = {
        agent: number
        for name, number in numbers.items()
        if (agent := view.roster.find(name)) is not None
    }
    return MemoryChange(
        policy,
        queue,
        np.array(list(known), dtype=np.intp),
        np.array(list(known.values()), dtype=np.int64),
    )
