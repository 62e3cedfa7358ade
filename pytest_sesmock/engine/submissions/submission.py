"""A mail as an application hands it to SES, before judgement."""

from __future__ import annotations

from operator import is_, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.engine import virus_scan
from pytest_sesmock.engine.elements import AttachedFile, Content, Header, Subscription, Tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_sesmock.engine.raw_mail.raw import RawMail
    from pytest_sesmock.engine.submissions.template_content import TemplateContent


class TemplateUse(NamedTuple):
    """The template that a mail is made from, and its data.

    Attributes:
        name: The stored template's name; None for an inline template.
        content: The template itself; None if there is no template of this name.
        data: What it is rendered with; None if the request's data are not a JSON object.
        failure: Why it cannot be rendered; None if it can. SES accepts such a mail and never
            delivers it [rf-event].
        size: How many characters it makes at least if that is more than any message may have;
            otherwise None. Rendering stopped there.
    """

    name: str | None
    content: TemplateContent | None
    data: Mapping[str, Any] | None
    failure: str | None = None
    size: int | None = None


class Submission(NamedTuple):
    """One mail as an API operation received it, every address and text unchanged.

    The API modules make it from an operation's parameters, the rules judge it, and an accepted one
    becomes a message of the outbox. A mail is sent as texts (`subject`, `text`, `html`, `headers`,
    `attachments`), from a `template`, whose rendered texts are then here, or as a MIME message
    (`raw`), whose header tells `to`, `cc` and `reply_to`.

    Attributes:
        api: The API that received it: "ses", "sesv2" or "smtp".
        operation: The operation, such as `SendEmail`.
        region: The AWS region of the account.

        source: The sender that the request names, else the one in a raw message's From; "" if there
            is neither.
        to: The recipients in To.
        cc: The recipients in Cc.
        bcc: The recipients that the others do not see.
        header_only: The addresses in To, Cc and Bcc of a raw message that it does not go to.
        reply_to: The addresses that answers go to.
        return_path: The address that bounces go to; None for the sender.
        source_given: Whether the request names the sender.
        envelope: The recipients of a raw message; None for any other mail, which goes to everyone
            it is addressed to.
        envelope_given: Whether the request names them, rather than the message's header.

        source_arn: The identity that authorizes the source.
        from_arn: The identity that authorizes the address in a raw message's From.
        return_path_arn: The identity that authorizes the return path.

        subject: The subject; empty for a raw message, which has its own.
        text: The plain text.
        html: The HTML.
        headers: The header fields that the caller adds.
        attachments: The files that the caller attaches.
        raw: The MIME message.
        template: The template and its data.

        configuration_set: The name of the configuration set, if any.
        tags: The message tags.
        subscription: The contact list and topic that the mail is for, if any.
        tenant: The tenant that it is sent for, if any.
        endpoint: The id of the multi-region endpoint that it is sent through, if any.
        trace_field: The Received field that the SMTP interface writes; events show it, and the
            delivered message lacks it.
    """

    api: str
    operation: str
    region: str
    source: str
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    reply_to: tuple[str, ...] = ()
    return_path: str | None = None
    source_arn: str | None = None
    return_path_arn: str | None = None
    configuration_set: str | None = None
    tags: tuple[Tag, ...] = ()
    subject: Content = Content("")
    text: Content | None = None
    html: Content | None = None
    headers: tuple[Header, ...] = ()
    attachments: tuple[AttachedFile, ...] = ()
    raw: RawMail | None = None
    source_given: bool = True
    envelope: tuple[str, ...] | None = None
    envelope_given: bool = True
    header_only: tuple[str, ...] = ()
    from_arn: str | None = None
    template: TemplateUse | None = None
    subscription: Subscription | None = None
    tenant: str | None = None
    endpoint: str | None = None
    trace_field: str | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone that the mail goes to, in the order To, Cc, Bcc."""
        return self.to + self.cc + self.bcc if self.envelope is None else self.envelope

    @property
    def absent_fields(self) -> tuple[bool, ...]:
        """Which of the `OPTIONAL_FIELDS` the mail has nothing in."""
        return tuple(map(is_, _optional_values(self), _ABSENT))

    @property
    def action(self) -> str:
        """IAM's name for the operation; it is the same for all raw messages [iam-denied-v2]."""
        return self.operation if self.raw is None else "SendRawEmail"

    @property
    def holds_test_virus(self) -> bool:
        """Whether a text or a file of it is, or has in it, the file that tests virus scanners.

        It is found in header fields and in messages within the message, too; not in archives.
        """
        if self.raw is not None:
            return self.raw.holds_test_virus
        texts = (self.subject, self.text, self.html)
        return (
            any(text is not None and virus_scan.EICAR in text.data for text in texts)
            or any(virus_scan.EICAR in header.value for header in self.headers)
            or any(virus_scan.is_in(file.content) for file in self.attachments)
        )


OPTIONAL_FIELDS = (
    *(name for name, value in Submission._field_defaults.items() if value is None),
    *("tags", "headers", "attachments"),
)
"""The fields that are None, or the empty tuple, unless the mail has what they are for."""

_ABSENT = tuple(map(Submission._field_defaults.get, OPTIONAL_FIELDS))

_index = Submission._fields.index
_optional_values = itemgetter(*map(_index, OPTIONAL_FIELDS))
addresses_of = itemgetter(slice(_index("source"), _index("return_path") + 1))
"""The fields in which a mail that is not raw has addresses."""
