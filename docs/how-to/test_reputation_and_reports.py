from datetime import datetime, timedelta, timezone

import boto3
import pytest

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

ses = boto3.client("ses", region_name="us-east-1")
sesv2 = boto3.client("sesv2", region_name="us-east-1")

ENABLED = {"VdmEnabled": "ENABLED"}


def send_newsletter(*addresses):
    """Sends a mail to each address, unless AWS has something against the account."""
    if sesv2.get_account()["EnforcementStatus"] != "HEALTHY":
        return
    for address in addresses:
        ses.send_email(
            Source="shop@example.com",
            Destination={"ToAddresses": [address]},
            Message={"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None."}}},
        )


def bounce_rate():
    points = ses.get_send_statistics()["SendDataPoints"]
    return sum(each["Bounces"] for each in points) / sum(
        each["DeliveryAttempts"] for each in points
    )


def count_today(metric):
    today = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    query = {"Id": "today", "Namespace": "VDM", "Metric": metric, "StartDate": today}
    query["EndDate"] = today + timedelta(days=2)
    return sum(sesv2.batch_get_metric_data(Queries=[query])["Results"][0]["Values"])


def test_bounces_are_counted(ses_outbox):
    send_newsletter("ada@example.org", "bob@example.org")
    ses_outbox.assert_sent(to="ada@example.org").bounce()

    assert bounce_rate() == 0.5


def test_a_review_stops_the_newsletter(ses_account, ses_outbox):
    ses_account.start_review()

    send_newsletter("ada@example.org")

    ses_outbox.assert_empty()
    ses_account.end_review()
    send_newsletter("ada@example.org")
    ses_outbox.assert_sent(to="ada@example.org")


def test_too_many_bounces(ses_account, ses_outbox):
    ses_account.enforce_reputation = True
    send_newsletter(*(f"reader{number}@example.org" for number in range(20)))

    ses_outbox[0].bounce()
    assert ses_account.enforcement_status == "PROBATION"

    ses_outbox[1].bounce()
    assert ses_account.enforcement_status == "SHUTDOWN"


def test_the_daily_report(ses_outbox):
    sesv2.put_account_vdm_attributes(VdmAttributes=ENABLED)
    send_newsletter("ada@example.org", "bob@example.org")
    ses_outbox.assert_sent(to="bob@example.org").complain()

    assert count_today("SEND") == 2
    assert count_today("COMPLAINT") == 1


def test_an_import(ses_account, sesmock):
    ses_account.put_s3_object("s3://imports/gone.csv", "ada@example.org,BOUNCE\nnobody,BOUNCE\n")

    job = sesv2.create_import_job(
        ImportDataSource={"S3Url": "s3://imports/gone.csv", "DataFormat": "CSV"},
        ImportDestination={"SuppressionListDestination": {"SuppressionListImportAction": "PUT"}},
    )
    sesmock.clock.advance(5)

    done = sesv2.get_import_job(JobId=job["JobId"])
    assert (done["JobStatus"], done["FailedRecordsCount"]) == ("COMPLETED", 1)
    assert ses_account.suppressed == {"ada@example.org": "BOUNCE"}
