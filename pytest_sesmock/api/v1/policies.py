"""Sending authorization policies of identities."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.policies import parse_policy
from pytest_sesmock.account.reasons import identities as reasons
from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.v1.identities import named
from pytest_sesmock.engine import limits

_POLICY_NAME = re.compile(r"[A-Za-z0-9_-]+")


def put_identity_policy(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Attach or replace a policy; the identity need not exist yet [policy-behaviour]."""
    authorization = context.account.authorization
    arn = _arn(context, parameters)
    name = parameters["PolicyName"]
    if not _POLICY_NAME.fullmatch(name):
        raise reasons.POLICY_NAME_INVALID.refused()
    try:
        policy = parse_policy(parameters["Policy"])
    except ValueError:
        raise reasons.POLICY_INVALID.refused() from None
    policies = authorization.policies(arn)
    if name not in policies and len(policies) >= limits.MAX_POLICIES_PER_IDENTITY:
        raise reasons.POLICY_LIMIT.refused(identity=parameters["Identity"])
    authorization.put(arn, name, policy)
    return {}


def get_identity_policies(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The requested policies by name; names the identity does not have are left out."""
    policies = context.account.authorization.policies(_arn(context, parameters))
    asked = parameters["PolicyNames"]
    return {"Policies": {name: policies[name].text for name in asked if name in policies}}


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
    """The ARN of the identity, which these operations take by name and by ARN."""
    given = parameters["Identity"]
    name = given.removeprefix(context.account.identity_arn(""))
    refused = reasons.IDENTITY_INVALID.refused(identity=given)
    return context.account.identity_arn(named(name, None, refused).name)


OPERATIONS: dict[str, Operation] = {
    "PutIdentityPolicy": put_identity_policy,
    "GetIdentityPolicies": get_identity_policies,
    "ListIdentityPolicies": list_identity_policies,
    "DeleteIdentityPolicy": delete_identity_policy,
}
