"""A mail that the caller gave as a MIME message: what SES reads in it.

Nothing here raises: what SES has against such a mail the rules say. Of a mail of several megabytes
only the header block is read until `structure` is asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.elements import Subscription, Tag
from pytest_sesmock.engine.raw_mail import header_block, structure

if TYPE_CHECKING:
    from pytest_sesmock.engine.addresses import Mailbox
    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock
    from pytest_sesmock.engine.raw_mail.structure import Structure

# An application's mails have the same few address fields.
_address_list = lru_cache(maxsize=256)(addresses.parse_header)


@dataclass(frozen=True, repr=False)
class RawMail:
    """A MIME message as given, any bytes at all; it may be empty [raw-empty-data-accepted]."""

    data: bytes

    def __repr__(self) -> str:
        return f"<RawMail of {len(self.data)} bytes>"

    # What is in it

    @cached_property
    def header(self) -> HeaderBlock:
        """The header block, as JavaMail sees it."""
        return header_block.read(self.data)

    @cached_property
    def structure(self) -> Structure:
        """What a walk through the parts of the message finds."""
        return structure.read(self.data, self.header)

    def value(self, name: str) -> str | None:
        """The value of the first field of this name, unfolded, encoded words as they are.

        Bytes beyond ASCII are read as UTF-8, or as Latin-1 if they are none.
        """
        value = self.header.value(name)
        return None if value is None else readable(value)

    def mailboxes(self, name: str) -> tuple[Mailbox, ...] | AddressFault:
        """The addresses in all fields of this name, or the first fault in them.

        Syntax is judged before encoded words are decoded [encoded-word-address].
        """
        return _address_list(readable(",".join(self.header.values(name))))

    def recipients(self, name: str) -> tuple[str, ...]:
        """The addresses in all fields of this name with their display names, as SES writes them.

        The members of groups are recipients, groups are not [doc-group-list]. There are none in a
        field with a fault.
        """
        mailboxes = self.mailboxes(name)
        if isinstance(mailboxes, AddressFault):
            return ()
        return tuple(
            addresses.unicode_form(member)
            for mailbox in mailboxes
            for member in (addresses.members(mailbox) if mailbox.group else (mailbox,))
        )

    @property
    def from_(self) -> str | None:
        """The value of the From field, None if there is none."""
        return self.value("From")

    @property
    def subject(self) -> str:
        """The subject, encoded words decoded; empty if there is none."""
        return addresses.decoded(self.value("Subject") or "")

    # What it tells SES to do; none of it is delivered

    @property
    def configuration_set(self) -> str | None:
        """The configuration set named in the message [doc-xheaders]."""
        return self.value("X-SES-CONFIGURATION-SET")

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The message tags named in the message: `name=value, name=value` [doc-xheaders]."""
        items = ",".join(self.header.values("X-SES-MESSAGE-TAGS")).split(",")
        pairs = (item.partition("=") for item in items if item.strip())
        return tuple(
            Tag(readable(name.strip()), readable(value.strip())) for name, _, value in pairs
        )

    @property
    def source_arn(self) -> str | None:
        """The ARN of the identity that lets the caller send; the first one counts [doc-xarn]."""
        return self.value("X-SES-SOURCE-ARN")

    @property
    def from_arn(self) -> str | None:
        """The ARN of the identity that lets the caller name it in From [doc-xarn]."""
        return self.value("X-SES-FROM-ARN")

    @property
    def return_path_arn(self) -> str | None:
        """The ARN of the identity that lets the caller use it as return path [doc-xarn]."""
        return self.value("X-SES-RETURN-PATH-ARN")

    @property
    def tenant(self) -> str | None:
        """The tenant the mail is sent for [doc-tenant-header]."""
        return self.value("X-SES-TENANT")

    @property
    def subscription(self) -> Subscription | None:
        """The list the mail belongs to: `contact list; topic=topic` [lmo-docs]."""
        value = self.value("X-SES-LIST-MANAGEMENT-OPTIONS")
        if not value:
            return None
        contact_list, _, options = value.partition(";")
        _, equals, topic = options.partition("=")
        return Subscription(contact_list.strip(), topic.strip() if equals else None)


def readable(value: str) -> str:
    """The value of a field that is given as Latin-1: as UTF-8 if it is that, else as it is."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return value
