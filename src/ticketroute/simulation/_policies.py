"""Several policies, each under a name of its own."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import attrs

from ticketroute.model import refuse, refuse_type, require_text
from ticketroute.simulation._policy import Policy, PolicyLike, to_policy

PoliciesLike: TypeAlias = PolicyLike | Iterable[PolicyLike] | Mapping[str, PolicyLike]
"""One policy, several with names that differ, or policies by name."""


def read_policies(given: PoliciesLike) -> tuple[Policy, ...]:
    """Read one policy or several; their names have to differ."""
    policies = _read(given)
    if not policies:
        raise refuse("policies", "at least one", given)
    names = [policy.title for policy in policies]
    if len(set(names)) < len(names):
        raise refuse("policies", "names that differ, as of a mapping {name: policy}", names)
    return policies


def _read(given: PoliciesLike) -> tuple[Policy, ...]:
    if isinstance(given, Mapping):
        for name in given:
            require_text("policies", name)
        return tuple(attrs.evolve(to_policy(each), name=name) for name, each in given.items())
    if isinstance(given, str | Policy) or callable(given):
        return (to_policy(given),)
    if isinstance(given, Iterable):
        return tuple(map(to_policy, given))
    raise refuse_type("policies", "policies, strategies, or names of strategies", given)
