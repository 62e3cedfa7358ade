"""What a person sees of HTML with styles."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from styled_html import CASES

from pytest_sesmock.outbox import visible_html
from pytest_sesmock.outbox.visible_html import Image, Link, read


@pytest.mark.parametrize(("html", "text"), CASES.values(), ids=CASES.keys())
def test_visible_text(html: str, text: str) -> None:
    assert read(html).text == text


def test_links_and_images_that_are_not_seen_are_left_out() -> None:
    page = read(
        "<style>.off{display:none}</style>"
        "<p class=off><a href=a>a</a><img src=a></p>"
        "<p style='visibility:hidden'><a href=b>b</a><img src=b></p>"
        "<p style='opacity:0'><a href=c>c</a><img src=c></p>"
        "<p style='font-size:0'><a href=d><img src=d alt=Logo></a></p>"
    )
    assert page.links == (Link("d", "Logo"),)
    assert page.images == (Image("d", "Logo", is_pixel=False),)
    assert page.text == "Logo"


def test_alt_texts_stand_apart() -> None:
    html = "<a href=x><img alt=X></a><a href=y><img alt=YouTube></a>and<img alt=''>more"
    assert read(html).text == "X YouTube andmore"


PIECES = [
    *("p", ".a", "#x", "*", "[a]", "[a=b]", "[a='", "]", " ", ">", ",", "{", "}", "display:none"),
    *(";", ":", "!important", "/*", "*/", "<!--", '"', "'", "@media", "(max-width:", "9px)", "\\"),
    *("not", " and ", "screen", "font:0/0 a", "opacity:0", "padding:0", "font-size:1em", "\n"),
]


@given(
    st.lists(st.sampled_from(PIECES)).map("".join), st.lists(st.sampled_from(PIECES)).map("".join)
)
def test_whatever_the_style_sheet_the_mail_can_be_read(sheet: str, media: str) -> None:
    read(f'<style media="{media}">{sheet}</style><p class=a id=x style="{sheet}"><b a=b>text')


HOSTILE = {
    "many rules for one class": lambda n: ".a{display:block}" * n + "</style>" + "<p class=a>" * n,
    "many ancestors": lambda n: "b b b b c{opacity:0}" * n + "</style>" + "<b>" * n + "<i>" * n,
    "any in any": lambda n: "* * * *{opacity:1}" * n + "</style>" + "<p><i>x</i></p>" * n,
    "many classes": lambda n: f"{'.a' * n}{{opacity:1}}</style><p class='{'a ' * n}'>",
    "long attributes": lambda n: "[a*=c]{opacity:1}" * n + f"</style><p a='{'b' * n}'>" * 9,
    "many declarations": lambda n: f"p{{{'opacity:1;' * n}}}</style>" + "<p>" * n,
    "many blocks": lambda n: "@media screen{" * n + "p{opacity:1}" + "}" * n + "</style><p>",
    "tests of no value": lambda n: "[a]" * n + "{opacity:1}</style>" + "<p a>x" * n,
    "some tests of no value": lambda n: ("[a]" * 20 + "{opacity:1}") * n + "</style>" + "<p a>" * n,
    "brackets": lambda n: "([" * n + "p{opacity:1}",
    "addresses": lambda n: "p{x:" + "url(" * n,
    "escapes": lambda n: f"p{{x:'{chr(92) * n}",
    "beginnings of comments": lambda n: "/*" * n,
    "quotes": lambda n: "\"'" * n,
    "beginnings of attributes": lambda n: "[" * n + "{opacity:1}",
    "blanks in an attribute": lambda n: f"[a={' ' * n}x]{{opacity:1}}",
    "beginnings of declarations": lambda n: f"p{{{'; ' * n}}}",
    "figures in a font": lambda n: f"p{{font:{'1' * n}}}",
    "queries": lambda n: f"@media {' and '.join(['(min-width:1px)'] * n)}{{p{{opacity:1}}}}",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("make", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_style_sheet_takes_twice_the_steps(make: Any) -> None:
    def count_calls(n: int) -> int:
        calls = 0

        def count(_: FrameType, event: str, __: Any) -> None:
            nonlocal calls
            calls += event in {"call", "c_call"}

        html = f"<style>{make(n)}"
        before = sys.getprofile()
        sys.setprofile(count)
        try:
            read(html)
        finally:
            sys.setprofile(before)
        return calls

    read(f"<style>{make(2)}")
    assert count_calls(800) < 2.5 * count_calls(400)


def test_a_style_sheet_that_takes_too_long_has_no_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    html = "<style>.a{display:none}</style><p class=a>text"
    assert read(html).text == ""
    monkeypatch.setattr(visible_html, "_COMPARISONS_PER_CHARACTER", 0)
    assert read(html).text == "text"


@pytest.mark.parametrize(("tests", "seen"), [(1, ""), (4, ""), (99, "text")])
def test_a_selector_that_asks_too_much_has_no_effect(tests: int, seen: str) -> None:
    assert read(f"<style>{'[a]' * tests}{{display:none}}</style><p a>text").text == seen


@pytest.mark.parametrize("value", ["0" * 200_000, "0." + "0" * 200_000, "." + "0" * 200_000])
def test_long_zeros(value: str) -> None:
    """The square of so many steps would take an hour."""
    assert read(f"<p style='opacity:{value}'>a</p>b").text == "b"
    assert read(f"<p style='opacity:{value}#'>a</p>b").text == "a\nb"
