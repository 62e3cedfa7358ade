"""The files of a run: where they can be, and what is there when they cannot be written."""

from __future__ import annotations

import errno
import os
import socket
from pathlib import Path

import pytest

from pytest_sesmock.report import files
from pytest_sesmock.report.files import replacing, why_no_directory, why_no_file


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A directory with one of each kind."""
    (tmp_path / "file").write_text("old")
    (tmp_path / "directory").mkdir()
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "link to directory").symlink_to("directory")
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(os.path.relpath(tmp_path / "socket"))
    return tmp_path


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("new", None),
        ("new/new/new", None),
        ("file", None),
        ("link to directory/new", None),
        ("directory", "it is a directory"),
        ("link", "it is a link, and the file would take its place"),
        ("dangling", "it is a link, and the file would take its place"),
        ("pipe", "it is a pipe"),
        ("socket", "it is a socket"),
        ("file/new", "{place}/file is no directory"),
        ("file/new/new", "{place}/file is no directory"),
        ("dangling/new", "{place}/dangling is no directory"),
        ("n" * 300, os.strerror(errno.ENAMETOOLONG)),
        ("nu\0l", "embedded null byte"),
    ],
)
def test_a_place_for_a_file(place: Path, name: str, reason: str | None) -> None:
    before = sorted(place.rglob("*"))
    assert why_no_file(place / name) == (reason and reason.format(place=place))
    assert sorted(place.rglob("*")) == before


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("new/new", None),
        ("directory", None),
        ("link to directory", None),
        ("file", "it is a file"),
        ("pipe", "it is a file"),
        ("link", "it is a link that leads nowhere"),
        ("dangling", "it is a link that leads nowhere"),
        ("file/new", "{place}/file is no directory"),
        ("n" * 300, os.strerror(errno.ENAMETOOLONG)),
        ("nu\0l", "embedded null byte"),
    ],
)
def test_a_place_for_a_directory(place: Path, name: str, reason: str | None) -> None:
    assert why_no_directory(place / name) == (reason and reason.format(place=place))


def test_places_that_are_read_only(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root may write anywhere, so the disk has to say no."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert why_no_file(place / "file") == "it cannot be written"

    def refuse(**_: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(files.tempfile, "TemporaryFile", refuse)
    reason = f"{place} cannot be written (Read-only file system)"
    assert why_no_file(place / "new" / "new") == why_no_directory(place / "new") == reason


def test_devices_are_written_where_they_are() -> None:
    assert why_no_file(Path(os.devnull)) is None
    with replacing(Path(os.devnull)) as file:
        file.write(b"new")
    assert Path(os.devnull).is_char_device()


def test_a_file_is_there_when_it_is_whole(place: Path) -> None:
    with replacing(place / "file") as file:
        file.write(b"new")
        file.flush()
        assert (place / "file").read_text() == "old"
    assert (place / "file").read_text() == "new"
    with replacing(place / "some" / "where" / "file") as file:
        file.write(b"new")
    (only,) = (place / "some" / "where").iterdir()
    assert only.read_text() == "new"


def test_a_link_is_replaced_and_not_followed(place: Path) -> None:
    with replacing(place / "link") as file:
        file.write(b"new")
    assert (place / "file").read_text() == "old"
    assert (place / "link").read_text() == "new"
    assert not (place / "link").is_symlink()


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt()])
def test_what_was_there_survives(place: Path, error: BaseException) -> None:
    before = sorted(place.iterdir())

    def write_half() -> None:
        with replacing(place / "file") as file:
            file.write(b"half")
            raise error

    with pytest.raises(type(error)):
        write_half()
    assert (place / "file").read_text() == "old"
    assert sorted(place.iterdir()) == before


def test_a_directory_that_vanishes_while_writing(place: Path) -> None:
    def write() -> None:
        with replacing(place / "new" / "file") as file:
            file.write(b"new")
            next((place / "new").iterdir()).unlink()
            (place / "new").rmdir()

    with pytest.raises(FileNotFoundError):
        write()
    assert not (place / "new").exists()
