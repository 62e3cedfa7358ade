import pytest
from inline_snapshot import snapshot
from newsletter import subscribe

pytestmark = pytest.mark.sesmock(verified_identities=["example.com"])


def test_confirmation(ses_outbox):
    subscribe("ada@example.org")

    assert ses_outbox.assert_sent().as_dict() == snapshot(
        {
            "source": "The Newsletter <news@example.com>",
            "to": ["ada@example.org"],
            "cc": [],
            "bcc": [],
            "recipients": ["ada@example.org"],
            "reply_to": [],
            "return_path": None,
            "subject": "Please confirm",
            "text": "Confirm: https://example.com/confirm?token=1815\n",
            "html": None,
            "template": None,
            "template_data": None,
            "rendering_failure": None,
            "tags": {"kind": "confirmation"},
            "configuration_set": None,
            "headers": [],
            "attachments": [],
        }
    )


def test_the_visible_text(ses_outbox):
    subscribe("ada@example.org")

    assert ses_outbox.assert_sent().visible_text == snapshot(None)
