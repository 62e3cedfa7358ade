"""What the lint says of email clients that do not support some HTML; off unless they are named."""

from __future__ import annotations

import pytest
from mails import sent

from pytest_sesmock import SesmockError
from pytest_sesmock.outbox.client_support import CLIENTS, UNSUPPORTED


def problems(html: str | None, *clients: str) -> list[str]:
    message = sent(0, subject="x", text="x", html=html)
    return [each.problem for each in message.lint(clients=clients) if each.rule == "client-support"]


# What https://www.caniemail.com says of each, looked up in its table by hand.
@pytest.mark.parametrize(
    ("html", "client", "what"),
    [
        ("<video></video>", "gmail", "<video>"),
        ("<img alt=x src=a.png srcset='a.png 2x'>", "gmail", "the attribute srcset"),
        ("<p style='POSITION : absolute'>", "gmail", "position"),
        ("<style>p { color: red; position: relative }</style>", "gmail", "position"),
        ("<style>@media (x) { p { position: relative } }</style>", "gmail", "position"),
        ("<p style='display:FLEX !important'>", "outlook-windows", "display:flex"),
        ("<p style='width: calc(1px + 2px)'>", "outlook-windows", "calc()"),
        ("<p style='width: 1.5rem'>", "outlook-windows", "the unit rem"),
        ("<style>@font-face { src: url(a) }</style>", "gmail", "@font-face"),
        (
            "<style>@media (prefers-color-scheme: dark) {}</style>",
            "gmail",
            "@media (prefers-color-scheme)",
        ),
        ("<style>a::before { color: red }</style>", "gmail", "::before"),
        ("<style>a > b { color: red }</style>", "outlook-windows", "the selector >"),
        (
            "<style>p { color: red } @MEDIA (min-width: 1px) and (prefers-color-scheme: dark) {}",
            "gmail",
            "@media (prefers-color-scheme)",
        ),
        ("<style>a[b] { color: red }</style>", "outlook-windows", "the selector [...]"),
        ("<img alt=x src='https://x.org/a.WEBP?b=c.png'>", "outlook-windows", "webp images"),
    ],
)
def test_what_is_not_supported(html: str, client: str, what: str) -> None:
    (problem,) = problems(html, client)
    told = problem.removeprefix(f"{CLIENTS[client]} does not support ").split(", ")
    assert what in told
    assert problems(html) == []


@pytest.mark.parametrize(
    "html",
    [
        None,
        "",
        "<p style='color: red; padding: 10px'>position: absolute",
        "<!--[if mso]><video></video><![endif]-->",
        "<style>/* a { position: absolute } */ p { color: red }</style>",
        "<p style=\"font-family: 'position:absolute; 1rem calc(1)'\">",
        "<p style='color: #1e3rem1'>",
        "<p style='background: url(a;position:absolute)'>",
        "<p style='font-family: \"a; position:absolute'>",
        "<img alt='' src=a.png>",
        "<p style>",
        "<img alt='x'>",
    ],
)
def test_what_is_supported_or_is_none_of_it(html: str | None) -> None:
    assert problems(html, "gmail", "apple-mail", "outlook-windows") == []


LONG = 200_000


@pytest.mark.parametrize(
    "html",
    [
        f"<style>@font-face {{ src: url('data:font/woff2;base64,{'Ab1/' * LONG}') }}",
        f"<style>@font-face {{ src: url(data:font/woff2;base64,{'Ab1/' * LONG}) }}",
        f"<style>{'a' * LONG}",
        f"<style>{' ' * LONG}",
        f"<style>{'(' * LONG}",
        f"<style>@media {'(a' * LONG}",
        f"<p style='width: {'1' * LONG}'>",
        f"<p style='width: 1.{'1' * LONG}'>",
        f"<p style='width: {'-' * LONG}'>",
        f"<p style='font-family: {'a' * LONG}'>",
        f"<p style='{' ' * LONG}'>",
    ],
    ids=range(11),
)
def test_long_styles(html: str) -> None:
    """The square of so many steps would take an hour."""
    assert not any("position" in each for each in problems(html, *CLIENTS))


def test_a_finding_for_each_client_with_the_first_things() -> None:
    names = [line.split()[1] for line in UNSUPPORTED.splitlines() if line.startswith("element ")]
    html = "".join(f"<div><{name}></{name}></div>" for name in names)
    first, second = problems(html, "outlook-windows", "gmail")
    assert first.startswith("Outlook on Windows does not support ")
    assert first.count("<") == 12
    assert " more" in first.rpartition(" and ")[2]
    assert second.startswith("Gmail does not support ")


def test_a_client_nobody_knows() -> None:
    with pytest.raises(SesmockError, match=r"must be one of its clients, not 'gmial'.*'gmail'"):
        problems("<p>", "gmial")


def test_the_table_is_whole() -> None:
    """No mark twice, and each of clients that there are."""
    rows = [line.rpartition(" ") for line in UNSUPPORTED.splitlines()]
    assert len({mark for mark, _, _ in rows}) == len(rows) > 200
    letters = {chr(ord("a") + number) for number in range(len(CLIENTS))}
    assert {letter for _, _, each in rows for letter in each} == letters
