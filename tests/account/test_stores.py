"""Templates and suppression lists: both APIs and the account's view agree with a plain model."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sending import ses, sesv2

from pytest_sesmock import Account, SESMock, SesmockError

names = st.sampled_from(["welcome", "news", "bye"])
texts = st.none() | st.sampled_from(["Hi", "<p>Hi</p>", "Bye"])
subjects = st.sampled_from(["Hello", "Goodbye", ""])
addresses = st.sampled_from(["ada@example.org", "Ada@example.org", "ada@EXAMPLE.org ", "eve@b.c"])
reasons = st.sampled_from(["BOUNCE", "COMPLAINT"])


def code_of(call: Any, **parameters: Any) -> str | None:
    """The code a call is refused with, None if it is not."""
    try:
        call(**parameters)
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return None


class Stores(RuleBasedStateMachine):
    """Creates, changes and deletes through either API or as a test would."""

    v1 = ses(config=Config(retries={"total_max_attempts": 1}))
    v2 = sesv2(config=Config(retries={"total_max_attempts": 1}))

    @initialize()
    def start(self) -> None:
        self.mock = SESMock(region="us-east-1")
        self.mock.__enter__()
        self.account = self.mock.account()
        self.templates: dict[str, tuple[str, str | None, str | None]] = {}
        self.suppressed: dict[str, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "mock"):
            self.mock.__exit__(None, None, None)

    # Templates

    def written(self, name: str, *content: Any, exists: bool) -> str | None:
        """Why writing a template is to be refused; it is in the model if it is not."""
        if exists and name not in self.templates:
            return "missing"
        if not content[0]:
            return "no subject"
        if not exists and name in self.templates:
            return "taken"
        self.templates[name] = content  # type: ignore[assignment]
        return None

    @rule(name=names, subject=subjects, text=texts, html=texts, update=st.booleans())
    def write_by_v1(
        self, name: str, subject: str, text: str | None, html: str | None, update: bool
    ) -> None:
        given = {"SubjectPart": subject, "TextPart": text, "HtmlPart": html}
        template = {key: value for key, value in given.items() if value is not None}
        call = self.v1.update_template if update else self.v1.create_template

        code = code_of(call, Template={"TemplateName": name, **template})

        codes = {
            "missing": "TemplateDoesNotExist",
            "no subject": "InvalidParameterValue",
            "taken": "AlreadyExists",
            None: None,
        }
        assert code == codes[self.written(name, subject, text, html, exists=update)]

    @rule(name=names, subject=subjects, text=texts, html=texts, update=st.booleans())
    def write_by_v2(
        self, name: str, subject: str, text: str | None, html: str | None, update: bool
    ) -> None:
        given = {"Subject": subject, "Text": text, "Html": html}
        content = {key: value for key, value in given.items() if value is not None}
        call = self.v2.update_email_template if update else self.v2.create_email_template

        code = code_of(call, TemplateName=name, TemplateContent=content)

        codes = {
            "missing": "NotFoundException",
            "no subject": "BadRequestException",
            "taken": "AlreadyExistsException",
            None: None,
        }
        assert code == codes[self.written(name, subject, text, html, exists=update)]

    @rule(name=names, subject=subjects, text=texts)
    def create_by_test(self, name: str, subject: str, text: str | None) -> None:
        if self.written(name, subject, text, None, exists=False) is None:
            self.account.create_template(name, subject=subject, text=text)
        else:
            with pytest.raises(SesmockError):
                self.account.create_template(name, subject=subject, text=text)

    @rule(name=names)
    def delete_by_v1(self, name: str) -> None:
        self.v1.delete_template(TemplateName=name)
        self.templates.pop(name, None)

    @rule(name=names)
    def delete_by_v2(self, name: str) -> None:
        code = code_of(self.v2.delete_email_template, TemplateName=name)

        assert code == (None if self.templates.pop(name, None) else "NotFoundException")

    # Suppression

    @rule(address=addresses, reason=reasons)
    def suppress_by_v2(self, address: str, reason: str) -> None:
        self.v2.put_suppressed_destination(EmailAddress=address, Reason=reason)
        self.suppressed[address.replace("EXAMPLE", "example").strip()] = reason

    @rule(address=addresses.map(str.strip), reason=reasons)
    def suppress_by_test(self, address: str, reason: Any) -> None:
        self.account.suppress(address, reason)
        self.suppressed[address.replace("EXAMPLE", "example")] = reason

    @rule(address=addresses)
    def unsuppress(self, address: str) -> None:
        code = code_of(self.v2.delete_suppressed_destination, EmailAddress=address)

        known = self.suppressed.pop(address.replace("EXAMPLE", "example").strip(), None)
        assert code == (None if known else "NotFoundException")

    @rule(name=names)
    def look_by_the_apis(self, name: str) -> None:
        newest_first = list(reversed(self.templates))
        listed = self.v1.list_templates()["TemplatesMetadata"]
        listed2 = self.v2.list_email_templates()["TemplatesMetadata"]
        assert [each["Name"] for each in listed] == newest_first
        assert [each["TemplateName"] for each in listed2] == newest_first
        if name in self.templates:
            by_v1 = self.v1.get_template(TemplateName=name)["Template"]
            by_v2 = self.v2.get_email_template(TemplateName=name)["TemplateContent"]
            for shown, parts in (
                (by_v1, ("SubjectPart", "TextPart", "HtmlPart")),
                (by_v2, ("Subject", "Text", "Html")),
            ):
                assert tuple(map(shown.get, parts)) == self.templates[name]
        listed = self.v2.list_suppressed_destinations()["SuppressedDestinationSummaries"]
        assert {each["EmailAddress"]: each["Reason"] for each in listed} == self.suppressed

    @invariant()
    def account_agrees(self) -> None:
        assert self.account.templates == list(reversed(self.templates))
        assert self.account.suppressed == self.suppressed
        for address in ("ada@example.org", "Ada@EXAMPLE.org", "eve@b.c"):
            kept = address.replace("EXAMPLE", "example")
            assert self.account._state.suppression.reason_for(address) == self.suppressed.get(kept)


TestStores = Stores.TestCase
TestStores.settings = settings(stateful_step_count=30)
TestStores.pytestmark = [pytest.mark.slow]


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (lambda account: account.create_template("", subject="x"), "name must be specified"),
        (lambda account: account.create_template("new", subject=""), "subject must be specified"),
        (lambda account: account.create_template("old", subject="x"), "old already exists"),
        (lambda account: account.suppress("nobody"), "an email address, not 'nobody'"),
        (lambda account: account.suppress("a b@c.d"), "must be an email address, not 'a b@c.d'"),
        (
            lambda account: account.suppress("a@b.c", "X"),
            "must be one of BOUNCE, COMPLAINT, not",
        ),
    ],
)
def test_what_a_test_cannot_arrange(call: Any, problem: str) -> None:
    account = SESMock(region="us-east-1").account()
    account.create_template("old", subject="x")

    with pytest.raises(SesmockError, match=problem):
        call(account)

    assert (account.templates, account.suppressed) == (["old"], {})


def test_the_views_are_fresh() -> None:
    account: Account = SESMock(region="us-east-1").account()
    account.create_template("old", subject="x")
    account.suppress("a@b.c")

    account.templates.clear()
    account.suppressed.clear()

    assert (account.templates, account.suppressed) == (["old"], {"a@b.c": "BOUNCE"})
