"""What is wrapped is called as it would be without us."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any
from unittest.mock import MagicMock

import pytest

from pytest_sesmock.transport.wrappers import unbound, unwrap, wrap


def method(instance: Any, text: str) -> tuple[Any, str]:
    return instance, text


class Traced:
    """As tracing tools have it: no function, but bound like one."""

    def __get__(self, instance: Any, owner: type) -> Callable[..., Any]:
        return partial(method, instance)


class Unbound:
    """Callable, and no more."""

    def __call__(self, text: str) -> tuple[Any, str]:
        return method("nobody", text)


METHODS = {
    "a function": method,
    "a descriptor": Traced(),
    "a method of the class": classmethod(method),
    "a callable that is not bound": Unbound(),
}


@pytest.mark.parametrize("original", METHODS.values(), ids=METHODS)
def test_it_is_called_as_the_attribute_it_was(original: Any) -> None:
    owner = type("Owner", (), {"call": original})
    instance = owner()
    assert unbound(vars(owner)["call"])(instance, "text") == instance.call("text")


def test_a_wrapper_is_made_anew_of_another_original() -> None:
    """Equal to the one before is not enough: tracing tools' wrappers are to what they wrap."""
    made = []

    class Equal:
        def __eq__(self, other: object) -> bool:
            return True

        def __hash__(self) -> int:
            return 0

    class Owner:
        attribute: Any = Equal()

    def make(original: Any) -> Any:
        made.append(original)
        return Equal()

    for original in (Owner.attribute, Owner.attribute, Equal()):
        Owner.attribute = original
        wrap(Owner, "attribute", make)
        assert Owner.attribute._sesmock_wrapper.original is original
        unwrap()
        assert Owner.attribute is original
    assert len(made) == 2


def around(function: Any) -> Any:
    """A tool that wraps functions, as most do."""

    @wraps(function)
    def traced(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return traced


@pytest.mark.parametrize("make", [around, lambda _: MagicMock()], ids=["wraps", "MagicMock"])
def test_what_is_put_around_ours_is_not_ours(make: Callable[[Any], Any]) -> None:
    class Owner:
        def call(self) -> None: ...

    original = Owner.call
    wrap(Owner, "call", around)
    tool = make(Owner.call)
    Owner.call = tool  # type: ignore[method-assign]
    unwrap()
    assert Owner.call is tool
    wrap(Owner, "call", around)
    assert Owner.call is not tool
    unwrap()
    assert Owner.call is tool
    Owner.call = original  # type: ignore[method-assign]
    wrap(Owner, "call", around)
    assert Owner.call._sesmock_wrapper.original is original  # type: ignore[attr-defined]
    unwrap()
    assert Owner.call is original
