"""The past of a desk: its log applied, dumped, loaded, explained and decided anew."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Self

from ticketroute.board import Explanation, InHand, Memory, Plan, Setup
from ticketroute.dispatcher import _load, _past
from ticketroute.dispatcher._applying import apply
from ticketroute.dispatcher._decide import decide
from ticketroute.dispatcher._desk import Desk
from ticketroute.dispatcher._dump import dump
from ticketroute.dispatcher._events import Event
from ticketroute.dispatcher._past import Difference
from ticketroute.dispatcher._settings import Settings
from ticketroute.errors import StaleView
from ticketroute.model import Agent, refuse, refuse_type, to_microseconds
from ticketroute.strategies import Strategy


class History(Desk):
    """The state of a desk is what its events add up to; here it is made of them, and saved."""

    def decide(self, now: datetime) -> Plan:
        """Give the plan that the strategy would make of everything that waits; nothing changes.

        Raises
        ------
        StaleView
            If something is due by then: tick first.
        """
        self._require_nothing_due(now)
        snapshot = self._window.keep()
        snapshot.now_us = to_microseconds(now)
        return decide(snapshot, self.strategy)

    def _require_nothing_due(self, now: datetime) -> None:
        time, wake = to_microseconds(now), self._window.wake_ups.next_time
        if time < self._window.now_us:
            raise refuse("now", f"no time before {self.now.isoformat()}", now)
        if wake is not None and wake <= time:
            message = f"{self.next_wake or now} has come, and something with it; call tick first"
            raise StaleView(message)

    def apply(self, events: Iterable[Event]) -> None:
        """Take over events that have been recorded, here or by another worker, in their order.

        Raises
        ------
        ValueError
            If an event is not the next one of the log, or cannot have happened; those before it
            have been taken over.
        """
        for event in events:
            if not isinstance(event, Event):
                raise refuse_type("events", "values of Event", event)
            if event.number != self.log.next_number:
                raise refuse("Event.number", f"{self.log.next_number}, the next", event.number)
            before = self._window.now_us
            try:
                apply(self._board, event)
            except Exception:
                self._window.now_us = before
                raise

    def twin(self) -> Self:
        """Give a dispatcher in the state of the last checkpoint, or of the beginning."""
        if self._base is not None:
            return type(self).load(json.loads(self._base), **self._given)
        agents, in_hand, memory = self._begun_with
        return type(self)(agents, in_hand=in_hand, memory=memory, **self._given)

    def dump(self) -> dict[str, object]:
        """Give the state as plain data, which JSON can hold; see :meth:`load`.

        Settings and strategy are code and configuration, and are not part of it.
        """
        return dump(self)

    @classmethod
    def load(
        cls,
        data: Mapping[str, object],
        *,
        strategy: Strategy | str,
        settings: Settings | None = None,
        setup: Setup | None = None,
    ) -> Self:
        """Make a dispatcher in the state of a dump.

        Raises
        ------
        ValueError
            If it is not of a version that this release knows.
        """
        desk = cls(
            _load.agents_of(data),
            strategy=strategy,
            settings=settings,
            setup=setup,
            memory=_load.memory_of(data),
        )
        _load.fill(desk, data)
        desk._base = json.dumps(data)
        desk._choosing.settled = False
        return desk

    @classmethod
    def replay(
        cls,
        log: Iterable[Event],
        agents: Iterable[Agent],
        *,
        strategy: Strategy | str,
        settings: Settings | None = None,
        setup: Setup | None = None,
        in_hand: InHand | None = None,
        memory: Memory | None = None,
    ) -> Self:
        """Make a dispatcher by applying recorded events; the strategy is not asked.

        The arguments are those of the dispatcher that recorded them.
        """
        desk = cls(
            agents,
            strategy=strategy,
            settings=settings,
            setup=setup,
            in_hand=in_hand,
            memory=memory,
        )
        desk.apply(log)
        return desk

    def redecide(self, strategy: Strategy | str | None = None) -> "Difference | None":
        """Decide everything since the checkpoint anew, and give the first difference, or None.

        Decisions that gave nothing to anybody are not in the log, and so not looked at.

        Parameters
        ----------
        strategy
            What decides; without one, the dispatcher's own, which differs only on another build
            of numpy or scipy, or if it does not keep to what a strategy promises.
        """
        return _past.first_difference(self, strategy)

    def checkpoint(self) -> dict[str, object]:
        """Dump the state, and let go of the events that led to it; numbers go on."""
        data = self.dump()
        self._base = json.dumps(data)
        self.log.drop_before(self.log.next_number)
        return data

    def explain(self, decision: int, ticket_id: str) -> Explanation:
        """Explain an old decision, on the board as it was: rebuilt from checkpoint and log.

        Parameters
        ----------
        decision
            Its number (``event.decision``).
        ticket_id
            A ticket that it was about, or that it left waiting.

        Raises
        ------
        LookupError
            If it lies before the checkpoint.
        """
        return _past.plan_of(self, decision).explain(ticket_id)
