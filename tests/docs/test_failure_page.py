"""The failures that the how-to guides show are those that assertions print."""

from __future__ import annotations

import importlib.util
import re
import threading
from email.message import EmailMessage
from itertools import pairwise
from types import ModuleType

import pytest
from played import ROOT, Block, blocks, play
from sending import ses

from pytest_sesmock import SESMock, contains
from pytest_sesmock.report.terminal import sent_section

PAGE = "docs/how-to/assert-on-mails.md"
(ARRANGED, *EXAMPLES) = blocks(PAGE)
FAILURES = [pair for pair in pairwise(EXAMPLES) if pair[0].language == "python"]


def newsletter() -> ModuleType:
    spec = importlib.util.spec_from_file_location("newsletter", ROOT / "docs/how-to/newsletter.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("example", "shown"), FAILURES, ids=[example.text.strip() for example, _ in FAILURES]
)
def test_an_assertion_fails_as_shown(example: Block, shown: Block) -> None:
    subscribe = newsletter().subscribe
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        names = {"ses_outbox": mock.outbox, "subscribe": subscribe, "re": re, "contains": contains}
        exec(ARRANGED.text, names)  # noqa: S102
        with pytest.raises(AssertionError) as caught:
            exec(example.text, names)  # noqa: S102
    assert re.sub(r"\d\d:\d\d:\d\d", "12:00:00", str(caught.value)) == shown.text.rstrip("\n")


def test_there_are_failures() -> None:
    assert len(FAILURES) >= 12
    assert len(FAILURES) * 2 == len(EXAMPLES)


PAGE = "docs/how-to/reading-failures.md"


def test_the_page_about_failures(pytester: pytest.Pytester) -> None:
    page = [
        block for block in blocks("docs/how-to/reading-failures.md") if block.language != "text"
    ]
    assert [block.language for block in page] == ["python", "console"] * 2

    for block in page:
        play(block, pytester)


def texts() -> list[Block]:
    return [each for each in blocks("docs/how-to/reading-failures.md") if each.language == "text"]


def test_the_section_about_a_message() -> None:
    _, shown = texts()
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = (
        "shop@example.com",
        "ada@example.org",
        "Your invoice",
    )
    mail.set_content("See the attachment.\n")
    mail.add_alternative("<p>See the <b>attachment</b>.</p>", subtype="html")
    mail.add_attachment(
        b"%PDF-1.4 hello", maintype="application", subtype="pdf", filename="invoice-17.pdf"
    )
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        ses().send_raw_email(RawMessage={"Data": mail.as_bytes()})
    printed = sent_section(mock.outbox[:])
    assert re.sub(r"\d\d:\d\d:\d\d", "12:00:00", printed) == shown.text.rstrip("\n")


def test_the_clues_of_an_empty_outbox() -> None:
    shown, _ = texts()
    may_end = threading.Event()
    with SESMock() as mock:
        thread = threading.Thread(target=may_end.wait, name="mailer")
        thread.start()
        with pytest.raises(AssertionError) as caught:
            mock.outbox.assert_sent()
        may_end.set()
        thread.join()
    assert shown.text in f"{caught.value}\n"
