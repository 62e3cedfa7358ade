"""What somebody who comes from another library asks for is answered with what it is called here."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping
from typing import Any

import mails
import pytest

from pytest_sesmock import Account, Outbox, RefusedRequest, SentMessage, SESMock
from pytest_sesmock.account.other_names import OF_ACCOUNT
from pytest_sesmock.outbox.other_names import OF_MESSAGE, OF_OUTBOX, OF_REFUSAL

MOCK = SESMock(region="us-east-1")


@pytest.mark.parametrize(
    ("thing", "name", "meant"),
    [
        (MOCK.outbox, "messages", "list(ses_outbox)"),
        (MOCK.outbox, "sent_messages", "list(ses_outbox)"),
        (MOCK.outbox, "assert_send", "'assert_sent'"),
        (MOCK.outbox, "assert_called_once_with", "'assert_sent'"),
        (MOCK.outbox, "assert_nothing_sent", "'assert_not_sent'"),
        (MOCK.outbox, "get_requests", "ses_outbox[0].request"),
        (MOCK.outbox, "record_messages", "'capture'"),
        (MOCK.outbox, "asert_sent", "'assert_sent'"),
        (MOCK.outbox, "subject", "ses_outbox.first().subject"),
        (MOCK.outbox, "reply_to", "ses_outbox.first().reply_to"),
        (MOCK.outbox.find(), "filter", "'find'"),
        (mails.sent(), "sender", "'source'"),
        (mails.sent(), "from_email", "'source'"),
        (mails.sent(), "from_", "'source'"),
        (mails.sent(), "body", "'text', 'html' or 'visible_text'"),
        (mails.sent(), "html_body", "'html'"),
        (mails.sent(), "destinations", "'recipients'"),
        (mails.sent(), "id", "'message_id'"),
        (mails.sent(), "attachements", "'attachments'"),
        (mails.refused(), "status_code", "'http_status'"),
        (mails.refused(), "error_code", "'code'"),
        (MOCK.account(), "verify_email_identity", "'verify'"),
        (MOCK.account(), "fail_once", "'fail_next'"),
        (MOCK.account(), "outbox", "the fixture ses_outbox"),
    ],
)
def test_the_name_that_others_use(thing: object, name: str, meant: str) -> None:
    with pytest.raises(AttributeError) as caught:
        getattr(thing, name)
    kind = type(thing).__name__
    assert str(caught.value) == (
        f"{kind!r} object has no attribute {name!r}: did you mean {meant}?"
    )


@pytest.mark.parametrize("name", ["zebra", "_private", "__wrapped__"])
def test_a_name_that_nobody_uses(name: str) -> None:
    for thing in (MOCK.outbox, mails.sent(), mails.refused(), MOCK.account()):
        assert not hasattr(thing, name)
        text = f"^{type(thing).__name__!r} object has no attribute '{name}'$"
        with pytest.raises(AttributeError, match=text):
            getattr(thing, name)


@pytest.mark.parametrize(
    ("others", "public"),
    [
        (OF_OUTBOX, Outbox),
        (OF_MESSAGE, SentMessage),
        (OF_REFUSAL, RefusedRequest),
        (OF_ACCOUNT, Account),
    ],
    ids=["outbox", "message", "refusal", "account"],
)
def test_what_is_meant_is_there(others: Mapping[str, str], public: type) -> None:
    meant = {name for text in others.values() for name in re.findall(r"'(\w+)'", text)}
    assert {name for name in meant if not hasattr(public, name)} == set()
    own = {name.lower() for name in dir(public)}
    assert own & others.keys() == set()
    assert all(name == name.lower() and "_" not in name for name in others)


def test_what_a_property_raises_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise AttributeError("mine")

    monkeypatch.setattr(SentMessage, "subject", property(broken))
    with pytest.raises(AttributeError, match=r"^mine$"):
        assert mails.sent().subject


def test_messages_can_still_be_copied() -> None:
    """Copying asks an object without any attribute for names of its own."""
    message: Any = mails.sent()
    assert copy.copy(message).subject == message.subject
    assert copy.deepcopy(message).to == message.to
