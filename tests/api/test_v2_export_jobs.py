"""Export jobs: metrics and message insights as files, on the mock's clock."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from evidence import answer
from recent import recent
from sending import mail2

from pytest_sesmock import SESMock, SesmockError
from pytest_sesmock.outbox.message import SentMessage

pytestmark = recent("CreateExportJobRequest")
Refused = Callable[..., tuple[str, str, int]]

MIDNIGHT = datetime(2026, 3, 2, tzinfo=timezone.utc)
DAY = timedelta(days=1)
PERIOD = {"StartDate": MIDNIGHT, "EndDate": MIDNIGHT + DAY}
ENABLED = {"VdmAttributes": {"VdmEnabled": "ENABLED"}}


@pytest.fixture(autouse=True)
def _midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", MIDNIGHT.timestamp)


@pytest.fixture
def client(mock: SESMock, client2: Any) -> Any:
    mock.account().verify("example.com")
    client2.put_account_vdm_attributes(**ENABLED)
    return client2


def insights(format_: str = "CSV", **members: Any) -> dict[str, Any]:
    return {
        "ExportDataSource": {"MessageInsightsDataSource": {**PERIOD, **members}},
        "ExportDestination": {"DataFormat": format_},
    }


VOLUMES = [{"Name": "SEND"}, {"Name": "PERMANENT_BOUNCE", "Aggregation": "RATE"}]


def metrics(format_: str = "CSV", **members: Any) -> dict[str, Any]:
    source = {
        "Dimensions": {"ISP": ["*"]},
        "Namespace": "VDM",
        "Metrics": VOLUMES,
        **PERIOD,
        **members,
    }
    return {
        "ExportDataSource": {"MetricsDataSource": source},
        "ExportDestination": {"DataFormat": format_},
    }


def export(mock: SESMock, client: Any, request: dict[str, Any]) -> str:
    """The file of a job that has ended."""
    id_ = client.create_export_job(**request)["JobId"]
    mock.clock.advance(5)
    return mock.account().export_file(id_)


def sent(mock: SESMock, client: Any, **changes: Any) -> SentMessage:
    """A mail to Ada, unless changed."""
    members = {name: changes.pop(name) for name in ("ConfigurationSetName",) if name in changes}
    client.send_email(**mail2(**changes), **members)
    return mock.outbox[-1]


@pytest.mark.parametrize("make", [insights, metrics])
def test_a_job_from_beginning_to_end(mock: SESMock, client: Any, make: Any) -> None:
    """[export-status]: PROCESSING on the first look, one number of Statistics, a URL at the end."""
    sent(mock, client)
    request = make("JSON")
    id_ = client.create_export_job(**request)["JobId"]
    type_ = "METRICS_DATA" if make is metrics else "MESSAGE_INSIGHTS"
    job = client.get_export_job(JobId=id_)
    del job["ResponseMetadata"]
    assert job == {
        "JobId": id_,
        "ExportSourceType": type_,
        "JobStatus": "PROCESSING",
        "CreatedTimestamp": MIDNIGHT,
        **request,
    }
    with pytest.raises(SesmockError, match="has not completed: advance the clock"):
        mock.account().export_file(id_)

    mock.clock.advance(5)

    job = client.get_export_job(JobId=id_)
    assert (job["JobStatus"], job["CompletedTimestamp"]) == (
        "COMPLETED",
        MIDNIGHT + timedelta(seconds=5),
    )
    assert job["Statistics"] == {"ProcessedRecordsCount": 1}
    form = r"/20260302_000005_[0-9a-f]{10}\.json\?"
    if make is metrics:
        form = rf"/ses-metrics-20260302_000005-{id_}\.json\?"
    assert re.search(form, job["ExportDestination"]["S3Url"])
    file = mock.account().export_file(id_)
    sent(mock, client)
    assert mock.account().export_file(id_) == file


# The form of the files, as it was seen [export-file].


def test_insights_as_csv(mock: SESMock, client: Any) -> None:
    link = {"Data": '<a href="https://example.com">Hello</a>'}
    message = {"Subject": {"Data": 'Say "hi", Ada'}, "Body": {"Html": link}}
    mail = sent(mock, client, Message=message)
    mail.deliver()
    mail.bounce(type="Transient", subtype="MailboxFull", force=True)
    mail.click(force=True)
    mail.open(force=True)
    id_ = mail.message_id

    file = export(mock, client, insights())

    head, row = file.splitlines()
    assert head == (
        '"messageid","sendtimestamp","isp","fromaddress","destination","subject",'
        '"last_delivery_event","last_engagement_event","last_delivery_event_timestamp",'
        '"last_engagement_event_timestamp","bounce_sub_type","diagnostic_code",'
    )
    assert row.startswith(f'"{id_}","2026-03-02 00:00:00.000 UTC","UNKNOWN_ISP","noreply@')
    assert row.endswith('",')
    (named,) = csv.DictReader(io.StringIO(file))
    assert named["subject"] == 'Say "hi", Ada'
    # SEND < BOUNCE < DELIVERY and OPEN < CLICK, whatever came last [export-events].
    assert (named["last_delivery_event"], named["last_engagement_event"]) == ("DELIVERY", "CLICK")
    assert (named["bounce_sub_type"], named["diagnostic_code"]) == ("", "")


def test_insights_as_json(mock: SESMock, client: Any) -> None:
    mock.account().suppress("ada@example.org")
    sent(mock, client)
    sent(mock, client, To=["Bob <bob@example.org>"])

    file = export(mock, client, insights("JSON"))

    assert [line[:1] for line in file.splitlines()] == ["[", "{", ",", "]"]
    first, second = json.loads(file)
    assert first["last_delivery_event"] == "PERMANENT_BOUNCE"
    assert first["bounce_sub_type"] == "ON_ACCOUNT_SUPPRESSION_LIST"
    assert first["diagnostic_code"].startswith("Amazon SES did not send the message")
    assert second["destination"] == "bob@example.org"
    assert "last_engagement_event" not in second


def test_a_mail_that_cannot_be_rendered(mock: SESMock, client: Any) -> None:
    mock.account().create_template("welcome", subject="Hello {{name}}", text="Hi")
    template = {"TemplateName": "welcome", "TemplateData": "{}"}
    client.send_email(**{**mail2(), "Content": {"Template": template}})

    (row,) = json.loads(export(mock, client, insights("JSON")))

    assert sorted(row) == ["destination", "fromaddress", "isp", "messageid", "sendtimestamp"]


def test_nothing_to_export(mock: SESMock, client: Any) -> None:
    assert export(mock, client, insights("JSON")) == "[\n]\n"
    assert export(mock, client, metrics("JSON")) == "[]\n"
    assert export(mock, client, metrics()) == "ISP,SEND_VOLUME,PERMANENT_BOUNCE_RATE\n"


def test_metrics_as_csv(mock: SESMock, client: Any) -> None:
    for name in ("ada", "bob", "eve"):
        sent(mock, client, To=[f"{name}@example.org"])
    mock.outbox[1].bounce()

    assert export(mock, client, metrics()) == (
        "ISP,SEND_VOLUME,PERMANENT_BOUNCE_RATE\nUNKNOWN_ISP,3.0000,0.3333\n"
    )


def test_metrics_as_json(mock: SESMock, client: Any) -> None:
    mock.account().create_configuration_set("news")
    sent(mock, client)
    sent(mock, client, ConfigurationSetName="news")
    sent(mock, client, Source='"a,b"@example.com', ConfigurationSetName="news")
    dimensions = {"CONFIGURATION_SET": ["news"], "EMAIL_IDENTITY": ["example.com"]}

    file = export(mock, client, metrics("JSON", Dimensions=dimensions))
    as_csv = export(mock, client, metrics(Dimensions=dimensions))

    number = '"metrics":{"SEND_VOLUME":1.0000,"PERMANENT_BOUNCE_RATE":0.0000}}'
    assert file == (
        '[{"configuration_set":"news","email_identity":"noreply@example.com",'
        f"{number},"
        '{"configuration_set":"news","email_identity":"\\"a,b\\"@example.com",'
        f"{number}]\n"
    )
    rows = list(csv.reader(io.StringIO(as_csv)))
    assert [len(row) for row in rows] == [4, 4, 4]
    assert rows[2][1] == '"a,b"@example.com'


@pytest.mark.parametrize(
    ("dimensions", "rows"),
    [
        ({"ISP": ["UNKNOWN_ISP"]}, 1),
        ({"ISP": ["Gmail"]}, 0),
        ({"EMAIL_IDENTITY": ["noreply@example.com", "x@example.net"]}, 1),
        ({"EMAIL_IDENTITY": ["example.net"]}, 0),
        ({"CONFIGURATION_SET": ["*"]}, 0),
    ],
    ids=str,
)
def test_dimensions(mock: SESMock, client: Any, dimensions: Any, rows: int) -> None:
    sent(mock, client)

    assert len(json.loads(export(mock, client, metrics("JSON", Dimensions=dimensions)))) == rows


def test_metrics_of_other_days_are_none(mock: SESMock, client: Any) -> None:
    """The end of metrics is exclusive, that of insights is inclusive [export-events]."""
    sent(mock, client)
    mock.clock.advance(DAY)
    sent(mock, client)

    assert export(mock, client, metrics()).endswith("UNKNOWN_ISP,1.0000,0.0000\n")
    later = {"StartDate": MIDNIGHT + 2 * DAY, "EndDate": MIDNIGHT + 3 * DAY}
    assert export(mock, client, metrics(**later)).endswith("UNKNOWN_ISP,0.0000,0.0000\n")
    assert len(export(mock, client, insights()).splitlines()) == 3
    assert len(export(mock, client, insights(**later)).splitlines()) == 1


# What filters choose of a mail to Ada that was delivered, and one to Bob that bounced.
FILTERS: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing": ({}, ["ada", "bob"]),
    "empty": ({"Include": {"Isp": []}, "Exclude": {"Isp": []}}, ["ada", "bob"]),
    "destination": ({"Include": {"Destination": ["bob@example.org"]}}, ["bob"]),
    "subject": ({"Include": {"Subject": ["Welcome"]}}, ["ada", "bob"]),
    "sender": ({"Include": {"FromEmailAddress": ["x@example.com"]}}, []),
    "event": ({"Include": {"LastDeliveryEvent": ["PERMANENT_BOUNCE"]}}, ["bob"]),
    "engagement": ({"Include": {"LastEngagementEvent": ["OPEN"]}}, ["ada"]),
    "both": ({"Include": {"LastDeliveryEvent": ["DELIVERY"], "Isp": ["Gmail"]}}, []),
    "but": ({"Exclude": {"LastDeliveryEvent": ["DELIVERY", "SEND"]}}, ["bob"]),
    "number": ({"MaxResults": 1}, ["ada"]),
}


@pytest.mark.parametrize(("members", "expected"), FILTERS.values(), ids=FILTERS)
def test_filters(mock: SESMock, client: Any, members: Any, expected: list[str]) -> None:
    sent(mock, client).open()
    mock.account().suppress("bob@example.org")
    sent(mock, client, To=["bob@example.org"])

    rows = json.loads(export(mock, client, insights("JSON", **members)))

    assert [row["destination"].partition("@")[0] for row in rows] == expected


# Lists, cancelling, refusals


def test_jobs_are_listed_newest_first(mock: SESMock, client: Any) -> None:
    """[export-list]."""
    ids = []
    for make in (insights, metrics, insights):
        ids.append(client.create_export_job(**make())["JobId"])
        mock.clock.advance(3)

    def listed(**parameters: Any) -> list[str]:
        return [each["JobId"] for each in client.list_export_jobs(**parameters)["ExportJobs"]]

    assert listed() == ids[::-1]
    assert listed(ExportSourceType="METRICS_DATA") == [ids[1]]
    assert listed(JobStatus="PROCESSING") == [ids[2]]
    assert listed(JobStatus="COMPLETED", ExportSourceType="MESSAGE_INSIGHTS") == [ids[0]]
    token = client.list_export_jobs(PageSize=2)["NextToken"]
    assert listed(NextToken=token) == [ids[0]]


def test_a_job_is_cancelled(mock: SESMock, client: Any, refused2: Refused) -> None:
    id_ = client.create_export_job(**insights())["JobId"]
    mock.clock.advance(1)
    client.cancel_export_job(JobId=id_)
    mock.clock.advance(10)

    job = client.get_export_job(JobId=id_)

    assert (job["JobStatus"], job["CompletedTimestamp"]) == (
        "CANCELLED",
        MIDNIGHT + timedelta(seconds=1),
    )
    assert "S3Url" not in job["ExportDestination"]
    with pytest.raises(SesmockError, match="was cancelled"):
        mock.account().export_file(id_)
    expected = answer("export-cancel", status="CANCELLED")
    assert refused2("cancel_export_job", JobId=id_) == expected


def test_twenty_jobs_run_at_a_time(mock: SESMock, client: Any, refused2: Refused) -> None:
    for _ in range(20):
        client.create_export_job(**insights())
    expected = answer("export-limit", type="METRICS_DATA")
    assert refused2("create_export_job", **metrics()) == expected

    mock.clock.advance(5)

    client.create_export_job(**metrics())


S3_URL = {"ExportDestination": {"DataFormat": "CSV", "S3Url": "s3://bucket/key"}}
REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "no source": ("create_export_job", {**insights(), "ExportDataSource": {}}, "export-source"),
    "two sources": (
        "create_export_job",
        {
            **insights(),
            "ExportDataSource": {
                **insights()["ExportDataSource"],
                **metrics()["ExportDataSource"],
            },
        },
        "export-source",
    ),
    "url": ("create_export_job", {**insights(), **S3_URL}, "export-s3-url"),
    "dates": ("create_export_job", insights(EndDate=MIDNIGHT), "export-dates"),
    "hours": (
        "create_export_job",
        metrics(EndDate=MIDNIGHT + timedelta(hours=25)),
        "export-days",
    ),
    "job": ("get_export_job", {"JobId": "x"}, "export-missing"),
    "cancel": ("cancel_export_job", {"JobId": "x"}, "export-missing"),
    "no page": ("list_export_jobs", {"PageSize": 0}, "export-list"),
    "long page": ("list_export_jobs", {"PageSize": 101}, "export-list"),
    "token": ("list_export_jobs", {"NextToken": "x"}, "export-token"),
}


@pytest.mark.parametrize(("method", "parameters", "row"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(
    client: Any, refused2: Refused, method: str, parameters: Any, row: str
) -> None:
    assert refused2(method, **parameters) == answer(row)


@pytest.mark.parametrize(
    ("request_", "row"),
    [(insights(), "vdm-gate-export"), ({**insights(), **S3_URL}, "export-s3-url")],
    ids=["in order", "with a URL"],
)
def test_without_the_manager(mock: SESMock, refused2: Refused, request_: Any, row: str) -> None:
    """The URL is refused before the manager is asked for."""
    assert refused2("create_export_job", **request_) == answer(row)


def test_a_file_of_no_job(mock: SESMock) -> None:
    with pytest.raises(SesmockError, match="SES would refuse this: Invalid JobId"):
        mock.account().export_file("x")
