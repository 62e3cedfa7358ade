import secrets

import boto3
import pytest

ses = boto3.client("ses", region_name="us-east-1")
passwords = {"ada@example.org": "old"}
requests: dict[str, str] = {}


def request_reset(address):
    """Mail a link and, for another device, a code."""
    token, code = secrets.token_hex(8), f"{secrets.randbelow(10**6):06}"
    requests[token] = requests[code] = address
    text = f"Follow https://app.example/reset?token={token}\nor enter the code {code}.\n"
    ses.send_email(
        Source="accounts@example.com",
        Destination={"ToAddresses": [address]},
        Message={"Subject": {"Data": "Reset your password"}, "Body": {"Text": {"Data": text}}},
    )


def reset(secret, password):
    passwords[requests.pop(secret)] = password


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_reset_by_link(ses_outbox):
    request_reset("ada@example.org")

    message = ses_outbox.assert_sent(to="ada@example.org", subject="Reset your password")
    _, _, token = message.link("reset").href.partition("token=")
    reset(token, "new")
    assert passwords["ada@example.org"] == "new"


@pytest.mark.sesmock(verified_identities=["example.com"])
def test_reset_by_code(ses_outbox):
    request_reset("ada@example.org")

    reset(ses_outbox.assert_sent(to="ada@example.org").code(), "newer")
    assert passwords["ada@example.org"] == "newer"
