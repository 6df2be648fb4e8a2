"""When steps fire, taken literally: the first minute at which the clock runs and has come so far.

A walk over the walk of a clock: in every minute it asks whether the clock runs, what it shows, and
when it would be due.
"""

from fractions import Fraction
from typing import Final, Literal

import attrs
from hypothesis import strategies as st

from tests.sla.clocks.scenes import HORIZON, MINUTE, Scene
from tests.sla.clocks.walk import History, Promise, walk
from ticketroute.sla import Ladder, Notify, Step

Firing = tuple[int, int, int]
"""The minute, the number of the cycle, the place of the step."""


@attrs.frozen
class Rung:
    """A step: a share of the target in quarters, or whole minutes from the due time."""

    sort: Literal["share", "open", "wall"]
    number: int

    @property
    def step(self) -> Step:
        """Give the step."""
        when = self.number / 4 if self.sort == "share" else self.number * MINUTE
        return Step(when, Notify("owner"), wall=self.sort == "wall")

    def has_come(self, minute: int, used: int, due: int, allowed: int) -> bool:
        """Say whether a running clock has come so far."""
        if self.sort == "share":
            return used >= Fraction(self.number, 4) * allowed
        if self.sort == "open":
            return used >= allowed + self.number
        return minute >= due + self.number


rungs: Final = (
    st.builds(Rung, st.just("share"), st.integers(1, 8))
    | st.builds(Rung, st.just("open"), st.integers(-400, 400))
    | st.builds(Rung, st.just("wall"), st.integers(-3000, 3000))
)


def ladder(metric: str, *steps: Rung) -> Ladder:
    """Give a ladder of steps."""
    return Ladder(metric, [each.step for each in steps])


def firings(
    scene: Scene, history: History, promise: Promise, *steps: Rung, until: int = HORIZON
) -> list[Firing]:
    """Give when steps fire, if nothing happens but what happened."""
    walked = walk(scene, history, promise, until)
    found: list[Firing] = []
    done: set[tuple[int, int]] = set()
    running_lap = due = before = 0
    for minute, (state, lap, used) in enumerate(
        zip(walked.states, walked.laps, walked.used, strict=True)
    ):
        if state != "running":
            running_lap = 0
            continue
        goes_on = running_lap == lap
        if running_lap != lap:  # it runs since now, and is due as far from now as is left
            running_lap = lap
            was_due = walked.ran_out.get(lap, HORIZON)
            left = max(promise.allowed - used, 0)
            due = was_due if was_due <= minute else scene.after(minute, left)
        for place, rung in enumerate(steps):
            has_come = rung.has_come(minute, used, due, promise.allowed)
            # What a clock shows already when it goes on in closed time is noted at the opening.
            comes_now = goes_on and not rung.has_come(minute, before, due, promise.allowed)
            if has_come and rung.sort != "wall":
                has_come = comes_now or scene.is_open[minute]
            if has_come and (lap, place) not in done:
                done.add((lap, place))
                found.append((minute, lap, place))
        before = used
    return found
