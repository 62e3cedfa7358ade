"""Remedies that depend on what may be an identity; see `pytest_sesmock.engine.remedies`."""

from __future__ import annotations

from pytest_sesmock.account.identity import name_to_cover, read_name
from pytest_sesmock.engine import addresses, remedies
from pytest_sesmock.engine.addresses import Mailbox


def verify(text: str) -> str | None:
    """Verify the identity that a request names."""
    return None if read_name(text) is None else remedies.verify(text)


def verify_domain(text: str) -> str | None:
    """Verify the domain that a request names."""
    name = read_name(text)
    return None if name is None or name.type != "Domain" else remedies.verify(text)


def cover(address: str) -> str | None:
    """Verify what covers an address, display name or not."""
    mailbox = addresses.judge(address)
    name = name_to_cover(mailbox) if isinstance(mailbox, Mailbox) else None
    return None if name is None else remedies.verify(name)


def suppress(address: str) -> str | None:
    """Put an address on the account's suppression list."""
    name = read_name(address)
    if name is None or name.type != "EmailAddress":
        return None
    return f"{{account}}.suppress({remedies.literal(address)})"
