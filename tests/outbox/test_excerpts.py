"""Excerpts are around what differs, in cells of a terminal, and as wide as that is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from _pytest._io.wcwidth import wcswidth
from hypothesis import given
from hypothesis import strategies as st
from outbox_samples import NOW, a_message, a_refusal, an_outbox, failure, shows

from pytest_sesmock import lifetimes
from pytest_sesmock.outbox.explain.cells import cells, cut
from pytest_sesmock.outbox.explain.excerpts import excerpt
from pytest_sesmock.outbox.explain.marks import find_likest_place
from pytest_sesmock.outbox.explain.values import one_line, wrap
from pytest_sesmock.report.terminal import refusals_section, sent_section

ORDER = (
    "Dear Ada,\n\nwe have packed your order with care and handed it over to our carrier, who will "
    "deliver it within the next three working days. Tracking number: AB-17-XY, and as a reminder "
    "the tracking number of your last order: AB-99-ZZ.\n"
)
SCRIPTS = {
    "Latin": "Your order has been shipped and will arrive soon. ",
    "Chinese": "您的订单已发货,请耐心等待。",
    "Japanese": "ご注文ありがとうございます。",
    "Korean": "주문해 주셔서 감사합니다. ",
    "emoji": "🎉🛒📦❤️ ",
    "accents": "e\N{COMBINING ACUTE ACCENT}a\N{COMBINING RING ABOVE} ",
}


@pytest.mark.parametrize(
    ("part", "rows"),
    [
        (
            "Tracking number: AB-18-XY",
            """\
        expected 'Tracking number: AB-18-XY'
                                       ^
        actual   ...' Tracking number: AB-17-XY, and as a reminder'...
                                           ^""",
        ),
        (
            "to our carrier,\nwho will deliver it within the next five working days.",
            """\
        expected ...'er it within the next five working days.'
                                           ^^^
        actual   ...'er it within the next three working days. Tra'...
                                           ^^^^""",
        ),
        ("zzz", "        expected 'zzz'\n        actual   'Dear Ada,"),
        ("zx", "        expected 'zx'\n        actual   'Dear Ada,"),
    ],
    ids=["a digit", "a word", "not alike", "too short"],
)
def test_of_a_missing_part_the_likest_place_is_shown(part: str, rows: str) -> None:
    lines = failure(an_outbox(a_message(text=ORDER)), "assert_sent", text_contains=part)
    assert rows in "\n".join(lines)


def test_far_into_a_text_the_place_is_found() -> None:
    text = f"{'Some other words. ' * 3000}Your code is 482913, Ada."
    lines = failure(an_outbox(a_message(text=text)), "assert_sent", contains="code is 482914")
    assert shows(lines, "        expected 'code is 482914'\n                               ^")
    assert any("Your code is 482913, Ada." in line for line in lines)


def test_what_begins_differently_is_marked_from_its_beginning() -> None:
    found = find_likest_place("My dear Ada, hello", "Well, Our dear Ada, hello")
    assert found is not None
    assert (sorted(found.marks[0]), found.first[0]) == ([0, 1], 0)


@given(st.text(max_size=300), st.integers(0, 300), st.integers(5, 80))
def test_an_excerpt_fits_and_shows_the_place(text: str, around: int, longest: int) -> None:
    around = min(around, len(text))
    found = excerpt(text, longest, around=around, marks={around})
    inside = found.text.removeprefix("...").removesuffix("...")[1:-1]
    assert found.text.isprintable()
    assert cells(inside) <= longest
    assert cells(found.carets) <= cells(found.text)
    assert 0 <= found.before <= around


@given(st.text("aé您e\N{COMBINING ACUTE ACCENT}🎉 주ご", max_size=60), st.integers(0, 40))
def test_cells_are_those_of_pytest(text: str, room: int) -> None:
    # It counts what is composed, as terminals show it.
    assert cells(text) == wcswidth(text)
    part = cut(text, room)
    assert text.startswith(part)
    assert cells(part) <= room
    assert part == text or cells(text[: len(part) + 1]) > room


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("number", [1, 5, 60])
def test_lines_are_as_wide_as_the_terminal(
    monkeypatch: pytest.MonkeyPatch, script: str, columns: int, number: int
) -> None:
    monkeypatch.setattr(lifetimes._record, "columns", columns)
    given: dict[str, Any] = {
        "subject": script * 10,
        "text": f"{script * 10}\n{script * 9}?\n",
        "html": f"<p>{script * 20}",
    }
    outbox = an_outbox(
        *[a_message(**given)] * number, a_refusal(message=script * 20, requires=script * 20)
    )
    for asked in (
        {"subject": f"{script * 6}!{script * 3}"},
        {"text": f"{script * 10}\n{script * 9}!\n"},
        {"text_contains": f"{script * 5}!{script * 5}"},
        {"html_lacks": script * 3},
    ):
        lines = failure(outbox, "assert_sent", **asked)
        # Remedies and addresses are pasted from their lines.
        lines = [line for line in lines if "To let it pass" not in line]
        assert max(map(cells, lines)) <= columns - len("E       ")
    for section in (sent_section(outbox[:]), refusals_section(outbox.refusals, "us-east-1")):
        whole = ("  to let it pass: ", "  evidence: https://")
        lines = [line for line in section.splitlines() if not line.startswith(whole)]
        assert max(map(cells, lines)) <= columns


def test_there_is_more_to_see_on_a_wider_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = an_outbox(a_message(text="x" * 300))
    widest = []
    for columns in (80, 120):
        monkeypatch.setattr(lifetimes._record, "columns", columns)
        widest.append(max(map(len, failure(outbox, "assert_sent", text="x" * 299 + "y"))))
    assert widest[1] == widest[0] + 40


@pytest.mark.parametrize(
    ("there", "columns"), [("40", 60), ("80", 80), ("120", 120), ("9999", 200)]
)
def test_the_width_is_the_terminals(
    monkeypatch: pytest.MonkeyPatch, there: str, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", there)
    monkeypatch.setattr(lifetimes._record, "keeps_ended", lifetimes._record.keeps_ended)
    lifetimes.keep()
    assert lifetimes.columns() == columns


def test_words_are_whole_but_those_of_scripts_without_blanks() -> None:
    word = "arn:aws:ses:us-east-1:" * 6
    assert wrap(f"the {word} is", "  - ") == ["  - the", f"    {word}", "    is"]
    assert wrap("您" * 60) == ["您" * 36, f"    {'您' * 24}"]
    assert wrap("") == []


@pytest.mark.parametrize("columns", range(60, 82, 3))
@pytest.mark.parametrize("recipients", [1, 2, 20])
def test_there_may_be_no_room_for_a_subject(
    monkeypatch: pytest.MonkeyPatch, columns: int, recipients: int
) -> None:
    """Two senders, two days and long addresses leave little of a line."""
    monkeypatch.setattr(lifetimes._record, "columns", columns)
    to = tuple(f"a.very.long.name.of.a.reader.{n}@mail.example.org" for n in range(recipients))
    mails = [
        a_message(
            source=f"another.very.long.name.of.a.shop.{n}@mail.example.com",
            to=to,
            subject=f"A subject that nobody sees all of {n}",
            sent_at=NOW + timedelta(days=n),
        )
        for n in range(2)
    ]
    lines = failure(an_outbox(*mails), "assert_sent", subject="x")
    assert max(map(cells, lines)) <= columns - len("E       ")
    assert lines[0].startswith("no message matched, expected exactly 1:")


@pytest.mark.parametrize("longest", [-7, 0, 1])
def test_an_excerpt_of_nothing(longest: int) -> None:
    assert excerpt("a subject", longest, around=4, marks=[4]).text.count("'") == 2
    assert one_line("a subject", longest).endswith("...")
