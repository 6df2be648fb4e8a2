"""A board as it would be if something were otherwise: changes carried out on a snapshot."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, cast

import attrs

from ticketroute.board._change import Change, ChangeKind
from ticketroute.board._loads import NEVER, TOTAL, TOTAL_NAME, UNLIMITED
from ticketroute.board._reseating import reseat
from ticketroute.board._work import WorkMoves
from ticketroute.eligibility import Eligibility
from ticketroute.model import Agent, Capacity, Presence, Requirement, Ticket

if TYPE_CHECKING:
    from ticketroute.board._view import View

ONE_MORE_ID: Final = "one more agent"
"""What the agent is called who is added; a longer name if somebody is called so."""

_Apply = Callable[["View", int, Change], None]


def make(view: "View", ticket: int, change: Change) -> None:
    """Make a change that concerns a ticket on a snapshot, which is nobody else's."""
    _APPLY[change.kind](view, ticket, change)


# Agents: how they stand


def _lower_load(view: "View", ticket: int, change: Change) -> None:
    """Let an agent be done with some work: first what takes room that the ticket needs."""
    agent, workload = _agent(view, change), view.workload
    work = WorkMoves(view, [])
    for _, channel, other in sorted(_in_hand(view, ticket, agent)):
        if workload.open_at[agent] <= _number(change):
            break
        if other >= 0:
            work.resolve(other)
        else:
            workload.add_in_hand(agent, -1, channel)
            view.attendance.elsewhere.append((view.roster.ids[agent], channel, -1))


def _in_hand(view: "View", ticket: int, agent: int) -> Iterator[tuple[tuple[int, int], str, int]]:
    """Go through what an agent has: in which order it would go, on which channel, which ticket.

    What draws on more of the limits that are short goes first, then what takes less.
    """
    workload, name = view.workload, view.roster.ids[agent]
    wanted = view.profile(ticket).demand
    short = {row for row, units in wanted if workload.room[row, agent] < units}

    def place(demand: tuple[tuple[int, int], ...]) -> tuple[int, int]:
        return -sum(row in short for row, _ in demand), demand[0][1]

    for agent_id, channel, units in view.attendance.elsewhere:
        if agent_id == name:
            demand = workload.demand(1, channel=channel or None)
            yield from ((place(demand), channel, -1) for _ in range(units))
    holds, owner = view.tickets.more.holds, view.tickets.owner.at
    for other in range(len(view.tickets)):
        hold = holds.get(other)
        if owner[other] == agent and (hold is None or hold.counts) and view.is_in_hand(other):
            yield place(view.profile(other).demand), "", other


def _wait_longest(view: "View", _: int, change: Change) -> None:
    agent = _agent(view, change)
    others = [each for each in view.workload.sequence() if each != agent]
    view.workload.restore_sequence([agent, *others])


def _come(view: "View", _: int, change: Change) -> None:
    agent = _agent(view, change)
    view.attendance.presence[agent] = Presence.ACTIVE
    view.workload.set_presence(agent, Presence.ACTIVE)


def _begin_shift(view: "View", _: int, change: Change) -> None:
    agent = _agent(view, change)
    view.attendance.shifts[agent] = NEVER
    view.workload.set_shift(agent, NEVER)


def _draw_less(view: "View", _: int, change: Change) -> None:
    row = view.workload.row_of(("allowance", str(change.name)))
    if row is not None:
        view.workload.renew(_agent(view, change), row, int(_number(change)))


# Agents: what they are


def _raise_limit(view: "View", _: int, change: Change) -> None:
    kind, _, name = (change.name or "").partition(" ")
    limits = {"channel": "channels", "queue": "queues", "type": "types"}

    def raised(who: Agent) -> Agent:
        units = int(_number(change))
        if not kind:
            return attrs.evolve(who, capacity=attrs.evolve(who.capacity, total=units))
        field = limits[kind]
        others = {**dict(getattr(who.capacity, field)), name: units}
        return attrs.evolve(who, capacity=attrs.evolve(who.capacity, **{field: others}))

    _evolve(view, change, raised)


def _learn(view: "View", _: int, change: Change) -> None:
    new = {str(change.name): _number(change)}
    _evolve(view, change, lambda who: attrs.evolve(who, skills={**dict(who.skills), **new}))


def _serve(field: str) -> _Apply:
    """Give what lets an agent serve one channel, queue or language more."""

    def apply(view: "View", _: int, change: Change) -> None:
        def more(who: Agent) -> Agent:
            names = cast("frozenset[str] | None", getattr(who, field))
            return attrs.evolve(who, **{field: None if names is None else {*names, change.name}})

        _evolve(view, change, more)

    return apply


def _evolve(view: "View", change: Change, changed: Callable[[Agent], Agent]) -> None:
    reseat(view, changed(view.agents[_agent(view, change)]))


def _add_agent(view: "View", ticket: int, change: Change) -> None:
    """Let there be one agent more, who is just as the ticket asks."""
    asked, name = view.ticket(ticket), ONE_MORE_ID
    while view.roster.find(name) is not None:
        name += "!"
    units = int(_number(change))
    reseat(
        view,
        Agent(
            id=name,
            capacity=units if units < UNLIMITED else None,
            skills={each.skill: each.minimum for each in asked.requirements if not each.optional},
            channels=_only(asked.channel),
            teams=_only(asked.queue),
            languages=_only(asked.language),
        ),
    )


def _only(name: str | None) -> list[str]:
    return [] if name is None else [name]


# Tickets and rules


def _ask(changed: Callable[[Ticket, Change], Ticket]) -> _Apply:
    """Give what lets a ticket ask for something else."""

    def apply(view: "View", ticket: int, change: Change) -> None:
        view.change_waiting(ticket, changed(view.ticket(ticket), change))
        view.tickets.refresh_barred(ticket)

    return apply


def _with_skill(ticket: Ticket, change: Change) -> Ticket:
    """Let a ticket ask for a skill from a lower level on, or not at all."""
    kept = [each for each in ticket.requirements if each.skill != change.name or each.optional]
    if change.value is not None:
        kept.append(Requirement(str(change.name), change.value))
    return attrs.evolve(ticket, requirements=kept)


def _without_language(ticket: Ticket, _: Change) -> Ticket:
    return attrs.evolve(ticket, language=None)


def _without_exclusion(ticket: Ticket, change: Change) -> Ticket:
    return attrs.evolve(ticket, exclusions=ticket.exclusions - {change.agent_id})


def _forget_decline(view: "View", ticket: int, change: Change) -> None:
    declined = view.tickets.more.declined
    declined[ticket] = declined[ticket] - {str(change.agent_id)}
    view.tickets.refresh_barred(ticket)


def _lift_rule(view: "View", _: int, change: Change) -> None:
    rules = view.setup.eligibility
    if rules is not None:
        others = [rule for rule in rules.rules if rule.name != change.name]
        view.setup = attrs.evolve(view.setup, eligibility=Eligibility(others))
        view.forget_profiles()


def _agent(view: "View", change: Change) -> int:
    return view.agent_position(str(change.agent_id))


def _number(change: Change) -> float:
    return 0.0 if change.value is None else change.value


_APPLY: Final[Mapping[ChangeKind, _Apply]] = {
    ChangeKind.LOAD: _lower_load,
    ChangeKind.TURN: _wait_longest,
    ChangeKind.PRESENCE: _come,
    ChangeKind.SHIFT: _begin_shift,
    ChangeKind.ALLOWANCE: _draw_less,
    ChangeKind.LIMIT: _raise_limit,
    ChangeKind.LEVEL: _learn,
    ChangeKind.SKILL: _learn,
    ChangeKind.CHANNEL: _serve("channels"),
    ChangeKind.TEAM: _serve("teams"),
    ChangeKind.LANGUAGE: _serve("languages"),
    ChangeKind.LOWERED: _ask(_with_skill),
    ChangeKind.DROPPED: _ask(_with_skill),
    ChangeKind.ANY_LANGUAGE: _ask(_without_language),
    ChangeKind.EXCLUSION: _ask(_without_exclusion),
    ChangeKind.DECLINE: _forget_decline,
    ChangeKind.RULE: _lift_rule,
    ChangeKind.ONE_MORE: _add_agent,
}
