"""Values that answer by id or place: looked up once, and equal, hashed, copied as without that."""

import pickle
from datetime import timedelta
from time import perf_counter

import attrs
import pytest

from ticketroute.board import Allowance, Shifts, Travel
from ticketroute.sla import ALWAYS

MINUTE = timedelta(minutes=1)
NAMES = [f"p{number:05}" for number in range(20_000)]
VALUES = [
    Travel(table={("a", "b"): MINUTE, ("b", "a"): 2 * MINUTE}, points={"a": (1.0, 2.0)}),
    Shifts(calendars={"ana": ALWAYS}),
    Allowance(name="a few", most=3, per=MINUTE, by_agent={"ana": 5}),
]


@pytest.mark.parametrize("value", VALUES)
def test_what_is_kept_beside_is_no_part_of_the_value(value: attrs.AttrsInstance) -> None:
    """Equality, hash, text, pickles and copies are those of what was given."""
    again = pickle.loads(pickle.dumps(value))  # noqa: S301 - our own
    assert again == value
    assert hash(again) == hash(value)
    assert repr(again) == repr(value)
    kept = ("_times", "_places", "_hours", "_numbers")
    assert not any(name in repr(value) for name in kept)


def test_copies_look_up_anew() -> None:
    """A changed copy answers by what it was given."""
    travel, shifts, allowance = VALUES
    assert isinstance(travel, Travel)
    assert isinstance(shifts, Shifts)
    assert isinstance(allowance, Allowance)
    assert attrs.evolve(travel, table={("a", "b"): 3 * MINUTE}).between("b", "a") == 3 * MINUTE
    assert (travel.between("a", "b"), travel.between("b", "a")) == (MINUTE, 2 * MINUTE)
    assert attrs.evolve(travel, points={}).point("a") is None
    assert attrs.evolve(shifts, calendars={}).calendar_of("ana") is None
    assert attrs.evolve(allowance, by_agent={}).of_agent("ana") == allowance.most


def test_size_does_not_matter() -> None:
    """One question costs the same whether there are two answers or twenty thousand."""
    table = {(name, "x"): MINUTE for name in NAMES}
    travel = Travel(table=table, points=dict.fromkeys(NAMES, (1.0, 2.0)))
    shifts = Shifts(calendars=dict.fromkeys(NAMES, ALWAYS))
    allowance = Allowance(name="a few", most=3, per=MINUTE, by_agent=dict.fromkeys(NAMES, 5))
    start = perf_counter()
    for name in NAMES:
        assert travel.between("x", name) == MINUTE
        assert travel.point(name) is not None
        assert shifts.calendar_of(name) is ALWAYS
        assert allowance.of_agent(name) == 5
    assert perf_counter() - start < 5  # it took minutes
