"""Several rules in one, each with its weight and its name."""

from collections.abc import Iterable, Mapping

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import refuse, refuse_type, require_text
from ticketroute.sla.urgency._asking import asked, ordering_of
from ticketroute.sla.urgency._backlog import Backlog
from ticketroute.sla.urgency._checks import require_positive, require_rule
from ticketroute.sla.urgency._protocols import Ordering, UrgencyRule


@attrs.frozen
class UrgencyTerm:
    """One part of a weighted mix of rules.

    Parameters
    ----------
    name
        What :meth:`WeightedUrgency.breakdown` calls it.
    rule
        What is weighed.
    weight
        A number from 1e-9 to 1e9.
    """

    name: str
    rule: UrgencyRule
    weight: float = 1.0

    def __attrs_post_init__(self) -> None:
        require_text("UrgencyTerm.name", self.name)
        require_rule("UrgencyTerm.rule", self.rule)
        require_positive("UrgencyTerm.weight", self.weight)


def _to_terms(terms: Iterable[UrgencyTerm]) -> tuple[UrgencyTerm, ...]:
    return tuple(terms)


@attrs.frozen(cache_hash=True)
class WeightedUrgency:
    """The sum of rules, each times its weight.

    Number: ``sum(weight * number)``. A ticket about which one of the rules says nothing
    (``-inf``) comes last, whatever the others say. For policies such as "minutes waited, and 50
    for an angry customer", and to see how much each part contributes. Trap: the parts have units
    of their own, and a large number drowns a small one whatever its weight looks like; due times
    in microseconds, for one, drown everything.

    Parameters
    ----------
    terms
        The parts, at least one; their names must differ.

    Examples
    --------
    >>> from ticketroute.sla.urgency import LinearAgeing, Signal
    >>> waited = UrgencyTerm("waited", LinearAgeing())
    >>> anger = UrgencyTerm("anger", Signal("anger", missing=0), weight=50)
    >>> signals = {"anger": np.array([np.nan, 0.9])}
    >>> minute = 60_000_000
    >>> created = np.array([0, 30]) * minute
    >>> backlog = Backlog.around_the_clock(created, np.zeros_like(created), signals=signals)
    >>> mixed = WeightedUrgency([waited, anger])
    >>> mixed(backlog, 60 * minute).tolist()
    [60.0, 75.0]
    >>> parts = mixed.breakdown(backlog, 60 * minute)
    >>> {name: part.tolist() for name, part in parts.items()}
    {'waited': [60.0, 30.0], 'anger': [0.0, 45.0]}
    >>> mixed.ordering.value
    'common slope'
    """

    terms: tuple[UrgencyTerm, ...] = attrs.field(converter=_to_terms)

    def __attrs_post_init__(self) -> None:
        for term in self.terms:
            if not isinstance(term, UrgencyTerm):
                raise refuse_type("WeightedUrgency.terms", "values of UrgencyTerm", term)
        names = [term.name for term in self.terms]
        if not names:
            raise refuse("WeightedUrgency.terms", "at least one term", self.terms)
        if len(set(names)) < len(names):
            raise refuse("WeightedUrgency.terms", "names that are all different", names)

    @property
    def ordering(self) -> Ordering:
        """Static if all terms are; common slope if no term is general; else general."""
        orderings = {ordering_of(term.rule) for term in self.terms}
        for ordering in (Ordering.GENERAL, Ordering.COMMON_SLOPE):
            if ordering in orderings:
                return ordering
        return Ordering.STATIC

    def __call__(self, backlog: Backlog, now: int, /) -> NDArray[np.float64]:
        """Rank by the weighted sum."""
        total = np.zeros(len(backlog))
        with np.errstate(invalid="ignore"):
            for part in self.breakdown(backlog, now).values():
                total += part
        # One term's first and another's last make NaN, and last it is: fmax passes NaN over.
        return np.fmax(total, -np.inf, out=total)

    def breakdown(self, backlog: Backlog, now: int) -> Mapping[str, NDArray[np.float64]]:
        """Give what each term contributes to each row, by name: its weight times its number."""
        return {term.name: term.weight * asked(term.rule, backlog, now) for term in self.terms}
