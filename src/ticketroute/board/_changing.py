"""A board as it would be if something were otherwise: changes carried out on a snapshot."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from ticketroute.board._change import Change, ChangeKind
from ticketroute.board._loads import NEVER
from ticketroute.board._release import release
from ticketroute.board._reseating import reseat
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


def _be_new(view: "View", _: int, change: Change) -> None:
    agent = _agent(view, change)
    view.workload.restore_sequence([each for each in view.workload.sequence() if each != agent])


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
    units = int(_number(change))

    def raised(who: Agent) -> Agent:
        limits, (kind, _, name) = who.capacity.partial, (change.name or "").partition(" ")
        if kind:
            limits[kind, name] = units
        of_kinds = {each: dict[str, int]() for each in ("channel", "queue", "type")}
        for (each, about), most in limits.items():
            of_kinds[each][about] = most
        total = who.capacity.total if kind else units
        return attrs.evolve(
            who,
            capacity=Capacity(
                total=total,
                channels=of_kinds["channel"],
                queues=of_kinds["queue"],
                types=of_kinds["type"],
            ),
        )

    _evolve(view, change, raised)


def _learn(view: "View", _: int, change: Change) -> None:
    new = {str(change.name): _number(change)}
    _evolve(view, change, lambda who: attrs.evolve(who, skills={**dict(who.skills), **new}))


def _serve(with_name: Callable[[Agent, str], Agent]) -> _Apply:
    """Give what lets an agent serve one channel, queue or language more."""

    def apply(view: "View", _: int, change: Change) -> None:
        _evolve(view, change, lambda who: with_name(who, str(change.name)))

    return apply


def _with_channel(who: Agent, name: str) -> Agent:
    return attrs.evolve(who, channels=_more(who.channels, name))


def _with_team(who: Agent, name: str) -> Agent:
    return attrs.evolve(who, teams=_more(who.teams, name))


def _with_language(who: Agent, name: str) -> Agent:
    return attrs.evolve(who, languages=_more(who.languages, name))


def _more(names: frozenset[str] | None, name: str) -> frozenset[str] | None:
    return None if names is None else names | {name}


def _evolve(view: "View", change: Change, changed: Callable[[Agent], Agent]) -> None:
    reseat(view, changed(view.agents[_agent(view, change)]))


def _add_agent(view: "View", ticket: int, change: Change) -> None:
    """Let there be one agent more, who is just as the ticket asks."""
    asked, name = view.ticket(ticket), ONE_MORE_ID
    while view.roster.find(name) is not None:
        name += "!"
    reseat(
        view,
        Agent(
            id=name,
            capacity=int(_number(change)),
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
    ChangeKind.LOAD: release,
    ChangeKind.TURN: _be_new,
    ChangeKind.PRESENCE: _come,
    ChangeKind.SHIFT: _begin_shift,
    ChangeKind.ALLOWANCE: _draw_less,
    ChangeKind.LIMIT: _raise_limit,
    ChangeKind.LEVEL: _learn,
    ChangeKind.SKILL: _learn,
    ChangeKind.CHANNEL: _serve(_with_channel),
    ChangeKind.TEAM: _serve(_with_team),
    ChangeKind.LANGUAGE: _serve(_with_language),
    ChangeKind.LOWERED: _ask(_with_skill),
    ChangeKind.DROPPED: _ask(_with_skill),
    ChangeKind.ANY_LANGUAGE: _ask(_without_language),
    ChangeKind.EXCLUSION: _ask(_without_exclusion),
    ChangeKind.DECLINE: _forget_decline,
    ChangeKind.RULE: _lift_rule,
    ChangeKind.ONE_MORE: _add_agent,
}
