"""The pages of fidelity: what SES answers, in which words, and how that is known."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from pytest_sesmock.account.reasons.table import REASONS_BY_SUBJECT
from pytest_sesmock.api import smtp, v1, v2
from pytest_sesmock.api.smtp.codes import ANSWERS
from pytest_sesmock.engine import limits
from pytest_sesmock.engine.refusal import Reason, Rule
from pytest_sesmock.engine.rules import BOUNCE_RULES, BULK_RULES, RULES
from pytest_sesmock.engine.text import Text
from pytest_sesmock.outbox.explain.evidence import SUBJECTS_BY_PAGE
from pytest_sesmock.transport.smtp_replies import REPLIES

DATA = Path(__file__).parents[1] / "tests" / "data"
NOTICE = "<!-- Written by docs/generate.py from the code; do not edit. -->\n"
GRADES = {
    "A": "recorded from AWS",
    "A2": "probed on AWS by others",
    "B": "documented by AWS",
    "C": "inferred",
}
TITLES = {
    "sending": "Sending",
    "identities": "Identities, policies and certificates",
    "configuration-sets": "Configuration sets and event destinations",
    "templates": "Templates",
    "contacts": "Contacts",
    "tenants": "Tenants and multi-region endpoints",
    "account": "The account and tags",
    "deliverability": "Deliverability, dedicated IPs and jobs",
    "receipt-rules": "Receipt rules",
}

SUMMARY = f"""\
# Fidelity

{NOTICE}
Every error that the mock answers with, in SES's words, and the evidence for it. A test report shows
with each refusal where it stands here.

- [All texts](fidelity/texts.md) from A to Z, to be searched for SES's words
- [Limits](fidelity/limits.md) and the source of each
- [SMTP](fidelity/smtp.md): replies to commands, and codes of refusals

## Texts by grade

How each text is known: **A** recorded from AWS, **A2** probed on AWS by others, **B** documented by
AWS, **C** inferred. Read more in [fidelity and evidence](../explanation/fidelity-and-evidence.md).

{{counts}}"""

SENDING = f"""\
# Sending

{NOTICE}
Why SES refuses a message. [All groups](../fidelity.md) · [all texts](texts.md)

## In the order of checks

The first rule that has something to say answers.

{{order}}
A bulk send is judged as a whole first, by {{bulk}}. Each entry is then judged like a message.

`SendBounce` is judged by {{bounce}}.

## Rules

{{rules}}"""

GROUP = f"""\
# {{title}}

{NOTICE}
Why SES refuses to do what it is asked to. [All groups](../fidelity.md) · [all texts](texts.md)

{{reasons}}"""

TEXTS = f"""\
# All texts

{NOTICE}
Every text that the mock answers a refused request with, from A to Z, with its rule and its
[grade](../fidelity.md#texts-by-grade). `{{{{x}}}}` is a placeholder.

{{texts}}"""

SMTP = f"""\
# SMTP

{NOTICE}
What SES's SMTP interface replies, and how each reply is known. [Back to fidelity](../fidelity.md)

## Commands

In the order of a session. What is grade **C** was recorded of no session: the words are our own.

{{replies}}
## Refusals

The answer to a mail, after DATA: the reply code, these words, a colon and the text of
[the rule](sending.md), which is the same for the APIs.

{{refusals}}"""

LIMITS = f"""\
# Limits

{NOTICE}
What the mock counts, and the source of each limit. [Back to fidelity](../fidelity.md)

{{limits}}"""

_LIMIT = re.compile(r'^([A-Z_0-9]+) = [^\n]*\n"""(.+?)"""', re.MULTILINE | re.DOTALL)


def entries(page: str) -> tuple[Rule | Reason, ...]:
    """The rules and reasons of a page, in its order."""
    rules = (*RULES, *(rule for rule in BULK_RULES if rule not in RULES))
    reasons = [each for subject in SUBJECTS_BY_PAGE[page] for each in REASONS_BY_SUBJECT[subject]]
    return (*(rules if page == "sending" else ()), *reasons)


def texts_of(entry: Rule | Reason) -> tuple[Text, ...]:
    return entry.texts if isinstance(entry, Rule) else (entry.text,)


def summary() -> str:
    """The page that leads to all others: how many texts there are, by page and grade."""
    rows = []
    counts = {page: _count(entries(page)) for page in SUBJECTS_BY_PAGE}
    for page, count in counts.items():
        rows.append((f"[{TITLES[page]}](fidelity/{page}.md)", *_numbers(count)))
    rows.append(("all", *_numbers(sum(counts.values(), Counter()))))
    return SUMMARY.format(counts=_table(("group", *GRADES, "all"), rows))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [tuple(head)]
    lines.append(("---",) * len(lines[0]))
    lines += map(tuple, rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _count(of: Iterable[Rule | Reason]) -> Counter[str]:
    return Counter(text.grade for entry in of for text in texts_of(entry))


def _numbers(count: Counter[str]) -> Iterator[str]:
    yield from (str(count[grade] or "") for grade in GRADES)
    yield str(count.total())


def sending() -> str:
    """The page of the rules that judge a mail."""
    order = "".join(f"{number}. {_link(rule)}\n" for number, rule in enumerate(RULES, 1))
    return SENDING.format(
        order=order,
        bulk=", ".join(map(_link, BULK_RULES)),
        bounce=", ".join(map(_link, BOUNCE_RULES)),
        rules="\n".join(map(_entry, entries("sending"))),
    )


def _link(entry: Rule | Reason) -> str:
    return f"[{entry.name}](sending.md#{entry.name})"


def group(page: str) -> str:
    """The page of the reasons of some subjects."""
    parts = []
    subjects = SUBJECTS_BY_PAGE[page]
    for subject in subjects:
        if len(subjects) > 1:
            parts.append(f"## {subject[0].upper()}{subject[1:]}\n")
        level = "###" if len(subjects) > 1 else "##"
        parts += [_entry(reason, level) for reason in REASONS_BY_SUBJECT[subject]]
    return GROUP.format(title=TITLES[page], reasons="\n".join(parts))


def _entry(entry: Rule | Reason, level: str = "###") -> str:
    """A rule or a reason below a heading that is its name, and so its address."""
    answers = [
        f"{label} `{code}` {status}"
        for label, api in (("v1", v1.API), ("v2", v2.API), ("SMTP", smtp.API))
        if api is not smtp.API or isinstance(entry, Rule)
        for code, status in [api.codes.get(entry.fault, ("", 0))]
        if code
    ]
    lines = [f"{level} {entry.name}\n", f"{entry.requires} Answer: {', '.join(answers)}.\n"]
    if entry.note:
        lines.append(f"{_linked(entry.note)}\n")
    return "\n".join(lines) + "\n" + "".join(_text(entry, text) for text in texts_of(entry))


def _text(entry: Rule | Reason, text: Text) -> str:
    """A text with its grade, what it rests on, and an address of its own."""
    rests_on = ", ".join(map(_evidence, text.evidence)) or "nothing recorded"
    return (
        f'- <a id="{anchor(entry, text)}"></a>{_words(text)}<br>\n'
        f"  **{text.grade}** {GRADES[text.grade]}: {rests_on}\n"
    )


def anchor(entry: Rule | Reason, text: Text) -> str:
    """The address of a text on its page: the rule's name and the text's words."""
    words = [
        word if word.isalnum() else unicodedata.name(word).lower().replace(" ", "-")
        for word in re.findall(r"[a-z0-9]+|(?<=')\W(?=')", text.template.lower())
    ]
    return "--".join((entry.name, "-".join(words) or "no-text"))


def _words(text: Text) -> str:
    if not text.template:
        return "no text"
    return f"`` {text.template} ``" if "`" in text.template else f"`{text.template}`"


def texts() -> str:
    """The page that lists all texts."""
    rows = sorted(
        (text.template.lower().lstrip("{'\"`"), _words(text), page, entry.name, text.grade)
        for page in SUBJECTS_BY_PAGE
        for entry in entries(page)
        for text in texts_of(entry)
        if text.template
    )
    return TEXTS.format(
        texts="".join(
            f"- {words}<br>\n  [{name}]({page}.md#{name}), {grade}\n"
            for _, words, page, name, grade in rows
        )
    )


def smtp_page() -> str:
    """The page of what is special to SMTP."""
    replies = [
        (each.to, "<br>".join(f"`{line}`" for line in each.text.template.splitlines()), each.text)
        for each in REPLIES
    ]
    refusals = [
        (f"{fault.value}", f"`{answer.code} {answer.words}`", answer)
        for fault, answer in ANSWERS.items()
    ]
    return SMTP.format(
        replies=_table(("to", "reply", "grade", "evidence"), map(_row, replies)),
        refusals=_table(("kind", "reply", "grade", "evidence"), map(_row, refusals)),
    )


def _row(given: tuple[str, str, Any]) -> tuple[str, ...]:
    what, reply, known = given
    return what, reply, known.grade, ", ".join(map(_evidence, known.evidence))


def limit_page() -> str:
    """The page of limits: their names, values and the documentation strings below them."""
    source = Path(str(limits.__file__)).read_text(encoding="utf-8")
    rows = []
    for name, said in _LIMIT.findall(source):
        linked = _linked(said)
        value = getattr(limits, name)
        values = value.values() if isinstance(value, dict) else (value,)
        shown = " / ".join(f"{each:,}".removesuffix(".0") for each in values)
        rows.append(f"- `{name}`: **{shown}**<br>\n  {' '.join(linked.split())}\n")
    return LIMITS.format(limits="".join(rows))


def _linked(said: str) -> str:
    """A sentence with its references to evidence, in square brackets, as links."""
    return re.sub(r"\[([a-z0-9-]+)\]", lambda found: f"({_evidence(found[1])})", said)


def _evidence(row: str) -> str:
    url = re.match(r"https://\S+[^\s,)]", _sources()[row])
    return f"[{row}]({url[0]})" if url else f"`{row}`"


@lru_cache(maxsize=1)
def _sources() -> dict[str, str]:
    """The source of every evidence row, by its id."""
    rows: dict[str, str] = {}
    for name in ("ses_behaviour", "found_evidence", "event_evidence"):
        for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row: dict[str, Any] = json.loads(line)
            rows[row["id"]] = row["source"]
    return rows
