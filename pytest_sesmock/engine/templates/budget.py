"""How much work a template may make: a few nested loops would otherwise never end."""

from __future__ import annotations

from pytest_sesmock.engine import limits
from pytest_sesmock.engine.templates.faults import RenderedTooLong, TemplateFault

MAX_SIZE = max(limits.MAX_MESSAGE_SIZES.values())
"""Characters that a part of a template may make: each is a byte of a message at least."""

MAX_STEPS = 1_000_000
"""Pieces of text, tags and rounds of loops that are rendered (a decision of this project)."""


class Budget:
    """What is left for rendering one part of a template with one set of data."""

    __slots__ = ("_size", "_steps")

    def __init__(self) -> None:
        self._size = 0
        self._steps = 0

    def spend(self, *, size: int = 0, steps: int = 0) -> None:
        """Take note of characters made and of steps taken.

        It is not recorded how SES ends such a template (grade C): one that makes too much is too
        large a message, and one that makes nothing of it cannot be rendered, like partials without
        end.

        Raises:
            RenderedTooLong: There are more characters than a message may have.
            TemplateFault: There are too many steps.
        """
        self._size += size
        self._steps += steps
        if self._size > MAX_SIZE:
            raise RenderedTooLong(self._size)
        if self._steps > MAX_STEPS:
            raise TemplateFault(f"it takes more than {MAX_STEPS:,} steps to render")
