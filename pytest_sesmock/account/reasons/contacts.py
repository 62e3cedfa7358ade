"""Why SES refuses to manage contact lists and contacts."""

from __future__ import annotations

from pytest_sesmock.engine.refusal import Fault, Reason
from pytest_sesmock.engine.text import Text

LIST_NAME_BLANK = Reason(
    "contact-list-name-given",
    Fault.INVALID_PARAMETER,
    Text("ContactListName can't be blank.", "A2", ("clist-name-blank",)),
    "The name of a contact list must not be blank.",
)
LIST_NAME_INVALID = Reason(
    "contact-list-name",
    Fault.INVALID_PARAMETER,
    Text(
        "ContactListName can contain up to 64 characters. Only alphanumeric characters, "
        "underscores(_) and hyphens(-) are allowed.",
        "A2",
        ("clist-name-bad",),
    ),
    "A contact list's name must consist of 1 to 64 letters, digits, underscores and hyphens.",
)
LIST_MISSING = Reason(
    "contact-list-known",
    Fault.NOT_FOUND,
    Text("List with name: {name} doesn't exist.", "A2", ("clist-missing",)),
    "The contact list must exist in this region.",
)
LIST_LIMIT = Reason(
    "contact-list-limit",
    Fault.INVALID_PARAMETER,
    Text("A maximum of 1 Lists allowed per account.", "A2", ("clist-limit", "clist-limit-rec")),
    "An account may have only one contact list in a region.",
    "SES gives this answer for a name that is taken, too.",
)
DESCRIPTION_TOO_LONG = Reason(
    "contact-list-description",
    Fault.INVALID_PARAMETER,
    Text("List description can contain up to 500 characters.", "A2", ("clist-description-long",)),
    "A contact list's description may have at most 500 characters.",
)
TOPICS_LIMIT = Reason(
    "topics-limit",
    Fault.INVALID_PARAMETER,
    Text("Maximum of <20> topics allowed per ContactList", "A2", ("clist-topics-max",)),
    "A contact list may have at most 20 topics.",
)
TOPIC_NAME_BLANK = Reason(
    "topic-name-given",
    Fault.INVALID_PARAMETER,
    Text("TopicName can't be blank.", "A2", ("clist-topic-blank",)),
    "The name of a topic must not be blank.",
)
TOPIC_NAME_INVALID = Reason(
    "topic-name",
    Fault.INVALID_PARAMETER,
    Text(
        "TopicName can contain up to 64 characters. Only alphanumeric characters, "
        "underscores(_) and hyphens(-) are allowed.",
        "A2",
        ("clist-topic-bad",),
    ),
    "A topic's name must consist of 1 to 64 letters, digits, underscores and hyphens.",
)
DISPLAY_NAME_TOO_LONG = Reason(
    "topic-display-name",
    Fault.INVALID_PARAMETER,
    Text("Topic DisplayName can contain up to <128> characters.", "A2", ("clist-topic-display",)),
    "A topic's display name may have at most 128 characters.",
)
TOPIC_REPEATED = Reason(
    "topic-once",
    Fault.INVALID_PARAMETER,
    Text("Duplicate topic names are not allowed within a List.", "A2", ("clist-topic-dup",)),
    "A contact list must not have two topics of the same name.",
)
ADDRESS_BLANK = Reason(
    "contact-address-given",
    Fault.INVALID_PARAMETER,
    Text("EmailAddress can't be blank.", "A2", ("contact-email-blank",)),
    "The email address of a contact must not be blank.",
)
ADDRESS_INVALID = Reason(
    "contact-address",
    Fault.INVALID_PARAMETER,
    Text("EmailAddress <{address}> is invalid", "A2", ("contact-email-bad",)),
    "A contact's address must be an email address that email-validator accepts.",
    "We don't know what checks the address on AWS.",
)
CONTACT_EXISTS = Reason(
    "contact-new",
    Fault.ALREADY_EXISTS,
    Text("{address} already exists in List.", "A2", ("contact-exists",)),
    "The contact must not be on the list yet.",
)
CONTACT_MISSING = Reason(
    "contact-known",
    Fault.NOT_FOUND,
    Text("{address} doesn't exist in List.", "A2", ("contact-missing",)),
    "The contact must be on the list.",
)
TOPIC_UNKNOWN = Reason(
    "topic-known",
    Fault.INVALID_PARAMETER,
    Text("List: {list} doesn't contain Topic: {topic}", "A2", ("contact-topic-unknown",)),
    "The topics of a contact's preferences must be topics of the list.",
)
FILTER_STATUS_MISSING = Reason(
    "contacts-filter-status",
    Fault.INVALID_PARAMETER,
    Text("Invalid FilteredStatus <null>", "A2", ("contacts-filter-status",)),
    "A filter of contacts must have a status.",
)
FILTER_TOPIC_BLANK = Reason(
    "contacts-filter-topic-given",
    Fault.INVALID_PARAMETER,
    Text("TopicName can't be blank in TopicFilter.", "A2", ("contacts-filter-topic-blank",)),
    "A filter by topic must name a topic.",
)
FILTER_TOPIC_UNKNOWN = Reason(
    "contacts-filter-topic-known",
    Fault.NOT_FOUND,
    Text("List: {list} doesn't contain Topic: {topic}", "A2", ("contacts-filter-topic-unknown",)),
    "The topic of a filter must be one of the contact list's.",
)
PAGE_SIZE_INVALID = Reason(
    "contacts-page-size",
    Fault.INVALID_PARAMETER,
    Text("The page size must be between 1 and 1000", "A2", ("clist-paging",)),
    "PageSize must be between 1 and 1,000.",
)
TOKEN_INVALID = Reason(
    "contacts-next-token",
    Fault.INVALID_PARAMETER,
    Text("Provided NextToken is invalid", "A2", ("clist-token",)),
    "NextToken must come from an earlier page of the same list in this region.",
)

REASONS = (
    LIST_NAME_BLANK,
    LIST_NAME_INVALID,
    LIST_MISSING,
    LIST_LIMIT,
    DESCRIPTION_TOO_LONG,
    TOPICS_LIMIT,
    TOPIC_NAME_BLANK,
    TOPIC_NAME_INVALID,
    DISPLAY_NAME_TOO_LONG,
    TOPIC_REPEATED,
    ADDRESS_BLANK,
    ADDRESS_INVALID,
    CONTACT_EXISTS,
    CONTACT_MISSING,
    TOPIC_UNKNOWN,
    FILTER_STATUS_MISSING,
    FILTER_TOPIC_BLANK,
    FILTER_TOPIC_UNKNOWN,
    PAGE_SIZE_INVALID,
    TOKEN_INVALID,
)
