"""The report sections of a failed test: what was sent, refused and lost, and how to be accepted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from pytest_sesmock.lifetimes import columns
from pytest_sesmock.outbox.explain.absence import find_clues
from pytest_sesmock.outbox.explain.advice import PLANNED, advice
from pytest_sesmock.outbox.explain.listing import bad_news, times
from pytest_sesmock.outbox.explain.values import LONGEST_PARAGRAPH, one_line, within, wrap
from pytest_sesmock.outbox.refused_request import answer_of
from pytest_sesmock.report.attempts import attempt

if TYPE_CHECKING:
    from pytest_sesmock.outbox.attempt import Attempt
    from pytest_sesmock.outbox.message import SentMessage
    from pytest_sesmock.outbox.mime_content import Attachment
    from pytest_sesmock.outbox.outbox import Outbox
    from pytest_sesmock.outbox.refused_request import RefusedRequest

SENT = "Amazon SES sent"
REFUSED = "Amazon SES refused"
LOST = "Failed on the way to or from Amazon SES"

_INDENT = " " * 4
_MOST = 10
_MOST_SENT = 5


def sections(
    outbox: Outbox,
    default_region: str | None,
    *,
    mentions: Collection[object] | None = None,
    explains: bool = False,
) -> Iterator[tuple[str, str]]:
    """Titles and texts: what was sent, what was refused, and what was lost; each if anything was.

    What cannot be read is a line that says why.

    Args:
        outbox: What the test sent.
        default_region: The region of the fixtures' account; None without fixtures.
        mentions: The messages and refusals of which the failure has told itself, what matters most
            first: of these messages the section shows the contents, and no others. None if the
            failure is none of the outbox.
        explains: Whether it is told what may be why there is nothing.
    """
    messages, refusals = outbox[:], outbox.refusals
    if mentions is not None:
        sent = attempt(lambda: contents_section(messages, mentions), _not_shown)
        if sent:
            yield SENT, sent
        ids = {*map(id, mentions)}
        refusals = [each for each in refusals if id(each) not in ids]
    elif messages:
        yield SENT, attempt(lambda: sent_section(messages), _not_shown)
    elif not refusals:
        nothing = "nothing was sent or refused: no call to send reached SES"
        clues = [f"  - {clue}" for clue in find_clues()] if explains else []
        yield SENT, "\n".join([nothing, *clues])
    if refusals:
        yield REFUSED, attempt(lambda: refusals_section(refusals, default_region), _not_shown)
    lost = [each for each in outbox.attempts if each.is_lost]
    if lost and (messages or outbox.refusals):
        yield LOST, attempt(lambda: lost_section(lost), _not_shown)


def sent_section(messages: Sequence[SentMessage]) -> str:
    """A few lines for each message; the last five of them, as those are nearest to the failure."""
    first = max(len(messages) - _MOST_SENT, 0)
    lines = [f"... and {first} earlier ones"] if first else []
    last = messages[first:]
    for index, time in enumerate(times(last, last), first):
        lines += _describe(f"[{index}] {time}", messages[index])
    return "\n".join(lines)


def contents_section(messages: Sequence[SentMessage], mentions: Collection[object]) -> str:
    """What the lines of a failure leave out of the messages that it tells of; of the first five."""
    order = {id(record): place for place, record in enumerate(mentions)}
    chosen = sorted(
        (index for index, message in enumerate(messages) if id(message) in order),
        key=lambda index: order[id(messages[index])],
    )
    shown = sorted(chosen[:_MOST_SENT])
    indent = " " * max((len(f"[{index}] ") for index in shown), default=0)
    lines: list[str] = []
    for index in shown:
        message = messages[index]
        # Of several the line shows the first.
        everyone = [_recipients(message, indent)] if len(message.recipients) > 1 else []
        for at, line in enumerate([*everyone, *_contents(message, indent)]):
            bullet = indent if at else f"[{index}]".ljust(len(indent))
            lines.append(f"{bullet}{line.removeprefix(indent)}")
    if len(chosen) > _MOST_SENT:
        lines.append(f"... and {len(chosen) - _MOST_SENT} more")
    return "\n".join(lines)


def _describe(which: str, message: SentMessage) -> list[str]:
    origin = message.origin
    failure = message.rendering_failure
    return [
        f"{which} from {_field(lambda: message.source)}",
        _recipients(message),
        *([] if origin is None else [_row("by", lambda: origin)]),
        *(
            [_row("subject", lambda: message.subject)]
            if failure is None
            else [within(f"    never delivered: {failure}", columns())]
        ),
        *_contents(message),
        *attempt(partial(_bad_news, message), lambda why: [f"    events  {_not_shown(why)}"]),
    ]


def _recipients(message: SentMessage, indent: str = _INDENT) -> str:
    return _row("to", lambda: ", ".join(message.recipients), indent)


def _row(name: str, read: Callable[[], str], indent: str = _INDENT) -> str:
    return f"{indent}{name:7} {_field(read, indent)}".rstrip()


def _field(read: Callable[[], str], indent: str = _INDENT) -> str:
    room = columns() - len(f"{indent}subject ")
    return attempt(lambda: within(read().strip(), room), _not_shown)


def _contents(message: SentMessage, indent: str = _INDENT) -> list[str]:
    """The bodies and files that there are, a line each; of the HTML what a reader sees."""
    reads = {
        "text": lambda: message.text or "",
        "html": lambda: message.visible_text or message.html or "",
        "files": lambda: ", ".join(map(_file, message.attachments)),
    }
    rows = [(name, _row(name, read, indent)) for name, read in reads.items()]
    return [row for name, row in rows if row.strip() != name]


def _file(file: Attachment) -> str:
    return f"{file.filename or '(no name)'} ({file.content_type}, {len(file.content):,} bytes)"


def _bad_news(message: SentMessage) -> list[str]:
    return [within(f"    {each}", columns()) for each in bad_news(message)]


def _not_shown(why: str) -> str:
    return f"could not be shown: {why}"


def refusals_section(refusals: Sequence[RefusedRequest], default_region: str | None) -> str:
    """One paragraph per refusal: the answer, the rule, the remedy; the first ten of them.

    A refusal repeated in a row, as retries make them, is one paragraph with a count. Paragraphs are
    bounded, whatever the requests hold; a remedy is one whole line, to be pasted. The last line
    tells where addresses are verified for more tests than this one, if that would have helped; not
    if the test has entered its mock itself, for which there is no default region.
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
        for region in dict.fromkeys(unverified):
            lines += _wrap(_verification_hint(region, default_region))
    return "\n".join(lines)


def lost_section(lost: Sequence[Attempt]) -> str:
    """A line for each failure, with how often it came in a row; the first ten of them."""
    lines = [
        f"{one_line(what, LONGEST_PARAGRAPH)}{_times(len([*repeated]))}"
        for what, repeated in groupby(lost, _loss)
    ]
    rest = [f"... and {len(lines) - _MOST} more"] if len(lines) > _MOST else []
    return "\n".join([*lines[:_MOST], *rest, f"  {PLANNED}"])


def _loss(lost: Attempt) -> str:
    accepted = "SES accepted it" if lost.is_accepted else "SES did not accept it"
    return f"{lost.operation}: {lost.outcome}: {accepted}"


def _times(number: int) -> str:
    return f" ({number} times)" if number > 1 else ""


def _answer(refusal: RefusedRequest) -> tuple[str, str, str, str]:
    return refusal.operation, refusal.code, refusal.message, refusal.rule


def _paragraph(refusal: RefusedRequest, times: int) -> list[str]:
    answer = one_line(f"{refusal.operation}: {answer_of(refusal)}", LONGEST_PARAGRAPH)
    reason, *whole = advice(refusal)
    return [
        *_wrap(f"{answer}{_times(times)}"),
        *_wrap(reason, "  "),
        *(f"  {line}" for line in whole),
    ]


def _wrap(text: str, indent: str = "") -> list[str]:
    return wrap(text, indent, "    ", columns())


def _verification_hint(region: str, default_region: str) -> str:
    # Marker and ini file are about one region's account: the hint must lead to the refusing one.
    argument = "" if region == default_region else f"region={region!r}, "
    return (
        f"for several tests: @pytest.mark.sesmock({argument}verified_identities=[...]) "
        "or sesmock_verified_identities in the ini file"
    )
