from __future__ import annotations

import json
import re
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from mime_samples import (
    CHARSETS,
    ENTITY,
    MESSAGE_ID,
    SENT_AT,
    STAMP,
    a_submission,
    added_headers,
    assert_lines_are_legal,
    attached_files,
    composed,
    local_parts,
    quoted,
    read,
    texts,
)

from pytest_sesmock.engine.composing import mime
from pytest_sesmock.engine.composing.mime import compose, delivered_size, exceeds
from pytest_sesmock.engine.elements import AttachedFile, Content, Header
from pytest_sesmock.engine.raw_mail import charsets
from pytest_sesmock.engine.submissions.submission import Submission

DATA = Path(__file__).parent.parent / "data"


# Form


def test_a_text_mail_is_written_as_received_ones_are() -> None:
    raw = composed(
        cc=("Cy <cy@example.com>",), subject=Content("Hello"), text=Content("Hi Bob,\nall well?")
    )
    feedback_id = re.search(rb"Feedback-ID: (\S+)\r\n", raw)
    assert feedback_id
    assert re.fullmatch(rb"::1\.us-west-2\.[A-Za-z0-9+/]{43}=:AmazonSES", feedback_id[1])
    assert raw == (
        b"From: ann@example.com\r\n"
        b"To: bob@example.com\r\n"
        b"Cc: Cy <cy@example.com>\r\n"
        b"Subject: Hello\r\n"
        b"MIME-Version: 1.0\r\n"
        b"Content-Type: text/plain; charset=UTF-8\r\n"
        b"Content-Transfer-Encoding: 7bit\r\n"
        b"Message-ID: <" + MESSAGE_ID.encode() + b"@us-west-2.amazonses.com>\r\n"
        b"Date: Thu, 2 Nov 2023 18:33:46 +0000\r\n"
        b"Feedback-ID: " + feedback_id[1] + b"\r\n"
        b"X-SES-Outgoing: 2023.11.02-192.0.2.1\r\n"
        b"\r\n"
        b"Hi Bob,\r\nall well?"
    )


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        # The mail received in [mime-simple-text], without the signatures on top
        pytest.param(
            {"cc": ("c@example.com",), "text": Content("x")},
            ["From", "To", "Cc", "Subject", *ENTITY, *STAMP],
            id="received text mail",
        ),
        # The headers of the event recorded in [evt-send-json]
        pytest.param(
            {"text": Content("x"), "html": Content("y")},
            ["From", "To", "Subject", "MIME-Version", "Content-Type", *STAMP],
            id="recorded event of a mail with text and HTML",
        ),
        pytest.param(
            {"reply_to": ("r@example.com",), "cc": ("c@example.com",)},
            ["From", "Reply-To", "To", "Cc", "Subject", *ENTITY, *STAMP],
            id="JavaMail's place for Reply-To",
        ),
        pytest.param(
            {"to": (), "bcc": ("secret@example.com",), "return_path": "b@example.com"},
            ["From", "Subject", *ENTITY, *STAMP],
            id="neither Bcc nor Return-Path",
        ),
    ],
)
def test_order_of_header_fields(fields: dict[str, Any], names: list[str]) -> None:
    raw = composed(**fields)
    assert read(raw).keys() == names
    assert b"secret" not in raw


@pytest.mark.parametrize(
    ("fields", "shape"),
    [
        ({}, ["text/plain"]),
        ({"text": Content("x")}, ["text/plain"]),
        ({"html": Content("x")}, ["text/html"]),
        (
            {"text": Content("x"), "html": Content("y")},
            ["multipart/alternative", "text/plain", "text/html"],
        ),
        (
            {"text": Content(""), "html": Content("")},
            ["multipart/alternative", "text/plain", "text/html"],
        ),
    ],
    ids=["neither", "text", "HTML", "both", "both empty"],
)
def test_parts(fields: dict[str, Any], shape: list[str]) -> None:
    assert [part.get_content_type() for part in read(composed(**fields)).walk()] == shape


def test_multipart_content_type_has_the_recorded_form() -> None:
    """[mime-multipart]: SES's event shows JavaMail's boundary, behind two spaces."""
    recorded = 'multipart/alternative;  boundary="----=_Part_444254_355072649.1693000415859"'
    field = re.search(
        rb"Content-Type: (multipart/.*\r\n.*)\r\n", composed(text=Content(""), html=Content(""))
    )
    assert field
    unfolded = field[1].decode().replace("\r\n\t", " ")
    assert re.sub(r"\d+", "0", unfolded) == re.sub(r"\d+", "0", recorded)


@pytest.mark.parametrize(
    ("region", "host"),
    [
        ("us-east-1", "email.amazonses.com"),
        ("us-west-2", "us-west-2.amazonses.com"),
        ("eu-west-1", "eu-west-1.amazonses.com"),
    ],
)
def test_message_id_of_a_region(region: str, host: str) -> None:
    assert read(composed(region=region))["Message-ID"] == f"<{MESSAGE_ID}@{host}>"


def test_date_is_that_of_acceptance_in_utc() -> None:
    raw = composed(sent_at=datetime(2024, 2, 29, 1, 5, 9, tzinfo=timezone(timedelta(hours=2))))
    assert b"\r\nDate: Wed, 28 Feb 2024 23:05:09 +0000\r\n" in raw


@given(st.datetimes(timezones=st.just(timezone.utc), min_value=datetime(1900, 1, 1)))
def test_date_is_read_back(sent_at: datetime) -> None:
    date = read(composed(sent_at=sent_at))["Date"]
    assert parsedate_to_datetime(str(date)) == sent_at.replace(microsecond=0)


def test_a_mail_is_composed_the_same_each_time() -> None:
    fields = {"text": Content("x"), "html": Content("y")}
    assert composed(**fields) == composed(**fields)


def test_boundaries_differ_but_not_in_length() -> None:
    """The size of a mail is known before its id is."""
    raws = [composed(f"id-{n}", text=Content("x"), html=Content("y")) for n in range(200)]
    boundaries = {str(read(raw).get_boundary()) for raw in raws}
    assert len(boundaries) == 200
    assert len({len(boundary) for boundary in boundaries}) == 1


def test_a_quoted_message_does_not_end_the_one_that_quotes_it() -> None:
    """Not even one with the same id, which a frozen clock and a seed can well give it."""
    quoted = composed(text=Content("x"), html=Content("y")).decode()
    message = read(composed(text=Content(quoted), html=Content(quoted)))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    assert [part.get_content() for part in message.iter_parts()] == [quoted, quoted]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("", "7bit"),
        ("Hi\nthere\n", "7bit"),
        ("x" * 998, "7bit"),
        ("x" * 999, "quoted-printable"),
        ("Grüße, ein Text mit = und\ttab \nund mehr", "quoted-printable"),
        ("a\x00b", "quoted-printable"),
        ("<p>日本語</p>日本語日本語日本語", "base64"),
    ],
    ids=["empty", "ASCII", "998", "999", "mostly ASCII", "a control", "mostly not ASCII"],
)
def test_transfer_encoding_is_javamails(text: str, encoding: str) -> None:
    """What JavaMail 1.4.1 and 1.6.5 answered for these texts."""
    assert read(composed(html=Content(text)))["Content-Transfer-Encoding"] == encoding


def test_quoted_printable_is_for_what_is_ascii_for_the_greater_part() -> None:
    """JavaMail's `checkAscii`: with as many bytes beyond ASCII the text is not."""
    assert read(composed(html=Content("abcé")))["Content-Transfer-Encoding"] == "quoted-printable"
    assert read(composed(html=Content("abé")))["Content-Transfer-Encoding"] == "base64"


def test_base64_is_javamails() -> None:
    """What JavaMail 1.4.1 and 1.6.5 wrote for this text: no line end behind the last line."""
    raw = composed(html=Content("<p>日本語</p>日本語日本語日本語"))
    assert raw.endswith(b"\r\n\r\nPHA+5pel5pys6KqePC9wPuaXpeacrOiqnuaXpeacrOiqnuaXpeacrOiqng==")


def test_a_charset_name_with_a_colon_is_quoted() -> None:
    """As JavaMail 1.4.1 and 1.6.5 wrote it."""
    raw = composed(text=Content("é abc", "ISO_8859-1:1987"))
    assert b'\r\nContent-Type: text/plain; charset="ISO_8859-1:1987"\r\n' in raw


@pytest.mark.parametrize(
    ("subject", "value"),
    [
        pytest.param("", b"", id="empty"),
        pytest.param("=?UTF-8?Q?Caf=C3=A9?=", b"=?UTF-8?Q?Caf=C3=A9?=", id="encoded by its sender"),
        pytest.param("Café au lait", b"=?UTF-8?Q?Caf=C3=A9_au_lait?=", id="mostly ASCII"),
        pytest.param("日本語", b"=?UTF-8?B?5pel5pys6Kqe?=", id="mostly not ASCII"),
        pytest.param(
            "plain long subject that goes on for more than seventy-six characters so that it must "
            "be folded somewhere",
            b"plain long subject that goes on for more than seventy-six\r\n"
            b" characters so that it must be folded somewhere",
            id="folded",
        ),
    ],
)
def test_subject_is_javamails(subject: str, value: bytes) -> None:
    """What JavaMail 1.4.1 and 1.6.5 answered for these subjects."""
    raw = composed(subject=Content(subject))
    field = re.search(rb"\r\nSubject: (.*?)\r\n(?! )", raw, re.DOTALL)
    assert field
    assert field[1] == value


def rows_of(table: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / table).read_text("utf-8").splitlines()]


ACCEPTED = [row for row in rows_of("addresses.jsonl") if row["verdict"] == "ok"]


@pytest.mark.parametrize("row", ACCEPTED, ids=lambda row: ascii(row["address"])[:60])
def test_every_address_javamail_accepts_is_one_field(row: dict[str, Any]) -> None:
    """Whatever an accepted address holds, the header block keeps its fields and its ASCII."""
    raw = composed(source=row["address"], to=(row["address"],), text=Content("the text"))
    assert raw.isascii()
    assert_lines_are_legal(raw)
    message = message_from_bytes(raw)
    assert message.keys() == ["From", "To", "Subject", *ENTITY, *STAMP]
    assert message.get_payload() == "the text"


@pytest.mark.parametrize(
    ("given_address", "value"),
    [
        ("ada@example.com\n", "ada@example.com"),
        ("<@relay:ada@example.com>\n", "<@relay:ada@example.com>"),
        ("ada@example.com (Zoë)", "=?UTF-8?Q?Zo=C3=AB?= <ada@example.com>"),
        ("=?UTF-8?Q?Zo=C3=AB?= <ada@example.com>\n", "=?UTF-8?Q?Zo=C3=AB?= <ada@example.com>"),
        ('"Lovelace, Ada" <ada@example.com>', '"Lovelace, Ada" <ada@example.com>'),
        ("Ada <ada@example.com> (work)", "Ada <ada@example.com> (work)"),
        ("Team: ada@example.com,\r\n bob@example.com;", "Team: ada@example.com,  bob@example.com;"),
        ("ada@[é]", "<ada@[?]>"),
        ("nobody\r\nBcc: x", "nobody Bcc: x"),
    ],
    ids=[
        "line end behind",
        "route",
        "name in a comment",
        "name encoded by its sender",
        "quoted name",
        "comment",
        "folded group",
        "domain literal beyond ASCII",
        "an address SES refuses",
    ],
)
def test_address_in_a_header(given_address: str, value: str) -> None:
    assert message_from_bytes(composed(to=(given_address,)))["To"] == value


def test_an_overlong_comment_is_left_out() -> None:
    """SES ignores what follows the brackets, however long; a line of a message has an end."""
    raw = composed(source=f"Ada <ada@example.com> ({'x' * 2000})")
    assert message_from_bytes(raw)["From"] == "=?UTF-8?Q?Ada?= <ada@example.com>"


# Size


people = st.lists(
    st.builds("{} <{}@example.com>".format, st.sampled_from(["Ann", "Zoë", "日本"]), local_parts),
    max_size=9,
).map(tuple)
contents = st.builds(Content, texts, st.none() | st.sampled_from(CHARSETS))
submissions = st.builds(
    a_submission,
    headers=added_headers.map(tuple),
    attachments=attached_files.map(tuple),
    to=people,
    cc=people,
    reply_to=people,
    subject=contents,
    text=st.none() | contents,
    html=st.none() | contents,
)


@given(submissions, st.sampled_from([-1000, -1, 0, 1]))
def test_exceeds_is_exact(submission: Submission, room: int) -> None:
    """The size is that of the message without the four fields SES stamps on."""
    message = compose(submission, message_id=MESSAGE_ID, sent_at=SENT_AT)
    stamp = re.compile(rb"Message-ID: .*\r\nDate: .*\r\nFeedback-ID: .*\r\nX-SES-Outgoing: .*\r\n")
    handed_over, stamps = stamp.subn(b"", message, count=1)
    assert stamps == 1
    size = len(handed_over)
    assert delivered_size(submission) == size
    assert exceeds(submission, size + room) == (size if room < 0 else None)


def test_a_small_mail_is_far_below_the_limit() -> None:
    assert exceeds(a_submission(text=Content("x" * 1000)), 10 * 2**20) is None


def test_only_a_mail_that_may_be_too_large_is_composed_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundred bytes for each character and 1024 besides are foreseen, and they are enough."""
    submission = a_submission(source="a@example.com", to=("b@example.org",), text=Content("x" * 9))
    foreseen = 100 * len("a@example.comb@example.orgxxxxxxxxx") + 1024
    foreseen += 100 * len(submission.subject.data)
    monkeypatch.setattr(mime, "delivered_size", lambda _: 1_000_000)
    assert exceeds(submission, foreseen) is None
    assert exceeds(submission, foreseen - 1) == 1_000_000


# A name as long as Python and this project's grammar have it for UTF-8.
LONG_UTF_8 = f"UTF{'-' * 36}8"


@pytest.mark.parametrize("charset", [LONG_UTF_8, "UTF-32", "ISO-2022-JP"])
@pytest.mark.parametrize("character", ["a", "\n", "é", "日", "𝄞", "日a", "a𝄞a"])
def test_no_text_is_costlier_than_foreseen(character: str, charset: str) -> None:
    content = Content(character * 2000, charset)
    for fields in ({"subject": content}, {"text": content}):
        submission = a_submission(**fields)
        size = delivered_size(submission)
        assert exceeds(submission, size - 1) == size


@pytest.mark.parametrize("code", range(0x80))
def test_seven_bits_carry_what_they_do_for_javamail(code: int) -> None:
    """Its `nonascii`: from DEL on, and below the space all but tab, CR and LF."""
    raw = composed(text=Content(f"some text{chr(code)}and more"))
    is_ascii = code in b"\t\r\n" or 0o40 <= code < 0o177
    encoding = read(raw)["Content-Transfer-Encoding"]
    assert encoding == ("7bit" if is_ascii else "quoted-printable")


LONG = f"{quoted('é' * 5000)} <ann@example.com>"


@pytest.mark.parametrize(
    "fields",
    [
        {"source": LONG},
        {"to": (LONG,)},
        {"cc": (LONG,)},
        {"reply_to": (LONG,)},
        {"subject": Content("é" * 10_000)},
        {"text": Content("é" * 10_000)},
        {"html": Content("é" * 10_000)},
        {"headers": tuple(Header("X-Tag", "x" * 900) for _ in range(12))},
        {"attachments": (AttachedFile("a", b"\xff" * 10_000),)},
        {"attachments": (AttachedFile("日" * 2_000, b""),)},
        {"attachments": (AttachedFile("a", b"", description="x y" * 4_000),)},
        {"attachments": (AttachedFile("a", b"", content_id="x" * 12_000),)},
        {"attachments": (AttachedFile("a", b"", content_type=f"a/{'x' * 12_000}"),)},
    ],
    ids=lambda fields: f"{next(iter(fields))} {str(fields)[:60]}",
)
def test_everything_in_the_message_counts(fields: dict[str, Any]) -> None:
    submission = a_submission(**fields)
    assert exceeds(submission, 10_000) == delivered_size(submission) > 10_000


# Charsets


@pytest.mark.parametrize(
    ("name", "supported"),
    [
        ("UTF-8", True),
        ("utf-8", True),
        ("UTF8", True),
        ("US-ASCII", True),
        ("ISO-8859-1", True),
        ("latin1", True),
        ("ISO_8859-1:1987", True),
        ("windows-1252", True),
        ("Shift_JIS", True),
        ("ISO-2022-JP", True),
        ("GB18030", True),
        ("KOI8-R", True),
        ("UTF-16", True),
        ("IBM037", True),
        ("string", False),
        ("cp-850", False),
        ("", False),
        ("utf 8", False),
        ("UTF-8\r\nBcc: eve@example.com", False),
        ("UTF\u20118", False),
        ("utf-8-sig", False),
        ("utf_8", False),
        ("latin-1", False),
        ("UTF-7", False),
        ("hex", False),
        ("base64", False),
        ("rot13", False),
        ("idna", False),
        ("punycode", False),
        ("unicode_escape", False),
        ("raw_unicode_escape", False),
        ("undefined", False),
        ("charmap", False),
        ("UTF" + "-" * 50 + "8", False),
        ("\udcff", False),
        ("a\x00", False),
    ],
    ids=ascii,
)
def test_charset_is_supported(name: str, *, supported: bool) -> None:
    """The answers of `Charset.isSupported` in Java 17; [charset-unsupported] for "string"."""
    assert charsets.is_supported(name) is supported
