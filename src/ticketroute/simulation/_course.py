"""What is settled of a run before anything happens."""

import attrs

from ticketroute.board import Setup
from ticketroute.model import MICROSECOND, to_microseconds
from ticketroute.simulation._hours import Hours
from ticketroute.simulation._luck import Luck, draw
from ticketroute.simulation._policy import Policy
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._staffing import hours_of_run, setup_of_run


@attrs.frozen(eq=False)
class Course:
    """The scenario, and what it comes to in one run.

    Attributes
    ----------
    scenario
        What comes, who works, how long things take.
    luck
        What comes in this run, and what chance has in store for it.
    setup
        What the desk is told.
    hours
        When each agent works, by position.
    arrivals_end, end
        Until when tickets come, and until when it goes on at most; microseconds since 1970 UTC.
    """

    scenario: Scenario
    luck: Luck
    setup: Setup
    hours: list[Hours]
    arrivals_end: int
    end: int

    @classmethod
    def of(cls, scenario: Scenario, policy: Policy, seed: int, replication: int) -> "Course":
        """Settle it for one run."""
        setup = setup_of_run(scenario, policy, seed, replication)
        arrivals_end = to_microseconds(scenario.start + scenario.length)
        return cls(
            scenario,
            draw(scenario, seed, replication),
            setup,
            hours_of_run(scenario, setup),
            arrivals_end,
            arrivals_end + scenario.runs_on // MICROSECOND,
        )
