"""What is published equals what was configured, whatever that is."""

from __future__ import annotations

from typing import Any

from exchanges import exchange
from hypothesis import given
from hypothesis import strategies as st
from sending import mail

from pytest_sesmock import SESMock
from pytest_sesmock.wire.models import service_model

SIMULATOR = "@simulator.amazonses.com"
# What happens to each mail by itself: sub-types and times are tested elsewhere.
EVENTS = {
    f"success{SIMULATOR}": ["Send", "Delivery"],
    f"bounce{SIMULATOR}": ["Send", "Bounce"],
    f"complaint{SIMULATOR}": ["Send", "Delivery", "Complaint"],
    "ada@example.org": ["Send", "Delivery"],
}
TYPES = service_model("sesv2").shape_for("EventType").enum
TOPIC = "arn:aws:sns:us-east-1:123456789012:"
DESTINATIONS = st.lists(
    st.fixed_dictionaries(
        {
            "Enabled": st.booleans(),
            "MatchingEventTypes": st.sets(st.sampled_from(TYPES), min_size=1).map(sorted),
        }
    ),
    max_size=3,
)
TOPICS = st.dictionaries(
    st.sampled_from(["Bounce", "Complaint", "Delivery"]), st.sampled_from("xy")
)


@given(
    destinations=DESTINATIONS,
    topics=TOPICS,
    recipient=st.sampled_from(sorted(EVENTS)),
    has_set=st.booleans(),
    is_too_late=st.booleans(),
)
def test_what_is_published_is_what_was_configured(
    destinations: list[dict[str, Any]],
    topics: dict[str, str],
    recipient: str,
    *,
    has_set: bool,
    is_too_late: bool,
) -> None:
    """By the mail's configuration set, and by its identity, as both stood at the send."""
    mock = SESMock(
        region="us-east-1", verified_identities=["example.com"], configuration_sets=["news"]
    )
    mail_ = mail(To=[recipient]) | ({"ConfigurationSetName": "news"} if has_set else {})
    if is_too_late:
        exchange(mock, "ses", "SendEmail", mail_)
    for number, destination in enumerate(destinations):
        target = {"SnsDestination": {"TopicArn": f"{TOPIC}{number}"}}
        call = {
            "ConfigurationSetName": "news",
            "EventDestinationName": f"d{number}",
            "EventDestination": destination | target,
        }
        exchange(mock, "sesv2", "CreateConfigurationSetEventDestination", call)
    for kind, topic in topics.items():
        change = {"NotificationType": kind, "SnsTopic": TOPIC + topic}
        exchange(mock, "ses", "SetIdentityNotificationTopic", {"Identity": "example.com", **change})
    if not is_too_late:
        exchange(mock, "ses", "SendEmail", mail_)

    expected: set[tuple[str, str, str]] = set()
    if not is_too_late:
        for kind in EVENTS[recipient]:
            expected |= {
                ("event", kind, f"{TOPIC}{number}")
                for number, each in enumerate(destinations)
                if has_set and each["Enabled"] and kind.upper() in each["MatchingEventTypes"]
            }
            if kind in topics:
                expected.add(("identity", kind, TOPIC + topics[kind]))
    published = [(each.family, each.type, str(each.destination)) for each in mock.outbox.published]
    assert set(published) == expected
    assert len(published) == len(expected)
