"""What rules may ask of an account.

Everything here only reads: a state is changed by operations and by `Account`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from pytest_sesmock.engine.addresses import Mailbox
    from pytest_sesmock.engine.submissions.submission import Submission

PausedBy = Literal["holder", "aws"]
"""Who paused an account's sending: its holder or AWS."""

SPECIAL_FEATURES = ("policies", "pause", "mail_from_domains", "send_rate")
"""What most accounts do not have: policies of identities, a pause of sending (or that AWS may pause
it), MAIL FROM domains, a send rate that is kept."""


class AccountView(Protocol):
    """The read-only side of an account of one region."""

    @property
    def absent_features(self) -> tuple[bool, ...]:
        """Which of the `SPECIAL_FEATURES` the account does not have."""
        ...

    @property
    def sandbox(self) -> bool:
        """Whether the account lacks production access."""
        ...

    @property
    def paused_by(self) -> PausedBy | None:
        """Who paused the account's sending; None while it is enabled."""
        ...

    @property
    def account_id(self) -> str:
        """The account's twelve digits."""
        ...

    @property
    def caller_arn(self) -> str:
        """The ARN of the IAM principal that calls SES."""
        ...

    def covers(self, mailbox: Mailbox) -> bool:
        """Whether a verified identity of the account covers the mailbox."""
        ...

    def name_to_cover(self, mailbox: Mailbox) -> str | None:
        """The identity to verify so that the mailbox is covered; None if none can be."""
        ...

    def spelled_otherwise(self, mailbox: Mailbox) -> str | None:
        """A verified address that differs from the mailbox in nothing but its case, if any."""
        ...

    def verified_like(self, mailbox: Mailbox) -> str | None:
        """The verified identity whose name is most like the mailbox's, if any is like it."""
        ...

    def verified_elsewhere(self, mailbox: Mailbox) -> tuple[str, str] | None:
        """A verified identity of another region that covers the mailbox, and the region."""
        ...

    def configuration_set_sends(self, name: str) -> bool | None:
        """Whether sending through the set is enabled; None if there is no such set."""
        ...

    def tenant_status(self, name: str) -> str | None:
        """Whether a tenant is ENABLED or DISABLED; None if there is none of this name."""
        ...

    def tenant_lacks(self, name: str, source: Mailbox, configuration_set: str | None) -> list[str]:
        """The ARNs of the resources that a mail uses and the tenant is not associated with."""
        ...

    def has_endpoint(self, endpoint_id: str) -> bool:
        """Whether there is a multi-region endpoint of this id."""
        ...

    def has_contact_list(self, name: str, topic: str | None = None) -> bool:
        """Whether there is a contact list of this name, and with the topic if one is named."""
        ...

    def owns(self, arn: str) -> bool:
        """Whether `arn` names an identity of this account and region."""
        ...

    def permits(self, arn: str, submission: Submission) -> bool:
        """Whether policies allow the caller to send as the identity of this ARN."""
        ...

    def denied_identities(self, mailbox: Mailbox, submission: Submission) -> list[str]:
        """The ARNs of the own identities that cover the mailbox and deny the mail."""
        ...

    def denying_policies(self, arn: str, submission: Submission) -> list[str]:
        """The names of the policies of an ARN's identity that deny the mail."""
        ...

    def failing_mail_from(self, mailbox: Mailbox) -> tuple[str, str] | None:
        """The mailbox's identity and its MAIL FROM domain, if that is to reject and unverified."""
        ...

    def quota_is_used_up(self) -> bool:
        """Whether the recipients of the last 24 hours have used up the quota."""
        ...

    def rate_is_exceeded(self) -> bool:
        """Whether nothing is left, at this moment, of the send rate that a test has set."""
        ...
