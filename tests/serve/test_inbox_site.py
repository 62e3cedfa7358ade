"""The inbox over HTTP: what is the page's, what is SES's, and who may ask."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sending import mail, ses

from pytest_sesmock import SESMock
from pytest_sesmock.mock import service_of
from pytest_sesmock.report.gallery import page
from pytest_sesmock.report.gallery.packing import unpack
from pytest_sesmock.serve.actions import Desk
from pytest_sesmock.serve.inbox import Inbox
from pytest_sesmock.serve.site import PREFIX, InboxSite
from pytest_sesmock.transport.exchange import HttpRequest
from pytest_sesmock.transport.http_endpoint import HttpEndpoint

LIST = "Action=ListIdentities&Version=2010-12-01"
SEND = (
    "Action=SendEmail&Version=2010-12-01&Source=noreply@example.com"
    "&Destination.ToAddresses.member.1=ada@example.org"
    "&Message.Subject.Data=Welcome&Message.Body.Text.Data=Hello"
)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client:
    """A plain HTTP client of a server, which says of itself what it is told to."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.connection = http.client.HTTPConnection(str(urlsplit(url).netloc), timeout=30)

    def ask(
        self, method: str, target: str, body: Any = None, **headers: str
    ) -> tuple[int, str, dict[str, str]]:
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, target, body, fields)
        response = self.connection.getresponse()
        return response.status, response.read().decode(), dict(response.getheaders())

    def do(self, action: str, **arguments: Any) -> tuple[int, Any]:
        """Press a button, as the page does."""
        body = json.dumps(arguments)
        status, answer, _ = self.ask("POST", f"/_inbox/do/{action}", body, Origin=self.url)
        return status, json.loads(answer)


@pytest.fixture
def client(desk: Desk) -> Iterator[Client]:
    endpoint = HttpEndpoint(service_of(desk.mock), site=InboxSite(desk, {"Environment": ["A=1"]}))
    client = Client(endpoint.url)
    yield client
    client.connection.close()
    endpoint.close()


def test_a_mail_from_the_api_to_the_page(desk: Desk, client: Client) -> None:
    ses("eu-west-1", endpoint_url=client.url).send_email(**mail())
    status, answer, _ = client.ask("GET", "/_inbox/changes?since=0&run=")
    changes = json.loads(answer)
    assert status == 200
    assert [row["subject"] for row in changes["rows"]] == ["Welcome"]
    assert changes["account"]["region"] == "eu-west-1"
    same = f"/_inbox/changes?since={changes['version']}&run={changes['run']}"
    assert client.ask("GET", same)[:2] == (204, "")
    detail = json.loads(unpack(client.ask("GET", "/_inbox/entries/0")[1]))
    assert detail["html"]["data"] == "<p>Hello</p>"
    assert json.loads(unpack(client.ask("GET", "/_inbox/words/0")[1])) == {"0": "Hello"}
    assert client.do("happen", number=0, event="bounce") == (
        200,
        {"told": "Bounce: ada@example.org"},
    )
    assert json.loads(client.ask("GET", same)[1])["rows"][0]["news"] == ["Bounce"]


def test_calls_without_an_id_leave_one_another_alone(client: Client) -> None:
    """As those of curl: a page is told of the new one only."""
    status, _, _ = client.ask("POST", "/", SEND, **FORM)
    assert status == 200
    changes = json.loads(client.ask("GET", "/_inbox/changes")[1])
    client.ask("POST", "/", SEND, **FORM)
    since = f"/_inbox/changes?since={changes['version']}&run={changes['run']}"
    rows = json.loads(client.ask("GET", since)[1])["rows"]
    assert [row["number"] for row in rows] == [1]


def test_the_page_tells_what_is_known_of_the_connection_when_it_is_asked_for(desk: Desk) -> None:
    connection: dict[str, list[str]] = {}
    site = InboxSite(desk, connection)
    request = HttpRequest("ses", "us-east-1", "GET", "/", {"host": "127.0.0.1:8025"}, b"")
    assert b"export A=1" not in site.answer(request).body
    connection["Environment"] = ["export A=1"]
    assert b"export A=1" in site.answer(request).body


def test_a_file(desk: Desk, client: Client) -> None:
    raw = (
        b"From: noreply@example.com\nTo: ada@example.org\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf\n"
        b"Content-Disposition: attachment; filename=a.pdf\n\n%PDF\n--b--\n"
    )
    ses("eu-west-1").send_raw_email(RawMessage={"Data": raw})
    client.ask("GET", "/_inbox/changes")
    [attachment] = json.loads(unpack(client.ask("GET", "/_inbox/entries/0")[1]))["attachments"]
    packed = client.ask("GET", f"/_inbox/files/{attachment['file']}")[1]
    assert unpack(packed).strip() == b"%PDF"


def test_a_browser_gets_the_page_and_others_the_api(client: Client) -> None:
    status, text, headers = client.ask("GET", "/?alone=")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "<title>Amazon SES: inbox</title>" in text
    for method, target, body in [
        ("GET", f"/?{LIST}", None),
        ("POST", "/", LIST),
        ("POST", f"/?{LIST}", None),
    ]:
        status, text, _ = client.ask(method, target, body, **FORM if body else {})
        assert (status, "<member>example.com</member>" in text) == (200, True)
    status, text, _ = client.ask("GET", "/v2/email/identities/example.com")
    assert (status, json.loads(text)["IdentityType"]) == (200, "DOMAIN")


def test_the_page_may_do_nothing_else(client: Client) -> None:
    """The policy names the page's one script, and nothing may frame the page."""
    _, text, headers = client.ask("GET", "/")
    policy = headers["Content-Security-Policy"]
    [in_page] = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    assert set(in_page.split("; ")) | {"frame-ancestors 'none'"} == set(policy.split("; "))
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


OWN, FOREIGN = {"Origin": "{url}"}, {"Origin": "https://evil.example"}


@pytest.mark.parametrize(
    ("method", "target", "headers", "status"),
    [
        pytest.param("GET", "/", {"Host": "evil.example"}, 403, id="page under another name"),
        pytest.param("GET", "/", {"Sec-Fetch-Site": "cross-site"}, 200, id="page by a link"),
        pytest.param("GET", "changes", {}, 200, id="news without a browser"),
        pytest.param("GET", "changes", {"Sec-Fetch-Site": "same-origin"}, 200, id="news"),
        pytest.param("GET", "changes", {"Sec-Fetch-Site": "cross-site"}, 403, id="foreign news"),
        pytest.param("GET", "changes", {"Sec-Fetch-Site": "same-site"}, 403, id="news next door"),
        pytest.param("GET", "changes", FOREIGN, 403, id="news of a foreign origin"),
        pytest.param("GET", "changes", {"Host": "evil.example"}, 403, id="news under a name"),
        pytest.param("POST", "do/clear", OWN, 200, id="button"),
        pytest.param("POST", "do/clear", {}, 403, id="button without an origin"),
        pytest.param("POST", "do/clear", {"Origin": "null"}, 403, id="button in a frame"),
        pytest.param("POST", "do/clear", FOREIGN, 403, id="foreign button"),
        pytest.param("POST", "do/clear", {**OWN, "Host": "evil.example"}, 403, id="other name"),
        pytest.param("GET", "do/clear", {}, 404, id="button by GET"),
        pytest.param("GET", f"/?{LIST}", FOREIGN, 403, id="API, foreign"),
        pytest.param("GET", f"/?{LIST}", OWN, 403, id="API, from the page"),
        pytest.param("GET", f"/?{LIST}", {"Sec-Fetch-Site": "cross-site"}, 403, id="API, picture"),
        pytest.param(
            *("GET", f"/?{LIST}", {"Sec-Fetch-Site": "same-origin"}, 403), id="API, own picture"
        ),
        pytest.param("GET", f"/?{LIST}", {"Sec-Fetch-Site": "none"}, 200, id="API, typed"),
    ],
)
def test_who_may_ask(
    method: str, target: str, headers: dict[str, str], status: int, desk: Desk, client: Client
) -> None:
    ses("eu-west-1").send_email(**mail())
    fields = {name: value.format(url=client.url) for name, value in headers.items()}
    path = target if target.startswith("/") else PREFIX + target
    body = "{}" if method == "POST" else None
    client.connection.request(method, path, body, fields)
    assert client.connection.getresponse().status == status
    is_cleared = (method, status) == ("POST", 200)
    assert len(desk.mock.outbox) == (0 if is_cleared else 1)


@pytest.mark.parametrize(
    ("method", "target", "body", "status"),
    [
        ("GET", "", None, 404),
        ("GET", "nothing", None, 404),
        ("GET", "entries/7", None, 409),
        ("GET", "entries/x", None, 400),
        ("GET", "files/x", None, 409),
        ("GET", "changes?since=x", None, 400),
        ("PUT", "do/clear", "{}", 404),
        ("POST", "do/nothing", "{}", 409),
        ("POST", "do/clear", "", 400),
        ("POST", "do/clear", "[]", 400),
        ("POST", "do/clear", "\udcff".encode("utf-8", "surrogateescape"), 400),
    ],
)
def test_what_is_asked_wrongly(
    method: str, target: str, body: Any, status: int, client: Client
) -> None:
    answered, text, _ = client.ask(method, PREFIX + target, body, Origin=client.url)
    assert answered == status
    assert json.loads(text)["problem"]
    assert client.ask("GET", "/_inbox/changes")[0] == 200


def test_what_can_be_forced_is_told_apart(client: Client) -> None:
    client_of_ses = ses("eu-west-1", endpoint_url=client.url)
    client_of_ses.send_email(**mail())
    client.ask("GET", "/_inbox/changes")
    client.do("happen", number=0, event="bounce")
    assert client.do("happen", number=0, event="complain") == (
        409,
        {
            "problem": "No Complaint can follow for ada@example.org: the message has bounced. "
            "What can follow: nothing.",
            "forcible": True,
        },
    )
    assert client.do("happen", number=0, event="complain", force=True)[0] == 200
    assert client.do("verify", identity="no one")[1]["forcible"] is False


TEXTS = st.text(st.characters(max_codepoint=0x2FF), max_size=30)


@given(
    st.sampled_from(["GET", "POST", "DELETE"]),
    st.sampled_from(["", "changes", "entries/", "files/", "words/", "do/fail", "do/happen", "do/"]),
    TEXTS,
    st.one_of(TEXTS, st.dictionaries(TEXTS, st.none() | st.integers() | TEXTS).map(json.dumps)),
)
def test_nothing_that_is_asked_is_an_error_of_the_server(
    method: str, name: str, rest: str, body: str
) -> None:
    site = InboxSite(Desk(mock := SESMock(), Inbox(mock)), {})
    headers = {"host": "127.0.0.1:8025", "origin": "http://127.0.0.1:8025"}
    request = HttpRequest("ses", "us-east-1", method, PREFIX + name + rest, headers, body.encode())
    reply = site.answer(request)
    assert site.owns(method, request.target)
    assert reply.status in {200, 204, 400, 404, 409}


def test_no_name_of_a_script_is_there_twice() -> None:
    """They are one script: a second function of a name would take the place of the first."""
    gallery = resources.files(page.__package__)
    own = resources.files("pytest_sesmock.serve")
    sources = [
        each.read_text(encoding="utf-8")
        for folder in (gallery, own)
        for each in folder.iterdir()
        if each.name.endswith(".js") and each.name != "report.js"
    ]
    names = re.findall(
        r"^(?:async )?(?:function\*?|const|let|class) (\w+)", "".join(sources), re.MULTILINE
    )
    assert sorted(names) == sorted(set(names))
