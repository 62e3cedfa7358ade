"""Event destinations of configuration sets through boto3, in both APIs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR, says
from recent import recent
from sending import TOPIC

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

NEWS = {"ConfigurationSetName": "news"}
PLACE = "us-east-1:123456789012"
BUS = f"arn:aws:events:{PLACE}:event-bus/default"
ROLE = "arn:aws:iam::123456789012:role/service/ses+events"
STREAM = f"arn:aws:firehose:{PLACE}:deliverystream/events.all"
PROJECT = f"arn:aws:mobiletargeting:{PLACE}:apps/0123abcd"


def dimension(source: str, **changes: str) -> dict[str, str]:
    return {
        "DimensionName": "ses:caller-identity",
        "DimensionValueSource": source,
        "DefaultDimensionValue": "none@example.com",
        **changes,
    }


def metrics(*dimensions: dict[str, str]) -> dict[str, Any]:
    return {"CloudWatchDestination": {"DimensionConfigurations": list(dimensions)}}


# What goes where, as each API spells it.
TARGETS_V1: dict[str, dict[str, Any]] = {
    "sns": {"SNSDestination": {"TopicARN": TOPIC}},
    "firehose": {"KinesisFirehoseDestination": {"IAMRoleARN": ROLE, "DeliveryStreamARN": STREAM}},
    "cloudwatch": metrics(*map(dimension, ("messageTag", "emailHeader", "linkTag"))),
}
TARGETS_V2: dict[str, dict[str, Any]] = {
    "sns": {"SnsDestination": {"TopicArn": TOPIC}},
    "firehose": {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM}},
    "cloudwatch": metrics(*map(dimension, ("MESSAGE_TAG", "EMAIL_HEADER", "LINK_TAG"))),
    "event bus": {"EventBridgeDestination": {"EventBusArn": BUS}},
    "pinpoint": {"PinpointDestination": {"ApplicationArn": PROJECT}},
}
TYPES_V1 = [
    "send",
    "reject",
    "bounce",
    "complaint",
    "delivery",
    "open",
    "click",
    "renderingFailure",
]
TYPES_V2 = [
    "SEND",
    "REJECT",
    "BOUNCE",
    "COMPLAINT",
    "DELIVERY",
    "OPEN",
    "CLICK",
    "RENDERING_FAILURE",
]
ONLY_V2 = ["DELIVERY_DELAY", "SUBSCRIPTION"]


def v1(target: dict[str, Any], name: str = "all", **changes: Any) -> dict[str, Any]:
    """Parameters of v1's operations."""
    return {
        **NEWS,
        "EventDestination": {
            "Name": name,
            "Enabled": True,
            "MatchingEventTypes": TYPES_V1,
            **target,
            **changes,
        },
    }


def v2(target: dict[str, Any], name: str = "all", **changes: Any) -> dict[str, Any]:
    """Parameters of v2's operations."""
    definition = {"Enabled": True, "MatchingEventTypes": TYPES_V2, **target, **changes}
    return {**NEWS, "EventDestinationName": name, "EventDestination": definition}


@pytest.fixture(autouse=True)
def news(account: Account) -> None:
    account.create_configuration_set("news")


@pytest.fixture
def shown(client: Any, client2: Any) -> Callable[[], tuple[Any, Any]]:
    """Reads the event destinations of news as v1 shows them, and as v2 does."""

    def show() -> tuple[Any, Any]:
        asked = {"ConfigurationSetAttributeNames": ["eventDestinations"]}
        first = client.describe_configuration_set(**NEWS, **asked)
        second = client2.get_configuration_set_event_destinations(**NEWS)
        return first.get("EventDestinations", []), second["EventDestinations"]

    return show


@pytest.mark.parametrize("kind", TARGETS_V1)
@pytest.mark.parametrize("verb", ["create", "update"])
@pytest.mark.parametrize("api", ["ses", "sesv2"])
def test_both_apis_show_what_either_was_given(
    client: Any, client2: Any, shown: Any, api: str, verb: str, kind: str
) -> None:
    first, second = v1(TARGETS_V1[kind]), v2(TARGETS_V2[kind])
    if verb == "update":
        other = {"SNSDestination": {"TopicARN": f"{TOPIC}-before"}}
        client.create_configuration_set_event_destination(**v1(other, MatchingEventTypes=["open"]))
    method = f"{verb}_configuration_set_event_destination"
    if api == "ses":
        getattr(client, method)(**first)
    else:
        getattr(client2, method)(**second)

    assert shown() == (
        [first["EventDestination"]],
        [{"Name": "all", **second["EventDestination"]}],
    )


@pytest.mark.parametrize(
    "kind", [pytest.param("event bus", marks=recent("EventBridgeDestination")), "pinpoint"]
)
def test_v1_leaves_out_a_target_it_does_not_know(client2: Any, shown: Any, kind: str) -> None:
    given = v2(TARGETS_V2[kind], MatchingEventTypes=ONLY_V2)
    client2.create_configuration_set_event_destination(**given)

    first, second = shown()

    assert second == [{"Name": "all", **given["EventDestination"]}]
    assert first == [
        {"Name": "all", "Enabled": True, "MatchingEventTypes": ["deliveryDelay", "subscription"]}
    ]


def test_the_members_of_an_answer_are_those_recorded(client: Any, shown: Any) -> None:
    """[cs-describe-evdest]: and no others."""
    client.create_configuration_set_event_destination(**v1(TARGETS_V1["sns"]))

    (destination,), _ = shown()

    assert set(destination) == {"Name", "Enabled", "MatchingEventTypes", "SNSDestination"}


def test_a_destination_is_disabled_unless_enabled(client: Any, client2: Any, shown: Any) -> None:
    """[bool-absent-false]."""
    first, second = v1(TARGETS_V1["sns"], "first"), v2(TARGETS_V2["sns"], "second")
    for given in (first, second):
        del given["EventDestination"]["Enabled"]
    client.create_configuration_set_event_destination(**first)
    client2.create_configuration_set_event_destination(**second)

    assert [each["Enabled"] for each in shown()[1]] == [False, False]


def test_destinations_keep_their_places(client: Any, client2: Any, shown: Any) -> None:
    for name in ("b", "a", "c"):
        client.create_configuration_set_event_destination(**v1(TARGETS_V1["sns"], name))
    client2.update_configuration_set_event_destination(**v2(TARGETS_V2["pinpoint"], "a"))
    assert [each["Name"] for each in shown()[1]] == ["b", "a", "c"]
    client2.delete_configuration_set_event_destination(**NEWS, EventDestinationName="b")
    client.delete_configuration_set_event_destination(**NEWS, EventDestinationName="c")
    assert [each["Name"] for each in shown()[0]] == ["a"]


def test_destinations_go_with_their_set(account: Account, client: Any, shown: Any) -> None:
    client.create_configuration_set_event_destination(**v1(TARGETS_V1["sns"]))
    client.delete_configuration_set(**NEWS)
    account.create_configuration_set("news")

    assert shown() == ([], [])


# Refusals. Both APIs say the same, with codes of their own.

BAD_ARNS = ["", "x", "arn:aws:sns:us-east-1:1234:ses", TOPIC + "!", f"arn:aws:sqs:{PLACE}:ses"]
FIREHOSE = "KinesisFirehoseDestination"


def firehose(v1_code: bool, role: str = ROLE, stream: str = STREAM) -> dict[str, Any]:
    names = ("IAMRoleARN", "DeliveryStreamARN") if v1_code else ("IamRoleArn", "DeliveryStreamArn")
    return {FIREHOSE: dict(zip(names, (role, stream), strict=True))}


REFUSED: dict[str, tuple[dict[str, Any], dict[str, Any], str, str | None]] = {
    "no types": (
        v1(TARGETS_V1["sns"], MatchingEventTypes=[]),
        v2(TARGETS_V2["sns"], MatchingEventTypes=[]),
        "InvalidParameterValue",
        says("evdest-no-types"),
    ),
    "no target": (v1({}), v2({}), "InvalidParameterValue", says("evdest-no-destination")),
    "two targets": (
        v1({**TARGETS_V1["sns"], **TARGETS_V1["cloudwatch"]}),
        v2({**TARGETS_V2["sns"], **TARGETS_V2["cloudwatch"]}),
        "InvalidParameterValue",
        says("evdest-one"),
    ),
    "no name": (
        v1(TARGETS_V1["sns"], ""),
        v2(TARGETS_V2["sns"], ""),
        "InvalidParameterValue",
        None,
    ),
    "long name": (
        v1(TARGETS_V1["sns"], "x" * 65),
        v2(TARGETS_V2["sns"], "x" * 65),
        "InvalidParameterValue",
        "Event destination name cannot exceed 64 characters.",
    ),
    "bad name": (
        v1(TARGETS_V1["sns"], "bad name!"),
        v2(TARGETS_V2["sns"], "bad name!"),
        "InvalidParameterValue",
        says("evdest-name", name="bad name!"),
    ),
    "no dimensions": (
        v1(metrics()),
        v2(metrics()),
        "InvalidCloudWatchDestination",
        says("evdest-cw-empty"),
    ),
    "eleven dimensions": (
        v1(metrics(*11 * [dimension("linkTag")])),
        v2(metrics(*11 * [dimension("LINK_TAG")])),
        "InvalidCloudWatchDestination",
        None,
    ),
    "dimension name": (
        v1(metrics(dimension("linkTag", DimensionName="a b"))),
        v2(metrics(dimension("LINK_TAG", DimensionName="a b"))),
        "InvalidCloudWatchDestination",
        None,
    ),
    "long dimension value": (
        v1(metrics(dimension("linkTag", DefaultDimensionValue="x" * 257))),
        v2(metrics(dimension("LINK_TAG", DefaultDimensionValue="x" * 257))),
        "InvalidCloudWatchDestination",
        None,
    ),
    "role": (
        v1(firehose(True, role=STREAM)),
        v2(firehose(False, role=STREAM)),
        "InvalidFirehoseDestination",
        None,
    ),
    "stream": (
        v1(firehose(True, stream=ROLE)),
        v2(firehose(False, stream=ROLE)),
        "InvalidFirehoseDestination",
        None,
    ),
    **{
        f"topic {arn}": (
            v1({"SNSDestination": {"TopicARN": arn}}),
            v2({"SnsDestination": {"TopicArn": arn}}),
            BEHAVIOUR["evdest-sns-missing"]["code"],
            says("evdest-sns-missing", arn=arn),
        )
        for arn in BAD_ARNS[1:]
    },
}


@pytest.mark.parametrize("verb", ["create", "update"])
@pytest.mark.parametrize(("first", "second", "code", "text"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(
    refused: Refused,
    refused2: Refused,
    shown: Any,
    verb: str,
    first: Any,
    second: Any,
    code: str,
    text: str | None,
) -> None:
    method = f"{verb}_configuration_set_event_destination"

    answer = refused(method, **first)
    assert answer == (code, text or answer[1], 400)
    if second["EventDestinationName"] or verb == "create":  # in an update it is part of the URL
        assert refused2(method, **second) == ("BadRequestException", answer[1], 400)
    assert shown() == ([], [])


@recent("EventBridgeDestination")
@pytest.mark.parametrize("arn", [f"arn:aws:events:{PLACE}:event-bus/own", TOPIC])
def test_only_the_default_event_bus(refused2: Refused, arn: str) -> None:
    answer = refused2(
        "create_configuration_set_event_destination",
        **v2({"EventBridgeDestination": {"EventBusArn": arn}}),
    )

    assert answer == ("BadRequestException", says("evdest-event-bus", arn=arn), 400)


@pytest.mark.parametrize("target", [{"ApplicationArn": TOPIC}, {}], ids=["wrong", "none"])
def test_a_pinpoint_project_is_an_arn(refused2: Refused, target: dict[str, str]) -> None:
    answer = refused2(
        "create_configuration_set_event_destination", **v2({"PinpointDestination": target})
    )

    text = says("evdest-pinpoint", arn=target.get("ApplicationArn", ""))
    assert answer == ("BadRequestException", text, 400)


@pytest.mark.parametrize("arn", [TOPIC, f"arn:aws-cn:sns:cn-north-1:{'0' * 12}:a_b-C.fifo"])
def test_every_topic_is_taken_to_exist(client: Any, shown: Any, arn: str) -> None:
    client.create_configuration_set_event_destination(**v1({"SNSDestination": {"TopicARN": arn}}))

    assert shown()[1][0]["SnsDestination"] == {"TopicArn": arn}


def test_v1_knows_eight_types_of_events(refused: Refused) -> None:
    row = BEHAVIOUR["evdest-v1-types-enum"]

    answer = refused(
        "create_configuration_set_event_destination",
        **v1(TARGETS_V1["sns"], MatchingEventTypes=["send", "deliveryDelay"]),
    )

    assert answer == (row["code"], row["message"], 400)


def test_a_name_is_taken_once(client: Any, refused: Refused, refused2: Refused) -> None:
    client.create_configuration_set_event_destination(**v1(TARGETS_V1["sns"]))
    text = says("evdest-exists", dest="all", set="news")
    method = "create_configuration_set_event_destination"

    assert refused(method, **v1(TARGETS_V1["sns"])) == ("EventDestinationAlreadyExists", text, 400)
    assert refused2(method, **v2(TARGETS_V2["sns"])) == ("AlreadyExistsException", text, 400)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_destination_that_is_not_there(refused: Refused, refused2: Refused, verb: str) -> None:
    row = BEHAVIOUR["cs-evdest-missing"]
    text = row["message"].replace("{config-set}", "news")
    method = f"{verb}_configuration_set_event_destination"
    first, second = v1(TARGETS_V1["sns"]), v2(TARGETS_V2["sns"])
    if verb == "delete":
        first = second = {**NEWS, "EventDestinationName": "all"}

    assert refused(method, **first) == (row["code"], text, row["http_status"])
    assert refused2(method, **second) == ("NotFoundException", text, 404)


def test_a_name_that_none_can_have_is_not_looked_for(refused: Refused) -> None:
    answer = refused(
        "delete_configuration_set_event_destination", **NEWS, EventDestinationName="a b"
    )

    assert answer == ("InvalidParameterValue", says("evdest-name", name="a b"), 400)


@pytest.mark.parametrize("verb", ["create", "update", "delete"])
def test_a_set_that_is_not_there(
    account: Account, refused: Refused, refused2: Refused, verb: str
) -> None:
    account.delete_configuration_set("news")
    text = says("cs-missing-v2", name="news")
    method = f"{verb}_configuration_set_event_destination"
    first, second = v1(TARGETS_V1["sns"]), v2(TARGETS_V2["sns"])
    if verb == "delete":
        first = second = {**NEWS, "EventDestinationName": "all"}

    assert refused(method, **first) == ("ConfigurationSetDoesNotExist", text, 400)
    assert refused2(method, **second) == ("NotFoundException", text, 404)
    answer = refused2("get_configuration_set_event_destinations", **NEWS)
    assert answer == ("NotFoundException", text, 404)


def test_a_set_has_ten_destinations(mock: SESMock, client: Any, refused: Refused) -> None:
    """[doc-event-quotas]; the words are not known."""
    for number in range(10):
        client.create_configuration_set_event_destination(**v1(TARGETS_V1["sns"], str(number)))

    code, _, status = refused(
        "create_configuration_set_event_destination", **v1(TARGETS_V1["sns"], "10")
    )

    assert (code, status) == ("LimitExceeded", 400)
