"""Who trusts the SMTP door, and for how long: through the environment, which is as before then."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import threading
from pathlib import Path
from unittest import mock as mocks

import pytest
from smtp_client import RawClient

from pytest_sesmock import SESMock, SesmockError
from pytest_sesmock.transport.botocore_hook import tidy_up

NAMES = ("SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS")


def named() -> dict[str, str | None]:
    return {name: os.environ.get(name) for name in NAMES}


@pytest.fixture(autouse=True)
def _unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def test_the_environment_names_the_authority_while_a_door_is_open() -> None:
    with SESMock() as mock:
        assert named() == dict.fromkeys(NAMES)
        authority = Path(mock.smtp().certificate).read_text(encoding="ascii")
        files = [Path(os.environ[name]) for name in NAMES]
        assert all(file.read_text(encoding="ascii").endswith(authority) for file in files)
    assert named() == dict.fromkeys(NAMES)
    assert not any(file.exists() for file in files)


@pytest.mark.parametrize("exists", [True, False])
def test_what_was_named_before_is_trusted_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, exists: bool
) -> None:
    own = tmp_path / "own.pem"
    if exists:
        own.write_text("# mine", encoding="ascii")
    for name in NAMES:
        monkeypatch.setenv(name, str(own))
    with SESMock() as mock:
        mock.smtp()
        texts = [Path(os.environ[name]).read_text(encoding="ascii") for name in NAMES]
        assert [text.startswith("# mine\n") for text in texts] == [exists, exists]
    assert named() == dict.fromkeys(NAMES, str(own))


def test_the_authorities_of_the_system_are_trusted_as_well(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "system.pem"
    system.write_text("# of the system", encoding="ascii")
    paths = ssl.get_default_verify_paths()._replace(cafile=str(system))
    monkeypatch.setattr("ssl.get_default_verify_paths", lambda: paths)
    with SESMock() as mock:
        mock.smtp()
        assert Path(os.environ["SSL_CERT_FILE"]).read_text("ascii").startswith("# of the system\n")
        assert "system" not in Path(os.environ["NODE_EXTRA_CA_CERTS"]).read_text("ascii")


def test_two_doors_in_any_order() -> None:
    outer, inner = SESMock(), SESMock()
    outer.__enter__().smtp()
    inner.__enter__().smtp()
    outer.__exit__(None, None, None)
    assert Path(os.environ["SSL_CERT_FILE"]).exists()
    inner.__exit__(None, None, None)
    assert named() == dict.fromkeys(NAMES)


def test_what_the_test_sets_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    with SESMock() as mock:
        mock.smtp()
        monkeypatch.setenv("SSL_CERT_FILE", "mine.pem")
    assert named() == {"SSL_CERT_FILE": "mine.pem", "NODE_EXTRA_CA_CERTS": None}


def test_a_patch_that_is_undone_later_leaves_nothing() -> None:
    mock = SESMock().__enter__()
    mock.smtp()
    with mocks.patch.dict(os.environ):
        mock.__exit__(None, None, None)
    assert os.environ["SSL_CERT_FILE"]  # what the patch has put back
    tidy_up()
    assert named() == dict.fromkeys(NAMES)


@pytest.mark.loopback
def test_a_port_that_is_taken() -> None:
    from pytest_sesmock.mock import service_of
    from pytest_sesmock.transport.smtp_endpoint import SmtpEndpoint

    with SESMock() as mock:
        port = mock.smtp().port
        threads = threading.active_count()
        with pytest.raises(SesmockError, match=rf"cannot listen on 127\.0\.0\.1:{port}: "):
            SmtpEndpoint(service_of(mock), port)
        assert threading.active_count() == threads


@pytest.mark.loopback
def test_without_a_place_for_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left, and it can be tried again."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "missing"))
    write = Path.write_bytes

    def write_but_not_for_node(path: Path, data: bytes) -> int:
        if path.name.startswith("NODE"):
            raise OSError(28, "No space left on device")
        return write(path, data)

    threads = set(threading.enumerate())
    with SESMock() as mock:
        with pytest.raises(SesmockError, match=r"cannot write a certificate for SMTP: .*missing"):
            mock.smtp()
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        monkeypatch.setattr(Path, "write_bytes", write_but_not_for_node)
        with pytest.raises(SesmockError, match="No space left"):
            mock.smtp()
        assert (named(), [*tmp_path.iterdir()]) == (dict.fromkeys(NAMES), [])
        assert set(threading.enumerate()) == threads
        monkeypatch.setattr(Path, "write_bytes", write)
        with RawClient(mock.smtp()) as client:
            client.log_in()


@pytest.mark.loopback
def test_a_chosen_port_and_a_child_that_trusts_it() -> None:
    from pytest_sesmock.mock import service_of
    from pytest_sesmock.transport.smtp_endpoint import SmtpEndpoint

    program = (
        "import smtplib, ssl, sys\n"
        "client = smtplib.SMTP('127.0.0.1', int(sys.argv[1]))\n"
        "print(client.starttls(context=ssl.create_default_context())[0])\n"
    )
    with SESMock() as mock:
        free = mock.smtp().port
    with SESMock() as mock:
        door = SmtpEndpoint(service_of(mock), free)
        told = subprocess.run(
            [sys.executable, "-c", program, str(door.port)],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        with RawClient(mock.smtp()) as client:
            client.log_in()
        door.close()
    assert (door.port, told.strip()) == (free, "220")
