"""Policies of identities through boto3, and what they do to sends."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from sending import SEND, mail

from pytest_sesmock import Account, SESMock, SesmockError

Refused = Callable[..., tuple[str, str, int]]

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
FOREIGN_ARN = "arn:aws:ses:us-east-1:999999999999:identity/example.net"
CALLER = "arn:aws:iam::123456789012:user/sesmock"
POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "ses:*", "Resource": "*"}],
}
TEXT = json.dumps(POLICY, separators=(",", ":"))


def put(client: Any, identity: str, name: str = "sending", policy: str = TEXT) -> None:
    client.put_identity_policy(Identity=identity, PolicyName=name, Policy=policy)


@pytest.fixture
def owner(account: Account) -> Account:
    """An account with identities."""
    account.verify("example.com", "example.org")
    return account


# Managing them, as [policy-behaviour] has it


@pytest.mark.parametrize("identity", ["example.com", "EXAMPLE.com", ARN, "ada@example.com"])
@pytest.mark.parametrize("status", ["Success", "Pending"])
def test_a_policy_is_handed_back(account: Account, client: Any, identity: str, status: str) -> None:
    """The identity need not be verified; insignificant whitespace is gone."""
    account.add_identity("example.com", status)
    account.add_identity("ada@example.com", status)

    put(client, identity, policy=json.dumps(POLICY, indent=4))

    answer = client.get_identity_policies(Identity=identity, PolicyNames=["sending", "other"])
    assert answer["Policies"] == {"sending": TEXT}
    assert client.list_identity_policies(Identity=identity)["PolicyNames"] == ["sending"]


@pytest.mark.parametrize("identity", ["example.net", ARN.replace(".com", ".net")])
def test_a_policy_is_put_to_an_identity(
    mock: SESMock, client: Any, refused: Refused, identity: str
) -> None:
    evidence = BEHAVIOUR["policy-identity-missing"]

    answer = refused("put_identity_policy", Identity=identity, PolicyName="p", Policy=TEXT)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])
    assert mock.outbox.refusals[0].remedy == "mock.account().verify('example.net')"
    assert client.list_identity_policies(Identity=identity)["PolicyNames"] == []


def test_a_policy_is_judged_before_its_identity(mock: SESMock, refused: Refused) -> None:
    """[policy-gates]."""
    code, *_ = refused("put_identity_policy", Identity="example.net", PolicyName="p", Policy="{")

    assert code == "InvalidPolicy"


def test_policies_are_listed_sorted_and_replaced_by_name(owner: Account, client: Any) -> None:
    for name in ("b", "c", "a"):
        put(client, "example.com", name)
    other = TEXT.replace("Deny", "Allow")
    put(client, "example.com", "b", other)

    assert client.list_identity_policies(Identity="example.com")["PolicyNames"] == ["a", "b", "c"]
    answer = client.get_identity_policies(Identity="example.com", PolicyNames=["b", "a"])
    assert answer["Policies"] == {"b": other, "a": TEXT}
    assert client.list_identity_policies(Identity="example.org")["PolicyNames"] == []


def test_deleting_succeeds_even_if_there_is_none(owner: Account, client: Any) -> None:
    put(client, "example.com", "a")
    for _ in range(2):
        client.delete_identity_policy(Identity=ARN, PolicyName="a")
    client.delete_identity_policy(Identity="example.org", PolicyName="a")

    assert client.list_identity_policies(Identity="example.com")["PolicyNames"] == []


def test_a_deleted_identity_loses_its_policies(owner: Account, client: Any) -> None:
    put(client, "example.com")
    client.delete_identity(Identity="example.com")

    assert client.list_identity_policies(Identity="example.com")["PolicyNames"] == []


def test_an_identity_has_at_most_20_policies(owner: Account, client: Any, refused: Refused) -> None:
    evidence = BEHAVIOUR["policy-limit"]
    for number in range(20):
        put(client, "example.com", f"p{number}")

    answer = refused("put_identity_policy", Identity="example.com", PolicyName="p20", Policy=TEXT)

    assert answer == (
        evidence["code"],
        evidence["message"].format(identity="example.com"),
        evidence["http_status"],
    )
    put(client, "example.com", "p19")
    put(client, "example.org", "p20")


@pytest.mark.parametrize("name", ["a b", "a.b", "é", "a\n", "a/b"])
def test_names_of_policies(owner: Account, refused: Refused, name: str) -> None:
    evidence = BEHAVIOUR["policy-name-invalid"]

    answer = refused("put_identity_policy", Identity="example.com", PolicyName=name, Policy=TEXT)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])


@given(st.text("ABYZabyz0189_-", min_size=1, max_size=64))
def test_names_of_policies_that_pass(client: Any, name: str) -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]):
        put(client, "example.com", name)
        assert client.list_identity_policies(Identity="example.com")["PolicyNames"] == [name]


@pytest.mark.parametrize("policy", ["{", "[]", "{}", '{"Statement": [{"Effect": "Maybe"}]}'])
def test_malformed_policies(owner: Account, client: Any, refused: Refused, policy: str) -> None:
    code, _, status = refused(
        "put_identity_policy", Identity="example.com", PolicyName="p", Policy=policy
    )

    assert (code, status) == ("InvalidPolicy", 400)
    with pytest.raises(client.exceptions.InvalidPolicyException):
        put(client, "example.com", policy=policy)


def test_an_operator_the_mock_lacks_is_its_own_failure(owner: Account, client: Any) -> None:
    """Not SES's: it must not be taken for a refusal."""
    condition = {"Bool": {"aws:SecureTransport": "true"}}
    policy = {"Statement": [{"Effect": "Allow", "Condition": condition}]}

    with pytest.raises(SesmockError, match=r"operator must be one that .*, not 'Bool'"):
        put(client, "example.com", policy=json.dumps(policy))


@pytest.mark.parametrize("identity", ["no one", FOREIGN_ARN, ARN.replace("us-east", "eu-west")])
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("put_identity_policy", {"PolicyName": "p", "Policy": TEXT}),
        ("get_identity_policies", {"PolicyNames": ["p"]}),
        ("list_identity_policies", {}),
        ("delete_identity_policy", {"PolicyName": "p"}),
    ],
)
def test_identities_are_ones_own(
    mock: SESMock, refused: Refused, method: str, parameters: Any, identity: str
) -> None:
    """An ARN of another account or region has no other text [identity-invalid]."""
    evidence = BEHAVIOUR["identity-invalid"]

    assert refused(method, Identity=identity, **parameters) == (
        evidence["code"],
        evidence["message"].replace("florescu@amazon.com;", identity),
        evidence["http_status"],
    )


# What they do to sends


def test_a_policy_of_ones_own_denies(account: Account, client: Any, refused: Refused) -> None:
    account.verify("example.com")
    put(client, "example.com")

    answer = refused("send_email", **SEND)

    text = BEHAVIOUR["iam-denied-v1"]["message"]
    assert "is not authorized to perform `ses:SendEmail' on resource `" in text
    assert answer == (
        "AccessDenied",
        f"User `{CALLER}' is not authorized to perform `ses:SendEmail' on resource `{ARN}'",
        403,
    )
    client.delete_identity_policy(Identity="example.com", PolicyName="sending")
    client.send_email(**SEND)


@pytest.mark.parametrize(
    ("condition", "passes"),
    [
        (None, True),
        ({"StringEquals": {"ses:FromAddress": "news@example.net"}}, True),
        ({"StringEquals": {"ses:FromAddress": "other@example.net"}}, False),
        ({"ForAllValues:StringLike": {"ses:Recipients": "*@example.org"}}, True),
        ({"ForAllValues:StringLike": {"ses:Recipients": "*@example.com"}}, False),
    ],
)
def test_another_accounts_policy_allows(
    mock: SESMock, client: Any, condition: Any, passes: bool
) -> None:
    """Its identity then needs no verification in this account."""
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "123456789012"},
        "Action": ["ses:SendEmail", "ses:SendRawEmail"],
        "Resource": FOREIGN_ARN,
    }
    if condition is not None:
        statement["Condition"] = condition
    mock.account().put_policy(FOREIGN_ARN, {"Version": "2012-10-17", "Statement": [statement]})
    call = mail(Source="News <news@example.net>", SourceArn=FOREIGN_ARN)

    if passes:
        client.send_email(**call)
    else:
        with pytest.raises(client.exceptions.ClientError, match="AccessDenied"):
            client.send_email(**call)
    assert len(mock.outbox) == passes
    with pytest.raises(client.exceptions.MessageRejected):
        client.send_email(**mail(Source="News <news@example.net>"))


def test_without_a_policy_another_accounts_identity_is_denied(
    mock: SESMock, refused: Refused
) -> None:
    call = mail(Source="news@example.net", SourceArn=FOREIGN_ARN)

    code, message, status = refused("send_email", **call)

    assert (code, status) == ("AccessDenied", 403)
    assert message.endswith(f"`ses:SendEmail' on resource `{FOREIGN_ARN}'")
    remedy = mock.outbox.refusals[0].remedy
    assert remedy is not None
    assert remedy.startswith(f"mock.account().put_policy('{FOREIGN_ARN}', ")
