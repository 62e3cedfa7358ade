"""Messages read as mailparser and postal-mime read them: where those two agree, so must we.

Where they differ, the table says which of them is followed, and why.
"""

from __future__ import annotations

from datetime import datetime, timezone
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import getaddresses
from typing import NamedTuple

import pytest
from corpus import MESSAGES
from oracles import REQUIRED, File, Reading, ask, lines, why_missing, words, words_of_html

from pytest_sesmock import SentMessage
from pytest_sesmock.engine.submissions.from_raw import with_raw
from pytest_sesmock.engine.submissions.submission import Submission

MAILPARSER, POSTAL_MIME, NEITHER = "mailparser", "postal-mime", "neither"


class Difference(NamedTuple):
    """Messages that the two read differently.

    Attributes:
        messages: The beginning of their names.
        fields: What of them.
        follows: Which of the two is right, or neither.
        why: Why.
    """

    messages: str
    fields: tuple[str, ...]
    follows: str
    why: str


TEXT, SUBJECT = ("text",), ("subject",)
DIFFERENCES = (
    Difference(
        "encoding 'base64;'", TEXT, POSTAL_MIME, "RFC 2045: the token is what stands for something"
    ),
    Difference("encoding 'quoted-printable;'", TEXT, POSTAL_MIME, "the same"),
    Difference("encoding '\"base64\"'", TEXT, POSTAL_MIME, "the same; writers quote it"),
    Difference(
        "quoted-printable, soft break with blanks",
        TEXT,
        MAILPARSER,
        "RFC 2045, 6.7 (3): blanks at the end of a line were added on the way",
    ),
    Difference(
        "charset iso-8859-16", (*TEXT, *SUBJECT), MAILPARSER, "Node's decoders lack the charset"
    ),
    Difference(
        "charset ks_c_5601-1987 with characters of UHC",
        (*TEXT, *SUBJECT),
        MAILPARSER,
        "WHATWG: it is windows-949; Node's decoder lacks the extension",
    ),
    Difference(
        "charset iso-8859-1 with control characters",
        (*TEXT, *SUBJECT),
        POSTAL_MIME,
        "WHATWG: bytes without a character in windows-1252 are control characters",
    ),
    Difference(
        "charset us-ascii with UTF-8", TEXT, MAILPARSER, "what is UTF-8 by all its bytes is UTF-8"
    ),
    Difference(
        "charset us-ascii with windows-1252",
        TEXT,
        POSTAL_MIME,
        "WHATWG: us-ascii is windows-1252; a text is read rather than lost",
    ),
    Difference(
        "charset utf-8 with a byte order mark",
        (*TEXT, *SUBJECT),
        POSTAL_MIME,
        "WHATWG: the mark is no part of the text",
    ),
    Difference(
        "charset no-such-charset with UTF-8",
        (*TEXT, *SUBJECT),
        MAILPARSER,
        "what is UTF-8 by all its bytes is UTF-8",
    ),
    Difference(
        "charset no-such-charset with windows-1252",
        (*TEXT, *SUBJECT),
        POSTAL_MIME,
        "a text is read rather than lost",
    ),
    Difference(
        "charset utf-16 with a mark for big endian",
        (*TEXT, *SUBJECT),
        MAILPARSER,
        "RFC 2781: the mark tells the order of the bytes",
    ),
    Difference(
        "charset utf-32", (*TEXT, *SUBJECT), MAILPARSER, "SES accepts it; WHATWG has no such label"
    ),
    Difference("charset cp437", (*TEXT, *SUBJECT), MAILPARSER, "the same"),
    Difference("charset cp850", (*TEXT, *SUBJECT), MAILPARSER, "the same"),
    Difference(
        "subject, charset in two cases", SUBJECT, MAILPARSER, "RFC 2047: case does not matter"
    ),
    Difference(
        "subject, B words of odd length",
        SUBJECT,
        POSTAL_MIME,
        "RFC 2047: each word is whole base64 of its own",
    ),
    Difference(
        "file name, RFC 2231 with an invalid escape",
        ("files",),
        POSTAL_MIME,
        "what is no escape is left as it is",
    ),
    Difference(
        "file name, segments, second encoded",
        ("files",),
        POSTAL_MIME,
        "RFC 2231: any segment may be encoded",
    ),
    Difference(
        "file name, Latin-1 bytes",
        ("files",),
        MAILPARSER,
        "the name is read rather than lost, as mail programs do",
    ),
    Difference(
        "disposition, unknown",
        (*TEXT, "files"),
        MAILPARSER,
        "RFC 2183, 2.8: an unknown disposition is an attachment",
    ),
    Difference(
        "format, flowed quotes", TEXT, MAILPARSER, "RFC 3676: quotes end no line but theirs"
    ),
    Difference(
        "multipart/alternative of alternative, ",
        (*TEXT, "html"),
        POSTAL_MIME,
        "what a reader sees of one kind stands in both",
    ),
    Difference("multipart/alternative of footer, alternative", ("html",), POSTAL_MIME, "the same"),
    Difference(
        "multipart, an end boundary without dashes or line end",
        TEXT,
        POSTAL_MIME,
        "RFC 2046: a delimiter needs no line end at the end of the message",
    ),
    Difference(
        "boundary, with a blank at the end",
        (*TEXT, "files"),
        MAILPARSER,
        "RFC 2046: no boundary ends with a blank",
    ),
    Difference(
        "nested, a digest",
        (*TEXT, "files"),
        POSTAL_MIME,
        "RFC 2046, 5.1.5: parts of a digest are messages",
    ),
    *(
        Difference(
            f"message within of {kind}, inline, {encoding}",
            ("files",),
            POSTAL_MIME,
            "the encoding does not change what is shown",
        )
        for kind in ("a text", "a multipart")
        for encoding in ("base64", "quoted-printable")
    ),
    *(
        Difference(
            f"message within of {kind}, inline, ",
            TEXT,
            NEITHER,
            "each writes the header of the message within in a way of its own",
        )
        for kind in ("a text", "a multipart")
    ),
)


@pytest.fixture(scope="session")
def readings() -> dict[str, tuple[SentMessage, dict[str, Reading | str]]]:
    """Our reading of each message, and the other two."""
    missing = why_missing()
    if missing and REQUIRED:
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)
    delivered = {name: accept(raw) for name, raw in MESSAGES.items()}
    theirs = ask([message.raw for message in delivered.values()])
    return {
        name: (message, reading)
        for (name, message), reading in zip(delivered.items(), theirs, strict=True)
    }


def accept(raw: bytes) -> SentMessage:
    submission = Submission(api="ses", operation="SendRawEmail", region="us-east-1", source="")
    return SentMessage(
        submission=with_raw(submission, raw),
        message_id="0100000000000000-00000000-0000-0000-0000-000000000000-000000",
        sent_at=datetime(2025, 1, 2, tzinfo=timezone.utc),
        request={},
    )


def read(message: SentMessage) -> Reading:
    return Reading(
        words(message.subject),
        *(read_addresses(each) for each in ((message.source,), message.to, message.cc)),
        words(message.text or ""),
        words_of_html(message.html or ""),
        [
            File(
                None if file.filename is None else words(file.filename),
                file.content_type,
                file.content_id,
                lines(file.content),
            )
            for file in message.attachments
        ],
    )


def read_addresses(addresses: tuple[str, ...]) -> list[tuple[str, str]]:
    """Addresses are as the application wrote them: the standard library decodes their names."""
    return [(words(decode(name)), address) for name, address in getaddresses(list(addresses))]


def decode(name: str) -> str:
    try:
        return str(make_header(decode_header(name)))
    except (HeaderParseError, LookupError, UnicodeError):
        return name


def find_difference(name: str, field: str) -> Difference | None:
    return next(
        (each for each in DIFFERENCES if name.startswith(each.messages) and field in each.fields),
        None,
    )


@pytest.mark.parametrize("name", MESSAGES)
def test_a_message_is_read_as_others_read_it(
    name: str, readings: dict[str, tuple[SentMessage, dict[str, Reading | str]]]
) -> None:
    message, theirs = readings[name]
    mailparser, postal_mime = theirs[MAILPARSER], theirs[POSTAL_MIME]
    assert isinstance(mailparser, Reading)
    assert isinstance(postal_mime, Reading)
    for field, ours, *both in zip(
        Reading._fields, read(message), mailparser, postal_mime, strict=True
    ):
        if both[0] == both[1]:
            assert ours == both[0], field
            continue
        difference = find_difference(name, field)
        assert difference, f"the two differ in {field}: {both}"
        if difference.follows == NEITHER:
            assert ours not in both
        else:
            assert ours == both[difference.follows == POSTAL_MIME], field


def test_every_difference_is_one(
    readings: dict[str, tuple[SentMessage, dict[str, Reading | str]]],
) -> None:
    """No row of the table is out of date: the two do differ in each."""
    used = {
        find_difference(name, field)
        for name, (_, theirs) in readings.items()
        for field in Reading._fields
        if getattr(theirs[MAILPARSER], field) != getattr(theirs[POSTAL_MIME], field)
    }
    assert [each for each in DIFFERENCES if each not in used] == []


def test_the_shown_message_within_is_in_the_text(
    readings: dict[str, tuple[SentMessage, dict[str, Reading | str]]],
) -> None:
    """What the three say of its header differs in form only."""
    message, theirs = readings["message within of a text, inline, 7bit"]
    text = read(message).text
    for theirs_text in (getattr(each, "text") for each in theirs.values()):  # noqa: B009
        assert text == words(theirs_text.replace('"', "").replace("-" * 30, ""))
