"""A script of a page prints what it should, without pytest."""

from __future__ import annotations

import os
import subprocess
import sys

from played import ROOT


def test_the_preview() -> None:
    script = ROOT / "docs" / "how-to" / "preview.py"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])}
    printed = subprocess.check_output([sys.executable, script], env=environment, text=True)
    assert printed == "Please confirm\n\nConfirm: https://example.com/confirm?token=1815\n"
