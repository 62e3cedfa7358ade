"""The page as its reader uses it, in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError
from chromium import Browser, until
from looking import in_frame, listed, open_mail, search
from mails import many_mails, outbox, refused, sent, submission
from sending import mail2, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.report.gallery import entries as entries_module

WritePage = Callable[[dict[str, Outbox]], Path]

# A picture of one red pixel.
RED = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080200000090"
    "7753de0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


@pytest.fixture(scope="module")
def page(write_page: WritePage) -> Path:
    """Four tests: two mails; three refusals; many recipients; one mail in another region."""
    return write_page(
        {
            "test_a.py::test_two": outbox(
                sent(0, subject="First", text="alpha", html="<p>alpha"),
                sent(1, subject="Second", text="beta", tags={"kind": "news"}),
            ),
            "test_a.py::test_refused": outbox(
                refused(2, of=submission(subject="Third", text="gamma"), rule="sender-given"),
                refused(3, operation="CreateTemplate", message=None, remedy=None),
                refused(4, of=submission(subject="Fourth", html="<p>delta")),
            ),
            "test_b.py::TestIt::test_many": outbox(
                sent(5, subject="Fifth", to=("bob@example.net", "eve@example.net"), text="epsilon")
            ),
            "test_b.py::test_region": outbox(
                sent(
                    6,
                    subject="Sixth",
                    region="us-east-1",
                    source="me@example.edu",
                    html="<p>ζ<b>eta",
                )
            ),
        }
    )


def subject(browser: Browser) -> str:
    """The subject of the mail that is open, once it is the chosen one."""
    chosen = "document.querySelector('#rows [aria-selected=true] .subject')?.textContent"
    shown = "document.querySelector('h2')?.textContent"
    found: str = browser.wait_for(f"{chosen} === {shown} && {shown}")
    return found


def focused(browser: Browser) -> str:
    found: str = browser.run("return document.activeElement.id")
    return found


def panel(browser: Browser, tab: str) -> str:
    browser.run("document.getElementById(`tab-${arguments[0]}`).click()", tab)
    found: str = browser.run("return document.getElementById('panel').innerText")
    return found


def test_tests_and_mails_are_in_order(page: Path, browser: Browser) -> None:
    """Each with subject, addressee, size, time, the beginning of its text, and its tags."""
    open_mail(browser, page)

    def size(number: int) -> int:
        found: int = browser.run("return index.mails[arguments[0]].size", number)
        return found

    lines = browser.run("return [...document.querySelectorAll('#rows > *')].map(e => e.innerText)")
    assert [" ".join(line.split()) for line in lines] == [
        "passed test_two test_a.py",
        f"First ada@example.org {size(0)} bytes 12:30:00 alpha",
        f"Second ada@example.org {size(1)} bytes 12:30:01 beta news",
        "passed test_refused test_a.py",
        "Third ada@example.org 12:30:02 Refused: MessageRejected gamma",
        "CreateTemplate eu-west-1 12:30:03 Refused: MessageRejected",
        "Fourth ada@example.org 12:30:04 Refused: MessageRejected delta",
        "passed TestIt \u203a test_many test_b.py",
        f"Fifth bob@example.net +1 {size(5)} bytes 12:30:05 epsilon",
        "passed test_region test_b.py",
        f"Sixth ada@example.org {size(6)} bytes 12:30:06 ζ eta",
    ]
    facts = browser.run("return document.getElementById('facts').textContent")
    assert facts.startswith("4 messages sent · 3 refused · 4 tests · ")


def test_the_keyboard_is_enough(page: Path, browser: Browser) -> None:
    open_mail(browser, page)
    assert (subject(browser), focused(browser)) == ("First", "list")
    for key, expected in [
        ("j", "Second"),
        ("ArrowDown", "Third"),
        ("k", "Second"),
        ("k", "First"),
        ("k", "First"),
        ("End", "Sixth"),
        ("j", "Sixth"),
        ("k", "Fifth"),
    ]:
        browser.press(key)
        assert subject(browser) == expected
    browser.press("Enter")
    assert focused(browser) == "detail"
    browser.press("k")
    assert subject(browser) == "Fourth"
    browser.press("/")
    assert focused(browser) == "search"
    browser.press("g", "a", "m", "m", "a")
    browser.wait_for("document.getElementById('found').textContent === '1 of 7 entries'")
    assert (subject(browser), listed(browser)) == ("Third", ["Third"])
    browser.press("Escape")
    browser.wait_for("document.getElementById('found').textContent === '7 entries'")
    assert focused(browser) == "search"
    browser.press("Escape")
    assert focused(browser) == "list"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SECOND", ["Second"]),
        ("bob@", ["Fifth"]),
        ("example.edu", ["Sixth"]),
        ("test_many", ["Fifth"]),
        ("test_b.py", ["Fifth", "Sixth"]),
        ("alpha", ["First"]),
        ("delta", ["Fourth"]),
        ("eta beta", ["Second"]),
        ("sender-given", ["Third"]),
        ("messagerejected", ["Third", "CreateTemplate", "Fourth"]),
        ("nowhere", []),
    ],
)
def test_search(text: str, expected: list[str], page: Path, browser: Browser) -> None:
    """Subject, to, from, test, text, HTML's text, rule and code; all words must be there."""
    open_mail(browser, page)
    found = f"{len(expected)} of 7 entries" if expected else "No matches"
    assert search(browser, text, found) == expected
    if not expected:
        assert browser.run("return document.getElementById('detail').innerText") == (
            "No message selected."
        )


def test_filters(page: Path, browser: Browser) -> None:
    open_mail(browser, page)
    buttons = "[...document.querySelectorAll('#kinds button')]"
    browser.run(f"{buttons}.find(button => button.textContent === 'refused3').click()")
    assert listed(browser) == ["Third", "CreateTemplate", "Fourth"]
    browser.run(f"{buttons}.find(button => button.textContent === 'sent4').click()")
    assert listed(browser) == ["First", "Second", "Fifth", "Sixth"]
    browser.run(
        "const region = document.getElementById('region'); region.value = 'us-east-1';"
        "region.dispatchEvent(new Event('change'))"
    )
    assert listed(browser) == ["Sixth"]
    assert subject(browser) == "Sixth"


def test_a_refusal_says_why_and_what_helps(page: Path, browser: Browser) -> None:
    open_mail(browser, page, 3)
    shown = browser.run("return document.querySelector('.refusal').innerText").split("\n")
    assert [line for line in shown if line.strip()] == [
        "MessageRejected 400",
        "Email address is not verified.",
        "Rule",
        "sender-given",
        "Requires",
        "The source and the return path must be verified.",
        "To let it pass",
        "ses_account.verify('shop@example.com')",
    ]
    assert panel(browser, "Text") == "gamma"
    assert panel(browser, "Source") == "No delivered message."
    open_mail(browser, page, 4)
    assert subject(browser) == "CreateTemplate"
    shown = browser.run("return document.querySelector('.refusal').innerText")
    assert "(no text)" in shown
    assert "change the call" in shown


def test_tabs(page: Path, browser: Browser) -> None:
    open_mail(browser, page, 2)
    assert panel(browser, "Preview") == "No HTML."
    assert panel(browser, "Text") == "beta"
    assert "Message-ID\t<0102-1@eu-west-1.amazonses.com>" in panel(browser, "Headers")
    assert "Subject: Second\r\n" in panel(browser, "Source")
    assert panel(browser, "Attachments") == "No attachments."
    assert panel(browser, "Tags").split() == ["kind", "news"]
    events = panel(browser, "Events")
    assert [word for word in events.split() if word in {"Send", "Delivery"}] == ["Send", "Delivery"]
    assert '"Source": "The Shop <shop@example.com>"' in panel(browser, "Request")
    # The tab is kept for other mails, and arrow keys go through the tabs.
    open_mail(browser, page, 2)
    browser.run("document.querySelector('[role=tab][tabindex=\"0\"]').focus()")
    browser.press("\ue014", "\ue014")
    chosen = "return document.querySelector('[role=tab][aria-selected=true]').id"
    assert browser.run(chosen) == focused(browser) == "tab-Links"
    browser.run("document.getElementById('list').focus()")
    browser.press("j")
    assert subject(browser) == "Third"
    assert browser.run(chosen) == "tab-Links"


@pytest.fixture(scope="module")
def page_of_events(write_page: WritePage) -> Path:
    """A mail that bounced, sent twice because the first answer was lost; a call that never came."""
    with SESMock(
        region="us-east-1", verified_identities=["example.com"], configuration_sets=["news"]
    ) as mock:
        account = mock.account()
        sesv2().create_configuration_set_event_destination(
            ConfigurationSetName="news",
            EventDestinationName="webhook",
            EventDestination={
                "Enabled": True,
                "MatchingEventTypes": ["BOUNCE"],
                "SnsDestination": {"TopicArn": "arn:aws:sns:us-east-1:123456789012:x"},
            },
        )
        account.fail_next("read-timeout", after_acceptance=True)
        sesv2().send_email(**mail2(To=["ada@example.org"], ConfigurationSetName="news"))
        mock.outbox[0].bounce(diagnostic_code="smtp; 550 <b>no</b>")
        account.fail_next("connection-refused", times=9)
        with pytest.raises(EndpointConnectionError):
            sesv2().send_email(**mail2())
        return write_page({"test_it.py::test_it": mock.outbox})


def test_events_are_told_in_lines(page_of_events: Path, browser: Browser) -> None:
    open_mail(browser, page_of_events, 1)
    panel(browser, "Events")
    lines = browser.run(
        "return [...document.querySelectorAll('.events li')]"
        ".map((each) => each.innerText.split('\\n'))"
    )
    send, bounce = [[line for line in event if line] for event in lines]
    assert send[:2] == ["Send", "ada@example.org"]
    assert len(send) == 3
    assert bounce[:3] == ["Bounce", "Permanent/General", "ada@example.org"]
    assert bounce[4:] == [
        "smtp; 550 <b>no</b>",
        "published to sns arn:aws:sns:us-east-1:123456789012:x by webhook",
        "JSON of the event",
    ]
    # The record is there when it is asked for.
    json = "document.querySelector('.events details pre')?.textContent"
    assert browser.run(f"return {json}") is None
    browser.run("document.querySelector('.events summary').click()")
    assert '"eventType": "Bounce"' in browser.wait_for(json)


def test_failures_on_the_way(page_of_events: Path, browser: Browser) -> None:
    open_mail(browser, page_of_events, 1)
    shown = "return document.querySelector('.attempts').innerText.split('\\n')"
    head, *attempts = browser.run(shown)
    assert head == "2 attempts at this call"
    assert [each for each in attempts if each and ":" not in each] == [
        *("1", "read-timeout", "this message, which SES accepted", "2", "accepted"),
    ]
    news = "return [...document.querySelectorAll('#rows .code')].map(each => each.textContent)"
    assert browser.run(news) == ["Bounce, read-timeout", "Lost: connection-refused"]

    open_mail(browser, page_of_events, 3)
    assert subject(browser) == "SendEmail"
    assert "SES did not accept it" in browser.run(shown)
    assert browser.run("return document.querySelectorAll('[role=tab]').length") == 0
    kinds = "return document.getElementById('kinds').innerText.split(/\\s+/)"
    assert browser.run(kinds) == ["all", "3", "sent", "2", "lost", "1"]
    facts = browser.run("return document.getElementById('facts').textContent")
    assert facts.startswith("2 messages sent · 0 refused · 1 lost on the way · ")
    assert search(browser, "read-timeout", "1 of 3 entries") == ["Welcome"]


def test_what_cannot_be_read_says_why(
    browser: Browser, write_page: WritePage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A call that got lost, and a message, which has its source at least."""

    def fail(*_: object) -> None:
        raise ValueError("odd")

    monkeypatch.setattr(entries_module, "_attempts", fail)
    monkeypatch.setattr(entries_module, "_read_parts", fail)
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        sesv2().send_email(**mail2())
        mock.account().fail_next("connection-refused", times=9)
        with pytest.raises(EndpointConnectionError):
            sesv2().send_email(**mail2())
        page = write_page({"test_it.py::test_it": mock.outbox})
    note = "return document.querySelector('#detail > .note').textContent"
    open_mail(browser, page, 1)
    assert subject(browser) == "(could not be read)"
    assert browser.run(note) == "This entry could not be read (ValueError: odd)."
    open_mail(browser, page, 2)
    assert browser.run(note) == (
        "Python cannot parse this message (ValueError: odd). Here is its source."
    )
    assert panel(browser, "Source").startswith("From: ")


def test_what_is_not_there_does_not_show(page: Path, browser: Browser) -> None:
    open_mail(browser, page, 1)
    assert browser.run("return document.querySelector('.attempts')") is None
    assert "lost" not in browser.run("return document.getElementById('kinds').innerText")
    assert "lost" not in browser.run("return document.getElementById('facts').textContent")
    panel(browser, "Events")
    assert browser.run("return document.querySelectorAll('.events details').length") == 0


def press_button(browser: Browser, name: str) -> None:
    browser.run(
        "[...document.querySelectorAll('.viewing button')]"
        ".find(button => button.textContent === arguments[0]).click()",
        name,
    )


def test_width_and_colours_of_the_preview(page: Path, browser: Browser) -> None:
    dark = "matchMedia('(prefers-color-scheme: dark)').matches"
    open_mail(browser, page)
    assert in_frame(browser, "innerWidth") > 800
    assert in_frame(browser, dark) is False
    press_button(browser, "Phone")
    press_button(browser, "Dark")
    assert in_frame(browser, "innerWidth") == 375
    assert in_frame(browser, dark) is True
    browser.press("End")  # kept for other mails
    assert subject(browser) == "Sixth"
    assert in_frame(browser, "innerWidth") == 375
    assert in_frame(browser, "document.body.textContent") == "ζeta"


def test_the_colours_of_the_page(page: Path, browser: Browser) -> None:
    """They are the reader's, until chosen; the preview's are its own."""
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(246, 247, 249)", "rgb(16, 19, 24)"
    browser.look(1280, 800, "dark")
    open_mail(browser, page)
    assert browser.run(f"return {ground}") == dark
    assert in_frame(browser, "matchMedia('(prefers-color-scheme: dark)').matches") is False
    for expected in (light, dark, dark):
        browser.run("document.getElementById('theme').click()")
        assert browser.run(f"return {ground}") == expected


def mail_with_files() -> EmailMessage:
    mime = EmailMessage()
    mime["Subject"] = "Files"
    mime.set_content("text")
    mime.add_alternative(
        '<img id=a src="cid:red@example"><img id=b src="cid:nothing">'
        '<img id=c src="https://example.com/picture"><a href="https://example.com/go">go</a>'
        '<p style="background: url(cid:red@example)">x</p><table background="cid:red@example">',
        subtype="html",
    )
    mime.get_payload()[1].add_related(RED, "image", "png", cid="<red@example>")
    mime.add_attachment(
        b"<script>document.title='owned'</script>",
        maintype="text",
        subtype="html",
        filename="../page.html",
    )
    return mime


def test_pictures_of_the_mail_are_shown_and_no_others(
    browser: Browser, write_page: WritePage
) -> None:
    open_mail(browser, write_page({"test_it.py::test_it": outbox(sent(mime=mail_with_files()))}))
    sizes = "[...document.images].map(image => [image.id, image.naturalWidth, image.title])"
    assert in_frame(browser, sizes) == [
        ["a", 1, ""],
        ["b", 32, ""],
        ["c", 32, "Not loaded: https://example.com/picture"],
    ]
    assert in_frame(browser, "document.links[0].title") == "https://example.com/go"
    styled = "['p', 'table'].map(name => getComputedStyle(document.querySelector(name)).background)"
    assert all("data:image/png" in each for each in in_frame(browser, styled))
    told = browser.run("return document.querySelector('.blocked summary').textContent")
    assert told == "Not loaded: 1 remote image, 1 missing image"


def test_files_are_saved_and_never_opened(
    browser: Browser, write_page: WritePage, tmp_path: Path
) -> None:
    open_mail(browser, write_page({"test_it.py::test_it": outbox(sent(mime=mail_with_files()))}))
    browser.save_to(tmp_path)
    assert "../page.html\ntext/html, 39 bytes" in panel(browser, "Attachments")
    browser.run("document.querySelectorAll('.files button')[1].click()")
    # While it is written it has another ending.
    until(lambda: list(tmp_path.glob("*.html")))
    (found,) = tmp_path.iterdir()
    assert found.read_bytes() == b"<script>document.title='owned'</script>"
    assert browser.windows() == 1
    assert browser.run("return document.title") != "owned"


def test_on_a_phone_list_and_mail_take_turns(page: Path, browser: Browser) -> None:
    visible = "[...document.querySelectorAll('.browse, #detail')].map(e => e.offsetWidth > 0)"
    browser.look(390, 780)
    open_mail(browser, page)
    assert browser.run(f"return {visible}") == [True, False]
    browser.run("document.getElementById('mail-1').click()")
    assert browser.run(f"return {visible}") == [False, True]
    assert browser.run("return document.documentElement.scrollWidth") == 390
    browser.run("document.getElementById('back').click()")
    assert browser.run(f"return {visible}") == [True, False]
    browser.press("Enter")
    assert browser.run(f"return {visible}") == [False, True]
    browser.press("Escape")
    assert browser.run(f"return {visible}") == [True, False]


def test_a_run_without_mails(browser: Browser, write_page: WritePage) -> None:
    browser.open(write_page({}))
    assert browser.wait_for("document.getElementById('found').textContent") == "No messages"
    browser.press("j", "Enter", "/", "x")
    assert listed(browser) == []


def test_five_thousand_mails(browser: Browser, write_page: WritePage) -> None:
    """Only the rows in sight are in the page; `benchmarks/page.py` measures how soon it opens."""
    browser.open(write_page(many_mails(5000)))
    browser.wait_for("document.querySelector('.stage iframe')")
    assert len(listed(browser)) < 50
    browser.press("End")
    assert subject(browser) == "Your order 999-4"
    assert len(listed(browser)) < 50
    browser.run("document.getElementById('list').scrollTop = 100_000")
    rows = "document.querySelectorAll('#rows .subject')"
    browser.wait_for(f"{rows}.length > 5 && {rows}[0].textContent !== 'Your order 0-0'")
    assert len(listed(browser)) < 50
    assert search(browser, "777-3 shipped", "1 of 5,000 entries") == ["Your order 777-3"]
