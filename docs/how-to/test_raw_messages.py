from email.message import EmailMessage

import boto3
import pytest
from botocore.exceptions import ClientError

pytestmark = pytest.mark.sesmock(
    verified_identities=["example.com"], configuration_sets=["invoices"]
)

ses = boto3.client("ses", region_name="us-east-1")


def send_invoice(address, pdf, archive=None):
    message = EmailMessage()
    message["From"] = "The Shop <shop@example.com>"
    message["To"] = address
    message["Subject"] = "Your invoice ✓"
    message["X-SES-CONFIGURATION-SET"] = "invoices"
    message["X-SES-MESSAGE-TAGS"] = "kind=invoice"
    message.set_content("Please find it attached.\n")
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename="A-1.pdf")
    envelope = {"Destinations": [address, archive]} if archive else {}
    ses.send_raw_email(RawMessage={"Data": message.as_bytes()}, **envelope)


def test_what_is_in_it(ses_outbox):
    send_invoice("ada@example.org", b"%PDF-1.7")

    message = ses_outbox.assert_sent(to="ada@example.org", subject="Your invoice ✓")
    assert message.text == "Please find it attached.\n"
    (attachment,) = message.attachments
    assert attachment.filename == "A-1.pdf"
    assert attachment.content_type == "application/pdf"
    assert attachment.content == b"%PDF-1.7"


def test_a_footer_is_part_of_the_text(ses_outbox):
    list_post = (
        b"From: shop@example.com\nTo: ada@example.org\nSubject: News\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Type: text/plain\n\nThe news\n"
        b"--b\nContent-Type: text/plain; name=footer.txt\n\nTo leave, write to us\n--b--\n"
    )
    ses.send_raw_email(RawMessage={"Data": list_post})

    message = ses_outbox.assert_sent(text="The news\nTo leave, write to us")
    assert message.attachments == ()


def test_header_and_envelope(ses_outbox):
    send_invoice("ada@example.org", b"%PDF-1.7", archive="archive@example.com")

    message = ses_outbox.assert_sent(to=["ada@example.org"], bcc=["archive@example.com"])
    assert message.recipients == ("ada@example.org", "archive@example.com")
    assert "archive@example.com" not in message.headers.values()


def test_a_forgotten_destination(ses_outbox):
    mail = EmailMessage()
    mail["From"] = "shop@example.com"
    mail["To"] = "ada@example.org"
    mail["Cc"] = "bob@example.org"
    ses.send_raw_email(RawMessage={"Data": mail.as_bytes()}, Destinations=["ada@example.org"])

    message = ses_outbox.assert_sent(to="ada@example.org", cc=None)
    assert message.header_only == ("bob@example.org",)
    assert "bob@example.org" in message.headers["Cc"]


def test_orders_to_ses(ses_outbox):
    send_invoice("ada@example.org", b"%PDF-1.7")

    message = ses_outbox.assert_sent(configuration_set="invoices", tags={"kind": "invoice"})
    assert b"X-SES-CONFIGURATION-SET" in message.request["RawMessage"]["Data"]
    assert "X-SES-CONFIGURATION-SET" not in message.headers


def test_what_is_delivered(ses_outbox):
    send_invoice("ada@example.org", b"%PDF-1.7")

    message = ses_outbox.assert_sent()
    assert message.headers["Message-ID"] == f"<{message.message_id}@email.amazonses.com>"
    assert message.mime.is_multipart()
    assert message.raw != message.submitted


def test_what_is_refused(ses_outbox):
    twice = b"From: shop@example.com\nTo: ada@example.org\nSubject: 1\nSubject: 2\n\nHello"

    with pytest.raises(ClientError, match=r"Duplicate header 'Subject'\."):
        ses.send_raw_email(RawMessage={"Data": twice})
    ses_outbox.assert_refused(rule="raw-header")
