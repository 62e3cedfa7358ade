"""Sending authorization policies: their form, and what they say of a send.

An IAM policy in the subset that sending authorization uses: statements with Principal, Action,
Resource and string conditions on SES's keys [doc-policy-keys].
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Literal, NamedTuple

from pytest_sesmock.errors import SesmockError
from pytest_sesmock.json_reading import read_json

Effect = Literal["Allow", "Deny"]
Statement = Mapping[str, Any]


class Policy(NamedTuple):
    """A policy: the text SES hands back, and its statements."""

    text: str
    statements: tuple[Statement, ...]


class SendRequest(NamedTuple):
    """What a policy's statements are compared with.

    Attributes:
        caller_arn: The IAM principal that sends.
        account_id: Its account's twelve digits.
        action: Such as `ses:SendEmail`.
        resource: The identity's ARN.
        keys: Values of the condition keys, such as `ses:Recipients`, by lower-case name.
    """

    caller_arn: str
    account_id: str
    action: str
    resource: str
    keys: Mapping[str, tuple[str, ...]]


def parse_policy(document: str | Mapping[str, Any]) -> Policy:
    """Read a policy; its text is without insignificant whitespace [policy-behaviour].

    Raises:
        ValueError: If it is no JSON object with statements of IAM's form.
        SesmockError: If a condition's operator is none that can be evaluated here.
    """
    try:
        policy = read_json(document if isinstance(document, str) else json.dumps(document))
    except (TypeError, RecursionError) as error:  # of a dict that is no JSON
        raise ValueError(str(error)) from error
    if not isinstance(policy, dict) or "Statement" not in policy:
        raise ValueError("a policy must be a JSON object with a Statement")
    statements = tuple(_as_list(policy["Statement"]))
    for statement in statements:
        _check(statement)
    return Policy(json.dumps(policy, separators=(",", ":"), ensure_ascii=False), statements)


def evaluate(policies: Iterable[Policy], request: SendRequest) -> Effect | None:
    """What the policies say together: a Deny wins, then an Allow; None if none applies."""
    effects: set[Effect] = {
        statement["Effect"]
        for policy in policies
        for statement in policy.statements
        if _applies(statement, request)
    }
    if "Deny" in effects:
        return "Deny"
    return "Allow" if "Allow" in effects else None


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


# The form of a statement


def _check(statement: Any) -> None:
    if not isinstance(statement, dict) or statement.get("Effect") not in ("Allow", "Deny"):
        raise ValueError("a Statement must be an object with the Effect Allow or Deny")
    for element, (is_valid, wanted) in _FORMS.items():
        if element in statement and not is_valid(statement[element]):
            raise ValueError(f"{element} must be {wanted}")
    for operator in statement.get("Condition", {}):
        _operator(operator)


def _are_texts(value: Any) -> bool:
    return all(isinstance(each, str) for each in _as_list(value))


def _is_principal(value: Any) -> bool:
    return value == "*" or (isinstance(value, dict) and all(map(_are_texts, value.values())))


def _is_condition(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(keys, dict) and all(map(_are_texts, keys.values())) for keys in value.values()
    )


_TEXTS = (_are_texts, "a text or a list of texts")
_PRINCIPALS = (_is_principal, '"*" or an object of principals')
_FORMS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "Principal": _PRINCIPALS,
    "NotPrincipal": _PRINCIPALS,
    "Action": _TEXTS,
    "NotAction": _TEXTS,
    "Resource": _TEXTS,
    "NotResource": _TEXTS,
    "Condition": (_is_condition, "an object of operators, each an object of keys and texts"),
}


# What a statement takes in


def _applies(statement: Statement, request: SendRequest) -> bool:
    return (
        _names_caller(statement, request)
        and _names(statement, "Action", request.action.lower(), str.lower)
        and _names(statement, "Resource", request.resource, str)
        and all(_conditions(statement.get("Condition", {}), request))
    )


def _names(statement: Statement, element: str, value: str, fold: Callable[[str], str]) -> bool:
    """Whether an element or its Not… form takes in a value; a missing element takes in all."""
    if f"Not{element}" in statement:
        return not _any_like(value, statement[f"Not{element}"], fold)
    return element not in statement or _any_like(value, statement[element], fold)


def _any_like(value: str, patterns: Any, fold: Callable[[str], str]) -> bool:
    return any(_like(value, fold(pattern)) for pattern in _as_list(patterns))


def _like(value: str, pattern: str) -> bool:
    """IAM's wildcards: `*` and `?`; brackets are no special characters there."""
    return fnmatchcase(value, pattern.replace("[", "[[]"))


def _names_caller(statement: Statement, request: SendRequest) -> bool:
    if "NotPrincipal" in statement:
        return not _principal_matches(statement["NotPrincipal"], request)
    return _principal_matches(statement.get("Principal", "*"), request)


def _principal_matches(principal: Any, request: SendRequest) -> bool:
    if principal == "*":
        return True
    accepted = {"*", request.account_id, request.caller_arn}
    accepted.add(re.sub(r":[^:]*$", ":root", request.caller_arn))
    return any(name in accepted for name in _as_list(principal.get("AWS", [])))


# Conditions


class _Operator(NamedTuple):
    """A condition operator: how one value compares with one pattern, and how values add up."""

    compare: Callable[[str, str], bool]
    is_negated: bool
    quantifier: str = ""
    if_exists: bool = False


def _equal_but_for_case(value: str, other: str) -> bool:
    return value.lower() == other.lower()


_OPERATORS = {
    "stringequals": _Operator(str.__eq__, is_negated=False),
    "stringnotequals": _Operator(str.__eq__, is_negated=True),
    "stringequalsignorecase": _Operator(_equal_but_for_case, is_negated=False),
    "stringnotequalsignorecase": _Operator(_equal_but_for_case, is_negated=True),
    "stringlike": _Operator(_like, is_negated=False),
    "stringnotlike": _Operator(_like, is_negated=True),
}
_QUANTIFIERS = ("", "forallvalues", "foranyvalue")


def _operator(name: str) -> _Operator:
    quantifier, _, rest = name.lower().rpartition(":")
    bare = rest.removesuffix("ifexists")
    if bare not in _OPERATORS or quantifier not in _QUANTIFIERS:
        raise SesmockError(
            "a condition's operator must be one that pytest-sesmock evaluates (string operators, "
            f"with ForAllValues, ForAnyValue and IfExists), not {name!r}"
        )
    return _OPERATORS[bare]._replace(quantifier=quantifier, if_exists=bare != rest)


def _conditions(
    conditions: Mapping[str, Mapping[str, Any]], request: SendRequest
) -> Iterator[bool]:
    for operator, expectations in conditions.items():
        for key, expected in expectations.items():
            values = request.keys.get(key.lower(), ())
            yield _holds(_operator(operator), values, _as_list(expected))


def _holds(operator: _Operator, values: tuple[str, ...], expected: list[str]) -> bool:
    compare, is_negated, quantifier, if_exists = operator
    if not values:
        # IAM: a key the request lacks fails a condition, unless the operator is IfExists,
        # ForAllValues, or negated without ForAnyValue.
        return if_exists or quantifier == "forallvalues" or (is_negated and not quantifier)
    verdicts = [any(compare(value, other) for other in expected) != is_negated for value in values]
    # Without a quantifier a key of several values counts as with ForAllValues: grade C.
    return any(verdicts) if quantifier == "foranyvalue" else all(verdicts)
