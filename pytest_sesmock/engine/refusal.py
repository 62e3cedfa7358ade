"""What a rule is, what it answers, and how a table of rules judges a submission."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from operator import is_not
from typing import NamedTuple

from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.submissions.submission import Submission
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
        check: The function that looks; the first line of its docstring says what it wants.
        texts: Every text it may answer with.
        note: What is inferred about the rule's place or reach, if anything.
        about: The members of a submission of which the rule needs one to have anything to say; none
            if it always may have.
    """

    name: str
    fault: Fault
    check: Check = field(repr=False)
    texts: tuple[Text, ...] = field(repr=False)
    note: str = field(default="", repr=False)
    about: tuple[str, ...] = field(default=(), repr=False)

    @property
    def why(self) -> str:
        """What the rule wants, in one line."""
        return (self.check.__doc__ or "").partition("\n")[0]

    def refusal(self, finding: Finding) -> Refusal:
        """SES's no to what the rule found."""
        message, remedy, found = finding
        why = self.why if found is None else f"{self.why} Here: {found}"
        return Refusal(self.name, self.fault, message, why, remedy)


class Refusal(NamedTuple):
    """SES's no: which rule, of which kind, in which words."""

    rule: str
    fault: Fault
    message: str
    why: str
    remedy: str | None = None


def judge(rules: tuple[Rule, ...], submission: Submission, account: AccountView) -> Refusal | None:
    """The first rule's refusal, in the order of the table; None when SES would accept."""
    # By identity, which is quick: a rule too many says nothing.
    for rule in _concerned(rules, tuple(map(is_not, submission, _NOT_GIVEN))):
        finding = rule.check(submission, account)
        if finding is not None:
            return rule.refusal(finding)
    return None


_NOT_GIVEN = tuple(map(Submission._field_defaults.get, Submission._fields))


@lru_cache(maxsize=256)
def _concerned(rules: tuple[Rule, ...], given: tuple[bool, ...]) -> tuple[Rule, ...]:
    """The rules that may have something to say of a submission with the members given."""
    members = dict(zip(Submission._fields, given, strict=True))
    return tuple(
        rule for rule in rules if not rule.about or any(members[name] for name in rule.about)
    )


class Refused(Exception):  # noqa: N818 - carries an answer of SES, it is no error of ours
    """Raised by an operation to answer with a refusal; the mock writes it to the wire.

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
        why: What is checked, in one line.
        note: What is inferred, if anything.
    """

    name: str
    fault: Fault
    text: Text
    why: str
    note: str = ""

    def refused(
        self,
        *,
        remedy: str | None = None,
        found: str | None = None,
        **values: object,
    ) -> Refused:
        """The exception an operation raises, its text filled in with `values`.

        Args:
            remedy: How a test arranges the account so that the same call passes.
            found: The very thing that is wrong, where SES does not say it.
            **values: What fills the text's placeholders.
        """
        message = self.text.says(**values)
        why = self.why if found is None else f"{self.why}. Here: {found}"
        return Refused(Refusal(self.name, self.fault, message, why, remedy))
