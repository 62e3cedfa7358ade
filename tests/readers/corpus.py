"""Made-up messages of every kind that mail programs have to read: `MESSAGES`, by name."""

from __future__ import annotations

import random
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

from corpus_messages import HEAD, Named, message
from corpus_names import file_names, types
from corpus_parts import messages_within, multiparts
from corpus_texts import encodings, subjects, texts_in_charsets

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
    words = ["Grüße", "你好", "order", "№", "42", "–", "total", "10", "€", "“now”", "☂", "plain"]
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
