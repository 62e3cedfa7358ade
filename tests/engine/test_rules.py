"""The table of rules rests on its evidence, and every row of it can speak."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from evidence import BEHAVIOUR
from exchanges import exchange
from hypothesis import given
from hypothesis import strategies as st
from recent import recent
from sending import SEND, mail, ses, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.account.account import Account
from pytest_sesmock.account.reasons.table import REASONS
from pytest_sesmock.account.state import State
from pytest_sesmock.api import v1, v2
from pytest_sesmock.engine.account_view import SPECIAL_FEATURES
from pytest_sesmock.engine.elements import AttachedFile, Content, Header, Subscription, Tag
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.refusal import Reason, Refusal, Rule, Rules
from pytest_sesmock.engine.rules import BOUNCE_RULES, BULK_RULES, RULES
from pytest_sesmock.engine.submissions.submission import OPTIONAL_FIELDS, Submission, TemplateUse
from pytest_sesmock.engine.submissions.template_content import TemplateContent
from pytest_sesmock.engine.text import Text
from pytest_sesmock.mock import service_of
from pytest_sesmock.transport.exchange import HttpReply
from pytest_sesmock.wire.models import service_model

TEXTS = [text for rule in RULES for text in rule.texts] + [reason.text for reason in REASONS]
DEMAND = re.compile(r"\b(must|may not|can only|may .*(at most|only)|at most .* may)\b")
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
    """Some row cited has this very text, as its message or among further ones in its note."""
    rows = [BEHAVIOUR[row] for row in text.evidence]
    said = [
        row
        for row in rows
        if pattern(text).search(f"{row['message'] or ''}\n{row.get('note') or ''}")
        and row["grade"] in RANK
    ]
    named_otherwise = {"Invalid email address {address}.", "{violations}", "Domain ends with dot"}
    nothing_said = not text.template and all(row["message"] is None for row in rows)
    assert said or text.template in named_otherwise or nothing_said
    assert min(RANK[row["grade"]] for row in said or rows) <= RANK[text.grade]


def test_names_are_unique() -> None:
    names = [rule.name for rule in RULES] + [reason.name for reason in REASONS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    "row", [*RULES, *BULK_RULES, *BOUNCE_RULES, *REASONS], ids=lambda row: str(row.name)
)
def test_a_requirement_is_one_sentence_that_says_must(row: Rule | Reason) -> None:
    """It stands under SES's no: a fact in its place would contradict it."""
    assert DEMAND.search(row.requires)
    assert row.requires[0].isupper()
    assert row.requires.endswith(".")
    assert row.requires.count(".") == 1
    assert row.requires.isprintable()
    assert "  " not in row.requires


# Wrong in all that a mail may have.
WRONG = Submission(
    "ses",
    "SendEmail",
    "us-east-1",
    "ada@example.com",
    source_arn="not an ARN",
    return_path_arn="not an ARN",
    from_arn="not an ARN",
    configuration_set="not a name",
    tags=(Tag("not a name", "value"),),
    headers=(Header("not a name", "value"),),
    attachments=(AttachedFile("virus.exe", b""),),
    raw=RawMail(b"no header field\r\n\r\n"),
    template=TemplateUse(None, TemplateContent("{{#each", None, None), None),
    subscription=Subscription("no list", "no topic"),
    tenant="nobody",
    endpoint="nothing",
)


FIELDS = frozenset(OPTIONAL_FIELDS)
SOUND = Submission("ses", "SendEmail", "us-east-1", "ada@example.com", text=Content("Hello"))


def verified(*identities: str) -> State:
    mock = SESMock(region="us-east-1", verified_identities=identities)
    return service_of(mock).accounts.state("us-east-1")


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.about], ids=lambda rule: str(rule.name)
)
def test_a_rule_about_something_says_nothing_where_it_is_not(rule: Rule) -> None:
    """It would not be heard: it is not asked."""
    account = verified()
    assert set(rule.about) <= {*OPTIONAL_FIELDS, *SPECIAL_FEATURES}
    assert all(account.absent_features)
    absent = {name: Submission._field_defaults[name] for name in rule.about if name in FIELDS}
    assert rule.check(WRONG._replace(**absent), account) is None


def test_rules_about_something_are_asked_of_a_mail_with_it() -> None:
    """The first one of each table that is about something wrong in the mail speaks."""
    account = verified()
    for rules, name in ((RULES, "tags"), (BULK_RULES, "tenant-exists"), (BOUNCE_RULES, "arn-form")):
        refusal = rules.judge(WRONG, account)
        assert refusal is not None
        assert refusal.rule == name


ADDRESSES = st.sampled_from(
    ["ada@example.com", "Bob <bob@example.org>", "not an address", "", f"{'a' * 400}@example.org"]
)
LISTS = st.lists(ADDRESSES, max_size=2).map(tuple)
MAILS = st.builds(
    Submission,
    api=st.sampled_from(["ses", "sesv2"]),
    operation=st.just("SendEmail"),
    region=st.just("us-east-1"),
    source=ADDRESSES,
    source_given=st.booleans(),
    to=LISTS,
    cc=LISTS,
    reply_to=LISTS,
    return_path=st.none() | ADDRESSES,
    raw=st.none() | st.just(RawMail(b"From: not an address\r\n\r\n")),
    tenant=st.none() | st.just("nobody"),
    source_arn=st.none() | st.just("arn:aws:ses:us-east-1:123456789012:identity/example.com"),
)


def deny(account: Account) -> None:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "ses:*",
        "Resource": "arn:aws:ses:us-east-1:123456789012:identity/example.com",
    }
    account.put_policy("example.com", {"Statement": statement})


def use_up_rate(account: Account) -> None:
    account.max_send_rate = 1
    account._state.quota.charge(time.time(), ["a@b"] * 40)


FEATURES: dict[str, Callable[[Account], object]] = {
    "policies": deny,
    "pause": lambda account: account.pause_sending(),
    "pause by AWS": lambda account: account.pause_sending(by="aws"),
    "pause to come": lambda account: setattr(account, "enforce_reputation", True),
    "MAIL FROM": lambda account: account.set_mail_from(
        "example.com", "mail.example.com", behavior="RejectMessage"
    ),
    "send rate": use_up_rate,
    "sandbox": lambda account: setattr(account, "sandbox", True),
    "quota": lambda account: setattr(account, "max_24_hour_send", 0),
}


@given(
    steps=st.lists(MAILS | st.sampled_from([*FEATURES]), max_size=20),
    is_full=st.booleans(),
)
def test_rules_that_are_not_asked_would_say_nothing(
    steps: list[Submission | str], is_full: bool
) -> None:
    """The answer is that of the whole table, whatever was judged before and changed meanwhile."""
    mock = SESMock(region="us-east-1", verified_identities=["example.com"])
    state = service_of(mock).accounts.state("us-east-1")
    rules = Rules(*RULES)
    for number in range(1100 if is_full else 0):
        assert rules.judge(SOUND._replace(to=(f"{number}@example.org",)), state) is None

    def judge_by_all(mail: Submission) -> Refusal | None:
        found = ((rule, rule.check(mail, state)) for rule in RULES)
        return next((rule.refusal(finding) for rule, finding in found if finding), None)

    for step in steps:
        if isinstance(step, str):
            FEATURES[step](mock.account())
        else:
            assert rules.judge(step, state) == judge_by_all(step)


def test_a_rule_is_told_by_its_name() -> None:
    for rule in RULES:
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


def with_template(account: Account) -> None:
    account.create_template("hi", subject="Hi")


def with_tenant(_: Account) -> None:
    sesv2().create_tenant(TenantName="acme")


def with_paused_tenant(_: Account) -> None:
    arn = sesv2().create_tenant(TenantName="acme")["TenantArn"]
    sesv2().update_reputation_entity_customer_managed_status(
        ReputationEntityType="RESOURCE", ReputationEntityReference=arn, SendingStatus="DISABLED"
    )


def with_list(_: Account) -> None:
    sesv2().create_contact_list(ContactListName="news")


def raw(header: str, *, whole: bool = False) -> dict[str, Any]:
    """SendRawEmail's parameters, sender and recipient before the header unless it is whole."""
    start = "" if whole else "From: noreply@example.com\r\nTo: ada@example.org\r\n"
    return {"RawMessage": {"Data": f"{start}{header}".encode()}}


def v2_mail(content: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "FromEmailAddress": SEND["Source"],
        "Destination": SEND["Destination"],
        "Content": content,
        **changes,
    }


def simple(**changes: Any) -> dict[str, Any]:
    """SendEmail's parameters of API v2; header fields and attachments are the message's."""
    own = {name: changes.pop(name) for name in ("Headers", "Attachments") if name in changes}
    return v2_mail({"Simple": {**SEND["Message"], **own}}, **changes)


def template(**content: Any) -> dict[str, Any]:
    return v2_mail({"Template": content})


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
    "raw-header": (raw("Subject: a\r\nSubject: b\r\n\r\n"), nothing),
    "raw-structure": (raw("Content-Type: text\r\n\r\n"), nothing),
    "sender-given": (raw("To: ada@example.org\r\n\r\n", whole=True), nothing),
    "added-headers": (simple(Headers=[{"Name": "Subject", "Value": "x"}]), nothing),
    "attached-files": (simple(Attachments=[{"FileName": "a.exe", "RawContent": b"MZ"}]), nothing),
    "inline-template": (
        template(TemplateContent={"Subject": "{{a.b}}"}, TemplateData="{}"),
        nothing,
    ),
    "template-exists": (template(TemplateName="none", TemplateData="{}"), nothing),
    "template-data": (template(TemplateName="hi", TemplateData="{"), with_template),
    "tenant-exists": (simple(TenantName="acme"), nothing),
    "tenant-sending": (simple(TenantName="acme"), with_paused_tenant),
    "tenant-resources": (simple(TenantName="acme"), with_tenant),
    "endpoint-exists": (simple(EndpointId="none"), nothing),
    "contact-list-exists": (simple(ListManagementOptions={"ContactListName": "news"}), nothing),
    "topic-exists": (
        simple(ListManagementOptions={"ContactListName": "news", "TopicName": "none"}),
        with_list,
    ),
}
SENDS = {"RawMessage": "SendRawEmail", "Message": "SendEmail"}


def is_known(shape: Any, call: Any) -> bool:
    """Whether an older service model has what a call of API v2 gives; of other calls it does."""
    if not isinstance(call, dict) or shape.type_name != "structure":
        return not isinstance(call, list) or all(is_known(shape.member, each) for each in call)
    if "Content" not in call and "Content" in shape.members:
        return True
    return all(
        name in shape.members and is_known(shape.members[name], each) for name, each in call.items()
    )


def send(mock: SESMock, call: dict[str, Any]) -> HttpReply:
    """A call by the operation its parameters belong to, past what botocore itself asks of them."""
    service = "sesv2" if "Content" in call else "ses"
    name = next((name for member, name in SENDS.items() if member in call), "SendEmail")
    return exchange(mock, service, name, call)


@pytest.mark.parametrize("rule", [*RULES], ids=lambda rule: rule.name)
def test_every_rule_speaks(rule: Any) -> None:
    """Each in its place: the refusal carries the rule's name, its code and one of its texts."""
    call, arrange = SPEAKS[rule.name]
    if not is_known(service_model("sesv2").operation_model("SendEmail").input_shape, call):
        pytest.skip("this botocore cannot make the call")
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        ses().send_email(**SEND)
        arrange(mock.account())
        mock.outbox.clear()
        reply = send(mock, call)

    (refused,) = mock.outbox.refusals
    code, status = (v2 if "Content" in call else v1).API.codes[rule.fault]
    assert (refused.rule, refused.code, refused.http_status) == (rule.name, code, status)
    assert refused.requires.startswith(rule.requires)
    assert any(pattern(text).fullmatch(refused.message) for text in rule.texts)
    assert reply.status == status


@recent("MultiRegionEndpoint")
def test_an_endpoint_that_exists_is_sent_through() -> None:
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        created = sesv2().create_multi_region_endpoint(
            EndpointName="two", Details={"RoutesDetails": [{"Region": "eu-west-1"}]}
        )
        assert send(mock, simple(EndpointId=created["EndpointId"])).status == 200
    mock.outbox.assert_sent(to="ada@example.org")


@pytest.mark.parametrize("rule", [*BULK_RULES, *BOUNCE_RULES], ids=lambda rule: rule.name)
def test_the_rules_of_other_sends_are_those_of_a_mail(rule: Any) -> None:
    assert rule in RULES or rule.name == "bulk-sender-syntax"
