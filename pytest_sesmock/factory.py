"""What the fixture `sesmock_factory` is: mocks that last as long as a test decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from pytest_sesmock.mock import SESMock

if TYPE_CHECKING:
    from typing_extensions import Unpack

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


class MockOptions(TypedDict, total=False):
    """The arguments of SESMock."""

    region: str | None
    verified_identities: Sequence[str] | None
    sandbox: bool | None
    max_24_hour_send: float | None
    max_send_rate: float | None
    sending_enabled: bool | None
    configuration_sets: Sequence[str] | None
    auto_verify: bool | None
    publish: Literal["moto"] | None
    django_backend: str | None


class SESMockFactory:
    """Makes mocks with the options of the ini file: the fixture `sesmock_factory`.

    A fixture of any scope can enter one::

        @pytest.fixture(scope="module")
        def newsletter(sesmock_factory):
            with sesmock_factory(max_send_rate=14) as mock:
                send_newsletter()
                yield mock.outbox
    """

    __slots__ = ("_defaults",)

    def __init__(self, defaults: Mapping[str, Any]) -> None:
        self._defaults = defaults

    def __call__(self, **options: Unpack[MockOptions]) -> SESMock:
        """A new mock, not active yet.

        Args:
            **options: Arguments of `SESMock`. They win over the ini file; markers do not count.

        Raises:
            SesmockError: An argument is invalid.
            TypeError: There is no such argument.
        """
        return SESMock(**{**self._defaults, **options})
