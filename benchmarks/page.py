"""How soon the page of a run's mails is open: `python benchmarks/page.py`.

It needs Chromium, as the tests in tests/browser do.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests/browser")]

from chromium import Browser, chromium  # noqa: E402  # they are found by the line above
from mails import many_mails  # noqa: E402

from pytest_sesmock.report.contribution import Origin, contribution  # noqa: E402
from pytest_sesmock.report.gallery import page  # noqa: E402
from pytest_sesmock.report.run import Run  # noqa: E402

MAILS = (5, 500, 5_000)
ROUNDS = 5


def write(path: Path, mails: int) -> None:
    """Write the page of a run that sent so many mails."""
    run = Run()
    for position, (test, outbox) in enumerate(many_mails(mails).items()):
        run.take(contribution(outbox, Origin(test, position, "", "passed"), mails=True, raw=False))
    page.write(path, run)


def seconds_to_open(browser: Browser, path: Path) -> float:
    """Until the list and the first mail are there and everything on the page has run."""
    browser.open(path)
    browser.wait_for("document.querySelector('.stage iframe')")
    seconds: float = browser.run(
        "return performance.getEntriesByType('navigation')[0].loadEventEnd / 1000"
    )
    return seconds


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder, chromium() as browser:
        paths = {mails: Path(folder, f"{mails}.html") for mails in MAILS}
        for mails, path in paths.items():
            write(path, mails)
        rounds = [
            {mails: seconds_to_open(browser, path) for mails, path in paths.items()}
            for _ in range(ROUNDS)
        ]
        for mails, path in paths.items():
            seconds = statistics.median(times[mails] for times in rounds)
            size = path.stat().st_size / 1e6
            print(f"Page of {mails:,} mails ({size:.1f} MB) opens in {seconds * 1e3:,.0f} ms")


if __name__ == "__main__":
    main()
