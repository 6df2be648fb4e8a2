"""What a review of the live desk found, each once."""

import json
from datetime import date

import attrs
import pytest

from tests.dispatcher.desks import at, desk_of, give, minutes, submit, told, used, verify
from ticketroute import Agent, Dispatcher, Settings, Ticket
from ticketroute.board import Details, EventType, HandOver
from ticketroute.dispatcher import Overflow, ReturnRamp, event_from_plain
from ticketroute.errors import StaleView
from ticketroute.metrics import board_figures
from ticketroute.sla import (
    RESOLUTION,
    BusinessCalendar,
    Ladder,
    Notify,
    Objective,
    Policies,
    Policy,
    Step,
)


def test_thousands_due_at_the_same_instant_come_by_id() -> None:
    """Monday at nine is no more work than Monday; ten thousand wake up in one tick."""
    desk = desk_of("ana", 0)
    tickets = [Ticket(id=f"t{n:05}", created=at(0), not_before=at(60)) for n in range(10_000)]
    desk.submit_many(tickets[::-1], at(0))
    events = desk.tick(at(60))
    assert [event.ticket_id for event in events] == [ticket.id for ticket in tickets]


def test_wake_ups_that_are_put_off_for_ever_do_not_pile_up() -> None:
    """Called off or put off, they are cleared away, although an earlier one stays."""
    desk = desk_of("ana")
    desk.set_presence("ana", "away", at(0), until=at(1))
    submit(desk, "t")
    for minute in range(1_000):
        desk.hold("t", at(0), until=at(minute + 2))
        desk.resume("t", at(0))
    assert len(desk.view.wake_ups._heap) < 200


@attrs.define
class Trap:
    """A calendar's holidays, or a keeper, that raises once it is set."""

    is_set: bool = False

    def __contains__(self, day: object) -> bool:
        """Say no, or raise."""
        if self.is_set:
            raise RuntimeError(day)
        return False

    def __call__(
        self, event: EventType, ticket: int, agent: int, until: int, details: Details | None, /
    ) -> None:
        """Keep nothing, or raise."""
        if self.is_set:
            raise RuntimeError(event, ticket, agent, until, details)


def test_desk_that_a_user_s_code_left_half_way_says_so() -> None:
    """What raises in the middle of a change is raised, and afterwards the desk is to be remade."""
    trap = Trap()
    desk = desk_of("ana")
    submit(desk, "t")
    stored = tuple(desk.log)
    desk.attach(trap)
    trap.is_set = True
    with pytest.raises(RuntimeError):
        desk.cancel("t", at(1))
    trap.is_set = False
    with pytest.raises(StaleView, match="make the desk anew") as failure:
        desk.tick(at(2))
    assert isinstance(failure.value.__cause__, RuntimeError)
    again = Dispatcher.replay(stored, [Agent(id="ana", capacity=9)], strategy="fewest-open")
    assert told(again.cancel("t", at(2))) == ["cancelled t"]


def test_calendar_of_a_queue_that_raises_is_not_swallowed() -> None:
    """A ticket whose admission could not be told is not half there."""
    trap = Trap()
    hours = BusinessCalendar(tz="UTC", weekly={"mon": [("09:00", "17:00")]}, holidays=trap)
    trap.is_set = True
    desk = desk_of("ana", overflows={"q": Overflow(to="r", outside=hours)})
    with pytest.raises(RuntimeError):
        submit(desk, "t", queue="q")
    with pytest.raises(StaleView):
        desk.tick(at(0))
    assert date(2026, 5, 4).isoformat()


def test_ladders_are_one_for_each_metric() -> None:
    """Two for the same are refused where they are given, not at the first ticket."""
    policies = Policies(default=Policy("desk", [Objective(RESOLUTION, minutes(60))]))
    ladder = Ladder(RESOLUTION, [Step(0.5, Notify("lead"))])
    with pytest.raises(ValueError, match=r"Settings\.ladders: expected one for each metric"):
        Settings(policies=policies, ladders=[ladder, ladder])


def test_move_changes_what_is_promised() -> None:
    """A policy by queue holds from the move on, live as after a load."""
    quick = Policy("vip", [Objective(RESOLUTION, minutes(60))], when={"queue": ["vip"]})
    slow = Policy("rest", [Objective(RESOLUTION, minutes(600))])
    settings = Settings(policies=Policies([quick], default=slow))
    desk = Dispatcher([Agent(id="ana", capacity=1)], strategy="fewest-open", settings=settings)
    submit(desk, "t")
    desk.move("t", "vip", at(5))
    assert desk.clocks("t")["resolution"].due == at(60)
    data = json.loads(json.dumps(desk.dump()))
    loaded = Dispatcher.load(data, strategy="fewest-open", settings=settings)
    assert loaded.clocks("t")["resolution"].due == at(60)
    later = Dispatcher.load(data, strategy="fewest-open")
    under_promise = Dispatcher.load(later.dump(), strategy="fewest-open", settings=settings)
    assert under_promise.clocks("t")["resolution"].due == at(60)
    verify(desk)


def test_events_share_nothing() -> None:
    """What somebody writes into one event's details shows in no other."""
    desk = desk_of("ana bea")
    submit(desk, "t u")
    for event in desk.dispatch(at(0)):
        event.details["oops"] = 1  # type: ignore[index]
    desk.start("t", at(1))
    desk.log[-1].details["oops"] = 1  # type: ignore[index]
    assert desk.start("u", at(1))[0].details == {}


def test_events_after_a_number() -> None:
    """Also after a refusal, and not beyond the checkpoint."""
    desk = desk_of("ana")
    submit(desk, "t")
    assert desk.log.after(-1) == tuple(desk.log)
    assert desk.log.after(0) == ()
    desk.checkpoint()
    desk.cancel("t", at(1))
    assert told(desk.log.after(0)) == ["cancelled t"]
    with pytest.raises(LookupError, match="the checkpoint"):
        desk.log.after(-1)


def test_hand_over_does_not_flood_who_has_just_come_back() -> None:
    """The ramp counts what a colleague hands over."""
    ramp = ReturnRamp(at_most=1, every=minutes(10), lasting=minutes(60))
    desk = desk_of("ana bea", 20, returning=ramp)
    desk.set_presence("ana", "offline", at(0))
    give(desk, " ".join(f"t{n}" for n in range(9)), "bea")
    desk.sign_on("ana", at(1))
    desk.sign_off("bea", at(2), hand_over=HandOver("substitute", ["ana"]))
    assert used(desk)["ana"] == 1


def test_assigning_to_who_was_asked_is_no_withdrawal() -> None:
    """The others are told that their offers end; the one who has it is not."""
    desk = desk_of("ana bea")
    submit(desk, "t")
    desk.offer("t", ["ana", "bea"], at(0))
    assert desk.assign("t", "ana", at(1))[0].details["rescinded"] == ["bea"]
    verify(desk)


def test_answer_in_between_ends_the_row_of_misses() -> None:
    """Missed, declined, missed: that is not two in a row."""
    desk = desk_of("ana", pause_after=2, offers_last=minutes(1))
    for minute, name in enumerate("abc"):
        submit(desk, name, 5 * minute)
        desk.offer(name, ["ana"], at(5 * minute))
        if name == "b":
            desk.decline(name, "ana", at(5 * minute))
        else:
            desk.tick(at(5 * minute + 1))
    assert desk.view.agents[0].id == "ana"
    assert desk.view.workload.closed_at[0] == 0


def test_plan_shows_the_time_that_it_was_asked_for() -> None:
    """A question about later is answered as of then, and changes nothing."""
    desk = desk_of("ana", 0)
    submit(desk, "t")
    plan = desk.decide(at(30))
    desk.cancel("t", at(1))
    assert (plan.view.now, list(plan.left)) == (at(30), ["t"])


def test_figures_count_what_is_beyond_a_limit() -> None:
    """What woke up over capacity, and what was given in spite of it."""
    desk = desk_of("ana", 1)
    give(desk, "t", "ana")
    desk.hold("t", at(1))
    submit(desk, "u", 1)
    desk.dispatch(at(1))
    desk.resume("t", at(2))
    assert board_figures(desk.view).over_capacity == 1
    verify(desk)


def test_cancelled_ticket_takes_its_duplicates_along() -> None:
    """They are the same request; what is unlinked before is not."""
    desk = desk_of("ana")
    submit(desk, "t u v", duplicate_key="k")
    desk.unlink("v", at(1))
    assert told(desk.cancel("t", at(2))) == ["cancelled t", "cancelled u"]
    verify(desk)


def test_event_that_is_none_is_refused() -> None:
    """Rows of a store that hold something else are named."""
    with pytest.raises(ValueError, match="event: expected plain data with"):
        event_from_plain({})
