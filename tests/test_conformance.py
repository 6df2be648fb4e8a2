"""The public checker: our own strategies pass, broken ones are caught, a plug-in is found."""

from collections.abc import Callable
from importlib.metadata import distribution

import attrs
import numpy as np
import pytest

from ticketroute import Plan, View, assign
from ticketroute.dispatcher import to_strategy
from ticketroute.plugins import available
from ticketroute.strategies import FewestOpen, InTurn, Strategy, TicketByTicket
from ticketroute.testing import RULES, BrokenRule, Scenario, check_strategy, scenarios

BUILT_IN = sorted(
    entry.name
    for entry in distribution("ticketroute").entry_points
    if entry.group == "ticketroute.strategies"
)


def broken_rules(strategy: Strategy) -> dict[str, Scenario]:
    """Check a strategy and give what it breaks, with the scenario that shows it."""
    with pytest.raises(ExceptionGroup) as caught:
        check_strategy(strategy)
    findings = caught.value.exceptions
    assert all(isinstance(finding, BrokenRule) for finding in findings)
    return {each.rule: each.scenario for each in findings if isinstance(each, BrokenRule)}


@pytest.mark.parametrize("name", BUILT_IN)
def test_built_in_strategies_keep_every_rule(name: str) -> None:
    """Each strategy that we declare passes the checker that we offer to others."""
    assert check_strategy(to_strategy(name)).kept == tuple(RULES)


def test_plugin_is_found_checked_and_used_by_name() -> None:
    """A distribution of somebody else's works by name, with nothing changed in the library."""
    assert "specialists-first" in available()
    assert "few-skills" in available("scores")
    strategy = to_strategy("specialists-first")
    check_strategy(strategy)
    scenario = next(each for each in scenarios() if len(each.tickets) > 3)
    view = scenario.view()
    plan = assign(scenario.tickets, scenario.agents, strategy="specialists-first", now=view.now)
    assert plan.strategy == strategy


def all_to_the_first(view: View) -> Plan:
    """Give every waiting ticket to the first agent, room or not."""
    return view.plan([(ticket, 0) for ticket in view.waiting if view.n_agents])


def everything_twice(view: View) -> Plan:
    """Assign what may be assigned, and then again."""
    pairs = FewestOpen()(view).pairs
    return view.plan([*pairs, *pairs])


def crashes_when_empty(view: View) -> Plan:
    """Forget that there may be nobody."""
    assert 1 / view.n_agents
    return view.plan()


def to_unknown_agents(view: View) -> Plan:
    """Name an agent who does not exist."""
    return view.plan([(ticket, view.n_agents) for ticket in view.waiting])


def takes_what_does_not_wait(view: View) -> Plan:
    """Assign each ticket of the board, scheduled ones too."""
    return view.plan((t, 0) for t in range(len(view.tickets)) if view.n_agents)


def gives_nothing(_view: View) -> Plan:
    """Return something else than a plan."""
    return None  # type: ignore[return-value]


def depends_on_input_order(view: View) -> Plan:
    """Serve the tickets in the order in which they were submitted, not by urgency."""
    draft = view.draft()
    for ticket in view.waiting.tolist():
        agent = FewestOpen().pick_agent(draft, ticket)
        if agent >= 0:
            draft.assign(ticket, agent)
    return draft.to_plan()


def applies_what_it_decides(view: View) -> Plan:
    """Change the board while deciding."""
    plan = FewestOpen()(view)
    for ticket, agent in plan.pairs:
        view.workload.take(agent, view.profile(ticket).demand)
    return plan


def relies_on_hints(view: View) -> Plan:
    """Look only at what is said to be new."""
    full = FewestOpen()(view)
    return view.plan(pair for pair in full.pairs if pair[0] in view.new_tickets)


@attrs.define(eq=False)
class Counts:
    """Remember in the object how often it was asked."""

    asked: int = 0

    def __call__(self, view: View) -> Plan:
        """Serve only every other time."""
        self.asked += 1
        return FewestOpen()(view) if self.asked % 2 else view.plan()


@attrs.define
class Unhashable:
    """Be mutable, and thus no value."""

    def __call__(self, view: View) -> Plan:
        """Decide as a sound strategy does."""
        return FewestOpen()(view)


@attrs.frozen(kw_only=True)
class TwoMinds(InTurn):
    """Say one thing in the event form and another in the batch form."""

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Pick the last candidate."""
        return next(iter(view.candidates(ticket).tolist()[::-1]), -1)

    def __call__(self, view: View, /) -> Plan:
        """Serve as another strategy does."""
        return FewestOpen()(view)


@attrs.frozen(kw_only=True)
class HoldsInSecret(InTurn):
    """Leave everybody one ticket, and deny it."""

    may_hold = False

    def pick_agent(self, view: View, ticket: int, /) -> int:
        """Pick the first candidate who has nothing in hand."""
        candidates = view.candidates(ticket)
        return next(iter(candidates[view.open[candidates] == 0].tolist()), -1)


@attrs.frozen(kw_only=True)
class HoldsOpenly(HoldsInSecret):
    """Do the same, and admit it."""

    may_hold = True


def remembers_fractions(view: View) -> Plan:
    """Remember what is no integer."""
    from ticketroute.board import MemoryChange

    agents = np.arange(view.n_agents)
    halves = agents * 0.5
    return view.plan(memory=[MemoryChange("halves", "", agents, halves)])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("strategy", "rules"),
    [
        (all_to_the_first, {"capacity", "eligible"}),
        (everything_twice, {"ticket once"}),
        (crashes_when_empty, {"runs"}),
        (to_unknown_agents, {"known ids"}),
        (takes_what_does_not_wait, {"waiting", "capacity", "eligible"}),
        (gives_nothing, {"plan"}),
        (depends_on_input_order, {"order-free"}),
        (applies_what_it_decides, {"view untouched", "capacity"}),
        (relies_on_hints, {"hint-free"}),
        (Counts(), {"deterministic", "order-free", "hint-free", "picklable"}),
        (Unhashable(), {"value"}),
        (TwoMinds(), {"forms agree"}),
        (HoldsInSecret(), {"says that it holds"}),
        (remembers_fractions, {"memory"}),
        (TicketByTicket(lambda view, ticket: FewestOpen().pick_agent(view, ticket)), {"picklable"}),
    ],
    ids=lambda value: getattr(value, "__name__", type(value).__name__),
)
def test_broken_strategies_are_caught_by_the_right_rules(
    strategy: Strategy, rules: set[str]
) -> None:
    """Each fault is reported under the rules that it breaks, and under no others."""
    assert set(broken_rules(strategy)) == rules


def test_what_says_that_it_may_hold_keeps_the_rule() -> None:
    """So does what says nothing, as it is taken to."""
    assert TwoMinds.may_hold
    assert check_strategy(HoldsOpenly()).kept == tuple(RULES)
    scenario = broken_rules(HoldsInSecret())["says that it holds"]
    assert (len(scenario.tickets), len(scenario.agents)) == (2, 1)


def test_scenarios_are_shrunk() -> None:
    """The scenario shown is minimal: nothing can be taken away without the fault going away."""
    scenario = broken_rules(all_to_the_first)["capacity"]
    assert (len(scenario.tickets), len(scenario.agents)) == (1, 1)
    assert len(broken_rules(everything_twice)["ticket once"].tickets) == 1


def test_expected_breaks_are_reported_with_their_reason() -> None:
    """A rule that is broken on purpose is named with its reason, never skipped in silence."""
    strategy = TicketByTicket(lambda view, ticket: FewestOpen().pick_agent(view, ticket))
    report = check_strategy(strategy, expected={"picklable": "a notebook function"})
    assert report.expected == {"picklable": "a notebook function"}
    assert "picklable" not in report.kept


def test_unknown_rule_is_refused() -> None:
    """A misspelt rule would otherwise excuse nothing, silently."""
    with pytest.raises(ValueError, match=r"expected rules among .*, got 'pickleable'"):
        check_strategy(FewestOpen(), expected={"pickleable": "typo"})


def test_message_shows_rule_and_scenario() -> None:
    """What is printed suffices to see the fault: the rule, the sentence, tickets and agents."""
    with pytest.raises(ExceptionGroup, match=r"breaks 1 of .* rules: ticket once") as caught:
        check_strategy(everything_twice)
    text = str(caught.value.exceptions[0])
    assert "is dealt with twice" in text
    assert "Ticket(id=" in text
    assert "Agent(id=" in text


def test_checker_needs_no_test_runner() -> None:
    """The testing package imports neither pytest nor hypothesis."""
    import subprocess
    import sys

    code = (
        "import sys, ticketroute.testing;"
        "print('pytest' in sys.modules, 'hypothesis' in sys.modules)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.split() == ["False", "False"]


def check_every(rule: Callable[[Scenario], bool]) -> bool:
    """Say whether something holds for each scenario."""
    return all(map(rule, scenarios()))


def test_scenarios_are_seeded_and_ids_differ() -> None:
    """The same boards come each time, and they are sound."""
    assert list(scenarios(seed=3)) == list(scenarios(seed=3))
    assert list(scenarios(seed=3)) != list(scenarios(seed=4))
    assert check_every(lambda each: len({t.id for t in each.tickets}) == len(each.tickets))
