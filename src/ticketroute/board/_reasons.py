"""Why a ticket still waits: one reason for each, computed when somebody asks."""

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.eligibility import Check, bit, describe_failure
from ticketroute.model import from_microseconds

if TYPE_CHECKING:
    from ticketroute.board._plan import Plan
    from ticketroute.board._view import View


class ReasonCode(Enum):
    """The closed list of reasons for which nobody gets a ticket now."""

    NO_AGENTS = "no agents"
    SCHEDULED = "scheduled"
    HELD = "held"
    NOBODY_QUALIFIES = "nobody qualifies"
    ALL_EXCLUDED = "all excluded"
    NOBODY_PRESENT = "nobody present"
    NOBODY_ON_SHIFT = "nobody on shift"
    NOBODY_ALLOWED = "nobody allowed"
    NOBODY_HAS_ROOM = "nobody has room"
    BEYOND_LIMITS = "beyond limits"
    OUTRANKED = "outranked"
    NOT_CHOSEN = "not chosen"
    ALL_DECLINED = "all declined"
    INCOMPLETE = "incomplete"
    OFFERED = "offered"
    ON_HOLD = "on hold"
    LINKED = "linked"
    NOT_WAITING = "not waiting"


@attrs.frozen
class Reason:
    """Why a ticket waits: a code to count, and a sentence to read."""

    code: ReasonCode
    text: str


def reasons_left(plan: "Plan") -> dict[str, Reason]:
    """Give the reason of each ticket that waits after a plan, by ticket id."""
    view = plan.view
    assigned = {ticket for ticket, _ in plan.pairs} | plan.offers.keys()
    after = apply_to_draft(plan)
    shared: dict[tuple[int, frozenset[str], int], Reason] = {}
    reasons: dict[str, Reason] = {}
    for ticket in view.waiting_or_scheduled():
        if ticket in assigned:
            continue
        special = _special_reason(plan, ticket)
        if special is None:
            until = view.time_needed(ticket) if view.guarded else 0
            key = view.profile_number(ticket), view.tickets.barred.get(ticket, frozenset()), until
            if key not in shared:
                shared[key] = _reason_from_checks(view, after, ticket)
            special = shared[key]
        reasons[view.tickets.ids[ticket]] = special
    return reasons


def reason_of(plan: "Plan", ticket: int) -> Reason:
    """Give the reason for which one ticket waits after a plan."""
    special = _special_reason(plan, ticket)
    return special or _reason_from_checks(plan.view, apply_to_draft(plan), ticket)


def apply_to_draft(plan: "Plan") -> "View":
    """Give the view as it would be after the plan's assignments."""
    draft = plan.view.draft()
    for ticket, agent in plan.pairs:
        draft.assign(ticket, agent)
    for ticket, agents in plan.offers.items():
        draft.offer(ticket, agents)
    return draft


def _special_reason(plan: "Plan", ticket: int) -> Reason | None:
    """Give a reason that lies in the ticket itself or in the plan's own words."""
    view = plan.view
    if ticket in plan.holds:
        return Reason(ReasonCode.HELD, f"held: {plan.holds[ticket]}")
    wake = view.wake_time(ticket)
    if wake is not None:
        start = from_microseconds(wake)
        return Reason(ReasonCode.SCHEDULED, f"not to be dispatched before {start.isoformat()}")
    if not view.n_agents:
        return Reason(ReasonCode.NO_AGENTS, "there are no agents")
    return None


def _reason_from_checks(before: "View", after: "View", ticket: int) -> Reason:
    """Find the first obstacle: who could have had it after the plan, before it, or ever."""
    failed_before, failed_after = before.failed_checks(ticket), after.failed_checks(ticket)
    if (failed_after == 0).any():
        names = _names(before, failed_after == 0)
        return Reason(ReasonCode.NOT_CHOSEN, f"the strategy left it although {names} could have it")
    if (failed_before == 0).any():
        names = _names(before, failed_before == 0)
        return Reason(ReasonCode.OUTRANKED, f"the room of {names} went to other tickets")
    if _is_beyond_limits(before, ticket):
        effort = before.ticket(ticket).effort
        return Reason(
            ReasonCode.BEYOND_LIMITS, f"effort {effort} is beyond the limits of all who may have it"
        )
    obstacles = (
        (Check.CAPACITY, ReasonCode.NOBODY_HAS_ROOM, "no room left with {names}"),
        (
            Check.ALLOWANCE,
            ReasonCode.NOBODY_ALLOWED,
            "all who could have it have been given as much as is allowed for now: {names}",
        ),
        (
            Check.SHIFT,
            ReasonCode.NOBODY_ON_SHIFT,
            "of those who qualify nobody is on shift for long enough: {names}",
        ),
        (
            Check.PRESENCE,
            ReasonCode.NOBODY_PRESENT,
            "of those who qualify nobody is active with room: {names}",
        ),
        (
            Check.DECLINED,
            ReasonCode.ALL_DECLINED,
            "everybody who may have it has declined: {names}",
        ),
        (Check.EXCLUDED, ReasonCode.ALL_EXCLUDED, "the ticket excludes {names}"),
    )
    lifted = Check(0)
    for check, code, sentence in obstacles:
        lifted |= check
        near = (failed_before & ~bit(lifted)) == 0
        if near.any():
            text = sentence.format(names=_names(before, near))
            return Reason(
                code, _say_what_is_unknown(before, near, text) if check is Check.SHIFT else text
            )
    return Reason(ReasonCode.NOBODY_QUALIFIES, _nobody_qualifies(before, ticket))


def _say_what_is_unknown(view: "View", near: NDArray[np.bool_], text: str) -> str:
    """Say whose hours have not been looked at yet, instead of that they are off shift."""
    known = np.array([view.hours_are_known(agent) for agent in range(view.n_agents)], dtype=bool)
    unknown = near & ~known
    if not unknown.any():
        return text
    whose = _names(view, unknown)
    ask = f"the hours of {whose} have not been looked at yet, which the next tick does"
    return f"{text}; {ask}" if (near & known).any() else ask


def _is_beyond_limits(view: "View", ticket: int) -> bool:
    """Say whether some may have it, and none of these could take it even when idle."""
    profile, barred = view.profile(ticket), view.tickets.barred.get(ticket, ())
    allowed = [agent for agent in profile.agent_list if view.roster.ids[agent] not in barred]
    fits = np.ones(len(allowed), dtype=bool)
    for row, effort in profile.demand:
        fits &= view.workload.limit[row, allowed] >= effort
    return len(allowed) > 0 and not fits.any()


def _nobody_qualifies(view: "View", ticket: int) -> str:
    """Say how many agents each standing check shuts out."""
    counts: Counter[Check] = Counter()
    for failed, agents in Counter(view.profile(ticket).failed.tolist()).items():
        counts.update(dict.fromkeys(Check(failed).parts, agents))
    wanted, rules = view.ticket(ticket), view.setup.eligibility
    facts = [
        f"{count} of {view.n_agents}: {describe_failure(check, wanted, eligibility=rules)}"
        for check, count in counts.most_common()
    ]
    return "no agent qualifies; " + "; ".join(facts)


def _names(view: "View", chosen: NDArray[np.bool_], most: int = 3) -> str:
    ids = [view.roster.ids[agent] for agent in np.flatnonzero(chosen).tolist()]
    shown = ", ".join(ids[:most])
    return f"{shown} and {len(ids) - most} more" if len(ids) > most else shown
