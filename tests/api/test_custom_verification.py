"""Custom verification emails through boto3: both APIs, whose operations are alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain
from typing import Any

import pytest
from evidence import BEHAVIOUR
from recent import recent_member

from pytest_sesmock import Account, SESMock
from pytest_sesmock.engine import limits
from pytest_sesmock.outbox.message import SentMessage

Refused = Callable[..., tuple[str, str, int]]

TEMPLATE = {
    "TemplateName": "confirm",
    "FromEmailAddress": "noreply@example.com",
    "TemplateSubject": "Please confirm",
    "TemplateContent": "<p>Is this your address?</p>",
    "SuccessRedirectionURL": "https://example.com/thanks",
    "FailureRedirectionURL": "http://example.com/sorry?why=expired",
}
SEND = {"EmailAddress": "ada@example.org", "TemplateName": "confirm"}
CODES = {
    "v1": {
        "exists": ("CustomVerificationEmailTemplateAlreadyExists", 400),
        "missing": ("CustomVerificationEmailTemplateDoesNotExist", 400),
        "from": ("FromEmailAddressNotVerified", 400),
        "invalid": ("InvalidParameterValue", 400),
        "limit": ("LimitExceeded", 400),
        "sandbox": ("ProductionAccessNotGranted", 400),
        "set": ("ConfigurationSetDoesNotExist", 400),
        "paused": ("AccountSendingPausedException", 400),
    },
    "v2": {
        "exists": ("AlreadyExistsException", 400),
        "missing": ("NotFoundException", 404),
        "from": ("NotFoundException", 404),
        "invalid": ("BadRequestException", 400),
        "limit": ("LimitExceededException", 400),
        "sandbox": ("BadRequestException", 400),
        "set": ("NotFoundException", 404),
        "paused": ("SendingPausedException", 400),
    },
}


@pytest.fixture(params=["v1", "v2"])
def api(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def ses(api: str, client: Any, client2: Any, account: Account) -> Any:
    """A client of the API; its account may send from example.com."""
    account.verify("example.com")
    return client if api == "v1" else client2


@pytest.fixture
def says(api: str, ses: Any, refused: Refused, refused2: Refused) -> Any:
    """Calls a method that must be refused for a kind of reason; the text of the refusal."""
    call_refused = refused if api == "v1" else refused2

    def call(kind: str, method: str, **parameters: Any) -> str:
        code, text, status = call_refused(method, **parameters)
        assert (code, status) == CODES[api][kind]
        return text

    return call


def shown(ses: Any, name: str = "confirm") -> dict[str, str]:
    answer: dict[str, str] = ses.get_custom_verification_email_template(TemplateName=name)
    del answer["ResponseMetadata"]
    return answer


def listed(ses: Any, **parameters: Any) -> list[dict[str, str]]:
    answer = ses.list_custom_verification_email_templates(**parameters)
    templates: list[dict[str, str]] = answer["CustomVerificationEmailTemplates"]
    return templates


def test_a_template_from_beginning_to_end(ses: Any) -> None:
    assert listed(ses) == []
    ses.create_custom_verification_email_template(**TEMPLATE)
    assert shown(ses) == TEMPLATE
    without_content = {**TEMPLATE}
    del without_content["TemplateContent"]
    assert listed(ses) == [without_content]  # [cvet-list]

    changed = {**TEMPLATE, "FromEmailAddress": "Ada <ada@example.com>", "TemplateContent": "!"}
    ses.update_custom_verification_email_template(**changed)
    assert shown(ses) == changed
    ses.delete_custom_verification_email_template(TemplateName="confirm")
    assert listed(ses) == []


def test_both_apis_have_the_same_templates(client: Any, client2: Any, account: Account) -> None:
    account.verify("example.com")

    client.create_custom_verification_email_template(**TEMPLATE)

    assert shown(client2) == shown(client) == TEMPLATE


@pytest.mark.parametrize("member", list(TEMPLATE)[1:])
def test_v1_changes_what_is_given(client: Any, account: Account, member: str) -> None:
    """[cvet-docs]: all but the name may be left out."""
    account.verify("example.com")
    client.create_custom_verification_email_template(**TEMPLATE)
    value = f"{TEMPLATE[member]}.example.com"

    client.update_custom_verification_email_template(TemplateName="confirm", **{member: value})

    assert shown(client) == {**TEMPLATE, member: value}


def test_a_name_is_taken_once(ses: Any, says: Any) -> None:
    ses.create_custom_verification_email_template(**TEMPLATE)

    text = says("exists", "create_custom_verification_email_template", **TEMPLATE)

    assert text == BEHAVIOUR["cvet-exists"]["message"].format(name="confirm")


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("get_custom_verification_email_template", {"TemplateName": "confirm"}),
        ("update_custom_verification_email_template", TEMPLATE),
        ("delete_custom_verification_email_template", {"TemplateName": "confirm"}),
    ],
)
def test_a_template_that_does_not_exist(says: Any, method: str, parameters: Any) -> None:
    text = says("missing", method, **parameters)

    assert text == BEHAVIOUR["cvet-missing"]["message"].format(name="confirm")


@pytest.mark.parametrize(
    ("changes", "kind", "text"),
    [
        pytest.param(
            {"FromEmailAddress": address, "SuccessRedirectionURL": "not-a-url"},
            "from",
            BEHAVIOUR["cvet-from-unverified"]["message"].format(addr=address),
            id=address,
        )
        for address in ("ada@example.net", "Ada <ada@example.net>", "ada", "")
    ]
    + [
        pytest.param(
            {"SuccessRedirectionURL": url, "FailureRedirectionURL": "not-a-url"},
            "invalid",
            BEHAVIOUR["cvet-success-url"]["message"],
            id=f"success {url!r}",
        )
        for url in ("not-a-url", "", "ftp://example.com", "https://", "https://[::1", "//a.example")
    ]
    + [
        pytest.param(
            {"FailureRedirectionURL": "not-a-url"},
            "invalid",
            BEHAVIOUR["cvet-success-url"]["message"].replace("success", "failure"),
            id="failure",
        )
    ],
)
@pytest.mark.parametrize("verb", ["create", "update"])
def test_malformed_templates(
    ses: Any, says: Any, verb: str, changes: Any, kind: str, text: str
) -> None:
    before = [TEMPLATE] if verb == "update" else []
    for template in before:
        ses.create_custom_verification_email_template(**template)

    answer = says(kind, f"{verb}_custom_verification_email_template", **{**TEMPLATE, **changes})

    assert answer == text
    assert [shown(ses, each["TemplateName"]) for each in listed(ses)] == before


def test_at_most_fifty_templates(ses: Any, says: Any) -> None:
    for number in range(limits.MAX_VERIFICATION_TEMPLATES):
        ses.create_custom_verification_email_template(**{**TEMPLATE, "TemplateName": f"{number}"})

    text = says("limit", "create_custom_verification_email_template", **TEMPLATE)

    assert text == "You have reached the maximum number of custom verification email templates."


# Pages


def test_pages_join_to_the_whole_list(api: str, ses: Any) -> None:
    names = ["c", "a", "e", "b", "d"]
    for name in names:
        ses.create_custom_verification_email_template(**{**TEMPLATE, "TemplateName": name})
    size = {"MaxResults" if api == "v1" else "PageSize": 2}

    answers = [ses.list_custom_verification_email_templates(**size)]
    while token := answers[-1].get("NextToken"):
        answers.append(ses.list_custom_verification_email_templates(**size, NextToken=token))

    pages = [answer["CustomVerificationEmailTemplates"] for answer in answers]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert [each["TemplateName"] for each in chain.from_iterable(pages)] == sorted(names)


def test_a_token_made_up(says: Any) -> None:
    text = says("invalid", "list_custom_verification_email_templates", NextToken="garbage")

    assert text == BEHAVIOUR["list-cvet-token"]["message"]


@pytest.mark.parametrize("size", [0, 51])
def test_a_page_of_v2_has_one_to_fifty(mock: SESMock, refused2: Refused, size: int) -> None:
    evidence = BEHAVIOUR["list-cvet-page-size-v2"]

    answer = refused2("list_custom_verification_email_templates", PageSize=size)

    assert answer == (evidence["code"], evidence["message"], evidence["http_status"])


# Sending


def sent(mock: SESMock, ses: Any, **changes: Any) -> SentMessage:
    """The message of a custom verification email."""
    ses.create_custom_verification_email_template(**TEMPLATE)
    answer = ses.send_custom_verification_email(**{**SEND, **changes})
    (message,) = mock.outbox
    assert message.message_id == answer["MessageId"]
    return message


def test_the_mail(mock: SESMock, ses: Any) -> None:
    message = sent(mock, ses)

    assert (message.source, message.to, message.subject) == (
        "noreply@example.com",
        ("ada@example.org",),
        "Please confirm",
    )
    assert message.text is None
    html = message.html or ""
    assert html.startswith(TEMPLATE["TemplateContent"])
    assert BEHAVIOUR["scve-disclaimer"]["message"] in html
    (link,) = set(re.findall(r'https://[^"<]+', html))
    assert "ada%40example.org" in link


def test_no_two_links_are_the_same(mock: SESMock, ses: Any) -> None:
    sent(mock, ses)
    ses.send_custom_verification_email(**SEND)

    first, second = mock.outbox
    assert first.html != second.html


@pytest.mark.parametrize(
    ("before", "auto_verify", "status"),
    [
        (None, False, "Pending"),
        (None, True, "Success"),
        ("Failed", False, "Pending"),
        ("Success", False, "Success"),
    ],
)
def test_the_address_becomes_an_identity(
    mock: SESMock, ses: Any, account: Account, before: str | None, auto_verify: bool, status: str
) -> None:
    """It is Pending until it is verified; one that is verified stays so [scve-pending]."""
    account.auto_verify = auto_verify
    if before is not None:
        account.add_identity("ada@example.org", before)

    sent(mock, ses)

    assert account.identities == {"example.com": "Success", "ada@example.org": status}


def test_through_a_configuration_set(mock: SESMock, ses: Any, account: Account, says: Any) -> None:
    text = "Configuration set <news> does not exist."
    account.verify("example.com")
    ses.create_custom_verification_email_template(**TEMPLATE)
    assert (
        says("set", "send_custom_verification_email", **SEND, ConfigurationSetName="news") == text
    )
    account.create_configuration_set("news")

    ses.send_custom_verification_email(**SEND, ConfigurationSetName="news")

    assert mock.outbox[0].configuration_set == "news"


def test_a_template_to_send_that_does_not_exist(api: str, says: Any) -> None:
    evidence = BEHAVIOUR[f"scve-missing-{api}"]

    text = says("missing", "send_custom_verification_email", **SEND)

    assert text == evidence["message"].format(name="confirm")


@pytest.mark.parametrize(
    "address", ["a@@b.com", "@example.com", "local@", "a b@c.example", "é@b.c"]
)
def test_addresses_that_are_none(mock: SESMock, says: Any, address: str) -> None:
    """[scve-no-address]: the address is looked at before the template."""
    text = says(
        "invalid", "send_custom_verification_email", EmailAddress=address, TemplateName="none"
    )

    assert text == BEHAVIOUR["cvet-bad-addr"]["message"].format(addr=address)


@pytest.mark.parametrize("address", ["a@b", '"a@b"@example.com'])
def test_addresses_that_pass(mock: SESMock, ses: Any, address: str) -> None:
    """Neither a domain without a dot nor a quoted local part is refused [cvet-bad-addr]."""
    assert sent(mock, ses, EmailAddress=address).to == (address,)


@pytest.mark.parametrize("address", ["", " "])
def test_no_address(says: Any, address: str) -> None:
    text = says(
        "invalid", "send_custom_verification_email", EmailAddress=address, TemplateName="none"
    )

    assert text == BEHAVIOUR["scve-no-address"]["message"]


def test_in_the_sandbox(mock: SESMock, ses: Any, account: Account, says: Any) -> None:
    ses.create_custom_verification_email_template(**TEMPLATE)
    account.sandbox = True

    text = says("sandbox", "send_custom_verification_email", **SEND)

    assert text == "The account has not been granted production access."
    assert mock.outbox.refusals[0].remedy == "mock.account().sandbox = False"
    assert list(account.identities) == ["example.com"]


def test_a_source_that_is_no_longer_verified(
    mock: SESMock, ses: Any, account: Account, says: Any
) -> None:
    ses.create_custom_verification_email_template(**TEMPLATE)
    account.add_identity("example.com", "Failed")
    expected = BEHAVIOUR["scve-from-stale"]["message"].replace("{REGION}", "US-EAST-1")

    text = says("from", "send_custom_verification_email", **SEND)

    assert text == expected.replace("{from}", "noreply@example.com")
    assert mock.outbox.refusals[0].remedy == "mock.account().verify('noreply@example.com')"


def test_the_rules_of_sends_hold(mock: SESMock, ses: Any, account: Account, says: Any) -> None:
    ses.create_custom_verification_email_template(**TEMPLATE)
    account.pause_sending()

    says("paused", "send_custom_verification_email", **SEND)

    assert list(account.identities) == ["example.com"]
    assert account.sent_last_24_hours == 0
    account.resume_sending()
    ses.send_custom_verification_email(**SEND)
    assert account.sent_last_24_hours == 1


# Tags


@recent_member("CreateCustomVerificationEmailTemplate", "Tags")
def test_tags_of_v2(account: Account, client: Any, client2: Any, refused2: Refused) -> None:
    """They are forgotten with the template, whichever API deletes it."""
    account.verify("example.com")
    team = [{"Key": "team", "Value": "sales"}]
    name = "custom-verification-email-template/confirm"
    arn = f"arn:aws:ses:us-east-1:{account.account_id}:{name}"

    client2.create_custom_verification_email_template(**TEMPLATE, Tags=team)
    assert client2.list_tags_for_resource(ResourceArn=arn)["Tags"] == team
    assert shown(client2) == {**TEMPLATE, "Tags": team}
    assert shown(client) == TEMPLATE
    client.delete_custom_verification_email_template(TemplateName="confirm")

    code, _, status = refused2("list_tags_for_resource", ResourceArn=arn)
    assert (code, status) == ("NotFoundException", 404)
    client.create_custom_verification_email_template(**TEMPLATE)
    assert shown(client2) == TEMPLATE


@recent_member("CreateCustomVerificationEmailTemplate", "Tags")
def test_malformed_tags(account: Account, client2: Any, refused2: Refused) -> None:
    account.verify("example.com")
    tags = [{"Key": "aws:team", "Value": "sales"}]

    answer = refused2("create_custom_verification_email_template", **TEMPLATE, Tags=tags)

    assert answer == ("BadRequestException", BEHAVIOUR["tags-aws-prefix"]["message"], 400)
    assert listed(client2) == []


# Identities


def test_no_room_for_another_identity(
    mock: SESMock, ses: Any, says: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Then no mail is sent."""
    ses.create_custom_verification_email_template(**TEMPLATE)
    monkeypatch.setattr(limits, "MAX_IDENTITIES", 1)

    text = says("limit", "send_custom_verification_email", **SEND)

    assert text == "You have reached the maximum number of identities."
    assert len(mock.outbox) == 0
