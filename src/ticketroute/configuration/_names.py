"""What kinds of values there are, and the names by which data call them."""

from collections.abc import Iterator, Mapping
from typing import Final

import attrs

from ticketroute import plugins, scores, sla, strategies
from ticketroute.errors import UnknownName


@attrs.frozen(eq=False)
class Family:
    """Values that can stand in the same place, each kind with a name of its own.

    Parameters
    ----------
    name
        What they are.
    table
        The classes that are no entry points, by name.
    group
        The group of entry points that has the others.
    """

    name: str
    table: Mapping[str, object]
    group: plugins.Kind | None = None

    def names(self) -> tuple[str, ...]:
        """Give the names of all kinds, sorted."""
        installed = () if self.group is None else plugins.available(self.group)
        return tuple(sorted({*self.table, *installed}))

    def find(self, name: str) -> object:
        """Give what stands behind a name: a class, or a value itself.

        Raises
        ------
        UnknownName
            If no kind has the name; the message lists those that do.
        """
        if name in self.table:
            return self.table[name]
        if self.group is not None and name in plugins.available(self.group):
            return plugins.find(name, self.group)
        message = f"expected one of {', '.join(self.names())}, got {name!r}"
        raise UnknownName(message)

    def kinds(self) -> Iterator[tuple[str, object]]:
        """Give all names with what stands behind them."""
        return ((name, self.find(name)) for name in self.names())

    def name_of(self, value: object) -> str | None:
        """Give the name of a value's kind; None if it has none.

        A value that is installed itself, such as a function, has the name under which it is.
        """
        return self._name_behind(type(value)) or self._name_behind(value)

    def has(self, kind: type) -> bool:
        """Say whether a class is one of the kinds."""
        return self._name_behind(kind) is not None

    def _name_behind(self, wanted: object) -> str | None:
        tabled = (name for name, found in self.table.items() if found is wanted)
        installed = (name for name, found in self.kinds() if found is wanted)
        return next(tabled, None) or next(installed, None)


STRATEGIES: Final = Family(
    "strategy",
    {
        "bounded": strategies.Bounded,
        "broadcast": strategies.Broadcast,
        "by-case": strategies.ByCase,
        "by-level": strategies.ByLevel,
        "by-queue": strategies.ByQueue,
        "by-surge": strategies.BySurge,
        "fair-by-hours": strategies.FairByHours,
        "fewest-given": strategies.FewestGiven,
        "first-of": strategies.FirstOf,
        "greedy": strategies.Greedy,
        "in-buckets": strategies.InBuckets,
        "mix": strategies.Mix,
        "preferred": strategies.Preferred,
        "reserve": strategies.Reserve,
    },
    "strategies",
)

SCORES: Final = Family("score", {"weighted-sum": scores.WeightedSum}, "scores")

URGENCY_RULES: Final = Family(
    "urgency rule",
    {
        "accumulating-priority": sla.AccumulatingPriority,
        "apparent-tardiness-cost": sla.ApparentTardinessCost,
        "cmu": sla.CMu,
        "covert": sla.Covert,
        "critical-ratio": sla.CriticalRatio,
        "earliest-due": sla.EarliestDue,
        "least-slack": sla.LeastSlack,
        "linear-ageing": sla.LinearAgeing,
        "modified-due-date": sla.ModifiedDueDate,
        "newest-first": sla.NewestFirst,
        "oldest-first": sla.OldestFirst,
        "share-of-target-used": sla.ShareOfTargetUsed,
        "signal": sla.Signal,
        "slack-per-work": sla.SlackPerWork,
        "stepped-ageing": sla.SteppedAgeing,
        "strict-levels": sla.StrictLevels,
        "then-by": sla.ThenBy,
        "tier-factor": sla.TierFactor,
        "tier-first": sla.TierFirst,
        "weighted-modified-due-date": sla.WeightedModifiedDueDate,
        "weighted-shortest-work": sla.WeightedShortestWork,
        "weighted-urgency": sla.WeightedUrgency,
    },
)

PAIR_INDEXES: Final = Family("pair index", {"generalized-cmu": sla.GeneralizedCMu})

MARGINAL_COSTS: Final = Family(
    "marginal cost", {"power-cost": sla.PowerCost, "rising-cost": sla.RisingCost}
)

CALENDARS: Final = Family(
    "calendar", {"business": sla.BusinessCalendar, "combined": sla.CombinedCalendar}
)

EFFECTS: Final = Family(
    "effect",
    {
        "add-watcher": sla.AddWatcher,
        "change-queue": sla.ChangeQueue,
        "notify": sla.Notify,
        "raise-urgency": sla.RaiseUrgency,
    },
)

TICKET_CONDITIONS: Final = Family("condition on tickets", {"fields-are": sla.FieldsAre})

FAMILIES: Final = (
    STRATEGIES,
    SCORES,
    URGENCY_RULES,
    PAIR_INDEXES,
    MARGINAL_COSTS,
    CALENDARS,
    EFFECTS,
    TICKET_CONDITIONS,
)
"""All of them; data of anything else need no name, as only one class can stand in its place."""
