"""What follows from bounces and complaints: the suppression lists, as they are configured."""

from __future__ import annotations

from typing import Any

import pytest
from event_records import EVIDENCE
from recent import recent
from sending import SEND, mail2

from pytest_sesmock import Account, SESMock, SesmockError

IDENTITY = "arn:aws:ses:us-east-1:123456789012:identity/example.com"


@pytest.fixture(autouse=True)
def _arranged(account: Account) -> None:
    account.verify("example.com")


LISTING: dict[str, tuple[str, dict[str, Any], dict[str, str]]] = {
    "hard bounce": ("bounce", {}, {"ada@example.org": "BOUNCE"}),
    "late bounce": ("bounce", {"after": 0}, {"ada@example.org": "BOUNCE"}),
    "nobody there": ("bounce", {"subtype": "NoEmail"}, {"ada@example.org": "BOUNCE"}),
    "soft bounce": ("bounce", {"type": "Transient"}, {}),
    "unknown bounce": ("bounce", {"type": "Undetermined"}, {}),
    "bounce of the list": ("bounce", {"subtype": "OnAccountSuppressionList"}, {}),
    "complaint": ("complain", {}, {"ada@example.org": "COMPLAINT"}),
    "complaint of the list": ("complain", {"subtype": "OnAccountSuppressionList"}, {}),
    "delivery": ("deliver", {}, {}),
    "delay": ("delay", {}, {}),
    "virus": ("reject", {}, {}),
}


@pytest.mark.parametrize(("name", "arguments", "expected"), LISTING.values(), ids=LISTING)
def test_feedback_puts_an_address_on_the_list(
    name: str,
    arguments: dict[str, Any],
    expected: dict[str, str],
    client2: Any,
    account: Account,
    mock: SESMock,
) -> None:
    """Row doc-suppr-reasons: what follows is that SES delivers nothing more to the address."""
    client2.send_email(**mail2())
    event = getattr(mock.outbox[0], name)(**arguments)

    assert account.suppressed == expected
    client2.send_email(**mail2())
    types = [each.type for each in mock.outbox[1].events[1:]]
    assert types == ([event.type] if expected else ["Delivery"])
    if expected:
        entry = client2.get_suppressed_destination(EmailAddress="ada@example.org")
        assert entry["SuppressedDestination"]["Attributes"] == {
            "MessageId": mock.outbox[0].message_id,
            "FeedbackId": event.detail["feedbackId"],
        }


def test_an_application_may_take_it_off_the_list(client2: Any, mock: SESMock) -> None:
    client2.send_email(**mail2())
    mock.outbox[0].bounce()
    client2.delete_suppressed_destination(EmailAddress="ada@example.org")

    client2.send_email(**mail2())
    assert mock.outbox[1].events[1].type == "Delivery"


def test_the_simulators_addresses_are_not_put_on_the_list(
    client2: Any, account: Account, mock: SESMock
) -> None:
    """Row doc-sim-bounce."""
    for name in ("bounce", "complaint+x", "suppressionlist"):
        client2.send_email(**mail2(To=[f"{name}@simulator.amazonses.com"]))
        assert len(mock.outbox[-1].events) > 1
    client2.send_email(**mail2(To=["success@simulator.amazonses.com"]))
    mock.outbox[-1].bounce()
    client2.send_email(**mail2(To=["bounce-x@simulator.amazonses.com"]))  # no mailbox of its own
    mock.outbox[-1].bounce()

    assert account.suppressed == {"bounce-x@simulator.amazonses.com": "BOUNCE"}


CHOICES: dict[str, tuple[list[str], list[str] | None, list[str]]] = {
    "both": (["BOUNCE", "COMPLAINT"], None, ["bob", "eve"]),
    "complaints": (["COMPLAINT"], None, ["eve"]),
    "neither": ([], None, []),
    "both but the set's": (["BOUNCE", "COMPLAINT"], ["BOUNCE"], ["bob"]),
    "both but none of the set": (["BOUNCE", "COMPLAINT"], [], []),
    "none but the set's": ([], ["BOUNCE", "COMPLAINT"], ["bob", "eve"]),
}


@pytest.mark.parametrize(("of_account", "of_set", "expected"), CHOICES.values(), ids=CHOICES)
def test_for_which_reasons_is_configured(
    of_account: list[str],
    of_set: list[str] | None,
    expected: list[str],
    client2: Any,
    account: Account,
    mock: SESMock,
) -> None:
    """Rows doc-suppr-match and doc-suppr-reasons."""
    client2.put_account_suppression_attributes(SuppressedReasons=of_account)
    client2.create_configuration_set(ConfigurationSetName="news")
    if of_set is not None:
        client2.put_configuration_set_suppression_options(
            ConfigurationSetName="news", SuppressedReasons=of_set
        )
    client2.send_email(
        **mail2(To=["bob@example.org", "eve@example.org"], ConfigurationSetName="news")
    )
    mock.outbox[0].bounce("bob@example.org")
    mock.outbox[0].complain("eve@example.org")

    assert list(account.suppressed) == [f"{name}@example.org" for name in expected]


SCOPES: dict[str, tuple[dict[str, Any], dict[str, Any], str | None]] = {
    "a tenant's list is the account's": ({}, {}, "account"),
    "unless it has its own": ({"SuppressionScope": "TENANT"}, {}, "tenant"),
    "or says that it is the account's": ({"SuppressionScope": "ACCOUNT"}, {}, "account"),
    "or the set says": (
        {"SuppressionScope": "TENANT"},
        {"SuppressionScope": "ACCOUNT"},
        "account",
    ),
    "and the set may say more": ({}, {"SuppressionScope": "TENANT"}, "tenant"),
    "a tenant may have none": (
        {"SuppressionScope": "TENANT", "SuppressedReasons": ["COMPLAINT"]},
        {},
        None,
    ),
}


@recent("SuppressionListScope")
@pytest.mark.parametrize(("of_tenant", "of_set", "expected"), SCOPES.values(), ids=SCOPES)
def test_whose_list_it_is_is_configured(
    of_tenant: dict[str, Any],
    of_set: dict[str, Any],
    expected: str | None,
    client2: Any,
    account: Account,
    mock: SESMock,
) -> None:
    """Row doc-suppr-scope; the next mail of the tenant asks the same list."""
    client2.create_configuration_set(ConfigurationSetName="news")
    client2.create_tenant(TenantName="acme")
    if of_tenant:
        client2.put_tenant_suppression_attributes(
            TenantName="acme", **{"SuppressedReasons": ["BOUNCE"], **of_tenant}
        )
    if of_set:
        client2.put_configuration_set_suppression_options(
            ConfigurationSetName="news", SuppressedReasons=["BOUNCE"], **of_set
        )
    for arn in (IDENTITY, IDENTITY.replace("identity/example.com", "configuration-set/news")):
        client2.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    client2.send_email(**mail2(TenantName="acme", ConfigurationSetName="news"))
    mock.outbox[0].bounce()

    entries = client2.list_suppressed_destinations(TenantName="acme")
    of_its_own = entries["SuppressedDestinationSummaries"]
    assert {
        "account": bool(account.suppressed),
        "tenant": bool(of_its_own),
        None: not account.suppressed and not of_its_own,
    } == {name: name == expected for name in ("account", "tenant", None)}
    client2.send_email(**mail2(TenantName="acme", ConfigurationSetName="news"))
    assert mock.outbox[1].events[1].type == ("Delivery" if expected is None else "Bounce")


@recent("SuppressionListScope")
def test_feedback_outlives_a_tenant(client2: Any, account: Account, mock: SESMock) -> None:
    client2.create_tenant(TenantName="acme")
    client2.create_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY)
    client2.send_email(**mail2(TenantName="acme"))
    client2.delete_tenant(TenantName="acme")

    mock.outbox[0].bounce()
    assert account.suppressed == {"ada@example.org": "BOUNCE"}


# Viruses


def test_a_virus_is_rejected(client: Any, account: Account, mock: SESMock) -> None:
    """Rows doc-sim-reject and evs-reject: accepted, counted, and delivered to nobody."""
    virus = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    account.suppress("ada@example.org")
    body = {"Text": {"Data": virus}}
    to = {"ToAddresses": ["ada@example.org", "bounce@simulator.amazonses.com"]}

    client.send_email(**{**SEND, "Destination": to, "Message": {**SEND["Message"], "Body": body}})

    send, reject = mock.outbox[0].events
    assert (send.type, reject.type, reject.detail) == (
        "Send",
        "Reject",
        EVIDENCE["evs-reject"]["value"]["reject"],
    )
    assert reject.recipients == send.recipients == tuple(to["ToAddresses"])
    assert account.sent_last_24_hours == 1
    with pytest.raises(SesmockError, match="has been rejected"):
        mock.outbox[0].bounce("ada@example.org")
