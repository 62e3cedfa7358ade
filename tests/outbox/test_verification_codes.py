"""Codes in mails as senders write them: never a wrong one, and nearly every right one."""

from __future__ import annotations

import pytest
from code_layouts import CodeMail, single_mails, with_code, without_code
from message_samples import sent

from pytest_sesmock.engine.elements import Content
from pytest_sesmock.outbox.codes import Candidate, candidates

TABLES = [dict(with_code()), dict(without_code()), dict(single_mails())]
MAILS = {name: mail for table in TABLES for name, mail in table.items()}


def code_of(mail: CodeMail) -> str | None:
    message = sent(
        subject=Content(mail.subject),
        text=None if mail.text is None else Content(mail.text),
        html=None if mail.html is None else Content(mail.html),
    )
    try:
        return message.code()
    except AssertionError:
        return None


@pytest.fixture(scope="module")
def answers() -> dict[str, str | None]:
    return {name: code_of(mail) for name, mail in MAILS.items()}


def test_the_corpus_is_large() -> None:
    assert len(MAILS) == sum(map(len, TABLES)) > 700
    assert sum(mail.code is None for mail in MAILS.values()) > 150


def test_no_code_is_wrong(answers: dict[str, str | None]) -> None:
    wrong = {
        name: (code, MAILS[name])
        for name, code in answers.items()
        if code not in {None, MAILS[name].code}
    }
    assert wrong == {}


def test_nearly_every_code_is_found(answers: dict[str, str | None]) -> None:
    missed = {name for name, code in answers.items() if code is None and MAILS[name].code}
    assert len(missed) <= 0.05 * sum(mail.code is not None for mail in MAILS.values()), missed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"code {'as your ' * 18}zzz 123456", [("123456", None)]),
        (f"order {'as your ' * 38}zzz\n123456", [("123456", None)]),
        (f"order {'of your del da ' * 20}zzz\n123456", [("123456", None)]),
    ],
)
def test_words_that_can_be_read_in_many_ways(
    text: str, found: list[tuple[str, int | None]]
) -> None:
    """Trying all of them would take from seconds to years."""
    assert [(each.code, each.rank) for each in candidates("x", [text])] == found


def test_words_that_are_also_two() -> None:
    line = "Use your code as your 123456"
    assert candidates("x", [line]) == [Candidate("123456", line, 0)]
