"""What would have had to be otherwise: by worked example."""

import json
from datetime import timedelta

import attrs
import pytest

from tests.builders import NOON, agents, at, minutes, tickets
from ticketroute import (
    Agent,
    Board,
    Capacity,
    Dispatcher,
    Memory,
    Plan,
    Setup,
    Ticket,
    View,
    assign,
    decide,
)
from ticketroute.board import Allowance, Change, ChangeKind, Counterfactual, Shifts
from ticketroute.eligibility import Eligibility, EligibilityRule
from ticketroute.errors import InvalidPlan, StaleView, UnknownId
from ticketroute.scores import SkillFit
from ticketroute.sla import BusinessCalendar, HandlingTimes
from ticketroute.strategies import Broadcast, FewestOpen, Greedy, Reserve

FOUR = Agent(id="bea", capacity=9, skills={"billing": 4})


def texts(found: tuple[Counterfactual, ...]) -> list[str]:
    """Give counterfactuals as they are read, without what they are about."""
    return [str(each).partition(" if ")[2] for each in found]


def plan_for(asked: Ticket, *team: Agent, setup: Setup | None = None, **in_hand: int) -> Plan:
    """Give one ticket to whoever has the fewest."""
    return assign([asked], team, strategy="fewest-open", now=NOON, setup=setup, in_hand=in_hand)


def test_load_that_would_have_won() -> None:
    """One fewer than the other; at as many, the one who was assigned longest ago."""
    plan = plan_for(Ticket(id="t1", created=NOON), *agents("ana bea", 9), ana=5, bea=2)
    (found,) = plan.counterfactuals("t1", "ana")
    assert found.changes == (Change(ChangeKind.LOAD, "ana", value=2, before=5),)
    assert found.agent_ids == ("ana",)
    assert str(found) == "t1 would go to ana if ana had at most 2 tickets in hand, not 5"
    (other,) = plan_for(
        Ticket(id="t1", created=NOON), *agents("ana bea", 9), ana=2, bea=5
    ).counterfactuals("t1", "bea")
    assert str(other) == "t1 would go to bea if bea had at most 1 ticket in hand, not 5"


def test_level_that_would_have_won() -> None:
    """As good as the best is enough where the tie is one's own; nobody is better than the best."""
    team = [Agent(id="ana", capacity=9, skills={"billing": 2}), FOUR]
    asked = Ticket(id="t1", created=NOON, requirements={"billing": 1})
    plan = assign([asked], team, strategy=Greedy(SkillFit()), now=NOON)
    assert texts(plan.counterfactuals("t1", "ana")) == [
        "ana had 'billing' >= 4, not 2",
        "it did not ask for 'billing'",
    ]
    assert plan.counterfactuals("t1", "bea") == ()


def test_skill_that_is_missing() -> None:
    """From the level on that is asked for."""
    asked = Ticket(id="t1", created=NOON, requirements={"billing": 3})
    plan = plan_for(asked, Agent(id="ana", capacity=9), FOUR, bea=1)
    assert texts(plan.counterfactuals("t1", "ana")) == [
        "ana had 'billing' >= 3",
        "it did not ask for 'billing'",
    ]


def test_level_that_is_too_low() -> None:
    """Either the agent has more, or the ticket asks for less."""
    asked = Ticket(id="t1", created=NOON, requirements={"billing": 4})
    plan = plan_for(asked, Agent(id="ana", capacity=9, skills={"billing": 2}), FOUR, bea=1)
    assert texts(plan.counterfactuals("t1", "ana")) == [
        "ana had 'billing' >= 4, not 2",
        "it asked for 'billing' >= 2, not 4",
        "it did not ask for 'billing'",
    ]


def served() -> list[tuple[Agent, Ticket, str]]:
    """List what an agent may not serve, and how it is told."""
    asked = Ticket(id="t1", created=NOON, queue="mail", channel="chat", language="de")
    ana = Agent(id="ana", capacity=9)
    return [
        (attrs.evolve(ana, teams=["calls"]), asked, "ana were in the team of queue 'mail'"),
        (attrs.evolve(ana, channels=[]), asked, "ana served channel 'chat'"),
        (attrs.evolve(ana, languages=["en"]), asked, "ana spoke 'de'"),
        (attrs.evolve(ana, presence="away"), asked, "ana were active"),
        (ana, attrs.evolve(asked, exclusions=["ana"]), "it did not exclude ana"),
    ]


@pytest.mark.parametrize(("ana", "asked", "text"), served())
def test_what_an_agent_does_not_serve(ana: Agent, asked: Ticket, text: str) -> None:
    """Each single obstacle is told as what would lift it."""
    plan = plan_for(asked, ana, Agent(id="bea", capacity=9), bea=1)
    assert texts(plan.counterfactuals("t1", "ana"))[0] == text


def test_shift_that_has_not_begun() -> None:
    """An agent who is off shift would have to be on."""
    night = BusinessCalendar.weekdays("20:00", "23:00", "UTC")
    setup = Setup(shifts=Shifts(calendars={"ana": night}))
    plan = plan_for(Ticket(id="t1", created=NOON), *agents("ana bea", 9), setup=setup, bea=1)
    (found,) = plan.counterfactuals("t1", "ana")
    assert str(found) == "t1 would go to ana if ana were on shift for long enough"


def test_allowance_that_is_used_up() -> None:
    """By as much as the ticket needs."""
    setup = Setup(allowances=[Allowance(name="two an hour", most=2, per=timedelta(hours=1))])
    ends = int(at(30).timestamp() * 1e6)
    memory = Memory(drawn={"ana": [(ends, "two an hour", 1, name) for name in ("a", "b")]})
    plan = assign(
        tickets("t1"),
        agents("ana bea", 9),
        strategy="fewest-open",
        now=NOON,
        setup=setup,
        in_hand={"bea": 1},
        memory=memory,
    )
    assert texts(plan.counterfactuals("t1", "ana")) == [
        "ana had been given 1 less of allowance 'two an hour'"
    ]


def test_rule_that_is_broken() -> None:
    """It is named."""
    rule = EligibilityRule("tenure", {"field": "agent.attributes.years", "at least": 2})
    setup = Setup(eligibility=Eligibility([rule]))
    team = [Agent(id="ana", capacity=9), Agent(id="bea", capacity=9, attributes={"years": 3})]
    plan = plan_for(Ticket(id="t1", created=NOON), *team, setup=setup, bea=1)
    assert texts(plan.counterfactuals("t1", "ana")) == ["there were no rule 'tenure'"]


def test_decline() -> None:
    """Who has declined is told so, and that is all that stands in the way."""
    board = Board(agents("ana bea", 9), in_hand={"bea": 1})
    board.submit(tickets("t1"), NOON)
    board.offers.offer(0, (0,), 0)
    board.offers.decline(0, 0)
    plan = decide(board.window, "fewest-open")
    assert texts(plan.counterfactuals("t1", "ana")) == ["ana had not declined it"]


def test_full_agent_needs_less_or_a_higher_limit() -> None:
    """The channel that is full is the one whose tickets have to go."""
    ana = Agent(id="ana", capacity=Capacity(total=9, channels={"chat": 1}))
    board = Board([ana, Agent(id="bea", capacity=9)], in_hand={"bea": 4})
    given = [Ticket(id=name, created=NOON) for name in ("a", "b")]
    chats = [Ticket(id=name, created=NOON, channel="chat") for name in ("c", "t1")]
    board.submit([*given, *chats], NOON)
    for ticket in range(3):
        board.commit_pair(ticket, 0)
    plan = decide(board.window, "fewest-open")
    assert [each.agent_id for each in plan.assignments] == ["bea"]
    assert texts(plan.counterfactuals("t1", "ana")) == [
        "ana were done with c",
        "ana might have 2 units in hand of channel chat, not 1",
    ]


def test_work_that_would_be_done_with_is_named() -> None:
    """From elsewhere by channel, beside tickets by id; what is only offered cannot be done with."""
    ana = Agent(id="ana", capacity=Capacity(total=20, channels={"chat": 3}))
    bea = Agent(id="bea", capacity=Capacity(total=20, channels={"chat": 3}))
    in_hand = {"ana": {"chat": 2, "mail": 3}, "bea": {"mail": 2}}
    board = Board([ana, bea], in_hand=in_hand)
    board.submit([Ticket(id=n, created=NOON, channel="chat") for n in ("c", "o", "t1")], NOON)
    board.commit_pair(0, 0)
    board.offers.offer(1, (1,), 0)
    plan = decide(board.window, "fewest-open")
    found = plan.counterfactuals("t1", "ana")
    assert texts(found)[0] == "ana were done with c and 2 tickets on channel 'chat' from elsewhere"
    assert found[0].changes[0].to_dict()["elsewhere"] == {"chat": 2}
    board.commit(plan)
    board.submit([Ticket(id="t2", created=NOON, effort=19)], NOON)
    load = decide(board.window, "fewest-open").counterfactuals("t2", "bea")[0].changes[0]
    assert str(load) == "bea were done with t1 and 2 tickets on channel 'mail' from elsewhere"


def test_many_tickets_are_named_by_number_and_all_in_data() -> None:
    """The text stays readable."""
    board = Board(agents("ana bea", 99), in_hand={"bea": 4})
    names = [f"a{number:02}" for number in range(20)]
    board.submit([Ticket(id=name, created=NOON) for name in [*names, "t1"]], NOON)
    for ticket in range(20):
        board.commit_pair(ticket, 0)
    plan = decide(board.window, "fewest-open")
    load = plan.counterfactuals("t1", "ana")[0].changes[0]
    shown = ", ".join(names[:10])
    assert str(load) == f"ana were done with {shown} and 7 more"
    assert load.tickets == tuple(names[:17])
    assert (load.value, load.before) == (3, 20)


def test_numbers_may_be_large() -> None:
    """What is tried is bisected, not listed."""
    huge = 10**9
    setup = Setup(allowances=[Allowance(name="a year", most=huge, per=timedelta(days=365))])
    drawn = {"ana": [(int(at(30).timestamp() * 1e6), "a year", huge, "old")]}
    plan = assign(
        tickets("t1"),
        agents("ana bea", None),
        strategy="fewest-open",
        now=NOON,
        setup=setup,
        in_hand={"ana": huge - 7, "bea": huge},
        memory=Memory(drawn=drawn),
    )
    assert texts(plan.counterfactuals("t1", "ana")) == [
        "ana had been given 1 less of allowance 'a year'"
    ]
    plan = plan_for(
        Ticket(id="t1", created=NOON), *agents("ana bea", None), ana=4_000_000, bea=3_999_000
    )
    assert texts(plan.counterfactuals("t1", "ana")) == [
        "ana had at most 3999000 tickets in hand, not 4000000"
    ]


def test_room_that_went_to_others_of_the_batch() -> None:
    """Loads are those before the plan; a limit is raised by as little as will do."""
    plan = assign(tickets("t1 t2 t3"), agents("ana", 1), strategy="fewest-open", now=NOON)
    assert texts(plan.counterfactuals("t3")) == ["ana might have 3 units in hand, not 1"]


def test_last_assignment_that_settled_a_tie() -> None:
    """Who has been assigned something more lately comes after."""
    plan = assign(
        tickets("t1"),
        agents("ana bea", 9),
        strategy="least-recently-assigned",
        now=NOON,
        memory=Memory(("ana",)),
    )
    assert texts(plan.counterfactuals("t1", "ana")) == ["ana had not been assigned anything yet"]


def test_two_changes_only_where_no_single_one_does() -> None:
    """Both are needed, and each is as small as it can be."""
    asked = Ticket(id="t1", created=NOON, requirements={"billing": 3}, language="de")
    ana = Agent(id="ana", capacity=9, skills={"billing": 1}, languages=["en"])
    plan = plan_for(asked, ana, FOUR, bea=1)
    found = plan.counterfactuals("t1", "ana")
    assert texts(found)[0] == "ana had 'billing' >= 3, not 1, and ana spoke 'de'"
    assert {len(each.changes) for each in found} == {2}
    away = attrs.evolve(ana, presence="away")
    assert plan_for(asked, away, FOUR, bea=1).counterfactuals("t1", "ana") == ()


def test_offered_tickets_have_counterfactuals_too() -> None:
    """To be asked is what matters then."""
    plan = assign(
        tickets("t1"),
        agents("ana bea cem", 9),
        strategy=Broadcast(FewestOpen(), agents=2),
        now=NOON,
        in_hand={"ana": 3, "bea": 1},
    )
    (found,) = plan.counterfactuals("t1", "ana")
    assert found.changes[0].value == 1
    assert found.agent_ids == ("cem", "ana")
    assert plan.counterfactuals("t1", "bea") == ()
    assert plan.counterfactuals("t1") == (found,)


def test_waiting_ticket_is_told_what_would_have_let_it_be_served() -> None:
    """By any agent, by the ticket itself, or by one more agent."""
    team = [
        Agent(id="ana", capacity=2, languages=["fr"]),
        Agent(id="bea", capacity=2, languages=["fr"], presence="away"),
        Agent(id="cem", capacity=2, languages=["en"]),
    ]
    plan = plan_for(Ticket(id="t1", created=NOON, language="fr"), *team, ana=3)
    assert list(map(str, plan.counterfactuals("t1"))) == [
        "t1 would go to ana if ana had at most 1 ticket in hand, not 3",
        "t1 would go to bea if bea were active",
        "t1 would go to ana if ana might have 4 units in hand, not 2",
        "t1 would go to cem if cem spoke 'fr'",
        "t1 would go to cem if it did not ask for language 'fr'",
        "t1 would be served if there were one more agent on shift with language 'fr'",
    ]


def test_one_more_agent_lets_a_ticket_start_earlier() -> None:
    """Both waits are computed; where handling times are not known nothing is said of them."""
    times = Setup(handling_times=HandlingTimes(default=minutes(40)))
    asked, team = tickets("t1 t2 t3"), agents("ana bea", 1)
    full = {"ana": 1, "bea": 1}
    plan = assign(asked, team, strategy="fewest-open", now=NOON, setup=times, in_hand=full)
    found = {each.ticket_id: each for name in ("t1", "t3") for each in plan.counterfactuals(name)}
    # Of two slots one is free each 20 minutes; the ticket that comes first starts at once.
    assert found["t1"].earlier == minutes(20)
    # The third waits for three departures of two, or the second of three.
    assert found["t3"].earlier == minutes(60) - minutes(2 * 40 / 3)
    assert found["t3"].agent_ids == ()
    assert (
        str(found["t1"]) == "t1 would start 0:20:00 earlier if there were one more agent on shift"
    )
    unknown = assign(asked, team, strategy="fewest-open", now=NOON, in_hand=full)
    kinds = {e.changes[0].kind for e in unknown.counterfactuals("t3")}
    assert ChangeKind.ONE_MORE not in kinds
    assert all(each.earlier is None for each in unknown.counterfactuals("t1"))


def test_held_ticket_is_told_what_the_strategy_wants() -> None:
    """A reserve that would not be touched with less in hand."""
    strategy = Reserve(FewestOpen(), units=4, unless=lambda ticket: ticket.urgency == 1)
    plan = assign(
        tickets("t1"),
        agents("ana bea", 4),
        strategy=strategy,
        now=NOON,
        in_hand={"ana": 3, "bea": 2},
    )
    assert plan.left["t1"].code.value == "held"
    assert texts(plan.counterfactuals("t1"))[0] == "ana had at most 1 ticket in hand, not 3"


def test_other_kinds_of_plans_and_tickets() -> None:
    """Nothing is told of what does not wait; nothing can be asked of a plan without a strategy."""
    board = Board(agents("ana bea"))
    board.submit([*tickets("t1 t2"), Ticket(id="t3", created=NOON, not_before=at(9))], NOON)
    board.commit_pair(0, 0)
    plan = decide(board.window, "fewest-open")
    assert plan.counterfactuals("t1") == plan.counterfactuals("t3") == ()
    with pytest.raises(ValueError, match=r"plan: expected one that decide or assign has made"):
        board.window.plan([(1, 0)]).counterfactuals("t2")
    with pytest.raises(UnknownId, match="'t9'"):
        plan.counterfactuals("t9")
    with pytest.raises(UnknownId, match="'dan'"):
        plan.counterfactuals("t2", "dan")
    kept = decide(board.window.keep(), "fewest-open")
    board.commit(plan)
    with pytest.raises(StaleView):
        plan.counterfactuals("t2", "ana")
    assert texts(kept.counterfactuals("t2", "ana")) == [
        "ana were done with t1, and ana had not been assigned anything yet"
    ]


def test_plan_of_a_live_desk() -> None:
    """What a desk would decide now has counterfactuals too, also by tickets in hand."""
    desk = Dispatcher(agents("ana bea", 2), strategy="fewest-open")
    for ticket in tickets("t1 t2 t3 t4"):
        desk.submit(ticket, NOON)
    desk.dispatch(NOON)
    desk.submit(Ticket(id="t5", created=NOON), NOON)
    plan = desk.decide(NOON)
    assert texts(plan.counterfactuals("t5"))[0] == "ana were done with t1"
    assert desk.why("t5").reason.text == "no room left with ana, bea"
    desk.resolve("t1", at(1))
    assert len(desk.dispatch(at(1))) == 1


def test_nothing_on_the_board_is_changed() -> None:
    """All is tried on snapshots."""
    board = Board(agents("ana bea", 3), in_hand={"ana": 2})
    board.submit(tickets("t1"), NOON)
    plan = decide(board.window, "fewest-open")
    before = board.window.keep()
    assert plan.counterfactuals("t1", "ana")
    assert (board.window.open == before.open).all()
    assert board.window.version == before.version == plan.version


def test_strategy_that_gives_no_plan_of_another_board() -> None:
    """A strategy that fails on another board is named, as it is by decide."""

    def once(view: View) -> Plan:
        return view.plan([(0, 1)]) if view.open[0] == 2 else None  # type: ignore[return-value]

    plan = assign(tickets("t1"), agents("ana bea", 3), strategy=once, now=NOON, in_hand={"ana": 2})
    with pytest.raises(InvalidPlan, match=r"expected a Plan, got None"):
        plan.counterfactuals("t1", "ana")


def test_strategy_that_decides_otherwise_when_asked_again_has_none() -> None:
    """What holds without any change is no counterfactual."""
    board = Board(agents("ana bea"))
    board.submit(tickets("t1"), NOON)
    plan = board.window.plan([(0, 1)])
    plan.strategy = FewestOpen()
    assert plan.counterfactuals("t1", "ana") == ()


def test_search_ends_after_so_many_decisions(monkeypatch: pytest.MonkeyPatch) -> None:
    """What was found until then is given."""
    plan = plan_for(Ticket(id="t1", created=NOON), *agents("ana bea", 300), ana=200, bea=100)
    for most, count in ((1, 0), (5, 0), (30, 1)):
        monkeypatch.setattr("ticketroute.board._deciding_anew.MOST_DECISIONS", most)
        assert len(plan.counterfactuals("t1", "ana")) == count


def test_counterfactual_as_plain_data() -> None:
    """JSON can hold it, numbers and texts."""
    plan = plan_for(Ticket(id="t1", created=NOON), *agents("ana bea", 9), ana=5, bea=2)
    (found,) = plan.counterfactuals("t1")
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False)) == {
        "ticket_id": "t1",
        "agent_ids": ["ana"],
        "changes": [
            {
                "kind": "load",
                "agent_id": "ana",
                "name": None,
                "value": 2,
                "before": 5,
                "tickets": [],
                "elsewhere": {},
                "text": "ana had at most 2 tickets in hand, not 5",
            }
        ],
        "earlier_s": None,
        "text": "t1 would go to ana if ana had at most 2 tickets in hand, not 5",
    }


def test_sizes_go_by_count_then_kind_then_amount() -> None:
    """Two small changes are larger than one large one."""
    load = Change(ChangeKind.LOAD, "ana", value=1, before=4)
    level = Change(ChangeKind.LEVEL, "ana", "billing", 3, 2)
    rule = Change(ChangeKind.RULE, None, "tenure")
    singles = [Counterfactual("t1", (), (each,)) for each in (load, level, rule)]
    pair = Counterfactual("t1", (), (load, level))
    assert [*singles, pair] == sorted([pair, *singles[::-1]], key=lambda each: each.size)
    assert (load.amount, level.amount, rule.amount) == (3, 1, 1)
