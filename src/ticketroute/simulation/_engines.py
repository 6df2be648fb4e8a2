"""Which machinery runs a simulation: the quickest that decides as the live desk would."""

from collections.abc import Iterator
from typing import Literal, Protocol, get_args

import numpy as np
from numpy.typing import NDArray

from ticketroute.dispatcher import Dispatcher
from ticketroute.model import refuse
from ticketroute.simulation._board_desk import BoardDesk
from ticketroute.simulation._course import Course
from ticketroute.simulation._desk import Desk
from ticketroute.simulation._lean_desk import LeanDesk
from ticketroute.simulation._lean_plan import lean_plan
from ticketroute.simulation._live_desk import LiveDesk
from ticketroute.simulation._notes import Notes
from ticketroute.simulation._plain_run import PlainRun, is_plain
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._world import World

Engine = Literal["auto", "board", "live"]
"""What decides with the strategy; see :func:`simulate`."""


class Run(Protocol):
    """Something that lets a scenario happen."""

    def steps(self) -> Iterator[int]:
        """Let everything happen, and pause now and then to say how many tickets have come."""
        ...

    @property
    def notes(self) -> Notes:
        """What has happened to each ticket."""
        ...

    @property
    def due(self) -> NDArray[np.int64]:
        """By when each ticket is to be done; `NEVER` without a target, shape (n,)."""
        ...

    @property
    def dispatcher(self) -> Dispatcher | None:
        """The live desk, if there is one."""
        ...


def make_run(policy: Policy, course: Course, engine: Engine) -> Run:
    """Make what lets a scenario happen."""
    scenario = course.scenario
    if engine not in get_args(Engine):
        raise refuse("engine", f"one of {get_args(Engine)}", engine)
    if engine == "board" and policy.settings is not None:
        raise refuse("engine", "'auto' or 'live', as the policy has settings", engine)
    is_live = engine == "live" or policy.settings is not None
    plan = lean_plan(scenario, policy, course.setup) if engine == "auto" and not is_live else None
    if plan is not None and is_plain(scenario, course.setup):
        return PlainRun(scenario, course.luck, plan, course.setup, course.end)
    desk: Desk
    if is_live:
        desk = LiveDesk(scenario, course.luck, policy, course.setup)
    elif plan is not None:
        desk = LeanDesk(scenario, course.luck, plan, course.setup, course.hours)
    else:
        desk = BoardDesk(scenario, course.luck, policy, course.setup)
    return World(scenario, course.luck, desk, course.hours, course.end)
