"""To be more urgent never hurts, and with ageing nobody waits for ever."""

import attrs
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.dispatcher.desks import at, desk_of, make
from tests.generators import IN_TURN, SETTINGS, Scene, scenes
from ticketroute.sla.urgency import LinearAgeing
from ticketroute.strategies import FewestOpen

NEVER_HOLD = [name for name in IN_TURN if not getattr(SETTINGS[name], "may_hold", True)]


@settings(max_examples=60)
@given(scene=scenes(least_tickets=1), data=st.data())
def test_raising_the_urgency_of_a_ticket_never_costs_it_its_agent(
    scene: Scene, data: st.DataObject
) -> None:
    """Whoever was served is still served if nothing changes but that it is more urgent."""
    raised = data.draw(st.sampled_from(scene.tickets))
    more = attrs.evolve(raised, impact=1, urgency=1)
    others = [more if each.id == raised.id else each for each in scene.tickets]
    urgent = attrs.evolve(scene, tickets=others)
    for name in NEVER_HOLD:
        before = SETTINGS[name](scene.board().window).assignments
        after = SETTINGS[name](urgent.board().window).assignments
        served = raised.id in {each.ticket_id for each in before}
        assert not served or raised.id in {each.ticket_id for each in after}, name


STREAM = st.lists(st.tuples(st.integers(0, 3), st.sampled_from([1, 2, 3])), min_size=1, max_size=40)
"""Minutes since the last arrival, and level."""


@settings(max_examples=60, deadline=None)
@given(stream=STREAM)
def test_with_linear_ageing_nobody_is_overtaken_by_who_comes_later_than_the_head_start(
    stream: list[tuple[int, int]],
) -> None:
    """One agent, a ticket every two minutes, urgent ones for ever: the wait has a bound.

    A head start of 10 minutes is all that a level is worth: who comes more than 10 minutes after
    another is served after it. So a ticket waits for those before it and those of ten minutes.
    """
    starts = {1: 10.0, 2: 4.0}
    desk = desk_of("ana", 1, strategy=FewestOpen(order=LinearAgeing(starts)))
    minute, arrivals, served, ends = 0, dict[str, tuple[int, float]](), list[tuple[str, int]](), 0
    comes = dict[int, list[int]]()
    for gap, level in stream:
        minute += gap
        comes.setdefault(minute, []).append(level)
    number = 0
    while number < len(stream) or len(served) < len(stream):
        now = ends
        for due in [each for each in comes if each <= now]:
            for level in comes.pop(due):
                name = f"t{number:03}"
                desk.submit(make(name, created=at(due), urgency=level), at(now))
                arrivals[name], number = (due, starts.get(level, 0.0)), number + 1
        given_now = [str(event.ticket_id) for event in desk.dispatch(at(now))]
        served += [(name, now) for name in given_now]
        ends = now + 2
        for name in given_now:
            desk.resolve(name, at(ends))
    for place, (name, now) in enumerate(served):
        came, head = arrivals[name]
        for other, _ in served[place + 1 :]:
            waits_since, start = arrivals[other]
            if waits_since <= now:
                assert came - waits_since <= head - start, f"{name} overtook {other}"
    assert sorted(name for name, _ in served) == sorted(arrivals)
