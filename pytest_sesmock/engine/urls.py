"""Which texts SES accepts as the address of a web page."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute HTTP or HTTPS URL.

    It was probed that SES refuses a bare word [cvet-success-url] [acct-details-url-bad]; that it
    wants a host and one of these two schemes is inferred.
    """
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
