"""Codes in mails as senders write them: never a wrong one, and nearly every right one."""

from __future__ import annotations

from code_layouts import CodeMail, with_code, without_code
from message_samples import sent

from pytest_sesmock.engine.elements import Content

WITH_CODE = dict(with_code())
WITHOUT_CODE = dict(without_code())


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


def test_no_code_is_wrong() -> None:
    mails = {**WITH_CODE, **WITHOUT_CODE}
    assert len(mails) == len(WITH_CODE) + len(WITHOUT_CODE) > 300
    answers = {name: (code_of(mail), mail.code) for name, mail in mails.items()}
    assert {name: each for name, each in answers.items() if each[0] not in {None, each[1]}} == {}


def test_nearly_every_code_is_found() -> None:
    missed = [name for name, mail in WITH_CODE.items() if code_of(mail) is None]
    assert len(missed) <= 0.05 * len(WITH_CODE), missed
