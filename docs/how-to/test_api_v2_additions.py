import boto3
import pytest

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])

INVOICE = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"

sesv2 = boto3.client("sesv2", region_name="us-east-1")


def test_header_fields_and_attachments(ses_outbox):
    sesv2.send_email(
        FromEmailAddress="shop@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Content={
            "Simple": {
                "Subject": {"Data": "Your invoice"},
                "Body": {"Text": {"Data": "Please find it attached."}},
                "Headers": [{"Name": "X-Order", "Value": "A-1815"}],
                "Attachments": [
                    {
                        "FileName": "invoice.pdf",
                        "RawContent": INVOICE,
                        "ContentTransferEncoding": "BASE64",
                    }
                ],
            }
        },
    )

    message = ses_outbox.assert_sent(text="Please find it attached.")
    assert message.headers["X-Order"] == "A-1815"
    (attachment,) = message.attachments
    assert (attachment.filename, attachment.content) == ("invoice.pdf", INVOICE)
