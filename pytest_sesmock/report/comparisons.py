"""What pytest shows of a failed `assert` that compares messages, or how many there are."""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Sequence

from pytest_sesmock.outbox.explain import failures
from pytest_sesmock.outbox.explain.values import one_line
from pytest_sesmock.outbox.message import SentMessage
from pytest_sesmock.outbox.messages import Messages, last_count, query

_LEN_OF = re.compile(r"\blen\(\s*(\w+)")
_LONGEST = 100


def explain(
    op: str, left: object, right: object, outbox: Messages | None = None
) -> list[str] | None:
    """The comparison and what explains it, as lines; None of what is not about mails.

    Of the numbers of `assert len(outbox) == 2` nothing tells what was length: that is looked up in
    the line of the test, and in what the `outbox` of the test has length last.
    """
    lines: Sequence[str] = ()
    if op == "==" and isinstance(left, SentMessage) and isinstance(right, SentMessage):
        lines = failures.unequal_messages(left, right)
    elif op == "==" and isinstance(left, (Messages, list)) and isinstance(right, (Messages, list)):
        if isinstance(left, Messages) or isinstance(right, Messages):
            lines = failures.unequal_lists(left[:], right[:])
    elif op in {"in", "not in"} and isinstance(right, Messages):
        lines = failures.membership(query(right))
    elif type(left) is int and type(right) is int and outbox is not None:
        count = last_count(outbox)
        if count is not None and len(count.matches) in {left, right} and _counts_messages():
            lines = failures.wrong_length(count)
    if not lines:
        return None
    return [f"{one_line(repr(left), _LONGEST)} {op} {one_line(repr(right), _LONGEST)}", *lines]


def _counts_messages() -> bool:
    """Whether the line of the failed assert takes the `len` of messages."""
    frame = inspect.currentframe()
    # pytest keeps the values of the assert that it explains in variables of this name.
    while frame is not None and not any(name.startswith("@py_assert") for name in frame.f_locals):
        frame = frame.f_back
    if frame is None:
        return False
    length = _LEN_OF.search(linecache.getline(frame.f_code.co_filename, frame.f_lineno))
    if length is None:
        return False
    one = frame.f_locals.get(length[1], frame.f_globals.get(length[1]))
    return isinstance(one, Messages) or isinstance(getattr(one, "outbox", None), Messages)
