"""What a rule is, what it answers, and how a table of rules judges a submission."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import compress
from typing import NamedTuple

from pytest_sesmock.engine.account_view import SPECIAL_FEATURES, AccountView
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.submissions.submission import OPTIONAL_FIELDS, Submission, addresses_of
from pytest_sesmock.engine.text import Text


class Fault(Enum):
    """The kinds of refusal the engine knows; each API has its own code and status for them.

    They are as fine as the finer API needs them: v1 has a code for each thing that may be missing,
    v2 one for all.
    """

    PLANNED = "planned by the test"
    INVALID_PARAMETER = "invalid parameter"
    VALIDATION = "validation"
    MESSAGE_REJECTED = "message rejected"
    MESSAGE_TOO_LONG = "message too long"
    ACCESS_DENIED = "access denied"
    ACCOUNT_PAUSED = "account paused"
    MAIL_FROM_NOT_VERIFIED = "MAIL FROM domain not verified"
    SEND_RATE_EXCEEDED = "send rate exceeded"
    DAILY_QUOTA_EXCEEDED = "daily quota exceeded"
    LIMIT_EXCEEDED = "limit exceeded"
    NOT_FOUND = "not found"
    ALREADY_EXISTS = "already exists"
    CONFLICT = "conflict"
    INVALID_NEXT_TOKEN = "invalid next token"  # noqa: S105 - the name of an error
    PRODUCTION_ACCESS_NOT_GRANTED = "production access not granted"
    INVALID_POLICY = "invalid policy"
    INVALID_TAG_REQUEST = "invalid tag request"
    CONFIGURATION_SET_MISSING = "configuration set missing"
    CONFIGURATION_SET_EXISTS = "configuration set exists"
    CONFIGURATION_SET_PAUSED = "configuration set paused"
    INVALID_CONFIGURATION_SET = "invalid configuration set"
    INVALID_DELIVERY_OPTIONS = "invalid delivery options"
    INVALID_TRACKING_OPTIONS = "invalid tracking options"
    TRACKING_OPTIONS_EXIST = "tracking options exist"
    TRACKING_OPTIONS_MISSING = "tracking options missing"
    EVENT_DESTINATION_EXISTS = "event destination exists"
    EVENT_DESTINATION_MISSING = "event destination missing"
    INVALID_SNS_DESTINATION = "invalid SNS destination"
    INVALID_FIREHOSE_DESTINATION = "invalid Firehose destination"
    INVALID_CLOUDWATCH_DESTINATION = "invalid CloudWatch destination"
    TEMPLATE_MISSING = "template missing"
    INVALID_TEMPLATE = "invalid template"
    INVALID_RENDERING_PARAMETER = "invalid rendering parameter"
    MISSING_RENDERING_ATTRIBUTE = "missing rendering attribute"
    VERIFICATION_TEMPLATE_MISSING = "custom verification email template missing"
    VERIFICATION_TEMPLATE_EXISTS = "custom verification email template exists"
    VERIFICATION_CONTENT_INVALID = "custom verification email content invalid"
    FROM_ADDRESS_NOT_VERIFIED = "from address not verified"
    RULE_MISSING = "receipt rule missing"
    RULE_SET_MISSING = "receipt rule set missing"
    CANNOT_DELETE = "cannot delete"
    INVALID_S3_CONFIGURATION = "invalid S3 configuration"
    INVALID_SNS_TOPIC = "invalid SNS topic"
    INVALID_LAMBDA_FUNCTION = "invalid Lambda function"
    INTERNAL_FAILURE = "internal failure"


Check = Callable[[Submission, AccountView], Finding | None]

PLACE_UNPROVEN = "Its place among the other checks is inferred."
"""The note of a rule whose rank nobody recorded."""


@dataclass(frozen=True, eq=False)  # a rule is itself alone, and quickly looked up
class Rule:
    """One reason for which SES refuses a message: a row of the table in `rules`.

    Attributes:
        name: The rule's name in reports, such as `identities-verified`.
        fault: The kind of refusal it leads to.
        check: The function that looks.
        texts: Every text it may answer with.
        requires: What must hold so that a message passes, in one sentence.
        note: What is inferred about the rule's place or reach, if anything.
        about: The fields of a submission and the special features of an account that the rule is
            about: it says nothing where there are none of them. Empty for a rule about every mail.
        addresses_only: Whether the rule looks at the addresses and nothing else, except in a raw
            message. (A source that is not given is empty, which no address is.)
    """

    name: str
    fault: Fault
    check: Check = field(repr=False)
    texts: tuple[Text, ...] = field(repr=False)
    requires: str = field(repr=False)
    note: str = field(default="", repr=False)
    about: tuple[str, ...] = field(default=(), repr=False)
    addresses_only: bool = field(default=False, repr=False)

    def refusal(self, finding: Finding) -> Refusal:
        """SES's no to what the rule found."""
        message, remedy, problem = finding
        return Refusal(self.name, self.fault, message, _requirement(self.requires, problem), remedy)


class Refusal(NamedTuple):
    """SES's no: which rule, of which kind, in which words.

    Attributes:
        rule: The name of the rule or of the reason.
        fault: The kind of refusal.
        message: SES's words.
        requires: What must hold so that the call passes, and what is wrong with it if SES does not
            say so; empty if the test planned the refusal.
        remedy: How a test arranges the account so that the same call passes; None if only the call
            can change.
    """

    rule: str
    fault: Fault
    message: str
    requires: str
    remedy: str | None = None


def _requirement(requires: str, problem: str | None) -> str:
    return requires if problem is None else f"{requires} Problem: {problem}"


class Rules:
    """Rules in the order of SES's checks."""

    __slots__ = ("_of_kind", "_rules", "_sound_addresses")

    def __init__(self, *rules: Rule) -> None:
        self._rules = rules
        # Most rules are about something that most mails and accounts do not have, and most mails
        # are of a few kinds. An application's sends mostly go to the same few addresses, too.
        self._of_kind: dict[tuple[bool, ...], _Relevant] = {}
        self._sound_addresses: set[tuple[object, ...]] = set()

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules)

    def judge(self, submission: Submission, account: AccountView) -> Refusal | None:
        """The refusal of the first rule that speaks; None when SES would accept."""
        kind = submission.absent_fields + account.absent_features
        relevant = self._of_kind.get(kind)
        if relevant is None:
            relevant = self._of_kind[kind] = self._find_relevant(kind)
        addresses = addresses_of(submission)
        are_sound = addresses in self._sound_addresses and submission.raw is None
        for rule in relevant.but_for_addresses if are_sound else relevant.rules:
            finding = rule.check(submission, account)
            if finding is not None:
                return rule.refusal(finding)
        if not are_sound and submission.raw is None:
            if len(self._sound_addresses) >= _MOST_REMEMBERED:
                self._sound_addresses.clear()
            self._sound_addresses.add(addresses)
        return None

    def _find_relevant(self, kind: tuple[bool, ...]) -> _Relevant:
        absent = set(compress(OPTIONAL_FIELDS + SPECIAL_FEATURES, kind))
        rules = [
            each for each in self._rules if not each.about or not absent.issuperset(each.about)
        ]
        return _Relevant(rules, [rule for rule in rules if not rule.addresses_only])


class _Relevant(NamedTuple):
    """The rules that may have something to say of a mail."""

    rules: Sequence[Rule]
    but_for_addresses: Sequence[Rule]


_MOST_REMEMBERED = 1024


class Refused(Exception):  # noqa: N818 - carries an answer of SES, it is no error of ours
    """Raised by an operation to answer with a refusal; the service writes it to the wire.

    Attributes:
        refusal: What SES says.
        submission: The mail that was refused, if it is one.
    """

    def __init__(self, refusal: Refusal, submission: Submission | None = None) -> None:
        self.refusal = refusal
        self.submission = submission
        super().__init__(refusal.message)


@dataclass(frozen=True)
class Reason:
    """A reason for which an operation other than sending is refused: a row of a table of reasons.

    Attributes:
        name: The reason's name in reports, such as `identity-form`.
        fault: The kind of refusal.
        text: What SES says.
        requires: What must hold so that the call passes, in one sentence.
        note: What is inferred, if anything.
    """

    name: str
    fault: Fault
    text: Text
    requires: str
    note: str = ""

    def refused(
        self,
        *,
        remedy: str | None = None,
        problem: str | None = None,
        **values: object,
    ) -> Refused:
        """The exception an operation raises, its text filled in with `values`.

        Args:
            remedy: How a test arranges the account so that the same call passes.
            problem: The very thing that is wrong, where SES does not say it.
            **values: What fills the text's placeholders.
        """
        message = self.text.says(**values)
        requires = _requirement(self.requires, problem)
        return Refused(Refusal(self.name, self.fault, message, requires, remedy))
