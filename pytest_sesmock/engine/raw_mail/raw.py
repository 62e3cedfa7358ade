"""What SES reads in a mail that the caller hands over as a MIME message.

Nothing here judges or raises: the rules say what SES has against such a mail. Until `structure` is
asked for, only the header block is read, however many megabytes the mail has.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.elements import Subscription, Tag
from pytest_sesmock.engine.encoded_words import decode_words
from pytest_sesmock.engine.raw_mail import header_block, structure
from pytest_sesmock.engine.virus_scan import is_in

if TYPE_CHECKING:
    from pytest_sesmock.engine.addresses import Mailbox
    from pytest_sesmock.engine.raw_mail.header_block import HeaderBlock
    from pytest_sesmock.engine.raw_mail.structure import Structure

# An application's mails have the same few address fields.
_address_list = lru_cache(maxsize=256)(addresses.parse_header)


@dataclass(frozen=True, repr=False)
class RawMail:
    """A MIME message as handed over.

    Attributes:
        data: Any bytes at all; there may be none [raw-empty-data-accepted].
    """

    data: bytes

    def __repr__(self) -> str:
        return f"<RawMail of {len(self.data)} bytes>"

    # What it says to its readers

    @cached_property
    def header(self) -> HeaderBlock:
        """The header block, as JavaMail reads it."""
        return header_block.read(self.data)

    @cached_property
    def structure(self) -> Structure:
        """The parts of the message, and the first fault in them."""
        return structure.read(self.data, self.header)

    @cached_property
    def holds_test_virus(self) -> bool:
        """Whether the file with which virus scanners are tested is in it, wherever."""
        return is_in(self.data)

    def value(self, name: str) -> str | None:
        """The value of the first field of this name, unfolded, encoded words left alone.

        Bytes beyond ASCII are read as UTF-8, or as Latin-1 if they are not UTF-8.
        """
        value = self.header.value(name)
        return None if value is None else decode_utf8(value)

    def mailboxes(self, name: str) -> tuple[Mailbox, ...] | AddressFault:
        """The addresses in all fields of this name, or the first fault in them.

        SES checks syntax before it decodes encoded words [encoded-word-address].
        """
        return _address_list(decode_utf8(",".join(self.header.values(name))))

    def recipients(self, name: str) -> tuple[str, ...]:
        """The addresses in all fields of this name with their display names, as SES writes them.

        A group counts as its members [doc-group-list]. Fields with a fault have no recipients.
        """
        mailboxes = self.mailboxes(name)
        if isinstance(mailboxes, AddressFault):
            return ()
        return tuple(map(addresses.unicode_form, addresses.members(mailboxes)))

    @property
    def from_(self) -> str | None:
        """The value of the From field; None if there is none."""
        return self.value("From")

    @property
    def subject(self) -> str:
        """The subject, its encoded words decoded; empty if there is none."""
        return decode_words(self.value("Subject") or "")

    # What it tells SES to do; SES does not deliver these fields

    @property
    def configuration_set(self) -> str | None:
        """The configuration set that the message names [doc-xheaders]."""
        return self.value("X-SES-CONFIGURATION-SET")

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The message tags that it names, as `name=value, name=value` [doc-xheaders]."""
        items = ",".join(self.header.values("X-SES-MESSAGE-TAGS")).split(",")
        pairs = (item.partition("=") for item in items if item.strip())
        return tuple(
            Tag(decode_utf8(name.strip()), decode_utf8(value.strip())) for name, _, value in pairs
        )

    @property
    def source_arn(self) -> str | None:
        """The ARN of the identity that authorizes the sender; the first field counts [doc-xarn]."""
        return self.value("X-SES-SOURCE-ARN")

    @property
    def from_arn(self) -> str | None:
        """The ARN of the identity that authorizes the address in From [doc-xarn]."""
        return self.value("X-SES-FROM-ARN")

    @property
    def return_path_arn(self) -> str | None:
        """The ARN of the identity that authorizes the return path [doc-xarn]."""
        return self.value("X-SES-RETURN-PATH-ARN")

    @property
    def tenant(self) -> str | None:
        """The tenant the mail is sent for [doc-tenant-header]."""
        return self.value("X-SES-TENANT")

    @property
    def subscription(self) -> Subscription | None:
        """The contact list that the mail is for, as `contact list; topic=topic` [lmo-docs]."""
        value = self.value("X-SES-LIST-MANAGEMENT-OPTIONS")
        if not value:
            return None
        contact_list, _, options = value.partition(";")
        _, equals, topic = options.partition("=")
        return Subscription(contact_list.strip(), topic.strip() if equals else None)


def decode_utf8(value: str) -> str:
    """Decode a text that has one character for each byte; unchanged if the bytes are not UTF-8."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode()
    except UnicodeDecodeError:
        return value
