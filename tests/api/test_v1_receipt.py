"""Receipt rule sets and rules through boto3."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import answer
from sending import ses

from pytest_sesmock import Account, SESMock
from pytest_sesmock.wire.models import service_model

Refused = Callable[..., tuple[str, str, int]]

TOPIC = "arn:aws:sns:us-east-1:123456789012:inbound"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:inbound"
ROLE = "arn:aws:iam::123456789012:role/inbound"
INSTANCE = "arn:aws:connect:us-east-1:123456789012:instance/01234567-89ab-cdef-0123-456789abcdef"
ACTIONS: dict[str, dict[str, Any]] = {
    "AddHeaderAction": {"HeaderName": "X-Seen", "HeaderValue": "yes"},
    "S3Action": {"BucketName": "inbound", "ObjectKeyPrefix": "mail/"},
    "LambdaAction": {"FunctionArn": FUNCTION, "InvocationType": "Event"},
    "SNSAction": {"TopicArn": TOPIC, "Encoding": "Base64"},
    "WorkmailAction": {"OrganizationArn": "arn:aws:workmail:us-east-1:123456789012:organization/m"},
    "ConnectAction": {"InstanceARN": INSTANCE, "IAMRoleARN": ROLE},
    "BounceAction": {
        "SmtpReplyCode": "550",
        "Message": "no such mailbox",
        "Sender": "postmaster@example.com",
        "TopicArn": TOPIC,
    },
    "StopAction": {"Scope": "RuleSet"},
}
# An older service model lacks some.
KNOWN = [kind for kind in ACTIONS if kind in service_model("ses").shape_names]


def names(client: Any, rule_set: str = "inbound") -> list[str]:
    """The names of a set's rules, in order."""
    described = client.describe_receipt_rule_set(RuleSetName=rule_set)
    return [each["Name"] for each in described["Rules"]]


def put(client: Any, name: str, after: str | None = None, **settings: Any) -> None:
    """Put a rule into the set inbound."""
    behind = {} if after is None else {"After": after}
    rule = {"Name": name, **settings}
    client.create_receipt_rule(RuleSetName="inbound", Rule=rule, **behind)


@pytest.fixture
def inbound(mock: SESMock, client: Any) -> Any:
    """A client of an account with the rules a, b and c in the set inbound."""
    client.create_receipt_rule_set(RuleSetName="inbound")
    for name in ("c", "b", "a"):
        put(client, name)
    return client


# Rule sets


def test_rule_sets(mock: SESMock, client: Any) -> None:
    client.create_receipt_rule_set(RuleSetName="second")
    mock.clock.advance(60)
    client.create_receipt_rule_set(RuleSetName="first")

    listed = client.list_receipt_rule_sets()

    assert [each["Name"] for each in listed["RuleSets"]] == ["second", "first"]
    second, first = (each["CreatedTimestamp"] for each in listed["RuleSets"])
    assert 60 <= (first - second).total_seconds() < 120
    assert "NextToken" not in listed
    client.delete_receipt_rule_set(RuleSetName="second")
    client.delete_receipt_rule_set(RuleSetName="second")
    listed = client.list_receipt_rule_sets()
    assert [each["Name"] for each in listed["RuleSets"]] == ["first"]


def test_the_active_rule_set(mock: SESMock, client: Any) -> None:
    """[rule-defaults]: without an active set there is no Metadata."""
    client.create_receipt_rule_set(RuleSetName="inbound")
    client.create_receipt_rule_set(RuleSetName="other")
    assert "Metadata" not in client.describe_active_receipt_rule_set()

    for name in ("inbound", "other"):
        client.set_active_receipt_rule_set(RuleSetName=name)
        assert client.describe_active_receipt_rule_set()["Metadata"]["Name"] == name
    client.delete_receipt_rule_set(RuleSetName="inbound")
    client.set_active_receipt_rule_set()

    assert "Metadata" not in client.describe_active_receipt_rule_set()
    client.delete_receipt_rule_set(RuleSetName="other")


def test_a_clone_is_a_copy_that_is_not_active(inbound: Any) -> None:
    inbound.set_active_receipt_rule_set(RuleSetName="inbound")
    inbound.clone_receipt_rule_set(RuleSetName="copy", OriginalRuleSetName="inbound")
    put(inbound, "d")

    assert names(inbound, "copy") == ["a", "b", "c"]
    assert inbound.describe_active_receipt_rule_set()["Metadata"]["Name"] == "inbound"


def test_a_token_made_up(mock: SESMock, refused: Refused) -> None:
    expected = answer("page-rulesets", token="token")
    assert refused("list_receipt_rule_sets", NextToken="token") == expected


def test_regions_have_rule_sets_of_their_own(inbound: Any) -> None:
    elsewhere = ses("eu-west-1")
    assert elsewhere.list_receipt_rule_sets()["RuleSets"] == []


# The order of rules


def test_a_new_rule_comes_first_unless_it_comes_after(inbound: Any) -> None:
    put(inbound, "d", after="b")
    put(inbound, "e")
    put(inbound, "f", after="c")

    assert names(inbound) == ["e", "a", "b", "d", "c", "f"]


@pytest.mark.parametrize(
    ("name", "after", "expected"),
    [
        ("c", None, ["c", "a", "b"]),
        ("a", "c", ["b", "c", "a"]),
        ("c", "a", ["a", "c", "b"]),
        ("b", "b", ["a", "b", "c"]),
        ("a", None, ["a", "b", "c"]),
    ],
)
def test_a_rule_moves(inbound: Any, name: str, after: str | None, expected: list[str]) -> None:
    behind = {} if after is None else {"After": after}
    inbound.set_receipt_rule_position(RuleSetName="inbound", RuleName=name, **behind)

    assert names(inbound) == expected


def test_rules_are_reordered(inbound: Any) -> None:
    inbound.reorder_receipt_rule_set(RuleSetName="inbound", RuleNames=["b", "c", "a"])

    assert names(inbound) == ["b", "c", "a"]


# Rules


@pytest.mark.parametrize("kind", KNOWN)
def test_a_rule_comes_back_as_given(account: Account, client: Any, kind: str) -> None:
    account.verify("example.com")
    rule = {
        "Name": "everything",
        "Enabled": True,
        "TlsPolicy": "Require",
        "Recipients": ["example.com", "ada@example.org"],
        "Actions": [{"AddHeaderAction": ACTIONS["AddHeaderAction"]}, {kind: ACTIONS[kind]}],
        "ScanEnabled": True,
    }
    client.create_receipt_rule_set(RuleSetName="inbound")
    client.create_receipt_rule(RuleSetName="inbound", Rule=rule)

    described = client.describe_receipt_rule(RuleSetName="inbound", RuleName="everything")

    assert described["Rule"] == rule
    assert client.describe_receipt_rule_set(RuleSetName="inbound")["Rules"] == [rule]


def test_what_a_rule_leaves_out(inbound: Any) -> None:
    """[rule-defaults] [ruleset-clone-shape]: defaults are shown, and no empty Recipients."""
    put(inbound, "d", Actions=[{"SNSAction": {"TopicArn": TOPIC}}])

    described = inbound.describe_receipt_rule(RuleSetName="inbound", RuleName="d")

    assert described["Rule"] == {
        "Name": "d",
        "Enabled": False,
        "TlsPolicy": "Optional",
        "Actions": [{"SNSAction": {"TopicArn": TOPIC, "Encoding": "UTF-8"}}],
        "ScanEnabled": False,
    }


def test_an_update_replaces_a_rule_in_its_place(inbound: Any) -> None:
    rule = {"Name": "b", "Enabled": True, "Recipients": ["example.com"]}
    inbound.update_receipt_rule(RuleSetName="inbound", Rule=rule)
    described = inbound.describe_receipt_rule(RuleSetName="inbound", RuleName="b")
    usual = {"TlsPolicy": "Optional", "Actions": [], "ScanEnabled": False}  # [rule-no-actions-rec]
    assert described["Rule"] == {**rule, **usual}

    inbound.update_receipt_rule(RuleSetName="inbound", Rule={"Name": "b"})
    described = inbound.describe_receipt_rule(RuleSetName="inbound", RuleName="b")

    assert described["Rule"] == {"Name": "b", "Enabled": False, **usual}
    assert names(inbound) == ["a", "b", "c"]


def test_a_rule_is_deleted(inbound: Any) -> None:
    for _ in range(2):
        inbound.delete_receipt_rule(RuleSetName="inbound", RuleName="b")

    assert names(inbound) == ["a", "c"]


# Refusals

IN = {"RuleSetName": "inbound"}


@pytest.mark.parametrize(
    ("row", "method", "parameters", "values"),
    [
        ("ruleset-exists", "create_receipt_rule_set", IN, {"name": "inbound"}),
        (
            "clone-order",
            "clone_receipt_rule_set",
            {**IN, "OriginalRuleSetName": "none"},
            {"name": "inbound"},
        ),
        (
            "ruleset-missing",
            "clone_receipt_rule_set",
            {"RuleSetName": "copy", "OriginalRuleSetName": "none"},
            {"name": "none"},
        ),
        (
            "rule-exists",
            "create_receipt_rule",
            {**IN, "Rule": {"Name": "a"}, "After": "none"},
            {"name": "a"},
        ),
        (
            "rule-missing",
            "create_receipt_rule",
            {**IN, "Rule": {"Name": "d"}, "After": "none"},
            {"name": "none"},
        ),
        ("rule-missing", "describe_receipt_rule", {**IN, "RuleName": "none"}, {"name": "none"}),
        ("rule-missing", "update_receipt_rule", {**IN, "Rule": {"Name": "d"}}, {"name": "d"}),
        ("rule-missing", "set_receipt_rule_position", {**IN, "RuleName": "d"}, {"name": "d"}),
        (
            "rule-missing",
            "set_receipt_rule_position",
            {**IN, "RuleName": "a", "After": "none"},
            {"name": "none"},
        ),
        (
            "rule-missing",
            "reorder_receipt_rule_set",
            {**IN, "RuleNames": ["a", "b", "none", "c", "x" * 65]},
            {"name": "none"},
        ),
        (
            "reorder-dup",
            "reorder_receipt_rule_set",
            {**IN, "RuleNames": ["none", "none", "a"]},
            {"name": "none"},
        ),
        (
            "reorder-missing",
            "reorder_receipt_rule_set",
            {**IN, "RuleNames": ["b", "none"]},
            {"name1": "a", "name2": "c"},
        ),
    ],
)
def test_refusals(
    inbound: Any, refused: Refused, row: str, method: str, parameters: Any, values: Any
) -> None:
    assert refused(method, **parameters) == answer(row, **values)
    assert names(inbound) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("describe_receipt_rule_set", {}),
        ("set_active_receipt_rule_set", {}),
        ("reorder_receipt_rule_set", {"RuleNames": ["a", "a"]}),
        ("create_receipt_rule", {"Rule": {"Name": "a"}}),
        ("update_receipt_rule", {"Rule": {"Name": "a"}}),
        ("describe_receipt_rule", {"RuleName": "a"}),
        ("delete_receipt_rule", {"RuleName": "a"}),
        ("set_receipt_rule_position", {"RuleName": "a"}),
    ],
)
def test_a_rule_set_that_is_missing(
    inbound: Any, refused: Refused, method: str, parameters: Any
) -> None:
    expected = answer("ruleset-missing", name="default-rule-set")

    assert refused(method, RuleSetName="default-rule-set", **parameters) == expected


def test_the_active_rule_set_is_not_deleted(inbound: Any, refused: Refused) -> None:
    inbound.set_active_receipt_rule_set(**IN)

    expected = answer("ruleset-active-delete-rec", name="inbound")
    assert refused("delete_receipt_rule_set", **IN) == expected


def test_limits(mock: SESMock, client: Any, refused: Refused) -> None:
    """200 rules and 10 actions were probed; of 40 rule sets the text is inferred."""
    client.create_receipt_rule_set(**IN)
    for number in range(200):
        put(client, f"rule-{number}")
    rule = {"Name": "last", "Actions": [{"StopAction": ACTIONS["StopAction"]}] * 11}
    assert refused("create_receipt_rule", **IN, Rule=rule) == answer("rule-limit")
    rule = {**rule, "Name": "rule-7"}
    assert refused("update_receipt_rule", **IN, Rule=rule) == answer("rule-actions-limit")

    for number in range(39):
        client.create_receipt_rule_set(RuleSetName=f"set-{number}")
    code, _, status = answer("rule-limit")
    expected = (code, "Too many rule sets", status)
    assert refused("create_receipt_rule_set", RuleSetName="set-39") == expected


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("ruleset-name-form", "x" * 65),
        ("ruleset-name-form", "-inbound"),
        ("ruleset-name-form", "inbound."),
    ],
)
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("create_receipt_rule_set", {}),
        ("clone_receipt_rule_set", {"OriginalRuleSetName": "inbound"}),
        ("delete_receipt_rule_set", {}),
        ("describe_receipt_rule_set", {}),
        ("reorder_receipt_rule_set", {"RuleNames": []}),
        ("create_receipt_rule", {"Rule": {"Name": "-"}}),
        ("delete_receipt_rule", {"RuleName": "a"}),
    ],
)
def test_names_of_rule_sets(
    inbound: Any, refused: Refused, method: str, parameters: Any, row: str, name: str
) -> None:
    assert refused(method, RuleSetName=name, **parameters) == answer(row, name=name)


@pytest.mark.parametrize("name", ["x" * 65, "_a", "a-"])
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("create_receipt_rule", lambda name: {"Rule": {"Name": name}}),
        ("update_receipt_rule", lambda name: {"Rule": {"Name": name}}),
        ("describe_receipt_rule", lambda name: {"RuleName": name}),
        ("delete_receipt_rule", lambda name: {"RuleName": name}),
        ("set_receipt_rule_position", lambda name: {"RuleName": name}),
    ],
)
def test_names_of_rules(
    inbound: Any, refused: Refused, method: str, parameters: Any, name: str
) -> None:
    assert refused(method, **IN, **parameters(name)) == answer("rule-name-form", name=name)


_, PATTERN_TEXT, _ = answer("ruleset-name-chars")
_, LENGTH_TEXT, _ = answer("clone-name-empty")


def violations(*texts: str) -> tuple[str, str, int]:
    """The answer to several violations, in the probed form."""
    count = "1 validation error" if len(texts) == 1 else f"{len(texts)} validation errors"
    return "ValidationError", f"{count} detected: {'; '.join(texts)}", 400


def broken(path: str, text: str = PATTERN_TEXT) -> str:
    """One violation, the recorded one put to another path."""
    return text.removeprefix("1 validation error detected: ").replace("ruleSetName", path)


@pytest.mark.parametrize(
    ("method", "parameters", "expected"),
    [
        ("create_receipt_rule_set", {"RuleSetName": "bad name"}, [broken("ruleSetName")]),
        (
            "set_active_receipt_rule_set",
            {"RuleSetName": ""},
            [broken("ruleSetName", LENGTH_TEXT), broken("ruleSetName")],
        ),
        (
            "clone_receipt_rule_set",
            {"RuleSetName": "bad name", "OriginalRuleSetName": "ü"},
            [broken("originalRuleSetName"), broken("ruleSetName")],
        ),
        (
            "create_receipt_rule",
            {**IN, "Rule": {"Name": ""}, "After": "bad name"},
            [broken("rule.name", LENGTH_TEXT), broken("rule.name"), broken("after")],
        ),
        ("describe_receipt_rule", {**IN, "RuleName": "a\n"}, [broken("ruleName")]),
    ],
)
def test_names_that_aws_does_not_let_through(
    inbound: Any, refused: Refused, method: str, parameters: Any, expected: list[str]
) -> None:
    assert refused(method, **parameters) == violations(*expected)


@pytest.mark.parametrize("name", ["", "bad name", "x" * 101])
def test_names_in_a_new_order(inbound: Any, refused: Refused, name: str) -> None:
    parameters = {**IN, "RuleNames": ["a", name, name]}

    assert refused("reorder_receipt_rule_set", **parameters) == answer("reorder-name")


@pytest.mark.parametrize(
    ("row", "action", "values"),
    [
        ("rule-header-name", {"AddHeaderAction": {"HeaderName": "a b"}}, {"name": "a b"}),
        ("rule-header-name", {"AddHeaderAction": {"HeaderName": "a:"}}, {"name": "a:"}),
        ("rule-header-name", {"AddHeaderAction": {"HeaderName": ""}}, {"name": ""}),
        ("rule-sns-form", {"SNSAction": {"TopicArn": "inbound"}}, {"arn": "inbound"}),
        ("rule-sns-form", {"SNSAction": {"TopicArn": ""}}, {"arn": ""}),
        ("rule-sns-form", {"StopAction": {"TopicArn": FUNCTION}}, {"arn": FUNCTION}),
        ("rule-s3-empty", {"S3Action": {"BucketName": ""}}, {}),
        ("rule-lambda-form", {"LambdaAction": {"FunctionArn": "f"}}, {"arn": "f"}),
        ("rule-lambda-form", {"LambdaAction": {"FunctionArn": TOPIC}}, {"arn": TOPIC}),
        (
            "rule-bounce-sender",
            {"BounceAction": {"Sender": "ada@example.net"}},
            {"sender": "ada@example.net"},
        ),
        ("rule-bounce-sender", {"BounceAction": {"Sender": "ada"}}, {"sender": "ada"}),
    ],
)
def test_actions(
    inbound: Any, account: Account, refused: Refused, row: str, action: Any, values: Any
) -> None:
    account.verify("example.com")
    ((kind, change),) = action.items()
    rule = {"Name": "a", "Actions": [{kind: {**ACTIONS[kind], **change}}]}

    assert refused("update_receipt_rule", **IN, Rule=rule) == answer(row, **values)
    rule["Name"] = "d"
    assert refused("create_receipt_rule", **IN, Rule=rule) == answer(row, **values)
    assert names(inbound) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("action", "text"),
    [
        ({"LambdaAction": {"FunctionArn": ""}}, "Lambda function ARN must not be empty"),
        ({"BounceAction": {"SmtpReplyCode": ""}}, "Invalid SMTP reply code: "),
        ({"BounceAction": {"Message": ""}}, "Invalid SMTP response message: "),
    ],
)
def test_actions_that_lack_something(
    inbound: Any, account: Account, refused: Refused, action: Any, text: str
) -> None:
    """The texts are in the notes of [rule-lambda-form] and [rule-bounce-sender]."""
    account.verify("example.com")
    ((kind, change),) = action.items()
    rule = {"Name": "a", "Actions": [{kind: {**ACTIONS[kind], **change}}]}

    answered = refused("update_receipt_rule", **IN, Rule=rule)

    assert answered == ("InvalidParameterValue", text, 400)


def test_a_stop_action_is_the_last(inbound: Any, refused: Refused) -> None:
    actions = [{kind: ACTIONS[kind]} for kind in ("StopAction", "AddHeaderAction")]
    rule = {"Name": "a", "Actions": actions}

    assert refused("update_receipt_rule", **IN, Rule=rule) == answer("rule-stop-last")


def test_a_bounce_needs_a_verified_sender(inbound: Any, mock: SESMock, refused: Refused) -> None:
    rule = {"Name": "a", "Actions": [{"BounceAction": ACTIONS["BounceAction"]}]}
    refused("update_receipt_rule", **IN, Rule=rule)
    remedy = mock.outbox.refusals[0].remedy
    assert remedy == "mock.account().verify('postmaster@example.com')"

    exec(remedy, {"mock": mock})  # noqa: S102 - does the remedy help?

    inbound.update_receipt_rule(**IN, Rule=rule)
