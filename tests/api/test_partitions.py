"""In every partition of AWS, an account's own ARNs are its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError
from recent import recent
from sending import SEND, mail, mail2, refusal, ses, sesv2

from pytest_sesmock import SESMock

REGIONS = {
    "us-east-1": "aws",
    "us-gov-west-1": "aws-us-gov",
    "cn-north-1": "aws-cn",
    "us-isob-east-1": "aws-iso-b",
}


@pytest.fixture(params=REGIONS)
def region(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def arn(region: str) -> str:
    """What the ARNs of the account's resources begin with."""
    return f"arn:{REGIONS[region]}:ses:{region}:123456789012"


@pytest.fixture
def mock(region: str) -> Iterator[SESMock]:
    with SESMock(region=region, verified_identities=["example.com"]) as mock:
        yield mock


def test_ones_own_identity_needs_no_policy(mock: SESMock, region: str, arn: str) -> None:
    identity = f"{arn}:identity/example.com"

    ses(region).send_email(**mail(SourceArn=identity, ReturnPathArn=identity))

    assert mock.outbox[0].source == SEND["Source"]


def test_an_identity_of_another_partition_is_anothers(mock: SESMock, region: str) -> None:
    partition = "aws" if REGIONS[region] != "aws" else "aws-us-gov"
    identity = f"arn:{partition}:ses:{region}:123456789012:identity/example.com"

    assert refusal(mail(SourceArn=identity), region)[0] == "AccessDenied"


@pytest.mark.parametrize("by_api", [False, True], ids=["by the test", "by the application"])
def test_a_policy_denies(mock: SESMock, region: str, arn: str, by_api: bool) -> None:
    """It names identity and caller by ARN; other recipients are not meant."""
    caller = f"arn:{REGIONS[region]}:iam::123456789012:user/sesmock"
    policy = {
        "Statement": {
            "Effect": "Deny",
            "Principal": {"AWS": caller},
            "Action": "ses:SendEmail",
            "Resource": f"{arn}:identity/example.com",
            "Condition": {"StringEquals": {"ses:Recipients": "eve@example.org"}},
        }
    }
    if by_api:
        # As boto3 sends it: the document is text.
        document = str(policy).replace("'", '"')
        ses(region).put_identity_policy(
            Identity="example.com", PolicyName="no-eve", Policy=document
        )
    else:
        mock.account().put_policy("example.com", policy)

    code, text, _ = refusal(mail(To=["eve@example.org"]), region)
    ses(region).send_email(**SEND)

    assert code == "AccessDenied"
    assert text == (
        f"User `{caller}' is not authorized to perform `ses:SendEmail' on resource "
        f"`{arn}:identity/example.com'"
    )
    assert mock.account().caller_arn == caller


@recent("Tenant")
def test_a_tenant_sends_with_what_it_is_associated_with(
    mock: SESMock, region: str, arn: str
) -> None:
    client = sesv2(region)
    mock.account().create_configuration_set("news")
    tenant = client.create_tenant(TenantName="acme")["TenantArn"]
    call = mail2(TenantName="acme", ConfigurationSetName="news")
    resources = [f"{arn}:identity/example.com", f"{arn}:configuration-set/news"]

    with pytest.raises(ClientError) as refused:
        client.send_email(**call)
    for resource in resources:
        client.create_tenant_resource_association(TenantName="acme", ResourceArn=resource)
    client.send_email(**call)

    assert refused.value.response["Error"]["Message"] == (
        f"Tenant not associated with resources [{', '.join(resources)}]."
    )
    assert tenant.startswith(f"{arn}:tenant/acme/tn-")


@recent("Tenant")
def test_a_resource_of_another_partition_is_none_of_the_tenants(
    mock: SESMock, region: str, arn: str
) -> None:
    client = sesv2(region)
    client.create_tenant(TenantName="acme")
    elsewhere = arn.replace(f"arn:{REGIONS[region]}:", "arn:aws-eusc:")

    with pytest.raises(ClientError) as refused:
        client.create_tenant_resource_association(
            TenantName="acme", ResourceArn=f"{elsewhere}:identity/example.com"
        )

    assert "must be in the same region" in refused.value.response["Error"]["Message"]


def test_tags_are_given_by_arn(mock: SESMock, region: str, arn: str) -> None:
    client = sesv2(region)
    tags: list[dict[str, Any]] = [{"Key": "team", "Value": "shop"}]

    client.tag_resource(ResourceArn=f"{arn}:identity/example.com", Tags=tags)

    assert client.get_email_identity(EmailIdentity="example.com")["Tags"] == tags


def test_a_topic_of_the_partition_is_one(mock: SESMock, region: str) -> None:
    topic = f"arn:{REGIONS[region]}:sns:{region}:123456789012:bounces"
    client = ses(region)
    client.create_configuration_set(ConfigurationSet={"Name": "news"})

    client.create_configuration_set_event_destination(
        ConfigurationSetName="news",
        EventDestination={
            "Name": "sns",
            "Enabled": True,
            "MatchingEventTypes": ["bounce"],
            "SNSDestination": {"TopicARN": topic},
        },
    )
    client.set_identity_notification_topic(
        Identity="example.com", NotificationType="Bounce", SnsTopic=topic
    )

    shown = client.get_identity_notification_attributes(Identities=["example.com"])
    assert shown["NotificationAttributes"]["example.com"]["BounceTopic"] == topic
