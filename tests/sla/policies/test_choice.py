"""Which policies hold for a ticket, and what they promise it, by hand."""

import pickle
from collections.abc import Collection
from typing import Any, Final

import pytest

from tests.sla.clocks.by_hand import DESK, HOUR, MONDAY
from ticketroute import Ticket
from ticketroute.eligibility import AllOf, Condition, Field, to_data
from ticketroute.sla import (
    FIRST_RESPONSE,
    RESOLUTION,
    FieldsAre,
    Objective,
    OnReopen,
    Policies,
    Policy,
    PriorityMatrix,
    Target,
    Targets,
    group_ownership,
)

VIP: Final = Policy("vip", [Objective(FIRST_RESPONSE, HOUR)], when={"tier": ["vip"]})
PHONE: Final = Policy("phone", [Objective(FIRST_RESPONSE, HOUR)], when={"channel": ["phone"]})
REST: Final = Policy("everybody", [Objective(RESOLUTION, 48 * HOUR)])


def ticket(**fields: Any) -> Ticket:  # noqa: ANN401 - fields of any type
    """Make a ticket of Monday morning."""
    return Ticket(id="t1", created=MONDAY, **fields)


def names(policies: Policies, **fields: object) -> list[str]:
    """Give the names of the policies that hold for a ticket."""
    return [policy.name for policy in policies.select(ticket(**fields))]


def test_first_that_is_for_a_ticket_holds() -> None:
    """Also when a later one is for it, too: the order is what is written, not how narrow each."""
    assert names(Policies([VIP, PHONE]), tier="vip", channel="phone") == ["vip"]
    assert names(Policies([PHONE, VIP]), tier="vip", channel="phone") == ["phone"]
    assert names(Policies([PHONE, VIP]), tier="vip", channel="chat") == ["vip"]


def test_several_at_once() -> None:
    """A service agreement and an internal one, say, in the order in which they are written."""
    both = Policies([VIP, PHONE], default=REST, several=True)
    assert names(both, tier="vip", channel="phone") == ["vip", "phone"]
    assert names(both, channel="phone") == ["phone"]


@pytest.mark.parametrize("several", [False, True])
def test_default_holds_if_none_does(several: bool) -> None:
    """And only then; without a default nothing is promised."""
    with_default = Policies([VIP], default=REST, several=several)
    assert names(with_default, tier="vip") == ["vip"]
    assert names(with_default, tier="basic") == ["everybody"]
    assert names(with_default) == ["everybody"]
    assert names(Policies([VIP], several=several), tier="basic") == []
    assert names(Policies()) == []


@pytest.mark.parametrize("when", [None, {}])
def test_empty_condition_matches_nothing(when: dict[str, list[str]] | None) -> None:
    """A policy whose condition was forgotten takes no ticket from those behind it."""
    blank = Policy("blank", [Objective(FIRST_RESPONSE, HOUR)], when=when)
    assert not blank.is_for(ticket(tier="vip"))
    assert names(Policies([blank, VIP], default=REST), tier="vip") == ["vip"]
    assert names(Policies([blank], default=REST), tier="vip") == ["everybody"]
    assert names(Policies(default=blank), tier="vip") == ["blank"]


def test_condition_of_the_default_is_not_asked() -> None:
    """As the default it is for every ticket that is left."""
    assert names(Policies(default=VIP), tier="basic") == ["vip"]


def test_all_fields_must_fit() -> None:
    """One of the values for each field."""
    when = FieldsAre({"tier": ["vip", "gold"], "channel": ["phone"]})
    assert when(ticket(tier="gold", channel="phone"))
    assert not when(ticket(tier="gold", channel="chat"))
    assert not when(ticket(channel="phone"))


@pytest.mark.parametrize(
    ("when", "fields", "fits"),
    [
        ({"level": [1, 2]}, {"impact": 1, "urgency": 2}, True),
        ({"level": [1, 2]}, {"impact": 2, "urgency": 2}, False),
        ({"level": [None]}, {}, True),
        ({"tier": [None]}, {}, True),
        ({"tier": [None]}, {"tier": "vip"}, False),
        ({"impact": [3]}, {"impact": 3}, True),
        ({"urgency": (1,)}, {"urgency": 2}, False),
        ({"type": {"refund"}}, {"type": "refund"}, True),
        ({"queue": frozenset({"billing"})}, {"queue": "billing"}, True),
        ({"customer": {"acme": 1}.keys()}, {"customer": "acme"}, True),
        ({"language": ["de"], "place": ["Bern"]}, {"language": "de", "place": "Bern"}, True),
        ({"attributes.plan": ["pro"]}, {"attributes": {"plan": "pro"}}, True),
        ({"attributes.plan": [None]}, {"attributes": {"seats": 3}}, True),
        ({"attributes.seats": [3]}, {"attributes": {"seats": 3.0}}, True),
    ],
)
def test_fields_of_a_ticket(
    when: dict[str, Collection[str | int | None]], fields: dict[str, object], fits: bool
) -> None:
    """Plain fields, the priority level, and attributes; None stands for what is not set."""
    assert FieldsAre(when)(ticket(**fields)) is fits


def test_condition_may_be_any_function_of_a_ticket() -> None:
    """Its answer is read as true or false."""
    policy = Policy("long", [], when=lambda each: len(each.id) > 5)
    assert not policy.is_for(ticket())
    assert policy.is_for(Ticket(id="ticket-1", created=MONDAY))
    odd = Policy("odd", [], when=lambda each: each.attribute("words"))  # type: ignore[arg-type,return-value]
    assert not odd.is_for(ticket())
    assert odd.is_for(ticket(attributes={"words": 3}))


VIP_BY_PHONE: Final = AllOf(
    [Field("ticket.tier").equals("vip"), Field("ticket.channel").equals("phone")]
)


@pytest.mark.parametrize("when", [VIP_BY_PHONE, to_data(VIP_BY_PHONE)])
def test_condition_may_be_one_of_fields(when: Condition | dict[str, object]) -> None:
    """As an object or as data, and it stays comparable and picklable."""
    policy = Policy("vip by phone", [Objective(FIRST_RESPONSE, HOUR)], when=when)
    assert names(Policies([policy, VIP], default=REST), tier="vip", channel="phone") == [
        "vip by phone"
    ]
    assert names(Policies([policy, VIP], default=REST), tier="vip", channel="chat") == ["vip"]
    assert names(Policies([policy], default=REST)) == ["everybody"]
    assert policy.when == VIP_BY_PHONE
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301 - our own


def test_targets_follow_from_the_priority_level() -> None:
    """Each objective has its own; one without a target for the level promises nothing."""
    policy = Policy(
        "desk",
        [
            Objective(FIRST_RESPONSE, Targets({1: 2 * HOUR})),
            Objective(RESOLUTION, Targets({1: 8 * HOUR}, default=48 * HOUR, calendar=DESK)),
            Objective(group_ownership("network"), 4 * HOUR, pause_in=["held"], on_reopen="ignore"),
        ],
    )
    urgent = policy.targets(ticket(impact=1, urgency=1))
    assert [each.allowed for each in urgent] == [2 * HOUR, 8 * HOUR, 4 * HOUR]
    resolution, ownership = policy.targets(ticket())
    assert resolution == Target(RESOLUTION, 48 * HOUR, calendar=DESK)
    assert ownership.pausing_statuses == {"held"}
    assert ownership.on_reopen is OnReopen.IGNORE


def test_priority_matrix_of_the_targets_counts() -> None:
    """A table of one's own says which level a ticket has; a board takes it from there, too."""
    targets = Targets({1: HOUR}, default=9 * HOUR, matrix=PriorityMatrix({(3, 3): 1}))
    major = ticket(impact=3, urgency=3)
    target = Objective(RESOLUTION, targets).target_of(major)
    assert target is not None
    assert MONDAY + target.allowed == targets.due(major)


def test_calendars_by_name() -> None:
    """A configuration names calendars, which are put in their places once they are known."""
    named = Objective(RESOLUTION, Targets(default=HOUR, calendar="desk"))
    policies = Policies(
        [Policy("vip", [named], when={"tier": ["vip"]})], default=Policy("rest", [named])
    ).resolve([DESK])
    for each in policies.select(ticket(tier="vip")) + policies.select(ticket()):
        assert each.targets(ticket())[0].calendar is DESK
    assert Policies([VIP]).resolve(iter([DESK])) == Policies([VIP])


def test_policies_are_values() -> None:
    """Equal ones hash alike and can be sent around; the order of fields does not matter."""
    one = Policy("p", [], when={"tier": ["a", "b"], "queue": ["q"]})
    other = Policy("p", [], when={"queue": ["q"], "tier": ["b", "a"]})
    assert one == other
    policies = Policies([one], default=REST)
    twin: object = pickle.loads(pickle.dumps(policies))  # noqa: S301 - our own bytes
    assert twin == policies
    assert hash(twin) == hash(policies)
