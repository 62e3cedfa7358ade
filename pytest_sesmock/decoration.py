"""SESMock as a decorator: each call of a function, each test of a class has a mock of its own."""

from __future__ import annotations

import functools
import inspect
import unittest
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeAlias

from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

MakeMock: TypeAlias = Callable[[str], AbstractContextManager[object]]
"""Makes the mock of a call; it is told how the test calls it."""

_NAME = "sesmock"
"""Of the parameter of a function, or the attribute of a `TestCase`, that is the mock."""
_PREFIX = "test"


def decorate(thing: Any, make_mock: MakeMock) -> Any:
    """A function, or a class of tests, that runs within a mock of its own each time.

    Args:
        thing: A function, coroutine function, method or class.
        make_mock: Makes a mock for each call.

    Raises:
        SesmockError: If it is something else, a generator, or a class without tests.
    """
    if isinstance(thing, type):
        if issubclass(thing, unittest.TestCase):
            _decorate_run(thing, make_mock)
        else:
            _decorate_tests(thing, make_mock)
        return thing
    if isinstance(thing, (staticmethod, classmethod)):
        return type(thing)(decorate(thing.__func__, make_mock))
    if not inspect.isfunction(thing) and not inspect.ismethod(thing):
        raise SesmockError(f"SESMock decorates functions and classes, not {thing!r}")
    if inspect.isgeneratorfunction(thing) or inspect.isasyncgenfunction(thing):
        raise SesmockError(
            f"SESMock does not decorate generators such as {thing.__qualname__}: write "
            "`with SESMock(...) as mock:` around the `yield`"
        )
    return _decorate_function(thing, make_mock)


def _decorate_function(function: Any, make_mock: MakeMock) -> Any:
    signature = inspect.signature(function)
    others = [each for name, each in signature.parameters.items() if name != _NAME]
    takes_mock = len(others) < len(signature.parameters)
    shown = signature.replace(parameters=others)
    # The wrapper of another decorator, such as mock.patch, adds arguments of its own.
    is_wrapper = _NAME not in inspect.signature(function, follow_wrapped=False).parameters

    def arguments(mock: object, args: Any, kwargs: Any) -> tuple[Any, Any]:
        if not takes_mock:
            return args, kwargs
        if is_wrapper:
            return args, {**kwargs, _NAME: mock}
        bound = inspect.BoundArguments(signature, shown.bind(*args, **kwargs).arguments)
        bound.arguments[_NAME] = mock
        return bound.args, bound.kwargs

    wrapper: Any
    if inspect.iscoroutinefunction(function):

        @functools.wraps(function)
        async def wrapper(*args: Any, **kwargs: Any) -> Any:
            with make_mock(_NAME) as mock:
                args, kwargs = arguments(mock, args, kwargs)
                return await function(*args, **kwargs)

    else:

        @functools.wraps(function)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            with make_mock(_NAME) as mock:
                args, kwargs = arguments(mock, args, kwargs)
                return function(*args, **kwargs)

    if takes_mock:  # or pytest would look for a fixture
        wrapper.__signature__ = shown
    return wrapper


def _decorate_run(test_case: Any, make_mock: MakeMock) -> None:
    """Have each test of a `TestCase` run within a mock, with its `setUp` and its cleanups."""
    original = test_case.run

    @functools.wraps(original)
    def run(self: Any, result: Any = None) -> Any:
        with make_mock(f"self.{_NAME}") as mock:
            setattr(self, _NAME, mock)
            return original(self, result)

    test_case.run = run


def _decorate_tests(tests: type, make_mock: MakeMock) -> None:
    """Decorate each method of a class that is a test by its name; inherited ones, too."""
    methods = {
        name: method
        for name in dir(tests)
        if name.startswith(_PREFIX)
        and inspect.isroutine(method := inspect.getattr_static(tests, name))
    }
    if not methods:
        raise SesmockError(
            f"{tests.__name__} has no method whose name starts with {_PREFIX!r}: SESMock decorates "
            "the tests of a class"
        )
    for name, method in methods.items():
        setattr(tests, name, decorate(method, make_mock))
