"""Finding the one thing a test asks a message for, and what to say where it is not to be found."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain.values import LONGEST_PARAGRAPH, count, one_line, rest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pytest_sesmock.outbox.mime_content import Attachment
    from pytest_sesmock.outbox.visible_html import Link

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True

MOST_SHOWN = 20
LONGEST_SHOWN = 100


# Links

# Everything up to white space, a quote or a bracket, less the punctuation of the sentence around.
_URL = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,:;!?)\]}*_]", re.IGNORECASE)


def links(html_links: Sequence[Link], text: str | None) -> tuple[Link, ...]:
    """The links of the HTML, then the addresses in the plain text that are none of them."""
    from pytest_sesmock.outbox.visible_html import Link  # noqa: PLC0415 - takes its time to load

    found = dict.fromkeys(_URL.findall(text or ""))
    known = {link.href for link in html_links}
    return (*html_links, *(Link(href, href) for href in found if href not in known))


def link(there: Sequence[Link], text: str | re.Pattern[str] | None) -> Link:
    """The one link with a text; links to the same place are one.

    Raises:
        AssertionError: There is none, or there are several that lead to different places.
        TypeError: `text` is neither a text nor a pattern.
    """
    if text is None:
        fits, condition = list(there), ""
    else:
        has = _finder(text)
        fits = [each for each in there if any(map(has, each))]
        condition = f" with {_quote(text)} in its text or address"
    places = {each.href for each in fits}
    if len(places) != 1:
        rows = [f"{each.text!r}  {each.href}" for each in fits or there]
        raise AssertionError(_not_one("link", condition, len(places), rows))
    return fits[0]


def _finder(text: str | re.Pattern[str]) -> Callable[[str], object]:
    if isinstance(text, re.Pattern):
        return text.search
    if isinstance(text, str):
        part = text.casefold()
        return lambda part_of_link: part in part_of_link.casefold()
    raise TypeError(f"a link must be asked for by a str or a compiled pattern, not {text!r}")


# Attachments


def attachment(there: Sequence[Attachment], name: str | None) -> Attachment:
    """The one attachment whose name fits.

    Raises:
        AssertionError: There is none, or there are several.
    """
    if name is None:
        fits, condition = list(there), ""
    else:
        fits = [each for each in there if has_name(each, name)]
        condition = f" named {name!r}"
    if len(fits) != 1:
        rows = [
            f"{each.filename or '(no name)'}  {each.content_type}, {len(each.content):,} bytes"
            for each in fits or there
        ]
        raise AssertionError(_not_one("attachment", condition, len(fits), rows))
    return fits[0]


def has_name(file: Attachment, name: str) -> bool:
    """Whether a file has a name, which may have wildcards; case is ignored.

    A name with brackets fits itself, although brackets are wildcards.
    """
    if file.filename is None:
        return False
    filename, name = file.filename.casefold(), name.casefold()
    return filename == name or fnmatchcase(filename, name)


# One-time codes

_NEAR_WORD = " near a word such as code or OTP"
_WAY_OUT = r'Say what it looks like, as in message.code(r"\d{6}").'


def code(subject: str, bodies: Sequence[str], pattern: str | re.Pattern[str] | None) -> str:
    """The one code in the texts of a message.

    Raises:
        AssertionError: There is none, or there are several different ones.
    """
    from pytest_sesmock.outbox import codes  # noqa: PLC0415 - few tests ask

    if pattern is not None:
        return _code_by_pattern((subject, *bodies), re.compile(pattern))
    seen = codes.candidates(subject, bodies)
    best = min((each.rank for each in seen if each.rank is not None), default=None)
    fits = {each.code: each.line for each in seen if each.rank == best}
    if best is not None and len(fits) == 1:
        return next(iter(fits))
    number = 0 if best is None else len(fits)
    rows = [f"{found}  {line}" if found != line else found for found, line in fits.items()]
    text = (
        _not_one("code", _NEAR_WORD, number, rows, row="number", hint=_WAY_OUT)
        if rows
        else _not_one("code", _NEAR_WORD, 0, _lines((subject, *bodies)), row="line", hint=_WAY_OUT)
    )
    raise AssertionError(text)


def _code_by_pattern(texts: Sequence[str], pattern: re.Pattern[str]) -> str:
    group = min(pattern.groups, 1)
    matches = (match[group] for text in texts for match in pattern.finditer(text))
    fits: list[str] = list(dict.fromkeys(filter(None, matches)))
    if len(fits) == 1:
        return fits[0]
    condition = f" matching {_quote(pattern)}"
    rows = fits or _lines(texts)
    raise AssertionError(_not_one("code", condition, len(fits), rows, row="line"))


def _lines(texts: Sequence[str]) -> list[str]:
    return [line.strip() for text in texts for line in text.split("\n") if line.strip()]


# The text of failures


def _not_one(
    noun: str, condition: str, number: int, rows: Sequence[str], *, row: str = "", hint: str = ""
) -> str:
    """That there is not exactly one; `rows` are those that fit or, if none does, all there are."""
    head = one_line(f"{count(number, noun)}{condition}, expected exactly 1", LONGEST_PARAGRAPH)
    if number:
        title = "Candidates:"
    elif rows:
        title = f"The message has {count(len(rows), row or noun)}:"
    else:
        title = f"The message has no {row or noun}."
    lines = [f"    {one_line(each, LONGEST_SHOWN)}" for each in rows[:MOST_SHOWN]]
    lines += rest(len(rows) - MOST_SHOWN, "    ")
    return "\n".join([head, "", title, *lines, *([hint] if hint else [])])


def _quote(text: str | re.Pattern[str]) -> str:
    return repr(text if isinstance(text, str) else text.pattern)
