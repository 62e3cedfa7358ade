"""Receipts from a shop, with HTML, links, a code, an image and an attachment."""

from email.message import EmailMessage

from newsletter import ses

LOGO = b"\x89PNG\r\n\x1a\n"

HTML = """\
<html><head><style>p { color: navy }</style></head>
<body>
  <div style="display: none">Thank you for your order.</div>
  <p><img src="cid:logo" alt="The Shop"></p>
  <p>Hello <b>Ada</b>, confirm your address with the code</p>
  <h1>481 516</h1>
  <p>or <a href="https://shop.example/confirm?token=2342">confirm it here</a>.</p>
  <p><a href="https://shop.example/unsubscribe">Unsubscribe</a></p>
</body></html>
"""


def send_receipt(address: str) -> None:
    """Send the receipt for an order."""
    mail = EmailMessage()
    mail["From"] = "The Shop <shop@example.com>"
    mail["To"] = address
    mail["Subject"] = "Your order"
    mail["List-Unsubscribe"] = "<https://shop.example/unsubscribe>"
    mail.set_content("Your code: 481516\nhttps://shop.example/confirm?token=2342\n")
    mail.add_alternative(HTML, subtype="html")
    html = mail.get_body(("html",))
    assert html is not None
    html.add_related(LOGO, "image", "png", cid="<logo>", disposition="inline")
    mail.add_attachment(b"%PDF-1.7", "application", "pdf", filename="Invoice 108.pdf")
    ses.send_raw_email(RawMessage={"Data": mail.as_bytes()})


def send_notice(address: str, subject: str, text: str) -> None:
    """Send a plain text."""
    ses.send_email(
        Source="shop@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": subject}, "Body": {"Text": {"Data": text}}},
    )
