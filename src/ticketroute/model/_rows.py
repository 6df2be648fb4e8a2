"""Tickets and agents from the rows of a data frame."""

import math
from collections.abc import Iterable, Mapping
from typing import TypeVar, cast

import attrs

from ticketroute.model._agent import Agent
from ticketroute.model._cells import is_missing, plain_cell
from ticketroute.model._ticket import Ticket
from ticketroute.model._validation import refuse

_Model = TypeVar("_Model", Ticket, Agent)


def tickets_from_rows(rows: Iterable[Mapping[str, object]]) -> list[Ticket]:
    """Make tickets of rows, such as a data frame gives.

    A missing cell (None, NaN, NaT) takes the field's default; columns that are no field of
    :class:`Ticket` are kept as open attributes.

    Parameters
    ----------
    rows
        Mappings of field name to value: ``frame.to_dict("records")`` in pandas,
        ``frame.iter_rows(named=True)`` in polars.

    Returns
    -------
    list of Ticket
        In the order of the rows.

    Raises
    ------
    ValueError, TypeError
        If a row is no ticket; the message names the row, the field and the value.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> rows = [
    ...     {"id": "t1", "created": datetime(2026, 5, 4, tzinfo=UTC), "queue": None, "vip": True}
    ... ]
    >>> tickets_from_rows(rows)[0].attributes
    (('vip', True),)
    """
    return [_from_row(Ticket, number, row) for number, row in enumerate(rows)]


def agents_from_rows(rows: Iterable[Mapping[str, object]]) -> list[Agent]:
    """Make agents of rows; everything is as in :func:`tickets_from_rows`.

    Each row needs a `capacity`; ``inf`` stands for no limit, a missing cell is an error.

    Examples
    --------
    >>> agents_from_rows([{"id": "ana", "capacity": 3, "city": "Recife"}])
    [Agent(id='ana', capacity=Capacity(total=3), attributes=(('city', 'Recife'),))]
    """
    return [_from_row(Agent, number, row) for number, row in enumerate(rows)]


def _from_row(model: type[_Model], number: int, row: Mapping[str, object]) -> _Model:
    names = {field.name for field in attrs.fields(model)}
    given = {
        str(name): plain_cell(str(name), value)
        for name, value in row.items()
        if not is_missing(value)
    }
    fields = {name: value for name, value in given.items() if name in names}
    if fields.get("capacity") == math.inf:
        fields["capacity"] = None
    others = {name: value for name, value in given.items() if name not in names}
    try:
        if model is Agent and "capacity" not in fields:
            raise refuse("Agent.capacity", "an integer, or inf for no limit", None)
        if others:
            attributes = cast("Mapping[str, object]", fields.get("attributes", {}))
            fields["attributes"] = {**dict(attributes), **others}
        return model(**fields)  # type: ignore[arg-type]  # validated by the model itself
    except (TypeError, ValueError) as error:
        error.add_note(f"in row {number} (counted from 0)")
        raise
