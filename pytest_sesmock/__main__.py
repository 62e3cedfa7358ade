"""`python -m pytest_sesmock`: what the package does without pytest."""

from __future__ import annotations

import sys

from pytest_sesmock.serve.command_line import main

if __name__ == "__main__":
    sys.exit(main())
