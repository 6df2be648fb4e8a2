"""What a strategy must keep to, one function for each rule."""

import pickle
from collections.abc import Callable, Iterator
from typing import Final

import attrs

from ticketroute.board import NOBODY, Assignment, Plan, View, find_problems
from ticketroute.strategies import PicksAgent, Strategy
from ticketroute.testing._scenarios import Scenario


@attrs.frozen
class Trial:
    """A strategy asked once about a scenario; the rules look at what came of it.

    Parameters
    ----------
    strategy
        What was asked.
    scenario
        What it was asked about.
    view
        What it saw.
    before
        What the view showed before it was asked, digested.
    plan
        What it answered; None if it raised.
    error
        What it raised, or None.
    """

    strategy: Strategy
    scenario: Scenario
    view: View
    before: bytes
    plan: Plan | None
    error: Exception | None


Rule = Callable[[Trial], Iterator[str]]
"""Gives a sentence for each way in which a trial breaks it."""


def try_strategy(strategy: Strategy, scenario: Scenario) -> Trial:
    """Ask a strategy about a scenario, whatever comes of it."""
    view = scenario.view()
    before = _digest(view)
    plan, error = None, None
    try:
        plan = strategy(view)
    except Exception as raised:  # noqa: BLE001 - whatever a plug-in raises is a finding
        error = raised
    return Trial(strategy, scenario, view, before, plan, error)


def first_break(rule: Rule, trial: Trial) -> str | None:
    """Give the first way in which a trial breaks a rule, or None."""
    try:
        return next(rule(trial), None)
    except Exception as raised:  # noqa: BLE001 - a rule calls the strategy again
        return f"raised {raised!r}"


def _digest(view: View) -> bytes:
    """Give everything that a strategy could have changed, as bytes to compare."""
    load = view.workload
    tickets = view.tickets
    loads = (load.limit, load.room, load.open, load.rank, load.closed)
    times = (tickets.terms.columns,)
    rest = (list(view.waiting_set), view.remembered(), view.now_us, list(view.new_tickets))
    text = repr((rest, tickets.barred, tickets.owner.array.tolist()))
    return b"".join(column.tobytes() for column in (*loads, *times)) + text.encode()


def _runs(trial: Trial) -> Iterator[str]:
    """Forbid exceptions, on empty boards either."""
    if trial.error is not None:
        yield f"raised {trial.error!r}"


def _gives_a_plan(trial: Trial) -> Iterator[str]:
    """Ask for a plan, and nothing else, of the view that was given."""
    if trial.error is None and not isinstance(trial.plan, Plan):
        yield f"expected a Plan, got {trial.plan!r}"
    elif trial.plan is not None and trial.plan.view is not trial.view:
        yield "expected a plan of the view that was given; make it with view.plan(...)"


def _keeps(invariant: str) -> Rule:
    """Make a rule of one of the invariants that every plan must keep."""

    def keeps_invariant(trial: Trial) -> Iterator[str]:
        if isinstance(trial.plan, Plan):
            problems = find_problems(trial.view, trial.plan)
            yield from (problem.text for problem in problems if problem.rule == invariant)

    return keeps_invariant


def _leaves_the_view_alone(trial: Trial) -> Iterator[str]:
    """Forbid changes of what the strategy was shown: deciding is not applying."""
    if trial.before != _digest(trial.view):
        yield "the view was changed; decide on view.draft() instead"


def _is_deterministic(trial: Trial) -> Iterator[str]:
    """Ask for the same plan for the same view, also the second time."""
    yield from _compare(trial, trial.strategy, trial.scenario, "asked again")


def _is_order_free(trial: Trial) -> Iterator[str]:
    """Ask for the same plan whatever the order in which tickets and agents were given."""
    for shuffled in trial.scenario.shuffled():
        yield from _compare(trial, trial.strategy, shuffled, "with the input in another order")


def _is_picklable(trial: Trial) -> Iterator[str]:
    """Ask that the strategy survives the way to another process and decides the same there."""
    try:
        copied: Strategy = pickle.loads(pickle.dumps(trial.strategy))  # noqa: S301 - our own bytes
    except Exception as raised:  # noqa: BLE001 - any failure means the same
        yield f"cannot be pickled: {raised!r}"
        return
    yield from _compare(trial, copied, trial.scenario, "after pickling")


def _is_a_value(trial: Trial) -> Iterator[str]:
    """Ask that the strategy is hashable, so that results can be keyed by it."""
    try:
        hash(trial.strategy)
    except TypeError as raised:
        yield f"cannot be hashed: {raised}"


def _ignores_hints(trial: Trial) -> Iterator[str]:
    """Ask for the same plan when the view does not say what has changed."""
    view = trial.scenario.view()
    view.new_tickets.clear()
    view.freed_agents.update(dict.fromkeys(range(view.n_agents)))
    yield from _compare_views(trial, trial.strategy, view, "without hints of what changed")


def _forms_agree(trial: Trial) -> Iterator[str]:
    """Ask that batch form and event form pick the same agent for a lone ticket."""
    if isinstance(trial.strategy, PicksAgent) and isinstance(trial.plan, Plan):
        waiting = list(trial.view.waiting_set)
        if len(waiting) == 1:
            agent = trial.strategy.pick_agent(trial.scenario.view(), waiting[0])
            batch = dict(trial.plan.pairs).get(waiting[0], NOBODY)
            if agent != batch:
                yield f"pick_agent gives position {agent}, the batch form {batch}"


def _says_that_it_holds(trial: Trial) -> Iterator[str]:
    """Ask a strategy that says it never holds to leave nothing that somebody can have.

    A live desk relies on it: it asks such a strategy about a ticket again only when somebody who
    may have it becomes free.
    """
    if getattr(trial.strategy, "may_hold", True) or not isinstance(trial.plan, Plan):
        return
    if find_problems(trial.view, trial.plan):
        return
    after = trial.view.draft()
    for ticket, agent in trial.plan.pairs:
        after.assign(ticket, agent)
    for ticket, agents in trial.plan.offers.items():
        after.offer(ticket, agents)
    for ticket in after.waiting.tolist():
        able = [after.roster.ids[agent] for agent in after.candidates(ticket).tolist()]
        if able:
            left = f"{after.tickets.ids[ticket]} waits although {', '.join(able)} could have it"
            yield f"{left}; expected may_hold = True, which says that it may hold"


def _compare(trial: Trial, strategy: Strategy, scenario: Scenario, when: str) -> Iterator[str]:
    yield from _compare_views(trial, strategy, scenario.view(), when)


def _compare_views(trial: Trial, strategy: Strategy, view: View, when: str) -> Iterator[str]:
    """Ask about another view and expect the same assignments."""
    if not isinstance(trial.plan, Plan) or _cannot_be_compared(trial):
        return
    try:
        other = strategy(view)
    except Exception as raised:  # noqa: BLE001 - it ran the first time
        yield f"{when}: raised {raised!r}"
        return
    if _as_set(other) != _as_set(trial.plan):
        yield f"{when}: {_in_words(_as_set(other))} instead of {_in_words(_as_set(trial.plan))}"
    elif _holds(other) != _holds(trial.plan):
        yield f"{when}: holds {_holds(other)} instead of {_holds(trial.plan)}"
    elif other.memory.numbers != trial.plan.memory.numbers:
        yield f"{when}: remembers {other.memory.numbers} instead of {trial.plan.memory.numbers}"


def _cannot_be_compared(trial: Trial) -> bool:
    """Say whether the plan names what does not exist, or remembers what is no number."""
    problems = find_problems(trial.view, trial.plan) if trial.plan else []
    return any(problem.rule in ("known ids", "memory") for problem in problems)


def _holds(plan: Plan) -> dict[str, str]:
    return {plan.view.tickets.ids[ticket]: reason for ticket, reason in plan.holds.items()}


def _as_set(plan: Plan) -> frozenset[Assignment]:
    return frozenset(plan.assignments)


def _in_words(assignments: frozenset[Assignment]) -> str:
    pairs = sorted((each.ticket_id, each.agent_id) for each in assignments)
    return ", ".join(f"{ticket} -> {agent}" for ticket, agent in pairs) or "nothing"


RULES: Final[dict[str, Rule]] = {
    "runs": _runs,
    "plan": _gives_a_plan,
    "known ids": _keeps("known ids"),
    "waiting": _keeps("waiting"),
    "ticket once": _keeps("ticket once"),
    "eligible": _keeps("eligible"),
    "capacity": _keeps("capacity"),
    "memory": _keeps("memory"),
    "view untouched": _leaves_the_view_alone,
    "deterministic": _is_deterministic,
    "order-free": _is_order_free,
    "hint-free": _ignores_hints,
    "forms agree": _forms_agree,
    "says that it holds": _says_that_it_holds,
    "value": _is_a_value,
    "picklable": _is_picklable,
}
"""All rules by name, in the order in which they are reported."""
