"""Settings of email identities through boto3's client of API v2."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from sending import SEND

from pytest_sesmock import Account, SESMock
from pytest_sesmock.account.state import State
from pytest_sesmock.engine.addresses import Mailbox

Refused = Callable[..., tuple[str, str, int]]

KEY = {"DomainSigningSelector": "s1", "DomainSigningPrivateKey": "a2V5"}


def expected(row: str, **values: str) -> tuple[str, str, int]:
    evidence = BEHAVIOUR[row]
    return evidence["code"], evidence["message"].format(**values), evidence["http_status"]


def get(client2: Any, identity: str) -> dict[str, Any]:
    shown: dict[str, Any] = client2.get_email_identity(EmailIdentity=identity)
    return shown


def dkim(client2: Any, identity: str = "example.com") -> dict[str, Any]:
    shown: dict[str, Any] = get(client2, identity)["DkimAttributes"]
    return shown


# DKIM


def test_signing_is_disabled_and_enabled_for_a_domain(mock: SESMock, client2: Any) -> None:
    client2.create_email_identity(EmailIdentity="example.com")
    before = dkim(client2)

    client2.put_email_identity_dkim_attributes(EmailIdentity="example.com", SigningEnabled=False)
    assert dkim(client2) == {**before, "SigningEnabled": False}
    client2.put_email_identity_dkim_attributes(EmailIdentity="example.com", SigningEnabled=True)
    assert dkim(client2) == before
    client2.put_email_identity_dkim_attributes(EmailIdentity="example.com")
    assert dkim(client2) == {**before, "SigningEnabled": False}


def test_signing_of_an_address_is_its_domains(account: Account, client2: Any) -> None:
    """Nothing happens, and the address is not made an identity [ident-dkim-email-with-parent]."""
    client2.create_email_identity(EmailIdentity="example.com")
    before = dkim(client2)

    client2.put_email_identity_dkim_attributes(
        EmailIdentity="ada@example.com", SigningEnabled=False
    )

    assert dkim(client2) == before
    assert list(account.identities) == ["example.com"]


@pytest.mark.parametrize("identity", ["example.net", "ada@example.net"])
def test_signing_wants_the_domain_for_an_identity(
    account: Account, refused2: Refused, identity: str
) -> None:
    account.verify("ada@example.net")

    answer = refused2(
        "put_email_identity_dkim_attributes", EmailIdentity=identity, SigningEnabled=True
    )

    assert answer == expected("dkim-address-refused", domain="example.net")


def put_signing(client2: Any, origin: str = "AWS_SES", **signing: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client2.put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.com", SigningAttributesOrigin=origin, SigningAttributes=signing
    )
    return answer


def test_another_length_is_another_key(account: Account, client2: Any) -> None:
    """Its records are to be found anew; the identity stays verified."""
    client2.create_email_identity(EmailIdentity="example.com")
    account.verify("example.com")
    before = dkim(client2)

    same = put_signing(client2, NextSigningKeyLength="RSA_2048_BIT")
    assert (same["DkimStatus"], same["DkimTokens"]) == ("SUCCESS", before["Tokens"])
    assert dkim(client2) == before
    other = put_signing(client2, NextSigningKeyLength="RSA_1024_BIT")

    after = dkim(client2)
    assert (other["DkimStatus"], other["DkimTokens"]) == ("PENDING", after["Tokens"])
    assert not set(after["Tokens"]) & set(before["Tokens"])
    assert after["NextSigningKeyLength"] == after["CurrentSigningKeyLength"] == "RSA_1024_BIT"
    assert account.identities == {"example.com": "Success"}


def test_from_ones_own_key_and_back(mock: SESMock, client2: Any) -> None:
    client2.create_email_identity(EmailIdentity="example.com")
    before = dkim(client2)

    brought = put_signing(client2, "EXTERNAL", **KEY)
    assert (brought["DkimStatus"], brought["DkimTokens"]) == ("PENDING", ["s1"])
    assert dkim(client2) == {
        "SigningEnabled": True,
        "Status": "PENDING",
        "Tokens": ["s1"],
        "SigningAttributesOrigin": "EXTERNAL",
    }

    back = put_signing(client2)
    assert back["DkimTokens"] == dkim(client2)["Tokens"]
    assert len(set(back["DkimTokens"]) | set(before["Tokens"])) == 6
    assert dkim(client2)["SigningAttributesOrigin"] == "AWS_SES"


def test_signing_that_is_disabled_stays_so(mock: SESMock, client2: Any) -> None:
    client2.create_email_identity(EmailIdentity="example.com")
    client2.put_email_identity_dkim_attributes(EmailIdentity="example.com", SigningEnabled=False)

    put_signing(client2, NextSigningKeyLength="RSA_1024_BIT")

    assert not dkim(client2)["SigningEnabled"]


def test_dkim_is_set_up_for_a_domain_without(account: Account, client2: Any) -> None:
    account.verify("example.com")

    answer = put_signing(client2)

    assert answer["DkimStatus"] == "PENDING"
    assert len(answer["DkimTokens"]) == 3
    assert dkim(client2)["SigningEnabled"]


def test_a_key_without_a_selector_has_no_records(account: Account, client2: Any) -> None:
    """What SES says to it is not known."""
    account.verify("example.com")

    answer = client2.put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.com", SigningAttributesOrigin="EXTERNAL"
    )

    assert answer["DkimTokens"] == []
    assert "Tokens" not in dkim(client2)


@pytest.mark.parametrize(
    ("identity", "row"),
    [
        ("ada@example.com", "ident-dkimsigning-not-domain"),
        (" ", "ident-dkimsigning-not-domain"),
        ("example.net", "ident-dkimsigning-missing"),
    ],
)
def test_signing_attributes_are_a_domains(
    account: Account, refused2: Refused, identity: str, row: str
) -> None:
    account.verify("ada@example.com")

    assert refused2(
        "put_email_identity_dkim_signing_attributes",
        EmailIdentity=identity,
        SigningAttributesOrigin="AWS_SES",
    ) == expected(row, domain=identity)


# MAIL FROM


@pytest.mark.parametrize(
    ("auto_verify", "status"), [(False, "PENDING"), (True, "SUCCESS")], ids=str
)
def test_mail_from(client: Any, client2: Any, auto_verify: bool, status: str) -> None:
    """Both APIs show it, and sending heeds it."""
    with SESMock(
        region="us-east-1", verified_identities=["example.com"], auto_verify=auto_verify
    ) as mock:
        client2.put_email_identity_mail_from_attributes(
            EmailIdentity="example.com",
            MailFromDomain="Mail.example.com",
            BehaviorOnMxFailure="REJECT_MESSAGE",
        )

        assert get(client2, "example.com")["MailFromAttributes"] == {
            "MailFromDomain": "mail.example.com",
            "MailFromDomainStatus": status,
            "BehaviorOnMxFailure": "REJECT_MESSAGE",
        }
        if not auto_verify:
            with pytest.raises(client.exceptions.MailFromDomainNotVerifiedException):
                client.send_email(**SEND)
            mock.account().set_mail_from(
                "example.com", "mail.example.com", status="Success", behavior="RejectMessage"
            )
        client.send_email(**SEND)


@pytest.mark.parametrize("parameters", [{}, {"MailFromDomain": ""}], ids=["left out", "empty"])
def test_mail_from_is_disabled(account: Account, client2: Any, parameters: dict[str, str]) -> None:
    account.verify("example.com")
    account.set_mail_from("example.com", "mail.example.com", behavior="RejectMessage")

    client2.put_email_identity_mail_from_attributes(EmailIdentity="example.com", **parameters)

    assert get(client2, "example.com")["MailFromAttributes"] == {
        "BehaviorOnMxFailure": "USE_DEFAULT_VALUE"
    }


@pytest.mark.parametrize(
    ("identity", "domain", "row"),
    [
        ("example.net", "m.example.net", "mailfrom-unknown"),
        ("no one", "m.example.net", "mailfrom-unknown"),
    ],
)
def test_mail_from_of_no_identity(
    account: Account, refused2: Refused, identity: str, domain: str, row: str
) -> None:
    account.verify("example.com")

    assert refused2(
        "put_email_identity_mail_from_attributes", EmailIdentity=identity, MailFromDomain=domain
    ) == expected(row, identity=identity)


def test_mail_from_is_a_sub_domain(account: Account, refused2: Refused) -> None:
    account.verify("example.com")
    message = BEHAVIOUR["mail-from-not-subdomain"]["message"]

    answer = refused2(
        "put_email_identity_mail_from_attributes",
        EmailIdentity="example.com",
        MailFromDomain="m.example.org",
    )

    message = message.replace("***", "m.example.org", 1).replace("***", "example.com")
    assert answer == ("BadRequestException", message, 400)


# Feedback forwarding


def test_feedback_is_forwarded_or_not(account: Account, client: Any, client2: Any) -> None:
    """Left out it is false [feedback-disable-tf]; v1 shows the same."""
    account.add_identity("ada@example.com")
    for parameters, enabled in (
        ({}, False),
        ({"EmailForwardingEnabled": True}, True),
        ({"EmailForwardingEnabled": False}, False),
    ):
        client2.put_email_identity_feedback_attributes(
            EmailIdentity="ada@example.com", **parameters
        )
        assert get(client2, "ada@example.com")["FeedbackForwardingStatus"] == enabled
        shown = client.get_identity_notification_attributes(Identities=["ada@example.com"])
        attributes = shown["NotificationAttributes"]["ada@example.com"]
        assert attributes["ForwardingEnabled"] == enabled


@pytest.mark.parametrize("identity", ["example.net", "no one"])
def test_feedback_of_no_identity(mock: SESMock, refused2: Refused, identity: str) -> None:
    answer = refused2("put_email_identity_feedback_attributes", EmailIdentity=identity)

    assert answer == expected("feedback-unknown-v2", identity=identity)


# The default configuration set


@pytest.mark.parametrize(
    "parameters", [{}, {"ConfigurationSetName": ""}], ids=["left out", "empty"]
)
def test_the_default_set_is_set_and_cleared(
    account: Account, state: State, client2: Any, parameters: dict[str, str]
) -> None:
    account.verify("example.com")
    account.create_configuration_set("news")

    client2.put_email_identity_configuration_set_attributes(
        EmailIdentity="EXAMPLE.com", ConfigurationSetName="news"
    )
    assert get(client2, "example.com")["ConfigurationSetName"] == "news"
    assert state.default_configuration_set(Mailbox("ada@example.com")) == "news"

    client2.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", **parameters
    )
    assert "ConfigurationSetName" not in get(client2, "example.com")
    assert state.default_configuration_set(Mailbox("ada@example.com")) is None


def test_the_default_set_exists(account: Account, client2: Any, refused2: Refused) -> None:
    account.verify("example.com")
    method = "put_email_identity_configuration_set_attributes"

    missing = refused2(method, EmailIdentity="example.com", ConfigurationSetName="none")
    stranger = refused2(method, EmailIdentity="example.net", ConfigurationSetName="none")

    assert missing == expected("ident-create-cs-missing", name="none")
    assert stranger == expected("policy-identity-missing-v2", identity="example.net")
    assert "ConfigurationSetName" not in get(client2, "example.com")


def test_the_most_specific_verified_identity_has_the_say(
    account: Account, state: State, client2: Any
) -> None:
    """[doc-cs-default-deleted]: addresses before domains, and only verified ones."""
    for name in ("of-domain", "of-address", "of-parent"):
        account.create_configuration_set(name)
    account.verify("a.example.com", "ada@a.example.com", "example.com")
    for identity, name in (
        ("example.com", "of-parent"),
        ("a.example.com", "of-domain"),
        ("ada@a.example.com", "of-address"),
    ):
        client2.put_email_identity_configuration_set_attributes(
            EmailIdentity=identity, ConfigurationSetName=name
        )

    def default(address: str) -> str | None:
        return state.default_configuration_set(Mailbox(address))

    assert default("ada@a.example.com") == default("ada+news@a.example.com") == "of-address"
    assert default("bob@A.example.com") == "of-domain"
    assert default("bob@example.com") == "of-parent"
    assert default("bob@example.org") is None
    account.add_identity("ada@a.example.com", "Failed")
    assert default("ada@a.example.com") == "of-domain"
    account.delete_configuration_set("of-domain")
    assert default("ada@a.example.com") == "of-domain"
