"""Sending authorization policies of identities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.authorization import read_policy
from pytest_sesmock.account.reasons import policies as reasons
from pytest_sesmock.account.reasons.identities import EMAIL_IDENTITY_MISSING
from pytest_sesmock.api.context import Context, Operation, Result


def create_email_identity_policy(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Attach a policy of a new name to an identity."""
    identity, name = _identity(context, parameters), parameters["PolicyName"]
    policy = read_policy(name, parameters["Policy"])
    authorization = context.account.authorization
    if name in authorization.policies(authorization.arn(identity)):
        raise reasons.POLICY_EXISTS.refused(policy=name)
    authorization.add(identity, name, policy, reasons.EMAIL_IDENTITY_POLICY_LIMIT)
    return {}


def update_email_identity_policy(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Replace a policy; the documentation lets a missing one pass, SES refuses it."""
    identity, name = _identity(context, parameters), parameters["PolicyName"]
    policy = read_policy(name, parameters["Policy"])
    arn = _arn_with_policy(context, identity, name)
    context.account.authorization.put(arn, name, policy)
    return {}


def delete_email_identity_policy(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a policy; the documentation lets a missing one pass, SES refuses it."""
    identity, name = _identity(context, parameters), parameters["PolicyName"]
    arn = _arn_with_policy(context, identity, name)
    context.account.authorization.delete(arn, name)
    return {}


def get_email_identity_policies(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The policies of an identity by name."""
    arn = context.account.identity_arn(_identity(context, parameters))
    policies = context.account.authorization.policies(arn)
    return {"Policies": {name: policy.text for name, policy in policies.items()}}


def _identity(context: Context, parameters: Mapping[str, Any]) -> str:
    """The canonical name of the identity a call is about, which exists."""
    store = context.account.identities
    return store.require(parameters["EmailIdentity"], EMAIL_IDENTITY_MISSING).name


def _arn_with_policy(context: Context, identity: str, name: str) -> str:
    """The ARN of an identity that has a policy of the name."""
    arn = context.account.identity_arn(identity)
    if name not in context.account.authorization.policies(arn):
        raise reasons.POLICY_MISSING.refused(policy=name)
    return arn


OPERATIONS: dict[str, Operation] = {
    "CreateEmailIdentityPolicy": Operation(create_email_identity_policy),
    "UpdateEmailIdentityPolicy": Operation(update_email_identity_policy),
    "DeleteEmailIdentityPolicy": Operation(delete_email_identity_policy),
    "GetEmailIdentityPolicies": Operation(get_email_identity_policies),
}
