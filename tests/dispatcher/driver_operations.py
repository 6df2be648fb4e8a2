"""Operations of every kind: valid, invalid, late, double and in conflict with others."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from tests.dispatcher.driver import Driver
from tests.dispatcher.driver_calls import CALLS, call_of
from tests.dispatcher.driver_values import WRONG, some_time
from tests.dispatcher.model_calls import Call

MOST_ITEMS: Final = 24
"""From here on no ticket is submitted, so that all are busy with those that are here."""

WEIGHTS: Final[Mapping[str, int]] = {
    "submit": 12,
    "submit_again": 2,
    "submit_many": 2,
    "update": 5,
    "unlink": 2,
    "offer": 5,
    "accept": 10,
    "decline": 6,
    "rescind": 2,
    "assign": 4,
    "start": 9,
    "hold": 5,
    "resume": 4,
    "wrap_up": 4,
    "resolve": 8,
    "cancel": 2,
    "reopen": 4,
    "transfer": 4,
    "give_back": 3,
    "move": 3,
    "report": 3,
    "forget": 6,
    "set_agent": 6,
    "forget_agent": 2,
    "set_capacity": 1,
    "sign_on": 8,
    "set_presence": 2,
    "sign_off": 2,
    "plan_leave": 2,
    "end_leave": 1,
    "tick": 6,
    "dispatch": 12,
    "propose": 3,
    "commit": 3,
    "misuse": 2,
}
"""How often each operation comes, where a seed decides."""

_LOTTERY: Final = [name for name, weight in WEIGHTS.items() for _ in range(weight)]


def step(driver: Driver) -> None:
    """Do anything, as the driver's choices will."""
    operate(driver, driver.choices.pick(_LOTTERY))
    if driver.eager:
        driver.dispatch(driver.now)


def operate(driver: Driver, name: str) -> None:
    """Do something of a kind."""
    OPERATIONS[name](driver)


def _method(name: str) -> Callable[[Driver], None]:
    def operation(driver: Driver) -> None:
        call = call_of(driver, name)
        driver.make(call)
        if driver.choices.likely(3):  # messages come twice
            driver.make(call)

    return operation


def _unless_full(name: str) -> Callable[[Driver], None]:
    def operation(driver: Driver) -> None:
        full = len(driver.model.items) >= MOST_ITEMS
        driver.make(call_of(driver, "forget" if full else name))

    return operation


def _submit_again(driver: Driver) -> None:
    call = call_of(driver, "submit again")
    driver.make(replace(call, name="submit"))


def _dispatch(driver: Driver) -> None:
    now = some_time(driver)
    if driver.choices.likely(50) or driver.model.is_untimely(now):
        driver.make(Call("dispatch", {"now": now}))
    else:
        driver.dispatch(now)


def _propose(driver: Driver) -> None:
    driver.propose(some_time(driver), strict=driver.choices.likely(30))


def _commit(driver: Driver) -> None:
    if driver.proposals:
        proposal = driver.choices.pick(driver.proposals)
        driver.make(Call("commit", {"proposal": proposal, "now": some_time(driver)}))


def _misuse(driver: Driver) -> None:
    """Make a call that would do but for one value, of a type or kind that is never right."""
    call = call_of(driver, driver.choices.pick(_METHODS))
    passed_over = ("reason",) if call.given.get("presence") == "active" else ()
    names = [each for each in call.given if each in WRONG and each not in passed_over]
    name = driver.choices.pick(names)
    wrong = driver.choices.pick(WRONG[name])
    driver.make_misuse(Call(call.name, {**call.given, name: wrong}))


_METHODS: Final = [name for name in CALLS if name != "submit again"]

OPERATIONS: Final[Mapping[str, Callable[[Driver], None]]] = {
    **{name: _method(name) for name in _METHODS},
    "submit": _unless_full("submit"),
    "submit_many": _unless_full("submit_many"),
    "submit_again": _submit_again,
    "dispatch": _dispatch,
    "propose": _propose,
    "commit": _commit,
    "checkpoint": Driver.checkpoint,
    "misuse": _misuse,
}
