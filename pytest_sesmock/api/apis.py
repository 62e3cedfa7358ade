"""The APIs, each loaded when it is first called: most applications speak one of them."""

from __future__ import annotations

from functools import lru_cache

from pytest_sesmock.api.context import Api


@lru_cache(maxsize=3)
def load_api(name: str) -> Api:
    """An API by botocore's name of it, `ses` (v1) or `sesv2`; or the interface `smtp`."""
    if name == "ses":
        from pytest_sesmock.api.v1 import API  # noqa: PLC0415 - see above
    elif name == "smtp":
        from pytest_sesmock.api.smtp import API  # noqa: PLC0415 - as above
    else:
        from pytest_sesmock.api.v2 import API  # noqa: PLC0415 - as above
    return API


def load_apis() -> tuple[Api, ...]:
    """All of them."""
    return load_api("ses"), load_api("sesv2"), load_api("smtp")
