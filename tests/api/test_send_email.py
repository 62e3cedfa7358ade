"""SendEmail through boto3, against what SES is on record to answer."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path
from typing import Any

import botocore
import pytest
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR, rows
from sending import SEND, mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.engine.addresses import TEXTS

ARN = "arn:aws:ses:us-east-1:123456789012:identity/"
FOREIGN_ARN = "arn:aws:ses:us-east-1:999999999999:identity/"
CALLER = "arn:aws:iam::123456789012:user/sesmock"


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


def refusal(call: dict[str, Any], region: str = "us-east-1") -> tuple[str, str, int]:
    """Code, text and status of a refused call; fails if it is accepted."""
    with pytest.raises(ClientError) as caught:
        ses(region).send_email(**call)
    response = caught.value.response
    error = response["Error"]
    return error["Code"], error.get("Message", ""), response["ResponseMetadata"]["HTTPStatusCode"]


# What was recorded, row by row

NAME = "Invalid tag name"
LONG = "x" * 2100


def tag(name: str, value: str) -> dict[str, Any]:
    """A mail with a tag, from a source that is not verified, as in the recordings."""
    return mail(Source="user-xxx@unverified.example", Tags=[{"Name": name, "Value": value}])


RECORDED: dict[str, dict[str, Any]] = {
    "tag-name-badchar": tag("test_invalid_name:123", "test"),
    "tag-value-badchar": tag("test", "test_invalid_value:123"),
    "tag-both-bad-order": tag("test_invalid_name:123", "test_invalid_value:123"),
    "tag-name-len": tag(LONG, "test"),
    "tag-value-len": tag("test", LONG),
    "tag-name-char-before-value-len": tag("test_invalid_name@123", LONG),
    "tag-empty-both": tag("", ""),
    "tag-empty-name": tag("", "test"),
    "tag-empty-value": tag("test", ""),
    "missing-final-domain-from-name": mail(Source="CloudCustodian"),
    "addr-no-at-v1": mail(Source="sender.example.com"),
    "addr-missing-domain": mail(To=["success@"]),
    "illegal-address-comma": mail(To=["Karen, Chan <karen@e-mail-tester.appspotmail.com>"]),
    "local-ctl-space": mail(To=["Karen Chan <karen @e-mail-tester.appspotmail.com>"]),
    "local-illegal-char": mail(To=["github:haiodo"]),
    "empty-addr-v1": mail(ReturnPath=""),
    "recipients-51-v1": mail(To=[f"{n}@example.org" for n in range(51)]),
    "charset-unsupported": mail(
        Message={"Subject": {"Data": "x", "Charset": "string"}, "Body": {"Text": {"Data": "x"}}}
    ),
    "cs-missing-v1": mail(ConfigurationSetName="notifuse-261c3745-7722-4135-9180-0186aafb37e6"),
    "arn-malformed": mail(SourceArn=""),
}


@pytest.mark.parametrize("row", RECORDED)
def test_recorded_refusals(row: str, mock: SESMock) -> None:
    evidence = BEHAVIOUR[row]

    assert refusal(RECORDED[row]) == (evidence["code"], evidence["message"], 400)
    assert evidence["http_status"] == 400
    mock.outbox.assert_empty()


def test_recorded_paused_sets(mock: SESMock) -> None:
    evidence = BEHAVIOUR["cs-paused-v1"]
    mock.account().create_configuration_set("news")
    mock.account().pause_configuration_set("news")

    assert refusal(mail(ConfigurationSetName="news")) == (
        evidence["code"],
        evidence["message"].format(name="news"),
        evidence["http_status"],
    )


def test_recorded_set_names(mock: SESMock) -> None:
    code, message, _ = refusal(mail(ConfigurationSetName="Não Responda"))

    assert (code, message) == ("InvalidParameterValue", BEHAVIOUR["cs-name-invalid"]["message"])


def test_recorded_throttling(mock: SESMock) -> None:
    evidence = BEHAVIOUR["throttle-rate-xml"]
    mock.account().max_send_rate = 1
    client = ses(config=botocore.config.Config(retries={"total_max_attempts": 1}))
    client.send_email(**SEND)

    with pytest.raises(ClientError) as caught:
        client.send_email(**SEND)

    error = caught.value.response["Error"]
    assert (error["Code"], error["Message"], error["Type"]) == (
        evidence["code"],
        evidence["message"],
        "Sender",
    )
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == evidence["http_status"]


def test_recorded_pause_by_aws(mock: SESMock) -> None:
    evidence = BEHAVIOUR["acct-paused-aws"]
    mock.account().pause_sending(by="aws")

    assert refusal(SEND) == (evidence["code"], evidence["message"], evidence["http_status"])


def test_a_pause_by_the_holder_has_the_modelled_code(mock: SESMock) -> None:
    client = ses()
    client.update_account_sending_enabled(Enabled=False)

    with pytest.raises(client.exceptions.AccountSendingPausedException):
        client.send_email(**SEND)
    client.update_account_sending_enabled(Enabled=True)
    client.send_email(**SEND)


def test_the_daily_quota_has_the_documented_words(mock: SESMock) -> None:
    evidence = BEHAVIOUR["quota-daily-string"]
    mock.account().sent_last_24_hours = 50_000

    assert refusal(SEND)[:2] == (evidence["code"], evidence["message"])


def test_recorded_size(mock: SESMock) -> None:
    """The text is recorded for raw mail; here the delivered message is what counts."""
    template = BEHAVIOUR["size-v1-raw"]["message"]
    text = "x" * 70 + "\n"
    body = text * (11_000_000 // len(text))
    message = {"Subject": {"Data": "big"}, "Body": {"Text": {"Data": body}}}

    code, said, _ = refusal(mail(Message=message))

    size = int(said.split("'")[1])
    assert code == "InvalidParameterValue"
    assert said == template.replace("12078147", str(size))
    assert size > len(body)
    message["Body"]["Text"]["Data"] = body[:9_000_000]
    ses().send_email(**mail(Message=message))
    assert mock.outbox[0].text == body[:9_000_000]


def test_mail_to_the_simulator_alone_needs_no_daily_quota(mock: SESMock) -> None:
    """It does not count toward the quota [doc-sim-quota]."""
    mock.account().sent_last_24_hours = 50_000
    simulator = "success@simulator.amazonses.com"

    ses().send_email(**mail(To=[simulator, f"Ada <{simulator}>"]))

    assert refusal(mail(To=[simulator, "ada@example.org"]))[1] == "Daily message quota exceeded."
    assert mock.account().sent_last_24_hours == 50_000


def test_an_address_may_have_320_utf16_units(mock: SESMock) -> None:
    template = BEHAVIOUR["addr-len-320"]["message"]
    fits = f"{'x' * 308}@example.org"
    assert len(fits) == 320

    ses().send_email(**mail(To=[fits]))

    assert refusal(mail(To=["y" + fits]))[:2] == (
        "InvalidParameterValue",
        template.format(address="y" + fits),
    )


def test_boto3s_reference_example_is_refused_as_on_aws() -> None:
    """The example of boto3's page fails on AWS for its empty strings [boto3-4200-empties]."""
    example = reference_example()
    with SESMock(region="us-east-1", verified_identities=["sender@example.com"]) as mock:
        evidence = BEHAVIOUR["empty-addr-v1"]
        assert refusal(example) == (evidence["code"], evidence["message"], 400)
        mock.outbox.assert_empty()

        for name in ("ReturnPath", "ReturnPathArn", "SourceArn"):
            assert example.pop(name) == ""
        assert example["Destination"]["BccAddresses"] == example["ReplyToAddresses"] == []
        ses().send_email(**example)
        message = mock.outbox.assert_sent(subject="Test email")
        assert message.recipients == (
            "recipient1@example.com",
            "recipient2@example.com",
            "recipient3@example.com",
        )
        assert message.html
        assert message.text


def reference_example() -> dict[str, Any]:
    """The example as it stands in botocore's own data, from which the page is made."""
    path = Path(str(resources.files("botocore"))) / "data/ses/2010-12-01/examples-1.json"
    examples = json.loads(path.read_text(encoding="utf-8"))["examples"]["SendEmail"]
    call: dict[str, Any] = examples[0]["input"]
    return call


# Addresses

FIELDS = {
    "Source": lambda address: mail(Source=address),
    "ToAddresses": lambda address: mail(To=[address]),
    "CcAddresses": lambda address: mail(Cc=[address]),
    "BccAddresses": lambda address: mail(Bcc=[address]),
    "ReturnPath": lambda address: mail(ReturnPath=address),
    "ReplyToAddresses": lambda address: mail(ReplyToAddresses=[address]),
}
SENDS = ("SendEmail", "SendRawEmail", "SendEmail v2")
RECORDED_ADDRESSES = [
    row
    for row in rows("recorded_addresses")
    if row["kind"] == "param" and row["operation"] in SENDS
]


@pytest.mark.parametrize("row", RECORDED_ADDRESSES, ids=lambda row: row["address"][:40])
@pytest.mark.parametrize("field", FIELDS)
def test_recorded_addresses_in_every_field(field: str, row: dict[str, Any], mock: SESMock) -> None:
    call = FIELDS[field](row["address"])
    if row["verdict"] == "ok":
        mock.account().verify("e-mail-tester.appspotmail.com")
        ses().send_email(**call)
        mock.outbox.assert_count(1)
    else:
        # The 2011 and 2016 records of one text differ in the final full stop: the later one holds.
        message = row["message"].removesuffix("dot.") + "dot" * row["message"].endswith("dot.")
        assert refusal(call) == ("InvalidParameterValue", message, 400)


def test_the_javamail_table_through_the_api(mock: SESMock) -> None:
    """Every string of the table, sent as a recipient, gets JavaMail's verdict and text."""
    client = ses()
    wrong = []
    for row in rows("addresses"):
        address = row["address"]
        if len(address) > 300 or ('"' in address and ("\r" in address or "\n" in address)):
            continue  # SES's own rules on top of JavaMail's; tested above and in test_addresses
        try:
            client.send_email(**mail(To=[address]))
            answer = None
        except ClientError as error:
            answer = error.response["Error"]["Message"]
        if answer != row["message"]:
            wrong.append((address, answer, row["message"]))
    assert not wrong
    assert {refused.rule for refused in mock.outbox.refusals} == {"address-syntax"}


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("dån@example.com", "Local address contains control or whitespace"),
        ("success@例え.jp", "Domain contains control or whitespace"),
        ('"a\nb"@example.com', 'Invalid email address "a\nb"@example.com.'),
    ],
)
def test_non_ascii_and_line_breaks(address: str, message: str, mock: SESMock) -> None:
    assert message in {BEHAVIOUR[row]["message"] for row in BEHAVIOUR} | {
        text.template for text in TEXTS
    }
    assert refusal(mail(To=[address]))[1] == message


def test_punycode_domains_are_sent_to_and_from(mock: SESMock) -> None:
    mock.account().verify("例え.jp")

    ses().send_email(**mail(Source="noreply@xn--r8jz45g.jp", To=["x@xn--r8jz45g.jp"]))

    mock.outbox.assert_count(1)


# Order of checks

PAIRS: dict[str, tuple[dict[str, Any], str]] = {
    # evidence: a call with two faults, and the rule that speaks
    "tag-ses-feedback-id": (
        tag("ses:feedback-id-a", "this-marketing-campaign"),
        "identities-verified",
    ),
    "tag-name-badchar": (tag("a:b", "c"), "tags"),
    "addr-order-fields": (mail(Source="a", To=["b@"], ReturnPath="<"), "address-syntax"),
    "addr-before-cs": (mail(To=["b@"], ConfigurationSetName="none"), "address-syntax"),
    "cs-before-length": (
        mail(To=["x" * 400 + "@example.org"], ConfigurationSetName="none"),
        "configuration-set-exists",
    ),
    "no destination after syntax": (mail(To=[], ReplyToAddresses=["b@"]), "address-syntax"),
    "count before verification": (
        mail(Source="a@unverified.example", To=["b@example.org"] * 51),
        "recipient-count",
    ),
    "set before verification": (
        mail(Source="a@unverified.example", ConfigurationSetName="none"),
        "configuration-set-exists",
    ),
}


@pytest.mark.parametrize("pair", PAIRS)
def test_of_two_faults_the_first_speaks(pair: str, mock: SESMock) -> None:
    call, rule = PAIRS[pair]
    refusal(call)
    assert mock.outbox.refusals[0].rule == rule


def test_address_fields_are_read_in_order(mock: SESMock) -> None:
    """Source, To, Cc, Bcc, ReturnPath, ReplyTo, each with a fault that tells it apart."""
    faults = {
        "Source": "Missing final '@domain'",
        "To": "Missing domain",
        "Cc": "Missing local name",
        "Bcc": "Domain starts with dot",
        "ReturnPath": "Missing '>'",
        "ReplyToAddresses": "Missing ')'",
    }
    bad: dict[str, Any] = {
        "Source": "a",
        "To": ["a@"],
        "Cc": ["@b"],
        "Bcc": ["a@.b"],
        "ReturnPath": "<a",
        "ReplyToAddresses": ["("],
    }
    while bad:
        field = next(iter(bad))
        assert refusal(mail(**bad))[1] == faults[field]
        wrong = bad.pop(field)
        found = wrong if isinstance(wrong, str) else wrong[0]
        assert re.search(
            rf" Here: {field}\w* {re.escape(repr(found))}$", mock.outbox.refusals[-1].why
        )


def test_a_refused_message_uses_no_quota(mock: SESMock) -> None:
    mock.account().max_24_hour_send = 1
    refusal(mail(Source="a@unverified.example"))
    assert mock.account().sent_last_24_hours == 0
    ses().send_email(**SEND)


# Shape


@pytest.mark.parametrize(
    ("call", "violation"),
    [
        # An empty structure leaves nothing on the wire, so SES sees none.
        (mail(Message={"Subject": {"Data": ""}, "Body": {}}), "Value at 'message.body'"),
        ({**SEND, "Destination": {}}, "Value at 'destination'"),
    ],
)
def test_what_is_not_on_the_wire_is_missing(
    call: dict[str, Any], violation: str, mock: SESMock
) -> None:
    assert refusal(call) == (
        "ValidationError",
        f"1 validation error detected: {violation} failed to satisfy constraint: "
        "Member must not be null",
        400,
    )


def test_a_client_without_validation_gets_sess_own(mock: SESMock) -> None:
    client = ses(config=botocore.config.Config(parameter_validation=False))

    with pytest.raises(ClientError) as caught:
        client.send_email(Source="noreply@example.com")

    error = caught.value.response["Error"]
    assert error["Code"] == "ValidationError"
    # [val-two] in the wording of 2026.
    assert error["Message"] == (
        "2 validation errors detected: "
        "Value at 'message' failed to satisfy constraint: Member must not be null; "
        "Value at 'destination' failed to satisfy constraint: Member must not be null"
    )


def test_nobody_to_send_to(mock: SESMock) -> None:
    assert refusal(mail(To=[])) == (
        "InvalidParameterValue",
        "There are no recipients specified",
        400,
    )


@pytest.mark.parametrize("field", ["Cc", "Bcc"])
def test_cc_or_bcc_alone_is_enough(field: str, mock: SESMock) -> None:
    ses().send_email(**mail(To=[], **{field: ["ada@example.org"]}))
    assert mock.outbox.assert_sent(recipient="ada@example.org").to == ()


def test_fifty_recipients_are_enough(mock: SESMock) -> None:
    split = [[f"{field}{n}@example.org" for n in range(17)] for field in ("to", "cc", "bcc")]
    split[2].pop()
    ses().send_email(**mail(To=split[0], Cc=split[1], Bcc=split[2]))
    assert len(mock.outbox[0].recipients) == 50
    assert (
        refusal(mail(To=split[0], Cc=split[1], Bcc=[*split[2], "one@more.example"]))[1]
        == (BEHAVIOUR["recipients-51-v1"]["message"])
    )


def test_empty_lists_count_as_absent(mock: SESMock) -> None:
    ses().send_email(**mail(Cc=[], Bcc=[], ReplyToAddresses=[], Tags=[]))

    message = mock.outbox[0]
    assert (message.cc, message.bcc, message.reply_to, message.tags) == ((), (), (), {})


@pytest.mark.parametrize(
    "charset", ["UTF-8", "utf8", "ISO-8859-1", "us-ascii", "Shift_JIS", "Big5"]
)
def test_charsets_of_the_world_are_taken(charset: str, mock: SESMock) -> None:
    ses().send_email(
        **mail(
            Message={
                "Subject": {"Data": "Hi", "Charset": charset},
                "Body": {"Text": {"Data": "Hi", "Charset": charset}},
            }
        )
    )
    mock.outbox.assert_count(1)


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
        (["a@example.com"], "A@example.com", False),  # decision 10: the local part has a case
        (["a@EXAMPLE.com"], "a@example.com", True),  # decision 10: the domain has none
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
        ("boss@example.com", "boss@EXAMPLE.com", True),
        ("boss@EXAMPLE.com", "boss@example.com", True),
        ("boss+label@example.com", "boss@example.com", True),
        ("boss@example.com", "boss+label@example.com", False),
        ("Boss@example.com", "boss@example.com", False),
        ("a@sub.example.com", "EXAMPLE.com", True),
        ("a@notexample.com", "example.com", False),
    ],
)
def test_what_an_arn_covers(address: str, identity: str, aligns: bool, mock: SESMock) -> None:
    """As in verification: domains have no case, a label needs no identity of its own (inferred)."""
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
        with pytest.raises(client.exceptions.MailFromDomainNotVerifiedException):
            client.send_email(**mail(Source="a@sub.example.com"))
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


# What the outbox keeps


def test_the_outbox_keeps_what_was_sent(mock: SESMock) -> None:
    mock.account().create_configuration_set("news")
    call = mail(
        Source="Example <noreply@example.com>",
        To=["Ada <ada@example.org>"],
        Cc=["cc@example.org"],
        Bcc=["bcc@example.org"],
        ReplyToAddresses=["reply@example.com"],
        ReturnPath="bounces@example.com",
        Tags=[{"Name": "campaign", "Value": "spring"}],
        ConfigurationSetName="news",
    )
    response = ses().send_email(**call)

    message = mock.outbox.assert_sent(tags={"campaign": "spring"})
    assert message.source == call["Source"]
    assert (message.to, message.cc, message.bcc) == (
        ("Ada <ada@example.org>",),
        ("cc@example.org",),
        ("bcc@example.org",),
    )
    assert message.reply_to == ("reply@example.com",)
    assert message.return_path == "bounces@example.com"
    assert (message.subject, message.text, message.html) == ("Welcome", "Hello", "<p>Hello</p>")
    assert message.tags == {"campaign": "spring"}
    assert message.configuration_set == "news"
    assert message.message_id == response["MessageId"]
    assert (message.api, message.operation, message.region) == ("ses", "SendEmail", "us-east-1")
    assert message.request == call
    assert message.sent_at.utcoffset() is not None
    assert message.mime["To"] == "Ada <ada@example.org>"
    assert message.mime["Bcc"] is None


def test_a_refusal_is_kept_with_rule_and_request(mock: SESMock) -> None:
    call = mail(Source="a@un.example")
    code, message, status = refusal(call)

    refused = mock.outbox.assert_refused(code="MessageRejected", source="a@un.example")
    assert (refused.code, refused.message, refused.http_status) == (code, message, status)
    assert (refused.rule, refused.operation, refused.api) == (
        "identities-verified",
        "SendEmail",
        "ses",
    )
    assert refused.request == call
    assert refused.region == "us-east-1"
