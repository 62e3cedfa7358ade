"""The generated reference pages say what the code says."""

from __future__ import annotations

import re
from pathlib import Path

import generate
import operations
import pytest
from api_lists import with_lists
from code_blocks import with_code
from recent import recent

DOCS = Path(__file__).parents[2] / "docs"

PAGES = generate.PAGES
PAGES_WITH_CODE = sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md"))
COMMAND = "python docs/generate.py writes the page anew"


# The list of operations is that of botocore's models; this shape came late.
MARKS = {"reference/operations.md": recent("TenantSuppressionAttributes")}


@pytest.mark.parametrize("page", [pytest.param(page, marks=MARKS.get(page, ())) for page in PAGES])
def test_page_is_current(page: str) -> None:
    """`python docs/generate.py` writes the pages anew.

    What a newer botocore has besides is no fault of the page: then all the rest is current, and the
    test is skipped.
    """
    text = (DOCS / page).read_text(encoding="utf-8")
    if page != "reference/operations.md":
        assert text == PAGES[page](), COMMAND
        return

    newer = operations.unlisted(text)

    assert text == operations.page(without=newer), COMMAND
    if newer:
        pytest.skip(
            f"the page is current, but this botocore has more: {', '.join(sorted(newer))} "
            "(python docs/generate.py adds them)"
        )


@MARKS["reference/operations.md"]
def test_a_newer_botocore_hides_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only an operation that neither page nor mock know is left out of the comparison."""
    text = (DOCS / "reference/operations.md").read_text(encoding="utf-8")

    def rows(without: str, text: str = text) -> str:
        return "".join(line for line in text.splitlines(True) if f"`{without}`" not in line)

    newer = operations.unlisted(text)
    assert operations.unlisted(rows("SendEmail")) == newer
    assert operations.unlisted(rows("PutDeliverabilityDashboardOption")) == {
        *newer,
        "PutDeliverabilityDashboardOption",
    }
    assert operations.page(without={*newer, "PutDeliverabilityDashboardOption"}) != text


@pytest.mark.parametrize("page", PAGES_WITH_CODE)
def test_what_a_page_takes_from_the_code_is_current(page: str) -> None:
    path = DOCS / page
    text = path.read_text(encoding="utf-8")

    assert text == with_code(path), COMMAND
    assert text == with_lists(path), COMMAND


@pytest.mark.parametrize("page", PAGES_WITH_CODE)
def test_a_page_reads_well_without_sphinx(page: str) -> None:
    """What only Sphinx understands, a repository viewer would show as it stands."""
    text = (DOCS / page).read_text(encoding="utf-8")

    directives = re.findall(r"^(?:```|:::)\{.+|^% .+", text, re.MULTILINE)
    roles = re.findall(r"\{(?:class|meth|attr|func|data|mod|exc|doc|ref|any)\}`.*", text)
    assert directives + roles == [], "code: <!-- from file.py -->; directives: <!-- api ... -->"
    assert "[](" not in text


def test_directives_are_followed_by_a_list_of_what_they_document(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs/page.md"
    directives = """\
<!-- api
.. autoclass:: pytest_sesmock.Outbox()
   :members: assert_refused, unread

.. automethod:: pytest_sesmock.Account.verify
.. autofunction:: pytest_sesmock.contains
.. automodule:: pytest_sesmock.sns
   :no-members:
-->
"""
    page.write_text(f"{directives}- `old`\n\nText.\n", encoding="utf-8")

    shown = with_lists(page)

    assert shown.startswith(directives)
    assert shown.endswith("\n\nText.\n")
    lines = shown.removeprefix(directives).splitlines()
    assert [line.partition("](")[0].partition(": ")[0] for line in lines[:6]] == [
        "- [`Outbox`",
        "- `Outbox.assert_refused(*, count=None, timeout=0, **filters)`",
        "- `Outbox.unread`",
        "- `Account.verify(*identities)`",
        "- [`contains(*parts)`",
        "- [`sns`",
    ]
    assert lines[3].endswith(": Add email addresses and domains as verified identities.")
    link = lines[0].partition("](")[2].partition(")")[0]
    assert (page.parent / link).resolve() == DOCS.parent / "pytest_sesmock/outbox/outbox.py"


FILE = '''\
"""A file."""

import re
from os import path as where

# A limit.
LIMIT = 3


@property
def first():
    return LIMIT


# What the
# second is for.
class Second:
    pass
'''


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ("", FILE.strip()),
        (": head", FILE.partition("\n\n\n")[0]),
        (": first", "@property\ndef first():\n    return LIMIT"),
        (": Second", "# What the\n# second is for.\nclass Second:\n    pass"),
        (": where, LIMIT", "from os import path as where\n\n\n# A limit.\nLIMIT = 3"),
    ],
    ids=["all", "head", "function", "comment", "two"],
)
def test_a_mark_is_followed_by_the_parts_it_names(tmp_path: Path, parts: str, code: str) -> None:
    (tmp_path / "a_file.py").write_text(FILE, encoding="utf-8")
    page = tmp_path / "page.md"
    mark = f"<!-- from a_file.py{parts} -->\n"
    block = f"```python\n# a_file.py\n{code}\n```\n"

    for before in (mark, f"{mark}```python\nold\n```\n"):
        page.write_text(f"Text:\n\n{before}\nMore text.\n", encoding="utf-8")
        assert with_code(page) == f"Text:\n\n{mark}{block}\nMore text.\n"


def test_a_file_is_named_where_it_begins_or_goes_on(tmp_path: Path) -> None:
    for name in ("a.py", "b.py"):
        (tmp_path / name).write_text("first = 1\nsecond = 2\n", encoding="utf-8")
    page = tmp_path / "page.md"
    marks = [f"<!-- from {part} -->\n" for part in ("a.py: first", "a.py: second", "b.py", "a.py")]
    page.write_text("\n".join(marks), encoding="utf-8")

    firsts = [block.splitlines()[2] for block in with_code(page).split("\n\n")]
    assert firsts == ["# a.py", "second = 2", "# b.py", "# a.py"]


def test_a_part_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "a_file.py").write_text(FILE, encoding="utf-8")
    page = tmp_path / "page.md"
    page.write_text("<!-- from a_file.py: frist -->\n", encoding="utf-8")

    with pytest.raises(SystemExit, match="no frist; there are head, re, where, LIMIT, first"):
        with_code(page)
