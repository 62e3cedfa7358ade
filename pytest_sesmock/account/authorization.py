"""Sending authorization: whether policies let the account send as an identity."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pytest_sesmock.account import arguments
from pytest_sesmock.account.policies import Policy, SendRequest, evaluate, parse_policy
from pytest_sesmock.account.reasons import policies as reasons
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.arns import canonical_arn, ses_arn, user_arn
from pytest_sesmock.engine.refusal import Reason
from pytest_sesmock.engine.rules.mailboxes import mailbox
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.errors import SesmockError

_POLICY_NAME = re.compile(r"[A-Za-z0-9_-]+")


def read_policy(name: str, document: str) -> Policy:
    """The policy that a request hands over under a name.

    Raises:
        Refused: If name or document are malformed.
    """
    if not _POLICY_NAME.fullmatch(name):
        raise reasons.POLICY_NAME_INVALID.refused()
    try:
        return parse_policy(document)
    except ValueError:
        raise reasons.POLICY_INVALID.refused() from None


class Authorization:
    """The policies of the account's own identities, and of others' that they let it use.

    Attributes:
        caller_arn: The IAM user in whose name the code under test calls SES.
        is_used: Whether any identity has had a policy. In most accounts none has, and every send
            asks.
    """

    def __init__(self, region: str, account_id: str) -> None:
        self._account_id = account_id
        self._region = region
        self._own = ses_arn(region, account_id, "identity/")
        self._policies: dict[str, dict[str, Policy]] = {}
        self.caller_arn = user_arn(region, account_id, "sesmock")
        self.is_used = False

    def arn(self, name: str) -> str:
        """The ARN of an own identity."""
        return self._own + name

    def arn_of(self, identity: str) -> str:
        """The ARN of an identity that a test gives by name or by ARN; SesmockError if malformed."""
        if not str(identity).startswith("arn:"):
            return self.arn(arguments.identity(identity).name)
        head, is_identity, name = identity.partition(":identity/")
        if not is_identity:
            raise SesmockError(f"an identity's ARN must be arn:…:identity/<name>, not {identity!r}")
        return f"{head}:identity/{arguments.identity(name).name}"

    def owns(self, arn: str) -> bool:
        """Whether an identity's ARN is one of this account and region."""
        return arn.startswith(self._own)

    def policies(self, arn: str) -> Mapping[str, Policy]:
        """The policies of an identity by name."""
        return self._policies.get(canonical_arn(arn), {})

    def put(self, arn: str, name: str, policy: Policy) -> None:
        """Attach a policy to an identity in place of one of the same name."""
        self.is_used = True
        self._policies.setdefault(canonical_arn(arn), {})[name] = policy

    def add(self, identity: str, name: str, policy: Policy, too_many: Reason) -> None:
        """Attach a policy to an own identity; raises a reason's refusal if that has too many."""
        arn = self.arn(identity)
        policies = self.policies(arn)
        if name not in policies and len(policies) >= limits.MAX_POLICIES_PER_IDENTITY:
            raise too_many.refused(identity=identity)
        self.put(arn, name, policy)

    def delete(self, arn: str, name: str) -> None:
        """Detach a policy; nothing happens if there is none."""
        self._policies.get(canonical_arn(arn), {}).pop(name, None)

    def forget(self, arn: str) -> None:
        """Detach every policy of an identity."""
        self._policies.pop(canonical_arn(arn), None)

    def permits(self, arn: str, submission: Submission) -> bool:
        """Whether the account may send as an identity: its own unless denied, others if allowed."""
        policies = self.policies(arn)
        effect = evaluate(policies.values(), self._request(arn, submission)) if policies else None
        if self.owns(arn):
            return effect != "Deny"
        # An identity authorizes in its own region only [doc-arn-sandbox].
        return effect == "Allow" and arn.split(":")[3] == self._region

    def denying_policies(self, arn: str, submission: Submission) -> list[str]:
        """The names of an identity's policies that forbid to send as it."""
        policies = self.policies(arn)
        if not policies:
            return []
        request = self._request(arn, submission)
        return [name for name, policy in policies.items() if evaluate([policy], request) == "Deny"]

    def _request(self, arn: str, submission: Submission) -> SendRequest:
        source = mailbox(submission.source)
        feedback = mailbox(submission.return_path or submission.source)
        return SendRequest(
            caller_arn=self.caller_arn,
            account_id=self._account_id,
            action=f"ses:{submission.action}",
            resource=canonical_arn(arn),
            keys={
                "ses:recipients": tuple(mailbox(text).address for text in submission.recipients),
                "ses:fromaddress": (source.address,),
                "ses:fromdisplayname": (source.name,) if source.name else (),
                "ses:feedbackaddress": (feedback.address,),
            },
        )
