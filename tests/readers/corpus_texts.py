"""Messages with texts and subjects in every encoding and charset."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Iterator
from itertools import product

from corpus_messages import HEAD, TEXT, Named, message, multipart, part


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
    "a character of ISO-2022-JP in two words": "=?ISO-2022-JP?B?GyRCJDMk?="
    " =?ISO-2022-JP?B?cyRLGyhC?=",
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
