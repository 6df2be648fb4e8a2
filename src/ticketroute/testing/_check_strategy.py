"""The conformance check that authors of strategies run, without any test runner."""

from collections.abc import Iterable, Mapping

import attrs

from ticketroute.model import refuse
from ticketroute.strategies import Strategy
from ticketroute.testing._rules import RULES, first_break, try_strategy
from ticketroute.testing._scenarios import Scenario, scenarios


class BrokenRule(AssertionError):
    """A rule that a strategy breaks, with the smallest scenario found in which it does.

    Attributes
    ----------
    rule
        Name of the rule.
    scenario
        Where it is broken; ``scenario.view()`` rebuilds it.
    """

    def __init__(self, rule: str, sentence: str, scenario: Scenario) -> None:
        super().__init__(f"{rule}: {sentence}\nin the scenario\n{scenario}")
        self.rule = rule
        self.scenario = scenario


@attrs.frozen
class Report:
    """What a check found.

    Parameters
    ----------
    kept
        Names of the rules that were kept everywhere.
    expected
        Rules that were broken as announced, with the reason given.
    """

    kept: tuple[str, ...]
    expected: Mapping[str, str]


def check_strategy(
    strategy: Strategy,
    *,
    expected: Mapping[str, str] | None = None,
    tried_on: Iterable[Scenario] | None = None,
) -> Report:
    """Try a strategy on many small boards and report every rule that it breaks, all at once.

    Parameters
    ----------
    strategy
        The strategy, in its batch form.
    expected
        Rules that it may break, with the reason: ``{"picklable": "a notebook function"}``.
    tried_on
        Boards to try; :func:`scenarios` unless given.

    Returns
    -------
    Report
        When every rule is kept but for the expected ones.

    Raises
    ------
    ExceptionGroup
        Of one :class:`BrokenRule` for each broken rule, each with the smallest scenario that
        was found to break it.
    ValueError
        If `expected` names something that is no rule.

    Examples
    --------
    >>> from ticketroute.strategies import FewestOpen
    >>> check_strategy(FewestOpen()).expected
    {}
    """
    expected = dict(expected or {})
    for name in expected:
        if name not in RULES:
            raise refuse("check_strategy: expected", f"rules among {list(RULES)}", name)
    broken: dict[str, tuple[str, Scenario]] = {}
    for scenario in scenarios() if tried_on is None else tried_on:
        trial = try_strategy(strategy, scenario)
        for name, rule in RULES.items():
            if name not in broken:
                sentence = first_break(rule, trial)
                if sentence is not None:
                    broken[name] = _shrink(strategy, name, sentence, scenario)
    findings = [
        BrokenRule(name, *broken[name]) for name in RULES if name in broken and name not in expected
    ]
    if findings:
        names = ", ".join(finding.rule for finding in findings)
        message = f"{strategy!r} breaks {len(findings)} of {len(RULES)} rules: {names}"
        raise ExceptionGroup(message, findings)
    kept = tuple(name for name in RULES if name not in broken)
    return Report(kept, {name: expected[name] for name in broken})


def _shrink(
    strategy: Strategy, name: str, sentence: str, scenario: Scenario
) -> tuple[str, Scenario]:
    """Take tickets and agents away as long as the rule stays broken."""
    for smaller in scenario.smaller():
        still = first_break(RULES[name], try_strategy(strategy, smaller))
        if still is not None:
            return _shrink(strategy, name, still, smaller)
    return sentence, scenario
