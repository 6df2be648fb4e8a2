"""What a review found wrong, and is to stay right."""

import pickle
from collections.abc import Mapping
from datetime import timedelta

import attrs
import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import gamma, weibull_min

from tests.simulation.scenarios import MONDAY, call_centre
from ticketroute import sla
from ticketroute.board import Plan, Setup, View
from ticketroute.dispatcher import Settings
from ticketroute.eligibility import Relaxation, RelaxationStep
from ticketroute.metrics import Outcome
from ticketroute.simulation import (
    AtTimes,
    Distributed,
    Durations,
    Fixed,
    HourlyPoisson,
    LogNormal,
    Observed,
    OverDispersed,
    Poisson,
    Policy,
    Simulation,
    TicketKind,
    simulate,
)
from ticketroute.simulation._engines import Engine
from ticketroute.sla import RESOLUTION, ChangeQueue, Ladder, Notify, Objective, Policies, Step
from ticketroute.strategies import Broadcast, FewestOpen

ENGINES: list[Engine] = ["auto", "board", "live"]


def test_balking_is_refused_by_its_own_name() -> None:
    """A number in place of several is told by the field that it was given for."""
    with pytest.raises(TypeError, match=r"^Scenario\.balk: expected several numbers"):
        attrs.evolve(call_centre(), balk=0.5)  # type: ignore[arg-type]


@pytest.mark.parametrize("rates", [{24: 3.0}, {-1: 3.0}, {"9": 3.0}, {9.5: 3.0}])
def test_an_hour_that_no_day_has_is_refused(rates: Mapping[int, float]) -> None:
    """It would be left out without a word, and nobody would come."""
    with pytest.raises(ValueError, match=r"^HourlyPoisson\.per_hour: expected hours of a day"):
        HourlyPoisson(rates)


@pytest.mark.parametrize("rate", ["many", None, True])
def test_a_rate_that_is_no_number_is_told_by_its_field(rate: float) -> None:
    """In a mapping and in a list."""
    for rates in ({9: rate}, [rate] * 24):
        with pytest.raises(TypeError, match=r"^HourlyPoisson\.per_hour: expected a finite number"):
            HourlyPoisson(rates)


def test_rates_may_be_an_array_of_counts() -> None:
    """Of any type of numbers."""
    assert HourlyPoisson(np.arange(24)).per_hour == tuple(range(24))  # type: ignore[arg-type]


@pytest.mark.parametrize("per_hour", [1e9, 1e30])
def test_more_than_there_is_room_for_is_refused_before_anything_is_drawn(per_hour: float) -> None:
    """However large the number."""
    scenario = attrs.evolve(call_centre(), arrivals=Poisson(per_hour), length=timedelta(hours=2))
    with pytest.raises(ValueError, match="at most 100,000,000 expected in a period"):
        simulate(scenario, "fewest-open")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_last_who_is_not_excluded_keeps_a_ticket(engine: Engine) -> None:
    """Whoever is excluded is nobody to whom it might be given back."""
    kind = TicketKind(
        name="mail",
        arrivals=AtTimes([MONDAY]),
        handling=Fixed(timedelta(minutes=10)),
        bounce=1.0,
        fields={"exclusions": ["a01"]},
    )
    scenario = attrs.evolve(call_centre(agents=2), kinds=[kind], arrivals=None)
    journeys = simulate(scenario, "fewest-open", engine=engine).journeys
    assert journeys.outcome.tolist() == [Outcome.RESOLVED]
    assert journeys.bounces.tolist() == [0]


def test_what_is_parked_is_no_queue_to_balk_at() -> None:
    """A ticket on hold does not wait, so nobody leaves because of it."""
    parked = Relaxation([RelaxationStep(timedelta(minutes=10), park=True)])
    policy = Policy("fewest-open", setup=Setup(relaxations=[parked]))
    mail = TicketKind(name="mail", handling=Fixed(timedelta(hours=1)))
    arrivals = AtTimes([MONDAY + timedelta(minutes=each) for each in (0, 1, 55)])
    scenario = attrs.evolve(call_centre(agents=1), kinds=[mail], arrivals=arrivals, balk=[0, 1])
    for engine in ENGINES:
        journeys = simulate(scenario, policy, engine=engine).journeys
        outcomes = [Outcome.RESOLVED, Outcome.WAITING, Outcome.RESOLVED]
        assert journeys.outcome.tolist() == outcomes, engine


@pytest.mark.parametrize("engine", ENGINES)
def test_a_strategy_that_makes_offers_is_refused(engine: Engine) -> None:
    """Nobody would answer, and everything would wait without a word."""
    with pytest.raises(ValueError, match=r"^policy: expected a strategy that assigns.*Broadcast"):
        simulate(call_centre(), Broadcast(FewestOpen()), engine=engine)


def test_a_ladder_that_takes_tickets_out_of_hands_is_refused() -> None:
    """The one who works on it would not be told, and resolve what somebody else has by then."""
    moves = Ladder(RESOLUTION, [Step(0.5, [Notify("lead"), ChangeQueue("second line")])])
    promise = sla.Policy("desk", [Objective(RESOLUTION, timedelta(hours=1))])
    settings = Settings(policies=Policies(default=promise), ladders=[moves])
    policy = Policy("fewest-open", settings=settings)
    with pytest.raises(ValueError, match=r"^Policy\.settings\.ladders: expected .*ChangeQueue"):
        simulate(call_centre(), policy)


def test_distributions_of_the_same_parameters_are_the_same() -> None:
    """So a scenario equals its copy from another process, and so do its results."""
    mail = TicketKind(name="mail", handling=Distributed(gamma(2, scale=3)))
    scenario = attrs.evolve(call_centre(), kinds=[mail])
    again = pickle.loads(pickle.dumps(scenario))  # noqa: S301 - its own
    assert again == scenario
    assert hash(again) == hash(scenario)
    assert Distributed(gamma(2, scale=3)) != Distributed(gamma(2, scale=4))
    assert Distributed(gamma(2)) != Distributed(weibull_min(2))


def test_a_distribution_without_its_parameters_is_refused() -> None:
    """By its field."""
    with pytest.raises(TypeError, match=r"^Distributed\.distribution: expected a frozen"):
        Distributed(gamma)


@pytest.mark.parametrize("variation", ["much", True, None])
def test_a_variation_that_is_no_number_is_told_by_its_field(variation: float) -> None:
    """Of durations and of arrivals."""
    with pytest.raises(TypeError, match=r"^LogNormal\.variation: expected a number above 0"):
        LogNormal(timedelta(minutes=1), variation=variation)
    with pytest.raises(TypeError, match=r"^OverDispersed\.variation: expected a number above 0"):
        OverDispersed(Poisson(1), variation=variation)


def test_the_setup_of_a_policy_is_a_setup() -> None:
    """And not refused only when something is asked of it."""
    with pytest.raises(TypeError, match=r"^Policy\.setup: expected a Setup"):
        Policy("fewest-open", setup="none")  # type: ignore[arg-type]


def test_a_run_that_broke_off_has_no_result() -> None:
    """Half of it would pass for the whole."""

    def breaks(_: View) -> Plan:
        message = "enough"
        raise RuntimeError(message)

    run = Simulation(call_centre(), breaks)
    with pytest.raises(RuntimeError, match="enough"):
        list(run)
    with pytest.raises(RuntimeError, match="broke off"):
        _ = run.result


@pytest.mark.parametrize("limits", [{"room": 2}, {"balk": [0, 1]}])
def test_who_waits_already_is_not_turned_away(limits: dict[str, object]) -> None:
    """The backlog is in the room before anybody else comes, who may then not be let in."""
    mail = TicketKind(
        name="mail", arrivals=AtTimes([MONDAY]), handling=Fixed(timedelta(minutes=10)), backlog=4
    )
    scenario = attrs.evolve(call_centre(agents=1), kinds=[mail], arrivals=None, **limits)  # type: ignore[arg-type]
    for engine in ENGINES:
        outcome = simulate(scenario, "fewest-open", engine=engine).journeys.outcome
        assert outcome[:4].tolist() == [Outcome.RESOLVED] * 4, engine
        assert outcome[4] in (Outcome.BLOCKED, Outcome.BALKED), engine


@attrs.frozen
class Wrong:
    """Arrivals and durations as somebody might write them who has not read what is expected."""

    answer: object
    mean = timedelta(minutes=1)

    def times(self, start: int, _: int, __: np.random.Generator) -> NDArray[np.int64]:
        """Give what was to be given, from the start on."""
        return self.answer + start if isinstance(self.answer, np.ndarray) else self.answer  # type: ignore[return-value]

    def draw(self, _: NDArray[np.float64]) -> NDArray[np.int64]:
        """Give what was to be given."""
        return self.answer  # type: ignore[return-value]


NOT_INSTANTS = [None, [1], np.array([0.5]), np.zeros((2, 2), dtype=np.int64)]


@pytest.mark.parametrize("answer", [*NOT_INSTANTS, np.array([-1]), np.array([10**15])])
def test_arrivals_that_are_none_are_told_by_whose_they_are(answer: object) -> None:
    """Not by an operation deep inside that cannot use them."""
    scenario = attrs.evolve(call_centre(), arrivals=Wrong(answer))
    with pytest.raises((TypeError, ValueError), match=r"^Wrong\.times: expected"):
        simulate(scenario, "fewest-open")


@pytest.mark.parametrize("answer", [*NOT_INSTANTS, np.array([-1])])
def test_durations_that_are_none_are_told_by_whose_they_are(answer: object) -> None:
    """Also where there are too few of them."""
    mail = TicketKind(name="mail", arrivals=AtTimes([MONDAY]), handling=Wrong(answer))
    with pytest.raises((TypeError, ValueError), match=r"^Wrong\.draw: expected"):
        simulate(attrs.evolve(call_centre(), kinds=[mail], arrivals=None), "fewest-open")


@pytest.mark.parametrize("durations", [Fixed(timedelta.max), Observed([timedelta.max])])
def test_for_ever_is_a_duration(durations: Durations) -> None:
    """Work that is never done is still there at the end."""
    mail = TicketKind(name="mail", arrivals=AtTimes([MONDAY]), handling=durations)
    scenario = attrs.evolve(call_centre(), kinds=[mail], arrivals=None)
    assert simulate(scenario, "fewest-open").journeys.outcome.tolist() == [Outcome.IN_HAND]


@pytest.mark.parametrize("field", ["length", "runs_on"])
def test_an_end_beyond_all_dates_is_refused_at_once(field: str) -> None:
    """And not when it is counted up in a run."""
    with pytest.raises(ValueError, match=r"^Scenario\.runs_on: expected .* year 10000"):
        attrs.evolve(call_centre(), **{field: timedelta.max})  # type: ignore[arg-type]


def test_a_kind_that_never_comes_is_refused() -> None:
    """Without arrivals of its own, those of the scenario or a backlog it has been forgotten."""
    with pytest.raises(ValueError, match=r"^Scenario\.arrivals: expected a stream.*'call'"):
        attrs.evolve(call_centre(), arrivals=None)


def test_a_policy_with_settings_needs_a_dispatcher() -> None:
    """An engine that is asked for by name is not replaced by another one without a word."""
    policy = Policy("fewest-open", settings=Settings())
    with pytest.raises(ValueError, match=r"^engine: expected 'auto' or 'live'"):
        simulate(call_centre(), policy, engine="board")
