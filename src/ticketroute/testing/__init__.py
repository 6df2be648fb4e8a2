"""For authors of plug-ins: try a strategy on many small boards, without any test runner."""

from ticketroute.testing._check_strategy import BrokenRule, Report, check_strategy
from ticketroute.testing._rules import RULES, Rule, Trial
from ticketroute.testing._scenarios import Scenario, scenarios

__all__ = [
    "RULES",
    "BrokenRule",
    "Report",
    "Rule",
    "Scenario",
    "Trial",
    "check_strategy",
    "scenarios",
]
