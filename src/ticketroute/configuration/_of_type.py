"""The form of each type, found by its annotation."""

from collections.abc import Callable, Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Final, Literal, TypeGuard, Union, cast, get_args, get_origin

import attrs

from ticketroute import eligibility, sla, strategies
from ticketroute.configuration import _names as names
from ticketroute.configuration._containers import Row, Several, Table
from ticketroute.configuration._form import Form
from ticketroute.configuration._kinds import OfKind
from ticketroute.configuration._leaves import (
    FLAG,
    INTEGER,
    NOTHING,
    NUMBER,
    TEXT,
    Leaf,
    choice_of,
    member_of,
)
from ticketroute.configuration._parts import Part
from ticketroute.configuration._special import METRIC, CalendarForm, ConditionForm
from ticketroute.configuration._times import DATE, DATES, DURATION, INSTANT, ZONE
from ticketroute.configuration._unions import OneOf, Unknown
from ticketroute.model import Ticket
from ticketroute.scores import Score

_KEYS: Final = (str, int, date)


def form_of(hint: object) -> Form:
    """Give the form of a type; for a type that data cannot hold, one that refuses all values."""
    return _form_of(hint)


@cache
def _form_of(hint: Hashable) -> Form:
    return (
        _known().get(hint)
        or _of_words(hint)
        or _of_parts(hint)
        or (_of_class(hint) if _has_settings(hint) else Unknown(hint))
    )


def _has_settings(hint: object) -> TypeGuard[type]:
    return isinstance(hint, type) and (attrs.has(hint) or is_dataclass(hint))


def _of_words(hint: object) -> Form | None:
    """Give the form of a type that is a choice; None for anything else."""
    if get_origin(hint) is Literal:
        return choice_of(get_args(hint))
    return member_of(hint) if isinstance(hint, type) and issubclass(hint, Enum) else None


def _of_class(kind: type) -> Form:
    """Give the form of a class: with a name if it is one of several kinds."""
    of_kinds = (form for form in _known().values() if isinstance(form, OfKind))
    named = (form for form in of_kinds if form.family.has(kind))
    return next(named, None) or Part(kind, form_of)


def _one_of(hints: tuple[object, ...]) -> Form:
    """Give the form of a union; kinds of conditions, say, share one."""
    forms = list(dict.fromkeys(form_of(hint) for hint in hints))
    wide = form_of(Callable[[Ticket], bool])
    if wide in forms:
        forms = [form for form in forms if form is wide or not isinstance(form, ConditionForm)]
    forms.sort(key=lambda form: form is not NOTHING)
    if DURATION in forms:  # which any text may be, but for words that mean something else
        words = {form_of(each): get_args(each) for each in hints if get_origin(each) is Literal}
        choices = [attrs.evolve(cast("Leaf", each), words=words[each]) for each in words]
        forms = [*choices, *(form for form in forms if form not in words)]
    return forms[0] if len(forms) == 1 else OneOf(tuple(forms))


def _of_parts(hint: object) -> Form | None:
    """Give the form of a type that is made of others; None for anything else."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _one_of(parts)
    if origin is Annotated:  # pairs in an order that means something
        return Several(form_of(get_args(parts[0])[0]))
    if origin is tuple and parts[-1] is not Ellipsis:
        return Row(tuple(form_of(part) for part in parts))
    return _of_many(origin, parts)


def _of_many(origin: object, parts: tuple[object, ...]) -> Form | None:
    """Give the form of a list, set or mapping; None for anything else."""
    if origin in (tuple, list, Sequence, Iterable):
        pair = get_args(parts[0]) if get_origin(parts[0]) is tuple else ()
        if len(pair) == 2 and pair[0] in _KEYS:  # noqa: PLR2004 - key and value
            return Table(form_of(pair[0]), form_of(pair[1]))
        return Several(form_of(parts[0]))
    if origin is frozenset:
        return Several(form_of(parts[0]), frozenset)
    if origin in (dict, Mapping) and parts[0] in _KEYS:
        return Table(form_of(parts[0]), form_of(parts[1]), dict)
    return None


def _picks_agent(found: object) -> bool:
    return hasattr(found, "pick_agent")


def _is_in_turn(found: object) -> bool:
    in_turn = strategies.InTurn
    return issubclass(found, in_turn) if isinstance(found, type) else isinstance(found, in_turn)


@cache
def _known() -> Mapping[object, Form]:
    """Give the types that have a form of their own; made when first asked for, and then kept."""
    strategy = OfKind(names.STRATEGIES, form_of, "strategy")
    event_form = OfKind(names.STRATEGIES, form_of, "strategy-with-event-form", _picks_agent)
    in_turn = OfKind(names.STRATEGIES, form_of, "strategy-in-turn", _is_in_turn)
    calendar = CalendarForm(OfKind(names.CALENDARS, form_of, "calendar"))
    effect = OfKind(names.EFFECTS, form_of, "effect")
    ranges = Several(Row((TEXT, TEXT)))
    condition = ConditionForm()
    on_tickets = ConditionForm(OfKind(names.TICKET_CONDITIONS, form_of, "condition-on-tickets"))
    return {
        str: TEXT,
        int: INTEGER,
        float: NUMBER,
        bool: FLAG,
        NoneType: NOTHING,
        timedelta: DURATION,
        datetime: INSTANT,
        date: DATE,
        tzinfo: ZONE,
        Container[date]: DATES,
        **dict.fromkeys(get_args(eligibility.Condition), condition),
        **dict.fromkeys(get_args(sla.Effect), effect),
        **dict.fromkeys(names.CALENDARS.table.values(), calendar),
        strategies.Strategy: strategy,
        strategies.PicksAgent: event_form,
        strategies.InTurn: in_turn,
        Score: OfKind(names.SCORES, form_of, "score"),
        sla.UrgencyRule: OfKind(names.URGENCY_RULES, form_of, "urgency-rule"),
        sla.PairIndex: OfKind(names.PAIR_INDEXES, form_of, "pair-index"),
        sla.MarginalCost: OfKind(names.MARGINAL_COSTS, form_of, "marginal-cost"),
        sla.Calendar: calendar,
        sla.Metric: METRIC,
        Callable[[Ticket], bool]: on_tickets,
        tuple[tuple[str, str], ...]: ranges,
    }
