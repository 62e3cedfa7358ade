import re

import pytest
from newsletter import subscribe

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def test_one_mail(ses_outbox):
    subscribe("ada@example.org")

    message = ses_outbox.assert_sent(to="ada@example.org", subject="Please confirm")
    assert "https://example.com/confirm" in message.text


def test_a_part_of_the_text(ses_outbox):
    subscribe("ada@example.org")

    ses_outbox.assert_sent(text=re.compile(r"confirm\?token=\d+"))
    ses_outbox.assert_sent(text=lambda text: text.count("https://") == 1)


def test_recipients(ses_outbox):
    subscribe("Ada <ada@example.org>", "bob@example.org", colleague="eve@example.net")

    ses_outbox.assert_sent(to="ada@example.org")
    ses_outbox.assert_sent(to=["ada@example.org", "bob@example.org"])
    ses_outbox.assert_sent(cc=["eve@example.net"])
    ses_outbox.assert_sent(recipient=re.compile(r"@example\.net$"))  # To, Cc or Bcc
    ses_outbox.assert_not_sent(to="Bob <bob@example.org>")


def test_nothing_there(ses_outbox):
    subscribe("ada@example.org")

    ses_outbox.assert_sent(html=None, cc=None, reply_to=None, configuration_set=None)


def test_several_mails(ses_outbox):
    for address in ("ada@example.org", "bob@example.org", "eve@example.net"):
        subscribe(address)

    ses_outbox.assert_count(3)
    confirmations = ses_outbox.find(to=re.compile("@example.org"), tags={"kind": "confirmation"})
    assert [message.to for message in confirmations] == [
        ("ada@example.org",),
        ("bob@example.org",),
    ]
    ses_outbox.clear()
    ses_outbox.assert_empty()


def test_the_delivered_message(ses_outbox):
    message_id = subscribe("ada@example.org")

    message = ses_outbox.assert_sent()
    assert message.headers["From"] == "The Newsletter <news@example.com>"
    assert message.headers["Message-ID"] == f"<{message_id}@email.amazonses.com>"
    assert message.mime.get_content_type() == "text/plain"
    assert message.raw.endswith(b"confirm?token=1815\r\n")


def test_the_request(ses_outbox):
    subscribe("ada@example.org")

    request = ses_outbox.assert_sent().request
    assert request["Tags"] == [{"Name": "kind", "Value": "confirmation"}]
