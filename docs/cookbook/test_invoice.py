from email.message import EmailMessage

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")


def send_invoice(address, number, pdf):
    mail = EmailMessage()
    mail["From"] = "The Shop <shop@example.com>"
    mail["To"] = address
    mail["Subject"] = f"Invoice {number}"
    mail.set_content("Please find your invoice attached.")
    mail.add_attachment(pdf, "application", "pdf", filename=f"invoice-{number}.pdf")
    ses.send_raw_email(RawMessage={"Data": mail.as_bytes()})


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_the_invoice_is_attached(ses_outbox):
    send_invoice("ada@example.org", 17, b"%PDF-1.7 ...")

    message = ses_outbox.assert_sent(to="ada@example.org", attachments=["invoice-17.pdf"])
    invoice = message.attachment("*.pdf")
    assert invoice.content_type == "application/pdf"
    assert invoice.content == b"%PDF-1.7 ..."
