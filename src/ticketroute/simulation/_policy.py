"""A policy: what decides, and what the desk has been told."""

import attrs

from ticketroute.board import Setup
from ticketroute.dispatcher import Settings, to_strategy
from ticketroute.model import optional_text, refuse_type
from ticketroute.strategies import Strategy


def _to_strategy(value: "Strategy | str") -> Strategy:
    return to_strategy(value)


def _setup(_: object, __: object, value: object) -> None:
    if not isinstance(value, Setup):
        raise refuse_type("Policy.setup", "a Setup", value)


def _settings(_: object, __: object, value: Settings | None) -> None:
    if value is not None and not isinstance(value, Settings):
        raise refuse_type("Policy.settings", "Settings or None", value)


@attrs.frozen
class Policy:
    """What is compared: a strategy, and what the desk has been told besides.

    Parameters
    ----------
    strategy
        What decides; the name of one will do.
    setup
        Targets, expected handling times, rules and the like. Its hours, if it has any, take the
        place of those of the scenario.
    settings
        How the desk behaves besides. A policy that has any is simulated on a whole dispatcher, with
        no limit to how often a ticket may be handed on. Due times in results are those of `setup`.
    name
        What it is called in results; that of the strategy unless given.

    Examples
    --------
    >>> from ticketroute.strategies import FewestOpen
    >>> Policy(FewestOpen()).title
    'FewestOpen'
    """

    strategy: Strategy = attrs.field(converter=_to_strategy)
    setup: Setup = attrs.field(factory=Setup, kw_only=True, validator=_setup)
    settings: Settings | None = attrs.field(default=None, kw_only=True, validator=_settings)
    name: str | None = attrs.field(default=None, kw_only=True, validator=optional_text)

    @property
    def title(self) -> str:
        """What it is called in results."""
        own: object = getattr(self.strategy, "__name__", None)
        return self.name or (own if isinstance(own, str) else type(self.strategy).__name__)


PolicyLike = Policy | Strategy | str
"""A policy, or a strategy or its name, which is then all that is said."""


def to_policy(value: PolicyLike) -> Policy:
    """Make a policy of a strategy."""
    return value if isinstance(value, Policy) else Policy(value)
