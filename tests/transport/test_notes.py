"""A refusal's exception tells how the call would pass, whoever shows its traceback."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import gc
import pickle
import sys
import threading
import traceback
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.stub import Stubber
from sending import SEND, mail2, ses, sesv2

from pytest_sesmock import SESMock
from pytest_sesmock.transport import botocore_hook

NOTE = (
    "pytest-sesmock: rule identities-verified requires: The source and the return path must be "
    "verified; in the sandbox, so must every recipient.\n"
    "pytest-sesmock: to let it pass: mock.account().verify('noreply@example.com')\n"
    "pytest-sesmock: evidence: https://github.com/pytest-sesmock/pytest-sesmock/blob/main/docs/"
    "reference/fidelity/sending.md#identities-verified"
)

with_notes = pytest.mark.skipif(sys.version_info < (3, 11), reason="exceptions have no notes")


@pytest.fixture
def mock() -> Iterator[SESMock]:
    with SESMock(region="us-east-1") as mock:
        yield mock


def notes(error: BaseException) -> list[str]:
    return getattr(error, "__notes__", [])


def refused(client: Any = None, call: Any = SEND) -> ClientError:
    with pytest.raises(ClientError) as caught:
        (client or ses()).send_email(**call)
    return caught.value


@with_notes
@pytest.mark.usefixtures("mock")
@pytest.mark.parametrize(("client", "call"), [(ses, SEND), (sesv2, mail2())], ids=["ses", "sesv2"])
def test_rule_and_remedy(client: Any, call: Any) -> None:
    error = refused(client(), call)
    assert notes(error) == [NOTE]
    assert NOTE in "".join(traceback.format_exception(error))


@pytest.mark.skipif(sys.version_info >= (3, 11), reason="exceptions have notes")
@pytest.mark.usefixtures("mock")
def test_a_python_without_notes() -> None:
    assert not hasattr(refused(), "__notes__")


@with_notes
def test_a_planned_failure_after_retries(mock: SESMock) -> None:
    mock.account().fail_next("Throttling", times=2)
    client = ses(config=Config(retries={"max_attempts": 1}))
    assert notes(refused(client)) == ["pytest-sesmock: planned by the test with fail_next"]


@with_notes
@pytest.mark.usefixtures("mock")
def test_a_note_is_of_one_exception() -> None:
    """Neither of what is made from it, nor of one that another party answers."""
    error = refused()
    pickled = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(pickled) is ClientError
    for other in (
        pickled,
        copy.copy(error),
        ClientError(error.response, "SendEmail"),
        ClientError({}, "SendEmail"),
    ):
        assert notes(other) == []

    client = ses()
    with Stubber(client) as stubber:
        stubber.add_client_error("send_email", "MessageRejected", "no")
        assert notes(refused(client)) == []


@with_notes
@pytest.mark.usefixtures("mock")
def test_each_thread_has_its_own() -> None:
    found: list[list[str]] = []
    client = ses()
    threads = [threading.Thread(target=lambda: found.append(notes(refused(client)))) for _ in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[NOTE]] * 3


@with_notes
@pytest.mark.usefixtures("mock")
def test_asynchronous_clients() -> None:
    session = pytest.importorskip("aiobotocore.session")

    async def main() -> list[str]:
        async with session.get_session().create_client("ses", "us-east-1") as client:
            with pytest.raises(ClientError) as caught:
                await client.send_email(**SEND)
            return notes(caught.value)

    assert asyncio.run(main()) == [NOTE]


@with_notes
def test_without_a_mock_nothing_is_added(mock: SESMock) -> None:
    error = refused()
    mock.__exit__(None, None, None)
    again = ClientError(error.response, "SendEmail")
    assert notes(again) == []
    mock.__enter__()


@pytest.mark.usefixtures("mock")
def test_a_note_keeps_nothing_alive() -> None:
    class Kept:
        pass

    client = ses()

    def send() -> weakref.ref[Kept]:
        kept = Kept()
        with contextlib.suppress(ClientError):
            client.send_email(**SEND)
        return weakref.ref(kept)

    gc.disable()
    try:
        assert send()() is None
    finally:
        gc.enable()


@pytest.mark.usefixtures("mock")
def test_an_error_of_another_request_gets_no_note() -> None:
    """An application may make exceptions of its own before the refusal's is made."""
    botocore_hook._last_note.set(("the refused request", NOTE))
    try:
        error = ClientError({"Error": {}, "ResponseMetadata": {"RequestId": "another"}}, "Send")
    finally:
        botocore_hook._last_note.set(("", ""))
    assert notes(error) == []
