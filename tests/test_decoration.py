"""SESMock as a decorator: what it decorates runs as before, within a mock of its own."""

from __future__ import annotations

import asyncio
import functools
import inspect
import os
import unittest
import unittest.mock
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sending import SEND, mail, ses

from pytest_sesmock import SESMock, SesmockError, lifetimes
from pytest_sesmock.transport import wrappers

with_ses = SESMock(region="us-east-1", verified_identities=["example.com"])


def send(to: str = "ada@example.org") -> None:
    ses().send_email(**mail(To=[to]))


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Any:
    yield
    assert (lifetimes.innermost(), wrappers._wrappers) == (None, {})


# Functions


def test_each_call_has_a_mock_of_its_own() -> None:
    @with_ses
    def sent(sesmock: SESMock, address: str, *more: str, copies: int = 1) -> tuple[Any, ...]:
        for _ in range(copies):
            send(address)
        return (sesmock, [message.to[0] for message in sesmock.outbox], more)

    first, *rest = sent("a@example.org")  # type: ignore[call-arg, arg-type]
    second, *others = sent("b@example.org", "c", copies=2)  # type: ignore[call-arg, arg-type]
    third, *by_name = sent(address="d@example.org")  # type: ignore[call-arg]

    assert rest == [["a@example.org"], ()]
    assert others == [["b@example.org"] * 2, ("c",)]
    assert by_name == [["d@example.org"], ()]
    assert len({id(mock) for mock in (with_ses, first, second, third)}) == 4


def test_a_function_that_does_not_ask_for_it() -> None:
    @with_ses
    def sent(address: str) -> int:
        """Documented."""
        send(address)
        mock = lifetimes.innermost()
        assert mock is not None
        return len(mock.outbox)

    assert sent("a@example.org") == sent(address="a@example.org") == 1
    assert (sent.__name__, sent.__doc__) == ("sent", "Documented.")


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (lambda sesmock, a, b=2: (sesmock, a, b), "(a, b=2)"),
        (lambda a, sesmock, b=2: (sesmock, a, b), "(a, b=2)"),
        (lambda a, b=2, *, sesmock: (sesmock, a, b), "(a, b=2)"),
        (lambda a, b=2, sesmock=None: (sesmock, a, b), "(a, b=2)"),
        (lambda a, b=2, *_, sesmock=None: (sesmock, a, b), "(a, b=2, *_)"),
        (lambda a, sesmock=None, /, b=2: (sesmock, a, b), "(a, /, b=2)"),
    ],
    ids=["first", "middle", "keyword-only", "default", "after others", "positional-only"],
)
def test_the_parameter_may_stand_anywhere(place: Any, shown: str) -> None:
    decorated = with_ses(place)

    assert str(inspect.signature(decorated)) == shown
    for mock, a, b in (decorated(1), decorated(1, 2), decorated(1, b=2)):
        assert (type(mock), a, b) == (SESMock, 1, 2)
    with pytest.raises(TypeError):
        decorated(1, sesmock=with_ses)


@pytest.mark.parametrize("outcome", [ValueError, KeyboardInterrupt])
def test_the_mock_ends_with_an_exception(outcome: type[BaseException]) -> None:
    @with_ses
    def fail() -> None:
        raise outcome

    with pytest.raises(outcome):
        fail()


def test_recursion_nests() -> None:
    @with_ses
    def sent(depth: int, sesmock: SESMock) -> list[str]:
        send(f"{depth}@example.org")
        deeper = sent(depth - 1) if depth else []  # type: ignore[call-arg]
        send(f"{depth}@example.org")
        return [*deeper, " ".join(message.to[0][0] for message in sesmock.outbox)]

    assert sent(2) == ["0 0", "1 1", "2 2"]  # type: ignore[call-arg]


def test_decorators_nest_and_the_inner_one_answers() -> None:
    @SESMock(sandbox=True)
    @with_ses
    def sandbox(sesmock: SESMock) -> bool:
        send()
        return sesmock.account().sandbox

    assert sandbox() is False  # type: ignore[call-arg]


# Coroutines and threads


def test_beside_patches_in_either_order() -> None:
    """`mock.patch` hands its mocks on by position, and what else there is as it comes."""

    @with_ses
    @unittest.mock.patch("os.getpid", return_value=0)
    def inside(getpid: Any, sesmock: SESMock, address: str) -> tuple[int, int]:
        send(address)
        return os.getpid(), len(sesmock.outbox)

    @unittest.mock.patch("os.getpid", return_value=0)
    @with_ses
    def outside(getpid: Any, sesmock: SESMock, address: str) -> tuple[int, int]:
        send(address)
        return os.getpid(), len(sesmock.outbox)

    assert inside(address="a@example.org") == (0, 1)
    assert outside(address="a@example.org") == (0, 1)


def test_a_coroutine_function() -> None:
    @with_ses
    async def sent(sesmock: SESMock) -> int:
        await asyncio.to_thread(send)
        return len(sesmock.outbox)

    assert inspect.iscoroutinefunction(sent)
    coroutine = sent()  # type: ignore[call-arg]
    assert lifetimes.innermost() is None  # it has not begun
    assert asyncio.run(coroutine) == 1


def test_coroutines_at_once_end_in_any_order() -> None:
    """Each has its mock; of the active ones that entered last answers."""

    @with_ses
    async def wait(seconds: float, sesmock: SESMock) -> SESMock:
        await asyncio.sleep(seconds)
        return sesmock

    async def wait_for_all() -> list[SESMock]:
        return await asyncio.gather(wait(0.02), wait(0), wait(0.01))  # type: ignore[call-arg]

    assert len({id(mock) for mock in asyncio.run(wait_for_all())}) == 3


def test_threads_at_once() -> None:
    are_all_in = Barrier(3)

    @with_ses
    def work(sesmock: SESMock) -> SESMock:
        are_all_in.wait(30)
        send()
        are_all_in.wait(30)
        return sesmock

    with ThreadPoolExecutor(3) as pool:
        mocks = list(pool.map(lambda _: work(), range(3)))  # type: ignore[call-arg]

    assert sorted(len(mock.outbox) for mock in mocks) == [0, 0, 3]


# Classes


def run(tests: type[unittest.TestCase]) -> unittest.TestResult:
    result = unittest.TestResult()
    unittest.defaultTestLoader.loadTestsFromTestCase(tests).run(result)
    assert result.errors == result.failures == []
    return result


def test_a_test_case_has_the_mock_from_set_up_to_cleanup() -> None:
    seen: list[tuple[str, int]] = []

    @with_ses
    class Tests(unittest.TestCase):
        sesmock: SESMock

        def see(self, what: str) -> None:
            send()
            seen.append((what, len(self.sesmock.outbox)))

        def setUp(self) -> None:
            self.see("set up")
            self.addCleanup(self.see, "cleaned up")

        def tearDown(self) -> None:
            self.see("torn down")

        def test_a(self) -> None:
            self.see("a")

        def test_b(self) -> None:
            with self.subTest():
                self.see("b")

    assert run(Tests).testsRun == 2
    assert seen == [
        *(("set up", 1), ("a", 2), ("torn down", 3), ("cleaned up", 4)),
        *(("set up", 1), ("b", 2), ("torn down", 3), ("cleaned up", 4)),
    ]


def test_a_test_case_of_coroutines() -> None:
    @with_ses
    class Tests(unittest.IsolatedAsyncioTestCase):
        sesmock: SESMock

        async def asyncSetUp(self) -> None:
            await asyncio.to_thread(send)

        async def test_it(self) -> None:
            message = await self.sesmock.outbox.wait_for_async()
            assert message.to == ("ada@example.org",)

    assert run(Tests).testsRun == 1


def test_a_test_case_of_a_test_case() -> None:
    @with_ses
    class Base(unittest.TestCase):
        sesmock: SESMock

        def test_it(self) -> None:
            send()
            self.sesmock.outbox.assert_count(1)

    class Tests(Base):
        def test_more(self) -> None:
            self.sesmock.outbox.assert_empty()

    assert run(Tests).testsRun == 2


def test_the_tests_of_a_plain_class() -> None:
    class Base:
        def test_inherited(self, sesmock: SESMock) -> int:
            send()
            return len(sesmock.outbox)

    @with_ses
    class Tests(Base):
        tests = ("no", "method")

        def test_it(self, sesmock: SESMock) -> int:
            send()
            return len(sesmock.outbox)

        @staticmethod
        def test_static(sesmock: SESMock) -> int:
            send()
            return len(sesmock.outbox)

        @classmethod
        def test_of_class(cls, sesmock: SESMock) -> int:
            send()
            return len(sesmock.outbox) if issubclass(cls, Base) else 0

        def help(self) -> bool:
            return lifetimes.innermost() is None

    tests: Any = Tests()
    assert tests.test_it() == tests.test_inherited() == 1
    assert tests.test_static() == tests.test_of_class() == Tests.test_of_class() == 1  # type: ignore[call-arg]
    assert tests.help()
    assert Base.test_inherited is not Tests.test_inherited


# What is wrong


def generator() -> Any:
    yield


async def asynchronous_generator() -> Any:
    yield


class NoTests:
    def check(self) -> None: ...


@pytest.mark.parametrize(
    ("thing", "message"),
    [
        (3, "SESMock decorates functions and classes, not 3"),
        (functools.partial(send), r"SESMock decorates functions and classes, not functools\."),
        (property(send), "SESMock decorates functions and classes, not <property"),
        (generator, "does not decorate generators such as generator: write `with SESMock"),
        (asynchronous_generator, "does not decorate generators such as asynchronous_generator: "),
        (NoTests, "NoTests has no method whose name starts with 'test'"),
    ],
    ids=["value", "partial", "property", "generator", "async generator", "class"],
)
def test_what_cannot_be_decorated(thing: Any, message: str) -> None:
    with pytest.raises(SesmockError, match=message):
        with_ses(thing)


def test_a_mock_that_has_been_used() -> None:
    """What was arranged of it would be missing from those that the calls get."""
    mock = SESMock()
    mock.account().verify("example.com")
    with pytest.raises(SesmockError, match="this SESMock has been used"):
        mock(send)


def test_a_mock_that_is_active_is_not_entered_again() -> None:
    with with_ses:  # noqa: SIM117 - the inner one is what fails
        with pytest.raises(SesmockError, match="already active"), with_ses:
            pass


# Entered again


def test_a_mock_goes_on_when_it_is_entered_again() -> None:
    mock = SESMock(region="us-east-1", verified_identities=["example.com"], max_24_hour_send=2)
    heard: list[str] = []
    with mock:
        mock.account().on_event(lambda event: heard.append(event.type))
        ses().send_email(**SEND)
    with mock:
        ses().send_email(**SEND)
        with pytest.raises(Exception, match="Daily message quota exceeded"):
            ses().send_email(**SEND)
        mock.outbox.deliver_events()

    mock.outbox.assert_count(2)
    assert heard == []  # leaving it has dismissed who listened
    assert lifetimes.outboxes().count(mock.outbox) == 1  # reports tell of it once
