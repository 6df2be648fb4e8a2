"""What all calls of a dispatcher share: the board, the log, and how a change is made."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import ParamSpec, TypedDict, TypeVar, cast

from ticketroute.board import Board, InHand, Keeper, Memory, Setup, View
from ticketroute.dispatcher._choosing import Choosing
from ticketroute.dispatcher._clock_keeper import ClockKeeper
from ticketroute.dispatcher._conduct import Conduct
from ticketroute.dispatcher._decide import to_strategy
from ticketroute.dispatcher._duplicates import Duplicates
from ticketroute.dispatcher._events import Event
from ticketroute.dispatcher._log import Log
from ticketroute.dispatcher._plain import to_plain
from ticketroute.dispatcher._settings import Settings
from ticketroute.dispatcher._timers import Timers
from ticketroute.errors import StaleView
from ticketroute.model import (
    Agent,
    given_or_new,
    refuse,
    refuse_type,
    require_text,
    to_microseconds,
)
from ticketroute.strategies import Strategy

_Given = ParamSpec("_Given")
AnyKeeper = TypeVar("AnyKeeper", bound=Keeper)


class Given(TypedDict):
    """What a desk was given besides its state: code and configuration."""

    strategy: Strategy
    settings: Settings
    setup: Setup | None


class Desk:
    """Tickets and agents, what happened to them, and the rules that they follow."""

    def __init__(
        self,
        agents: Iterable[Agent],
        *,
        strategy: Strategy | str,
        settings: Settings | None = None,
        setup: Setup | None = None,
        in_hand: InHand | None = None,
        memory: Memory | None = None,
    ) -> None:
        self.settings = given_or_new("settings", settings, Settings)
        self.strategy = to_strategy(strategy)
        agents = tuple(agents)
        self._given = Given(strategy=self.strategy, settings=self.settings, setup=setup)
        self._begun_with = (agents, in_hand, memory)
        self._base: str | None = None
        self._broken: BaseException | None = None
        self._board = Board(agents, setup=setup, in_hand=in_hand, memory=memory)
        self._window = self._board.window
        self.log = Log(self._window)
        self._duplicates = Duplicates(self._window)
        self._timers = Timers(self._window, self.settings)
        policies = self.settings.policies
        self._clocks = (
            None if policies is None else ClockKeeper(self._window, policies, self.settings.ladders)
        )
        keepers = self._board.keepers
        keepers += [self.log, self._duplicates]
        if Timers.are_needed(self.settings):
            keepers.append(self._timers)
        if self._clocks is not None:
            keepers.append(self._clocks)
        self._conduct = Conduct(self._board, self.settings, self._clocks)
        self._choosing = Choosing(
            self._board, self.strategy, self.settings.microseconds("offers_last")
        )

    # How a change is made

    def _do(
        self,
        now: datetime,
        move: Callable[_Given, object],
        *args: _Given.args,
        **kwargs: _Given.kwargs,
    ) -> tuple[Event, ...]:
        """Make a change at a time and give its events; if it is refused, nothing has changed.

        What a keeper, a calendar or a condition raises that a user has written may leave a change
        half made. Nobody has its events then, so a desk that is made anew from what is stored is
        right; this one says so from then on.
        """
        if self._broken:
            message = "a call failed half-way; make the desk anew, from your log or dump"
            raise StaleView(message) from self._broken
        window, place = self._window, len(self.log)
        before, version = window.now_us, window.version
        self._board.advance(to_microseconds(now))
        try:
            move(*args, **kwargs)
        except BaseException as error:
            window.now_us = before
            if window.version != version:
                self._broken = error
            raise
        return self.log.since(place)

    def _details(self, occurred_at: datetime | None, **details: object) -> Mapping[str, object]:
        """Put together what an event says besides; what is None is left out."""
        for name in ("by", "reason"):
            if details.get(name) is not None:
                require_text(name, details[name])
        if details:
            details = {name: value for name, value in details.items() if value is not None}
        if occurred_at is not None:
            to_microseconds(occurred_at, "occurred_at")
            details["occurred_at"] = occurred_at
        return details

    def _until(self, now: datetime, lasting: timedelta | datetime | None, field: str) -> int:
        """Give the end of something that begins now, in microseconds; 0 for none."""
        if lasting is None:
            return 0
        if not isinstance(lasting, timedelta | datetime):
            raise refuse_type(field, "a timedelta or a timezone-aware datetime", lasting)
        start = to_microseconds(now)
        end = (
            to_microseconds(now + lasting)
            if isinstance(lasting, timedelta)
            else to_microseconds(lasting, field)
        )
        if end <= start:
            raise refuse(field, f"a time after now, {now}", lasting)
        return end

    def _ticket(self, ticket_id: str) -> int:
        return self._window.tickets.find(ticket_id)

    def _agent(self, agent_id: str) -> int:
        return self._window.roster.index(agent_id)

    def advance(self, now: datetime) -> None:
        """Let it be later, and do nothing about what is due by then."""
        self._board.advance(to_microseconds(now))

    # What the keepers know, for a dump

    def kept_about(self, ticket: int) -> dict[str, object]:
        """Give what the keepers know of a ticket, as plain data."""
        known: dict[str, object] = {"entered": to_plain(self._timers.entered.get(ticket))}
        if self._clocks is not None and ticket in self._clocks.clocks:
            events = self._clocks.clocks[ticket].events
            known["clock_events"] = [
                [event.kind, event.at.isoformat(), event.status, event.group] for event in events
            ]
            fired = self._clocks.fired.get(self._window.tickets.ids[ticket], set())
            known["fired"] = [list(key) for key in sorted(fired)]
        return known

    def take_over(self, ticket: int, known: Mapping[str, object]) -> None:
        """Let the keepers know of a ticket what :meth:`kept_about` gave."""
        self._duplicates.note(ticket)
        if "entered" in known:
            queue, since = cast("tuple[str | None, int]", known["entered"])
            self._timers.entered[ticket] = (queue, since)
        if self._clocks is not None and "clock_events" in known:
            rows = cast("list[list[str]]", known["clock_events"])
            fired = cast("list[list[object]]", known.get("fired", []))
            self._clocks.take_over(ticket, rows, fired)
        elif self._clocks is not None:  # the dump is of a desk that had no policies
            self._clocks.begin(ticket)

    def attach(self, keeper: AnyKeeper) -> AnyKeeper:
        """Let something be told of every change from now on, and give it back.

        A keeper is a callable (see :class:`~ticketroute.board.Keeper`); it must not raise and not
        change anything.
        """
        if not callable(keeper):
            raise refuse_type("keeper", "something to call with each change", keeper)
        self._board.keepers.append(keeper)
        return keeper

    # What can be asked at any time

    @property
    def now(self) -> datetime:
        """The time of the last call that changed something."""
        return self._window.now

    @property
    def next_wake(self) -> datetime | None:
        """When time alone next changes something, or None; call ``tick`` then."""
        return self._window.next_wake

    @property
    def view(self) -> View:
        """A window on the board, as strategies see it; it changes with the board."""
        return self._window


def require_late(occurred_at: datetime | None, now: datetime) -> None:
    """Refuse an event that is said to have taken place after it was told."""
    if occurred_at is None:
        return
    if not isinstance(occurred_at, datetime):
        raise refuse_type("occurred_at", "a timezone-aware datetime", occurred_at)
    if to_microseconds(occurred_at, "occurred_at") > to_microseconds(now):
        raise refuse("occurred_at", f"an instant not after now, {now}", occurred_at)
