"""Several scores in one, each with its weight and its name."""

from collections.abc import Iterable, Mapping, Sequence

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.board import View
from ticketroute.model import Ticket, is_finite, refuse, refuse_type, require_text
from ticketroute.scores._protocol import (
    Score,
    qualified_scores,
    qualified_scores_or_none,
    score_row,
)


@attrs.frozen
class Term:
    """One part of a weighted sum.

    Parameters
    ----------
    name
        What explanations call it.
    score
        What is weighed.
    weight
        A finite number above 0.
    """

    name: str
    score: Score
    weight: float = 1.0

    def __attrs_post_init__(self) -> None:
        require_text("Term.name", self.name)
        if not callable(self.score):
            raise refuse_type("Term.score", "a callable (view, tickets) -> rows", self.score)
        weight: object = self.weight
        if not isinstance(weight, int | float) or not is_finite(weight) or weight <= 0:
            raise refuse("Term.weight", "a finite number above 0", weight)


def _to_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    return tuple(terms)


@attrs.frozen(cache_hash=True)
class WeightedSum:
    """The sum of scores, each times its weight.

    Each term is asked by its own profiles, and terms that do not depend on loads are added up
    once per profile.

    Parameters
    ----------
    terms
        The parts; their names must differ.

    Examples
    --------
    >>> from ticketroute.scores import SkillFit, SpareCapacity
    >>> mixed = WeightedSum([Term("skill fit", SkillFit()), Term("spare", SpareCapacity(), 0.5)])
    >>> [term.name for term in mixed.terms]
    ['skill fit', 'spare']
    """

    terms: tuple[Term, ...] = attrs.field(converter=_to_terms)

    _lasting: tuple[Term, ...] = attrs.field(init=False, repr=False, eq=False)
    _changing: tuple[Term, ...] = attrs.field(init=False, repr=False, eq=False)
    _lasting_reads: tuple[str, ...] = attrs.field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        for term in self.terms:
            if not isinstance(term, Term):
                raise refuse_type("WeightedSum.terms", "values of Term", term)
        names = [term.name for term in self.terms]
        if len(set(names)) < len(names):
            raise refuse("WeightedSum.terms", "names that are all different", names)
        # Worked out once: which terms can be added up per profile, and by which fields.
        lasting = tuple(term for term in self.terms if _is_static(term))
        object.__setattr__(self, "_lasting", lasting)
        object.__setattr__(
            self, "_changing", tuple(term for term in self.terms if term not in lasting)
        )
        object.__setattr__(self, "_lasting_reads", _reads(lasting) or ())

    @property
    def reads(self) -> tuple[str, ...] | None:
        """The ticket fields that the terms read; None if one of them does not say."""
        return _reads(self.terms)

    @property
    def static(self) -> bool:
        """Whether no term depends on loads or time."""
        return all(map(_is_static, self.terms))

    def apart_from_loads(self) -> "tuple[WeightedSum, WeightedSum | None] | None":
        """Give the terms that loads do not change, and the others; None if those read tickets."""
        lasting = [term for term in self.terms if _ignores_loads(term.score)]
        by_load = [term for term in self.terms if term not in lasting]
        if _reads(by_load) != ():
            return None
        return WeightedSum(lasting), WeightedSum(by_load) if by_load else None

    def __call__(self, view: View, tickets: Sequence[Ticket], /) -> NDArray[np.float64]:
        """Score each ticket against all agents."""
        rows = np.zeros((len(tickets), view.n_agents))
        for term in (*self._lasting, *self._changing):
            rows += term.weight * np.asarray(term.score(view, tickets))
        return rows

    def on_qualified(self, view: View, ticket: int) -> NDArray[np.float64]:
        """Give the scores of the agents who pass the standing checks; see `qualified_scores`."""
        scores = self._lasting_scores(view, ticket).copy()
        for term in self._changing:
            part = qualified_scores_or_none(view, term.score, ticket)
            if part is not None:
                scores += term.weight * part
        return scores

    def _lasting_scores(self, view: View, ticket: int) -> NDArray[np.float64]:
        """Give the sum of the terms that depend on the profile alone."""
        fields = self._lasting_reads
        profile = view.profiles(fields).of(ticket) if fields else 0
        key = (self, view.profile_number(ticket), profile)
        return view.cached(key, lambda: self._add_up_lasting(view, ticket))

    def _add_up_lasting(self, view: View, ticket: int) -> NDArray[np.float64]:
        scores = np.zeros(len(view.profile(ticket).agents))
        for term in self._lasting:
            scores += term.weight * qualified_scores(view, term.score, ticket)
        return scores

    def weighted_rows(self, view: View, ticket: int) -> Mapping[str, NDArray[np.float64]]:
        """Give each term's weighted row over all agents, by name.

        In the order in which they are added up everywhere: floats added in another order may
        differ in their last digit, and with it a tie.
        """
        terms = (*self._lasting, *self._changing)
        return {term.name: term.weight * score_row(view, term.score, ticket) for term in terms}


def apart_from_loads(score: Score) -> tuple[Score, Score | None] | None:
    """Split a score into what loads do not change and what they change for all tickets alike.

    The two add up to the score. The second is None if loads change nothing, and all is None if they
    change it for each ticket in its own way, or if the score does not say.
    """
    if _ignores_loads(score):
        return score, None
    if isinstance(score, WeightedSum):
        return score.apart_from_loads()
    return (WeightedSum(()), score) if getattr(score, "reads", None) == () else None


def _ignores_loads(score: Score) -> bool:
    return bool(getattr(score, "static", False) or getattr(score, "ignores_loads", False))


def _is_static(term: Term) -> bool:
    return bool(getattr(term.score, "static", False)) and _reads((term,)) is not None


def _reads(terms: Sequence[Term]) -> tuple[str, ...] | None:
    fields: dict[str, None] = {}
    for term in terms:
        reads: tuple[str, ...] | None = getattr(term.score, "reads", None)
        if reads is None:
            return None
        fields.update(dict.fromkeys(reads))
    return tuple(fields)


def score_terms(view: View, score: Score, ticket: int) -> Mapping[str, NDArray[np.float64]]:
    """Give the named parts of any score of a ticket, each over all agents; they add up to it."""
    if isinstance(score, WeightedSum):
        return score.weighted_rows(view, ticket)
    name = getattr(score, "__name__", type(score).__name__)
    return {name: score_row(view, score, ticket)}
