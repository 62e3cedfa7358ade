import pytest
from newsletter import subscribe
from syrupy.filters import props

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def test_confirmation(ses_outbox, snapshot):
    subscribe("ada@example.org")

    assert ses_outbox.assert_sent().as_dict() == snapshot


def test_without_the_text(ses_outbox, snapshot):
    subscribe("ada@example.org")

    assert ses_outbox.assert_sent().as_dict() == snapshot(exclude=props("text"))
