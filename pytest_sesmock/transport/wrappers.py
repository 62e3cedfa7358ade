"""Attributes of others' modules and classes, replaced for a while."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

# pytest leaves the frames of this module out.
__tracebackhide__ = True


class _Wrapper(NamedTuple):
    """An attribute that has been replaced."""

    owner: Any
    name: str
    original: Any
    replacement: Any


_wrappers: list[_Wrapper] = []


def wrap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replace an attribute by what is made of it, until `unwrap`; once, if asked repeatedly."""
    if any((wrapper.owner, wrapper.name) == (owner, name) for wrapper in _wrappers):
        return
    replacement = vars(owner)[name]
    # A patch that outlived an earlier mock may have put our wrapper of then back: it serves again.
    original = getattr(replacement, "_sesmock_original", None)
    if original is None:
        original, replacement = replacement, make(replacement)
        replacement._sesmock_original = original  # noqa: SLF001 - our own
        setattr(owner, name, replacement)
    _wrappers.append(_Wrapper(owner, name, original, replacement))


def unwrap() -> None:
    """Put back whatever has been replaced."""
    while _wrappers:
        owner, name, original, replacement = _wrappers.pop()
        # Somebody else may have wrapped ours meanwhile; ours passes through when nothing is active.
        if vars(owner)[name] is replacement:
            setattr(owner, name, original)


def bind(function: Any, instance: Any) -> Any:
    """A wrapped function as the method it was: tracing tools replace functions by descriptors."""
    get = getattr(type(function), "__get__", None)
    return function if get is None else get(function, instance, type(instance))
