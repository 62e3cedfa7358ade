"""Receipt filters: from which IP addresses SES shall take mail. Kept and shown, never applied."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address
from typing import NamedTuple

from pytest_sesmock.account import receipt_names
from pytest_sesmock.account.reasons import receipt as reasons
from pytest_sesmock.engine import limits


class ReceiptFilter(NamedTuple):
    """A filter.

    Attributes:
        name: Its name.
        policy: Allow or Block.
        cidr: One IP address or a block of them, as given.
    """

    name: str
    policy: str
    cidr: str


class ReceiptFilters:
    """The receipt filters of one account and region, in the order of their names [rule-defaults].

    Whatever is refused raises `Refused` with SES's words.
    """

    def __init__(self) -> None:
        self._by_name: dict[str, ReceiptFilter] = {}

    def __iter__(self) -> Iterator[ReceiptFilter]:
        return iter(sorted(self._by_name.values()))

    def create(self, filter_: ReceiptFilter) -> None:
        """Add a filter; refused if it is malformed, its name is taken or there are too many."""
        if not filter_.name:
            raise reasons.FILTER_NAME_EMPTY.refused()
        receipt_names.require_valid(filter_.name, reasons.FILTER_NAME_INVALID)
        if not _is_cidr(filter_.cidr):
            raise reasons.CIDR_INVALID.refused(cidr=filter_.cidr)
        if filter_.name in self._by_name:
            raise reasons.FILTER_EXISTS.refused(name=filter_.name)
        if len(self._by_name) >= limits.MAX_RECEIPT_FILTERS:
            raise reasons.FILTER_LIMIT.refused()
        self._by_name[filter_.name] = filter_

    def delete(self, name: str) -> None:
        """Delete a filter; fine if there is none."""
        self._by_name.pop(name, None)


_CIDR = re.compile(r"(?P<address>[0-9.]+|[0-9a-fA-F:]+)(/(?P<mask>[0-9]{1,3}))?")


def _is_cidr(text: str) -> bool:
    """Whether a text is an IP address in its plain form, with a mask or without."""
    parts = _CIDR.fullmatch(text)
    if parts is None:
        return False
    try:
        address = ip_address(parts["address"])
    except ValueError:
        return False
    return int(parts["mask"] or 0) <= address.max_prefixlen
