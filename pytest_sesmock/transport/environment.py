"""Variables of the environment that stand for something of ours for a while."""

from __future__ import annotations

import os
from collections.abc import Iterable, MutableMapping


class Loan:
    """Some variables, with what they were before.

    A patch of the environment that is begun under a mock and undone after it puts our values back.
    So whatever has been ours is known, and may be put back again.

    Args:
        names: The variables.
        ours: The values that are ours without having been set here.
    """

    def __init__(self, names: Iterable[str], *ours: str) -> None:
        self._before: dict[str, str | None] = dict.fromkeys(names)
        self._ours = set(ours)
        _loans.append(self)

    def set(self, name: str, value: str) -> None:
        """Give a variable a value of ours."""
        current = os.environ.get(name)
        if current not in self._ours:
            self._before[name] = current
        self._ours.add(value)
        os.environ[name] = value

    def put_back(self, environment: MutableMapping[str, str]) -> None:
        """Give each variable that has a value of ours the one that it had before."""
        for name, value in self._before.items():
            if environment.get(name) in self._ours:
                if value is None:
                    del environment[name]
                else:
                    environment[name] = value


_loans: list[Loan] = []


def put_everything_back() -> None:
    """Leave nothing of ours in the environment."""
    for loan in _loans:
        loan.put_back(os.environ)
