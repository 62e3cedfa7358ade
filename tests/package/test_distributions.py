"""The sdist and the wheel hold the project's files, whatever else lies about in the checkout.

The metadata is judged by packaging, as by the package index. Twine would add nothing to
that: it renders only a README that is no Markdown.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.metadata import Metadata

ROOT = Path(__file__).parents[2]
STRAYS = (".env", "key.pem", "notes.bak")


class Built(NamedTuple):
    """What was built, and from which files."""

    tracked: set[str]
    sdist: Path
    wheel: Path

    @property
    def in_package(self) -> set[str]:
        return {name for name in self.tracked if name.startswith("pytest_sesmock/")}


def build(project: Path, target: str, pattern: str) -> Path:
    """Build in a project, with what is installed here."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", "out"]
    subprocess.run(command, cwd=project, check=True)
    (built,) = (project / "out").glob(pattern)
    return built


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Both, from a checkout with three files in each folder that nobody has added to git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("only in a git checkout is known which files are the project's")
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    tracked = set(filter(None, listed.stdout.split("\0")))
    checkout = tmp_path_factory.mktemp("checkout")
    for name in tracked:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    for folder in {checkout, *(path for path in checkout.rglob("*") if path.is_dir())}:
        for stray in STRAYS:
            (folder / stray).write_text("secret", encoding="utf-8")
    (checkout / "NOTES.md").write_text("secret", encoding="utf-8")
    return Built(tracked, build(checkout, "sdist", "*.tar.gz"), build(checkout, "wheel", "*.whl"))


def names_in_sdist(sdist: Path) -> set[str]:
    with tarfile.open(sdist) as archive:
        return {member.name.partition("/")[2] for member in archive if member.isfile()}


def names_in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_sdist_is_what_git_tracks(built: Built) -> None:
    """A file of a new kind is added to `include` in pyproject.toml."""
    assert names_in_sdist(built.sdist) - {"PKG-INFO"} == built.tracked


def test_the_wheel_is_the_package(built: Built) -> None:
    assert names_in_wheel(built.wheel) == built.in_package


def test_the_sdist_builds_the_same_wheel(built: Built, tmp_path: Path) -> None:
    shutil.unpack_archive(built.sdist, tmp_path)
    (project,) = tmp_path.iterdir()

    assert names_in_wheel(build(project, "wheel", "*.whl")) == built.in_package


def test_the_index_takes_the_metadata(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        (name,) = [name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = Metadata.from_email(wheel.read(name), validate=True)

    assert metadata.name == "pytest-sesmock"
    assert metadata.description == (ROOT / "README.md").read_text(encoding="utf-8")
    assert (metadata.description_content_type or "").startswith("text/markdown")
    assert metadata.project_urls is not None
    assert {"Changelog", "Documentation", "Homepage", "Issues"} <= set(metadata.project_urls)


def test_the_changelog_tells_of_the_version(built: Built) -> None:
    _, version, *_ = built.wheel.name.split("-")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert re.search(rf"^## \[{re.escape(version)}\]", changelog, re.MULTILINE)
