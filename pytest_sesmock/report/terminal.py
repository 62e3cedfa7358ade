"""The report sections of a failed test: what was sent, refused and lost, and how to be accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from pytest_sesmock.outbox.explain.absence import find_clues
from pytest_sesmock.outbox.explain.advice import advice
from pytest_sesmock.outbox.explain.listing import bad_news, times
from pytest_sesmock.outbox.explain.values import LONGEST_PARAGRAPH, one_line
from pytest_sesmock.report.attempts import attempt

if TYPE_CHECKING:
    from pytest_sesmock.outbox.attempt import Attempt
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.refused_request import RefusedRequest

SENT = "Amazon SES sent"
REFUSED = "Amazon SES refused"
LOST = "Failed on the way to or from Amazon SES"

_MOST = 10
_MOST_SENT = 5
# As wide as pytest's lines are, less the names of the fields.
_LONGEST = 80 - len("...")
_LONGEST_FIELD = _LONGEST - len("    subject ")


def sections(
    outbox: Outbox, default_region: str | None, *, explains: bool = False
) -> Iterator[tuple[str, str]]:
    """Titles and texts: what was sent, what was refused, and what was lost; each if anything was.

    What cannot be read is a line that says why.

    Args:
        outbox: What the test sent.
        default_region: The region of the fixtures' account; None without fixtures.
        explains: Whether it is told what may be why there is nothing.
    """
    messages, refusals = outbox[:], outbox.refusals
    if messages:
        yield SENT, attempt(lambda: sent_section(messages), _not_shown)
    if refusals:
        yield REFUSED, attempt(lambda: refusals_section(refusals, default_region), _not_shown)
    lost = [each for each in outbox.attempts if each.is_lost]
    if lost and (messages or refusals):
        yield LOST, attempt(lambda: lost_section(lost), _not_shown)
    if not messages and not refusals:
        nothing = "nothing was sent or refused: no call to send reached SES"
        clues = [f"  - {clue}" for clue in find_clues()] if explains else []
        yield SENT, "\n".join([nothing, *clues])


def sent_section(messages: Sequence[SentMessage]) -> str:
    """A few lines for each message; the last five of them, as those are nearest to the failure."""
    first = max(len(messages) - _MOST_SENT, 0)
    lines = [f"... and {first} earlier ones"] if first else []
    for index, time in enumerate(times(messages[first:]), first):
        lines += _describe(f"[{index}] {time}", messages[index])
    return "\n".join(lines)


def _describe(which: str, message: SentMessage) -> list[str]:
    lines = [
        f"{which} from {_field(lambda: message.source)}",
        f"    to      {_field(lambda: ', '.join(message.recipients))}",
    ]
    if message.origin is not None:
        lines.append(f"    by      {one_line(message.origin, _LONGEST_FIELD)}")
    if message.rendering_failure is not None:
        return [*lines, one_line(f"    never delivered: {message.rendering_failure}", _LONGEST)]
    return [
        *lines,
        f"    subject {_field(lambda: message.subject)}",
        *attempt(partial(_body, message), lambda why: [f"    body    {_not_shown(why)}"]),
        *attempt(partial(_bad_news, message), lambda why: [f"    events  {_not_shown(why)}"]),
    ]


def _field(read: Callable[[], str]) -> str:
    return attempt(lambda: one_line(read(), _LONGEST_FIELD), _not_shown)


def _body(message: SentMessage) -> list[str]:
    name, body = ("html", message.html) if message.text is None else ("text", message.text)
    return [f"    {name}    {one_line(body.strip(), _LONGEST_FIELD)}"] if body else []


def _bad_news(message: SentMessage) -> list[str]:
    return [one_line(f"    {each}", _LONGEST) for each in bad_news(message)]


def _not_shown(why: str) -> str:
    return f"could not be shown: {why}"


def refusals_section(refusals: Sequence[RefusedRequest], default_region: str | None) -> str:
    """One paragraph per refusal: the answer, the rule, the remedy; the first ten of them.

    A refusal repeated in a row, as retries make them, is one paragraph with a count. Every line is
    bounded, whatever the requests hold; a remedy is whole, to be pasted. The last line tells where
    addresses are verified for more tests than this one, if that would have helped; not if the test
    has entered its mock itself, for which there is no default region.
    """
    answers = [tuple(repeated) for repeated in map(itemgetter(1), groupby(refusals, _answer))]
    first_answers = answers[:_MOST]
    lines = [line for repeated in first_answers for line in _paragraph(repeated[0], len(repeated))]
    if len(answers) > _MOST:
        lines.append(f"... and {len(answers) - _MOST} more")
    unverified = (
        first.region for first, *_ in first_answers if first.rule == "identities-verified"
    )
    if default_region is not None:
        lines += [_verification_hint(each, default_region) for each in dict.fromkeys(unverified)]
    return "\n".join(lines)


def lost_section(lost: Sequence[Attempt]) -> str:
    """A line for each failure, with how often it came in a row; the first ten of them."""
    lines = [
        f"{one_line(what, LONGEST_PARAGRAPH)}{_times(len([*repeated]))}"
        for what, repeated in groupby(lost, _loss)
    ]
    rest = [f"... and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return "\n".join([*lines[:_MOST], *rest, "  planned by the test with fail_next"])


def _loss(lost: Attempt) -> str:
    accepted = "SES accepted it" if lost.is_accepted else "SES did not accept it"
    return f"{lost.operation}: {lost.outcome}: {accepted}"


def _times(number: int) -> str:
    return f" ({number} times)" if number > 1 else ""


def _answer(refusal: RefusedRequest) -> tuple[str, str, str, str]:
    return refusal.operation, refusal.code, refusal.message, refusal.rule


def _paragraph(refusal: RefusedRequest, times: int) -> list[str]:
    answer = one_line(f"{refusal.operation}: {refusal.code}: {refusal.message}", LONGEST_PARAGRAPH)
    return [
        f"{answer}{_times(times)}",
        *(f"  {line}" for line in advice(refusal)),
    ]


def _verification_hint(region: str, default_region: str) -> str:
    # Marker and ini file are about one region's account: the hint must lead to the refusing one.
    argument = "" if region == default_region else f"region={region!r}, "
    return (
        f"for several tests: @pytest.mark.sesmock({argument}verified_identities=[...]) "
        "or sesmock_verified_identities in the ini file"
    )
