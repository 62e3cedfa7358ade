"""What Amazon SES makes of an e-mail address: the strict grammar of JavaMail 1.4.7, in linear time.

SES answers a bad address with the bare text of a JavaMail `AddressException`. Every recorded answer
whose address is known verbatim is the one JavaMail 1.4.7 gives in strict mode [javamail-base];
newer releases answer otherwise. `TEXTS` lists the texts with their evidence, and the address
tables in `tests/data` are what this module is held against.

An address is read in four phases:

1. a scan from left to right, which ends an address at each comma (`_Scan`);
2. a check of every address as the scan completes it, which lets a bare name pass;
3. the demand that there is exactly one (`parse` only);
4. a strict check of each: a domain, quotes in their place, the members of a group.
"""

from __future__ import annotations

import binascii
import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from pytest_sesmock.engine.limits import MAX_ADDRESS_LENGTH
from pytest_sesmock.engine.text import Grade, Text

if TYPE_CHECKING:
    from collections.abc import Callable


class Mailbox(NamedTuple):
    """What JavaMail makes of an accepted address.

    `address` is trimmed, and free of brackets, comments and the display name; a route and quotes
    are kept, and a group is kept whole. `phrase` is the display name as written: unquoted, its
    encoded words left alone, None when there is none or a blank one.
    """

    address: str
    phrase: str | None = None

    @property
    def name(self) -> str | None:
        """The display name, its RFC 2047 words decoded; None when there is none."""
        return None if self.phrase is None else decoded(self.phrase)

    @property
    def group(self) -> bool:
        """Whether this is a group, such as `Team: ada@example.com, bob@example.com;`."""
        return self.address.endswith(";") and self.address.find(":") > 0

    @property
    def local_part(self) -> str:
        """What the address has before the `@` of its domain, without a route; "" for a group."""
        return self._parts[0]

    @property
    def domain(self) -> str:
        """What the address has behind the `@` of its domain, case as given; "" for a group."""
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        if self.group:
            return "", ""
        start = _route_end(self.address)
        at = _local_end(self.address, start, strict=False)
        return self.address[start:at], self.address[at + 1 :]


class AddressFault(NamedTuple):
    """Why an address is refused: `message` is the text SES answers with."""

    message: str


NO_DOMAIN = "Missing final '@domain'"
"""What SES says of an address without an `@`."""

_EMPTY = "Invalid email address ."
_LINE_BREAK = "Invalid email address {address}."

# Evidence by text. What has none SES was never seen to say; JavaMail 1.4.7 does, whose other texts
# SES uses.
_SEEN: dict[str, tuple[Grade, str]] = {
    _EMPTY: ("A", "v2-empty-to-string empty-addr-v1"),
    _LINE_BREAK: ("A2", "addr-quoted-crlf"),
    "Missing '\"'": ("A", "missing-quote"),
    "Extra route-addr": ("A", "extra-route-addr"),
    "Nested group": ("A", "nested-group"),
    "Illegal semicolon, not in group": ("A", "illegal-semicolon"),
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
_INFERRED = (
    *("Missing ')'", "Missing '('", "Missing ']'", "Missing '>'", "Missing '<'"),
    *("Empty address", "Illegal route-addr", "Unterminated quote", "Domain contains dot-dot"),
    *("Quote not at start of local address", "Quote not at end of local address"),
)

TEXTS = (
    *(Text(text, grade, tuple(rows.split())) for text, (grade, rows) in _SEEN.items()),
    *(Text(text, "C", ("javamail-base",)) for text in _INFERRED),
)
"""Every text an `AddressFault` can hold, `{address}` standing for the address as given."""

# Plain addresses, bare or `Name <address>`: nearly all there are, and none needs the full grammar.
_PLAIN = re.compile(
    r"(?:(?P<phrase>[A-Za-z0-9](?:[A-Za-z0-9 .'_-]*[A-Za-z0-9.'_-])?) <)?"
    r"(?P<address>[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*)"
    r"(?(phrase)>)"
)


def judge(text: str) -> Mailbox | AddressFault:
    """Read one address given as an API parameter, answering as SES does.

    Two answers of SES are not JavaMail's: that for an empty string [empty-addr-v1], and that for a
    line break inside a quoted local part [addr-quoted-crlf].
    """
    if not text:
        return AddressFault(_EMPTY)
    judged = parse(text)
    # Which text wins when JavaMail too has something to say was never seen: its own (grade C).
    if isinstance(judged, Mailbox) and judged.address.startswith('"'):
        local_part = judged.local_part
        if "\r" in local_part or "\n" in local_part:
            return AddressFault(_LINE_BREAK.format(address=text))
    return judged


def parse(text: str) -> Mailbox | AddressFault:
    """Read one address as JavaMail 1.4.7 does in strict mode.

    JavaMail crashes, without a verdict, on a comment both before and behind `<...>` and on one that
    is a single quote character; here the later comment, or the quote character, is the name.
    """
    if plain := _PLAIN.fullmatch(text):
        return Mailbox(plain["address"], plain["phrase"])
    try:
        (mailbox,) = _strict(text, list_allowed=False)
    except _RefusedError as refused:
        return AddressFault(str(refused))
    return mailbox


def parse_header(text: str) -> tuple[Mailbox, ...] | AddressFault:
    """Read the address list of a header, as JavaMail 1.4.7 does in strict mode.

    Each element obeys the rules of `parse`. The list may be empty.
    """
    if plain := _PLAIN.fullmatch(text):
        return (Mailbox(plain["address"], plain["phrase"]),)
    try:
        return tuple(_strict(text, list_allowed=True))
    except _RefusedError as refused:
        return AddressFault(str(refused))


def members(group: Mailbox) -> tuple[Mailbox, ...]:
    """The addresses in a group; they need no domain."""
    inside = group.address[group.address.index(":") + 1 : -1]
    return tuple(_Scan(inside).mailboxes())


def too_long(text: str) -> str | None:
    """The form in which SES echoes an address that is too long for it; None for any other text.

    SES looks at lengths after syntax [addr-before-cs], so no text that `judge` refuses is too long.
    """
    # Nearly always: no character takes more than two units, and quotes and brackets take five.
    if 2 * len(text) + 5 <= MAX_ADDRESS_LENGTH:
        return None
    judged = judge(text)
    if isinstance(judged, AddressFault) or length_in_ses_units(judged) <= MAX_ADDRESS_LENGTH:
        return None
    return unicode_form(judged)


def length_in_ses_units(mailbox: Mailbox) -> int:
    """The length that SES measures: of `unicode_form`, in UTF-16 units [addr-len-320]."""
    return len(unicode_form(mailbox).encode("utf-16-le", "surrogatepass")) // 2


def unicode_form(mailbox: Mailbox) -> str:
    """`Name <address>` as JavaMail's `toUnicodeString` writes it.

    The name is quoted only where it holds a special or a non-ASCII character, and its encoded words
    are left alone [addr-len-320] [addr-len-headers]. Without a name, brackets stand around an
    address with specials (JavaMail's own way, grade C).
    """
    address, phrase = mailbox
    if phrase is not None:
        if re.search(r'[()<>@,;:\\".\[\]]|[^\t\r\n -~]', phrase):
            phrase = '"' + re.sub(r'(["\\])', r"\\\1", phrase) + '"'
        return f"{phrase} <{address}>"
    if mailbox.group or not re.search(r'[()<>,;:\\"\[\]]', address):
        return address
    return f"<{address}>"


class _RefusedError(Exception):
    """The text of the first fault met; never leaves this module."""


TRIMMED = "".join(map(chr, range(0x21)))
"""What Java trims from the ends of a text."""

# Blanks between the tokens are passed over.
_TOKEN = re.compile(
    r"""
      "[^"\\]* (?: \\. [^"\\]* )* "
    | (?P<skipped> \[ [^]\\]* (?: \\. [^]\\]* )* ] )  # begins no address on its own
    | < (?: [^"\\>]+ | \\. | "[^"\\]* (?: \\. [^"\\]* )* " )* (?P<closed> > )?
    | [()>"\[,:;]  # a quote or bracket here, other than the first, has no partner
    | [^ \t\r\n()<>"\[,:;] [^()<>"\[,:;]*
    """,
    re.DOTALL | re.VERBOSE,
)
_COMMENT_MARK = re.compile(r"\\.|[()]", re.DOTALL)


class _Scan:
    """Phases 1 and 2: one pass over an address list, from token to token."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0
        self.found: list[Mailbox] = []
        self.in_group = False
        self.forget()

    def forget(self) -> None:
        """Nothing is known of the next address."""
        self.start: int | None = None
        self.end: int | None = None
        self.phrase: str | None = None
        self.is_angled = False

    def mailboxes(self) -> list[Mailbox]:
        """Every address of the text, loosely checked; raises the first fault met in reading."""
        while token := _TOKEN.search(self.text, self.position):
            self.position = token.end()
            if fault := _UNMATCHED.get(token[0]):
                raise _RefusedError(fault)
            if not token["skipped"]:
                _READERS.get(token[0][0], _Scan.begin)(self, token)
        self.complete(len(self.text))
        return self.found

    def begin(self, token: re.Match[str]) -> None:
        if self.start is None:
            self.start = token.start()

    def complete(self, stop: int) -> None:
        """The address being read, if any, ends at `stop`, unless it has ended before."""
        if self.start is not None:
            end = stop if self.end is None else self.end
            address = self.text[self.start : end].strip(TRIMMED)
            _check(address, routed=self.is_angled, strict=False)
            self.found.append(Mailbox(address, _unquoted(self.phrase or "")))
        self.forget()

    def comment(self, token: re.Match[str]) -> None:
        depth = 0
        for mark in _COMMENT_MARK.finditer(self.text, token.start()):
            depth += (mark[0] == "(") - (mark[0] == ")")
            if depth == 0:
                break
        else:
            raise _RefusedError("Missing ')'")
        self.position = mark.end()
        if self.start is not None and self.end is None:
            self.end = token.start()
        if self.phrase is None:
            self.phrase = self.text[token.end() : mark.start()]

    def angled(self, token: re.Match[str]) -> None:
        if self.is_angled:
            raise _RefusedError("Extra route-addr")
        if not token["closed"]:  # then it ends with the text, or at a quote that is not closed
            in_quotes = self.text.startswith('"', token.end())
            raise _RefusedError("Missing '\"'" if in_quotes else "Missing '>'")
        if not self.in_group:
            self.phrase = None if self.start is None else self.text[self.start : token.start()]
            self.start = token.start() + 1
        self.end = token.end() - 1
        self.is_angled = True

    def colon(self, token: re.Match[str]) -> None:
        if self.in_group:
            raise _RefusedError("Nested group")
        self.begin(token)
        self.in_group = True

    def semicolon(self, token: re.Match[str]) -> None:
        if self.start is not None:
            if not self.in_group:
                raise _RefusedError("Illegal semicolon, not in group")
            self.found.append(Mailbox(self.text[self.start : token.end()].strip(TRIMMED)))
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
    "<": _Scan.angled,
    ":": _Scan.colon,
    ";": _Scan.semicolon,
    ",": _Scan.comma,
}


def _unquoted(phrase: str) -> str | None:
    """A display name as it was written, without the quotes around the whole of it."""
    phrase = phrase.strip(TRIMMED)
    if len(phrase) > 1 and phrase.startswith('"') and phrase.endswith('"'):
        phrase = re.sub(r"\\(.)", r"\1", phrase[1:-1], flags=re.DOTALL)
    return phrase if phrase.strip(TRIMMED) else None


def _strict(text: str, *, list_allowed: bool) -> list[Mailbox]:
    """All four phases, or all but the third where a list is allowed."""
    mailboxes = _Scan(text).mailboxes()
    if len(mailboxes) != 1 and not list_allowed:
        raise _RefusedError("Illegal address")
    for mailbox in mailboxes:
        if mailbox.group:
            members(mailbox)
        else:
            _check(mailbox.address, routed=True, strict=True)
    return mailboxes


def _check(address: str, *, routed: bool, strict: bool) -> None:
    """Phase 2, or the part of phase 4 that repeats it strictly. Only a `routed` one has a route."""
    if not address:
        raise _RefusedError("Empty address")
    at = _local_end(address, _route_end(address) if routed else 0, strict=strict)
    if at < len(address):
        _check_domain(address, at + 1)
    elif address.endswith("@"):
        # Hidden by a backslash, so it ends no local part; yet JavaMail looks for a domain behind.
        raise _RefusedError("Missing domain")
    elif strict:
        raise _RefusedError(NO_DOMAIN)


def _route_end(address: str) -> int:
    """Where the mailbox begins behind a route such as `@relay1,@relay2:`."""
    start = 0
    if address.startswith("@"):
        for mark in re.finditer("[,:]", address):
            if address[start] != "@":
                raise _RefusedError("Illegal route-addr")
            start = mark.end()
            if mark[0] == ":":
                break
    return start


# In a local part a backslash hides the next character, even one that is itself hidden, so a run of
# them hides the one behind it. JavaMail counts UTF-16 units: of a character beyond U+FFFF it hides
# one half, and the other is a control.
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
    """Where the `@` is that ends the local part; the length of `address` when there is none."""
    for mark in _LOCAL_MARK.finditer(address, start):
        match mark[0][0]:
            case "\\":
                continue
            case '"':
                _check_quote(mark, strict=strict)
            case "@" if mark.start() == 0:
                raise _RefusedError("Missing local name")
            case "@":
                return mark.start()
            case character if _is_control(character):
                raise _RefusedError("Local address contains control or whitespace")
            case _:
                raise _RefusedError("Local address contains illegal character")
    return len(address)


def _check_quote(quote: re.Match[str], *, strict: bool) -> None:
    if strict and quote.start() != 0:
        raise _RefusedError("Quote not at start of local address")
    if not quote["closed"]:
        raise _RefusedError("Unterminated quote")
    if strict and quote.string[quote.end() : quote.end() + 1] not in {"", "@"}:
        raise _RefusedError("Quote not at end of local address")


def _check_domain(address: str, start: int) -> None:
    if start == len(address):
        raise _RefusedError("Missing domain")
    if address[start] == ".":
        raise _RefusedError("Domain starts with dot")
    mark = _DOMAIN_MARK.search(address, start)
    if mark is None:
        if address.endswith("."):
            raise _RefusedError("Domain ends with dot")
    elif mark[0] == "..":
        raise _RefusedError("Domain contains dot-dot")
    elif _is_control(mark[0]):
        raise _RefusedError("Domain contains control or whitespace")
    elif mark[0] != "[":  # JavaMail looks at nothing from there on
        raise _RefusedError("Domain contains illegal character")


def _is_control(character: str) -> bool:
    """Whether JavaMail 1.4.7 calls this a control: a blank one is, and all that is not ASCII."""
    return not "!" <= character <= "~"


_WORD = re.compile(r"([ \t\r\n]*)([^ \t\r\n]*)")
_ENCODED_WORD = re.compile(
    r"""
    =\? (?P<charset> [A-Za-z0-9][A-Za-z0-9+.:_-]* ) (?: \*[^?]* )? \?
    (?: [Qq]\? (?P<q> (?: [^=] | =[0-9A-Fa-f]{2} )*? ) | [Bb]\? (?P<b> [^?=]* ={0,2} ) )
    \?= (?P<rest> .* )
    """,
    re.DOTALL | re.VERBOSE,
)

# Python has these besides the charsets of messages; some are slow or warn, and Java has none.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"})


def decoded(text: str) -> str:
    """`text` with its RFC 2047 words decoded; as it is, when one of them cannot be."""
    if "=?" not in text:
        return text
    pieces = []
    after_encoded = False
    try:
        for blanks, word in _WORD.findall(text):
            encoded = _ENCODED_WORD.fullmatch(word)
            if not (after_encoded and encoded):
                pieces.append(blanks)
            pieces.append(_decoded_word(encoded) if encoded else word)
            after_encoded = encoded is not None
    except (LookupError, ValueError):
        return text
    return "".join(pieces)


def _decoded_word(word: re.Match[str]) -> str:
    codec = codecs.lookup(word["charset"]).name
    if codec in _NO_CHARSETS:
        raise LookupError(codec)
    data = (word["b"] or word["q"] or "").encode("latin-1", "replace")
    octets = binascii.a2b_base64(data) if word["b"] else binascii.a2b_qp(data, header=True)
    return octets.decode(codec, "replace") + word["rest"]
