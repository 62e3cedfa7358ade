"""Contact lists and contacts: who wants which mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NamedTuple

from pytest_sesmock.account.identity import named
from pytest_sesmock.account.reasons import contacts as reasons
from pytest_sesmock.account.tags import ResourceTag, Tags, by_name, checked
from pytest_sesmock.clock import Clock
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Reason

SubscriptionStatus = Literal["OPT_IN", "OPT_OUT"]


class Topic(NamedTuple):
    """A topic of a contact list; its description is None if it has none."""

    name: str
    display_name: str
    default_status: SubscriptionStatus
    description: str | None = None


@dataclass(frozen=True, slots=True)
class ContactList:
    """A contact list; its description is None if it has none."""

    name: str
    topics: tuple[Topic, ...]
    description: str | None
    created_at: datetime
    updated_at: datetime

    def topic(self, name: str) -> Topic | None:
        """The topic of this name, if the list has it."""
        return next((topic for topic in self.topics if topic.name == name), None)


class Preferences(NamedTuple):
    """What a contact wants.

    Attributes:
        topics: The statuses of the topics it has chosen for itself, by their names.
        unsubscribe_all: Whether it wants nothing of the whole list.
        attributes_data: What the application keeps with it; None if nothing.
    """

    topics: Mapping[str, SubscriptionStatus]
    unsubscribe_all: bool = False
    attributes_data: str | None = None

    def choice(self, topic: Topic | None) -> SubscriptionStatus | None:
        """What a contact has said of a topic, or of the list; None if nothing of the topic."""
        if self.unsubscribe_all:
            return "OPT_OUT"
        return "OPT_IN" if topic is None else self.topics.get(topic.name)

    def status(self, topic: Topic | None) -> SubscriptionStatus:
        """Whether it gets the mails: its choice, else the topic's default."""
        return self.choice(topic) or ("OPT_IN" if topic is None else topic.default_status)


@dataclass(frozen=True, slots=True)
class Contact:
    """A contact of a list."""

    address: str
    preferences: Preferences
    created_at: datetime
    updated_at: datetime


class Contacts:
    """The contact lists of one account and region with their contacts.

    Whatever is refused raises `Refused` with SES's words.
    """

    def __init__(self, clock: Clock, tags: Tags) -> None:
        self._clock = clock
        self._tags = tags
        self._lists: dict[str, ContactList] = {}
        self._contacts: dict[str, dict[str, Contact]] = {}
        tags.serve("contact-list", by_name("ContactList", self._lists.__contains__))

    # Lists

    def __iter__(self) -> Iterator[ContactList]:
        return iter(tuple(self._lists.values()))

    def find_list(self, name: str) -> ContactList | None:
        """The list of this name, if there is one."""
        return self._lists.get(name)

    def required_list(self, name: str) -> ContactList:
        """The list of this name; refused if there is none."""
        _check_name(name, reasons.LIST_NAME_BLANK, reasons.LIST_NAME_INVALID)
        contact_list = self._lists.get(name)
        if contact_list is None:
            raise reasons.LIST_MISSING.refused(name=name)
        return contact_list

    def create_list(
        self,
        name: str,
        topics: Sequence[Topic],
        description: str | None,
        tags: Sequence[ResourceTag] = (),
    ) -> None:
        """Add a list; refused if something is malformed, or there is one already."""
        _check_list(name, topics, description)
        values = checked(tags)
        if len(self._lists) >= limits.MAX_CONTACT_LISTS:
            raise reasons.LIST_LIMIT.refused()
        now = self._clock.now()
        self._lists[name] = ContactList(name, tuple(topics), description, now, now)
        self._contacts[name] = {}
        self._tags.give("contact-list", name, values)

    def update_list(
        self, name: str, topics: Sequence[Topic] | None, description: str | None
    ) -> None:
        """Replace a list's topics and description, unless they are None [clist-update-partial]."""
        _check_list(name, topics or (), description)
        known = self.required_list(name)
        self._lists[name] = replace(
            known,
            topics=known.topics if topics is None else tuple(topics),
            description=known.description if description is None else description,
            updated_at=self._clock.now(),
        )

    def remove_list(self, name: str) -> None:
        """Delete a list with its contacts; refused if there is none."""
        self.required_list(name)
        del self._lists[name], self._contacts[name]
        self._tags.forget("contact-list", name)

    # Contacts

    def contacts(self, contact_list: ContactList) -> list[Contact]:
        """The contacts of a list, in the order of their addresses (a fresh list)."""
        of_list = self._contacts[contact_list.name]
        return [of_list[address] for address in sorted(of_list)]

    def required(self, list_name: str, address: str) -> tuple[ContactList, Contact]:
        """A contact and its list; refused if there is no such contact or list."""
        return self._list_for(list_name, address), self._existing(list_name, address)

    def create(self, list_name: str, address: str, preferences: Preferences) -> None:
        """Add a contact; refused if it is on the list already or a topic is not the list's."""
        _check_topics(self._list_for(list_name, address), preferences)
        if address in self._contacts[list_name]:
            raise reasons.CONTACT_EXISTS.refused(address=address)
        self._add(list_name, address, preferences)

    def update(self, list_name: str, address: str, preferences: Preferences) -> None:
        """Change what a contact wants; refused if there is none or a topic is not the list's.

        Topics that it has chosen stay unless they are chosen anew, against the documentation; the
        rest is replaced [contact-update-merge].
        """
        _check_topics(self._list_for(list_name, address), preferences)
        contact = self._existing(list_name, address)
        topics = {**contact.preferences.topics, **preferences.topics}
        self._contacts[list_name][address] = replace(
            contact, preferences=preferences._replace(topics=topics), updated_at=self._clock.now()
        )

    def remove(self, list_name: str, address: str) -> None:
        """Delete a contact; refused if there is none."""
        self.required(list_name, address)
        del self._contacts[list_name][address]

    # For sends with ListManagementOptions

    def subscription(
        self, list_name: str, topic_name: str | None, address: str
    ) -> SubscriptionStatus:
        """Whether SES delivers a list's mails, or those of one of its topics, to an address.

        To one that has opted out SES sends nothing, though it accepts the mail [lmo-docs]. Without
        a choice of the contact, or a contact, the topic's default counts: grade C.
        """
        topic = self._lists[list_name].topic(topic_name or "")
        contact = self._contacts[list_name].get(address)
        preferences = _NO_CHOICE if contact is None else contact.preferences
        return preferences.status(topic)

    def add_recipient(self, list_name: str, address: str) -> None:
        """Put an address on a list that a mail goes to, if it is not there [lmo-unknown-list]."""
        if address not in self._contacts[list_name]:
            self._add(list_name, address, _NO_CHOICE)

    def _add(self, list_name: str, address: str, preferences: Preferences) -> None:
        now = self._clock.now()
        self._contacts[list_name][address] = Contact(address, preferences, now, now)

    def _list_for(self, list_name: str, address: str) -> ContactList:
        """The list a call about an address means; the address is looked at first."""
        if not address.strip():
            raise reasons.ADDRESS_BLANK.refused()
        named(address, "EmailAddress", reasons.ADDRESS_INVALID.refused(address=address))
        return self.required_list(list_name)

    def _existing(self, list_name: str, address: str) -> Contact:
        contact = self._contacts[list_name].get(address)
        if contact is None:
            raise reasons.CONTACT_MISSING.refused(address=address)
        return contact


_NO_CHOICE = Preferences({})
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


def _check_topics(contact_list: ContactList, preferences: Preferences) -> None:
    for topic in preferences.topics:
        if contact_list.topic(topic) is None:
            raise reasons.TOPIC_UNKNOWN.refused(list=contact_list.name, topic=topic)
