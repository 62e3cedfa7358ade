"""What receivers may dislike about a mail that SES accepts: `RULES`.

A rule looks at a message and answers with what it found, one text for each place; none if all is
well. None of this is SES's: nothing here refuses a mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.delivery.event import subtype_of
from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.errors import SesmockError, suggest
from pytest_sesmock.outbox import lint_clients, lint_delivery, lint_links, lint_texts
from pytest_sesmock.outbox.explain.values import one_line
from pytest_sesmock.outbox.lint_rule import LONGEST_PLACE, LintRule
from pytest_sesmock.outbox.mail_events import known_before

if TYPE_CHECKING:
    from collections.abc import Collection

    from pytest_sesmock.delivery.event import Event
    from pytest_sesmock.outbox.message import SentMessage

_MOST_FOUND = 3


class LintFinding(NamedTuple):
    """A finding of the lint in a message.

    Attributes:
        rule: The name of the rule.
        problem: What the rule found, on one short line.
        remedy: How to fix it.
    """

    rule: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.problem}; {self.remedy}"


def findings(
    message: SentMessage, ignore: Collection[str] = (), clients: Collection[str] = ()
) -> list[LintFinding]:
    """What the rules find in a message, at most one finding of each, in their order.

    A mail that could not be rendered reaches nobody, so nothing is found in it.

    Args:
        message: The message.
        ignore: Names of rules to silence.
        clients: Email clients that the HTML is to be fit for: a finding for each that it is not.

    Raises:
        SesmockError: There is no rule of a name to ignore, or no client of a name.
    """
    check(ignore)
    lint_clients.check(clients)
    if message.rendering_failure is not None:
        return []
    results = ((rule, list(dict.fromkeys(rule.find(message)))) for rule in RULES)
    return [
        LintFinding(rule.name, _first_few(found), rule.remedy)
        for rule, found in results
        if found and rule.name not in ignore
    ] + [
        LintFinding(lint_clients.RULE, problem, lint_clients.REMEDY)
        for problem in lint_clients.find(message, clients)
    ]


def check(ignore: Iterable[str]) -> None:
    """See that there are rules of these names.

    Raises:
        SesmockError: There is none of a name; the nearest is told.
    """
    names = [rule.name for rule in RULES]
    for name in ignore:
        if name not in names:
            raise SesmockError(
                f"a lint rule to ignore must be one of the lint's, not {name!r}: "
                f"{suggest(name, names)}"
            )


def _first_few(places: list[str]) -> str:
    few = ", ".join(one_line(each, LONGEST_PLACE) for each in places[:_MOST_FOUND])
    more = len(places) - _MOST_FOUND
    return f"{few} and {more} more" if more > 0 else few


# Addresses


def _doubtful_address(message: SentMessage) -> Iterator[str]:
    from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415 - takes a while

    given = (message.source, *message.recipients, *message.reply_to, message.return_path)
    for text in filter(None, given):
        mailbox = addresses.judge(text)
        if isinstance(mailbox, Mailbox) and not mailbox.is_group:
            try:
                validate_email(mailbox.address, check_deliverability=False, test_environment=True)
            except EmailNotValidError as error:
                yield f"{mailbox.address} ({error})"


def _bounced_address(message: SentMessage) -> Iterator[str]:
    known = known_before(message)
    if not known:  # as nearly always
        return
    recipients = {addresses.destination(each) for each in message.recipients}
    for address, event in known:
        if addresses.destination(address) in recipients and _is_final(event):
            yield f"{address} ({event.type} {subtype_of(event)}".rstrip() + ")"


def _is_final(event: Event) -> bool:
    """Whether an application has to stop mailing the address."""
    detail = event.detail
    if event.type == "Bounce":
        return bool(detail["bounceType"] == "Permanent")
    return event.type == "Complaint" and detail.get("complaintFeedbackType") != "not-spam"


# Texts


def _no_text_part(message: SentMessage) -> Iterator[str]:
    if message.html is not None and not (message.text or "").strip():
        yield "the message is HTML only"


def _empty_subject(message: SentMessage) -> Iterator[str]:
    if not message.subject.strip():
        yield "the subject is empty"


# Bulk mail

_BULK_OPERATIONS = {"SendBulkTemplatedEmail", "SendBulkEmail"}
_BULK_PRECEDENCE = {"bulk", "list"}


def _no_unsubscribe(message: SentMessage) -> Iterator[str]:
    if not message.list_unsubscribe and (why := _is_bulk(message)):
        yield f"a bulk message ({why}) without List-Unsubscribe"


def _is_bulk(message: SentMessage) -> str:
    """What makes it one; empty if it is none."""
    if message.operation in _BULK_OPERATIONS:
        return message.operation
    if "List-Id" in message.headers:
        return "List-Id"
    precedence = message.headers.get("Precedence", "").strip().lower()
    return f"Precedence: {precedence}" if precedence in _BULK_PRECEDENCE else ""


RULES: tuple[LintRule, ...] = (
    LintRule(
        "doubtful-address",
        "email-validator rejects an address that SES accepts. Other mail servers may refuse it.",
        "correct the address",
        _doubtful_address,
    ),
    LintRule(
        "bounced-address",
        "A message goes to an address that has bounced for good or complained before, in the same "
        "test. Receivers and SES block senders who ignore that.",
        "stop mailing the address",
        _bounced_address,
    ),
    LintRule(
        "empty-subject",
        "The subject is empty. Spam filters and readers dislike that.",
        "set a subject",
        _empty_subject,
    ),
    LintRule(
        "none-in-subject",
        "The subject contains the word None, nan, NaN or undefined, probably because a value is "
        "missing.",
        "set the value, or leave it out of the subject",
        lint_texts.find_missing_in_subject,
    ),
    LintRule(
        "none-in-body",
        "The text, the HTML or an address contains what is printed for a missing value: NaN, "
        "undefined, `[object Object]`, or None and null where they cannot be words, as in "
        "`Hello None`, `$null` and `/orders/None`.",
        "set the value, or leave it out",
        lint_texts.find_missing_in_body,
    ),
    LintRule(
        "template-mark",
        "A template placeholder was not rendered, such as `{{name}}`, `{% if %}`, `<%= name %>`, "
        "`${name}`, `#{name}`, `%(name)s`, `*|NAME|*`, `[[name]]` or `%%name%%`. So are `{0}`, "
        "`{first_name}` and `%s` where they cannot be meant. SES's own "
        "`{{amazonSESUnsubscribeUrl}}` is allowed.",
        "render it",
        lint_texts.find_marks,
    ),
    LintRule(
        "no-text-part",
        "There is HTML but no plain text. Spam filters dislike that, and some people read plain "
        "text only.",
        "send plain text too",
        _no_text_part,
    ),
    LintRule(
        "no-alt-text",
        "An image in the HTML has no alt text, or an empty one although it is all there is of a "
        "link. Many email programs don't load images unless the reader asks for it. One-pixel "
        "images need no alt text.",
        'describe the image in alt; alt="" if it is decoration',
        lint_links.find_missing_alt,
    ),
    LintRule(
        "missing-image",
        "The HTML refers to an image with `cid:`, but the image is not attached.",
        "attach the image with this Content-ID",
        lint_links.find_missing_files,
    ),
    LintRule(
        "relative-url",
        "The address of a link or image has no host, such as `/orders/1`, or is empty. An email "
        "has no page that it could start from.",
        "write the whole address, with https and host",
        lint_links.find_relative,
    ),
    LintRule(
        "http-link",
        "A link or image uses http. Browsers warn about the link, and don't load the image.",
        "use https",
        lint_links.find_http,
    ),
    LintRule(
        "placeholder-domain",
        "A link or image uses a placeholder domain, such as example.com, localhost or "
        "yourdomain.com.",
        "use your application's domain",
        lint_links.find_placeholders,
    ),
    LintRule(
        "script",
        "The HTML has a script, or a link that starts with `javascript:`. No email program runs "
        "either, and some servers refuse the message. Data for Gmail in "
        '`<script type="application/ld+json">` is allowed.',
        "link to a page of your application that does it",
        lint_links.find_scripts,
    ),
    LintRule(
        "form",
        "The HTML has a form. Most email programs don't submit it, or warn about it.",
        "link to a page with the form",
        lint_links.find_forms,
    ),
    LintRule(
        "clipped-html",
        "The HTML is longer than 102 kB. Gmail cuts it there, and the reader has to click to see "
        "the rest.",
        "shorten the HTML",
        lint_links.find_clipped,
    ),
    LintRule(
        "no-unsubscribe",
        "A message sent in bulk, or with List-Id or a bulk Precedence, has no List-Unsubscribe "
        "header field. Large email providers require it.",
        "add List-Unsubscribe and List-Unsubscribe-Post",
        _no_unsubscribe,
    ),
    LintRule(
        "header-only",
        "An address in To, Cc or Bcc of a raw message is not among the destinations of the call, "
        "so it gets nothing. Messages with List-Id are allowed to name their list.",
        "add it to the destinations",
        lint_delivery.find_header_only,
    ),
    LintRule(
        "no-from",
        "A raw message has no From header. SES adds none, and many servers refuse such a message.",
        "add a From header",
        lint_delivery.find_missing_from,
    ),
    LintRule(
        "unencoded-name",
        "The sender's name has characters beyond ASCII that are not encoded as RFC 2047 wants it. "
        "SES drops or garbles them.",
        "encode the name, for example with email.utils.formataddr",
        lint_delivery.find_unencoded_name,
    ),
    LintRule(
        "eight-bit-tracking",
        "A raw message has 8bit content, and its configuration set tracks opens or clicks. SES "
        "changes such a message, and does not preserve the 8bit content.",
        "encode the content as quoted-printable or base64",
        lint_delivery.find_untrackable,
    ),
    LintRule(
        "seven-bit-attachment",
        "An attachment of API v2 has the transfer encoding 7bit, the default, which cannot carry "
        "its bytes. It arrives damaged.",
        'set ContentTransferEncoding="BASE64"',
        lint_delivery.find_damaged_attachment,
    ),
)
"""Every rule of the lint, in the order in which findings are told."""


def warnings(
    index: int,
    message: SentMessage,
    ignore: Collection[str] = (),
    clients: Collection[str] = (),
) -> list[str]:
    """The text of a warning for every finding in a message: rule, mail, what, how to mend it.

    Args:
        index: Which message of the outbox it is.
        message: The message.
        ignore: Names of rules to silence.
        clients: Email clients that the HTML is to be fit for.

    Raises:
        SesmockError: There is no rule of a name to ignore, or no client of a name.
    """
    to = one_line(next(iter(message.recipients), "nobody"), LONGEST_PLACE)
    mail = f"outbox[{index}] to {to}, {one_line(message.subject, LONGEST_PLACE)!r}"
    return [
        f"{finding.rule}: {mail}: {finding.problem}; {finding.remedy}"
        for finding in findings(message, ignore, clients)
    ]
