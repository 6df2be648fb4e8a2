"""What a board is told once, besides who and what there is."""

from collections.abc import Iterable

import attrs

from ticketroute.board._allowances import Allowance
from ticketroute.board._shifts import Shifts
from ticketroute.board._travel import Travel
from ticketroute.eligibility import Eligibility, Relaxations, RelaxationsLike, to_relaxations
from ticketroute.model import given_or_new, refuse, refuse_type, to_tuple
from ticketroute.sla import HandlingTimes, Targets, Tiers


def _to_targets(value: Targets | None) -> Targets:
    return given_or_new("Setup.targets", value, Targets)


def _to_tiers(value: Tiers | None) -> Tiers:
    return given_or_new("Setup.tiers", value, Tiers)


def _to_handling_times(value: HandlingTimes | None) -> HandlingTimes:
    return given_or_new("Setup.handling_times", value, HandlingTimes)


def _to_allowances(value: Iterable[Allowance]) -> tuple[Allowance, ...]:
    return to_tuple("Setup.allowances", "several Allowances", value)


def _to_relaxations(value: RelaxationsLike) -> Relaxations:
    return to_relaxations(value)


@attrs.frozen(kw_only=True)
class Setup:
    """How soon tickets are to be dealt with, how long they take, when and how much agents work.

    A value: one serves any number of boards, live, replayed and simulated.

    Parameters
    ----------
    targets
        How soon tickets are to be dealt with; without them the oldest comes first.
    tiers
        Which customers count more.
    handling_times
        How long tickets are expected to take.
    eligibility
        Who may have what, beyond what the fields of tickets and agents say.
    relaxations
        What tickets ask for less, the longer they wait.
    travel
        How long it takes from place to place.
    shifts
        When agents work; without it, whenever they are active.
    allowances
        How much agents may be given in a period.

    Examples
    --------
    >>> from datetime import timedelta
    >>> Setup(targets=Targets({1: timedelta(hours=1)})).tiers
    Tiers(weights=())
    """

    targets: Targets = attrs.field(default=None, converter=_to_targets)
    tiers: Tiers = attrs.field(default=None, converter=_to_tiers)
    handling_times: HandlingTimes = attrs.field(default=None, converter=_to_handling_times)
    eligibility: Eligibility | None = None
    relaxations: Relaxations = attrs.field(default=None, converter=_to_relaxations)
    travel: Travel | None = None
    shifts: Shifts | None = None
    allowances: tuple[Allowance, ...] = attrs.field(default=(), converter=_to_allowances)

    def __attrs_post_init__(self) -> None:
        if self.eligibility is not None and not isinstance(self.eligibility, Eligibility):
            raise refuse_type("Setup.eligibility", "Eligibility", self.eligibility)
        if self.travel is not None and not isinstance(self.travel, Travel):
            raise refuse_type("Setup.travel", "Travel", self.travel)
        if self.shifts is not None and not isinstance(self.shifts, Shifts):
            raise refuse_type("Setup.shifts", "Shifts", self.shifts)
        for allowance in self.allowances:
            if not isinstance(allowance, Allowance):
                raise refuse_type("Setup.allowances", "values of Allowance", allowance)
            if allowance.per == "shift" and self.shifts is None:
                expected = f"hours, by which allowance {allowance.name!r} goes"
                raise refuse("Setup.shifts", expected, None)
        names = [allowance.name for allowance in self.allowances]
        if len(set(names)) < len(names):
            raise refuse("Setup.allowances", "names that are all different", names)
