"""The header fields that SES treats in a way of their own, by name, and what it says of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pytest_sesmock.engine.elements import Header
    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock

_ONCE = {
    name.lower(): name
    for name in (
        *("Accept-Language", "acceptLanguage", "Archived-At", "Auto-Submitted", "Bounces-to"),
        *("Comments", "Content-Alternative", "Content-Base", "Content-Class"),
        *("Content-Description", "Content-Disposition", "Content-Duration", "Content-ID"),
        *("Content-Language", "Content-Length", "Content-Location", "Content-MD5"),
        *("Content-Transfer-Encoding", "Content-Type", "Date", "Delivered-To"),
        *("Disposition-Notification-Options", "Disposition-Notification-To", "DKIM-Signature"),
        *("DomainKey-Signature", "Errors-To", "From", "Importance", "In-Reply-To", "Keywords"),
        *("List-Archive", "List-Help", "List-Id", "List-Owner", "List-Post", "List-Subscribe"),
        *("List-Unsubscribe", "List-Unsubscribe-Post", "Message-Context", "Message-ID"),
        *("MIME-Version", "Organization", "Original-From", "Original-Message-ID"),
        *("Original-Recipient", "Original-Subject", "Precedence", "Priority", "References"),
        *("Reply-To", "Return-Path", "Return-Receipt-To", "Sender", "Solicitation"),
        *("Sensitivity", "Subject", "Thread-Index", "Thread-Topic", "User-Agent", "VBR-Info"),
    )
}
"""The fields that a message may have only once: lower-cased names and their spelling
[doc-once-headers]."""

SET_BY_SES = frozenset(
    (
        *("bcc", "cc", "content-disposition", "content-type", "date", "from", "message-id"),
        *("mime-version", "reply-to", "return-path", "subject", "to"),
    )
)
"""The fields that a caller of API v2 may not add, lower-cased [doc-v2-headers-list]."""

CONTROL = frozenset(
    (
        *("x-ses-configuration-set", "x-ses-message-tags", "x-ses-source-arn", "x-ses-from-arn"),
        *("x-ses-return-path-arn", "x-ses-tenant", "x-ses-list-management-options"),
    )
)
"""The fields that tell SES what to do, lower-cased; it removes them [doc-xheaders] [doc-xarn]."""

DUPLICATE = Text(
    "Duplicate header '{name}'.",
    "A",
    (
        *("dup-header-lu", "dup-header-dkim", "dup-header-delivered", "dup-header-ct"),
        *("dup-header-msgid", "dup-header-cte-smtp", "doc-once-headers"),
    ),
)
EMPTY_NAME = Text(
    "Empty header names are illegal.", "A", ("empty-header-name", "empty-header-name-base64")
)
ILLEGAL = Text("Illegal header '{name}'.", "A", ("illegal-header",))
BLOCK_TOO_LONG = Text(
    "Header section too long.", "A", ("header-section-too-long", "header-section-too-long-2")
)
BLOCK_TEXTS = (BLOCK_TOO_LONG, DUPLICATE, EMPTY_NAME, ILLEGAL)
"""Everything SES says of a header block."""

MISSING = Text(
    "Missing required header '{name}'.",
    "A",
    ("missing-from-header", "v1-from-missing-raw", "missing-to-raw", "missing-to-header"),
)
EMPTY = Text("Empty required header '{name}'.", "A", ("empty-to-header", "empty-to-header-smtp"))

DISALLOWED = Text("Illegal header '{name}'.", "C", ("doc-v2-headers-list", "illegal-header"))
TOO_LONG = Text("Header too long: '{name}'.", "A", ("header-too-long-smtp", "doc-v2-model-limits"))
ADDED_TEXTS = (DISALLOWED, DUPLICATE, TOO_LONG)
"""Everything SES says of header fields that a caller of API v2 adds."""

_NAME = re.compile(r"[!-9;-~]+")


def check_block(block: HeaderBlock) -> Finding | None:
    """What SES has against a header block; None if nothing.

    The length comes first, as it did for one long line that is not a header at all
    [header-section-too-long-2]. Duplicates are next: a mail whose body had slid into its header
    block was refused for them, although lines without a colon stood before [raw-cr-cr-lf]. SES
    echoes the name as the documentation spells it [dup-header-msgid].
    """
    if block.end >= limits.MAX_HEADER_BLOCK_SIZE:
        return Finding(BLOCK_TOO_LONG.says())
    names = [field.name for field in block.fields]
    duplicate = _find_duplicate(names)
    if duplicate is not None:
        return Finding(DUPLICATE.says(name=duplicate))
    for name in names:
        if not name:
            return Finding(EMPTY_NAME.says())
        if not _NAME.fullmatch(name):
            return Finding(ILLEGAL.says(name=name))
    return None


def check_added_headers(headers: tuple[Header, ...]) -> Finding | None:
    """What SES has against header fields that a caller of API v2 adds; None if nothing.

    Grade C: it is documented that SES refuses these, but not in which words. A name that the
    documentation does not list may come several times, as X-Tag was seen to.
    """
    for name, value in headers:
        if name.lower() in SET_BY_SES:
            return Finding(DISALLOWED.says(name=name))
        if len(name) + len(value) > limits.MAX_ADDED_HEADER_LENGTH:
            return Finding(TOO_LONG.says(name=name))
    # SES writes a field of this name itself.
    duplicate = _find_duplicate(("Content-Transfer-Encoding", *(name for name, _ in headers)))
    return None if duplicate is None else Finding(DUPLICATE.says(name=duplicate))


def _find_duplicate(names: Iterable[str]) -> str | None:
    """The first name that comes again although it may not."""
    seen = set()
    for name in names:
        key = name.lower()
        if key in _ONCE:
            if key in seen:
                return _ONCE[key]
            seen.add(key)
    return None
