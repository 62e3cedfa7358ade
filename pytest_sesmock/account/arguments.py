"""Checks of what a test hands to an account: a wrong argument fails where it is given."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from ipaddress import AddressValueError, IPv4Address
from types import TracebackType
from typing import TypeVar

from pytest_sesmock.account.identity import IdentityName, InvalidIdentity, identity_name
from pytest_sesmock.engine import names
from pytest_sesmock.engine.refusal import Refused
from pytest_sesmock.errors import SesmockError

# pytest leaves the frames of this module out: an error is shown at the test's own line.
__tracebackhide__ = True

_Choice = TypeVar("_Choice", bound=str)


def one_of(name: str, value: _Choice, choices: tuple[str, ...]) -> _Choice:
    """The value, if it is one of the choices; else SesmockError."""
    if value not in choices:
        raise SesmockError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value


def flag(name: str, value: bool) -> bool:
    """The value, if it is True or False; else SesmockError."""
    if not isinstance(value, bool):
        raise SesmockError(f"{name} must be True or False, not {value!r}")
    return value


def is_number(value: object) -> bool:
    """Whether a value is a finite number (True and False are none)."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def identity(
    text: object, demand: str = "an identity must be an email address or a domain"
) -> IdentityName:
    """The identity a text names; SesmockError with the demand if there is none."""
    reason = "it must be a str"
    if isinstance(text, str):
        try:
            return identity_name(text)
        except InvalidIdentity as error:
            reason = f"email-validator: {error}"
    raise SesmockError(f"{demand}, not {text!r}\n({reason})")


def email_address(text: object) -> str:
    """The address as SES keeps it; SesmockError if the text is none."""
    demand = "address must be an email address"
    name = identity(text, demand)
    if name.type != "EmailAddress":
        raise SesmockError(f"{demand}, not {text!r}\n(it is a domain)")
    return name.name


class AsSesWants:
    """What SES would refuse is a SesmockError within: its words, and what it requires."""

    __slots__ = ()

    def __enter__(self) -> None: ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if isinstance(exc, Refused):
            text = f"SES would refuse this: {exc}\n{exc.refusal.requires}"
            raise SesmockError(text) from None


def new_configuration_set(name: object) -> str:
    """The name, if a configuration set may have it; else SesmockError."""
    if not isinstance(name, str) or names.check_configuration_set(name) is not None:
        raise SesmockError(
            f"a configuration set's name must be 1 to 64 of A-Z a-z 0-9 _ -, not {name!r}"
        )
    return name


def configuration_set(name: str, existing_names: Sequence[str], region: str) -> str:
    """The name, if it is one of the known sets; else SesmockError."""
    if name not in existing_names:
        raise SesmockError(
            f"configuration set {name!r} must exist in {region} (there: "
            f"{', '.join(existing_names) or 'none'}); create_configuration_set makes one"
        )
    return name


_BUCKET = re.compile(r"(arn:aws[a-z-]*:s3:::)?(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])")
_RESOURCE = re.compile(
    r"arn:aws[a-z-]*:"
    r"(sns|lambda|firehose|events|iam|kms|mobiletargeting|workmail|connect):[^:]*:[^:]*:.+"
)


def resource(text: object) -> str:
    """A resource that SES may be pointed at, by its ARN or a bucket's name; else SesmockError."""
    if isinstance(text, str):
        bucket = _BUCKET.fullmatch(text)
        if bucket is not None:
            return bucket["name"]
        if _RESOURCE.fullmatch(text):
            return text
    raise SesmockError(
        "a resource must be the name of an S3 bucket or the ARN of an SNS topic, Lambda function "
        f"or the like, not {text!r}"
    )


def ip_address(text: str) -> str:
    """The text, if it is an IPv4 address; else SesmockError."""
    try:
        return str(IPv4Address(text))
    except AddressValueError as error:
        raise SesmockError(f"a dedicated IP must be an IPv4 address, not {text!r}") from error
