"""Parts of texts: `contains` and `lacks`, alone and as filters of bodies."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import a_message, an_outbox

from pytest_sesmock import contains, lacks
from pytest_sesmock.outbox.text_parts import TextPart


@pytest.mark.parametrize(
    ("parts", "text", "fits"),
    [
        (("Ada",), "Hello Ada", True),
        (("Eve",), "Hello Ada", False),
        (("ada",), "Hello Ada", False),
        (("Hello", "Ada"), "Hello Ada", True),
        (("Ada", "Hello"), "Hello Ada", False),
        (("a", "a"), "Ada", False),
        (("aa", "aa"), "aaa", False),
        (("Hello Ada",), "Hello\r\n  Ada", True),
        (("Hello\nAda",), "Hello Ada", True),
        (("Hello Ada",), "HelloAda", False),
        (("a.c",), "abc", False),
        ((re.compile("a.c"),), "abc", True),
        ((re.compile("[0-9]+"), "and", re.compile("[0-9]+")), "17 and 18", True),
        ((re.compile("[0-9]+"), "and", re.compile("[0-9]+")), "and 18", False),
        (("a ", " b"), "a  b", True),
        ((" ", " "), "\x85\x85", True),
    ],
)
def test_contains(parts: tuple[TextPart, ...], text: str, *, fits: bool) -> None:
    """Parts are found in their order, without overlap; white space fits any white space."""
    assert (text == contains(*parts)) is fits
    assert (contains(*parts) == text) is fits


@pytest.mark.parametrize(
    ("parts", "text", "fits"),
    [
        (("Eve",), "Hello Ada", True),
        (("Ada",), "Hello Ada", False),
        (("Eve", "Hello"), "Hello Ada", False),
        ((re.compile("ada", re.IGNORECASE),), "Hello Ada", False),
        (("Hello Ada",), "Hello\nAda", False),
    ],
)
def test_lacks(parts: tuple[TextPart, ...], text: str, *, fits: bool) -> None:
    assert (text == lacks(*parts)) is fits


def test_what_is_no_text_has_no_parts() -> None:
    assert contains("a") != None  # noqa: E711 - the comparison is what is tested
    assert contains("a") != ["a"]
    assert lacks("a") != b"b"


def test_repr_is_how_it_is_written() -> None:
    assert repr(contains("a", re.compile("b"))) == "contains('a', re.compile('b'))"
    assert repr(lacks("a")) == "lacks('a')"


@pytest.mark.parametrize("make", [contains, lacks])
def test_wrong_parts(make: Any) -> None:
    with pytest.raises(
        TypeError, match=r"^a part of a text must be a str or a compiled pattern, not 1"
    ):
        make("a", 1)
    with pytest.raises(TypeError, match=r"^at least one part of the text must be given$"):
        make()


ANY_TEXT = st.text() | st.text("ab \n\x85")
PARTS = ANY_TEXT.filter(bool)


@given(parts=st.lists(PARTS, min_size=1), between=ANY_TEXT)
def test_a_text_contains_what_it_was_joined_from(parts: list[str], between: str) -> None:
    text = between.join(parts)
    assert text == contains(*parts)
    assert all(text != lacks(part) for part in parts)


@given(part=PARTS, text=ANY_TEXT)
def test_a_text_contains_a_part_or_lacks_it(part: str, text: str) -> None:
    assert (text == contains(part)) != (text == lacks(part))


# As filters


TEXT = {"text": "Hello Ada,\nyour code is 17", "html": None}
HTML = {"text": None, "html": "<p class='code'>Hello <b>Ada</b>,\n your code is 17"}
BOTH = {"text": "Hello Ada", "html": "<p>Hello Bob"}


@pytest.mark.parametrize(
    ("name", "value", "bodies", "fits"),
    [
        ("text_contains", "Ada, your", TEXT, True),
        ("text_contains", ["Ada", re.compile("[0-9]+")], TEXT, True),
        ("text_contains", ("code", "Ada"), TEXT, False),
        ("text_contains", re.compile("code is [0-9]+$"), TEXT, True),
        ("text_contains", str.isascii, TEXT, True),
        ("text_contains", contains("17"), TEXT, True),
        ("text_contains", "Ada", HTML, False),
        ("text_contains", None, HTML, True),
        ("text_contains", None, TEXT, False),
        ("html_contains", "Hello Ada, your code", HTML, True),
        ("html_contains", "class", HTML, False),
        ("html_contains", "Hello", TEXT, False),
        ("contains", "Ada", TEXT, True),
        ("contains", "Ada", HTML, True),
        ("contains", "Hello", BOTH, True),
        ("contains", "Ada", BOTH, False),
        ("contains", "Ada", {"text": None, "html": None}, False),
        ("contains", None, {"text": None, "html": None}, True),
        ("contains", None, TEXT, False),
        ("text_lacks", "Eve", TEXT, True),
        ("text_lacks", ["Eve", "Ada"], TEXT, False),
        ("text_lacks", "Ada", HTML, True),
        ("text_lacks", None, TEXT, False),
        ("html_lacks", "class", HTML, True),
        ("html_lacks", re.compile("Ada"), HTML, False),
        ("lacks", "Bob", BOTH, False),
        ("lacks", "Eve", BOTH, True),
        ("lacks", "Eve", {"text": None, "html": None}, True),
        ("subject", contains("com"), {}, True),
        ("subject", lacks("com"), {}, False),
        ("to", contains("@example.com"), {}, True),
        ("to", contains("@example.org"), {}, False),
        ("to", [contains("ada")], {}, True),
        ("tags", {"team": contains("row")}, {"tags": {"team": "growth"}}, True),
        ("tags", {"team": lacks("row")}, {"tags": {"team": "growth"}}, False),
    ],
)
def test_parts_in_filters(name: str, value: object, bodies: dict[str, Any], *, fits: bool) -> None:
    filters: Any = {name: value}
    assert bool(an_outbox(a_message(**bodies)).find(**filters)) is fits


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        *((value, "") for value in (1, b"a", {"a": 1}, object())),
        ([], "at least one part of the text must be given"),
        ([1], "a part of a text must be a str or a compiled pattern, not 1"),
        (["a", None], "a part of a text must be a str or a compiled pattern, not None"),
        (re.compile(b"a"), "a part of a text must be a str or a compiled pattern, not re.compile"),
        ("", "a part of a text must not be empty: every text contains the empty one"),
        (["a", ""], "a part of a text must not be empty: every text contains the empty one"),
    ],
    ids=lambda value: repr(value)[:9],
)
@pytest.mark.parametrize("name", ["contains", "text_contains", "html_lacks"])
def test_values_that_are_no_parts(name: str, value: object, problem: str) -> None:
    filters: Any = {name: value}
    text = f"^{name} must be str, Pattern, list, .* which can match nothing$"
    if problem:
        text = f"^{name}=.* (can match nothing|makes no sense): {re.escape(problem)}"
    with pytest.raises(TypeError, match=text):
        an_outbox().find(**filters)


@pytest.mark.parametrize("pattern", ["", "x*", "^", "$", "(?s).*", r"\b|$"])
def test_a_pattern_that_no_text_lacks(pattern: str) -> None:
    with pytest.raises(TypeError, match=r"^text_lacks=.* no text lacks re\.compile"):
        an_outbox().assert_not_sent(text_lacks=re.compile(pattern))
    with pytest.raises(TypeError, match=r"^no text lacks re\.compile"):
        lacks(re.compile(pattern))
    assert contains(re.compile(pattern)) == "Hello Ada"


@pytest.mark.parametrize("pattern", ["^$", r"\A\W*\Z", "^.{0,3}$", "[a-z]", r"\s"])
def test_a_pattern_that_some_text_lacks(pattern: str) -> None:
    outbox = an_outbox(a_message(text="17"), a_message(text="Hello Ada, how are you?"))
    texts = [message.text for message in outbox.find(text_lacks=re.compile(pattern))]
    assert texts == [message.text for message in outbox if not re.search(pattern, message.text)]


@pytest.mark.parametrize(
    ("filters", "difference"),
    [
        (
            {"text_contains": "the code is"},
            """\
    text_contains: not found
        expected 'the code is'
                  ^^^
        actual   'Hello Ada,\\nyour code is 17'
                               ^^^""",
        ),
        (
            {"text_contains": ["code", "Hello"]},
            """\
    text_contains: found, but not after 'code'
        expected 'Hello'
        actual   'Hello Ada,\\nyour code is 17'
                  ^^^^^""",
        ),
        (
            {"text_contains": "your CODE"},
            """\
    text_contains: found, but with different upper and lower case
        expected 'your CODE'
        actual   'Hello Ada,\\nyour code is 17'
                              ^^^^^^^^^""",
        ),
        (
            {"text_contains": re.compile("code: [0-9]+")},
            """\
    text_contains: not found
        expected re.compile('code: [0-9]+')
        actual   'Hello Ada,\\nyour code is 17'""",
        ),
        (
            {"lacks": ["password", re.compile("[0-9]+")]},
            """\
    lacks: text: found
        unwanted re.compile('[0-9]+')
        actual   'Hello Ada,\\nyour code is 17'
                                           ^^""",
        ),
        (
            {"html_contains": "Ada"},
            """\
    html_contains: there is only text; use text_contains or contains
        expected 'Ada'
        actual   None""",
        ),
        (
            {"subject": contains("come!")},
            """\
    subject: not found
        expected 'come!'
                      ^
        actual   'Welcome'""",
        ),
        (
            {"subject": contains("Good morning")},
            """\
    subject: not found
        expected 'Good morning'
        actual   'Welcome'""",
        ),
    ],
    ids=["likest place", "order", "case", "pattern", "lacks", "no html", "subject", "not alike"],
)
def test_the_place_in_the_text_is_shown(filters: Any, difference: str) -> None:
    with pytest.raises(AssertionError) as caught:
        an_outbox(a_message(**TEXT)).assert_sent(**filters)
    assert difference in str(caught.value)


@pytest.mark.parametrize("at", [0, 30, 100, 4900, 9000])
def test_far_into_a_long_text_the_place_is_shown(at: int) -> None:
    text = f"{'lorem ' * (at // 6)}needle{' ipsum' * 2000}"
    with pytest.raises(AssertionError) as caught:
        an_outbox(a_message(text=text)).assert_sent(text_lacks="needle")
    shown = str(caught.value).splitlines()
    actual = next(line for line in shown if line.lstrip().startswith("actual"))
    carets = shown[shown.index(actual) + 1]
    assert actual[carets.index("^") : carets.rindex("^") + 1] == "needle"
