"""The files a run writes: checked when it starts, and moved into place when they are whole."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_NO_FILES = (
    (stat.S_ISLNK, "it is a link, and the file would take its place"),
    (stat.S_ISDIR, "it is a directory"),
    (stat.S_ISFIFO, "it is a pipe"),
    (stat.S_ISSOCK, "it is a socket"),
    (stat.S_ISBLK, "it is a block device"),
)


def why_no_file(path: Path) -> str | None:
    """Why no file can be written at a path, in one line; None if it can."""
    try:
        status = _status(path)
        if status is not None:
            for is_kind, reason in _NO_FILES:
                if is_kind(status.st_mode):
                    return reason
            if not os.access(path, os.W_OK):
                return "it cannot be written"
            if stat.S_ISCHR(status.st_mode):
                return None
        return _why_nothing_new_in(path.parent)
    except (OSError, ValueError) as error:  # a name that is too long, or has a null character
        return why(error)


def why_no_directory(path: Path) -> str | None:
    """Why no files can be written in a directory, which need not exist; None if they can."""
    try:
        if path.is_dir() or _status(path) is None:
            return _why_nothing_new_in(path)
        return "it is a link that leads nowhere" if path.is_symlink() else "it is a file"
    except (OSError, ValueError) as error:
        return why(error)


def why(error: OSError | ValueError) -> str:
    """What went wrong with a file, without the name of the file."""
    return getattr(error, "strerror", None) or str(error)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file that is moved to `path` when the block ends; its directory is made if need be.

    If the block raises, or the disk is full, what was at `path` is still there. A link at `path` is
    replaced, never followed. A device, such as `/dev/null`, is written where it is.

    Raises:
        OSError: The file cannot be written.
    """
    status = _status(path)
    if status is not None and stat.S_ISCHR(status.st_mode):
        with path.open("wb") as device:
            yield device
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    # Made here or not at all, and with the permissions that the user's new files have.
    beside = path.parent / f".sesmock-{os.urandom(8).hex()}.tmp"
    try:
        with beside.open("xb") as file:
            yield file
        beside.replace(path)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def _status(path: Path) -> os.stat_result | None:
    """What stands at a path, links not followed; None if nothing does."""
    try:
        return path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _why_nothing_new_in(directory: Path) -> str | None:
    """Why nothing can be made in a directory or, if there is none, in the nearest one above."""
    there = next(path for path in (directory, *directory.parents) if _status(path) is not None)
    if not there.is_dir():
        return f"{there} is no directory"
    try:
        with tempfile.TemporaryFile(dir=there):
            return None
    except OSError as error:
        return f"{there} cannot be written ({why(error)})"
