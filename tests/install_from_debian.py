"""Install what tests need beyond Python, as root on Debian, if it is missing.

Elsewhere it says so and succeeds, and the tests that need it are skipped; unless the environment
variable that is named is `required`, as in CI.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main(variable: str, *wanted: str) -> int:
    """Install packages.

    Args:
        variable: The environment variable.
        wanted: What must be there, a program or a path, and the package it is in: `php=php-cli`.
    """
    pairs = [each.split("=") for each in wanted]
    packages = [package for what, package in pairs if not _is_there(what)]
    if not packages:
        return 0
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        sys.stderr.write(f"{' and '.join(packages)}: apt-get as root is needed to install them\n")
        return int(os.environ.get(variable) == "required")
    import fcntl  # not on every system

    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # Of two environments of tox at once, apt-get would end one.
    with Path(tempfile.gettempdir(), "pytest-sesmock-apt-get.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            done = subprocess.run([apt, "--quiet", *command], env=environment, check=False)
            if done.returncode:
                return done.returncode
    return 0


def _is_there(what: str) -> bool:
    return shutil.which(what) is not None or Path(what).is_dir()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
