from datetime import timedelta

import boto3
import pytest

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

sesv2 = boto3.client("sesv2", region_name="us-east-1")


def send_offers(*addresses, **parameters):
    text = "All must go.\nTo unsubscribe: {{amazonSESUnsubscribeUrl}}"
    sesv2.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": list(addresses)},
        Content={"Simple": {"Subject": {"Data": "Offers"}, "Body": {"Text": {"Data": text}}}},
        **parameters,
    )


def is_suppressed(address):
    try:
        sesv2.get_suppressed_destination(EmailAddress=address)
    except sesv2.exceptions.NotFoundException:
        return False
    return True


def test_a_suppressed_address(ses_account, ses_outbox):
    ses_account.suppress("eve@example.org", "COMPLAINT")

    send_offers("ada@example.org", "eve@example.org")

    events = ses_outbox.assert_sent(to="eve@example.org").events
    assert [(event.type, event.recipients) for event in events] == [
        ("Send", ("ada@example.org", "eve@example.org")),
        ("Delivery", ("ada@example.org",)),
        ("Complaint", ("eve@example.org",)),
    ]
    assert events[-1].detail["complaintSubType"] == "OnAccountSuppressionList"


def test_the_application_asks_for_it(ses_account):
    ses_account.suppress("eve@example.org")

    assert is_suppressed("eve@example.org")
    sesv2.delete_suppressed_destination(EmailAddress="eve@example.org")
    assert ses_account.suppressed == {}


def test_a_hard_bounce(ses_account, ses_outbox):
    send_offers("eve@example.org")

    message = ses_outbox.assert_sent(to="eve@example.org")
    bounce = message.bounce(subtype="NoEmail")

    assert message.events[1:] == (bounce,)
    assert bounce.record["bounce"]["bouncedRecipients"][0]["status"] == "5.1.1"
    assert is_suppressed("eve@example.org")


def test_an_open_after_a_bounce(ses_outbox):
    send_offers("eve@example.org")

    message = ses_outbox.assert_sent()
    message.bounce(type="Transient", subtype="MailboxFull")
    message.open(force=True)

    assert [event.type for event in message.events] == ["Send", "Bounce", "Open"]


def test_a_late_bounce(sesmock):
    send_offers("eve@example.org")

    message = sesmock.outbox.assert_sent()
    message.bounce(after=timedelta(minutes=10))

    assert [event.type for event in message.events] == ["Send", "Delivery"]
    sesmock.clock.advance(timedelta(minutes=10))
    assert [event.type for event in message.events] == ["Send", "Delivery", "Bounce"]


def test_a_bounce(ses_outbox):
    send_offers("bounce@simulator.amazonses.com")

    bounce = ses_outbox.assert_sent().events[-1]
    assert (bounce.type, bounce.detail["bounceType"]) == ("Bounce", "Permanent")


def test_which_links_are_tracked(ses_outbox):
    sesv2.create_configuration_set(ConfigurationSetName="news")
    sesv2.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="clicks",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["CLICK"],
            "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:clicks"},
        },
    )
    html = """
        <a href="https://example.com/offers" ses:tags="place:top;">Offers</a>
        <a href="https://example.com/account" ses:no-track>Your account</a>
    """
    body = {"Html": {"Data": html}}
    sesv2.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Content={"Simple": {"Subject": {"Data": "Offers"}, "Body": body}},
        ConfigurationSetName="news",
    )

    message = ses_outbox.assert_sent()
    html = message.tracked_html or ""
    assert ".awstrack.me/L0/https:%2F%2Fexample.com%2Foffers/" in html
    assert '<a href="https://example.com/account">' in html
    click = message.click("Offers")
    assert click.detail["link"] == "https://example.com/offers"
    assert click.detail["linkTags"] == {"place": ["top"]}


def test_who_has_unsubscribed(ses_outbox):
    sesv2.create_contact_list(
        ContactListName="customers",
        Topics=[
            {
                "TopicName": "offers",
                "DisplayName": "Offers",
                "DefaultSubscriptionStatus": "OPT_IN",
            }
        ],
    )
    sesv2.create_contact(
        ContactListName="customers",
        EmailAddress="eve@example.org",
        TopicPreferences=[{"TopicName": "offers", "SubscriptionStatus": "OPT_OUT"}],
    )

    options = {"ContactListName": "customers", "TopicName": "offers"}
    send_offers("ada@example.org", "eve@example.org", ListManagementOptions=options)

    events = ses_outbox.assert_sent().events
    assert [event.recipients for event in events if event.type == "Delivery"] == [
        ("ada@example.org",)
    ]
    contacts = sesv2.list_contacts(ContactListName="customers")["Contacts"]
    assert len(contacts) == 2


def test_somebody_unsubscribes(ses_outbox):
    sesv2.create_contact_list(ContactListName="customers")
    options = {"ContactListName": "customers"}
    send_offers("ada@example.org", ListManagementOptions=options)

    event = ses_outbox.assert_sent().unsubscribe()

    assert event.detail["newTopicPreferences"]["unsubscribeAll"] is True
    send_offers("ada@example.org", ListManagementOptions=options)
    assert ses_outbox.last().events[-1].type == "Bounce"


def test_how_to_unsubscribe(ses_outbox):
    sesv2.create_contact_list(ContactListName="customers")

    send_offers("ada@example.org", ListManagementOptions={"ContactListName": "customers"})

    message = ses_outbox.assert_sent(to="ada@example.org")
    link = message.headers["List-Unsubscribe"].strip("<>")
    assert message.text == f"All must go.\nTo unsubscribe: {link}"
