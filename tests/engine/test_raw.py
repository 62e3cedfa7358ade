from __future__ import annotations

import re
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, default
from typing import Any

import pytest
from evidence import BEHAVIOUR, rows
from hypothesis import given
from hypothesis import strategies as st

from pytest_sesmock.engine.addresses import AddressFault, Mailbox, judge
from pytest_sesmock.engine.elements import Subscription, Tag
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.raw_mail import blocked_files, header_names, structure
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.engine.rules import addressing
from pytest_sesmock.engine.text import Text

SMALL = b"From: Ann <ann@example.com>\nTo: bob@example.com\nSubject: Hi\n\nHello\n"


def message_of(finding: Finding | None) -> str | None:
    return None if finding is None else finding.message


# What is in it


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (b"From: Ann <ann@example.com>", "Ann <ann@example.com>"),
        (b"FROM:ann@example.com", "ann@example.com"),
        (b"From:\r\n Ann\r\n\t<ann@example.com>\r\n", " Ann\t<ann@example.com>".lstrip()),
        (b"From: =?utf-8?q?Ann?= <ann@example.com>", "=?utf-8?q?Ann?= <ann@example.com>"),
        ("From: Zoë <zoe@example.com>".encode(), "Zoë <zoe@example.com>"),
        ("From: Zoë <zoe@example.com>".encode("latin-1"), "Zoë <zoe@example.com>"),
        (b"From:", ""),
        (b"X-From: ann@example.com", None),
        (b"", None),
        (b"\r\nFrom: ann@example.com", None),
    ],
    ids=ascii,
)
def test_from_is_as_it_was_written(field: bytes, value: str | None) -> None:
    assert RawMail(field).from_ == value


@pytest.mark.parametrize(
    ("data", "subject"),
    [
        (b"Subject: Hi", "Hi"),
        (b"Subject: =?UTF-8?Q?Caf=C3=A9?= =?UTF-8?B?4pyT?=", "Café✓"),
        ("Subject: Café".encode(), "Café"),
        (b"Subject: =?x-unknown?Q?a?=", "=?x-unknown?Q?a?="),
        (b"To: a", ""),
    ],
    ids=ascii,
)
def test_subject_is_decoded(data: bytes, subject: str) -> None:
    assert RawMail(data).subject == subject


HEADER_ROWS = [row for row in rows("recorded_addresses") if row["kind"] == "header"]


@pytest.mark.parametrize("row", HEADER_ROWS, ids=lambda row: ascii(row["address"])[:50])
def test_recorded_faults_of_address_lists(row: dict[str, Any]) -> None:
    mail = RawMail(f"To: {row['address']}\r\n\r\nHi".encode())
    assert mail.mailboxes("To") == AddressFault(row["message"])
    assert mail.recipients("To") == ()


def test_an_address_is_judged_before_it_is_decoded() -> None:
    """[encoded-word-address]: an address of which all is encoded has no domain."""
    mail = RawMail(b"From: =?UTF-8?Q?ann=40example=2Ecom?=\n\nHi")
    fault = mail.mailboxes("From")
    assert fault == AddressFault(BEHAVIOUR["encoded-word-address"]["message"])


@pytest.mark.parametrize(
    ("value", "recipients"),
    [
        ("a@b", ("a@b",)),
        ("Ann <a@b>, Bob <c@d>", ("Ann <a@b>", "Bob <c@d>")),
        ('"Lovelace, Ada" <a@b>', ('"Lovelace, Ada" <a@b>',)),
        ("=?utf-8?q?Zo=C3=AB?= <a@b>", ("=?utf-8?q?Zo=C3=AB?= <a@b>",)),
        ("a@b,\r\n c@d", ("a@b", "c@d")),
        (", a@b,,", ("a@b",)),
        ("Team: Ann <a@b>, c@d;, e@f", ("Ann <a@b>", "c@d", "e@f")),
        ("undisclosed-recipients:;", ()),
        ("", ()),
    ],
    ids=ascii,
)
@pytest.mark.parametrize("name", ["To", "Cc", "Bcc"])
def test_recipients(name: str, value: str, recipients: tuple[str, ...]) -> None:
    """[doc-group-list]: the three may hold groups, and their members count."""
    mail = RawMail(f"{name}: {value}\r\n\r\nHi".encode())
    assert mail.recipients(name) == recipients


def test_fields_of_one_name_are_one_list() -> None:
    mail = RawMail(b"To: a@b\nto: c@d\n\nHi")
    assert mail.mailboxes("To") == (Mailbox("a@b"), Mailbox("c@d"))
    assert mail.recipients("To") == ("a@b", "c@d")


# What it tells SES to do


@pytest.mark.parametrize(
    ("fields", "tags"),
    [
        ("", ()),
        ("X-SES-MESSAGE-TAGS: a=b", (Tag("a", "b"),)),
        ("X-SES-MESSAGE-TAGS: a=b, c=d", (Tag("a", "b"), Tag("c", "d"))),
        ("x-ses-message-tags:a = b,c=d=e", (Tag("a", "b"), Tag("c", "d=e"))),
        ("X-SES-MESSAGE-TAGS: a=b\r\nX-SES-MESSAGE-TAGS: c=d", (Tag("a", "b"), Tag("c", "d"))),
        ("X-SES-MESSAGE-TAGS: a=b,\r\n c=d,", (Tag("a", "b"), Tag("c", "d"))),
        ("X-SES-MESSAGE-TAGS: a", (Tag("a", ""),)),
        ("X-SES-MESSAGE-TAGS: =b", (Tag("", "b"),)),
        ("X-SES-MESSAGE-TAGS: é=✓", (Tag("é", "✓"),)),
        ("X-SES-MESSAGE-TAGS: ,", ()),
    ],
)
def test_tags(fields: str, tags: tuple[Tag, ...]) -> None:
    assert RawMail(fields.encode()).tags == tags


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("X-SES-CONFIGURATION-SET", "configuration_set"),
        ("X-SES-SOURCE-ARN", "source_arn"),
        ("X-SES-FROM-ARN", "from_arn"),
        ("X-SES-RETURN-PATH-ARN", "return_path_arn"),
        ("X-SES-TENANT", "tenant"),
    ],
)
def test_control_fields(name: str, attribute: str) -> None:
    """[doc-xarn]: of several the first counts."""
    mail = RawMail(f"{name.lower()}:  first \r\n{name}: second\r\n\r\n".encode())
    assert getattr(mail, attribute) == "first"
    assert getattr(RawMail(SMALL), attribute) is None


@pytest.mark.parametrize(
    ("value", "options"),
    [
        ("news; topic=weekly", Subscription("news", "weekly")),
        ("news;topic = weekly", Subscription("news", "weekly")),
        ("news", Subscription("news", None)),
        ("news;", Subscription("news", None)),
        ("", None),
    ],
)
def test_list_management(value: str, options: Subscription | None) -> None:
    """As documented in [lmo-docs]."""
    mail = RawMail(f"X-SES-LIST-MANAGEMENT-OPTIONS: {value}\n".encode())
    assert mail.subscription == options
    assert RawMail(SMALL).subscription is None


# What SES has against it


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (SMALL, None),
        (b"Subject: Hi\n\nHello", "Missing required header 'From'."),
        (b"", "Missing required header 'From'."),
        (b"From: \n\nHello", "Empty required header 'From'."),
        (b"From: ,\n\nHello", "Empty required header 'From'."),
        (b"From: ann\n\nHello", None),
    ],
    ids=ascii,
)
def test_a_mail_whose_sender_the_call_does_not_name(data: bytes, message: str | None) -> None:
    assert message_of(addressing.missing_sender(RawMail(data))) == message


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("To: a@b", None),
        ("Cc: a@b", None),
        ("Bcc: a@b", None),
        ("Subject: x", "Missing required header 'To'."),
        ("", "Missing required header 'To'."),
        ("To: undisclosed-recipients:;", "Missing required header 'To'."),
        ("To: undisclosed-recipients:;\r\nBcc: a@b", None),
        ("To:", "Empty required header 'To'."),
        ("To:\r\nBcc: a@b", "Empty required header 'To'."),
        ("To: , ,\r\nBcc: a@b", "Empty required header 'To'."),
    ],
    ids=ascii,
)
def test_a_mail_whose_recipients_the_call_does_not_name(head: str, message: str | None) -> None:
    """As recorded in [missing-to-raw] [empty-to-header] [raw-bcc-only]."""
    mail = RawMail(head.encode())
    assert message_of(addressing.missing_recipients(mail)) == message
    empty = message if message is not None and message.startswith("Empty") else None
    assert message_of(addressing.empty_recipients(mail)) == empty


def test_faults_are_asked_for_one_by_one() -> None:
    """Each is found whatever else is wrong."""
    mail = RawMail(
        b"To: <\nContent-Type: multipart/mixed; boundary=b\nA b: c\n\n"
        b"--b\nContent-Disposition: attachment; filename=a.exe\n\nx\n"
        b"--b\nContent-Type: text\n\nx\n--b--"
    )
    assert mail.mailboxes("To") == AddressFault("Missing '>'")
    assert message_of(addressing.missing_sender(mail)) == "Missing required header 'From'."
    assert message_of(header_names.check_block(mail.header)) == "Illegal header 'A b'."
    assert message_of(mail.structure.fault) == "Expected '/', got null"
    assert (
        message_of(blocked_files.check_names(mail.structure.file_names))
        == "Message contains invalid content."
    )


def test_a_mail_without_faults() -> None:
    mail = RawMail(SMALL)
    assert header_names.check_block(mail.header) is None
    assert mail.structure.fault is None
    assert blocked_files.check_names(mail.structure.file_names) is None


RANK = {"A": 0, "A2": 1, "B": 2, "C": 3}
TEXTS = {
    *(header_names.MISSING, header_names.EMPTY, blocked_files.BLOCKED_FILE),
    *(*header_names.BLOCK_TEXTS, *header_names.ADDED_TEXTS, *structure.TEXTS),
}


@pytest.mark.parametrize("text", sorted(TEXTS), ids=lambda text: f"{text.grade} {text.template}")
def test_texts_rest_on_their_evidence(text: Text) -> None:
    """No grade but C is better than that of a row with this very text."""
    pattern = ".*".join(map(re.escape, re.split(r"\{\w+\}", text.template)))
    cited = [BEHAVIOUR[row] for row in text.evidence]
    said = [row for row in cited if row["message"] and re.search(pattern, row["message"])]
    assert cited
    assert text.grade == "C" or min(RANK[row["grade"]] for row in said) <= RANK[text.grade]


# Whatever it is

ASCII_NAMES = ["", "Ann", "Ann B. Cee", "Lovelace, Ada", 'a "b" c', "x" * 60]
NAMES = [*ASCII_NAMES, "Zoë", "日本 語", "Ünal Österreich"]


def people(names: list[str]) -> st.SearchStrategy[Address]:
    return st.builds(
        Address,
        display_name=st.sampled_from(names),
        username=st.sampled_from(["ann", "bob.b", "c+d"]),
        domain=st.sampled_from(["example.com", "b.example"]),
    )


# Where it must fold an encoded name or a group that has one the standard library garbles both.
groups = st.builds(Group, st.just("Team"), st.lists(people(ASCII_NAMES), max_size=3).map(tuple))
lists_and_policies = st.one_of(
    st.tuples(
        st.lists(people(ASCII_NAMES) | groups, min_size=1, max_size=5),
        st.sampled_from([default, SMTP]),
    ),
    st.tuples(
        st.lists(people(NAMES), min_size=1, max_size=5),
        st.sampled_from([each.clone(max_line_length=998) for each in (default, SMTP)]),
    ),
)


@given(st.sampled_from(NAMES), people(ASCII_NAMES), lists_and_policies)
def test_it_is_read_as_the_standard_library_wrote_it(
    subject: str,
    sender: Address,
    list_and_policy: tuple[list[Address | Group], EmailPolicy],
) -> None:
    recipients, policy = list_and_policy
    message = EmailMessage(policy=policy)
    message["Subject"] = subject
    message["From"] = sender
    message["To"] = recipients
    message.set_content("Hello")
    mail = RawMail(message.as_bytes())
    assert mail.subject == subject
    assert mail.mailboxes("From") == (judge(mail.from_ or ""),)
    judged = [judge(recipient) for recipient in mail.recipients("To")]
    found = [(each.name or "", each.address) for each in judged if isinstance(each, Mailbox)]
    given = message["To"].addresses
    assert found == [(person.display_name, person.addr_spec) for person in given]
    assert message_of(header_names.check_block(mail.header) or mail.structure.fault) is None


@given(st.binary(), st.binary())
def test_any_bytes_are_answered(head: bytes, body: bytes) -> None:
    mail = RawMail(
        b"To: " + head + b"\nFrom: " + body + b"\nContent-Type: " + head + b"\n\n" + body
    )
    for data in (head, body, mail.data):
        mail = RawMail(data)
        for finding in (
            header_names.check_block(mail.header),
            mail.structure.fault,
            blocked_files.check_names(mail.structure.file_names),
            addressing.missing_sender(mail),
        ):
            assert finding is None or finding.message.encode("utf-8")
        assert (
            addressing.missing_recipients(mail)
            or mail.recipients("To")
            or mail.value("To") is not None
        )
        assert isinstance(mail.subject + "".join(map(str, mail.tags)), str)


@given(st.text(max_size=60))
def test_what_is_found_in_a_list_is_found_again(text: str) -> None:
    """Rules judge recipients from headers as they judge those from parameters."""
    mail = RawMail(b"To: " + text.replace("\r", "").replace("\n", "").encode())
    mailboxes = mail.mailboxes("To")
    if isinstance(mailboxes, AddressFault) or any(mailbox.is_group for mailbox in mailboxes):
        return
    assert tuple(map(judge, mail.recipients("To"))) == mailboxes


def test_repr_is_short() -> None:
    assert repr(RawMail(b"x" * 1000)) == "<RawMail of 1000 bytes>"


def test_mails_are_equal_by_their_bytes() -> None:
    assert RawMail(b"x") == RawMail(b"x") != RawMail(b"y")


HOSTILE = {
    "dashes": b"-" * 2**20,
    "line ends": b"\n" * 2**20,
    "short fields": b"a: b\n" * 2**18,
    "folded field": b"To: a\n" + b" b\n" * 2**18,
    "addresses": b"To: " + b"a@b," * 2**18,
    "quotes": b'To: "' + b'\\"' * 2**19,
    "parameters": b"Content-Type: a/b" + b"; a=b" * 2**17,
    "comment": b"Content-Type: " + b"(" * 2**18,
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 2**16,
    "boundaries": b"Content-Type: multipart/mixed\n\n" + b"--\n" * 2**18,
    "parts": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 2**17,
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_no_megabyte_takes_long(data: bytes) -> None:
    """Each takes a fraction of a second; in quadratic time they would not end."""
    mail = RawMail(data)
    assert addressing.missing_sender(mail) is not None
    assert len(mail.subject) <= len(data)
    assert mail.mailboxes("To") == mail.mailboxes("To")
    assert (
        header_names.check_block(mail.header)
        or mail.structure.fault
        or addressing.missing_recipients(mail)
    )
