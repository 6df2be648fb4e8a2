"""Everything that has come due on some tickets, by hand, and a complaint desk from end to end."""

from datetime import timedelta
from typing import Final

import attrs

from tests.sla.clocks.by_hand import HOUR, Told, at, told
from ticketroute import Ticket
from ticketroute.sla import (
    FIRST_RESPONSE,
    NEXT_RESPONSE,
    RESOLUTION,
    AddWatcher,
    ChangeQueue,
    Fired,
    Ladder,
    Notify,
    Objective,
    Policies,
    Policy,
    RaiseUrgency,
    Step,
    Targets,
    TicketClocks,
    due_events,
)

URGENT_FIRST: Final = Targets({1: 2 * HOUR}, default=24 * HOUR)
DESK: Final = Policies(
    default=Policy("complaints", [Objective(RESOLUTION, URGENT_FIRST, pause_in=["waiting"])])
)
WARNING: Final = Step(0.75, Notify("owner"))
BREACH: Final = Step(timedelta(), [Notify("supervisor"), RaiseUrgency()])
DAY_AFTER: Final = Step(timedelta(days=1), ChangeQueue("management"), wall=True)
LADDER: Final = Ladder(RESOLUTION, [WARNING, BREACH, DAY_AFTER])


def complaint(name: str, *stories: Told, level: int = 3) -> TicketClocks:
    """Give the clocks of a complaint."""
    ticket = Ticket(id=name, created=at(0), impact=level, urgency=1)
    return TicketClocks(ticket, DESK, told(*stories))


def brief(fired: tuple[Fired, ...]) -> list[tuple[str, int, object]]:
    """Give ticket, step and when, for what has fired."""
    return [(each.ticket_id, each.step, each.at) for each in fired]


def test_complaint_from_creation_to_escalation() -> None:
    """24 hours for an ordinary complaint: warned at 18, missed at 24, with management at 48."""
    open_ = complaint("t1", (0, "created", "open"))
    assert open_["resolution"].due == at(24)
    assert due_events([open_], [LADDER], at(17.9)) == ()
    fired = due_events([open_], [LADDER], at(48))
    assert brief(fired) == [("t1", 0, at(18)), ("t1", 1, at(24)), ("t1", 2, at(48))]
    assert [each.effects for each in fired] == [
        (Notify("owner"),),
        (Notify("supervisor"), RaiseUrgency()),
        (ChangeQueue("management"),),
    ]
    began = int(at(0).timestamp()) * 1_000_000
    assert fired[0].key == ("t1", "", "resolution", began, LADDER.steps[0].name)


def test_urgent_complaint_has_two_hours() -> None:
    """And the same ladder: at an hour and a half, at two hours, and a day after that."""
    urgent = complaint("t1", (0, "created"), level=1)
    fired = due_events([urgent], [LADDER], at(99))
    assert brief(fired) == [("t1", 0, at(1.5)), ("t1", 1, at(2)), ("t1", 2, at(26))]


def test_complaint_that_waits_for_the_customer() -> None:
    """Six hours of waiting put everything off by six hours; a day after is a day on the wall."""
    waited = complaint(
        "t1", (0, "created"), (10, "status", "waiting"), (16, "status", "open"), (31, "resolved")
    )
    fired = due_events([waited], [LADDER], at(99))
    assert brief(fired) == [("t1", 0, at(24)), ("t1", 1, at(30))]


def test_priority_raised_on_the_way() -> None:
    """Three hours in, two of them waiting: an hour is left of the two of an urgent one."""
    before = complaint("t1", (0, "created"), (1, "status", "waiting"), (3, "status", "open"))
    raised = before.changed(attrs.evolve(before.ticket, impact=1))
    assert due_events([raised], [LADDER], at(3)) == ()
    assert brief(due_events([raised], [LADDER], at(4))) == [("t1", 0, at(3.5)), ("t1", 1, at(4))]


def test_what_is_known_by_its_key_is_not_done_again() -> None:
    """Asked without `after`, with known keys left out, nothing is missed when promises change."""
    ticket = complaint("t1", (0, "created"))
    known = {each.key for each in due_events([ticket], [LADDER], at(20))}
    assert len(known) == 1
    urgent = ticket.changed(attrs.evolve(ticket.ticket, impact=1))
    new = [each for each in due_events([urgent], [LADDER], at(20)) if each.key not in known]
    assert [each.effects for each in new] == [BREACH.effects]


def test_keys_miss_nothing_when_the_priority_is_raised() -> None:
    """At 20:00 a complaint becomes urgent, whose breach by then lies 18 hours back."""
    ticket = complaint("t1", (0, "created"))
    first = due_events([ticket], [LADDER], at(20))
    assert brief(first) == [("t1", 0, at(18))]
    urgent = ticket.changed(attrs.evolve(ticket.ticket, impact=1))
    known = {each.key for each in first}
    second = due_events([urgent], [LADDER], at(21), known=known)
    assert [each.step for each in second] == [1]


def test_keys_repeat_nothing_when_the_priority_is_lowered() -> None:
    """What fired under the old promise has fired in this cycle."""
    ticket = complaint("t1", (0, "created"), level=1)
    first = due_events([ticket], [LADDER], at(5))
    ordinary = ticket.changed(attrs.evolve(ticket.ticket, impact=3))
    known = {each.key for each in first}
    assert due_events([ordinary], [LADDER], at(20), known=known) == ()


def test_same_question_same_answer() -> None:
    """Asking changes nothing."""
    tickets = [complaint("t1", (0, "created")), complaint("t2", (1, "created"))]
    assert due_events(tickets, [LADDER], at(30)) == due_events(tickets, [LADDER], at(30))
    assert due_events(iter(tickets), iter([LADDER]), at(30)) == due_events(
        tickets, [LADDER], at(30)
    )


def test_in_order_of_time_and_then_of_tickets() -> None:
    """Whatever the order in which tickets are given."""
    tickets = [complaint(name, (0, "created")) for name in ("b", "c", "a")]
    fired = due_events([*tickets, complaint("0", (1, "created"))], [LADDER], at(24))
    assert [(each.ticket_id, each.step) for each in fired] == [
        ("a", 0),
        ("b", 0),
        ("c", 0),
        ("0", 0),
        ("a", 1),
        ("b", 1),
        ("c", 1),
    ]


def test_window_includes_its_end_and_not_its_start() -> None:
    """So that windows can be laid end to end."""
    ticket = complaint("t1", (0, "created"))
    assert brief(due_events([ticket], [LADDER], at(24), after=at(18))) == [("t1", 1, at(24))]
    assert len(due_events([ticket], [LADDER], at(24), after=at(17.99))) == 2
    assert due_events([ticket], [LADDER], at(23.99), after=at(18)) == ()
    assert due_events([ticket], [LADDER], at(24), after=at(24)) == ()


def test_ladder_of_a_policy_goes_before_that_of_all() -> None:
    """And only for the clocks of that policy."""
    policies = Policies(
        [
            Policy("sla", [Objective(RESOLUTION, 4 * HOUR)], when=lambda _: True),
            Policy("ola", [Objective(RESOLUTION, 2 * HOUR)], when=lambda _: True),
        ],
        several=True,
    )
    clocks = TicketClocks(Ticket(id="t1", created=at(0)), policies, told((0, "created")))
    of_all = Ladder(RESOLUTION, [Step(1, Notify("all"))])
    of_ola = Ladder(RESOLUTION, [Step(1, AddWatcher("lead"))], policy="ola")
    for ladders in ([of_all, of_ola], [of_ola, of_all]):
        fired = due_events([clocks], ladders, at(9))
        assert [(each.policy, each.at, each.effects) for each in fired] == [
            ("ola", at(2), (AddWatcher("lead"),)),
            ("sla", at(4), (Notify("all"),)),
        ]


def test_clocks_without_a_ladder_are_passed_over() -> None:
    """So are ladders without a clock."""
    ticket = complaint("t1", (0, "created"))
    assert due_events([ticket], [Ladder(FIRST_RESPONSE, [BREACH])], at(99)) == ()
    assert due_events([ticket], [Ladder(RESOLUTION, [BREACH], policy="other")], at(99)) == ()
    assert due_events([ticket], [], at(99)) == ()
    assert due_events([], [LADDER], at(99)) == ()


def test_breach_comes_once_for_each_message_that_was_not_answered() -> None:
    """One key for each ticket, clock and cycle, however many messages the customer writes."""
    policies = Policies(default=Policy("desk", [Objective(NEXT_RESPONSE, 2 * HOUR)]))
    clocks = TicketClocks(
        Ticket(id="t1", created=at(0)),
        policies,
        told(
            (0, "created"),
            (1, "public reply"),
            (2, "customer message"),
            (3, "customer message"),
            (5, "customer message"),
            (6, "public reply"),
            (7, "customer message"),
        ),
    )
    fired = due_events([clocks], [Ladder(NEXT_RESPONSE, [BREACH])], at(99))
    assert [(each.cycle, each.at) for each in fired] == [(1, at(4)), (2, at(9))]
    assert len({each.key for each in fired}) == 2


def test_keys_stay_what_they_are_when_events_are_reported_late() -> None:
    """A message and its late answer turn up: they are missed anew, and what is known is known."""
    policies = Policies(default=Policy("desk", [Objective(NEXT_RESPONSE, 2 * HOUR)]))
    ladders = [Ladder(NEXT_RESPONSE, [BREACH])]
    story = told((0, "created"), (1, "public reply"), (6, "customer message"))
    clocks = TicketClocks(Ticket(id="t1", created=at(0)), policies, story)
    first = due_events([clocks], ladders, at(9))
    assert [each.at for each in first] == [at(8)]
    for event in told((2, "customer message"), (5, "public reply")):
        clocks = clocks.apply(event)
    second = due_events([clocks], ladders, at(9), known={each.key for each in first})
    assert [each.at for each in second] == [at(4)]


def test_what_is_known_is_left_out() -> None:
    """Any container of keys will do."""
    ticket = complaint("t1", (0, "created"))
    whole = due_events([ticket], [LADDER], at(99))
    for known in ([whole[1].key], {whole[1].key: True}, frozenset({whole[1].key})):
        assert due_events([ticket], [LADDER], at(99), known=known) == (whole[0], whole[2])
    keys = [each.key for each in whole]
    assert due_events([ticket], [LADDER], at(99), known=keys) == ()
