"""What a failure shows of the messages that are nearest to what was asked for."""

from __future__ import annotations

import re
from typing import Any

import pytest
from outbox_samples import a_message, an_outbox, failure, shows


def test_every_filter_that_does_not_fit_is_listed() -> None:
    lines = failure(
        an_outbox(a_message()),
        "assert_sent",
        subject=re.compile("Bye"),
        to=["ada@example.com", "eve@example.com"],
        html=None,
        source=lambda source: source == "eve@example.com",
        operation=str.isupper,
        tags={"team": "growth"},
    )
    assert shows(
        lines,
        """\
no message matched, expected exactly 1:
    subject=re.compile('Bye')
    to=['ada@example.com', 'eve@example.com']
    html=None
    source=<lambda>
    operation=str.isupper
    tags={'team': 'growth'}

Nearest: outbox[0] (matched: html)
    12:00:00  ada@example.com  'Welcome'
    subject: pattern not found
        expected re.compile('Bye')
        actual   'Welcome'
    to: length 1, not 2
        expected ['ada@example.com', 'eve@example.com']
        actual   ['ada@example.com']
    source: the callable returned False
        expected <lambda>
        actual   'shop@example.com'
    operation: the callable returned False
        expected str.isupper
        actual   'SendEmail'
    tags: 'team' is missing
        expected {'team': 'growth'}
        actual   {}""",
    )


FIVE = tuple(f"{name}@example.com" for name in ("ada", "bob", "eve", "kim", "zoe"))
FIVE_TAGS = {"campaign": "spring", "team": "growth", "owner": "ada", "environment": "Production"}


@pytest.mark.parametrize(
    ("attributes", "asked", "difference"),
    [
        (
            {"to": FIVE},
            {"to": [*FIVE[:2], "ann@example.com", *FIVE[3:]]},
            """\
    to: number 3: not equal
        expected 'ann@example.com'
                  ^^^
        actual   'eve@example.com'
                  ^^^""",
        ),
        (
            {"to": FIVE},
            {"to": "ann@example.com"},
            """\
    to: no address matches
        expected 'ann@example.com'
        actual   'ada@example.com'
                 'bob@example.com'
                 'eve@example.com'
                 'kim@example.com'
                 'zoe@example.com'""",
        ),
        (
            {"to": FIVE[:2]},
            {"to": FIVE[:3]},
            """\
    to: length 2, not 3
        expected 'ada@example.com'
                 'bob@example.com'
                 'eve@example.com'
        actual   ['ada@example.com', 'bob@example.com']""",
        ),
        (
            {"tags": FIVE_TAGS},
            {"tags": {**FIVE_TAGS, "environment": "staging"}},
            """\
    tags: value of 'environment': not equal
        expected 'staging'
        actual   'Production'""",
        ),
        (
            {"tags": FIVE_TAGS},
            {"tags": {"environment": "production"}},
            """\
    tags: value of 'environment': only upper and lower case differ
        expected 'production'
                  ^
        actual   'Production'
                  ^""",
        ),
        (
            {"tags": FIVE_TAGS},
            {"tags": {"region": "eu"}},
            """\
    tags: 'region' is missing
        expected {'region': 'eu'}
        actual   'campaign': 'spring'
                 'team': 'growth'
                 'owner': 'ada'
                 'environment': 'Production'""",
        ),
    ],
    ids=["element", "not among", "length", "tag", "tag's letter case", "no tag"],
)
def test_of_lists_and_tags_what_differs_is_shown(
    attributes: dict[str, Any], asked: dict[str, object], difference: str
) -> None:
    """Two long values cut at the same place would look alike."""
    assert shows(failure(an_outbox(a_message(**attributes)), "assert_sent", **asked), difference)


@pytest.mark.parametrize(
    ("actual", "asked", "marked"),
    [
        (("bob@example.com",), "ada@example.com", ["                  ^^^"] * 2),
        (("bob@example.com", "eve@example.com"), "ada@example.com", []),
        (
            ("bob@example.com", "ada@exmaple.com"),
            "ada@example.com",
            ["                        ^^"] * 2,
        ),
        (("kim@mail.example.org",), "x@y.de", []),
        (
            ("Ada Lovelace <ada@exmaple.com>",),
            "ada@example.com",
            ["                        ^^", f"{' ' * 38}^^"],
        ),
        (
            ("Eve <ada@example.com>",),
            "Ada <ada@example.com>",
            ["                  ^^^"] * 2,
        ),
    ],
    ids=["the only one", "one of two", "misspelt", "unlike", "within a name", "its name"],
)
def test_of_several_addresses_only_one_that_is_nearly_meant_is_marked(
    actual: tuple[str, ...], asked: str, marked: list[str]
) -> None:
    """The only one there is was meant; of several, marks would be all over one that was not."""
    lines = failure(an_outbox(a_message(to=actual)), "assert_sent", to=asked)
    assert [line for line in lines if line and not line.strip(" ^")] == marked


def test_ten_addresses_are_a_list_and_the_eleventh_is_counted() -> None:
    many = tuple(f"customer{number}@example.com" for number in range(11))
    for number, more in ((10, []), (11, [f"{' ' * 17}... and 1 more"])):
        outbox = an_outbox(a_message(to=many[:number]))
        lines = failure(outbox, "assert_sent", to="ada@example.org")
        last = lines.index(f"{' ' * 17}'customer9@example.com'")
        assert lines[last + 1 : last + 2 if more else last + 1] == more
        assert lines[last + 1 + len(more)] == ""


def test_the_place_that_is_most_like_a_missing_part_is_marked_to_its_end() -> None:
    lines = failure(
        an_outbox(a_message(text="Your code: 1851")), "assert_sent", contains="code: 1815"
    )
    assert shows(
        lines,
        """\
    contains: text: not found
        expected 'code: 1815'
                          ^^
        actual   'Your code: 1851'
                               ^^""",
    )
    lines = failure(an_outbox(a_message(text="de: 1815")), "assert_sent", contains="code: 1815")
    assert shows(
        lines,
        """\
        expected 'code: 1815'
                  ^^
        actual   'de: 1815'""",
    )


def test_a_part_of_one_character_that_is_unwanted_is_marked() -> None:
    lines = failure(an_outbox(a_message(text="Hello! Ada")), "assert_sent", lacks="!")
    assert shows(
        lines,
        """\
        unwanted '!'
        actual   'Hello! Ada'
                       ^""",
    )


def test_of_messages_that_fit_no_filter_only_the_likest_is_shown() -> None:
    outbox = an_outbox(
        a_message(to=("bob@example.org",)),
        a_message(to=("ada@exmaple.com",)),
        a_message(to=("eve@example.net",)),
    )
    lines = failure(outbox, "assert_sent", to="ada@example.com")
    assert [line for line in lines if line.startswith("Nearest")] == ["Nearest: outbox[1]"]


def test_of_messages_as_near_as_each_other_three_are_shown_the_likest_first() -> None:
    sources = [f"{name}@example.com" for name in ("x", "s", "sh", "sho", "y")]
    outbox = an_outbox(*(a_message(source=source) for source in sources), a_message(to=("a@b.de",)))
    lines = failure(outbox, "assert_sent", source="shop@example.com", to="ada@example.com")
    assert [line for line in lines if line.startswith("Nearest")] == [
        "Nearest: outbox[3] (matched: to)",
        "Nearest: outbox[2] (matched: to)",
        "Nearest: outbox[1] (matched: to)",
    ]


def test_a_callable_that_the_verdict_did_not_reach_may_raise_here() -> None:
    """Its exception does not take the place of the failure it would only describe."""
    outbox = an_outbox(a_message(text="Hello"))
    lines = failure(outbox, "assert_sent", subject="Code", text=lambda text: text.index("code") > 0)
    assert "    text: the callable raised ValueError('substring not found')" in lines
