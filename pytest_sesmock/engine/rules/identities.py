"""Whether the account may send as the identities of a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.rules.mailboxes import judge_address, mailbox
from pytest_sesmock.engine.simulator import is_simulator
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.text import Text

ARN_MALFORMED = Text("Invalid ARN <{arn}>.", "A", ("arn-malformed",))
_IDENTITY_ARN = re.compile(r"arn:[^:]+:ses:[^:]+:[0-9]{12}:identity/(.+)", re.DOTALL)


def _arns(submission: Submission) -> Iterable[tuple[str, str]]:
    """Pairs of an identity ARN and the address it is to authorize."""
    # Nearly no mail has one, and three rules ask.
    if submission.source_arn is submission.from_arn is submission.return_path_arn is None:
        return ()
    return _arns_with_addresses(submission)


def _arns_with_addresses(submission: Submission) -> Iterator[tuple[str, str]]:
    if submission.source_arn is not None:
        yield submission.source_arn, submission.source
    if submission.from_arn is not None:
        for address in _header_senders(submission):
            yield submission.from_arn, address
    if submission.return_path_arn is not None:
        yield submission.return_path_arn, submission.return_path or submission.source


def _header_senders(submission: Submission) -> tuple[str, ...]:
    """The addresses of a raw message's From field, unless the request's sender replaces it."""
    if submission.raw is None or (submission.api == "sesv2" and submission.source_given):
        return ()
    return submission.raw.recipients("From")


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
    found = mailbox(address)
    local_part, _, domain = identity.lower().rpartition("@")
    if not local_part:
        return f".{found.domain.lower()}".endswith(f".{domain}")
    # Recorded is that a display name does not align; case and label are as in verification.
    local_parts = {found.local_part, found.local_part.partition("+")[0]}
    return (
        address == found.address
        and found.domain.lower() == domain
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
    denied = account.denied_identity(mailbox(submission.source), submission)
    return None if denied is None else _not_authorized(submission, account, denied)


def _not_authorized(submission: Submission, account: AccountView, arn: str) -> Finding:
    message = NOT_AUTHORIZED.says(caller=account.caller_arn, action=submission.action, arn=arn)
    return Finding(
        message, f"{{account}}.put_policy({arn!r}, ...) with a policy that allows the send"
    )


NOT_VERIFIED = Text(
    "Email address is not verified. The following identities failed the check in region "
    "{region}: {identities}",
    "A",
    ("unver-v1-xml", "unver-display-xml", "unver-v1-raw-name", "unver-case", "doc-unver"),
)


def identities_are_verified(submission: Submission, account: AccountView) -> Finding | None:
    """Source and return path are verified; in the sandbox the recipients are, too.

    Of a raw message also From and Sender, each as it is written [unver-v1-raw-name].
    """
    # A SourceArn alone does not vouch for From [srcarn-from-header].
    senders = [(address, submission.from_arn) for address in _header_senders(submission)]
    if submission.source_given:
        senders.append((submission.source, submission.source_arn))
    if submission.raw is not None:
        # SES does not look at the syntax of this field, and cannot verify what has none.
        senders += (
            (address, None)
            for address in submission.raw.recipients("Sender")
            if isinstance(judge_address(address), Mailbox)
        )
    if submission.return_path is not None:
        senders.append((submission.return_path, submission.return_path_arn))
    # An ARN of another account's identity vouches for its address (`sender_is_authorized` saw to
    # it); an ARN of one's own does not verify anything.
    checked = [address for address, arn in senders if arn is None or account.owns(arn)]
    if account.sandbox:
        checked += [a for a in submission.recipients if not is_simulator(mailbox(a))]
    failed = [a for a in checked if not account.covers(mailbox(a))]
    if not failed:
        return None
    bare = dict.fromkeys(mailbox(address).address for address in failed)
    remedy = f"{{account}}.verify({', '.join(map(repr, bare))})"
    if account.sandbox:
        remedy += ", or if recipients are the problem, leave the sandbox: {account}.sandbox = False"
    region = submission.region.upper()
    identities = ", ".join(dict.fromkeys(failed))
    return Finding(NOT_VERIFIED.says(region=region, identities=identities), remedy)


MAIL_FROM_NOT_VERIFIED = Text(
    "Mail FROM domain is not verified", "C", ("doc-mailfrom", "unk-mailfrom-text")
)


def mail_from_is_verified(submission: Submission, account: AccountView) -> Finding | None:
    """A MAIL FROM domain set to RejectMessage is verified."""
    identity = account.mail_from_fails(mailbox(submission.source))
    if identity is None:
        return None
    return Finding(
        MAIL_FROM_NOT_VERIFIED.says(),
        f'{{account}}.set_mail_from({identity!r}, ..., status="Success")',
    )


ARN_FORM = Rule(
    "arn-form",
    Fault.INVALID_PARAMETER,
    arns_are_well_formed,
    (ARN_MALFORMED,),
    "The ARN of an identity, such as SourceArn, must name an SES identity.",
    PLACE_UNPROVEN,
)
ARN_ALIGNMENT = Rule(
    "arn-alignment",
    Fault.INVALID_PARAMETER,
    arns_align,
    (ARN_MISALIGNED,),
    "An address must belong to the identity that its ARN names.",
    "The text is recorded, its code is not. " + PLACE_UNPROVEN,
)
SENDER_AUTHORIZED = Rule(
    "sender-authorized",
    Fault.ACCESS_DENIED,
    sender_is_authorized,
    (NOT_AUTHORIZED,),
    "Identity policies must let the caller send: another account's must allow it, the account's "
    "own must not deny it.",
    PLACE_UNPROVEN,
)
IDENTITIES_VERIFIED = Rule(
    "identities-verified",
    Fault.MESSAGE_REJECTED,
    identities_are_verified,
    (NOT_VERIFIED,),
    "The source and the return path must be verified; in the sandbox, so must every recipient.",
    "After tags as recorded; otherwise " + PLACE_UNPROVEN[0].lower() + PLACE_UNPROVEN[1:],
)
MAIL_FROM_VERIFIED = Rule(
    "mail-from-verified",
    Fault.MAIL_FROM_NOT_VERIFIED,
    mail_from_is_verified,
    (MAIL_FROM_NOT_VERIFIED,),
    "A MAIL FROM domain set to RejectMessage must be verified.",
    "The code is the service model's; the text is the documentation's heading.",
)
