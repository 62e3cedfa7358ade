"""What a mail holds: tags, charsets, size."""

from __future__ import annotations

from pytest_sesmock.engine import limits, names
from pytest_sesmock.engine.account_view import AccountView
from pytest_sesmock.engine.composing import mime
from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.raw_mail import blocked_files, charsets, header_names, structure
from pytest_sesmock.engine.refusal import PLACE_UNPROVEN, Fault, Rule
from pytest_sesmock.engine.submissions.submission import Submission
from pytest_sesmock.engine.text import Text


def tags_are_valid(submission: Submission, _: AccountView) -> Finding | None:
    """Message tags: present, at most 255 characters, of the allowed characters; name first."""
    for tag in submission.tags:
        fault = names.check_tag(tag)
        if fault is not None:
            return Finding(fault)
    return None


def header_block_is_sound(submission: Submission, _: AccountView) -> Finding | None:
    """The header of a raw message: names before colons, and once what may come only once."""
    return None if submission.raw is None else header_names.check_block(submission.raw.header)


def structure_is_sound(submission: Submission, _: AccountView) -> Finding | None:
    """The parts of a raw message: media types, parameters, boundaries and encodings."""
    return None if submission.raw is None else submission.raw.structure.fault


def files_are_allowed(submission: Submission, _: AccountView) -> Finding | None:
    """No attached file is of a kind that SES does not send."""
    if submission.raw is not None:
        return blocked_files.check_names(submission.raw.structure.file_names)
    return blocked_files.check_names(file.name for file in submission.attachments)


def added_headers_are_allowed(submission: Submission, _: AccountView) -> Finding | None:
    """The header fields added to a mail are none that SES sets, and come once if they may."""
    return header_names.check_added_headers(submission.headers)


CHARSET_UNSUPPORTED = Text("Unsupported charset '{charset}'.", "A", ("charset-unsupported",))


def charsets_are_supported(submission: Submission, _: AccountView) -> Finding | None:
    """The charsets named for subject, text and HTML exist."""
    for content in (submission.subject, submission.text, submission.html):
        if content is None or content.charset is None:
            continue
        if not charsets.is_supported(content.charset):
            return Finding(CHARSET_UNSUPPORTED.says(charset=content.charset))
    return None


MESSAGE_TOO_LARGE = Text(
    "Message length is more than {limit} bytes long: '{size}'.", "A", ("size-v1-raw",)
)


def message_is_not_too_large(submission: Submission, _: AccountView) -> Finding | None:
    """At most 10 MiB (API v1) or 40 MiB (v2, SMTP) in the message, encodings included."""
    limit = limits.MAX_MESSAGE_SIZES[submission.api]
    template = submission.template
    size = None if template is None else template.size
    if size is None:
        size = mime.exceeds(submission, limit)
    return None if size is None else Finding(MESSAGE_TOO_LARGE.says(limit=limit, size=size))


TAGS = Rule(
    "tags",
    Fault.INVALID_PARAMETER,
    tags_are_valid,
    names.TAG_TEXTS,
    "A message tag must have a name and a value of at most 255 characters each, and only "
    "characters that SES allows.",
    "Tags before everything else: recorded before verification, inferred before the rest. "
    "How many tags a message may have, and duplicates, are unknown: both pass.",
    about=("tags",),
)
HEADER_BLOCK = Rule(
    "raw-header",
    Fault.INVALID_PARAMETER,
    header_block_is_sound,
    header_names.BLOCK_TEXTS,
    "The header of a raw message must consist of named fields, must not be too long, and must not"
    " repeat what may appear only once.",
    PLACE_UNPROVEN,
    about=("raw",),
)
STRUCTURE = Rule(
    "raw-structure",
    Fault.INVALID_PARAMETER,
    structure_is_sound,
    structure.TEXTS,
    "The MIME parts of a raw message must have valid media types, parameters, boundaries, "
    "charsets and encodings.",
    PLACE_UNPROVEN,
    about=("raw",),
)
ATTACHED_FILES = Rule(
    "attached-files",
    Fault.MESSAGE_REJECTED,
    files_are_allowed,
    (blocked_files.BLOCKED_FILE,),
    "An attached file must not be of a type that SES blocks.",
    "The extensions are documented; that SES refuses at once, and how, is inferred. "
    + PLACE_UNPROVEN,
    about=("raw", "attachments"),
)
ADDED_HEADERS = Rule(
    "added-headers",
    Fault.INVALID_PARAMETER,
    added_headers_are_allowed,
    header_names.ADDED_TEXTS,
    "An added header must not be one that SES sets itself, must not be too long, and may be "
    "repeated only if mail allows it.",
    "The names are documented; the words are inferred. " + PLACE_UNPROVEN,
    about=("headers",),
)
CHARSET = Rule(
    "charset",
    Fault.INVALID_PARAMETER,
    charsets_are_supported,
    (CHARSET_UNSUPPORTED,),
    "The charsets of subject, text and HTML must be ones that SES supports.",
    "Python's text encodings stand in for Java's charsets. " + PLACE_UNPROVEN,
)
MESSAGE_SIZE = Rule(
    "message-size",
    Fault.MESSAGE_TOO_LONG,
    message_is_not_too_large,
    (MESSAGE_TOO_LARGE,),
    "A message may have at most 10 MiB in API v1, or 40 MiB in v2, encodings included.",
    "Recorded for raw messages in API v1; the text is assumed to be the same for 40 MiB in v2 "
    "[unk-size-v2]. For sends that are not raw, the delivered message is measured. A template that "
    "makes more than any message may have is not rendered to its end, and the size is what it made "
    "until then. " + PLACE_UNPROVEN,
)
