"""Import jobs: files of S3 in the suppression list and in contact lists, on the mock's clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from evidence import answer
from sending import mail2, sesv2

from pytest_sesmock import Account, SESMock, SesmockError

Refused = Callable[..., tuple[str, str, int]]

START = datetime(2026, 3, 2, tzinfo=timezone.utc)
URL = "s3://imports/all.csv"
READERS = {"ContactListName": "readers"}


@pytest.fixture(autouse=True)
def _frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", START.timestamp)


def request(action: str = "PUT", format_: str = "CSV", readers: bool = False) -> dict[str, Any]:
    destination = {
        "ContactListDestination": {**READERS, "ContactListImportAction": action} if readers else {},
        "SuppressionListDestination": {"SuppressionListImportAction": action},
    }
    kind = "ContactListDestination" if readers else "SuppressionListDestination"
    return {
        "ImportDestination": {kind: destination[kind]},
        "ImportDataSource": {"S3Url": URL, "DataFormat": format_},
    }


def create(client: Any, *args: Any, **kwargs: Any) -> str:
    id_: str = client.create_import_job(**request(*args, **kwargs))["JobId"]
    return id_


def run(mock: SESMock, client: Any, content: str | bytes, *args: Any, **kwargs: Any) -> Any:
    """A job that has read a file and ended."""
    mock.account().put_s3_object(URL, content)
    id_ = create(client, *args, **kwargs)
    mock.clock.advance(5)
    return client.get_import_job(JobId=id_)


def counts(job: Any) -> tuple[str, int, int]:
    return job["JobStatus"], job["ProcessedRecordsCount"], job["FailedRecordsCount"]


def test_a_job_from_beginning_to_end(mock: SESMock, client2: Any) -> None:
    """Nothing is on the list before the job has ended; who looks first does not matter."""
    account = mock.account()
    account.put_s3_object(URL, "ada@example.org,BOUNCE\nbob@example.org, COMPLAINT\n")
    id_ = create(client2)
    job = client2.get_import_job(JobId=id_)
    del job["ResponseMetadata"]
    assert job == {
        "JobId": id_,
        **request(),
        "JobStatus": "CREATED",
        "CreatedTimestamp": START,
        "ProcessedRecordsCount": 0,
        "FailedRecordsCount": 0,
    }
    mock.clock.advance(1)
    assert client2.get_import_job(JobId=id_)["JobStatus"] == "PROCESSING"
    assert account.suppressed == {}

    mock.clock.advance(4)

    assert account.suppressed == {"ada@example.org": "BOUNCE", "bob@example.org": "COMPLAINT"}
    job = client2.get_import_job(JobId=id_)
    assert counts(job) == ("COMPLETED", 2, 0)
    assert job["CompletedTimestamp"] == START + timedelta(seconds=5)
    assert "FailureInfo" not in job


def test_a_send_meets_what_an_import_has_brought(mock: SESMock, client2: Any) -> None:
    mock.account().verify("example.com")
    mock.account().put_s3_object(URL, "ada@example.org,BOUNCE")
    create(client2)
    client2.send_email(**mail2())
    mock.clock.advance(5)
    client2.send_email(**mail2())

    assert [message.events[-1].type for message in mock.outbox] == ["Delivery", "Bounce"]


def test_addresses_are_taken_off_the_list(mock: SESMock, client2: Any) -> None:
    account = mock.account()
    account.suppress("ada@example.org")
    account.suppress("bob@example.org")

    job = run(mock, client2, "ada@example.org\nnobody@example.org\n", "DELETE")

    assert counts(job) == ("COMPLETED", 2, 1)
    assert list(account.suppressed) == ["bob@example.org"]


# Each record of a file of addresses to suppress, and whether it can be read [import-suppression].
RECORDS: dict[str, tuple[str, str, bool]] = {
    "CSV": ("CSV", "ada@example.org,BOUNCE", True),
    "quotes": ("CSV", '"ada@example.org","COMPLAINT"', True),
    "no reason": ("CSV", "ada@example.org", False),
    "unknown reason": ("CSV", "ada@example.org,SPAM", False),
    "no address": ("CSV", "nobody,BOUNCE", False),
    "three columns": ("CSV", "ada@example.org,BOUNCE,x", False),
    "too long for CSV": ("CSV", f"ada@example.org,{'x' * 200_000}", False),
    "JSON": ("JSON", '{"emailAddress": "ada@example.org", "reason": "BOUNCE"}', True),
    "JSON without reason": ("JSON", '{"emailAddress": "ada@example.org"}', False),
    "JSON of another type": ("JSON", '{"emailAddress": 1, "reason": "BOUNCE"}', False),
    "no object": ("JSON", '["ada@example.org", "BOUNCE"]', False),
    "no JSON": ("JSON", "ada@example.org,BOUNCE", False),
}


@pytest.mark.parametrize(("format_", "record", "is_read"), RECORDS.values(), ids=RECORDS)
def test_records_of_suppressions(
    mock: SESMock, client2: Any, format_: str, record: str, is_read: bool
) -> None:
    good = {
        "CSV": "eve@example.org,BOUNCE",
        "JSON": '{"emailAddress": "eve@example.org", "reason": "BOUNCE"}',
    }

    job = run(mock, client2, f"\n{record}\r\n\n{good[format_]}", "PUT", format_)

    assert counts(job) == ("COMPLETED", 2, 0 if is_read else 1)
    assert len(mock.account().suppressed) == 1 + is_read


def test_bytes_with_a_byte_order_mark(mock: SESMock, client2: Any) -> None:
    job = run(mock, client2, "\ufeffada@example.org,BOUNCE".encode())

    assert counts(job) == ("COMPLETED", 1, 0)
    assert list(mock.account().suppressed) == ["ada@example.org"]


def test_without_its_file_a_job_fails(mock: SESMock, client2: Any) -> None:
    id_ = create(client2)
    mock.clock.advance(5)

    job = client2.get_import_job(JobId=id_)

    assert counts(job) == ("FAILED", 0, 0)
    assert job["FailureInfo"]["ErrorMessage"] == "The specified key does not exist."


def test_a_bucket_out_of_reach(mock: SESMock, client2: Any) -> None:
    mock.account().deny_access("imports")

    job = run(mock, client2, "ada@example.org,BOUNCE")

    assert (job["JobStatus"], job["FailureInfo"]["ErrorMessage"]) == ("FAILED", "Access Denied")
    assert mock.account().suppressed == {}


# Contacts


@pytest.fixture
def readers(mock: SESMock, client2: Any) -> Any:
    """A client of an account with a contact list."""
    topics = [
        {"TopicName": name, "DisplayName": name, "DefaultSubscriptionStatus": "OPT_IN"}
        for name in ("Sports", "Cycling")
    ]
    client2.create_contact_list(**READERS, Topics=topics)
    return client2


def contact(client: Any, address: str) -> tuple[dict[str, str], bool, str | None]:
    shown = client.get_contact(**READERS, EmailAddress=address)
    topics = {
        each["TopicName"]: each["SubscriptionStatus"] for each in shown.get("TopicPreferences", ())
    }
    return topics, shown["UnsubscribeAll"], shown.get("AttributesData")


# The sample of the documentation [import-contacts].
AS_CSV = """\
emailAddress,unsubscribeAll,attributesData,topicPreferences.Sports,topicPreferences.Cycling
example1@amazon.com,false,{"Name": "John"},OPT_IN,OPT_OUT
example2@amazon.com,true,,OPT_OUT,OPT_OUT
"""
AS_JSON = """\
{"emailAddress": "example1@amazon.com", "unsubscribeAll": false, \
"attributesData": "{\\"Name\\": \\"John\\"}", "topicPreferences": \
[{"topicName": "Sports", "subscriptionStatus": "OPT_IN"}, \
{"topicName": "Cycling", "subscriptionStatus": "OPT_OUT"}]}
{"emailAddress": "example2@amazon.com", "unsubscribeAll": true, "topicPreferences": \
[{"topicName": "Sports", "subscriptionStatus": "OPT_OUT"}, \
{"topicName": "Cycling", "subscriptionStatus": "OPT_OUT"}]}
"""


@pytest.mark.parametrize(("format_", "text"), [("CSV", AS_CSV), ("JSON", AS_JSON)])
def test_the_samples_of_the_documentation(
    mock: SESMock, readers: Any, format_: str, text: str
) -> None:
    job = run(mock, readers, text, "PUT", format_, readers=True)

    assert counts(job) == ("COMPLETED", 2, 0)
    choices = {"Sports": "OPT_IN", "Cycling": "OPT_OUT"}
    assert contact(readers, "example1@amazon.com") == (choices, False, '{"Name": "John"}')
    nothing = dict.fromkeys(choices, "OPT_OUT")
    assert contact(readers, "example2@amazon.com") == (nothing, True, None)


def test_a_contact_is_replaced(mock: SESMock, readers: Any) -> None:
    """[import-put]: unlike UpdateContact, it clears what a record leaves out."""
    readers.create_contact(
        **READERS,
        EmailAddress="ada@example.org",
        TopicPreferences=[{"TopicName": "Sports", "SubscriptionStatus": "OPT_OUT"}],
        UnsubscribeAll=True,
        AttributesData="{}",
    )

    text = "emailAddress,topicPreferences.Cycling\nada@example.org,OPT_IN\n"
    job = run(mock, readers, text, readers=True)

    assert counts(job) == ("COMPLETED", 1, 0)
    assert contact(readers, "ada@example.org") == ({"Cycling": "OPT_IN"}, False, None)
    shown = readers.get_contact(**READERS, EmailAddress="ada@example.org")
    assert shown["CreatedTimestamp"] == START
    assert shown["LastUpdatedTimestamp"] == START + timedelta(seconds=5)


def test_contacts_are_deleted(mock: SESMock, readers: Any) -> None:
    readers.create_contact(**READERS, EmailAddress="ada@example.org")

    text = "emailAddress\nada@example.org\nnobody@example.org\n"
    job = run(mock, readers, text, "DELETE", readers=True)

    assert counts(job) == ("COMPLETED", 2, 1)
    assert readers.list_contacts(**READERS)["Contacts"] == []


BAD_CONTACTS: dict[str, tuple[str, str]] = {
    "no address": ("CSV", "emailAddress,unsubscribeAll\nnobody,false"),
    "flag": ("CSV", "emailAddress,unsubscribeAll\nada@example.org,perhaps"),
    "columns": ("CSV", "emailAddress,unsubscribeAll\nada@example.org"),
    "topic": ("CSV", "emailAddress,topicPreferences.X\nada@example.org,OPT_IN"),
    "status": ("CSV", "emailAddress,topicPreferences.Sports\nada@example.org,YES"),
    "no object": ("JSON", '"ada@example.org"'),
    "no JSON": ("JSON", "{"),
    "address": ("JSON", '{"emailAddress": null}'),
    "data": ("JSON", '{"emailAddress": "ada@example.org", "attributesData": {}}'),
    "JSON flag": ("JSON", '{"emailAddress": "ada@example.org", "unsubscribeAll": "true"}'),
    "topics": ("JSON", '{"emailAddress": "ada@example.org", "topicPreferences": {}}'),
    "a topic": ("JSON", '{"emailAddress": "ada@example.org", "topicPreferences": [1]}'),
    "no topic": (
        "JSON",
        '{"emailAddress": "ada@example.org", "topicPreferences": '
        '[{"subscriptionStatus": "OPT_IN"}]}',
    ),
}


@pytest.mark.parametrize(("format_", "text"), BAD_CONTACTS.values(), ids=BAD_CONTACTS)
def test_records_of_contacts_that_fail(
    mock: SESMock, readers: Any, format_: str, text: str
) -> None:
    job = run(mock, readers, text, "PUT", format_, readers=True)

    assert counts(job) == ("COMPLETED", 1, 1)
    assert readers.list_contacts(**READERS)["Contacts"] == []


@pytest.mark.parametrize("text", ["", "ada@example.org,OPT_IN"])
def test_a_file_of_contacts_has_a_header(mock: SESMock, readers: Any, text: str) -> None:
    assert counts(run(mock, readers, text, readers=True)) == ("FAILED", 0, 0)


def test_a_list_that_is_deleted_meanwhile(mock: SESMock, readers: Any) -> None:
    mock.account().put_s3_object(URL, AS_CSV)
    id_ = create(readers, readers=True)
    readers.delete_contact_list(**READERS)
    mock.clock.advance(5)

    job = readers.get_import_job(JobId=id_)

    assert counts(job) == ("FAILED", 0, 0)
    assert job["FailureInfo"]["ErrorMessage"] == answer("import-list-missing", name="readers")[1]


# Lists and refusals


def test_jobs_are_listed(mock: SESMock, readers: Any) -> None:
    ids = [create(readers), create(readers, readers=True), create(readers)]

    def listed(**parameters: Any) -> list[str]:
        return [each["JobId"] for each in readers.list_import_jobs(**parameters)["ImportJobs"]]

    assert listed() == ids[::-1]
    assert listed(ImportDestinationType="CONTACT_LIST") == [ids[1]]
    assert listed(ImportDestinationType="SUPPRESSION_LIST") == [ids[2], ids[0]]
    first = readers.list_import_jobs(PageSize=2)
    assert listed(NextToken=first["NextToken"]) == [ids[0]]
    assert sesv2(region="eu-west-1").list_import_jobs()["ImportJobs"] == []


def test_the_contact_list_must_exist(mock: SESMock, refused2: Refused) -> None:
    expected = answer("import-list-missing", name="readers")
    assert refused2("create_import_job", **request(readers=True)) == expected


def test_in_the_sandbox_only_contacts_are_imported(
    mock: SESMock, readers: Any, refused2: Refused
) -> None:
    """[import-suppression]."""
    mock.account().sandbox = True
    create(readers, readers=True)

    assert refused2("create_import_job", **request())[0] == "BadRequestException"
    assert mock.outbox.refusals[0].remedy == "mock.account().sandbox = False"


def test_twenty_jobs_run_at_a_time(mock: SESMock, client2: Any, refused2: Refused) -> None:
    for _ in range(20):
        create(client2)
    assert refused2("create_import_job", **request())[0] == "LimitExceededException"

    mock.clock.advance(5)

    create(client2)


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("get_import_job", {"JobId": "x"}, "NotFoundException"),
        ("list_import_jobs", {"PageSize": 0}, "BadRequestException"),
        ("list_import_jobs", {"PageSize": 101}, "BadRequestException"),
        ("list_import_jobs", {"NextToken": "x"}, "BadRequestException"),
        ("create_import_job", {**request(), "ImportDestination": {}}, "BadRequestException"),
        (
            "create_import_job",
            {
                **request(),
                "ImportDestination": {
                    **request()["ImportDestination"],
                    **request(readers=True)["ImportDestination"],
                },
            },
            "BadRequestException",
        ),
    ],
    ids=["job", "no page", "long page", "token", "no destination", "two destinations"],
)
def test_what_is_refused(
    mock: SESMock, refused2: Refused, method: str, parameters: Any, code: str
) -> None:
    assert refused2(method, **parameters)[0] == code


@pytest.mark.parametrize("url", ["imports/all.csv", "s3://imports", "s3://imports/", None])
def test_a_file_has_a_url_of_s3(account: Account, url: Any) -> None:
    with pytest.raises(SesmockError, match="url must be like s3://bucket/key"):
        account.put_s3_object(url, "")


def test_a_file_has_content(account: Account) -> None:
    with pytest.raises(SesmockError, match="content must be a str or bytes, not None"):
        account.put_s3_object(URL, None)  # type: ignore[arg-type]
