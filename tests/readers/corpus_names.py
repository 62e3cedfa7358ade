"""Messages whose parts have odd types, dispositions and file names."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from corpus_messages import TEXT, Named, message, multipart, part

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
