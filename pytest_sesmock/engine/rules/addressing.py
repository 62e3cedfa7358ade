"""Who a mail is from and to: given, well formed, not too many and not too long."""

from __future__ import annotations

from pytest_sesmock.engine import addresses, limits
from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.addresses import AddressFault
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.raw_mail import header_names
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.rules.mailboxes import addresses_of, judge_address
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.text import Text

NO_SENDER = Text("", "A2", ("v2-from-missing-simple",))
NO_SENDER_OF_TEMPLATE = Text("Source cannot be empty", "A2", ("v2-from-missing-template",))


def has_sender(submission: Submission, _: AccountView) -> Finding | None:
    """A sender is given, by the request or in the From field of a raw message."""
    if submission.source_given:
        return None
    if submission.raw is not None:
        return missing_sender(submission.raw)
    text = NO_SENDER if submission.template is None else NO_SENDER_OF_TEMPLATE
    return Finding(text.says(), problem="no FromEmailAddress")


def missing_sender(raw: RawMail) -> Finding | None:
    """What SES says of a raw message's From field if the call names no sender."""
    if raw.from_ is None:
        return Finding(header_names.MISSING.says(name="From"))
    found = raw.mailboxes("From")
    if isinstance(found, AddressFault) or raw.recipients("From"):
        return None
    # Recorded for a field without addresses; that a group of nobody counts as such is inferred.
    return Finding(header_names.EMPTY.says(name="From"))


def _empty(raw: RawMail, name: str) -> Finding | None:
    return None if raw.mailboxes(name) else Finding(header_names.EMPTY.says(name=name))


INVALID_FROM = Text("Invalid From address provided.", "A2", ("v2-raw-bad-from",))


def addresses_are_well_formed(submission: Submission, _: AccountView) -> Finding | None:
    """Address syntax, field by field: Source, To, Cc, Bcc, ReturnPath, ReplyTo.

    Of a raw message: Source, From, the destinations given, then the other header fields.
    """
    for field, given in addresses_of(submission):
        verdict = given if isinstance(given, AddressFault) else judge_address(given)
        if not isinstance(verdict, AddressFault):
            continue
        message = verdict.message
        if field == "From" and submission.api == "sesv2" and message != addresses.NO_DOMAIN:
            message = INVALID_FROM.says()
        return Finding(
            message, problem=f"the {field} header" if given is verdict else f"{field} {given!r}"
        )
    return None


BULK_SENDER_INVALID = Text(
    "Invalid email address<{address}>.",
    "A2",
    ("bulk-bad-source-v1", "bulk-bad-source-v2", "bulk-bad-returnpath-v1"),
)


def bulk_senders_are_well_formed(submission: Submission, _: AccountView) -> Finding | None:
    """Syntax of source and return path of a bulk send; other addresses are its entries' affair."""
    for text in (submission.source, submission.return_path):
        if text is not None and isinstance(judge_address(text), AddressFault):
            return Finding(BULK_SENDER_INVALID.says(address=text))
    return None


NO_RECIPIENTS = Text("There are no recipients specified", "C", ("doc-norecip", "unk-no-recipients"))


def has_recipients(submission: Submission, _: AccountView) -> Finding | None:
    """At least one recipient: in To, Cc or Bcc, of the request or of a raw message's header."""
    if submission.raw is not None:
        raw = submission.raw
        return empty_recipients(raw) if submission.envelope_given else missing_recipients(raw)
    return None if submission.recipients else Finding(NO_RECIPIENTS.says())


def missing_recipients(raw: RawMail) -> Finding | None:
    """What SES says of a raw message's To field if the call names no recipients.

    Recipients in Cc or Bcc will do [raw-bcc-only].
    """
    empty = empty_recipients(raw)
    if empty is not None:
        return empty
    if any(map(raw.recipients, ("To", "Cc", "Bcc"))):
        return None
    return Finding(header_names.MISSING.says(name="To"))


def empty_recipients(raw: RawMail) -> Finding | None:
    """What SES says of a To field with nothing in it, even if the call names recipients.

    Recorded over SMTP, where an envelope always names them [empty-to-header-smtp].
    """
    return None if raw.value("To") is None else _empty(raw, "To")


TOO_MANY_RECIPIENTS = Text(
    "Recipient count exceeds 50.", "A", ("recipients-51-v1", "recipients-count-all")
)


def recipients_are_at_most_50(submission: Submission, _: AccountView) -> Finding | None:
    """At most 50 recipients, To, Cc and Bcc added up."""
    if len(submission.recipients) > limits.MAX_RECIPIENTS:
        return Finding(TOO_MANY_RECIPIENTS.says())
    return None


ADDRESS_TOO_LONG = Text(
    "Address length is more than 320 characters long: '{address}'.", "A2", ("addr-len-320",)
)


def addresses_are_at_most_320_long(submission: Submission, _: AccountView) -> Finding | None:
    """At most 320 UTF-16 units in an address with its display name."""
    for field, given in addresses_of(submission):
        shown = None if isinstance(given, AddressFault) else addresses.echo_if_too_long(given)
        if shown is not None:
            return Finding(ADDRESS_TOO_LONG.says(address=shown), problem=f"an address in {field}")
    return None


SENDER_GIVEN = Rule(
    "sender-given",
    Fault.INVALID_PARAMETER,
    has_sender,
    (NO_SENDER, NO_SENDER_OF_TEMPLATE, header_names.MISSING, header_names.EMPTY),
    "The request, or the From header of a raw message, must name a sender.",
    "SES's answer has no message unless the send is raw. " + PLACE_UNPROVEN,
    addresses_only=True,
)
ADDRESS_SYNTAX = Rule(
    "address-syntax",
    Fault.INVALID_PARAMETER,
    addresses_are_well_formed,
    (*addresses.TEXTS, INVALID_FROM),
    "Every email address must be well formed, be it in the request or in the header of a raw "
    "message.",
    addresses_only=True,
)
BULK_SENDER_SYNTAX = Rule(
    "bulk-sender-syntax",
    Fault.INVALID_PARAMETER,
    bulk_senders_are_well_formed,
    (BULK_SENDER_INVALID,),
    "The source and the return path of a bulk send must be well-formed email addresses.",
    "Before the template, as probed.",
)
RECIPIENTS_GIVEN = Rule(
    "recipients-given",
    Fault.INVALID_PARAMETER,
    has_recipients,
    (NO_RECIPIENTS, header_names.MISSING, header_names.EMPTY),
    "A message must have at least one recipient, and the To header of a raw message must not be "
    "empty.",
    "Recorded for raw messages. For others it is documented that SES refuses; code and text are "
    "inferred from the documentation.",
    addresses_only=True,
)
RECIPIENT_COUNT = Rule(
    "recipient-count",
    Fault.INVALID_PARAMETER,
    recipients_are_at_most_50,
    (TOO_MANY_RECIPIENTS,),
    "A message may have at most 50 recipients, To, Cc and Bcc taken together.",
    PLACE_UNPROVEN,
    addresses_only=True,
)
ADDRESS_LENGTH = Rule(
    "address-length",
    Fault.INVALID_PARAMETER,
    addresses_are_at_most_320_long,
    (ADDRESS_TOO_LONG,),
    "An address may have at most 320 UTF-16 units, display name included.",
    addresses_only=True,
)
