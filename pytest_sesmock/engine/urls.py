"""What SES takes for the address of a web page."""

from __future__ import annotations

from urllib.parse import urlsplit


def is_web_address(text: str) -> bool:
    """Whether a text is an absolute HTTP or HTTPS URL.

    That SES refuses a bare word was probed [cvet-success-url] [acct-details-url-bad]; that these
    two schemes and a host are what it asks for is inferred.
    """
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
