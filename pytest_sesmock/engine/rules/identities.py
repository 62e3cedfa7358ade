"""Whether the account may send as the identities of a mail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import starmap

from pytest_sesmock.engine import remedies
from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.addresses import Mailbox
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.rules.mailboxes import judge_address, mailbox
from pytest_sesmock.engine.simulator import is_simulator
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.text import Text

ARN_MALFORMED = Text("Invalid ARN <{arn}>.", "A", ("arn-malformed",))
_ARN_FIELDS = ("source_arn", "from_arn", "return_path_arn")
_IDENTITY_ARN = re.compile(r"arn:[^:]+:ses:[^:]+:[0-9]{12}:identity/(.+)", re.DOTALL)


def _arns(submission: Submission) -> Iterable[tuple[str, str]]:
    """Pairs of an identity ARN and the address it is to authorize."""
    # Nearly no mail has one.
    if submission.source_arn is submission.from_arn is submission.return_path_arn is None:
        return ()
    return _arns_with_addresses(submission)


def _arns_with_addresses(submission: Submission) -> Iterator[tuple[str, str]]:
    # Only an address in the request must be without display name: of what a header says, ARNs are
    # held against the mailbox alone [arn-from-display-name]; recorded of From, inferred of others.
    source = submission.source if submission.source_given else mailbox(submission.source).address
    if submission.source_arn is not None:
        yield submission.source_arn, source
    if submission.from_arn is not None:
        for address in _header_senders(submission):
            yield submission.from_arn, mailbox(address).address
    if submission.return_path_arn is not None:
        path = _return_path(submission) or source
        bare = path if submission.raw is None else mailbox(path).address
        yield submission.return_path_arn, bare


def _return_path(submission: Submission) -> str | None:
    """The return path that SES checks.

    That of a raw message's header is checked even where the Source gets the bounces (inferred).
    """
    if submission.raw is not None and submission.api != "sesv2":
        return next(iter(submission.raw.recipients("Return-Path")), None)
    return submission.return_path


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

    An address identity's ARN does not cover a Source with a display name [arn-misaligned].
    """
    for arn, address in _arns(submission):
        match = _IDENTITY_ARN.fullmatch(arn)
        assert match is not None  # noqa: S101 - the order of RULES guarantees it
        if not _aligns(address, match[1]):
            return Finding(ARN_MISALIGNED.says(address=address, arn=arn))
    return None


def _aligns(address: str, identity: str) -> bool:
    found = mailbox(address)
    if "@" not in identity:
        return f".{found.domain.lower()}".endswith(f".{identity.lower()}")
    # Recorded is that a display name does not align; case and label are as in verification.
    without_label = f"{found.local_part.partition('+')[0]}@{found.domain}"
    return address == found.address and identity in {address, without_label}


NOT_AUTHORIZED = Text(
    "User `{caller}' is not authorized to perform `ses:{action}' on resource `{arn}'",
    "A",
    ("iam-denied-v1", "iam-denied-v1-status"),
)


def sender_is_authorized(submission: Submission, account: AccountView) -> Finding | None:
    """Identity policies let the caller send: another account's must allow, one's own not deny."""
    arns = []
    for arn, _ in _arns(submission):
        if not account.permits(arn, submission):
            arns.append(arn)
    arns += account.denied_identities(mailbox(submission.source), submission)
    if not arns:
        return None
    message = NOT_AUTHORIZED.says(caller=account.caller_arn, action=submission.action, arn=arns[0])
    # No policy helps where the identity is in another region.
    if any(arn.split(":")[3] != submission.region for arn in arns):
        return Finding(message)
    policies = {arn: account.denying_policies(arn, submission) for arn in arns}
    return Finding(message, "; ".join(starmap(remedies.allow_sending, policies.items())))


NOT_VERIFIED = Text(
    "Email address is not verified. The following identities failed the check in region "
    "{region}: {identities}",
    "A",
    ("unver-v1-xml", "unver-display-xml", "unver-v1-raw-name", "unver-case", "doc-unver"),
)


_FEW = 5  # recipients whose addresses still make a line


def identities_are_verified(submission: Submission, account: AccountView) -> Finding | None:
    """Source and return path are verified; in the sandbox the recipients are, too.

    Of a raw message also From and Sender, each as it is written [unver-v1-raw-name].
    """
    senders = [
        address
        for address, arn in _senders(submission)
        # An ARN of another account's identity vouches for its address (`sender_is_authorized` saw
        # to it); an ARN of one's own does not verify anything.
        if (arn is None or account.owns(arn)) and not account.covers(mailbox(address))
    ]
    recipients: list[str] = []
    if account.sandbox:
        recipients = [
            address
            for address in submission.recipients
            if not is_simulator(mailbox(address)) and not account.covers(mailbox(address))
        ]
    culprits = senders + recipients
    if not culprits:
        return None
    region = submission.region.upper()
    return Finding(
        NOT_VERIFIED.says(region=region, identities=", ".join(dict.fromkeys(culprits))),
        _verify(account, senders, recipients),
        _other_case(account, culprits)
        or _elsewhere(account, culprits, submission.region)
        # Recipients who are like a sender are none that were meant to be verified.
        or _likest(account, senders),
    )


def _senders(submission: Submission) -> Iterator[tuple[str, str | None]]:
    """Whom a mail is sent as: addresses, each with the ARN given for it."""
    # A SourceArn alone does not vouch for From [srcarn-from-header].
    for address in _header_senders(submission):
        yield address, submission.from_arn
    if submission.source_given:
        yield submission.source, submission.source_arn
    if submission.raw is not None:
        # SES does not look at the syntax of this field, and cannot verify what has none.
        for address in submission.raw.recipients("Sender"):
            if isinstance(judge_address(address), Mailbox):
                yield address, None
    path = _return_path(submission)
    if path is not None:
        yield path, submission.return_path_arn


def _verify(account: AccountView, senders: list[str], recipients: list[str]) -> str | None:
    """Verify what failed; many recipients, or any that cannot be verified, need no sandbox."""
    to_send = _names_to_cover(account, senders)
    if to_send is None:
        return None
    to_receive = _names_to_cover(account, recipients)
    if not recipients:
        return remedies.verify(*to_send)
    if to_receive is not None and len(to_receive) <= _FEW:
        alternative = f"  # or leave the sandbox: {remedies.LEAVE_SANDBOX}"
        return remedies.verify(*to_send, *to_receive) + alternative
    lines = [remedies.verify(*to_send)] if to_send else []
    return "; ".join([*lines, remedies.LEAVE_SANDBOX])


def _names_to_cover(account: AccountView, addresses: list[str]) -> list[str] | None:
    """The identities to verify for some addresses; None if one of them cannot be verified."""
    names = [account.name_to_cover(mailbox(address)) for address in addresses]
    possible = [name for name in names if name is not None]
    return possible if len(possible) == len(names) else None


def _other_case(account: AccountView, addresses: list[str]) -> str | None:
    """A trap that nobody sees in a report: an address that is verified in another case."""
    for address in addresses:
        other = account.spelled_otherwise(mailbox(address))
        if other is not None:
            return f"{other!r} is verified, and the case of an address matters"
    return None


def _elsewhere(account: AccountView, addresses: list[str], region: str) -> str | None:
    """What is the same in all of AWS but for SES: an identity is one of a region."""
    for address in addresses:
        elsewhere = account.verified_elsewhere(mailbox(address))
        if elsewhere is not None:
            name, other = elsewhere
            return f"{name!r} is verified in {other}, not in {region}"
    return None


def _likest(account: AccountView, addresses: list[str]) -> str | None:
    """The name that may have been misspelt, here or where it was verified."""
    for address in addresses:
        likest = account.verified_like(mailbox(address))
        if likest is not None:
            return f"the nearest name that is verified is {likest!r}"
    return None


MAIL_FROM_NOT_VERIFIED = Text(
    "DNS setup for MAIL FROM domain is invalid.",
    "A",
    ("smtp-mail-from-not-verified", "unk-mailfrom-text"),
)


def mail_from_is_verified(submission: Submission, account: AccountView) -> Finding | None:
    """A MAIL FROM domain set to RejectMessage is verified."""
    failing = account.failing_mail_from(mailbox(submission.source))
    if failing is None:
        return None
    return Finding(MAIL_FROM_NOT_VERIFIED.says(), remedies.verify_mail_from(*failing))


ARN_FORM = Rule(
    "arn-form",
    Fault.INVALID_PARAMETER,
    arns_are_well_formed,
    (ARN_MALFORMED,),
    "The ARN of an identity, such as SourceArn, must name an SES identity.",
    PLACE_UNPROVEN,
    about=_ARN_FIELDS,
)
ARN_ALIGNMENT = Rule(
    "arn-alignment",
    Fault.INVALID_PARAMETER,
    arns_align,
    (ARN_MISALIGNED,),
    "An address must belong to the identity that its ARN names.",
    "The text is recorded, its code is not. " + PLACE_UNPROVEN,
    about=_ARN_FIELDS,
)
SENDER_AUTHORIZED = Rule(
    "sender-authorized",
    Fault.ACCESS_DENIED,
    sender_is_authorized,
    (NOT_AUTHORIZED,),
    "Identity policies must let the caller send: another account's must allow it, the account's "
    "own must not deny it.",
    PLACE_UNPROVEN,
    about=(*_ARN_FIELDS, "policies"),
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
    "The code is the service model's. The text was recorded over SMTP, behind "
    "`MAIL FROM domain not verified: `; that the APIs answer it without that is inferred.",
    about=("mail_from_domains",),
)
