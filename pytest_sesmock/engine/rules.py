"""Every reason for which SES refuses a message: the functions, then `RULES`, the ordered table.

A rule looks at the submission and at a read-only view of the account and answers with SES's words
or None. The order of the table is the order of SES's checks; ids in brackets and in `Text` are rows
of the evidence tables in tests/data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pytest_sesmock.engine import addresses, limits, mime, names
from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.addresses import AddressFault, Mailbox
from pytest_sesmock.engine.refusal import Fault, Finding, Rule
from pytest_sesmock.engine.simulator import is_simulator
from pytest_sesmock.engine.submission import Submission
from pytest_sesmock.engine.text import Text

# The same few addresses come back on every send of an application.
_judged = lru_cache(maxsize=1024)(addresses.judge)


def _mailbox(text: str) -> Mailbox:
    """The mailbox of an address that `addresses_are_well_formed` has let through."""
    mailbox = _judged(text)
    assert isinstance(mailbox, Mailbox)  # noqa: S101 - the order of RULES guarantees it
    return mailbox


# Tags


def tags_are_valid(submission: Submission, _: AccountView) -> Finding | None:
    """Message tags: present, at most 255 characters, of the allowed characters; name first."""
    for tag in submission.tags:
        fault = names.tag_fault(tag)
        if fault is not None:
            return Finding(fault)
    return None


# Addresses and recipients


def _addresses(submission: Submission) -> Iterator[tuple[str, str]]:
    """Every address with its field, in the order in which SES reads them [addr-order-fields]."""
    yield "Source", submission.source
    for field, texts in (
        ("ToAddresses", submission.to),
        ("CcAddresses", submission.cc),
        ("BccAddresses", submission.bcc),
        ("ReturnPath", () if submission.return_path is None else (submission.return_path,)),
        ("ReplyToAddresses", submission.reply_to),
    ):
        for text in texts:
            yield field, text


def addresses_are_well_formed(submission: Submission, _: AccountView) -> Finding | None:
    """Address syntax, field by field: Source, To, Cc, Bcc, ReturnPath, ReplyTo."""
    for field, text in _addresses(submission):
        verdict = _judged(text)
        if isinstance(verdict, AddressFault):
            return Finding(verdict.message, found=f"{field} {text!r}")
    return None


NO_RECIPIENTS = Text("There are no recipients specified", "C", ("doc-norecip", "unk-no-recipients"))


def has_recipients(submission: Submission, _: AccountView) -> Finding | None:
    """At least one recipient in To, Cc or Bcc."""
    return None if submission.recipients else Finding(NO_RECIPIENTS.says())


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
    for field, text in _addresses(submission):
        shown = addresses.too_long(text)
        if shown is not None:
            return Finding(ADDRESS_TOO_LONG.says(address=shown), found=f"in {field}")
    return None


# Content

CHARSET_UNSUPPORTED = Text("Unsupported charset '{charset}'.", "A", ("charset-unsupported",))


def charsets_are_supported(submission: Submission, _: AccountView) -> Finding | None:
    """The charsets named for subject, text and HTML exist."""
    for content in (submission.subject, submission.text, submission.html):
        charset = content.charset if content is not None else None
        if charset is not None and not mime.charset_is_supported(charset):
            return Finding(CHARSET_UNSUPPORTED.says(charset=charset))
    return None


MESSAGE_TOO_LARGE = Text(
    "Message length is more than {limit} bytes long: '{size}'.", "A", ("size-v1-raw",)
)


def message_is_at_most_10_mb(submission: Submission, _: AccountView) -> Finding | None:
    """At most 10 MiB in the message SES would deliver, encodings included."""
    size = mime.exceeds(submission, limits.MAX_MESSAGE_SIZE_V1)
    if size is None:
        return None
    return Finding(MESSAGE_TOO_LARGE.says(limit=limits.MAX_MESSAGE_SIZE_V1, size=size))


# Configuration set


def configuration_set_name_is_valid(submission: Submission, _: AccountView) -> Finding | None:
    """A configuration set's name is 1 to 64 letters, digits, underscores and dashes."""
    name = submission.configuration_set
    fault = None if name is None else names.configuration_set_fault(name)
    return None if fault is None else Finding(fault)


CONFIGURATION_SET_MISSING = Text(
    "Configuration set <{name}> does not exist.", "A", ("cs-missing-v1", "cs-missing-other-op")
)


def configuration_set_exists(submission: Submission, account: AccountView) -> Finding | None:
    """The named configuration set exists in this region."""
    name = submission.configuration_set
    if name is None or account.configuration_set_sends(name) is not None:
        return None
    return Finding(
        CONFIGURATION_SET_MISSING.says(name=name),
        f'{{account}}.create_configuration_set("{name}")',
    )


CONFIGURATION_SET_PAUSED = Text(
    "Sending is paused for configuration set {name}", "A2", ("cs-paused-v1",)
)


def configuration_set_sends(submission: Submission, account: AccountView) -> Finding | None:
    """Sending is enabled for the configuration set."""
    name = submission.configuration_set
    if name is None or account.configuration_set_sends(name) is not False:
        return None
    return Finding(
        CONFIGURATION_SET_PAUSED.says(name=name),
        f'{{account}}.resume_configuration_set("{name}")',
    )


# The account's sending

PAUSED_BY_HOLDER = Text(
    "Sending paused for this account.", "C", ("unk-acct-disabled", "acct-paused-aws")
)
PAUSED_BY_AWS = Text(
    "Sending paused for this account. For more information, please check the inbox of the email "
    "address associated with your AWS account.",
    "A",
    ("acct-paused-aws",),
)


def account_is_not_paused_by_holder(_: Submission, account: AccountView) -> Finding | None:
    """The account's holder has not paused sending (UpdateAccountSendingEnabled)."""
    if account.paused_by == "holder":
        return Finding(PAUSED_BY_HOLDER.says(), "{account}.resume_sending()")
    return None


def account_is_not_paused_by_aws(_: Submission, account: AccountView) -> Finding | None:
    """AWS has not paused the account's sending."""
    if account.paused_by == "aws":
        return Finding(PAUSED_BY_AWS.says(), "{account}.resume_sending()")
    return None


# Sending authorization

ARN_MALFORMED = Text("Invalid ARN <{arn}>.", "A", ("arn-malformed",))
_IDENTITY_ARN = re.compile(r"arn:[^:]+:ses:[^:]+:[0-9]{12}:identity/(.+)", re.DOTALL)


def _arns(submission: Submission) -> Iterator[tuple[str, str]]:
    """Pairs of an identity ARN and the address it is to authorize."""
    if submission.source_arn is not None:
        yield submission.source_arn, submission.source
    if submission.return_path_arn is not None:
        yield submission.return_path_arn, submission.return_path or submission.source


def arns_are_well_formed(submission: Submission, _: AccountView) -> Finding | None:
    """SourceArn and ReturnPathArn are ARNs of SES identities."""
    for arn, _address in _arns(submission):
        if not _IDENTITY_ARN.fullmatch(arn):
            return Finding(ARN_MALFORMED.says(arn=arn))
    return None


ARN_MISALIGNED = Text(
    "The address '{address}' does not align with the given ARN '{arn}'", "A", ("arn-misaligned",)
)


def arns_align(submission: Submission, _: AccountView) -> Finding | None:
    """An address belongs to its ARN: of the domain, or the very address the ARN names.

    An address identity's ARN does not cover the address with a display name [arn-misaligned].
    """
    for arn, address in _arns(submission):
        match = _IDENTITY_ARN.fullmatch(arn)
        assert match is not None  # noqa: S101 - the order of RULES guarantees it
        if not _aligns(address, match[1]):
            return Finding(ARN_MISALIGNED.says(address=address, arn=arn))
    return None


def _aligns(address: str, identity: str) -> bool:
    mailbox = _mailbox(address)
    local_part, _, domain = identity.lower().rpartition("@")
    if not local_part:
        return f".{mailbox.domain.lower()}".endswith(f".{domain}")
    # Recorded is that a display name does not align; case and label are as in verification.
    local_parts = {mailbox.local_part, mailbox.local_part.partition("+")[0]}
    return (
        address == mailbox.address
        and mailbox.domain.lower() == domain
        and identity.rpartition("@")[0] in local_parts
    )


NOT_AUTHORIZED = Text(
    "User `{caller}' is not authorized to perform `ses:{action}' on resource `{arn}'",
    "A",
    ("iam-denied-v1", "iam-denied-v1-status"),
)


def sender_is_authorized(submission: Submission, account: AccountView) -> Finding | None:
    """Identity policies let the caller send: another account's must allow, one's own not deny."""
    for arn, _address in _arns(submission):
        if not account.permits(arn, submission):
            return _not_authorized(submission, account, arn)
    denied = account.denied_identity(_mailbox(submission.source), submission)
    return None if denied is None else _not_authorized(submission, account, denied)


def _not_authorized(submission: Submission, account: AccountView, arn: str) -> Finding:
    message = NOT_AUTHORIZED.says(caller=account.caller_arn, action=submission.operation, arn=arn)
    return Finding(message, f"{{account}}.put_policy({arn!r}, ...) with a policy that allows it")


# Verification

NOT_VERIFIED = Text(
    "Email address is not verified. The following identities failed the check in region "
    "{region}: {identities}",
    "A",
    ("unver-v1-xml", "unver-display-xml", "unver-v1-raw-name", "unver-case", "doc-unver"),
)


def identities_are_verified(submission: Submission, account: AccountView) -> Finding | None:
    """Source and return path are verified; in the sandbox the recipients are, too."""
    senders = [(submission.source, submission.source_arn)]
    if submission.return_path is not None:
        senders.append((submission.return_path, submission.return_path_arn))
    # An ARN of another account's identity vouches for its address (`sender_is_authorized` saw to
    # it); an ARN of one's own does not verify anything.
    checked = [address for address, arn in senders if arn is None or account.owns(arn)]
    if account.sandbox:
        checked += [a for a in submission.recipients if not is_simulator(_mailbox(a))]
    failed = [a for a in checked if not account.covers(_mailbox(a))]
    if not failed:
        return None
    bare = dict.fromkeys(_mailbox(address).address for address in failed)
    remedy = f"{{account}}.verify({', '.join(map(repr, bare))})"
    if account.sandbox:
        remedy += ", or leave the sandbox for the recipients: {account}.sandbox = False"
    region = submission.region.upper()
    identities = ", ".join(dict.fromkeys(failed))
    return Finding(NOT_VERIFIED.says(region=region, identities=identities), remedy)


MAIL_FROM_NOT_VERIFIED = Text(
    "Mail FROM domain is not verified", "C", ("doc-mailfrom", "unk-mailfrom-text")
)


def mail_from_is_verified(submission: Submission, account: AccountView) -> Finding | None:
    """A MAIL FROM domain set to RejectMessage is verified."""
    identity = account.mail_from_fails(_mailbox(submission.source))
    if identity is None:
        return None
    return Finding(
        MAIL_FROM_NOT_VERIFIED.says(),
        f'{{account}}.set_mail_from({identity!r}, ..., status="Success")',
    )


# Quotas

DAILY_QUOTA_EXCEEDED = Text(
    "Daily message quota exceeded.", "B", ("quota-daily-string", "smtp-quota-daily")
)


def daily_quota_is_left(submission: Submission, account: AccountView) -> Finding | None:
    """Something of the 24-hour quota is left; then the whole message passes [doc-quota-multi]."""
    # Mail to the simulator alone does not count [doc-sim-quota], so it needs no quota (inferred).
    if account.quota_is_used_up() and not all(
        is_simulator(_mailbox(recipient)) for recipient in submission.recipients
    ):
        return Finding(
            DAILY_QUOTA_EXCEEDED.says(),
            "{account}.max_24_hour_send = more, or let 24 hours pass with the mock's clock",
        )
    return None


RATE_EXCEEDED = Text("Maximum sending rate exceeded.", "A", ("throttle-rate-xml",))


def send_rate_is_kept(_: Submission, account: AccountView) -> Finding | None:
    """Something of the send rate a test has set is left; botocore retries this refusal."""
    if account.rate_is_exceeded():
        return Finding(
            RATE_EXCEEDED.says(),
            "{account}.max_send_rate = more (or None: no limit), or advance the mock's clock",
        )
    return None


_PLACE_UNPROVEN = "Its place among the other checks is inferred."

CONFIGURATION_SET_NAME = Rule(
    "configuration-set-name",
    Fault.INVALID_PARAMETER,
    configuration_set_name_is_valid,
    names.CONFIGURATION_SET_TEXTS,
    "The text is recorded, its code is not. " + _PLACE_UNPROVEN,
)
"""The rule of sends that also holds for the operations on configuration sets."""

RULES: tuple[Rule, ...] = (
    Rule(
        "tags",
        Fault.INVALID_PARAMETER,
        tags_are_valid,
        names.TAG_TEXTS,
        "Tags before everything else: recorded before verification, inferred before the rest. "
        "How many tags a message may have, and duplicates, are unknown: both pass.",
    ),
    Rule("address-syntax", Fault.INVALID_PARAMETER, addresses_are_well_formed, addresses.TEXTS),
    Rule(
        "recipients-given",
        Fault.INVALID_PARAMETER,
        has_recipients,
        (NO_RECIPIENTS,),
        "That SES refuses is documented; code and text are inferred from the documentation.",
    ),
    Rule(
        "recipient-count",
        Fault.INVALID_PARAMETER,
        recipients_are_at_most_50,
        (TOO_MANY_RECIPIENTS,),
        _PLACE_UNPROVEN,
    ),
    Rule(
        "arn-form", Fault.INVALID_PARAMETER, arns_are_well_formed, (ARN_MALFORMED,), _PLACE_UNPROVEN
    ),
    Rule(
        "arn-alignment",
        Fault.INVALID_PARAMETER,
        arns_align,
        (ARN_MISALIGNED,),
        "The text is recorded, its code is not. " + _PLACE_UNPROVEN,
    ),
    Rule(
        "charset",
        Fault.INVALID_PARAMETER,
        charsets_are_supported,
        (CHARSET_UNSUPPORTED,),
        "Python's text encodings stand in for Java's charsets. " + _PLACE_UNPROVEN,
    ),
    CONFIGURATION_SET_NAME,
    Rule(
        "configuration-set-exists",
        Fault.CONFIGURATION_SET_MISSING,
        configuration_set_exists,
        (CONFIGURATION_SET_MISSING,),
        "After address syntax and before address length, as probed [addr-before-cs] "
        "[cs-before-length].",
    ),
    Rule(
        "configuration-set-sending",
        Fault.CONFIGURATION_SET_PAUSED,
        configuration_set_sends,
        (CONFIGURATION_SET_PAUSED,),
        _PLACE_UNPROVEN,
    ),
    Rule(
        "address-length",
        Fault.INVALID_PARAMETER,
        addresses_are_at_most_320_long,
        (ADDRESS_TOO_LONG,),
    ),
    Rule(
        "message-size",
        Fault.INVALID_PARAMETER,
        message_is_at_most_10_mb,
        (MESSAGE_TOO_LARGE,),
        "Recorded for raw mail; for SendEmail the delivered message is measured. "
        + _PLACE_UNPROVEN,
    ),
    Rule(
        "account-paused-by-aws",
        Fault.MESSAGE_REJECTED,
        account_is_not_paused_by_aws,
        (PAUSED_BY_AWS,),
        _PLACE_UNPROVEN,
    ),
    Rule(
        "account-paused-by-holder",
        Fault.ACCOUNT_PAUSED,
        account_is_not_paused_by_holder,
        (PAUSED_BY_HOLDER,),
        "The code is the service model's; the text is unknown and taken from the first sentence "
        "of the recorded one. " + _PLACE_UNPROVEN,
    ),
    Rule(
        "sender-authorized",
        Fault.ACCESS_DENIED,
        sender_is_authorized,
        (NOT_AUTHORIZED,),
        _PLACE_UNPROVEN,
    ),
    Rule(
        "identities-verified",
        Fault.MESSAGE_REJECTED,
        identities_are_verified,
        (NOT_VERIFIED,),
        "After tags as recorded; otherwise " + _PLACE_UNPROVEN[0].lower() + _PLACE_UNPROVEN[1:],
    ),
    Rule(
        "mail-from-verified",
        Fault.MAIL_FROM_NOT_VERIFIED,
        mail_from_is_verified,
        (MAIL_FROM_NOT_VERIFIED,),
        "The code is the service model's; the text is the documentation's heading.",
    ),
    Rule(
        "daily-quota",
        Fault.DAILY_QUOTA_EXCEEDED,
        daily_quota_is_left,
        (DAILY_QUOTA_EXCEEDED,),
        "After verification: a refused message must not use quota (inferred).",
    ),
    Rule("send-rate", Fault.SEND_RATE_EXCEEDED, send_rate_is_kept, (RATE_EXCEEDED,)),
)
"""The rules of a simple message in the order of SES's checks; the first that speaks wins."""
