"""Notifications of identities, and DKIM signing, through boto3's client of API v1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

TOPIC = "arn:aws:sns:us-east-1:123456789012:feedback"
UNSET = {
    "ForwardingEnabled": True,
    "HeadersInBounceNotificationsEnabled": False,
    "HeadersInComplaintNotificationsEnabled": False,
    "HeadersInDeliveryNotificationsEnabled": False,
}
TYPES = ["Bounce", "Complaint", "Delivery"]


def attributes(client: Any, *identities: str) -> dict[str, Any]:
    answer = client.get_identity_notification_attributes(Identities=list(identities))
    found: dict[str, Any] = answer["NotificationAttributes"]
    return found


def expected(row: str) -> tuple[str, str, int]:
    evidence = BEHAVIOUR[row]
    return evidence["code"], evidence["message"], evidence["http_status"]


def test_identities_the_account_lacks_are_left_out(account: Account, client: Any) -> None:
    """[notif-attrs-unknown]."""
    account.add_identity("example.com")
    account.verify("ada@example.com")

    found = attributes(client, "EXAMPLE.com", "ada@example.com", "bob@example.com", "example.org")

    assert found == {"EXAMPLE.com": UNSET, "ada@example.com": UNSET}


@pytest.mark.parametrize("type_", TYPES)
def test_topics_are_set_by_type_and_cleared_by_leaving_them_out(
    account: Account, client: Any, type_: str
) -> None:
    account.verify("example.com", "example.org")

    client.set_identity_notification_topic(
        Identity="example.com", NotificationType=type_, SnsTopic=TOPIC
    )

    assert attributes(client, "example.com", "example.org") == {
        "example.com": {**UNSET, f"{type_}Topic": TOPIC},
        "example.org": UNSET,
    }
    for _ in range(2):
        client.set_identity_notification_topic(Identity="example.com", NotificationType=type_)
        assert attributes(client, "example.com") == {"example.com": UNSET}


def test_an_empty_topic_is_invalid(account: Account, refused: Refused) -> None:
    account.verify("example.com")

    answer = refused(
        "set_identity_notification_topic",
        Identity="example.com",
        NotificationType="Bounce",
        SnsTopic="",
    )

    assert answer == expected("notif-topic-empty")


@pytest.mark.parametrize("topic", ["feedback", TOPIC.replace("sns", "sqs"), TOPIC + ":a:b"])
def test_a_topic_is_the_arn_of_one(
    account: Account, client: Any, refused: Refused, topic: str
) -> None:
    account.verify("example.com")

    answer = refused(
        "set_identity_notification_topic",
        Identity="example.com",
        NotificationType="Bounce",
        SnsTopic=topic,
    )

    code, message, status = expected("notif-topic-empty")
    assert answer == (code, message.replace("  ", f" {topic} "), status)
    assert attributes(client, "example.com") == {"example.com": UNSET}


@pytest.mark.parametrize("type_", TYPES)
def test_headers_are_asked_for_by_type(account: Account, client: Any, type_: str) -> None:
    account.verify("example.com")
    call = {"Identity": "example.com", "NotificationType": type_}

    client.set_identity_headers_in_notifications_enabled(**call, Enabled=True)
    wanted = {**UNSET, f"HeadersIn{type_}NotificationsEnabled": True}
    assert attributes(client, "example.com") == {"example.com": wanted}

    client.set_identity_headers_in_notifications_enabled(**call, Enabled=False)
    assert attributes(client, "example.com") == {"example.com": UNSET}


def test_forwarding_is_disabled_and_enabled(account: Account, client: Any) -> None:
    """Without topics too, as v2 was seen to do it [feedback-disable-tf]."""
    account.add_identity("example.com")
    for enabled in (False, True):
        client.set_identity_feedback_forwarding_enabled(
            Identity="example.com", ForwardingEnabled=enabled
        )
        assert attributes(client, "example.com")["example.com"]["ForwardingEnabled"] == enabled


SETTING = [
    ("set_identity_notification_topic", {"NotificationType": "Bounce", "SnsTopic": TOPIC}),
    (
        "set_identity_headers_in_notifications_enabled",
        {"NotificationType": "Bounce", "Enabled": True},
    ),
    ("set_identity_feedback_forwarding_enabled", {"ForwardingEnabled": False}),
]


@pytest.mark.parametrize(
    ("identity", "remedy"),
    [("example.net", "mock.account().verify('example.net')"), ("no one", None)],
)
@pytest.mark.parametrize(("method", "parameters"), SETTING, ids=[method for method, _ in SETTING])
def test_identities_are_the_accounts(
    mock: SESMock, refused: Refused, method: str, parameters: Any, identity: str, remedy: str | None
) -> None:
    code, message, status = expected("identity-invalid")

    answer = refused(method, Identity=identity, **parameters)

    assert answer == (code, message.replace("florescu@amazon.com;", identity), status)
    assert mock.outbox.refusals[0].remedy == remedy


# DKIM signing


def dkim(client: Any, identity: str) -> dict[str, Any]:
    answer = client.get_identity_dkim_attributes(Identities=[identity])
    found: dict[str, Any] = answer["DkimAttributes"][identity]
    return found


def test_signing_is_disabled_and_enabled_for_a_domain(mock: SESMock, client: Any) -> None:
    """Whether SES has found the records is another thing."""
    client.verify_domain_dkim(Domain="example.com")
    before = dkim(client, "example.com")
    for enabled in (False, True):
        client.set_identity_dkim_enabled(Identity="EXAMPLE.com", DkimEnabled=enabled)
        assert dkim(client, "example.com") == {**before, "DkimEnabled": enabled}


def test_signing_of_an_address_is_its_domains(account: Account, client: Any) -> None:
    """[ident-dkim-email-with-parent]."""
    client.verify_domain_dkim(Domain="example.com")
    before = dkim(client, "example.com")

    client.set_identity_dkim_enabled(Identity="ada@example.com", DkimEnabled=False)

    assert dkim(client, "example.com") == dkim(client, "ada@example.com") == before
    assert list(account.identities) == ["example.com"]


@pytest.mark.parametrize("identity", ["example.net", "ada@example.net"])
def test_signing_wants_the_domain_for_an_identity(
    mock: SESMock, refused: Refused, identity: str
) -> None:
    """The code of v1 is inferred."""
    mock.account().verify("ada@example.net")

    answer = refused("set_identity_dkim_enabled", Identity=identity, DkimEnabled=True)

    message = BEHAVIOUR["dkim-domain-missing"]["message"].replace(" X ", " example.net ")
    assert answer == ("InvalidParameterValue", message, 400)
    assert mock.outbox.refusals[0].remedy == "mock.account().verify('example.net')"
