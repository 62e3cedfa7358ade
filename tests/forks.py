"""Children that are forked from the process of a test."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def in_fork(action: Callable[[], object]) -> str:
    """What an action does in a forked child of this thread: its result or its error."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            try:
                told = str(action())
            except Exception as error:  # noqa: BLE001 - whatever it is, the parent tells
                told = f"{type(error).__name__}: {error}"
            os.write(writer, told.encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as stream:
        told = stream.read()
    os.waitpid(child, 0)
    return told


@contextmanager
def idle_child() -> Iterator[None]:
    """A forked child until the end of the block, once it has done what is done after a fork."""
    has_begun, begins = os.pipe()
    may_end, ends = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(begins, b"x")
        os.close(ends)
        os.read(may_end, 1)
        os._exit(0)
    os.read(has_begun, 1)
    try:
        yield
    finally:
        os.close(ends)
        os.waitpid(child, 0)
        for number in (has_begun, begins, may_end):
            os.close(number)
