"""The one-time code in a mail: which of its numbers a reader would type.

A number is a code because something introduces it: a word such as code or TAN right before or
behind it, or on a line above if the number has a line of its own. What anything else introduces, as
in "order 10048" or "ending in 4242", or what has a unit, as in "3600 seconds", is none. So the rule
need not know everything that is no code.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.outbox import code_words
from pytest_sesmock.outbox.code_words import any_of, fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Candidate(NamedTuple):
    """A number, or what looks like one, that a mail holds.

    Attributes:
        code: What one would type.
        line: The line it is on.
        rank: How surely it is a code; 0 is the surest. None if it is something else.
    """

    code: str
    line: str
    rank: int | None


# What surely is one: introduced in so many words.
_SURE = 0
# Introduced from some distance.
_LIKELY = 1
# Nothing says that it is something else, and the message speaks of a code.
_POSSIBLE = 2


def candidates(subject: str, bodies: Sequence[str]) -> list[Candidate]:
    """What may be a code in the texts of a message, in order."""
    heading = fold(subject[:_LONGEST_CONTEXT])
    is_announced = _names_code(heading) and not _POINTS_AWAY.search(heading)
    texts = [_lines(text) for text in (subject, *bodies)]
    is_list = any(_LIST.search(fold(line)) for lines in texts for line in lines)
    return [
        each
        for lines in texts
        for each in _Reading(lines, is_announced=is_announced, is_list=is_list).judge()
    ]


# Lines

_WORDS = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[^\s@]{1,64}@\S+|(?<!\S)[\w.-]{1,99}\.[a-z]{2,}/\S+", re.IGNORECASE
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)\s*\d{4}(?:\s*[-\u2013]\s*\d{4})?", re.IGNORECASE
)
# Joiners, marks of direction, soft hyphens: nobody sees them.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")
_UNDERLINING = re.compile(r"(?<!\w)_+|_(?!\w)")
_SOMETHING = "\ufffc"


def _lines(text: str) -> list[str]:
    """The lines of a text that hold anything; signs in boxes of their own are one line."""
    text = _FOREIGN_DIGIT.sub(
        lambda digit: str(unicodedata.decimal(digit[0])), _UNSEEN.sub("", text)
    )
    text = _COPYRIGHT.sub(_SOMETHING, _ADDRESS.sub(_SOMETHING, text))
    lines: list[str] = []
    in_boxes = False
    for line in (" ".join(_UNDERLINING.sub(" ", line).split()) for line in text.split("\n")):
        is_dash = in_boxes and len(line) == 1 and line in _DASHES
        if not is_dash and not _WORDS.search(line):
            continue
        is_box = is_dash or (len(line) == 1 and line.isalnum())
        if is_box and in_boxes:
            lines[-1] += f" {line}"
        else:
            lines.append(line)
        in_boxes = is_box
    return lines


# What codes look like

_DASHES = "\u2010\u2011\u2012\u2013\u2212\u00b7\u2022\u2027-"
_LETTER = r"[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_SHAPE = re.compile(
    rf"""
    (?<! {_LETTER} ) (?<! [/@$€£¥₹₩₽+] ) (?<! \d[.,:/'\u2019{_DASHES}] )
    (?:
        (?<! \b\d[ ] ) (?P<boxes>
            [A-Z\d] (?: [ ] (?: [|{_DASHES}][ ] )? [A-Z\d] ){{3,9}}
        ) (?! [ ]\w\b )
      | (?P<groups>
            \d{{2,4}} (?P<gap> [ ]? [{_DASHES}] [ ]? | [ ] ) \d{{2,4}}
            (?: (?P=gap) \d{{2,4}} )*
        )
      | (?P<digits> \d{{4,9}} )
      | (?P<mixed> (?= [A-Za-z-]{{0,20}} \d ) [A-Za-z\d]{{1,10}} (?: - [A-Za-z\d]{{1,10}} ){{0,5}} )
      | (?P<letters> [A-Z]{{3,4}} (?: - [A-Z]{{3,4}} ){{1,3}} | [B-DF-HJ-NP-TV-XZ]{{6,8}} )
    )
    (?! {_LETTER} | [/@%°$€£¥₹₩₽] | [.,:'\u2019]\d | [{_DASHES}]\w )
    """,
    re.VERBOSE,
)
_SEPARATORS = re.compile(f"[ |{_DASHES}]")
_DATE = re.compile(
    r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:19|20)\d\d)?"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:\d\d|(?:19|20)\d\d)"
)


class _Spot(NamedTuple):
    """A place in a line that looks like a code."""

    code: str
    start: int
    end: int
    is_number: bool  # of digits alone
    is_date: bool  # it may well be a year or a date


def _spots(line: str, *, is_list: bool) -> Iterator[_Spot]:
    for match in _SHAPE.finditer(line):
        found = match[0]
        if match["groups"]:
            yield from _groups(match, is_list=is_list)
        elif match["boxes"]:
            code = _SEPARATORS.sub("", found)
            if code.isdecimal() or _has_both(code):
                yield _spot(code, match.span())
        elif match["mixed"]:
            if _is_mixed(found):
                yield _spot(found, match.span())
        else:
            yield _spot(found, match.span())


def _spot(code: str, span: tuple[int, int]) -> _Spot:
    return _Spot(code, *span, code.isdecimal(), bool(_DATE.fullmatch(code)))


def _groups(match: re.Match[str], *, is_list: bool) -> Iterator[_Spot]:
    """One code of groups of one size, or in a list of codes each group; no telephone number."""
    code = _SEPARATORS.sub("", match[0])
    sizes = {len(each) for each in _SEPARATORS.split(match[0]) if each}
    if is_list and match["gap"] == " " and sizes == {4}:
        yield from (_spot(each[0], each.span()) for each in re.finditer(r"\d+", match[0]))
    elif len(sizes) == 1 and 4 <= len(code) <= 9:
        yield _spot(code, match.span())


def _has_both(text: str) -> bool:
    return any(map(str.isdecimal, text)) and any(map(str.isalpha, text))


def _is_mixed(text: str) -> bool:
    """Whether letters and digits are mixed as nobody writes a word, a unit or a model's name."""
    groups = text.split("-")
    if not _has_both(text) or len(text) < 4 or max(map(len, groups)) > 8:
        return False
    return text.isupper() or not (_UNIT_JOINED.fullmatch(text) or any(map(_WORD.fullmatch, groups)))


_UNIT_JOINED = re.compile(r"\d{1,4}[a-z]{1,4}")
_WORD = re.compile(r"(?=.{3})[A-Za-z]*[aeiouy][A-Za-z]*")


# What surrounds them

_LIST = re.compile(any_of(code_words.LISTS))
_MARK = re.compile(
    rf"(?P<foreign>{any_of(code_words.FOREIGN_CODES)})"
    rf"|(?P<code>{any_of(code_words.CODES)}|{any_of(code_words.LISTS)})"
    rf"|(?P<other>{any_of(code_words.OTHERS)})"
)
_LINK = any_of(code_words.LINKS)
# Each word is taken whole, as "as your" is one, and also two: else there are too many ways to try.
_LINKED = re.compile(
    rf"[\W_]*(?:(?=(?P<word>{any_of(code_words.LINKS, code_words.QUALIFIERS)}))(?P=word)[\W_]*)*"
)
_ENDS_LINKED = re.compile(rf"(?:{_LINK}|[:=\uff1a])[^\w\s]*\s*$")
_NAMED_NEXT = re.compile(rf"\s*{any_of(code_words.CODES)}")
_ENDS_PHRASE = re.compile(rf"\s*(?:$|[^\w\s]|{_LINK}|{any_of(code_words.ALLIES)})")
_ENDS_IN_SENTENCE = re.compile(rf"^[^,;:]*{_LINK}\W*$")
_STARTS_LINKED = re.compile(rf"\s*(?:{_LINK}|[:=\uff1a\u2013\u2014,|-])")
_POINTS_DOWN = re.compile(rf"{any_of(code_words.VERBS)}|{any_of(code_words.POINTERS)}")
_POINTS_AWAY = re.compile(any_of(code_words.NOT_HERE))
_TO_BE_USED = re.compile(rf"\W*(?:\w\W*)?{any_of(code_words.VERBS)}")
_TOLD_TO_USE = re.compile(rf"(?:{any_of(code_words.VERBS)}|{any_of(code_words.WITH)})\W*$")
_SET_OFF = re.compile(r"[^\w\s.,;!?*#%&]\s*[*#]*$")
_MASKED = re.compile(r"(?:[*\u2022\u25cf\u00b7]{2,}|\b[x]{2,})[\s-]*$")
_UNIT = re.compile(rf"[\s-]?{any_of(code_words.UNITS)}")
_STREET = re.compile(rf"(?:\s+\w+){{0,3}}\s+{any_of(code_words.STREETS)}")
_PROMOTION = re.compile(any_of(code_words.PROMOTIONS))
_ALLIED = re.compile(rf"[\s,;/|]*(?:{any_of(code_words.ALLIES)}[\s,;/|]*)?")
_SENTENCE_END = re.compile(r"(\w*)(?:[.!?]+(?=\s)|[\u3002\uff01\uff1f])")
_STOPS = (".", "!", "?", "\u3002", "\uff01", "\uff1f")
_LONGEST_CONTEXT = 160
_LINES_ABOVE = 4
_MOST_LINES = 20
_LONGEST_LABEL = 5


class _Introduction(Enum):
    """How what stands before a number introduces it."""

    AS_CODE = auto()  # "your code is"
    PERHAPS = auto()  # "your code for order 7 is", with something in between
    NOT_AT_ALL = auto()  # the start of a sentence, "use", a bracket
    BY_SOME_WORD = auto()  # "please"
    AS_OTHER = auto()  # "order"


def _introduction(before: str) -> _Introduction:
    sentence = _last_sentence(before)
    marks = list(_MARK.finditer(sentence))
    names_code = any(mark["code"] for mark in marks)
    if marks and _LINKED.fullmatch(sentence, marks[-1].end()):
        if marks[-1]["code"]:
            return _Introduction.AS_CODE
        # "the code for your order is", but not "your code and order: "
        is_said_of_code = names_code and _ENDS_IN_SENTENCE.search(sentence)
        return _Introduction.PERHAPS if is_said_of_code else _Introduction.AS_OTHER
    is_linked = _ENDS_LINKED.search(sentence)
    if names_code and is_linked:
        return _Introduction.PERHAPS
    starts = not sentence.strip(" *#>|\ufffc") or _TOLD_TO_USE.search(sentence)
    if starts or (_SET_OFF.search(sentence) and not (marks and is_linked)):
        return _Introduction.NOT_AT_ALL
    return _Introduction.BY_SOME_WORD


def _last_sentence(text: str) -> str:
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end[1] not in code_words.ABBREVIATIONS:
            start = end.end()
    return text[start:]


def _first_sentence(text: str) -> str:
    end = _SENTENCE_END.search(text)
    return text[: end.start(0) + len(end[1])] if end else text


def _names_code(text: str) -> bool:
    return any(mark["code"] for mark in _MARK.finditer(text))


def _is_named_behind(after: str) -> bool:
    """Whether what stands behind a number calls it a code: "is your code"."""
    sentence = _first_sentence(after)
    mark = _MARK.search(sentence)
    if not mark or not mark["code"]:
        return False
    between = sentence[: mark.start()]
    return not between.strip() or bool(_STARTS_LINKED.match(between))


def _is_amount(spot: _Spot, before: str, after: str) -> bool:
    """Whether a number counts something, is a part of one, or saves money."""
    sentence = _last_sentence(before) + _first_sentence(after)
    # A word with a number, as in SUMMER25, has its discount in the next sentence, too.
    around = sentence if spot.is_number else before + after
    is_masked = _MASKED.search(before) and not after.lstrip().startswith("*")
    is_counted = _UNIT.match(after) or _STREET.match(after)
    return bool(is_counted or is_masked or _PROMOTION.search(around))


class _Reading:
    """One text of a message, read for its codes."""

    def __init__(self, lines: list[str], *, is_announced: bool, is_list: bool) -> None:
        self._lines = lines
        self._spots = [list(_spots(line, is_list=is_list)) for line in lines]
        self._code_ends = [0] * len(lines)  # where the last code of a line ends
        self._is_announced = is_announced

    def judge(self) -> Iterator[Candidate]:
        for number, (line, spots) in enumerate(zip(self._lines, self._spots, strict=True)):
            if not spots:
                continue
            by_lines = self._rank_by_lines(number)
            rank: int | None = None
            end = 0
            for spot in spots:
                is_allied = rank is not None and _ALLIED.fullmatch(
                    fold(line[end : spot.start][:40])
                )
                end = spot.end
                if not is_allied:
                    of_line = by_lines if spot is spots[0] else None
                    rank = min(self._clues(number, spot, of_line), default=None)
                if rank is not None:
                    self._code_ends[number] = spot.end
                yield Candidate(spot.code, line, rank)

    def _clues(self, number: int, spot: _Spot, by_lines: int | None) -> Iterator[int]:
        """How surely a number is a code by each thing around it that says so."""
        line = self._lines[number]
        before = fold(line[max(0, spot.start - _LONGEST_CONTEXT) : spot.start])
        after = fold(line[spot.end : spot.end + _LONGEST_CONTEXT])
        introduction = _introduction(before)
        if _is_amount(spot, before, after) or introduction is _Introduction.AS_OTHER:
            return
        if introduction is _Introduction.AS_CODE:
            yield _SURE
        elif introduction is _Introduction.BY_SOME_WORD:
            if spot.is_number and _NAMED_NEXT.match(after):
                yield _LIKELY
        elif spot.is_date:
            if by_lines is not None and self._is_labelled(number):
                yield by_lines
        else:
            is_said_to_be_one = introduction is _Introduction.PERHAPS and _ENDS_PHRASE.match(after)
            if is_said_to_be_one or _is_named_behind(after):
                yield _SURE
            if by_lines is not None and (spot.is_number or by_lines < _POSSIBLE):
                yield by_lines
            if spot.is_number and self._is_spoken_of(before, after):
                yield _POSSIBLE

    def _is_spoken_of(self, before: str, after: str) -> bool:
        """Whether the sentence around a number speaks of a code, or says what to do with one."""
        if _names_code(_last_sentence(before)) or _names_code(_first_sentence(after)):
            return True
        is_to_be_used = _TOLD_TO_USE.search(before) or _TO_BE_USED.match(after)
        return self._is_announced and bool(is_to_be_used)

    def _rank_by_lines(self, number: int) -> int | None:
        """How surely the lines around it make what begins a line a code."""
        line, spots = self._lines[number], self._spots[number]
        if _WORDS.search(line, 0, spots[0].start):
            return None
        distance = self._distance_of_announcement(number)
        if not self._is_alone(number):
            above = fold(self._lines[number - 1][-_LONGEST_CONTEXT:]) if number else ""
            if distance != 1 or above.endswith(_STOPS):
                return None
            return _LIKELY if _ENDS_LINKED.search(above) else _POSSIBLE
        if distance is not None:
            return (None, _SURE, _LIKELY, _LIKELY, _POSSIBLE)[distance]
        below = fold("".join(self._lines[number + 1 : number + 2])[:_LONGEST_CONTEXT])
        if _is_named_behind(below) or _is_caption(below):
            self._code_ends[number + 1] = len(self._lines[number + 1])
            return _LIKELY
        return _POSSIBLE if _names_code(below) or self._is_announced else None

    def _is_labelled(self, number: int) -> bool:
        """Whether the line above is a label for a code, as a year has none."""
        above = fold(self._lines[number - 1][-_LONGEST_CONTEXT:]) if number else ""
        return not above.endswith(_STOPS) and _introduction(above) is _Introduction.AS_CODE

    def _is_alone(self, number: int) -> bool:
        """Whether a line holds nothing but codes."""
        line, end = self._lines[number], 0
        if not self._spots[number]:
            return False
        for spot in self._spots[number]:
            if _WORDS.search(line, end, spot.start):
                return False
            end = spot.end
        return not _WORDS.search(line, end)

    def _distance_of_announcement(self, number: int) -> int | None:
        """How many lines above a code is announced; 0 if something else is, None if nothing is."""
        distance = 0
        for above in range(number - 1, max(-1, number - 1 - _MOST_LINES), -1):
            if self._is_alone(above):
                continue  # what announces one code of a list announces them all
            distance += 1
            reach = self._reach(above)
            if reach is not None:
                return distance if reach >= distance else 0 if reach == 0 else None
            if distance == _LINES_ABOVE:
                return None
        return None

    def _reach(self, number: int) -> int | None:
        """How far below a line announces a code; 0 if something else, None if it says nothing."""
        # What stands before a code has announced that one.
        line = fold(self._lines[number][self._code_ends[number] :][-2 * _LONGEST_CONTEXT :])
        sentence = _last_sentence(line)
        marks = list(_MARK.finditer(sentence))
        last = marks[-1] if marks and not marks[-1]["code"] else None
        is_label = last and _LINKED.fullmatch(sentence, last.end())
        names_code = any(mark["code"] for mark in marks)
        is_short = len(_WORDS.findall(sentence)) <= _LONGEST_LABEL
        # "Order number" announces an order; "enter the code for this order:" does not.
        if is_label and (not line.endswith((":", "\uff1a")) if names_code else is_short):
            return 0
        if not _names_code(line):
            return None
        if not line.endswith(_STOPS) or _POINTS_DOWN.search(line):
            return _LINES_ABOVE
        return 0 if _POINTS_AWAY.search(line) else 1


def _is_caption(line: str) -> bool:
    return _names_code(line) and len(_WORDS.findall(line)) <= _LONGEST_LABEL
