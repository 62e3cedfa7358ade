"""A plain HTTP client of the endpoint, and a mail as a form."""

from __future__ import annotations

import http.client
import socket
from typing import Any
from urllib.parse import urlencode, urlsplit

FORM = urlencode(
    {
        "Action": "SendEmail",
        "Version": "2010-12-01",
        "Source": "noreply@example.com",
        "Destination.ToAddresses.member.1": "ada@example.org",
        "Message.Subject.Data": "Welcome",
        "Message.Body.Text.Data": "Hello",
    }
)
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}


class Client:
    """A plain HTTP client of an endpoint."""

    def __init__(self, url: str, timeout: float = 30) -> None:
        address = urlsplit(url)
        self.address = (address.hostname or "", address.port or 0)
        self.connection = http.client.HTTPConnection(*self.address, timeout=timeout)

    def call(
        self, method: str, target: str, body: Any = None, headers: Any = (), **options: Any
    ) -> tuple[int, str]:
        self.connection.request(method, target, body, dict(headers), **options)
        response = self.connection.getresponse()
        return response.status, response.read().decode()

    def send_bytes(self, data: bytes) -> bytes:
        """What comes back until the server closes the connection."""
        answer = b""
        with socket.create_connection(self.address, timeout=30) as connection:
            connection.sendall(data)
            while piece := connection.recv(65536):
                answer += piece
        return answer
