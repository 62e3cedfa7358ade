"""Who copies the files of a page about a framework has tests that pass, as the page shows."""

from __future__ import annotations

import pytest
from docs.played import blocks, play

PAGES = ["django", "fastapi", "flask", "celery", "lambda", "migrate-from-locmem"]

OF_ANOTHER_PAGE = {
    "migrate-from-locmem": (
        "django",
        ["shop/settings.py", "shop/urls.py", "pytest.ini", "conftest.py"],
    )
}
"""The files that a page takes from another one."""


@pytest.fixture(autouse=True)
def _no_project_but_that_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")


@pytest.mark.parametrize("name", PAGES)
def test_the_files_of_the_page(name: str, pytester: pytest.Pytester) -> None:
    other, files = OF_ANOTHER_PAGE.get(name, (name, []))
    for block in blocks(f"docs/how-to/{other}.md"):
        if files and block.language != "console" and block.file in files:
            play(block, pytester)
    page = blocks(f"docs/how-to/{name}.md")
    assert [block.language for block in page].count("console") == 1

    for block in page:
        play(block, pytester, in_subprocess=True)

    # With what stands below the run that the page shows.
    assert list(pytester.runpytest_subprocess().parseoutcomes()) == ["passed"]
