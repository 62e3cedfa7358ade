"""Identities through boto3: verification, DKIM and MAIL FROM."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import WaiterError
from evidence import BEHAVIOUR
from sending import SEND, mail

from pytest_sesmock import Account, SESMock
from pytest_sesmock.engine import limits

Refused = Callable[..., tuple[str, str, int]]

ARN = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
NO_IDENTITY = "Identity {} is invalid. Must be a verified email address or domain."


def statuses(client: Any, *identities: str) -> dict[str, str]:
    attributes = client.get_identity_verification_attributes(Identities=list(identities))
    return {
        name: each["VerificationStatus"]
        for name, each in attributes["VerificationAttributes"].items()
    }


# Verification

VERIFYING = [
    ("verify_email_identity", {"EmailAddress": "ada@example.com"}, "ada@example.com"),
    ("verify_email_address", {"EmailAddress": "ada@example.com"}, "ada@example.com"),
    ("verify_domain_identity", {"Domain": "Example.COM"}, "example.com"),
    ("verify_domain_dkim", {"Domain": "example.com"}, "example.com"),
]
verifying = pytest.mark.parametrize(
    ("method", "parameters", "identity"), VERIFYING, ids=[method for method, *_ in VERIFYING]
)


@verifying
def test_verification_is_pending_until_somebody_answers(
    account: Account, client: Any, method: str, parameters: Any, identity: str
) -> None:
    getattr(client, method)(**parameters)

    assert account.identities == {identity: "Pending"}
    assert statuses(client, identity) == {identity: "Pending"}
    with pytest.raises(client.exceptions.MessageRejected):
        client.send_email(**mail(Source="ada@example.com"))
    account.verify(identity)
    client.send_email(**mail(Source="ada@example.com"))


@verifying
def test_verification_succeeds_at_once_with_auto_verify(
    client: Any, method: str, parameters: Any, identity: str
) -> None:
    with SESMock(region="us-east-1", auto_verify=True):
        getattr(client, method)(**parameters)

        assert statuses(client, identity) == {identity: "Success"}
        client.send_email(**mail(Source="ada@example.com"))


@verifying
@pytest.mark.parametrize(
    ("before", "auto_verify", "after"),
    [
        ("Pending", False, "Pending"),
        ("Failed", False, "Pending"),
        ("Success", False, "Success"),
        ("Pending", True, "Success"),
        ("Failed", True, "Success"),
    ],
)
def test_verification_starts_anew_unless_it_has_succeeded(
    account: Account,
    client: Any,
    *,
    method: str,
    parameters: Any,
    identity: str,
    before: str,
    auto_verify: bool,
    after: str,
) -> None:
    account.add_identity(identity, before)
    account.auto_verify = auto_verify

    getattr(client, method)(**parameters)

    assert account.identities == {identity: after}


@pytest.mark.parametrize(
    ("row", "method", "parameters"),
    [
        ("verify-email-invalid", "verify_email_identity", {"EmailAddress": "STUB"}),
        (
            "verify-domain-invalid",
            "verify_domain_identity",
            {"Domain": "pkyjo4kn7f.terraformtesting.com."},
        ),
        (
            "identity-invalid",
            "get_identity_verification_attributes",
            {"Identities": ["florescu@amazon.com;"]},
        ),
        (
            "identity-invalid",
            "get_identity_dkim_attributes",
            {"Identities": ["florescu@amazon.com;"]},
        ),
    ],
)
def test_recorded_refusals(
    account: Account, refused: Refused, row: str, method: str, parameters: Any
) -> None:
    evidence = BEHAVIOUR[row]

    assert refused(method, **parameters) == (
        evidence["code"],
        evidence["message"],
        evidence["http_status"],
    )
    assert account.identities == {}


@pytest.mark.parametrize(
    ("method", "parameters", "text"),
    [
        ("verify_email_identity", {"EmailAddress": ""}, "Invalid email address<>."),
        ("verify_email_identity", {"EmailAddress": "example.com"}, "address<example.com>."),
        ("verify_email_identity", {"EmailAddress": "Ada <a@b.c>"}, "address<Ada <a@b.c>>."),
        ("verify_email_address", {"EmailAddress": "ada"}, "Invalid email address<ada>."),
        ("verify_email_identity", {"EmailAddress": "ada@bücher.example"}, "<ada@bücher.example>."),
        ("verify_domain_identity", {"Domain": "ada@example.com"}, "name ada@example.com."),
        ("verify_domain_identity", {"Domain": "bücher.example"}, "name bücher.example."),
        ("verify_domain_dkim", {"Domain": "no one"}, "Invalid domain name no one."),
        ("delete_identity", {"Identity": "no one"}, NO_IDENTITY.format("no one")),
        ("delete_identity", {"Identity": ARN}, NO_IDENTITY.format(ARN)),
        ("delete_verified_email_address", {"EmailAddress": "{}"}, NO_IDENTITY.format("{}")),
        ("get_identity_dkim_attributes", {"Identities": [ARN]}, NO_IDENTITY.format(ARN)),
        (
            "get_identity_verification_attributes",
            {"Identities": ["example.com", '"dixonb@amazon.com"']},
            NO_IDENTITY.format('"dixonb@amazon.com"'),
        ),
        (
            "get_identity_mail_from_domain_attributes",
            {"Identities": ["no one"]},
            NO_IDENTITY.format("no one"),
        ),
        ("set_identity_mail_from_domain", {"Identity": "no one"}, NO_IDENTITY.format("no one")),
    ],
)
def test_malformed_identities(
    account: Account, refused: Refused, method: str, parameters: Any, text: str
) -> None:
    code, message, status = refused(method, **parameters)

    assert (code, status) == ("InvalidParameterValue", 400)
    assert message.endswith(text)
    assert account.identities == {}


def test_an_account_has_a_limit_of_identities(
    account: Account, client: Any, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limits.MAX_IDENTITIES == 10_000
    monkeypatch.setattr(limits, "MAX_IDENTITIES", 2)
    account.add_identity("ada@example.com", "Failed")
    client.verify_domain_identity(Domain="example.com")

    code, _, status = refused("verify_email_identity", EmailAddress="bob@example.com")

    assert (code, status) == ("LimitExceeded", 400)
    client.verify_email_identity(EmailAddress="ada@example.com")
    assert account.identities == {"ada@example.com": "Pending", "example.com": "Pending"}


def test_every_region_has_identities_of_its_own(mock: SESMock, client: Any) -> None:
    mock.account("eu-west-1").verify("example.com")

    assert client.list_identities()["Identities"] == []
    with pytest.raises(client.exceptions.MessageRejected, match="in region US-EAST-1"):
        client.send_email(**SEND)


# Tokens


def test_the_token_of_a_domain(mock: SESMock, client: Any) -> None:
    """It stays the same, and is told again, until the identity is deleted."""
    token = client.verify_domain_identity(Domain="example.com")["VerificationToken"]
    other = client.verify_domain_identity(Domain="example.org")["VerificationToken"]

    assert len(base64.b64decode(token, validate=True)) == 32
    assert other != token
    assert client.verify_domain_identity(Domain="EXAMPLE.com")["VerificationToken"] == token
    attributes = client.get_identity_verification_attributes(
        Identities=["example.com", "EXAMPLE.org", "example.net"]
    )["VerificationAttributes"]
    assert attributes == {
        "example.com": {"VerificationStatus": "Pending", "VerificationToken": token},
        "EXAMPLE.org": {"VerificationStatus": "Pending", "VerificationToken": other},
    }
    client.delete_identity(Identity="example.com")
    assert client.verify_domain_identity(Domain="example.com")["VerificationToken"] != token


def test_an_address_has_no_token(mock: SESMock, client: Any) -> None:
    client.verify_email_identity(EmailAddress="ada@example.com")

    attributes = client.get_identity_verification_attributes(Identities=["ada@example.com"])
    assert attributes["VerificationAttributes"] == {
        "ada@example.com": {"VerificationStatus": "Pending"}
    }


def test_tokens_repeat_in_every_run(client: Any) -> None:
    def run() -> tuple[str, list[str]]:
        with SESMock(region="us-east-1"):
            token = client.verify_domain_identity(Domain="example.com")["VerificationToken"]
            return token, client.verify_domain_dkim(Domain="example.com")["DkimTokens"]

    assert run() == run()


# DKIM

NOT_STARTED = {"DkimEnabled": False, "DkimVerificationStatus": "NotStarted"}


def dkim(client: Any, *identities: str) -> dict[str, Any]:
    answer = client.get_identity_dkim_attributes(Identities=list(identities))
    attributes: dict[str, Any] = answer["DkimAttributes"]
    return attributes


def test_dkim_tokens(account: Account, client: Any) -> None:
    tokens = client.verify_domain_dkim(Domain="Example.com")["DkimTokens"]

    assert len(set(tokens)) == 3
    assert all(re.fullmatch("[a-z2-7]{32}", token) for token in tokens)
    assert client.verify_domain_dkim(Domain="example.com")["DkimTokens"] == tokens
    pending = {"DkimEnabled": True, "DkimVerificationStatus": "Pending", "DkimTokens": tokens}
    assert dkim(client, "example.com") == {"example.com": pending}
    account.verify("example.com")
    assert dkim(client, "example.com") == {
        "example.com": {**pending, "DkimVerificationStatus": "Success"}
    }


def test_dkim_of_a_verified_domain_is_still_to_be_verified(account: Account, client: Any) -> None:
    account.verify("example.com")
    assert dkim(client, "example.com") == {"example.com": NOT_STARTED}

    client.verify_domain_dkim(Domain="example.com")

    assert dkim(client, "example.com")["example.com"]["DkimVerificationStatus"] == "Pending"
    assert account.identities == {"example.com": "Success"}


def test_dkim_succeeds_at_once_with_auto_verify(account: Account, client: Any) -> None:
    account.verify("example.com")
    account.auto_verify = True
    client.verify_domain_dkim(Domain="example.com")

    assert dkim(client, "example.com")["example.com"]["DkimVerificationStatus"] == "Success"


def test_an_address_has_the_dkim_of_its_very_domain(mock: SESMock, client: Any) -> None:
    """Not that of a domain above [floci-dkim-parent]."""
    client.verify_domain_dkim(Domain="example.com")
    client.verify_email_identity(EmailAddress="ada@example.com")

    attributes = dkim(
        client, "example.com", "ada@example.com", "bob@EXAMPLE.com", "ada@a.example.com", "b.org"
    )

    assert attributes["ada@example.com"] == attributes["example.com"]
    assert attributes["bob@EXAMPLE.com"] == attributes["example.com"]
    assert attributes["ada@a.example.com"] == attributes["b.org"] == NOT_STARTED


# Deleting


def test_delete(account: Account, client: Any) -> None:
    account.verify("example.com", "ada@example.org", "bob@example.org")

    client.delete_identity(Identity="EXAMPLE.com")
    client.delete_verified_email_address(EmailAddress="ada@example.org")
    client.delete_identity(Identity="never@example.net")

    assert account.identities == {"bob@example.org": "Success"}
    with pytest.raises(client.exceptions.MessageRejected):
        client.send_email(**SEND)


# boto3's waiter


def wait(client: Any, *identities: str) -> None:
    client.get_waiter("identity_exists").wait(
        Identities=list(identities), WaiterConfig={"Delay": 0, "MaxAttempts": 2}
    )


def test_the_waiter_sees_success(account: Account, client: Any) -> None:
    account.auto_verify = True
    client.verify_email_identity(EmailAddress="ada@example.com")
    client.verify_domain_identity(Domain="example.com")

    wait(client, "ada@example.com", "example.com")


@pytest.mark.parametrize("identities", [["ada@example.com"], ["ada@example.com", "example.com"]])
def test_the_waiter_waits_for_pending_ones(
    account: Account, client: Any, identities: list[str]
) -> None:
    account.verify("example.com")
    client.verify_email_identity(EmailAddress="ada@example.com")

    with pytest.raises(WaiterError, match="Max attempts exceeded"):
        wait(client, *identities)


# MAIL FROM


def mail_from(client: Any, *identities: str) -> dict[str, Any]:
    answer = client.get_identity_mail_from_domain_attributes(Identities=list(identities))
    attributes: dict[str, Any] = answer["MailFromDomainAttributes"]
    return attributes


@pytest.mark.parametrize("identity", ["example.com", "ada@Example.com"])
@pytest.mark.parametrize(("auto_verify", "status"), [(False, "Pending"), (True, "Success")])
def test_mail_from(
    account: Account, client: Any, identity: str, auto_verify: bool, status: str
) -> None:
    account.verify(identity)
    account.auto_verify = auto_verify

    client.set_identity_mail_from_domain(
        Identity=identity,
        MailFromDomain="Bounces.example.com",
        BehaviorOnMXFailure="RejectMessage",
    )
    assert mail_from(client, identity) == {
        identity: {
            "MailFromDomain": "bounces.example.com",
            "MailFromDomainStatus": status,
            "BehaviorOnMXFailure": "RejectMessage",
        }
    }
    client.set_identity_mail_from_domain(Identity=identity, MailFromDomain="m.example.com")
    assert mail_from(client, identity)[identity]["BehaviorOnMXFailure"] == "UseDefaultValue"


@pytest.mark.parametrize("nothing", [{}, {"MailFromDomain": ""}], ids=["absent", "empty"])
def test_mail_from_is_taken_away(account: Account, client: Any, nothing: dict[str, str]) -> None:
    account.verify("example.com")
    client.set_identity_mail_from_domain(
        Identity="example.com", MailFromDomain="m.example.com", BehaviorOnMXFailure="RejectMessage"
    )
    with pytest.raises(client.exceptions.MailFromDomainNotVerifiedException):
        client.send_email(**SEND)

    client.set_identity_mail_from_domain(Identity="example.com", **nothing)

    client.send_email(**SEND)
    assert mail_from(client, "example.com", "example.org") == {
        "example.com": {"BehaviorOnMXFailure": "UseDefaultValue"}
    }


def test_mail_from_is_a_sub_domain(account: Account, refused: Refused) -> None:
    account.verify("ada@example.com")
    evidence = BEHAVIOUR["mail-from-not-subdomain"]

    answer = refused(
        "set_identity_mail_from_domain",
        Identity="ada@example.com",
        MailFromDomain="bounces.example.org",
    )

    expected = evidence["message"].replace("***", "bounces.example.org", 1)
    assert answer == (evidence["code"], expected.replace("***", "example.com"), 400)


@pytest.mark.parametrize(
    ("identity", "domain", "text"),
    [
        ("example.com", "no one.example.com", "Invalid domain name no one.example.com."),
        ("example.com", "a@m.example.com", "Invalid domain name a@m.example.com."),
        ("example.org", "m.example.org", "Identity <example.org> does not exist."),
    ],
)
def test_mail_from_wrongly(
    mock: SESMock, refused: Refused, identity: str, domain: str, text: str
) -> None:
    mock.account().verify("example.com")

    answer = refused("set_identity_mail_from_domain", Identity=identity, MailFromDomain=domain)

    assert answer == ("InvalidParameterValue", text, 400)


def test_a_missing_identity_is_told_how_to_be_verified(mock: SESMock, refused: Refused) -> None:
    refused("set_identity_mail_from_domain", Identity="ada@example.com")

    assert mock.outbox.refusals[0].remedy == "mock.account().verify('ada@example.com')"


def test_the_models_constraints_are_kept(account: Account, refused: Refused) -> None:
    account.verify("example.com")
    code, message, status = refused(
        "set_identity_mail_from_domain", Identity="example.com", BehaviorOnMXFailure="Reject"
    )

    assert (code, status) == ("ValidationError", 400)
    assert message == (
        "1 validation error detected: Value at 'behaviorOnMXFailure' failed to satisfy constraint: "
        "Member must satisfy enum value set: [RejectMessage, UseDefaultValue]"
    )
