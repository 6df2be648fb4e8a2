"""Rules of a desk as plain data, and back."""

from collections.abc import Mapping
from typing import cast

from ticketroute.eligibility._condition import (
    ConditionLike,
    Data,
    to_condition,
    to_data,
    to_ticket_condition,
)
from ticketroute.eligibility._rules import Eligibility, EligibilityRule
from ticketroute.model import refuse, refuse_type, require_text


def eligibility_to_data(eligibility: Eligibility) -> dict[str, object]:
    """Give an eligibility as plain data that JSON can hold.

    Examples
    --------
    >>> eligibility_to_data(Eligibility([]))
    {'rules': []}
    """
    return {"rules": [_rule_to_data(rule) for rule in eligibility.rules]}


def _rule_to_data(rule: EligibilityRule) -> dict[str, object]:
    data: dict[str, object] = {"name": rule.name, "condition": to_data(rule.condition)}
    return data if rule.when is None else {**data, "when": to_data(rule.when)}


def eligibility_from_data(data: Data) -> Eligibility:
    """Make an eligibility of data; the opposite of :func:`eligibility_to_data`.

    Raises
    ------
    ValueError, TypeError
        If they are none; the message begins with the path of the part that is wrong.

    Examples
    --------
    >>> eligibility_from_data({"rules": [{"name": "a", "condition": {"not": 3}}]})
    Traceback (most recent call last):
    ...
    TypeError: rules[0].condition.not: expected a condition, or a mapping as its data, got 3
    """
    given: object = data
    if not isinstance(given, Mapping):
        raise refuse_type("eligibility", "a mapping with 'rules'", data)
    if set(given) != {"rules"}:
        raise refuse("eligibility", "'rules' and nothing else", dict(data))
    rules = data["rules"]
    if not isinstance(rules, list | tuple):
        raise refuse_type("rules", "a list of rules", rules)
    return Eligibility(
        [_rule_from_data(f"rules[{number}]", rule) for number, rule in enumerate(rules)]
    )


def _rule_from_data(path: str, data: object) -> EligibilityRule:
    if not isinstance(data, Mapping):
        raise refuse_type(path, "a mapping with 'name', 'condition' and perhaps 'when'", data)
    if not {"name", "condition"} <= set(data) <= {"name", "condition", "when"}:
        raise refuse(path, "'name', 'condition' and perhaps 'when'", dict(data))
    require_text(f"{path}.name", data["name"])
    when = cast("ConditionLike | None", data.get("when"))
    return EligibilityRule(
        data["name"],
        to_condition(cast("ConditionLike", data["condition"]), path=f"{path}.condition"),
        when=None if when is None else to_ticket_condition(when, path=f"{path}.when"),
    )
