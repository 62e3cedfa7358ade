"""The default region is botocore's, however often it is asked for, whatever changes meanwhile."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import botocore.session
import pytest

from pytest_sesmock import SESMock, SesmockError


@pytest.fixture(autouse=True)
def _no_default_session(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)


def write_config(folder: Path, region: str) -> Path:
    path = folder / "config"
    path.write_text(
        f"[default]\nregion = {region}\n[profile shop]\nregion = sa-east-1\n", encoding="utf-8"
    )
    return path


Change = Callable[[pytest.MonkeyPatch, Path], object]
CHANGES: dict[str, Change] = {
    "the variable": lambda patch, _: patch.setenv("AWS_DEFAULT_REGION", "eu-west-3"),
    "an empty variable": lambda patch, _: patch.setenv("AWS_DEFAULT_REGION", ""),
    "the profile": lambda patch, _: patch.setenv("AWS_PROFILE", "shop"),
    "the old name of the profile": lambda patch, _: patch.setenv("AWS_DEFAULT_PROFILE", "shop"),
    "the file": lambda _, folder: write_config(folder, "ap-southeast-2"),
    "no file": lambda _, folder: (folder / "config").unlink(),
    "another file": lambda patch, _: patch.setenv("AWS_CONFIG_FILE", os.devnull),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_follows_the_configuration(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, change: str
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(write_config(tmp_path, "eu-west-1")))
    before = SESMock().region

    CHANGES[change](monkeypatch, tmp_path)

    expected = botocore.session.Session().get_config_variable("region") or "us-east-1"
    assert before == "eu-west-1"
    assert SESMock().region == expected != before


@pytest.mark.parametrize("by", ["a variable in the path", "the working directory"])
def test_the_path_is_read_as_botocore_reads_it(
    by: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    relative = by == "the working directory"
    monkeypatch.setenv("AWS_CONFIG_FILE", "config" if relative else "$WHERE/config")
    regions = []
    for region in ("eu-west-1", "eu-west-3"):
        folder = tmp_path / region
        folder.mkdir()
        os.utime(write_config(folder, region), (0, 0))
        monkeypatch.setenv("WHERE", str(folder))
        if relative:
            monkeypatch.chdir(folder)
        regions.append(SESMock().region)
    assert regions == ["eu-west-1", "eu-west-3"]


def test_the_usual_file_is_in_the_home_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("AWS_CONFIG_FILE", raising=False)
    regions = []
    for region in ("eu-west-1", "eu-west-3"):
        home = tmp_path / region
        (home / ".aws").mkdir(parents=True)
        write_config(home / ".aws", region)
        for variable in ("HOME", "USERPROFILE"):
            monkeypatch.setenv(variable, str(home))
        regions.append(SESMock().region)
    assert regions == ["eu-west-1", "eu-west-3"]


def test_it_is_looked_up_once_for_a_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    assert SESMock().region == "us-east-1"

    def no_session(*_: Any, **__: Any) -> None:
        raise AssertionError("a session takes longer than a test")

    monkeypatch.setattr(botocore.session.Session, "__init__", no_session)
    assert SESMock().region == "us-east-1"


def test_an_error_is_told_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")
    for _ in range(2):
        with pytest.raises(SesmockError, match=r"cannot tell the default region: .*nobody"):
            SESMock().account()
