"""Install what `package.json` of a folder names, if npm is there.

Elsewhere it says so and succeeds, and the tests that need it are skipped; unless the environment
variable that is named after the folder is `required`, as in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys


def main(folder: str, variable: str) -> int:
    npm = shutil.which("npm")
    if npm is None:
        sys.stderr.write("npm is missing: the packages of package.json cannot be installed\n")
        return int(os.environ.get(variable) == "required")
    options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]
    return subprocess.run([npm, "install", *options], cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
