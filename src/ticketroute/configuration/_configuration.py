"""All that decides how tickets are dispatched, as one document."""

from collections.abc import Iterable, Mapping
from typing import Final, cast

import attrs

from ticketroute.board import Setup
from ticketroute.configuration._convert import Data
from ticketroute.configuration._form import Named
from ticketroute.configuration._of_type import form_of
from ticketroute.configuration._problems import Problems, made_at
from ticketroute.dispatcher import Settings, to_strategy
from ticketroute.model import given_or_new, refuse, refuse_type, to_tuple
from ticketroute.sla import Calendar
from ticketroute.strategies import Strategy

VERSION: Final = 1
"""The version of the form of documents that is written."""

_KNOWN: Final = (VERSION,)


def _to_setup(value: Setup | None) -> Setup:
    return given_or_new("Configuration.setup", value, Setup)


def _to_settings(value: Settings | None) -> Settings:
    return given_or_new("Configuration.settings", value, Settings)


def _to_calendars(value: Iterable[Calendar]) -> tuple[Calendar, ...]:
    return to_tuple("Configuration.calendars", "several calendars", value)


@attrs.frozen(kw_only=True)
class Configuration:
    """A strategy, a setup and the settings of a desk, to be kept, checked, compared and sent.

    Parameters
    ----------
    strategy
        What decides, or the name of an installed strategy.
    setup
        What boards are told once; see :class:`~ticketroute.board.Setup`.
    settings
        How desks behave; see :class:`~ticketroute.dispatcher.Settings`.
    calendars
        Calendars with names, which all different, that the other parts may refer to by name.
        Targets that name a calendar are given it here.

    Attributes
    ----------
    version
        The version of the form of documents, 1 so far; not of what they say.

    Raises
    ------
    ValueError, TypeError
        If something is not as described, or a calendar is named that is not there.

    Examples
    --------
    >>> from ticketroute.strategies import RoundRobin
    >>> configuration = Configuration(strategy=RoundRobin(weights={"ana": 2}))
    >>> configuration.to_data()
    {'version': 1, 'strategy': {'kind': 'round-robin', 'weights': {'ana': 2}}}
    >>> Configuration.from_data(configuration.to_data()) == configuration
    True
    """

    strategy: Strategy = attrs.field(converter=to_strategy)
    setup: Setup = attrs.field(default=None, converter=_to_setup)
    settings: Settings = attrs.field(default=None, converter=_to_settings)
    calendars: tuple[Calendar, ...] = attrs.field(default=(), converter=_to_calendars)
    version: int = attrs.field(default=VERSION, init=False)

    def __attrs_post_init__(self) -> None:
        for calendar in self.calendars:
            if not isinstance(calendar, Calendar):
                raise refuse_type("Configuration.calendars", "calendars", calendar)
        names = [calendar.name for calendar in self.calendars]
        if "" in names or len(set(names)) < len(names):
            expected = "calendars with names that are all different"
            raise refuse("Configuration.calendars", expected, names)
        self._resolve()

    def _resolve(self) -> None:
        """Put calendars where their names stand."""
        setup, settings = self.setup, self.settings
        targets = setup.targets.resolve(self.calendars)
        policies = settings.policies and settings.policies.resolve(self.calendars)
        object.__setattr__(self, "setup", attrs.evolve(setup, targets=targets))
        object.__setattr__(self, "settings", attrs.evolve(settings, policies=policies))

    def to_data(self) -> dict[str, object]:
        """Give the document; `json.dumps` writes it, as any other writer of plain data does.

        Raises
        ------
        TypeError
            If a part cannot be written down; the message begins with its path.
        """
        named = Named(is_document=True)
        calendars = []
        for place, calendar in enumerate(self.calendars):
            calendars.append(_CALENDAR.write(f"calendars[{place}]", calendar, named))
            named = _with(named, calendar)
        data = {
            "version": VERSION,
            "strategy": _STRATEGY.write("strategy", self.strategy, named),
            "setup": _SETUP.write("setup", self.setup, named),
            "settings": _SETTINGS.write("settings", self.settings, named),
            "calendars": calendars,
        }
        return {name: held for name, held in data.items() if held not in ({}, [])}

    @classmethod
    def from_data(cls, data: Data) -> "Configuration":
        """Make a configuration of a document.

        Raises
        ------
        InvalidConfiguration
            If something is wrong with it; it tells all that is, each with its path. Of a document
            of an unknown version it tells only that.

        Examples
        --------
        >>> Configuration.from_data(
        ...     {
        ...         "version": 1,
        ...         "strategy": {"kind": "broadcast", "strategy": {"kind": "nearest"}},
        ...         "rules": {},
        ...     }
        ... )
        Traceback (most recent call last):
        ...
        ticketroute.configuration._problems.InvalidConfiguration: 2 problems
        rules: expected one of calendars, settings, setup, strategy, version, got 'rules'
        strategy.strategy.kind: expected one of bounded, broadcast, by-case, ..., got 'nearest'
        """
        problems = Problems()
        with problems.collecting():
            _require_version(data)
        problems.raise_any()
        for name in data:
            if name not in _PARTS:
                problems.add(refuse(str(name), f"one of {', '.join(sorted(_PARTS))}", name))
        named = _read_calendars(data.get("calendars", ()), problems)
        given: dict[str, object] = {"calendars": tuple(named.calendars.values())}
        for name, form in (("strategy", _STRATEGY), ("setup", _SETUP), ("settings", _SETTINGS)):
            if name in data:
                with problems.collecting():
                    given[name] = form.read(name, data[name], named)
            elif name == "strategy":
                problems.add(ValueError(f"strategy: expected {form.expected}, got nothing"))
        problems.raise_any()
        return made_at("", cls, tuple(given), lambda: _make(given))


_STRATEGY: Final = form_of(Strategy)
_SETUP: Final = form_of(Setup)
_SETTINGS: Final = form_of(Settings)
_CALENDAR: Final = form_of(Calendar)
_PARTS: Final = ("version", "strategy", "setup", "settings", "calendars")


def _make(given: Mapping[str, object]) -> Configuration:
    return Configuration(
        strategy=cast("Strategy", given["strategy"]),
        setup=cast("Setup | None", given.get("setup")),
        settings=cast("Settings | None", given.get("settings")),
        calendars=cast("tuple[Calendar, ...]", given["calendars"]),
    )


def _require_version(data: object) -> None:
    known = " or ".join(map(str, _KNOWN))
    if not isinstance(data, Mapping):
        raise refuse_type("configuration", f"a mapping with {', '.join(_PARTS)}", data)
    if "version" not in data:
        message = f"version: expected {known}, got nothing"
        raise ValueError(message)
    if isinstance(data["version"], bool) or data["version"] not in _KNOWN:
        raise refuse("version", known, data["version"])


def _with(named: Named, calendar: Calendar) -> Named:
    return attrs.evolve(named, calendars={**named.calendars, calendar.name: calendar})


def _read_calendars(data: object, problems: Problems) -> Named:
    """Read the calendars of a document; each may name those before it."""
    named = Named(is_document=True)
    if not isinstance(data, list | tuple):
        problems.add(refuse_type("calendars", "a list of calendars", data))
        return named
    for place, each in enumerate(data):
        path = f"calendars[{place}]"
        with problems.collecting():
            calendar = cast("Calendar", _CALENDAR.read(path, each, named))
            if not calendar.name or calendar.name in named.calendars:
                expected = "a name that no calendar before it has"
                raise refuse(f"{path}.name", expected, calendar.name)
            named = _with(named, calendar)
    return named
