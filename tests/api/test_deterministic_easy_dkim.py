"""Identities whose DKIM keys are those of another region's, and where all of them are published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sending import ses, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.wire.models import service_model

MODEL = service_model("sesv2")
SIGNING = MODEL.shape_for("DkimSigningAttributes").members
DKIM = MODEL.shape_for("DkimAttributes").members
INFO = MODEL.operation_model("GetEmailIdentity").output_shape.members

# https://docs.aws.amazon.com/general/latest/gr/ses.html [dkim-zones]
WITH_A_ZONE = [
    *("af-south-1", "ap-northeast-3", "ap-south-2", "ap-southeast-3", "ap-southeast-5"),
    *("ca-west-1", "eu-central-2", "eu-south-1", "il-central-1", "me-central-1", "us-gov-east-1"),
]
WITHOUT = ["us-east-1", "us-west-2", "eu-west-1", "eu-central-1", "us-gov-west-1", "me-south-1"]

needs_zone = pytest.mark.skipif("SigningHostedZone" not in DKIM, reason="an older service model")
needs_origin = pytest.mark.skipif(
    "DomainSigningAttributesOrigin" not in SIGNING or "VerificationInfo" not in INFO,
    reason="an older service model",
)

EASY = {"NextSigningKeyLength": "RSA_2048_BIT"}
BROUGHT = {"DomainSigningSelector": "s1", "DomainSigningPrivateKey": "a2V5"}
US, EU = sesv2("us-east-1"), sesv2("eu-west-1")


def origin(region: str) -> str:
    return f"AWS_SES_{region.upper().replace('-', '_')}"


def create(client: Any, domain: str = "example.com", **signing: str) -> dict[str, Any]:
    answer: dict[str, Any] = client.create_email_identity(
        EmailIdentity=domain, DkimSigningAttributes=signing
    )
    return answer


def replicate(client: Any = EU, parent: str = "us-east-1") -> dict[str, Any]:
    return create(client, DomainSigningAttributesOrigin=origin(parent))


def dkim(client: Any, identity: str = "example.com") -> dict[str, Any]:
    answer: dict[str, Any] = client.get_email_identity(EmailIdentity=identity)["DkimAttributes"]
    return answer


def info(client: Any) -> dict[str, Any]:
    answer: dict[str, Any] = client.get_email_identity(EmailIdentity="example.com")
    return dict(answer["VerificationInfo"])


@needs_zone
@pytest.mark.parametrize("region", [*WITH_A_ZONE, *WITHOUT])
def test_where_keys_are_published(mock: SESMock, region: str) -> None:
    """[dkim-zones]."""
    zone = f"dkim.{region}.amazonses.com" if region in WITH_A_ZONE else "dkim.amazonses.com"
    client = sesv2(region)

    assert create(client, **EASY)["DkimAttributes"]["SigningHostedZone"] == zone
    assert dkim(client)["SigningHostedZone"] == zone
    changed = client.put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.com",
        SigningAttributesOrigin="AWS_SES",
        SigningAttributes={"NextSigningKeyLength": "RSA_1024_BIT"},
    )
    if (
        "SigningHostedZone"
        in MODEL.shape_for("PutEmailIdentityDkimSigningAttributesResponse").members
    ):
        assert changed["SigningHostedZone"] == zone


@needs_origin
def test_a_replica_has_its_parents_keys(mock: SESMock) -> None:
    """[deed-model]: one set of DNS records, as they are now, serves both."""
    parent = create(US, **EASY)["DkimAttributes"]

    created = replicate()["DkimAttributes"]

    assert created == {**parent, "SigningAttributesOrigin": origin("us-east-1")}
    assert dkim(EU) == {**created, "Status": "PENDING"}
    assert dkim(EU) == {**dkim(US), "SigningAttributesOrigin": origin("us-east-1")}
    assert info(EU) == {}
    EU.create_email_identity(EmailIdentity="ada@example.com")
    assert dkim(EU, "ada@example.com") == dkim(EU)
    first = ses("eu-west-1").get_identity_dkim_attributes(Identities=["example.com"])
    assert first["DkimAttributes"]["example.com"]["DkimTokens"] == parent["Tokens"]
    tokens = ses("eu-west-1").verify_domain_dkim(Domain="example.com")["DkimTokens"]
    assert tokens == parent["Tokens"]


@needs_origin
def test_a_replica_follows_its_parent(mock: SESMock) -> None:
    create(US, **EASY)
    replicate()

    US.put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.com",
        SigningAttributesOrigin="AWS_SES",
        SigningAttributes={"NextSigningKeyLength": "RSA_1024_BIT"},
    )

    assert dkim(EU)["Tokens"] == dkim(US)["Tokens"]
    assert dkim(EU)["CurrentSigningKeyLength"] == "RSA_1024_BIT"


@needs_origin
def test_an_identity_becomes_a_replica_and_ceases_to_be_one(mock: SESMock) -> None:
    parent = create(US, **EASY)["DkimAttributes"]
    own = create(EU, **EASY)["DkimAttributes"]["Tokens"]

    answer = EU.put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.com", SigningAttributesOrigin=origin("us-east-1")
    )
    assert answer["DkimTokens"] == parent["Tokens"] == dkim(EU)["Tokens"]

    answer = EU.put_email_identity_dkim_signing_attributes(
        EmailIdentity="example.com", SigningAttributesOrigin="AWS_SES"
    )
    assert answer["DkimTokens"] == dkim(EU)["Tokens"]
    assert set(answer["DkimTokens"]).isdisjoint([*parent["Tokens"], *own])


@needs_origin
@needs_zone
def test_a_replicas_zone_is_its_parents(mock: SESMock) -> None:
    """The CNAME records lead there; inferred from the records being the same."""
    create(sesv2("eu-south-1"), **EASY)

    replicate(EU, "eu-south-1")

    assert dkim(EU)["SigningHostedZone"] == "dkim.eu-south-1.amazonses.com"


def no_parent(_: SESMock) -> str:
    return "us-east-1"


def only_verified(mock: SESMock) -> str:
    mock.account("us-east-1").verify("example.com")
    return "us-east-1"


def parent_elsewhere(_: SESMock) -> str:
    create(sesv2("us-west-2"), **EASY)
    return "us-east-1"


def own_key(_: SESMock) -> str:
    create(US, **BROUGHT)
    return "us-east-1"


def replica(_: SESMock) -> str:
    replicate(US, "us-west-2")
    return "us-east-1"


def here(_: SESMock) -> str:
    return "eu-west-1"


@needs_origin
@pytest.mark.parametrize(
    ("arrange", "error"),
    [
        (no_parent, "REPLICATION_PRIMARY_NOT_FOUND"),
        (only_verified, "REPLICATION_PRIMARY_NOT_FOUND"),
        (parent_elsewhere, "REPLICATION_PRIMARY_NOT_FOUND"),
        (own_key, "REPLICATION_PRIMARY_BYO_DKIM_NOT_SUPPORTED"),
        (replica, "REPLICATION_REPLICA_AS_PRIMARY_NOT_SUPPORTED"),
        (here, "REPLICATION_PRIMARY_INVALID_REGION"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_why_there_is_nothing_to_replicate(mock: SESMock, arrange: Any, error: str) -> None:
    """[deed-model]; the names are the service model's."""
    parent = arrange(mock)
    assert error in MODEL.shape_for("VerificationError").enum

    created = replicate(EU, parent)["DkimAttributes"]

    assert created["SigningAttributesOrigin"] == origin(parent)
    assert not {"Tokens", "SigningHostedZone", "CurrentSigningKeyLength"} & created.keys()
    assert info(EU)["ErrorType"] == error
    mock.clock.advance(timedelta(minutes=5))
    assert info(EU)["ErrorType"] == error
    mock.account("eu-west-1").verify("example.com")
    assert "ErrorType" not in info(EU)


@needs_origin
def test_options_of_the_default_region_are_no_parents_elsewhere() -> None:
    """Of the mock's options, that is: they are arranged once more for the region they are for."""
    with SESMock(verified_identities=["example.com"], region="eu-west-1"):
        replicate(US, "eu-west-1")

        assert info(US)["ErrorType"] == "REPLICATION_PRIMARY_NOT_FOUND"


# What SES missed when it looked


@needs_origin
def test_a_pending_domain_five_minutes_later(mock: SESMock) -> None:
    """[ident-pending-info]: before, nothing; then what SES missed, and when it looked."""
    create(US, **EASY)
    started = dkim(US)["LastKeyGenerationTimestamp"]
    mock.clock.advance(timedelta(minutes=4, seconds=59))
    assert info(US) == {}

    mock.clock.advance(timedelta(seconds=2))

    found = info(US)
    assert found.pop("ErrorType") == "HOST_NOT_FOUND"
    assert abs(found.pop("LastCheckedTimestamp") - started - timedelta(minutes=5)) < timedelta(
        seconds=1
    )
    assert found == {}
    mock.clock.advance(timedelta(hours=20))
    assert (
        timedelta(0) <= mock.clock.now() - info(US)["LastCheckedTimestamp"] < timedelta(minutes=6)
    )


@needs_origin
@pytest.mark.parametrize("verify", ["verify_domain_identity", "verify_domain_dkim"])
def test_a_domain_of_the_other_api_is_looked_for_as_well(mock: SESMock, verify: str) -> None:
    getattr(ses(), verify)(Domain="example.com")
    mock.clock.advance(timedelta(minutes=5))

    assert info(US)["ErrorType"] == "HOST_NOT_FOUND"


@needs_origin
@pytest.mark.parametrize("status", ["Success", "Failed", "TemporaryFailure", "NotStarted"])
def test_only_what_is_pending_is_missed(mock: SESMock, status: Any) -> None:
    mock.account().add_identity("example.com")
    mock.account().add_identity("example.com", status)
    mock.clock.advance(timedelta(minutes=5))

    assert "ErrorType" not in info(US)


@needs_origin
def test_no_record_is_missed_of_an_address(mock: SESMock) -> None:
    """[ident-get-email-rec]: it is verified by a link in a mail."""
    US.create_email_identity(EmailIdentity="ada@example.com")
    mock.clock.advance(timedelta(minutes=5))

    assert US.get_email_identity(EmailIdentity="ada@example.com")["VerificationInfo"] == {}


@needs_origin
def test_a_domain_pending_anew(mock: SESMock) -> None:
    """When it was last verified is shown beside what is missing now."""
    account = mock.account()
    account.verify("example.com")
    account.add_identity("example.com", "Pending")
    mock.clock.advance(timedelta(minutes=3))
    account.add_identity("example.com", "Pending")  # still the same attempt
    mock.clock.advance(timedelta(minutes=3))

    found = info(US)

    assert found["ErrorType"] == "HOST_NOT_FOUND"
    assert found["LastCheckedTimestamp"] > found["LastSuccessTimestamp"]
