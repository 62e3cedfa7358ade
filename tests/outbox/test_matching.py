from __future__ import annotations

import functools
import re
from types import SimpleNamespace
from typing import Any
from unittest.mock import ANY

import pytest
from outbox_samples import a_message, a_refusal

from pytest_sesmock.outbox.filters import MessageFilters, RefusalFilters
from pytest_sesmock.outbox.matching import Mismatch, compare, matches


class StartsWith:
    """Stands for the objects of dirty-equals: an `==` of its own, and no callable."""

    def __init__(self, beginning: str) -> None:
        self.beginning = beginning

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and other.startswith(self.beginning)

    __hash__ = None  # type: ignore[assignment]


class LikeAnyText(type):
    """Stands for the classes of dirty-equals, which may be given without calling them."""

    def __eq__(cls, other: object) -> bool:
        return isinstance(other, str)

    __hash__ = None  # type: ignore[assignment]


class AnyText(metaclass=LikeAnyText):
    pass


# (filter, its value, attributes of the message, whether it fits)
Table = dict[str, tuple[str, object, dict[str, Any], bool]]

VALUES: Table = {
    "equal": ("subject", "Welcome", {}, True),
    "a part only": ("subject", "Welc", {}, False),
    "another case": ("subject", "welcome", {}, False),
    "other line ends": ("text", "a\nb", {"text": "a\r\nb"}, False),
    "pattern anywhere": ("subject", re.compile("lco"), {}, True),
    "pattern with flags": ("subject", re.compile("LCO", re.IGNORECASE), {}, True),
    "pattern not there": ("subject", re.compile("^lco"), {}, False),
    "callable says yes": ("subject", str.istitle, {}, True),
    "callable says no": ("subject", str.isupper, {}, False),
    "callable object": ("subject", functools.partial(re.match, "Wel"), {}, True),
    "own ==": ("subject", StartsWith("Wel"), {}, True),
    "own == says no": ("subject", StartsWith("Bye"), {}, False),
    "class with an own ==": ("subject", AnyText, {}, True),
    "class without one, not called": ("subject", str, {}, False),
    "ANY": ("html", ANY, {"html": "<p>"}, True),
    "no html": ("html", None, {}, True),
    "html although none is expected": ("html", None, {"html": ""}, False),
    "no text is not the empty text": ("text", "", {"text": None, "html": "<p>"}, False),
    "pattern without a text": ("text", re.compile(""), {"text": None, "html": "<p>"}, False),
    "callable without a text": ("text", "".__add__, {"text": None, "html": "<p>"}, False),
    "configuration set": ("configuration_set", "a", {"configuration_set": "a"}, True),
    "no configuration set": ("configuration_set", None, {}, True),
    "region": ("region", "us-east-1", {}, True),
    "api": ("api", "sesv2", {}, False),
    "operation": ("operation", "SendEmail", {}, True),
    "message id": ("message_id", re.compile("^0100"), {}, True),
}

ADA = "Ada Lovelace <ada@example.com>"
ADDRESSES: Table = {
    "same text": ("source", ADA, {"source": ADA}, True),
    "no name asked": ("source", "ada@example.com", {"source": ADA}, True),
    "same name": ("source", '"Ada Lovelace" <ada@example.com>', {"source": ADA}, True),
    "another name": ("source", "Ada <ada@example.com>", {"source": ADA}, False),
    "a name where none is": ("source", ADA, {"source": "ada@example.com"}, False),
    "an encoded name": (
        "source",
        "=?utf-8?q?Ada_Lovelace?= <ada@example.com>",
        {"source": ADA},
        True,
    ),
    "domain in another case": ("source", "ada@EXAMPLE.com", {"source": ADA}, True),
    "local part in another case": ("source", "Ada@example.com", {"source": ADA}, False),
    "another domain": ("source", "ada@example.org", {"source": ADA}, False),
    "another local part": ("source", "eve@example.com", {"source": ADA}, False),
    "no address": ("source", "ada", {"source": ADA}, False),
    "source as pattern": ("source", re.compile("Lovelace <"), {"source": ADA}, True),
    "source by callable": ("source", lambda text: text == ADA, {"source": ADA}, True),
    "return path": ("return_path", "a@EXAMPLE.com", {"return_path": "a@example.com"}, True),
    "no return path": ("return_path", None, {}, True),
    "no return path to compare": ("return_path", "ada@example.com", {}, False),
    "group": ("source", "t: a@x.org;", {"source": "t: a@x.org;"}, True),
    "another group": ("source", "t: b@x.org;", {"source": "t: a@x.org;"}, False),
    "a group is not its member": ("source", "a@x.org", {"source": "t: a@x.org;"}, False),
}

THREE = {"to": (ADA,), "cc": ("bob@example.com", "eve@example.com"), "bcc": ("zoe@example.com",)}
LISTS: Table = {
    "one of them": ("cc", "eve@example.com", THREE, True),
    "none of them": ("cc", "ada@example.com", THREE, False),
    "any recipient: to": ("recipient", "ada@example.com", THREE, True),
    "any recipient: cc": ("recipient", "bob@example.com", THREE, True),
    "any recipient: bcc": ("recipient", "zoe@example.com", THREE, True),
    "no recipient": ("recipient", "kim@example.com", THREE, False),
    "pattern for one": ("cc", re.compile("^eve"), THREE, True),
    "pattern for none": ("cc", re.compile("^ada"), THREE, False),
    "all": ("cc", ["bob@example.com", "eve@EXAMPLE.com"], THREE, True),
    "all, as a tuple": ("cc", ("bob@example.com", "eve@example.com"), THREE, True),
    "too few": ("cc", ["bob@example.com"], THREE, False),
    "too many": ("to", ["ada@example.com", "ada@example.com"], THREE, False),
    "another order": ("cc", ["eve@example.com", "bob@example.com"], THREE, False),
    "all but one": ("cc", ["bob@example.com", "kim@example.com"], THREE, False),
    "a list of anything": ("cc", [re.compile("^bob"), StartsWith("eve")], THREE, True),
    "a list with a callable": ("cc", [ANY, lambda text: text == "eve@example.com"], THREE, True),
    "a list with a callable that says no": ("cc", [ANY, str.isupper], THREE, False),
    "callable for the whole": ("cc", lambda cc: len(cc) == 2, THREE, True),
    "callable for none": ("cc", lambda cc: not cc, {}, True),
    "ANY": ("cc", ANY, THREE, True),
    "own == for the whole, not for one": ("cc", StartsWith("bob"), THREE, False),
    "none": ("cc", None, {}, True),
    "none, as a list": ("cc", [], {}, True),
    "some although none is expected": ("cc", None, THREE, False),
    "one of none": ("cc", "ada@example.com", {}, False),
    "reply to": ("reply_to", "ada@example.com", {"reply_to": (ADA,)}, True),
}

TWO_TAGS = {"tags": {"campaign": "spring", "team": "growth"}}
TAGS: Table = {
    "one of the pairs": ("tags", {"team": "growth"}, TWO_TAGS, True),
    "all pairs": ("tags", {"team": "growth", "campaign": "spring"}, TWO_TAGS, True),
    "another value": ("tags", {"team": "sales"}, TWO_TAGS, False),
    "another name": ("tags", {"Team": "growth"}, TWO_TAGS, False),
    "one right, one wrong": ("tags", {"team": "growth", "campaign": "fall"}, TWO_TAGS, False),
    "value as pattern": ("tags", {"team": re.compile("^gr")}, TWO_TAGS, True),
    "value by callable": ("tags", {"team": str.isupper}, TWO_TAGS, False),
    "a tag that is there": ("tags", {"team": ANY}, TWO_TAGS, True),
    "a tag that is not there": ("tags", {"owner": ANY}, TWO_TAGS, False),
    "a tag that must not be there": ("tags", {"owner": None}, TWO_TAGS, True),
    "a tag that should not be there": ("tags", {"team": None}, TWO_TAGS, False),
    "no pair asked": ("tags", {}, TWO_TAGS, True),
    "no tags": ("tags", None, {}, True),
    "tags although none are expected": ("tags", None, TWO_TAGS, False),
    "callable for the whole": ("tags", lambda tags: len(tags) == 2, TWO_TAGS, True),
    "callable for none": ("tags", lambda tags: not tags, {}, True),
    "ANY": ("tags", ANY, {}, True),
}


def rows(*tables: Table) -> pytest.MarkDecorator:
    return pytest.mark.parametrize(
        ("name", "expected", "attributes", "fits"),
        [
            pytest.param(*row, id=f"{row[0]}: {title}")
            for table in tables
            for title, row in table.items()
        ],
    )


@rows(VALUES, ADDRESSES, LISTS, TAGS)
def test_what_fits(name: str, expected: object, attributes: dict[str, Any], *, fits: bool) -> None:
    """The meaning of a filter is that of this table."""
    assert matches(((name, expected),), a_message(**attributes)) is fits


@pytest.mark.parametrize(
    ("name", "expected", "attributes", "reason"),
    [
        ("subject", "Hi", {}, "not equal"),
        ("subject", re.compile("Hi"), {}, "pattern not found"),
        ("subject", str.isupper, {}, "the callable returned False"),
        ("html", "<p>", {"text": None}, "missing"),
        (
            "html",
            "<p>",
            {},
            "there is only text; use text_contains or contains",
        ),
        (
            "text",
            "Hi",
            {"text": None, "html": "<p>Hi"},
            "there is only HTML; use html_contains or contains",
        ),
        ("text", None, {}, "present"),
        ("source", "eve@example.com", {}, "not equal"),
        ("source", "ada", {}, "the filter is not a valid address (Missing final '@domain')"),
        (
            "source",
            "SHOP@example.com",
            {},
            "upper and lower case differ before the @, where case matters",
        ),
        ("to", "Eve <ada@example.com>", {}, "different display name"),
        ("to", "eve@example.com", {}, "no address matches"),
        ("to", "eve@example.com", {"to": (), "bcc": (ADA,)}, "no address matches"),
        ("to", re.compile("eve"), {}, "pattern not found"),
        ("to", None, {}, "length 1, not 0"),
        ("tags", {"owner": "x"}, TWO_TAGS, "'owner' is missing"),
    ],
)
def test_the_reason_of_a_mismatch(
    name: str, expected: object, attributes: dict[str, Any], reason: str
) -> None:
    message = a_message(**attributes)
    assert compare(name, expected, message) == Mismatch(
        name, expected, getattr(message, name), reason
    )


@pytest.mark.parametrize(
    ("asked", "attributes", "mismatch"),
    [
        (
            ["eve@example.com", "bob@example.com"],
            THREE,
            Mismatch("cc", "eve@example.com", "bob@example.com", "the order differs", "number 1"),
        ),
        (
            ["bob@example.com", "ada@example.com"],
            THREE,
            Mismatch("cc", "ada@example.com", "eve@example.com", "not equal", "number 2"),
        ),
        (
            {"campaign": "spring", "team": "x"},
            TWO_TAGS,
            Mismatch("tags", "x", "growth", "not equal", "value of 'team'"),
        ),
    ],
)
def test_of_lists_and_mappings_the_mismatch_holds_the_element_that_differs(
    asked: object, attributes: dict[str, Any], mismatch: Mismatch
) -> None:
    assert compare(mismatch.filter, asked, a_message(**attributes)) == mismatch


def test_the_near_miss_among_several_addresses_gives_the_reason() -> None:
    message = a_message(to=("bob@example.com", ADA, "eve@example.com"))
    mismatch = compare("to", "Ada <ada@example.com>", message)
    assert mismatch is not None
    assert mismatch.reason == "different display name"


def test_an_address_that_ses_refused_is_compared_as_text() -> None:
    """A refused request may hold what is no address; only the same text fits it."""
    refused = a_refusal(request={"Source": "ada", "Destination": {"ToAddresses": ["Bob <bob"]}})
    assert matches((("source", "ada"), ("to", "Bob <bob")), refused)
    assert not matches((("to", "bob@example.com"),), refused)


def test_a_number_is_compared_as_a_number() -> None:
    assert matches((("http_status", 400),), a_refusal())
    assert matches((("http_status", range(400, 500).__contains__),), a_refusal())
    assert not matches((("http_status", 454),), a_refusal())


def test_what_a_callable_raises_is_raised() -> None:
    def broken(_: object) -> bool:
        raise LookupError("mine")

    with pytest.raises(LookupError, match=r"^mine$"):
        matches((("subject", broken),), a_message())


def test_filters_are_asked_in_order_until_one_does_not_fit() -> None:
    asked: list[object] = []
    matches((("subject", asked.append), ("text", asked.append)), a_message())
    assert asked == ["Welcome"]


@pytest.mark.parametrize("name", MessageFilters.__annotations__)
def test_every_filter_of_messages_looks_at_something(name: str) -> None:
    assert matches(((name, ANY),), a_message(html="<p>Hello", tags={"a": "b"}))


@pytest.mark.parametrize("name", RefusalFilters.__annotations__)
def test_every_filter_of_refusals_looks_at_something(name: str) -> None:
    assert matches(((name, ANY),), a_refusal())


ORDER = {"user": {"name": "Ada", "roles": ["admin", "buyer"]}, "lines": [{"sku": "A1", "n": 2}]}


@pytest.mark.parametrize(
    ("expected", "difference"),
    [
        (ORDER, None),
        ({"user": {"name": "Ada"}}, None),
        ({"user": {"name": re.compile("^A")}, "lines": ANY}, None),
        ({"user": {"roles": [ANY, str.islower]}}, None),
        ({"user": {"roles": ("admin", StartsWith("buy"))}}, None),
        ({"lines": [{"n": lambda number: number > 1}]}, None),
        ({"user": {"phone": None}}, None),
        (
            {"user": {"name": "Eve"}},
            ("Eve", "Ada", "not equal", "value of 'user': value of 'name'"),
        ),
        (
            {"lines": [{"sku": re.compile("B")}]},
            (
                re.compile("B"),
                "A1",
                "pattern not found",
                "value of 'lines': number 1: value of 'sku'",
            ),
        ),
        (
            {"user": {"roles": ["admin"]}},
            (["admin"], ["admin", "buyer"], "length 2, not 1", "value of 'user': value of 'roles'"),
        ),
        (
            {"user": {"phone": "1"}},
            ({"phone": "1"}, ORDER["user"], "'phone' is missing", "value of 'user'"),
        ),
        ({"user": ["Ada"]}, (["Ada"], ORDER["user"], "not equal", "value of 'user'")),
    ],
)
def test_filters_stand_at_any_depth(expected: object, difference: tuple[Any, ...] | None) -> None:
    """A mapping names pairs that must be there, a list is as long as what it fits."""
    found = compare("template_data", expected, SimpleNamespace(template_data=ORDER))
    assert found == (None if difference is None else Mismatch("template_data", *difference))


def test_objects_of_dirty_equals_are_filters() -> None:
    dirty_equals = pytest.importorskip("dirty_equals")
    message = a_message(to=(ADA, "bob@example.com"), tags={"team": "growth", "n": "17"})
    for filters in (
        (("subject", dirty_equals.IsStr(regex="Wel.*")),),
        (("to", dirty_equals.Contains("bob@example.com")),),
        (("to", [dirty_equals.IsStr, "bob@example.com"]),),
        (("tags", {"n": dirty_equals.IsNumeric | dirty_equals.IsStr}),),
        (("tags", dirty_equals.IsPartialDict(team="growth")),),
    ):
        assert matches(filters, message)
    assert not matches((("subject", ~dirty_equals.IsStr),), message)
