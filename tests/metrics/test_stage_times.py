"""How long tickets stay in each stage, by worked example."""

from typing import Any

import numpy as np

from tests.dispatcher.desks import at, desk_of, give, minutes, submit, verify
from ticketroute import Agent, Board, Dispatcher
from ticketroute.board import HandOver, TicketState
from ticketroute.metrics import StageTimes, Wait

QUEUED, OFFERED, ASSIGNED = TicketState.QUEUED, TicketState.OFFERED, TicketState.ASSIGNED
WORKING, ON_HOLD, WRAPPING = TicketState.WORKING, TicketState.ON_HOLD, TicketState.WRAPPING


def watched(
    agents: str = "ana",
    **settings: Any,  # noqa: ANN401 - any field of Settings
) -> tuple[Dispatcher, StageTimes]:
    """Make a desk and the times of its stages."""
    desk = desk_of(agents, 9, **settings)
    return desk, desk.attach(StageTimes(desk.view))


def test_every_stage_is_counted_when_it_is_over() -> None:
    """A whole life: each stay once, with its length, its queue and its agent."""
    desk, stages = watched()
    submit(desk, "t", queue="q")
    desk.offer("t", ["ana"], at(5))
    desk.accept("t", "ana", at(7))
    desk.start("t", at(10))
    desk.hold("t", at(20))
    desk.resume("t", at(50))
    desk.wrap_up("t", at(60))
    assert stages.of(WRAPPING) == Wait()
    desk.resolve("t", at(64))
    lengths = {name: wait.total for name, wait in stages.summary().items()}
    assert lengths == {
        "queued": minutes(5),
        "offered": minutes(2),
        "assigned": minutes(3),
        "working": minutes(20),
        "on hold": minutes(30),
        "wrapping": minutes(4),
    }
    assert stages.of(WORKING) == Wait(2, minutes(20), minutes(10))
    assert stages.of(WORKING, agent_id="ana", queue="q").mean == minutes(10)
    assert stages.of(WORKING, queue="r") == Wait()
    assert sum(lengths.values(), minutes(0)) == minutes(64)
    verify(desk)


def test_what_changes_no_stage_counts_nothing() -> None:
    """Messages, updates and a second offer leave the stay as it is."""
    desk, stages = watched("ana bea")
    submit(desk, "t")
    desk.offer("t", ["ana"], at(2))
    desk.offer("t", ["bea"], at(3))
    desk.report("t", "note", at(4))
    desk.decline("t", "ana", at(5))
    desk.decline("t", "bea", at(6))
    assert stages.of(OFFERED) == Wait(1, minutes(4), minutes(4))
    assert stages.of(QUEUED) == Wait(1, minutes(2), minutes(2))
    verify(desk)


def test_transfer_ends_one_stay_and_begins_another() -> None:
    """The time before the first touch is each owner's own."""
    desk, stages = watched("ana bea")
    give(desk, "t", "ana")
    desk.transfer("t", "bea", at(10))
    desk.start("t", at(15))
    assert stages.of(ASSIGNED, agent_id="ana").total == minutes(10)
    assert stages.of(ASSIGNED, agent_id="bea").total == minutes(5)
    verify(desk)


def test_new_agent_in_front_gets_nobody_s_times() -> None:
    """Times belong to who had the ticket, whoever comes in the meantime, and count once."""
    desk, stages = watched("mia zoe")
    give(desk, "t", "mia")
    give(desk, "u", "zoe")
    desk.set_agent(Agent(id="ana", capacity=1), at(5))
    desk.report("t", "note", at(6))
    desk.start("t", at(10))
    desk.sign_off("zoe", at(10), hand_over=HandOver("return"))
    assert stages.of(ASSIGNED, agent_id="mia") == Wait(1, minutes(10), minutes(10))
    assert stages.of(ASSIGNED, agent_id="zoe") == Wait(1, minutes(10), minutes(10))
    assert stages.of(ASSIGNED, agent_id="ana") == Wait()


def test_wait_counts_for_the_queue_in_which_it_was() -> None:
    """Twenty minutes in one queue and five in another are not twenty-five in the other."""
    desk, stages = watched()
    submit(desk, "t", queue="q")
    desk.move("t", "r", at(20))
    desk.assign("t", "ana", at(25))
    assert stages.of(QUEUED, queue="q").total == minutes(20)
    assert stages.of(QUEUED, queue="r").total == minutes(5)


def test_keeper_that_comes_late_counts_from_then_on() -> None:
    """What is on the board already is counted from when it came into its state, as after a load."""
    desk = desk_of("ana")
    give(desk, "t", "ana")
    submit(desk, "u")
    desk.tick(at(30))
    stages = desk.attach(StageTimes(desk.view))
    desk.start("t", at(40))
    desk.cancel("u", at(45))
    assert stages.of(ASSIGNED, agent_id="ana").total == minutes(40)
    assert stages.of(QUEUED).total == minutes(45)
    verify(desk)


def test_forgotten_and_duplicate_tickets_leave_nothing() -> None:
    """Linked ones have no stages; a place that is used again begins anew."""
    desk, stages = watched()
    submit(desk, "t u", duplicate_key="k")
    desk.cancel("t", at(5))
    desk.forget(["t", "u"], at(7))
    submit(desk, "v", 10)
    desk.cancel("v", at(11))
    assert stages.of(QUEUED) == Wait(2, minutes(6), minutes(5))
    verify(desk)


def test_same_times_from_a_replay() -> None:
    """The fold over a log is the same as the one that went along."""
    desk, stages = watched("ana bea", offers_last=minutes(3), start_within=minutes(9))
    submit(desk, "a b c d")
    for event in desk.dispatch(at(1)):
        if event.ticket_id in ("a", "b"):
            desk.accept(str(event.ticket_id), str(event.agent_id), at(2))
    desk.start("a", at(5))
    desk.dispatch(at(8))
    desk.dispatch(at(20))
    twin = desk.twin()
    others = twin.attach(StageTimes(twin.view))
    twin.apply(desk.log)
    assert others.summary() == stages.summary()
    assert stages.of(ASSIGNED).count > 0
    verify(desk)


def test_columns_are_one_row_for_each_stage_queue_and_agent() -> None:
    """Plain arrays of equal length, also when there is nothing yet."""
    desk, stages = watched()
    assert {name: len(column) for name, column in stages.columns().items()} == {
        "state": 0,
        "queue": 0,
        "agent_id": 0,
        "count": 0,
        "total_us": 0,
        "longest_us": 0,
    }
    submit(desk, "t u", queue="q")
    desk.assign("t", "ana", at(2))
    desk.assign("u", "ana", at(4))
    rows = stages.columns()
    assert [column.tolist() for column in rows.values()] == [
        ["queued"],
        ["q"],
        ["ana"],
        [2],
        [360_000_000],
        [240_000_000],
    ]
    assert rows["total_us"].dtype == np.int64
    assert repr(stages) == "<StageTimes: queued 0:03:00>"


def test_keeper_that_is_not_attached_knows_nothing() -> None:
    """A board without keepers tells nobody."""
    board = Board([Agent(id="ana", capacity=1)])
    stages = StageTimes(board.window)
    assert repr(stages) == "<StageTimes: nothing yet>"
    assert stages.summary() == {}
