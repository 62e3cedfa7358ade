"""Made-up messages of every kind that mail programs have to read: `MESSAGES`, by name."""

from __future__ import annotations

import base64
import quopri
import random
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from itertools import product

HEAD = "From: Ann <ann@example.com>\r\nTo: Bo <bo@example.org>\r\nSubject: s\r\n"

Named = tuple[str, bytes]


def message(fields: str, body: str | bytes = "body\r\n", head: str = HEAD) -> bytes:
    """A message; characters of the fields beyond Latin-1 are in UTF-8."""
    text = body.encode() if isinstance(body, str) else body
    return f"{head}MIME-Version: 1.0\r\n{fields}\r\n".encode() + text


def part(fields: str, body: str | bytes) -> bytes:
    return f"{fields}\r\n".encode() + (body.encode() if isinstance(body, str) else body)


def multipart(subtype: str, *parts: bytes, boundary: str = "b", end: bytes = b"--b--\r\n") -> bytes:
    pieces = [f"--{boundary}\r\n".encode() + each + b"\r\n" for each in parts]
    body = b"".join(pieces) + end
    return message(f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n', body)


TEXT = part("Content-Type: text/plain; charset=utf-8\r\n", "the text é")
HTML = part("Content-Type: text/html; charset=utf-8\r\n", "<p>the <b>HTML</b> é</p>")
FOOTER = part("Content-Type: text/plain\r\n", "-- \r\nCONFIDENTIAL footer")
HTML_FOOTER = part("Content-Type: text/html\r\n", "<p>CONFIDENTIAL footer</p>")
PDF = b"%PDF-1.7\r\n\x00\xff\xfe binary"
FILE = part(
    "Content-Type: application/pdf; name=a.pdf\r\nContent-Disposition: attachment; filename=a.pdf"
    "\r\nContent-Transfer-Encoding: base64\r\n",
    base64.encodebytes(PDF),
)
IMAGE = part(
    "Content-Type: image/png\r\nContent-ID: <logo@x>\r\nContent-Disposition: inline\r\n"
    "Content-Transfer-Encoding: base64\r\n",
    base64.encodebytes(b"\x89PNG\r\n"),
)


def encodings() -> Iterator[Named]:
    text = "Grüße, naïve café: = _ ? 100% – done\r\nsecond line\r\n"
    octets = text.encode()
    encoded = {
        "base64": base64.encodebytes(octets),
        "quoted-printable": quopri.encodestring(octets),
        "8bit": octets,
        "7bit": b"plain =41 text\r\n",
        "binary": octets,
    }
    spellings = (
        *("{}", "{} ", "{}\t", " {}", "{}\r\n ", "\r\n {}", "{} (comment)", "(comment) {}"),
        *("{} (a (nested) comment)",),
    )
    for (name, body), spelling in product(encoded.items(), spellings):
        value = spelling.format(name)
        field = f"Content-Transfer-Encoding: {value}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        yield f"encoding {value!r}", message(field, body)
    for name in (
        "BASE64",
        "Base64",
        "Quoted-Printable",
        "base64;",
        "quoted-printable;",
        '"base64"',
    ):
        body = encoded["base64" if "base64" in name.lower() else "quoted-printable"]
        field = f"Content-Transfer-Encoding: {name}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        yield f"encoding {name!r}", message(field, body)
    whole = base64.b64encode(b"A file of some length, in base64!")
    for name, body in {
        "a stray character": whole[:8] + b"*" + whole[8:],
        "a stray byte": whole[:8] + b"\xe9" + whole[8:],
        "blanks within": whole[:7] + b"  \t" + whole[7:],
        "one character too many": whole + b"Q",
        "without padding": base64.b64encode(b"padding!").rstrip(b"="),
        "too much padding": base64.b64encode(b"padding!") + b"==",
        "padding in the middle": base64.b64encode(b"one!") + b"\r\n" + base64.b64encode(b"two"),
        "each line padded": b"\r\n".join(base64.b64encode(each) for each in (b"a", b"bc", b"def!")),
        "a footer behind": whole + b"\r\n-- \r\n_list_\r\n",
        "nothing": b"",
        "only padding": b"====",
        "lines of odd length": b"\r\n".join(whole[at : at + 7] for at in range(0, len(whole), 7)),
        "line ends of LF": b"\n".join(whole[at : at + 8] for at in range(0, len(whole), 8)),
        "no line end": whole,
        "a line of dashes": whole + b"\r\n----\r\n",
    }.items():
        file = "Content-Type: application/x-file; name=f\r\nContent-Transfer-Encoding: base64\r\n"
        yield f"base64, {name}", message(file, body)
        yield f"base64, {name}, in a part", multipart("mixed", TEXT, part(file, body))
    for name, body in {
        "soft break": b"one=\r\ntwo\r\n",
        "soft break of LF": b"one=\ntwo\n",
        "soft break at the end": b"one=",
        "soft break with blanks": b"one= \t\r\ntwo\r\n",
        "blanks at the end of a line": b"one  \t\r\ntwo\r\n",
        "encoded blank at the end": b"one=20\r\ntwo\r\n",
        "lower case": b"caf=c3=a9\r\n",
        "not hexadecimal": b"a=ZZ b=4 c==\r\nd\r\n",
        "equals at the end": b"1+1=\r\n",
        "equals doubled": b"a==41\r\n",
        "8-bit bytes": "café =C3=A9\r\n".encode(),
        "dots and dashes": b".\r\n--\r\n=2E\r\n",
        "encoded line ends": b"a=0D=0Ab\r\n",
    }.items():
        yield (
            f"quoted-printable, {name}",
            message(
                "Content-Transfer-Encoding: quoted-printable\r\n"
                "Content-Type: text/plain; charset=utf-8\r\n",
                body,
            ),
        )
    yield (
        "a multipart that says base64",
        message(
            "Content-Type: multipart/mixed; boundary=b\r\nContent-Transfer-Encoding: base64\r\n",
            b"--b\r\n" + TEXT + b"\r\n--b--\r\n",
        ),
    )


SAMPLES = {
    "us-ascii": ("plain", "ascii"),
    "utf-8": ("Grüße 你好 🎉", "utf-8"),
    "UTF8": ("Grüße", "utf-8"),
    "iso-8859-1": ("Grüße", "latin-1"),
    "latin1": ("Grüße", "latin-1"),
    "ISO_8859-1": ("Grüße", "latin-1"),
    "iso-8859-2": ("Zażółć gęślą", "iso-8859-2"),
    "iso-8859-3": ("ĉĝĥĵŝŭ", "iso-8859-3"),
    "iso-8859-4": ("āēģīķļņ", "iso-8859-4"),
    "iso-8859-5": ("Привет", "iso-8859-5"),
    "iso-8859-6": ("مرحبا", "iso-8859-6"),
    "iso-8859-7": ("Γειά σου", "iso-8859-7"),
    "iso-8859-8": ("שלום", "iso-8859-8"),
    "iso-8859-8-i": ("שלום", "iso-8859-8"),
    "iso-8859-9": ("İstanbul ğüş", "iso-8859-9"),
    "iso-8859-10": ("ĄĒĢĪ", "iso-8859-10"),
    "iso-8859-13": ("ąčęėį", "iso-8859-13"),
    "iso-8859-14": ("Ŵŵ Ŷŷ", "iso-8859-14"),
    "iso-8859-15": ("10 € œ", "iso-8859-15"),
    "iso-8859-16": ("ăâîșț €", "iso-8859-16"),
    "windows-1250": ("Zażółć „gęślą”", "cp1250"),
    "windows-1251": ("Привет – мир", "cp1251"),
    "cp1251": ("Привет – мир", "cp1251"),
    "windows-1252": ("“smart” – 10 €", "cp1252"),
    "cp1252": ("“smart” – 10 €", "cp1252"),
    "windows-1253": ("Γειά", "cp1253"),
    "windows-1254": ("İstanbul – ğ", "cp1254"),
    "windows-1255": ("שלום", "cp1255"),
    "windows-1256": ("مرحبا", "cp1256"),
    "windows-1257": ("ąčęėį – €", "cp1257"),
    "windows-1258": ("Vit Đơn ư", "cp1258"),
    "windows-874": ("สวัสดี", "cp874"),
    "tis-620": ("สวัสดี", "tis-620"),
    "koi8-r": ("Привет", "koi8-r"),
    "koi8-u": ("Привіт", "koi8-u"),
    "ibm866": ("Привет", "cp866"),
    "cp866": ("Привет", "cp866"),
    "macintosh": ("Grüße • ©", "mac-roman"),
    "gb2312": ("你好世界", "gb2312"),
    "gbk": ("你好，朱镕基", "gbk"),
    "gb18030": ("你好 镕 𠀀", "gb18030"),
    "big5": ("你好世界", "big5"),
    "shift_jis": ("こんにちは、ｶﾅ", "shift_jis"),
    "x-sjis": ("こんにちは", "shift_jis"),
    "euc-jp": ("こんにちは", "euc-jp"),
    "iso-2022-jp": ("こんにちは、世界", "iso-2022-jp"),
    "euc-kr": ("안녕하세요", "euc-kr"),
    "ks_c_5601-1987": ("안녕하세요", "euc-kr"),
    "utf-16le": ("Grüße 你好", "utf-16-le"),
    "utf-16be": ("Grüße 你好", "utf-16-be"),
    "utf-16": ("\ufeffGrüße 你好 with a mark", "utf-16-le"),
    # What their labels promise less than
    "gb2312 with characters of GBK": ("朱镕基", "gbk"),
    "shift_jis with characters of NEC": ("①②㈱髙", "cp932"),
    "ks_c_5601-1987 with characters of UHC": ("똠방각하", "cp949"),
    "iso-8859-1 with characters of windows-1252": ("“smart” – 10 €", "cp1252"),
    "iso-8859-9 with characters of windows-1254": ("“smart” – ğ", "cp1254"),
    "iso-8859-1 with control characters": ("a\x81b", "latin-1"),
    "us-ascii with UTF-8": ("Grüße", "utf-8"),
    "us-ascii with windows-1252": ("“Grüße”", "cp1252"),
    "utf-8 with Latin-1": ("Grüße", "latin-1"),
    "utf-8 with a byte order mark": ("\ufeffGrüße", "utf-8"),
    "no-such-charset with UTF-8": ("Grüße", "utf-8"),
    "no-such-charset with windows-1252": ("“Grüße”", "cp1252"),
    "utf-7 in ASCII": ("Gr+APwA3w-e", "ascii"),
    "unicode_escape in ASCII": (r"Gr\u00fc", "ascii"),
    "cp932": ("①②㈱", "cp932"),
    "windows-31j": ("①②㈱", "cp932"),
    "cp936": ("你好", "gbk"),
    "cp949": ("안녕", "cp949"),
    "utf-16 without a mark": ("Grüße and more text, long enough to tell", "utf-16-le"),
    "utf-16 with a mark for big endian": ("\ufeffGrüße 你好 with a mark", "utf-16-be"),
    "utf-32 with a mark": ("\ufeffGrüße 你好", "utf-32-le"),
    "cp437": ("Grüße", "cp437"),
    "cp850": ("Grüße", "cp850"),
    "iso-2022-jp with characters of NEC": ("①②", "iso-2022-jp of NEC"),
    "euc-jp with characters of NEC": ("①②", "euc-jp of NEC"),
}
_OF_NEC = {"iso-2022-jp of NEC": b'\x1b$B-!-"\x1b(B', "euc-jp of NEC": b"\xad\xa1\xad\xa2"}


def sample_bytes(text: str, codec: str) -> bytes:
    return _OF_NEC[codec] if codec in _OF_NEC else text.encode(codec)


def texts_in_charsets() -> Iterator[Named]:
    for name, (text, codec) in SAMPLES.items():
        label = name.partition(" ")[0]
        octets = sample_bytes(text, codec)
        field = f"Content-Type: text/plain; charset={label}\r\nContent-Transfer-Encoding: "
        yield f"charset {name}", message(f"{field}base64\r\n", base64.encodebytes(octets))
        if not label.startswith(("utf-16", "utf-32")):
            yield f"charset {name}, 8bit", message(f"{field}8bit\r\n", octets + b"\r\n")
        word = base64.b64encode(octets).decode()
        head = HEAD.replace("Subject: s", f"Subject: =?{label}?B?{word}?=")
        yield f"charset {name}, subject", message("", head=head)
    for name, spelling in {
        "in quotes": '"utf-8"',
        "in upper case": "UTF-8",
        "with blanks": ' "utf-8" ',
        "with a comment": "utf-8 (Unicode)",
        "empty": '""',
    }.items():
        field = f"Content-Type: text/plain; charset={spelling}\r\n"
        yield f"charset {name}", message(field, "Grüße\r\n")
    yield "no charset, UTF-8", message("Content-Type: text/plain\r\n", "Grüße\r\n")
    yield "no charset, Latin-1", message("Content-Type: text/plain\r\n", b"Gr\xfc\xdfe\r\n")
    yield "no content type, UTF-8", message("", "Grüße\r\n")


SUBJECTS = {
    "plain": "Hello, world",
    "folded": "Hello,\r\n folded world",
    "folded with a tab": "Hello,\r\n\tfolded world",
    "folded twice": "one\r\n two\r\n three",
    "empty": "",
    "blank": "   ",
    "quoted": '"Hello"',
    "raw UTF-8": "Grüße 🎉",
    "Q word": "=?utf-8?Q?Gr=C3=BC=C3=9Fe?=",
    "Q word with underscores": "=?utf-8?q?Gr=C3=BC=C3=9Fe_an_alle?=",
    "B word": "=?utf-8?B?R3LDvMOfZQ==?=",
    "B word in lower case": "=?UTF-8?b?R3LDvMOfZQ==?=",
    "B word without padding": "=?utf-8?B?R3LDvMOfZQ?=",
    "word and text": "Re: =?utf-8?Q?Gr=C3=BC=C3=9Fe?= again",
    "two words": "=?utf-8?Q?Gr=C3=BC?= =?utf-8?Q?=C3=9Fe?=",
    "two words on two lines": "=?utf-8?Q?Gr=C3=BC?=\r\n =?utf-8?Q?=C3=9Fe?=",
    "two words with two blanks": "=?utf-8?Q?Gr=C3=BC?=  =?utf-8?Q?=C3=9Fe?=",
    "two words without a blank": "=?utf-8?Q?Gr=C3=BC?==?utf-8?Q?=C3=9Fe?=",
    "two words in two charsets": "=?utf-8?Q?=C3=BC?= =?iso-8859-1?Q?=DFe?=",
    "two words in two encodings": "=?utf-8?Q?=C3=BC?= =?utf-8?B?w59l?=",
    "words around a text": "=?utf-8?Q?=C3=BC?= and =?utf-8?Q?=C3=9F?=",
    "a character in two Q words": "=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=",
    "a character in two B words": "=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=",
    "a word within a word": "caf=?utf-8?Q?=C3=A9?=s",
    "words in quotes": '"=?utf-8?Q?caf=C3=A9?="',
    "words in brackets": "(=?utf-8?Q?caf=C3=A9?=)",
    "question marks that are no word": "what =? is ?= this",
    "a word with a language": "=?utf-8*de?Q?Gr=C3=BC=C3=9Fe?=",
    "an unknown charset": "=?no-such?Q?hello?=",
    "an unknown encoding": "=?utf-8?X?hello?=",
    "no end": "=?utf-8?Q?hello",
    "an empty word": "=?utf-8?Q??=",
    "an empty word and text": "a =?utf-8?Q??= b",
    "blanks within a word": "=?utf-8?Q?two words here?=",
    "invalid escapes": "=?utf-8?Q?100=ZZ?=",
    "equals alone": "=?utf-8?Q?1=1?=",
    "8-bit bytes within a word": "=?utf-8?Q?caf\u00e9?=",
    "emoji in B": "=?UTF-8?B?8J+OiSBwYXJ0eQ==?=",
    "long": " ".join(["word"] * 60),
    "only brackets": "(((((",
    "only words of blanks": "=?utf-8?Q?_?= =?utf-8?Q?_?=",
    "a tab": "a\tb",
    "two blanks": "a  b",
    "Q with a question mark encoded": "=?utf-8?Q?really=3F?=",
    "windows-1252 in Q": "=?windows-1252?Q?=93smart=94?=",
    "Latin-1 that is windows-1252": "=?iso-8859-1?Q?=93smart=94?=",
    "ISO-2022-JP in B": "=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=",
    "a character of ISO-2022-JP in two words": "=?ISO-2022-JP?B?GyRCJDMk?= =?ISO-2022-JP?B?cyRLGyhC?=",
    "ISO-2022-JP in two words": "=?ISO-2022-JP?B?GyRCJDMbKEI=?= =?ISO-2022-JP?B?GyRCJHMbKEI=?=",
    "charset in two cases": "=?UTF-8?Q?Gr=C3?= =?utf-8?Q?=BC?=",
    "encoding in two cases": "=?utf-8?q?Gr=C3?= =?utf-8?Q?=BC?=",
    "B words of odd length": "=?utf-8?B?R3L?= =?utf-8?B?DvA==?=",
}


def subjects() -> Iterator[Named]:
    for name, value in SUBJECTS.items():
        yield f"subject, {name}", message("", head=HEAD.replace("Subject: s", f"Subject: {value}"))
    before, after = HEAD.encode().split(b"Subject: s")
    for name, octets in {
        "raw Latin-1": b"Gr\xfc\xdfe",
        "Latin-1 bytes within a word": b"=?iso-8859-1?Q?Gr\xfc\xdfe?=",
        "broken UTF-8": b"Gr\xc3e",
    }.items():
        yield f"subject, {name}", before + b"Subject: " + octets + after + b"\r\nbody\r\n"
    yield "subject, missing", message("", head=HEAD.replace("Subject: s\r\n", ""))
    for name, spelling in {
        "in upper case": "SUBJECT: s",
        "without a blank": "Subject:s",
        "with a blank before the colon": "Subject : s",
        "with blanks behind": "Subject:   s   ",
    }.items():
        yield f"subject, {name}", message("", head=HEAD.replace("Subject: s", spelling))


FILE_NAMES = {
    "token": "name.pdf",
    "quoted": '"name.pdf"',
    "quoted with blanks": '"my file.pdf"',
    "blanks without quotes": "my file.pdf",
    "blanks around": ' "name.pdf" ',
    "single quotes": "'name.pdf'",
    "escaped quote": r'"a\"b.pdf"',
    "escaped backslash": r'"a\\b.pdf"',
    "backslashes": r'"C:\dir\name.pdf"',
    "brackets": "a(1).pdf",
    "brackets in quotes": '"a(1).pdf"',
    "comment behind": "name.pdf (the file)",
    "semicolon in quotes": '"a;b.pdf"',
    "equals in quotes": '"a=b.pdf"',
    "no closing quote": '"name.pdf',
    "text behind the quotes": '"name.pdf" and more',
    "raw UTF-8": '"résumé.pdf"',
    "Q word": '"=?utf-8?Q?r=C3=A9sum=C3=A9.pdf?="',
    "Q word without quotes": "=?utf-8?Q?r=C3=A9sum=C3=A9.pdf?=",
    "B word": '"=?UTF-8?B?csOpc3Vtw6kucGRm?="',
    "two words": '"=?utf-8?Q?r=C3=A9?= =?utf-8?Q?sum=C3=A9.pdf?="',
    "two words folded": '"=?utf-8?Q?r=C3=A9?=\r\n =?utf-8?Q?sum=C3=A9.pdf?="',
    "percent signs": "100%25.pdf",
    "empty": '""',
    "folded": '"a long name\r\n folded.pdf"',
}
PARAMETERS = {
    "RFC 2231": "{0}*=UTF-8''r%C3%A9sum%C3%A9.pdf",
    "RFC 2231 with a language": "{0}*=UTF-8'fr'r%C3%A9sum%C3%A9.pdf",
    "RFC 2231 in lower case": "{0}*=utf-8''r%c3%a9sum%c3%a9.pdf",
    "RFC 2231 in Latin-1": "{0}*=iso-8859-1''r%E9sum%E9.pdf",
    "RFC 2231 in windows-1252": "{0}*=windows-1252''%93quoted%94.pdf",
    "RFC 2231 in Shift_JIS": "{0}*=shift_jis''%83e%83X%83g.txt",
    "RFC 2231 in quotes": "{0}*=\"UTF-8''r%C3%A9sum%C3%A9.pdf\"",
    "RFC 2231 without a charset": "{0}*=''name.pdf",
    "RFC 2231 without apostrophes": "{0}*=name.pdf",
    "RFC 2231 with an unknown charset": "{0}*=no-such''name.pdf",
    "RFC 2231 with an invalid escape": "{0}*=UTF-8''100%ZZ.pdf",
    "RFC 2231 with an apostrophe in it": "{0}*=UTF-8''it%27s.pdf",
    "RFC 2231 with another apostrophe": "{0}*=UTF-8''it's.pdf",
    "RFC 2231 with a plus": "{0}*=UTF-8''a+b.pdf",
    "segments": '{0}*0="a long "; {0}*1="name.pdf"',
    "segments in disorder": '{0}*1="name.pdf"; {0}*0="a long "',
    "segments encoded": "{0}*0*=UTF-8''r%C3%A9; {0}*1*=sum%C3%A9.pdf",
    "segments, first encoded": "{0}*0*=UTF-8''r%C3%A9; {0}*1=sume.pdf",
    "segments, second encoded": "{0}*0=re; {0}*1*=sum%C3%A9.pdf",
    "segments without apostrophes": "{0}*0*=re; {0}*1*=sume.pdf",
    "segments that split a character": "{0}*0*=UTF-8''r%C3; {0}*1*=%A9sume.pdf",
    "segments with a gap": "{0}*0=re; {0}*2=sume.pdf",
    "segments without the first": "{0}*1=re; {0}*2=sume.pdf",
    "eleven segments": "; ".join(f"{{0}}*{number}={number}" for number in range(11)),
    "twelve encoded segments": "{0}*0*=UTF-8''r%C3%A9; "
    + "; ".join(f"{{0}}*{number}*={number}" for number in range(1, 12)),
    "segments of words": '{0}*0="=?utf-8?Q?r=C3=A9sum?="; {0}*1="=?utf-8?Q?=C3=A9.pdf?="',
    "both forms": "{0}=resume.pdf; {0}*=UTF-8''r%C3%A9sum%C3%A9.pdf",
    "both forms, the other way round": "{0}*=UTF-8''r%C3%A9sum%C3%A9.pdf; {0}=resume.pdf",
    "twice": "{0}=first.pdf; {0}=second.pdf",
    "upper case": "FILENAME=name.pdf; NAME=name.pdf",
    "blanks around equals": "{0} = name.pdf",
    "no value": "{0}",
    "a semicolon too many": ";; {0}=name.pdf;",
    "folded": "\r\n {0}=name.pdf",
    "folded before equals": "{0}\r\n =name.pdf",
    "a comment before": "(c) {0}=name.pdf",
    "other parameters": 'size=12; {0}=name.pdf; creation-date="Wed, 1 Jan 2025 00:00:00 +0000"',
}


def file_names() -> Iterator[Named]:
    forms = {
        "disposition": "Content-Type: application/pdf\r\nContent-Disposition: attachment; {}\r\n",
        "type": "Content-Type: application/pdf; {}\r\nContent-Disposition: attachment\r\n",
        "type alone": "Content-Type: application/pdf; {}\r\n",
    }
    names = {"disposition": "filename", "type": "name", "type alone": "name"}
    spellings = {
        **{name: f"{{0}}={value}" for name, value in FILE_NAMES.items()},
        **PARAMETERS,
    }
    for (where, fields), (name, spelling) in product(forms.items(), spellings.items()):
        if where == "type alone" and name not in PARAMETERS:
            continue
        given = fields.format(spelling.replace("{0}", names[where]))
        yield f"file name, {name}, in the {where}", multipart("mixed", TEXT, part(given, "file"))
    latin = part(
        "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=@\r\n", "f"
    )
    yield (
        "file name, Latin-1 bytes",
        multipart("mixed", TEXT, latin.replace(b"@", b'"r\xe9sum\xe9.pdf"')),
    )
    both = (
        "Content-Type: application/pdf; name=type.pdf\r\n"
        "Content-Disposition: attachment; filename=disposition.pdf\r\n"
    )
    yield "file name, in both fields", multipart("mixed", TEXT, part(both, "f"))


def types() -> Iterator[Named]:
    html = "<p>Grüße &amp; <b>more</b></p>\r\n"
    for name, value in {
        "HTML": "text/html; charset=utf-8",
        "HTML in upper case": "TEXT/HTML; CHARSET=UTF-8",
        "HTML with a comment": "text/html (comment); charset=utf-8",
        "HTML with a comment in front": "(comment) text/html; charset=utf-8",
        "HTML with a comment with a semicolon": "text/html (a; b); charset=utf-8",
        "HTML with a comment with brackets": "text/html (a (b) c); charset=utf-8",
        "HTML with blanks": "text/html  ;  charset=utf-8  ",
        "HTML folded": "text/html;\r\n charset=utf-8",
        "HTML folded before the semicolon": "text/html\r\n ; charset=utf-8",
        "HTML with a name": 'text/html; charset=utf-8; name="mail.html"',
        "HTML with a semicolon behind": "text/html; charset=utf-8;",
        "HTML with a parameter in front": "text/html; a=b; charset=utf-8",
        "HTML with a charset twice": "text/html; charset=utf-8; charset=iso-8859-1",
        "plain with a name": 'text/plain; charset=utf-8; name="mail.txt"',
        "a file of text": "text/csv; charset=utf-8",
        "a calendar": "text/calendar; charset=utf-8; method=REQUEST",
        "XML": "text/xml; charset=utf-8",
        "a file": "application/octet-stream",
        "JSON": "application/json",
        "AMP": "text/x-amp-html; charset=utf-8",
    }.items():
        yield f"type, {name}", message(f"Content-Type: {value}\r\n", html)
    for name, value in {
        "inline": "inline",
        "inline with a name": 'inline; filename="note.txt"',
        "inline in upper case": "INLINE",
        "attachment": "attachment",
        "attachment in upper case": "ATTACHMENT",
        "attachment with a comment": "attachment (a file)",
        "attachment with a name": 'attachment; filename="note.txt"',
        "unknown": "x-odd",
    }.items():
        given = f"Content-Type: text/plain\r\nContent-Disposition: {value}\r\n"
        yield f"disposition, {name}", multipart("mixed", TEXT, part(given, "note"))
        yield f"disposition, {name}, alone", message(given, "note")
    for name, options in {
        "flowed": "format=flowed",
        "flowed with delsp": "format=flowed; delsp=yes",
        "flowed in upper case": "FORMAT=Flowed",
        "fixed": "format=fixed",
    }.items():
        body = "one \r\ntwo\r\n stuffed\r\n\r\nlast \r\nline\r\n-- \r\nsignature\r\n"
        yield f"format, {name}", message(f"Content-Type: text/plain; {options}\r\n", body)
    quoted = "> one \r\n> two\r\n>> deeper \r\n> back\r\nplain\r\n"
    yield "format, flowed quotes", message("Content-Type: text/plain; format=flowed\r\n", quoted)


def multiparts() -> Iterator[Named]:
    alternative = b"Content-Type: multipart/alternative; boundary=i\r\n\r\n"
    alternative += b"--i\r\n" + TEXT + b"\r\n--i\r\n" + HTML + b"\r\n--i--\r\n"
    related = b"Content-Type: multipart/related; boundary=r\r\n\r\n"
    related += b"--r\r\n" + HTML + b"\r\n--r\r\n" + IMAGE + b"\r\n--r--\r\n"
    parts = {
        "text": TEXT,
        "HTML": HTML,
        "footer": FOOTER,
        "HTML footer": HTML_FOOTER,
        "file": FILE,
        "image": IMAGE,
        "alternative": alternative,
        "related": related,
    }
    orders = (
        *(("text",), ("HTML",), ("file",), ("text", "HTML"), ("HTML", "text"), ("text", "file")),
        *(("file", "text"), ("text", "footer"), ("text", "footer", "footer"), ("HTML", "footer")),
        *(("HTML", "HTML footer"), ("text", "HTML footer"), ("alternative", "footer")),
        *(("alternative", "HTML footer"), ("alternative", "file"), ("footer", "alternative")),
        *(("alternative", "file", "footer"), ("text", "file", "footer"), ("related", "footer")),
        *(("related", "file"), ("text", "related"), ("text", "image", "footer"), ("HTML", "image")),
        *(("alternative", "footer", "HTML footer"), ("alternative", "alternative")),
    )
    for subtype, order in product(("mixed", "alternative", "related", "x-odd"), orders):
        name = f"multipart/{subtype} of {', '.join(order)}"
        yield name, multipart(subtype, *(parts[each] for each in order))
    empty = part("Content-Type: text/plain\r\n", "")
    for name, body in {
        "a preamble": b"This is MIME.\r\n--b\r\n" + TEXT + b"\r\n--b--\r\n",
        "an epilogue": b"--b\r\n" + TEXT + b"\r\n--b--\r\nepilogue\r\n",
        "no end boundary": b"--b\r\n" + TEXT + b"\r\n",
        "no end boundary, no line end": b"--b\r\n" + TEXT,
        "an end boundary without its dashes": b"--b\r\n" + TEXT + b"\r\n--b\r\n",
        "an end boundary without dashes or line end": b"--b\r\n" + TEXT + b"\r\n--b",
        "an end boundary with one dash": b"--b\r\n" + TEXT + b"\r\n--b-\r\n",
        "blanks behind boundaries": b"--b \t\r\n" + TEXT + b"\r\n--b-- \r\n",
        "text behind a boundary": b"--b\r\n" + TEXT + b"\r\n--b x\r\nmore\r\n--b--\r\n",
        "LF only": (b"--b\r\n" + TEXT + b"\r\n--b--\r\n").replace(b"\r\n", b"\n"),
        "an empty part": b"--b\r\n" + TEXT + b"\r\n--b\r\n\r\n\r\n--b--\r\n",
        "an empty part at the end": b"--b\r\n" + TEXT + b"\r\n--b\r\n--b--\r\nepilogue\r\n",
        "an empty part at the end with a line": b"--b\r\n"
        + TEXT
        + b"\r\n--b\r\n\r\n--b--\r\nepi\r\n",
        "an empty text": b"--b\r\n" + empty + b"\r\n--b\r\n" + TEXT + b"\r\n--b--\r\n",
        "an empty part at the start": b"--b\r\n--b\r\n" + TEXT + b"\r\n--b--\r\n",
        "a part without fields": b"--b\r\n\r\njust text\r\n--b--\r\n",
        "a part without a body": b"--b\r\nContent-Type: text/plain\r\n--b\r\n"
        + TEXT
        + b"\r\n--b--\r\n",
        "a part without a body at the end": b"--b\r\n"
        + TEXT
        + b"\r\n--b\r\nContent-Type: text/html\r\n--b--\r\n",
        "no part": b"--b--\r\n",
        "nothing": b"",
        "no boundary in the body": b"just text\r\n",
        "two end boundaries": b"--b\r\n" + TEXT + b"\r\n--b--\r\n--b--\r\n",
        "a part behind the end": b"--b\r\n" + TEXT + b"\r\n--b--\r\n--b\r\n\r\nmore\r\n--b--\r\n",
        "dashes in the text": b"--b\r\n\r\n--\r\n---\r\n--bb\r\n-b\r\n--b--\r\n",
        "a boundary within a line": b"--b\r\n\r\ntext --b text\r\n--b--\r\n",
        "a boundary behind a blank": b"--b\r\n\r\none\r\n --b\r\ntwo\r\n--b--\r\n",
        "a line without a colon": b"--b\r\nContent-Type: application/pdf\r\nodd line\r\n"
        b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\nfile\r\n--b--\r\n',
        "a line of a mailbox": b"--b\r\nFrom x Wed Jan 1\r\nContent-Type: text/html\r\n\r\n<p>x\r\n--b--\r\n",
        "an odd field name": b"--b\r\nContent Type: x\r\nContent-Type: text/html\r\n\r\n<p>x\r\n--b--\r\n",
        "a field twice": b"--b\r\nContent-Type: text/html\r\nContent-Type: text/plain\r\n\r\n<p>x\r\n--b--\r\n",
        "a blank before the colon": b"--b\r\nContent-Type : text/html\r\n\r\n<p>x\r\n--b--\r\n",
        "a blank line of blanks": b"--b\r\nContent-Type: text/html\r\n \r\n\r\n<p>x\r\n--b--\r\n",
        "lines of no length at the start": b"\r\n\r\n--b\r\n\r\nx\r\n\r\n\r\n--b--\r\n",
    }.items():
        yield f"multipart, {name}", message("Content-Type: multipart/mixed; boundary=b\r\n", body)
    for name, (given, used) in {
        "in quotes": ('"b"', "b"),
        "with blanks": ('"a b"', "a b"),
        "with a blank at the end": ('"b "', "b"),
        "with signs": ('"=_\'()+,-./:=?"', "=_'()+,-./:=?"),
        "like an encoded word": ('"=?utf-8?Q?b?="', "=?utf-8?Q?b?="),
        "without quotes": ("----=_Part_1.2", "----=_Part_1.2"),
        "of dashes": ('"----"', "----"),
        "that ends with dashes": ('"b--"', "b--"),
        "in upper case": ("B", "B"),
        "with a comment": ("b (the boundary)", "b"),
        "long": ("x" * 70, "x" * 70),
        "too long": ("x" * 200, "x" * 200),
        "empty": ('""', ""),
        "in segments": ("1; boundary*0=ab; boundary*1=cd", "abcd"),
        "in RFC 2231": ("1; boundary*=us-ascii''ab", "ab"),
    }.items():
        body = f"--{used}\r\n".encode() + TEXT + f"\r\n--{used}\r\n".encode() + FILE
        body += f"\r\n--{used}--\r\n".encode()
        yield (
            f"boundary, {name}",
            message(f"Content-Type: multipart/mixed; boundary={given}\r\n", body),
        )
    yield (
        "boundary, none",
        message("Content-Type: multipart/mixed\r\n", b"--b\r\n\r\nx\r\n--b--\r\n"),
    )
    inner = b"Content-Type: multipart/mixed; boundary=%b\r\n\r\n--%b\r\n\r\ninner\r\n%b"
    for name, data in {
        "an inner multipart without an end": inner % (b"i", b"i", b""),
        "an inner boundary like the outer": inner % (b"b", b"b", b"--b--\r\n"),
        "an inner boundary that begins like the outer": inner % (b"bb", b"bb", b"--bb--\r\n"),
        "an inner multipart without parts": inner % (b"i", b"x", b""),
    }.items():
        yield f"nested, {name}", multipart("mixed", data, FOOTER, FILE)
    yield "nested, a digest", multipart("digest", part("", "Subject: in a digest\r\n\r\nhello\r\n"))
    yield (
        "nested, outer end before the inner",
        message(
            "Content-Type: multipart/mixed; boundary=b\r\n",
            b"--b\r\nContent-Type: multipart/mixed; boundary=i\r\n\r\n--i\r\n\r\none\r\n--b\r\n"
            b"Content-Type: application/pdf; name=x\r\n\r\ntwo\r\n--i--\r\n--b--\r\n",
        ),
    )
    for depth in (2, 10, 60, 99):
        fields = "".join(
            f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n"
            for level in range(1, depth)
        )
        body = f"--b0\r\n{fields}\r\ndeep\r\n".encode()
        yield (
            f"nested, {depth} deep",
            message("Content-Type: multipart/mixed; boundary=b0\r\n", body),
        )


def messages_within() -> Iterator[Named]:
    inner = message("Content-Type: text/plain; charset=utf-8\r\n", "inner é\r\n")
    whole = multipart("mixed", TEXT, FILE)
    for (kind, data), disposition in product(
        {"a text": inner, "a multipart": whole}.items(), ("", "attachment", "inline")
    ):
        for encoding in ("", "7bit", "8bit", "base64", "quoted-printable"):
            fields = "Content-Type: message/rfc822\r\n"
            if disposition:
                fields += f"Content-Disposition: {disposition}\r\n"
            if encoding:
                fields += f"Content-Transfer-Encoding: {encoding}\r\n"
            body = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(
                encoding, bytes
            )(data)
            name = (
                f"message within of {kind}, {disposition or 'no disposition'}, {encoding or 'none'}"
            )
            yield name, multipart("mixed", TEXT, part(fields, body), boundary="o", end=b"--o--\r\n")
    named = "Content-Type: message/rfc822; name=mail.eml\r\n"
    yield "message within with a name", multipart("mixed", TEXT, part(named, inner), boundary="o")
    yield "message as the message", message("Content-Type: message/rfc822\r\n", inner)
    report = part("Content-Type: message/delivery-status\r\n", "Action: failed\r\n")
    yield (
        "a report of delivery",
        multipart("report", TEXT, report, part(named, inner), boundary="o"),
    )
    for subtype in ("partial", "external-body", "global", "disposition-notification"):
        yield (
            f"message/{subtype}",
            multipart("mixed", TEXT, part(f"Content-Type: message/{subtype}\r\n", "x: y\r\n")),
        )


ADDRESSES = {
    "bare": "ada@example.org",
    "in angles": "<ada@example.org>",
    "with a name": "Ada Lovelace <ada@example.org>",
    "with a quoted name": '"Lovelace, Ada" <ada@example.org>',
    "with an escaped quote": r'"Ada \"L\" Lovelace" <ada@example.org>',
    "with a Q word": "=?utf-8?Q?Zo=C3=AB?= <zoe@example.org>",
    "with a B word": "=?utf-8?B?Wm/Dqw==?= <zoe@example.org>",
    "with two words": "=?utf-8?Q?Zo=C3=AB?= =?utf-8?Q?_M=C3=BCller?= <zoe@example.org>",
    "two": "ada@example.org, Bo <bo@example.org>",
    "two folded": "ada@example.org,\r\n Bo <bo@example.org>",
    "three": "a@example.org, b@example.org, c@example.org",
    "a group": "Team: a@example.org, b@example.org;",
    "in upper case": "Ada@Example.ORG",
    "with a plus": "ada+tag@example.org",
    "with a comment": "ada@example.org (Ada)",
}


def addresses() -> Iterator[Named]:
    for name, value in ADDRESSES.items():
        head = HEAD.replace("Bo <bo@example.org>", value)
        yield f"address, {name}, in To", message("", head=head)
        yield f"address, {name}, in Cc", message("", head=f"{HEAD}Cc: {value}\r\n")


def mixtures() -> Iterator[Named]:
    """Messages as applications make them, of pieces drawn at random, the same in every run."""
    draw = random.Random(20261127)
    words = "Grüße 你好 order № 42 – total 10 € “now” ☂ plain".split()
    charsets = ("utf-8", "iso-8859-1", "windows-1252", "utf-8", "koi8-r", "gb18030")
    for number in range(160):
        mail = EmailMessage(policy=SMTP)
        mail["From"] = "Ann <ann@example.com>"
        mail["To"] = "Bo <bo@example.org>"
        mail["Subject"] = " ".join(draw.choices(words, k=draw.randint(1, 9)))
        add = mail.set_content
        for kind in draw.choice((["plain"], ["html"], ["plain", "html"])):
            text = " ".join(draw.choices(words, k=draw.randint(0, 60))) + "\n"
            charset = draw.choice(charsets)
            text = text.encode(charset, "ignore").decode(charset)
            text = f"<p>{text}</p>\n" if kind == "html" else text
            encoding = draw.choice(("base64", "quoted-printable", "8bit"))
            add(text, subtype=kind, charset=charset, cte=encoding)
            add = mail.add_alternative
        for _ in range(draw.randint(0, 3)):
            name = (
                "".join(draw.choices("abé ü中_-().'", k=draw.randint(1, 40))).strip(" .") + ".bin"
            )
            mail.add_attachment(
                draw.randbytes(draw.randint(0, 200)),
                maintype="application",
                subtype=draw.choice(("octet-stream", "pdf", "zip")),
                filename=name,
                disposition=draw.choice(("attachment", "inline")),
            )
        yield f"mixture {number}", mail.as_bytes()


KINDS = (
    *(encodings, texts_in_charsets, subjects, file_names, types, multiparts, messages_within),
    *(addresses, mixtures),
)
MESSAGES: dict[str, bytes] = {name: data for kind in KINDS for name, data in kind()}
