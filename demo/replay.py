"""May again, hour by hour: one `assign` for each batch, what is left carries over."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from time import perf_counter
from typing import Final, cast

import attrs

from demo.log import START
from demo.roster import Roster
from demo.tickets import TARGETS, aware
from ticketroute import Plan, Setup, Ticket, assign
from ticketroute.plugins import load
from ticketroute.strategies import Strategy

HOUR: Final = timedelta(hours=1)
HOURS: Final = 24


@attrs.define(eq=False)
class Replay:
    """How a strategy did.

    Parameters
    ----------
    strategy
        Its installed name.
    dispatched
        Agent and instant by ticket id.
    left
        How many tickets wait at the end, by the reason for which they do.
    backlog
        Tickets that wait after each hourly batch.
    seconds
        Time spent in `assign`.
    busiest
        The plan that assigned the most tickets.
    error
        What went wrong, or empty.
    """

    strategy: str
    dispatched: dict[str, tuple[str, datetime]] = attrs.field(factory=dict)
    left: Counter[str] = attrs.field(factory=Counter)
    backlog: list[int] = attrs.field(factory=list)
    seconds: float = 0.0
    busiest: Plan | None = None
    error: str = ""


@attrs.define(eq=False)
class _Desk:
    """What goes from one batch to the next: the backlog, today's loads, what was decided."""

    strategy: Strategy
    replay: Replay
    waiting: list[Ticket] = attrs.field(factory=list)
    today: Counter[str] = attrs.field(factory=Counter)
    plan: Plan | None = None

    def close_hour(self, hour: datetime, roster: Roster) -> None:
        """Dispatch what waits at the end of an hour to those on duty in it."""
        if hour.hour == 0:
            self.today.clear()
        if self.waiting:
            agents, now = roster.agents(hour), hour + HOUR
            memory = self.plan.memory if self.plan else None
            begin = perf_counter()
            plan = assign(
                self.waiting,
                agents,
                strategy=self.strategy,
                now=now,
                setup=Setup(targets=TARGETS),
                in_hand=self.today,
                memory=memory,
            )
            self.replay.seconds += perf_counter() - begin
            self._book(plan, now)
        self.replay.backlog.append(len(self.waiting))

    def _book(self, plan: Plan, now: datetime) -> None:
        replay = self.replay
        if replay.busiest is None or len(plan.pairs) > len(replay.busiest.pairs):
            replay.busiest = plan
        for pair in plan.assignments:
            replay.dispatched[pair.ticket_id] = pair.agent_id, now
            self.today[pair.agent_id] += 1
        self.plan = plan
        self.waiting = [each for each in self.waiting if each.id not in replay.dispatched]


def replay(
    name: str,
    tickets: Sequence[Ticket],
    roster: Roster,
    days: int,
    advance: Callable[[datetime], None],
) -> Replay:
    """Dispatch the first days of May by one strategy.

    Parameters
    ----------
    name
        Installed name of the strategy.
    tickets
        In the order of arrival.
    roster
        Who is on duty when.
    days
        How many days from 1 May on.
    advance
        Called after each hour with its beginning.

    Returns
    -------
    Replay
        With an `error` if the strategy failed; the demo goes on without it.
    """
    outcome = Replay(name)
    try:
        desk = _Desk(cast("Strategy", load(name)), outcome)
        _warm_up(desk.strategy, tickets, roster)
        arrived = 0
        for number in range(days * HOURS):
            hour = aware(START) + number * HOUR
            before = arrived
            while arrived < len(tickets) and tickets[arrived].created < hour + HOUR:
                arrived += 1
            desk.waiting += tickets[before:arrived]
            desk.close_hour(hour, roster)
            advance(hour)
        if desk.plan is not None:
            outcome.left = Counter(each.code.value for each in desk.plan.left.values())
    except Exception as error:  # noqa: BLE001 - a strategy is anybody's code
        outcome.error = f"{type(error).__name__}: {error}"
    return outcome


def _warm_up(strategy: Strategy, tickets: Sequence[Ticket], roster: Roster) -> None:
    """Decide once untimed, so that what a strategy imports when first asked does not count."""
    if tickets:
        now = tickets[0].not_before or tickets[0].created
        assign(tickets[:1], roster.present, strategy=strategy, now=now)
