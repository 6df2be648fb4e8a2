"""How the desks of the tests behave, by a word for each way."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from ticketroute import Ticket
from ticketroute.dispatcher import Overflow, ReturnRamp, Settings
from ticketroute.sla import (
    FIRST_RESPONSE,
    RESOLUTION,
    BusinessCalendar,
    ChangeQueue,
    Ladder,
    Notify,
    Objective,
    Policies,
    Policy,
    RaiseUrgency,
    Step,
    Targets,
)

UNHEARD_OF: Final = "unheard of"
"""The type of a ticket that the policies refuse."""


def _minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


HOURS: Final = BusinessCalendar.weekdays("08:00", "18:00", "UTC")


def refuse_unheard_of(ticket: Ticket) -> bool:
    """Be a condition that fails for some tickets, as those that people write do."""
    if ticket.type == UNHEARD_OF:
        message = "Ticket.type: nobody has heard of it"
        raise ValueError(message)
    return False


PROMISES: Final = Policies(
    [
        Policy("never", [], when=refuse_unheard_of),
        Policy(
            "chat",
            [
                Objective(FIRST_RESPONSE, Targets(default=_minutes(20), calendar=HOURS)),
                Objective(RESOLUTION, _minutes(120), on_reopen="new_cycle"),
            ],
            when={"channel": ["chat"]},
        ),
    ],
    default=Policy(
        "desk",
        [
            Objective(FIRST_RESPONSE, Targets({1: _minutes(10)}, default=_minutes(60))),
            Objective(RESOLUTION, _minutes(240), pause_in={"pending"}),
        ],
    ),
)

LADDERS: Final = (
    Ladder(FIRST_RESPONSE, [Step(0.5, Notify("owner")), Step(timedelta(0), RaiseUrgency())]),
    Ladder(
        RESOLUTION,
        [Step(0.5, RaiseUrgency(2)), Step(timedelta(0), ChangeQueue("second line"))],
    ),
)

SETTINGS: Final[Mapping[str, Settings]] = {
    "plain": Settings(),
    "asks": Settings(
        offers_last=_minutes(10),
        start_within=_minutes(20),
        most_offers=3,
        pause_after=2,
        pause_for=_minutes(15),
        reopen_within=_minutes(30),
    ),
    "asks again": Settings(
        offers_last=_minutes(5),
        all_declined="ask again",
        pause_after=1,
        returning=ReturnRamp(at_most=1, every=_minutes(5), lasting=_minutes(30)),
        holds_count=True,
    ),
    "moves on": Settings(
        offers_last=_minutes(10),
        start_within=_minutes(10),
        all_declined="move",
        declined_queue="second line",
        most_hops=2,
        returning=ReturnRamp(at_most=2, every=_minutes(10), lasting=_minutes(15)),
    ),
    "overflows": Settings(
        most_hops=4,
        reopen_within=_minutes(60),
        holds_count=True,
        overflows={
            "first line": Overflow(to="second line", after=_minutes(15)),
            "second line": Overflow(to="third line", length=2, after=_minutes(30)),
            "third line": Overflow(to="first line", outside=HOURS),
        },
    ),
    "requires": Settings(
        required={"": ["customer"], "refund": ["order"]},
        start_within=_minutes(30),
        most_hops=3,
    ),
    "promises": Settings(policies=PROMISES, ladders=LADDERS, reopen_within=_minutes(30)),
    "promises and asks": Settings(
        policies=PROMISES,
        ladders=LADDERS,
        offers_last=_minutes(10),
        most_offers=2,
        overflows={"first line": Overflow(to="second line", after=_minutes(15))},
    ),
}
"""How a desk behaves, by a word for it."""
