"""S/MIME certificates of email identities through boto3's client of API v2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR

from pytest_sesmock import Account

Refused = Callable[..., tuple[str, str, int]]

ARN = "arn:aws:acm:us-east-1:123456789012:certificate/0"
OTHER = ARN[:-1] + "1"


@pytest.fixture(autouse=True)
def owner(account: Account, client2: Any) -> Account:
    """An account with identities, if botocore's service model knows certificates."""
    names = client2.meta.service_model.operation_names
    if "AssociateEmailIdentityCertificate" not in names:
        pytest.skip("this botocore's service model has no certificates of identities")
    account.verify("example.com", "ada@example.org")
    return account


def expected(row: str, **values: str) -> tuple[str, str, int]:
    evidence = BEHAVIOUR[row]
    return evidence["code"], evidence["message"].format(**values), evidence["http_status"]


def associate(client2: Any, identity: str, address: str | None = None, arn: str = ARN) -> None:
    given = {} if address is None else {"FromAddress": address}
    client2.associate_email_identity_certificate(
        EmailIdentity=identity, CertificateArn=arn, **given
    )


def listed(client2: Any, identity: str) -> list[tuple[str, str]]:
    answer = client2.list_email_identity_certificates(EmailIdentity=identity)
    assert {entry["Status"] for entry in answer["Certificates"]} <= {"PROVISIONING"}
    return [(entry["FromAddress"], entry["CertificateArn"]) for entry in answer["Certificates"]]


def test_addresses_have_certificates(client2: Any) -> None:
    associate(client2, "example.com", "Bob@example.com")
    associate(client2, "Example.com", "ada@a.example.com", OTHER)
    associate(client2, "ada@example.org")

    assert listed(client2, "example.com") == [
        ("ada@a.example.com", OTHER),
        ("Bob@example.com", ARN),
    ]
    assert listed(client2, "ada@example.org") == [("ada@example.org", ARN)]

    client2.disassociate_email_identity_certificate(
        EmailIdentity="ada@example.org", FromAddress="ada@example.org"
    )
    assert listed(client2, "ada@example.org") == []
    for _ in range(2):
        client2.disassociate_email_identity_certificate(
            EmailIdentity="example.com", FromAddress="BOB@example.com"
        )
        assert listed(client2, "example.com") == [("ada@a.example.com", OTHER)]


@pytest.mark.parametrize(
    ("identity", "address", "row"),
    [
        ("example.com", None, "cert-from-required"),
        ("example.com", "ada", "cert-from-invalid"),
        ("example.com", "example.com", "cert-from-invalid"),
        ("example.com", "ada@example.org", "cert-from-foreign"),
        ("example.com", "ada@badexample.com", "cert-from-foreign"),
        ("no one", "ada@example.org", "cert-from-foreign"),
        ("ada@example.org", "bob@example.org", "cert-from-other"),
        ("example.net", "ada@example.net", "policy-identity-missing-v2"),
        ("bob@example.org", None, "policy-identity-missing-v2"),
    ],
)
@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("associate_email_identity_certificate", {"CertificateArn": ARN}),
        ("disassociate_email_identity_certificate", {}),
    ],
    ids=["associate", "disassociate"],
)
def test_refusals(
    refused2: Refused, method: str, parameters: Any, identity: str, address: str | None, row: str
) -> None:
    given = parameters if address is None else {**parameters, "FromAddress": address}

    answer = refused2(method, EmailIdentity=identity, **given)

    assert answer == expected(row, identity=identity, address=address or "")


def test_an_address_has_one_certificate(client2: Any, refused2: Refused) -> None:
    associate(client2, "example.com", "ada@example.com")

    answer = refused2(
        "associate_email_identity_certificate",
        EmailIdentity="example.com",
        FromAddress="ADA@example.com",
        CertificateArn=OTHER,
    )

    assert answer == expected("cert-exists", address="ada@example.com", identity="example.com")


def test_pages(client2: Any, refused2: Refused) -> None:
    for name in ("c", "a", "b"):
        associate(client2, "example.com", f"{name}@example.com")
    method = "list_email_identity_certificates"

    first = client2.list_email_identity_certificates(EmailIdentity="example.com", PageSize=2)
    rest = client2.list_email_identity_certificates(
        EmailIdentity="example.com", NextToken=first["NextToken"]
    )

    senders = [each["FromAddress"] for each in first["Certificates"] + rest["Certificates"]]
    assert senders == [f"{name}@example.com" for name in "abc"]
    assert "NextToken" not in rest
    code, _, status = expected("cert-list")
    for parameters in (
        {"EmailIdentity": "example.com", "NextToken": "bogus"},
        {"EmailIdentity": "ada@example.org", "NextToken": first["NextToken"]},
    ):
        assert refused2(method, **parameters) == (code, "Invalid NextToken.", status)
    sized = refused2(method, EmailIdentity="example.net", PageSize=0)
    assert sized == expected("cert-list")
    stranger = refused2(method, EmailIdentity="example.net")
    assert stranger == expected("policy-identity-missing-v2", identity="example.net")


def test_an_identity_with_certificates_stays(
    owner: Account, client: Any, client2: Any, refused: Refused, refused2: Refused
) -> None:
    associate(client2, "ada@example.org")
    arn = "arn:aws:ses:us-east-1:123456789012:identity/ada@example.org"
    code, message, status = expected("cert-delete-guard", arn=arn)

    assert refused2("delete_email_identity", EmailIdentity="ada@example.org") == (
        code,
        message,
        status,
    )
    assert refused("delete_identity", Identity="ada@example.org")[1] == message
    assert "ada@example.org" in owner.identities

    client2.disassociate_email_identity_certificate(EmailIdentity="ada@example.org")
    client.delete_identity(Identity="ada@example.org")
    assert "ada@example.org" not in owner.identities
