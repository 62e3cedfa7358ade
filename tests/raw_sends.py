"""Raw mails to send, and the calls that send them."""

from __future__ import annotations

from typing import Any

FROM, TO, SUBJECT = "From: noreply@example.com", "To: ada@example.org", "Subject: Hi"


def raw(*fields: str, body: str = "Hello\r\n") -> bytes:
    return "".join(f"{field}\r\n" for field in (*fields, "", body)).encode("latin-1")


def v1(data: bytes, **parameters: Any) -> dict[str, Any]:
    return {"RawMessage": {"Data": data}, **parameters}


def v2(data: bytes, **parameters: Any) -> dict[str, Any]:
    return {"Content": {"Raw": {"Data": data}}, **parameters}
