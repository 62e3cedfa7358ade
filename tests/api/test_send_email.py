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
from sending import SEND, mail, refusal, ses

from pytest_sesmock import SESMock
from pytest_sesmock.engine.addresses import TEXTS


@pytest.fixture
def mock() -> Any:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        yield mock


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
            rf" Problem: {field}\w* {re.escape(repr(found))}$", mock.outbox.refusals[-1].requires
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
