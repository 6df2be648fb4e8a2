"""Which changes could have made a difference for a ticket: the ones that counterfactuals try.

Each kind of change comes as a family: the same change by more and more, smallest first.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

import attrs
import numpy as np

from ticketroute.board._change import Change, ChangeKind
from ticketroute.board._loads import TOTAL, UNLIMITED
from ticketroute.board._release import Release
from ticketroute.eligibility import Check
from ticketroute.model import Agent, Requirement

if TYPE_CHECKING:
    from ticketroute.board._view import View

MOST_STEPS: Final = 64
"""By how much at most a limit is raised, and how many levels of a skill are tried."""

_NONE: Final = Check(0)
_FIELDS: Final = Check.RULE  # a rule may read any field of an agent or a ticket


@attrs.frozen(eq=False)
class Family:
    """The same change by more and more, smallest first; each is made when it is asked for.

    Parameters
    ----------
    size
        How many there are, at least one.
    change
        Gives one of them, counted from 0.
    lifts
        The checks that it may turn.
    """

    size: int
    change: Callable[[int], Change]
    lifts: Check = _NONE

    @classmethod
    def of(cls, changes: Sequence[Change], lifts: Check = _NONE) -> "Family":
        """Make a family of a few that are known."""
        return cls(len(changes), changes.__getitem__, lifts)

    @property
    def largest(self) -> Change:
        """The change by the most."""
        return self.change(self.size - 1)


def of_agent(view: "View", after: "View", ticket: int, agent: int) -> list[Family]:
    """Give what could be otherwise about an agent, as far as it may matter for a ticket.

    Parameters
    ----------
    view, after
        The board before and after the plan.
    ticket, agent
        Positions.
    """
    failed = Check(int(view.failed_checks(ticket)[agent]))
    return [
        *_standing(view, ticket, agent, failed),
        *_limits(view, after, ticket, agent),
        *_skills(view, ticket, agent),
        *_served(view, ticket, agent, failed),
        *_barred(view, ticket, agent),
    ]


def _standing(view: "View", ticket: int, agent: int, failed: Check) -> Iterator[Family]:
    """Give changes of how an agent stands: load, turn, presence, shift."""
    name, workload = view.roster.ids[agent], view.workload
    load = Release(view, ticket, agent)
    if load.size:
        yield Family(load.size, load.change, Check.CAPACITY)
    if workload.rank_at[agent]:
        yield Family.of([Change(ChangeKind.TURN, name)])
    if failed & Check.PRESENCE:
        yield Family.of([Change(ChangeKind.PRESENCE, name)], Check.PRESENCE)
    if failed & Check.SHIFT:
        yield Family.of([Change(ChangeKind.SHIFT, name)], Check.SHIFT)
    for row, units in view.profile(ticket).demand:
        room, limit = int(workload.room[row, agent]), int(workload.limit[row, agent])
        if not workload.is_in_hand(row) and room < units <= limit:
            draw_less = partial(_draw_less, name, workload.limits[row][1], units - room)
            yield Family(limit - units + 1, draw_less, Check.ALLOWANCE)


def _draw_less(agent_id: str, allowance: str, least: int, number: int) -> Change:
    return Change(ChangeKind.ALLOWANCE, agent_id, allowance, least + number, 0)


def _limits(view: "View", after: "View", ticket: int, agent: int) -> Iterator[Family]:
    """Give higher limits, where there is no room for the ticket before the plan or after it."""
    name, workload = view.roster.ids[agent], view.workload
    for row, units in view.profile(ticket).demand:
        limit, room = int(workload.limit[row, agent]), int(workload.room[row, agent])
        if (
            workload.is_in_hand(row)
            and limit < UNLIMITED
            and after.workload.room[row, agent] < units
        ):
            about = None if row == TOTAL else " ".join(workload.limits[row])
            changes = [
                Change(ChangeKind.LIMIT, name, about, limit + more, limit)
                for more in range(max(units - room, 1), max(units - room, 1) + MOST_STEPS)
            ]
            yield Family.of(changes, Check.CAPACITY)


def _skills(view: "View", ticket: int, agent: int) -> Iterator[Family]:
    """Give higher levels in the skills that a ticket names, as high as anybody's."""
    who = view.agents[agent]
    for asked in view.ticket(ticket).requirements:
        level = who.level(asked.skill)
        kind = ChangeKind.SKILL if level is None else ChangeKind.LEVEL
        lifts = Check.SKILL | Check.LEVEL | _FIELDS
        higher = _levels_above(view, asked, who)
        changes = [Change(kind, who.id, asked.skill, each, level) for each in higher]
        if changes:
            yield Family.of(changes, lifts)


def _levels_above(view: "View", asked: Requirement, who: Agent) -> list[float]:
    """Give levels to try: those that others have, the one that is asked for, whole ones between."""
    levels = view.roster.levels(asked.skill)
    known = {*levels[~np.isnan(levels)].tolist(), asked.minimum}
    own = who.level(asked.skill)
    least = asked.minimum if own is None else own
    if all(float(each).is_integer() for each in known):
        highest = min(max(known), least + MOST_STEPS)
        known |= set(np.arange(np.floor(least), highest + 1).tolist())
    enough = 0.0 if asked.optional else asked.minimum
    above = {each for each in known if each >= enough and (own is None or each > own)}
    return sorted(above)[:MOST_STEPS]


def _served(view: "View", ticket: int, agent: int, failed: Check) -> Iterator[Family]:
    """Give what an agent does not serve, and the ticket asks for."""
    name, asked = view.roster.ids[agent], view.ticket(ticket)
    for check, kind, what in (
        (Check.CHANNEL, ChangeKind.CHANNEL, asked.channel),
        (Check.QUEUE, ChangeKind.TEAM, asked.queue),
        (Check.LANGUAGE, ChangeKind.LANGUAGE, asked.language),
    ):
        if failed & check:
            yield Family.of([Change(kind, name, what)], check | _FIELDS)


def _barred(view: "View", ticket: int, agent: int) -> Iterator[Family]:
    name, declined = view.roster.ids[agent], view.tickets.more.declined.get(ticket, frozenset())
    if name in view.ticket(ticket).exclusions:
        yield Family.of([Change(ChangeKind.EXCLUSION, name)], Check.EXCLUDED)
    if name in declined:
        yield Family.of([Change(ChangeKind.DECLINE, name)], Check.DECLINED)


def of_ticket(view: "View", ticket: int) -> list[Family]:
    """Give what a ticket might not ask for, and the rules that might not be."""
    asked = view.ticket(ticket)
    return [*_requirements(view, ticket), *_language(asked.language), *_rules(view, ticket)]


def _requirements(view: "View", ticket: int) -> Iterator[Family]:
    for asked in view.ticket(ticket).requirements:
        if asked.optional:
            continue
        levels = view.roster.levels(asked.skill)
        lower = sorted({each for each in levels.tolist() if each < asked.minimum}, reverse=True)
        changes = [
            Change(ChangeKind.LOWERED, None, asked.skill, each, asked.minimum)
            for each in lower[:MOST_STEPS]
        ]
        if changes:
            yield Family.of(changes, Check.LEVEL | _FIELDS)
        dropped = Change(ChangeKind.DROPPED, None, asked.skill)
        yield Family.of([dropped], Check.LEVEL | Check.SKILL | _FIELDS)


def _language(language: str | None) -> Iterator[Family]:
    if language is not None:
        change = Change(ChangeKind.ANY_LANGUAGE, None, language)
        yield Family.of([change], Check.LANGUAGE | _FIELDS)


def _rules(view: "View", ticket: int) -> Iterator[Family]:
    rules = view.setup.eligibility
    for rule in () if rules is None else rules.rules_for(view.ticket(ticket)):
        yield Family.of([Change(ChangeKind.RULE, None, rule.name)], Check.RULE)


def one_more(view: "View", ticket: int) -> Family:
    """Give one agent more, with as much room as is usual and what the ticket asks for."""
    asked, limits = view.ticket(ticket), view.workload.limit[TOTAL]
    usual = limits[limits < UNLIMITED]
    room = max(int(np.median(usual)) if len(usual) else 1, asked.effort)
    needed = [
        f"{each.skill!r} >= {each.minimum:g}" if each.minimum else repr(each.skill)
        for each in asked.requirements
        if not each.optional
    ]
    needed += [
        f"{what} {name!r}"
        for what, name in (
            ("language", asked.language),
            ("channel", asked.channel),
            ("queue", asked.queue),
        )
        if name is not None
    ]
    return Family.of([Change(ChangeKind.ONE_MORE, None, ", ".join(needed) or None, room)])
