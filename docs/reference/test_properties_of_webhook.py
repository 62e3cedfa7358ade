from hypothesis import given, settings

from pytest_sesmock import strategies


def addresses_to_drop(record):
    """The application's own code: whom not to write to any more, by a record of SES."""
    if record["eventType"] == "Complaint":
        return [each["emailAddress"] for each in record["complaint"]["complainedRecipients"]]
    bounce = record.get("bounce", {})
    if bounce.get("bounceType") != "Permanent":
        return []
    return [each["emailAddress"] for each in bounce["bouncedRecipients"]]


@settings(deadline=None)
@given(strategies.events())
def test_whoever_is_dropped_was_written_to(event):
    dropped = addresses_to_drop(event.record)

    assert set(dropped) <= set(event.record["mail"]["destination"])


@settings(deadline=None)
@given(strategies.events("Bounce", "Complaint"))
def test_feedback_is_about_its_recipients(event):
    assert addresses_to_drop(event.record) in ([], list(event.recipients))
