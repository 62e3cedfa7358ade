"""The table of rules rests on its evidence, and every row of it can speak."""

from __future__ import annotations

import re
from typing import Any

import pytest
from botocore.exceptions import ClientError
from evidence import BEHAVIOUR
from sending import SEND, mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.account.account import Account
from pytest_sesmock.account.reasons import REASONS
from pytest_sesmock.api.v1.codes import CODES
from pytest_sesmock.engine.rules import RULES
from pytest_sesmock.engine.text import Text

TEXTS = [text for rule in RULES for text in rule.texts] + [reason.text for reason in REASONS]
RANK = {"A": 0, "A2": 1, "B": 2, "C": 3}


def named(text: Text) -> str:
    return text.template[:50]


def pattern(text: Text) -> re.Pattern[str]:
    """What a template can say; a recorded text may mask names, and early ones end otherwise."""
    parts = re.split(r"\{\w+\}", text.template)
    return re.compile(".*".join(map(re.escape, parts)), re.DOTALL)


@pytest.mark.parametrize("text", TEXTS, ids=named)
def test_every_text_names_evidence_that_exists(text: Text) -> None:
    assert text.evidence
    for row in text.evidence:
        assert row in BEHAVIOUR


@pytest.mark.parametrize("text", [text for text in TEXTS if text.grade in ("A", "A2")], ids=named)
def test_recorded_texts_are_as_recorded(text: Text) -> None:
    """Some row cited has this very text, and no row cited is weaker than the grade claimed."""
    rows = [BEHAVIOUR[row] for row in text.evidence]
    said = [
        row
        for row in rows
        if row["message"] and pattern(text).search(row["message"]) and row["grade"] in RANK
    ]
    named_otherwise = {"Invalid email address {address}.", "{violations}", "Domain ends with dot"}
    nothing_said = not text.template and all(row["message"] is None for row in rows)
    assert said or text.template in named_otherwise or nothing_said
    assert min(RANK[row["grade"]] for row in said or rows) <= RANK[text.grade]


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES] + [reason.name for reason in REASONS]
    assert len(set(names)) == len(names)


def test_rules_say_what_they_want() -> None:
    for rule in RULES:
        assert rule.why.endswith((".", "]."))
        assert rule.check.__name__ not in repr(rule)
        assert rule.name in repr(rule)


# One call and one state of the account for every rule

ARN = "arn:aws:ses:us-east-1:999999999999:identity/"


def nothing(_: Account) -> None:
    pass


def paused_set(account: Account) -> None:
    account.create_configuration_set("news")
    account.pause_configuration_set("news")


def rejecting_mail_from(account: Account) -> None:
    account.set_mail_from("example.com", "mail.example.com", behavior="RejectMessage")


def rate_used_up(account: Account) -> None:
    account.max_send_rate = 1
    ses().send_email(**mail(To=["a@b"] * 40))


def setting(name: str, value: Any) -> Any:
    return lambda account: setattr(account, name, value)


BIG = {"Subject": {"Data": "x"}, "Body": {"Html": {"Data": ("x" * 99 + "\n") * 110_000}}}
UNKNOWN_CHARSET = {"Subject": {"Data": "x"}, "Body": {"Html": {"Data": "x", "Charset": "rot13"}}}

SPEAKS: dict[str, tuple[dict[str, Any], Any]] = {
    "tags": (mail(Tags=[{"Name": "", "Value": "x"}]), nothing),
    "address-syntax": (mail(Cc=["<"]), nothing),
    "recipients-given": (mail(To=[]), nothing),
    "recipient-count": (mail(Bcc=["a@b"] * 50), nothing),
    "arn-form": (mail(ReturnPathArn="x"), nothing),
    "arn-alignment": (mail(SourceArn=f"{ARN}example.net"), nothing),
    "charset": (mail(Message=UNKNOWN_CHARSET), nothing),
    "configuration-set-name": (mail(ConfigurationSetName="a b"), nothing),
    "configuration-set-exists": (mail(ConfigurationSetName="news"), nothing),
    "configuration-set-sending": (mail(ConfigurationSetName="news"), paused_set),
    "address-length": (mail(ReplyToAddresses=[f"{'x' * 320}@example.com"]), nothing),
    "message-size": (mail(Message=BIG), nothing),
    "account-paused-by-aws": (SEND, lambda account: account.pause_sending(by="aws")),
    "account-paused-by-holder": (SEND, lambda account: account.pause_sending()),
    "sender-authorized": (mail(SourceArn=f"{ARN}example.com"), nothing),
    "identities-verified": (mail(Source="a@example.net"), nothing),
    "mail-from-verified": (SEND, rejecting_mail_from),
    "daily-quota": (SEND, setting("max_24_hour_send", 0)),
    "send-rate": (SEND, rate_used_up),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_every_rule_speaks(rule: Any) -> None:
    """Each in its place: the refusal carries the rule's name, its code and one of its texts."""
    call, arrange = SPEAKS[rule.name]
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        ses().send_email(**SEND)
        arrange(mock.account())
        mock.outbox.clear()
        with pytest.raises(ClientError) as caught:
            ses().send_email(**call)

    refused = mock.outbox.refusals[0]
    code, status = CODES[rule.fault]
    assert (refused.rule, refused.code, refused.http_status) == (rule.name, code, status)
    assert refused.why.startswith(rule.why)
    assert any(pattern(text).fullmatch(refused.message) for text in rule.texts)
    assert caught.value.response["Error"]["Code"] == code
