"""What the options `assert_...` hold at the end of a test that passed."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain import listing
from pytest_sesmock.outbox.explain.values import count, rest
from pytest_sesmock.outbox.messages import query
from pytest_sesmock.report.attempts import attempt

if TYPE_CHECKING:
    from pytest_sesmock.account.planned_failures import PlannedFailure
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.refused_request import RefusedRequest

_MOST_PLANNED = 10


def find_problems(
    outbox: Outbox,
    failures: Mapping[str, Sequence[PlannedFailure]],
    names: Collection[str],
) -> Iterator[str]:
    """A text for each of the wanted options that does not hold.

    Args:
        outbox: What the test sent, and looked at.
        failures: The planned failures that too few calls met, by region.
        names: The names of the options.
    """
    if "assert_all_read" in names and outbox.unread:
        yield _text(
            "assert_all_read",
            f"the test never looked at {count(len(outbox.unread), 'message')}",
            attempt(partial(_list_unread, outbox), _not_listed),
            "Check them, or turn this off for the test: "
            "@pytest.mark.sesmock(assert_all_read=False)",
        )
    # The test itself has arranged the planned ones.
    unread = [refused for refused in outbox.unread_refusals if refused.rule != "planned"]
    if "assert_no_refusals" in names and unread:
        yield _text(
            "assert_no_refusals",
            f"the test passed although SES refused {count(len(unread), 'request')}",
            attempt(partial(_list_refusals, outbox, unread), _not_listed),
            "Expect them with assert_refused(...), or turn this off for the test: "
            "@pytest.mark.sesmock(assert_no_refusals=False)",
        )
    due = [
        f"    {failure.code}: {_left(failure)} in {region}"
        for region, of_region in failures.items()
        for failure in of_region
    ]
    if "assert_all_failures_used" in names and due:
        yield _text(
            "assert_all_failures_used",
            "some failures planned with fail_next were not used",
            ["Not used:", *due[:_MOST_PLANNED], *rest(len(due) - _MOST_PLANNED, "    ")],
            "Did the application make these calls, and did it retry as often as you expect?",
        )


def _list_unread(outbox: Outbox) -> list[str]:
    messages = query(outbox).messages
    rows = partial(listing.list_rows, messages)
    return ["Never looked at:", *_rows(rows, messages, outbox.unread, listing.MOST_MESSAGES)]


def _list_refusals(outbox: Outbox, unread: Sequence[RefusedRequest]) -> list[str]:
    refusals = query(outbox).refusals
    rows = partial(listing.list_refusal_rows, refusals)
    head = f"SES refused {count(len(unread), 'request')}:"
    return [head, *_rows(rows, refusals, unread, listing.MOST_REFUSALS)]


def _rows(
    list_rows: Callable[[Sequence[int]], list[str]],
    records: Sequence[object],
    some: Sequence[object],
    most: int,
) -> list[str]:
    """The rows of some of the records, by their indexes among all."""
    ids = {*map(id, some)}
    indexes = [index for index, record in enumerate(records) if id(record) in ids]
    return [*list_rows(indexes[:most]), *rest(len(indexes) - most, "    ")]


def _left(failure: PlannedFailure) -> str:
    return "no call failed" if failure.times == math.inf else f"{failure.times} left"


def _not_listed(why: str) -> list[str]:
    return [f"They could not be listed: {why}"]


def _text(option: str, problem: str, block: list[str], hint: str) -> str:
    return "\n".join([f"{option}: {problem}", "", *block, "", hint])
