"""The kinds of attached files that SES does not send."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytest_sesmock.engine.finding import Finding
from pytest_sesmock.engine.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

BLOCKED_FILE = Text(
    "Message contains invalid content.",
    "C",
    ("raw-unsupported-attachment", "doc-blocked-extensions"),
)

BLOCKED_EXTENSIONS = frozenset(
    (
        *("ade", "adp", "app", "asp", "bas", "bat", "cer", "chm", "cmd", "com", "cpl", "crt"),
        *("csh", "der", "exe", "fxp", "gadget", "hlp", "hta", "inf", "ins", "isp", "its", "js"),
        *("jse", "ksh", "lib", "lnk", "mad", "maf", "mag", "mam", "maq", "mar", "mas", "mat"),
        *("mau", "mav", "maw", "mda", "mdb", "mde", "mdt", "mdw", "mdz", "msc", "msh", "msh1"),
        *("msh2", "mshxml", "msh1xml", "msh2xml", "msi", "msp", "mst", "ops", "pcd", "pif"),
        *("plg", "prf", "prg", "reg", "scf", "scr", "sct", "shb", "shs", "sys", "ps1", "ps1xml"),
        *("ps2", "ps2xml", "psc1", "psc2", "tmp", "url", "vb", "vbe", "vbs", "vps", "vsmacros"),
        *("vss", "vst", "vsw", "vxd", "ws", "wsc", "wsf", "wsh", "xnk"),
    )
)
"""The extensions of files that SES does not send, lower-cased [doc-blocked-extensions]."""


def check_names(names: Iterable[str]) -> Finding | None:
    """What SES has against files of these names; None if nothing.

    Grade C: it is documented that SES refuses these; how it does was never seen.
    """
    for name in names:
        _, dot, extension = name.rpartition(".")
        if dot and extension.strip().lower() in BLOCKED_EXTENSIONS:
            return Finding(BLOCKED_FILE.says(), problem=f"the file {name!r}")
    return None
