"""Addresses against JavaMail's own answers, SES's recorded ones, and properties of the grammar."""

from __future__ import annotations

import json
import re
import sys
from email.header import Header
from email.utils import formataddr
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pytest_sesmock.engine import addresses
from pytest_sesmock.engine.addresses import (
    TEXTS,
    AddressFault,
    Mailbox,
    echo_if_too_long,
    judge,
    length_in_ses_units,
    parse,
    parse_header,
    unicode_form,
)

if TYPE_CHECKING:
    from types import FrameType

DATA = Path(__file__).parents[1] / "data"


def table(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_bytes().splitlines()]


JAVAMAIL = table("addresses.jsonl")
RECORDED = table("recorded_addresses.jsonl")
BEHAVIOUR = {
    row["id"]: row
    for name in ("ses_behaviour.jsonl", "found_evidence.jsonl")
    for row in table(name)
}
FAULTS = {text.template: text for text in TEXTS}


# What JavaMail 1.4.7 and SES answer


@pytest.mark.parametrize("row", JAVAMAIL, ids=[f"line{n}" for n in range(1, len(JAVAMAIL) + 1)])
def test_reads_an_address_as_javamail_does(row: dict[str, Any]) -> None:
    answer = parse(row["address"])

    if row["verdict"] == "error":
        assert answer == AddressFault(row["message"])
    else:
        assert isinstance(answer, Mailbox)
        assert answer.address == row["normalized"]
        assert answer.name == row["personal"]
        assert answer.is_group == row["group"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ada\\@", "Missing domain"),
        ("\\\U0001f600@b", "Local address contains control or whitespace"),
        ("\\\\\U0001f600@b", "Local address contains control or whitespace"),
        ("@relay:ada@example.com", "Missing local name"),
        ("<@relay,>", "Missing final '@domain'"),
        ('"a:b":c@d;', "Missing '\"'"),
        ("<a\\:x@[;>", "Missing ']'"),
        ("G: <a@b> <c@d>;", "Extra route-addr"),
        ("a@b;c:d", "Illegal semicolon, not in group"),
        (":a@b;", "Local address contains illegal character"),
    ],
)
def test_refuses_what_javamail_refuses(text: str, message: str) -> None:
    """Strings that the table has nothing like; JavaMail 1.4.7 was asked them too."""
    assert parse(text) == AddressFault(message)


IDENTITY_OPERATIONS = {
    "VerifyEmailIdentity",
    "VerifyDomainIdentity",
    "GetIdentityDkimAttributes",
    "GetIdentityVerificationAttributes",
}
# boto's own constant has a full stop that the record of 2016, of the same string, has not.
BOTO_2 = "https://github.com/boto/boto/pull/451"

SENT = [row for row in RECORDED if row["operation"] not in IDENTITY_OPERATIONS]


@pytest.mark.parametrize(
    "row",
    [row for row in SENT if row["source"] != BOTO_2],
    ids=lambda row: f"{row['kind']}-{row['address'].encode('unicode_escape').decode()[:40]}",
)
def test_answers_as_ses_was_recorded_to(row: dict[str, Any]) -> None:
    answer = {"param": judge, "header": parse_header}[row["kind"]](row["address"])

    assert isinstance(answer, AddressFault) == (row["verdict"] == "error")
    if isinstance(answer, AddressFault):
        assert answer.message == row["message"]


def test_only_five_recorded_answers_are_left_out() -> None:
    """Four are texts of identity operations, and one is boto's spelling of another record."""
    assert len(RECORDED) - len(SENT) == 4
    assert [row["message"] for row in SENT if row["source"] == BOTO_2] == ["Domain ends with dot."]


@pytest.mark.parametrize(
    ("read", "text"),
    [
        pytest.param(
            judge,
            'Encuesta "Mejora del =?UTF-8?B?RGVzZW1wZcOxbyBkZWwgQWdlbnRlIGRlIFNl?='
            "\r\n =?UTF-8?B?cnZpY2lvIg==?= <foo@bar.com>",
            id="aws-sdk-php-1196",
        ),
        pytest.param(
            parse_header,
            '=?utf-8?Q?"Test=20Test?= <tets@example.com>',
            id="magento-2-smtp-265",
        ),
    ],
)
def test_quote_that_is_half_encoded_is_never_closed(read: Any, text: str) -> None:
    """Both senders were recorded to get this answer; the end of each string is reconstructed."""
    assert read(text) == AddressFault("Missing '\"'")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("(c) <a@b> (d)", Mailbox("a@b", "d"), id="comment-on-both-sides"),
        pytest.param('a@b (")', Mailbox("a@b", '"'), id="comment-is-one-quote"),
        pytest.param('(c),"a"@b', Mailbox('"a"@b'), id="comment-before-a-stray-comma"),
    ],
)
def test_choices_where_javamail_gives_no_guidance(text: str, expected: Mailbox) -> None:
    """JavaMail crashes on the first two; of the third's comment it makes a name at times only."""
    assert parse(text) == expected


# SES's own answers


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"a\nb"@example.com', id="addr-quoted-crlf"),
        pytest.param('"a\rb"@example.com', id="carriage-return"),
        pytest.param('"a\\\nb"@example.com', id="hidden-by-a-backslash"),
        pytest.param('Ada <"a\r\nb"@example.com>', id="with-a-name"),
    ],
)
def test_line_break_in_a_quoted_local_part_has_its_own_text(text: str) -> None:
    assert isinstance(parse(text), Mailbox)
    assert judge(text) == AddressFault(f"Invalid email address {text}.")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"Ada\nL." <ada@example.com>', id="in-the-name"),
        pytest.param('"ada l"@example.com', id="blank-in-quotes"),
        pytest.param("a\\\nb@example.com", id="hidden-without-quotes"),
        pytest.param('"a\nb":ada@example.com;', id="in-the-name-of-a-group"),
        pytest.param('"a\nb"@', id="domain-missing"),
        pytest.param(" ", id="blank"),
    ],
)
def test_elsewhere_ses_answers_as_javamail_does(text: str) -> None:
    assert judge(text) == parse(text)


def test_empty_address_has_its_own_text() -> None:
    assert judge("") == AddressFault("Invalid email address .")
    assert parse("") == AddressFault("Illegal address")


# The known texts


def as_pattern(text: str) -> re.Pattern[str]:
    """The text as a row of evidence may hold it, over SMTP with a prefix."""
    body = re.escape(text).replace(r"\{address\}", "[^<.][^<]*")
    return re.compile(f"(Transaction failed: )?{body}", re.DOTALL)


@pytest.mark.parametrize("text", FAULTS)
def test_text_rests_on_the_rows_it_cites_and_cites_all_there_are(text: str) -> None:
    seen = {
        name
        for name, row in BEHAVIOUR.items()
        if row["message"] and as_pattern(text).fullmatch(row["message"])
    }
    assert set(FAULTS[text].evidence) - {"javamail-base"} == seen
    grades = {BEHAVIOUR[name]["grade"] for name in seen}
    assert FAULTS[text].grade == min(grades, key=["A", "A2", "C"].index, default="C")


def test_texts_are_those_of_javamail_and_two_of_ses() -> None:
    """No text is listed that nothing can cause, and none can be caused that is not listed."""
    own = {"Invalid email address .", "Invalid email address {address}."}

    assert set(FAULTS) == own | {row["message"] for row in JAVAMAIL if row["message"]}


# What is made of an accepted address


@pytest.mark.parametrize(
    ("text", "local_part", "domain"),
    [
        ("ada@example.com", "ada", "example.com"),
        ("Ada <Ada.L@Example.COM>", "Ada.L", "Example.COM"),
        ('"ada@home"@example.com', '"ada@home"', "example.com"),
        ("ada\\@home@example.com", "ada\\@home", "example.com"),
        ("ada@[10.0.0.1]", "ada", "[10.0.0.1]"),
        ("ada@[a@b]", "ada", "[a@b]"),
        ("<@relay,@other:ada@example.com>", "ada", "example.com"),
        ("<@relay:@example.com>", "", "example.com"),
        ("Team: ada@example.com, bob@example.com;", "", ""),
    ],
)
def test_parts_of_an_address(text: str, local_part: str, domain: str) -> None:
    mailbox = parse(text)

    assert isinstance(mailbox, Mailbox)
    assert (mailbox.local_part, mailbox.domain) == (local_part, domain)


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("=?utf-8?Q?J=C3=B6rg_M?=", "Jörg M"),
        ("=?UTF-8?b?w6k=?=", "é"),
        ("=?iso-8859-1*fr?q?=E9t=e9?=", "été"),
        ("=?utf-8?Q?a?= =?utf-8?Q?b?=", "ab"),
        ("=?utf-8?Q?a?=\r\n\t=?utf-8?Q?b?= c", "ab c"),
        ("=?utf-8?Q?a?=  x  =?utf-8?Q?b?=", "a  x  b"),
        ("x =?utf-8?Q?a?=", "x a"),
        ("x=?utf-8?Q?a?=", "x=?utf-8?Q?a?="),
        ("=?utf-8?Q?a?=b", "ab"),
        ("=?utf-8?Q?a?==?utf-8?Q?b?=", "a=?utf-8?Q?b?="),
        ("=?utf-8?Q??=", ""),
        ("=?utf-8?B?!!!?=", ""),
        ("=?utf-8?Q?=C3?=", "\ufffd"),
        ("=?utf-8?Q?é?=", "\ufffd"),
        ("=?utf-8?Q?=4?=", "=?utf-8?Q?=4?="),
        ("=?utf-8?B?w6k?=", "=?utf-8?B?w6k?="),
        ("=?utf-8?X?a?=", "=?utf-8?X?a?="),
        ("=?bogus?Q?a?= =?utf-8?Q?b?=", "=?bogus?Q?a?= =?utf-8?Q?b?="),
        ("=?punycode?Q?a-?=", "=?punycode?Q?a-?="),
        ("=?hex?Q?61?=", "=?hex?Q?61?="),
    ],
)
def test_name_is_decoded_as_javamail_does(phrase: str, name: str) -> None:
    """The names are what JavaMail 1.4.7 answered for these phrases."""
    assert Mailbox("ada@example.com", phrase).name == name


printable = st.characters(min_codepoint=0x20, exclude_categories=["Cc", "Cs", "Zl", "Zp"])
display_names = st.text(printable, min_size=1).filter(lambda name: name == name.strip(" "))


@given(display_names)
def test_name_comes_back_from_what_the_standard_library_writes(name: str) -> None:
    assume("=?" not in name)

    mailbox = parse(formataddr((name, "ada@example.com")))

    assert isinstance(mailbox, Mailbox)
    assert (mailbox.name, mailbox.address) == (name, "ada@example.com")


@given(display_names)
def test_name_comes_back_from_encoded_words_of_any_number(name: str) -> None:
    mailbox = parse(f"{Header(name, 'utf-8', maxlinelen=40).encode()} <ada@example.com>")

    assert isinstance(mailbox, Mailbox)
    assert mailbox.name == name


# Length


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ada@example.com", "ada@example.com"),
        ("<ada@example.com>", "ada@example.com"),
        ('"ada l"@example.com', '<"ada l"@example.com>'),
        ('"Ada L" <ada@example.com>', "Ada L <ada@example.com>"),
        ("Ada L. <ada@example.com>", '"Ada L." <ada@example.com>'),
        ("ada@example.com (Ada) (L)", "Ada <ada@example.com>"),
        ("山 <ada@example.com>", '"山" <ada@example.com>'),
        ('"a \\"b\\" c" <ada@example.com>', '"a \\"b\\" c" <ada@example.com>'),
        ("=?utf-8?Q?J=C3=B6rg?= <a@b.c>", "=?utf-8?Q?J=C3=B6rg?= <a@b.c>"),
        ("Team: ada@example.com;", "Team: ada@example.com;"),
    ],
)
def test_form_that_is_measured(text: str, form: str) -> None:
    """But for the encoded words, JavaMail 1.4.7's `toUnicodeString` of these addresses."""
    mailbox = parse(text)

    assert isinstance(mailbox, Mailbox)
    assert unicode_form(mailbox) == form


FITTING = {
    "bare": ("{}@example.com", "{}@example.com", "a" * 308),
    "name": ("{} <ada@example.com>", "{} <ada@example.com>", "N" * 302),
    "quotes-of-the-name": ('"{}" <ada@example.com>', "{} <ada@example.com>", "N" * 302),
    "quotes-around-specials": ('"{}." <ada@example.com>', '"{}." <ada@example.com>', "N" * 299),
    "quotes-around-non-ascii": ("{} <ada@example.com>", '"{}" <ada@example.com>', "山" * 300),
    "escapes": ('"\\"{}" <ada@example.com>', '"\\"{}" <ada@example.com>', "N" * 298),
    "beyond-ffff": ("{} <ada@example.com>", '"{}" <ada@example.com>', "\U0001f600" * 150),
    "encoded-words": ("=?x?Q?{}?= <a@b.c>", "=?x?Q?{}?= <a@b.c>", "=41" * 101 + "N"),
}


@pytest.mark.parametrize(("written", "echoed", "filler"), FITTING.values(), ids=FITTING)
def test_address_may_have_320_units_in_the_measured_form(
    written: str, echoed: str, filler: str
) -> None:
    longest = judge(written.format(filler))

    assert isinstance(longest, Mailbox)
    assert length_in_ses_units(longest) == 320
    assert echo_if_too_long(written.format(filler)) is None
    assert echo_if_too_long(written.format(filler + "N")) == echoed.format(filler + "N")


def test_refused_address_is_not_too_long() -> None:
    assert echo_if_too_long("a" * 400) is None


# The grammar as a whole

fragments = st.sampled_from(
    [
        *'()<>@,;:\\".[] \t\r\n-_=?é\x00\x7f\U0001f600\ud800',
        *("a", "b.c", "N", "G:", "@b", "a@b", "<a@b>", "<", ">", "(c)", '"q"', '"x y"@z', "@r:"),
        *("[1]", '\\"', "\\\\", "=?utf-8?Q?J=C3=B6rg?=", "=?utf-8?B?w6k=?=", " <a@b>", ", ", ";"),
    ]
)
texts = st.text() | st.lists(fragments, max_size=12).map("".join)
plain = st.from_regex(addresses._PLAIN, fullmatch=True)

# Where the scan and the checks behind it see the same quotes and brackets.
names = st.sampled_from(["", "Ada ", '"L., Ada" ', "(c) ", "Ada (c) ", "\u5c71 ", "a@b "])
unquoted = st.from_regex("[a-z.!+-]{1,6}", fullmatch=True)
quoted = st.from_regex(r'"[^"\\]{0,6}"', fullmatch=True)
routes = st.sampled_from(["", "@relay:", "@relay,@other:"])
domains = st.from_regex(r'[a-z0-9-]{1,4}(\.[a-z]{1,3}){0,2}|\[[^]\\>"]{0,6}\]', fullmatch=True)


def is_known(fault: AddressFault, text: str) -> bool:
    return fault.message in FAULTS or fault.message == f"Invalid email address {text}."


@given(texts)
def test_every_text_gets_a_verdict(text: str) -> None:
    """Whatever the text, there is an address to look at from every side, or a known text."""
    for answer in (judge(text), parse(text), parse_header(text)):
        if isinstance(answer, AddressFault):
            assert is_known(answer, text)
            continue
        for mailbox in [answer] if isinstance(answer, Mailbox) else answer:
            assert mailbox.address in text
            assert mailbox.phrase is None or mailbox.phrase.strip()
            assert f"{mailbox.local_part}@{mailbox.domain}" in mailbox.address or mailbox.is_group
            assert mailbox.name is None or mailbox.phrase is not None
            assert mailbox.address in unicode_form(mailbox)


@given(texts)
def test_header_of_one_address_is_read_like_a_parameter(text: str) -> None:
    header = parse_header(text)

    if isinstance(header, AddressFault):
        assert isinstance(parse(text), AddressFault)
    elif len(header) == 1:
        assert parse(text) == header[0]
    else:
        assert parse(text) == AddressFault("Illegal address")


@given(names, st.tuples(routes, unquoted) | st.tuples(st.just(""), quoted), domains)
def test_parts_of_a_built_address_come_back(
    name: str, routed: tuple[str, str], domain: str
) -> None:
    route, local_part = routed
    address = f"{route}{local_part}@{domain}"

    for text in (f"{name}<{address}>", f" {name}< {address}\t> ignored,", f"<{address}>(c)"):
        mailbox = parse(text)
        assert isinstance(mailbox, Mailbox)
        assert mailbox.address == address
        assert (mailbox.local_part, mailbox.domain) == (local_part, domain)


@given(names, unquoted | quoted, domains)
def test_what_is_made_of_an_address_reads_as_the_same(
    name: str, local_part: str, domain: str
) -> None:
    address = f"{local_part}@{domain}"

    for text in (address, f"{address} (c)", f"{name}<{address}>", f"G: {address}, <{address}>;"):
        mailbox = parse(text)
        assert isinstance(mailbox, Mailbox)
        assert parse(mailbox.address) == Mailbox(mailbox.address)
        assert parse(unicode_form(mailbox)) == mailbox


@given(plain)
def test_short_cut_for_plain_addresses_agrees_with_the_grammar(text: str) -> None:
    """`parse_header` has no short cut, so it is the oracle."""
    assert parse_header(text) == (parse(text),)


@given(st.lists(plain, max_size=5))
def test_header_list_is_its_elements(texts: list[str]) -> None:
    assert parse_header(", ".join(texts)) == tuple(map(parse, texts))


# Linear time

# What is repeated, what stands behind it, and what is repeated behind that.
HOSTILE = {
    "comments-never-closed": ("(", "", ""),
    "nested-comments": ("(", "", ")"),
    "hidden-parentheses": ("(\\", ")", ""),
    "comments": ("(a)", "a@b", ""),
    "quotes": ('""', "", ""),
    "quoted-pieces": ('"a"', " <a@b>", ""),
    "hidden-in-quotes": ('"\\a', '" <a@b>', ""),
    "backslashes": ("\\", "a@b", ""),
    "brackets": ("<", "", ">"),
    "quotes-in-brackets": ('<"a"', ">", ""),
    "square-brackets": ("[", "", "]"),
    "literals": ("[a]", "a@b", ""),
    "commas": (",", "a@b", ""),
    "colons": (":", "", ";"),
    "semicolons": (";", "a@b", ""),
    "addresses": ("a@b,", "a@b", ""),
    "groups": ("G:a@b;", "", ""),
    "route": ("@r,", "a@b", ""),
    "dots": ("a@b.", "", ""),
    "at-signs": ("@", "", ""),
    "blanks": (" ", "\x0b", " "),
    "words": ("a ", "<a@b>", ""),
    "encoded-words": ("=?utf-8?Q?a?= ", "<a@b>", ""),
    "half-encoded-words": ("=?utf-8?Q?=41", " <a@b>", ""),
    "question-marks": ("=?", " <a@b>", ""),
}


def verdicts(text: str) -> list[object]:
    """The faults that the ways of reading find, and how often they find none."""
    answers = [judge(text), parse(f"<{text}>"), parse_header(text)]
    read = [(it.name, it.domain, unicode_form(it)) for it in answers if isinstance(it, Mailbox)]
    return [*(it for it in answers if isinstance(it, AddressFault)), len(read)]


@pytest.mark.slow
@pytest.mark.parametrize(("head", "middle", "tail"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_read_in_one_go(head: str, middle: str, tail: str) -> None:
    """Going back over 200,000 characters for each of them would take minutes, and does not."""
    pieces = 200_000 // len(head + tail)

    found = verdicts(head * pieces + middle + tail * pieces)

    assert found == verdicts(head * 400 + middle + tail * 400)


@pytest.mark.parametrize(("head", "middle", "tail"), HOSTILE.values(), ids=HOSTILE)
def test_each_further_piece_costs_the_same(head: str, middle: str, tail: str) -> None:
    calls = 0

    def count(frame: FrameType, _event: str, _arg: object) -> None:
        nonlocal calls
        calls += frame.f_code.co_filename == addresses.__file__

    costs = []
    for pieces in (400, 500, 600):
        calls = 0
        sys.setprofile(count)
        try:
            verdicts(head * pieces + middle + tail * pieces)
        finally:
            sys.setprofile(None)
        costs.append(calls)

    assert costs[2] - costs[1] == costs[1] - costs[0]


@given(st.text(max_size=157))
def test_short_text_is_never_too_long(text: str) -> None:
    """What `echo_if_too_long` does not look at could not have been too long."""
    judged = judge(text)
    assert isinstance(judged, AddressFault) or length_in_ses_units(judged) <= 320
