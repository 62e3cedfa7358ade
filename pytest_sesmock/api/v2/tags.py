"""Tags of resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.tags import ResourceTag
from pytest_sesmock.api.context import Context, Operation, Result


def tag_resource(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Add tags to a resource, in place of those of the same keys."""
    context.account.tags.tag(parameters["ResourceArn"], given(parameters))
    return {}


def untag_resource(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Take tags off a resource; keys it does not have are passed over."""
    context.account.tags.untag(parameters["ResourceArn"], parameters["TagKeys"])
    return {}


def list_tags_for_resource(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The tags of a resource, in the order given."""
    return {"Tags": shown(context.account.tags.listed(parameters["ResourceArn"]))}


def given(parameters: Mapping[str, Any]) -> list[ResourceTag]:
    """The tags that a request hands over, unchecked."""
    return [ResourceTag(tag["Key"], tag["Value"]) for tag in parameters.get("Tags", ())]


def shown(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as results have them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


OPERATIONS: dict[str, Operation] = {
    "TagResource": Operation(tag_resource),
    "UntagResource": Operation(untag_resource),
    "ListTagsForResource": Operation(list_tags_for_resource),
}
