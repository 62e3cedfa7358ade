"""Tags of resources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.api.context import Context, Operation, Result
from pytest_sesmock.api.tags import describe_tags, read_tags


def tag_resource(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Add tags to a resource, in place of those of the same keys."""
    context.account.tags.tag(parameters["ResourceArn"], read_tags(parameters))
    return {}


def untag_resource(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Take tags off a resource; keys it does not have are passed over."""
    context.account.tags.untag(parameters["ResourceArn"], parameters["TagKeys"])
    return {}


def list_tags_for_resource(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The tags of a resource, in the order given."""
    return {"Tags": describe_tags(context.account.tags.of_arn(parameters["ResourceArn"]))}


OPERATIONS: dict[str, Operation] = {
    "TagResource": Operation(tag_resource),
    "UntagResource": Operation(untag_resource),
    "ListTagsForResource": Operation(list_tags_for_resource),
}
