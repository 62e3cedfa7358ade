"""Connections between the processes of one machine, also where plugins forbid sockets to tests.

Those plugins replace `socket.socket` or its `connect`, and with them what `multiprocessing` offers.
No network is reached from here, so this uses the type underneath, which they leave alone. Who
connects must know a key, as with `multiprocessing`.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any


class Listener:
    """Accepts connections until `close`.

    Args:
        address: A path, or a name that begins with a null character, of which there is no file.
        key: What both sides must know.

    Raises:
        OSError: There can be no socket.
    """

    def __init__(self, address: str, key: bytes) -> None:
        self._address, self._key = address, key
        self._socket: Any = socket.SocketType(socket.AF_UNIX)
        self._socket.setblocking(True)  # whatever the default of the tests is
        self._socket.bind(address)
        self._socket.listen(128)

    def accept(self) -> Connection:
        """Wait for the next connection.

        Raises:
            OSError, EOFError, AuthenticationError: It has ended, or does not know the key.
        """
        number, _ = self._socket._accept()  # noqa: SLF001 - what socket.accept calls
        connection = Connection(number)
        return _authenticate(connection, self._key, (deliver_challenge, answer_challenge))

    @property
    def is_closed(self) -> bool:
        """Whether it listens no longer."""
        return bool(self._socket.fileno() < 0)

    def close(self) -> None:
        """Listen no longer, and leave the file, if there is one, to the process that made it."""
        self._socket.close()

    def remove(self) -> None:
        """Listen no longer, and leave nothing: whoever waits in `accept` gets an error."""
        with suppress(OSError):  # not every system can shut down what only listens
            self._socket.shutdown(socket.SHUT_RDWR)
        self.close()
        with suppress(OSError, ValueError):  # there may be no file
            Path(self._address).unlink()


def connect(address: str, key: bytes) -> Connection:
    """A connection to a listener.

    Raises:
        OSError, EOFError, AuthenticationError: Nobody listens, or it does not know the key.
    """
    ours: Any = socket.SocketType(socket.AF_UNIX)
    try:
        ours.setblocking(True)
        ours.connect(address)
        connection = Connection(ours.detach())
    finally:
        ours.close()
    return _authenticate(connection, key, (answer_challenge, deliver_challenge))


def _authenticate(connection: Connection, key: bytes, steps: Any) -> Connection:
    try:
        for step in steps:
            step(connection, key)
    except BaseException:
        connection.close()
        raise
    return connection
