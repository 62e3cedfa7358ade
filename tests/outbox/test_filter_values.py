"""Filters that could never match anything are errors, so that no assertion passes by accident."""

from __future__ import annotations

import dataclasses
import datetime as dt
import decimal
import email.headerregistry
import enum
import pathlib
import re
import uuid
from collections import UserString
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import Any, get_args
from unittest.mock import ANY

import boto3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import a_message, a_refusal, an_outbox

from pytest_sesmock import SESMock, contains, lacks
from pytest_sesmock.account import reasons
from pytest_sesmock.api import smtp, v1, v2
from pytest_sesmock.engine import rules
from pytest_sesmock.engine.refusal import Reason, Rule
from pytest_sesmock.outbox.filters import (
    MESSAGE_VOCABULARY,
    ApiName,
    MessageFilters,
    RefusalFilters,
    SendingOperation,
)
from pytest_sesmock.outbox.mime_content import Attachment
from pytest_sesmock.service.vocabulary import vocabulary


class Equal:
    """Stands for the objects of dirty-equals."""

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None  # type: ignore[assignment]


class Words(str, enum.Enum):
    WELCOME = "Welcome"


class Colour(enum.Enum):
    RED = "red"


FILE = Attachment("a.pdf", "application/pdf", b"%PDF")
ADDRESS = "SES accepts no such address"
KINDS = "which can match nothing"
TODAY = dt.datetime(2026, 3, 1, tzinfo=dt.timezone.utc)

# (filter, its value, what the error says)
Table = list[tuple[str, Any, str]]
OF_MESSAGES: Table = [
    # Addresses that SES accepts nowhere.
    ("to", "", ADDRESS),
    ("to", "Ada <ada@example.org", "Missing '>'"),
    ("to", "example.org", "Missing final '@domain'"),
    ("to", "@example.org", "Missing local name"),
    ("cc", "a@example.org, b@example.org", ADDRESS),
    ("bcc", "zo\u00eb@example.org", ADDRESS),
    ("recipient", "ada@b\u00fccher.example", ADDRESS),
    ("reply_to", "ada", ADDRESS),
    ("source", "shop", ADDRESS),
    ("return_path", "", ADDRESS),
    ("to", ["ada@example.org", ""], "number 2: SES accepts no such address"),
    ("to", ("ada",), "number 1: SES accepts no such address"),
    ("to", [None], "number 1 must be str, Pattern or the like, not None"),
    ("to", ["ada@example.org", 5], "number 2 must be str, Pattern or the like, not 5"),
    ("to", [["ada@example.org"]], "number 1 must be"),
    ("to", {"ada@example.org"}, KINDS),
    ("to", email.headerregistry.Address("Ada", "ada", "example.org"), KINDS),
    ("source", ["shop@example.com"], KINDS),
    # What is never missing.
    *((name, None, KINDS) for name in ("source", "subject", "message_id", "region", "headers")),
    *((name, None, KINDS) for name in ("api", "operation")),
    # Closed sets.
    ("api", "v2", "must be 'ses', 'sesv2' or 'smtp', not 'v2': did you mean 'sesv2'?"),
    ("api", "SES", "must be 'ses', 'sesv2' or 'smtp', not 'SES'"),
    ("api", re.compile("^v[12]"), "must be 'ses', 'sesv2' or 'smtp', not re.compile"),
    ("api", contains("v3"), "must be 'ses', 'sesv2' or 'smtp', not contains('v3')"),
    ("operation", "send_email", "did you mean 'SendEmail'?"),
    ("operation", "VerifyEmailIdentity", "must be 'SendEmail', "),
    ("operation", re.compile("^send"), "must be 'SendEmail', "),
    ("region", "us_east_1", "did you mean 'us-east-1'?"),
    ("region", "us-east1", "did you mean 'us-east-1'?"),
    ("region", "US-EAST-1", "did you mean 'us-east-1'?"),
    ("region", "us-east-1a", "did you mean 'us-east-1'?"),
    ("region", "eu-west-11", "did you mean 'eu-west-1'?"),
    ("region", "N. Virginia", "a region is lower-case letters"),
    ("region", "", "a region is lower-case letters"),
    # Names and ids.
    ("message_id", "", "hexadecimal digits"),
    ("message_id", "<0102-1@email.amazonses.com>", "without <, > and a domain"),
    ("message_id", uuid.UUID(int=1), KINDS),
    ("configuration_set", "", "must be specified"),
    ("configuration_set", "my set", "only alphanumeric ASCII characters"),
    ("configuration_set", "x" * 65, "cannot exceed 64 characters"),
    ("template", "", "never empty"),
    ("rendering_failure", "", "never empty"),
    ("rendering_failure", True, KINDS),
    # Texts.
    ("subject", b"Welcome", KINDS),
    ("subject", 1, KINDS),
    ("subject", ["Welcome"], KINDS),
    ("subject", str, KINDS),
    ("subject", object(), KINDS),
    ("subject", Colour.RED, KINDS),
    ("subject", UserString("Welcome"), KINDS),
    ("subject", TODAY, KINDS),
    ("subject", pathlib.PurePath("Welcome"), KINDS),
    ("subject", FILE, KINDS),
    ("subject", re.compile(b"Welcome"), "a pattern for bytes finds nothing in a str"),
    ("text", contains, "must be contains(...), not the function contains"),
    ("subject", lacks, "must be lacks(...), not the function lacks"),
    ("body", ["Hello"], KINDS),
    ("contains", "", "must not be empty"),
    ("lacks", ["a", ""], "must not be empty"),
    ("text_lacks", re.compile(""), "no text lacks re.compile('')"),
    # Tags and data.
    ("tags", {"order": 17}, "'order': the value must be str, Pattern, None or the like, not 17"),
    ("tags", {"order": b"17"}, "'order': the value must be"),
    ("tags", {"order": ["17"]}, "'order': the value must be"),
    ("tags", {17: "order"}, "17: names are of the type str"),
    ("tags", {"": "x"}, "The tag name must be specified."),
    ("tags", {"a b": "x"}, "Invalid tag name <a b>"),
    ("tags", {"a": "x y"}, "Invalid tag value <x y>"),
    ("tags", {"a": re.compile(b"x")}, "a pattern for bytes"),
    ("tags", "campaign", KINDS),
    ("tags", contains("campaign"), KINDS),
    ("tags", MappingProxyType({"a": "x y"}), "Invalid tag value"),
    ("template_data", {"name": b"Ada"}, "'name': JSON holds no bytes"),
    ("template_data", {"user": {"born": TODAY}}, "'user': 'born': JSON holds no datetime"),
    ("template_data", {"lines": ["a", {"b"}]}, "'lines': number 2: JSON holds no set"),
    ("template_data", {1: "a"}, "names are of the type str, not 1"),
    ("template_data", {"a": re.compile(b"x")}, "a pattern for bytes"),
    # Attachments and headers.
    ("attachments", "", "a file's name is not empty"),
    ("attachments", -1, "a number of attachments is 0 or more"),
    ("attachments", True, KINDS),
    ("attachments", 1.0, KINDS),
    ("attachments", b"a.pdf", KINDS),
    ("attachments", ["a.pdf", 1], "number 2 must be"),
    ("attachments", [re.compile(b"x")], "number 1: a pattern for bytes"),
    ("headers", "X-Priority", KINDS),
    ("headers", {"X-Priority": 1}, "'X-Priority': the value must be"),
    ("headers", {"X-Priority": ["1", None]}, "number 2 must be"),
    ("headers", {"X-Priority:": "1"}, "no header field has such a name"),
    ("headers", {"X Priority": "1"}, "no header field has such a name"),
    ("headers", {"": "1"}, "no header field has such a name"),
    ("headers", {b"X-Priority": "1"}, "names are of the type str"),
]
OF_REFUSALS: Table = [
    ("code", "Throtling", "did you mean 'Throttling'?"),
    ("code", "", "never empty"),
    ("code", None, KINDS),
    ("code", re.compile("^throttling$"), "must be one of the "),
    ("rule", "planed", "did you mean 'planned'?"),
    ("rule", "identities_verified", "did you mean 'identities-verified'?"),
    ("operation", "send_email", "did you mean 'SendEmail'?"),
    ("operation", "SendMail", "did you mean 'SendEmail'?"),
    ("api", "v1", "must be 'ses', 'sesv2' or 'smtp', not 'v1'"),
    ("region", "us_east_1", "did you mean 'us-east-1'?"),
    ("http_status", "400", KINDS),
    ("http_status", True, KINDS),
    ("http_status", 40, "400 to 599"),
    ("http_status", 302, "400 to 599"),
    ("http_status", None, KINDS),
    ("message", None, KINDS),
    ("message", re.compile(b"x"), "a pattern for bytes"),
    ("source", "", "never empty"),
    ("to", [None], "number 1 must be"),
    ("to", b"ada@example.org", KINDS),
]


def titles(table: Table) -> list[str]:
    return [f"{number} {name}" for number, (name, _, _) in enumerate(table)]


@pytest.fixture(scope="module")
def mock() -> SESMock:
    return SESMock(region="us-east-1")


QUERIES = (
    *(
        "find",
        "first",
        "last",
        "assert_sent",
        "assert_not_sent",
        "assert_all",
        "wait_for",
        "expect",
    ),
)


@pytest.mark.parametrize(("name", "value", "problem"), OF_MESSAGES, ids=titles(OF_MESSAGES))
def test_of_messages(mock: SESMock, name: str, value: object, problem: str) -> None:
    for query in QUERIES:
        with pytest.raises(TypeError) as caught:
            getattr(mock.outbox, query)(**{name: value})
        assert str(caught.value).startswith(name)
        assert problem in str(caught.value)


@pytest.mark.parametrize(("name", "value", "problem"), OF_REFUSALS, ids=titles(OF_REFUSALS))
def test_of_refusals(mock: SESMock, name: str, value: object, problem: str) -> None:
    for query in ("assert_refused", "assert_no_refusals"):
        with pytest.raises(TypeError) as caught:
            getattr(mock.outbox, query)(**{name: value})
        assert str(caught.value).startswith(name)
        assert problem in str(caught.value)


POSSIBLE: list[tuple[str, Any]] = [
    *((name, None) for name in ("to", "cc", "return_path", "text", "html", "body", "tags")),
    *((name, None) for name in ("template", "template_data", "attachments", "contains")),
    ("to", []),
    ("to", ["Ada <ada@example.org>", re.compile("^bob"), contains("eve"), str.islower, ANY]),
    ("to", "undisclosed:;"),
    ("source", "Zo\u00eb <zoe@example.org>"),
    ("source", contains("@")),
    ("subject", ""),
    ("subject", Words.WELCOME),
    ("subject", re.compile("")),
    ("subject", Equal()),
    ("subject", str.isupper),
    ("api", lambda name: name == "v2"),
    ("operation", re.compile("Bulk")),
    ("operation", contains("Raw")),
    ("region", "local"),
    ("region", "us-west-9"),
    ("region", "eusc-de-east-1"),
    ("message_id", "0102018b9150141c-f36c15a6-1e25-49b2-a48d-772fb35fe846-000000"),
    ("tags", {"a": None, "b": ANY, "c": str.isupper, "d": contains("x"), "e": re.compile("x")}),
    ("tags", {"ses:feedback-id-a": "x"}),
    ("template_data", {"a": 1, "b": 1.5, "c": None, "d": [True, {"e": ANY}], "f": str.isupper}),
    ("template_data", {"a": decimal.Decimal(2), "b": lacks("x")}),
    ("attachments", 0),
    ("attachments", FILE),
    ("attachments", ["a.pdf", FILE, re.compile("x"), contains("x"), ANY]),
    ("headers", {"X-Priority": "1", "Received": ["a", re.compile("b")], "Bcc": None, "A": ANY}),
    ("text_lacks", None),
]


@pytest.mark.parametrize(("name", "value"), POSSIBLE)
def test_what_could_match(mock: SESMock, name: str, value: object) -> None:
    mock.outbox.find(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("to", ""),
        ("to", "Bob <bob"),
        ("to", ["ada"]),
        ("source", "ada"),
        ("source", None),
        ("recipient", None),
        ("message", ""),
        ("rule", "planned"),
        ("code", "MESSAGE_REJECTED"),
        ("operation", "CreateTemplate"),
        ("http_status", 200),
    ],
)
def test_what_a_refusal_could_be(mock: SESMock, name: str, value: object) -> None:
    """SES may have refused it because it is no address; entries of bulk sends come with 200."""
    mock.outbox.assert_no_refusals(**{name: value})  # type: ignore[arg-type]


def test_the_filters_of_a_view_count_too(mock: SESMock) -> None:
    """Each API has operations of its own."""
    view = mock.outbox.find(api="sesv2")
    problem = (
        "operation of api='sesv2' must be 'SendEmail', 'SendBulkEmail' or "
        "'SendCustomVerificationEmail', not 'SendRawEmail': did you mean 'SendEmail'?"
    )
    with pytest.raises(TypeError, match=f"^{re.escape(problem)}$"):
        view.assert_not_sent(operation="SendRawEmail")
    view.assert_not_sent(operation="SendBulkEmail")
    with pytest.raises(TypeError, match=r"^code of api='ses' must be one of the [0-9]+ there are"):
        mock.outbox.assert_no_refusals(api="ses", code="TooManyRequestsException")


def test_what_is_there_needs_no_look_at_what_could_be() -> None:
    """A made-up region, or a record of another kind of service, is found."""
    outbox = an_outbox(
        a_message(), a_refusal(region="us-east-1a", code="Own", rule="own", operation="Own")
    )
    outbox.assert_refused(region="us-east-1a", code="Own", rule="own", operation="Own")
    with pytest.raises(TypeError, match="did you mean 'us-east-1'"):
        outbox.assert_not_sent(region="us-east-1a")


@pytest.mark.parametrize(
    ("filters", "kind"), [(MessageFilters, "find"), (RefusalFilters, "assert_no_refusals")]
)
def test_no_filter_takes_bytes(mock: SESMock, filters: Any, kind: str) -> None:
    for name in filters.__annotations__:
        with pytest.raises(TypeError, match=KINDS):
            getattr(mock.outbox, kind)(**{name: b"x"})


addresses = st.from_regex(r"[a-z]{1,8}@[a-z]{1,8}\.example", fullmatch=True)


@given(address=addresses, damage=st.sampled_from(["{} ", "<{}", "{}>", "{},{}", "{}@", "a b <{}"]))
def test_what_ses_refuses_as_an_address_is_no_filter(address: str, damage: str) -> None:
    """The judge is the mock itself, by a send."""
    damaged = damage.format(address, address)
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        try:
            CLIENT.send_email(
                Source="shop@example.com",
                Destination={"ToAddresses": [damaged]},
                Message={"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}},
            )
        except CLIENT.exceptions.ClientError:
            with pytest.raises(TypeError):
                mock.outbox.assert_not_sent(to=damaged)
            assert mock.outbox.assert_refused(to=damaged).rule == "address-syntax"
        else:
            mock.outbox.assert_sent(to=damaged)


CLIENT = boto3.client("ses", region_name="us-east-1")


# The closed sets are those of the APIs


def test_the_literals() -> None:
    apis = (v1.API, v2.API, smtp.API)

    assert set(get_args(ApiName)) == {api.name for api in apis}
    assert set(get_args(SendingOperation)) == {name for api in apis for name in api.sends}
    for api in apis:
        assert set(MESSAGE_VOCABULARY["operation"][api.name]) == api.sends


def test_every_rule_and_reason_is_in_the_vocabulary() -> None:
    """Wherever it stands: not only where the vocabulary takes it from."""
    modules = [
        import_module(f"{package.__name__}.{each.name}")
        for package in (rules, reasons)
        for each in iter_modules(package.__path__)
    ]
    there = {
        each.name
        for module in modules
        for each in vars(module).values()
        if isinstance(each, (Rule, Reason))
    }
    assert len(there) > 200
    assert there <= set(vocabulary()["rule"]["ses"])


def test_every_code_and_operation_is_in_the_vocabulary() -> None:
    for api in (v1.API, v2.API, smtp.API):
        assert set(vocabulary()["operation"][api.name]) == set(api.operations)
        codes = set(vocabulary()["code"][api.name])
        assert {code for code, _ in api.codes.values()} <= codes
        assert set(api.common_codes) <= codes
        assert {api.entry_failed, *api.entry_statuses.values()} <= codes
    assert "TemplateDoesNotExist" in vocabulary()["code"]["ses"]


# Names that others use


@pytest.mark.parametrize(
    ("query", "name", "text"),
    [
        ("assert_sent", "sender", "did you mean 'source'?"),
        ("assert_sent", "from_", "did you mean 'source'?"),
        ("assert_sent", "from_email", "did you mean 'source'?"),
        ("assert_sent", "FromEmailAddress", "did you mean 'source'?"),
        ("assert_sent", "recipients", "did you mean 'recipient'?"),
        ("assert_sent", "to_addresses", "did you mean 'to'?"),
        ("assert_sent", "ToAddresses", "did you mean 'to'?"),
        ("assert_sent", "cc_addresses", "did you mean 'cc'?"),
        ("assert_sent", "message", "did you mean 'body'?"),
        ("assert_sent", "html_body", "did you mean 'html'?"),
        ("assert_sent", "html_message", "did you mean 'html'?"),
        ("assert_sent", "attachment", "did you mean 'attachments'?"),
        ("assert_sent", "extra_headers", "did you mean 'headers'?"),
        ("assert_sent", "template_name", "did you mean 'template'?"),
        ("assert_sent", "subject_contains", "did you mean subject=contains(...)?"),
        (
            "assert_sent",
            "subject__icontains",
            "did you mean subject=re.compile(..., re.IGNORECASE)?",
        ),
        ("assert_sent", "subject_startswith", "did you mean subject=re.compile('^...')?"),
        ("assert_sent", "subjct", "did you mean 'subject'?"),
        ("assert_not_sent", "count", "count is an argument of assert_sent, wait_for, expect and "),
        ("assert_sent", "times", "count is an argument of assert_sent, wait_for, expect and "),
        ("find", "timeout", "timeout is an argument of wait_for, expect and most assertions"),
        ("assert_refused", "error_code", "did you mean 'code'?"),
        ("assert_refused", "status_code", "did you mean 'http_status'?"),
        ("assert_refused", "match", "did you mean 'message'?"),
        ("assert_refused", "body", "there are code, message, "),
    ],
)
def test_a_filter_by_the_name_that_others_use(query: str, name: str, text: str) -> None:
    with pytest.raises(TypeError, match=re.escape(f"there is no filter {name!r}: {text}")):
        getattr(an_outbox(), query)(**{name: "x"})


@dataclasses.dataclass
class Point:
    x: int


def test_an_object_of_a_users_own_is_asked() -> None:
    an_outbox(a_message()).assert_not_sent(subject=Point(1))
