"""HTML as SES delivers it where opens and clicks are tracked."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest
from evidence import BEHAVIOUR
from hypothesis import given
from hypothesis import strategies as st
from mails import submission

from pytest_sesmock import SentMessage
from pytest_sesmock.account.acceptance import Acceptance
from pytest_sesmock.account.configuration_sets import ConfigurationSet, TrackingOptions
from pytest_sesmock.account.event_destinations import EventDestination, SnsTopic
from pytest_sesmock.outbox.tracking import MOST_LINKS, PLACEHOLDER, find_anchors

NOW = datetime(2026, 3, 26, 2, 13, 35, tzinfo=timezone.utc)
TOPIC = SnsTopic("arn:aws:sns:eu-west-1:123456789012:events")
CONFIRM = "https://example.com/confirm?token=a%20b&lang=en#top"
HTML = f'<body><p>Hi <a class="x" href="{CONFIRM.replace("&", "&amp;")}" id=y>Go</a></p></body>'


def message(
    html: str | None = HTML, *types: str, enabled: bool = True, tracking: Any = None
) -> SentMessage:
    """One whose configuration set has an event destination for these types."""
    destination = EventDestination("events", enabled, types, TOPIC)
    configuration_set = ConfigurationSet(
        "news", tracking_options=tracking, event_destinations=(destination,)
    )
    return SentMessage(
        submission=submission(html=html, configuration_set="news"),
        acceptance=Acceptance(configuration_set=configuration_set),
        message_id=ID,
        sent_at=NOW,
        request={},
    )


ID = "0102019d27eb268c-00000001-0000-4000-8000-000000000001-000000"


def pattern(row: str, **values: str) -> str:
    """A row's form as a regular expression."""
    parts = {
        "token": "[a-z0-9]{8}",
        "region": "eu-west-1",
        "message id": ID,
        "signature": "[A-Za-z0-9_-]{27}",
        "key": r"\d+",
        "number": "1",
        **values,
    }
    form = re.escape(BEHAVIOUR[row]["message"])
    for name, part in parts.items():
        form = form.replace(re.escape(f"{{{name}}}"), part)
    return form


ENCODED = re.escape("https:%2F%2Fexample.com%2Fconfirm%3Ftoken=a%2520b%26lang=en%23top")


def test_a_link_leads_to_ses() -> None:
    """Row tracking-link; the rest of the HTML is as given, and so is `html`."""
    mail = message(HTML, "CLICK")
    link = pattern("tracking-link", link=ENCODED)

    before, after = map(re.escape, HTML.split(CONFIRM.replace("&", "&amp;")))
    assert re.fullmatch(f"{before}{link}{after}", mail.tracked_html or "")
    assert mail.html == HTML
    assert mail.links[0].href == CONFIRM


def test_a_pixel_is_at_the_bottom() -> None:
    """Row tracking-pixel."""
    pixel = pattern("tracking-pixel")
    start = re.escape(HTML.removesuffix("</body>"))

    assert re.fullmatch(f"{start}{pixel}</body>", message(HTML, "OPEN").tracked_html or "")
    assert re.fullmatch(f"<p>Hi{pixel}", message("<p>Hi", "OPEN").tracked_html or "")


def test_the_pixel_is_where_the_mail_says() -> None:
    """Row doc-tracking: the first placeholder, and the others go."""
    html = f"<p>{PLACEHOLDER}Hi{PLACEHOLDER}</p></body>"

    tracked = message(html, "OPEN").tracked_html or ""
    assert re.fullmatch(f"<p>{pattern('tracking-pixel')}Hi</p></body>", tracked)
    assert message(html, "CLICK").tracked_html == html


@pytest.mark.parametrize(
    ("types", "enabled"), [(("BOUNCE", "SEND"), True), (("OPEN", "CLICK"), False), ((), True)]
)
def test_what_no_destination_takes_is_not_tracked(types: tuple[str, ...], enabled: bool) -> None:
    assert message(HTML, *types, enabled=enabled).tracked_html == HTML


def test_without_html_there_is_nothing_to_track() -> None:
    assert message(None, "OPEN", "CLICK").tracked_html is None


NOT_TRACKED = {
    "no-track": ('<a ses:no-track href="https://a.example/">', '<a href="https://a.example/">'),
    "no-track with a value": (
        "<a href='https://a.example/' SES:NO-TRACK='true' ses:tags='a:b;'>",
        "<a href='https://a.example/'>",
    ),
    "mail": ('<a href="mailto:ada@example.org">', None),
    "place": ('<a name="top" href="#top">', None),
    "no address": ("<a name=top>", None),
    "not encoded": ('<a href="https://a.example/?name=John Doe">', None),
    "percent sign": ('<a href="https://a.example/100%">', None),
    "beyond ASCII": ('<a href="https://a.example/é">', None),
    "comment": ('<!-- <a href="https://a.example/"> -->', None),
    "script": ("<script>'<a href=\"https://a.example/\">'</script>", None),
    "style": ('<link href="https://a.example/">', None),
}


@pytest.mark.parametrize(("html", "expected"), NOT_TRACKED.values(), ids=NOT_TRACKED)
def test_what_is_not_tracked(html: str, expected: str | None) -> None:
    """Row doc-tracking; attributes that are meant for SES do not reach the recipient."""
    assert message(html, "CLICK").tracked_html == (expected or html)


TRACKED = {
    "no quotes": "<a href=https://a.example/>",
    "single quotes": "<A HREF='https://a.example/'>",
    "spaces": '<a\n  href = " https://a.example/ "\n>',
    "twice": '<a href="https://a.example/" href="https://b.example/">',
    "tags": '<a ses:tags="a:b;" href="https://a.example/">',
    "area": '<map><area href="https://a.example/"/></map>',
    "behind lines": 'Hi\r\n\r\n<br>\n<a href="https://a.example/">',
    "upper case": '<a href="HTTPS://a.example/">',
}


@pytest.mark.parametrize("html", TRACKED.values(), ids=TRACKED)
def test_what_is_tracked(html: str) -> None:
    tracked = message(html, "CLICK").tracked_html or ""

    hosts = [href.split("/")[2] for href in hrefs(tracked)][:1]
    assert [host.endswith(".r.eu-west-1.awstrack.me") for host in hosts] == [True]
    assert "ses:" not in tracked


def test_links_to_the_same_place_are_counted() -> None:
    """Row tracking-link: inferred."""
    html = "".join(f'<a href="https://{each}.example/">' for each in "abaa")

    numbers = [href.split("/")[5] for href in hrefs(message(html, "CLICK").tracked_html or "")]
    assert numbers == ["1", "1", "2", "3"]


def test_a_number_of_links_is_tracked() -> None:
    """Row doc-tracking."""
    html = "".join(f'<a href="https://a.example/{n}">' for n in range(MOST_LINKS + 2))

    tracked = ["awstrack" in href for href in hrefs(message(html, "CLICK").tracked_html or "")]
    assert (tracked.count(True), tracked[-2:]) == (250, [False, False])


POLICIES = {
    None: ("http", "http", "https"),
    "OPTIONAL": ("http", "http", "https"),
    "REQUIRE_OPEN_ONLY": ("https", "http", "https"),
    "REQUIRE": ("https", "https", "https"),
}


@pytest.mark.parametrize(("policy", "expected"), POLICIES.items())
def test_a_domain_of_ones_own(policy: str | None, expected: tuple[str, str, str]) -> None:
    """Rows tracking-link and tracking-pixel."""
    options = TrackingOptions("click.example.com", policy)
    html = '<a href="http://a.example/"><a href="https://b.example/">'
    tracked = message(html, "OPEN", "CLICK", tracking=options).tracked_html or ""

    plain, safe = hrefs(tracked)
    pixel = re.findall('src="([^"]*)"', tracked)[0]
    assert tuple(each.partition(":")[0] for each in (pixel, plain, safe)) == expected
    signature = r"[A-Za-z0-9_-]{43}=\d+"
    assert re.fullmatch(rf"https?://click\.example\.com/CI0/{ID}/{signature}", pixel)
    place = "http:%2F%2Fa.example%2F"
    assert re.fullmatch(rf"https?://click\.example\.com/CL0/{place}/1/{ID}/{signature}", plain)


def test_addresses_at_ses_are_the_same_in_every_run() -> None:
    assert (
        message(HTML, "OPEN", "CLICK").tracked_html == message(HTML, "OPEN", "CLICK").tracked_html
    )


class _Hrefs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name == "href"][:1]


def hrefs(html: str) -> list[str]:
    parser = _Hrefs()
    parser.feed(html)
    parser.close()
    return parser.found


PIECES = st.sampled_from(
    (
        *("<a ", "<A\n", "</a>", "<", ">", "/>", "<!--", "-->", "<script>", "</script>", "</body>"),
        *(
            "href=",
            "HREF='",
            '"',
            "'",
            "=",
            " ",
            "\n",
            "ses:no-track",
            "ses:tags=a:b;",
            "<![CDATA[",
        ),
        *("ses:tags=a:b;", "https://a.example/", "https://b.example/?a=1&amp;b=2", "&#13;"),
    )
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_html_can_be_tracked(html: str) -> None:
    """The same links lead to the same places, and what is between them stays."""
    tracked = message(html, "CLICK").tracked_html or ""

    before, after = find_anchors(html), find_anchors(tracked)
    assert [_place(each.href) for each in after] == [each.href for each in before]
    assert sum(each.is_tracked for each in before) == tracked.count("awstrack.me")


def _place(href: str) -> str:
    found = re.fullmatch(r"https?://[^/]+awstrack\.me/L0/([^/]*)/.*", href)
    return unquote(found[1]) if found else href
