"""Clients that meet planned failures, and what their applications see."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import boto3
from botocore.config import Config
from sending import SEND, mail2

MAILS = {"ses": SEND, "sesv2": mail2()}
_SESSION = boto3.Session()
_NONE: Mapping[str, Any] = {}

try:
    import aiobotocore.session
    from aiobotocore.config import AioConfig
except ImportError:  # with the oldest botocore
    CLIENTS = ["botocore"]
else:
    _AIO_SESSION = aiobotocore.session.get_session()
    CLIENTS = ["botocore", "aiobotocore"]
    try:
        from aiobotocore.httpxsession import HttpxSession
    except ImportError:  # an aiobotocore of before
        pass
    else:
        CLIENTS.append("aiobotocore over httpx")


def outcomes(
    kind: str, api: str, times: int = 1, arguments: Mapping[str, Any] = _NONE, **config: Any
) -> list[Any]:
    """What an application gets that sends a mail some times with one client: results, exceptions.

    Args:
        kind: One of CLIENTS.
        api: The API, `ses` (v1) or `sesv2`.
        times: How many mails are sent.
        arguments: What the client is made with besides.
        **config: The client's configuration.
    """
    arguments = {"region_name": "us-east-1", **arguments}
    if kind == "botocore":
        client = _SESSION.client(api, config=Config(**config), **arguments)
        return [_send(client, api) for _ in range(times)]
    return asyncio.run(_outcomes_async(kind, api, times, arguments, config))


def _send(client: Any, api: str) -> Any:
    try:
        return client.send_email(**MAILS[api])
    except Exception as error:  # noqa: BLE001 - whatever it is, a test compares it
        return error


async def _outcomes_async(
    kind: str, api: str, times: int, arguments: Mapping[str, Any], config: dict[str, Any]
) -> list[Any]:
    if kind == "aiobotocore over httpx":
        config = {**config, "http_session_cls": HttpxSession}
    found: list[Any] = []
    async with _AIO_SESSION.create_client(api, config=AioConfig(**config), **arguments) as client:
        for _ in range(times):
            try:
                found.append(await client.send_email(**MAILS[api]))
            except Exception as error:  # noqa: BLE001 - as above
                found.append(error)
    return found
