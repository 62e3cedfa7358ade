"""The inbox of the development server as a developer uses it, in a real browser."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from chromium import Browser
from conftest import Canary
from hostile import CLICKS, LOADS
from looking import in_frame, listed
from sending import mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.mock import service_of
from pytest_sesmock.serve.actions import Desk, describe
from pytest_sesmock.serve.inbox import Inbox
from pytest_sesmock.serve.site import InboxSite
from pytest_sesmock.transport.http_endpoint import HttpEndpoint

REGION = "eu-west-1"


class Server:
    """A development server in this process, and its page in the browser."""

    def __init__(self, browser: Browser, mock: SESMock, port: int = 0) -> None:
        self.browser = browser
        self.mock = mock
        service_of(mock).accounts.use_names_of_fixtures()
        self.desk = Desk(mock, Inbox(mock))
        site = InboxSite(self.desk, {"Environment": ["export A=1"]})
        self.endpoint = HttpEndpoint(service_of(mock), port, site)
        self.url = self.endpoint.url

    def send(self, subject: str = "Welcome", html: str = "<p>Hello", **changes: Any) -> None:
        body = {"Html": {"Data": html}}
        message = {"Subject": {"Data": subject}, "Body": body}
        try:
            ses(REGION).send_email(**mail(Message=message, **changes))
        except Exception as error:  # noqa: BLE001 - the page tells of it
            assert "elsewhere" in str(error)

    def send_and_see(self, subject: str, **changes: Any) -> None:
        self.send(subject, **changes)
        self.browser.wait_for(f"index.mails.some((mail) => mail.subject === {subject!r})")

    def press(self, text: str) -> None:
        """Press the button that is called so, once it is there."""
        self.browser.wait_for(
            "[...document.querySelectorAll('button')].filter((each) => "
            f"each.textContent.startsWith({text!r}) && each.offsetParent "
            "&& !each.hasAttribute('aria-disabled'))"
            ".slice(0, 1).map((each) => each.click()).length"
        )

    def text(self, selector: str) -> str:
        found: str = self.browser.run(
            "return document.querySelector(arguments[0]).innerText", selector
        )
        return found

    def see(self, selector: str, text: str) -> None:
        """Wait until an element has a text in it."""
        self.browser.wait_for(f"document.querySelector({selector!r})?.innerText.includes({text!r})")


@pytest.fixture
def server(browser: Browser, canary: Canary) -> Iterator[Server]:
    with SESMock(region=REGION, verified_identities=["example.com"]) as mock:
        # As a developer's: only a port that was chosen can be had again at once.
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = Server(browser, mock, port)
        browser.visit(server.url)
        yield server
        browser.visit("about:blank")
        server.endpoint.close()


def test_mail_arrives_and_leaves_the_reader_in_peace(server: Server, browser: Browser) -> None:
    """Selection, scrolling, filter, search and the frame stay; what is new is announced."""
    server.see("#detail", "Waiting for the first message")
    server.see("#detail", "export A=1")
    for number in range(40):
        place = "elsewhere.example" if number % 4 == 0 else "example.com"
        server.send(f"Mail {number}", Source=f"me@{place}")
    browser.wait_for("index.mails.filter(Boolean).length === 40")
    assert listed(browser)[:2] == ["Mail 39", "Mail 38"]

    browser.run(
        "[...document.querySelectorAll('#kinds button')]"
        ".find((each) => each.textContent.startsWith('sent')).click()"
    )
    browser.run("field.value = 'hello'; applySearch()")
    browser.wait_for("document.getElementById('found').textContent === '30 of 40 entries'")
    browser.run("list.select(31, { read: true })")
    assert in_frame(browser, "document.body.innerText") == "Hello"
    browser.run("document.querySelector('.stage iframe').isTheSame = true")
    browser.run("document.getElementById('list').scrollTop = 700; field.focus()")
    browser.wait_for("document.getElementById('list').scrollTop === 700")
    top = "document.querySelector('#mail-27')?.getBoundingClientRect().top"
    before = browser.run(f"return {top}")

    server.send_and_see("Mail 40")
    server.send_and_see("Other", html="<p>Bye")

    browser.wait_for("document.getElementById('found').textContent === '31 of 42 entries'")
    assert browser.run(f"return {top}") == before
    assert browser.run("return [list.selected, filters.kind, document.activeElement.id]") == [
        *(31, "sent", "search"),
    ]
    assert browser.run("return document.querySelector('.stage iframe').isTheSame")
    assert server.text("#arrivals") == "New message: Other, to ada@example.org"
    assert browser.run("return document.title").endswith("Amazon SES: inbox")
    unseen = browser.run("return index.mails.filter((mail) => mail.isNew).length")
    assert browser.run("return document.title") == f"({unseen}) Amazon SES: inbox"


def test_what_happens_to_a_message(server: Server, browser: Browser) -> None:
    server.send("Receipt", html='<a href="https://a.example/1">one</a>')
    browser.wait_for("document.querySelector('.stage iframe')")
    browser.run("document.querySelector('.stage iframe').isTheSame = true")

    server.press("Bounce")
    server.see("#told", "Bounce: ada@example.org")
    server.see("#mail-0", "Bounce")
    assert server.text("#tab-Events") == "Events2"
    assert browser.run("return document.querySelector('.stage iframe').isTheSame")

    browser.run("document.getElementById('tab-Events').click()")
    server.press("Click")
    server.see("#told", "the message has bounced")
    server.press("Click all the same")
    server.see("#panel", "Click")
    assert [each.type for each in server.mock.outbox[0].events] == ["Send", "Bounce", "Click"]


def test_a_refusal_offers_what_lets_it_pass(server: Server, browser: Browser) -> None:
    server.send_and_see("Refused", Source="The Shop <me@elsewhere.example>")
    server.see(".refusal", "ses_account.verify('me@elsewhere.example')")
    server.press("Verify me@elsewhere.example")
    server.see("#told", "Done. Send it again.")
    server.send_and_see("Passes", Source="The Shop <me@elsewhere.example>")
    server.mock.outbox.assert_sent(subject="Passes")


def test_the_account(server: Server, browser: Browser) -> None:
    server.press("Account")
    for name in ("sending", "sandbox"):
        browser.run("document.getElementById(arguments[0]).click()", name)
    server.see("#notices", "Sending is paused")
    server.see("#notices", "in the sandbox")
    browser.run("failing.elements.times.value = '3'; failing.querySelector('button').click()")
    server.see("#failures-planned", "3 attempts with Throttling")
    browser.run("verifying.elements.identity.value = 'no one'")
    browser.run("verifying.querySelector('button').click()")
    server.see("#account #told", "An identity must be an email address or a domain")
    browser.run("verifying.elements.identity.value = 'example.net'")
    browser.run("verifying.querySelector('button').click()")
    server.see("#identities", "example.net\nverified")
    server.press("+ 1 day")
    server.see("#told", "It is ")
    assert describe(server.desk)["failures"] == [["Throttling", 3]]
    server.press("Close")
    for text, gone in [("Resume", "paused"), ("Leave", "sandbox"), ("Cancel", "fail")]:
        server.press(text)
        browser.wait_for(f"!document.getElementById('notices').innerText.includes({gone!r})")
    assert (server.desk.account.paused_by, server.desk.account.sandbox) == (None, False)


def test_clearing_takes_two_presses(server: Server, browser: Browser) -> None:
    server.send_and_see("One")
    server.press("Clear")
    server.press("Clear all?")
    server.see("#detail", "Waiting for the first message")
    assert listed(browser) == []
    server.mock.outbox.assert_empty()


def test_what_is_gone_is_let_go(server: Server, browser: Browser) -> None:
    """The filter, and the message that others were to be compared with."""
    server.send_and_see("One")
    server.send_and_see("Refused", Source="me@elsewhere.example")
    browser.run(
        "[...document.querySelectorAll('#kinds button')]"
        ".find((each) => each.textContent.startsWith('refused')).click()"
    )
    server.see("h2", "Refused")
    server.press("Compare")
    server.see("#detail", "Choose the other message")
    server.desk.inbox.clear()
    server.see("#detail", "Waiting for the first message")
    server.send_and_see("Two")
    server.see("h2", "Two")
    assert listed(browser) == ["Two"]
    assert "Stop comparing" not in server.text("#detail")
    browser.run("data.detailOf = () => Promise.reject(new Error()); list.select(2)")
    server.see("#detail", "This message is gone")


def test_news_that_could_not_be_shown_is_asked_for_again(server: Server, browser: Browser) -> None:
    server.send_and_see("One")
    browser.run("list.update = () => { delete list.update; throw new Error('once'); }")
    server.send("Two")
    server.see("#notices", "The server does not answer")
    browser.wait_for("!document.getElementById('notices').innerText")
    assert listed(browser) == ["Two", "One"]


def test_the_keyboard_does_not_lose_its_place(server: Server, browser: Browser) -> None:
    focus = "document.activeElement.textContent"
    server.send_and_see("One")
    server.desk.account.pause_sending()
    server.desk.account.sandbox = True
    server.see("#notices", "in the sandbox")
    browser.run("document.querySelector('.happenings button').focus()")
    for text in ("Deliver", "Deliver"):
        browser.run("document.activeElement.click()")
        browser.wait_for("!document.activeElement.hasAttribute('aria-disabled')")
        assert browser.run(f"return {focus}") == text
    server.see("#told", "the message has been delivered")
    browser.run("document.querySelector('#told [aria-label=Dismiss]').focus()")
    browser.run("document.activeElement.click()")
    assert server.text("#told") == ""
    assert browser.run(f"return {focus}") == "Deliver"

    browser.run("document.querySelector('#notices .paused button').focus()")
    browser.run("document.activeElement.click()")
    browser.wait_for(f"{focus} === 'Leave'")
    browser.run("document.activeElement.click()")
    browser.wait_for("document.activeElement.id === 'list'")


def test_a_server_that_ends_and_starts_again(server: Server, browser: Browser) -> None:
    server.send_and_see("Before")
    port = int(server.url.rpartition(":")[2])
    server.endpoint.close()
    server.see("#notices", "The server does not answer")
    for text, shown in (("else", []), ("before", ["Before"])):
        browser.run(f"field.value = {text!r}; applySearch()")
        browser.wait_for(f"document.querySelectorAll('#rows .subject').length === {len(shown)}")
        assert listed(browser) == shown
    browser.run("field.value = ''; applySearch()")
    with SESMock(region=REGION, verified_identities=["example.com"]) as mock:
        again = Server(browser, mock, port)
        again.send_and_see("After")
        browser.wait_for("!document.getElementById('notices').innerText")
        assert listed(browser) == ["After"]
        again.endpoint.close()
    server.endpoint = HttpEndpoint(service_of(server.mock))


DELETION = "Action=DeleteIdentity&amp;Identity=example.com&amp;Version=2010-12-01"
AT_THE_BUTTONS = {
    "form": '<form action="/_inbox/do/clear" method=post><input name=x><button>Win</button></form>'
    "<script>document.forms[0].submit()</script>",
    "form without a script": "<form action=/_inbox/do/clear method=post><button autofocus>W",
    "fetch": "<script>fetch('/_inbox/do/clear', { method: 'POST', body: '{}' })</script>",
    "picture": f"<img src='/?{DELETION}'>",
    "picture, whole": f"<img src='{{url}}/?{DELETION}'>",
    "parent": "<img src=x onerror=\"parent.request('clear')\">",
    "top": "<a target=_top href='javascript:request(`clear`)'>Win</a>",
    "names": "<form id=account><input id=clear name=request></form><a id=data></a>",
    "refresh": "<meta http-equiv=refresh content='0;url=/_inbox/do/clear'>",
    "styles": "<style>@import '/_inbox/do/clear'; p { background: url(/_inbox/do/clear) }</style>",
}


def test_hostile_mails_are_as_harmless_as_in_the_report(
    server: Server, browser: Browser, canary: Canary
) -> None:
    """All attacks of the report and some at the buttons, shown one after the other and clicked."""
    attacks = {**LOADS, **CLICKS, **AT_THE_BUTTONS}
    for name, html in attacks.items():
        server.send(
            f"<img src=http://canary.example/{name}>", html=html.replace("{url}", server.url)
        )
    browser.wait_for(f"index.mails.filter(Boolean).length === {len(attacks)}")
    before = describe(server.desk)
    for number, name in enumerate(attacks):
        browser.run("list.select(arguments[0], { read: true })", number)
        shown = f"document.querySelector('h2')?.textContent.endsWith({name + '>'!r})"
        browser.wait_for(f"{shown} && document.querySelector('.stage iframe, .stage .nothing')")
        box = browser.run("return document.querySelector('.stage').getBoundingClientRect()")
        if name in CLICKS:
            browser.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        elif name in AT_THE_BUTTONS:
            browser.click(box["x"] + 60, box["y"] + 20)
    time.sleep(0.5)
    assert canary.heard == []
    assert browser.windows() == 1
    assert browser.run("return location.href").startswith(f"{server.url}/#")
    assert browser.run("return document.title") == "Amazon SES: inbox"
    assert len(server.mock.outbox) == len(attacks)
    assert describe(server.desk) == before
    assert server.mock.outbox.refusals == []


def test_no_frame_of_a_page_elsewhere_holds_the_inbox(server: Server, browser: Browser) -> None:
    browser.visit("data:text/html,<iframe src='" + server.url + "'></iframe>")
    with browser.inside("iframe"):
        assert browser.run("return document.querySelector('#clear')") is None


def test_axe_finds_nothing(server: Server, browser: Browser, axe: str) -> None:
    """Where nothing is there, with a refusal, a message and notices, in the dialog, on a phone."""
    results: list[tuple[str, str]] = []

    def judge() -> None:
        found = browser.run("return axe.run(document, { iframes: false })")
        results.extend(
            (violation["id"], node["html"][:200])
            for violation in found["violations"]
            for node in violation["nodes"]
        )

    browser.run(axe)
    judge()
    server.send_and_see("Refused", Source="me@elsewhere.example")
    server.send_and_see("Welcome", To=["ada@example.org", "bob@example.org"])
    server.desk.account.pause_sending()
    server.see("#notices", "Sending is paused")
    for size, scheme in [((1280, 800), "light"), ((390, 800), "dark")]:
        browser.look(*size, scheme)
        for number in (0, 1):
            browser.run("list.select(arguments[0], { read: true })", number)
            server.see("h2", ["Refused", "Welcome"][number])
            judge()
        browser.run("account.showModal()")
        judge()
        browser.run("account.close()")
    assert results == []
