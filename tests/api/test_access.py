"""Resources of other services that a test has put out of SES's reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from sending import TOPIC

from pytest_sesmock import Account, SESMock, SesmockError
from pytest_sesmock.account.reasons.table import REASONS
from pytest_sesmock.wire.models import service_model

Refused = Callable[..., tuple[str, str, int]]

PLACE = "us-east-1:123456789012"
FUNCTION = f"arn:aws:lambda:{PLACE}:function:read-mail"
STREAM = f"arn:aws:firehose:{PLACE}:deliverystream/events"
ROLE = "arn:aws:iam::123456789012:role/ses"
BUS = f"arn:aws:events:{PLACE}:event-bus/default"
PINPOINT = f"arn:aws:mobiletargeting:{PLACE}:apps/0123456789abcdef"
KEY = f"arn:aws:kms:{PLACE}:key/0"
ORGANIZATION = f"arn:aws:workmail:{PLACE}:organization/m-0"
INSTANCE = f"arn:aws:connect:{PLACE}:instance/01234567-89ab-cdef-0123-456789abcdef"

BOUNCE = {"SmtpReplyCode": "550", "Message": "No", "Sender": "ada@example.com"}

# An action, and what of it is out of reach.
ACTIONS: dict[str, tuple[dict[str, Any], str]] = {
    "topic": ({"SNSAction": {"TopicArn": TOPIC}}, TOPIC),
    "topic of a bucket": ({"S3Action": {"BucketName": "mail", "TopicArn": TOPIC}}, TOPIC),
    "topic of a bounce": ({"BounceAction": {**BOUNCE, "TopicArn": TOPIC}}, TOPIC),
    "topic of a stop": ({"StopAction": {"Scope": "RuleSet", "TopicArn": TOPIC}}, TOPIC),
    "bucket": ({"S3Action": {"BucketName": "mail"}}, "mail"),
    "key": ({"S3Action": {"BucketName": "mail", "KmsKeyArn": KEY}}, KEY),
    "role": ({"S3Action": {"BucketName": "mail", "IamRoleArn": ROLE}}, ROLE),
    "function": ({"LambdaAction": {"FunctionArn": FUNCTION}}, FUNCTION),
    "organization": ({"WorkmailAction": {"OrganizationArn": ORGANIZATION}}, ORGANIZATION),
    "instance": ({"ConnectAction": {"InstanceARN": INSTANCE, "IAMRoleARN": ROLE}}, INSTANCE),
    "role of an instance": (
        {"ConnectAction": {"InstanceARN": INSTANCE, "IAMRoleARN": ROLE}},
        ROLE,
    ),
}
KNOWN = service_model("ses").shape_for("ReceiptAction").members
RULES = [
    pytest.param(action, resource, id=name)
    for name, (action, resource) in ACTIONS.items()
    for kind, members in action.items()
    if kind in KNOWN and members.keys() <= KNOWN[kind].members.keys()
]
RECORDED = {
    TOPIC: ("rule-topic-denied", "{arn}"),
    "mail": ("rule-bucket-denied", "{bucket}"),
    FUNCTION: ("rule-function-denied", "{arn}"),
}


@pytest.fixture
def inbound(account: Account, client: Any) -> Any:
    account.verify("example.com")
    client.create_receipt_rule_set(RuleSetName="inbound")
    return client


@pytest.mark.parametrize("exists", [False, True], ids=["create", "update"])
@pytest.mark.parametrize(("action", "resource"), RULES)
def test_actions_of_receipt_rules(
    account: Account,
    inbound: Any,
    refused: Refused,
    action: dict[str, Any],
    resource: str,
    exists: bool,
) -> None:
    rule: dict[str, Any] = {"Name": "r", "Actions": [action]}
    method = "update_receipt_rule" if exists else "create_receipt_rule"
    if exists:
        inbound.create_receipt_rule(RuleSetName="inbound", Rule=rule)
    account.deny_access(resource)

    code, text, status = refused(method, RuleSetName="inbound", Rule=rule)

    assert (status, text.rpartition(": ")[2]) == (400, resource)
    if resource in RECORDED:
        row, place = RECORDED[resource]
        recorded = BEHAVIOUR[row]
        assert (code, text) == (recorded["code"], recorded["message"].replace(place, resource))
    account.allow_access(resource)
    getattr(inbound, method)(RuleSetName="inbound", Rule=rule)


DESTINATIONS: list[Any] = [
    pytest.param({"SnsDestination": {"TopicArn": TOPIC}}, TOPIC, id="topic"),
    *(
        pytest.param(
            {"KinesisFirehoseDestination": {"IamRoleArn": ROLE, "DeliveryStreamArn": STREAM}},
            resource,
            id=name,
        )
        for name, resource in (("role", ROLE), ("stream", STREAM))
    ),
    pytest.param(
        {"EventBridgeDestination": {"EventBusArn": BUS}},
        BUS,
        id="bus",
        marks=pytest.mark.skipif(
            "EventBridgeDestination"
            not in service_model("sesv2").shape_for("EventDestinationDefinition").members,
            reason="an older service model",
        ),
    ),
    pytest.param({"PinpointDestination": {"ApplicationArn": PINPOINT}}, PINPOINT, id="pinpoint"),
]


@pytest.mark.parametrize(("target", "resource"), DESTINATIONS)
def test_event_destinations(
    account: Account, client2: Any, refused2: Refused, target: Any, resource: str
) -> None:
    account.create_configuration_set("news")
    call = {
        "ConfigurationSetName": "news",
        "EventDestinationName": "events",
        "EventDestination": {"MatchingEventTypes": ["BOUNCE"], **target},
    }
    account.deny_access(resource)

    answer = refused2("create_configuration_set_event_destination", **call)

    assert answer[0] == "BadRequestException"
    assert f"<{resource}> not found." in answer[1]
    account.allow_access(resource)
    client2.create_configuration_set_event_destination(**call)
    account.deny_access(resource)
    assert refused2("update_configuration_set_event_destination", **call) == answer
    shown = client2.get_configuration_set_event_destinations(ConfigurationSetName="news")
    assert shown["EventDestinations"][0].items() >= target.items()


@pytest.mark.parametrize(
    ("target", "resource", "code"),
    [
        ({"SNSDestination": {"TopicARN": TOPIC}}, TOPIC, "InvalidSNSDestination"),
        *(
            (
                {"KinesisFirehoseDestination": {"IAMRoleARN": ROLE, "DeliveryStreamARN": STREAM}},
                resource,
                "InvalidFirehoseDestination",
            )
            for resource in (ROLE, STREAM)
        ),
    ],
    ids=["topic", "role", "stream"],
)
def test_event_destinations_of_the_first_api(
    account: Account, refused: Refused, target: Any, resource: str, code: str
) -> None:
    account.create_configuration_set("news")
    account.deny_access(resource)

    answer = refused(
        "create_configuration_set_event_destination",
        ConfigurationSetName="news",
        EventDestination={"Name": "events", "MatchingEventTypes": ["bounce"], **target},
    )

    assert (answer[0], answer[2]) == (code, 400)
    if resource == TOPIC:
        recorded = BEHAVIOUR["evdest-sns-missing"]
        assert answer[:2] == (recorded["code"], recorded["message"].replace("{arn}", TOPIC))


def test_notifications_of_identities(account: Account, client: Any, refused: Refused) -> None:
    """[notif-topic-denied] has the code and how the text begins."""
    account.verify("example.com")
    account.deny_access(TOPIC)
    call = {"Identity": "example.com", "NotificationType": "Bounce"}

    code, text, status = refused("set_identity_notification_topic", **call, SnsTopic=TOPIC)

    assert (code, status) == (BEHAVIOUR["notif-topic-denied"]["code"], 400)
    assert text.startswith(f"SNS topic {TOPIC}")
    client.set_identity_notification_topic(**call)
    account.allow_access(TOPIC)
    client.set_identity_notification_topic(**call, SnsTopic=TOPIC)


def test_the_remedy_works(mock: SESMock, account: Account, inbound: Any, refused: Refused) -> None:
    rule = {"Name": "r", "Actions": [{"SNSAction": {"TopicArn": TOPIC}}]}
    account.deny_access(TOPIC)
    refused("create_receipt_rule", RuleSetName="inbound", Rule=rule)

    (refusal,) = mock.outbox.refusals
    assert refusal.remedy == f"mock.account().allow_access('{TOPIC}')"
    exec(refusal.remedy, {"mock": mock})  # noqa: S102 - does the remedy help?

    inbound.create_receipt_rule(RuleSetName="inbound", Rule=rule)


def test_what_is_out_of_reach_is_shown(account: Account) -> None:
    account.deny_access(TOPIC, "arn:aws:s3:::mail", "mail", FUNCTION)
    assert account.inaccessible_resources == (TOPIC, "mail", FUNCTION)

    account.allow_access("mail", STREAM)

    assert account.inaccessible_resources == (TOPIC, FUNCTION)


def test_every_region_has_a_reach_of_its_own(mock: SESMock, inbound: Any) -> None:
    mock.account("eu-west-1").deny_access("mail")

    rule = {"Name": "r", "Actions": [{"S3Action": {"BucketName": "mail"}}]}
    inbound.create_receipt_rule(RuleSetName="inbound", Rule=rule)


@pytest.mark.parametrize("method", ["deny_access", "allow_access"])
@pytest.mark.parametrize(
    "resource",
    ["", "A bucket", "ab", "x" * 64, "arn:aws:sqs:us-east-1:123456789012:q", TOPIC[:20], 1, None],
)
def test_what_is_no_resource(account: Account, method: str, resource: Any) -> None:
    account.deny_access(FUNCTION)

    with pytest.raises(SesmockError, match="a resource must be the name of an S3 bucket or the"):
        getattr(account, method)(FUNCTION, STREAM, resource)

    assert account.inaccessible_resources == (FUNCTION,)


def test_texts_that_nobody_recorded_say_so() -> None:
    """Grade C, and a note."""
    of_access = [reason for reason in REASONS if "{resource}" in reason.text.template]
    assert len(of_access) == 12
    assert {reason.text.grade for reason in of_access} == {"A", "C"}
    assert all(reason.note for reason in of_access if reason.text.grade == "C")
