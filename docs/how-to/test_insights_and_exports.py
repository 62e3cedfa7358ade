import csv
from datetime import timedelta

import boto3
import pytest
from test_reputation_and_reports import ENABLED, send_newsletter

sesv2 = boto3.client("sesv2", region_name="us-east-1")
pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def test_why_a_mail_did_not_arrive(ses_outbox):
    sesv2.put_account_vdm_attributes(VdmAttributes=ENABLED)
    send_newsletter("ada@example.org")
    message = ses_outbox.assert_sent(to="ada@example.org")
    message.bounce(type="Transient", subtype="MailboxFull")

    (insights,) = sesv2.get_message_insights(MessageId=message.message_id)["Insights"]
    assert [event["Type"] for event in insights["Events"]] == ["SEND", "BOUNCE"]
    assert insights["Events"][1]["Details"]["Bounce"]["BounceSubType"] == "MAILBOX_FULL"


def test_addresses_that_do_not_exist(ses_account):
    ses_account.set_address_insights("adaa@example.org", is_valid="LOW", mailbox_exists="LOW")

    found = sesv2.get_email_address_insights(EmailAddress="adaa@example.org")

    assert found["MailboxValidation"]["IsValid"]["ConfidenceVerdict"] == "LOW"


def test_an_export(ses_account, sesmock):
    sesv2.put_account_vdm_attributes(VdmAttributes=ENABLED)
    send_newsletter("ada@example.org")

    now = sesmock.clock.now()
    job = sesv2.create_export_job(
        ExportDataSource={
            "MessageInsightsDataSource": {
                "StartDate": now - timedelta(days=1),
                "EndDate": now + timedelta(days=1),
            }
        },
        ExportDestination={"DataFormat": "CSV"},
    )
    sesmock.clock.advance(5)

    assert "S3Url" in sesv2.get_export_job(JobId=job["JobId"])["ExportDestination"]
    (row,) = csv.DictReader(ses_account.export_file(job["JobId"]).splitlines())
    assert row["destination"] == "ada@example.org"
