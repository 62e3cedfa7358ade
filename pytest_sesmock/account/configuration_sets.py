"""Configuration sets, as far as sending asks for them: that they exist, and whether they send."""

from __future__ import annotations

from collections.abc import Iterator

from pytest_sesmock.engine import names
from pytest_sesmock.errors import SesmockError


class ConfigurationSets:
    """The configuration sets of one account and region, in the order created."""

    def __init__(self, region: str) -> None:
        self._region = region
        self._sends: dict[str, bool] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._sends))

    def create(self, name: str) -> None:
        """Add a set with sending enabled; SesmockError if the name is malformed."""
        if not isinstance(name, str) or names.configuration_set_fault(name) is not None:
            raise SesmockError(
                f"a configuration set's name is 1 to 64 of A-Z a-z 0-9 _ -, not {name!r}"
            )
        self._sends.setdefault(name, True)

    def delete(self, name: str) -> None:
        """Remove a set; SesmockError if there is none."""
        self._require(name)
        del self._sends[name]

    def enable(self, name: str, *, sending: bool) -> None:
        """Enable or disable a set's sending; SesmockError if there is no such set."""
        self._require(name)
        self._sends[name] = sending

    def sends(self, name: str) -> bool | None:
        """Whether a set's sending is enabled; None if there is no such set."""
        return self._sends.get(name)

    def _require(self, name: str) -> None:
        if name not in self._sends:
            raise SesmockError(
                f"no configuration set {name!r} in {self._region} "
                f"(there: {', '.join(self) or 'none'}); "
                "create_configuration_set makes one"
            )
