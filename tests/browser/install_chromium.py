"""Install Chromium and its driver, as root on Debian, if they are missing.

Elsewhere it says so and succeeds, and the tests of the page are skipped; unless SESMOCK_CHROMIUM is
`required`, as in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from chromium import is_installed


def main() -> int:
    if is_installed():
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        sys.stderr.write("Chromium is missing, and apt-get as root is needed to install it\n")
        return int(os.environ.get("SESMOCK_CHROMIUM") == "required")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["update"],
        ["install", "--yes", "--no-install-recommends", "chromium", "chromium-driver"],
    ):
        done = subprocess.run([apt, "--quiet", *command], env=environment, check=False)
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
