"""Conditions, failed parts and broken rules in words."""

import pytest

from tests.builders import NOON
from ticketroute import Agent, Ticket
from ticketroute.eligibility import (
    AllOf,
    AnyOf,
    Check,
    Condition,
    Eligibility,
    EligibilityRule,
    Field,
    Not,
    Roster,
    describe,
    describe_failure,
    failed_parts,
    standing_row,
)

TICKET = Ticket(
    id="t1",
    created=NOON,
    place="Bern",
    tier="vip",
    difficulty=3,
    affinity=["cem"],
    attributes={"owner_team": "calls"},
)
ANA = Agent(id="ana", capacity=1, skills={"law": 1.5}, teams=["mail"], attributes={"years": 1})
MANY = Agent(id="bea", capacity=None, teams=list("abcdefg"))
tier, difficulty = Field("ticket.tier"), Field("ticket.difficulty")
at_home = Field("ticket.place").equals(Field("agent.place"))
owns = Field("agent.teams").contains(Field("ticket.attributes.owner_team"))


@pytest.mark.parametrize(
    ("condition", "plain", "with_facts", "negated"),
    [
        (tier.equals("gold"), "tier is 'gold'", " (it is 'vip')", "tier is not 'gold'"),
        (
            tier.one_of(["gold", "vip"]),
            "tier is one of 'gold', 'vip'",
            " (it is 'vip')",
            "tier is none of 'gold', 'vip'",
        ),
        (tier.one_of(["gold"]), "tier is 'gold'", " (it is 'vip')", "tier is not 'gold'"),
        (
            at_home,
            "place is that of the agent",
            " ('Bern' against missing)",
            "place is not that of the agent",
        ),
        (
            Field("agent.place").equals(Field("ticket.place")),
            "the agent's place is that of the ticket",
            " (missing against 'Bern')",
            "the agent's place is not that of the ticket",
        ),
        (
            Field("agent.attributes.home").equals(Field("ticket.place")),
            "the agent's home is the ticket's place",
            " (missing against 'Bern')",
            "the agent's home is not the ticket's place",
        ),
        (
            difficulty.at_least(3),
            "difficulty is at least 3",
            " (it is 3)",
            "difficulty is not at least 3",
        ),
        (
            difficulty.between(2, Field("agent.skills.law")),
            "difficulty is between 2 and the agent's level in 'law'",
            " (3 against 1.5)",
            "difficulty is not between 2 and the agent's level in 'law'",
        ),
        (
            Field("ticket.created").at_most(NOON),
            "created is at most 2026-05-04 12:00:00+00:00",
            " (it is 2026-05-04 12:00:00+00:00)",
            "created is not at most 2026-05-04 12:00:00+00:00",
        ),
        (
            Field("ticket.requirements.law").at_least(2),
            "required level of 'law' is at least 2",
            " (it is missing)",
            "required level of 'law' is not at least 2",
        ),
        (
            Field("ticket.requirements").contains("law"),
            "required skills include 'law'",
            " (there are none)",
            "required skills do not include 'law'",
        ),
        (
            owns,
            "the agent's teams include the ticket's owner_team",
            " ('mail' against 'calls')",
            "the agent's teams do not include the ticket's owner_team",
        ),
        (
            Field("ticket.affinity").contains(Field("agent.id")),
            "affinity includes the agent's id",
            " ('cem' against 'ana')",
            "affinity does not include the agent's id",
        ),
        (
            Field("ticket.attributes.owner_team").one_of(Field("agent.teams")),
            "owner_team is among the agent's teams",
            " ('calls' against 'mail')",
            "owner_team is not among the agent's teams",
        ),
        (
            Field("ticket.not_before").is_missing(),
            "not before is missing",
            "",
            "not before is given",
        ),
        (
            Field("agent.teams").is_missing(),
            "the agent's teams are missing",
            " (they are 'mail')",
            "the agent's teams are given",
        ),
    ],
)
def test_each_comparison_in_words(
    condition: Condition, plain: str, with_facts: str, negated: str
) -> None:
    """Plain, with what ticket and agent have, and the opposite."""
    assert describe(condition) == plain
    assert describe(condition, TICKET, ANA) == plain + with_facts
    assert describe(Not(condition)) == negated
    assert describe(Not(Not(condition))) == plain


def test_what_is_known_of_one_side_is_told() -> None:
    """The ticket alone, or the agent alone."""
    assert describe(at_home, TICKET) == "place is that of the agent (it is 'Bern')"
    assert describe(at_home, None, ANA) == "place is that of the agent (which is missing)"


def test_no_restriction_and_long_lists() -> None:
    """None of an agent is told as what it is; of many names, some."""
    served = Field("agent.channels").contains("chat")
    assert describe(served, TICKET, MANY).endswith("(they are without restriction)")
    wanted = Field("agent.teams").contains("x")
    assert describe(wanted, TICKET, MANY).endswith("(they are 'a', 'b', 'c', 'd', 'e' and 2 more)")


def test_joined_conditions_in_words() -> None:
    """Inner groups stand in brackets."""
    hard = difficulty.at_least(3)
    assert describe(AllOf([at_home, hard])) == (
        "place is that of the agent, and difficulty is at least 3"
    )
    assert describe(AnyOf([hard, AllOf([at_home, tier.equals("vip")])])) == (
        "difficulty is at least 3, or (place is that of the agent, and tier is 'vip')"
    )
    assert describe(Not(AnyOf([hard, at_home]))) == (
        "not (difficulty is at least 3, or place is that of the agent)"
    )
    assert describe(AllOf([AnyOf([hard])])) == "difficulty is at least 3"


def test_failed_parts_are_the_smallest() -> None:
    """Negations are taken inwards, what holds is left out, and nothing is named twice."""
    hard, vip = difficulty.at_least(3), tier.equals("vip")
    assert failed_parts(AllOf([at_home, hard, owns]), TICKET, ANA) == (at_home, owns)
    assert failed_parts(AnyOf([at_home, AllOf([vip, owns])]), TICKET, ANA) == (at_home, owns)
    assert failed_parts(AnyOf([at_home, hard]), TICKET, ANA) == ()
    assert failed_parts(Not(AnyOf([at_home, hard, vip])), TICKET, ANA) == (Not(hard), Not(vip))
    assert failed_parts(Not(AllOf([hard, vip])), TICKET) == (Not(hard), Not(vip))
    assert failed_parts(Not(Not(at_home)), TICKET, ANA) == (at_home,)
    assert failed_parts(AllOf([at_home, at_home]), TICKET, ANA) == (at_home,)


TENURE = EligibilityRule(
    "VIP needs tenure", {"field": "agent.attributes.years", "at least": 2}, when=tier.equals("vip")
)
REGION = EligibilityRule("same region", AnyOf([at_home, Field("ticket.place").is_missing()]))
RULES = Eligibility([TENURE, REGION])


def test_a_broken_rule_is_named_with_what_failed() -> None:
    """All of them, each with its facts."""
    assert describe_failure(Check.RULE, TICKET, ANA, RULES) == (
        "breaks rule 'VIP needs tenure': the agent's years is not at least 2 (it is 1); "
        "breaks rule 'same region': place is not that of the agent ('Bern' against missing) "
        "and place is given (it is 'Bern')"
    )
    elsewhere = Ticket(id="t2", created=NOON, place="Bern")
    assert describe_failure(Check.RULE, elsewhere, ANA, RULES).startswith("breaks rule 'same reg")


def test_a_failed_negation_says_what_holds() -> None:
    """Not as a negation of a negation."""
    rule = EligibilityRule("no VIP", Not(tier.equals("vip")))
    assert rule.describe_failure(TICKET, ANA) == "breaks rule 'no VIP': tier is 'vip'"


def test_without_an_agent_the_rules_that_are_for_the_ticket_are_named() -> None:
    """And without rules there is nothing to name."""
    plain = Ticket(id="t2", created=NOON)
    assert describe_failure(Check.RULE, TICKET, eligibility=RULES) == (
        "breaks one or more of the rules 'VIP needs tenure', 'same region'"
    )
    assert describe_failure(Check.RULE, plain, eligibility=RULES) == "breaks rule 'same region'"
    assert describe_failure(Check.RULE, plain, eligibility=Eligibility()) == "breaks a rule"
    assert describe_failure(Check.RULE, plain, ANA, Eligibility()) == "breaks a rule"
    assert describe_failure(Check.RULE, plain, ANA) == "breaks a rule"


def test_rules_by_hand() -> None:
    """A rule that is not for a ticket shuts nobody out."""
    agents = [
        ANA,
        Agent(id="bea", capacity=1, place="Bern", attributes={"years": 2}),
        Agent(id="cem", capacity=1, place="Bern"),
    ]
    rows = [
        [int(bits) for bits in standing_row(Roster(agents), ticket, RULES)]
        for ticket in (
            TICKET,
            Ticket(id="t2", created=NOON, tier="vip"),
            Ticket(id="t3", created=NOON),
        )
    ]
    rule = int(Check.RULE)
    assert rows == [[rule, 0, rule], [rule, 0, rule], [0, 0, 0]]
    assert RULES.reads == ("place", "tier")
    assert TENURE.reads == ("tier",)
    assert [each.name for each in RULES.rules_for(Ticket(id="t3", created=NOON))] == ["same region"]
    assert {RULES: 1}[Eligibility([TENURE, REGION])] == 1
