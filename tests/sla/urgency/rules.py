"""All urgency rules that come with the library, each with settings that do something."""

from collections.abc import Sequence
from typing import Final

from tests.sla.urgency.formulas import FORMULAS
from ticketroute.sla import (
    EarliestDue,
    LeastSlack,
    OldestFirst,
    ShareOfTargetUsed,
    StrictLevels,
    ThenBy,
    TierFirst,
    UrgencyRule,
)

RULES: Final[Sequence[UrgencyRule]] = (
    *(rule for rule, _ in FORMULAS),
    TierFirst(OldestFirst()),
    ThenBy(StrictLevels(), EarliestDue()),
    TierFirst(LeastSlack()),
    TierFirst(TierFirst(ShareOfTargetUsed())),
)


def name(rule: object) -> str:
    """Give the name of a rule without its settings."""
    return type(rule).__name__


def labels(rules: Sequence[object]) -> list[str]:
    """Give each rule a label for tests, numbered where there are several of a kind."""
    names = [name(rule) for rule in rules]
    return [f"{each}-{names[:n].count(each) + 1}" for n, each in enumerate(names)]
