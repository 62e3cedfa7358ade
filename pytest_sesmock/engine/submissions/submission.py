"""What an application hands to SES, before anything has judged it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pytest_sesmock.engine.elements import AttachedFile, Content, Header, Subscription, Tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pytest_sesmock.engine.raw_mail.raw import RawMail
    from pytest_sesmock.engine.submissions.template_content import TemplateContent


class TemplateUse(NamedTuple):
    """The template a mail is made from, and with what.

    Attributes:
        name: The stored template's name; None if the content came with the request.
        content: The template itself; None if there is none of this name.
        data: What it is rendered with; None if that was no JSON object.
        failure: Why it could not be rendered: SES accepts such a mail and never delivers it
            [rf-event]. None if it could.
    """

    name: str | None
    content: TemplateContent | None
    data: Mapping[str, Any] | None
    failure: str | None = None


class Submission(NamedTuple):
    """One mail as an API operation received it: every address and text exactly as given.

    The API modules make it from an operation's parameters; rules judge it; an accepted one becomes
    a message of the outbox. A mail is given as texts (`subject`, `text`, `html`, `headers`,
    `attachments`), made from a `template`, whose rendered texts are then here, or given as a MIME
    message (`raw`), whose header says `to`, `cc`, `bcc` and `reply_to`.

    Attributes:
        source: The sender: as given, or of the raw message's From; "" if there is none.
        source_given: Whether the request named the sender.
        envelope: Whom a raw message goes to; None for any other mail, which goes to all it is
            addressed to.
        envelope_given: Whether the request named them, and not the message's header.
        from_arn: What authorizes the address of a raw message's From, as `source_arn` does the
            source and `return_path_arn` the return path.
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
    from_arn: str | None = None
    template: TemplateUse | None = None
    subscription: Subscription | None = None
    tenant: str | None = None
    endpoint: str | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone the mail goes to, in the order To, Cc, Bcc."""
        return self.to + self.cc + self.bcc if self.envelope is None else self.envelope

    @property
    def action(self) -> str:
        """What IAM calls the operation: a raw message's is one of its own [iam-denied-v2]."""
        return self.operation if self.raw is None else "SendRawEmail"
