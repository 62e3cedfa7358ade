"""Write what the documentation takes from the code: `python docs/generate.py`.

It writes the pages of fidelity and of operations, and in all others the code, and the lists of what
autodoc documents. tests/docs fails if a
committed page differs from the output of this script.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import fidelity
import operations
from api_lists import with_lists
from code_blocks import with_code

HERE = Path(__file__).parent

PAGES: dict[str, Callable[[], str]] = {
    "reference/operations.md": operations.page,
    "reference/fidelity.md": fidelity.summary,
    "reference/fidelity/texts.md": fidelity.texts,
    "reference/fidelity/limits.md": fidelity.limit_page,
    "reference/fidelity/smtp.md": fidelity.smtp_page,
    "reference/fidelity/sending.md": fidelity.sending,
    **{
        f"reference/fidelity/{page}.md": partial(fidelity.group, page)
        for page in fidelity.TITLES
        if page != "sending"
    },
}
"""What writes each page that comes from the code as a whole."""


if __name__ == "__main__":
    for name, write in PAGES.items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(write(), encoding="utf-8")
    for page in HERE.rglob("*.md"):
        page.write_text(with_code(page), encoding="utf-8")
        page.write_text(with_lists(page), encoding="utf-8")
