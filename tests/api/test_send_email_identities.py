"""SendEmail and the identities it names: verification, sending authorization, MAIL FROM."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR, says
from sending import SEND, mail, refusal, ses

from pytest_sesmock import SESMock

ARN = "arn:aws:ses:us-east-1:123456789012:identity/"
FOREIGN_ARN = "arn:aws:ses:us-east-1:999999999999:identity/"
CALLER = "arn:aws:iam::123456789012:user/sesmock"


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


# Verification

UNVERIFIED = BEHAVIOUR["doc-unver"]["message"].partition("region region: ")[0]


def unverified(region: str, *identities: str) -> tuple[str, str, int]:
    return "MessageRejected", f"{UNVERIFIED}region {region}: {', '.join(identities)}", 400


@pytest.mark.parametrize(
    ("verified", "source", "passes"),
    [
        (["example.com"], "a@example.com", True),
        (["example.com"], "a@a.b.example.com", True),  # [doc-verify-sub]
        (["example.com"], "a@EXAMPLE.com", True),  # [doc-verify-domaincase]
        (["EXAMPLE.com"], "a@example.com", True),
        (["example.com"], "a@notexample.com", False),
        (["sub.example.com"], "a@example.com", False),
        (["a@example.com"], "a@example.com", True),
        (["a@example.com"], "Ada <a@example.com>", True),
        (["a@example.com"], "a+label@example.com", True),  # [doc-verify-label]
        (["a+label@example.com"], "a@example.com", False),
        (["a+label@example.com"], "a+label@example.com", True),
        (["a@example.com"], "A@example.com", False),  # [doc-verify-addrcase]
        (["a@EXAMPLE.com"], "a@example.com", False),  # [addr-identity-case]: so has the domain
        (["a@example.com"], "a@EXAMPLE.com", False),
        (["a@EXAMPLE.com"], "a@EXAMPLE.com", True),
        (["a@EXAMPLE.com"], "a+label@EXAMPLE.com", True),
        (["a@EXAMPLE.com"], "a+label@example.com", False),
        (["a@EXAMPLE.com", "example.com"], "a@example.com", True),
        (["a@example.com"], "a@sub.example.com", False),
        (["a@example.com"], "b@example.com", False),
        ([], "a@example.com", False),
    ],
)
def test_which_identities_cover_a_source(verified: list[str], source: str, passes: bool) -> None:
    with SESMock(region="us-east-1", verified_identities=verified) as mock:
        if passes:
            ses().send_email(**mail(Source=source))
            assert mock.outbox[0].source == source
        else:
            assert refusal(mail(Source=source)) == unverified("US-EAST-1", source)


@pytest.mark.parametrize("status", ["Pending", "Failed", "TemporaryFailure", "NotStarted"])
def test_only_success_is_verified(status: str) -> None:
    with SESMock(region="eu-west-1") as mock:
        mock.account().add_identity("example.com", status)
        assert refusal(SEND, "eu-west-1") == unverified("EU-WEST-1", SEND["Source"])
        mock.account().verify("example.com")
        ses("eu-west-1").send_email(**SEND)


def test_a_verified_parent_outweighs_a_pending_address() -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        mock.account().add_identity("noreply@example.com", "Pending")
        ses().send_email(**SEND)


def test_identities_are_echoed_as_given(mock: SESMock) -> None:
    """[unver-display-xml] [unver-case] [unver-v1-xml]: as given, joined, in the order of checks."""
    call = mail(Source="Sendportal <Nagaraj@datafind.example>", ReturnPath="bounces@other.example")
    assert refusal(call) == unverified(
        "US-EAST-1", "Sendportal <Nagaraj@datafind.example>", "bounces@other.example"
    )


def test_the_same_identity_is_named_once(mock: SESMock) -> None:
    call = mail(Source="a@un.example", ReturnPath="a@un.example")
    assert refusal(call) == unverified("US-EAST-1", "a@un.example")


def test_regions_have_accounts_of_their_own(mock: SESMock) -> None:
    assert refusal(SEND, "ap-southeast-2") == unverified("AP-SOUTHEAST-2", SEND["Source"])
    mock.account("ap-southeast-2").verify("example.com")
    ses("ap-southeast-2").send_email(**SEND)
    assert mock.outbox[0].region == "ap-southeast-2"


def test_the_sandbox_wants_recipients_verified(mock: SESMock) -> None:
    mock.account().sandbox = True
    call = mail(
        To=["Ada <ada@un.example>", "bounce+label@SIMULATOR.amazonses.com", "x@example.com"],
        Cc=["cc@un.example", "ada@un.example"],
        Bcc=["bounce-label@simulator.amazonses.com"],
    )
    assert refusal(call) == unverified(
        "US-EAST-1",
        "Ada <ada@un.example>",
        "cc@un.example",
        "ada@un.example",
        "bounce-label@simulator.amazonses.com",
    )
    remedy = mock.outbox.refusals[0].remedy
    assert remedy is not None
    assert remedy.startswith("mock.account().verify('ada@un.example', 'cc@un.example', ")
    mock.account().sandbox = False
    ses().send_email(**call)


def test_a_remedy_works_when_followed() -> None:
    """What the report tells to do, done literally, makes the same call pass."""
    with SESMock(region="us-east-1", sandbox=True) as mock:
        call = mail(Source="it's {me} <o'hara@un.example>", ConfigurationSetName="news")
        mock.account().pause_sending()
        seen = []
        for _ in range(9):
            try:
                ses().send_email(**call)
                break
            except ClientError:
                refused = mock.outbox.refusals[-1]
                seen.append(refused.rule)
                assert refused.remedy is not None
                exec(refused.remedy.partition(", or ")[0], {"mock": mock})  # noqa: S102
        assert seen == [
            "configuration-set-exists",
            "account-paused-by-holder",
            "identities-verified",
        ]
        mock.outbox.assert_count(1)


# Sending authorization and MAIL FROM


def policy(effect: str, **condition: Any) -> dict[str, Any]:
    return {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": effect,
            "Principal": {"AWS": "123456789012"},
            "Action": "ses:SendEmail",
            "Resource": "*",
            **condition,
        },
    }


@pytest.mark.parametrize(
    "arn", ["", "example.com", "arn:aws:sns:us-east-1:123456789012:topic", ARN]
)
@pytest.mark.parametrize("member", ["SourceArn", "ReturnPathArn"])
def test_arns_are_of_identities(member: str, arn: str, mock: SESMock) -> None:
    assert refusal(mail(**{member: arn})) == ("InvalidParameterValue", f"Invalid ARN <{arn}>.", 400)


def test_an_arn_covers_its_address(mock: SESMock) -> None:
    """[arn-misaligned]: the very address, or anything of the domain, display name and all."""
    template = "The address '{}' does not align with the given ARN '{}'"
    source, arn = "Example support <support@example.com>", f"{ARN}support@example.com"
    assert refusal(mail(Source=source, SourceArn=arn))[1] == template.format(source, arn)
    ses().send_email(**mail(Source="support@example.com", SourceArn=arn))
    ses().send_email(**mail(Source=source, SourceArn=f"{ARN}example.com"))
    other = f"{ARN}example.org"
    assert refusal(mail(SourceArn=other))[1] == template.format(SEND["Source"], other)
    ses().send_email(**mail(ReturnPath="b@example.com", ReturnPathArn=f"{ARN}example.com"))


@pytest.mark.parametrize(
    ("address", "identity", "aligns"),
    [
        ("boss@example.com", "boss@EXAMPLE.com", False),
        ("boss@EXAMPLE.com", "boss@example.com", False),
        ("boss@EXAMPLE.com", "boss@EXAMPLE.com", True),
        ("boss+label@example.com", "boss@example.com", True),
        ("boss@example.com", "boss+label@example.com", False),
        ("Boss@example.com", "boss@example.com", False),
        ("a@sub.example.com", "EXAMPLE.com", True),
        ("a@notexample.com", "example.com", False),
    ],
)
def test_what_an_arn_covers(address: str, identity: str, aligns: bool, mock: SESMock) -> None:
    """As in verification: domains have no case, addresses have; a label is no matter (inferred)."""
    mock.account().verify(address)
    call = mail(Source=address, SourceArn=f"{ARN}{identity}")
    if aligns:
        ses().send_email(**call)
    else:
        assert "does not align" in refusal(call)[1]


def test_another_accounts_identity_needs_its_policy() -> None:
    """[iam-denied-v1]: code, quoting and status."""
    arn = f"{FOREIGN_ARN}partner.example"
    call = mail(Source="us@partner.example", SourceArn=arn)
    with SESMock(region="us-east-1") as mock:
        assert refusal(call) == (
            "AccessDenied",
            f"User `{CALLER}' is not authorized to perform `ses:SendEmail' on resource `{arn}'",
            403,
        )
        mock.account().put_policy(arn, policy("Allow"))
        ses().send_email(**call)
        # The ARN vouches for the source only: without it the source is just unverified.
        assert refusal(mail(Source="us@partner.example"))[0] == "MessageRejected"
        assert refusal({**call, "ReturnPath": "r@partner.example"})[0] == "MessageRejected"
        ses().send_email(**call, ReturnPath="r@partner.example", ReturnPathArn=arn)


def test_an_identity_authorizes_in_its_own_region() -> None:
    """[doc-arn-sandbox]: the same region is required."""
    arn = FOREIGN_ARN.replace("us-east-1", "eu-west-1") + "partner.example"
    with SESMock(region="us-east-1") as mock:
        mock.account().put_policy(arn, policy("Allow"))
        assert refusal(mail(Source="us@partner.example", SourceArn=arn))[0] == "AccessDenied"


def test_an_own_arn_verifies_nothing(mock: SESMock) -> None:
    call = mail(Source="a@un.example", SourceArn=f"{ARN}un.example")
    assert refusal(call) == unverified("US-EAST-1", "a@un.example")


def test_an_own_identitys_policy_may_deny(mock: SESMock) -> None:
    condition = {"StringNotLike": {"ses:Recipients": "*@example.org"}}
    mock.account().put_policy("example.com", policy("Deny", Condition=condition))

    ses().send_email(**SEND)

    denied = mail(To=["bob@elsewhere.example"])
    assert refusal(denied)[1].endswith(f"on resource `{ARN}example.com'")
    assert refusal({**denied, "SourceArn": f"{ARN}example.com"})[0] == "AccessDenied"


@pytest.mark.parametrize("status", ["Pending", "Failed", "TemporaryFailure", "Success"])
@pytest.mark.parametrize("behavior", ["UseDefaultValue", "RejectMessage"])
def test_mail_from(status: str, behavior: str, mock: SESMock) -> None:
    """RejectMessage refuses in every state but Success [doc-mailfrom-code]."""
    client = ses()
    mock.account().set_mail_from(
        "example.com", "mail.example.com", status=status, behavior=behavior
    )
    if behavior == "RejectMessage" and status != "Success":
        with pytest.raises(client.exceptions.MailFromDomainNotVerifiedException) as refused:
            client.send_email(**mail(Source="a@sub.example.com"))
        _, _, recorded = says("smtp-mail-from-not-verified").partition("not verified: ")
        assert refused.value.response["Error"]["Message"] == recorded
    else:
        client.send_email(**mail(Source="a@sub.example.com"))


def test_a_pending_identitys_mail_from_does_not_count(mock: SESMock) -> None:
    """What covers the source is the verified domain; the address is not set up yet."""
    mock.account().add_identity("noreply@example.com")
    mock.account().set_mail_from(
        "noreply@example.com", "mail.example.com", behavior="RejectMessage"
    )
    ses().send_email(**SEND)
    mock.account().verify("noreply@example.com")
    assert refusal(SEND)[0] == "MailFromDomainNotVerifiedException"


def test_a_domain_literal_is_no_verified_domain(mock: SESMock) -> None:
    source = "a@[x]@example.com"
    assert refusal(mail(Source=source)) == unverified("US-EAST-1", source)
