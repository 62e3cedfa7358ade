"""GetEmailAddressInsights: the verdicts that a test sets, and those of any other address."""

from __future__ import annotations

from typing import Any

import pytest
from recent import recent

from pytest_sesmock import Account, SesmockError

pytestmark = recent("GetEmailAddressInsightsRequest")

RISKS = ("IsRoleAddress", "IsDisposable", "IsRandomInput")
CHECKS = ("HasValidSyntax", "HasValidDnsRecords", "MailboxExists")


def verdicts(client: Any, address: str) -> tuple[str, dict[str, str]]:
    shown = client.get_email_address_insights(EmailAddress=address)["MailboxValidation"]
    evaluations = shown["Evaluations"]
    return shown["IsValid"]["ConfidenceVerdict"], {
        name: each["ConfidenceVerdict"] for name, each in evaluations.items()
    }


@pytest.mark.parametrize(
    ("address", "valid", "role"),
    [
        ("ada@example.org", "HIGH", "LOW"),
        ("Support@example.org", "HIGH", "HIGH"),
        ("nobody", "LOW", "LOW"),
        ("", "LOW", "LOW"),
        ("example.org", "LOW", "LOW"),
    ],
    ids=["an address", "a role", "no address", "nothing", "a domain"],
)
def test_addresses_of_which_a_test_says_nothing(
    account: Account, client2: Any, address: str, valid: str, role: str
) -> None:
    """[address-insights]: HIGH of a risk says that there is one."""
    expected = dict.fromkeys(CHECKS, valid) | dict.fromkeys(RISKS, "LOW")

    assert verdicts(client2, address) == (valid, {**expected, "IsRoleAddress": role})


def test_verdicts_that_a_test_sets(account: Account, client2: Any) -> None:
    account.set_address_insights(
        "x1@example.org", is_valid="MEDIUM", mailbox_exists="LOW", is_random_input="HIGH"
    )

    valid, evaluations = verdicts(client2, "x1@example.org")

    assert valid == "MEDIUM"
    assert (evaluations["MailboxExists"], evaluations["IsRandomInput"]) == ("LOW", "HIGH")
    assert evaluations["HasValidSyntax"] == "HIGH"
    assert verdicts(client2, "x2@example.org")[0] == "HIGH"


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"is_valid": "YES"}, "is_valid must be one of LOW, MEDIUM, HIGH, not 'YES'"),
        ({"exists": "LOW"}, "an evaluation must be one of has_valid_syntax, "),
        ({"mailbox_exists": True}, "mailbox_exists must be one of LOW, MEDIUM, HIGH, not True"),
    ],
    ids=["verdict", "evaluation", "verdict of an evaluation"],
)
def test_verdicts_are_checked(account: Account, arguments: Any, problem: str) -> None:
    with pytest.raises(SesmockError, match=problem):
        account.set_address_insights("ada@example.org", **arguments)
