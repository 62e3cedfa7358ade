import pytest
from newsletter import ses, subscribe


@pytest.mark.sesmock(verified_identities=["example.com"], lint=True)
def test_by_the_marker(ses_outbox):
    ses.send_email(
        Source="news@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Message={"Subject": {"Data": "News"}, "Body": {"Text": {"Data": "None today."}}},
    )


@pytest.mark.sesmock(
    verified_identities=["example.com"], lint=True, lint_ignore=["placeholder-domain"]
)
def test_silenced(ses_outbox):
    subscribe("ada@example.org")


@pytest.mark.filterwarnings("ignore:placeholder-domain")
@pytest.mark.sesmock(verified_identities=["example.com"], lint=True)
def test_filtered(ses_outbox):
    subscribe("ada@example.org")


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_findings(ses_outbox):
    ses.send_email(
        Source="news@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Message={
            "Subject": {"Data": "Hello {{name}}"},
            "Body": {"Html": {"Data": "<a href='http://example.com/news'>News</a>"}},
        },
    )

    message = ses_outbox.assert_sent()
    assert [finding.rule for finding in message.lint()] == [
        "template-mark",
        "no-text-part",
        "http-link",
        "placeholder-domain",
    ]
    finding = message.lint(ignore=["no-text-part"])[0]
    assert finding.problem == "{{name}} in the subject 'Hello {{name}}'"
    assert finding.remedy == "render it"


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_an_address_that_bounced(ses_outbox):
    subscribe("ada@example.org")
    ses_outbox.assert_sent().bounce()
    subscribe("ada@example.org")

    finding = ses_outbox[1].lint(ignore=["placeholder-domain"])[0]
    assert finding.rule == "bounced-address"
    assert finding.problem == "ada@example.org (Bounce Permanent/General)"


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_clients(ses_outbox):
    ses.send_email(
        Source="news@example.com",
        Destination={"ToAddresses": ["ada@example.org"]},
        Message={
            "Subject": {"Data": "News"},
            "Body": {
                "Text": {"Data": "News"},
                "Html": {"Data": "<p style='position: absolute'>News</p>"},
            },
        },
    )

    (finding,) = ses_outbox.assert_sent().lint(clients=["gmail", "apple-mail"])
    assert finding.rule == "client-support"
    assert finding.problem == "Gmail does not support position"
