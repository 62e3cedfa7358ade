"""Install what `package.json` names beside it, if npm is there.

Elsewhere it says so and succeeds, and the tests that need them are skipped; unless SESMOCK_READERS
is `required`, as in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path


def main() -> int:
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is missing: the packages of package.json cannot be installed\n")
        return int(os.environ.get("SESMOCK_READERS") == "required")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    folder = Path(__file__).parent
    return subprocess.run([npm, "install", *options], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
