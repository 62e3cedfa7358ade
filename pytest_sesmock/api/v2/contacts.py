"""Contact lists and contacts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pytest_sesmock.account.contacts import Contact, ContactList, Preferences, Topic
from pytest_sesmock.account.reasons import contacts as reasons
from pytest_sesmock.api.context import Context, Operation, Paging, Result, given, page, page_size
from pytest_sesmock.api.v2 import tags


def create_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Create the contact list, of which an account has one."""
    context.account.contacts.create_list(
        parameters["ContactListName"],
        _topics(parameters) or (),
        parameters.get("Description"),
        tags.given(parameters),
    )
    return {}


def get_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """A contact list with its topics and tags."""
    found = context.account.contacts.required_list(parameters["ContactListName"])
    return given(
        ContactListName=found.name,
        Topics=[_shown_topic(topic) for topic in found.topics],
        Description=found.description,
        CreatedTimestamp=found.created_at,
        LastUpdatedTimestamp=found.updated_at,
        Tags=tags.shown(context.account.tags.of("contact-list", found.name)),
    )


def update_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Replace a contact list's topics or description; what is left out stays."""
    context.account.contacts.update_list(
        parameters["ContactListName"], _topics(parameters), parameters.get("Description")
    )
    return {}


def delete_contact_list(context: Context, parameters: Mapping[str, Any]) -> Result:
    """Delete a contact list with its contacts."""
    context.account.contacts.remove_list(parameters["ContactListName"])
    return {}


def list_contact_lists(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The contact lists, a page at a time."""
    found, token = page(context, parameters, list(context.account.contacts), _paging("lists"))
    return {
        "ContactLists": [
            {"ContactListName": each.name, "LastUpdatedTimestamp": each.updated_at}
            for each in found
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
    contact_list, contact = context.account.contacts.required(
        parameters["ContactListName"], parameters["EmailAddress"]
    )
    return given(
        ContactListName=contact_list.name,
        **_shown(contact_list, contact),
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
    context.account.contacts.remove(parameters["ContactListName"], parameters["EmailAddress"])
    return {}


def list_contacts(context: Context, parameters: Mapping[str, Any]) -> Result:
    """The contacts of a list in the order of their addresses, a page at a time, or some of them.

    SES may answer a filter with empty pages that have a token [contacts-filter-empty-pages]; the
    mock's pages are full. Of several faults SES names a wrong token before a missing list
    [contacts-filter-members], the mock after it.
    """
    wanted = parameters.get("Filter")
    name = parameters["ContactListName"]
    page_size(parameters, _paging(name))
    if wanted is not None:
        _check_filter(wanted)
    contact_list = context.account.contacts.required_list(name)
    contacts = context.account.contacts.contacts(contact_list)
    if wanted is not None:
        contacts = _filtered(contact_list, contacts, wanted)
    found, token = page(context, parameters, contacts, _paging(name))
    return {"Contacts": [_shown(contact_list, contact) for contact in found], **token}


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


def _check_filter(wanted: Mapping[str, Any]) -> None:
    if "FilteredStatus" not in wanted:
        raise reasons.FILTER_STATUS_MISSING.refused()
    if "TopicFilter" in wanted and not wanted["TopicFilter"].get("TopicName", "").strip():
        raise reasons.FILTER_TOPIC_BLANK.refused()


def _filtered(
    contact_list: ContactList, contacts: Sequence[Contact], wanted: Mapping[str, Any]
) -> list[Contact]:
    """The contacts of a status [contacts-filter-meaning]."""
    of_topic = wanted.get("TopicFilter", {})
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
        if says(contact.preferences, topic) == wanted["FilteredStatus"]
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


def _shown_topic(topic: Topic) -> dict[str, Any]:
    return given(
        TopicName=topic.name,
        DisplayName=topic.display_name,
        DefaultSubscriptionStatus=topic.default_status,
        Description=topic.description,
    )


def _shown(contact_list: ContactList, contact: Contact) -> dict[str, Any]:
    """A contact as results have it, without a list of preferences that is empty."""
    chosen = contact.preferences.topics
    defaults = {
        topic.name: topic.default_status
        for topic in contact_list.topics
        if topic.name not in chosen
    }
    return given(
        EmailAddress=contact.address,
        TopicPreferences=_shown_statuses(chosen),
        TopicDefaultPreferences=_shown_statuses(defaults),
        UnsubscribeAll=contact.preferences.unsubscribe_all,
        LastUpdatedTimestamp=contact.updated_at,
    )


def _shown_statuses(statuses: Mapping[str, str]) -> list[dict[str, str]] | None:
    shown = [{"TopicName": name, "SubscriptionStatus": status} for name, status in statuses.items()]
    return shown or None


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
