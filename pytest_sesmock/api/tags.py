"""Tags of resources, as requests and results have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pytest_sesmock.account.tags import ResourceTag


def read_tags(parameters: Mapping[str, Any]) -> list[ResourceTag]:
    """The tags that a request hands over, unchecked."""
    return [ResourceTag(tag["Key"], tag["Value"]) for tag in parameters.get("Tags", ())]


def describe_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as results have them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]
