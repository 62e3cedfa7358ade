"""What the Virtual Deliverability Manager tells: insights, metrics, recommendations."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from evidence import BEHAVIOUR, answer, says
from recent import recent
from sending import SEND, TOPIC, mail2, sesv2

from pytest_sesmock import Account, SESMock, SesmockError
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.wire.models import service_model

Refused = Callable[..., tuple[str, str, int]]

MIDNIGHT = datetime(2026, 3, 2, tzinfo=timezone.utc)
DAY = timedelta(days=1)
ENABLED = {"VdmAttributes": {"VdmEnabled": "ENABLED"}}
INSIGHTS = recent("GetMessageInsightsRequest")


@pytest.fixture(autouse=True)
def _midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", MIDNIGHT.timestamp)


@pytest.fixture
def client(mock: SESMock, client2: Any) -> Any:
    """A client of v2 in an account that has the manager enabled, and an identity."""
    mock.account().verify("example.com")
    client2.put_account_vdm_attributes(**ENABLED)
    return client2


def sent(mock: SESMock, client: Any, to: str = "Ada <ada@example.org>", **members: Any) -> Any:
    client.send_email(**mail2(To=[to]), **members)
    return mock.outbox[-1]


# Insights


def insights(client: Any, message: SentMessage) -> Any:
    shown = client.get_message_insights(MessageId=message.message_id)
    (of_recipient,) = shown["Insights"]
    return of_recipient


@INSIGHTS
def test_a_message(mock: SESMock, client: Any) -> None:
    tag = {"Name": "campaign", "Value": "spring"}
    message = sent(mock, client, EmailTags=[tag])

    shown = client.get_message_insights(MessageId=message.message_id)

    assert shown["MessageId"] == message.message_id
    assert (shown["FromEmailAddress"], shown["Subject"]) == (SEND["Source"], "Welcome")
    assert tag in shown["EmailTags"]
    # SES's own tags are there as well (documented).
    assert {"Name": "ses:from-domain", "Value": "example.com"} in shown["EmailTags"]
    (recipient,) = shown["Insights"]
    assert (recipient["Destination"], recipient["Isp"]) == ("ada@example.org", "UNKNOWN_ISP")
    assert [event["Type"] for event in recipient["Events"]] == ["SEND", "DELIVERY"]
    assert recipient["Events"][0] == {"Timestamp": MIDNIGHT, "Type": "SEND"}


@INSIGHTS
def test_a_bounce_that_comes_later_has_its_details(mock: SESMock, client: Any) -> None:
    message = sent(mock, client)
    message.bounce(type="Transient", subtype="MailboxFull", after=timedelta(hours=1), force=True)
    assert len(insights(client, message)["Events"]) == 2

    mock.clock.advance(timedelta(hours=1))

    *_, bounce = insights(client, message)["Events"]
    assert (bounce["Type"], bounce["Timestamp"]) == ("BOUNCE", MIDNIGHT + timedelta(hours=1))
    details = bounce["Details"]["Bounce"]
    assert (details["BounceType"], details["BounceSubType"]) == ("TRANSIENT", "MAILBOX_FULL")
    assert details["DiagnosticCode"].startswith("smtp; 452")


@INSIGHTS
@pytest.mark.parametrize("reason", ["BOUNCE", "COMPLAINT"])
def test_suppression_is_spelled_as_probed(mock: SESMock, client: Any, reason: Any) -> None:
    mock.account().suppress("ada@example.org", reason)

    *_, event = insights(client, sent(mock, client))["Events"]

    (details,) = event["Details"].values()
    (subtype,) = (value for name, value in details.items() if name.endswith("SubType"))
    assert event["Type"] == reason
    assert f" {subtype} " in f"{BEHAVIOUR['vdm-insights']['note'].replace(',', ' ')}"


@INSIGHTS
def test_a_complaint_and_the_order_of_time(mock: SESMock, client: Any) -> None:
    """Whatever was asked for first, a timeline goes by time."""
    message = sent(mock, client)
    message.complain(feedback_type=None, after=timedelta(minutes=2))
    message.open(after=timedelta(minutes=1))
    mock.clock.advance(120)

    events = insights(client, message)["Events"]

    assert [each["Type"] for each in events] == ["SEND", "DELIVERY", "OPEN", "COMPLAINT"]
    assert "Details" not in events[2]
    assert events[3].get("Details") == {"Complaint": {}}


@INSIGHTS
def test_a_mail_that_cannot_be_rendered_has_no_subject(mock: SESMock, client: Any) -> None:
    mock.account().create_template("welcome", subject="Hello {{name}}", text="Hi")
    template = {"TemplateName": "welcome", "TemplateData": "{}"}
    client.send_email(**{**mail2(), "Content": {"Template": template}})

    shown = client.get_message_insights(MessageId=mock.outbox[-1].message_id)

    assert "Subject" not in shown
    assert [each["Type"] for each in shown["Insights"][0]["Events"]] == ["RENDERING_FAILURE"]


UNTRACKED: dict[str, dict[str, Any]] = {
    "two recipients": {"To": ["ada@example.org", "bob@example.org"]},
    "simulator": {"To": ["bounce+label@simulator.amazonses.com"]},
}


@INSIGHTS
@pytest.mark.parametrize("to", UNTRACKED.values(), ids=UNTRACKED)
def test_what_is_not_tracked_is_not_found(
    mock: SESMock, client: Any, refused2: Refused, to: Any
) -> None:
    """[vdm-untracked]."""
    client.send_email(**mail2(**to))
    id_ = mock.outbox[-1].message_id

    expected = answer("vdm-message-missing", id=id_, account=mock.account().account_id)
    assert refused2("get_message_insights", MessageId=id_) == expected
    assert values(client, "SEND") == []


@INSIGHTS
def test_a_delegates_mail_is_not_tracked(mock: SESMock, client: Any, refused2: Refused) -> None:
    arn = "arn:aws:ses:us-east-1:999999999999:identity/example.net"
    statement = {"Effect": "Allow", "Principal": "*", "Action": "ses:*", "Resource": arn}
    mock.account().put_policy(arn, {"Statement": [statement]})
    client.send_email(**mail2(Source="a@example.net"), FromEmailAddressIdentityArn=arn)

    code, _, status = refused2("get_message_insights", MessageId=mock.outbox[-1].message_id)

    assert (code, status) == ("NotFoundException", 404)


@INSIGHTS
def test_a_message_of_another_region_is_not_found(mock: SESMock, refused2: Refused) -> None:
    mock.account("eu-west-1").verify("example.com")
    elsewhere = sesv2(region="eu-west-1")
    for each in (elsewhere, sesv2()):
        each.put_account_vdm_attributes(**ENABLED)
    message = sent(mock, elsewhere)

    assert insights(elsewhere, message)["Destination"] == "ada@example.org"
    code, _, status = refused2("get_message_insights", MessageId=message.message_id)
    assert (code, status) == ("NotFoundException", 404)


GATED: dict[str, dict[str, Any]] = {
    "get_message_insights": {"MessageId": "no id"},
    "list_recommendations": {},
    "batch_get_metric_data": {"Queries": []},
}


@pytest.mark.parametrize("attributes", [None, {"VdmEnabled": "DISABLED"}], ids=["never", "off"])
@pytest.mark.parametrize("method", GATED)
def test_without_the_manager_nothing_is_told(
    mock: SESMock, client2: Any, unchecked2: Refused, method: str, attributes: Any
) -> None:
    """The gate comes before whatever else is wrong with the request [vdm-gate]."""
    if not hasattr(client2, method):
        pytest.skip(f"this botocore has no {method}")
    if attributes:
        client2.put_account_vdm_attributes(VdmAttributes=attributes)

    assert unchecked2(method, **GATED[method]) == answer("vdm-gate")


# Metrics


def query(metric: str = "SEND", **members: Any) -> dict[str, Any]:
    return {
        "Id": metric,
        "Namespace": "VDM",
        "Metric": metric,
        "StartDate": MIDNIGHT,
        "EndDate": MIDNIGHT + 5 * DAY,
        **members,
    }


def values(client: Any, metric: str, **members: Any) -> list[tuple[int, int]]:
    """Days since midnight, each with its number."""
    shown = client.batch_get_metric_data(Queries=[query(metric, **members)])
    assert shown["Errors"] == []
    (result,) = shown["Results"]
    assert result["Id"] == metric
    days = [(moment - MIDNIGHT) // DAY for moment in result["Timestamps"]]
    assert [MIDNIGHT + day * DAY for day in days] == result["Timestamps"]
    return list(zip(days, result["Values"], strict=True))


def test_days_are_whole_sparse_and_end_before_the_end(mock: SESMock, client: Any) -> None:
    """[metrics-series]."""
    for hours in (1, 23, 48):  # on the days 0, 1 and 3
        mock.clock.advance(timedelta(hours=hours))
        sent(mock, client)
        sent(mock, client)

    assert values(client, "SEND") == [(0, 2), (1, 2), (3, 2)]
    assert values(client, "SEND", EndDate=MIDNIGHT + 3 * DAY) == [(0, 2), (1, 2)]
    assert values(client, "SEND", StartDate=MIDNIGHT + 2 * DAY) == [(3, 2)]


def test_every_metric(mock: SESMock, client: Any) -> None:
    """[metrics-names]: feedback of the suppression list does not count, opens are unique."""
    client.create_configuration_set(ConfigurationSetName="news")
    client.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestinationName="opens",
        EventDestination={
            "Enabled": True,
            "MatchingEventTypes": ["OPEN"],
            "SnsDestination": {"TopicArn": TOPIC},
        },
    )
    mock.account().suppress("gone@example.org")
    mock.account().suppress("cross@example.org", "COMPLAINT")
    for address in ("gone", "cross"):
        sent(mock, client, f"{address}@example.org")
    sent(mock, client, "a@example.org").bounce()
    sent(mock, client, "b@example.org").bounce(type="Transient", subtype="MailboxFull")
    for address in ("c", "d"):
        sent(mock, client, f"{address}@example.org").complain()
    link = {"Html": {"Data": '<a href="https://example.com">Hello</a>'}}
    call = mail2(To=["e@example.org"], Message={**SEND["Message"], "Body": link})
    client.send_email(**call, ConfigurationSetName="news")
    for _ in range(2):
        mock.outbox[-1].open()
        mock.outbox[-1].click()

    counts = {
        metric: dict(values(client, metric)).get(0, 0)
        for metric in says("metrics-enum").partition("[")[2].rstrip("]").split(", ")
    }

    assert counts == {
        "SEND": 7,
        "DELIVERY": 3,
        "PERMANENT_BOUNCE": 1,
        "TRANSIENT_BOUNCE": 1,
        "COMPLAINT": 2,
        "OPEN": 1,
        "CLICK": 1,
        "DELIVERY_OPEN": 1,
        "DELIVERY_CLICK": 1,
        "DELIVERY_COMPLAINT": 2,
    }


@pytest.mark.parametrize(
    ("dimensions", "number"),
    [
        ({"EMAIL_IDENTITY": "example.com"}, 2),
        ({"EMAIL_IDENTITY": "NoReply@example.com"}, 2),
        ({"EMAIL_IDENTITY": "other.example"}, 0),
        ({"ISP": "UNKNOWN_ISP"}, 2),
        ({"ISP": "Gmail"}, 0),
        ({"CONFIGURATION_SET": "news"}, 1),
        ({"CONFIGURATION_SET": "news", "EMAIL_IDENTITY": "other.example"}, 0),
    ],
    ids=str,
)
def test_dimensions(mock: SESMock, client: Any, dimensions: dict[str, str], number: int) -> None:
    mock.account().create_configuration_set("news")
    sent(mock, client)
    sent(mock, client, ConfigurationSetName="news")

    found = values(client, "SEND", Dimensions=dimensions)

    assert found == ([(0, number)] if number else [])


@recent("TenantSuppressionAttributes")
def test_the_dimension_of_tenants(mock: SESMock, client: Any) -> None:
    client.create_tenant(TenantName="acme")
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    client.create_tenant_resource_association(TenantName="acme", ResourceArn=arn)
    sent(mock, client)
    sent(mock, client, TenantName="acme")

    assert values(client, "SEND", Dimensions={"TENANT_NAME": "acme"}) == [(0, 1)]


LONG = {"EndDate": MIDNIGHT + 60 * DAY + timedelta(seconds=1)}
BACKWARDS = {"EndDate": MIDNIGHT}
BLANK = {"Dimensions": {"EMAIL_IDENTITY": " "}}
REFUSED_QUERIES: dict[str, tuple[list[Any], str, str]] = {
    "id twice": ([query(), query(Namespace="X")], "metrics-id-repeated", ""),
    "dimension": ([query("X", Dimensions={"X": "y"})], "metrics-dimension", ""),
    "metric": ([query("X", **BLANK)], "metrics-enum", ""),
    "blank identity": ([query(**BACKWARDS), query("OPEN", **BLANK)], "metrics-identity", ""),
    "half an identity": (
        [query(Dimensions={"EMAIL_IDENTITY": "@example.com"})],
        "metrics-identity",
        "",
    ),
    "isp": ([query(Dimensions={"ISP": "a b"})], "metrics-isp", ""),
    "blank set": ([query(Dimensions={"CONFIGURATION_SET": ""})], "metrics-set-blank", ""),
    "set": ([query(Dimensions={"CONFIGURATION_SET": "a.b"})], "metrics-set", "a.b"),
    "backwards": ([query(**BACKWARDS)], "metrics-dates", ""),
    "too long": ([query(**LONG)], "metrics-interval", ""),
    "blank tenant": ([query(Dimensions={"TENANT_NAME": ""})], "metrics-tenant-blank", ""),
    "tenant": ([query(Dimensions={"TENANT_NAME": "a.b"})], "metrics-tenant", "a.b"),
}


@pytest.mark.parametrize(("queries", "row", "name"), REFUSED_QUERIES.values(), ids=REFUSED_QUERIES)
def test_queries_that_are_refused(
    mock: SESMock, client: Any, unchecked2: Refused, queries: Any, row: str, name: str
) -> None:
    """Of two faults the one that SES was seen to name [metrics-order]."""
    dimensions = service_model("sesv2").shape_for("MetricDimensionName").enum
    if "tenant" in row and "TENANT_NAME" not in dimensions:
        pytest.skip("this botocore's metrics have no tenants")

    assert unchecked2("batch_get_metric_data", Queries=queries) == answer(row, name=name)


@pytest.mark.parametrize("number", [0, 11])
def test_the_number_of_queries(client: Any, unchecked2: Refused, number: int) -> None:
    code, message, status = unchecked2("batch_get_metric_data", Queries=[query()] * number)

    assert (code, status) == ("BadRequestException", 400)
    assert message.startswith("1 validation error detected: Value at 'queries' failed to satisfy")


def test_a_query_may_span_sixty_days(client: Any) -> None:
    assert values(client, "SEND", EndDate=MIDNIGHT + 60 * DAY) == []


# Recommendations


def listed(client: Any, **filter_: str) -> list[tuple[str, str, str]]:
    members = {"Filter": filter_} if filter_ else {}
    shown = client.list_recommendations(**members)["Recommendations"]
    return [(each["Type"], each["Impact"], each["Status"]) for each in shown]


def test_recommendations_are_those_of_the_test(mock: SESMock, client: Any) -> None:
    account = mock.account()
    assert listed(client) == []
    account.add_recommendation("DKIM", "example.com", description="DKIM1")
    account.add_recommendation("SPF", "example.com", impact="LOW")
    mock.clock.advance(60)
    account.add_recommendation("DKIM", "example.com", description="DKIM1", status="FIXED")

    assert listed(client) == [("DKIM", "HIGH", "FIXED"), ("SPF", "LOW", "OPEN")]
    assert listed(client, STATUS="OPEN") == [("SPF", "LOW", "OPEN")]
    assert listed(client, STATUS="OPEN", IMPACT="HIGH") == []
    arn = "arn:aws:ses:us-east-1:123456789012:identity/example.com"
    assert len(listed(client, RESOURCE_ARN=arn)) == 2
    fixed = client.list_recommendations(Filter={"TYPE": "DKIM"})["Recommendations"][0]
    assert (fixed["CreatedTimestamp"], fixed["LastUpdatedTimestamp"]) == (
        MIDNIGHT,
        MIDNIGHT + timedelta(minutes=1),
    )
    assert (fixed["ResourceArn"], fixed["Description"]) == (arn, "DKIM1")


@pytest.mark.parametrize("size", [0, 101])
def test_pages_of_recommendations(client: Any, refused2: Refused, size: int) -> None:
    code, *_ = refused2("list_recommendations", PageSize=size)
    assert code == "BadRequestException"


def test_a_token_of_recommendations(client: Any, refused2: Refused) -> None:
    code, *_ = refused2("list_recommendations", NextToken="x")
    assert code == "BadRequestException"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"type": "X"}, "type must be one of DKIM"),
        ({"impact": "MEDIUM"}, "impact must be one of LOW, HIGH"),
        ({"status": "CLOSED"}, "status must be one of OPEN, FIXED"),
        ({"resource": "no identity"}, "an identity must be an email address or a domain"),
    ],
    ids=["type", "impact", "status", "resource"],
)
def test_a_recommendation_is_one(account: Account, arguments: Any, problem: str) -> None:
    with pytest.raises(SesmockError, match=problem):
        account.add_recommendation(**{"type": "DKIM", "resource": "example.com", **arguments})
