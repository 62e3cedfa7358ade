"""What the page holds of each mail and refusal."""

from __future__ import annotations

import hashlib
import json
import zlib
from base64 import b64decode
from collections.abc import Sequence
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest
from mails import START, outbox, raw_submission, refused, sent, submission

from pytest_sesmock.engine.elements import AttachedFile
from pytest_sesmock.engine.raw_mail.raw import RawMail
from pytest_sesmock.outbox.explain.evidence import FIDELITY
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.report.gallery import entries as entries_module
from pytest_sesmock.report.gallery.entries import Entry, entries
from pytest_sesmock.report.gallery.packing import embed_json
from pytest_sesmock.report.gallery.reading import read

FILE = bytes(range(256)) * 40


def detail(entry: Entry) -> Any:
    return json.loads(zlib.decompress(b64decode(entry.detail)))


def mime(**files: bytes) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Raw"
    message["X-Twice"] = "one"
    message["X-Twice"] = "two"
    message.set_content("raw text")
    message.add_alternative("<p>raw html", subtype="html")
    message.get_payload()[1].add_related(FILE, "image", "png", cid="<logo@x>")
    for name, content in files.items():
        message.add_attachment(content, maintype="a", subtype="b", filename=name)
    return message


def test_a_mail_of_texts() -> None:
    message = sent(
        1,
        subject="Hello",
        text="text",
        html="<p>html",
        cc=("c@x.org",),
        bcc=("b@x.org",),
        reply_to=("r@x.org",),
        return_path="p@x.org",
        configuration_set="set",
        tags={"a": "1"},
    )
    (entry,) = entries(outbox(message))

    assert entry.row == {
        "kind": "sent",
        "subject": "Hello",
        "from": "The Shop <shop@example.com>",
        "to": ("ada@example.org", "c@x.org", "b@x.org"),
        "region": "eu-west-1",
        "api": "ses",
        "operation": "SendEmail",
        "at": "2026-03-01T12:30:01+00:00",
        "size": len(message.raw),
        "snippet": "text",
        "tags": [("a", "1")],
    }
    found = detail(entry)
    assert found["source"] == {"data": message.raw.decode("ascii"), "more": 0}
    assert ["Subject", "Hello"] in found["headers"]
    _, delivery = message.events
    everyone = ["ada@example.org", "c@x.org", "b@x.org"]
    assert {name: value for name, value in found.items() if name not in {"source", "headers"}} == {
        "subject": "Hello",
        "from": "The Shop <shop@example.com>",
        "to": ["ada@example.org"],
        "cc": ["c@x.org"],
        "bcc": ["b@x.org"],
        "replyTo": ["r@x.org"],
        "returnPath": "p@x.org",
        "messageId": "0102-1",
        "configurationSet": "set",
        "tags": [["a", "1"]],
        "events": [
            {"type": "Send", "at": "2026-03-01T12:30:01.000+00:00", "to": everyone},
            {
                "type": "Delivery",
                "at": delivery.timestamp.isoformat(timespec="milliseconds"),
                "to": everyone,
                "answer": delivery.detail["smtpResponse"],
            },
        ],
        "request": {"Source": "The Shop <shop@example.com>"},
        "text": {"data": "text", "more": 0},
        "html": {"data": "<p>html", "more": 0},
        "attachments": [],
        "inline": {},
    }
    assert (entry.words, entry.raw) == ("text", message.raw)


@pytest.mark.parametrize("is_refused", [False, True], ids=["sent", "refused"])
def test_a_mime_message(is_refused: bool) -> None:
    """A file's body is not in the source as well; one that is sent twice is held once."""
    message = mime(big=FILE, again=FILE, small=b"x")
    given = raw_submission(message)
    (entry,) = entries(outbox(refused(of=given) if is_refused else sent(mime=message)))

    digest, tiny = (hashlib.sha256(each).hexdigest() for each in (FILE, b"x"))
    found = detail(entry)
    assert found["attachments"] == [
        {"name": None, "type": "image/png", "size": 10_240, "file": digest, "cid": None},
        {"name": "big", "type": "a/b", "size": 10_240, "file": digest, "cid": None},
        {"name": "again", "type": "a/b", "size": 10_240, "file": digest, "cid": None},
        {"name": "small", "type": "a/b", "size": 1, "file": tiny, "cid": None},
    ]
    assert found["inline"] == {"logo@x": {"type": "image/png", "file": digest}}
    assert found["headers"][:3] == [["Subject", "Raw"], ["X-Twice", "one"], ["X-Twice", "two"]]
    assert found["source"]["data"].count(" characters of base64]") == 3
    assert len(found["source"]["data"]) < 3_000
    assert entry.row["subject"] == "Raw"
    assert entry.words == entry.row["snippet"] == "raw text"
    size = len(message.as_bytes()) if entry.raw is None else len(entry.raw)
    assert (entry.row["size"], entry.row["files"]) == (size, 4)
    assert {name: zlib.decompress(b64decode(file)) for name, file in entry.files.items()} == {
        digest: FILE,
        tiny: b"x",
    }


def test_a_refused_mail_of_texts_keeps_its_files() -> None:
    attached = AttachedFile("a.txt", b"file", "text/plain", content_id="a")
    given = submission(
        subject="No", text="text", html="html", attachments=(attached,), tags={"a": "1"}
    )
    (entry,) = entries(outbox(refused(2, of=given, rule="account-paused-by-holder")))

    found = detail(entry)
    assert found["refusal"] == {
        "code": "MessageRejected",
        "message": "Email address is not verified.",
        "status": 400,
        "rule": "account-paused-by-holder",
        "requires": "The source and the return path must be verified.",
        "remedy": "ses_account.verify('shop@example.com')",
        "evidence": f"{FIDELITY}sending.md#account-paused-by-holder",
    }
    assert (found["text"]["data"], found["html"]["data"]) == ("text", "html")
    assert found["tags"] == [["a", "1"]]
    assert found["attachments"][0]["cid"] == "a"
    assert (entry.row["kind"], entry.row["code"]) == ("refused", "MessageRejected")
    assert (entry.row["subject"], entry.row["rule"]) == ("No", "account-paused-by-holder")
    assert (entry.row["files"], entry.row.get("size")) == (1, None)
    assert entry.raw is None


def test_a_refused_request_that_is_no_mail() -> None:
    request = {"Identity": "x" * 500, "Data": b"\xff\xfe", "When": START, "List": [{"A": 1.5}]}
    (entry,) = entries(outbox(refused(request=request, operation="Verify")))

    assert entry.row["subject"] is None
    assert detail(entry)["request"] == {
        "Identity": f"{'x' * 300}… (500 characters)",
        "Data": "(2 bytes)",
        "When": "2026-03-01T12:30:00+00:00",
        "List": [{"A": 1.5}],
    }
    assert entry.words == ""


def test_the_order_is_that_of_time() -> None:
    box = outbox(sent(1, subject="b"), sent(4, subject="d"), refused(0), refused(3))
    assert [entry.row["subject"] for entry in entries(box)] == [None, "b", None, "d"]


def test_what_is_too_much_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_module, "LONGEST_BODY", 100)
    monkeypatch.setattr(entries_module, "LARGEST_FILE", 10)
    (entry,) = entries(outbox(sent(mime=mime(big=FILE), text="ignored")))
    found = detail(entry)
    assert [each["file"] for each in found["attachments"]] == [None, None]
    assert len(found["source"]["data"]) == 100
    assert found["source"]["more"] > 1_000


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<style>p {color: red}</style><p>Hello <b>Ada</b></p>", "Hello Ada"),
        ("<SCRIPT>no()</SCRIPT>yes<script type=x>no()", "yes"),
        ("a\n\n  b<br>c", "a b c"),
        ("<title>Order</title>a&nbsp;&lt;b&gt; &amp;c", "a <b> &c"),
        ("x" * 50_000, "x" * 10_000),
        ("<" * 100_000, "<" * 10_000),
        ("<style>" * 20_000 + "end", ""),
    ],
    ids=["style", "script", "blanks", "title and entities", "long", "angles", "styles"],
)
def test_the_words_of_html(html: str, words: str) -> None:
    (entry,) = entries(outbox(sent(html=html)))
    assert entry.words == words


@pytest.mark.parametrize("is_refused", [False, True], ids=["sent", "refused"])
def test_the_words_of_html_beside_an_empty_text(is_refused: bool) -> None:
    given = {"text": "", "html": "<p>Hello Ada"}
    (entry,) = entries(outbox(refused(of=submission(**given)) if is_refused else sent(**given)))
    assert detail(entry)["text"] == {"data": "", "more": 0}
    assert entry.words == entry.row["snippet"] == "Hello Ada"


def test_what_is_not_in_the_source_is_a_file() -> None:
    """A message that is no UTF-8 is held as bytes; of another the large bodies are."""
    latin = submission(raw=RawMail(b"X: caf\xe9\r\n\r\nx"))
    message = SentMessage(submission=latin, message_id="1", sent_at=START, request={})
    (entry,) = entries(outbox(message))
    digest = detail(entry)["raw"]
    assert zlib.decompress(b64decode(entry.files[digest])) == message.raw

    (entry,) = entries(outbox(sent(mime=mime(big=FILE))))
    found = detail(entry)
    assert [each["file"] in entry.files for each in found["source"]["bodies"]] == [True, True]
    assert "raw" not in found


def reading(most: int = 9, ignore: Sequence[str] = ()) -> Any:
    return partial(read, lint=lambda message: message.lint(ignore), budget=iter(range(most)))


def test_what_the_lint_finds_and_a_reader_sees() -> None:
    html = '<p>Hello {{name}}</p><img src="cid:none" alt="x">'
    only_html, both, plain = sent(0, html=html), sent(1, html=html, text="x"), sent(2, text="x")
    first, second, third = map(detail, entries(outbox(only_html, both, plain), reading()))
    rules = [rule for rule, _, _ in first["lint"]]
    assert {"template-mark", "no-text-part", "missing-image"} <= {*rules}
    assert first["visibleText"] == {"data": only_html.visible_text, "more": 0}
    assert "visibleText" not in second | third
    (entry,) = entries(outbox(only_html), reading(ignore=rules))
    assert detail(entry)["lint"] == []


def test_the_links_are_those_that_a_reader_sees() -> None:
    html = (
        "<style>.off{display:none}</style><a class=off href=https://x.example/off>off</a>"
        "<a style='visibility:hidden' href=https://x.example/hidden>hidden</a>"
        "<a href=https://x.example/seen>seen</a><a href=https://x.example/none></a>"
    )
    text = "https://x.example/seen https://x.example/text"
    both, plain = sent(0, html=html, text=text), sent(1, text=text)
    first, second = map(detail, entries(outbox(both, plain), reading()))
    assert first["links"] == [
        {"text": "seen", "href": "https://x.example/seen"},
        {"text": "", "href": "https://x.example/none"},
        {"text": None, "href": "https://x.example/text"},
    ]
    assert "links" not in second


def test_what_would_take_long_is_not_read() -> None:
    messages = [
        *(sent(0, html="<p>x"), sent(1, html="<p>x"), sent(2, text="x")),
        sent(3, html="x" * 200_001),
    ]
    first, second, plain, large = map(detail, entries(outbox(*messages), reading(most=1)))
    assert "lint" in first
    assert second["lintProblem"] == "only the first 500 HTML messages of a run are"
    assert "lint" in plain
    assert large["lintProblem"] == "its HTML has more than 200,000 characters"


def test_a_lint_that_fails_says_why() -> None:
    (entry,) = entries(outbox(sent(0, text="x")), reading(ignore=["no-such-rule"]))
    assert detail(entry)["lintProblem"].startswith("SesmockError: a lint rule to ignore must be")


def test_the_snippet_is_the_beginning_of_the_text() -> None:
    """Without the characters that fill a preview up, which have no width."""
    filling = "&#847;&zwnj;&nbsp;&#xfeff;&shy;&#8203;" * 50
    (entry,) = entries(outbox(sent(html=f"<p>Look</p>{filling}<p>{'word ' * 50}")))
    assert entry.row["snippet"] == f"Look {'word ' * 50}"[:140]


def test_a_message_that_python_cannot_parse_is_shown_by_its_source() -> None:
    class Odd(SentMessage):
        @property
        def attachments(self) -> Any:
            raise IndexError("odd")

    message = Odd(
        submission=submission(subject="Odd", text="x"),
        message_id="1",
        sent_at=START,
        request={},
    )
    (entry,) = entries(outbox(message))
    found = detail(entry)
    assert found["problem"] == "IndexError: odd"
    assert found["source"]["data"].startswith("From: ")
    assert entry.row["subject"] == "Odd"


def test_json_in_the_page_ends_no_element() -> None:
    value = "</script><!-- & \u2028 \ud800"
    text = embed_json(value)
    assert not set(text) & set("<>&\u2028")
    assert text.isascii()
    assert json.loads(text) == value
