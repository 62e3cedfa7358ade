"""Email addresses as SES reads them: the strict grammar of JavaMail 1.4.7, in linear time.

SES answers a bad address with the bare text of a JavaMail `AddressException`. Every recorded answer
whose address is known verbatim is the one that JavaMail 1.4.7 gives in strict mode
[javamail-base]; newer releases answer differently. `TEXTS` lists the texts with their evidence. The
tests hold this module to the address tables in `tests/data`.

An address is read in four phases:

1. a scan from left to right, which ends an address at each comma (`_Scan`);
2. a check of each address as the scan completes it, which lets a bare name pass;
3. in `parse` only, the check that there is exactly one;
4. a strict check of each: its domain, the place of its quotes, the members of a group.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.encoded_words import decode_words
from pytest_sesmock.engine.limits import MAX_ADDRESS_LENGTH
from pytest_sesmock.engine.text import Grade, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class Mailbox(NamedTuple):
    """An accepted address, as JavaMail reads it.

    Attributes:
        address: The address, trimmed, without brackets, comments and display name. A route and
            quotes are kept, and a group is kept whole.
        phrase: The display name as written, without its quotes, encoded words left alone; None if
            there is none or a blank one.
    """

    address: str
    phrase: str | None = None

    @property
    def name(self) -> str | None:
        """The display name, its RFC 2047 words decoded; None if there is none."""
        return None if self.phrase is None else decode_words(self.phrase)

    @property
    def is_group(self) -> bool:
        """Whether this is a group, such as `Team: ada@example.com, bob@example.com;`."""
        return self.address.endswith(";") and self.address.find(":") > 0

    @property
    def local_part(self) -> str:
        """What stands before the `@`, without a route; "" for a group."""
        return self._parts[0]

    @property
    def domain(self) -> str:
        """What stands after the `@`, in its original case; "" for a group."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        if self.is_group:
            return "", ""
        start = _route_end(self.address)
        at = _local_end(self.address, start, strict=False)
        return self.address[start:at], self.address[at + 1 :]


class AddressFault(NamedTuple):
    """Why SES refuses an address.

    Attributes:
        message: SES's words.
    """

    message: str


NO_DOMAIN = "Missing final '@domain'"
"""SES's answer to an address without an `@`."""

_EMPTY = "Invalid email address ."
_LINE_BREAK = "Invalid email address {address}."

# The texts that SES was seen to answer with, and their evidence.
_EVIDENCE: dict[str, tuple[Grade, str]] = {
    _EMPTY: ("A", "v2-empty-to-string empty-addr-v1"),
    _LINE_BREAK: ("A2", "addr-quoted-crlf"),
    "Missing '\"'": ("A", "missing-quote"),
    "Extra route-addr": ("A", "extra-route-addr"),
    "Nested group": ("A", "nested-group"),
    "Illegal semicolon, not in group": ("A", "illegal-semicolon"),
    "Empty address": ("A", "return-path-empty"),
    "Illegal address": ("A", "illegal-address-comma illegal-address-v2"),
    "Missing local name": ("A", "missing-local-name"),
    "Local address contains control or whitespace": (
        "A",
        "local-ctl-space local-ctl-space-raw display-crlf addr-local-ctl-v2 eai",
    ),
    "Local address contains illegal character": ("A", "local-illegal-char"),
    NO_DOMAIN: (
        "A",
        "missing-final-domain-raw-nosource missing-final-domain-from-name addr-no-at-v1 "
        "missing-final-domain-smtp missing-final-domain-login encoded-word-address "
        "bulk-bad-entry-v2 bulk-bad-replyto",
    ),
    "Missing domain": (
        "A",
        "missing-domain-trailing-dot-or-quoted-at addr-missing-domain bulk-bad-entry-v1",
    ),
    "Domain starts with dot": ("C", "domain-starts-dot-v2 javamail-base"),
    "Domain contains control or whitespace": (
        "A",
        "domain-ctl val-domain-ctl-2015 addr-domain-nonascii",
    ),
    "Domain contains illegal character": ("A", "domain-illegal-char"),
    "Domain ends with dot": ("A", "boto2-strings"),
}
# The other texts of JavaMail 1.4.7: SES was never seen to use these.
_JAVAMAIL_ONLY = (
    *("Missing ')'", "Missing '('", "Missing ']'", "Missing '>'", "Missing '<'"),
    *("Illegal route-addr", "Unterminated quote", "Domain contains dot-dot"),
    *("Quote not at start of local address", "Quote not at end of local address"),
)

TEXTS = (
    *(Text(text, grade, tuple(rows.split())) for text, (grade, rows) in _EVIDENCE.items()),
    *(Text(text, "C", ("javamail-base",)) for text in _JAVAMAIL_ONLY),
)
"""Every text that an `AddressFault` can hold; `{address}` stands for the address as given."""

# Plain addresses, bare or `Name <address>`: nearly all in practice, and they need no full grammar.
_PLAIN = re.compile(
    r"(?:(?P<phrase>[A-Za-z0-9](?:[A-Za-z0-9 .'_-]*[A-Za-z0-9.'_-])?) <)?"
    r"(?P<address>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)"
    r"(?(phrase)>)"
)


def judge(text: str) -> Mailbox | AddressFault:
    """Read one address given as an API parameter, as SES does.

    Two of SES's answers are not JavaMail's: the one to an empty string [empty-addr-v1] and the one
    to a line break inside a quoted local part [addr-quoted-crlf].
    """
    if not text:
        return AddressFault(_EMPTY)
    verdict = parse(text)
    # Which text wins if JavaMail has a fault as well was never seen; grade C: JavaMail's.
    if isinstance(verdict, Mailbox) and verdict.address.startswith('"'):
        local_part = verdict.local_part
        if "\r" in local_part or "\n" in local_part:
            return AddressFault(_LINE_BREAK.format(address=text))
    return verdict


def parse(text: str) -> Mailbox | AddressFault:
    """Read one address as JavaMail 1.4.7 does in strict mode.

    JavaMail crashes on a comment both before and after `<...>`, and on a comment that is a single
    quote character. Here the later comment, or the quote character, becomes the display name.
    """
    if plain := _PLAIN.fullmatch(text):
        return Mailbox(plain["address"], plain["phrase"])
    try:
        (mailbox,) = _parse_strictly(text, list_allowed=False)
    except _FaultError as fault:
        return AddressFault(str(fault))
    return mailbox


def parse_header(text: str) -> tuple[Mailbox, ...] | AddressFault:
    """Read the address list of a header field, as JavaMail 1.4.7 does in strict mode.

    Each address must be one that `parse` accepts. The list may be empty.
    """
    if plain := _PLAIN.fullmatch(text):
        return (Mailbox(plain["address"], plain["phrase"]),)
    try:
        return tuple(_parse_strictly(text, list_allowed=True))
    except _FaultError as fault:
        return AddressFault(str(fault))


def parse_group(group: Mailbox) -> tuple[Mailbox, ...]:
    """Read the members of a group; they need no domain."""
    inside = group.address[group.address.index(":") + 1 : -1]
    return tuple(_Scan(inside).read())


def members(mailboxes: Iterable[Mailbox]) -> Iterator[Mailbox]:
    """The mailboxes one by one: for a group its members [doc-group-list]."""
    for mailbox in mailboxes:
        yield from parse_group(mailbox) if mailbox.is_group else (mailbox,)


def bare_address(text: str) -> str:
    """The address in a text, without its display name; the whole text if it cannot be read."""
    mailbox = parse(text)
    return mailbox.address if isinstance(mailbox, Mailbox) else text


@lru_cache(maxsize=1024)
def destination(text: str) -> str:
    """Where mail to an address goes: equal for two texts that differ in name or domain case only.

    The whole text if it cannot be read.
    """
    mailbox = parse(text)
    if isinstance(mailbox, AddressFault) or mailbox.is_group:
        return text
    return f"{mailbox.local_part}@{mailbox.domain.lower()}"


def echo_if_too_long(text: str) -> str | None:
    """An address that is too long, in the form in which SES echoes it; None for any other text.

    SES checks syntax before length [addr-before-cs], so a text that `judge` refuses is not too
    long.
    """
    # Settles nearly all: a character takes at most two units, quotes and brackets five together.
    if 2 * len(text) + 5 <= MAX_ADDRESS_LENGTH:
        return None
    verdict = judge(text)
    if isinstance(verdict, AddressFault) or length_in_ses_units(verdict) <= MAX_ADDRESS_LENGTH:
        return None
    return unicode_form(verdict)


def length_in_ses_units(mailbox: Mailbox) -> int:
    """The length as SES measures it: UTF-16 units of the `unicode_form` [addr-len-320]."""
    return len(unicode_form(mailbox).encode("utf-16-le", "surrogatepass")) // 2


def unicode_form(mailbox: Mailbox) -> str:
    """`Name <address>` as JavaMail's `toUnicodeString` writes it.

    The name is quoted only if it contains a special or non-ASCII character; its encoded words are
    left alone [addr-len-320] [addr-len-headers]. Without a name, an address with specials is put in
    brackets, as JavaMail does (grade C).
    """
    address, phrase = mailbox
    if phrase is not None:
        if re.search(r'[()<>@,;:\\".\[\]]|[^\t\r\n -~]', phrase):
            phrase = '"' + re.sub(r'(["\\])', r"\\\1", phrase) + '"'
        return f"{phrase} <{address}>"
    if mailbox.is_group or not re.search(r'[()<>,;:\\"\[\]]', address):
        return address
    return f"<{address}>"


class _FaultError(Exception):
    """The first fault, with its text; never leaves this module."""


JAVA_BLANKS = "".join(map(chr, range(0x21)))
"""The characters that Java trims from the ends of a text."""

# Blanks between tokens are skipped.
_TOKEN = re.compile(
    r"""
      "[^"\\]* (?: \\. [^"\\]* )* "
    | (?P<literal> \[ [^]\\]* (?: \\. [^]\\]* )* ] )  # never begins an address
    | < (?: [^"\\>]+ | \\. | "[^"\\]* (?: \\. [^"\\]* )* " )* (?P<closed> > )?
    | [()>"\[,:;]  # a quote or bracket here, other than the first, has no partner
    | [^ \t\r\n()<>"\[,:;] [^()<>"\[,:;]*
    """,
    re.DOTALL | re.VERBOSE,
)
_COMMENT_MARK = re.compile(r"\\.|[()]", re.DOTALL)


class _Scan:
    """Phases 1 and 2: one pass over an address list, token by token."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.mailboxes: list[Mailbox] = []
        self.in_group = False
        self.forget()

    def forget(self) -> None:
        """Start over with the next address."""
        self.start: int | None = None
        self.end: int | None = None
        self.phrase: str | None = None
        self.is_angled = False

    def read(self) -> list[Mailbox]:
        """Read every address of the text, loosely checked; the first fault is raised."""
        while token := _TOKEN.search(self.text, self.position):
            self.position = token.end()
            if fault := _UNMATCHED.get(token[0]):
                raise _FaultError(fault)
            if not token["literal"]:
                _READERS.get(token[0][0], _Scan.begin)(self, token)
        self.complete(len(self.text))
        return self.mailboxes

    def begin(self, token: re.Match[str]) -> None:
        if self.start is None:
            self.start = token.start()

    def complete(self, stop: int) -> None:
        """End the address being read, if any, at `stop` or where it has ended before."""
        if self.start is not None:
            end = stop if self.end is None else self.end
            address = self.text[self.start : end].strip(JAVA_BLANKS)
            _check(address, route_allowed=self.is_angled, strict=False)
            self.mailboxes.append(Mailbox(address, _unquote(self.phrase or "")))
        self.forget()

    def comment(self, token: re.Match[str]) -> None:
        depth = 0
        for mark in _COMMENT_MARK.finditer(self.text, token.start()):
            depth += (mark[0] == "(") - (mark[0] == ")")
            if depth == 0:
                break
        else:
            raise _FaultError("Missing ')'")
        self.position = mark.end()
        if self.start is not None and self.end is None:
            self.end = token.start()
        if self.phrase is None:
            self.phrase = self.text[token.end() : mark.start()]

    def angle(self, token: re.Match[str]) -> None:
        if self.is_angled:
            raise _FaultError("Extra route-addr")
        if not token["closed"]:  # the text ends, or a quote is not closed
            in_quotes = self.text.startswith('"', token.end())
            raise _FaultError("Missing '\"'" if in_quotes else "Missing '>'")
        if not self.in_group:
            self.phrase = None if self.start is None else self.text[self.start : token.start()]
            self.start = token.start() + 1
        self.end = token.end() - 1
        self.is_angled = True

    def colon(self, token: re.Match[str]) -> None:
        if self.in_group:
            raise _FaultError("Nested group")
        self.begin(token)
        self.in_group = True

    def semicolon(self, token: re.Match[str]) -> None:
        if self.start is not None:
            if not self.in_group:
                raise _FaultError("Illegal semicolon, not in group")
            self.mailboxes.append(Mailbox(self.text[self.start : token.end()].strip(JAVA_BLANKS)))
            self.in_group = False
        self.forget()

    def comma(self, token: re.Match[str]) -> None:
        if self.in_group:
            self.is_angled = False
        else:
            self.complete(token.start())


_UNMATCHED = {'"': "Missing '\"'", "[": "Missing ']'", ")": "Missing '('", ">": "Missing '<'"}
_READERS: dict[str, Callable[[_Scan, re.Match[str]], None]] = {
    "(": _Scan.comment,
    "<": _Scan.angle,
    ":": _Scan.colon,
    ";": _Scan.semicolon,
    ",": _Scan.comma,
}


def _unquote(phrase: str) -> str | None:
    """Take away the quotes around the whole of a display name."""
    phrase = phrase.strip(JAVA_BLANKS)
    if len(phrase) > 1 and phrase.startswith('"') and phrase.endswith('"'):
        phrase = re.sub(r"\\(.)", r"\1", phrase[1:-1], flags=re.DOTALL)
    return phrase if phrase.strip(JAVA_BLANKS) else None


def _parse_strictly(text: str, *, list_allowed: bool) -> list[Mailbox]:
    """Read addresses in all four phases, or without the third if a list is allowed."""
    mailboxes = _Scan(text).read()
    if len(mailboxes) != 1 and not list_allowed:
        raise _FaultError("Illegal address")
    for mailbox in mailboxes:
        if mailbox.is_group:
            parse_group(mailbox)
        else:
            _check(mailbox.address, route_allowed=True, strict=True)
    return mailboxes


def _check(address: str, *, route_allowed: bool, strict: bool) -> None:
    """Phase 2, or its strict repetition in phase 4."""
    if not address:
        raise _FaultError("Empty address")
    at = _local_end(address, _route_end(address) if route_allowed else 0, strict=strict)
    if at < len(address):
        _check_domain(address, at + 1)
    elif address.endswith("@"):
        # A backslash hides it, so it ends no local part; JavaMail still wants a domain after it.
        raise _FaultError("Missing domain")
    elif strict:
        raise _FaultError(NO_DOMAIN)


def _route_end(address: str) -> int:
    """Where the mailbox begins after a route such as `@relay1,@relay2:`."""
    start = 0
    if address.startswith("@"):
        for mark in re.finditer("[,:]", address):
            if address[start] != "@":
                raise _FaultError("Illegal route-addr")
            start = mark.end()
            if mark[0] == ":":
                break
    return start


# In a local part a backslash hides the next character, even if it is hidden itself, so a run of
# backslashes hides the character after it. JavaMail counts UTF-16 units: of a character beyond
# U+FFFF it hides one half, and the other half counts as a control.
_LOCAL_MARK = re.compile(
    r"""
      \\+ [^\\\U00010000-\U0010ffff]?
    | "[^"\\]* (?: \\+ [^\\] [^"\\]* )* (?P<closed> " )?
    | [^!#-'*+./0-9=?A-Z^-~-]
    """,
    re.DOTALL | re.VERBOSE,
)
_DOMAIN_MARK = re.compile(r"\.\.|[^A-Za-z0-9.-]")


def _local_end(address: str, start: int, *, strict: bool) -> int:
    """Where the `@` is that ends the local part; the length of `address` if there is none."""
    for mark in _LOCAL_MARK.finditer(address, start):
        match mark[0][0]:
            case "\\":
                continue
            case '"':
                _check_quote(mark, strict=strict)
            case "@" if mark.start() == 0:
                raise _FaultError("Missing local name")
            case "@":
                return mark.start()
            case character if _is_control(character):
                raise _FaultError("Local address contains control or whitespace")
            case _:
                raise _FaultError("Local address contains illegal character")
    return len(address)


def _check_quote(quote: re.Match[str], *, strict: bool) -> None:
    if strict and quote.start() != 0:
        raise _FaultError("Quote not at start of local address")
    if not quote["closed"]:
        raise _FaultError("Unterminated quote")
    if strict and quote.string[quote.end() : quote.end() + 1] not in {"", "@"}:
        raise _FaultError("Quote not at end of local address")


def _check_domain(address: str, start: int) -> None:
    if start == len(address):
        raise _FaultError("Missing domain")
    if address[start] == ".":
        raise _FaultError("Domain starts with dot")
    mark = _DOMAIN_MARK.search(address, start)
    if mark is None:
        if address.endswith("."):
            raise _FaultError("Domain ends with dot")
    elif mark[0] == "..":
        raise _FaultError("Domain contains dot-dot")
    elif _is_control(mark[0]):
        raise _FaultError("Domain contains control or whitespace")
    elif mark[0] != "[":  # JavaMail checks nothing after it
        raise _FaultError("Domain contains illegal character")


def _is_control(character: str) -> bool:
    """Whether JavaMail 1.4.7 calls it a control: blanks count, and everything beyond ASCII."""
    return not "!" <= character <= "~"
