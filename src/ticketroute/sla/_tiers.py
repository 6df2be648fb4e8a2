"""Which customers count more."""

from collections.abc import Iterable, Mapping
from typing import cast

import attrs

from ticketroute.model import MOST_UNITS, is_finite, refuse, require_pairs, require_text


def _to_weights(
    weights: Mapping[str, float] | Iterable[tuple[str, float]],
) -> tuple[tuple[str, float], ...]:
    try:
        return tuple(dict(weights).items())  # in the order given, which is the ranking
    except (TypeError, ValueError):
        return cast("tuple[tuple[str, float], ...]", weights)


@attrs.frozen
class Tiers:
    """Levels of service, highest first, each with the weight of its tickets.

    Rules that weigh tickets use the weight; those that serve one tier before the next
    (:class:`~ticketroute.sla.TierFirst`) use the place in the list.

    Parameters
    ----------
    weights
        Weight by tier, highest tier first, finite numbers above 0: ``{"vip": 3, "gold": 1.5}``.
        Every other ticket weighs 1 and comes after them.

    Examples
    --------
    >>> tiers = Tiers({"vip": 3, "gold": 1.5})
    >>> tiers.rank("gold"), tiers.weight("gold"), tiers.rank(None), tiers.weight(None)
    (2, 1.5, 0, 1.0)
    """

    weights: tuple[tuple[str, float], ...] = attrs.field(default=(), converter=_to_weights)

    def __attrs_post_init__(self) -> None:
        require_pairs("Tiers.weights", "a mapping of tier to weight", self.weights)
        for tier, given in self.weights:
            require_text("Tiers.weights", tier)
            weight: object = given
            field = f"Tiers.weights[{tier!r}]"
            if not isinstance(weight, int | float) or not is_finite(weight) or weight <= 0:
                raise refuse(field, "a finite number above 0", weight)
            if not 1 / MOST_UNITS <= weight <= MOST_UNITS:
                raise refuse(field, "a number from 1e-9 to 1e9", weight)

    def rank(self, tier: str | None) -> int:
        """Give the place of a tier, 1 for the highest; 0 for one that is not listed."""
        names = [name for name, _ in self.weights]
        return names.index(tier) + 1 if tier in names else 0

    def weight(self, tier: str | None) -> float:
        """Give the weight of a tier; 1 for one that is not listed."""
        return float(dict(self.weights).get(tier or "", 1.0))
