"""TLS of the SMTP door: a certificate of this process, and who trusts it for how long.

While a door is open, the environment names files with the authority that has issued the
certificate, and with whatever was trusted before. So clients verify it as they verify that of SES.
"""

from __future__ import annotations

import os
import shutil
import ssl
import tempfile
from contextlib import ExitStack
from functools import lru_cache
from pathlib import Path

from trustme import CA

from pytest_sesmock.errors import SesmockError
from pytest_sesmock.transport.environment import Loan

_NAMES = ("localhost", "127.0.0.1", "email-smtp.amazonaws.com")

OPENSSL, NODE = "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"
"""Where OpenSSL, and Python with it, looks for authorities in place of the system's; where Node
looks for more of them."""


@lru_cache(maxsize=1)
def _authority() -> CA:
    return CA(organization_name="pytest-sesmock")


@lru_cache(maxsize=1)
def server_context() -> ssl.SSLContext:
    """What a server begins TLS with."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _authority().issue_cert(*_NAMES).configure_cert(context)
    return context


_variables = Loan((OPENSSL, NODE))
_folders: list[Path] = []
_doors: list[object] = []


def trust(door: object) -> Path:
    """Have clients trust the certificate until `distrust`; the file of its authority alone.

    Raises:
        SesmockError: There is no place for the files.
    """
    if not _doors:
        try:
            server_context()  # made with a file, and here rather than under a client's time limit
            folder = _write()
        except OSError as error:
            raise SesmockError(f"cannot write a certificate for SMTP: {error}") from error
        _folders.append(folder)
        for name in (OPENSSL, NODE):
            _variables.set(name, str(folder / f"{name}.pem"))
    _doors.append(door)
    return _folders[0] / "authority.pem"


def distrust(door: object) -> None:
    """With the last door, have the environment name what it named before."""
    _doors.remove(door)
    if not _doors:
        _variables.end()
        shutil.rmtree(_folders.pop(), ignore_errors=True)


def _write() -> Path:
    """A folder with the files; none is left behind without all of them."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="pytest-sesmock-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        authority = _authority().cert_pem.bytes()
        (folder / "authority.pem").write_bytes(authority)
        for name, before in (
            (OPENSSL, ssl.get_default_verify_paths().cafile),
            (NODE, os.environ.get(NODE)),
        ):
            (folder / f"{name}.pem").write_bytes(_read(before) + authority)
        stack.pop_all()
    return folder


def _read(file: str | None) -> bytes:
    """What has been trusted so far; nothing if there is no such file, as to OpenSSL and Node."""
    try:
        return b"" if file is None else Path(file).read_bytes() + b"\n"
    except OSError:
        return b""
