"""Tickets that ask for less the longer they wait, by worked example."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from tests.dispatcher.desks import (
    at,
    desk_of,
    dues,
    given_out,
    make,
    minutes,
    row_of,
    state_of,
    submit,
    told,
    verify,
)
from ticketroute import Agent, Dispatcher, Settings, Setup, Ticket
from ticketroute.board import EventType
from ticketroute.dispatcher import Event, Overflow
from ticketroute.eligibility import Relaxation, RelaxationStep
from ticketroute.errors import NotAllowed
from ticketroute.sla import FIRST_RESPONSE, Ladder, Objective, Policies, Policy, RaiseUrgency, Step

FRENCH = {"french": 1, "tax": 2}
ANA = Agent(id="ana", capacity=2, skills={"tax": 2}, teams=["mail"])
BEA = Agent(id="bea", capacity=2, skills={"tax": 1}, teams=["mail"])
CEM = Agent(id="cem", capacity=2, teams=["calls"])
FLO = Agent(id="flo", capacity=0, skills={"tax": 2, "french": 2}, teams=["mail"])

NO_FRENCH = RelaxationStep(minutes(10), drop=["french"])
LESS_TAX = RelaxationStep(minutes(30), lower={"tax": 1})
PARK = RelaxationStep(minutes(60), park=True)


def desk_with(
    *steps: RelaxationStep,
    agents: str | list[Agent] | None = None,
    **settings: Any,  # noqa: ANN401 - any field of Settings
) -> Dispatcher:
    """Make a desk of one relaxation, by default with somebody who has French and no room."""
    setup = Setup(
        relaxations=[Relaxation(steps, {"not": {"field": "ticket.queue", "equals": "b"}})]
    )
    agents = [ANA, BEA, CEM, FLO] if agents is None else agents
    return desk_of(agents, arguments={"setup": setup}, **settings)


def required(desk: Dispatcher, ticket_id: str) -> dict[str, float]:
    """Give what a ticket asks for by now."""
    view = desk.view
    ticket = view.ticket(view.ticket_position(ticket_id))
    return {each.skill: each.minimum for each in ticket.requirements if not each.optional}


def steps_told(events: tuple[Event, ...]) -> list[tuple[str | None, object]]:
    """Give the steps that were taken: ticket and number."""
    kind = EventType.RELAXED
    return [(each.ticket_id, each.details["step"]) for each in events if each.type is kind]


# Time


def test_step_comes_at_its_time_and_not_before() -> None:
    """A moment earlier nobody may have it; at the time itself it is given away."""
    desk = desk_with(NO_FRENCH)
    submit(desk, "t", requirements=FRENCH)
    desk.dispatch(at(0))
    assert desk.next_wake == at(10)
    assert desk.dispatch(at(10) - timedelta(microseconds=1)) == ()
    assert told(desk.dispatch(at(10))) == ["relaxed t", "assigned t ana"]
    verify(desk)


def test_late_tick_takes_each_step_that_is_due() -> None:
    """Two steps are two events, in their order."""
    desk = desk_with(NO_FRENCH, LESS_TAX, agents=[FLO])
    submit(desk, "t u", requirements=FRENCH)
    assert steps_told(desk.tick(at(45))) == [("t", 1), ("u", 1), ("t", 2), ("u", 2)]
    assert required(desk, "t") == {"tax": 1}
    verify(desk)


def test_wait_counts_from_creation_or_start() -> None:
    """Also if the desk hears of a ticket later, and if it is not to be dispatched at once."""
    desk = desk_with(NO_FRENCH, agents=[FLO])
    desk.submit(make("t", requirements=FRENCH), at(4))
    desk.submit(make("u", requirements=FRENCH, not_before=at(20)), at(4))
    desk.submit(make("v", requirements=FRENCH), at(30))
    assert dues(desk) == [("relax", "t", 10), ("start", "u", 20), ("relax", "v", 30)]
    assert steps_told(desk.tick(at(32))) == [("t", 1), ("v", 1), ("u", 1)]
    verify(desk)


def test_wait_counts_from_when_it_is_complete() -> None:
    """Before that, nobody may have it anyway."""
    desk = desk_with(NO_FRENCH, agents=[FLO], required={"": ["customer"]})
    submit(desk, "t", requirements=FRENCH)
    desk.update(make("t", requirements=FRENCH, customer="acme"), at(7))
    assert dues(desk) == [("relax", "t", 17)]
    verify(desk)


def test_place_in_line_is_kept() -> None:
    """Whoever came first is served first, also among those who ask for less."""
    desk = desk_with(NO_FRENCH, agents=[attrs.evolve(ANA, capacity=1), FLO])
    submit(desk, "t", 0, requirements=FRENCH)
    submit(desk, "u", 5, requirements={"tax": 2})
    assert given_out(desk.dispatch(at(5))) == {"u": "ana"}
    submit(desk, "v", 6, requirements={"tax": 2})
    desk.tick(at(10))
    assert [desk.view.tickets.ids[each] for each in desk.view.waiting] == ["t", "v"]
    desk.resolve("u", at(11))
    assert given_out(desk.dispatch(at(11))) == {"t": "ana"}
    verify(desk)


# In whose hands


def test_ticket_is_what_it_was_at_first_once_somebody_has_it() -> None:
    """A transfer asks for everything again."""
    desk = desk_with(NO_FRENCH)
    submit(desk, "t", requirements=FRENCH)
    desk.dispatch(at(10))
    assert required(desk, "t") == FRENCH
    with pytest.raises(NotAllowed, match="lacks 'french'"):
        desk.transfer("t", "bea", at(11))
    desk.resolve("t", at(12))
    verify(desk)


def test_return_keeps_what_it_has_waited() -> None:
    """The first step comes back at once; the second one needs what is left."""
    desk = desk_with(NO_FRENCH, LESS_TAX)
    submit(desk, "t", requirements=FRENCH)
    desk.dispatch(at(12))
    desk.give_back("t", at(100))
    assert required(desk, "t") == FRENCH
    assert steps_told(desk.tick(at(100))) == [("t", 1)]
    assert desk.next_wake == at(118)  # 12 minutes of 30 are over
    verify(desk)


def test_step_waits_for_an_answer() -> None:
    """Time goes on while somebody is asked; the step comes when nobody is any more."""
    desk = desk_with(NO_FRENCH, agents=[ANA, attrs.evolve(FLO, capacity=1)])
    submit(desk, "t", requirements=FRENCH)
    desk.offer("t", ["flo"], at(5), lasting=minutes(20))
    assert desk.tick(at(15)) == ()
    assert desk.offers("t") == {"flo": at(25)}
    desk.decline("t", "flo", at(16))
    assert told(desk.dispatch(at(16))) == ["relaxed t", "assigned t ana"]
    verify(desk)


def test_offer_of_a_relaxed_ticket_survives_an_update() -> None:
    """What the ticket asks for now stays what it is; what it asked for at first is the new one."""
    desk = desk_with(NO_FRENCH, offers_last=minutes(5))
    submit(desk, "t", requirements=FRENCH)
    assert given_out(desk.dispatch(at(10))) == {"t": "ana"}
    desk.update(make("t", requirements=FRENCH, urgency=1), at(11))
    assert list(desk.offers("t")) == ["ana"]
    assert required(desk, "t") == {"tax": 2}
    assert desk.ticket("t") == make("t", requirements=FRENCH, urgency=1)
    verify(desk)


def test_update_in_the_queue_keeps_the_step() -> None:
    """Under the same relaxation; what is new in it is relaxed like the rest."""
    desk = desk_with(NO_FRENCH, LESS_TAX, agents=[FLO])
    submit(desk, "t", requirements=FRENCH)
    desk.tick(at(10))
    desk.update(make("t", requirements={"french": 2, "law": 1}), at(11))
    assert required(desk, "t") == {"law": 1}
    assert dues(desk) == [("relax", "t", 30)]
    verify(desk)


def test_update_to_which_no_relaxation_applies_restores_it() -> None:
    """And one that applies later begins then."""
    desk = desk_with(NO_FRENCH, agents=[FLO])
    submit(desk, "t", requirements=FRENCH)
    desk.tick(at(10))
    desk.update(make("t", requirements=FRENCH, queue="b"), at(11))
    assert (required(desk, "t"), dues(desk)) == (FRENCH, [])
    desk.update(make("t", requirements=FRENCH), at(20))
    assert dues(desk) == [("relax", "t", 30)]
    verify(desk)


def test_another_queue_begins_anew() -> None:
    """There it asks for everything, and waits in full; moved to the same queue it goes on."""
    desk = desk_with(NO_FRENCH, agents=[FLO])
    submit(desk, "t u", requirements=FRENCH, queue="mail")
    desk.tick(at(10))
    desk.move("t", "calls", at(15))
    desk.move("u", "mail", at(15))
    assert (required(desk, "t"), required(desk, "u")) == (FRENCH, {"tax": 2})
    assert dues(desk) == [("relax", "t", 25)]
    verify(desk)


def test_time_on_hold_does_not_count() -> None:
    """What was waited before does."""
    desk = desk_with(NO_FRENCH, agents=[FLO])
    submit(desk, "t", requirements=FRENCH)
    desk.hold("t", at(4))
    assert desk.next_wake is None
    desk.resume("t", at(500))
    assert dues(desk) == [("relax", "t", 506)]
    verify(desk)


def test_reopened_ticket_begins_anew() -> None:
    """It is a new wait for the same thing."""
    desk = desk_with(NO_FRENCH)
    submit(desk, "t", requirements=FRENCH)
    desk.dispatch(at(10))
    desk.resolve("t", at(20))
    desk.reopen("t", at(50))
    assert (required(desk, "t"), dues(desk)) == (FRENCH, [("relax", "t", 60)])
    verify(desk)


def test_raised_urgency_does_not_ask_for_more_again() -> None:
    """An escalation changes what it names, and nothing else."""
    promise = Policies(default=Policy("desk", [Objective(FIRST_RESPONSE, minutes(20))]))
    ladders = [Ladder(FIRST_RESPONSE, [Step(timedelta(0), RaiseUrgency())])]
    desk = desk_with(NO_FRENCH, agents=[FLO], policies=promise, ladders=ladders)
    submit(desk, "t", requirements=FRENCH, urgency=3)
    desk.tick(at(10))
    assert told(desk.tick(at(20))) == ["escalated t", "updated t"]
    assert (required(desk, "t"), desk.ticket("t").urgency) == ({"tax": 2}, 2)
    assert desk.clocks("t")["first response"].due == at(20)
    verify(desk)


# Other pools, other queues


def test_helpers_and_those_away() -> None:
    """First another team may have it, then those who are away."""
    agents = [CEM, attrs.evolve(ANA, presence="away")]
    calls = RelaxationStep(minutes(5), any_skill=True, helpers=["calls"])
    away = RelaxationStep(minutes(8), presence="away")
    desk = desk_with(calls, away, agents=agents)
    submit(desk, "t u v", requirements=FRENCH, queue="mail")
    assert given_out(desk.dispatch(at(5))) == {"t": "cem", "u": "cem"}
    assert desk.dispatch(at(7)) == ()
    assert given_out(desk.dispatch(at(8))) == {"v": "ana"}
    verify(desk)


def test_helpers_are_lent_while_they_have_time() -> None:
    """Asked again from time to time, until the next step is due."""
    lend = RelaxationStep(
        minutes(10), helpers=["calls"], while_backlog_below=1, every=minutes(4), any_skill=True
    )
    desk = desk_with(lend, RelaxationStep(minutes(20), presence="away"), agents=[CEM])
    submit(desk, "busy", queue="calls", requirements={"law": 1}, exclusions=["cem"])
    submit(desk, "t", queue="mail")
    (event,) = (each for each in desk.tick(at(10)) if each.ticket_id == "t")
    assert (event.type, event.until, event.details["step"]) == ("not relaxed", at(14), 1)
    assert desk.next_wake == at(14)
    desk.cancel("busy", at(12))
    assert told(desk.dispatch(at(14))) == ["relaxed t", "assigned t cem"]
    verify(desk)


def test_step_that_was_never_taken_is_passed_over() -> None:
    """The next one does what it does, and does not make up for it."""
    lend = RelaxationStep(minutes(10), helpers=["calls"], while_backlog_below=1, every=minutes(6))
    desk = desk_with(lend, RelaxationStep(minutes(20), any_skill=True), agents=[CEM])
    submit(desk, "busy", queue="calls", requirements={"law": 1}, exclusions=["cem"])
    submit(desk, "t", queue="mail", requirements=FRENCH)
    ends = [each.until for now in (10, 16) for each in desk.tick(at(now)) if each.ticket_id == "t"]
    assert ends == [at(16), None]
    assert steps_told(desk.tick(at(20)))[-1] == ("t", 2)
    assert desk.view.ticket(desk.view.ticket_position("t")).helpers == frozenset()
    verify(desk)


def test_fallback_queue() -> None:
    """The ticket is at home there from then on, also for whoever returns it, and for overflow."""
    desk = desk_with(
        RelaxationStep(minutes(10), queue="calls", any_skill=True),
        LESS_TAX,
        overflows={"calls": Overflow(to="mail", length=1)},
    )
    submit(desk, "t", requirements=FRENCH, queue="mail")
    assert told(desk.dispatch(at(10))) == ["relaxed t", "assigned t cem"]
    desk.give_back("t", at(11))
    assert (desk.ticket("t").queue, required(desk, "t")) == ("calls", FRENCH)
    assert steps_told(desk.tick(at(11))) == [("t", 1)]
    assert dues(desk) == [("relax", "t", 31)]
    submit(desk, "u", 11, requirements=FRENCH, queue="mail")
    assert told(desk.tick(at(21))) == ["relaxed u", "moved u"]
    verify(desk)


def test_clocks_of_groups_follow_into_the_fallback_queue() -> None:
    """As with a move; what was promised stays what it was."""
    promise = Policies(
        [Policy("mail", [Objective(FIRST_RESPONSE, minutes(20))], when={"queue": ["mail"]})],
        default=Policy("desk", [Objective(FIRST_RESPONSE, minutes(90))]),
    )
    fallback = RelaxationStep(minutes(10), queue="calls")
    desk = desk_with(fallback, agents=[FLO], policies=promise)
    submit(desk, "t", queue="mail")
    desk.tick(at(10))
    assert desk.clocks("t")["first response"].due == at(90)
    assert desk.clocks("t").events[-1].group == "calls"
    verify(desk)


# Nobody there, nobody found


def test_unstaffed_step_does_not_delay() -> None:
    """Where nobody is there who could have it, the next step comes at once."""
    skip = attrs.evolve(NO_FRENCH, skip_unstaffed=True)
    desk = desk_with(skip, agents=[ANA, attrs.evolve(FLO, presence="away")])
    submit(desk, "t", requirements=FRENCH)
    relaxed, _ = desk.dispatch(at(0))
    assert relaxed.details["early"] is True
    assert desk.owner("t") == "ana"
    verify(desk)


@pytest.mark.parametrize("wider", ["away", "offline"])
def test_staff_is_who_is_there_as_far_as_the_ticket_cares(wider: str) -> None:
    """Somebody who is there and has no room is staff; so is one who is away, for some tickets."""
    skip = attrs.evolve(NO_FRENCH, skip_unstaffed=True)
    desk = desk_with(skip, agents=[ANA, FLO])
    submit(desk, "t", requirements=FRENCH)
    assert desk.dispatch(at(0)) == ()
    away = attrs.evolve(FLO, presence="away")
    desk = desk_with(skip, agents=[ANA, away])
    submit(desk, "t", requirements=FRENCH, presence=wider)
    assert desk.dispatch(at(0)) == ()
    desk = desk_with(skip, agents=[ANA, FLO])
    submit(desk, "t", requirements=FRENCH, exclusions=["flo"])
    assert given_out(desk.dispatch(at(0))) == {"t": "ana"}
    verify(desk)


def test_several_unstaffed_steps_are_skipped_together() -> None:
    """Down to the end, if nobody is there at all."""
    skips = [attrs.evolve(each, skip_unstaffed=True) for each in (NO_FRENCH, LESS_TAX, PARK)]
    desk = desk_with(*skips, agents=[CEM])
    submit(desk, "t", requirements=FRENCH, queue="mail")
    assert told(desk.tick(at(0))) == ["relaxed t", "relaxed t", "held t"]
    verify(desk)


def test_ticket_for_whom_nobody_was_found_is_parked() -> None:
    """Somebody has to see to it, and says so by letting it go on: then it begins anew."""
    desk = desk_with(NO_FRENCH, PARK, agents=[FLO])
    submit(desk, "t", requirements=FRENCH)
    desk.tick(at(30))
    assert told(desk.tick(at(60))) == ["held t"]
    assert desk.why("t").reason.text == "on hold: nobody found"
    assert desk.next_wake is None
    desk.resume("t", at(70))
    assert (required(desk, "t"), dues(desk)) == (FRENCH, [("relax", "t", 80)])
    verify(desk)


# What is said of it


def test_why_says_what_it_asked_for_and_what_comes_next() -> None:
    """The first time at which it may be otherwise, and what has been otherwise."""
    desk = desk_with(NO_FRENCH, LESS_TAX, agents=[BEA, FLO])
    submit(desk, "t", requirements=FRENCH)
    first = desk.why("t")
    assert (first.lifted_at, first.lifted_by) == (at(10), "the next step of its relaxation")
    assert first.relaxed == ()
    desk.tick(at(12))
    waiting = desk.why("t")
    assert waiting.lifted_at == at(30)
    assert waiting.relaxed == ("after 0:10:00: without 'french'",)
    assert "  asked for more at first; after 0:10:00: without 'french'" in str(waiting)


def test_event_says_what_changed() -> None:
    """In words, and as the ticket that it is from then on."""
    desk = desk_with(NO_FRENCH, agents=[FLO])
    submit(desk, "t", requirements=FRENCH)
    (event,) = desk.tick(at(10))
    assert dict(event.details) == {
        "step": 1,
        "changes": ["without 'french'"],
        "ticket": make("t", requirements={"tax": 2}),
    }


def test_dump_holds_what_it_asked_for_at_first() -> None:
    """And a desk that is loaded under other relaxations goes on with what it finds."""
    desk = desk_with(NO_FRENCH, LESS_TAX, agents=[FLO])
    submit(desk, "t", requirements=FRENCH)
    desk.tick(at(10))
    row = row_of(desk, "t")["wait"]
    assert [each["skill"] for each in row["original"]["requirements"]] == ["french", "tax"]
    for setup in (Setup(), Setup(relaxations=[Relaxation([NO_FRENCH])])):
        again = Dispatcher.load(
            desk.dump(), strategy="fewest-open", settings=Settings(), setup=setup
        )
        assert again.tick(at(99)) == ()
        assert again.ticket("t") == make("t", requirements=FRENCH)
        assert state_of(again, "t") == "queued"


def test_ticket_without_a_relaxation_cannot_be_relaxed() -> None:
    """A log that says so is of another desk."""
    desk = desk_with(NO_FRENCH, agents=[FLO])
    submit(desk, "t", requirements=FRENCH, queue="b")
    changed: Ticket = make("t", queue="b")
    event = Event(1, EventType.RELAXED, at(0), "t", details={"step": 1, "ticket": changed})
    with pytest.raises(NotAllowed, match="no relaxation is for it"):
        desk.apply([event])
