"""Sending authorization policies: IAM's language as far as sending asks for it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock import Account, SesmockError
from pytest_sesmock.account.identities import Identities
from pytest_sesmock.account.policies import SendRequest, evaluate, parse_policy
from pytest_sesmock.account.state import State
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.rules import RULES
from pytest_sesmock.engine.submissions.submission import Submission

ACCOUNT = "123456789012"
USER = f"arn:aws:iam::{ACCOUNT}:user/sesmock"
ARN = f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/example.com"
FOREIGN_ARN = "arn:aws:ses:us-east-1:999999999999:identity/example.com"

ALLOW = {"Effect": "Allow"}
DENY = {"Effect": "Deny"}


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def effect(*statements: dict[str, Any], resource: str = ARN, **keys: tuple[str, ...]) -> str | None:
    """What a policy says of a SendEmail from `Ada <ada@example.com>` to two recipients."""
    request = SendRequest(
        caller_arn=USER,
        account_id=ACCOUNT,
        action="ses:SendEmail",
        resource=resource,
        keys={
            "ses:recipients": ("bob@example.org", "eve@example.net"),
            "ses:fromaddress": ("ada@example.com",),
            "ses:fromdisplayname": ("Ada [HR]",),
            **keys,
        },
    )
    return evaluate([parse_policy(policy(*statements))], request)


# Statements


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], None),
        ([ALLOW], "Allow"),
        ([DENY], "Deny"),
        ([ALLOW, DENY], "Deny"),
        ([DENY, ALLOW], "Deny"),
        ([ALLOW, {**DENY, "Action": "ses:SendRawEmail"}], "Allow"),
        ([{**ALLOW, "Action": "ses:SendRawEmail"}], None),
    ],
)
def test_a_deny_wins(statements: list[dict[str, Any]], expected: str | None) -> None:
    assert effect(*statements) == expected


def test_policies_of_one_identity_add_up() -> None:
    request = SendRequest(
        caller_arn=USER, account_id=ACCOUNT, action="ses:SendEmail", resource=ARN, keys={}
    )
    policies = [parse_policy(policy(ALLOW)), parse_policy(policy(DENY))]

    assert evaluate([], request) is None
    assert evaluate(policies[:1], request) == "Allow"
    assert evaluate(policies, request) == "Deny"


@pytest.mark.parametrize(
    ("elements", "applies"),
    [
        # Principal
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": "*"}}, True),
        ({"Principal": {"AWS": ACCOUNT}}, True),
        ({"Principal": {"AWS": [USER]}}, True),
        ({"Principal": {"AWS": ["999999999999", f"arn:aws:iam::{ACCOUNT}:root"]}}, True),
        ({"Principal": {"AWS": "arn:aws:iam::999999999999:root"}}, False),
        ({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/other"}}, False),
        ({"Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/*"}}, False),
        ({"Principal": {"Service": "cognito-idp.amazonaws.com"}}, False),
        ({"Principal": {"AWS": []}}, False),
        ({"NotPrincipal": {"AWS": ACCOUNT}}, False),
        ({"NotPrincipal": {"AWS": "999999999999"}}, True),
        ({"NotPrincipal": "*"}, False),
        # Action: whatever the case, with wildcards
        ({"Action": "ses:SendEmail"}, True),
        ({"Action": "SES:sendemail"}, True),
        ({"Action": "ses:*"}, True),
        ({"Action": "*"}, True),
        ({"Action": ["ses:SendRawEmail", "ses:Send?mail"]}, True),
        ({"Action": "ses:Send"}, False),
        ({"Action": []}, False),
        ({"NotAction": "ses:SendEmail"}, False),
        ({"NotAction": ["ses:SendRawEmail"]}, True),
        # Resource: by case
        ({"Resource": ARN}, True),
        ({"Resource": [FOREIGN_ARN, "arn:aws:ses:*:*:identity/*.com"]}, True),
        ({"Resource": ARN.replace("example", "EXAMPLE")}, False),
        ({"Resource": FOREIGN_ARN}, False),
        ({"NotResource": ARN}, False),
        ({"NotResource": FOREIGN_ARN}, True),
        # Everything given must fit
        ({"Principal": "*", "Action": "ses:SendEmail", "Resource": ARN, "Condition": {}}, True),
        ({"Principal": "*", "Action": "ses:SendEmail", "Resource": FOREIGN_ARN}, False),
        ({"Principal": {"AWS": []}, "Action": "ses:SendEmail", "Resource": ARN}, False),
    ],
    ids=str,
)
def test_what_a_statement_takes_in(elements: dict[str, Any], applies: bool) -> None:
    assert effect({**ALLOW, **elements}) == ("Allow" if applies else None)


FROM, NAME, TO, MISSING = (
    "ses:FromAddress",
    "ses:FromDisplayName",
    "ses:Recipients",
    "aws:SourceVpc",
)


@pytest.mark.parametrize(
    ("operator", "key", "expected", "holds"),
    [
        ("StringEquals", FROM, "ada@example.com", True),
        ("StringEquals", FROM, "Ada@example.com", False),
        ("StringEquals", FROM, "*@example.com", False),
        ("StringEquals", FROM, ["bob@example.com", "ada@example.com"], True),
        ("StringEquals", FROM, [], False),
        ("stringequals", "SES:fromaddress", "ada@example.com", True),
        ("StringNotEquals", FROM, "ada@example.com", False),
        ("StringNotEquals", FROM, ["bob@example.com", "ada@example.com"], False),
        ("StringNotEquals", FROM, ["bob@example.com", "eve@example.com"], True),
        ("StringEqualsIgnoreCase", FROM, "ADA@example.com", True),
        ("StringEqualsIgnoreCase", FROM, "BOB@example.com", False),
        ("StringNotEqualsIgnoreCase", FROM, "ADA@example.com", False),
        ("StringNotEqualsIgnoreCase", FROM, "BOB@example.com", True),
        ("StringLike", FROM, "*@example.com", True),
        ("StringLike", FROM, "?@example.com", False),
        ("StringLike", FROM, "???@example.com", True),
        ("StringLike", FROM, "*@EXAMPLE.com", False),
        ("StringNotLike", FROM, "*@example.com", False),
        ("StringNotLike", FROM, "*@example.org", True),
        # Brackets are no wildcards in IAM.
        ("StringLike", NAME, "Ada [HR]", True),
        ("StringLike", NAME, "Ada [*", True),
        ("StringLike", NAME, "[A]da [HR]", False),
        ("StringLike", NAME, "Ada ?HR?", True),
        # A key the request lacks
        ("StringEquals", MISSING, "x", False),
        ("StringLike", MISSING, "*", False),
        ("StringNotEquals", MISSING, "x", True),
        ("StringNotLike", MISSING, "*", True),
        ("StringEqualsIfExists", MISSING, "x", True),
        ("StringLikeIfExists", MISSING, "x", True),
        ("StringEqualsIfExists", FROM, "bob@example.com", False),
        ("StringNotEqualsIfExists", FROM, "bob@example.com", True),
        ("ForAllValues:StringEquals", MISSING, "x", True),
        ("ForAnyValue:StringEquals", MISSING, "x", False),
        ("ForAnyValue:StringNotEquals", MISSING, "x", False),
        ("ForAnyValue:StringEqualsIfExists", MISSING, "x", True),
        # Several values: bob@example.org and eve@example.net
        ("ForAllValues:StringLike", TO, "*@example.org", False),
        ("ForAllValues:StringLike", TO, ["*@example.org", "*@example.net"], True),
        ("ForAnyValue:StringLike", TO, "*@example.org", True),
        ("ForAnyValue:StringLike", TO, "*@example.edu", False),
        ("ForAllValues:StringNotLike", TO, "*@example.edu", True),
        ("ForAllValues:StringNotLike", TO, "*@example.org", False),
        ("ForAnyValue:StringNotLike", TO, "*@example.org", True),
        ("ForAnyValue:StringNotLike", TO, "*@example.*", False),
        ("forallvalues:stringlikeifexists", TO, "*@example.*", True),
        ("StringLike", TO, "*@example.*", True),
        ("StringLike", TO, "*@example.org", False),
    ],
)
def test_conditions(operator: str, key: str, expected: Any, holds: bool) -> None:
    """By IAM's documentation: operators, set operators and keys that are missing."""
    statement = {**ALLOW, "Condition": {operator: {key: expected}}}

    assert effect(statement) == ("Allow" if holds else None)


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ({"StringEquals": {FROM: "ada@example.com", NAME: "Ada [HR]"}}, True),
        ({"StringEquals": {FROM: "ada@example.com", NAME: "Bob"}}, False),
        ({"StringEquals": {FROM: "ada@example.com"}, "StringLike": {NAME: "Bob*"}}, False),
        ({"StringEquals": {FROM: "ada@example.com"}, "StringLike": {NAME: "Ada*"}}, True),
    ],
)
def test_conditions_must_all_hold(condition: dict[str, Any], holds: bool) -> None:
    assert effect({**ALLOW, "Condition": condition}) == ("Allow" if holds else None)


def matches(value: str, pattern: str) -> bool:
    """The definition: `*` is any characters, `?` is one, anything else is itself."""

    @lru_cache(None)
    def rest(at: int, of: int) -> bool:
        if of == len(pattern):
            return at == len(value)
        if pattern[of] == "*":
            return rest(at, of + 1) or (at < len(value) and rest(at + 1, of))
        return at < len(value) and pattern[of] in ("?", value[at]) and rest(at + 1, of + 1)

    return rest(0, 0)


@given(value=st.text("ab[]!-^\\\n.*?", max_size=6), pattern=st.text("ab[]!-^\\\n.*?", max_size=6))
def test_wildcards_are_two(value: str, pattern: str) -> None:
    statement = {**ALLOW, "Resource": pattern}

    assert (effect(statement, resource=value) == "Allow") is matches(value, pattern)


# The form


@pytest.mark.parametrize(
    ("document", "problem"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[]", "must be a JSON object with a Statement"),
        ('"Statement"', "must be a JSON object with a Statement"),
        ({"Version": "2012-10-17"}, "must be a JSON object with a Statement"),
        ({"Statement": {1, 2}}, "not JSON serializable"),
        ({"Statement": "Allow"}, "the Effect Allow or Deny"),
        ({"Statement": [{}]}, "the Effect Allow or Deny"),
        ({"Statement": [{"Effect": "allow"}]}, "the Effect Allow or Deny"),
        ({"Statement": [{"Effect": ["Allow"]}]}, "the Effect Allow or Deny"),
        (
            policy({**ALLOW, "Principal": "me"}),
            r'^policy .*: Principal must be "\*" or an object',
        ),
        (policy({**ALLOW, "NotPrincipal": []}), r'NotPrincipal must be "\*" or an object'),
        (policy({**ALLOW, "Principal": {"AWS": 1}}), 'Principal must be "'),
        (policy({**ALLOW, "Action": 1}), "Action must be a text or a list of texts"),
        (policy({**ALLOW, "Resource": [{}]}), "Resource must be a text or a list of texts"),
        (policy({**ALLOW, "Condition": []}), "Condition must be an object of operators"),
        (policy({**ALLOW, "Condition": {"StringLike": "x"}}), "Condition must be an object"),
        (
            policy({**ALLOW, "Condition": {"StringLike": {"x": 1}}}),
            "Condition must be an object of",
        ),
    ],
    ids=str,
)
def test_a_malformed_policy_fails_where_it_is_given(
    account: Account, state: State, document: Any, problem: str
) -> None:
    with pytest.raises(SesmockError, match=problem) as caught:
        account.put_policy("example.com", document)

    assert str(caught.value).startswith("policy must be an IAM policy: ")
    assert not state.authorization.policies(ARN)


@pytest.mark.parametrize(
    "operator",
    [
        "StringEqual",
        "IpAddress",
        "Bool",
        "IfExists",
        "StringIfExistsEquals",
        "ForSomeValues:StringEquals",
        "ForAllValues:",
        "ForAllValues:ForAnyValue:StringEquals",
    ],
)
def test_operators_that_are_not_evaluated_are_told(account: Account, operator: str) -> None:
    document = policy({**ALLOW, "Condition": {operator: {"aws:SourceIp": "192.0.2.0/24"}}})

    with pytest.raises(
        SesmockError, match=rf"^a condition's operator must be .*, not '{operator}'$"
    ):
        account.put_policy("example.com", document)


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values), st.sampled_from([None, 1, "\t"]))
def test_a_policys_text_loses_whitespace_alone(extra: dict[str, Any], indent: Any) -> None:
    document = {**extra, **policy(ALLOW)}

    text = parse_policy(json.dumps(document, indent=indent)).text

    assert json.loads(text) == document
    assert text == parse_policy(document).text
    assert text == json.dumps(document, separators=(",", ":"), ensure_ascii=False)


# What an account makes of them


@pytest.fixture
def account(account: Account) -> Account:
    account.verify("example.com", "ada@example.com")
    return account


def submission(**changes: Any) -> Submission:
    given: dict[str, Any] = {
        "api": "ses",
        "operation": "SendEmail",
        "region": "us-east-1",
        "source": "Ada Lovelace <ada@example.com>",
        "to": ("Bob <bob@example.org>",),
        "cc": ("eve@example.net",),
        "bcc": ("=?utf-8?q?J=C3=BCrgen?= <juergen@example.de>",),
    }
    return Submission(**{**given, **changes})


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("ses:Recipients", ["bob@example.org", "eve@example.net", "juergen@example.de"]),
        ("ses:FromAddress", ["ada@example.com"]),
        ("ses:FromDisplayName", ["Ada Lovelace"]),
        ("ses:FeedbackAddress", ["ada@example.com"]),
    ],
)
def test_the_keys_of_a_submission(
    account: Account, state: State, key: str, values: list[str]
) -> None:
    """Without a display name or quotes around the address [doc-policy-keys]."""
    for given_values, expected in ((values, True), (values[1:], False)):
        condition = {"ForAllValues:StringEquals": {key: given_values}}
        account.put_policy(FOREIGN_ARN, policy({**ALLOW, "Condition": condition}))
        assert state.permits(FOREIGN_ARN, submission()) is expected


def test_the_return_path_gets_the_feedback(account: Account, state: State) -> None:
    condition = {"StringEquals": {"ses:FeedbackAddress": "bounces@example.com"}}
    account.put_policy(FOREIGN_ARN, policy({**ALLOW, "Condition": condition}))

    assert state.permits(FOREIGN_ARN, submission(return_path="<bounces@example.com>"))
    assert not state.permits(FOREIGN_ARN, submission())


def test_a_source_without_a_name_has_no_such_key(account: Account, state: State) -> None:
    condition = {"StringNotLike": {"ses:FromDisplayName": "*"}}
    account.put_policy(FOREIGN_ARN, policy({**ALLOW, "Condition": condition}))

    assert state.permits(FOREIGN_ARN, submission(source="ada@example.com"))
    assert not state.permits(FOREIGN_ARN, submission())


def test_the_operation_is_the_action(account: Account, state: State) -> None:
    account.put_policy(FOREIGN_ARN, policy({**ALLOW, "Action": "ses:SendRawEmail"}))

    assert not state.permits(FOREIGN_ARN, submission())
    assert state.permits(FOREIGN_ARN, submission(operation="SendRawEmail"))


def test_another_accounts_identity_must_be_allowed(account: Account, state: State) -> None:
    assert not state.permits(FOREIGN_ARN, submission())
    account.put_policy(FOREIGN_ARN, policy(ALLOW), "mine")
    assert state.permits(FOREIGN_ARN, submission())
    account.put_policy(FOREIGN_ARN, policy(DENY), "theirs")
    assert not state.permits(FOREIGN_ARN, submission())
    account.put_policy(FOREIGN_ARN, policy(ALLOW), "theirs")
    assert state.permits(FOREIGN_ARN, submission())


def test_ones_own_identity_must_not_be_denied(account: Account, state: State) -> None:
    assert state.permits(ARN, submission())
    account.put_policy("example.com", policy({**ALLOW, "Principal": {"AWS": "999999999999"}}))
    assert state.permits(ARN, submission())
    account.put_policy("example.com", policy(DENY))
    assert not state.permits(ARN, submission())


@pytest.mark.parametrize(
    ("given_as", "arn"),
    [
        ("example.com", ARN),
        ("EXAMPLE.com", ARN),
        (ARN, ARN),
        (ARN.replace("example", "Example"), ARN),
        ("bücher.example", ARN.replace("example.com", "xn--bcher-kva.example")),
        (FOREIGN_ARN.replace("example", "Example"), FOREIGN_ARN),
    ],
)
def test_identities_are_given_by_name_or_arn(
    account: Account, state: State, given_as: str, arn: str
) -> None:
    account.put_policy(given_as, policy(ALLOW), "x")

    assert list(state.authorization.policies(arn)) == ["x"]
    assert list(state.authorization.policies(arn.replace("example.", "EXAMPLE."))) == ["x"]


@pytest.mark.parametrize("arn", [ARN, FOREIGN_ARN])
@pytest.mark.parametrize("other", ["ada@Example.com", "Ada@example.com", "ADA@EXAMPLE.COM"])
def test_the_policies_of_an_address_are_its_own_in_its_own_case(
    state: State, account: Account, arn: str, other: str
) -> None:
    """[addr-identity-case]: an ARN that names another address is another identity's."""
    head = arn.rpartition("/")[0]
    address = f"{head}/Ada@Example.com"
    account.put_policy(address, policy(ALLOW), "x")

    assert list(state.authorization.policies(address)) == ["x"]
    assert list(state.authorization.policies(f"{head}/{other}")) == []
    state.authorization.forget(f"{head}/{other}")
    state.authorization.delete(f"{head}/{other}", "x")
    assert list(state.authorization.policies(address)) == ["x"]


@pytest.mark.parametrize(
    ("identity", "problem"),
    [
        ("no one", "must be an email address or a domain, not 'no one'"),
        (None, "must be an email address or a domain, not None"),
        ("arn:aws:sns:us-east-1:123456789012:topic", "an identity's ARN must be "),
        (
            "arn:aws:ses:us-east-1:123456789012:identity/",
            "an email address or a domain, not ''",
        ),
    ],
)
def test_a_malformed_identity_fails_where_it_is_given(
    account: Account, identity: Any, problem: str
) -> None:
    with pytest.raises(SesmockError, match=problem):
        account.put_policy(identity, policy(ALLOW))


@pytest.mark.parametrize(
    ("denied", "source", "expected"),
    [
        ("example.com", "ada@example.com", "example.com"),
        ("ada@example.com", "ada@example.com", "ada@example.com"),
        ("ada@example.com", "ada+news@example.com", "ada@example.com"),
        ("ada@example.com", "bob@example.com", None),
        ("example.org", "ada@example.com", None),
    ],
)
def test_the_identity_whose_policy_denies(
    account: Account, state: State, denied: str, source: str, expected: str | None
) -> None:
    account.put_policy(denied, policy(DENY))

    denying = state.denied_identities(Mailbox(source), submission(source=source))
    assert denying == ([] if expected is None else [state.identity_arn(expected)])


def test_an_allow_of_the_domain_does_not_undo_a_deny_of_the_address(
    account: Account, state: State
) -> None:
    account.put_policy("example.com", policy(ALLOW))
    account.put_policy("ada@example.com", policy(DENY))

    denied = state.denied_identities(Mailbox("ada@example.com"), submission())
    assert denied == [state.identity_arn("ada@example.com")]


def test_a_deleted_identity_loses_its_policies(account: Account, state: State) -> None:
    account.put_policy("example.com", policy(DENY))
    state.delete_identity("example.com")

    assert state.permits(ARN, submission())


def test_sends_of_most_accounts_look_for_no_identity_again(
    account: Account, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Policies, MAIL FROM and default sets are asked for on every send; most have none."""

    def look(identities: Identities, mailbox: Mailbox) -> Any:
        raise AssertionError(f"looked for the identities that cover {mailbox}")

    account.verify("example.com")
    monkeypatch.setattr(Identities, "find_covering", look)

    assert state.complete(submission()) == submission()
    assert RULES.judge(submission(), state) is None
