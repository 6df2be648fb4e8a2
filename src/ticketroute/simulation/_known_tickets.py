"""The tickets of a log, exactly: each with its kind and, where it is known, its work."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import attrs
import numpy as np
from numpy.typing import NDArray

from ticketroute.model import (
    duration_to_microseconds,
    refuse,
    refuse_type,
    require_text,
    to_microseconds,
    to_tuple,
)
from ticketroute.simulation._ticket_stream import UNKNOWN, Coming


def _to_instants(instants: Iterable[datetime] | NDArray[np.datetime64]) -> tuple[int, ...]:
    if isinstance(instants, np.ndarray) and instants.dtype.kind == "M":
        if np.isnat(instants).any():
            raise refuse("KnownTickets.instants", "an instant in each place", "NaT")
        return tuple(instants.astype("datetime64[us]").astype(np.int64).tolist())
    given = to_tuple("KnownTickets.instants", "several instants", instants)
    return tuple(to_microseconds(each, "KnownTickets.instants") for each in given)


def _to_names(names: Iterable[str]) -> tuple[str, ...]:
    given = to_tuple("KnownTickets.kind_of_each", "the name of a kind for each instant", names)
    for name in given:
        require_text("KnownTickets.kind_of_each", name)
    return given


def _to_spans(name: str, spans: Sequence[timedelta | None] | NDArray[np.timedelta64]) -> list[int]:
    field = f"KnownTickets.{name}"
    if isinstance(spans, np.ndarray) and spans.dtype.kind == "m":
        numbers = spans.astype("timedelta64[us]").astype(np.int64)
        found: list[int] = np.where(np.isnat(spans), UNKNOWN, numbers).tolist()
    else:
        found = [_to_span(field, each) for each in to_tuple(field, "timedeltas", spans)]
    if any(each < 0 and each != UNKNOWN for each in found):
        raise refuse(field, "durations of at least zero", min(found))
    return found


def _to_span(field: str, span: object) -> int:
    if span is None:
        return UNKNOWN
    if not isinstance(span, timedelta):
        raise refuse_type(field, "timedeltas, or None where it is not known", span)
    if span < timedelta(0):
        raise refuse(field, "durations of at least zero", span)
    return duration_to_microseconds(span)


def _to_work(work: Sequence[timedelta | None] | NDArray[np.timedelta64]) -> tuple[int, ...]:
    return tuple(_to_spans("work", work))


def _to_at_least(spans: Sequence[timedelta | None] | NDArray[np.timedelta64]) -> tuple[int, ...]:
    return tuple(max(each, 0) for each in _to_spans("at_least", spans))


def _to_done(spans: Sequence[timedelta | None] | NDArray[np.timedelta64]) -> tuple[int, ...]:
    return tuple(max(each, 0) for each in _to_spans("done", spans))


@attrs.frozen
class KnownTickets:
    """The tickets of a log, exactly, for ``Scenario.arrivals``.

    They come in the order of time; those of the same instant in the order in which they are given.

    Parameters
    ----------
    instants
        When each came: timezone-aware datetimes, or an array of ``datetime64`` in UTC; kept as
        microseconds since 1970 UTC. Those after the period of the scenario are left out, those
        before wait when it starts.
    kind_of_each
        The name of the kind of each.
    work
        How long each takes somebody of ordinary pace, None (or NaT) where that is to be drawn; none
        given to draw it for all.
    at_least
        What is drawn is drawn from what takes longer than this: for tickets that had taken so long
        and were open still when the log ended.
    done
        How much of its work has been done before it comes.

    Examples
    --------
    >>> from datetime import UTC
    >>> nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    >>> minutes = [nine + timedelta(minutes=each) for each in (0, 5, 5)]
    >>> KnownTickets(minutes, ["mail", "refund", "mail"], work=[timedelta(minutes=4), None, None])
    <KnownTickets: 3 of 2 kinds, 1 with known work>
    """

    instants: tuple[int, ...] = attrs.field(converter=_to_instants)
    kind_of_each: tuple[str, ...] = attrs.field(converter=_to_names)
    work: tuple[int, ...] = attrs.field(default=(), converter=_to_work, kw_only=True)
    at_least: tuple[int, ...] = attrs.field(default=(), converter=_to_at_least, kw_only=True)
    done: tuple[int, ...] = attrs.field(default=(), converter=_to_done, kw_only=True)

    def __attrs_post_init__(self) -> None:
        count = len(self.instants)
        for name in ("kind_of_each", "work", "at_least", "done"):
            given: tuple[object, ...] = getattr(self, name)
            if len(given) != count and (given or name == "kind_of_each"):
                expected = f"as many values as instants, {count:,}"
                raise refuse(f"KnownTickets.{name}", expected, len(given))

    def __len__(self) -> int:
        return len(self.instants)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The names of the kinds that come, in the order of their first tickets."""
        return tuple(dict.fromkeys(self.kind_of_each))

    def tickets(self, _: int, end: int, __: np.random.Generator, /) -> Coming:
        """Give those that come before the end, in the order of time."""
        numbers = {name: number for number, name in enumerate(self.kinds)}
        coming = Coming(
            np.array(self.instants, dtype=np.int64),
            np.array([numbers[name] for name in self.kind_of_each], dtype=np.int32),
            self._column(self.work, UNKNOWN),
            self._column(self.at_least, 0),
            self._column(self.done, 0),
        )
        order = np.argsort(coming.created, kind="stable")
        return coming.take(order[coming.created[order] < end])

    def _column(self, known: tuple[int, ...], otherwise: int) -> NDArray[np.int64]:
        return np.array(known or [otherwise] * len(self), dtype=np.int64)

    def __repr__(self) -> str:
        known = sum(each != UNKNOWN for each in self.work)
        counts = f"{len(self):,} of {len(self.kinds)} kinds"
        return f"<KnownTickets: {counts}{f', {known:,} with known work' if known else ''}>"
