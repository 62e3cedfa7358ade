"""What SES publishes of an event and where, by the configuration that stood at acceptance."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any, get_args

import pytest
from mails import submission

from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.account.configuration_sets import ConfigurationSet
from pytest_sesmock.account.event_destinations import (
    EVENT_TYPES,
    CloudWatchMetrics,
    Dimension,
    EventBus,
    EventDestination,
    FirehoseStream,
    PinpointApplication,
    SnsTopic,
    Target,
)
from pytest_sesmock.account.identity import NotificationSettings
from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.delivery.event import Event, EventType
from pytest_sesmock.delivery.publishing import Destination, publications
from pytest_sesmock.delivery.service_calls import publication_call
from pytest_sesmock.wire.models import service_model

NOW = datetime(2026, 3, 26, 2, 13, 35, 500_000, tzinfo=timezone.utc)
MESSAGE_ID = "0100019d27eb2812-0000000b-0000-4000-8000-000000000011-000000"
ARN = "arn:aws:{}:eu-west-1:123456789012:{}"
TOPIC = ARN.format("sns", "events")
STREAM = ARN.format("firehose", "deliverystream/events")
BUS = ARN.format("events", "event-bus/default")
APP = ARN.format("mobiletargeting", "apps/a1")
METRICS = CloudWatchMetrics(
    (
        Dimension("campaign", "MESSAGE_TAG", "no-campaign"),
        Dimension("X-Shop", "EMAIL_HEADER", "no-shop"),
        Dimension("link", "LINK_TAG", "no-link"),
    )
)
BLOCKS: Mapping[str, Mapping[str, Any]] = {
    "Bounce": {"timestamp": "2026-03-26T02:13:35.912Z"},
    "Click": {"link": "https://shop.example.com", "linkTags": {"link": ["offers"]}},
}


def event(
    kind: EventType,
    *destinations: EventDestination,
    topics: Mapping[str, str] | None = None,
    headers_in: tuple[str, ...] = (),
    **mail: Any,
) -> Event:
    notifications = None
    if topics is not None:
        notifications = NotificationSettings(topics=topics, headers_in=frozenset(headers_in))
    acceptance = Acceptance(
        configuration_set=ConfigurationSet("news", event_destinations=destinations),
        notifications=notifications,
    )
    accepted = AcceptedMail(
        submission(configuration_set="news", **mail), acceptance, MESSAGE_ID, NOW
    )
    return Event(kind, ("ada@example.org",), NOW, BLOCKS.get(kind, {}), accepted)


def destination(
    *types: str, enabled: bool = True, name: str = "there", target: Target | None = None
) -> EventDestination:
    return EventDestination(name, enabled, types, target or SnsTopic(TOPIC))


@pytest.mark.parametrize("kind", get_args(EventType))
def test_an_enabled_destination_gets_the_types_it_takes(kind: EventType) -> None:
    word = EVENT_TYPES[kind]
    others = [each for each in EVENT_TYPES.values() if each != word]
    places = (
        destination(word, name="only"),
        destination(*others, name="others"),
        destination(*EVENT_TYPES.values(), name="all"),
        destination(word, name="disabled", enabled=False),
    )

    published = publications(event(kind, *places))

    assert [each.destination.name for each in published] == ["only", "all"]
    assert {each.family for each in published} == {"event"}
    assert [each.record["eventType"] for each in published] == [kind, kind]


def test_event_destinations_take_all_types_of_the_service_model() -> None:
    assert set(EVENT_TYPES.values()) == set(service_model("sesv2").shape_for("EventType").enum)


@pytest.mark.parametrize("kind", get_args(EventType))
def test_an_identity_notifies_the_topic_of_the_type(kind: EventType) -> None:
    topics = {each: ARN.format("sns", each) for each in ("Bounce", "Complaint", "Delivery")}

    published = publications(event(kind, topics=topics))

    expected = [topics[kind]] if kind in topics else []
    assert [each.destination.arn for each in published] == expected
    assert all(each.family == "identity" and each.destination.name is None for each in published)
    assert [each.record.get("notificationType") for each in published] == [kind] * len(expected)


def test_a_notification_has_headers_if_asked_for() -> None:
    with_headers, without = (
        publications(event("Bounce", topics={"Bounce": TOPIC}, headers_in=types))[0].record["mail"]
        for types in (("Bounce",), ("Complaint",))
    )
    assert "headers" in with_headers
    assert "headers" not in without


def test_the_two_families_have_their_own_records() -> None:
    one, other = publications(event("Bounce", destination("BOUNCE"), topics={"Bounce": TOPIC}))
    assert (one.family, other.family) == ("event", "identity")
    assert "tags" in one.record["mail"]
    assert "tags" not in other.record["mail"]
    assert one != other
    assert len({one, other}) == 2


@pytest.mark.parametrize(
    ("target", "service", "arn"),
    [
        (SnsTopic(TOPIC), "sns", TOPIC),
        (FirehoseStream("arn:aws:iam::123456789012:role/ses", STREAM), "firehose", STREAM),
        (EventBus(BUS), "events", BUS),
        (PinpointApplication(APP), "pinpoint", APP),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_destination_says_what_it_is(target: Target, service: str, arn: str) -> None:
    (publication,) = publications(event("Send", destination("SEND", target=target)))
    where = publication.destination
    assert (where.service, where.arn, where.name) == (service, arn, "there")
    assert (where.metric, where.dimensions) == (None, {})
    assert (str(where), repr(where)) == (arn, f"<Destination there {service} {arn}>")


@pytest.mark.parametrize(
    ("kind", "mail", "values"),
    [
        ("Send", {}, ("no-campaign", "no-shop", "no-link")),
        ("Send", {"tags": {"campaign": "spring"}}, ("spring", "no-shop", "no-link")),
        ("Send", {"tags": {"Campaign": "spring"}}, ("no-campaign", "no-shop", "no-link")),
        ("Click", {}, ("no-campaign", "no-shop", "offers")),
        ("Rendering Failure", {}, ("no-campaign", "no-shop", "no-link")),
    ],
)
def test_dimensions_have_values_of_the_mail_or_their_default(
    kind: EventType, mail: dict[str, Any], values: tuple[str, ...]
) -> None:
    place = destination(EVENT_TYPES[kind], target=METRICS)
    (publication,) = publications(event(kind, place, **mail))
    where = publication.destination
    assert (where.service, where.arn) == ("cloudwatch", None)
    assert where.metric == kind.replace(" ", "")
    assert tuple(where.dimensions) == ("campaign", "X-Shop", "link")
    assert tuple(where.dimensions.values()) == values
    assert str(where) == (
        f"AWS/SES {where.metric} (campaign={values[0]}, X-Shop={values[1]}, link={values[2]})"
    )


def test_a_dimension_has_the_value_of_a_header_in_any_case() -> None:
    metrics = CloudWatchMetrics((Dimension("SUBJECT", "EMAIL_HEADER", "none"),))
    place = destination("SEND", target=metrics)
    (publication,) = publications(event("Send", place, subject="Hello"))
    assert publication.destination.dimensions == {"SUBJECT": "Hello"}


def test_a_publication_is_a_value() -> None:
    bounce = event("Bounce", destination("BOUNCE"))
    (publication,) = publications(bounce)

    assert publication == publications(bounce)[0]
    assert publication.type == "Bounce"
    assert publication.to == ("ada@example.org",)
    assert publication.message_id == MESSAGE_ID
    assert publication.timestamp == NOW
    assert publication.service == "sns"
    assert repr(publication) == f"<Publication Bounce to=ada@example.org (event) {TOPIC}>"
    publication.record["mail"].clear()
    assert publication.record == bounce.record
    assert publication.as_dict() == {
        "destination": {
            "service": "sns",
            "arn": TOPIC,
            "name": "there",
            "metric": None,
            "dimensions": {},
        },
        "family": "event",
        "record": bounce.record,
    }
    with pytest.raises(AttributeError):
        publication.family = "identity"  # type: ignore[misc]
    topic = Destination(service="sns", arn=TOPIC)
    assert repr(topic) == f"<Destination sns {TOPIC}>"


def test_nothing_is_called_for_a_service_that_takes_no_events() -> None:
    place = destination("SEND", target=PinpointApplication(APP))
    call = publication_call(publications(event("Send", place))[0])
    assert call == ("pinpoint", "eu-west-1", {})
