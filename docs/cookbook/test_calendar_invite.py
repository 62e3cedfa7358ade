from email.message import EmailMessage

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")

EVENT = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//Meetings//EN\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:17@example.com\r
DTSTAMP:20300101T120000Z\r
DTSTART:20300102T090000Z\r
DTEND:20300102T100000Z\r
SUMMARY:Planning\r
END:VEVENT\r
END:VCALENDAR\r
"""


def invite(address):
    mail = EmailMessage()
    mail["From"] = "calendar@example.com"
    mail["To"] = address
    mail["Subject"] = "Invitation: Planning"
    mail.set_content("You are invited to Planning.")
    mail.add_alternative(EVENT, subtype="calendar", params={"method": "REQUEST"})
    ses.send_raw_email(RawMessage={"Data": mail.as_bytes()})


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_the_invitation_is_one(ses_outbox):
    invite("ada@example.org")

    message = ses_outbox.assert_sent(to="ada@example.org", text_contains="invited to Planning")
    (calendar,) = [part for part in message.mime.walk() if part.get_content_subtype() == "calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert "SUMMARY:Planning" in calendar.get_content()
