"""Contact lists and contacts through boto3."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR, answer
from sending import sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.account.state import State

Refused = Callable[..., tuple[str, str, int]]

IN, OUT = "OPT_IN", "OPT_OUT"
NEWS = {"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": OUT}
LIST = {"ContactListName": "readers"}
ADA = {**LIST, "EmailAddress": "ada@example.org"}


def preferences(**statuses: str) -> list[dict[str, str]]:
    """TopicPreferences, or what results say of them."""
    return [
        {"TopicName": topic, "SubscriptionStatus": status} for topic, status in statuses.items()
    ]


def body(answered: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answered.items() if name != "ResponseMetadata"}


def listed(client: Any, **parameters: Any) -> list[str]:
    """The local parts of the addresses on a page."""
    contacts = client.list_contacts(**LIST, **parameters)["Contacts"]
    return [contact["EmailAddress"].partition("@")[0] for contact in contacts]


@pytest.fixture
def readers(mock: SESMock, client2: Any) -> Any:
    """A client of an account with a list that has one topic."""
    client2.create_contact_list(**LIST, Topics=[NEWS])
    return client2


# Lists


def test_a_list_as_it_comes_back(mock: SESMock, client2: Any) -> None:
    """[clist-get-members]: what is not set is left out, but topics and tags are not."""
    topics = [{**NEWS, "Description": "Weekly"}, {**NEWS, "TopicName": "offers"}]
    client2.create_contact_list(
        **LIST, Topics=topics, Description="Ours", Tags=[{"Key": "team", "Value": "mail"}]
    )

    found = body(client2.get_contact_list(**LIST))

    created, updated = found.pop("CreatedTimestamp"), found.pop("LastUpdatedTimestamp")
    assert created == updated
    assert abs((created - mock.clock.now()).total_seconds()) < 60
    tags = [{"Key": "team", "Value": "mail"}]
    assert found == {**LIST, "Topics": topics, "Description": "Ours", "Tags": tags}
    (summary,) = client2.list_contact_lists()["ContactLists"]
    assert summary == {**LIST, "LastUpdatedTimestamp": updated}
    arn = "arn:aws:ses:us-east-1:123456789012:contact-list/readers"
    assert client2.list_tags_for_resource(ResourceArn=arn)["Tags"] == tags


def test_a_bare_list(mock: SESMock, client2: Any) -> None:
    client2.create_contact_list(**LIST)

    found = body(client2.get_contact_list(**LIST))

    members = {"ContactListName", "Topics", "CreatedTimestamp", "LastUpdatedTimestamp", "Tags"}
    assert set(found) == members
    assert found["Topics"] == found["Tags"] == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"Topics": [NEWS], "Description": "Ours"}),
        ({"Description": "Yours"}, {"Topics": [NEWS], "Description": "Yours"}),
        ({"Topics": []}, {"Topics": [], "Description": "Ours"}),
    ],
)
def test_an_update_keeps_what_it_leaves_out(
    mock: SESMock, client2: Any, change: Any, expected: Any
) -> None:
    """[clist-update-partial]."""
    client2.create_contact_list(**LIST, Topics=[NEWS], Description="Ours")
    mock.clock.advance(60)

    client2.update_contact_list(**LIST, **change)

    found = client2.get_contact_list(**LIST)
    assert {name: found[name] for name in expected} == expected
    assert (found["LastUpdatedTimestamp"] - found["CreatedTimestamp"]).total_seconds() >= 60


def test_a_list_goes_with_its_contacts_and_tags(readers: Any) -> None:
    readers.create_contact(**ADA)
    readers.delete_contact_list(**LIST)
    assert readers.list_contact_lists()["ContactLists"] == []

    readers.create_contact_list(**LIST)

    assert listed(readers) == []


@pytest.mark.parametrize("name", ["readers", "others"])
def test_an_account_has_one_list_in_a_region(readers: Any, refused2: Refused, name: str) -> None:
    """Whatever the name [clist-limit]."""
    assert refused2("create_contact_list", ContactListName=name) == answer("clist-limit")
    sesv2("eu-west-1").create_contact_list(ContactListName=name)


TOPICS = [{**NEWS, "TopicName": f"topic-{number}"} for number in range(21)]


@pytest.mark.parametrize(
    ("row", "changes"),
    [
        ("clist-name-blank", {"ContactListName": " "}),
        ("clist-name-bad", {"ContactListName": "bad name!"}),
        ("clist-name-bad", {"ContactListName": "x" * 65, "Topics": TOPICS}),
        ("clist-topics-max", {"Topics": TOPICS, "Description": "x" * 501}),
        ("clist-topic-blank", {"Topics": [{**NEWS, "TopicName": " "}]}),
        ("clist-topic-bad", {"Topics": [{**NEWS, "TopicName": "bad name!"}]}),
        ("clist-topic-bad", {"Topics": [{**NEWS, "TopicName": "x" * 65}]}),
        ("clist-topic-display", {"Topics": [{**NEWS, "DisplayName": "x" * 129}]}),
        ("clist-topic-dup", {"Topics": [NEWS, NEWS]}),
        ("clist-description-long", {"Description": "x" * 501}),
        ("clist-topic-enum", {"Topics": [{**NEWS, "DefaultSubscriptionStatus": "X"}]}),
    ],
)
@pytest.mark.parametrize("method", ["create_contact_list", "update_contact_list"])
def test_what_a_list_must_not_be(
    mock: SESMock, refused2: Refused, method: str, row: str, changes: Any
) -> None:
    """Before the list is looked for."""
    assert refused2(method, **{**LIST, **changes}) == answer(row)


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("get_contact_list", {}),
        ("update_contact_list", {}),
        ("delete_contact_list", {}),
        ("list_contacts", {}),
        ("create_contact", {"EmailAddress": "ada@example.org"}),
        ("get_contact", {"EmailAddress": "ada@example.org"}),
        (
            "update_contact",
            {"EmailAddress": "ada@example.org", "TopicPreferences": preferences(none=IN)},
        ),
        ("delete_contact", {"EmailAddress": "ada@example.org"}),
    ],
)
def test_lists_that_there_are_not(
    mock: SESMock, refused2: Refused, method: str, parameters: Any
) -> None:
    missing = answer("clist-missing", name="none")
    assert refused2(method, ContactListName="none", **parameters) == missing
    assert refused2(method, ContactListName="bad name!", **parameters) == answer("clist-name-bad")


# Contacts


def test_a_contact_as_it_comes_back(readers: Any, mock: SESMock) -> None:
    """[contacts-list-rec]: no TopicPreferences when there are none."""
    readers.create_contact(**ADA)
    bare = body(readers.get_contact(**ADA))
    created, updated = bare.pop("CreatedTimestamp"), bare.pop("LastUpdatedTimestamp")
    recorded = BEHAVIOUR["contacts-list-rec"]["note"]
    assert "TopicDefaultPreferences [{TopicName, SubscriptionStatus OPT_OUT}]" in recorded
    assert bare == {
        **ADA,
        "TopicDefaultPreferences": preferences(news=OUT),
        "UnsubscribeAll": False,
    }
    assert created == updated
    (summary,) = readers.list_contacts(**LIST)["Contacts"]
    del bare["ContactListName"]
    assert summary == {**bare, "LastUpdatedTimestamp": updated}

    mock.clock.advance(60)
    readers.update_contact(
        **ADA,
        TopicPreferences=preferences(news=IN),
        UnsubscribeAll=True,
        AttributesData='{"name":"Ada"}',
    )

    found = body(readers.get_contact(**ADA))
    assert found.pop("CreatedTimestamp") == created
    assert (found.pop("LastUpdatedTimestamp") - updated).total_seconds() >= 60
    assert found == {
        **ADA,
        "TopicPreferences": preferences(news=IN),
        "UnsubscribeAll": True,
        "AttributesData": '{"name":"Ada"}',
    }


def test_an_update_merges_topics_and_replaces_the_rest(mock: SESMock, client2: Any) -> None:
    """[contact-update-merge]."""
    topics = [{**NEWS, "TopicName": name} for name in ("a", "b", "c")]
    client2.create_contact_list(**LIST, Topics=topics)
    client2.create_contact(
        **ADA, TopicPreferences=preferences(a=IN, b=IN), UnsubscribeAll=True, AttributesData="1"
    )

    client2.update_contact(**ADA, TopicPreferences=preferences(b=OUT, c=IN))

    found = client2.get_contact(**ADA)
    assert found["TopicPreferences"] == preferences(a=IN, b=OUT, c=IN)
    assert found["UnsubscribeAll"] is False
    assert "AttributesData" not in found


@pytest.mark.parametrize(
    ("row", "address", "values"),
    [
        ("contact-email-blank", " ", {}),
        ("contact-email-bad", "nope", {}),
    ],
)
@pytest.mark.parametrize(
    "method", ["create_contact", "get_contact", "update_contact", "delete_contact"]
)
def test_what_is_no_address(
    mock: SESMock, refused2: Refused, method: str, row: str, address: str, values: Any
) -> None:
    """Before the list is looked for."""
    assert refused2(method, ContactListName="none", EmailAddress=address) == answer(row, **values)


@pytest.mark.parametrize("method", ["get_contact", "update_contact", "delete_contact"])
def test_contacts_that_there_are_not(readers: Any, refused2: Refused, method: str) -> None:
    missing = answer("contact-missing", email=ADA["EmailAddress"])
    assert refused2(method, **ADA) == missing
    readers.create_contact(**ADA)
    readers.delete_contact(**ADA)
    assert refused2(method, **ADA) == missing


def test_a_contact_is_on_a_list_once(readers: Any, refused2: Refused) -> None:
    readers.create_contact(**ADA)

    expected = answer("contact-exists", email=ADA["EmailAddress"])
    assert refused2("create_contact", **ADA) == expected


@pytest.mark.parametrize("method", ["create_contact", "update_contact"])
def test_topics_that_the_list_lacks(readers: Any, refused2: Refused, method: str) -> None:
    """Before the contact is looked for."""
    given = preferences(news=IN, offers=IN)
    expected = answer("contact-topic-unknown", list="readers", topic="offers")
    assert refused2(method, **ADA, TopicPreferences=given) == expected
    given = preferences(news="X")
    assert refused2(method, **ADA, TopicPreferences=given) == answer("contact-topic-enum")


# Lists of contacts


@pytest.fixture
def probed(mock: SESMock, client2: Any) -> Any:
    """A client of the list with which the filter was probed [contacts-filter-members]."""
    topics = [
        {"TopicName": "tin", "DisplayName": "In", "DefaultSubscriptionStatus": IN},
        {"TopicName": "tout", "DisplayName": "Out", "DefaultSubscriptionStatus": OUT},
    ]
    client2.create_contact_list(**LIST, Topics=topics)
    for name, unsubscribed, chosen in (
        ("c1", False, {"tin": OUT, "tout": IN}),
        ("c2", False, {"tin": IN, "tout": OUT}),
        ("c3", False, {}),
        ("c4", True, {}),
        ("c5", True, {"tin": IN, "tout": IN}),
        ("c6", False, {"tin": OUT}),
        ("c7", False, {"tout": IN}),
    ):
        client2.create_contact(
            **LIST,
            EmailAddress=f"{name}@example.com",
            TopicPreferences=preferences(**chosen),
            UnsubscribeAll=unsubscribed,
        )
    return client2


@pytest.mark.parametrize(
    ("status", "topic", "default", "expected"),
    [
        (IN, None, None, "c1 c2 c3 c6 c7"),
        (OUT, None, None, "c4 c5"),
        (IN, "tin", False, "c2"),
        (IN, "tin", True, "c2 c3 c7"),
        (OUT, "tin", False, "c1 c4 c5 c6"),
        (OUT, "tin", True, "c1 c4 c5 c6"),
        (IN, "tout", None, "c1 c7"),
        (IN, "tout", True, "c1 c7"),
        (OUT, "tout", None, "c2 c4 c5"),
        (OUT, "tout", True, "c2 c3 c4 c5 c6"),
    ],
)
def test_filters(
    probed: Any, status: str, topic: str | None, default: bool | None, expected: str
) -> None:
    """What SES returned for the same contacts [contacts-filter-members]."""
    wanted: dict[str, Any] = {"FilteredStatus": status}
    if topic is not None:
        wanted["TopicFilter"] = {"TopicName": topic}
        if default is not None:
            wanted["TopicFilter"]["UseDefaultIfPreferenceUnavailable"] = default

    assert listed(probed, Filter=wanted) == expected.split()


@pytest.mark.parametrize(
    ("row", "wanted", "values"),
    [
        ("contacts-filter-status", {}, {}),
        ("contacts-filter-status", {"TopicFilter": {"TopicName": "tin"}}, {}),
        ("contacts-filter-topic-blank", {"FilteredStatus": IN, "TopicFilter": {}}, {}),
        (
            "contacts-filter-topic-blank",
            {"FilteredStatus": IN, "TopicFilter": {"TopicName": " "}},
            {},
        ),
        (
            "contacts-filter-topic-unknown",
            {"FilteredStatus": IN, "TopicFilter": {"TopicName": "nope"}},
            {"list": "readers", "topic": "nope"},
        ),
    ],
)
def test_filters_that_are_refused(
    probed: Any, refused2: Refused, row: str, wanted: Any, values: Any
) -> None:
    assert refused2("list_contacts", **LIST, Filter=wanted) == answer(row, **values)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_pages_join_to_the_whole(probed: Any, size: int) -> None:
    pages = []
    more: dict[str, str] = {}
    while True:
        answered = probed.list_contacts(**LIST, PageSize=size, **more)
        pages.append([contact["EmailAddress"][:2] for contact in answered["Contacts"]])
        if "NextToken" not in answered:
            break
        more = {"NextToken": answered["NextToken"]}

    assert list(chain.from_iterable(pages)) == ["c1", "c2", "c3", "c4", "c5", "c6", "c7"]
    assert all(len(page) == size for page in pages[:-1])


def test_a_page_is_fifty_unless_asked_otherwise(readers: Any) -> None:
    for number in range(51):
        readers.create_contact(**LIST, EmailAddress=f"c{number}@example.com")

    assert len(listed(readers)) == 50
    assert len(listed(readers, PageSize=51)) == 51


@pytest.mark.parametrize("method", ["list_contact_lists", "list_contacts"])
@pytest.mark.parametrize(
    ("row", "parameters"),
    [
        ("clist-paging", {"PageSize": 0}),
        ("clist-paging", {"PageSize": 1001}),
        ("clist-token", {"NextToken": ""}),
        ("clist-token", {"NextToken": "unknown"}),
    ],
)
def test_pages_that_are_refused(
    readers: Any, refused2: Refused, method: str, row: str, parameters: Any
) -> None:
    named = LIST if method == "list_contacts" else {}
    assert refused2(method, **named, **parameters) == answer(row)


def test_several_faults(readers: Any, refused2: Refused) -> None:
    """The probed order: enum, page size, filter, list, topic [contacts-filter-members]."""
    nothing = {"ContactListName": "ghost"}
    unknown = {"FilteredStatus": IN, "TopicFilter": {"TopicName": "nope"}}
    asked = {**nothing, "Filter": {"FilteredStatus": "X"}, "PageSize": 0}
    assert "'filter.filteredStatus'" in refused2("list_contacts", **asked)[1]
    asked = {**nothing, "Filter": {}, "PageSize": 0}
    assert refused2("list_contacts", **asked) == answer("clist-paging")
    asked = {**nothing, "Filter": {}}
    assert refused2("list_contacts", **asked) == answer("contacts-filter-status")
    asked = {**nothing, "Filter": unknown}
    assert refused2("list_contacts", **asked) == answer("clist-missing", name="ghost")


# What sends ask


@pytest.mark.parametrize(
    ("contact", "topic", "expected"),
    [
        ("c1", None, IN),
        ("c1", "tin", OUT),
        ("c1", "tout", IN),
        ("c3", "tin", IN),
        ("c3", "tout", OUT),
        ("c4", None, OUT),
        ("c5", "tin", OUT),
        ("stranger", None, IN),
        ("stranger", "tin", IN),
        ("stranger", "tout", OUT),
    ],
)
def test_subscription(
    probed: Any, state: State, contact: str, topic: str | None, expected: str
) -> None:
    address = f"{contact}@example.com"
    assert state.contacts.subscription("readers", topic, address) == expected


def test_what_a_list_has(probed: Any, state: State) -> None:
    found = state.contact_lists.get("readers")
    assert found is not None
    assert found.topic("tin") is not None
    assert found.topic("nope") is None
    assert state.contact_lists.get("none") is None


def test_a_recipient_is_added_once(probed: Any, state: State) -> None:
    for address in ("c1@example.com", "new@example.com", "new@example.com"):
        state.contacts.add_recipient("readers", address)

    assert listed(probed) == ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "new"]
    ada = probed.get_contact(**LIST, EmailAddress="c1@example.com")
    assert ada["TopicPreferences"] == preferences(tin=OUT, tout=IN)
    new = probed.get_contact(**LIST, EmailAddress="new@example.com")
    assert new["TopicDefaultPreferences"] == preferences(tin=IN, tout=OUT)
    assert new["UnsubscribeAll"] is False
