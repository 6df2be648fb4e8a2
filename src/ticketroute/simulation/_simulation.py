"""One run of a scenario under a policy."""

from collections.abc import Iterator

from ticketroute.dispatcher import Dispatcher
from ticketroute.model import refuse_type, require_integer
from ticketroute.simulation._course import Course
from ticketroute.simulation._engines import Engine, make_run
from ticketroute.simulation._policy import PolicyLike, to_policy
from ticketroute.simulation._recorded import journeys_of
from ticketroute.simulation._result import Result
from ticketroute.simulation._scenario import Scenario
from ticketroute.simulation._world import EVERY


class Simulation:
    """A run that can be watched: going through it lets it happen, step by step.

    ``for _ in tqdm(run): pass`` shows a bar; :attr:`result` is there at the end.

    Parameters
    ----------
    scenario, policy, seed, replication, engine
        As for :func:`simulate`.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute import Agent
    >>> from ticketroute.simulation import Exponential, Poisson, Scenario, Simulation, TicketKind
    >>> hour = Scenario(
    ...     start=datetime(2026, 5, 4, 9, tzinfo=UTC),
    ...     length=timedelta(hours=1),
    ...     agents=[Agent(id="ana", capacity=1)],
    ...     kinds=[TicketKind(name="call", handling=Exponential(timedelta(minutes=4)))],
    ...     arrivals=Poisson(per_hour=10),
    ... )
    >>> run = Simulation(hour, "fewest-open", seed=7)
    >>> for _ in run:
    ...     pass
    >>> len(run.result)
    10
    """

    def __init__(
        self,
        scenario: Scenario,
        policy: PolicyLike,
        seed: int = 0,
        *,
        replication: int = 0,
        engine: Engine = "auto",
    ) -> None:
        if not isinstance(scenario, Scenario):
            raise refuse_type("scenario", "a Scenario", scenario)
        require_integer("seed", seed, 0)
        require_integer("replication", replication, 0)
        self.scenario, self.policy = scenario, to_policy(policy)
        self.seed, self.replication = seed, replication
        self._course = Course.of(scenario, self.policy, seed, replication)
        self._run = make_run(self.policy, self._course, engine)
        self._steps = self._let_happen()
        self._is_over = False
        self._result: Result | None = None

    def __len__(self) -> int:
        """Give the number of steps, of about a thousand arrivals each."""
        return len(self._course.luck) // EVERY + 1

    def __iter__(self) -> Iterator[int]:
        """Let the run happen; gives how many tickets have come after each step."""
        return self._steps

    def _let_happen(self) -> Iterator[int]:
        yield from self._run.steps()
        self._is_over = True

    @property
    def result(self) -> Result:
        """What came of it; lets happen what has not happened yet."""
        if self._result is None:
            for _ in self._steps:
                pass
            if not self._is_over:
                message = "the run broke off with an error, and has no result"
                raise RuntimeError(message)
            journeys = journeys_of(self._course, self._run.notes, self._run.due)
            self._result = Result(self.scenario, self.policy, self.seed, self.replication, journeys)
        return self._result

    @property
    def dispatcher(self) -> Dispatcher | None:
        """The desk as it is now, with the engine ``"live"``; its ``log`` tells everything."""
        return self._run.dispatcher


def simulate(
    scenario: Scenario,
    policy: PolicyLike,
    seed: int = 0,
    *,
    replication: int = 0,
    engine: Engine = "auto",
) -> Result:
    """Let a scenario happen under a policy.

    Parameters
    ----------
    scenario
        What comes, who works, how long things take.
    policy
        What decides: a strategy, its name, or a :class:`Policy`.
    seed
        Where luck comes from, an integer of at least 0.
    replication
        The number of the run among runs of the same seed, an integer of at least 0. Policies meet
        the same luck in the same replication.
    engine
        What decides with the strategy: ``"live"`` for a whole dispatcher, ``"board"`` for the board
        inside it, or ``"auto"`` for the quickest that will do: a lean desk for orders of the
        catalogue, a dispatcher if the policy has settings. The result is the same.

    Returns
    -------
    Result
        Determined by the four arguments.

    Examples
    --------
    >>> from datetime import UTC, datetime, timedelta
    >>> from ticketroute import Agent
    >>> from ticketroute.simulation import Exponential, Poisson, Scenario, TicketKind, simulate
    >>> hour = Scenario(
    ...     start=datetime(2026, 5, 4, 9, tzinfo=UTC),
    ...     length=timedelta(hours=1),
    ...     agents=[Agent(id="ana", capacity=1)],
    ...     kinds=[TicketKind(name="call", handling=Exponential(timedelta(minutes=4)))],
    ...     arrivals=Poisson(per_hour=10),
    ... )
    >>> simulate(hour, "fewest-open", seed=7).policy_name
    'FewestOpen'
    """
    return Simulation(scenario, policy, seed, replication=replication, engine=engine).result
