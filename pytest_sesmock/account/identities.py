"""Identities: email addresses and domains that SES may send from once they are verified."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache, partial
from typing import Any, Literal

from pytest_sesmock.account import remedies
from pytest_sesmock.account.identity import (
    Dkim,
    Identity,
    IdentityName,
    MailFrom,
    MxFailureBehavior,
    VerificationStatus,
    names_covering,
    read_name,
    require_domain,
    require_name,
    with_parents,
)
from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.account.reasons import tags as tag_reasons
from pytest_sesmock.account.reasons.certificates import CERTIFICATES_LEFT
from pytest_sesmock.account.tags import Tags
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.refusal import Reason

_LIKENESS = 0.7
"""How much alike names must be for one to be meant by the other."""
RESOURCE_TYPE = "identity"
"""What the ARNs of identities call them."""


class Identities:
    """The identities of one account and region, in the order in which they were added.

    Args:
        clock: The mock's clock.
        new_token: Makes a token of a length for DNS records.
        tags: The tags of the account's resources.
    """

    def __init__(self, clock: Clock, new_token: Callable[[int], str], tags: Tags) -> None:
        self._clock = clock
        self._new_token = new_token
        self._by_name: dict[str, Identity] = {}
        # They spare most accounts a search on every send.
        self.has_mail_from_domains = self.has_default_sets = False
        self.auto_verify = False
        """Whether verification succeeds at once instead of staying Pending."""
        tags.serve(RESOURCE_TYPE, partial(_resolve, self._by_name))

    def __iter__(self) -> Iterator[Identity]:
        return iter(list(self._by_name.values()))

    def __len__(self) -> int:
        return len(self._by_name)

    def get(self, text: str) -> Identity | None:
        """The identity a request names; None if the text names none that the account has."""
        name = read_name(text)
        return None if name is None else self._by_name.get(name.name)

    def exists(self, name: str) -> bool:
        """Whether the account has an identity of this canonical name."""
        return name in self._by_name

    def require(self, text: str, missing: Reason) -> Identity:
        """The identity a request names; refused for the reason given if the account lacks it."""
        identity = self.get(text)
        if identity is None:
            raise missing.refused(identity=text, remedy=remedies.verify(text))
        return identity

    # Verification

    def set_status(self, name: IdentityName, status: VerificationStatus) -> Identity:
        """Add an identity or change its status; DKIM that is set up gets the same."""
        identity = self._by_name.setdefault(name.name, Identity(name.name, name.type))
        if status == "Success":
            identity.verified_at = self._clock.now()
        elif status == "Pending" and identity.status != "Pending":
            identity.pending_since = self._clock.now()
        identity.status = status
        if identity.dkim.is_set_up:
            identity.dkim = identity.dkim._replace(status=status)
        return identity

    def start_verification(self, name: IdentityName) -> Identity:
        """Verify an identity, at once or still to succeed; one that is verified stays so.

        Raises:
            Refused: If the account has as many identities as it may.
        """
        self.require_room(name)
        identity = self._by_name.get(name.name)
        if identity is not None and identity.status == "Success":
            return identity
        return self.set_status(name, self._first_status)

    def require_room(self, name: IdentityName) -> None:
        """Raise Refused if the identity would be one more than the account may have."""
        if name.name not in self._by_name and len(self) >= limits.MAX_IDENTITIES:
            raise reasons.IDENTITY_LIMIT.refused()

    @property
    def _first_status(self) -> Literal["Pending", "Success"]:
        return "Success" if self.auto_verify else "Pending"

    def delete(self, name: str, arn: str) -> None:
        """Forget an identity; nothing happens if there is none.

        Raises:
            Refused: If it still has certificates.
        """
        identity = self._by_name.get(name)
        if identity is not None and identity.certificates:
            raise CERTIFICATES_LEFT.refused(arn=arn)
        self._by_name.pop(name, None)

    # DKIM

    def dkim(self, name: str) -> Dkim:
        """DKIM by canonical name: an address has its domain's [ident-email-inherits-dkim]."""
        domain = self._by_name.get(name.rpartition("@")[2].lower())
        return Dkim() if domain is None else domain.dkim

    def set_up_easy_dkim(self, identity: Identity, key_length: str | None = None) -> None:
        """Generate a key of a length, by default the one announced as the next, and its tokens."""
        length = key_length or identity.dkim.next_key_length
        self._set_up_dkim(
            identity,
            Dkim(
                tokens=tuple(self._new_token(32) for _ in range(3)),
                next_key_length=length,
                current_key_length=length,
                generated_at=self._clock.now(),
            ),
        )

    def bring_dkim(self, identity: Identity, selector: str) -> None:
        """Sign with a key that the caller brings along, published under a selector."""
        self._set_up_dkim(
            identity,
            Dkim(tokens=(selector,) if selector else (), origin="EXTERNAL"),
        )

    def replicate_dkim(self, identity: Identity, origin: str) -> None:
        """Sign with the keys that the identity has in the region of an origin."""
        self._set_up_dkim(identity, Dkim(origin=origin))

    def _set_up_dkim(self, identity: Identity, dkim: Dkim) -> None:
        before = identity.dkim
        signing = before.signing or not before.is_set_up
        identity.dkim = dkim._replace(signing=signing, status=self._first_status)

    def enable_dkim_signing(self, text: str, *, signing: bool) -> None:
        """Enable or disable signing for a domain; nothing happens for an address of one.

        Raises:
            Refused: If the domain is no identity.
        """
        domain = text.rpartition("@")[2]
        identity = self.get(domain)
        if identity is None:
            remedy = remedies.verify_domain(domain)
            raise reasons.DKIM_DOMAIN_UNKNOWN.refused(domain=domain, remedy=remedy)
        if domain == text:
            identity.dkim = identity.dkim._replace(signing=signing)

    # MAIL FROM and the default configuration set

    def set_mail_from(self, identity: Identity, setting: MailFrom | None) -> None:
        """Set an identity's custom MAIL FROM domain, or take it away."""
        identity.mail_from = setting
        self.has_mail_from_domains = True

    def put_mail_from(self, text: str, domain: str | None, behavior: MxFailureBehavior) -> None:
        """Set a MAIL FROM domain as a request asks; without a domain it is taken away.

        Raises:
            Refused: If the account lacks the identity, or the domain is no sub-domain of its own.
        """
        identity = self.require(text, reasons.IDENTITY_MISSING)
        if not domain:
            self.set_mail_from(identity, None)
            return
        owner = IdentityName(identity.name, identity.type)
        # The text for a malformed domain is recorded for VerifyDomainIdentity; here it is inferred.
        name = require_domain(domain)
        if not owner.is_parent_of(name):
            raise reasons.MAIL_FROM_NOT_SUBDOMAIN.refused(domain=domain, identity=owner.domain)
        self.set_mail_from(identity, MailFrom(name.name, self._first_status, behavior))

    def failing_mail_from(self, mailbox: Mailbox) -> tuple[str, str] | None:
        """The identity and its MAIL FROM domain that make SES refuse a source, if any."""
        for identity in self._find_verified(mailbox):
            setting = identity.mail_from
            if setting is not None:
                return (identity.name, setting.domain) if setting.rejects else None
        return None

    def set_configuration_set(self, identity: Identity, name: str) -> None:
        """Set the configuration set of mail that names none; empty takes it away."""
        identity.configuration_set = name
        self.has_default_sets = True

    def default_configuration_set(self, mailbox: Mailbox) -> str | None:
        """The default configuration set of the most specific verified identity that has one.

        The set may have been deleted meanwhile: then SES refuses to send [doc-cs-default-deleted].
        """
        for identity in self._find_verified(mailbox):
            if identity.configuration_set:
                return identity.configuration_set
        return None

    def set_notifications(self, identity: Identity, **changes: Any) -> None:
        """Change some of an identity's notification settings, named as their fields."""
        identity.notifications = identity.notifications._replace(**changes)

    # Which identities an address falls under

    def covers(self, mailbox: Mailbox) -> bool:
        """Whether a verified identity covers the mailbox."""
        return self.sender(mailbox) is not None

    def sender(self, mailbox: Mailbox) -> Identity | None:
        """The identity as which SES sends mail from a mailbox; None if no verified one covers it.

        Of several it is the most specific, as everywhere that identities cover one another; no
        source says so of sending itself (grade C).
        """
        for name in _names_covering(mailbox):
            identity = self._by_name.get(name)
            if identity is not None and identity.status == "Success":
                return identity
        return None

    def spelled_otherwise(self, mailbox: Mailbox) -> str | None:
        """A verified address that differs from the mailbox in nothing but its case, if any."""
        address = f"{mailbox.local_part}@{mailbox.domain}".lower()
        return next(
            (
                identity.name
                for identity in self
                if identity.name.lower() == address and identity.status == "Success"
            ),
            None,
        )

    def verified_like(self, mailbox: Mailbox) -> str | None:
        """The verified identity whose name is most like the mailbox's or its domain's, if any."""
        from difflib import SequenceMatcher, get_close_matches  # noqa: PLC0415 - for mistakes only

        verified = [identity.name for identity in self if identity.status == "Success"]
        address = f"{mailbox.local_part}@{mailbox.domain}"
        likely = [
            (SequenceMatcher(None, text, name).ratio(), name)
            for text, names in (
                (mailbox.domain, [name for name in verified if "@" not in name]),
                (address, [name for name in verified if "@" in name]),
            )
            for name in get_close_matches(text, names, 1, _LIKENESS)
        ]
        return max(likely, default=(0, None))[1]

    def find_covering(self, mailbox: Mailbox) -> Iterator[Identity]:
        """Identities a mailbox falls under, verified or not, the most specific first."""
        for name in _names_covering(mailbox):
            identity = self._by_name.get(name)
            if identity is not None:
                yield identity

    def _find_verified(self, mailbox: Mailbox) -> Iterator[Identity]:
        return (each for each in self.find_covering(mailbox) if each.status == "Success")

    def has_verified_domain(self, domain: str) -> bool:
        """Whether a domain, or one above it, is a verified identity."""
        identities = map(self._by_name.get, with_parents(domain.lower()))
        return any(
            identity.type == "Domain" and identity.status == "Success"
            for identity in identities
            if identity is not None
        )


def _resolve(identities: Mapping[str, Identity], text: str) -> str:
    """The canonical name of the identity that an ARN names by a text."""
    name = require_name(text, tag_reasons.ARN_OF_NO_IDENTITY).name
    if name not in identities:
        raise tag_reasons.RESOURCE_MISSING.refused(kind="EmailIdentity", name=text)
    return name


# The same few senders are looked up on every send of an application.
_names_covering = lru_cache(maxsize=1024)(names_covering)
