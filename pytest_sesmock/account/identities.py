"""Identities: email addresses and domains that SES may send from once they are verified."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from pytest_sesmock.engine.addresses import Mailbox

IdentityType = Literal["EmailAddress", "Domain"]
STATUSES = ("Pending", "Success", "Failed", "TemporaryFailure", "NotStarted")
MAIL_FROM_STATUSES = ("Pending", "Success", "Failed", "TemporaryFailure")
MX_BEHAVIORS = ("UseDefaultValue", "RejectMessage")


class InvalidIdentity(ValueError):  # noqa: N818 - named for what it says of the value
    """The text is neither an email address nor a domain that SES could verify."""


class IdentityName(NamedTuple):
    """An identity's name as SES keeps it.

    Domains are lower-case ASCII (Punycode); a local part keeps its case, because email-address
    identities are case-sensitive there [doc-verify-addrcase].
    """

    name: str
    type: IdentityType

    @property
    def domain(self) -> str:
        """The domain, of an address identity the part after the @."""
        return self.name.rpartition("@")[2]

    def is_parent_of(self, other: IdentityName) -> bool:
        """Whether the other one is a sub-domain of this one's domain."""
        return other.type == "Domain" and other.name.endswith("." + self.domain)


@lru_cache(maxsize=1024)
def identity_name(text: str) -> IdentityName:
    """The identity that a text names, judged by email-validator.

    Raises:
        InvalidIdentity: If it is no email address with an ASCII local part and no domain.
    """
    # Imported when first needed: it takes a while, and most test runs send no mail.
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415

    address = text if "@" in text else f"postmaster@{text}"
    try:
        valid = validate_email(
            address,
            allow_quoted_local=True,  # as SES does where it was probed [cvet-bad-addr]
            allow_smtputf8=False,
            check_deliverability=False,
            globally_deliverable=False,
            test_environment=True,
        )
    except EmailNotValidError as error:
        raise InvalidIdentity(str(error)) from error
    if address is not text:
        return IdentityName(valid.ascii_domain, "Domain")
    return IdentityName(f"{valid.local_part}@{valid.ascii_domain}", "EmailAddress")


@dataclass(frozen=True, slots=True)
class MailFrom:
    """An identity's custom MAIL FROM domain."""

    domain: str
    status: str
    behavior: str

    @property
    def rejects(self) -> bool:
        """Whether SES refuses to send instead of using a domain of its own [doc-mailfrom-code]."""
        return self.behavior == "RejectMessage" and self.status != "Success"


@dataclass(slots=True)
class Identity:
    """What SES remembers of one identity."""

    name: str
    type: IdentityType
    status: str
    verification_token: str = ""
    dkim_tokens: tuple[str, ...] = ()
    dkim_status: str = "NotStarted"
    mail_from: MailFrom | None = None


@dataclass(slots=True)
class Identities:
    """The identities of one account and region, in the order in which they were added."""

    _by_name: dict[str, Identity] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Identity]:
        return iter(list(self._by_name.values()))

    def __len__(self) -> int:
        return len(self._by_name)

    def get(self, name: str) -> Identity | None:
        """The identity of this canonical name, if the account has it."""
        return self._by_name.get(name)

    def set_status(self, name: IdentityName, status: str) -> Identity:
        """Add an identity or change its status; DKIM that is set up gets the same."""
        identity = self._by_name.get(name.name)
        if identity is None:
            identity = self._by_name[name.name] = Identity(name.name, name.type, status)
        identity.status = status
        if identity.dkim_tokens:
            identity.dkim_status = status
        return identity

    def start_verification(self, name: IdentityName, *, succeeds: bool) -> Identity:
        """Verify an identity, at once or still to succeed; one that is verified stays so."""
        identity = self._by_name.get(name.name)
        if identity is not None and identity.status == "Success":
            return identity
        return self.set_status(name, "Success" if succeeds else "Pending")

    def remove(self, name: str) -> None:
        """Forget an identity; nothing happens if there is none."""
        self._by_name.pop(name, None)

    def covering(self, mailbox: Mailbox) -> Iterator[Identity]:
        """Identities a mailbox falls under, the most specific first.

        The address itself, the address without its `+label` [doc-verify-label], then its domain
        and every parent domain [doc-verify-sub], domains whatever their case
        [doc-verify-domaincase].
        """
        for name in _names_covering(mailbox):
            identity = self._by_name.get(name)
            if identity is not None:
                yield identity


# The same few senders are looked up on every send of an application.
@lru_cache(maxsize=1024)
def _names_covering(mailbox: Mailbox) -> tuple[str, ...]:
    local, domain = mailbox.local_part, mailbox.domain.lower()
    names = [f"{local}@{domain}"]
    if "+" in local:
        names.append(f"{local.partition('+')[0]}@{domain}")
    labels = domain.split(".")
    names += (".".join(labels[start:]) for start in range(len(labels)))
    return tuple(names)
