"""Attributes of others' modules and classes, replaced for a while."""

from __future__ import annotations

from collections.abc import Callable
from types import FunctionType
from typing import Any, NamedTuple

# pytest leaves the frames of this module out.
__tracebackhide__ = True


class _Wrapper(NamedTuple):
    """What an attribute was, and what it is replaced by."""

    original: Any
    replacement: Any


_wrappers: dict[tuple[Any, str], _Wrapper] = {}
"""What is replaced at present, by its owner and name."""

_made: dict[tuple[Any, str], _Wrapper] = {}
"""What was last made of an attribute. Mocks come and go: they need not make it anew each time."""


def wrap(owner: Any, name: str, make: Callable[[Any], Any]) -> None:
    """Replace an attribute by what is made of it, until `unwrap`; once, if asked repeatedly."""
    key = (owner, name)
    if key in _wrappers:
        return
    found, wrapper = vars(owner)[name], _made.get(key)
    if wrapper is None or wrapper.original is not found:
        # A patch that outlived an earlier mock may have put our wrapper of then back: it serves
        # again.
        original = getattr(found, "_sesmock_original", None)
        wrapper = _Wrapper(found, make(found)) if original is None else _Wrapper(original, found)
        wrapper.replacement._sesmock_original = wrapper.original  # noqa: SLF001 - our own
        _made[key] = wrapper
    if found is not wrapper.replacement:
        setattr(owner, name, wrapper.replacement)
    _wrappers[key] = wrapper


def unwrap() -> None:
    """Put back whatever has been replaced."""
    while _wrappers:
        (owner, name), wrapper = _wrappers.popitem()
        # Somebody else may have wrapped ours meanwhile; ours passes through when nothing is active.
        if vars(owner)[name] is wrapper.replacement:
            setattr(owner, name, wrapper.original)


def unbound(function: Any) -> Callable[..., Any]:
    """A wrapped function, to be called with the instance first.

    Tracing tools replace functions by descriptors, which are asked as methods are.
    """
    if type(function) is FunctionType:
        return function
    get = getattr(type(function), "__get__", None)
    if get is None:
        return lambda _instance, *args, **kwargs: function(*args, **kwargs)
    return lambda instance, *args, **kwargs: get(function, instance, type(instance))(
        *args, **kwargs
    )
