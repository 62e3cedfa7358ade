import re
from urllib.parse import parse_qs, urlsplit

import pytest
from receipts import LOGO, send_notice, send_receipt

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def test_the_link_to_follow(ses_outbox):
    send_receipt("ada@example.org")

    link = ses_outbox.assert_sent().link("confirm")
    assert link.text == "confirm it here"
    assert parse_qs(urlsplit(link.href).query) == {"token": ["2342"]}


def test_all_links(ses_outbox):
    send_receipt("ada@example.org")

    assert [link.href for link in ses_outbox.assert_sent().links] == [
        "https://shop.example/confirm?token=2342",
        "https://shop.example/unsubscribe",
    ]


def test_a_link_that_is_not_there(ses_outbox):
    send_receipt("ada@example.org")

    with pytest.raises(AssertionError, match="no link with 'cancel' in its text or address"):
        ses_outbox.assert_sent().link("cancel")


def test_the_code(ses_outbox):
    send_receipt("ada@example.org")

    assert ses_outbox.assert_sent().code() == "481516"


def test_a_code_among_other_numbers(ses_outbox):
    text = "The code for your order 10048 expires in 3600 seconds:\n\n482 913\n\n© 2026 The Shop"
    send_notice("ada@example.org", "Order 10048: your pickup code", text)

    assert ses_outbox.assert_sent().code() == "482913"


def test_two_codes(ses_outbox):
    text = "Your code is 482913.\n\nRecovery code: 55102938"
    send_notice("ada@example.org", "Two-step verification", text)

    with pytest.raises(AssertionError, match="2 codes") as failure:
        ses_outbox.assert_sent().code()
    assert "    55102938  Recovery code: 55102938" in str(failure.value)


def test_a_code_of_another_kind(ses_outbox):
    send_receipt("ada@example.org")

    assert ses_outbox.assert_sent().code(r"token=(\d+)") == "2342"


def test_what_a_person_reads(ses_outbox):
    send_receipt("ada@example.org")

    assert ses_outbox.assert_sent().visible_text == (
        "The Shop\n"
        "Hello Ada, confirm your address with the code\n"
        "481 516\n"
        "or confirm it here.\n"
        "Unsubscribe"
    )


def test_a_file(ses_outbox):
    send_receipt("ada@example.org")

    invoice = ses_outbox.assert_sent().attachment("invoice*.pdf")
    assert invoice.filename == "Invoice 108.pdf"
    assert invoice.content_type == "application/pdf"
    assert invoice.content.startswith(b"%PDF")


def test_the_logo(ses_outbox):
    send_receipt("ada@example.org")

    (logo,) = ses_outbox.assert_sent().inline_images
    assert (logo.content_id, logo.content) == ("logo", LOGO)


def test_unsubscribing(ses_outbox):
    send_receipt("ada@example.org")

    message = ses_outbox.assert_sent()
    assert message.list_unsubscribe == ("https://shop.example/unsubscribe",)
    assert message.link(re.compile("^Unsub")).href in message.list_unsubscribe
