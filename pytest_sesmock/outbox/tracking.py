"""HTML as SES delivers it if opens and clicks are tracked: with a pixel, and links through SES.

The form of the addresses is recorded [tracking-link] [tracking-pixel], which links are tracked is
documented [doc-tracking].
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from html.parser import HTMLParser
from random import Random
from typing import NamedTuple
from urllib.parse import quote

from pytest_sesmock.delivery.accepted_mail import AcceptedMail
from pytest_sesmock.errors import SesmockError
from pytest_sesmock.outbox import picking
from pytest_sesmock.outbox.visible_html import Link, clean_address

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

MOST_LINKS = 250
PLACEHOLDER = "{{ses:openTracker}}"

_KEY = 473
"""The number behind each address, which was seen to grow from 129 in 2019 to this in 2026."""
_TOKEN = "abcdefghijklmnopqrstuvwxyz0123456789"  # noqa: S105 - its letters
_NOT_IN_HTML = {"ses:no-track", "ses:tags"}  # the first by the documentation, the other inferred
# SES tracks only what is encoded as RFC 3986 wants it.
_TRACKABLE = re.compile(
    r"https?://(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})+", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""[\s/]+([^\s"'<>/=]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*))?""")
_END_OF_BODY = re.compile(r"</body\s*>(?![\s\S]*</body\s*>)", re.IGNORECASE)


class Anchor(NamedTuple):
    """A link as it stands in HTML.

    Attributes:
        href: Its address, as a reader's program reads it.
        tags: What `ses:tags` says of it, each a name with one value; None if nothing.
        is_tracked: Whether SES tracks it where clicks are tracked.
        start: Where its tag begins.
        tag: The tag itself.
    """

    href: str
    tags: Mapping[str, tuple[str]] | None
    is_tracked: bool
    start: int
    tag: str


def find_anchors(html: str) -> list[Anchor]:
    """The links of an HTML text, in order."""
    parser = _Parser(html)
    parser.feed(html)
    parser.close()
    return parser.anchors


def find_link(there: Sequence[Link], link: str | re.Pattern[str] | Link | None) -> Link:
    """The link of a message that a test means; SesmockError if it is not there."""
    if isinstance(link, Link):
        if link not in there:
            raise SesmockError(f"the message has no link {link.text!r} to {link.href}")
        return link
    try:
        return picking.link(there, link)
    except AssertionError as error:
        raise SesmockError(str(error)) from None


def link_tags(html: str, href: str, *, force: bool = False) -> Mapping[str, tuple[str]] | None:
    """The tags of a link in HTML; SesmockError if SES does not track it, unless forced."""
    anchors = [each for each in find_anchors(html) if each.href == href]
    known_to_ses = [each for each in anchors if each.is_tracked]
    if not known_to_ses and not force:
        why = "it has the attribute ses:no-track" if anchors else "it is not in the HTML"
        if not _TRACKABLE.fullmatch(href):
            why = "its address is none of http or https that is encoded as RFC 3986 says"
        raise SesmockError(f"SES does not track the link to {href}: {why}; force=True lets it")
    return next((each.tags for each in (*known_to_ses, *anchors)), None)


def tracked_html(html: str, mail: AcceptedMail) -> str:
    """The HTML as recipients get it, by what the mail's configuration set tracked when accepted."""
    tracks, addresses = mail.acceptance.destinations_of, _Addresses(mail)
    if tracks("Click"):
        html = "".join(_rewrite_links(html, addresses))
    return _insert_pixel(html, addresses) if tracks("Open") else html


def _rewrite_links(html: str, addresses: _Addresses) -> Iterator[str]:
    done, times = 0, Counter[str]()
    for anchor in find_anchors(html):
        href: str | None = None
        if anchor.is_tracked and times.total() < MOST_LINKS:
            times[anchor.href] += 1
            href = addresses.link(anchor.href, times[anchor.href])
        yield html[done : anchor.start]
        yield _rewrite_tag(anchor.tag, href)
        done = anchor.start + len(anchor.tag)
    yield html[done:]


def _rewrite_tag(tag: str, href: str | None) -> str:
    """A tag without what is meant for SES alone, and with another address if there is one."""

    def rewrite(match: re.Match[str]) -> str:
        name = match[1].lower()
        if name in _NOT_IN_HTML:
            return ""
        return f' href="{escape(href)}"' if name == "href" and href else match[0]

    return _ATTRIBUTE.sub(rewrite, tag)


def _insert_pixel(html: str, addresses: _Addresses) -> str:
    # At the bottom, unless the mail says where [doc-tracking].
    pixel = f'<img alt="" src="{addresses.pixel()}" style="display:none;width:1px;height:1px">'
    if PLACEHOLDER in html:
        return html.replace(PLACEHOLDER, pixel, 1).replace(PLACEHOLDER, "")
    end = _END_OF_BODY.search(html)
    at = len(html) if end is None else end.start()
    return f"{html[:at]}{pixel}{html[at:]}"


class _Addresses:
    """The addresses at SES that stand for those of a mail."""

    def __init__(self, mail: AcceptedMail) -> None:
        configuration_set = mail.acceptance.configuration_set
        options = None if configuration_set is None else configuration_set.tracking_options
        self._mail = mail
        self._policy = None if options is None else options.https_policy
        self._is_own = options is not None
        region = mail.submission.region
        self._host = (
            f"{_host_token(mail.acceptance.caller.account_id, region)}.r.{region}.awstrack.me"
            if options is None
            else options.redirect_domain
        )

    def link(self, href: str, time: int) -> str:
        """The address for a link, the so manieth to the same place (inferred)."""
        scheme = "https" if self._policy == "REQUIRE" else href.partition(":")[0].lower()
        kind = "CL0" if self._is_own else "L0"
        place = quote(href, safe=":=@")
        return (
            f"{scheme}://{self._host}/{kind}/{place}/{time}/{self._mail.message_id}/"
            f"{self._signature(f'{time} {href}')}"
        )

    def pixel(self) -> str:
        """The address of the image."""
        kind = "CI0" if self._is_own else "I0"
        # SES's own domain by HTTPS, others only if so configured: as recorded.
        is_safe = not self._is_own or self._policy in {"REQUIRE", "REQUIRE_OPEN_ONLY"}
        scheme = "https" if is_safe else "http"
        return f"{scheme}://{self._host}/{kind}/{self._mail.message_id}/{self._signature('')}"

    def _signature(self, purpose: str) -> str:
        size = 32 if self._is_own else 20
        made = self._mail.draw(f"tracking {purpose}").getrandbits(8 * size).to_bytes(size, "big")
        return f"{urlsafe_b64encode(made).decode()}{_KEY}"


def _host_token(account_id: str, region: str) -> str:
    """Eight letters and digits, the same in all mails of an account that were seen."""
    random = Random(f"{account_id} {region} tracking")  # noqa: S311 - repeatable, not secret
    return "".join(random.choices(_TOKEN, k=8))


class _Parser(HTMLParser):
    """Finds the tags of links, and where they stand."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.anchors: list[Anchor] = []
        starts = (match.end() for match in re.finditer("\n", html))
        self._lines = [0, *starts]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a link's tag."""
        # The first of several attributes of a name counts, by the HTML standard.
        attributes = dict(reversed(attrs))
        if tag not in {"a", "area"} or "href" not in attributes:
            return
        href = clean_address(attributes["href"])
        line, column = self.getpos()
        is_tracked = "ses:no-track" not in attributes and _TRACKABLE.fullmatch(href)
        self.anchors.append(
            Anchor(
                href,
                _read_tags(attributes.get("ses:tags") or ""),
                bool(is_tracked),
                self._lines[line - 1] + column,
                self.get_starttag_text() or "",
            )
        )


def _read_tags(text: str) -> Mapping[str, tuple[str]] | None:
    """`name:value;name:value;`, as in CSS [doc-tracking]; None if there are none."""
    pairs = (each.partition(":") for each in text.split(";"))
    return {name.strip(): (value.strip(),) for name, colon, value in pairs if colon} or None
