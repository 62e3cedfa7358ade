"""Tags of an account's resources, by ARN; not those of messages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from pytest_sesmock.account.reasons import tags as reasons
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Reason, Refused
from pytest_sesmock.engine.text import join_violations

Resolve = Callable[[str], str]
"""From the name in an ARN to the resource's own; raises Refused if it names none that exists."""


class ResourceTag(NamedTuple):
    """One tag of a resource."""

    key: str
    value: str


def resolve_names(
    kind: str, exists: Callable[[str], bool], is_name: Callable[[str], object] = bool
) -> Resolve:
    """How the name in an ARN leads to a resource whose names are plain.

    Args:
        kind: What SES calls them, such as ConfigurationSet.
        exists: Whether there is one of a name.
        is_name: Whether there may be one of a name.
    """

    def resolve(name: str) -> str:
        if not _PLAIN_NAME.fullmatch(name):
            raise reasons.ARN_MALFORMED.refused()
        if not is_name(name):
            raise reasons.RESOURCE_NAME_INVALID.refused()
        if not exists(name):
            raise reasons.RESOURCE_MISSING.refused(kind=kind, name=name)
        return name

    return resolve


class Tags:
    """The tags of the resources of one account and region.

    A type of resource has tags once it is served; what deletes a resource forgets its tags.
    """

    def __init__(self, region: str, account_id: str) -> None:
        self._region = region
        self._account_id = account_id
        self._resolvers: dict[str, Resolve] = {}
        self._tags: dict[tuple[str, str], dict[str, str]] = {}

    def serve(self, type_: str, resolve: Resolve) -> None:
        """Let resources of a type, as it is in their ARNs, have tags."""
        self._resolvers[type_] = resolve

    def exists(self, type_: str, name: str) -> bool:
        """Whether there is a resource of a type that has tags and of this name."""
        try:
            self._resolvers[type_](name)
        except Refused:
            return False
        return True

    def of(self, type_: str, name: str) -> Mapping[str, str]:
        """The tags of a resource."""
        return self._tags.get((type_, name), {})

    def give(self, type_: str, name: str, tags: Mapping[str, str]) -> None:
        """Give a resource that is new its tags."""
        self._tags[type_, name] = dict(tags)

    def forget(self, type_: str, name: str) -> None:
        """Forget the tags of a resource; nothing happens if it has none."""
        self._tags.pop((type_, name), None)

    def of_arn(self, arn: str) -> Mapping[str, str]:
        """The tags of an ARN's resource; none under the ARN of another region.

        Raises:
            Refused: If it is no ARN of a resource of the account.
        """
        type_, name, region = self._resource(arn)
        # Existence is looked up in the region of the call [tag-list-region-mismatch].
        return self.of(type_, name) if region == self._region else {}

    def tag(self, arn: str, tags: Sequence[ResourceTag]) -> None:
        """Add tags to an ARN's resource in place of those of the same keys.

        Raises:
            Refused: If it is no ARN of a resource of the account and region, or a tag is malformed,
                or the resource would have too many.
        """
        type_, name, region = self._resource(arn)
        self._require_own(region, reasons.TAG_FAILED)
        merged = {**self.of(type_, name), **check_tags(tags)}
        if len(merged) > limits.MAX_TAGS_PER_RESOURCE:
            raise reasons.TAGS_LIMIT_MERGED.refused()
        self.give(type_, name, merged)

    def untag(self, arn: str, keys: Collection[str]) -> None:
        """Take tags off an ARN's resource; keys it does not have are passed over.

        Raises:
            Refused: If it is no ARN of a resource of the account and region.
        """
        type_, name, region = self._resource(arn)
        self._require_own(region, reasons.UNTAG_FAILED)
        kept = {key: value for key, value in self.of(type_, name).items() if key not in keys}
        self.give(type_, name, kept)

    def _require_own(self, region: str, elsewhere: Reason) -> None:
        if region != self._region:
            raise elsewhere.refused()

    def _resource(self, arn: str) -> tuple[str, str, str]:
        """Type, name and region of an ARN's resource, in the probed order of checks [tag-order]."""
        parts = _ARN.fullmatch(arn)
        resolve = self._resolvers.get(parts["type"]) if parts else None
        if parts is None or resolve is None:
            raise reasons.ARN_MALFORMED.refused()
        if parts["account"] != self._account_id:
            raise reasons.ARN_OF_OTHER_ACCOUNT.refused()
        return parts["type"], resolve(parts["name"]), parts["region"]


# SES looks at neither partition nor service [tag-arn-alias].
_ARN = re.compile(
    r"arn:[^:]+:[^:]+:(?P<region>[^:]*):(?P<account>[^:]+):(?P<type>[a-z-]+)/(?P<name>.+)"
)
_PLAIN_NAME = re.compile(r"(?=.*\S)[^:/]+")


def check_tags(tags: Sequence[ResourceTag]) -> dict[str, str]:
    """Values by key, in the order given, if SES takes the tags of a request.

    Raises:
        Refused: If it does not; what is wrong is looked for in the probed order.
    """
    if len(tags) > limits.MAX_TAGS_PER_RESOURCE:
        raise reasons.TAGS_LIMIT.refused()
    if not all(map(_is_allowed, (text for tag in tags for text in tag))):
        raise reasons.TAG_CHARACTERS.refused()
    if any(tag.key.lower().startswith("aws:") for tag in tags):
        raise reasons.TAG_RESERVED.refused()
    violations = list(_violations(tags))
    if violations:
        raise reasons.TAG_LENGTHS.refused(violations=join_violations(violations))
    if not all(tag.key for tag in tags):
        raise reasons.TAG_KEY_EMPTY.refused()
    values = {tag.key: tag.value for tag in tags}
    if len(values) < len(tags):
        raise reasons.TAG_REPEATED.refused()
    return values


def _is_allowed(text: str) -> bool:
    # Letters, numbers and separators of all scripts.
    return all(each in "_.:/=+-@" or unicodedata.category(each)[0] in "LNZ" for each in text)


def _violations(tags: Sequence[ResourceTag]) -> Iterator[str]:
    for number, tag in enumerate(tags, 1):
        for member, text, most in (
            ("value", tag.value, limits.MAX_TAG_VALUE_LENGTH),
            ("key", tag.key, limits.MAX_TAG_KEY_LENGTH),
        ):
            if len(text) > most:
                yield (
                    f"Value at 'tags.{number}.member.{member}' failed to satisfy constraint: "
                    f"Member must have length less than or equal to {most}"
                )
