"""What a board is told once, besides who and what there is."""

import attrs

from ticketroute.model import given_or_new
from ticketroute.sla import HandlingTimes, Targets, Tiers


def _to_targets(value: Targets | None) -> Targets:
    return given_or_new("Setup.targets", value, Targets)


def _to_tiers(value: Tiers | None) -> Tiers:
    return given_or_new("Setup.tiers", value, Tiers)


def _to_handling_times(value: HandlingTimes | None) -> HandlingTimes:
    return given_or_new("Setup.handling_times", value, HandlingTimes)


@attrs.frozen(kw_only=True)
class Setup:
    """How soon tickets are to be dealt with, whose count more, how long they take.

    A value: one serves any number of boards, live, replayed and simulated.

    Parameters
    ----------
    targets
        How soon tickets are to be dealt with; without them the oldest comes first.
    tiers
        Which customers count more.
    handling_times
        How long tickets are expected to take.

    Examples
    --------
    >>> from datetime import timedelta
    >>> Setup(targets=Targets({1: timedelta(hours=1)})).tiers
    Tiers(weights=())
    """

    targets: Targets = attrs.field(default=None, converter=_to_targets)
    tiers: Tiers = attrs.field(default=None, converter=_to_tiers)
    handling_times: HandlingTimes = attrs.field(default=None, converter=_to_handling_times)
