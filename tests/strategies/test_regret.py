"""What strategies leave on the table, against trying everything."""

import math
from typing import Any

import pytest
from hypothesis import given, settings

from tests.brute_force import best_sum, served_by_urgency
from tests.builders import NOON
from tests.generators import Scene, scenes
from tests.oracles import Office, skill_fit
from ticketroute import Agent, Board, Ticket
from ticketroute.scores import SkillFit
from ticketroute.strategies import FewestOpen, OptimalAssignment, RoundRobin, Strategy, regret

SCORE = SkillFit()
STRATEGIES: dict[str, Strategy] = {
    "fewest open": FewestOpen(),
    "round robin": RoundRobin(),
    "optimal": OptimalAssignment(SCORE),
}


@settings(max_examples=100)
@given(scenes(most_tickets=4, unit=True))
def test_the_best_is_the_best_of_all_ways_to_serve_the_same(scene: Scene) -> None:
    """So no strategy does better, and the optimal one has nothing to regret."""
    scene = scene.for_the_active()
    view, office = scene.board().window, Office.of(scene)
    rows = {row.strategy: row for row in regret(view, STRATEGIES, score=SCORE)}
    for name, strategy in STRATEGIES.items():
        given_out = {view.tickets.ids[ticket] for ticket, _ in strategy(view).pairs}
        deal = {
            ticket.id: "somebody" if ticket.id in given_out else None
            for ticket in office.most_urgent_first()
        }
        row = rows[name]
        assert row.served == len(given_out)
        assert row.best == pytest.approx(best_sum(office, served_by_urgency(deal), skill_fit))
        assert row.best is not None
        assert row.score <= row.best + 1e-9
    assert rows["optimal"].regret == pytest.approx(0.0, abs=1e-9)


def test_what_is_not_known_is_said() -> None:
    """Efforts that differ leave no best sum that is proven."""
    board = Board([Agent(id="ana", capacity=3)])
    board.submit([Ticket(id=f"t{effort}", created=NOON, effort=effort) for effort in (1, 2)], NOON)
    report = regret(board.window, {"fewest open": FewestOpen()}, score=SCORE)
    assert report[0].regret is None
    assert math.isnan(report.columns()["regret"][0])
    assert repr(report).splitlines()[1].split()[-2:] == ["-", "-"]
    assert len(report) == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"strategies": [FewestOpen()]}, "strategies: expected a mapping of names to strategies"),
        (
            {"strategies": {"fewest open": FewestOpen}},
            r"strategies\['fewest open'\]: expected a strategy, which is something to call",
        ),
        ({"score": SkillFit}, "score: expected a score, which is something to call"),
        ({"score": "skill fit"}, "score: expected a score, which is something to call"),
    ],
)
def test_what_cannot_be_called_is_refused(change: dict[str, Any], message: str) -> None:
    """A class is none: its instances are meant."""
    arguments: dict[str, Any] = {"strategies": STRATEGIES, "score": SCORE, **change}
    with pytest.raises(TypeError, match=message):
        regret(Board([]).window, **arguments)
