"""Which of many messages are nearest: all are held against the filters, few are likened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Any

import pytest
from outbox_samples import a_message, an_outbox, failure

from pytest_sesmock.outbox.explain import nearest
from pytest_sesmock.outbox.message import SentMessage


@pytest.fixture
def costs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """How often messages are held against a filter, and how often two texts are likened."""
    numbers: Counter[str] = Counter()
    compare, ratio = nearest.compare, SequenceMatcher.ratio

    def counted_compare(*arguments: Any) -> Any:
        numbers["compare"] += 1
        return compare(*arguments)

    def counted_ratio(matcher: SequenceMatcher[Any]) -> float:
        numbers["ratio"] += 1
        return ratio(matcher)

    monkeypatch.setattr(nearest, "compare", counted_compare)
    monkeypatch.setattr(SequenceMatcher, "ratio", counted_ratio)
    return numbers


def newsletter(number: int, **given: Any) -> SentMessage:
    return a_message(to=(f"reader{number}@example.org",), subject=f"News {number % 7}", **given)


def titles(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("Nearest")]


def test_the_one_to_the_very_address_is_named_wherever_it_is(costs: Counter[str]) -> None:
    outbox = an_outbox(
        *map(newsletter, range(4999)), a_message(to=("ada@example.org",), subject="Confirm")
    )
    lines = failure(outbox, "assert_sent", to="ada@example.org", subject="News 3")
    assert titles(lines) == ["Nearest: outbox[4999] (matched: to)"]
    assert lines[-1] == "5000 messages were sent from shop@example.com; 4999 are not shown."
    assert costs["compare"] == 10_000
    assert costs["ratio"] < 100


def test_a_misspelt_address_is_found_among_thousands(costs: Counter[str]) -> None:
    mails = [newsletter(number) for number in range(5000)]
    mails[2500] = a_message(to=("Ada <ada@example.org>",))
    lines = failure(an_outbox(*mails), "assert_sent", to="ada@exmaple.org")
    assert titles(lines) == ["Nearest: outbox[2500]"]
    assert costs["compare"] == 5000
    assert costs["ratio"] < 100


def test_a_missing_part_is_likened_by_its_words(costs: Counter[str]) -> None:
    mails = [newsletter(number, text=f"{'lorem ipsum ' * 50}{number}") for number in range(300)]
    mails[250] = newsletter(250, text=f"{'dolor sit ' * 50}Your order 18 has been shipped.")
    wanted = "Your order 17 has been shipped."
    lines = failure(an_outbox(*mails), "assert_sent", text_contains=wanted)
    assert titles(lines) == ["Nearest: outbox[250]"]
    assert costs["ratio"] < 100


def test_values_that_are_no_texts_are_likened_too() -> None:
    mails = [newsletter(number, tags={"kind": str(number)}) for number in range(30)]
    lines = failure(an_outbox(*mails), "assert_sent", tags=lambda tags: not tags)
    assert titles(lines) == ["Nearest: outbox[0]"]


@pytest.mark.parametrize("others", [{"text": "Bye"}, {}], ids=["two others", "one other"])
def test_a_recipient_outweighs_what_else_matches(others: dict[str, str]) -> None:
    wanted = {"subject": "News", **others}
    outbox = an_outbox(
        a_message(to=("bob@example.com",), **wanted), a_message(subject="Welcome", text="Hello")
    )
    lines = failure(outbox, "assert_sent", to="ada@example.com", **wanted)
    assert titles(lines) == ["Nearest: outbox[1] (matched: to)"]


def test_a_longer_subject_that_holds_the_filter_is_nearer_than_one_of_its_length() -> None:
    outbox = an_outbox(
        a_message(subject="Your order 18"),
        a_message(subject="Good news, Ada: Your order 17 has been shipped to you this morning"),
    )
    lines = failure(outbox, "assert_sent", subject="Your order 17")
    assert titles(lines) == ["Nearest: outbox[1]"]
    assert "    subject: only a part of it; use contains(...) to match a part" in lines


def test_assert_all_begins_with_the_bad_ones() -> None:
    mails = [newsletter(number) for number in range(60)]
    bad = [7, 20, 33, 40, *range(41, 63)]
    mails += [newsletter(number) for number in range(60, 63)]
    for number in bad:
        mails[number] = a_message(subject=f"Bad {number}")
    lines = failure(an_outbox(*mails), "assert_all", subject=str.isprintable, to="x@example.org")
    assert lines[0].startswith("63 of 63 messages do not match")

    lines = failure(an_outbox(*mails), "assert_all", subject=lambda text: text[0] == "N")
    assert lines[0] == "26 of 63 messages do not match, expected all to match:"
    assert [line for line in lines if line.startswith("Mismatch")] == [
        "Mismatch: outbox[7]",
        "Mismatch: outbox[20]",
        "Mismatch: outbox[33]",
    ]
    others = lines[lines.index("The others that do not match:") + 1 :]
    assert [line.split("'")[1] for line in others[:-1]] == [f"Bad {number}" for number in bad[3:23]]
    assert others[-1] == "    ... and 3 more"


@pytest.mark.parametrize("number", [1, 5, 60, 500])
def test_no_message_is_told_twice(number: int) -> None:
    outbox = an_outbox(*(a_message(subject=f"Mail <{at}>") for at in range(number)))
    text = "\n".join(failure(outbox, "assert_sent", cc="ada@example.org"))
    assert all(text.count(f"Mail <{at}>") <= 1 for at in range(number))
    assert "Mail <0>" in text


@pytest.mark.parametrize(
    ("part", "text", "share"),
    [
        ("two words", "words of another text", 0.5),
        ("", "any text", 0),
        # Of texts that are too long only the beginnings are looked at.
        ("here " + "there " * 1000, "x " * 50_000 + "here there", 0),
        ("a " * 1000 + "nowhere", "a b c", 1),
    ],
    ids=["some", "no words", "a long text", "a long part"],
)
def test_the_share_of_words(part: str, text: str, share: float) -> None:
    assert nearest._words_shared(part, text) == share
