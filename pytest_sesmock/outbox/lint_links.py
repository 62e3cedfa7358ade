"""Links, images and what else of HTML mail programs do not show as it was meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pytest_sesmock.outbox.explain.values import one_line
from pytest_sesmock.outbox.message import html_of

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage

# RFC 2606 and RFC 6761 keep these for documentation and tests; the others are what templates of
# applications and test clients say until somebody fills them in.
_PLACEHOLDER = re.compile(
    r"(?:.*\.)?(?:example\.(?:com|net|org|edu)|example|test|invalid|localhost|local|internal"
    r"|testserver|(?:your|my)-?(?:app|company|domain|site|website)\.(?:com|org|net)|domain\.com)"
    r"|127\.\d+\.\d+\.\d+|0\.0\.0\.0|::1",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:", re.IGNORECASE)
_SCRIPT = re.compile(r"(?:javascript|vbscript):", re.IGNORECASE)
# By what Gmail shows of a longer message: "[Message clipped]", with a link to the rest.
_CLIPPED = 102 * 1024
_LAST_WORDS = 30
_LONGEST_URL = 60


def _addresses(message: SentMessage) -> Iterator[tuple[str, str]]:
    """The addresses of links and images, each with how a finding names the place."""
    for link in message.links:
        url = one_line(link.href, _LONGEST_URL)
        is_named = link.text not in {"", link.href}
        yield link.href, f"{url} ({one_line(repr(link.text), _LAST_WORDS)})" if is_named else url
    for image in message.images:
        yield image.src, f"{one_line(image.src, _LONGEST_URL)} (image)"


def find_http(message: SentMessage) -> Iterator[str]:
    """What is not encrypted."""
    return (place for url, place in _addresses(message) if url.lower().startswith("http:"))


def find_placeholders(message: SentMessage) -> Iterator[str]:
    """What leads to a domain that nobody filled in."""
    return (place for url, place in _addresses(message) if _PLACEHOLDER.fullmatch(_host(url)))


def _host(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as a bracket that is not closed
        return ""
    return parts.path.rpartition("@")[2] if parts.scheme == "mailto" else parts.hostname or ""


def find_relative(message: SentMessage) -> Iterator[str]:
    """What has no host, as a mail has no page to start from; `#top` is in the mail itself."""
    for url, place in _addresses(message):
        if url.lower().startswith("file:") or not (url.startswith("#") or _SCHEME.match(url)):
            yield place if url else f"an empty address{place}"


def find_scripts(message: SentMessage) -> Iterator[str]:
    """The scripts, and the links that are some."""
    seen = html_of(message)
    yield from (tag for tag in seen.active if tag.startswith("<script"))
    yield from (place for url, place in _addresses(message) if _SCRIPT.match(url))


def find_forms(message: SentMessage) -> Iterator[str]:
    """The forms."""
    return (tag for tag in html_of(message).active if tag.startswith("<form"))


def find_missing_alt(message: SentMessage) -> Iterator[str]:
    """Images without alt texts, and links that nobody can read while images are not loaded."""
    seen = html_of(message)
    for image in seen.images:
        if image.alt is None and not image.is_pixel:
            yield f"the image {image.src}"
    for link, image in seen.wordless_links:
        if image.alt is not None and not image.is_pixel:
            yield f"the image {image.src}, the only content of the link {link.href}"


def find_missing_files(message: SentMessage) -> Iterator[str]:
    """The images that should be in the message, and are not."""
    there = [file.content_id for file in message.attachments if file.content_id]
    attached = f"attached: {', '.join(there)}" if there else "nothing attached has a Content-ID"
    known = {*there, *map(unquote, there)}
    for image in message.images:
        if image.src.lower().startswith("cid:") and unquote(image.src[4:]) not in known:
            yield f"{image.src} ({attached})"


def find_clipped(message: SentMessage) -> Iterator[str]:
    """The last words of the HTML that Gmail shows, if it has more."""
    html = (message.html or "").encode(errors="surrogatepass")
    if len(html) > _CLIPPED:
        last = html[:_CLIPPED].decode(errors="ignore")[-_LAST_WORDS:]
        yield f"{len(html) / 1024:.0f} kB of HTML, cut after {last.strip()!r}"
