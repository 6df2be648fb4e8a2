"""The rules of clocks taken literally: a walk through the life of a ticket, minute by minute.

In every minute the walk asks what has just happened, whether the clock runs, and whether the desk
is open, and counts. It knows nothing of spans of time, and does no arithmetic with calendars.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Final, TypeAlias

import attrs

from tests.sla.clocks.scenes import HORIZON, Scene
from ticketroute.sla import (
    AGENT_WORK,
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    PAUSABLE_UPDATE,
    PERIODIC_UPDATE,
    REQUESTER_WAIT,
    RESOLUTION,
    EventKind,
    Metric,
    Target,
    TicketEvent,
    group_ownership,
)

KINDS: Final = tuple(kind.value for kind in EventKind)
CLOSING: Final = ("resolved", "cancelled")


@attrs.frozen(kw_only=True)
class Happening:
    """Something that happens in a minute."""

    minute: int
    kind: str
    status: str | None = None
    group: str | None = None

    def event(self, scene: Scene) -> TicketEvent:
        """Give the event of a scene."""
        return TicketEvent(self.kind, scene.at(self.minute), self.status, self.group)


History: TypeAlias = tuple[Happening, ...]


@attrs.frozen
class Story:
    """What is known of a ticket."""

    status: str | None = None
    group: str | None = None
    replied: bool = False
    closed: bool = False
    waiting: bool = False
    """Whether a customer's message is unanswered, once an agent has replied."""

    def then(self, happening: Happening) -> "Story":
        """Give what is known after something happened."""
        kind = happening.kind
        answered = kind == "public reply" or kind in CLOSING
        asked = kind == "customer message" and self.replied and not self.closed
        return Story(
            happening.status or self.status,
            happening.group or self.group,
            self.replied or kind == "public reply",
            kind in CLOSING or (self.closed and kind != "reopened"),
            asked or (self.waiting and not answered),
        )


def told(happenings: Iterable[Happening]) -> dict[int, History]:
    """Give what happens by minute, and within a minute in the order of the kinds.

    Those of ones own come last, by name.
    """
    by_minute: dict[int, list[Happening]] = defaultdict(list)
    for each in happenings:
        by_minute[each.minute].append(each)
    order = {kind: place for place, kind in enumerate(KINDS)}
    return {
        minute: tuple(sorted(some, key=lambda each: (order.get(each.kind, 99), each.kind)))
        for minute, some in sorted(by_minute.items())
    }


Signals: TypeAlias = Callable[[str, Story, Story], AbstractSet[str]]
"""What something means for a clock: its kind, the story before, the story after."""


def first_response(kind: str, was: Story, now: Story) -> AbstractSet[str]:  # noqa: ARG001
    """From creation to the first public reply, or until the ticket is closed."""
    if kind == "created":
        return {"start"}
    return {"stop"} if kind == "public reply" or kind in CLOSING else set()


def next_response(kind: str, was: Story, now: Story) -> AbstractSet[str]:  # noqa: ARG001
    """While a customer waits for another answer."""
    if was.waiting == now.waiting:
        return set()
    return {"start"} if now.waiting else {"stop"}


def update(kind: str, was: Story, now: Story) -> AbstractSet[str]:  # noqa: ARG001
    """From each public reply to the next; a closed ticket needs no update."""
    if kind == "public reply" and not was.closed:
        return {"start", "reset"}
    return {"stop"} if kind in CLOSING else set()


def resolution(kind: str, was: Story, now: Story) -> AbstractSet[str]:  # noqa: ARG001
    """From creation until the ticket is closed."""
    if kind in ("created", "reopened"):
        return {"start"}
    return {"stop"} if kind in CLOSING else set()


def ownership(kind: str, was: Story, now: Story) -> AbstractSet[str]:  # noqa: ARG001
    """While the network group has the ticket, and it is not closed."""
    had, has = (each.group == "network" and not each.closed for each in (was, now))
    if had == has:
        return set()
    return {"start"} if has else {"stop"}


def parts(kind: str, was: Story, now: Story) -> AbstractSet[str]:  # noqa: ARG001
    """From an order of parts to their arrival; another order begins anew."""
    word = {"ordered": "start", "arrived": "stop", "reordered": "reset"}.get(kind)
    return {word} if word else set()


@attrs.frozen
class Measure:
    """A metric, and what the walk knows about it."""

    metric: Metric
    signals: Signals
    pauses: frozenset[str] = frozenset()
    pausing_group: str = ""
    repeats: bool = False


PARTS: Final = Metric(
    "parts",
    starts=lambda event, _: event.kind == "ordered",
    stops=lambda event, _: event.kind == "arrived",
    resets=lambda event, _: event.kind == "reordered",
    pauses=lambda situation: situation.group == "supplier",
    pause_in={"on hold"},
)
MEASURES: Final[Mapping[str, Measure]] = {
    each.metric.name: each
    for each in (
        Measure(FIRST_RESPONSE, first_response),
        Measure(NEXT_RESPONSE, next_response, repeats=True),
        Measure(PERIODIC_UPDATE, update, repeats=True),
        Measure(PAUSABLE_UPDATE, update, frozenset({"pending"}), repeats=True),
        Measure(RESOLUTION, resolution),
        Measure(REQUESTER_WAIT, resolution, frozenset({"pending"})),
        Measure(AGENT_WORK, resolution, frozenset({"pending", "on hold"})),
        Measure(group_ownership("network"), ownership),
        Measure(PARTS, parts, frozenset({"on hold"}), pausing_group="supplier"),
    )
}


@attrs.frozen
class Promise:
    """What is promised: whole minutes, statuses that pause or None, a choice about reopening."""

    measure: Measure = attrs.field(repr=lambda measure: measure.metric.name)
    allowed: int
    pause_in: frozenset[str] | None
    on_reopen: str

    def target(self, scene: Scene) -> Target:
        """Give the target of a scene."""
        return Target(
            self.measure.metric,
            self.allowed * (scene.at(1) - scene.at(0)),
            calendar=scene.calendar,
            pause_in=self.pause_in,
            on_reopen=self.on_reopen,
        )

    def pauses(self, story: Story) -> bool:
        """Say whether the clock pauses."""
        statuses = self.measure.pauses if self.pause_in is None else self.pause_in
        waits = bool(story.group) and story.group == self.measure.pausing_group
        return story.status in statuses or waits


@attrs.define
class Walk:
    """What the clock shows at each minute, after all that happens in it."""

    states: list[str] = attrs.field(factory=list)
    laps: list[int] = attrs.field(factory=list)
    used: list[int] = attrs.field(factory=list)
    ran_out: dict[int, int] = attrs.field(factory=dict)
    """By lap, the first minute at which the clock ran and showed the whole target."""


def walk(scene: Scene, history: History, promise: Promise, until: int = HORIZON) -> Walk:
    """Walk through a story."""
    found, story, happenings = Walk(), Story(), told(history)
    state, lap, begun, used = "not started", 0, -1, 0
    again = promise.measure.repeats or promise.on_reopen == "new_cycle"
    for minute in range(until):
        signals: set[str] = set()
        for happening in happenings.get(minute, ()):
            was, story = story, story.then(happening)
            signals |= promise.measure.signals(happening.kind, was, story)
        if "start" in signals:
            if state == "not started" or (state == "stopped" and again):
                state, lap, begun, used = "running", lap + 1, minute, 0
            elif state == "stopped" and promise.on_reopen == "continue":
                state = "running"
        if state in ("running", "paused"):
            state = "paused" if promise.pauses(story) else "running"
            if "stop" in signals:
                state = "stopped"
            elif "reset" in signals and begun < minute:
                lap, begun, used = lap + 1, minute, 0
        if state == "running" and used >= promise.allowed:
            found.ran_out.setdefault(lap, minute)
        found.states.append(state)
        found.laps.append(lap)
        found.used.append(used)
        used += state == "running" and scene.is_open[minute]
    return found
