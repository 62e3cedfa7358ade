"""Policies of email identities through boto3's client of API v2."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from sending import SEND

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "ses:*", "Resource": "*"}],
}
DENY = json.dumps(POLICY, separators=(",", ":"))
ALLOW = DENY.replace("Deny", "Allow")


@pytest.fixture
def owner(account: Account) -> Account:
    """An account with identities."""
    account.verify("example.com", "example.org")
    return account


def expected(row: str, **values: str) -> tuple[str, str, int]:
    evidence = BEHAVIOUR[row]
    return evidence["code"], evidence["message"].format(**values), evidence["http_status"]


def create(client2: Any, name: str = "p", policy: str = DENY) -> None:
    client2.create_email_identity_policy(
        EmailIdentity="example.com", PolicyName=name, Policy=policy
    )


def policies(client2: Any, identity: str = "example.com") -> dict[str, str]:
    shown: dict[str, str] = client2.get_email_identity_policies(EmailIdentity=identity)["Policies"]
    return shown


@pytest.mark.usefixtures("owner")
def test_a_policy_is_created_replaced_and_deleted(client: Any, client2: Any) -> None:
    """What one API puts the other shows, and sending heeds it."""
    create(client2, policy=json.dumps(POLICY, indent=4))

    assert policies(client2) == {"p": DENY}
    assert client2.get_email_identity(EmailIdentity="EXAMPLE.com")["Policies"] == {"p": DENY}
    assert client.list_identity_policies(Identity="example.com")["PolicyNames"] == ["p"]
    with pytest.raises(client.exceptions.ClientError, match="AccessDenied"):
        client.send_email(**SEND)

    client2.update_email_identity_policy(EmailIdentity="example.com", PolicyName="p", Policy=ALLOW)
    assert policies(client2) == {"p": ALLOW}
    client.send_email(**SEND)

    client.put_identity_policy(Identity="example.com", PolicyName="q", Policy=DENY)
    assert policies(client2) == {"p": ALLOW, "q": DENY}
    client2.delete_email_identity_policy(EmailIdentity="example.com", PolicyName="q")
    assert policies(client2) == {"p": ALLOW}
    assert policies(client2, "example.org") == {}


CALLS = [
    ("create_email_identity_policy", {"PolicyName": "p", "Policy": DENY}),
    ("update_email_identity_policy", {"PolicyName": "p", "Policy": DENY}),
    ("delete_email_identity_policy", {"PolicyName": "p"}),
    ("get_email_identity_policies", {}),
]


@pytest.mark.parametrize("identity", ["example.net", "ada@example.com", "no one"])
@pytest.mark.parametrize(("method", "parameters"), CALLS, ids=[method for method, _ in CALLS])
@pytest.mark.usefixtures("owner")
def test_identities_are_the_accounts(
    refused2: Refused, method: str, parameters: Any, identity: str
) -> None:
    answer = refused2(method, EmailIdentity=identity, **parameters)

    assert answer == expected("policy-identity-missing-v2", identity=identity)


@pytest.mark.usefixtures("owner")
def test_a_policy_is_created_once(client2: Any, refused2: Refused) -> None:
    create(client2)

    answer = refused2(
        "create_email_identity_policy", EmailIdentity="example.com", PolicyName="p", Policy=ALLOW
    )

    assert answer == expected("policy-exists-v2", name="p")
    assert policies(client2) == {"p": DENY}


@pytest.mark.parametrize(("method", "parameters"), CALLS[1:3], ids=["update", "delete"])
@pytest.mark.usefixtures("owner")
def test_a_policy_to_change_is_there(
    client2: Any, refused2: Refused, method: str, parameters: Any
) -> None:
    answer = refused2(method, EmailIdentity="example.com", **parameters)

    assert answer == expected("policy-missing-v2", name="p")
    assert policies(client2) == {}


@pytest.mark.parametrize(("method", "parameters"), CALLS[:2], ids=["create", "update"])
@pytest.mark.parametrize(
    ("name", "policy", "row"),
    [("a b", DENY, "policy-name-invalid"), ("p" * 65, DENY, "policy-name-long"), ("p", "{", None)],
    ids=["characters", "length", "policy"],
)
@pytest.mark.usefixtures("owner")
def test_names_and_policies(
    refused2: Refused, method: str, parameters: Any, name: str, policy: str, row: str | None
) -> None:
    """In v1's words; those for a malformed policy are inferred."""
    call = {**parameters, "PolicyName": name, "Policy": policy}

    code, message, status = refused2(method, EmailIdentity="example.com", **call)

    assert (code, status) == ("BadRequestException", 400)
    assert row is None or message == BEHAVIOUR[row]["message"]


def test_an_identity_has_at_most_20_policies(
    mock: SESMock, client2: Any, refused2: Refused
) -> None:
    mock.account().verify("example.com")
    for number in range(20):
        create(client2, f"p{number}")

    answer = refused2(
        "create_email_identity_policy", EmailIdentity="example.com", PolicyName="q", Policy=DENY
    )

    message = BEHAVIOUR["policy-limit"]["message"].format(identity="example.com")
    assert answer == ("LimitExceededException", message, 400)
    client2.update_email_identity_policy(EmailIdentity="example.com", PolicyName="p7", Policy=ALLOW)
