"""Contact lists and their topics."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from pytest_sesmock.account.reasons import contacts as reasons
from pytest_sesmock.account.tags import ResourceTag, Tags, check_tags, resolve_names
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Reason

SubscriptionStatus = Literal["OPT_IN", "OPT_OUT"]
RESOURCE_TYPE = "contact-list"
"""What the ARNs of contact lists call them."""


class Topic(NamedTuple):
    """A topic of a contact list; its description is None if it has none."""

    name: str
    display_name: str
    default_status: SubscriptionStatus
    description: str | None = None


class ContactList(NamedTuple):
    """A contact list; its description is None if it has none."""

    name: str
    topics: tuple[Topic, ...]
    description: str | None
    created_at: datetime
    updated_at: datetime

    def topic(self, name: str) -> Topic | None:
        """The topic of this name, if the list has it."""
        return next((topic for topic in self.topics if topic.name == name), None)


class ContactLists:
    """The contact lists of one account and region, which may have tags.

    Whatever is refused raises `Refused` with SES's words.
    """

    def __init__(self, clock: Clock, tags: Tags) -> None:
        self._clock = clock
        self._tags = tags
        self._by_name: dict[str, ContactList] = {}
        tags.serve(RESOURCE_TYPE, resolve_names("ContactList", self._by_name.__contains__))

    def __iter__(self) -> Iterator[ContactList]:
        return iter(tuple(self._by_name.values()))

    def get(self, name: str) -> ContactList | None:
        """The list of this name, if there is one."""
        return self._by_name.get(name)

    def require(self, name: str) -> ContactList:
        """The list of this name; refused if there is none."""
        _check_name(name, reasons.LIST_NAME_BLANK, reasons.LIST_NAME_INVALID)
        contact_list = self._by_name.get(name)
        if contact_list is None:
            raise reasons.LIST_MISSING.refused(name=name)
        return contact_list

    def create(
        self,
        name: str,
        topics: Sequence[Topic],
        description: str | None,
        tags: Sequence[ResourceTag] = (),
    ) -> None:
        """Add a list; refused if something is malformed, or there is one already."""
        _check_list(name, topics, description)
        values = check_tags(tags)
        if len(self._by_name) >= limits.MAX_CONTACT_LISTS:
            raise reasons.LIST_LIMIT.refused()
        now = self._clock.now()
        self._by_name[name] = ContactList(name, tuple(topics), description, now, now)
        self._tags.give(RESOURCE_TYPE, name, values)

    def update(self, name: str, topics: Sequence[Topic] | None, description: str | None) -> None:
        """Replace a list's topics and description, unless they are None [clist-update-partial]."""
        _check_list(name, topics or (), description)
        before = self.require(name)
        self._by_name[name] = before._replace(
            topics=before.topics if topics is None else tuple(topics),
            description=before.description if description is None else description,
            updated_at=self._clock.now(),
        )

    def delete(self, name: str) -> None:
        """Delete a list with its tags; refused if there is none."""
        self.require(name)
        del self._by_name[name]
        self._tags.forget(RESOURCE_TYPE, name)


_NAME = re.compile(rf"[A-Za-z0-9_-]{{1,{limits.MAX_CONTACT_LIST_NAME_LENGTH}}}")


def _check_name(name: str, blank: Reason, invalid: Reason) -> None:
    if not name.strip():
        raise blank.refused()
    if not _NAME.fullmatch(name):
        raise invalid.refused()


def _check_list(name: str, topics: Sequence[Topic], description: str | None) -> None:
    """Refuse what a list must not be, in the probed order."""
    _check_name(name, reasons.LIST_NAME_BLANK, reasons.LIST_NAME_INVALID)
    if len(topics) > limits.MAX_TOPICS:
        raise reasons.TOPICS_LIMIT.refused()
    seen: set[str] = set()
    for topic in topics:
        _check_name(topic.name, reasons.TOPIC_NAME_BLANK, reasons.TOPIC_NAME_INVALID)
        if len(topic.display_name) > limits.MAX_TOPIC_DISPLAY_NAME_LENGTH:
            raise reasons.DISPLAY_NAME_TOO_LONG.refused()
        if topic.name in seen:
            raise reasons.TOPIC_REPEATED.refused()
        seen.add(topic.name)
    if len(description or "") > limits.MAX_CONTACT_LIST_DESCRIPTION_LENGTH:
        raise reasons.DESCRIPTION_TOO_LONG.refused()
