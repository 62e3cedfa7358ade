"""What a rule is, what it answers, and how a table of rules judges a submission."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple

from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.submission import Submission
from pytest_sesmock.engine.text import Text


class Fault(Enum):
    """The kinds of refusal the engine knows; each API has its own code and status for them."""

    INVALID_PARAMETER = "invalid parameter"
    MESSAGE_REJECTED = "message rejected"
    ACCESS_DENIED = "access denied"
    CONFIGURATION_SET_MISSING = "configuration set missing"
    CONFIGURATION_SET_PAUSED = "configuration set paused"
    ACCOUNT_PAUSED = "account paused"
    MAIL_FROM_NOT_VERIFIED = "MAIL FROM domain not verified"
    THROTTLED = "throttled"
    CONFIGURATION_SET_EXISTS = "configuration set exists"
    INVALID_POLICY = "invalid policy"
    LIMIT_EXCEEDED = "limit exceeded"
    VALIDATION = "validation"


class Finding(NamedTuple):
    """What a rule found wrong.

    Attributes:
        message: SES's words.
        remedy: How a test arranges the account so that the same call passes, in one line;
            `{account}` stands for the account's name in the test. None if only the call can change.
        found: The very thing that is wrong, where SES does not say it.
    """

    message: str
    remedy: str | None = None
    found: str | None = None


Check = Callable[[Submission, AccountView], Finding | None]


@dataclass(frozen=True)
class Rule:
    """One reason for which SES refuses a message: a row of the table in `rules`.

    Attributes:
        name: The rule's name in reports, such as `identities-verified`.
        fault: The kind of refusal it leads to.
        check: The function that looks; the first line of its docstring says what it wants.
        texts: Every text it may answer with.
        note: What is inferred about the rule's place or reach, if anything.
    """

    name: str
    fault: Fault
    check: Check = field(repr=False)
    texts: tuple[Text, ...] = field(repr=False)
    note: str = field(default="", repr=False)

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


def judge(rules: Sequence[Rule], submission: Submission, account: AccountView) -> Refusal | None:
    """The first rule's refusal, in the order of the table; None when SES would accept."""
    for rule in rules:
        finding = rule.check(submission, account)
        if finding is not None:
            return rule.refusal(finding)
    return None


class Refused(Exception):  # noqa: N818 - carries an answer of SES, it is no error of ours
    """Raised by an operation to answer with a refusal; the mock writes it to the wire."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal = refusal
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
        **values: object,
    ) -> Refused:
        """The exception an operation raises, its text filled in with `values`."""
        message = self.text.says(**values)
        return Refused(Refusal(self.name, self.fault, message, self.why, remedy))
