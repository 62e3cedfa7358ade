"""Misuse of the mock, never a ClientError nor an AssertionError; and warnings."""

from __future__ import annotations

from collections.abc import Collection, Mapping


class SesmockError(Exception):
    """The mock was misused, for example with a bad argument or an unsupported operation.

    It is not a `botocore.exceptions.ClientError`, so applications that catch errors from SES don't
    hide a mistake in a test.
    """


class UnsupportedOperation(SesmockError):  # noqa: N818 - reads as AWS names its conditions
    """The code under test called an SES operation that the mock does not support.

    The client's method raises it, and the test ends with it again in case the application caught
    it. Nothing was sent, and nothing reached the network.

    Attributes:
        service: The API called, `ses` (v1) or `sesv2`.
        operation: The name of the operation, such as `CreateImportJob`.
    """

    def __init__(self, service: str, operation: str) -> None:
        self.service = service
        self.operation = operation
        super().__init__(
            f"pytest-sesmock has no {service}.{operation} yet: the call was stopped before the "
            "network. Stub the call with botocore.stub.Stubber, or request the operation in an "
            "issue."
        )

    def __reduce__(self) -> tuple[type[UnsupportedOperation], tuple[str, str]]:
        return type(self), (self.service, self.operation)


class RealCallError(SesmockError):
    """The code under test was about to call the real Amazon SES, and the guard stopped the call.

    The client's method raises it. It says which test or fixture called, and how to have the mock
    answer or to allow real calls.
    """


class SesmockRealCallWarning(UserWarning):
    """The guard stopped a real call to Amazon SES in a test that passed all the same.

    The application caught the `RealCallError`; the warning repeats it.
    """


class UnreadableMessage(SesmockError):  # noqa: N818 - reads as the one above
    """Python's `email` package cannot parse a message that SES accepted.

    Only `SentMessage.mime` raises it. Everything else about the message can be read.
    """

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Python's email package cannot parse the message: {why}. "
            "Use message.text, message.html, message.attachments, message.headers or message.raw."
        )


class SesmockLintWarning(UserWarning):
    """SES accepted a message, but receivers may dislike it.

    The text starts with the name of the lint rule.
    """


def find_similar(name: object, names: Collection[str], most: int = 1) -> list[str]:
    """The known names that a wrong one may stand for, the likeliest first; often there is none."""
    import difflib  # noqa: PLC0415 - for mistakes only

    text = str(name)
    likely = difflib.get_close_matches(text, names, n=most)
    if likely or len(text) < 2:
        return likely
    return [each for each in names if text.casefold() in each.casefold()][:most]


def suggest(name: object, names: Collection[str], most: int = 1) -> str:
    """How an error about a wrong name ends: with what may be meant, else with all that there is."""
    likely = " or ".join(map(repr, find_similar(name, names, most)))
    return f"did you mean {likely}?" if likely else f"there are {', '.join(names)}"


def no_attribute(thing: object, name: str, others: Mapping[str, str]) -> AttributeError:
    """The error for an attribute that there is not, with what may be meant.

    Called by `__getattr__`, so that it costs nothing while all names are right.

    Args:
        thing: What has no such attribute.
        name: The attribute.
        others: Names that others use, in lower case and without underscores, and what to write.
    """
    if hasattr(type(thing), name):
        object.__getattribute__(thing, name)  # raises what a property did, or a slot without value
    text = f"{type(thing).__name__!r} object has no attribute {name!r}"
    if name.startswith("_"):  # asked for by Python or pytest, not by a test
        return AttributeError(text)
    meant = others.get(name.replace("_", "").lower())
    if meant is None:
        public = [each for each in dir(type(thing)) if not each.startswith("_")]
        meant = next(map(repr, find_similar(name, public)), None)
    # With the name but without the object, or Python would add a guess of its own.
    return AttributeError(text if meant is None else f"{text}: did you mean {meant}?", name=name)
