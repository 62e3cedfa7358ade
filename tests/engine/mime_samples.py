"""Mails, and what a reader does with them, for the tests of the MIME composer."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from email import message_from_bytes, policy
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from pytest_sesmock.engine.composing.mime import compose
from pytest_sesmock.engine.elements import AttachedFile, Header
from pytest_sesmock.engine.submissions.submission import Submission

if TYPE_CHECKING:
    from email.message import EmailMessage

MESSAGE_ID = "0102018b9150141c-f36c15a6-1e25-49b2-a48d-772fb35fe846-000000"
SENT_AT = datetime(2023, 11, 2, 18, 33, 46, 268000, timezone.utc)

ENTITY = ["MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
STAMP = ["Message-ID", "Date", "Feedback-ID", "X-SES-Outgoing"]
CHARSETS = [
    *("UTF-8", "US-ASCII", "ISO-8859-1", "ISO_8859-1:1987", "windows-1252", "KOI8-R"),
    *("Shift_JIS", "ISO-2022-JP", "ISO-2022-KR", "EUC-JP", "GB18030", "Big5"),
    *("UTF-16", "UTF-16LE", "UTF-32", "IBM037", "IBM500"),
]

texts = st.text() | st.text(alphabet="aé\r\n =.\t\x00-", max_size=2000)
local_parts = st.sampled_from(["a", "ann.b", "a+b", "x" * 60, "a-b_c"])

# What API v2's model lets be added, and no name that SES gives a meaning to.
added_headers = st.lists(
    st.builds(
        Header,
        st.sampled_from(["X-Tag", "x-other", "References", "List-Id", "Received", "Status"]),
        st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=300),
    ),
    max_size=5,
)
attached_files = st.lists(
    st.builds(
        AttachedFile,
        st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=100),
        st.binary(max_size=300) | st.text("ab \r\n=.", max_size=2000).map(str.encode),
        st.none() | st.sampled_from(["application/pdf", "text/csv; header=present", "image/png"]),
        st.sampled_from([None, "ATTACHMENT", "INLINE"]),
        st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=100),
        st.none() | st.sampled_from(["logo", "<logo@example.com>"]),
        st.sampled_from([None, "BASE64", "QUOTED_PRINTABLE", "SEVEN_BIT"]),
    ),
    max_size=4,
)


def a_submission(**fields: Any) -> Submission:
    base: dict[str, Any] = {
        "api": "ses",
        "operation": "SendEmail",
        "region": "us-west-2",
        "source": "ann@example.com",
        "to": ("bob@example.com",),
    }
    return Submission(**(base | fields))


def composed(message_id: str = MESSAGE_ID, sent_at: datetime = SENT_AT, **fields: Any) -> bytes:
    return compose(a_submission(**fields), message_id=message_id, sent_at=sent_at)


def read(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def quoted(name: str) -> str:
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def assert_lines_are_legal(raw: bytes) -> None:
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
