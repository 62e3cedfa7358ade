"""The failure texts, line by line: what a developer reads is what is pinned."""

from __future__ import annotations

import functools
import re
from datetime import timedelta
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import NOW, a_message, a_refusal, an_outbox

from pytest_sesmock.outbox.explain import failures
from pytest_sesmock.outbox.explain.marks import diff, marks

if TYPE_CHECKING:
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.outbox import Outbox

INVOICE = {"to": ("Bob <bob@example.com>", "eve@example.com"), "subject": "Your invoice"}


def failure(outbox: Outbox, assertion: str, *arguments: object, **filters: object) -> list[str]:
    with pytest.raises(AssertionError) as caught:
        getattr(outbox, assertion)(*arguments, **filters)
    return str(caught.value).splitlines()


def shows(lines: list[str], expected: str) -> bool:
    """Whether the text holds these lines one after the other."""
    wanted = expected.splitlines()
    return any(lines[at : at + len(wanted)] == wanted for at in range(len(lines)))


def test_nothing_happened() -> None:
    assert failure(an_outbox(), "assert_sent", to="ada@example.com") == [
        "no message matched, expected exactly 1:",
        "    to='ada@example.com'",
        "",
        "Nothing was sent and nothing was refused: no call to send reached SES.",
        "Did the code under test get as far as its SES client?",
    ]


def test_nothing_was_sent_because_ses_refused() -> None:
    outbox = an_outbox(a_refusal())
    assert failure(outbox, "assert_sent", to="ada@example.com", subject="Welcome") == [
        "no message matched, expected exactly 1:",
        "    to='ada@example.com'",
        "    subject='Welcome'",
        "",
        "Nothing was sent; SES refused 1 request:",
        "    [0] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        Email address is not verified. The following identities failed",
        "        the check in region US-EAST-1: shop@example.com",
        "        To let it pass: ses_account.verify('shop@example.com')",
    ]


def test_another_message_was_sent() -> None:
    outbox = an_outbox(a_message(**INVOICE), a_message(subject="Welcome!"), a_refusal(remedy=None))
    assert failure(outbox, "assert_sent", to="ada@example.com", subject="Goodbye") == [
        "no message matched, expected exactly 1:",
        "    to='ada@example.com'",
        "    subject='Goodbye'",
        "",
        "Nearest: outbox[1] (matched: to)",
        "    subject: not equal",
        "        expected 'Goodbye'",
        "        actual   'Welcome!'",
        "",
        "2 messages were sent from shop@example.com:",
        "    [0] 12:00:00  bob@example.com +1  'Your invoice'",
        "    [1] 12:00:00  ada@example.com     'Welcome!'",
        "",
        "SES refused 1 request:",
        "    [0] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        Email address is not verified. The following identities failed",
        "        the check in region US-EAST-1: shop@example.com",
    ]


def test_several_messages_matched() -> None:
    outbox = an_outbox(a_message(), a_message(**INVOICE), a_message(html="<p>Hello Ada"))
    assert failure(outbox, "assert_sent", recipient="ada@example.com") == [
        "2 messages matched, expected exactly 1:",
        "    recipient='ada@example.com'",
        "",
        "The matches differ in: html",
        "",
        "3 messages were sent (* matched) from shop@example.com:",
        "  * [0] 12:00:00  ada@example.com     'Welcome'",
        "    [1] 12:00:00  bob@example.com +1  'Your invoice'",
        "  * [2] 12:00:00  ada@example.com     'Welcome'",
    ]


def test_the_same_message_was_sent_twice() -> None:
    outbox = an_outbox(a_message(), a_message(), a_refusal())
    assert failure(outbox, "assert_sent") == [
        "2 messages matched, expected exactly 1",
        "",
        "The matches are alike: was the same call made more than once?",
        "",
        "2 messages were sent (* matched) from shop@example.com:",
        "  * [0] 12:00:00  ada@example.com  'Welcome'",
        "  * [1] 12:00:00  ada@example.com  'Welcome'",
    ]


def test_an_unwanted_message_was_sent() -> None:
    outbox = an_outbox(a_message(), a_message(**INVOICE), a_refusal())
    assert failure(outbox, "assert_not_sent", to="ada@example.com") == [
        "1 message matched, expected none: to='ada@example.com'",
        "",
        "2 messages were sent (* matched) from shop@example.com:",
        "  * [0] 12:00:00  ada@example.com     'Welcome'",
        "    [1] 12:00:00  bob@example.com +1  'Your invoice'",
    ]


def test_the_outbox_is_not_empty() -> None:
    assert failure(an_outbox(a_message(), a_refusal()), "assert_empty") == [
        "the outbox holds 1 message, expected none",
        "",
        "1 message was sent from shop@example.com:",
        "    [0] 12:00:00  ada@example.com  'Welcome'",
    ]


def test_too_few_messages_were_sent() -> None:
    outbox = an_outbox(a_message(), a_refusal(code="Throttling", message="Slow.", remedy=None))
    assert failure(outbox, "assert_count", 2) == [
        "the outbox holds 1 message, expected 2",
        "",
        "1 message was sent from shop@example.com:",
        "    [0] 12:00:00  ada@example.com  'Welcome'",
        "",
        "SES refused 1 request:",
        "    [0] SendEmail: Throttling (HTTP 400, rule identities-verified)",
        "        Slow.",
    ]


def test_no_message_was_sent() -> None:
    lines = failure(an_outbox(), "assert_count", 2)
    assert lines[0] == "the outbox holds no message, expected 2"


def test_another_request_was_refused() -> None:
    outbox = an_outbox(a_message(), a_refusal(message="No."))
    assert failure(outbox, "assert_refused", code="Throttling", source="shop@example.com") == [
        "no refusal matched, expected exactly 1:",
        "    code='Throttling'",
        "    source='shop@example.com'",
        "",
        "Nearest: outbox.refusals[0] (matched: source)",
        "    code: not equal",
        "        expected 'Throttling'",
        "        actual   'MessageRejected'",
        "",
        "SES refused 1 request:",
        "    [0] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "        To let it pass: ses_account.verify('shop@example.com')",
    ]


def test_several_refusals_matched() -> None:
    throttled = a_refusal(code="Throttling", message="Slow.", remedy=None)
    outbox = an_outbox(throttled, a_refusal(message="No.", remedy=None), throttled)
    assert failure(outbox, "assert_refused", code="Throttling") == [
        "2 refusals matched, expected exactly 1:",
        "    code='Throttling'",
        "",
        "The matches are alike: was the same call made more than once?",
        "",
        "SES refused 3 requests (* matched):",
        "  * [0] SendEmail: Throttling (HTTP 400, rule identities-verified)",
        "        Slow.",
        "    [1] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "  * [2] SendEmail: Throttling (HTTP 400, rule identities-verified)",
        "        Slow.",
    ]


def test_the_message_was_accepted_although_a_refusal_was_expected() -> None:
    assert failure(an_outbox(a_message()), "assert_refused", code="MessageRejected") == [
        "no refusal matched, expected exactly 1:",
        "    code='MessageRejected'",
        "",
        "Nothing was refused; 1 message was sent from shop@example.com:",
        "    [0] 12:00:00  ada@example.com  'Welcome'",
    ]


def test_nothing_happened_although_a_refusal_was_expected() -> None:
    lines = failure(an_outbox(), "assert_refused")
    assert lines[2] == "Nothing was sent and nothing was refused: no call to send reached SES."


# Nearest


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
    subject: pattern not found
        expected re.compile('Bye')
        actual   'Welcome'
    to: length 1, not 2
        expected ['ada@example.com', 'eve@example.com']
        actual   ['ada@example.com']
    source: the callable answered False
        expected <lambda>
        actual   'shop@example.com'
    operation: the callable answered False
        expected str.isupper
        actual   'SendEmail'
    tags: there is no 'team'
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
    to: not among them
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
    tags: there is no 'region'
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
    ("expected", "below_expected", "actual", "below_actual", "reason"),
    [
        ("a\nb", "", "a\r\nb", "  ^^", "only the line ends differ"),
        ("a", "", "a\n", "  ^^", "only the line ends differ"),
        ("a b", "", "a  b", "   ^", "only white space differs"),
        ("Hello ada", "       ^", "Hello Ada", "       ^", "only upper and lower case differ"),
        ("Ada", "", "Hello Ada", " ^^^^^^", "there is more around it; contains(...) finds a part"),
        ("", "", "Hello Ada", "", "not equal"),
        ("Hello Eve", "       ^^^", "Hello Ada", "       ^^^", "not equal"),
        ("\u4f60\u597d Eve", "      ^^^", "\u4f60\u597d Ada", "      ^^^", "not equal"),
    ],
)
def test_what_is_hard_to_see_in_two_texts_is_said_and_marked(
    expected: str, below_expected: str, actual: str, below_actual: str, reason: str
) -> None:
    lines = failure(an_outbox(a_message(text=actual)), "assert_sent", text=expected)
    rows = [
        f"    text: {reason}",
        f"        expected {expected!r}",
        f"                 {below_expected}".rstrip(),
        f"        actual   {actual!r}",
        f"                 {below_actual}".rstrip(),
    ]
    assert shows(lines, "\n".join(filter(None, rows)))


def test_long_texts_are_shown_from_shortly_before_their_first_difference() -> None:
    long = "Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy eirmod"
    actual = f"{long}, voluptua."
    lines = failure(an_outbox(a_message(text=actual)), "assert_sent", text=f"{long} tempor")
    assert shows(
        lines,
        """\
    text: not equal
        expected ...'d diam nonumy eirmod tempor'
                                         ^^^^^^^
        actual   ...'d diam nonumy eirmod, voluptua.'
                                         ^^^^^^^^^^^""",
    )


def test_texts_that_differ_early_are_shown_from_their_beginning() -> None:
    lines = failure(an_outbox(a_message(text="x" * 99)), "assert_sent", text="x" * 24)
    assert f"        actual   '{'x' * 45}'..." in lines


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


# Bounds


def test_of_many_messages_the_first_20_are_listed() -> None:
    outbox = an_outbox(*(a_message(subject=f"Mail {number}") for number in range(23)))
    lines = failure(outbox, "assert_empty")
    assert shows(
        lines,
        """\
23 messages were sent from shop@example.com:
     [0] 12:00:00  ada@example.com  'Mail 0'
     [1] 12:00:00  ada@example.com  'Mail 1'""",
    )
    assert lines[-2:] == ["    [19] 12:00:00  ada@example.com  'Mail 19'", "    ... and 3 more"]


def test_of_many_messages_the_matches_are_listed_before_others() -> None:
    outbox = an_outbox(*(a_message(subject=f"Mail {number}") for number in range(23)))
    lines = failure(outbox, "assert_not_sent", subject="Mail 22")
    assert lines[-2:] == ["  * [22] 12:00:00  ada@example.com  'Mail 22'", "    ... and 3 more"]
    assert "    [18] 12:00:00  ada@example.com  'Mail 18'" in lines


def test_of_many_refusals_the_first_5_are_listed() -> None:
    lines = failure(an_outbox(*[a_refusal(message="No.", remedy=None)] * 7), "assert_count", 1)
    assert lines[-3:] == [
        "    [4] SendEmail: MessageRejected (HTTP 400, rule identities-verified)",
        "        No.",
        "    ... and 2 more",
    ]


def test_a_long_list_of_recipients_is_cut() -> None:
    many = tuple(f"customer{number}@example.com" for number in range(50))
    lines = failure(an_outbox(a_message(to=many)), "assert_sent", to="ada@example.com")
    assert shows(
        lines,
        """\
    to: not among them
        expected 'ada@example.com'
        actual   'customer0@example.com'
                 'customer1@example.com'""",
    )
    assert shows(lines, f"{' ' * 17}'customer9@example.com'\n{' ' * 17}... and 40 more")
    assert lines[-1] == "    [0] 12:00:00  customer0@example.com +49  'Welcome'"


def test_a_message_to_nobody_can_be_listed() -> None:
    lines = failure(an_outbox(a_message(to=())), "assert_empty")
    assert lines[-1] == "    [0] 12:00:00  nobody  'Welcome'"


def test_text_is_the_same_on_every_run() -> None:
    """A memory address in the `repr` of a filter would differ from run to run."""
    lines = failure(an_outbox(), "assert_sent", subject=functools.partial(shows, []))
    assert lines[1] == "    subject=functools.partial(<function shows>, [])"


anything = st.text(max_size=400)
mails = st.builds(
    a_message,
    to=st.lists(anything, max_size=60).map(tuple),
    subject=anything,
    text=st.none() | anything,
    html=anything,
)
anything_refused = st.builds(a_refusal, message=anything, remedy=st.none() | anything)
filters = st.fixed_dictionaries(
    {},
    optional={
        "subject": anything,
        "to": anything | st.lists(anything),
        "html": st.none(),
        "configuration_set": anything,
    },
)


@given(sent=st.lists(mails, max_size=25), refused=st.lists(anything_refused), asked=filters)
def test_any_text_is_plain_and_bounded(
    sent: list[SentMessage], refused: list[Any], asked: dict[str, object]
) -> None:
    """Whatever the mails hold: no control characters, no endless lines, a page or two."""
    outbox = an_outbox(*sent, *refused)
    asked["source"] = "nobody@example.com"
    with pytest.raises(AssertionError) as caught:
        outbox.assert_sent(**asked)
    lines = str(caught.value).split("\n")
    assert all(line.isprintable() for line in lines)
    # pytest sets "E       " before each line, and "AssertionError: " before the first. Words in
    # SES's messages and in remedies are not broken, but those are cut as a whole.
    assert len(lines[0]) <= 80 - 8 - 16
    assert all(len(line) <= 80 - 8 or " " not in line.strip() for line in lines)
    assert all(len(line) < 320 for line in lines)
    assert len(str(caught.value)) < 12_000


# Differences of long texts


def differences(expected: str, actual: str) -> list[str]:
    """The lines of the diff of two texts."""
    lines = failure(an_outbox(a_message(text=actual)), "assert_sent", text=expected)
    start = next(at for at, line in enumerate(lines) if line.startswith("        @@ "))
    return [line[8:] for line in lines[start : lines.index("", start)]]


def numbered(count: int) -> list[str]:
    return [f"line {number}" for number in range(1, count + 1)]


@pytest.mark.parametrize(
    ("expected", "actual", "shown"),
    [
        (["a", "b", "c"], ["a", "B", "c"], ["@@ line 1 @@", "  a", "- b", "+ B", "  c"]),
        (["a"], ["a", "b"], ["@@ line 1 @@", "  a", "+ b"]),
        (["a", "b"], ["b"], ["@@ line 1 @@", "- a", "  b"]),
        (
            ["same", "x1", "x2", "same"],
            ["same", "other", "same"],
            ["@@ line 1 @@", "  same", "- x1", "- x2", "+ other", "  same"],
        ),
        (
            numbered(30),
            [*numbered(30)[:20], "LINE 21", *numbered(30)[21:]],
            [
                "@@ line 20 @@",
                "  line 20",
                "- line 21",
                "+ LINE 21",
                "  line 22",
            ],
        ),
        (
            ["x" * 200 + "1" + "z" * 100, "b"],
            ["x" * 200 + "2" + "z" * 100, "b"],
            [
                "@@ line 1 @@",
                f"- ...{'x' * 20}1{'z' * 35}...",
                f"     {' ' * 20}^",
                f"+ ...{'x' * 20}2{'z' * 35}...",
                f"     {' ' * 20}^",
                "  b",
            ],
        ),
        (["a\N{COMBINING ACUTE ACCENT} 1xyz"] * 2, ["a\N{COMBINING ACUTE ACCENT} 2xyz"] * 2, None),
    ],
    ids=["a line", "one more", "one less", "others", "context", "long lines", "combining"],
)
def test_of_texts_of_several_lines_those_that_differ_are_shown(
    expected: list[str], actual: list[str], shown: list[str] | None
) -> None:
    if shown is None:  # an accent takes no column of its own
        shown = ["@@ line 1 @@"]
        shown += [f"- {expected[0]}", "    ^", f"+ {actual[0]}", "    ^"] * 2
    assert differences("\n".join(expected), "\n".join(actual)) == shown


def test_a_long_diff_is_cut() -> None:
    lines = differences("\n".join(numbered(5000)), "\n".join("x" * 3 for _ in range(5000)))
    assert len(lines) == 21
    assert lines[-1] == "... and more"


def test_a_text_that_goes_on_forever_is_compared_in_no_time() -> None:
    many = "\n".join(numbered(100_000))
    assert differences(many, many.replace("line 99999", "LINE 99999"))[1:4] == [
        "  line 99998",
        "- line 99999",
        "  ^^^^",
    ]


texts = st.text("ab\n ", max_size=60)


@given(expected=st.text("abcdef", max_size=40), actual=st.text("abcdef", max_size=40))
def test_what_is_not_marked_is_the_same_in_both(expected: str, actual: str) -> None:
    def unmarked(text: str, carets: str) -> str:
        return "".join(
            one for one, caret in zip_longest(text, carets, fillvalue=" ") if caret == " "
        )

    below_expected, below_actual = marks(expected, actual, least=0)
    assert unmarked(expected, below_expected) == unmarked(actual, below_actual)
    assert (below_expected or below_actual or expected) == (
        below_expected or below_actual or actual
    )


@given(expected=texts, actual=texts)
def test_a_diff_shows_lines_of_both(expected: str, actual: str) -> None:
    rows = diff(expected, actual, "")
    shown = {sign: [row[2:] for row in rows if row.startswith(sign)] for sign in ("- ", "+ ")}
    assert {row.rstrip() for row in shown["- "]} <= {line.rstrip() for line in expected.split("\n")}
    assert {row.rstrip() for row in shown["+ "]} <= {line.rstrip() for line in actual.split("\n")}


# What is listed


def test_messages_of_several_days_and_senders() -> None:
    tomorrow = NOW + timedelta(days=1)
    outbox = an_outbox(
        a_message(), a_message(source="Customer Support <customer.support@example.com>")
    )
    outbox.record(a_message(sent_at=tomorrow, subject="x" * 99, to=("not an address",)))
    assert failure(outbox, "assert_empty")[2:] == [
        "3 messages were sent:",
        "    [0] 03-01 12:00  shop@example.com    ada@example.com  'Welcome'",
        "    [1] 03-01 12:00  customer.suppor...  ada@example.com  'Welcome'",
        "    [2] 03-02 12:00  shop@example.com    not an address   'xxxxxxxxx'...",
    ]


def test_more_filters_that_are_asked_twice_are_told_once() -> None:
    outbox = an_outbox(a_message())
    lines = failure(outbox.to("ada@example.com").to("ada@example.com"), "assert_sent", subject="B")
    assert "Nearest: outbox[0] (matched: to)" in lines


def test_lists_of_messages_that_differ_in_their_order() -> None:
    one, two = a_message(), a_message()
    assert failures.unequal_lists([one, two], [two, one]) == [
        "2 messages on the left, 2 on the right",
        "the same messages in another order, or not equally often",
    ]
