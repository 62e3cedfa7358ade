"""The inbox as a browser asks for it: its page, what is new in it, and what its buttons do.

No other page in the browser can press a button or read a mail: a request must say that it comes
from this page, and nothing is answered that another page could use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from importlib import resources
from typing import Any
from urllib.parse import parse_qsl

from pytest_sesmock.errors import SesmockError
from pytest_sesmock.report.gallery import page
from pytest_sesmock.report.gallery.packing import embed_json, pack_json
from pytest_sesmock.serve.actions import FAILURES, Desk, describe, perform
from pytest_sesmock.transport.exchange import HttpReply, HttpRequest

PREFIX = "/_inbox/"
"""What the addresses of the inbox begin with, beside `/` itself. None of SES's does."""

_POLICY = (
    "default-src 'none'; script-src 'sha256-{digest}'; connect-src 'self'; "
    "style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_JSON = "application/json"


class InboxSite:
    """Answers what is for the inbox's page.

    Args:
        desk: What the page shows and its buttons act on.
        connection: What an application needs to send here, a list of texts for each way.
    """

    def __init__(self, desk: Desk, connection: Mapping[str, list[str]]) -> None:
        self._desk = desk
        self._connection = connection
        self._routes: Mapping[tuple[str, str], Callable[[str, HttpRequest], HttpReply]] = {
            ("GET", "changes"): self._changes,
            ("GET", "entries"): self._entry,
            ("GET", "files"): self._file,
            ("GET", "words"): self._words,
            ("POST", "do"): self._do,
        }

    def owns(self, method: str, target: str) -> bool:
        """Whether a request is for the inbox: what names an action is for SES."""
        path, _, query = target.partition("?")
        is_page = method == "GET" and path == "/" and "Action" not in _query(query)
        return is_page or path.startswith(PREFIX)

    def answer(self, request: HttpRequest) -> HttpReply:
        """Answer a request that `owns` is true of."""
        path = request.target.partition("?")[0]
        if path == "/":
            text, policy = self._page()
            return _reply(
                200, text, "text/html; charset=utf-8", {"Content-Security-Policy": policy}
            )
        if not _is_own(request):
            return _problem(403, "This is for the page of this server alone.")
        name, _, rest = path.removeprefix(PREFIX).partition("/")
        route = self._routes.get((request.method, name))
        if route is None:
            return _problem(404, "There is nothing here.")
        try:
            return route(rest, request)
        except SesmockError as error:
            return _error_reply(error)
        except ValueError as error:
            return _problem(400, str(error))

    def _page(self) -> tuple[str, str]:
        stream, digest = page.compose(
            template=_source("inbox.html"),
            scripts=[_source("inbox.js"), _source("buttons.js"), _source("account.js")],
            styles=[_source("inbox.css")],
            project="Amazon SES",
            settings=embed_json({"connection": self._connection, "failures": FAILURES}),
        )
        return "".join(stream), _POLICY.format(digest=digest)

    def _changes(self, _: str, request: HttpRequest) -> HttpReply:
        query = _query(request.target.partition("?")[2])
        since, run = int(query.get("since", "0")), query.get("run", "")
        changes = self._desk.inbox.changes(since, run, {"account": describe(self._desk)})
        return _reply(204, "", _JSON) if changes is None else _json(changes)

    def _entry(self, number: str, _: HttpRequest) -> HttpReply:
        return _reply(200, self._desk.inbox.open(int(number)).detail, "text/plain")

    def _file(self, digest: str, _: HttpRequest) -> HttpReply:
        return _reply(200, self._desk.inbox.file(digest), "text/plain")

    def _words(self, since: str, _: HttpRequest) -> HttpReply:
        return _reply(200, pack_json(self._desk.inbox.words(int(since))), "text/plain")

    def _do(self, name: str, request: HttpRequest) -> HttpReply:
        arguments = json.loads(request.body)
        if not isinstance(arguments, dict):
            raise ValueError("the arguments must be an object")  # noqa: TRY004 - answered alike
        return _json({"told": perform(self._desk, name, arguments)})


def _is_own(request: HttpRequest) -> bool:
    """Whether a request comes from this server's page, or if it only reads, from no page at all."""
    headers = request.headers
    origin = headers.get("origin")
    if request.method != "GET" or origin is not None:
        return origin == f"http://{headers['host']}"
    return headers.get("sec-fetch-site", "none") in {"same-origin", "none"}


def _query(text: str) -> dict[str, str]:
    return dict(parse_qsl(text, keep_blank_values=True))


def _source(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _json(value: Any, status: int = 200) -> HttpReply:
    return _reply(status, json.dumps(value), _JSON)


def _problem(status: int, text: str, *, forcible: bool = False) -> HttpReply:
    return _json({"problem": text, "forcible": forcible}, status)


# How an error says that `force=True` helps, which on the page is a button.
_FORCE = re.compile(r"(?:; force=True lets it| With force=True .*)$")


def _error_reply(error: SesmockError) -> HttpReply:
    text, count = _FORCE.subn("", str(error))
    return _problem(409, text[:1].upper() + text[1:], forcible=count > 0)


def _reply(status: int, text: str, content_type: str, headers: Mapping[str, str] = {}) -> HttpReply:
    body = text.encode()
    length = {"Content-Length": str(len(body))} if status != 204 else {}
    return HttpReply(status, {"Content-Type": content_type, **length, **_HEADERS, **headers}, body)
