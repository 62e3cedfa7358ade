"""SendBounce: the bounce of a mail that was received, which is API v1's alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pytest_sesmock import Account, SESMock

Refused = Callable[..., tuple[str, str, int]]

BOUNCE: dict[str, Any] = {
    "OriginalMessageId": "received-1",
    "BounceSender": "postmaster@example.com",
    "Explanation": "Nobody of this name.",
    "BouncedRecipientInfoList": [{"Recipient": "eve@example.com", "BounceType": "DoesNotExist"}],
}


@pytest.mark.parametrize("without", [(), ("Explanation",)], ids=["explained", "not explained"])
def test_it_is_a_message_to_nobody_that_is_known(
    without: tuple[str, ...], mock: SESMock, account: Account, client: Any
) -> None:
    account.verify("example.com")
    bounce = {name: value for name, value in BOUNCE.items() if name not in without}
    message_id = client.send_bounce(**bounce)["MessageId"]
    message = mock.outbox[0]
    assert (message.operation, message.recipients) == ("SendBounce", ())
    assert message.message_id == message_id
    assert message.source == "postmaster@example.com"
    assert message.text == bounce.get("Explanation")


def test_its_sender_must_be_verified(account: Account, refused: Refused) -> None:
    account.verify("example.org")
    code, text, _ = refused("send_bounce", **BOUNCE)
    assert code == "MessageRejected"
    assert text.startswith("Email address is not verified.")


def test_it_must_be_about_somebody(account: Account, refused: Refused) -> None:
    account.verify("example.com")
    code, _, status = refused("send_bounce", **BOUNCE | {"BouncedRecipientInfoList": []})
    assert (code, status) == ("InvalidParameterValue", 400)
