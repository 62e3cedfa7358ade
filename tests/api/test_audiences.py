"""Tenants, endpoints, contact lists and default configuration sets, as sending asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR, answer
from recent import recent
from sending import SEND

from pytest_sesmock import Account, Event, SESMock
from pytest_sesmock.engine.simulator import MAILBOXES

Refused = Callable[..., tuple[str, str, int]]
ACCOUNT = "123456789012"
IDENTITY = f"arn:aws:ses:us-east-1:{ACCOUNT}:identity/example.com"
NEWS = f"arn:aws:ses:us-east-1:{ACCOUNT}:configuration-set/news"


@pytest.fixture(autouse=True)
def _arranged(account: Account) -> None:
    account.verify("example.com")


def mail(to: list[str] | None = None, **changes: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": "Shop <noreply@example.com>",
        "Destination": {"ToAddresses": to or ["ada@example.org"]},
        "Content": {"Simple": SEND["Message"]},
        **changes,
    }


# Tenants


@recent("Tenant")
def test_a_tenant_that_is_missing(refused2: Refused) -> None:
    assert refused2("send_email", **mail(TenantName="ghost-tenant"))[:2] == (
        "NotFoundException",
        f"Tenant ghost-tenant for AwsAccountId {ACCOUNT} not found.",
    )


@recent("Tenant")
def test_a_tenant_sends_with_what_it_is_associated_with(
    client2: Any, refused2: Refused, account: Account, mock: SESMock
) -> None:
    """Row tenant-denied-text."""
    account.create_configuration_set("news")
    client2.create_tenant(TenantName="acme")
    call = mail(TenantName="acme", ConfigurationSetName="news")
    code, message, status = refused2("send_email", **call)
    assert (code, status) == ("AccessDeniedException", 403)
    assert message == f"Tenant not associated with resources [{IDENTITY}, {NEWS}]."

    client2.create_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY)
    assert refused2("send_email", **call)[1].endswith(f"[{NEWS}].")

    client2.create_tenant_resource_association(TenantName="acme", ResourceArn=NEWS)
    client2.send_email(**call)
    mock.outbox.assert_count(1)


@recent("Tenant")
def test_a_missing_tenant_comes_before_missing_recipients(refused2: Refused) -> None:
    """Row tenant-order."""
    call = mail(TenantName="none", Destination={})
    assert refused2("send_email", **call)[0] == "NotFoundException"

    empty = {"Template": {"TemplateContent": {}, "TemplateData": "{}"}}
    assert refused2("send_email", **{**call, "Content": empty})[0] == "BadRequestException"


@recent("Tenant")
def test_a_raw_message_names_its_tenant(client: Any, refused: Refused, mock: SESMock) -> None:
    data = b"From: a@example.com\r\nTo: b@c.example\r\nX-SES-TENANT: ghost\r\n\r\n"

    _, message, _ = refused("send_raw_email", RawMessage={"Data": data})

    assert message.startswith("Tenant ghost for AwsAccountId")


# Default configuration sets


def test_mail_goes_through_its_identitys_configuration_set(
    client: Any, client2: Any, refused: Refused, account: Account, mock: SESMock
) -> None:
    account.create_configuration_set("news")
    client2.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="news"
    )
    client.send_email(**SEND)
    client2.send_email(**mail())
    client.send_raw_email(RawMessage={"Data": b"From: a@example.com\r\nTo: b@c.example\r\n\r\n"})
    assert [message.configuration_set for message in mock.outbox] == ["news"] * 3

    account.pause_configuration_set("news")
    assert refused("send_email", **SEND)[0] == "ConfigurationSetSendingPausedException"
    account.create_configuration_set("offers")
    client.send_email(**SEND, ConfigurationSetName="offers")
    mock.outbox.assert_sent(configuration_set="offers")


def test_a_deleted_default_set_fails_every_send(
    client2: Any, refused: Refused, account: Account
) -> None:
    """Row doc-cs-default-deleted."""
    account.create_configuration_set("news")
    client2.put_email_identity_configuration_set_attributes(
        EmailIdentity="example.com", ConfigurationSetName="news"
    )
    account.delete_configuration_set("news")

    assert refused("send_email", **SEND) == (
        answer("cs-missing-v1")[0],
        "Configuration set <news> does not exist.",
        400,
    )
    # Whose address is malformed has no identity, and so no such set.
    assert refused("send_email", **{**SEND, "Source": "nobody"})[0] == "InvalidParameterValue"


# Contact lists


def subscription(topic: str | None = None) -> dict[str, Any]:
    options = {"ContactListName": "news"}
    return {"ListManagementOptions": options if topic is None else {**options, "TopicName": topic}}


def test_a_contact_list_that_is_missing(client2: Any, refused2: Refused) -> None:
    assert refused2("send_email", **mail(**subscription()))[0] == "NotFoundException"

    client2.create_contact_list(ContactListName="news")
    assert refused2("send_email", **mail(**subscription("offers")))[0] == "BadRequestException"


def test_unsubscribed_contacts_get_nothing_and_recipients_are_added(
    client2: Any, mock: SESMock
) -> None:
    """Rows lmo-docs and lmo-unknown-list."""
    client2.create_contact_list(
        ContactListName="news",
        Topics=[
            {
                "TopicName": "offers",
                "DisplayName": "Offers",
                "DefaultSubscriptionStatus": "OPT_IN",
            }
        ],
    )
    client2.create_contact(
        ContactListName="news",
        EmailAddress="eve@example.org",
        TopicPreferences=[{"TopicName": "offers", "SubscriptionStatus": "OPT_OUT"}],
    )
    client2.send_email(
        **mail(["Eve <eve@example.org>", "ada@example.org"], **subscription("offers"))
    )

    (message,) = mock.outbox
    assert [(event.type, event.recipients) for event in message.events] == [
        ("Send", ("eve@example.org", "ada@example.org")),
        ("Bounce", ("eve@example.org",)),
        ("Delivery", ("ada@example.org",)),
    ]
    contacts = client2.list_contacts(ContactListName="news")["Contacts"]
    assert [each["EmailAddress"] for each in contacts] == ["ada@example.org", "eve@example.org"]


@recent("MessageHeader")
def test_readers_can_unsubscribe(client2: Any, mock: SESMock) -> None:
    """Row lmo-docs."""
    client2.create_contact_list(ContactListName="news")
    mark = "{{amazonSESUnsubscribeUrl}}"
    content = {
        "Simple": {
            "Subject": {"Data": mark},
            "Body": {"Html": {"Data": f"<a href={mark}>{mark}</a>{mark}"}},
            "Headers": [{"Name": "list-unsubscribe", "Value": "<mailto:own@example.com>"}],
        }
    }
    client2.send_email(**mail(**subscription(), Content=content))
    client2.send_email(**mail(["a@b.c", "d@e.f"], **subscription(), Content=content))
    client2.send_email(**mail(Content=content))

    one, two, none = mock.outbox
    (given,) = one.headers.get_all("List-Unsubscribe")
    link = given.strip("<>")
    assert link.startswith("https://")
    assert one.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert one.html == f"<a href={link}>{link}</a>{mark}"
    assert one.subject == mark
    for message in (two, none):
        assert message.headers["List-Unsubscribe"] == "<mailto:own@example.com>"
        assert message.html == content["Simple"]["Body"]["Html"]["Data"]


# The suppression list


def test_suppressed_recipients_are_accepted_and_bounce(
    client: Any, account: Account, mock: SESMock
) -> None:
    """Rows doc-suppr-accept and suppr-events-floci."""
    account.suppress("ada@example.org")
    account.suppress("eve@example.org", reason="COMPLAINT")
    account.suppress("bob@example.org")
    to = ["Ada <ada@EXAMPLE.org>", "eve@example.org", "bounce+1@simulator.amazonses.com", "x@y.z"]

    client.send_email(**{**SEND, "Destination": {"ToAddresses": to}})

    events = mock.outbox[0].events
    assert [(described(event), event.recipients) for event in events[1:]] == [
        ("Bounce Permanent/OnAccountSuppressionList", ("ada@EXAMPLE.org",)),
        ("Complaint OnAccountSuppressionList", ("eve@example.org",)),
        ("Bounce Permanent/General", ("bounce+1@simulator.amazonses.com",)),
        ("Delivery", ("x@y.z",)),
    ]
    assert account.sent_last_24_hours == 3  # the simulator's are not counted


def test_which_reasons_count_is_the_accounts_or_the_sets_choice(
    client2: Any, account: Account, mock: SESMock
) -> None:
    """Row doc-suppr-match."""
    account.suppress("ada@example.org")
    account.create_configuration_set("all")
    client2.create_configuration_set(
        ConfigurationSetName="none", SuppressionOptions={"SuppressedReasons": ["COMPLAINT"]}
    )
    client2.send_email(**mail(ConfigurationSetName="none"))
    client2.send_email(**mail(ConfigurationSetName="all"))
    client2.put_account_suppression_attributes(SuppressedReasons=["COMPLAINT"])
    client2.send_email(**mail())

    outcomes = [message.events[1].type for message in mock.outbox]
    assert outcomes == ["Delivery", "Bounce", "Delivery"]


@recent("TenantSuppressionAttributes")
def test_tenants_have_lists_of_their_own(client2: Any, mock: SESMock) -> None:
    """Row doc-suppr-scope."""
    client2.create_tenant(
        TenantName="acme",
        SuppressionAttributes={"SuppressedReasons": ["BOUNCE"], "SuppressionScope": "TENANT"},
    )
    client2.create_tenant_resource_association(TenantName="acme", ResourceArn=IDENTITY)
    client2.put_suppressed_destination(
        EmailAddress="ada@example.org", Reason="BOUNCE", TenantName="acme"
    )

    client2.send_email(**mail(TenantName="acme"))
    client2.send_email(**mail())

    assert [message.events[1].type for message in mock.outbox] == ["Bounce", "Delivery"]


# The mailbox simulator, and templates


SIMULATED = dict(re.findall(r"(\w+)@ (Send[^;.]*)", BEHAVIOUR["sim-events-2026"]["note"]))
"""The events of mail to each mailbox, as `Bounce Permanent/General` or by their type alone."""


def described(event: Event) -> str:
    types = map(event.detail.get, ("bounceType", "bounceSubType", "complaintSubType"))
    return " ".join((event.type, "/".join(filter(None, types)))).strip()


@pytest.mark.parametrize("name", [*SIMULATED, "COMPLAINT+x", "ooto+x", "other"])
def test_the_simulators_events(name: str, client: Any, mock: SESMock) -> None:
    """Row sim-events-2026; other mailboxes there get their mail like any other."""
    to = [f"{name}@simulator.amazonses.com"]

    client.send_email(**{**SEND, "Destination": {"ToAddresses": to}})

    recorded = SIMULATED.get(name.lower().partition("+")[0], "Send, Delivery")
    assert ", ".join(map(described, mock.outbox[0].events)) == recorded
    assert {event.recipients for event in mock.outbox[0].events} == {tuple(to)}


def test_five_mailboxes_were_recorded() -> None:
    assert set(SIMULATED) == set(MAILBOXES)
    assert len(SIMULATED) == 5


def test_a_mail_that_cannot_be_rendered_has_one_event(
    client2: Any, account: Account, mock: SESMock
) -> None:
    """Rows rf-event and evt-rf-spelling."""
    account.create_template("welcome", subject="Hi {{name}}")
    content = {"Template": {"TemplateName": "welcome", "TemplateData": "{}"}}

    client2.send_email(**{**mail(), "Content": content})

    (event,) = mock.outbox[0].events
    assert event.type == "Rendering Failure"
    assert event.detail == {
        "errorMessage": answer("rf-event")[1],
        "templateName": "welcome",
    }
