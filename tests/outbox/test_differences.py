"""How two texts that differ are shown, line by line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import a_message, an_outbox, failure, shows

from pytest_sesmock.outbox.explain.marks import compare_texts, diff


@pytest.mark.parametrize(
    ("expected", "below_expected", "actual", "below_actual", "reason"),
    [
        ("a\nb", "", "a\r\nb", "  ^^", "only the line ends differ"),
        ("a", "", "a\n", "  ^^", "only the line ends differ"),
        ("a b", "", "a  b", "   ^", "only white space differs"),
        ("Hello ada", "       ^", "Hello Ada", "       ^", "only upper and lower case differ"),
        (
            "Ada",
            "",
            "Hello Ada",
            " ^^^^^^",
            "only a part of it; use contains(...) to match a part",
        ),
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


def test_of_long_texts_what_is_around_their_first_difference_is_shown() -> None:
    long = "Lorem ipsum dolor sit amet, consetetur sadipscing elitr, sed diam nonumy eirmod"
    actual = f"{long}, voluptua."
    lines = failure(an_outbox(a_message(text=actual)), "assert_sent", text=f"{long} tempor")
    assert shows(
        lines,
        """\
    text: not equal
        expected ...'cing elitr, sed diam nonumy eirmod tempor'
                                                       ^^^^^^^
        actual   ...'cing elitr, sed diam nonumy eirmod, voluptua.'
                                                       ^^^^^^^^^^^""",
    )


def test_texts_that_differ_early_are_shown_from_their_beginning() -> None:
    lines = failure(an_outbox(a_message(text="x" * 99)), "assert_sent", text="x" * 24)
    assert f"        actual   '{'x' * 45}'..." in lines


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
                f"- ...{'x' * 28}1{'z' * 27}...",
                f"     {' ' * 28}^",
                f"+ ...{'x' * 28}2{'z' * 27}...",
                f"     {' ' * 28}^",
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
    marked, _ = compare_texts(expected, actual, least=0)
    of_expected, of_actual = (
        "".join(one for at, one in enumerate(text) if at not in indexes)
        for text, indexes in zip((expected, actual), marked, strict=True)
    )
    assert of_expected == of_actual
    assert any(marked) == (expected != actual)


@given(expected=texts, actual=texts)
def test_a_diff_shows_lines_of_both(expected: str, actual: str) -> None:
    rows = diff(expected, actual, "")
    shown = {sign: [row[2:] for row in rows if row.startswith(sign)] for sign in ("- ", "+ ")}
    assert {row.rstrip() for row in shown["- "]} <= {line.rstrip() for line in expected.split("\n")}
    assert {row.rstrip() for row in shown["+ "]} <= {line.rstrip() for line in actual.split("\n")}
