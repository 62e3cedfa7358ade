from __future__ import annotations

import re

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.elements import Header
from pytest_sesmock.engine.raw_mail import blocked_files, header_block, header_names


def block_fault(data: bytes) -> str | None:
    found = header_names.check_block(header_block.read(data))
    return None if found is None else found.message


def listed(row: str) -> list[str]:
    """The names in the note of a row of the evidence."""
    note = BEHAVIOUR[row]["note"].partition(";")[0]
    return [name.strip() for name in note.rpartition(":")[2].split(",")]


ONCE = listed("doc-once-headers")
DISALLOWED = listed("doc-v2-headers-list")
BLOCKED = BEHAVIOUR["doc-blocked-extensions"]["note"].partition(".")[0].split()


def test_the_documentation_has_lists() -> None:
    assert (len(ONCE), len(DISALLOWED), len(BLOCKED)) == (60, 12, 90)
    assert set(BLOCKED) == blocked_files.BLOCKED_EXTENSIONS
    assert {name.lower() for name in DISALLOWED} == header_names.SET_BY_SES


@pytest.mark.parametrize("name", ONCE)
def test_documented_names_may_come_once(name: str) -> None:
    once = f"{name}: a\r\n".encode()
    assert block_fault(once + b"X: y\r\n") is None
    assert block_fault(once + b"X: y\r\n" + once.upper()) == f"Duplicate header '{name}'."


@pytest.mark.parametrize("name", ["To", "Cc", "Bcc", "Received", "X-Tag", "Resent-To"])
def test_others_may_come_again(name: str) -> None:
    assert block_fault(f"{name}: a\r\n".encode() * 3) is None


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b"List-Unsubscribe: <a>\nList-Unsubscribe: <b>\n", "dup-header-lu"),
        (b"DKIM-Signature: a\nDKIM-Signature: b\n", "dup-header-dkim"),
        (b"Delivered-To: a\nDelivered-To: b\n", "dup-header-delivered"),
        (b"Content-Type: a/b\nContent-Type: a/b\n", "dup-header-ct"),
        (b"Message-ID: <a>\nMessage-Id: <b>\n", "dup-header-msgid"),
        (
            b"Content-Type: multipart/mixed; boundary=b\r\nX-SES-CONFIGURATION-SET: x\r"
            b"\r\n--b\r\nContent-Type: text/plain\r\n\r\nHi\r\n--b--",
            "raw-cr-cr-lf",
        ),
        (
            b'From: a@b\r\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
            b'"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\r\n<html>\r\n',
            "illegal-header",
        ),
        (b"\x00" * 200, "empty-header-name"),
        (b"RnJvbTogYUBiDQpUbzogYUBiDQoNCkhp", "empty-header-name-base64"),
        (b"eA" * 500_000, "header-section-too-long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_recorded_faults_of_a_block(data: bytes, row: str) -> None:
    assert block_fault(data) == BEHAVIOUR[row]["message"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", None),
        (b"\r\nno header at all", None),
        (b"A!#$%&'*+-.^_`|~z: 1\n", None),
        (b"A : 1\n", None),
        (b": 1\n", "Empty header names are illegal."),
        (b"A: 1\nno colon\n\xe9: 1\n", "Empty header names are illegal."),
        (b"A: 1\n\xe9: 1\nno colon\n", "Illegal header 'é'."),
        (b"A b: 1\n", "Illegal header 'A b'."),
        (b"From ann Thu Nov  2 18:33:46 2023\nA: 1\n", "Illegal header 'From ann Thu Nov  2 18'."),
        (b"A b: 1\nTo: x\nSubject: a\nSubject: b\n", "Duplicate header 'Subject'."),
    ],
    ids=ascii,
)
def test_faults_of_a_block(data: bytes, message: str | None) -> None:
    assert block_fault(data) == message


names = st.text("-AaBb :\xe9", max_size=4) | st.sampled_from(["Date", "date", "DATE", "To", "X-To"])


@given(st.lists(names))
def test_a_block_is_refused_for_its_names_alone(names: list[str]) -> None:
    """The pattern is that of the model for the names of added headers."""
    block = header_block.read("".join(f"{name}: 1\n" for name in names).encode("latin-1"))
    found = [field.name for field in block.fields]
    legal = all(re.fullmatch(r"[!-9;-@A-~]+", name) for name in found)
    dates = [name for name in found if name.lower() == "date"]
    assert (header_names.check_block(block) is None) == (legal and len(dates) < 2)


@given(st.binary())
def test_any_block_is_answered(data: bytes) -> None:
    said = block_fault(data)
    assert said is None or said.startswith(("Illegal", "Empty", "Duplicate"))


def added_fault(*added: tuple[str, str]) -> str | None:
    found = header_names.check_added_headers(tuple(Header(*header) for header in added))
    return None if found is None else found.message


@pytest.mark.parametrize("name", DISALLOWED)
def test_documented_names_may_not_be_added(name: str) -> None:
    for spelling in (name, name.upper(), name.lower()):
        assert added_fault(("X", "y"), (spelling, "y")) == f"Illegal header '{spelling}'."


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ([], None),
        ([("X-Tag", "a"), ("X-Tag", "b")], None),
        ([("List-Unsubscribe", "<a>"), ("List-Unsubscribe-Post", "b")], None),
        (
            [("List-Unsubscribe", "<a>"), ("list-unsubscribe", "<b>")],
            "Duplicate header 'List-Unsubscribe'.",
        ),
        (
            [("content-transfer-encoding", "8bit")],
            "Duplicate header 'Content-Transfer-Encoding'.",
        ),
        ([("X", "y" * (limits.MAX_ADDED_HEADER_LENGTH - 1))], None),
        ([("X", "y" * limits.MAX_ADDED_HEADER_LENGTH)], "Header too long: 'X'."),
    ],
    ids=[
        "none",
        "several of one name",
        "different ones",
        "one that may come once",
        "one that SES writes",
        "as long as may be",
        "too long",
    ],
)
def test_added_headers(added: list[tuple[str, str]], message: str | None) -> None:
    assert added_fault(*added) == message


@pytest.mark.parametrize("extension", BLOCKED)
def test_documented_extensions_are_blocked(extension: str) -> None:
    for name in (f"a.{extension}", f"a.b.{extension.upper()}", f"a.{extension} "):
        found = blocked_files.check_names(["a.pdf", name])
        assert found is not None
        assert found.message == "Message contains invalid content."
        assert name in str(found.problem)


@pytest.mark.parametrize("name", ["a.pdf", "exe", "a.exe.txt", "", ".", "js.", "a.jsx"])
def test_other_files_are_not(name: str) -> None:
    assert blocked_files.check_names([name]) is None
