"""SendRawEmail, and v2 SendEmail with Raw content, against what SES is on record to answer."""

from __future__ import annotations

import base64
import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from evidence import BEHAVIOUR
from raw_sends import FROM, SUBJECT, TO, raw, v1, v2

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

PLAIN = b"From: noreply@example.com\r\nTo: ada@example.org\r\nSubject: Hi\r\n\r\nHello\r\n"


@pytest.fixture(autouse=True)
def _verified(account: Account) -> None:
    account.verify("example.com")


RECORDED: dict[str, dict[str, Any]] = {
    "missing-to-raw": v1(raw(FROM, SUBJECT)),
    "missing-to-raw-2021": v1(raw(FROM, SUBJECT), Source="noreply@example.com"),
    "empty-to-header": v1(raw(FROM, "To: ", "Bcc: ada@example.org")),
    "v1-from-missing-raw": v1(raw(TO, SUBJECT)),
    "dup-header-lu": v1(raw(FROM, TO, "List-Unsubscribe: <a>", "List-Unsubscribe: <b>")),
    "dup-header-dkim": v1(raw(FROM, TO, "DKIM-Signature: a", "DKIM-Signature: b")),
    "dup-header-delivered": v1(raw(FROM, TO, "Delivered-To: a", "delivered-to: b")),
    "dup-header-ct": v1(raw(FROM, TO, "Content-Type: text/plain", "Content-Type: text/html")),
    "dup-header-msgid": v1(raw(FROM, TO, "Message-ID: <a@b>", "Message-Id: <b@b>")),
    "missing-start-boundary": v1(raw(FROM, TO, 'Content-Type: multipart/mixed; boundary="x"')),
    "extra-route-addr": v1(raw("From: A <a@example.com> <b@example.com>", TO)),
    "domain-illegal-char": v1(raw('From: "EXTRA string=some name" <fromname@gmail.com%!>', TO)),
    "encoded-word-address": v1(raw(FROM, "To: =?UTF-8?B?YWRhQGV4YW1wbGUub3Jn?=")),
    "local-ctl-space-raw": v1(PLAIN, Destinations=["someuser .xy@example.com"]),
    "addr-domain-nonascii": v1(PLAIN, Destinations=["success@例え.jp"]),
    "size-v1-raw": v1(PLAIN + b"x" * (12_078_147 - len(PLAIN))),
    "raw-unsupported-attachment": v1(
        raw(
            FROM,
            TO,
            "MIME-Version: 1.0",
            'Content-Type: multipart/mixed; boundary="x"',
            body="--x\r\nContent-Type: application/octet-stream; name=run.exe\r\n"
            "Content-Disposition: attachment; filename=run.exe\r\n\r\nMZ\r\n--x--\r\n",
        )
    ),
}


@pytest.mark.parametrize("row", RECORDED)
def test_recorded_refusals(row: str, refused: Refused, mock: SESMock) -> None:
    evidence = BEHAVIOUR[row]

    code, message, status = refused("send_raw_email", **RECORDED[row])

    assert (code, message, status) == (evidence["code"], evidence["message"], 400)
    mock.outbox.assert_empty()


RECORDED_V2: dict[str, dict[str, Any]] = {
    "v2-from-missing-raw": v2(raw(TO)),
    "v2-raw-bad-from": v2(raw("From: A <a@example.com> <b@example.com>", TO)),
    "eai": v2(PLAIN, Destination={"ToAddresses": ["やまだ@example.org"]}),
}


@pytest.mark.parametrize("row", RECORDED_V2)
def test_recorded_refusals_of_v2(row: str, refused2: Refused) -> None:
    evidence = BEHAVIOUR[row]

    assert refused2("send_email", **RECORDED_V2[row]) == (
        evidence["code"],
        evidence["message"],
        evidence["http_status"],
    )


def test_a_from_without_an_at_sign_keeps_its_own_text_in_v2(refused2: Refused) -> None:
    assert refused2("send_email", **v2(raw("From: nobody", TO)))[1] == "Missing final '@domain'"


def test_v2_does_not_read_a_from_that_it_replaces(client2: Any, mock: SESMock) -> None:
    data = raw("From: A <a@example.com> <b@example.com>", TO)

    client2.send_email(**v2(data, FromEmailAddress="Shop <noreply@example.com>"))

    message = mock.outbox.assert_sent(source="noreply@example.com")
    assert message.headers["From"] == "Shop <noreply@example.com>"


def test_v2_replaces_from_and_reply_to_and_leaves_to_alone(client2: Any, mock: SESMock) -> None:
    """Row v2-raw-from-replaced."""
    data = raw(FROM, "To: List <list@example.org>", "Reply-To: old@example.com", "Cc: c@d.example")

    client2.send_email(
        **v2(
            data,
            FromEmailAddress="new@example.com",
            ReplyToAddresses=["reply@example.com"],
            Destination={"ToAddresses": ["ada@example.org"], "BccAddresses": ["eve@example.org"]},
        )
    )

    message = mock.outbox[0]
    assert message.headers["From"] == message.source == "new@example.com"
    assert message.headers["Reply-To"] == "reply@example.com"
    assert (message.headers["To"], message.headers["Cc"]) == (
        "List <list@example.org>",
        "c@d.example",
    )
    assert message.recipients == ("ada@example.org", "eve@example.org")


# Whom it goes to


@pytest.mark.parametrize(
    ("fields", "destinations", "recipients", "bcc"),
    [
        pytest.param([TO], None, ["ada@example.org"], [], id="To of the header"),
        pytest.param(
            [TO, "Cc: C <c@d.example>", "Bcc: b@d.example"],
            None,
            ["ada@example.org", "C <c@d.example>", "b@d.example"],
            ["b@d.example"],
            id="To, Cc and Bcc of the header",
        ),
        pytest.param([], ["x@y.example"], ["x@y.example"], ["x@y.example"], id="no To at all"),
        pytest.param(
            [TO], ["x@y.example"], ["x@y.example"], ["x@y.example"], id="the header's get none"
        ),
        pytest.param(
            ["To: Ada <ada@EXAMPLE.org>"],
            ["ada@example.org", "x@y.example"],
            ["ada@example.org", "x@y.example"],
            ["x@y.example"],
            id="hidden are those that the header does not name",
        ),
        pytest.param(
            ["To: Team: a@b.example, Bob <b@b.example>;, c@d.example"],
            None,
            ["a@b.example", "Bob <b@b.example>", "c@d.example"],
            [],
            id="members of a group",
        ),
        pytest.param([TO], [], ["ada@example.org"], [], id="no destinations in the list"),
        pytest.param(["Bcc: b@d.example"], None, ["b@d.example"], ["b@d.example"], id="Bcc alone"),
    ],
)
def test_recipients(
    client: Any,
    mock: SESMock,
    fields: list[str],
    destinations: list[str] | None,
    recipients: list[str],
    bcc: list[str],
) -> None:
    given = {} if destinations is None else {"Destinations": destinations}

    client.send_raw_email(**v1(raw(FROM, *fields), **given))

    message = mock.outbox[0]
    assert list(message.recipients) == recipients
    assert list(message.bcc) == bcc
    assert "Bcc" not in message.headers


ADA, BOB, EVE = "ada@example.org", "bob@example.org", "eve@example.org"


@pytest.mark.parametrize(
    ("fields", "destinations", "seen", "header_only"),
    [
        pytest.param(
            ["To: Ada <ada@example.org>", "Cc: bob@example.org", "Bcc: eve@example.org"],
            [ADA],
            ([f"Ada <{ADA}>"], [], []),
            [BOB, EVE],
            id="Cc and Bcc of the header alone",
        ),
        pytest.param(
            ["To: Ada <ada@example.org>", "Cc: bob@example.org", "Bcc: eve@example.org"],
            [ADA, BOB, EVE],
            ([f"Ada <{ADA}>"], [BOB], [EVE]),
            [],
            id="all are destinations",
        ),
        pytest.param(
            ["To: ada@example.org, bob@example.org"],
            [BOB, EVE],
            ([BOB], [], [EVE]),
            [ADA],
            id="one of two in To",
        ),
        pytest.param(
            ["To: Team: ada@example.org, Bob <bob@example.org>;"],
            [f"Robert <{BOB}>"],
            ([f"Bob <{BOB}>"], [], []),
            [ADA],
            id="a member of a group, by another name",
        ),
        pytest.param(
            ["To: ada@EXAMPLE.org", "Cc: bob@example.org"],
            ["ada@Example.ORG"],
            (["ada@EXAMPLE.org"], [], []),
            [BOB],
            id="case of the domain",
        ),
        pytest.param(
            ["To: Ada@example.org"],
            [ADA],
            ([], [], [ADA]),
            ["Ada@example.org"],
            id="case before the at sign, where it matters",
        ),
        pytest.param(
            ["To: ada@example.org, ada@example.org", "Cc: ada@example.org"],
            [ADA, ADA],
            ([ADA, ADA], [ADA], []),
            [],
            id="duplicates",
        ),
        pytest.param(
            ["To: ada@example.org", "Bcc: Ada <ada@example.org>, eve@example.org"],
            [ADA, EVE],
            ([ADA], [], [EVE]),
            [],
            id="in To and Bcc",
        ),
        pytest.param(
            ["To: ada@example.org", "Bcc: Ada <ada@example.org>, Eve <eve@example.org>"],
            None,
            ([ADA], [], [f"Eve <{EVE}>"]),
            [],
            id="in To and Bcc, without destinations",
        ),
        pytest.param(
            ["To: undisclosed-recipients:;"],
            [ADA],
            ([], [], [ADA]),
            [],
            id="an empty group",
        ),
        pytest.param(
            ["To: ada@example.org", "Resent-To: bob@example.org", "X-Original-To: eve@example.org"],
            [ADA],
            ([ADA], [], []),
            [],
            id="fields that address nobody",
        ),
    ],
)
@pytest.mark.parametrize("api", ["ses", "sesv2"])
def test_to_cc_and_bcc_are_those_who_get_it(
    client: Any,
    client2: Any,
    mock: SESMock,
    api: str,
    fields: list[str],
    destinations: list[str] | None,
    seen: tuple[list[str], list[str], list[str]],
    header_only: list[str],
) -> None:
    data = raw(FROM, *fields)
    if api == "ses":
        given = {} if destinations is None else {"Destinations": destinations}
        client.send_raw_email(**v1(data, **given))
    else:
        given = {} if destinations is None else {"Destination": {"ToAddresses": destinations}}
        client2.send_email(**v2(data, **given))

    (message,) = mock.outbox
    assert (list(message.to), list(message.cc), list(message.bcc)) == seen
    assert list(message.header_only) == header_only


def test_the_header_tells_who_sees_whom_in_v2(client2: Any, mock: SESMock) -> None:
    """Of the request's lists SES reads who gets the message; its header is left as it is."""
    data = raw(FROM, f"To: {ADA}", f"Cc: {BOB}")

    client2.send_email(
        **v2(data, Destination={"BccAddresses": [ADA], "ToAddresses": [EVE], "CcAddresses": [BOB]})
    )

    message = mock.outbox.assert_sent(to=[ADA], cc=[BOB], bcc=[EVE])
    assert message.header_only == ()


def test_the_header_counts_fifty_recipients_too(refused: Refused) -> None:
    fields = [f"To: a{n}@example.org" for n in range(30)] + [
        f"Cc: b{n}@example.org" for n in range(21)
    ]

    answer = refused("send_raw_email", **v1(raw(FROM, *fields)))

    assert answer == ("InvalidParameterValue", "Recipient count exceeds 50.", 400)


# Which identities


@pytest.mark.parametrize(
    ("row", "call", "region"),
    [
        pytest.param(
            "unver-v1-raw-name",
            v1(
                raw("From: Ann Mathon <contact@annmathon.com.au>", TO),
                Source="contact@annmathon.com.au",
            ),
            "ap-southeast-2",
            id="From with its name, then the bare source",
        ),
        pytest.param(
            "unver-case",
            v1(raw("From: Sonrise241@gmail.com", TO)),
            "us-east-1",
            id="as written, once",
        ),
    ],
)
def test_recorded_identities(row: str, call: dict[str, Any], region: str, mock: SESMock) -> None:
    from sending import ses

    with pytest.raises(Exception, match="not verified") as caught:
        ses(region).send_raw_email(**call)

    error = caught.value.response["Error"]  # type: ignore[attr-defined]
    assert (error["Code"], error["Message"]) == (
        BEHAVIOUR[row]["code"],
        BEHAVIOUR[row]["message"],
    )


@pytest.mark.parametrize(
    ("fields", "parameters", "failed"),
    [
        pytest.param(["Sender: s@un.example"], {}, "s@un.example", id="Sender"),
        pytest.param(["Return-Path: <r@un.example>"], {}, "r@un.example", id="Return-Path"),
        pytest.param([], {"Source": "x@un.example"}, "x@un.example", id="Source"),
        pytest.param(
            ["Sender: s@un.example", "Return-Path: <r@un.example>"],
            {"Source": "x@un.example"},
            "x@un.example, s@un.example, r@un.example",
            id="all of them",
        ),
    ],
)
def test_every_sender_is_checked(
    refused: Refused, fields: list[str], parameters: dict[str, Any], failed: str
) -> None:
    code, message, _ = refused("send_raw_email", **v1(raw(FROM, TO, *fields), **parameters))

    assert code == "MessageRejected"
    assert message.endswith(f"US-EAST-1: {failed}")


FOREIGN = "arn:aws:ses:us-east-1:999999999999:identity/other.example"
ALLOW = {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "ses:*", "Resource": "*"}]}


@pytest.mark.parametrize(
    ("fields", "parameters", "accepted"),
    [
        pytest.param([], {"SourceArn": FOREIGN}, False, id="SourceArn does not vouch for From"),
        pytest.param([], {"SourceArn": FOREIGN, "FromArn": FOREIGN}, True, id="FromArn does"),
        pytest.param(
            [f"X-SES-SOURCE-ARN: {FOREIGN}", f"X-SES-FROM-ARN: {FOREIGN}"],
            {},
            True,
            id="ARNs of the header",
        ),
    ],
)
def test_authorized_senders(
    client: Any,
    refused: Refused,
    account: Account,
    fields: list[str],
    parameters: dict[str, Any],
    accepted: bool,
) -> None:
    """Rows srcarn-from-header and srcarn-from-header-2."""
    account.put_policy(FOREIGN, ALLOW)
    call = v1(raw("From: a@other.example", TO, *fields), Source="a@other.example", **parameters)
    if accepted:
        assert client.send_raw_email(**call)["MessageId"]
    else:
        assert refused("send_raw_email", **call)[0] == "MessageRejected"


def test_v2_needs_one_arn_for_sender_and_from(client2: Any, account: Account) -> None:
    """Row doc-v2-fromarn."""
    account.put_policy(FOREIGN, ALLOW)

    assert client2.send_email(
        **v2(raw("From: a@other.example", TO), FromEmailAddressIdentityArn=FOREIGN)
    )["MessageId"]


def test_a_denied_raw_message_names_its_own_action(refused2: Refused, account: Account) -> None:
    account.put_policy("example.com", {"Statement": [{**ALLOW["Statement"][0], "Effect": "Deny"}]})

    code, message, status = refused2("send_email", **v2(PLAIN))

    assert (code, status) == ("AccessDeniedException", 403)
    assert "`ses:SendRawEmail'" in message


# What its header tells SES


def test_control_fields_work_and_are_not_delivered(
    client: Any, mock: SESMock, account: Account
) -> None:
    """Row doc-xheaders."""
    account.create_configuration_set("news")
    data = raw(
        FROM, TO, "X-SES-CONFIGURATION-SET: news", "X-SES-MESSAGE-TAGS: a=1, campaign=spring"
    )

    client.send_raw_email(**v1(data))

    message = mock.outbox[0]
    assert message.configuration_set == "news"
    assert message.tags == {"a": "1", "campaign": "spring"}
    assert not [name for name in message.headers if name.lower().startswith("x-ses-c")]
    assert "X-SES-MESSAGE-TAGS" not in message.headers


def test_parameters_win_over_the_header_and_are_not_merged(
    client: Any, mock: SESMock, account: Account
) -> None:
    account.create_configuration_set("news")
    data = raw(FROM, TO, "X-SES-CONFIGURATION-SET: none", "X-SES-MESSAGE-TAGS: a=1, b=2")

    client.send_raw_email(
        **v1(data, ConfigurationSetName="news", Tags=[{"Name": "a", "Value": "3"}])
    )

    assert mock.outbox[0].configuration_set == "news"
    assert mock.outbox[0].tags == {"a": "3"}


# What arrives


def test_bytes_are_kept_as_received(client: Any, mock: SESMock) -> None:
    data = (
        b"From: noreply@example.com\nTo: ada@example.org\r\n"
        b"Subject: Caf\xe9\nContent-Type: text/plain; charset=iso-8859-1\n"
        b"Content-Transfer-Encoding: 8bit\n\nGr\xfc\xdfe\r\nund\nmehr"
    )

    client.send_raw_email(**v1(data))

    message = mock.outbox[0]
    assert message.submitted == data
    assert message.raw.endswith(b"\n\nGr\xfc\xdfe\r\nund\nmehr")
    assert message.text == "Grüße\r\nund\nmehr"
    assert message.subject == "Caf\ufffd"  # as mail programs read a field that is not UTF-8


def test_an_empty_message_is_accepted(client: Any, mock: SESMock) -> None:
    """Row raw-empty-data-accepted."""
    client.send_raw_email(**v1(b"", Source="noreply@example.com", Destinations=["ada@example.org"]))

    message = mock.outbox[0]
    assert (message.subject, message.html, message.recipients) == ("", None, ("ada@example.org",))


@pytest.mark.parametrize("wrap", [bytes, bytearray], ids=["bytes", "bytearray"])
def test_data_of_any_type_botocore_takes(client: Any, mock: SESMock, wrap: Any) -> None:
    client.send_raw_email(**v1(wrap(PLAIN)))

    mock.outbox.assert_sent(to="ada@example.org", subject="Hi", text="Hello\r\n")


def test_data_as_text(client: Any, mock: SESMock) -> None:
    client.send_raw_email(**v1(PLAIN.decode()))  # type: ignore[arg-type]

    mock.outbox.assert_sent(subject="Hi")


def test_attachments_and_bodies_are_read(client: Any, mock: SESMock) -> None:
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"] = "noreply@example.com", "ada@example.org"
    message["Subject"] = "Grüße"
    message.set_content("text")
    message.add_alternative("<p>html</p>", subtype="html")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="bill.pdf")

    client.send_raw_email(**v1(message.as_bytes()))

    sent = mock.outbox.assert_sent(subject="Grüße", text="text\r\n", html="<p>html</p>\r\n")
    (attachment,) = sent.attachments
    assert (attachment.filename, attachment.content) == ("bill.pdf", b"%PDF")


def test_the_request_is_kept_with_its_bytes(client: Any, mock: SESMock) -> None:
    client.send_raw_email(**v1(PLAIN))

    assert mock.outbox[0].request == v1(PLAIN)
    assert base64.b64decode(base64.b64encode(PLAIN)) == mock.outbox[0].submitted


def test_a_planned_failure_knows_whom_the_message_was_for(refused: Refused, mock: SESMock) -> None:
    mock.account().fail_next("MessageRejected")

    refused("send_raw_email", **v1(PLAIN))

    refusal = mock.outbox.assert_refused(to="ada@example.org", source="noreply@example.com")
    assert refusal.rule == "planned"
