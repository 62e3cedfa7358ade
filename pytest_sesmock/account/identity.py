"""One identity: its name, what SES remembers of it, and which texts name one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.refusal import Reason

IdentityType = Literal["EmailAddress", "Domain"]
VerificationStatus = Literal["Pending", "Success", "Failed", "TemporaryFailure", "NotStarted"]
MailFromStatus = Literal["Pending", "Success", "Failed", "TemporaryFailure"]
MxFailureBehavior = Literal["UseDefaultValue", "RejectMessage"]


_LONGEST_PLAIN = 63  # as the longest label, so that every length is right
_PLAIN = re.compile(
    r"([A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@)?([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}", re.ASCII
)
"""Names that email-validator takes as they are, and that need not ask for it."""


class InvalidIdentity(ValueError):  # noqa: N818 - named for what it says of the value
    """The text is neither an email address nor a domain that SES could verify."""


class IdentityName(NamedTuple):
    """An identity's name as SES keeps it.

    A domain is lower-case ASCII (Punycode). An address keeps its case, that of its domain too:
    email-address identities are case-sensitive [addr-identity-case], domains are not
    [domain-identity-case]. A domain in Unicode becomes Punycode in addresses as well.
    """

    name: str
    type: IdentityType

    @property
    def domain(self) -> str:
        """The domain, of an address identity the part after the @."""
        return self.name.rpartition("@")[2]

    def is_parent_of(self, other: IdentityName) -> bool:
        """Whether the other one is a sub-domain of this one's domain."""
        return other.type == "Domain" and other.name.endswith(f".{self.domain.lower()}")


@lru_cache(maxsize=1024)
def identity_name(text: str) -> IdentityName:
    """The identity that a text names, judged by email-validator.

    Raises:
        InvalidIdentity: If it is no email address with an ASCII local part and no domain.
    """
    if len(text) <= _LONGEST_PLAIN and _PLAIN.fullmatch(text):
        return IdentityName(text, "EmailAddress" if "@" in text else "Domain")
    return _judge(text)


def _judge(text: str) -> IdentityName:
    # Imported when first needed: it takes as long as all the rest of the package together.
    from email_validator import (  # noqa: PLC0415 - see above
        EmailNotValidError,
        validate_email,
    )

    local_part, at, domain = text.rpartition("@")
    # Nothing says that SES refuses names such as localhost, which Django's default sender has.
    # email-validator does, so it is asked about such a name below .com.
    stand_in = ".com" if _is_reserved(domain) else ""
    try:
        valid = validate_email(
            f"{local_part if at else 'postmaster'}@{domain}{stand_in}",
            allow_quoted_local=True,  # as SES does where it was probed [cvet-bad-addr]
            allow_smtputf8=False,
            check_deliverability=False,
            globally_deliverable=False,
        )
    except EmailNotValidError as error:
        raise InvalidIdentity(str(error)) from error
    ascii_domain = valid.ascii_domain.removesuffix(stand_in)
    if not at:
        return IdentityName(ascii_domain, "Domain")
    return IdentityName(
        f"{local_part}@{domain if domain.isascii() else ascii_domain}", "EmailAddress"
    )


def _is_reserved(domain: str) -> bool:
    """Whether a domain is, or is below, one with which there is no mail on the internet."""
    from email_validator import SPECIAL_USE_DOMAIN_NAMES  # noqa: PLC0415 - as above

    return any(f".{domain.lower()}".endswith(f".{name}") for name in SPECIAL_USE_DOMAIN_NAMES)


def read_name(text: str) -> IdentityName | None:
    """The identity that a request names; None if the text names none."""
    try:
        # SES takes Punycode, not Unicode: non-ASCII counts as malformed here as it does in a send.
        return identity_name(text) if text.isascii() else None
    except InvalidIdentity:
        return None


def names_covering(mailbox: Mailbox) -> tuple[str, ...]:
    """The names of the identities that cover a mailbox, the most specific first.

    The address itself, the address without its `+label` [doc-verify-label], then its domain and
    every parent domain [doc-verify-sub], domains whatever their case [doc-verify-domaincase].
    """
    local, domain = mailbox.local_part, mailbox.domain
    names = [f"{local}@{domain}"]
    if "+" in local:
        names.append(f"{local.partition('+')[0]}@{domain}")
    return (*names, *with_parents(domain.lower()))


def name_to_cover(mailbox: Mailbox) -> str | None:
    """The identity to verify for a mailbox, its address or else a domain; None if none can be."""
    for name in names_covering(mailbox):
        # Of domains without a dot only the mailbox's own, as `com` is nobody's.
        if ("." in name or name == mailbox.domain.lower()) and read_name(name) is not None:
            return name
    return None


def with_parents(domain: str) -> Iterator[str]:
    """A domain and every one above it."""
    labels = domain.split(".")
    return (".".join(labels[start:]) for start in range(len(labels)))


def require_name(text: str, invalid: Reason = reasons.IDENTITY_INVALID) -> IdentityName:
    """The identity that a request names; refused for the reason given if the text names none."""
    name = read_name(text)
    if name is None:
        raise invalid.refused(identity=text)
    return name


def require_address(text: str, invalid: Reason = reasons.EMAIL_ADDRESS_INVALID) -> IdentityName:
    """The same for a text that must be an email address."""
    name = read_name(text)
    if name is None or name.type != "EmailAddress":
        raise invalid.refused(address=text)
    return name


def require_domain(text: str, invalid: Reason = reasons.DOMAIN_INVALID) -> IdentityName:
    """The same for a text that must be a domain."""
    name = read_name(text)
    if name is None or name.type != "Domain":
        raise invalid.refused(domain=text)
    return name


class MailFrom(NamedTuple):
    """An identity's custom MAIL FROM domain."""

    domain: str
    status: MailFromStatus
    behavior: MxFailureBehavior

    @property
    def rejects(self) -> bool:
        """Whether SES refuses to send instead of using a domain of its own [doc-mailfrom-code]."""
        return self.behavior == "RejectMessage" and self.status != "Success"


class Dkim(NamedTuple):
    """How mail of a domain is signed; the default is that of one without [ident-get-email-rec].

    Attributes:
        signing: Whether mail is to be signed.
        status: Whether SES has found the DNS records.
        tokens: The names of the CNAME records, or the selector of a key brought along.
        origin: AWS_SES for Easy DKIM, EXTERNAL for a key brought along, AWS_SES_<REGION> for the
            keys of another region's identity.
        next_key_length: Of the key generated next.
        current_key_length: Of the key in use, if SES generated one.
        generated_at: When SES generated it.
    """

    signing: bool = False
    status: VerificationStatus = "NotStarted"
    tokens: tuple[str, ...] = ()
    origin: str = "AWS_SES"
    next_key_length: str = "RSA_1024_BIT"
    current_key_length: str | None = None
    generated_at: datetime | None = None

    @property
    def is_set_up(self) -> bool:
        """Whether there are records for SES to find."""
        return self.status != "NotStarted"


class NotificationSettings(NamedTuple):
    """Which notifications SES gives about an identity's mail.

    Attributes:
        forwards_feedback: Whether bounces and complaints are forwarded by mail.
        topics: ARNs of the SNS topics, by type of notification.
        headers_in: The types of notifications that hold the original headers.
    """

    forwards_feedback: bool = True
    topics: Mapping[str, str] = MappingProxyType({})
    headers_in: frozenset[str] = frozenset()


@dataclass(slots=True)
class Identity:
    """What SES remembers of one identity.

    Attributes:
        name: Its canonical name.
        type: EmailAddress or Domain.
        status: Only Success counts as verified.
        pending_since: When verification that is Pending was started.
        verified_at: When verification last succeeded.
        verification_token: Of the TXT record, once asked for.
        dkim: DKIM of a domain; an address has its domain's.
        mail_from: The custom MAIL FROM domain, if one is set.
        configuration_set: The name of the default configuration set; empty for none.
        notifications: Which notifications it gets; replaced whole when they change.
        certificates: ARNs of S/MIME certificates, by the address they sign for.
    """

    name: str
    type: IdentityType
    status: VerificationStatus = "NotStarted"
    pending_since: datetime | None = None
    verified_at: datetime | None = None
    verification_token: str = ""
    dkim: Dkim = field(default_factory=Dkim)
    mail_from: MailFrom | None = None
    configuration_set: str = ""
    notifications: NotificationSettings = field(default_factory=NotificationSettings)
    certificates: dict[str, str] = field(default_factory=dict)
