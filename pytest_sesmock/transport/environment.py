"""Variables of the environment that stand for something of ours for a while."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from itertools import product


class Loan:
    """Some variables, with what they were before.

    A patch of the environment that is begun under a mock and undone after it puts our values back.
    So whatever has been ours is known until `put_everything_back`.

    Args:
        names: The variables.
        ours: The values that are ours without having been set here.
    """

    def __init__(self, names: Sequence[str], *ours: str) -> None:
        self._before: dict[str, str | None] = dict.fromkeys(names)
        self._always_ours = frozenset(product(names, ours))
        self._ours: set[tuple[str, str | None]] = set(self._always_ours)
        self._lent: set[str] = set()
        _loans.append(self)

    def set(self, name: str, value: str) -> None:
        """Give a variable a value of ours, until `end`."""
        self._set(name, value, os.environ.get(name))

    def change(self, name: str, value: str) -> None:
        """Set a variable, unless somebody else has changed it since it was lent."""
        present = os.environ.get(name)
        if name not in self._lent or (name, present) in self._ours:
            self._set(name, value, present)

    def _set(self, name: str, value: str, present: str | None) -> None:
        # What a test sets while the variable is lent is no value from before.
        if name not in self._lent and (name, present) not in self._ours:
            self._before[name] = present
        self._lent.add(name)
        self._ours.add((name, value))
        os.environ[name] = value

    def end(self) -> None:
        """Give each variable that was set what it had before, except where it was changed since."""
        self._put_back(self._lent, os.environ)
        self._lent.clear()

    def put_back(self, environment: MutableMapping[str, str]) -> None:
        """Give each variable that has a value of ours the one that it had before."""
        self._put_back(self._before, environment)

    def forget(self) -> None:
        """Take no value for ours any more, except for those that are ours without being set."""
        self._ours = set(self._always_ours)

    def _put_back(self, names: Iterable[str], environment: MutableMapping[str, str]) -> None:
        if not self._ours:  # as after most tests, and this is asked after each
            return
        for name in names:
            if self._is_ours(name, environment):
                value = self._before[name]
                if value is None:
                    del environment[name]
                else:
                    environment[name] = value

    def _is_ours(self, name: str, environment: Mapping[str, str]) -> bool:
        return (name, environment.get(name)) in self._ours


_loans: list[Loan] = []


def put_everything_back() -> None:
    """Leave nothing of ours in the environment, once no mock is active."""
    for loan in _loans:
        loan.put_back(os.environ)
        loan.forget()  # or a value that the user sets one day would be taken for ours
