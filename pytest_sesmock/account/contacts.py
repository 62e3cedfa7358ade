"""Contacts of contact lists: who wants which mail."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from pytest_sesmock.account.contact_lists import (
    ContactList,
    ContactLists,
    SubscriptionStatus,
    Topic,
)
from pytest_sesmock.account.identity import require_address
from pytest_sesmock.account.reasons import contacts as reasons
from pytest_sesmock.clock import Clock


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


class Contact(NamedTuple):
    """A contact of a list."""

    address: str
    preferences: Preferences
    created_at: datetime
    updated_at: datetime


class Unsubscription(NamedTuple):
    """That a contact of a list has unsubscribed: what it wanted before, and what since."""

    contact_list: ContactList
    old: Preferences
    new: Preferences


class Contacts:
    """The contacts of one account and region, by the lists they are on.

    Whatever is refused raises `Refused` with SES's words.
    """

    def __init__(self, clock: Clock, lists: ContactLists) -> None:
        self._clock = clock
        self._lists = lists
        self._by_list: defaultdict[str, dict[str, Contact]] = defaultdict(dict)

    def of_list(self, contact_list: ContactList) -> list[Contact]:
        """The contacts of a list, in the order of their addresses (a fresh list)."""
        contacts = self._by_list[contact_list.name]
        return [contacts[address] for address in sorted(contacts)]

    def require(self, list_name: str, address: str) -> tuple[ContactList, Contact]:
        """A contact and its list; refused if there is no such contact or list."""
        return self._list_for(list_name, address), self._require_contact(list_name, address)

    def create(self, list_name: str, address: str, preferences: Preferences) -> None:
        """Add a contact; refused if it is on the list already or a topic is not the list's."""
        _check_topics(self._list_for(list_name, address), preferences)
        if address in self._by_list[list_name]:
            raise reasons.CONTACT_EXISTS.refused(address=address)
        self._add(list_name, address, preferences)

    def update(self, list_name: str, address: str, preferences: Preferences) -> None:
        """Change what a contact wants; refused if there is none or a topic is not the list's.

        Topics that it has chosen stay unless they are chosen anew, against the documentation; the
        rest is replaced [contact-update-merge].
        """
        _check_topics(self._list_for(list_name, address), preferences)
        contact = self._require_contact(list_name, address)
        topics = {**contact.preferences.topics, **preferences.topics}
        self._by_list[list_name][address] = contact._replace(
            preferences=preferences._replace(topics=topics), updated_at=self._clock.now()
        )

    def replace(self, list_name: str, address: str, preferences: Preferences) -> None:
        """Add a contact or replace all that it wants, as an import does [import-put].

        Refused if a topic is not the list's.
        """
        _check_topics(self._list_for(list_name, address), preferences)
        contact = self._by_list[list_name].get(address)
        self._add(list_name, address, preferences)
        if contact is not None:
            self._by_list[list_name][address] = self._by_list[list_name][address]._replace(
                created_at=contact.created_at
            )

    def delete(self, list_name: str, address: str) -> None:
        """Delete a contact; refused if there is none."""
        self.require(list_name, address)
        del self._by_list[list_name][address]

    def forget(self, list_name: str) -> None:
        """Forget the contacts of a list that is deleted."""
        self._by_list.pop(list_name, None)

    # For sends with ListManagementOptions

    def subscription(
        self, list_name: str, topic_name: str | None, address: str
    ) -> SubscriptionStatus:
        """Whether SES delivers a list's mails, or those of one of its topics, to an address.

        To one that has opted out SES sends nothing, though it accepts the mail [lmo-docs]. Without
        a choice of the contact, or a contact, the topic's default counts: grade C.
        """
        topic = self._lists.require(list_name).topic(topic_name or "")
        contact = self._by_list[list_name].get(address)
        preferences = _NO_CHOICE if contact is None else contact.preferences
        return preferences.status(topic)

    def add_recipient(self, list_name: str, address: str) -> None:
        """Put an address on a list that a mail goes to, if it is not there [lmo-unknown-list]."""
        if address not in self._by_list[list_name]:
            self._add(list_name, address, _NO_CHOICE)

    def unsubscribe(self, list_name: str, topic_name: str | None, address: str) -> Unsubscription:
        """Have a contact opt out of a topic, or of the whole list; refused if there is none."""
        contact_list = self._lists.require(list_name)
        self.add_recipient(list_name, address)
        contact = self._by_list[list_name][address]
        old = contact.preferences
        if topic_name is None:
            new = old._replace(unsubscribe_all=True)
        else:
            new = old._replace(topics={**old.topics, topic_name: "OPT_OUT"})
        _check_topics(contact_list, new)
        self._by_list[list_name][address] = contact._replace(
            preferences=new, updated_at=self._clock.now()
        )
        return Unsubscription(contact_list, old, new)

    def _add(self, list_name: str, address: str, preferences: Preferences) -> None:
        now = self._clock.now()
        self._by_list[list_name][address] = Contact(address, preferences, now, now)

    def _list_for(self, list_name: str, address: str) -> ContactList:
        """The list a call about an address means; the address is looked at first."""
        if not address.strip():
            raise reasons.ADDRESS_BLANK.refused()
        require_address(address, reasons.ADDRESS_INVALID)
        return self._lists.require(list_name)

    def _require_contact(self, list_name: str, address: str) -> Contact:
        contact = self._by_list[list_name].get(address)
        if contact is None:
            raise reasons.CONTACT_MISSING.refused(address=address)
        return contact


_NO_CHOICE = Preferences({})


def _check_topics(contact_list: ContactList, preferences: Preferences) -> None:
    for topic in preferences.topics:
        if contact_list.topic(topic) is None:
            raise reasons.TOPIC_UNKNOWN.refused(list=contact_list.name, topic=topic)
