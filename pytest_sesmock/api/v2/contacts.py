"""Contact lists and contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pytest_sesmock.account.contact_lists import RESOURCE_TYPE, ContactList, Topic
from pytest_sesmock.account.contacts import Contact, Preferences
from pytest_sesmock.account.reasons import contacts as reasons
from pytest_sesmock.api.context import (
    Context,
    Operation,
    Paging,
    Result,
    page_size,
    take_page,
    without_none,
)
from pytest_sesmock.api.tags import describe_tags, read_tags


def create_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create the contact list, of which an account has one."""
    context.account.contact_lists.create(
        parameters["ContactListName"],
        _topics(parameters) or (),
        parameters.get("Description"),
        read_tags(parameters),
    )
    return {}


def get_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A contact list with its topics and tags."""
    contact_list = context.account.contact_lists.require(parameters["ContactListName"])
    return without_none(
        ContactListName=contact_list.name,
        Topics=[_describe_topic(topic) for topic in contact_list.topics],
        Description=contact_list.description,
        CreatedTimestamp=contact_list.created_at,
        LastUpdatedTimestamp=contact_list.updated_at,
        Tags=describe_tags(context.account.tags.of(RESOURCE_TYPE, contact_list.name)),
    )


def update_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Replace a contact list's topics or description; what is left out stays."""
    context.account.contact_lists.update(
        parameters["ContactListName"], _topics(parameters), parameters.get("Description")
    )
    return {}


def delete_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a contact list with its contacts."""
    context.account.delete_contact_list(parameters["ContactListName"])
    return {}


def list_contact_lists(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The contact lists, a page at a time."""
    contact_lists = list(context.account.contact_lists)
    on_page, token = take_page(context, parameters, contact_lists, _paging("lists"))
    return {
        "ContactLists": [
            {"ContactListName": each.name, "LastUpdatedTimestamp": each.updated_at}
            for each in on_page
        ],
        **token,
    }


def create_contact(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Put a contact on a list."""
    context.account.contacts.create(
        parameters["ContactListName"], parameters["EmailAddress"], _preferences(parameters)
    )
    return {}


def get_contact(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A contact with its preferences and the defaults of the other topics."""
    contact_list, contact = context.account.contacts.require(
        parameters["ContactListName"], parameters["EmailAddress"]
    )
    return without_none(
        ContactListName=contact_list.name,
        **_describe_contact(contact_list, contact),
        AttributesData=contact.preferences.attributes_data,
        CreatedTimestamp=contact.created_at,
    )


def update_contact(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Change a contact's preferences; of those of topics, the ones that are given."""
    context.account.contacts.update(
        parameters["ContactListName"], parameters["EmailAddress"], _preferences(parameters)
    )
    return {}


def delete_contact(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Take a contact off a list."""
    context.account.contacts.delete(parameters["ContactListName"], parameters["EmailAddress"])
    return {}


def list_contacts(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The contacts of a list in the order of their addresses, a page at a time, or some of them.

    SES may answer a filter with empty pages that have a token [contacts-filter-empty-pages]; the
    mock's pages are full. Of several faults SES names a wrong token before a missing list
    [contacts-filter-members], the mock after it.
    """
    filter_ = parameters.get("Filter")
    name = parameters["ContactListName"]
    page_size(parameters, _paging(name))
    if filter_ is not None:
        _check_filter(filter_)
    contact_list = context.account.contact_lists.require(name)
    contacts = context.account.contacts.of_list(contact_list)
    if filter_ is not None:
        contacts = _select(contact_list, contacts, filter_)
    on_page, token = take_page(context, parameters, contacts, _paging(name))
    entries = [_describe_contact(contact_list, contact) for contact in on_page]
    return {"Contacts": entries, **token}


def _paging(list_name: str) -> Paging:
    # 50 was probed for contacts; there are never so many lists.
    return Paging(
        f"contacts {list_name}",
        50,
        1000,
        reasons.PAGE_SIZE_INVALID,
        reasons.TOKEN_INVALID,
        "PageSize",
        empty_token=False,
    )


def _check_filter(filter_: Mapping[str, Any]) -> None:
    if "FilteredStatus" not in filter_:
        raise reasons.FILTER_STATUS_MISSING.refused()
    if "TopicFilter" in filter_ and not filter_["TopicFilter"].get("TopicName", "").strip():
        raise reasons.FILTER_TOPIC_BLANK.refused()


def _select(
    contact_list: ContactList, contacts: Sequence[Contact], filter_: Mapping[str, Any]
) -> list[Contact]:
    """The contacts of a status [contacts-filter-meaning]."""
    of_topic = filter_.get("TopicFilter", {})
    topic = contact_list.topic(of_topic["TopicName"]) if of_topic else None
    if of_topic and topic is None:
        raise reasons.FILTER_TOPIC_UNKNOWN.refused(
            list=contact_list.name, topic=of_topic["TopicName"]
        )
    says = (
        Preferences.status
        if of_topic.get("UseDefaultIfPreferenceUnavailable")
        else Preferences.choice
    )
    return [
        contact
        for contact in contacts
        if says(contact.preferences, topic) == filter_["FilteredStatus"]
    ]


def _topics(parameters: Mapping[str, Any]) -> list[Topic] | None:
    if "Topics" not in parameters:
        return None
    return [
        Topic(
            topic["TopicName"],
            topic["DisplayName"],
            topic["DefaultSubscriptionStatus"],
            topic.get("Description"),
        )
        for topic in parameters["Topics"]
    ]


def _preferences(parameters: Mapping[str, Any]) -> Preferences:
    return Preferences(
        {
            preference["TopicName"]: preference["SubscriptionStatus"]
            for preference in parameters.get("TopicPreferences", ())
        },
        parameters.get("UnsubscribeAll", False),
        parameters.get("AttributesData"),
    )


def _describe_topic(topic: Topic) -> dict[str, Any]:
    return without_none(
        TopicName=topic.name,
        DisplayName=topic.display_name,
        DefaultSubscriptionStatus=topic.default_status,
        Description=topic.description,
    )


def _describe_contact(contact_list: ContactList, contact: Contact) -> dict[str, Any]:
    """A contact as results have it, without a list of preferences that is empty."""
    choices = contact.preferences.topics
    defaults = {
        topic.name: topic.default_status
        for topic in contact_list.topics
        if topic.name not in choices
    }
    return without_none(
        EmailAddress=contact.address,
        TopicPreferences=_describe_statuses(choices),
        TopicDefaultPreferences=_describe_statuses(defaults),
        UnsubscribeAll=contact.preferences.unsubscribe_all,
        LastUpdatedTimestamp=contact.updated_at,
    )


def _describe_statuses(statuses: Mapping[str, str]) -> list[dict[str, str]] | None:
    return [
        {"TopicName": name, "SubscriptionStatus": status} for name, status in statuses.items()
    ] or None


OPERATIONS: dict[str, Operation] = {
    "CreateContactList": Operation(create_contact_list),
    "GetContactList": Operation(get_contact_list),
    "UpdateContactList": Operation(update_contact_list),
    "DeleteContactList": Operation(delete_contact_list),
    "ListContactLists": Operation(list_contact_lists),
    "CreateContact": Operation(create_contact),
    "GetContact": Operation(get_contact),
    "UpdateContact": Operation(update_contact),
    "DeleteContact": Operation(delete_contact),
    "ListContacts": Operation(list_contacts),
}
