"""The EICAR file, with which virus scanners are tested.

SES accepts such a mail, and then rejects it [doc-sim-reject] [evs-reject].
"""

from __future__ import annotations

from base64 import b64encode

# In two pieces, or a scanner would take this file for it.
EICAR = r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"


def _in_base64(before: int) -> bytes:
    """The file as it stands in a text of base64, behind so many bytes of a group of three.

    Without the characters at both ends that may also hold bits of what stands around it: so a file
    in base64 that lacks a byte or two of it at an end is taken for it.
    """
    encoded = b64encode(bytes(before) + EICAR.encode())
    return encoded[4 if before else 0 : -4]


_FORMS = (EICAR.encode(), *map(_in_base64, range(3)))


def is_in(data: bytes) -> bool:
    """Whether the file is in these bytes: as it is, in quoted-printable or in base64."""
    joined = data.replace(b"=\r\n", b"").replace(b"=\n", b"").translate(None, b" \t\r\n")
    return any(form in joined for form in _FORMS)
