"""What the page shows of one mail, and of two beside each other, in a real browser."""

from __future__ import annotations

import email
import email.policy
import json
import time
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from chromium import Browser, until
from hostile import LOADS
from looking import in_frame, open_mail
from mails import outbox, refused, sent, submission

from pytest_sesmock.outbox.outbox import Outbox
from pytest_sesmock.report.failure import Failure

if TYPE_CHECKING:
    from conftest import Canary

SETTLED = 0.4  # seconds within which requests are long there
WritePage = Callable[[dict[str, Outbox]], Path]

HTML = """<head><link rel="stylesheet" href="https://cdn.example/a.css">
<style>@import url("https://cdn.example/b.css"); @font-face { src: url(https://cdn.example/f.woff) }
td { background: url('https://cdn.example/tile.png') } p { background: url(data:,) }</style></head>
<body background="https://cdn.example/back.png" onload="x()"><!-- a <b> comment -->
<a href="https://shop.example/?a=1&amp;b=2">See <b>your</b> order <img src="cid:none" alt="now"></a>
<a hidden href="https://hidden.example">no</a> <a href="javascript:x()"></a>
<map><area href="https://area.example" alt="an area"></map>
<img id=logo src="https://cdn.example/logo.png" alt="The Shop &amp; Co" width="200" height="60">
<img id=pixel src="https://cdn.example/p.gif" width=1 height=1>
<img src="https://cdn.example/p.gif">
<script src="https://cdn.example/s.js">1 < 2</script><form action="https://cdn.example/go"></form>
<iframe src="https://cdn.example/frame"></iframe><video src="https://cdn.example/v.mp4"></video>
<object data="https://cdn.example/o"></object><meta http-equiv=refresh content="0;url=/x">
<svg><image href="https://cdn.example/svg.png"/></svg></body>"""


def long_html(heading: str) -> str:
    rows = "".join(f"<p>row {number}</p>\n" for number in range(60))
    return f"<h1>{heading}</h1>\n{rows}<p>Yours, the shop</p>"


@pytest.fixture(scope="module")
def page(write_page: WritePage) -> Path:
    mime = EmailMessage(policy=email.policy.SMTP)
    mime["Subject"] = "in\u202eyppah \U0001f469\u200d\U0001f4bb"
    mime["List-Unsubscribe"] = "<https://shop.example/u/1>, <mailto:u@shop.example>"
    mime["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mime.set_content("caf\u00e9")
    mime.add_attachment(
        bytes(range(256)) * 99, maintype="application", subtype="pdf", filename="a\u202efdp.b"
    )
    return write_page(
        {
            "test_a.py::test_html": outbox(sent(0, subject="Blocked", html=HTML)),
            "test_a.py::test_pair": outbox(
                sent(1, subject="Order 1", text="Thank you, Ada\n\nOrder 1", html=long_html("One")),
                sent(2, subject="Order 2", text="Thank you, Bob\n\nOrder 2", html=long_html("Two")),
            ),
            "test_a.py::test_raw": outbox(sent(3, mime=mime, to=("Ada \u202e <a@example.org>",))),
            "test_a.py::test_no": outbox(
                refused(4, of=submission(subject="No", text="see https://x.example/1, and more"))
            ),
        }
    )


def opened(browser: Browser, page: Path, number: int = 1, tab: str = "Preview") -> None:
    open_mail(browser, page, number)
    browser.run("document.getElementById(`tab-${arguments[0]}`).click()", tab)


def texts(browser: Browser, selector: str) -> list[str]:
    found: list[str] = browser.run(
        "return [...document.querySelectorAll(arguments[0])].map(each => each.innerText.trim())",
        selector,
    )
    return found


def press(browser: Browser, name: str) -> None:
    browser.run(
        "[...document.querySelectorAll('#detail button')]"
        ".find(button => button.textContent === arguments[0] && button.offsetWidth).click()",
        name,
    )


def rows(browser: Browser) -> list[list[str]]:
    found: list[list[str]] = browser.run(
        "return [...document.querySelectorAll('#panel tbody tr')]"
        ".map(row => [...row.children].map(cell => cell.textContent))"
    )
    return found


def test_links_have_text_and_address(page: Path, browser: Browser) -> None:
    opened(browser, page, 1, "Links")
    assert rows(browser) == [
        ["See your order now", "https://shop.example/?a=1&b=2"],
        ["no text", "javascript:x()"],
        ["an area", "https://area.example"],
    ]
    assert browser.run("return document.querySelectorAll('#panel a').length") == 0
    opened(browser, page, 5, "Links")
    assert rows(browser) == [["in the plain text", "https://x.example/1"]]


def test_links_that_a_style_sheet_hides_are_no_links(
    browser: Browser, write_page: WritePage
) -> None:
    html = "<style>.off{display:none}</style><a class=off href=/off>off</a><a href=/on>on</a>"
    message = sent(0, html=html, text="see https://x.example/1")
    opened(browser, write_page({"test_a.py::test_it": outbox(message)}), 1, "Links")
    assert rows(browser) == [["on", "/on"], ["in the plain text", "https://x.example/1"]]
    assert texts(browser, "#tab-Links .count") == ["2"]


def test_links_of_a_large_mail_are_read_when_asked_for(
    browser: Browser, write_page: WritePage
) -> None:
    html = "<a href=https://shop.example/last>last</a>" + "<p>x</p>" * 65_000
    opened(browser, write_page({"test_a.py::test_it": outbox(sent(0, html=html))}), 1, "HTML")
    assert texts(browser, "#tab-Links .count, #tab-Links.empty") == []
    browser.run("document.getElementById('tab-Links').click()")
    assert rows(browser) == [["last", "https://shop.example/last"]]


def test_html_is_shown_whole_and_in_colours(page: Path, browser: Browser) -> None:
    opened(browser, page, 1, "HTML")
    shown = "document.querySelector('.coloured')"
    assert browser.run(f"return {shown}.textContent") == HTML
    spans = f"[...{shown}.querySelectorAll('span')]"
    kinds = f"return {spans}.map(span => [span.className, span.textContent.trim()])"
    pieces = [tuple(each) for each in browser.run(kinds)]
    assert {
        ("tag", "<script"),
        ("name", "src"),
        ("value", '"https://cdn.example/s.js"'),
        ("raw", "1 < 2"),
        ("comment", "<!-- a <b> comment -->"),
        ("value", "refresh"),
    } <= set(pieces)


@pytest.mark.parametrize(
    "html",
    ["<", "<a", "<a href='", "<!--", "<style>", 'a < b <c d="\'" e>f', "</", "<a b==c / >", ""],
)
def test_broken_html_is_shown_whole(html: str, page: Path, browser: Browser) -> None:
    opened(browser, page)
    assert browser.run("return coloured(arguments[0]).textContent", html) == html


def test_every_blocked_thing_is_counted_and_told(page: Path, browser: Browser) -> None:
    opened(browser, page)
    browser.wait_for("document.querySelector('.blocked')")
    summary = "document.querySelector('.blocked summary')"
    assert browser.run(f"return {summary}.textContent") == (
        "Not loaded: 2 style sheets, 1 font, 6 remote images, 3 scripts, 1 form, 1 frame, 1 video, "
        "1 embedded object, 1 redirect, 1 missing image"
    )
    browser.run(f"{summary}.click()")
    told = [line.split("\n") for line in texts(browser, ".blocked li")]
    assert ["remote image \u00d72", "https://cdn.example/p.gif"] in told
    assert ["font", "https://cdn.example/f.woff"] in told
    assert ["missing image", "cid:none"] in told
    assert ["script", "onload"] in told
    opened(browser, page, 2)
    assert browser.run("return document.querySelector('.blocked')") is None


@pytest.mark.parametrize(
    "script",
    [
        "return blockedOf('url(' + '@font-face{'.repeat(200000)).length",
        "const image = document.createElement('img');"
        "image.setAttribute('width', `1${' '.repeat(200000)}x`);"
        "return placeOf(image).length",
    ],
    ids=["fonts", "width"],
)
def test_what_is_not_loaded_is_found_at_once(script: str, page: Path, browser: Browser) -> None:
    browser.open(page)
    before = time.monotonic()
    assert browser.run(script) > 0
    assert time.monotonic() - before < 2


def test_a_blocked_image_shows_its_alt_text(page: Path, browser: Browser) -> None:
    opened(browser, page)
    place = "(image) => [image.naturalWidth, image.naturalHeight, decodeURIComponent(image.src)]"
    width, height, logo = in_frame(browser, f"({place})(document.getElementById('logo'))")
    assert (width, height) == (200, 60)
    assert ">The Shop &#38; Co</text>" in logo
    width, height, pixel = in_frame(browser, f"({place})(document.getElementById('pixel'))")
    assert (width, height) == (1, 1)
    assert "<text" not in pixel


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("</text><script>x</script>", "&#60;/text&#62;&#60;script&#62;x&#60;/script&#62;"),
        ("a \u202e b", "a \\u202e b"),
        ("\ud800", "\ufffd"),
        ("long " * 400, "long long"),
    ],
    ids=["markup", "control", "surrogate", "long"],
)
def test_an_alt_text_is_text(alt: str, expected: str, page: Path, browser: Browser) -> None:
    opened(browser, page)
    drawn = browser.run(
        "const image = new Image(); image.alt = JSON.parse(arguments[0]);"
        "return decodeURIComponent(placeOf(image).split(',').slice(1).join(','))",
        # The driver takes no lone surrogates.
        json.dumps(alt),
    )
    assert expected in drawn
    parsed = "new DOMParser().parseFromString(arguments[0], 'image/svg+xml')"
    assert browser.run(f"return {parsed}.querySelector('parsererror, script')", drawn) is None


def test_visible_text_stands_in_for_a_text_part(page: Path, browser: Browser) -> None:
    opened(browser, page, 1, "Text")
    (shown,) = texts(browser, "#panel pre")
    assert shown == sent(0, html=HTML).visible_text
    assert "message.visible_text" in texts(browser, "#panel .note")[0]


def test_an_empty_text_part_is_no_text(browser: Browser, write_page: WritePage) -> None:
    both, none = sent(0, text="", html="<p>Hello <b>Ada</b>"), sent(1, text="")
    browser.open(write_page({"test_a.py::test_it": outbox(both, none)}), "#2")
    browser.wait_for("document.querySelector('[data-tab=Source] pre')")
    assert "Text" in texts(browser, ".tabs .empty")
    browser.press("k")
    browser.wait_for("document.querySelector('.stage')")
    browser.run("document.getElementById('tab-Text').click()")
    assert texts(browser, "#panel pre") == ["Hello Ada"]


def test_lint_findings(page: Path, browser: Browser) -> None:
    opened(browser, page, 1, "Lint")
    found = [line.split("\n\n") for line in texts(browser, ".findings li")]
    told = ["no-text-part", "the message is HTML only", "\u2192 send plain text too"]
    assert told in found
    assert browser.run("return document.querySelector('#tab-Lint .count').textContent") == str(
        len(found)
    )
    opened(browser, page, 5, "Lint")
    assert texts(browser, "#panel") == ["Only messages that SES accepts are linted."]


def test_empty_tabs_look_empty(page: Path, browser: Browser) -> None:
    opened(browser, page, 4)
    assert texts(browser, ".tabs .empty") == ["Preview", "HTML", "Links", "Tags"]
    assert texts(browser, ".tabs .count")[0] == "1"


def test_names_are_written_out(page: Path, browser: Browser) -> None:
    """What turns a name round or hides in it is escaped; what joins an emoji is not."""
    opened(browser, page, 4, "Attachments")
    subject = "in\\u202eyppah \U0001f469\u200d\U0001f4bb"
    assert texts(browser, "h2") == [subject]
    assert texts(browser, "#rows [aria-selected=true] .subject") == [subject]
    assert "Ada \\u202e <a@example.org>" in texts(browser, ".people")[0]
    assert texts(browser, ".files b") == ["a\\u202efdp.b"]
    opened(browser, page, 4, "Headers")
    assert ["Subject", subject] in rows(browser)
    shown = browser.run("return document.body.innerText")
    assert "\u202e" not in shown


def test_what_pytest_names_is_written_out(
    browser: Browser, write_page: Callable[..., Path]
) -> None:
    """The names of tests and what made them fail, wherever they stand."""
    test = "test_a.py::test_it[a\u202eb]"
    box = outbox(sent(0, subject="One"), sent(1, subject="Two"))
    failures = {test: [Failure("call", "AssertionError: c\u202ed", "...")]}
    opened(browser, write_page({test: box}, {test: "failed"}, failures))
    browser.wait_for("document.querySelector('#failure summary')")
    assert browser.run("return document.querySelector('#failure summary').textContent") == (
        "failedtest_it[a\\u202eb]AssertionError: c\\u202ed"
    )
    assert browser.run("return document.querySelector('.from-test').textContent") == (
        "failedtest_a.py::test_it[a\\u202eb]"
    )
    assert browser.run("return document.querySelector('#rows .mail').ariaDescription") == (
        "in test_a.py::test_it[a\\u202eb]"
    )
    press(browser, "Compare")
    browser.wait_for("document.querySelector('.comparing')")
    browser.press("j")
    browser.wait_for("document.querySelector('.compared')")
    assert "test_it[a\\u202eb]" in texts(browser, ".compared")[0]


def test_where_a_reader_unsubscribes(page: Path, browser: Browser) -> None:
    opened(browser, page, 4)
    assert texts(browser, ".people dt")[-1] == "Unsubscribe"
    assert texts(browser, ".people dd")[-1] == (
        "<https://shop.example/u/1>, <mailto:u@shop.example> (one click)"
    )


def test_a_mail_is_saved_byte_for_byte(page: Path, browser: Browser, tmp_path: Path) -> None:
    opened(browser, page, 4)
    browser.save_to(tmp_path)
    whole = browser.run(
        "return unpackJson(data.detailOf(3)).then(messageBytes)"
        ".then(parts => new Blob(parts).text())"
    )
    press(browser, "Save .eml")
    until(lambda: list(tmp_path.glob("*.eml")))
    (file,) = tmp_path.iterdir()
    assert file.read_bytes().decode() == whole
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    (attachment,) = parsed.iter_attachments()
    assert attachment.get_content() == bytes(range(256)) * 99


def test_full_view_and_back(page: Path, browser: Browser) -> None:
    visible = "[...document.querySelectorAll('.bar, .browse, .tabs')].filter(e => e.offsetWidth)"
    opened(browser, page, 2, "Text")
    press(browser, "Full view")
    browser.wait_for("document.querySelector('.stage iframe')")
    assert browser.run(f"return {visible}.length") == 0
    assert browser.run("return document.querySelector('.stage iframe').offsetHeight") > 600
    browser.press("j")
    browser.wait_for("document.querySelector('h2').textContent === 'Order 2'")
    browser.press("Escape")
    browser.wait_for("document.querySelector('#tab-Text[aria-selected=true]')")
    assert browser.run(f"return {visible}.length") == 3


def test_alone_in_a_new_tab(page: Path, browser: Browser) -> None:
    opened(browser, page, 2)
    address = browser.run("return document.querySelector('.new-view').href")
    assert address == f"{page.as_uri()}?alone=#2"
    browser.open(page, "?alone=#2")
    browser.wait_for("document.querySelector('.stage iframe')")
    assert texts(browser, "h2") == ["Order 1"]
    assert browser.run("return document.querySelector('.bar').offsetWidth") == 0
    assert texts(browser, ".actions") == [""]


def test_a_mail_at_full_height(page: Path, browser: Browser, canary: Canary) -> None:
    opened(browser, page, 2)
    frame = "document.querySelector('.stage iframe')"
    browser.wait_for(frame)
    assert browser.run(f"return {frame}.offsetHeight") < 800
    press(browser, "Full height")
    browser.wait_for(f"{frame}.offsetHeight > 1500 && !document.querySelector('.measuring')")
    height = browser.run(f"return {frame}.offsetHeight")
    assert in_frame(browser, "document.documentElement.scrollHeight") <= height
    press(browser, "Phone")
    browser.wait_for(f"{frame}.offsetWidth < 400")
    press(browser, "Fit")
    browser.wait_for(f"{frame}.offsetHeight < 800")


def test_measuring_lets_nothing_act_or_load(page: Path, browser: Browser, canary: Canary) -> None:
    """The hidden frame that tells the height has the page's origin, and can do as little."""
    opened(browser, page, 2)
    title = browser.run("return document.title")
    heights = browser.run(
        """
        const heights = [];
        for (const mail of arguments[0]) {
            const { html } = await framed(mail, {});
            if (html !== null) heights.push(await heightOf(html, 500));
        }
        return heights;
        """,
        [*LOADS.values()],
    )
    time.sleep(SETTLED)
    assert len(heights) > 50
    assert all(120 <= height <= 30_000 for height in heights)
    assert canary.heard == []
    # Any dialog would have made these very calls an error.
    assert browser.windows() == 1
    assert browser.run("return document.title") == title


def test_two_mails_are_compared(page: Path, browser: Browser) -> None:
    opened(browser, page, 2)
    press(browser, "Compare")
    browser.wait_for("document.querySelector('.comparing')")
    assert texts(browser, ".comparing p") == ["Choose the other message in the list."]
    browser.press("j")
    browser.wait_for("document.querySelector('.part')")
    parts = {
        name: lines
        for name, *lines in browser.run(
            "return [...document.querySelectorAll('.part')].map(part => [part.ariaLabel,"
            "...[...part.querySelectorAll('.left, .right')].map(line => line.className + ': ' +"
            "line.lastChild.innerHTML)])"
        )
    }
    assert parts["Subject"] == ["left: Order <mark>1</mark>", "right: Order <mark>2</mark>"]
    assert parts["Text"] == [
        "left: Thank you, <mark>Ada</mark>",
        "right: Thank you, <mark>Bob</mark>",
        "left: Order <mark>1</mark>",
        "right: Order <mark>2</mark>",
    ]
    assert parts["HTML"] == [
        "left: &lt;h1&gt;<mark>One</mark>&lt;/h1&gt;",
        "right: &lt;h1&gt;<mark>Two</mark>&lt;/h1&gt;",
    ]
    assert any("Message-ID" in line for line in parts["Headers"])
    (more,) = texts(browser, ".more")
    assert more == "\u22ef 58 equal lines"
    browser.run("document.querySelector('.more').click()")
    assert "<p>row 59</p>" in texts(browser, ".part:last-child .same")[-2]
    browser.press("Escape")
    browser.wait_for("document.querySelector('.head')")
    assert texts(browser, "h2") == ["Order 2"]


@pytest.mark.parametrize("size", [0, 1, 12, 3_000])
def test_a_difference_is_whole(size: int, page: Path, browser: Browser) -> None:
    """Each side is its text again, and of short ones no smaller difference is possible."""
    opened(browser, page)
    found = browser.run(
        """
        const most = (a, b) => { // the longest common subsequence, by its definition
            const t = [...a, 0].map(() => [...b, 0].map(() => 0));
            for (let i = a.length - 1; i >= 0; i -= 1) for (let j = b.length - 1; j >= 0; j -= 1)
                t[i][j] = a[i] === b[j] ? t[i + 1][j + 1] + 1 : Math.max(t[i + 1][j], t[i][j + 1]);
            return t[0][0];
        };
        let seed = 1;
        const draw = (below) => (seed = seed * 48271 % 2147483647) % below;
        for (let round = 0; round < (arguments[0] > 100 ? 1 : 500); round += 1) {
            const letters = arguments[0] > 100 ? 1e6 : 3;
            const side = () => Array.from({length: arguments[0]}, () => draw(letters))
                .slice(draw(Math.max(1, arguments[0] / 2)));
            const [a, b] = [side(), side()];
            const runs = runsOf(a, b);
            const of = (...kinds) => runs
                .filter(([kind]) => kinds.includes(kind)).flatMap(([, items]) => items);
            if (of("same", "left").join() !== a.join() || of("same", "right").join() !== b.join()
                || (arguments[0] < 100 && of("same").length !== most(a, b))) return [a, b, runs];
        }
        return null;
        """,
        size,
    )
    assert found is None
