"""What a template left in the texts of a message: values that are missing, and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.lint_rule import excerpt

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage


def find_missing_in_subject(message: SentMessage) -> Iterator[str]:
    """The first word that stands for a missing value."""
    if found := _MISSING.search(message.subject):
        yield f"{found[0]} in the subject {message.subject!r}"


_MISSING = re.compile(r"\b(?:None|nan|NaN|undefined)\b")

# A text may well say None, null or undefined; these are sure.
_MISSING_IN_TEXT = re.compile(
    r"""
      \[object\ [A-Z]\w*\]                            # JavaScript's, of any object
    | <[^<>\n]{1,200}\ at\ 0x[0-9a-f]+>                # Python's
    | (?<![\w/=-])NaN\b
    | \b(?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|[Ww]elcome)\ (?:None|null|undefined|nan)\b
    | (?:[$\u20ac\u00a3\u00a5]\ ?|\b(?:USD|EUR|GBP)\ )(?:None|null|undefined|nan)\b
    | \b(?:None|null|undefined|nan)\ ?(?:[%\u20ac]|(?:USD|EUR|GBP)\b)
    | (?<=[a-z],[ ])None(?=[,.!?]) | (?<=[a-z][ ])None(?=\ (?:has|is|was|will)\b)
    | \#(?:None|null|undefined)\b
    | (?<![\w/=-]|["'`\u201c\u2018])undefined\b
      (?!["'`-]|\ (?:behaviou?r|function|method|name|reference|variable))
    """,
    re.VERBOSE,
)
_MISSING_IN_ADDRESS = re.compile(
    r"(?<=[/=])(?:None|null|undefined|NaN|%5Bobject%20Object%5D)(?=[/?&#]|$)"
)


def find_missing_in_body(message: SentMessage) -> Iterator[str]:
    """What stands for a missing value in the texts, and in addresses."""
    for name, text in _bodies(message):
        for found in _MISSING_IN_TEXT.finditer(text):
            yield f"{found[0]} in {name} {excerpt(text, *found.span())}"
    for url in urls(message):
        if found_in_url := _MISSING_IN_ADDRESS.search(url):
            yield f"{found_in_url[0]} in the address {url}"


# Handlebars, Jinja and Liquid; ERB and EJS; string.Template and JavaScript; Ruby and Pug; Smarty;
# Python's % and C's, and str.format, where nothing else can be meant; Mailchimp, Salesforce and
# Mailgun; Mailjet and Thymeleaf.
_MARK = re.compile(
    r"""
      \{\{[^{}\n]*\}\} | \{%[^%\n]*%\} | <%[^%\n]*%> | [$#]\{[^{}\n]*\} | \{\$[\w.>-]+\}
    | %\(\w+\)[sdfr] | (?<![\w%])%(?:\d\$)?[sd](?!\w)
    | (?<![\w\])}.\\/$#{])\{(?:\d{1,2}|[a-z]+(?:[_.][a-z\d]+)+|[a-z]+(?:[A-Z][a-z\d]*)+)\}
    | \*\|\w+\|\* | %%\w[\w.-]*%% | %recipient\.\w+%
    | \[\[\ ?(?:\w+:)?[\w.]+(?::"[^"\n]*")?\ ?\]\] | \[[\[(]\$\{[^{}\n]*\}[\])]\]
    """,
    re.VERBOSE,
)
_MARK_IN_ADDRESS = re.compile(
    rf"{_MARK.pattern} | \{{\w+\}} | %7B%7B(?:(?!%7[BD]).)*%7D%7D",
    re.VERBOSE | re.IGNORECASE,
)
_KEPT_BY_SES = re.compile(r"\{\{\s*amazonSESUnsubscribeUrl\s*\}\}")


def find_marks(message: SentMessage) -> Iterator[str]:
    """The marks of templates that nobody rendered, and where."""
    for name, text in (("the subject", message.subject), *_bodies(message)):
        rest = _KEPT_BY_SES.sub("", text)
        for found in _MARK.finditer(rest):
            yield f"{found[0]} in {name} {excerpt(rest, *found.span())}"
    for url in urls(message):
        for mark in _MARK_IN_ADDRESS.findall(_KEPT_BY_SES.sub("", url)):
            yield f"{mark} in the address {url}"


def _bodies(message: SentMessage) -> Iterator[tuple[str, str]]:
    if message.text is not None:
        yield "the text", message.text
    if message.visible_text is not None:
        yield "the HTML", message.visible_text


def urls(message: SentMessage) -> Iterator[str]:
    """The addresses of links and images."""
    yield from (link.href for link in message.links)
    yield from (image.src for image in message.images)
