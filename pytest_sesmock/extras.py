"""Packages that only some users need, which extras of this one install."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True


@contextmanager
def from_extra(extra: str, packages: Sequence[str], problem: str) -> Iterator[None]:
    """Imports of what an extra installs.

    Args:
        extra: The extra, or several of them, as pip takes them.
        packages: What they install.
        problem: What to tell without them; `{}` is the module that is not there.

    Raises:
        SesmockError: A package is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        name = error.name or ""
        if name.partition(".")[0] not in packages:
            raise
        raise SesmockError(
            f"{problem.format(name)}: install it with pip install 'pytest-sesmock[{extra}]'"
        ) from None
