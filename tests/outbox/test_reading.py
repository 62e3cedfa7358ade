"""Each kind of oddity that mail programs read over; `tests/readers` compares with two of them.

What a text should be is what was encoded, or what an RFC says of its example.
"""

from __future__ import annotations

import base64
import codecs
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st
from message_samples import sent_raw

from pytest_sesmock import Attachment, SentMessage
from pytest_sesmock.outbox.reading import charsets, flowed, parameters, transfer_encodings
from pytest_sesmock.outbox.reading.encoded_words import decode_words


def mixed(*parts: bytes, subtype: str = "mixed") -> SentMessage:
    body = b"".join(b"--b\r\n" + part + b"\r\n" for part in parts)
    head = f"Content-Type: multipart/{subtype}; boundary=b\r\n\r\n".encode()
    return sent_raw(head + body + b"--b--\r\n")


PLAIN = b"Content-Type: text/plain\r\n\r\n"
HTML = b"Content-Type: text/html\r\n\r\n"


# Texts one after another


def test_a_footer_is_read_with_the_text_and_is_no_file() -> None:
    footer = b"CONFIDENTIAL\r\nhttps://lists.example.net/leave\r\nYour code is 123456"
    message = mixed(PLAIN + b"Hello", PLAIN + footer)
    assert message.text == f"Hello\n{footer.decode()}"
    assert message.attachments == ()
    assert message.html is message.visible_text is None
    assert [link.href for link in message.links] == ["https://lists.example.net/leave"]
    assert message.code() == "123456"


def test_a_reader_of_html_sees_the_footer_as_html() -> None:
    message = mixed(HTML + b"<p>Hello</p>", PLAIN + b"<CONFIDENTIAL>\r\n& more")
    assert message.html == "<p>Hello</p>\n<div>&lt;CONFIDENTIAL&gt;<br>&amp; more</div>"
    assert message.visible_text == "Hello\n<CONFIDENTIAL>\n& more"
    assert message.text == "Hello\n<CONFIDENTIAL>\r\n& more"


def test_an_alternative_is_read_once_and_what_stands_beside_it_in_both() -> None:
    alternative = (
        b"Content-Type: multipart/alternative; boundary=i\r\n\r\n--i\r\n"
        + (PLAIN + b"Hello\r\n\r\n--i\r\n")
        + (HTML + b"<p>Hi</p>\r\n--i--\r\n")
    )
    message = mixed(alternative, HTML + b"<p>Bye</p>")
    assert message.text == "Hello\r\nBye"
    assert message.html == "<p>Hi</p>\n<p>Bye</p>"


def test_empty_texts_add_no_lines() -> None:
    assert mixed(PLAIN, PLAIN + b"a\r\n", PLAIN, PLAIN + b"b").text == "a\r\nb"


@pytest.mark.parametrize(
    ("fields", "is_text"),
    [
        (b'Content-Type: text/plain; name="notes.txt"', True),
        (b"Content-Type: text/plain\r\nContent-Disposition: inline; filename=a.txt", True),
        (b"Content-Disposition: INLINE", True),
        (b"Content-Disposition: attachment", False),
        (b"Content-Disposition: x-odd", False),
        (b"Content-Type: text/csv", False),
    ],
)
def test_a_text_is_a_file_only_if_its_disposition_says_so(fields: bytes, is_text: bool) -> None:
    message = mixed(PLAIN + b"Hello", fields + b"\r\n\r\nmore")
    assert message.text == ("Hello\nmore" if is_text else "Hello")
    assert len(message.attachments) == (not is_text)


# Messages within


INNER = (
    b"From: Ann <ann@example.com>\r\nX: y\r\nSubject: =?utf-8?Q?caf=C3=A9?=\r\n"
    b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\ninner text\r\n--i\r\n"
    b"Content-Type: application/pdf; name=a.pdf\r\n\r\nPDF\r\n--i--\r\n"
)


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
@pytest.mark.parametrize("disposition", [b"", b"Content-Disposition: attachment\r\n"])
def test_a_message_within_is_a_file(encoding: str, disposition: bytes) -> None:
    data = base64.encodebytes(INNER) if encoding == "base64" else INNER
    fields = f"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: {encoding}\r\n".encode()
    message = mixed(PLAIN + b"Hello", fields + disposition + b"\r\n" + data)
    assert message.text == "Hello"
    (file,) = message.attachments
    assert (file.content_type, file.content) == ("message/rfc822", INNER)


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_an_inline_message_within_is_read_with_the_message(encoding: str) -> None:
    data = base64.encodebytes(INNER) if encoding == "base64" else INNER
    fields = f"Content-Disposition: inline\r\nContent-Transfer-Encoding: {encoding}\r\n".encode()
    message = mixed(PLAIN + b"Hello", fields + b"Content-Type: message/rfc822\r\n\r\n" + data)
    assert message.text == "Hello\nFrom: Ann <ann@example.com>\nSubject: café\ninner text"
    assert message.attachments == (Attachment("a.pdf", "application/pdf", b"PDF"),)


def test_the_parts_of_a_digest_are_messages() -> None:
    (file,) = mixed(b"\r\nSubject: x\r\n\r\nhi", subtype="digest").attachments
    assert (file.content_type, file.content) == ("message/rfc822", b"Subject: x\r\n\r\nhi")


def test_messages_are_shown_ten_deep() -> None:
    shown = b"Content-Type: message/rfc822\r\nContent-Disposition: inline\r\n\r\n"
    assert sent_raw(shown * 10 + b"\r\nhi").text == "hi"
    deeper = sent_raw(shown * 11 + b"\r\nhi")
    assert (deeper.text, len(deeper.attachments)) == ("", 1)


# Multiparts


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"preamble\r\n--b\r\n\r\ntext\r\n--b--\r\nepilogue", "text"),
        (b"--b\r\n\r\ntext", "text"),
        (b"--b\r\n\r\ntext\r\n--b\r\n", "text"),
        (b"--b\r\n\r\ntext\r\n--b", "text"),
        (b"--b\r\n\r\ntext\r\n--b\r\n--b--\r\nepilogue", "text"),
        (b"--b\r\n\r\ntext\r\n--b\r\n\r\n--b--\r\nepilogue", "text"),
        (b"--b \t\r\n\r\ntext\r\n--b-- \r\nepilogue", "text"),
        (b"--b\n\ntext\n--b--\n", "text"),
        (b"--b\r\n\r\ntext\r\n--bb\r\n--b x\r\n--b--\r\n", "text\r\n--bb\r\n--b x"),
        (b"--b\r\nContent-Type: text/plain\r\n--b\r\n\r\ntext\r\n--b--\r\n", "text"),
        (b"--b\r\n\r\none\r\n--b--\r\n--b\r\n\r\ntwo\r\n--b--\r\n", "one"),
        (b"--b--\r\n", None),
        (b"no part", None),
    ],
)
def test_multiparts_are_split_where_their_delimiters_are(body: bytes, text: str | None) -> None:
    message = sent_raw(b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + body)
    assert (message.text, message.attachments) == (text, ())


def test_an_outer_delimiter_ends_inner_multiparts() -> None:
    message = mixed(
        b"Content-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\ninner",
        b"Content-Type: multipart/mixed; boundary=b--\r\n\r\n--b--\r\n\r\nodd\r\n--b----",
        PLAIN + b"outer",
    )
    assert message.text == "inner\nodd\nouter"


def test_a_line_without_a_colon_costs_the_file_nothing() -> None:
    fields = b"Content-Type: application/pdf\r\nodd line\r\nContent-Disposition: attachment;"
    message = mixed(PLAIN + b"Hello", fields + b' filename="a.pdf"\r\n\r\nPDF')
    assert message.attachments == (Attachment("a.pdf", "application/pdf", b"PDF"),)


def test_a_long_header_of_a_part_is_read_whole() -> None:
    long = b"".join(b"X-%d: y\r\n" % number for number in range(40_000))
    message = mixed(long + b"Content-Type: application/pdf; name=a.pdf\r\n\r\nPDF")
    assert [file.filename for file in message.attachments] == ["a.pdf"]


# Parameters


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("a/b", "a/b", {}),
        ("A/B ; C=D", "a/b", {"c": "D"}),
        ("a/b; c=d; c=e", "a/b", {"c": "d"}),
        ('a/b; c="d;e=\\"f\\" (g)"; h', "a/b", {"c": 'd;e="f" (g)', "h": ""}),
        ('a/b; c="d" e; f="g', "a/b", {"c": "d", "f": "g"}),
        ("a/b (x; (y) \\) ); c=d(1).e (z)", "a/b", {"c": "d(1).e"}),
        ("a/b (x; c=d", "a/b (x", {"c": "d"}),
        ("a/b; c=d (x", "a/b", {"c": "d"}),
        ("(x)(y) a/b", "a/b", {}),
        ("a/b; name='c'", "a/b", {"name": "'c'"}),
        ("a/b; name==?utf-8?Q?=C3=A9?=", "a/b", {"name": "é"}),
        ('a/b; boundary="=?utf-8?Q?x?="', "a/b", {"boundary": "=?utf-8?Q?x?="}),
        # RFC 2231, sections 3 and 4
        ('m/e; URL*0="ftp://"; URL*1="cs.utk.edu"', "m/e", {"url": "ftp://cs.utk.edu"}),
        (
            "a/x; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A",
            "a/x",
            {"title": "This is ***fun***"},
        ),
        (
            "a/x; title*0*=us-ascii'en'This%20is%20even%20more%20;"
            ' title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2="isn\'t it!"',
            "a/x",
            {"title": "This is even more ***fun*** isn't it!"},
        ),
        ("a/b; name*1=d; name*0=c; name*0=x", "a/b", {"name": "cd"}),
        ("a/b; name*10=k; name*9=j; name*2=c", "a/b", {"name": "cjk"}),
        ("a/b; name=c; name*=UTF-8''%C3%A9", "a/b", {"name": "é"}),
        ("a/b; name*=UTF-8''%C3%A9; name=c", "a/b", {"name": "é"}),
        ("a/b; name*0*=''%C3; name*1*=%A9", "a/b", {"name": "é"}),
        ("a/b; name*0*=c; name*1*=%C3%A9", "a/b", {"name": "cé"}),
        ("a/b; name*1*=UTF-8''d", "a/b", {"name": "UTF-8''d"}),
        ('a/b; name*0="=?utf-8?Q?=C3?="; name*1="=?utf-8?Q?=A9?="', "a/b", {"name": "é"}),
        ("a/b; name*=utf-7''+AH", "a/b", {"name": "+AH"}),
        ("a/b; name*x=c; name*-1=d", "a/b", {"name*x": "c", "name*-1": "d"}),
    ],
)
def test_parameters(text: str, value: str, expected: dict[str, str]) -> None:
    read = parameters.parse(text)
    assert read.value == value
    assert {name: each for name, each in read.parameters.items() if name} == expected


def test_bytes_beyond_utf_8_in_a_file_name_are_windows_1252() -> None:
    fields = b"Content-Type: a/b; name=\x93r\xe9sum\xe9\x94.pdf\r\n\r\n"
    assert [file.filename for file in mixed(fields).attachments] == ["“résumé”.pdf"]


@pytest.mark.parametrize(
    "value",
    [
        "base64",
        "BASE64 ",
        "base64\t",
        "base64 (c)",
        "(c) base64",
        "base64;",
        '"base64"',
        "x-base64",
    ],
)
def test_the_transfer_encoding_is_the_first_word(value: str) -> None:
    raw = f"Content-Transfer-Encoding: {value}\r\n\r\n".encode() + base64.encodebytes(b"Hello")
    assert sent_raw(raw).text == "Hello"


# Encoded words


@pytest.mark.parametrize(
    ("value", "text"),
    [
        # RFC 2047, section 8
        ("=?ISO-8859-1?Q?a?=", "a"),
        ("=?ISO-8859-1?Q?a?= b", "a b"),
        ("=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"),
        ("=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab"),
        ("=?ISO-8859-1?Q?a_b?=", "a b"),
        ("=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b"),
        ("=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"),  # RFC 2231, section 5
        ("caf=?utf-8?Q?=C3=A9?=s", "cafés"),
        ("=?utf-8?Q?=C3?= =?UTF-8?q?=A9?=", "é"),
        ("=?utf-8?B?w?= =?utf-8?B?w6k=?=", "é"),
        ("=?utf-8?Q?=C3?= =?utf-8?Q?=C3=A9?=", "\ufffdé"),
        ("=?us-ascii?Q?=E9?=", "é"),
        ("=?utf-8?Q?é?=", "é"),
        ("=?utf-8?Q?100=ZZ_=?=", "100=ZZ ="),
        ("=?x?Q?a?= =? =?utf-8?X?a?=", "a =? =?utf-8?X?a?="),
        ("=?ISO-2022-JP?B?GyRCJDMk?=\r\n =?ISO-2022-JP?B?cyRLGyhC?=", "こんに"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert decode_words(value) == text


def test_bytes_beyond_utf_8_are_lost_in_a_header_field() -> None:
    assert sent_raw(b"Subject: Gr\xfc\xdfe\r\n\r\n").subject == "Gr\ufffd\ufffde"


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_words_of_the_standard_library_are_read_back(subject: str) -> None:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = f"é{subject}é"
    assert sent_raw(message.as_bytes()).subject == f"é{subject}é"


# Charsets


@pytest.mark.parametrize(
    ("label", "octets", "text"),
    [
        ("iso-8859-1", b"\x93\xe9\x94\x81", "“é”\x81"),
        ("ISO_8859-9", b"\x93\xfe", "“ş"),
        ("us-ascii", "é".encode(), "é"),
        ("us-ascii", b"\x93\xe9", "“é"),
        ("no-such", "é".encode(), "é"),
        ("no such\x00", b"\xe9", "é"),
        ("", b"\xe9", "é"),
        ("utf-8", codecs.BOM_UTF8 + b"a\xff", "a\ufffd"),
        ("utf-7", b"+AOk-", "+AOk-"),
        ("hex", b"e9", "e9"),
        ("gb2312", "朱镕基".encode("gbk"), "朱镕基"),
        ("gbk", b"10\x80\xff", "10€\ufffd"),
        ("shift_jis", "①髙".encode("cp932"), "①髙"),
        ("ks_c_5601-1987", "똠방각하".encode("cp949"), "똠방각하"),
        ("windows-31j", "①".encode("cp932"), "①"),
        ("windows-874", "สวัสดี".encode("cp874"), "สวัสดี"),
        ("x-cp1251", "Привет".encode("cp1251"), "Привет"),
        ("iso 8859--15", b"\xa4", "€"),
        ("iso885915", b"\xa4", "€"),
        ("utf-16", codecs.BOM_UTF16_BE + "é你".encode("utf-16-be"), "é你"),
        ("utf-16", codecs.BOM_UTF16_LE + "é你".encode("utf-16-le"), "é你"),
        ("utf-16", "big endian".encode("utf-16-be"), "big endian"),
        ("utf-16", "little endian".encode("utf-16-le") + b"x", "little endian\ufffd"),
        ("utf-32", "é".encode("utf-32"), "é"),
        ("iso-2022-jp", "a世界\nb".encode("iso-2022-jp"), "a世界\nb"),
        ("iso-2022-jp", b"\x1b$B-!\n\x1b(I1\x1b(Jx", "①\nｱx"),
        ("euc-jp", "a世界b".encode("euc-jp") + b"\xad\xa1\x8e\xb1\xff", "a世界b①ｱ\ufffd"),
        ("euc-jp", "丂".encode("euc-jp"), "丂"),  # JIS X 0212
    ],
)
def test_charsets(label: str, octets: bytes, text: str) -> None:
    assert charsets.decode(octets, label) == text


JAPANESE = st.lists(
    st.integers(0x2121, 0x7426).filter(lambda code: 0x21 <= code & 0xFF <= 0x7E), max_size=30
)


@given(JAPANESE)
def test_japanese_is_read_as_shift_jis_is(codes: list[int]) -> None:
    """ISO-2022-JP, EUC-JP and Python's Shift_JIS agree on the characters that Python knows."""
    pairs = [bytes(divmod(code, 256)) for code in codes]
    known = [pair for pair in pairs if is_known(pair)]
    text = b"".join(bytes(byte | 0x80 for byte in pair) for pair in known).decode("euc_jp")
    # Windows has other characters for a few signs, such as the wave dash.
    expected = text.encode("shift_jis").decode("cp932")
    escaped = b"\x1b$B" + b"".join(known) + b"\x1b(B"
    assert charsets.decode(escaped, "iso-2022-jp") == expected
    shifted = b"".join(bytes(byte | 0x80 for byte in pair) for pair in known)
    assert charsets.decode(shifted, "euc-jp") == expected


def is_known(pair: bytes) -> bool:
    try:
        bytes(byte | 0x80 for byte in pair).decode("euc_jp").encode("shift_jis")
    except UnicodeError:
        return False
    return True


# Transfer encodings


@pytest.mark.parametrize(
    ("encoded", "data"),
    [
        (b"SGVs*bG8h", b"Hello!"),
        (b"SGVs\r\n bG8h\xe9", b"Hello!"),
        (b"SGVsbG8", b"Hello"),
        (b"SGVsbG8hQ", b"Hello!"),
        (b"SGVsbG8====", b"Hello"),
        (b"YQ==\r\nYmM=\r\nZGVm", b"abcdef"),
        (b"====", b""),
        (b"", b""),
    ],
)
def test_base64(encoded: bytes, data: bytes) -> None:
    assert transfer_encodings.decode(encoded, "base64") == data


@pytest.mark.parametrize(
    ("encoded", "data"),
    [
        (b"one=\r\ntwo= \t\nthree=", b"onetwothree"),
        (b"one  \t\r\ntwo=20\r\n", b"one\r\ntwo \r\n"),
        (b"caf=c3=A9", "café".encode()),
        (b"100=ZZ ==41 =4", b"100=ZZ =A =4"),
    ],
)
def test_quoted_printable(encoded: bytes, data: bytes) -> None:
    assert transfer_encodings.decode(encoded, "quoted-printable") == data


@given(st.binary())
def test_base64_is_read_back(data: bytes) -> None:
    assert transfer_encodings.decode(base64.encodebytes(data), "base64") == data


# Flowed texts


@pytest.mark.parametrize(
    ("text", "deletes", "joined"),
    [
        ("one \r\ntwo\r\n", False, "one two\r\n"),
        ("one \r\ntwo\r\n", True, "onetwo\r\n"),
        (" stuffed\n From\n", False, "stuffed\nFrom\n"),
        ("> one \n> two\n>> three \n> four\n", False, "> one two\n>> three \n> four\n"),
        ("text\n-- \nname\n", False, "text\n-- \nname\n"),
        ("one ", False, "one "),
        ("", False, ""),
    ],
)
def test_flowed_texts(text: str, deletes: bool, joined: str) -> None:
    assert flowed.join(text, deletes_blanks=deletes) == joined


def test_a_flowed_text_is_read_joined() -> None:
    fields = b"Content-Type: text/plain; format=Flowed; delsp=yes\r\n\r\n"
    assert sent_raw(fields + b"one \r\ntwo\r\n").text == "onetwo\r\n"
