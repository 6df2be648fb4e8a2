"""Random conditions: the plain evaluation, the row, data and failed parts all agree."""

import json
import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.eligibility import plain_conditions as plain
from tests.eligibility.conditions import AGENTS, COMPARISONS, CONDITIONS, ROSTERS, TICKETS
from ticketroute import Agent, Ticket
from ticketroute.eligibility import (
    CHECK_DTYPE,
    AllOf,
    AnyOf,
    Check,
    Comparison,
    Condition,
    Eligibility,
    EligibilityRule,
    Not,
    Roster,
    condition_from_data,
    describe,
    eligibility_from_data,
    eligibility_to_data,
    failed_parts,
    row_of,
    standing_row,
    to_data,
)


@given(st.lists(TICKETS, min_size=1, max_size=3), ROSTERS)
@settings(max_examples=25)
def test_every_comparison_is_as_plain_code_has_it(
    tickets: list[Ticket], agents: list[Agent]
) -> None:
    """As a call and as a row, with a roster that has been asked before."""
    roster = Roster(agents)
    for comparison in COMPARISONS:
        data = to_data(comparison)
        for ticket in tickets:
            expected = [plain.holds(data, ticket, agent) for agent in roster.agents]
            assert [comparison(ticket, agent) for agent in roster.agents] == expected
            assert row_of(comparison, roster, ticket).tolist() == expected


@given(CONDITIONS, st.lists(TICKETS, min_size=1, max_size=3), ROSTERS)
@settings(max_examples=300)
def test_every_condition_is_as_plain_code_has_it(
    condition: Condition, tickets: list[Ticket], agents: list[Agent]
) -> None:
    """Also when conditions are joined."""
    roster = Roster(agents)
    for ticket in tickets:
        expected = [plain.holds(to_data(condition), ticket, agent) for agent in roster.agents]
        row = row_of(condition, roster, ticket)
        assert row.dtype == bool
        assert row.tolist() == expected
        assert [condition(ticket, agent) for agent in roster.agents] == expected
        if not condition.reads_agent:
            assert all(condition(ticket) is each for each in expected)


@given(CONDITIONS)
@settings(max_examples=300)
def test_conditions_come_back_from_data_and_from_pickles(condition: Condition) -> None:
    """JSON changes nothing, and equal conditions have equal hashes."""
    for twin in (
        condition_from_data(json.loads(json.dumps(to_data(condition)))),
        pickle.loads(pickle.dumps(condition)),  # noqa: S301 - our own
    ):
        assert twin == condition
        assert hash(twin) == hash(condition)
        assert (twin.reads, twin.reads_agent) == (condition.reads, condition.reads_agent)
        assert repr(twin) == repr(condition)


def test_different_comparisons_are_different() -> None:
    """Those that Python takes for equal too: True and 1, say."""
    written = {json.dumps(to_data(each)) for each in COMPARISONS}
    assert len(set(COMPARISONS)) == len(written)


@given(CONDITIONS, TICKETS, TICKETS, AGENTS)
@settings(max_examples=200)
def test_only_the_fields_named_are_read(
    condition: Condition, ticket: Ticket, other: Ticket, agent: Agent
) -> None:
    """A ticket that agrees in them gets the same answer."""
    read = {name: getattr(ticket, name) for name in condition.reads}
    rest = {name: getattr(other, name) for name in ("id", "created") if name not in read}
    bare = Ticket(**rest, **read)
    assert condition(bare, agent) is condition(ticket, agent)


@given(CONDITIONS, TICKETS, AGENTS)
@settings(max_examples=300)
def test_failed_parts_are_small_false_and_decisive(
    condition: Condition, ticket: Ticket, agent: Agent
) -> None:
    """There are some exactly if the condition fails; each is a comparison or its negation."""
    parts = failed_parts(condition, ticket, agent)
    assert bool(parts) is not condition(ticket, agent)
    for part in parts:
        inner = part.condition if isinstance(part, Not) else part
        assert isinstance(inner, Comparison)
        assert not part(ticket, agent)
        assert describe(part, ticket, agent)


@given(CONDITIONS, TICKETS, AGENTS)
@settings(max_examples=200)
def test_each_condition_can_be_described(
    condition: Condition, ticket: Ticket, agent: Agent
) -> None:
    """With what is known, and without; a double negation is none."""
    texts = {
        describe(condition),
        describe(condition, ticket),
        describe(condition, ticket, agent),
        describe(condition, None, agent),
    }
    assert all(texts)
    assert describe(Not(Not(condition))) == describe(condition)


@given(CONDITIONS, CONDITIONS, TICKETS, AGENTS)
@settings(max_examples=200)
def test_joined_conditions_follow_de_morgan(
    one: Condition, other: Condition, ticket: Ticket, agent: Agent
) -> None:
    """Every condition is true or false, and nothing in between."""
    neither = Not(AnyOf([one, other]))(ticket, agent)
    assert neither is AllOf([Not(one), Not(other)])(ticket, agent)


@st.composite
def eligibilities(draw: st.DrawFn) -> Eligibility:
    """Draw up to three rules."""
    whens = st.one_of(st.none(), CONDITIONS.filter(lambda each: not each.reads_agent))
    return Eligibility(
        [
            EligibilityRule(f"rule {number}", draw(CONDITIONS), when=draw(whens))
            for number in range(draw(st.integers(0, 3)))
        ]
    )


@given(eligibilities(), TICKETS, ROSTERS)
@settings(max_examples=150)
def test_rules_fail_who_breaks_one(
    eligibility: Eligibility, ticket: Ticket, agents: list[Agent]
) -> None:
    """The bit stands beside the other checks, and the rules are those that plain code finds."""
    roster = Roster(agents)
    row = standing_row(roster, ticket, eligibility)
    assert row.dtype == CHECK_DTYPE
    assert (row & ~CHECK_DTYPE(Check.RULE)).tolist() == standing_row(roster, ticket).tolist()
    for bits, agent in zip(row.tolist(), roster.agents, strict=True):
        broken = [
            rule.name
            for rule in eligibility.rules
            if (rule.when is None or plain.holds(to_data(rule.when), ticket, agent))
            and not plain.holds(to_data(rule.condition), ticket, agent)
        ]
        assert [rule.name for rule in eligibility.broken(ticket, agent)] == broken
        assert (Check.RULE in Check(bits)) is bool(broken)


@given(eligibilities())
@settings(max_examples=100)
def test_rules_come_back_from_data(eligibility: Eligibility) -> None:
    """By way of JSON."""
    data = json.loads(json.dumps(eligibility_to_data(eligibility)))
    assert eligibility_from_data(data) == eligibility
    assert pickle.loads(pickle.dumps(eligibility)) == eligibility  # noqa: S301 - our own
