"""What readers do: they follow links, and unsubscribe from lists."""

from __future__ import annotations

from typing import Any

import pytest
from event_records import EVIDENCE, faults
from mail_with_link import BODY, Send, types
from sending import sesv2

from pytest_sesmock import SESMock, SesmockError

TOPICS = [
    {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"},
    {"TopicName": "offers", "DisplayName": "Offers", "DefaultSubscriptionStatus": "OPT_OUT"},
]


# Links


def test_a_link_is_found_as_link_finds_it(send: Send) -> None:
    message = send()
    for link in ("Confirm", message.links[0], message.link("/confirm")):
        assert message.click(link).detail["link"] == "https://example.com/confirm"


LINKS: dict[str, tuple[str, Any, str]] = {
    "none": ("", "other", "no link with 'other' in its text or address"),
    "several": ("<a href=https://example.com/confirm/2>Confirm</a>", "confirm", "2 links with"),
    "not tracked": (
        "<a ses:no-track href=https://example.com/secret>S</a>",
        "secret",
        "it has the attribute ses:no-track",
    ),
    "by mail": ("<a href=mailto:shop@example.com>Write</a>", "Write", "none of http or https"),
    "of another message": (
        "",
        "another",
        "the message has no link 'Other' to https://example.com/other",
    ),
}


@pytest.mark.parametrize(("html", "link", "problem"), LINKS.values(), ids=LINKS)
def test_a_click_that_cannot_be(html: str, link: Any, problem: str, send: Send) -> None:
    if link == "another":
        other = with_html('<a href="https://example.com/other">Other</a>')
        link = send(**other).links[0]
    message = send(**with_html(f"{BODY['Html']['Data']}{html}"))

    with pytest.raises(SesmockError) as caught:
        message.click(link)
    assert problem in str(caught.value)
    assert types(message) == ["Send", "Delivery"]


def test_a_click_that_ses_does_not_see_can_be_forced(send: Send) -> None:
    content = with_html(BODY["Html"]["Data"])
    content["Content"]["Simple"]["Body"]["Text"] = {"Data": "https://example.com/in-text"}
    message = send(**content)

    with pytest.raises(SesmockError, match="it is not in the HTML"):
        message.click("in-text")
    click = message.click("in-text", force=True).detail
    assert (click["link"], click["linkTags"]) == ("https://example.com/in-text", None)


def test_a_link_has_tags(send: Send) -> None:
    """Row doc-tracking."""
    tags = "product:book; genre:fiction;;broken;"
    html = f'<a href="https://example.com/b" ses:tags="{tags}">Book</a>'
    click = send(**with_html(html)).click()

    assert click.detail["linkTags"] == {"product": ["book"], "genre": ["fiction"]}


def test_a_message_without_html_cannot_be_seen_to_be_opened(send: Send) -> None:
    body = {"Text": BODY["Text"]}
    content = {"Simple": {"Subject": {"Data": "Welcome"}, "Body": body}}
    message = send(Content=content)

    with pytest.raises(SesmockError, match="without HTML"):
        message.open()
    assert message.open(force=True).type == "Open"


def with_html(html: str) -> dict[str, Any]:
    body = {**BODY, "Html": {"Data": html}}
    return {"Content": {"Simple": {"Subject": {"Data": "Welcome"}, "Body": body}}}


# Contact lists


@pytest.fixture
def readers(mock: SESMock) -> Any:
    client = sesv2()
    client.create_contact_list(ContactListName="readers", Topics=TOPICS)
    return client


def of_list(**topic: str) -> dict[str, Any]:
    return {"ListManagementOptions": {"ContactListName": "readers", **topic}}


def preferences(readers: Any) -> tuple[bool, dict[str, str]]:
    contact = readers.get_contact(ContactListName="readers", EmailAddress="ada@example.org")
    topics = {
        each["TopicName"]: each["SubscriptionStatus"]
        for each in contact.get("TopicPreferences", ())
    }
    return contact["UnsubscribeAll"], topics


UNSUBSCRIPTIONS: dict[str, tuple[dict[str, str], str | None, tuple[bool, dict[str, str]]]] = {
    "the list": ({}, None, (True, {})),
    "the mail's topic": ({"TopicName": "news"}, None, (False, {"news": "OPT_OUT"})),
    "another topic": ({"TopicName": "news"}, "offers", (False, {"offers": "OPT_OUT"})),
}


@pytest.mark.parametrize(
    ("options", "topic", "wanted"), UNSUBSCRIPTIONS.values(), ids=UNSUBSCRIPTIONS
)
def test_a_contact_unsubscribes(
    options: dict[str, str],
    topic: str | None,
    wanted: tuple[bool, dict[str, str]],
    readers: Any,
    send: Send,
) -> None:
    """[evs-subscription]; the contact gets no more of it."""
    message = send(**of_list(**options))
    event = message.unsubscribe(topic=topic)

    sample = EVIDENCE["evs-subscription"]["value"]["subscription"]
    assert list(event.detail) == list(sample)
    assert (event.type, event.detail["contactList"]) == ("Subscription", "readers")
    assert event.detail["oldTopicPreferences"] == {
        "unsubscribeAll": False,
        "topicSubscriptionStatus": [
            {"topicName": "news", "subscriptionStatus": "OptIn"},
            {"topicName": "offers", "subscriptionStatus": "OptOut"},
        ],
    }
    new = event.detail["newTopicPreferences"]
    assert new["unsubscribeAll"] == wanted[0]
    assert preferences(readers) == wanted
    assert faults(event.record) == []
    again = send(**of_list(TopicName=topic or options.get("TopicName", "news")))
    assert types(again) == ["Send", "Bounce"]


def test_a_topic_that_the_list_does_not_have(readers: Any, send: Send) -> None:
    message = send(**of_list())

    with pytest.raises(SesmockError, match="doesn't contain Topic"):
        message.unsubscribe(topic="sports")
    assert preferences(readers) == (False, {})
    assert types(message) == ["Send", "Delivery"]


def test_who_does_not_have_the_message_cannot_unsubscribe(readers: Any, send: Send) -> None:
    message = send(**of_list())
    message.bounce()

    with pytest.raises(SesmockError, match="no Subscription can follow"):
        message.unsubscribe()
    assert preferences(readers) == (False, {})
