"""Sending authorization policies of identities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.authorization import read_policy
from pytest_sesmock.account.identity import require_name
from pytest_sesmock.account.reasons import policies as reasons
from pytest_sesmock.api.context import Context, Operation, Result


def put_identity_policy(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Attach or replace a policy of one of the account's identities."""
    account, policy_name = context.account, parameters["PolicyName"]
    name = _name(context, parameters["Identity"])
    # In the probed order: first the policy, then the identity [policy-gates].
    policy = read_policy(policy_name, parameters["Policy"])
    account.identities.require(name, reasons.POLICY_IDENTITY_MISSING)
    account.authorization.add(name, policy_name, policy, reasons.POLICY_LIMIT)
    return {}


def get_identity_policies(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The requested policies by name; names the identity does not have are left out."""
    policies = context.account.authorization.policies(_arn(context, parameters))
    names = parameters["PolicyNames"]
    return {"Policies": {name: policies[name].text for name in names if name in policies}}


def list_identity_policies(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The names of an identity's policies, sorted."""
    return {
        "PolicyNames": sorted(context.account.authorization.policies(_arn(context, parameters)))
    }


def delete_identity_policy(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a policy; succeeds if there is none."""
    context.account.authorization.delete(_arn(context, parameters), parameters["PolicyName"])
    return {}


def _arn(context: Context, parameters: Mapping[str, Any]) -> str:
    return context.account.identity_arn(_name(context, parameters["Identity"]))


def _name(context: Context, text: str) -> str:
    """The canonical name of the identity, which these operations take by name and by ARN."""
    return require_name(text.removeprefix(context.account.identity_arn(""))).name


OPERATIONS: dict[str, Operation] = {
    "PutIdentityPolicy": Operation(put_identity_policy),
    "GetIdentityPolicies": Operation(get_identity_policies),
    "ListIdentityPolicies": Operation(list_identity_policies),
    "DeleteIdentityPolicy": Operation(delete_identity_policy),
}
