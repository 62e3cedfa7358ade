"""Prints the message that a new subscriber gets."""

import sys

from newsletter import subscribe

from pytest_sesmock import SESMock

with SESMock(verified_identities=["example.com"]) as mock:
    subscribe("ada@example.org")

message = mock.outbox.assert_sent()
sys.stdout.write(f"{message.subject}\n\n{message.text}")
