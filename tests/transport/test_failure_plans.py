"""Whatever a test plans, in any mode of any client: what is accepted and seen is what was planned.

The model below knows the measured table, and nothing of the package.
"""

from __future__ import annotations

import contextlib
import gc
import threading
from pathlib import Path
from typing import NamedTuple

import hypothesis.strategies as st
import pytest
from failing import CLIENTS, outcomes
from hypothesis import HealthCheck, given, settings
from retry_table import APIS, MODES, ROWS, TRANSPORT, Row, seen_by
from sending import SEND, ses

from pytest_sesmock import SESMock

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("nothing_sleeps")]

MAY_FOLLOW = {
    row.code
    for row in ROWS
    if row in TRANSPORT or row.code in ("InternalFailure", "ServiceUnavailable")
}
CODES = [row.code for row in ROWS if "ses" in row.seen]
DESCRIPTORS = Path("/proc/self/fd")
MOST_ATTEMPTS = {"legacy": 5, "standard": 3, "adaptive": 3}


class Planned(NamedTuple):
    """A failure of one attempt."""

    row: Row
    after: bool


class Expected(NamedTuple):
    """What comes of some sends: what each shows the application, and every attempt."""

    seen: list[str]
    attempts: list[tuple[int, str, bool]]


def play(plan: list[Planned], sends: int, client: str, mode: str, api: str) -> Expected:
    """The model: each attempt meets the next failure there is, else SES accepts it."""
    pending, seen, attempts = [*plan], [], []
    for _ in range(sends):
        number = 0
        while True:
            number += 1
            if not pending:
                attempts.append((number, "accepted", True))
                seen.append("sent")
                break
            row, after = pending.pop(0)
            is_truncated = row.code == "truncated-response"
            code = row.seen[api] if isinstance(row.code, str) and row.is_answer else str(row.code)
            attempts.append((number, code, after or is_truncated))
            name, most = row.seen[api], min(row.attempts[mode], MOST_ATTEMPTS[mode])
            if client == "aiobotocore over httpx" and code == "connection-closed":
                name, most = "HTTPClientError", {"legacy": 1}.get(mode, most)
            if most == 1 or number == MOST_ATTEMPTS[mode]:
                seen.append(name)
                break
    return Expected(seen, attempts)


def plans(api: str) -> st.SearchStrategy[list[Planned]]:
    rows = st.sampled_from([row for row in ROWS if api in row.seen])
    failures = rows.flatmap(
        lambda row: st.builds(
            Planned, st.just(row), st.booleans() if row.code in MAY_FOLLOW else st.just(False)
        )
    )
    return st.lists(failures, max_size=6)


@pytest.mark.parametrize("client", CLIENTS)
@pytest.mark.parametrize("api", APIS)
# Of one client the fixture holds for every example: nothing of it changes.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(data=st.data(), mode=st.sampled_from(MODES), sends=st.integers(1, 3))
def test_what_is_accepted_and_seen_is_what_was_planned(
    client: str, api: str, data: st.DataObject, mode: str, sends: int
) -> None:
    plan = data.draw(plans(api))
    expected = play(plan, sends, client, mode, api)
    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        for row, after in plan:
            mock.account().fail_next(row.code, after_acceptance=after)
        began = mock.clock.time()

        found = outcomes(client, api, sends, retries={"mode": mode}, read_timeout=10)

        passed = mock.clock.time() - began

    assert [seen_by(each) for each in found] == expected.seen
    attempts = mock.outbox.attempts
    assert [(each.number, each.outcome, each.is_accepted) for each in attempts] == expected.attempts
    copies = [number for number, _, is_accepted in expected.attempts if is_accepted]
    assert [message.attempts for message in mock.outbox] == copies
    assert mock.account().sent_last_24_hours == len({each.message_id for each in mock.outbox})
    assert len({each.invocation_id for each in attempts}) == sends
    assert len(mock.account().planned_failures) == max(len(plan) - len(expected.attempts), 0)
    # Without real time: ten seconds for each time-out.
    timeouts = sum(each.outcome == "read-timeout" for each in attempts)
    assert passed >= 10 * timeouts
    assert [each["MessageId"] for each in found if seen_by(each) == "sent"] == [
        message.message_id
        for message, (_, outcome, _) in zip(
            mock.outbox, [each for each in expected.attempts if each[2]], strict=True
        )
        if outcome == "accepted"
    ]


def descriptors() -> int:
    return len(list(DESCRIPTORS.iterdir())) if DESCRIPTORS.is_dir() else 0


def test_failures_leave_nothing_behind() -> None:
    client = ses()
    events = client.meta.events
    handlers = events._emitter._handlers.prefix_search("before-send.ses.SendEmail")
    threads, open_before = set(threading.enumerate()), descriptors()

    with SESMock(region="us-east-1", verified_identities=["example.com"]) as mock:
        for code in CODES:
            mock.account().fail_next(code, times=2)
        while mock.account().planned_failures:
            with contextlib.suppress(Exception):
                client.send_email(**SEND)

    gc.collect()
    assert events._emitter._handlers.prefix_search("before-send.ses.SendEmail") == handlers
    assert (set(threading.enumerate()), descriptors()) == (threads, open_before)
