import asyncio
import re
from threading import Thread
from unittest.mock import ANY

import pytest
from newsletter import subscribe

from pytest_sesmock import contains

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def test_one_mail(ses_outbox):
    subscribe("ada@example.org")

    message = ses_outbox.assert_sent(to="ada@example.org", subject="Please confirm")
    assert message.link("confirm").href == "https://example.com/confirm?token=1815"


def test_several_mails(ses_outbox):
    for address in ("ada@example.org", "bob@example.org", "eve@example.net"):
        subscribe(address)

    ses_outbox.assert_count(3)
    messages = ses_outbox.assert_sent(count=2, to=re.compile("@example.org"))
    assert [message.to for message in messages] == [("ada@example.org",), ("bob@example.org",)]
    ses_outbox.assert_all(subject="Please confirm", tags={"kind": "confirmation"})

    ses_outbox.clear()
    ses_outbox.assert_empty()


def test_views(ses_outbox):
    to_ada = ses_outbox.to("ada@example.org")
    to_ada.assert_empty()

    subscribe("ada@example.org")
    subscribe("bob@example.org", "ada@example.org")

    assert len(to_ada) == 2
    assert to_ada.first().to == ("ada@example.org",)
    assert to_ada.last() == ses_outbox[-1]
    to_ada.find(subject="Please confirm").assert_sent(to="bob@example.org")
    to_ada.assert_not_sent(cc="eve@example.net")


def test_a_part_of_the_text(ses_outbox):
    subscribe("ada@example.org")

    ses_outbox.assert_sent(text_contains="https://example.com/confirm")
    ses_outbox.assert_sent(text_contains=["Confirm", re.compile(r"token=\d+")])  # in this order
    ses_outbox.assert_sent(subject=contains("confirm"), text_lacks="unsubscribe")
    ses_outbox.assert_sent(text=lambda text: text.count("https://") == 1)


def test_the_whole_body(ses_outbox):
    subscribe("ada@example.org")

    ses_outbox.assert_sent(body="Confirm: https://example.com/confirm?token=1815")


def test_attachments_and_headers(ses_outbox):
    subscribe("ada@example.org")

    ses_outbox.assert_sent(attachments=None, headers={"subject": "Please confirm"})
    ses_outbox.assert_not_sent(attachments="*.pdf")
    ses_outbox.assert_not_sent(headers={"List-Unsubscribe": re.compile("https://")})


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


def test_values_of_every_kind(ses_outbox):
    subscribe("ada@example.org", "bob@example.org")

    ses_outbox.assert_sent(to=[contains("ada@"), re.compile("^bob@")])
    ses_outbox.assert_sent(tags={"kind": ANY}, subject=str.isascii)
    ses_outbox.assert_sent(tags=lambda tags: len(tags) == 1)


def test_what_a_block_sends(ses_outbox):
    subscribe("ada@example.org")

    with ses_outbox.expect(2, subject="Please confirm"):
        subscribe("bob@example.org")
        subscribe("eve@example.net")

    with ses_outbox.capture() as new:
        subscribe("kim@example.org")
    assert new.assert_sent().to == ("kim@example.org",)
    assert len(ses_outbox) == 4


def test_mail_of_a_background_thread(ses_outbox):
    Thread(target=subscribe, args=["ada@example.org"]).start()

    message = ses_outbox.wait_for(to="ada@example.org", timeout=10)
    assert message.subject == "Please confirm"


def test_mail_of_another_task(ses_outbox):
    async def application():
        await asyncio.sleep(0.01)
        subscribe("ada@example.org")

    async def main():
        async with ses_outbox.expect(1, to="ada@example.org", timeout=10):
            task = asyncio.create_task(application())
        message = await ses_outbox.wait_for_async(to="ada@example.org")
        assert message.subject == "Please confirm"
        await ses_outbox.assert_not_sent_async(to="bob@example.org", timeout=0.01)
        await task

    asyncio.run(main())


@pytest.mark.sesmock(assert_all_read=True, assert_no_refusals=True)
def test_nothing_overlooked(ses_outbox):
    subscribe("ada@example.org")
    subscribe("bob@example.org")

    ses_outbox.assert_sent(to="ada@example.org")
    ses_outbox.assert_sent(to="bob@example.org")  # the test fails without this line


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
