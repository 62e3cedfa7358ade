"""A send over HTTP, by a client in a process of its own that keeps its connection."""

from __future__ import annotations

import http.client
import json
import logging
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from measuring import Row, microseconds, rounds, seconds_per_call

from pytest_sesmock import SESMock

if TYPE_CHECKING:
    from typing_extensions import Self

ROUNDS = 30
SENDS_A_ROUND = 30
MOST = 0.25

# moto looks into it for the service.
SIGNATURE = (
    "AWS4-HMAC-SHA256 Credential=key/20260101/us-east-1/ses/aws4_request, SignedHeaders=host, "
    "Signature=0"
)
FIELDS = {
    "/": {"Content-Type": "application/x-www-form-urlencoded", "Authorization": SIGNATURE},
    "/v2/email/outbound-emails": {
        "Content-Type": "application/json",
        "Authorization": SIGNATURE,
    },
}


class Client:
    """Another process that sends a mail over and over."""

    def __init__(self, url: str, path: str, body: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, url, path, body],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def send(self) -> float:
        """Seconds per mail."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return float(self._process.stdout.readline())

    def __enter__(self) -> Self:
        self.send()  # connects, and has each side import what it needs
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()


def sends(form: str, mail_v2: dict[str, object]) -> Iterator[Row]:
    """The same mail, by both APIs, to the mock's endpoint and to moto's server."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - imports Flask

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    motos = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    motos.start()
    host, port = motos.get_host_and_port()
    url_of_moto = f"http://{host}:{port}"
    _call(url_of_moto, "/", "Action=VerifyDomainIdentity&Domain=example.com")
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        mock.account().max_24_hour_send = -1
        urls = [mock.endpoint(), url_of_moto]
        for label, path, body in (
            ("SendEmail over HTTP", "/", form),
            ("v2 SendEmail over HTTP", "/v2/email/outbound-emails", json.dumps(mail_v2)),
        ):
            with ExitStack() as stack:
                to_mock, to_moto = (stack.enter_context(Client(url, path, body)) for url in urls)
                a, b = rounds(ROUNDS, to_mock.send, to_moto.send)
            yield Row(f"{label}: pytest-sesmock", microseconds(a.median)).at_most(
                MOST, a.ratio_to(b), "moto's server"
            )
            yield Row(f"{label}: moto's server", microseconds(b.median))
    motos.stop()


def _connect(url: str) -> http.client.HTTPConnection:
    address = urlsplit(url)
    assert address.hostname is not None
    return http.client.HTTPConnection(address.hostname, address.port)


def _call(url: str, path: str, body: str) -> None:
    connection = _connect(url)
    _send(connection, path, body)
    connection.close()


def _send(connection: http.client.HTTPConnection, path: str, body: str) -> None:
    connection.request("POST", path, body, FIELDS[path])
    answer = connection.getresponse()
    told = answer.read()
    assert answer.status == 200, told


def main(url: str, path: str, body: str) -> None:
    """Send some mails for each line that comes in, and print how long one of them took."""
    connection = _connect(url)
    for _ in sys.stdin:
        print(seconds_per_call(lambda: _send(connection, path, body), SENDS_A_ROUND), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
