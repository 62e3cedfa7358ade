"""Finding the one thing a test asks a message for, and what to say where it is not to be found."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain.values import LONGEST_PARAGRAPH, count, one_line, rest
from pytest_sesmock.outbox.visible_html import Link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pytest_sesmock.outbox.mime_content import Attachment

# pytest leaves the frames of this module out: a failure is shown at the test's own line.
__tracebackhide__ = True

MOST_SHOWN = 20
LONGEST_SHOWN = 100


# Links

# Everything up to white space, a quote or a bracket, less the punctuation of the sentence around.
_URL = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,:;!?)\]}*_]", re.IGNORECASE)


def links(html_links: Sequence[Link], text: str | None) -> tuple[Link, ...]:
    """The links of the HTML, then the addresses in the plain text that are none of them."""
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

# A word that says what the code is: alone, or at the end of another as in Bestätigungscode.
_WORD = re.compile(
    r"\b(?:\w*(?:code|kode|kod)s?|código|codice|otp|pin|passcode|token|verification"
    r"|one[- ]time)\b",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"""
    (?<! [\w/@$€£¥+] ) (?<! \d[.,:/\ -] )       # not a part of a number, date, price, address
    (?:
        \d{4,8}
      | \d{3} [ -] \d{3}
      | \d{4} [ -] \d{4}
      | \d (?: [ ] \d ){3,7}
      | (?= [A-Z-]{0,40} \d ) (?= [\d-]{0,40} [A-Z] )     # at least a digit and a letter
        (?: [A-Z\d]{4,8} | [A-Z\d]{1,8} (?: - [A-Z\d]{1,8} ){1,5} )
    )
    (?! [\w/@%$€£¥] | [.,:\ -] \d | -\w )
    """,
    re.VERBOSE,
)
_NO_CODE = re.compile(
    r"https?://\S+|(?:©|\(c\)|\bcopyright\b)\s*\d{4}(?:\s*[-\u2013]\s*\d{4})?", re.IGNORECASE
)
# Where a word's code stands, in the order one looks: on the word's line, below it, above it.
_LINES_NEARBY = (0, 1, 2, -1)


def code(texts: Sequence[str], pattern: str | re.Pattern[str] | None) -> str:
    """The one code in the texts of a message.

    Raises:
        AssertionError: There is none, or there are several different ones.
    """
    if pattern is None:
        codes = dict.fromkeys(each for text in texts for each in _near_words(text))
        condition = " near a word such as code or OTP"
    else:
        compiled = re.compile(pattern)
        codes = dict.fromkeys(each for text in texts for each in _by_pattern(text, compiled))
        condition = f" matching {_quote(compiled)}"
    if len(codes) == 1:
        return next(iter(codes))
    if codes:
        hint = "" if pattern else "Use message.code(pattern) to choose one."
        raise AssertionError(_not_one("code", condition, len(codes), list(codes), hint=hint))
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    raise AssertionError(_not_one("code", condition, 0, lines, row="line"))


def _by_pattern(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    group = min(pattern.groups, 1)
    return (match[group] for match in pattern.finditer(text) if match[group])


def _near_words(text: str) -> Iterator[str]:
    """For every word the codes that are nearest to it."""
    lines = [" ".join(line.split()) for line in _NO_CODE.sub(" ", text).split("\n")]
    lines = [line for line in lines if line]
    codes = [[_strip_grouping(found) for found in _CODE.findall(line)] for line in lines]
    for at, line in enumerate(lines):
        if _WORD.search(line):
            places = (at + step for step in _LINES_NEARBY if 0 <= at + step < len(lines))
            yield from next((codes[place] for place in places if codes[place]), ())


def _strip_grouping(code: str) -> str:
    """A code without what groups its digits for the eye; between letters a hyphen belongs to it."""
    digits = re.sub("[ -]", "", code)
    return digits if digits.isdecimal() else code


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
