"""The notes of refusals in a traceback, which the report's section about refusals says as well."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Any

from pytest_sesmock.outbox.explain.advice import note
from pytest_sesmock.outbox.refused_request import RefusedRequest


@contextlib.contextmanager
def hide_notes(error: BaseException, refusals: Iterable[RefusedRequest]) -> Iterator[None]:
    """Take the notes of these refusals off an exception, its causes and its parts, for a while."""
    notes = {note(refusal) for refusal in refusals}
    before: list[tuple[Any, list[str]]] = []
    for each in _exceptions(error):
        its_notes = getattr(each, "__notes__", None)
        if isinstance(its_notes, list) and any(one in notes for one in its_notes):
            before.append((each, its_notes))
            each.__notes__ = [one for one in its_notes if one not in notes]
    try:
        yield
    finally:
        for each, its_notes in before:
            each.__notes__ = its_notes


def _exceptions(error: BaseException) -> list[Any]:
    """The exception, and all that its traceback shows with it."""
    found: list[Any] = []
    pending: list[Any] = [error]
    while pending:
        one = pending.pop()
        if isinstance(one, BaseException) and not any(one is other for other in found):
            found.append(one)
            pending += [one.__cause__, one.__context__, *getattr(one, "exceptions", ())]
    return found
