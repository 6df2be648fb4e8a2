"""Whether those who are there can take what comes: shortages, single points of failure, skills."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from difflib import get_close_matches

from ticketroute.board import Setup, TicketColumnsLike
from ticketroute.metrics._coverage_result import Coverage, CoverageRow, Shortage, Unservable
from ticketroute.metrics._demand import Demands, Group, read_demands
from ticketroute.metrics._shortage import find_shortages
from ticketroute.model import Agent, Ticket


def coverage(
    tickets: Iterable[Ticket] | TicketColumnsLike,
    agents: Iterable[Agent],
    *,
    setup: Setup | None = None,
    now: datetime | None = None,
) -> Coverage:
    """Find out which tickets are too many for those who may have them, and who is irreplaceable.

    Tickets that the same agents may have are a group. By Hall's theorem, in the form with
    capacities, all tickets can be in hands at once if and only if no set of groups needs more units
    of effort than all who may have any of it together may have in hand. The largest excess of any
    set (the deficiency, after Ore) is what a maximum flow from groups to agents leaves behind, and
    a minimum cut shows the set. So the answer is exact: no set has a larger excess, and there is
    none if nothing is reported. With efforts larger than 1 a ticket counts as divisible, so a
    reported shortage is one, and one that only comes of indivisible tickets is not seen. Limits
    are the total ones of agents, as if they had nothing in hand; limits on channels, queues and
    types keep away only who could not have even one such ticket.

    Parameters
    ----------
    tickets
        What is to be dealt with at the same time: a backlog, or those of an hour.
    agents
        Who there is.
    setup
        The rules of the desk, and when agents work.
    now
        Count only who is active, and on shift by the calendars of the setup, at this instant;
        without it everybody counts.

    Returns
    -------
    Coverage
        Shortages, single points of failure, tickets that nobody may have, stale skills.

    Raises
    ------
    ValueError, TypeError
        If the input is not as described.

    References
    ----------
    P. Hall, *On representatives of subsets*, Journal of the London Mathematical Society 10, 1935.
    O. Ore, *Graphs and matching theorems*, Duke Mathematical Journal 22, 1955. L. R. Ford and
    D. R. Fulkerson, *Maximal flow through a network*, Canadian Journal of Mathematics 8, 1956.

    Examples
    --------
    >>> from ticketroute import Agent, Ticket
    >>> from ticketroute.model import EPOCH
    >>> team = [
    ...     Agent(id="ana", capacity=2, skills={"french": 3, "tax": 1}),
    ...     Agent(id="bea", capacity=9, skills={"tax": 2}),
    ... ]
    >>> asked = [{"french": 1}, {"french": 1}, {"french": 2}, {"tax": 1}, {"frensh": 1}]
    >>> backlog = [
    ...     Ticket(id=f"t{n}", created=EPOCH, requirements=each) for n, each in enumerate(asked)
    ... ]
    >>> print(coverage(backlog, team))
    5 tickets, 2 agents
      too many for those who may have them:
        3 tickets ('french' >= 1; 'french' >= 2): 3 units needed, room for 2 with ana; 1 too few
      nobody may have them:
        t4 ('frensh' >= 1): 2 of 2: lacks 'frensh'
      cannot be served without one agent:
        ana: 3 tickets
      skills that nobody has:
        'frensh', perhaps 'french'
    """
    demands, every, everybody = read_demands(tickets, agents, setup, now)
    found = find_shortages(demands)
    short = {group for members, _ in found for group in members}
    unknown, unused = _skills(every, everybody)
    return Coverage(
        tickets=len(every),
        agents=demands.counted,
        shortages=tuple(_shortage(demands, members, theirs) for members, theirs in found),
        unservable=tuple(
            Unservable(group.ticket_ids, group.asked, group.reason)
            for group in demands.groups
            if group.reason is not None
        ),
        only=_only(demands),
        unknown_skills=unknown,
        unused_skills=unused,
        rows=tuple(
            _row(demands, group, is_short=place in short)
            for place, group in enumerate(demands.groups)
        ),
    )


def _shortage(demands: Demands, members: Sequence[int], agents: Sequence[int]) -> Shortage:
    groups = [demands.groups[place] for place in members]
    return Shortage(
        ticket_ids=tuple(ticket_id for group in groups for ticket_id in group.ticket_ids),
        asked=tuple(dict.fromkeys(group.asked for group in groups)),
        agent_ids=tuple(demands.agent_ids[agent] for agent in agents),
        demand=sum(group.demand for group in groups),
        room=int(demands.room[list(agents)].sum()),
    )


def _only(demands: Demands) -> Mapping[str, int]:
    """Count the tickets that only one agent may have, the one with the most first."""
    counts: Counter[str] = Counter()
    for group in demands.groups:
        if len(group.agents) == 1:
            counts[demands.agent_ids[group.agents[0]]] += len(group.ticket_ids)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _skills(
    tickets: Sequence[Ticket], agents: Sequence[Agent]
) -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """Find the skills that nobody has, with those spelt like them, and those nobody asks for."""
    asked = {each.skill for ticket in tickets for each in ticket.requirements}
    held = {skill for agent in agents for skill, _ in agent.skills}
    known = sorted(held)
    unknown = {skill: tuple(get_close_matches(skill, known)) for skill in sorted(asked - held)}
    return unknown, tuple(sorted(held - asked))


def _row(demands: Demands, group: Group, *, is_short: bool) -> CoverageRow:
    return CoverageRow(
        asked=group.asked,
        tickets=len(group.ticket_ids),
        demand=group.demand,
        agents=len(group.agents),
        room=int(demands.room[list(group.agents)].sum()),
        only=demands.agent_ids[group.agents[0]] if len(group.agents) == 1 else None,
        is_short=is_short,
    )
